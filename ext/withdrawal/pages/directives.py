"""The directives: options, a question, and the place where its answer is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, ClassVar, get_args

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective
from sphinx_timeline.main import TimelineDirective, TimelineDiv

from ext.withdrawal.answers import claims, entries, events, questions, sources, tables
from ext.withdrawal.pages import data_file
from ext.withdrawal.pages.answer_node import Form, shown
from ext.withdrawal.pages.build import book_of, carrier_of
from ext.withdrawal.records import model
from ext.withdrawal.records.kinds import GROUPS
from ext.withdrawal.records.vocabulary import LANES, TEXTS, VERDICTS
from sphinx_facts import domain_of
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import did_you_mean

OptionSpec = dict[str, Callable[[str], Any]]


def words(text: str) -> list[str]:
    """An option that lists words, by commas or spaces."""
    return text.replace(",", " ").split()


def some_of(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    """An option that lists some of the known words, separated by commas."""

    def option(text: str) -> list[str]:
        given = [word.strip() for word in text.split(",")]
        for word in given:
            if word not in known:
                raise ValueError(f"“{word}” is none of: {', '.join(known)}")
        return given

    return option


def span(text: str) -> str:
    """An option that is an EDTF span."""
    try:
        dates.parse(text.strip())
    except dates.DateError as error:
        raise ValueError(f"{error}. {error.hint}") from None
    return text.strip()


def year(text: str) -> str:
    """An option that is a year, or “unknown”."""
    if not re.fullmatch(r"\d{4}|unknown", text.strip()):
        raise ValueError(f"“{text}” is neither a year nor “unknown”")
    return text.strip()


class Asking(SphinxDirective):
    """What the directives share: the book, the question and the note that the page depends on its answer.

    Where pages are only read to be judged (`facts_reading`), no nodes are made of data: they are not prose.
    """

    has_content = False
    option_spec: ClassVar[OptionSpec | None] = {}
    chosen: tuple[str, ...] = ()
    """The options that are part of the question."""
    question = ""

    def ask(self) -> Any:
        """The answer to the question that the options put. The page is read again when it changes."""
        data = book_of(self.env).data
        for name, known in (
            ("campaign", data.campaigns),
            ("batch", data.batches),
            ("events", data.events),
        ):
            given = self.options.get(name, "")
            for wanted in [given] if isinstance(given, str) else given:
                if wanted and wanted not in known and not data.broken:
                    best = did_you_mean(wanted, known, f"there are: {', '.join(known)}")
                    what = f"there is no {name.removesuffix('s')} “{wanted}”"
                    raise self.error(f"{what}\nhint: {best}")
        options = {name: value for name, value in self.options.items() if name in self.chosen}
        return self.put(
            self.name, {name: "" if value is None else value for name, value in options.items()}
        )

    def put(self, name: str, options: questions.Options) -> Any:
        """The answer to a question; nothing is asked of data that could not be read whole, which is told as it is."""
        if book_of(self.env).data.broken:
            raise self.directive_error(0, "the data cannot be read")
        self.question = questions.spell(name, options)
        domain_of(self.env).ask(self.env.current_document.docname, self.question)
        found = carrier_of(self.env).ask(self.question)
        if isinstance(found, questions.Unanswered):
            raise self.error(f"the data do not hold all that this shows ({found.why})")
        rows = getattr(found, "rows", found)
        if options and not getattr(rows, "rows", rows):
            hint = "take one of them away, or give another value"
            raise self.error(f"nothing fits these options\nhint: {hint}")
        return found

    def show(self, form: Form, *style: str, **options: Any) -> shown:
        """The place where the answer is shown."""
        return shown(
            form=form.value,
            question=self.question,
            docname=self.env.current_document.docname,
            style=style,
            generated=True,
            **options,
        )

    def caption(self) -> list[nodes.Node]:
        """The caption as nodes; its figures are bound by roles, like any prose."""
        text = self.options.get("caption", "")
        if not text:
            return []
        found, messages = self.parse_inline(text)
        return [*found, *messages]

    def captioned(self) -> list[nodes.Node]:
        """The caption as a paragraph, if there is one."""
        caption = self.caption()
        if not caption:
            return []
        paragraph = nodes.paragraph("", "", *caption, classes=["table-caption"])
        self.set_source_info(paragraph)  # so that a problem in it is told at its place
        return [paragraph]


class BatchTable(Asking):
    """`{batch-table}`: the batches of a campaign, with chosen columns and computed totals."""

    option_spec: ClassVar[OptionSpec | None] = {
        "campaign": directives.unchanged,
        "columns": some_of(tuple(tables.BATCH_COLUMNS)),
        "caption": directives.unchanged,
        "anchors": directives.flag,
        "notes": directives.flag,
    }
    chosen: tuple[str, ...] = ("campaign", "columns")
    style = "batch-table"

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return self.captioned()
        table = self.show(
            Form.TABLE,
            self.style,
            "data",
            anchors="anchors" in self.options,
            notes="notes" in self.options,
        )
        return [*self.captioned(), table, data_file.rows_link(self.env, self.question, "table")]


class OrderOfBattle(BatchTable):
    """`{order-of-battle}`: units by arm, echelon and campaign, or by the year in which they left."""

    option_spec: ClassVar[OptionSpec | None] = {
        "arm": some_of(get_args(model.Arm)),
        "echelon": some_of(get_args(model.Echelon)),
        "campaign": directives.unchanged,
        "columns": some_of(tuple(tables.UNIT_COLUMNS)),
        "year": year,
        "order": lambda text: directives.choice(text, ("home",)),
        "caption": directives.unchanged,
        "anchors": directives.flag,
        "notes": directives.flag,
    }
    chosen = ("arm", "echelon", "campaign", "year", "columns", "order")
    style = "order-of-battle"


class AuditTable(BatchTable):
    """`{audit-table}`: the claims with one verdict, or with text in one state."""

    option_spec: ClassVar[OptionSpec | None] = {
        "verdict": lambda text: directives.choice(text, tuple(VERDICTS)),
        "text": lambda text: directives.choice(text, TEXTS),
        "caption": directives.unchanged,
    }
    chosen = ("verdict", "text")
    style = "audit"


class WhoSaysWhat(BatchTable):
    """`{who-says-what}`: the values of a record against the sources that speak of them."""

    option_spec: ClassVar[OptionSpec | None] = {
        "of": directives.unchanged_required,
        "caption": directives.unchanged,
    }
    chosen = ("of",)
    style = "who-says-what"


class AuditOverview(AuditTable):
    """Overviews: how many claims have each verdict, values each sort of witness, and which no claim says."""

    option_spec: ClassVar[OptionSpec | None] = {"caption": directives.unchanged}


class EntryList(Asking):
    """The lists of batches, people, places, documents, terms, counts, claims, discrepancies and sums."""

    chosen = ("campaign", "paragraph", "state")

    def run(self) -> list[nodes.Node]:
        self.ask()
        if self.config.facts_reading:
            return []
        link = data_file.list_link(self.name, self.env.current_document.docname)
        return [self.show(Form.ENTRIES, self.name), *link]


class BatchList(EntryList):
    """`{batch-list}`: the batches, of a campaign."""

    option_spec: ClassVar[OptionSpec | None] = {"campaign": directives.unchanged}


class ClaimList(EntryList):
    """`{claim-list}`: the claims from the source text, of a paragraph."""

    option_spec: ClassVar[OptionSpec | None] = {"paragraph": directives.nonnegative_int}


class DiscrepancyList(EntryList):
    """`{discrepancy-list}`: the discrepancies that are open, or closed."""

    option_spec: ClassVar[OptionSpec | None] = {
        "state": lambda text: directives.choice(text, ("open", "closed")),
    }


class EvidenceList(Asking):
    """`{evidence-list}`: the evidence for every value of a group. The entries are made when the page is written."""

    option_spec: ClassVar[OptionSpec | None] = {
        "group": lambda text: directives.choice(text, GROUPS)
    }
    chosen = ("group",)

    def run(self) -> list[nodes.Node]:
        self.ask()
        # The pages that use a value are what a search is for.
        self.env.metadata[self.env.current_document.docname]["nosearch"] = True
        return [self.show(Form.EVIDENCE, "evidence-list")]


class EventTimeline(Asking, TimelineDirective):
    """`{event-timeline}`: the events of some lanes, a span, a batch, or by id; vertical, oldest first.

    sphinx-timeline makes the list from the chosen events; the words of each event are put into its items as they are,
    since text from data is never parsed as markup.
    """

    option_spec: ClassVar[OptionSpec | None] = {
        "lane": some_of(tuple(LANES)),
        "span": span,
        "batch": directives.unchanged,
        "events": words,
        "details": directives.flag,
        "caption": directives.unchanged,
        "anchors": directives.flag,
    }
    chosen = ("lane", "span", "batch", "events", "details")

    def run(self) -> list[nodes.Node]:
        chosen: tuple[events.Entry, ...] = self.ask()
        if not chosen:
            return []
        caption, anchors = self.captioned(), "anchors" in self.options
        if self.config.facts_reading:
            return caption
        source = self.state.document.current_source
        self.content = StringList(
            [
                json.dumps([{"start": entry.start, "id": entry.id} for entry in chosen]),
                "---",
                "{{ e.id }}",
            ],
            source,
        )
        self.options = {
            "style": "none",
            "reversed": None,
            "events-format": "json",
            "class": ["event-timeline"],
        }
        (box,) = TimelineDirective.run(self)
        box["generated"] = True
        box["classes"].append("timeline")
        for at, (item, entry) in enumerate(zip(box[0], chosen, strict=True)):
            item["classes"] += ["event", f"lane-{entry.lane}"]
            content = next(
                div for div in item.findall(TimelineDiv) if "tl-item-content" in div["classes"]
            )
            content.children = []
            content += self.show(Form.EVENT, at=at, anchors=anchors)
        return [*caption, box, data_file.rows_link(self.env, self.question, "timeline")]


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "batch-table": BatchTable,
    "order-of-battle": OrderOfBattle,
    "event-timeline": EventTimeline,
    "batch-list": BatchList,
    "claim-list": ClaimList,
    "discrepancy-list": DiscrepancyList,
    "evidence-list": EvidenceList,
    "audit-table": AuditTable,
    "audit-overview": AuditOverview,
    "independence-overview": AuditOverview,
    "unsaid-overview": AuditOverview,
    "who-says-what": WhoSaysWhat,
    **dict.fromkeys((*entries.KINDS, *claims.KINDS, *sources.KINDS), EntryList),
}
"""Every directive by its name."""
