"""What a page asks of the book, and what answers it.

A page that shows a table depends on the answer only: when data change, a page is read again if an answer
that it shows has changed, and not otherwise.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ext.withdrawal.answers import (
    batches,
    claims,
    entries,
    events,
    evidence,
    notes,
    returns,
    sources,
    tables,
    witnesses,
)
from ext.withdrawal.answers.line import Line
from ext.withdrawal.answers.pictures import batch_chart, lane_chart, place_map, strength_chart
from ext.withdrawal.records.book import Book

QUESTIONS: Mapping[str, Callable[..., Any]] = {
    "batch-table": tables.batch_table,
    "order-of-battle": tables.unit_table,
    "batch-list": batches.entries,
    "event-timeline": events.timeline,
    "claim-list": claims.claims,
    "discrepancy-list": claims.discrepancies,
    "evidence-list": evidence.entries,
    "audit-table": sources.audit,
    "audit-overview": sources.overview,
    "person-list": entries.listing("people", entries.person),
    "place-list": entries.listing("places", entries.place),
    "document-list": entries.listing("documents", entries.document),
    "term-list": entries.listing("terms", entries.term),
    "count-list": entries.tallies,
    "other-claim-list": claims.other_claims,
    "sum-list": claims.sums,
    "computed-list": claims.computed,
    "source-list": sources.sources,
    "gap-list": sources.gaps,
    "erratum-list": sources.errata,
    "unit-list": entries.listing("units", sources.unit),
    "strength-chart": strength_chart.chart,
    "batch-chart": batch_chart.chart,
    "place-map": place_map.chart,
    "lane-chart": lane_chart.chart,
    "unit-matrix": tables.unit_matrix,
    "return-table": returns.returns,
    "sides-table": returns.sides,
    "who-says-what": witnesses.matrix,
    "independence-overview": witnesses.overview,
    "unsaid-overview": witnesses.unsaid,
    "sum": claims.sum_of,
}
"""What answers each directive of the book; its parameters are the options of the directive."""
LISTS = tuple(name for name in QUESTIONS if name.endswith("-list"))
"""The directives that list entries; all others show tables, timelines and pictures, or a sum."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """In the place of an answer: a record or value that it is made from is not there."""

    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A directive and the options that were given, in the order of their names."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()

    def answer(self, book: Book) -> Any:
        """A table, a picture, or entries, events or lines; or that there is no answer."""
        try:
            found = QUESTIONS[self.name](book, **dict(self.options))
            return tuple(found) if inspect.isgenerator(found) else found
        except (LookupError, ArithmeticError, ValueError, StopIteration) as error:
            return Unanswered(f"{type(error).__name__}: {error}")


def put(name: str, **options: Any) -> Question:
    """A question with the options that were given; one that is empty was not."""
    given = ((each, value) for each, value in options.items() if value not in ("", ()))
    return Question(name, tuple(sorted(given)))


def options(name: str) -> dict[str, bool]:
    """The options that a question can have, and whether it needs them."""
    _, *taken = inspect.signature(QUESTIONS[name]).parameters.values()
    return {each.name: each.default is inspect.Parameter.empty for each in taken}


@dataclass(frozen=True, slots=True)
class Note:
    """What a note of the story tells: of `figures`, each an id and its words there, and of `works`, each a key with the
    words before and after it."""

    figures: tuple[tuple[str, str], ...]
    works: tuple[tuple[str, str, str], ...] = ()

    def answer(self, book: Book) -> tuple[Line, ...]:
        """A line for each figure, and one for the works."""
        return tuple(notes.lines(book, self.figures, self.works))
