"""The notes of the story: what each figure rests on, and the works cited, behind a number in the text.

The author puts a citation where a note belongs. The note tells of each figure since the last mark in the block, from
the data, and then names the works; figures left over at the end of a block get a mark of their own. Marks and notes
are docutils’ footnotes, so that every format has them: in the margin or on a sheet, at the foot of a page, or at the
end of a chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ext.withdrawal.answers.blocks import View
from ext.withdrawal.answers.questions import Note
from ext.withdrawal.pages.answer_node import shown, tabular
from ext.withdrawal.pages.build import book_of
from ext.withdrawal.pages.cited import works_in
from ext.withdrawal.pages.mentions import mentions_of
from ext.withdrawal.records.kinds import ROLES
from sphinx_facts import domain_of

_CLOSING = re.compile(r"[.,;:!?)\]”’…]+")
_APART = (nodes.caption, nodes.title, nodes.entry, nodes.footnote, nodes.term, tabular, shown)


def is_story(docname: str) -> bool:
    """Whether a page tells the story, and so has notes: those in no folder do."""
    return "/" not in docname


def annotate(app: Sphinx, document: nodes.document) -> None:
    """Put marks and notes on a page of the story, in the place of its citations."""
    page = app.env.current_document.docname
    if not is_story(page):
        return
    own = len(list(document.findall(nodes.footnote)))
    made = _Notes(app, page, own)
    for block in list(document.findall(_is_block)):
        if not any(isinstance(each, _APART) or _is_plain(each) for each in _above(block)):
            assert isinstance(block, nodes.Element)
            made.block(block)


def _is_plain(node: nodes.Node) -> bool:
    """Whether a node is a list that cites nothing, which has one note for all its figures."""
    links = node.findall(addnodes.pending_xref) if isinstance(node, nodes.bullet_list) else None
    return links is not None and not any(link.get("refdomain") == "cite" for link in links)


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph) or _is_plain(node)


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


class _Notes:
    """The notes of one page, numbered as they come, after the footnotes that the author wrote out."""

    def __init__(self, app: Sphinx, page: str, own: int) -> None:
        self._env, self._page, self._count = app.env, page, own
        self._known = book_of(app.env).data.sources

    def block(self, block: nodes.Element) -> None:
        """The marks of a block, and its notes behind it."""
        figures: dict[str, str] = {}
        works: list[tuple[str, str, str]] = []
        made: list[nodes.footnote] = []
        last: nodes.inline | None = None
        for link in list(block.findall(addnodes.pending_xref)):
            if last is not None and not _adjoins(last, link):
                made.append(self._note(last, figures, works))
                figures, works, last = {}, [], None
            if link.get("facts_role") == "fact" and link["facts_asserts"]:
                figures.setdefault(link["facts_id"], link.astext())
            elif link.get("refdomain") == "cite" and (cited := self._cited(link["reftarget"])):
                works += cited
                last = _mark_in_place(link, last)
        if last is not None:
            made.append(self._note(last, figures, works))
            figures, works = {}, []
        if figures:
            last = nodes.inline("")
            list(block.findall(nodes.paragraph))[-1].append(last)
            made.append(self._note(last, figures, works))
        at = block.parent.index(block) + 1
        block.parent[at:at] = made

    def _cited(self, text: str) -> list[tuple[str, str, str]]:
        """The works of a citation; none where one is not there, which the bibliography tells."""
        found = works_in(text)
        known = all(each.key in self._known for each in found)
        return [(each.key, each.pre, each.post) for each in found] if known else []

    def _note(
        self, place: nodes.Element, figures: dict[str, str], works: Iterable[tuple[str, str, str]]
    ) -> nodes.footnote:
        """A note, with its mark in a place behind the punctuation."""
        self._count += 1
        number, note, mark = str(self._count), f"note-{self._count}", f"mark-{self._count}"
        question = Note(tuple(figures.items()), tuple(works))
        domain_of(self._env).ask(self._page, question)
        sign = nodes.footnote_reference(
            "", number, refid=note, ids=[mark], docname=self._page, generated=True
        )
        _set(place, sign)
        body = shown(docname=self._page, question=question, view=View(), blocks=(), generated=True)
        return nodes.footnote(
            "", nodes.label("", number), body, ids=[note], names=[note], backrefs=[mark],
            docname=self._page, generated=True,
        )  # fmt: skip


def _adjoins(mark: nodes.Element, link: nodes.Element) -> bool:
    """Whether nothing but space stands between a mark and a citation."""
    if link.get("refdomain") != "cite" or link.parent is not mark.parent:
        return False
    between = mark.parent[mark.parent.index(mark) + 1 : link.parent.index(link)]
    return not "".join(node.astext() for node in between).strip()


def _mark_in_place(link: nodes.Element, before: nodes.inline | None) -> nodes.inline:
    """Nothing, with the anchor of a citation, in its place; a citation that adjoins another gives its place up."""
    if before is not None:
        at, home = link.parent.index(link), link.parent
        before["ids"] += link["ids"]
        del home[home.index(before) + 1 : at + 1]
        return before
    place = nodes.inline("", ids=link["ids"])
    link.parent[link.parent.index(link)] = place
    return place


def _set(place: nodes.Element, sign: nodes.footnote_reference) -> None:
    """Put a mark, and the anchors of a place, where it is: behind the punctuation, without the space before."""
    home, at = place.parent, place.parent.index(place)
    sign["ids"] += place["ids"]
    after = home[at + 1] if at + 1 < len(home) else None
    closing = _CLOSING.match(after) if isinstance(after, nodes.Text) else None
    if closing and isinstance(after, nodes.Text):
        home[at + 1] = nodes.Text(after[closing.end() :])
    home[at : at + 1] = [nodes.Text(closing[0]), sign] if closing else [sign]
    if at and isinstance(before := home[at - 1], nodes.Text):
        text = before.rstrip()
        home[at - 1] = nodes.Text(text.removesuffix(closing[0]) if closing else text)


class FirstMentions(SphinxPostTransform):
    """In the story, a person, a place or a word of the glossary is a link where a section first names it."""

    default_priority = 63

    def run(self, **_: Any) -> None:
        if not is_story(self.env.current_document.docname):
            return
        seen: dict[int, set[str]] = {}
        for link in list(self.document.findall(nodes.reference)):
            role = next((each for each in link["classes"] if each in ROLES), "")
            around = [
                each for each in _above(link) if isinstance(each, nodes.section | nodes.footnote)
            ]
            section = around[0] if around else None
            if not role or not isinstance(section, nodes.section):
                continue
            leads_to = link.get("refuri") or link.get("refid", "")
            named = seen.setdefault(id(section), set())
            if leads_to in named:
                plain = nodes.inline("", "", *link.children, ids=link["ids"], classes=[role])
                link.replace_self(plain)
            named.add(leads_to)


class Collected(SphinxPostTransform):
    """In the e-book the notes stand together at the end of their chapter."""

    default_priority = 64

    def run(self, **_: Any) -> None:
        if mentions_of(self.env).builder.name != "epub" or not is_story(
            self.env.current_document.docname
        ):
            return
        notes = list(self.document.findall(nodes.footnote))
        for note in notes:
            note.parent.remove(note)
        if notes:
            self.document.append(nodes.rubric("", "Notes", classes=["notes-heading"]))
            self.document.extend(notes)


def setup(app: Sphinx) -> None:
    """Annotate each page once its prose was read; quiet its links once they are resolved."""
    app.connect("doctree-read", annotate, priority=900)
    app.add_post_transform(FirstMentions)
    app.add_post_transform(Collected)
