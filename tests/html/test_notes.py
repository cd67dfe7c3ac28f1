"""The notes of the story: every figure and every cited work of a chapter is told of in every format."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ext.withdrawal.pages.answer_node import shown, tabular
from ext.withdrawal.pages.notes import is_story
from tests.support.mini import copy
from tests.support.whole import ROOT, book

APART = (nodes.caption, nodes.title, nodes.entry, nodes.footnote, tabular)
CITED = re.compile(r"\{cite:p\}`([^`]+)`")


def chapters(built: Sphinx) -> list[str]:
    return sorted(name for name in built.env.found_docs if is_story(name))


def notes_of(tree: nodes.document) -> list[nodes.footnote]:
    return [note for note in tree.findall(nodes.footnote) if next(iter(note.findall(shown)), None)]


def questions(tree: nodes.document) -> list[object]:
    return [next(iter(note.findall(shown)))["question"] for note in notes_of(tree)]


def marks_in(node: nodes.Element) -> list[nodes.footnote_reference]:
    return list(node.findall(nodes.footnote_reference))


def inside(node: nodes.Node, kinds: tuple[type, ...]) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def test_every_figure_of_the_prose_is_told_of_in_the_note_that_follows(built: Sphinx) -> None:
    """Read from the page, not from the notes: between two marks of a block stand the figures of the second."""
    for docname in chapters(built):
        tree, told = built.env.get_doctree(docname), {}
        for note in notes_of(tree):
            told[note["ids"][0]] = dict(next(iter(note.findall(shown)))["question"].figures)
        plain = [each for each in tree.findall(nodes.bullet_list) if not marks_in(each)[:-1]]
        listed = {id(text) for each in plain for text in each.findall(nodes.paragraph)}
        texts = [text for text in tree.findall(nodes.paragraph) if id(text) not in listed]
        for block in [*texts, *plain]:
            if inside(block, APART):
                continue
            waiting: set[str] = set()
            for node in block.findall():
                if isinstance(node, addnodes.pending_xref) and node.get("facts_asserts"):
                    if node["reftype"] == "fact":
                        waiting.add(node["facts_id"])
                elif isinstance(node, nodes.footnote_reference):
                    assert set(told[node["refid"]]) == waiting, (docname, node["refid"])
                    waiting = set()
            assert not waiting, (docname, waiting)


def test_every_work_cited_on_a_page_is_named_in_its_notes(built: Sphinx) -> None:
    for docname in chapters(built):
        source = (ROOT / "docs" / f"{docname}.md").read_text(encoding="utf-8")
        keys = {
            re.sub(r"\{[^}]*\}", "", part).strip()
            for given in CITED.findall(source)
            for part in re.split(r",(?![^{]*\})", given)
        }
        noted = {
            key for each in questions(built.env.get_doctree(docname)) for key, *_ in each.works
        }  # type: ignore[attr-defined]
        assert keys <= noted, docname


def test_marks_and_notes_lead_to_each_other(built: Sphinx) -> None:
    for docname in chapters(built):
        html = (Path(built.outdir) / f"{docname}.html").read_text(encoding="utf-8")
        marks = re.findall(
            r'<a class="footnote-reference brackets" href="#(note-\d+)" id="(mark-\d+)"', html
        )
        assert marks == [(f"note-{at}", f"mark-{at}") for at in range(1, len(marks) + 1)]
        assert re.findall(r'<aside class="footnote brackets" id="(note-\d+)"', html) == [
            note for note, _ in marks
        ]
        assert re.findall(r'role="doc-backlink" href="#(mark-\d+)"', html) == [
            mark for _, mark in marks
        ]


def test_no_citation_stands_in_brackets_in_the_story(built: Sphinx) -> None:
    labels = [source.label for source in book().data.sources.values() if len(source.label) > 8]
    for docname in chapters(built):
        html = (Path(built.outdir) / f"{docname}.html").read_text(encoding="utf-8")
        prose = re.sub(r"<aside.*?</aside>", "", html, flags=re.S)
        paragraphs = re.findall(r"<p>(.*?)</p>", prose, re.S)
        plain = [re.sub(r"<[^>]+>", "", text) for text in paragraphs]
        found = [
            label
            for label in labels
            for text in plain
            if re.search(rf"\({re.escape(label)}[;,)]", text)
        ]
        assert not found, docname


def test_a_thing_is_a_link_where_a_section_first_names_it(built: Sphinx) -> None:
    for docname in chapters(built):
        html = (Path(built.outdir) / f"{docname}.html").read_text(encoding="utf-8")
        prose = re.sub(r"<aside.*?</aside>", "", html, flags=re.S)
        for section in re.split(r"<section ", prose)[1:]:
            links = re.findall(
                r'<a class="(?:person|place|unit|term) reference internal" href="([^"]+)"', section
            )
            assert not [each for each, count in Counter(links).items() if count > 1], docname


@pytest.mark.parametrize("builder", ["html", "epub", "text"])
def test_every_format_has_the_notes(tmp_path: Path, builder: str) -> None:
    root = copy(tmp_path)
    app = Sphinx(
        root / "docs", root, root / "out", root / "trees", builder, status=None, warning=None
    )
    app.build()
    files = [
        path for path in (root / "out").rglob("*") if path.suffix in (".html", ".xhtml", ".txt")
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    wanted = len(notes_of(app.env.get_doctree("story")))
    signs = {"html": 'id="note-', "epub": 'id="note-', "text": "\n["}
    assert wanted
    assert text.count(signs[builder]) >= wanted
    if builder == "epub":
        story = (root / "out/story.xhtml").read_text(encoding="utf-8")
        assert story.index("Notes</p>") < story.index('id="note-2"')
        assert (
            "<p"
            not in story[story.rindex('class="footnote') :]
            .split("</aside>")[-1]
            .split("<footer")[0]
        )


def test_a_work_that_is_not_there_is_still_told(tmp_path: Path) -> None:
    root = copy(tmp_path)
    page = root / "docs/story.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\nIt is so {cite:p}`nobody99`.\n", encoding="utf-8"
    )
    with (root / "warnings").open("w+", encoding="utf-8") as warnings:
        Sphinx(
            root / "docs", root, root / "out", root / "trees", "html", status=None, warning=warnings
        ).build()
        warnings.seek(0)
        assert "nobody99" in warnings.read()
