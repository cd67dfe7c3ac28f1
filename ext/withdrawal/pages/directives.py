"""The directives: options, a question, and the place where its answer is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, get_args

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_timeline.main import TimelineDirective, TimelineDiv

from ext.withdrawal.answers import questions, tables
from ext.withdrawal.answers.blocks import Block, File, View
from ext.withdrawal.answers.questions import Question
from ext.withdrawal.exports import codebook, rows
from ext.withdrawal.exports import listed as downloads
from ext.withdrawal.pages.answer_node import drawing, shown, tabular
from ext.withdrawal.pages.build import book_of, carrier_of, sheets_of
from ext.withdrawal.records import model
from ext.withdrawal.records.fields import YEARS
from ext.withdrawal.records.kinds import GROUPS
from ext.withdrawal.records.vocabulary import LANES, TEXTS, VERDICTS
from sphinx_facts import domain_of
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import did_you_mean

Option = Callable[[str], Any]


def words(text: str) -> tuple[str, ...]:
    """An option that lists words, by commas or spaces."""
    return tuple(text.replace(",", " ").split())


def one_of(*known: str) -> Option:
    """An option that is one of the known words."""
    return lambda text: directives.choice(text, known)


def some_of(*known: str) -> Option:
    """An option that lists some of the known words, separated by commas."""

    def option(text: str) -> tuple[str, ...]:
        given = tuple(word.strip() for word in text.split(","))
        for word in given:
            if word not in known:
                raise ValueError(f"“{word}” is none of: {', '.join(known)}")
        return given

    return option


def span(text: str) -> str:
    """An option that is an EDTF span."""
    try:
        dates.parse(text.strip(), YEARS)
    except dates.DateError as error:
        raise ValueError(f"{error}. {error.hint}") from None
    return text.strip()


def year(text: str) -> str:
    """An option that is a year, or “unknown”."""
    if not re.fullmatch(r"\d{4}|unknown", text.strip()):
        raise ValueError(f"“{text}” is neither a year nor “unknown”")
    return text.strip()


def flag(text: str) -> bool:
    """An option that is on where it stands."""
    directives.flag(text)
    return True


OPTIONS: dict[str, Option] = {
    "campaign": directives.unchanged,
    "arm": some_of(*get_args(model.Arm)),
    "echelon": some_of(*get_args(model.Echelon)),
    "year": year,
    "order": one_of("home"),
    "lane": some_of(*LANES),
    "span": span,
    "batch": directives.unchanged,
    "events": words,
    "places": words,
    "stations": flag,
    "folded": directives.unchanged_required,
    "details": flag,
    "paragraph": directives.nonnegative_int,
    "state": one_of("open", "closed"),
    "group": one_of(*GROUPS),
    "of": directives.unchanged_required,
    "verdict": one_of(*VERDICTS),
    "text": one_of(*TEXTS),
    "close-up": flag,
    "caption": directives.unchanged,
    "anchors": flag,
    "notes": flag,
    "table": one_of("folded", "none"),
}
"""What each option of a directive may be. The columns of a table depend on the table."""
NEEDED = {"span": "two dates and / between them", "of": "the id of a record that has values"}
"""What is to be given in an option that a directive cannot do without."""


class Asking(SphinxDirective):
    """What the directives share: the book, the question and the note that the page depends on its answer.

    Where pages are only read to be judged (`facts_reading`), no nodes are made of data: they are not prose.
    """

    has_content = False
    question: Question

    def ask(self) -> Any:
        """The answer to the question that the options put. The page is read again when it changes."""
        data = book_of(self.env).data
        known_ids = {
            "campaign": data.campaigns,
            "batch": data.batches,
            "events": data.events,
            "places": data.places,
        }
        for name, known in known_ids.items():
            given = self.options.get(name, ())
            for wanted in (given,) if isinstance(given, str) else given:
                if wanted and wanted not in known and not data.broken:
                    best = did_you_mean(wanted, known, f"there are: {', '.join(known)}")
                    what = f"there is no {name.removesuffix('s')} “{wanted}”"
                    raise self.error(f"{what}\nhint: {best}")
        taken = questions.options(self.name)
        given = {name.replace("-", "_"): value for name, value in self.options.items()}
        if lacking := [name for name, needed in taken.items() if needed and not given.get(name)]:
            what = f"{{{self.name}}} has no option “{lacking[0]}”"
            raise self.error(f"{what}\nhint: it needs :{lacking[0]}: with {NEEDED[lacking[0]]}")
        options = {name: value for name, value in given.items() if name in taken}
        found = self.put(options)
        rows = getattr(found, "rows", found)
        if options and not getattr(rows, "rows", rows):
            hint = "take one of them away, or give another value"
            raise self.error(f"nothing fits these options\nhint: {hint}")
        return found

    def put(self, options: dict[str, Any]) -> Any:
        """The answer to a question; nothing is asked of data that could not be read whole, which is told as it is."""
        if book_of(self.env).data.broken:
            raise self.directive_error(0, "the data cannot be read")
        self.question = questions.put(self.name, **options)
        domain_of(self.env).ask(self.env.current_document.docname, self.question)
        found = carrier_of(self.env).ask(self.question)
        if isinstance(found, questions.Unanswered):
            raise self.error(f"the data do not hold all that this shows ({found.why})")
        return found

    def show(self, view: View | None = None, *blocks: Block) -> shown:
        """The place where the answer is shown, or blocks that are no answer."""
        page, question = self.env.current_document.docname, self.question if view else None
        return shown(docname=page, question=question, view=view, blocks=blocks, generated=True)

    def file(self, what: str, name: str = "") -> shown:
        """The link to a file of the download folder: that of the rows of the answer, or the one named."""
        name = name or rows.file(self.question)
        return self.show(None, File(name, f"This {what} as CSV"))

    def tabular(self, *parts: nodes.Node, folded: str = "") -> tabular:
        """A table or timeline with its caption: folded away under the words that the page gives."""
        return tabular("", *parts, folded=folded or self.options.get("folded", ""))

    def caption(self) -> list[nodes.Node]:
        """The caption as nodes; its figures are bound by roles, like any prose."""
        found, messages = self.parse_inline(self.options.get("caption", ""))
        return [*found, *messages]

    def captioned(self) -> list[nodes.Node]:
        """The caption as a paragraph, if there is one."""
        caption = self.caption()
        if not caption:
            return []
        paragraph = nodes.paragraph("", "", *caption, classes=["table-caption"])
        self.set_source_info(paragraph)  # so that a problem in it is told at its place
        return [paragraph]


class Tabled(Asking):
    """`{batch-table}`, `{audit-table}`, `{who-says-what}`, …: rows, a caption, and the notes to the values."""

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return self.captioned()
        style = "audit" if self.name.startswith(("audit", "independence", "unsaid")) else self.name
        view = View(f"{style} data", "anchors" in self.options, "notes" in self.options)
        return [self.tabular(*self.captioned(), self.show(view)), self.file("table")]


class Listed(Asking):
    """`{batch-list}`, `{person-list}`, `{evidence-list}`, …: entries of records, of claims, or of values."""

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return []
        if self.name == "evidence-list":  # the pages that use a value are what a search is for
            self.env.metadata[self.env.current_document.docname]["nosearch"] = True
        sheet = rows.LISTS.get(self.name)
        link = [self.file("list", f"{sheet}.csv")] if sheet else []
        return [self.show(View(self.name)), *link]


class Told(Asking):
    """`{codebook-list}` and `{download-list}`: the tables of the download folder, and what is in them."""

    option_spec: ClassVar[dict[str, Option]] = {}

    def run(self) -> list[nodes.Node]:
        if self.config.facts_reading:
            return []
        book = book_of(self.env)
        if book.data.broken:
            raise self.directive_error(0, "the data cannot be read")
        listed = sheets_of(self.env)
        if self.name == "download-list":
            return [self.show(None, *downloads.files(listed))]
        return [self.show(None, *codebook.scales(), *codebook.tables(listed))]


class Timeline(Asking, TimelineDirective):
    """`{event-timeline}`: the events of some lanes, a span, a batch, or by id; vertical, oldest first.

    sphinx-timeline makes the list from the chosen events; the words of each event are put into its items as they are,
    since text from data is never parsed as markup.
    """

    def run(self) -> list[nodes.Node]:
        chosen = self.ask()
        if not chosen:
            return []
        caption, anchors = self.captioned(), "anchors" in self.options
        folded = self.options.get("folded", "")
        if self.config.facts_reading:
            return caption
        listed = json.dumps([{"start": entry.start, "id": entry.id} for entry in chosen])
        source = self.state.document.current_source
        self.content = StringList([listed, "---", "{{ e.id }}"], source)
        plain = {"style": "none", "reversed": None, "events-format": "json"}
        self.options = {**plain, "class": ["event-timeline"]}
        (box,) = TimelineDirective.run(self)
        box["generated"] = True
        box["classes"].append("timeline")
        for at, (item, entry) in enumerate(zip(box[0], chosen, strict=True)):
            item["classes"] += ["event", f"lane-{entry.lane}"]
            boxes = item.findall(TimelineDiv)
            content = next(div for div in boxes if "tl-item-content" in div["classes"])
            content.children = []
            content += self.show(View(anchors=anchors, part=at))
        return [self.tabular(*caption, box, folded=folded), self.file("timeline")]


class Pictured(Asking):
    """A figure: the picture, its caption, what to know about it and its sources, and the table of the same rows.

    The rows of `{lane-chart}` are in the file only: its dots lead to the entries.
    """

    def run(self) -> list[nodes.Node]:
        drawn = self.ask()
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
        part = "none" if self.name == "lane-chart" else self.options.get("table", "rows")
        sources = ["sources"] if part != "folded" and drawn.rests else []
        legend = (self.show(View(part=each)) for each in ("legend", *sources))
        figure += nodes.legend("", *legend, generated=True)
        called = "".join(each.astext() for each in caption)
        below = [] if part == "none" else [self.show(View(part=part, called=called))]
        whole = self.show(None, File(rows.picture(self.question), "This picture as SVG"))
        return [figure, *below, self.file("picture"), whole]


class Summed(Asking):
    """`{sum} final.strength` or `{sum} A08`: a total or an invariant with the values it is made of, each a link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        if not self.put({"of": self.arguments[0]}):
            what = f"“{self.arguments[0]}” is neither a figure with parts nor a sum with a formula"
            where = "the sums stand in data/sums.yaml, and a total is like final.strength"
            raise self.error(f"{what}\nhint: {where}")
        if self.config.facts_reading:
            return []
        box = nodes.container("", self.show(View()), classes=["addition"], generated=True)
        self.set_source_info(box)
        return [box]


def _directives(kind: type[Asking], shows: str, names: Iterable[str]) -> dict[str, type[Asking]]:
    """The directives of a kind: their options are those of what they ask, and of how they show it."""
    made = {}
    for name in names:
        asked = {} if kind.required_arguments else questions.options(name)
        asks = (option.replace("_", "-") for option in asked)
        known = {**OPTIONS, "columns": some_of(*tables.COLUMNS.get(name, ()))}
        spec = {option: known[option] for option in (*asks, *shows.split()) if option in known}
        made[name] = type(kind.__name__, (kind,), {"option_spec": spec})
    return made


COUNTED = (
    "audit-table", "audit-overview", "independence-overview", "unsaid-overview",
    "unit-matrix", "who-says-what", "return-table", "sides-table",
)  # fmt: skip
DIRECTIVES = {
    **_directives(Tabled, "caption anchors notes folded", tables.COLUMNS),
    **_directives(Tabled, "caption folded", COUNTED),
    **_directives(Timeline, "caption anchors folded", ("event-timeline",)),
    **_directives(Listed, "", questions.LISTS),
    **_directives(Pictured, "caption table", ("strength-chart", "batch-chart", "place-map")),
    **_directives(Pictured, "caption", ("lane-chart",)),
    **_directives(Summed, "", ("sum",)),
    "codebook-list": Told,
    "download-list": Told,
}
"""Every directive of the book by its name."""


def setup(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
