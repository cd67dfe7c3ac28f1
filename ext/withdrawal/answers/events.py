"""Dataset to the lines of a timeline: each event with its date, lane, words, and whom and what it names."""

from __future__ import annotations

from dataclasses import dataclass

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Label, Line, Link, joined, rests, term, value
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import KINDS, references
from ext.withdrawal.records.model import Event, Lane
from ext.withdrawal.records.vocabulary import LANES


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a timeline. `start` is its first day as ISO text, by which the list is ordered."""

    id: str
    lane: Lane
    start: str
    date: Line
    title: Line
    text: Line
    details: tuple[Line, ...]


def timeline(
    book: Book,
    *,
    lane: tuple[str, ...] = (),
    span: str = "",
    batch: str = "",
    events: tuple[str, ...] = (),
    details: bool = False,
) -> tuple[Entry, ...]:
    """The chosen events, oldest first; with `details`, each also says whom and what it names and what it rests on."""
    chosen = queries.events(book.data, lanes=lane, span=span, batch=batch, ids=events)
    return tuple(_entry(book, event, details) for event in chosen)


def heading(entry: Entry) -> Line:
    """What stands over an event: its date and its lane."""
    return (*entry.date, " ", term("lane", entry.lane, LANES[entry.lane]))


def table(entries: tuple[Entry, ...]) -> Table:
    """The same events as rows."""
    heads = ("Date", "Lane", "Event", "What happened")
    rows = ((each.date, (LANES[each.lane],), each.title, each.text) for each in entries)
    ids = (entry.id for entry in entries)
    return Table(tuple(map(Column, heads, heads)), tuple(map(Row, ids, rows)))


def _entry(book: Book, event: Event, details: bool) -> Entry:
    fact = book.facts.get(f"{event.id}.date")
    return Entry(
        event.id,
        event.lane,
        queries.day(queries.edtf(event.date)).isoformat(),
        value(fact),
        (Link(event.title, "event", event.id),),
        (event.text,),
        tuple(_details(book, event)) if details else (),
    )


def _details(book: Book, event: Event) -> list[Line]:
    figures: list[Line] = []
    for name, count in event.figures.items():
        unit = f" {count.unit}" if count.unit != name else ""
        held = value(book.facts.get(f"{event.id}.{name}"))
        figures.append((f"{name.replace('-', ' ')}: ", *held, unit))
    named = (
        line.link(book.data, KINDS[kind].role, name)
        for _, name, kind in references(event)
        if kind in KINDS and KINDS[kind].has_values
    )
    lines: tuple[Line, ...] = (
        joined(figures, "; "),
        (event.date.note,),
        (event.note,),
        joined(named, " · "),
        (Label("Rests on", "rests"), " ", *rests(book, event)),
    )
    return [each for each in lines if line.plain(each)]
