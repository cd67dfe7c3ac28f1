"""The timeline, the entries and the sources as a printed book has them: dates and numbers in the margin."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx_timeline.main import TimelineDiv

from ext.withdrawal.paper.tex import Held, blocks, escaped, printed, run, seen, tex, words
from ext.withdrawal.records.kinds import roles

NUMBERED = {"other-claim-list", *(f"{role}-list" for role in roles("numbered"))}
"""Lists whose entries have numbers: they stand in the margin."""
ALPHABETICAL = {f"{role}-list" for role in roles("alphabetical")}
"""Lists in the order of the alphabet: the running head says from where to where a page goes."""

DENSE = {"evidence-list", "source-list"}
"""Lists with an entry for every value or source: set like an apparatus, in two columns, each entry one paragraph."""


def timelines(held: Held) -> None:
    """Replace the timelines of a document."""
    for box in (each for each in held.all(TimelineDiv) if "timeline" in each["classes"]):
        caption = box.parent[0]
        node = run()
        if caption is not box:
            node += run("\n\\bookcaption{", words(caption), "}\n")
        node += tex("\n\\begin{bookevents}\n")
        items = list(box.findall(nodes.list_item))
        for item in items:
            node += run(_last(item, items), _event(item))
        node += tex("\\end{bookevents}\n")
        box.parent.replace_self(node)


def _last(item: nodes.Node, items: Sequence[nodes.Node]) -> str:
    """What keeps the last item of a list with the one before it."""
    return "\\booklast\n" if len(items) > 1 and item is items[-1] else ""


def _event(item: nodes.list_item) -> printed:
    date, title, text, *details = item.findall(nodes.paragraph)
    when = words(date)
    lane = [node for node in when if isinstance(node, nodes.inline) and "lane" in node["classes"]]
    for label in lane:
        label["classes"] = ["lane"]
    shown = [node for node in when if node not in lane]
    while shown and isinstance(shown[-1], nodes.Text) and not shown[-1].strip():
        shown.pop()
    node = run("\\begin{bookwhole}{2.4mm plus 0.6mm}{}\n\\bookevent{", shown, "}{", words(title))
    node += run("}{", lane, "}", words(text), "\\par\n")
    if details:
        lines = [run(words(detail), "\\par\n") for detail in details]
        node += run("\\begin{bookdetail}", lines, "\\end{bookdetail}\n")
    node += tex("\\end{bookwhole}\n")
    return node


def quotations(held: Held) -> None:
    """Set the words of a source small, facing their translation."""
    for cited in (each for each in held.all(nodes.paragraph) if "words" in each["classes"]):
        quoted = [node for node in words(cited) if isinstance(node, nodes.inline)]
        cited.extend(run("\\bookwords{", quoted[:1], "}{", quoted[1:], "}"))


def entries(held: Held) -> None:
    """Replace the lists of entries of a document."""
    lists = [each for each in held.all(nodes.definition_list) if "entries" in each["classes"]]
    for listed in lists:
        kinds = set(listed["classes"])
        style, write = ("bookdense", _dense) if kinds & DENSE else ("bookentries", _entry)
        node = run(f"\n\\begin{{{style}}}\n")
        for item in listed.children:
            before = "" if kinds & DENSE else _last(item, listed.children)
            node += run(before, write(item, kinds))
        node += tex(f"\\end{{{style}}}\n")
        listed.replace_self(node)


def _headed(
    item: nodes.Node,
) -> tuple[nodes.strong | None, nodes.target, list[nodes.Node], nodes.Element]:
    """Of an entry: what stands out in its heading, its anchor, the heading, and what follows."""
    term, definition = item.children
    assert isinstance(term, nodes.term) and isinstance(definition, nodes.definition)
    name = next(iter(term.findall(nodes.strong)), None)
    return name, nodes.target("", "", ids=term["ids"]), words(term), definition


def _entry(item: nodes.Node, kinds: set[str]) -> printed:
    name, anchor, heading, definition = _headed(item)
    mark = escaped(name.astext()) if name is not None and kinds & (NUMBERED | ALPHABETICAL) else ""
    node = run(f"\\begin{{bookwhole}}{{2.6mm plus 0.8mm}}{{{mark}}}\n")
    body = run(_tied(blocks(definition)))
    headed = True
    if kinds & NUMBERED and name is not None:
        number, headed = _numbered(anchor, name, [child for child in heading if child is not name])
        node += number
    else:
        node += run("\\bookentry{", anchor, heading, "}\n")
    body = run("\\begin{bookbody}\n", body, "\\end{bookbody}\n") if headed else body
    node += run(body, "\\end{bookwhole}\n")
    return node


def _tied(lines: list[nodes.Node]) -> list[nodes.Node]:
    """The lines of an entry; the second stays with the first, and the last with the one before it."""
    ends = (1, len(lines) - 1)
    return [run("\\nobreak\n" if at in ends else "", line) for at, line in enumerate(lines)]


def _dense(item: nodes.Node, kinds: set[str]) -> printed:
    name, anchor, heading, definition = _headed(item)
    mark = name.astext() if "source-list" in kinds and name is not None else anchor["ids"][0]
    node = run(f"\\bookvalue{{{escaped(mark)}}}{{", anchor, heading, "}")
    for place, block in enumerate(definition.children):
        held = _once(words(block)) if isinstance(block, nodes.paragraph) else [block]
        node += run("\\bookthen " if place else "", held)
    node += tex("\\par\n")
    return node


def _once(line: list[nodes.Node]) -> list[nodes.Node]:
    """A line of evidence without what a source says of a claim: on paper that stands once, under the claim."""
    first = line[0] if line else None
    alone = isinstance(first, nodes.reference) and "source" in first["classes"]
    return line[:1] if alone else line


def _numbered(
    anchor: nodes.Node, name: nodes.strong, heading: list[nodes.Node]
) -> tuple[printed, bool]:
    """The number and the verdict or state in the margin, the rest of the heading in bold, and whether there is any."""
    state = [
        node
        for node in heading
        if isinstance(node, nodes.inline) and {"verdict", "state"} & set(node["classes"])
    ]
    for label in state:
        label["classes"] = ["verdict"]
    rest = [node for node in heading if node not in state]
    headed = bool("".join(seen(node) for node in rest).strip())
    bold = run("\\textbf{", rest, "}") if headed else run()
    return run("\\booknumbered{", anchor, name, "\\\\", state, "}{", bold, "}\n"), headed


def sources(held: Held) -> None:
    """Replace the bibliography by entries in the order of their short names, by which a reader looks them up."""
    found = held.all(nodes.citation)
    for holder in {id(citation.parent): citation.parent for citation in found}.values():
        listed = [child for child in holder.children if isinstance(child, nodes.citation)]
        node = run("\n\\begin{booksources}\n")
        for citation in sorted(listed, key=lambda each: each[0].astext().casefold()):
            node += _source(citation)
        node += tex("\\end{booksources}\n")
        holder.replace(listed[0], node)
        for citation in listed[1:]:
            holder.remove(citation)


def _source(citation: nodes.citation) -> printed:
    label, *rest = citation.children
    (name,) = citation["ids"]
    anchors = f"\\hypertarget{{cite.{citation['docname']}:{name}}}{{}}"
    called, target = escaped(label.astext()), nodes.target("", "", ids=[name])
    lines = [run(words(line), "\\par\n") for line in rest if isinstance(line, nodes.paragraph)]
    return run(
        f"\\begin{{bookwhole}}{{2mm plus 0.6mm}}{{{called}}}\n\\booksource{{{called}}}{{{anchors}",
        target, "}", lines, "\\end{bookwhole}\n",
    )  # fmt: skip
