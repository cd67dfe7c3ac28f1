"""Good pieces of pages, one for each role and directive and for each place of a role; and slips of the pen in them."""

from __future__ import annotations

import gc
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes

from ext.withdrawal.pages.reading import read_pages
from sphinx_facts.reading import ReadingBuilder
from sphinx_facts.values.problem import Problem
from tests.support.mini import copy

FACT = "{fact}`87,894 <open-1.strength>`"
ROLES = {
    "fact": "There were {fact}`87,894 <open-1.strength>` of them.",
    "fact-by-id": "There are {fact}`book.sources` sources.",
    "asis": "North of the {asis}`38th parallel` it was quiet.",
    "unit": "The {unit}`47th Army` and the {unit}`50th Army <50th-army>` left.",
    "batch": "The {batch}`first batch <open-1>` left.",
    "campaign": "It was {campaign}`open`.",
    "person": "There {person}`Kim` stood.",
    "claim": "See {claim}`F001`.",
    "cite": "So says {cite}`paper`.",
    "cite-p": "It was so {cite:p}`paper{p. 3}`.",
    "cite-p-before": "It was so {cite:p}`{see}paper{p. 3}`.",
    "cite-t": "So says {cite:t}`paper`.",
    "doc": "See {doc}`the tables <tables>` and {doc}`story`.",
    "ref": "(HERE)=\n\n## A heading\n\nSee {ref}`this <HERE>`.",
    "term": "It was a {term}`batch`.",
    "abbr": "The {abbr}`CPV (Chinese People’s Volunteers)` left.",
    "file": "It is in {file}`conf.py`.",
    "link": f"See [{FACT} men](story.md) and [others](https://example.org/a \"Others\").",
    "heading": f"## Of {FACT} men",
    "alt": f"![A map of {FACT} men](_static/map.png)",
    "cell": f"| What | How many |\n|---|---|\n| men | {FACT} |",
    "emphasis": f"There were **{FACT}** and *others*.",
    "list": f"- Some\n- {FACT} of them",
    "quote": f"> There were {FACT} men.\n> They left.",
    "note-below": f"They left.[^n]\n\n[^n]: With {FACT} men.",
    "definition": f"Men\n: There were {FACT} of them.",
    "two-lines": "There were {fact}`87,894\n<open-1.strength>` of them.",
}  # fmt: skip
DIRECTIVES = {
    "batch-table": "```{batch-table}\n:campaign: open\n:columns: batch, dates\n"
    f":caption: The {FACT} men.\n:anchors:\n```",
    "order-of-battle": "```{order-of-battle}\n:echelon: army\n:order: home\n:notes:\n```",
    "event-timeline": "```{event-timeline}\n:lane: diplomacy\n:details:\n```",
    "event-timeline-colons": ":::{event-timeline}\n:span: 1953/1958\n:::",
    "batch-list": "```{batch-list}\n:campaign: open\n```",
    "claim-list": "```{claim-list}\n:paragraph: 1\n```",
    "discrepancy-list": "```{discrepancy-list}\n:state: open\n```",
    "evidence-list": "```{evidence-list}\n:group: batches\n```",
    "audit-table": "```{audit-table}\n:verdict: corroborated\n```",
    "return-table": "```{return-table}\n:caption: All of them.\n```",
    "sides-table": "```{sides-table}\n:caption: All of them.\n```",
    "audit-overview": "```{audit-overview}\n:caption: All of them.\n```",
    "independence-overview": "```{independence-overview}\n:caption: All of them.\n```",
    "unsaid-overview": "```{unsaid-overview}\n:caption: All of them.\n```",
    "who-says-what": "```{who-says-what}\n:of: open-1\n```",
    "unit-list": "```{unit-list}\n```",
    "strength-chart": "```{strength-chart}\n:caption: Men.\n:table: folded\n```",
    "batch-chart": "```{batch-chart}\n:campaign: open\n```",
    "place-map": "```{place-map}\n:caption: Where they were.\n```",
    "lane-chart": "```{lane-chart}\n:span: 1953/1958\n```",
    "unit-matrix": "```{unit-matrix}\n:caption: Who left with whom.\n```",
    "sum": "```{sum} open.divisions\n```",
    "toctree": "```{toctree}\n:hidden:\n:maxdepth: 1\n\nThe story <story>\ntables\n```",
    "note": f"```{{note}}\nThere were {FACT} men.\n```",
    "admonition": f":::{{admonition}} Of {FACT} men\n:class: tip\n\nThey left.\n:::",
    "figure": f"```{{figure}} _static/map.png\n:alt: Of {FACT} men\n:width: 50%\n\nWhere {FACT} men stood.\n```",
    "glossary": "```{glossary}\nBatch\n  Those who left.\n```",
    "bibliography": "```{bibliography}\n:cited:\n```",
    "table": f":::{{table}} Of {FACT} men\n| a | b |\n|---|---|\n| c | d |\n:::",
    "list-table": f"```{{list-table}} Men\n:header-rows: 1\n\n* - What\n  - How many\n* - men\n  - {FACT}\n```",
    "nested": "````{note}\n```{batch-table}\n:campaign: open\n```\n````",
    "in-a-list": "- They left:\n\n  ```{batch-table}\n  :campaign: open\n  ```",
}
PIECES = {**ROLES, **DIRECTIVES}
SIGNS = "{}`<>:,[]()|*#=!"


class Slip(NamedTuple):
    """A damaged piece: which, what was done, and the text."""

    name: str
    done: str
    text: str


def slips(chance: random.Random) -> Iterator[Slip]:
    """Damages without end: one sign of the syntax taken out, doubled, changed, moved or put in, or a line spoilt."""
    names = sorted(PIECES)
    while True:
        name = chance.choice(names)
        text = PIECES[name]
        at = chance.choice([found.start() for found in re.finditer(rf"[{re.escape(SIGNS)}]", text)])
        if name in ("quote", "definition") and text[at - 1 : at] in ("", "\n"):
            continue  # another sign makes another block of it, which may be meant
        sign, other = text[at], chance.choice(SIGNS)
        opens = sign in "{<[(#" or text[at - 1 : at + 1] == "}`"
        done, new = chance.choice(
            (
                ("taken out", text[:at] + text[at + 1 :]),
                ("doubled", text[:at] + sign + text[at:]),
                (f"made {other}", text[:at] + other + text[at + 1 :]),
                ("moved on", text[:at] + text[at + 1 : at + 2] + sign + text[at + 2 :]),
                (f"{other} before it", text[:at] + other + text[at:]),
                ("a space before it", text[:at] + " " + text[at:]),
                (
                    "a line end before it",
                    text[:at] + "\n" + text[at:] if sign not in "{>" else text,
                ),
                (
                    "cut off behind it",
                    text[: at + 1] + "".join(text[at:].partition("\n")[1:]) if opens else text,
                ),
                ("a word behind it misspelt", _misspelt(text, at)),
            )
        )
        if new != text:
            yield Slip(name, f"{sign} at {at}: {done}", new)


def _misspelt(text: str, at: int) -> str:
    """A letter of the word behind `at` taken out."""
    found = re.compile(r"\w{3,}").search(text, at)
    return (
        text
        if not found or text[at] not in "{<" or found[0] == "see"
        else text[: found.start()] + text[found.start() + 1 :]
    )


class Page(NamedTuple):
    """What was said of a page, and what became of it."""

    problems: list[Problem]
    meaning: object


def read(texts: dict[str, str], folder: Path, monkeypatch: Any) -> dict[str, Page]:
    """Read pages with these pieces, all in one go, in the small book."""
    root = copy(folder)
    for name, text in texts.items():
        (root / "docs" / f"{name}.md").write_text(
            f"# Page\n\n{text.replace('HERE', name)}\n", encoding="utf-8"
        )
    meant: dict[str, object] = {}

    def keep(self: ReadingBuilder, docname: str, doctree: nodes.document) -> None:
        meant[docname] = _meaning(self.env.get_doctree(docname), docname)

    monkeypatch.setattr(ReadingBuilder, "write_doc", keep)
    reading = read_pages(root)
    assert reading.domain is not None, reading.problems
    asked = reading.domain.data["asked"]
    by_page: dict[str, list[Problem]] = {name: [] for name in texts}
    for problem in reading.problems:
        name = Path(problem.position.path).stem
        if name in by_page and "in any toctree" not in problem.message:
            by_page[name].append(problem)
    del reading
    gc.collect()  # a build leaves a million nodes that lead to each other
    return {
        name: Page(by_page[name], (meant.get(name), sorted(asked.get(name, ()), key=repr)))
        for name in texts
    }


def _meaning(doctree: nodes.document, name: str) -> object:
    """What a reader has of a page: the elements and what they lead to, and the words, without signs that are prose."""

    def words(text: str) -> str:
        return re.sub(r"[\s(),.:!=#]", "", text.replace(name, "HERE"))

    seen = ("refuri", "refid", "uri", "alt", "width", "entries", "reftitle")
    elements = [
        (node.tagname, *(words(str(node.get(each, ""))) for each in seen))
        for node in doctree.findall(nodes.Element)
        if not isinstance(node, nodes.block_quote)
    ]
    return elements, words(doctree.astext())
