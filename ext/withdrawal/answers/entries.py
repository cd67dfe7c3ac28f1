"""Dataset to entries: one for each person, place, document, term and count, with everything known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, Strong, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import Held
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


def named(book: Book, role: str, record: Any, lines: Iterator[tuple[str, Line]]) -> Entry:
    """The entry of a record that has names, in all its scripts, with the events that name it."""
    others = line.names(record.names)
    heading = (Strong(record.names.en), *((" ", *others) if others else ()))
    return Entry(record.id, heading, tuple(lines), (role, record.id), events(book, record.id))


def events(book: Book, name: str) -> tuple[Line, ...]:
    """The events that name an entity, by date: a small timeline."""
    return dated(book, queries.events(book.data, about=name))


def dated(book: Book, found: Iterable[Event]) -> tuple[Line, ...]:
    """Events as lines of a small timeline."""
    return tuple(
        (*value(book.facts.get(f"{event.id}.date")), " ", Link(event.title, "event", event.id))
        for event in found
    )


def people(book: Book) -> Iterator[Entry]:
    """Every person: offices, tenure, and the events that name them."""
    for person in sorted(book.data.people.values(), key=lambda person: person.names.en):
        yield named(book, "person", person, _person(book, person))


def _person(book: Book, person: Person) -> Iterator[tuple[str, Line]]:
    for office in person.offices:
        yield "", (*line.words(office), *_rests(book, office))
        yield "", (office.note,)
    if person.tenure:
        yield "In office", value(book.facts.get(f"{person.id}.tenure"))
        yield "", (person.tenure.note,)
    yield from also(book, person.names)
    yield "", (person.note,)


def places(book: Book) -> Iterator[Entry]:
    """Every place: what it was in this story, where it lies, and the events that name it."""
    for place in sorted(book.data.places.values(), key=lambda place: place.names.en):
        yield named(book, "place", place, _place(book, place))


def _place(book: Book, place: Place) -> Iterator[tuple[str, Line]]:
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


def documents(book: Book) -> Iterator[Entry]:
    """Every document by date: how much of its text was seen, and the events that name it."""
    for document in book.data.documents.values():
        yield named(book, "document", document, _document(book, document))


def _document(book: Book, document: Document) -> Iterator[tuple[str, Line]]:
    yield "Date", value(book.facts.get(f"{document.id}.date"))
    yield "", (document.date.note,)
    yield "Text seen", (document.seen,)
    for name, count in document.figures.items():
        number = value(book.facts.get(f"{document.id}.{name}"))
        yield name.replace("-", " ").capitalize(), (*number, *_rests(book, count))
    yield "Rests on", line.rests(book, document)
    yield "", (document.note,)


def terms(book: Book) -> Iterator[Entry]:
    """Every term of the glossary."""
    for term in sorted(book.data.terms.values(), key=lambda term: term.names.en.lower()):
        yield named(book, "term", term, _term(book, term))


def _term(book: Book, term: Term) -> Iterator[tuple[str, Line]]:
    yield "", (term.text, *_rests(book, term))
    yield "", (term.note,)


def tallies(book: Book) -> Iterator[Entry]:
    """Every count that belongs to no batch and no event."""
    for tally in book.data.tallies.values():
        yield Entry(
            tally.id, (Strong(tally.title),), tuple(_tally(book, tally)), ("tally", tally.id)
        )


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


KINDS: Mapping[str, Callable[[Book], Iterator[Entry]]] = {
    "person-list": people,
    "place-list": places,
    "document-list": documents,
    "term-list": terms,
    "count-list": tallies,
}
"""The directives that list entries, and the question each one asks."""
