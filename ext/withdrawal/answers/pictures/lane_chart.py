"""Events in lanes: how much happened when, day by day in one month, or quarter by quarter over the years; each dot
leads to the entries in the chronology."""

from __future__ import annotations

from dataclasses import dataclass

from ext.withdrawal.answers.events import table, timeline
from ext.withdrawal.answers.pictures import scales
from ext.withdrawal.answers.pictures.shapes import (
    PAPER,
    WIDE,
    Drawn,
    Jump,
    Picture,
    Shape,
    Stroke,
    Words,
)
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Event, Lane
from ext.withdrawal.records.vocabulary import LANES
from sphinx_facts.values import dates

QUARTERS = ("I", "II", "III", "IV")
STEP = 25
MARGIN = 34
UNSURE = "day not known"


@dataclass(frozen=True, slots=True)
class Cell:
    """The events of one lane in one stretch of time, oldest first."""

    lane: Lane
    bucket: int
    events: tuple[Event, ...]


def buckets(span: str) -> tuple[str, ...]:
    """The stretches a span is cut into: the days of a month, or the quarters of years."""
    bounds = dates.parse(span)
    if isinstance(bounds, dates.Date) and bounds.month:
        return (UNSURE, *(f"{span}-{day:02}" for day in range(1, dates.latest(bounds).day + 1)))
    first, last = dates.earliest(bounds).year, dates.latest(bounds).year
    return tuple(f"{year} {quarter}" for year in range(first, last + 1) for quarter in QUARTERS)


def cells(book: Book, span: str) -> tuple[Cell, ...]:
    """Each lane and stretch in which something happened."""
    stretches = buckets(span)
    found: dict[tuple[Lane, int], list[Event]] = {}
    for event in queries.events(book.data, span=span):
        found.setdefault((event.lane, _bucket(event, stretches)), []).append(event)
    return tuple(
        Cell(lane, bucket, tuple(found[lane, bucket]))
        for lane in LANES
        for bucket in range(len(stretches))
        if (lane, bucket) in found
    )


def _bucket(event: Event, stretches: tuple[str, ...]) -> int:
    date = queries.edtf(event.date)
    assert date is not None  # the question asked for events within a span, which have a date
    first = queries.day(date)
    if stretches[0] == UNSURE:
        start = date.start if isinstance(date, dates.Interval) else date
        sure = start is not None and start.day is not None
        return first.day if sure else 0
    return stretches.index(f"{first.year} {QUARTERS[(first.month - 1) // 3]}")


def chart(book: Book, span: str) -> Drawn:
    """The lanes of a span: time runs from left to right, on a phone downwards."""
    legend = ("A number in a dot counts events; each dot leads to the entries.",)
    paper = _across(book, span, WIDE if len(buckets(span)) > 20 else PAPER)
    rows = table(timeline(book, span=span))
    return Drawn(_across(book, span, WIDE), _down(book, span), paper, rows, legend, ())


def _title(span: str) -> tuple[str, str]:
    if buckets(span)[0] == UNSURE:
        fact = dates.parse(span)
        assert isinstance(fact, dates.Date)
        month = scales.MONTHS[(fact.month or 1) - 1]
        return f"{month} {fact.year}, day by day", "by day"
    return f"The chronology in lanes, {span.replace('/', ' to ')}", "by quarter"


def _desc(book: Book, span: str) -> str:
    found = cells(book, span)
    sums = {lane: sum(len(cell.events) for cell in found if cell.lane == lane) for lane in LANES}
    counted = ", ".join(
        f"{LANES[lane].lower()} {number}" for lane, number in sums.items() if number
    )
    return f"Events in lanes, {_title(span)[1]}: {counted}."


def _across(book: Book, span: str, width: float) -> Picture:
    stretches, shown = buckets(span), cells(book, span)
    lanes = [lane for lane in LANES if any(cell.lane == lane for cell in shown)]
    height = 40 * len(lanes) + 26
    used = round((width - 8) / len(stretches), 2)
    shapes: list[Shape] = []
    for place, lane in enumerate(lanes):
        y = 40 * place + 28
        shapes += [Words(4, y - 13, LANES[lane], "quiet"), Stroke(((4, y), (width - 4, y)), "grid")]
    for number, stretch in enumerate(stretches):
        if words := _tick(stretch):
            x = round(4 + used * (number + 0.5), 1)
            shapes.append(Words(x, height - 6, words, "tick", "middle"))
    for cell in shown:
        x, y = round(4 + used * (cell.bucket + 0.5), 1), 40 * lanes.index(cell.lane) + 28
        shapes.append(_dot(cell, x, y))
    title, desc = _title(span)[0], _desc(book, span)
    return Picture(f"lanes-{span}", width, height, title, desc, tuple(shapes))


def _down(book: Book, span: str) -> Picture:
    """The same with time running down, for a narrow screen; stretches without events are left out."""
    stretches, shown = buckets(span), cells(book, span)
    lanes = [lane for lane in LANES if any(cell.lane == lane for cell in shown)]
    kept = sorted({cell.bucket for cell in shown})
    column, height = (350 - 62) / len(lanes), len(kept) * STEP + MARGIN + 8
    xs = {lane: round(62 + column * (place + 0.5), 1) for place, lane in enumerate(lanes)}
    shapes: list[Shape] = []
    for lane in lanes:
        shapes.append(Stroke(((xs[lane], MARGIN - 8), (xs[lane], height - 4)), "grid"))
        top = 23 if lanes.index(lane) % 2 else 10
        shapes.append(Words(xs[lane], top, LANES[lane], "small", "middle"))
    ys = {number: MARGIN + STEP * (place + 0.5) for place, number in enumerate(kept)}
    for number in kept:
        shapes.append(Words(54, ys[number] + 4, _row(stretches[number]), "tick", "end"))
    shapes += [_dot(cell, xs[cell.lane], ys[cell.bucket]) for cell in shown]
    title, desc = _title(span)[0], _desc(book, span)
    return Picture(f"lanes-{span}-down", 350, height, title, desc, tuple(shapes))


def _dot(cell: Cell, x: float, y: float) -> Jump:
    first, more = cell.events[0], len(cell.events)
    others = f" and {more - 3} more" if more > 3 else ""
    says = "; ".join(event.title for event in cell.events[:3]) + others
    radius = min(5.5 + 1.2 * (more - 1), 11)
    return Jump(x, y, radius, f"lane lane-{cell.lane}", "event", first.id, f"{LANES[cell.lane]}: {says}",
                str(more) if more > 1 else "")  # fmt: skip


def _tick(stretch: str) -> str:
    if stretch == UNSURE:
        return "?"
    if "-" in stretch:
        return stretch[-2:].lstrip("0")
    return stretch[:4] if stretch.endswith(" I") else ""


def _row(stretch: str) -> str:
    if stretch == UNSURE:
        return "?"
    if "-" in stretch:
        return f"{stretch[-2:].lstrip('0')} {scales.MONTHS[int(stretch[5:7]) - 1]}"
    return stretch
