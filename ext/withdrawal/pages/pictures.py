"""The directives that show pictures, the matrix and sums; and the node of a picture, for every format."""

from __future__ import annotations

from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ext.withdrawal.answers.line import Line
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.pages import data_file
from ext.withdrawal.pages import nodes as make
from ext.withdrawal.pages.answer_node import Form
from ext.withdrawal.pages.build import carrier_of
from ext.withdrawal.pages.directives import Asking, OptionSpec, span


class drawing(nodes.General, nodes.Element):
    """The picture that answers `question`, drawn when it is written, by `html` or by `paper`; `alt` says it in words.

    `key` is the beginning of the ids in it, which no other picture of the page has.
    """


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
        alt = f"{drawn.wide.title}. {drawn.wide.desc}"
        picture = drawing(question=self.question, key=f"p{serial}", alt=alt, generated=True)
        figure = nodes.figure("", picture, classes=["pictured", f"shows-{self.name}"])
        if caption:
            words = nodes.caption("", "", *caption)
            self.set_source_info(words)
            figure += words
        self.set_source_info(figure)
        legend, sources = _legend(drawn)
        file = data_file.rows_link(self.env, self.question, "picture")
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

    def run(self) -> list[nodes.Node]:
        if "span" not in self.options:
            raise self.error(
                "{lane-chart} has no option “span”\nhint: it needs :span: with two dates and / between them"
            )
        return super().run()


class UnitMatrix(Asking):
    """`{unit-matrix}`: kinds of formation against the batches they left with."""

    option_spec: ClassVar[OptionSpec | None] = {"caption": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return self.captioned()
        table = self.show(Form.TABLE, "unit-matrix", "data", anchors=False, notes=False)
        return [*self.captioned(), table, data_file.rows_link(self.env, self.question, "table")]


class Addition(Asking):
    """`{sum} final.strength` or `{sum} A08`: a total or an invariant with the values it is made of, each a link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        lines: tuple[Line, ...] = self.put("sum", {"of": self.arguments[0]})
        if not lines:
            message = f"“{self.arguments[0]}” is neither a figure with parts nor the id of a sum with a formula"
            raise self.error(
                f"{message}\nhint: the sums stand in data/sums.yaml, and a total is like final.strength"
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


def _legend(drawn: Drawn) -> tuple[nodes.paragraph, list[nodes.Node]]:
    """What to know about the picture, and what it rests on."""
    sources = make.paragraph(("Sources: ", *drawn.rests, "."), "picture-sources")
    sources["generated"] = True
    return make.paragraph(drawn.legend, "picture-legend"), [sources] if drawn.rests else []


def drawn_for(env: BuildEnvironment, node: drawing) -> Drawn:
    """The picture that a node stands for, in all its layouts."""
    found: Drawn = carrier_of(env).ask(node["question"])
    return found


def setup(app: Sphinx) -> None:
    """Register the directives and the nodes; `html` and `paper` say how the nodes are written there."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.config.facts_directives = (*app.config.facts_directives, *DIRECTIVES)
    plain = (_visit_text, None)
    app.add_node(drawing, html=plain, latex=plain, text=plain, man=plain, texinfo=plain)
    passed = (make.pass_over, make.pass_over)
    app.add_node(folded, html=passed, latex=passed, text=passed, man=passed, texinfo=passed)


def _visit_text(self: nodes.NodeVisitor, node: drawing) -> None:
    cast("list[str]", getattr(self, "body", [])).append(str(node["alt"]))
    raise nodes.SkipNode
