"""Who went home when: every formation that left, with its window of return; and both sides by year.
Pure.
"""

from __future__ import annotations

from ext.withdrawal.answers.line import say
from ext.withdrawal.answers.returns import (
    BASES,
    SIDES,
    basis,
    formations,
    left,
    strengths,
)
from ext.withdrawal.exports.cells import Column, Sheet, Value, single
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import rests_on
from ext.withdrawal.records.model import Unit

_COLUMNS = (
    Column("unit", "string", ("units", "id"), True, "the formation"),
    Column("name", told="its name in English"),
    Column("zh", told="its name in simplified Chinese characters"),
    Column("arm", told="the arm of service"),
    Column("echelon", told="the size of the formation"),
    Column("parent", "string", ("units", "id"), told="the formation it was part of"),
    Column("entered", told="when it entered Korea, as EDTF; empty where no source seen says it"),
    Column("batch", "string", ("batches", "id"), told="the batch that it left with"),
    Column("with", told="the formation whose batch or date this is, where it is not its own"),
    Column("returned", told="when it was back in China, as EDTF"),
    Column("first", "date", told="the first day that it can have been back"),
    Column("last", "date", told="the last day that it can have been back"),
    Column("basis", told="what this window comes from", allowed=BASES),
    Column("events", told="the events of its movements, by id"),
    Column("station", told="where it was put when it was back, and later, as the sources say"),
    Column("places", told="the places of it, by id"),
    Column("claims", told="the claims that it rests on"),
    Column("sources", told="the sources that it rests on"),
)


def sheet(book: Book) -> Sheet:
    """The sheet of returns: a row for every formation but the two forces themselves."""
    rows = tuple(_row(book, unit) for unit in formations(book))
    return Sheet("returns", "Who went home when", _COLUMNS, rows, ("unit",))


def _row(book: Book, unit: Unit) -> tuple[Value, ...]:
    data = book.data
    when = queries.departure(data, unit)
    of, batch, own = left(book, unit)
    by = basis(unit, of, own) if when else None
    events = [
        event.id for event in queries.events(data)
        if unit.id in event.units and event.lane == "movement"
    ]  # fmt: skip
    rests = rests_on(book, unit, unit.home, unit.station, batch.dates if batch else None)
    return tuple(map(single, (
        unit.id, unit.names.en, unit.names.zh, unit.arm, unit.echelon, unit.parent,
        unit.arrived and unit.arrived.value, batch and batch.id, None if of is unit else of.id,
        when and str(when), when and when.earliest and when.earliest.isoformat(),
        when and when.latest and when.latest.isoformat(), by, tuple(events),
        unit.station and unit.station.value, unit.places, rests.claims, rests.sources,
    )))  # fmt: skip


def sides(book: Book) -> Sheet:
    """The strengths of both sides, each at its date."""
    columns = (
        Column("year", "integer", None, True, "the year"),
        Column(
            "side",
            "string",
            None,
            True,
            "whose strength it is",
            tuple(dict.fromkeys(SIDES.values())),
        ),
        Column("fact", "string", ("facts", "id"), True, "the permanent id of the value"),
        Column("title", told="what is counted"),
        Column("date", told="when, as EDTF"),
        Column("strength", "integer", told="the number of men; empty where unknown"),
        Column("wording", told="how the book says it"),
        Column("status", told="how it is known"),
        Column("claims", told="the claims that it rests on"),
        Column("sources", told="the sources that it rests on"),
    )
    rows = tuple(
        tuple(map(single, (
            queries.day(date).year, side, fact.id, fact.title, str(date),
            fact.value if isinstance(fact.value, int) else None, say(fact), fact.status,
            *rests_on(book, fact)[:2],
        )))
        for side, _, date, fact in strengths(book)
    )  # fmt: skip
    return Sheet("sides_by_year", "Both sides by year", columns, rows, ("fact",))
