"""Who went home when, and the strengths of both sides by year, as tables. Pure."""

from __future__ import annotations

import re

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Link, value
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch, Tally, Unit
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

BASES = (
    "its own date", "the dates of its batch", "the date of what it was part of",
    "the batch of what it was part of",
)  # fmt: skip
_KNOWN = (
    ("unit", "Formation"), ("part", "Part of"), ("entered", "Entered Korea"), ("left", "Left with"),
    ("back", "Back in China"), ("basis", "By"), ("station", "Put at, and later"),
    ("evidence", "Rests on"),
)  # fmt: skip
SIDES = {
    "cpv": "Volunteers",
    "us": "United Nations Command",
    "un": "United Nations Command",
    "rok": "United Nations Command",
}
"""The side of a count, by the beginning of its id."""
_HELD = re.compile(r"-(at-armistice|july|(before-)?\d{4})(-|$)")
"""What the id of a strength that was there has in it: what was planned, agreed or cut has no date."""


def returns(book: Book) -> Table:
    """Every formation but the two forces themselves: with what it left, and when it was back."""
    rows = tuple(_row(book, unit) for unit in formations(book))
    return Table(tuple(Column(*each) for each in _KNOWN), rows)


def formations(book: Book) -> list[Unit]:
    """The formations that left, in the order of the book."""
    return [unit for unit in book.data.units.values() if unit.echelon != "force"]


def _row(book: Book, unit: Unit) -> Row:
    of, batch, own = left(book, unit)
    fact = book.facts.get(f"{of.id}.home" if own else f"{batch.id}.dates" if batch else "")
    return Row(unit.id, (
        (Link(unit.names.en, "unit", unit.id),),
        line.link(book.data, "unit", unit.parent) if unit.parent else (),
        value(book.facts.get(f"{unit.id}.arrived")) if unit.arrived else (),
        (Link(batch.title, "batch", batch.id),) if batch else (),
        value(fact) if fact else (),
        (basis(unit, of, own) if fact else "",),
        line.words(unit.station) if unit.station else (),
        line.rests(book, unit, most=line.FEW),
    ))  # fmt: skip


def basis(unit: Unit, of: Unit, own: bool) -> str:
    """What the window of return of a unit comes from."""
    return BASES[2 * (of is not unit) + (not own)]


def left(book: Book, unit: Unit) -> tuple[Unit, Batch | None, bool]:
    """Whose date or batch tells of a unit, that batch, and whether it is a date of its own."""
    for here in queries.upward(book.data, unit.id):
        batch = queries.batch_of(book.data, here.id)
        own = bool(here.home and queries.edtf(here.home))
        if own or batch:
            return here, batch, own
    return unit, None, False


def sides(book: Book) -> Table:
    """The strengths of both sides, each at its date."""
    heads = (("side", "Side"), ("what", "Strength"), ("when", "When"), ("men", "Men", True))
    rows = tuple(
        Row(tally.id, (
            (side,), (Link(tally.title, "tally", tally.id),),
            value(book.facts.get(f"{tally.id}.date")), value(fact),
            line.rests(book, fact, most=line.FEW),
        ))
        for side, tally, _, fact in strengths(book)
    )  # fmt: skip
    return Table((*(Column(*each) for each in heads), Column("evidence", "Rests on")), rows)


def strengths(
    book: Book,
) -> list[tuple[str, Tally, dates.Date | dates.Interval, Fact]]:
    """The side, the record, the date and the value of each strength that was there, by date."""
    found = []
    for tally in book.data.tallies.values():
        side = SIDES.get(tally.id.partition("-")[0]) if _HELD.search(tally.id) else None
        date = queries.edtf(tally.date) if tally.date else None
        fact = book.facts.get(f"{tally.id}.count")
        if not (side and date and date.earliest and fact):
            continue
        if fact.unit == "men" and fact.status != "derived":
            found.append((side, tally, date, fact))
    return sorted(found, key=lambda each: (queries.day(each[2]), each[0], each[1].id))
