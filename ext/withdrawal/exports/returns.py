"""Who went home when: every formation that left, with its window of return; and both sides by year.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ext.withdrawal.answers.line import say
from ext.withdrawal.exports.cells import BETWEEN, Column, Sheet, Value, single
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import rests_on
from ext.withdrawal.records.model import Batch, Unit

_BASIS = (
    "its own date", "the dates of its batch", "the date of what it was part of",
    "the batch of what it was part of",
)  # fmt: skip
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
    Column("basis", told="what this window comes from", allowed=_BASIS),
    Column("events", told="the events of its movements, by id"),
    Column("station", told="where it was put when it was back, and later, as the sources say"),
    Column("places", told="the places of it, by id"),
    Column("claims", told="the claims that it rests on"),
    Column("sources", told="the sources that it rests on"),
)


def sheet(book: Book) -> Sheet:
    """The sheet of returns: a row for every formation but the two forces themselves."""
    units = (unit for unit in book.data.units.values() if unit.echelon != "force")
    rows = tuple(_row(book, unit) for unit in units)
    return Sheet("returns", "Who went home when", _COLUMNS, rows, ("unit",))


def _row(book: Book, unit: Unit) -> tuple[Value, ...]:
    data = book.data
    when = queries.departure(data, unit)
    of, batch, own = _left(book, unit)
    basis = _BASIS[2 * (of is not unit) + (not own)] if when else None
    events = [
        event.id for event in queries.events(data)
        if unit.id in event.units and event.lane == "movement"
    ]  # fmt: skip
    rests = rests_on(book, unit, *filter(None, (unit.home, unit.station, batch and batch.dates)))
    return tuple(map(single, (
        unit.id, unit.names.en, unit.names.zh, unit.arm, unit.echelon, unit.parent,
        unit.arrived and unit.arrived.value, batch and batch.id, None if of is unit else of.id,
        when and str(when), when and when.earliest and when.earliest.isoformat(),
        when and when.latest and when.latest.isoformat(), basis, tuple(events),
        unit.station and unit.station.value, unit.places, rests.claims, rests.sources,
    )))  # fmt: skip


def _left(book: Book, unit: Unit) -> tuple[Unit, Batch | None, bool]:
    """Whose date or batch tells of a unit, that batch, and whether it is a date of its own."""
    for here in _above(book, unit):
        batch = queries.batch_of(book.data, here.id)
        own = bool(here.home and queries.edtf(here.home))
        if own or batch:
            return here, batch, own
    return unit, None, False


def _above(book: Book, unit: Unit) -> Iterator[Unit]:
    """A unit, and what it is part of, from the smallest to the largest."""
    seen: dict[str, Unit] = {}
    here: Unit | None = unit
    while here and here.id not in seen:
        seen[here.id] = here
        here = book.data.units.get(here.parent or "")
    yield from seen.values()


def sides(book: Book) -> Sheet:
    """The strengths of both sides, each at its date."""
    columns = (
        Column("year", "integer", None, True, "the year"),
        Column("side", "string", None, True, "whose strength it is", tuple(_SIDES.values())),
        Column("fact", "string", ("facts", "id"), True, "the permanent id of the value"),
        Column("title", told="what is counted"),
        Column("date", told="when, as EDTF"),
        Column("strength", "integer", told="the number of men; empty where unknown"),
        Column("wording", told="how the book says it"),
        Column("status", told="how it is known"),
        Column("claims", told="the claims that it rests on"),
        Column("sources", told="the sources that it rests on"),
    )
    rows = sorted(_strengths(book), key=lambda row: (row[0], row[1], str(row[4]), row[2]))
    return Sheet("sides_by_year", "Both sides by year", columns, tuple(rows), ("fact",))


_SIDES = {
    "cpv": "Volunteers",
    "us": "United Nations Command",
    "un": "United Nations Command",
    "rok": "United Nations Command",
}
"""The side of a count, by the beginning of its id."""
_HELD = re.compile(r"-(at-armistice|july|(before-)?\d{4})(-|$)")
"""What the id of a strength that was there has in it: what was planned, agreed or cut has no date."""


def _strengths(book: Book) -> Iterator[tuple[Value, ...]]:
    for tally in book.data.tallies.values():
        side = _SIDES.get(tally.id.partition("-")[0]) if _HELD.search(tally.id) else None
        date = queries.edtf(tally.date) if tally.date else None
        fact = book.facts.get(f"{tally.id}.count")
        if not side or not date or not date.earliest or not fact or fact.unit != "men":
            continue
        if fact.status == "derived":
            continue
        rests = rests_on(book, fact)
        yield (
            date.earliest.year, side, fact.id, fact.title, str(date),
            fact.value if isinstance(fact.value, int) else None,
            say(fact), fact.status,
            BETWEEN.join(rests.claims) or None, BETWEEN.join(rests.sources) or None,
        )  # fmt: skip
