"""A directive's question to the book, as text that the environment can keep, and its answer.

A page that shows a table depends on the answer only: when data change, a page is read again if an answer
that it shows has changed, and not otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ext.withdrawal.answers import (
    batches,
    claims,
    entries,
    events,
    evidence,
    sources,
    tables,
    witnesses,
)
from ext.withdrawal.answers.pictures import batch_chart, lane_chart, place_map, strength_chart
from ext.withdrawal.records.book import Book

Options = Mapping[str, Any]


def _tuple(options: Options, name: str) -> tuple[str, ...]:
    return tuple(options.get(name, ()))


def _plain(listing: Callable[[Book], Iterator[entries.Entry]]) -> Callable[[Book, Options], Any]:
    """A question without options."""
    return lambda book, _: tuple(listing(book))


QUESTIONS: Mapping[str, Callable[[Book, Options], Any]] = {
    "batch-table": lambda book, options: tables.batch_table(
        book, options.get("campaign", ""), _tuple(options, "columns") or tables.BATCH_DEFAULT
    ),
    "order-of-battle": lambda book, options: tables.unit_table(
        book,
        arms=_tuple(options, "arm"),
        echelons=_tuple(options, "echelon"),
        campaign=options.get("campaign", ""),
        year=options.get("year", ""),
        columns=_tuple(options, "columns"),
        order=options.get("order", ""),
    ),
    "batch-list": lambda book, options: tuple(batches.entries(book, options.get("campaign", ""))),
    "event-timeline": lambda book, options: events.timeline(
        book,
        lanes=_tuple(options, "lane"),
        span=options.get("span", ""),
        batch=options.get("batch", ""),
        ids=_tuple(options, "events"),
        details="details" in options,
    ),
    "claim-list": lambda book, options: tuple(claims.claims(book, options.get("paragraph"))),
    "discrepancy-list": lambda book, options: tuple(
        claims.discrepancies(book, options.get("state", ""))
    ),
    "evidence-list": lambda book, options: tuple(
        evidence.entries(book, options.get("group", "batches"))
    ),
    "audit-table": lambda book, options: sources.audit(
        book, options.get("verdict", ""), options.get("text", "")
    ),
    "audit-overview": lambda book, _: sources.overview(book),
    "who-says-what": lambda book, options: witnesses.matrix(book, options["of"]),
    "unsaid-overview": lambda book, _: witnesses.unsaid(book),
    "independence-overview": lambda book, _: witnesses.overview(book),
    **{
        name: _plain(listing)
        for name, listing in {**entries.KINDS, **claims.KINDS, **sources.KINDS}.items()
    },
    "strength-chart": lambda book, options: strength_chart.chart(
        book, close_up="close-up" in options
    ),
    "batch-chart": lambda book, options: batch_chart.chart(book, options.get("campaign", "")),
    "place-map": lambda book, _: place_map.chart(book),
    "lane-chart": lambda book, options: lane_chart.chart(book, options["span"]),
    "unit-matrix": lambda book, _: tables.unit_matrix(book),
    "sum": lambda book, options: claims.sum_of(book, options["of"]),
}
"""Every directive of the book, and what it asks."""


def spell(name: str, options: Options) -> str:
    """The question as text."""
    return f"{name}:{json.dumps(options, sort_keys=True)}"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """In the place of an answer: a record or value that it is made from is not there."""

    why: str


def ask(book: Book, question: str) -> Any:
    """The answer to a question, or that there is none."""
    name, _, options = question.partition(":")
    try:
        return QUESTIONS[name](book, json.loads(options))
    except (LookupError, ArithmeticError, ValueError, StopIteration) as error:
        return Unanswered(f"{type(error).__name__}: {error}")
