"""Batches as bars over time, each with its dates, men and divisions in words."""

from __future__ import annotations

from dataclasses import dataclass

from ext.withdrawal.answers import tables
from ext.withdrawal.answers.line import FEW, Line, rests, say
from ext.withdrawal.answers.pictures import scales
from ext.withdrawal.answers.pictures.scales import Scale
from ext.withdrawal.answers.pictures.shapes import (
    NARROW,
    PAPER,
    WIDE,
    Box,
    Drawn,
    Picture,
    Shape,
    Stroke,
    Words,
)
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from sphinx_facts.values.dates import Interval

ROW = 56
LEGEND = "A dashed edge means that the dates are restored from other sources; a pale bar shows outer limits only."


@dataclass(frozen=True, slots=True)
class Bar:
    """One batch: its name, what it was, and the days between which it left. `style` tells how sure the ends are."""

    id: str
    title: str
    when: str
    detail: str
    first: int
    last: int
    style: str
    caveat: str


def bars(book: Book, campaign: str = "") -> tuple[Bar, ...]:
    """The batches of a campaign, or all, in the order of their first day."""
    found = [bar for batch in queries.batches(book.data, campaign) if (bar := _bar(book, batch.id))]
    return tuple(sorted(found, key=lambda bar: (bar.first, -bar.last)))


def _bar(book: Book, name: str) -> Bar | None:
    batch, dates = book.data.batches[name], book.facts.get(f"{name}.dates")
    span = dates.value if dates else None
    if not dates or not isinstance(span, Interval) or not span.earliest or not span.latest:
        return None
    men, divisions = book.facts.get(f"{name}.strength"), book.facts.get(f"{name}.divisions")
    counted = f"{say(men)} men" if men else "strength unknown"
    style = {"stated": "bar" if batch.campaign == "final" else "bar-open", "derived": "faded"}.get(
        dates.status, "bar-dashed"
    )
    caveat = {"faded": "outer limits only", "bar-dashed": f"dates {dates.status}"}.get(style, "")
    return Bar(
        name, batch.title, say(dates), f"{counted}, {say(divisions)} divisions",
        span.earliest.toordinal(), span.latest.toordinal(), style, caveat,
    )  # fmt: skip


def chart(book: Book, campaign: str = "") -> Drawn:
    """The bars of a campaign, or of all."""
    table = tables.batch_table(book, campaign, ("batch", "dates", "divisions", "strength"))
    fields, shown = ("dates", "strength", "divisions"), bars(book, campaign)
    facts = (book.facts.get(f"{bar.id}.{field}") for bar in shown for field in fields)
    legend: Line = (LEGEND,)
    return Drawn(
        _draw(book, campaign, WIDE), _draw(book, campaign, NARROW), _draw(book, campaign, PAPER),
        table, legend, rests(book, *facts, most=FEW),
    )  # fmt: skip


def _draw(book: Book, campaign: str, width: int) -> Picture:
    shown = bars(book, campaign)
    first, last = _bounds(shown)
    wide = width > NARROW
    row = ROW if wide else ROW + 14
    height = len(shown) * row + 34
    x = Scale(scales.first_day(first), scales.first_day(last), 4, width - 30)
    shapes: list[Shape] = list(_ticks(x, first, last, height - 26, wide))
    for place, bar in enumerate(shown):
        top = 4 + place * row
        lines = (f"{bar.when}; {bar.detail}",) if wide else (bar.when, bar.detail)
        named = bar.title + (f" ({bar.caveat})" if bar.caveat else "")
        shapes.append(Words(4, top + 11, named, "strong"))
        shapes += [Words(4, top + 25 + 14 * number, line) for number, line in enumerate(lines)]
        # A day has a width: a batch that left on one day would still be seen.
        left, right = x(bar.first), x(bar.last + 1)
        says = f"{bar.title}: {'; '.join(lines)}"
        shapes.append(Box(left, top + row - 25, round(right - left, 1), 14, bar.style, says))
    of = f": {book.data.campaigns[campaign].title}" if campaign else ""
    title = f"When the batches left{of}"
    desc = "Bars over time. " + "; ".join(
        f"{bar.title}: {bar.when}, {bar.detail}" + (f" ({bar.caveat})" if bar.caveat else "")
        for bar in shown
    )
    return Picture(f"batches-{campaign or 'all'}", width, height, title, f"{desc}.", tuple(shapes))


def _bounds(shown: tuple[Bar, ...]) -> tuple[str, str]:
    """From the beginning of a month to the end of one, or of years where the bars go over more than one."""
    if not shown:
        return "1953-01-01", "1959-01-01"
    begin, end = min(bar.first for bar in shown), max(bar.last for bar in shown)
    years = [
        year
        for year in range(1950, 1962)
        if scales.first_day(str(year)) <= end and scales.last_day(str(year)) >= begin
    ]
    if len(years) > 1:
        return f"{years[0]}-07-01", f"{years[-1] + 1}-01-01"
    months = [
        month for month in range(1, 13)
        if scales.first_day(f"{years[0]}-{month:02}") <= end and scales.last_day(f"{years[0]}-{month:02}") >= begin
    ]  # fmt: skip
    after = f"{years[0]}-{months[-1] + 1:02}-01" if months[-1] < 12 else f"{years[0] + 1}-01-01"
    return f"{years[0]}-{months[0]:02}-01", after


def _ticks(x: Scale, first: str, last: str, bottom: float, wide: bool) -> list[Shape]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    shapes: list[Shape] = [Stroke(((4, bottom), (x(scales.first_day(last)), bottom)), "axis")]
    if len(years) > 2 or (len(years) == 2 and last[5:] != "01-01"):
        for year in years:
            day = scales.first_day(f"{year}-01-01")
            if x.low <= day < x.high:
                shapes += [Stroke(((x(day), 0), (x(day), bottom + 4)), "grid"),
                           Words(x(day) + 3, bottom + 15, str(year), "tick")]  # fmt: skip
        return shapes
    for month in range(int(first[5:7]), 13):
        day = scales.first_day(f"{first[:4]}-{month:02}-01")
        if x.low <= day < x.high:
            of = f" {first[:4]}" if wide and month == int(first[5:7]) else ""
            words = f"{scales.MONTHS[month - 1]}{of}"
            shapes += [Stroke(((x(day), 0), (x(day), bottom + 4)), "grid"),
                       Words(x(day) + 2, bottom + 15, words, "tick")]  # fmt: skip
    return shapes
