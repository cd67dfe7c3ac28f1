"""Batches as bars over time, each with its dates, men and divisions in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ext.withdrawal.answers import tables
from ext.withdrawal.answers.line import FEW, rests, say
from ext.withdrawal.answers.pictures import shapes
from ext.withdrawal.answers.pictures.scales import MONTHS, Scale, first_day
from ext.withdrawal.answers.pictures.shapes import NARROW, Box, Drawn, Picture, Shape, Stroke, Words
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from sphinx_facts.values.dates import Date, Interval, earliest, latest

ROW = 56
LEGEND = (
    "A dashed edge means that the dates are restored from other sources; a pale bar shows outer "
    "limits only."
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One batch: its name, what it was, and the span in which it left, whose ends are known.
    `style` tells how sure they are."""

    id: str
    title: str
    when: str
    detail: str
    span: Interval
    style: str
    caveat: str

    @property
    def name(self) -> str:
        """The title with what is to be said of the dates."""
        return f"{self.title} ({self.caveat})" if self.caveat else self.title


def bars(book: Book, campaign: str = "") -> tuple[Bar, ...]:
    """The batches of a campaign, or all, in the order of their first day."""
    found = [bar for batch in queries.batches(book.data, campaign) if (bar := _bar(book, batch.id))]
    found.sort(key=lambda bar: latest(bar.span), reverse=True)
    return tuple(sorted(found, key=lambda bar: earliest(bar.span)))


def _bar(book: Book, name: str) -> Bar | None:
    batch, dates = book.data.batches[name], book.facts.get(f"{name}.dates")
    span = dates.value if dates else None
    if not (dates and isinstance(span, Interval) and span.earliest and span.latest):
        return None
    men, divisions = book.facts.get(f"{name}.strength"), book.facts.get(f"{name}.divisions")
    counted = f"{say(men)} men" if men else "strength unknown"
    sure = "bar" if batch.campaign == "final" else "bar-open"
    style = {"stated": sure, "derived": "faded"}.get(dates.status, "bar-dashed")
    caveat = {"faded": "outer limits only", "bar-dashed": f"dates {dates.status}"}.get(style, "")
    detail = f"{counted}, {say(divisions)} divisions"
    return Bar(name, batch.title, say(dates), detail, span, style, caveat)


def chart(book: Book, campaign: str = "") -> Drawn:
    """The bars of a campaign, or of all."""
    table = tables.batch_table(book, campaign, ("batch", "dates", "divisions", "strength"))
    shown, fields = bars(book, campaign), ("dates", "strength", "divisions")
    facts = (book.facts.get(f"{bar.id}.{field}") for bar in shown for field in fields)
    title = f": {book.data.campaigns[campaign].title}" if campaign else ""
    head = f"batches-{campaign or 'all'}", f"When the batches left{title}"
    draw = partial(_draw, shown, *head)
    return shapes.drawn(draw, table, (LEGEND,), rests(book, *facts, most=FEW))


def _draw(shown: tuple[Bar, ...], name: str, title: str, width: int) -> Picture:
    first, last = _bounds(shown)
    wide = width > NARROW
    row = ROW if wide else ROW + 14
    height = len(shown) * row + 34
    x = Scale(first_day(str(first)), first_day(str(last)), 4, width - 30)
    drawn = list(_ticks(x, first, last, height - 26, wide))
    for place, bar in enumerate(shown):
        top = 4 + place * row
        lines = (f"{bar.when}; {bar.detail}",) if wide else (bar.when, bar.detail)
        drawn.append(Words(4, top + 11, bar.name, "strong"))
        drawn += [Words(4, top + 25 + 14 * number, line) for number, line in enumerate(lines)]
        # A day has a width: a batch that left on one day would still be seen.
        left, right = x(earliest(bar.span).toordinal()), x(latest(bar.span).toordinal() + 1)
        says = f"{bar.title}: {'; '.join(lines)}"
        drawn.append(Box(left, top + row - 25, round(right - left, 1), 14, bar.style, says))
    said = "; ".join(
        f"{bar.title}: {bar.when}, {bar.detail}" + (f" ({bar.caveat})" if bar.caveat else "")
        for bar in shown
    )
    return Picture(name, width, height, title, f"Bars over time. {said}.", tuple(drawn))


def _bounds(shown: tuple[Bar, ...]) -> tuple[Date, Date]:
    """From the beginning of a month to the end of one, or of years where the bars go over more
    than one."""
    if not shown:
        return Date(1953, 1), Date(1959, 1)
    first = min(earliest(bar.span) for bar in shown)
    last = max(latest(bar.span) for bar in shown)
    if first.year < last.year:
        return Date(first.year, 7), Date(last.year + 1, 1)
    return Date(first.year, first.month), Date(last.year + last.month // 12, last.month % 12 + 1)


def _ticks(x: Scale, first: Date, last: Date, bottom: float, wide: bool) -> Iterator[Shape]:
    """The axis, with a line at the beginning of each year or, if there is only one, each month."""
    yield Stroke(((4, bottom), (x(x.high), bottom)), "axis")
    by_year = last not in (Date(first.year + 1, 1), Date(first.year, last.month))
    begin = [Date(first.year, month) for month in range(first.month or 1, 13)]
    if by_year:
        begin = [Date(year) for year in range(first.year, last.year + 1)]
    for date in begin:
        if x.low <= (day := first_day(str(date))) < x.high:
            words = str(date.year) if by_year else MONTHS[(date.month or 1) - 1]
            if wide and date == first:
                words = f"{words} {date.year}"
            yield Stroke(((x(day), 0), (x(day), bottom + 4)), "grid")
            yield Words(x(day) + (3 if by_year else 2), bottom + 15, words, "tick")
