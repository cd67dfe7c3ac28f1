"""Strength in Korea as steps: what is known, what is only a limit, what is disputed, and the other
side beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ext.withdrawal.answers.line import FEW, Moment, rests, say
from ext.withdrawal.answers.pictures import scales
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch
from sphinx_facts.values.catalog import Bound, Fact
from sphinx_facts.values.dates import Date, Interval

Basis = Literal["known", "limit", "disputed", "unknown"]
START, DISPUTED = "cpv-at-armistice", ("cpv-april-1956", "cpv-1956-tian", "cpv-october-1956")
AMERICAN = ("us-1953", "us-1954", "us-1955", "us-1956", "us-1957", "us-1958", "us-1959")


@dataclass(frozen=True, slots=True)
class Level:
    """So many men from the day `first` to the day `last`, as numbers of days; `facts` are the
    values it is made of.

    `count` is the number of men, None where it is not known; `place` is when, as a sentence goes on
    after it.
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
    words: str
    before: Level
    after: Level


@dataclass(frozen=True, slots=True)
class Edge:
    """A day on which the most and the least number of men there can have been are known."""

    day: int
    most: int
    least: int


def levels(book: Book) -> tuple[Level, ...]:
    """What is known of the Volunteers’ strength, oldest first. What the data lack is left out."""
    tallies = book.data.tallies
    rivals = (name for name in DISPUTED if _count(book, f"{name}.count"))
    counts = (_at(book, name, tallies[name].title, "disputed") for name in rivals)
    return (*upper(book), *counts, *final(book))


def upper(book: Book) -> tuple[Level, ...]:
    """The levels that the strength did not pass, until armies no longer left in public: the
    armistice, and the most that can have been left after each open batch."""
    start = _count(book, f"{START}.count")
    if start is None:
        return ()
    level = _at(book, START, "At the armistice", "known")
    found = [replace(level, place=f"at the armistice, {level.when}")]
    men, facts = _men(start), [start.id]
    for batch in queries.batches(book.data, "open"):
        fact, date = _count(book, f"{batch.id}.strength"), _date(book, f"{batch.id}.dates")
        if fact is None or date is None or date.latest is None:
            break
        men -= _men(fact)
        facts.append(fact.id)
        day, left = date.latest.toordinal(), _made(men, "less")
        found.append(_after(book, batch, day, day, left, "limit", facts))
    return tuple(found)


def band(book: Book) -> tuple[Edge, ...]:
    """The most and the least there can have been, day by day, from the armistice to the last year.

    The most is all who had not left in public; the least, those who were still to do so and the lowest
    count of the year after. Both come together where the strength is known.
    """
    limits, last = upper(book), final(book)
    names = [name for name in DISPUTED if _count(book, f"{name}.count")]
    rivals = [_at(book, name, "", "disputed") for name in names]
    if len(limits) < 2 or not rivals or not last:
        return ()
    floor = min(level.men for level in rivals)
    edges = [Edge(limits[0].first, limits[0].men, limits[0].men)]
    for batch, (before, after) in zip(
        queries.batches(book.data, "open"), pairwise(limits), strict=False
    ):
        start = _date(book, f"{batch.id}.dates")
        if start and start.earliest:
            least = floor + before.men - limits[-1].men
            edges.append(Edge(start.earliest.toordinal(), before.men, least))
        edges.append(Edge(after.first, after.men, floor + after.men - limits[-1].men))
    most = max(level.men for level in rivals)
    counted = sorted((level.first + level.last) // 2 for level in rivals)
    edges += [Edge(day, most, floor) for day in (counted[0], counted[-1])]
    return (*edges, Edge(last[0].first, last[0].men, last[0].men))


def final(book: Book) -> tuple[Level, ...]:
    """The steps of 1958: before the first batch and after each."""
    total, batches = _count(book, "final.strength"), queries.batches(book.data, "final")
    dates = [_date(book, f"{batch.id}.dates") for batch in batches]
    spans = [span for span in dates if isinstance(span, Interval) and span.end]
    if total is None or not batches or len(spans) < len(batches):
        return ()
    ends = [span.latest.toordinal() for span in spans if span.latest]
    starts = [span.earliest.toordinal() for span in spans if span.earliest]
    start = book.facts[f"{batches[0].id}.dates.start"]
    year, when = str(start.value)[:4], f"before {say(start)}"
    label, edtf, facts = "Before the first batch", f"{year}/{start.value}", (total.id, start.id)
    opening = scales.first_day(year), starts[0]
    found = [Level(label, _low(label), when, edtf, *opening, total, "known", facts)]
    men = _men(total)
    for batch, end, until in zip(batches, ends, (*starts[1:], ends[-1]), strict=False):
        part = book.facts[f"{batch.id}.strength"]
        men -= _men(part)
        left = _made(men, approximate=total.approximate or part.approximate)
        found.append(_after(book, batch, end, until, left, "known", (total.id, part.id)))
    return tuple(found)


def _made(men: int, bound: Bound = "", *, approximate: bool = False) -> Fact:
    """A number of men that the records do not hold, computed for the picture."""
    return Fact(id="", kind="count", value=men, bound=bound, approximate=approximate)


def _after(
    book: Book, batch: Batch, first: int, last: int, left: Fact, basis: Basis, facts: Iterable[str]
) -> Level:
    """The level from the end of a batch on."""
    end = book.facts[f"{batch.id}.dates.end"]
    label, when = f"After the {_low(batch.title)}", say(end)
    place, names = f"{_low(label)}, {when}", (*facts, end.id)
    return Level(label, place, when, str(end.value), first, last, left, basis, names)


def leaving(book: Book) -> tuple[Leaving, ...]:
    """The batches of 1958 as falls from one level to the next."""
    batches, steps = queries.batches(book.data, "final"), pairwise(final(book))
    return tuple(
        Leaving(batch.title, say(book.facts.get(f"{batch.id}.strength")), *ends)
        for batch, ends in zip(batches, steps, strict=False)
    )


def american(book: Book) -> tuple[Level, ...]:
    """The strength of the American forces, year by year as far as found."""
    tallies = book.data.tallies
    return tuple(
        _at(book, name, tallies[name].title, "known") for name in AMERICAN if name in tallies
    )


def _at(book: Book, name: str, label: str, basis: Basis) -> Level:
    fact, date = book.facts.get(f"{name}.count"), book.facts.get(f"{name}.date")
    edtf = _date(book, f"{name}.date")
    last = edtf.latest.toordinal() if edtf and edtf.latest else 0
    first = edtf.earliest.toordinal() if edtf and edtf.earliest else last
    ids = tuple(found.id for found in (fact, date) if found)
    when, known = say(date), basis if fact else "unknown"
    place = when if isinstance(edtf, Interval) and edtf.start is None else f"in {when}"
    return Level(label, place, when, str(edtf), first, last, fact, known, ids)


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
    "limit": "computed: the armistice strength less the open batches; "
    "unannounced departures come on top",
    "disputed": "sources differ",
    "unknown": "no figure found",
}


def table(book: Book, levels: Iterable[Level]) -> Table:
    """The same levels as a table."""
    columns = (
        Column("what", "Strength in Korea"), Column("when", "When"),
        Column("men", "Men", number=True), Column("basis", "How it is known"),
        Column("evidence", "Rests on"),
    )  # fmt: skip
    rows = []
    for level in levels:
        held = rests(book, *map(book.facts.get, level.facts), most=FEW)
        when, means = Moment(level.when, level.edtf), MEANS[level.basis]
        alone = len({fact.partition(".")[0] for fact in level.facts}) == 1
        name = next(iter(level.facts if alone else level.facts[::-1]), "")
        rows.append(Row(name, ((level.label,), (when,), (level.words,), (means,), held)))
    return Table(columns, tuple(rows))
