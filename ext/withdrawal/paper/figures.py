"""Pictures as a printed book has them: a short title for the list of figures, and all there is to know under them."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.latex import LaTeXTranslator

from ext.withdrawal.answers.pictures import tikz
from ext.withdrawal.pages.answer_node import drawing, drawn_for
from ext.withdrawal.pages.nodes import folded
from ext.withdrawal.paper.tex import (
    Held,
    blocks,
    escaped,
    first_sentence,
    printed,
    run,
    seen,
    tex,
    words,
)

WIDTH = 128.0
"""The width of the text on paper, in millimetres."""


def figures(held: Held) -> None:
    """Replace the pictures of a document; what stands beside one on the website goes under it and stays with it."""
    for figure in held.all(nodes.figure):
        place = figure.parent.index(figure)
        under: list[nodes.Node] = list(figure.findall(nodes.legend))
        under += [node for node in figure.parent[place + 1 : place + 2] if _belongs(node)]
        figure.replace_self(_figure(figure, under))


def _belongs(node: nodes.Node) -> bool:
    """Whether what follows a picture is the box of its sources, or says where its table is."""
    return isinstance(node, folded) or (
        isinstance(node, printed) and "elsewhere" in node["classes"]
    )


def _figure(figure: nodes.figure, under: list[nodes.Node]) -> printed:
    node = run("\n\\begin{figure}[htbp]\n\\capstart\n", figure[0])
    for caption in figure.findall(nodes.caption):
        short = escaped(first_sentence(seen(caption)))
        anchors = [nodes.target("", "", ids=[name]) for name in figure["ids"]]
        node += run(f"\\caption[{{{short}}}]{{", words(caption), "}", anchors, "\n")
    node += tex("\\begin{sphinxlegend}\n")
    after: list[nodes.Node] = []
    for box in under:
        if isinstance(box, printed):
            box.parent.remove(box)
            node += box
        elif isinstance(box, nodes.Element):
            for block in blocks(box):
                whole = isinstance(block, printed) and "whole-table" in block["classes"]
                (after if whole else node).append(block)
            box.children = []
    node += run("\\end{sphinxlegend}\n\\end{figure}\n", after)
    return node


def setup(app: Sphinx) -> None:
    """Register how a picture is written, and what that needs."""
    app.add_node(drawing, override=True, latex=(_draw, None))
    app.add_latex_package("tikz")


def _draw(self: LaTeXTranslator, node: drawing) -> None:
    picture = drawn_for(self.builder.env, node).paper
    tex = tikz.render(picture, min(WIDTH, picture.width * 0.26), escaped)
    # In its figure a picture stands at the left, like the text, and what it says under it keeps its distance.
    self.body.append(f"\n\\RaggedRight\\captionsetup{{belowskip=4pt}}\\noindent {tex}\\par\n")
    raise nodes.SkipNode
