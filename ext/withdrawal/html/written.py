"""Writes the answers of a page as HTML, and finishes the links of its prose, in the order of the page."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ext.withdrawal.answers.blocks import File
from ext.withdrawal.answers.pictures import svg
from ext.withdrawal.html.answers import WEAK_REASON, Page
from ext.withdrawal.pages.answer_node import blocks_of, drawing, drawn_for, shown
from ext.withdrawal.pages.mentions import mentions_of
from ext.withdrawal.records import kinds
from sphinx_facts import domain_of

_ENTRY = re.compile(r"@entry:([\w-]+):([^@]+)@")
"""Where a link leads, as a picture has it: to the role and id of an entry."""


class Written(SphinxPostTransform):
    """Makes HTML of every answer, and gives signs to the figures of the prose, once links are resolved."""

    default_priority = 62
    formats = ("html",)

    def run(self, **_: Any) -> None:
        page = Page(mentions_of(self.env).builder, self.env.current_document.docname)
        for node in list(self.document.findall(_meant)):
            if isinstance(node, shown):
                blocks = blocks_of(self.env, node)
                node["html"] = page.blocks(blocks)
                if not isinstance(blocks[0], File):  # a link to a file is nothing to be found
                    raw = nodes.raw("", node["html"], format="html", generated=True)
                    node.replace_self([*node.children, raw])
            elif isinstance(node, nodes.reference):
                _bind(page, node)
            elif isinstance(node, nodes.citation):
                _resting(page, node)


def _meant(node: nodes.Node) -> bool:
    figure = isinstance(node, nodes.reference) and "fact" in node["classes"]
    return figure or isinstance(node, shown | nodes.citation)


def _bind(page: Page, link: nodes.reference) -> None:
    """Give a link of the prose to a value its status, and its sign if it is weak and stands in no heading."""
    name = link.get("refuri", "").partition("#")[2] or link.get("refid", "")
    if name not in page.catalog.facts:
        return
    if (status := page.catalog.facts[name].status) != "stated":
        link["classes"].append(f"is-{status}")
    if page.weak(name) and not isinstance(link.parent, nodes.title):
        link["classes"].append("weak")
        link.append(nodes.abbreviation("", "†", explanation=WEAK_REASON, classes=["weak-mark"]))


def _resting(page: Page, work: nodes.citation) -> None:
    """Add to a source of the bibliography the way to what rests on it, and falls with it."""
    if page.docname != kinds.KINDS["sources"].page or kinds.RESTING not in page.env.found_docs:
        return
    entities = domain_of(page.env).catalog.entities.values()
    sources = {entity.target[1]: entity.id for entity in entities if entity.role == "source"}
    for key in (sources[name] for name in work["ids"] if name in sources):
        address = page.uri(*kinds.resting(key))
        html = f' <a class="reference internal" href="{address}"><span>What rests on it</span></a>'
        last = work[-1]
        assert isinstance(last, nodes.Element)
        last.append(nodes.raw("", html, format="html"))


def _draw(self: HTML5Translator, node: drawing) -> None:
    """Write the picture; with two layouts, the style sheet shows the one that fits."""

    def address(found: re.Match[str]) -> str:
        entity = domain_of(self.builder.env).catalog.find(found[1], found[2])
        page, anchor = entity.target if entity else ("", "")
        if page in ("", self.builder.current_docname):
            return f"#{anchor}"
        return f"{self.builder.get_relative_uri(self.builder.current_docname, page)}#{anchor}"

    drawn, key = drawn_for(self.builder.env, node), str(node["key"])
    wide = _ENTRY.sub(address, svg.render(drawn.wide, key))
    if drawn.narrow == drawn.wide:
        self.body.append(f'<div class="drawing">{wide}</div>\n')
    else:
        narrow = _ENTRY.sub(address, svg.render(drawn.narrow, f"{key}n"))
        self.body.append(
            f'<div class="drawing wide">{wide}</div>\n<div class="drawing narrow">{narrow}</div>\n'
        )
    raise nodes.SkipNode


def _visit(self: HTML5Translator, node: shown) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the transform, and how what it has left is written."""
    app.add_node(shown, override=True, html=(_visit, None))
    app.add_node(drawing, override=True, html=(_draw, None))
    app.add_post_transform(Written)
