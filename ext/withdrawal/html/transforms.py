"""Puts the answers into the pages when they are written: as HTML, or as nodes for all other formats."""

from __future__ import annotations

from typing import Any, assert_never

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from ext.withdrawal.answers.evidence import on_paper
from ext.withdrawal.html.answers import WEAK_MARK, WEAK_REASON, weak_values
from ext.withdrawal.html.evidence import EvidencePage
from ext.withdrawal.pages import nodes as make
from ext.withdrawal.pages.answer_node import Form, answer, replaced, shown
from ext.withdrawal.pages.mentions import mentions_of
from sphinx_facts import domain_of


def as_html(page: EvidencePage, place: shown) -> str:
    """What a place shows, as HTML."""
    found, form = answer(page.env, place), Form(place["form"])
    match form:
        case Form.TABLE:
            return page.table(found, place["style"], anchors=place["anchors"], notes=place["notes"])
        case Form.ENTRIES:
            return page.entries(found, place["style"])
        case Form.EVENT:
            return page.event(found, anchors=place["anchors"])
        case Form.EVIDENCE:
            return page.evidence(found, place["style"])
    assert_never(form)


def as_nodes(env: BuildEnvironment, place: shown) -> list[nodes.Node]:
    """What a place shows, as nodes."""
    found, form = answer(env, place), Form(place["form"])
    match form:
        case Form.TABLE:
            table = make.table(found, place["style"], anchors=place["anchors"])
            return [table, *(make.notes(found) if place["notes"] else [])]
        case Form.ENTRIES:
            return [make.entries(found, place["docname"], place["style"])]
        case Form.EVENT:
            return make.event(found, place["docname"], anchors=place["anchors"])
        case Form.EVIDENCE:
            return [make.evidence(map(on_paper, found), place["docname"], place["style"])]
    assert_never(form)


def unfold(env: BuildEnvironment, tree: nodes.Element) -> None:
    """Make nodes of every answer that is shown in a tree."""
    for place in list(tree.findall(shown)):
        replaced(place, as_nodes(env, place))


class Answers(SphinxPostTransform):
    """Gives every answer its form, before links are resolved."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        builder = mentions_of(self.env).builder
        if self.config.facts_reading:  # what is made of data was looked at where it lies
            for place in list(self.document.findall(shown)):
                place.replace_self(place.children)
            return
        if builder.format != "html":
            unfold(self.env, self.document)
            return
        page = EvidencePage(builder, self.env.docname)
        for place in list(self.document.findall(shown)):
            place.replace_self(
                [
                    *place.children,
                    nodes.raw("", as_html(page, place), format="html", generated=True),
                ]
            )


class WeakMarks(SphinxPostTransform):
    """A sign after each figure that rests on a single weak source, with the reason for who points at it."""

    default_priority = 61

    def run(self, **_: Any) -> None:
        weak = weak_values(self.env)
        facts = domain_of(self.env).catalog.facts
        for link in self.document.findall(nodes.reference):
            if "fact" not in link["classes"] or isinstance(link.parent, nodes.title):
                continue
            fact = facts.get(link.get("refuri", "").partition("#")[2] or link.get("refid", ""))
            if fact and fact.id in weak:
                link["classes"].append("weak")
                link.append(self._mark())

    def _mark(self) -> nodes.Element:
        if mentions_of(self.env).builder.format == "html":
            return nodes.abbreviation("", WEAK_MARK, explanation=WEAK_REASON, classes=["weak-mark"])
        return nodes.superscript("", WEAK_MARK)


def setup(app: Sphinx) -> None:
    """Register the node, which no writer ever meets, and what replaces it."""
    app.add_node(shown)
    app.add_post_transform(Answers)
    app.add_post_transform(WeakMarks)
