"""Strength in Korea as steps: what is known, what is only a limit, what is disputed, and the other side beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ext.withdrawal.answers.line import FEW, Moment, rests, say
from ext.withdrawal.answers.pictures import scales
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from sphinx_facts.values.catalog import Bound, Fact
from sphinx_facts.values.dates import Date, Interval

Basis = Literal["known", "limit", "disputed", "unknown"]
START, DISPUTED = "cpv-at-armistice", ("cpv-april-1956", "cpv-1956-tian", "cpv-october-1956")
AMERICAN = ("us-1953", "us-1954", "us-1955", "us-1956", "us-1957", "us-1958", "us-1959")


@dataclass(frozen=True, slots=True)
class Level:
    """So many men from the day `first` to the day `last`, as numbers of days; `facts` are the values it is made of.

    `count` is the number of men, None where it is not known; `place` is when, as a sentence goes on after it.
    """

    label: str
    place: str
    when: str
    edtf: str
    first: int
    last: int
    count: Fact | None
    basis: Basis
    facts: tuple[str, ...]

    @property
    def men(self) -> int:
        """The number of men; 0 where it is not known."""
        return _men(self.count) if self.count else 0

    @property
    def words(self) -> str:
        """The number of men in words."""
        return say(self.count) if self.men or self.count is None else "none"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A span in which men were leaving, from one level to the next; `words` says how many."""

    label: str
    first: int
    last: int
    before: int
    after: int
    words: str


def levels(book: Book) -> tuple[Level, ...]:
    """What is known of the Volunteers’ strength, oldest first. What is missing in the data is left out."""
    return (*upper(book), *_counts(book), *final(book))


def upper(book: Book) -> tuple[Level, ...]:
    """The levels that the strength did not pass, until armies no longer left in public."""
    return tuple(_upper(book))


def _upper(book: Book) -> Iterator[Level]:
    """The armistice, and the most that can have been left after each open batch."""
    start = _count(book, f"{START}.count")
    if start is None:
        return
    height = _at(book, START, "At the armistice", "known")
    yield replace(height, place=f"at the armistice, {height.when}")
    men, facts = _men(start), [start.id]
    for batch in queries.batches(book.data, "open"):
        fact, date = _count(book, f"{batch.id}.strength"), _date(book, f"{batch.id}.dates")
        if fact is None or date is None or date.latest is None:
            return
        men -= _men(fact)
        facts.append(fact.id)
        end = book.facts[f"{batch.id}.dates.end"]
        day = date.latest.toordinal()
        yield _after(batch.title, end, day, day, _made(men, "less"), "limit", (*facts, end.id))


def _counts(book: Book) -> Iterator[Level]:
    for name in DISPUTED:
        if _count(book, f"{name}.count"):
            yield _at(book, name, book.data.tallies[name].title, "disputed")


def final(book: Book) -> tuple[Level, ...]:
    """The steps of 1958: before the first batch and after each."""
    total, batches = _count(book, "final.strength"), queries.batches(book.data, "final")
    spans = [_date(book, f"{batch.id}.dates") for batch in batches]
    known = all(isinstance(span, Interval) and span.end for span in spans)
    if total is None or not batches or not known:
        return ()
    men, found = _men(total), []
    ends = [span.latest.toordinal() for span in spans if span and span.latest]
    starts = [span.earliest.toordinal() for span in spans if span and span.earliest]
    start = book.facts[f"{batches[0].id}.dates.start"]
    year = str(start.value)[:4]
    found.append(
        Level("Before the first batch", "before the first batch", f"before {say(start)}",
              f"{year}/{start.value}", scales.first_day(year), starts[0], total, "known",
              (total.id, start.id))
    )  # fmt: skip
    for place, batch in enumerate(batches):
        part = book.facts[f"{batch.id}.strength"]
        men -= _men(part)
        end = book.facts[f"{batch.id}.dates.end"]
        until = starts[place + 1] if place + 1 < len(starts) else ends[place]
        left = _made(men, approximate=total.approximate or part.approximate)
        ids = (total.id, part.id, end.id)
        found.append(_after(batch.title, end, ends[place], until, left, "known", ids))
    return tuple(found)


def _made(men: int, bound: Bound = "", *, approximate: bool = False) -> Fact:
    """A number of men that the records do not hold, computed for the picture."""
    return Fact(id="", kind="count", value=men, bound=bound, approximate=approximate)


def _after(
    batch: str, end: Fact, first: int, last: int, left: Fact, basis: Basis, facts: tuple[str, ...]
) -> Level:
    """The level from the end of a batch on."""
    label, when = f"After the {_low(batch)}", say(end)
    return Level(
        label, f"{_low(label)}, {when}", when, str(end.value), first, last, left, basis, facts
    )


def leaving(book: Book) -> tuple[Leaving, ...]:
    """The batches of 1958 as falls from one level to the next."""
    steps = final(book)
    falls = zip(queries.batches(book.data, "final"), steps, steps[1:], strict=False)
    return tuple(
        Leaving(batch.title, before.last, after.first, before.men, after.men,
                say(book.facts.get(f"{batch.id}.strength")))
        for batch, before, after in falls
    )  # fmt: skip


def american(book: Book) -> tuple[Level, ...]:
    """The strength of the American forces, year by year as far as found."""
    return tuple(
        _at(book, name, book.data.tallies[name].title, "known")
        for name in AMERICAN
        if name in book.data.tallies
    )


def _at(book: Book, name: str, label: str, basis: Basis) -> Level:
    fact, date = book.facts.get(f"{name}.count"), book.facts.get(f"{name}.date")
    edtf = _date(book, f"{name}.date")
    last = edtf.latest.toordinal() if edtf and edtf.latest else 0
    first = edtf.earliest.toordinal() if edtf and edtf.earliest else last
    ids = tuple(found.id for found in (fact, date) if found)
    when = say(date)
    place = when if isinstance(edtf, Interval) and edtf.start is None else f"in {when}"
    return Level(
        label, place, when, str(edtf), first, last, fact, basis if fact else "unknown", ids
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


MEANS: Mapping[Basis, str] = {
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
    resting = rests(book, *map(book.facts.get, level.facts), most=FEW)
    return Row(name, ((level.label,), (when,), (level.words,), (MEANS[level.basis],), resting))
