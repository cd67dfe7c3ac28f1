"""Dataset to entries: one for each person, place, document, term and count, with everything known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, Strong, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import Held
from ext.withdrawal.records.model import Document, Event, Names, Person, Place, Tally, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its anchor, its heading, and its lines, each with a label or none.

    `uses` is the role and id under which prose names it, so that the entry can say where; `events` are its own.
    """

    id: str
    heading: Line
    lines: tuple[tuple[str, Line], ...]
    uses: tuple[str, str] = ("", "")
    events: tuple[Line, ...] = ()


def _heading(called: Names) -> Line:
    others = line.names(called)
    return (Strong(called.en), *((" ", *others) if others else ()))


def _entry(
    book: Book, role: str, name: str, called: Names, lines: Iterator[tuple[str, Line]]
) -> Entry:
    return Entry(name, _heading(called), tuple(lines), (role, name), events(book, name))


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
        yield _entry(book, "person", person.id, person.names, _person(book, person))


def _person(book: Book, person: Person) -> Iterator[tuple[str, Line]]:
    for office in person.offices:
        yield "", (*line.words(office), *_rests(book, office))
        if office.note:
            yield "", (office.note,)
    if person.tenure:
        yield "In office", value(book.facts.get(f"{person.id}.tenure"))
        if person.tenure.note:
            yield "", (person.tenure.note,)
    yield from also(book, person.names)
    yield from _tail(person.note)


def places(book: Book) -> Iterator[Entry]:
    """Every place: what it was in this story, where it lies, and the events that name it."""
    for place in sorted(book.data.places.values(), key=lambda place: place.names.en):
        yield _entry(book, "place", place.id, place.names, _place(book, place))


def _place(book: Book, place: Place) -> Iterator[tuple[str, Line]]:
    for role in place.roles:
        yield "", (*line.words(role), *_rests(book, role))
        if role.note:
            yield "", (role.note,)
    yield from also(book, place.names)
    where = place.location
    if where:
        yield (
            "Coordinates",
            (f"{where.lat}° N, {where.lon}° E", *line.mark(where.status), *_rests(book, where)),
        )
        if where.note:
            yield "", (where.note,)
    else:
        yield "Coordinates", ("not found in any source seen",)
    if place.geonames:
        yield "GeoNames", (str(place.geonames),)
    yield from _tail(place.note)


def documents(book: Book) -> Iterator[Entry]:
    """Every document by date: how much of its text was seen, and the events that name it."""
    for document in book.data.documents.values():
        yield _entry(book, "document", document.id, document.names, _document(book, document))


def _document(book: Book, document: Document) -> Iterator[tuple[str, Line]]:
    yield "Date", value(book.facts.get(f"{document.id}.date"))
    if document.date.note:
        yield "", (document.date.note,)
    yield "Text seen", (document.seen,)
    for name, count in document.figures.items():
        yield (
            name.replace("-", " ").capitalize(),
            (
                *value(book.facts.get(f"{document.id}.{name}")),
                *_rests(book, count),
            ),
        )
    yield "Rests on", line.rests(book, document)
    yield from _tail(document.note)


def terms(book: Book) -> Iterator[Entry]:
    """Every term of the glossary."""
    for term in sorted(book.data.terms.values(), key=lambda term: term.names.en.lower()):
        yield _entry(book, "term", term.id, term.names, _term(book, term))


def _term(book: Book, term: Term) -> Iterator[tuple[str, Line]]:
    yield "", (term.text, *_rests(book, term))
    if term.note:
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
    for note in dict.fromkeys(
        (tally.count.note, tally.date.note if tally.date else "", tally.note)
    ):
        if note:
            yield "", (note,)


def also(book: Book, called: Names) -> Iterator[tuple[str, Line]]:
    """The other forms of a name, and where its characters are printed."""
    if called.also:
        yield "Also", line.spoken(", ".join(called.also))
    if called.printed:
        keys = line.references(book.data, keys=called.sources)
        yield "In print", (*line.spoken(called.printed), *((" (", *keys, ")") if keys else ()))


def _rests(book: Book, held: Held) -> Line:
    found = line.rests(book, held)
    return (" (", *found, ")") if found else ()


def _tail(note: str) -> Iterator[tuple[str, Line]]:
    if note:
        yield "", (note,)


KINDS: Mapping[str, Callable[[Book], Iterator[Entry]]] = {
    "person-list": people,
    "place-list": places,
    "document-list": documents,
    "term-list": terms,
    "count-list": tallies,
}
"""The directives that list entries, and the question each one asks."""
