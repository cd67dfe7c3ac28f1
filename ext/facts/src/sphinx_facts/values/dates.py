"""Dates as EDTF text (ISO 8601-2:2019, levels 0 and 1): days, months, seasons, years, decades and intervals.

A date keeps its precision: “1954-09” is a month and never becomes a day. `parse` reads a text, `str` gives it back.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from sphinx_facts.values.date_hints import MONTHS, candidates

Precision = Literal["day", "month", "season", "year", "decade", "century"]
Qualifier = Literal["", "~", "?", "%"]
Hidden = Literal["", "-XX", "-XX-XX"]

FIRST_YEAR, LAST_YEAR = 1, 9999
LONGEST = 60
# First and last month of a season. Winter runs on into the next year: the bounds of a date must never be too narrow.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_COARSE: tuple[Precision, ...] = ("day", "month", "season", "year", "decade", "century")
# Digits are spelled out: \d would take full-width and Arabic-Indic digits too.
_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[~?%]?)"
)
_REASONS = (
    (r".*(?:[0-9]T[0-9]|[0-9]:[0-9]).*", "a time of day has no place in it"),
    (r".*[0-9]{4}-?W[0-9].*", "weeks are not taken"),
    (r"[0-9]{4}-[0-9]{3}", "days counted through the year are not taken"),
    (r".*[\[\]{}].*", "sets of dates (EDTF level 2) are not taken"),
    (r"Y.*", "years with Y (EDTF level 2) are not taken"),
    (r"[0-9]{4}S[0-9]+|.*[0-9]E[0-9]+", "years with S or E (EDTF level 2) are not taken"),
    (r".*[~?%][~?%]", "it has two of the marks ~ ? % at the end"),
    (r".*[~?%].+", "a mark ~ ? or % stands only once, at the end of a date"),
    (
        r"[0-9X-]*X[0-9X-]*",
        "X stands only for the last one or two digits of a year, a whole month or a whole day",
    ),
    (r"[^/]*(?:/[^/]*){2,}", "it has more than one “/”"),
)


class DateError(ValueError):
    """A text is no date of this book. `hint` says how to mend it (applied, it gives a valid date) or is empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Date:
    """One date of any precision.

    `unspecified` counts the X digits of the year (“195X”: year 1950, 1); `hidden` keeps a written month or day of XX.
    `qualifier` is “~” for approximate, “?” for uncertain, “%” for both.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    unspecified: int = 0
    qualifier: Qualifier = ""
    hidden: Hidden = ""

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        if self.season is not None:
            return "season"
        wide: tuple[Precision, ...] = ("year", "decade", "century")
        return wide[self.unspecified]

    @property
    def earliest(self) -> datetime.date:
        """The first day this date can mean; qualifiers do not widen it."""
        month = _SEASONS[self.season][0] if self.season else self.month
        return datetime.date(self.year, month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day this date can mean; qualifiers do not widen it."""
        if self.season:
            first, last = _SEASONS[self.season]
            return _month_end(min(self.year + (last < first), LAST_YEAR), last)
        if self.day is not None:
            return self.earliest
        if self.month is not None:
            return _month_end(self.year, self.month)
        return datetime.date(self.year + 10**self.unspecified - 1, 12, 31)

    def __str__(self) -> str:
        year = f"{self.year:04}"
        if self.unspecified:
            year = year[: -self.unspecified] + "X" * self.unspecified
        parts = (self.season or self.month, self.day)
        known = "".join(f"-{part:02}" for part in parts if part is not None)
        return f"{year}{known}{self.hidden}{self.qualifier}"


@dataclass(frozen=True, slots=True)
class Interval:
    """A span from `start` to `end`, both included; exactly one of them may be missing.

    A missing end is open (“..”, it goes on) unless `unknown` is set (written as nothing: it is not known).
    """

    start: Date | None
    end: Date | None
    unknown: bool = False

    @property
    def precision(self) -> Precision:
        """The coarser precision of the ends that are known."""
        return max((end.precision for end in (self.start, self.end) if end), key=_COARSE.index)

    @property
    def earliest(self) -> datetime.date | None:
        """The first day of the start, or None."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> datetime.date | None:
        """The last day of the end, or None."""
        return self.end.latest if self.end else None

    def __str__(self) -> str:
        missing = "" if self.unknown else ".."
        return f"{self.start or missing}/{self.end or missing}"


def parse(text: str, years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)) -> Date | Interval:
    """The date or interval that `text` is, within `years`. Raises DateError, with a hint where one is sure."""
    try:
        return _read(text, years)
    except DateError as error:
        raise DateError(str(error), _hint(text, years)) from None


def days(value: Date | Interval) -> int:
    """The number of days, first and last included. Raises DateError unless both ends are known to the day."""
    start, end = (value, value) if isinstance(value, Date) else (value.start, value.end)
    if start is None or end is None or start.day is None or end.day is None:
        raise DateError(
            f"the days of {value} cannot be counted: both ends must be known to the day"
        )
    return (end.latest - start.earliest).days + 1


def earliest(value: Date | Interval) -> datetime.date:
    """The first day `value` can mean; the first of all days for an interval without a start."""
    return value.earliest or datetime.date.min


def latest(value: Date | Interval) -> datetime.date:
    """The last day `value` can mean; the last of all days for an interval without an end."""
    return value.latest or datetime.date.max


def sort_key(value: Date | Interval) -> tuple[datetime.date, datetime.date, str]:
    """A total order: by first day, then the shorter span, then the text."""
    return earliest(value), latest(value), str(value)


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(10_000)
def _read(text: str, years: tuple[int, int]) -> Date | Interval:
    if not text.strip():
        raise DateError("the date is empty")
    if len(text) > LONGEST:
        raise DateError(f"“{text[:40]}…” is too long for a date")
    if text != text.strip():
        raise DateError(f"“{text}” has a space at the beginning or the end")
    return _interval(text, years) if text.count("/") == 1 else _date(text, years)


def _interval(text: str, years: tuple[int, int]) -> Interval:
    left, right = text.split("/")
    start, end = (None if side in ("", "..") else _date(side, years) for side in (left, right))
    if start is None and end is None:
        raise DateError(f"“{text}” has no end at all: an interval needs at least one date")
    if start and end and end.latest < start.earliest:
        raise DateError(f"{text} ends before it starts")
    return Interval(start, end, unknown="" in (left, right))


def _date(text: str, years: tuple[int, int]) -> Date:
    found = _DATE.fullmatch(text)
    if not found:
        reason = next((reason for form, reason in _REASONS if re.fullmatch(form, text)), "")
        raise DateError(
            f"“{text}” is not a date: {reason}"
            if reason
            else f"“{text}” is not a date (year-month-day)"
        )
    year, month, day, qualifier = found.group("year", "month", "day", "qualifier")
    unspecified = year.count("X")
    if (unspecified and month) or (month == "XX" and day not in (None, "XX")):
        raise DateError(f"“{text}” is not a date: nothing can be known to the right of an X")
    number = int(year.replace("X", "0"))
    if not years[0] <= number <= number + 10**unspecified - 1 <= years[1]:
        raise DateError(f"{text} is outside the years {years[0]} to {years[1]}")
    hidden = cast(Hidden, "".join(f"-{part}" for part in (month, day) if part == "XX"))
    qualified = cast(Qualifier, qualifier)
    if month in (None, "XX"):
        return Date(number, unspecified=unspecified, qualifier=qualified, hidden=hidden)
    return _exact(
        text, number, int(month), None if day in (None, "XX") else int(day), (qualified, hidden)
    )


def _exact(
    text: str, year: int, month: int, day: int | None, marks: tuple[Qualifier, Hidden]
) -> Date:
    qualifier, hidden = marks
    if month in _SEASONS and day is None and not hidden:
        return Date(year, season=month, qualifier=qualifier)
    if not 1 <= month <= 12:
        raise DateError(
            f"{text} does not exist: months are 01 to 12"
            + ("" if day or hidden else ", seasons 21 to 24")
        )
    length = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= length:
        raise DateError(f"{text} does not exist: {MONTHS[month - 1]} {year} has {length} days")
    return Date(year, month, day, qualifier=qualifier, hidden=hidden)


def _hint(text: str, years: tuple[int, int]) -> str:
    """The first rewriting of `text` that is a valid date, as a sentence; empty if there is none."""
    if len(text) > LONGEST:
        return ""
    found: dict[str, str] = {}
    for candidate, remark in candidates(text):
        try:
            _read(candidate, years)
        except DateError:
            continue
        found.setdefault(candidate, remark)
    if not found:
        return ""
    # A day and a month that can be exchanged are both shown: to guess would change the date.
    sure = [
        f'"{candidate}"{remark}' for candidate, remark in found.items() if remark.startswith(" (")
    ]
    first = next(iter(found.items()))
    return "write " + (
        " or ".join(sure) if first[1].startswith(" (") else f'"{first[0]}"{first[1]}'
    )
