"""Dataset to entries: one for each person, place, document, term and count, with everything known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, Strong, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import Held
from ext.withdrawal.records.kinds import KINDS
from ext.withdrawal.records.model import Document, Event, Names, Person, Place, Tally, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its anchor, its heading, and its lines, each with a label or none; one without words is not shown.

    `uses` is the role and id under which prose names it, so that the entry can say where; `events` are its own.
    """

    id: str
    heading: Line
    lines: tuple[tuple[str, Line], ...]
    uses: tuple[str, str] = ("", "")
    events: tuple[Line, ...] = ()


Listing = Callable[[Book], Iterator[Entry]]
"""A question without options that entries answer."""


def listing(kind: str, told: Callable[[Book, Any], Iterator[tuple[str, Line]]]) -> Listing:
    """What lists every record of a kind whose records have names; `told` is what it says of one."""

    def entries(book: Book) -> Iterator[Entry]:
        found = list(getattr(book.data, kind).values())
        if "alphabetical" in KINDS[kind].traits:
            found.sort(key=lambda record: record.names.en.lower())
        for record in found:
            yield _named(book, KINDS[kind].role, record, told(book, record))

    return entries


def _named(book: Book, role: str, record: Any, lines: Iterator[tuple[str, Line]]) -> Entry:
    """The entry of a record that has names, in all its scripts, with the events that name it."""
    others = line.names(record.names)
    heading = (Strong(record.names.en), *((" ", *others) if others else ()))
    happened = dated(book, queries.events(book.data, about=record.id))
    return Entry(record.id, heading, tuple(lines), (role, record.id), happened)


def dated(book: Book, found: Iterable[Event]) -> tuple[Line, ...]:
    """Events as lines of a small timeline."""
    return tuple(
        (*value(book.facts.get(f"{event.id}.date")), " ", Link(event.title, "event", event.id))
        for event in found
    )


def person(book: Book, person: Person) -> Iterator[tuple[str, Line]]:
    """What a person was, when, and under what names."""
    for office in person.offices:
        yield "", (*line.words(office), *_rests(book, office))
        yield "", (office.note,)
    if person.tenure:
        yield "In office", value(book.facts.get(f"{person.id}.tenure"))
        yield "", (person.tenure.note,)
    yield from also(book, person.names)
    yield "", (person.note,)


def place(book: Book, place: Place) -> Iterator[tuple[str, Line]]:
    """What a place was in this story, and where it lies."""
    for role in place.roles:
        yield "", (*line.words(role), *_rests(book, role))
        yield "", (role.note,)
    yield from also(book, place.names)
    where = place.location
    found: Line = ("not found in any source seen",)
    if where:
        at = f"{where.lat}° N, {where.lon}° E"
        found = (at, *line.mark(where.status), *_rests(book, where))
    yield "Coordinates", found
    yield "", (where.note if where else "",)
    yield "GeoNames", (str(place.geonames or ""),)
    yield "", (place.note,)


def document(book: Book, document: Document) -> Iterator[tuple[str, Line]]:
    """When a document was written, and how much of its text was seen."""
    yield "Date", value(book.facts.get(f"{document.id}.date"))
    yield "", (document.date.note,)
    yield "Text seen", (document.seen,)
    for name, count in document.figures.items():
        number = value(book.facts.get(f"{document.id}.{name}"))
        yield name.replace("-", " ").capitalize(), (*number, *_rests(book, count))
    yield "Rests on", line.rests(book, document)
    yield "", (document.note,)


def term(book: Book, term: Term) -> Iterator[tuple[str, Line]]:
    """What a term of the glossary means here."""
    yield "", (term.text, *_rests(book, term))
    yield "", (term.note,)


def tallies(book: Book) -> Iterator[Entry]:
    """Every count that belongs to no batch and no event."""
    for tally in book.data.tallies.values():
        lines = tuple(_tally(book, tally))
        yield Entry(tally.id, (Strong(tally.title),), lines, ("tally", tally.id))


def _tally(book: Book, tally: Tally) -> Iterator[tuple[str, Line]]:
    unit = f" {tally.count.unit}" if tally.count.unit else ""
    (number, *rest) = value(book.facts.get(f"{tally.id}.count"))
    yield "Count", (number, unit, *rest)
    if tally.date:
        yield "Date", value(book.facts.get(f"{tally.id}.date"))
    yield "Rests on", line.rests(book, tally)
    of_date = tally.date.note if tally.date else ""
    for note in dict.fromkeys((tally.count.note, of_date, tally.note)):
        yield "", (note,)


def also(book: Book, called: Names) -> Iterator[tuple[str, Line]]:
    """The other forms of a name, and where its characters are printed."""
    yield "Also", line.spoken(", ".join(called.also))
    keys = line.references(book.data, keys=called.sources)
    basis = (" (", *keys, ")") if keys else ()
    yield "In print", (*line.spoken(called.printed), *basis) if called.printed else ()


def _rests(book: Book, held: Held) -> Line:
    found = line.rests(book, held)
    return (" (", *found, ")") if found else ()
