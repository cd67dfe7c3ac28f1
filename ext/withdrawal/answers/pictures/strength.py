"""Strength in Korea as steps: what is known, what is only a limit, what is disputed, and the other side beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Moment
from ext.withdrawal.answers.pictures import scales
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.dates import Date, Interval

Basis = Literal["known", "limit", "disputed", "unknown"]
START, DISPUTED = "cpv-at-armistice", ("cpv-april-1956", "cpv-1956-tian")
AMERICAN = ("us-1953", "us-1954", "us-1955", "us-1956", "us-1957", "us-1958", "us-1959")


@dataclass(frozen=True, slots=True)
class Level:
    """So many men from the day `first` to the day `last`, as numbers of days; `facts` are the values it is made of."""

    label: str
    when: str
    edtf: str
    first: int
    last: int
    men: int
    words: str
    basis: Basis
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A span in which men were leaving, from one level to the next."""

    label: str
    first: int
    last: int
    before: int
    after: int
    facts: tuple[str, ...]


def levels(book: Book) -> tuple[Level, ...]:
    """What is known of the Volunteers’ strength, oldest first. What is missing in the data is left out."""
    return (*_open(book), *_counts(book), *final(book))


def _open(book: Book) -> Iterator[Level]:
    """The armistice, and the most that can have been left after each open batch."""
    start = _count(book, f"{START}.count")
    if start is None:
        return
    yield _at(book, START, "At the armistice", "known")
    men, facts = _men(start), [start.id]
    for batch in queries.batches(book.data, "open"):
        fact, date = _count(book, f"{batch.id}.strength"), _date(book, f"{batch.id}.dates")
        if fact is None or date is None or date.latest is None:
            return
        men -= _men(fact)
        facts.append(fact.id)
        end = book.facts[f"{batch.id}.dates.end"]
        day = date.latest.toordinal()
        words = f"at most about {men:,}"
        yield Level(
            f"After the {_low(batch.title)}", scales.said(end), str(end.value), day, day, men, words, "limit",
            (*facts, end.id),
        )  # fmt: skip


def _counts(book: Book) -> Iterator[Level]:
    for name in DISPUTED:
        if _count(book, f"{name}.count"):
            yield _at(book, name, book.data.tallies[name].title, "disputed")


def final(book: Book) -> tuple[Level, ...]:
    """The steps of 1958: before the first batch and after each."""
    total, batches = _count(book, "final.strength"), queries.batches(book.data, "final")
    spans = [_date(book, f"{batch.id}.dates") for batch in batches]
    if (
        total is None
        or not batches
        or not all(isinstance(span, Interval) and span.end for span in spans)
    ):
        return ()
    men, found = _men(total), []
    ends = [span.latest.toordinal() for span in spans if span and span.latest]
    starts = [span.earliest.toordinal() for span in spans if span and span.earliest]
    start = book.facts[f"{batches[0].id}.dates.start"]
    year = str(start.value)[:4]
    found.append(
        Level("Before the first batch", f"before {scales.said(start)}", f"{year}/{start.value}",
              scales.first_day(year), starts[0], men, f"about {men:,}", "known", (total.id, start.id))
    )  # fmt: skip
    for place, batch in enumerate(batches):
        part = book.facts[f"{batch.id}.strength"]
        men -= _men(part)
        end = book.facts[f"{batch.id}.dates.end"]
        until = starts[place + 1] if place + 1 < len(starts) else ends[place]
        found.append(
            Level(f"After the {_low(batch.title)}", scales.said(end), str(end.value), ends[place], until, men,
                  f"about {men:,}" if men else "none", "known", (total.id, part.id, end.id))
        )  # fmt: skip
    return tuple(found)


def leaving(book: Book) -> tuple[Leaving, ...]:
    """The batches of 1958 as falls from one level to the next."""
    steps = final(book)
    return tuple(
        Leaving(
            batch.title,
            before.last,
            after.first,
            before.men,
            after.men,
            (f"{batch.id}.strength", f"{batch.id}.dates"),
        )
        for batch, before, after in zip(
            queries.batches(book.data, "final"), steps, steps[1:], strict=False
        )
    )


def american(book: Book) -> tuple[Level, ...]:
    """The strength of the American forces, year by year as far as found."""
    return tuple(
        _at(book, name, book.data.tallies[name].title, "known")
        for name in AMERICAN
        if name in book.data.tallies
    )


def _at(book: Book, name: str, label: str, basis: Basis) -> Level:
    fact, date, edtf = (
        book.facts.get(f"{name}.count"),
        book.facts.get(f"{name}.date"),
        _date(book, f"{name}.date"),
    )
    last = edtf.latest.toordinal() if edtf and edtf.latest else 0
    first = edtf.earliest.toordinal() if edtf and edtf.earliest else last
    ids = tuple(found.id for found in (fact, date) if found)
    men = int(fact.value) if fact and isinstance(fact.value, int) else 0
    when = scales.said(date) if date else "unknown"
    return Level(
        label,
        when,
        str(edtf),
        first,
        last,
        men,
        scales.said(fact),
        basis if fact else "unknown",
        ids,
    )


def _count(book: Book, name: str) -> Fact | None:
    fact = book.facts.get(name)
    return fact if fact and isinstance(fact.value, int) else None


def _men(fact: Fact) -> int:
    """The value of a count, which is a whole number."""
    assert isinstance(fact.value, int)
    return fact.value


def _date(book: Book, name: str) -> Date | Interval | None:
    fact = book.facts.get(name)
    return fact.value if fact and isinstance(fact.value, Date | Interval) else None


def _low(title: str) -> str:
    return title[:1].lower() + title[1:]


MEANS = {
    "known": "stated or added up",
    "limit": "computed: the armistice strength less the open batches; unannounced departures come on top",
    "disputed": "sources differ",
    "unknown": "no figure found",
}


def table(book: Book, rows: tuple[Level, ...], *, foreign: tuple[Level, ...] = ()) -> Table:
    """The same rows as a table."""
    columns = (Column("what", "Strength in Korea"), Column("when", "When"), Column("men", "Men", number=True),
               Column("basis", "How it is known"), Column("evidence", "Rests on"))  # fmt: skip
    found = [_row(book, level) for level in (*rows, *foreign)]
    return Table(columns, tuple(found))


def _row(book: Book, level: Level) -> Row:
    when = Moment(level.when, level.edtf)
    name = level.facts[0] if len(level.facts) == 1 else ""
    return Row(
        name,
        ((level.label,), (when,), (level.words,), (MEANS[level.basis],), rests(book, level.facts)),
    )


def rests(book: Book, names: tuple[str, ...]) -> Line:
    """The claims and sources behind some facts, each once."""
    facts = list(_bases(book, names))
    claims = dict.fromkeys(claim for fact in facts for claim in fact.claims)
    keys = dict.fromkeys(key for fact in facts for key in fact.sources)
    return line.references(claims, keys, dict(book.data.sources))


def _bases(book: Book, names: tuple[str, ...]) -> Iterator[Fact]:
    for name in names:
        fact = book.facts.get(name)
        if fact:
            yield fact
            yield from _bases(book, fact.parts)
