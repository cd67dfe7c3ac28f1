"""Events in lanes: how much happened when, day by day in one month, or quarter by quarter over the
years; each dot leads to the entries in the chronology."""

from __future__ import annotations

from dataclasses import dataclass

from ext.withdrawal.answers.events import table, timeline
from ext.withdrawal.answers.pictures import shapes
from ext.withdrawal.answers.pictures.scales import MONTHS
from ext.withdrawal.answers.pictures.shapes import NARROW, WIDE, Shape, Stroke, Words
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Event, Lane
from ext.withdrawal.records.vocabulary import LANES
from sphinx_facts.values import dates

STEP, MARGIN, SIDE = 25, 34, 62
UNSURE = "day not known"
QUARTERS = ("I", "II", "III", "IV")


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
    years = range(dates.earliest(bounds).year, dates.latest(bounds).year + 1)
    return tuple(f"{year} {quarter}" for year in years for quarter in QUARTERS)


def cells(book: Book, span: str) -> tuple[Cell, ...]:
    """Each lane and stretch in which something happened."""
    stretches = buckets(span)
    found: dict[tuple[Lane, int], list[Event]] = {}
    for event in queries.events(book.data, span=span):
        found.setdefault((event.lane, _bucket(event, stretches)), []).append(event)
    places = ((lane, bucket) for lane in LANES for bucket in range(len(stretches)))
    return tuple(Cell(*place, tuple(found[place])) for place in places if place in found)


def _bucket(event: Event, stretches: tuple[str, ...]) -> int:
    date = queries.edtf(event.date)
    assert date is not None  # the question asked for events within a span, which have a date
    first = queries.day(date)
    if stretches[0] == UNSURE:
        start = date.start if isinstance(date, dates.Interval) else date
        return first.day if start and start.day else 0
    return stretches.index(f"{first.year} {QUARTERS[(first.month - 1) // 3]}")


def chart(book: Book, span: str) -> shapes.Drawn:
    """The lanes of a span: time runs from left to right, on a phone downwards."""
    stretches, shown = buckets(span), cells(book, span)
    said = _said(span, stretches, shown)
    wide = _across(f"lanes-{span}", WIDE, stretches, shown, said)
    narrow = _down(f"lanes-{span}-down", stretches, shown, said)
    paper = wide
    if len(stretches) <= 20:
        paper = _across(f"lanes-{span}", shapes.PAPER, stretches, shown, said)
    legend = ("A number in a dot counts events; each dot leads to the entries.",)
    return shapes.Drawn(wide, narrow, paper, table(timeline(book, span=span)), legend, ())


def _said(span: str, stretches: tuple[str, ...], shown: tuple[Cell, ...]) -> tuple[str, str]:
    """The title of the picture, and what it shows in words."""
    title, by = f"The chronology in lanes, {span.replace('/', ' to ')}", "by quarter"
    if stretches[0] == UNSURE:
        month = dates.earliest(dates.parse(span))
        title, by = f"{MONTHS[month.month - 1]} {month.year}, day by day", "by day"
    sums = {
        label: sum(len(cell.events) for cell in shown if cell.lane == lane)
        for lane, label in LANES.items()
    }
    counted = ", ".join(f"{label.lower()} {number}" for label, number in sums.items() if number)
    return title, f"Events in lanes, {by}: {counted}."


def _lanes(shown: tuple[Cell, ...]) -> list[Lane]:
    return [lane for lane in LANES if any(cell.lane == lane for cell in shown)]


def _across(
    name: str,
    width: int,
    stretches: tuple[str, ...],
    shown: tuple[Cell, ...],
    said: tuple[str, str],
) -> shapes.Picture:
    lanes = _lanes(shown)
    height, used = 40 * len(lanes) + 26, round((width - 8) / len(stretches), 2)
    xs = [round(4 + used * (number + 0.5), 1) for number in range(len(stretches))]
    ys = {lane: 40 * place + 28 for place, lane in enumerate(lanes)}
    drawn: list[Shape] = []
    for lane, y in ys.items():
        drawn += [Words(4, y - 13, LANES[lane], "quiet"), Stroke(((4, y), (width - 4, y)), "grid")]
    for x, stretch in zip(xs, stretches, strict=True):
        if words := _tick(stretch):
            drawn.append(Words(x, height - 6, words, "tick", "middle"))
    drawn += [_dot(cell, xs[cell.bucket], ys[cell.lane]) for cell in shown]
    return shapes.Picture(name, width, height, *said, tuple(drawn))


def _down(
    name: str, stretches: tuple[str, ...], shown: tuple[Cell, ...], said: tuple[str, str]
) -> shapes.Picture:
    """The same with time running down, for a narrow screen; stretches without events are left
    out."""
    lanes, kept = _lanes(shown), sorted({cell.bucket for cell in shown})
    column, height = (NARROW - SIDE) / len(lanes), len(kept) * STEP + MARGIN + 8
    xs = {lane: round(SIDE + column * (place + 0.5), 1) for place, lane in enumerate(lanes)}
    ys = {number: MARGIN + STEP * (place + 0.5) for place, number in enumerate(kept)}
    drawn: list[Shape] = []
    for place, (lane, x) in enumerate(xs.items()):
        drawn.append(Stroke(((x, MARGIN - 8), (x, height - 4)), "grid"))
        drawn.append(Words(x, 23 if place % 2 else 10, LANES[lane], "small", "middle"))
    for number, y in ys.items():
        words = stretches[number]
        if "-" in words:
            words = f"{_tick(words)} {MONTHS[int(words[5:7]) - 1]}"
        drawn.append(Words(SIDE - 8, y + 4, "?" if words == UNSURE else words, "tick", "end"))
    drawn += [_dot(cell, xs[cell.lane], ys[cell.bucket]) for cell in shown]
    return shapes.Picture(name, NARROW, height, *said, tuple(drawn))


def _dot(cell: Cell, x: float, y: float) -> shapes.Jump:
    count = len(cell.events)
    says = "; ".join(event.title for event in cell.events[:3])
    more = f" and {count - 3} more" if count > 3 else ""
    words, number = f"{LANES[cell.lane]}: {says}{more}", str(count) if count > 1 else ""
    radius, style = min(5.5 + 1.2 * (count - 1), 11), f"lane lane-{cell.lane}"
    return shapes.Jump(x, y, radius, style, "event", cell.events[0].id, words, number)


def _tick(stretch: str) -> str:
    """A day of the month; a year at its first quarter."""
    if "-" in stretch:
        return stretch[-2:].lstrip("0")
    return "?" if stretch == UNSURE else stretch[:4] if stretch.endswith(" I") else ""
