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
    """Maps the values from `low` to `high` to places from `start` to `end`; `start` may be the larger one."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value, to a tenth of a unit."""
        return round(
            self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low), 1
        )


def years(
    scale: Scale, first: int, last: int, top: float, bottom: float, *, short: bool = False
) -> Iterator[Shape]:
    """A tick at the beginning of each year, with the year after it."""
    for year in range(first, last + 1):
        x = scale(first_day(f"{year}-01-01"))
        yield Stroke(((x, top), (x, bottom)), "grid")
        yield Words(x + 3, bottom + 14, f"’{year % 100:02}" if short else str(year), "tick")


def months(
    scale: Scale, year: int, first: int, last: int, top: float, bottom: float, *, every: int = 1
) -> Iterator[Shape]:
    """A tick at the beginning of each month of a year, with its name after it."""
    for month in range(first, last + 1):
        x = scale(first_day(f"{year}-{month:02}-01"))
        yield Stroke(
            ((x, top if month == first else bottom), (x, bottom + 5)),
            "grid" if month == first else "axis",
        )
        if (month - first) % every == 0:
            yield Words(x + 2, bottom + 16, MONTHS[month - 1], "tick")


def levels(scale: Scale, step: int, most: int, left: float, right: float) -> Iterator[Shape]:
    """A line across at each round number, with the number beside it."""
    for number in range(0, most + 1, step):
        y = scale(number)
        yield Stroke(((left, y), (right, y)), "axis" if number == 0 else "grid")
        yield Words(left - 6, y + 4, f"{number:,}", "tick", "end")
