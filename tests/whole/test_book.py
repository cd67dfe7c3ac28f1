"""The book itself: what every chapter must have, and that nothing of the research is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ext.withdrawal.pages.answer_node import shown
from ext.withdrawal.records.queries import unused_claims
from sphinx_facts import domain_of
from sphinx_facts.wording.english_figures import idioms
from sphinx_facts.wording.english_idioms import IDIOMS
from tests.support import whole
from tests.support.shared import Built

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "docs").glob("[01][0-9]-*.md"))


@cache
def page(folder: Path, docname: str) -> str:
    return (folder / f"{docname}.html").read_text(encoding="utf-8")


def words_of(tree: nodes.document) -> int:
    """The words of running prose: paragraphs that no directive of ours made."""
    count = 0
    for paragraph in tree.findall(nodes.paragraph):
        if not generated(paragraph) and "table-caption" not in paragraph["classes"]:
            cited = sum(
                len(node.astext().split())
                for node in paragraph.findall(addnodes.pending_xref)
                if node["refdomain"] == "cite"
            )
            count += len(paragraph.astext().split()) - cited
    return count


def generated(node: nodes.Node) -> bool:
    here: nodes.Node | None = node
    while here is not None:
        if isinstance(here, nodes.Element) and (
            here.get("generated") or isinstance(here, nodes.footnote)
        ):
            return True
        here = here.parent
    return False


def opens(node: nodes.Node) -> bool:
    """Whether it stands above the first heading of a chapter, which says again what it rests on."""
    while not isinstance(node.parent, nodes.section):
        node = node.parent
    return isinstance(node.parent.parent, nodes.document)


def test_the_book_builds_without_a_warning(website: Built) -> None:
    assert website.said == "exit 0\n"


def test_there_are_twelve_chapters() -> None:
    assert [path.name[:2] for path in CHAPTERS] == [f"{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_has_its_length_and_a_picture_of_the_data(chapter: Path, built: Sphinx) -> None:
    tree = built.env.get_doctree(chapter.stem)
    assert 700 <= words_of(tree) <= 1500
    assert any(
        isinstance(node, nodes.Element) and node.get("generated")
        for node in tree.findall(nodes.Element)
    )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_paragraph_that_states_a_fact_cites(chapter: Path, built: Sphinx) -> None:
    """The author names works: a note that only the data fills is not enough for a paragraph."""
    bare, tree = [], built.env.get_doctree(chapter.stem)
    cited = {
        note["ids"][0]
        for note in tree.findall(nodes.footnote)
        if any(place["question"].works for place in note.findall(shown))
    }
    for paragraph in tree.findall(nodes.paragraph):
        links = list(paragraph.findall(addnodes.pending_xref))
        states = any(link.get("reftype") == "fact" for link in links)
        cites = any(link.get("reftype") in ("claim", "source") for link in links) or any(
            mark["refid"] in cited for mark in paragraph.findall(nodes.footnote_reference)
        )
        beside = (
            isinstance(paragraph.parent, nodes.entry) or "table-caption" in paragraph["classes"]
        )
        if (
            states
            and not cites
            and not beside
            and not generated(paragraph)
            and not opens(paragraph)
        ):
            bare.append(f"{chapter.name}:{paragraph.line}: {paragraph.astext()[:80]}")
    assert not bare


def test_every_claim_of_the_source_text_stands_in_the_book(built: Sphinx) -> None:
    html = page(Path(built.outdir), "reference/claims")
    missing = [name for name in whole.book().data.claims if f'id="{name}"' not in html]
    assert not missing


def test_every_entry_has_its_anchor_once(built: Sphinx) -> None:
    catalog = domain_of(built.env).catalog
    targets = {entity.target for entity in catalog.entities.values()} | {
        fact.target for fact in catalog.facts.values()
    }
    wrong = []
    for docname, anchor in sorted(targets):
        found = page(Path(built.outdir), docname).count(f'id="{anchor}"')
        if found != 1:
            wrong.append(f"{docname}#{anchor}: {found} times")
    assert not wrong


def test_no_claim_is_left_over(built: Sphinx) -> None:
    domain = domain_of(built.env)
    unused = unused_claims(whole.book().data, domain.data["found"].values())
    assert not [claim.id for claim in unused]


def test_few_figures_are_pinned(built: Sphinx, say: Callable[[str], None]) -> None:
    uses = [use for found in domain_of(built.env).data["found"].values() for use in found.uses]
    pinned = sum(1 for use in uses if use.role == "asis")
    bound = sum(1 for use in uses if use.role == "fact")
    say(f"{bound} figures bound, {pinned} pinned ({pinned / (bound + pinned):.1%})")
    assert pinned * 10 <= bound + pinned


def test_research_is_whole() -> None:
    """Nothing that the book began with is lost, and its order stays; more may be added."""
    data = whole.book().data
    claims = [
        *(f"F{number:03}" for number in range(1, 143)),
        *(f"X{number:03}" for number in range(1, 88)),
    ]
    discrepancies = [
        *(f"D{number:02}" for number in range(1, 28)),
        *(f"D{number:03}" for number in range(28, 43)),
    ]
    sums = [
        *(f"A{number:02}" for number in range(1, 29)),
        *(f"A{number:03}" for number in range(29, 46)),
    ]
    for held, ids in (
        (data.claims, claims),
        (data.discrepancies, discrepancies),
        (data.sums, sums),
    ):
        assert [name for name in held if name in set(ids)] == ids
    assert len(data.sources) >= 139
    assert list(data.batches) == [
        "covert",
        "open-1",
        "open-2",
        "open-3",
        "final-1",
        "final-2",
        "final-3",
    ]
    assert set(data.campaigns) == {"open", "covert", "final"}
    assert len(data.units) >= 60
    assert len(data.events) >= 110


def test_idioms_are_phrases_that_the_book_uses_or_could() -> None:
    prose = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert set(idioms(prose)) <= set(IDIOMS)


def test_settings_hide_nothing() -> None:
    settings = (ROOT / "conf.py").read_text(encoding="utf-8")
    assert re.search(r"^suppress_warnings: list\[str\] = \[\]$", settings, re.M)
