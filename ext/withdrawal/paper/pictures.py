"""How pictures are written in LaTeX: drawn by TikZ, at the width of the text."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.latex import LaTeXTranslator

from ext.withdrawal.answers.pictures import tikz
from ext.withdrawal.pages.answer_node import drawing, drawn_for
from ext.withdrawal.paper.tex import escaped

WIDTH = 128.0
"""The width of the text on paper, in millimetres."""


def setup(app: Sphinx) -> None:
    """Register how the node is written, and what that needs."""
    app.add_node(drawing, override=True, latex=(_visit, None))
    app.add_latex_package("tikz")


def _visit(self: LaTeXTranslator, node: drawing) -> None:
    picture = drawn_for(self.builder.env, node).paper
    tex = tikz.render(picture, min(WIDTH, picture.width * 0.26), escaped)
    # In its figure a picture stands at the left, like the text, and what it says under it keeps its distance.
    self.body.append(f"\n\\RaggedRight\\captionsetup{{belowskip=4pt}}\\noindent {tex}\\par\n")
    raise nodes.SkipNode
