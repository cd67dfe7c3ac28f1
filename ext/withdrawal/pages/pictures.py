"""The directives that show pictures, the matrix and sums; and the node of a picture, for every format."""

from __future__ import annotations

import re
from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from ext.withdrawal.answers.line import Line
from ext.withdrawal.answers.pictures import svg, tikz
from ext.withdrawal.answers.pictures.drawn import Drawn
from ext.withdrawal.answers.pictures.shapes import Picture
from ext.withdrawal.html import downloads
from ext.withdrawal.pages import nodes as make
from ext.withdrawal.pages.answer_node import Form
from ext.withdrawal.pages.directives import Asking, OptionSpec, span
from ext.withdrawal.paper.tex import escaped
from sphinx_facts import domain_of

PAPER = 128.0
"""The width of the text on paper, in millimetres."""
_ENTRY = re.compile(r"@entry:([\w-]+):([^@]+)@")


class drawing(nodes.General, nodes.Element):
    """A picture: `wide` and `narrow` as SVG (the same if there is one layout only), `tex`, and `alt` in words."""


class folded(nodes.General, nodes.Element):
    """What is folded away on a screen, under `summary`, and open on paper."""


class Pictured(Asking):
    """A figure: the picture, its caption, what to know about it and its sources, and the table of the same rows."""

    option_spec: ClassVar[OptionSpec | None] = {
        "caption": directives.unchanged,
        "campaign": directives.unchanged,
        "close-up": directives.flag,
        "span": span,
        "table": lambda text: directives.choice(text, ("folded", "none")),
    }
    chosen = ("campaign", "close-up", "span")
    shows_rows = True
    """Whether the rows stand under the picture as well as in the file."""

    def run(self) -> list[nodes.Node]:
        drawn: Drawn = self.ask()
        caption = self.caption()
        if self.config.facts_reading:
            return [nodes.paragraph("", "", *caption)]
        serial = self.env.new_serialno("picture")
        figure = nodes.figure(
            "", _drawing(drawn, f"p{serial}"), classes=["pictured", f"shows-{self.name}"]
        )
        if caption:
            words = nodes.caption("", "", *caption)
            self.set_source_info(words)
            figure += words
        self.set_source_info(figure)
        legend, sources = _legend(drawn)
        file = downloads.rows_link(self.env, self.question, "picture")
        rows: list[nodes.Node] = []
        if self.shows_rows and self.options.get("table") != "none":
            rows = [self.show(Form.TABLE, "picture-table", "data", anchors=False, notes=False)]
        if self.options.get("table") == "folded":
            figure += nodes.legend("", legend, generated=True)
            return [
                figure,
                folded(
                    "", *rows, *sources, summary="The same figures as a table, and their sources"
                ),
                file,
            ]
        figure += nodes.legend("", legend, *sources, generated=True)
        return [figure, *rows, file]


class Lanes(Pictured):
    """`{lane-chart}`: the events of a span as dots that lead to their entries; the rows are in the file only."""

    shows_rows = False


class UnitMatrix(Asking):
    """`{unit-matrix}`: kinds of formation against the batches they left with."""

    option_spec: ClassVar[OptionSpec | None] = {"caption": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return self.captioned()
        table = self.show(Form.TABLE, "unit-matrix", "data", anchors=False, notes=False)
        return [*self.captioned(), table, downloads.rows_link(self.env, self.question, "table")]


class Addition(Asking):
    """`{sum} final.strength` or `{sum} A08`: a total or an invariant with the values it is made of, each a link."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec | None] = {"caption": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        lines: tuple[Line, ...] = self.put("sum", {"of": self.arguments[0]})
        if not lines:
            raise self.error(
                f"“{self.arguments[0]}” is neither a figure with parts nor the id of a sum with a formula"
            )
        if self.config.facts_reading:
            return []
        box = nodes.container("", *(make.paragraph(line) for line in lines), classes=["addition"])
        box["generated"] = True
        self.set_source_info(box)
        return [box]


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    **dict.fromkeys(("strength-chart", "batch-chart", "place-map"), Pictured),
    "lane-chart": Lanes,
    "unit-matrix": UnitMatrix,
    "sum": Addition,
}


def _drawing(drawn: Drawn, key: str) -> drawing:
    wide = svg.render(drawn.wide, key)
    narrow = wide if drawn.narrow == drawn.wide else svg.render(drawn.narrow, f"{key}n")
    node = drawing(
        wide=wide,
        narrow=narrow,
        tex=_tex(drawn.paper),
        alt=f"{drawn.wide.title}. {drawn.wide.desc}",
    )
    node["generated"] = True
    return node


def _tex(picture: Picture) -> str:
    return tikz.render(picture, min(PAPER, picture.width * 0.26), escaped)


def _legend(drawn: Drawn) -> tuple[nodes.paragraph, list[nodes.Node]]:
    """What to know about the picture, and what it rests on."""
    sources = make.paragraph(("Sources: ", *drawn.rests, "."), "picture-sources")
    sources["generated"] = True
    return make.paragraph(drawn.legend, "picture-legend"), [sources] if drawn.rests else []


def setup(app: Sphinx) -> None:
    """Register the directives and the nodes."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.config.facts_directives = (*app.config.facts_directives, *DIRECTIVES)
    plain = (_visit_text, None)
    app.add_node(
        drawing,
        html=(_visit_html, None),
        latex=(_visit_latex, None),
        text=plain,
        man=plain,
        texinfo=plain,
    )
    passed = (make.pass_over, make.pass_over)
    app.add_node(
        folded, html=(_open, _close), latex=passed, text=passed, man=passed, texinfo=passed
    )
    app.add_latex_package("tikz")


def _visit_html(self: HTML5Translator, node: drawing) -> None:
    """Write the picture; with two layouts, the style sheet shows the one that fits."""

    def address(found: re.Match[str]) -> str:
        entity = domain_of(self.builder.env).catalog.find(found[1], found[2])
        page, anchor = entity.target if entity else ("", "")
        if page in ("", self.builder.current_docname):
            return f"#{anchor}"
        return f"{self.builder.get_relative_uri(self.builder.current_docname, page)}#{anchor}"

    wide, narrow = (_ENTRY.sub(address, str(node[name])) for name in ("wide", "narrow"))
    if wide == narrow:
        self.body.append(f'<div class="drawing">{wide}</div>\n')
    else:
        self.body.append(
            f'<div class="drawing wide">{wide}</div>\n<div class="drawing narrow">{narrow}</div>\n'
        )
    raise nodes.SkipNode


def _visit_latex(self: LaTeXTranslator, node: drawing) -> None:
    # In its figure a picture stands at the left, like the text, and what it says under it keeps its distance.
    self.body.append(
        f"\n\\RaggedRight\\captionsetup{{belowskip=4pt}}\\noindent {node['tex']}\\par\n"
    )
    raise nodes.SkipNode


def _visit_text(self: nodes.NodeVisitor, node: drawing) -> None:
    cast("list[str]", getattr(self, "body", [])).append(str(node["alt"]))
    raise nodes.SkipNode


def _open(self: HTML5Translator, node: folded) -> None:
    self.body.append(f'<details class="folded"><summary>{self.encode(node["summary"])}</summary>\n')


def _close(self: HTML5Translator, node: folded) -> None:
    self.body.append("</details>\n")
