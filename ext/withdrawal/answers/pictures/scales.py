"""From values to places: days along an axis, men up another; and the marks on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ext.withdrawal.answers.pictures.shapes import Shape, Stroke, Words
from sphinx_facts.values import date_hints, dates

MONTHS = tuple(month[:3] for month in date_hints.MONTHS)


def first_day(text: str) -> int:
    """The number of the first day that an EDTF date can mean."""
    return dates.earliest(dates.parse(text)).toordinal()


def last_day(text: str) -> int:
    """The number of the last day that an EDTF date can mean."""
    return dates.latest(dates.parse(text)).toordinal()


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps the values from `low` to `high` to places from `start` (which may be larger) to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value, to a tenth of a unit."""
        length, reach = self.end - self.start, self.high - self.low
        return round(self.start + length * (value - self.low) / reach, 1)


def years(
    scale: Scale, first: int, last: int, top: float, bottom: float, *, short: bool = False
) -> Iterator[Shape]:
    """A tick at the beginning of each year, with the year after it."""
    for year in range(first, last + 1):
        x = scale(first_day(f"{year}-01-01"))
        yield Stroke(((x, top), (x, bottom)), "grid")
        yield Words(x + 3, bottom + 14, f"’{year % 100:02}" if short else str(year), "tick")


def months(scale: Scale, year: int, top: float, bottom: float, *, every: int) -> Iterator[Shape]:
    """A tick at the beginning of each month of a year, with the name of every so many after it."""
    for place, month in enumerate(MONTHS):
        x = scale(first_day(f"{year}-{place + 1:02}"))
        ends = (x, bottom if place else top), (x, bottom + 5)
        yield Stroke(ends, "axis" if place else "grid")
        if place % every == 0:
            yield Words(x + 2, bottom + 16, month, "tick")


def levels(scale: Scale, step: int, most: int, left: float, right: float) -> Iterator[Shape]:
    """A line across at each round number, with the number beside it."""
    for number in range(0, most + 1, step):
        y = scale(number)
        yield Stroke(((left, y), (right, y)), "axis" if number == 0 else "grid")
        yield Words(left - 6, y + 4, f"{number:,}", "tick", "end")
