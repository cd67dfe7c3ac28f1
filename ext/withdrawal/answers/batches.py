"""Dataset to the entries of campaigns and batches: what is known of each, what is not, and what happened in it."""

from __future__ import annotations

from collections.abc import Iterator

from ext.withdrawal.answers import line
from ext.withdrawal.answers.entries import Entry, dated
from ext.withdrawal.answers.line import Line, Link, Strong, joined, value
from ext.withdrawal.records import evidence, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch, Campaign

_VALUES = (("Dates", "dates"), ("Men", "strength"), ("Divisions", "divisions"))


def entries(book: Book, campaign: str = "") -> Iterator[Entry]:
    """A campaign (each, without one) and then its batches. One that is its own only batch has a single entry."""
    found = evidence.index(book)
    for way in book.data.campaigns.values():
        if campaign not in ("", way.id):
            continue
        if way.id not in book.data.batches:
            lines = tuple(_campaign(book, way))
            yield Entry(way.id, (Strong(way.title),), lines, ("campaign", way.id))
        for batch in queries.batches(book.data, way.id):
            part: tuple[str, Line] = ("Part of", line.link(book.data, "campaign", way.id))
            head = ("", (way.text,)) if way.id == batch.id else part
            told = (head, *_batch(book, batch, found))
            happened = dated(book, queries.events(book.data, batch=batch.id))
            yield Entry(batch.id, (Strong(batch.title),), told, ("batch", batch.id), happened)


def _campaign(book: Book, way: Campaign) -> Iterator[tuple[str, Line]]:
    yield "", (way.text,)
    yield from _called(book, way)
    for label, field in _VALUES:
        if fact := book.facts.get(f"{way.id}.{field}"):
            yield label, value(fact)
    batches = queries.batches(book.data, way.id)
    yield "Batches", joined(line.link(book.data, "batch", batch.id) for batch in batches)
    yield "Rests on", line.rests(book, way)
    yield "", (way.note,)


def _batch(book: Book, batch: Batch, found: evidence.Index) -> Iterator[tuple[str, Line]]:
    yield from _called(book, batch)
    for label, field in _VALUES:
        length = book.facts.get(f"{batch.id}.days") if field == "dates" else None
        days: Line = ("; ", *value(length, "stated"), " days with both ends") if length else ()
        yield label, (*value(book.facts.get(f"{batch.id}.{field}")), *days)
        yield "", (getattr(batch, field).note,)
    units = [book.data.units[name] for name in batch.units if name in book.data.units]
    yield "Formations", joined((Link(unit.names.en, "unit", unit.id),) for unit in units)
    if batch.others:
        yield "With them", line.words(batch.others)
    if lacking := [unit for unit in units if not unit.home or unit.home.value == "unknown"]:
        named = joined((Link(unit.names.en, "unit", unit.id),) for unit in lacking)
        yield "Not known", ("the month of return, beyond these dates, of ", *named)
    keys = (f"{batch.id}.{field}{end}" for _, field in _VALUES for end in ("", ".start", ".end"))
    rows = {row.id: row for name in keys for row in found.discrepancies.get(name, ())}
    differing = ((Link(row.id, "discrepancy", row.id), f" {row.item}") for row in rows.values())
    yield "Sources differ", joined(differing, "; ")
    yield "Rests on", line.rests(book, batch)
    yield "", (batch.note,)


def _called(book: Book, record: Campaign | Batch) -> Iterator[tuple[str, Line]]:
    """The other names that belong to this record alone; prose may also use words that several share."""
    every: list[Campaign | Batch] = [*book.data.campaigns.values(), *book.data.batches.values()]
    others = (each for each in every if each.id != record.id)
    shared = {name.lower() for each in others for name in (each.title, *each.also)}
    own = [name for name in record.also if " " in name and name.lower() not in shared]
    yield "Also called", (", ".join(own),)
