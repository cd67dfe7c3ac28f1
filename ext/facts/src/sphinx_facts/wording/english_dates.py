"""Dates in English: every wording of a date or an interval, at its own precision or a lower one, never a higher one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sphinx_facts.values.date_hints import MONTHS
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.wording.english_numbers import cardinal, ordinals, suffix

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
PARTS = ("early", "mid", "late")
JOINS = (" to ", "–", " – ", " and ", " until ", " through ")
_THIRDS = (10, 20)
_LEVELS = ("day", "month", "year")


@cache
def dates(value: Date | Interval, parts: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every accepted wording, the usual one first. `parts` are those of early, mid and late that the note confirms."""
    found = _of_date(value, parts) if isinstance(value, Date) else _of_interval(value)
    return tuple(dict.fromkeys(text for text in found if text))


@cache
def full(value: Date | Interval) -> tuple[str, ...]:
    """The wordings that say the whole of a date, nothing left out but the year; none for an open or approximate one."""
    if approximate(value):
        return ()
    if isinstance(value, Interval):
        whole = (
            value.start
            and value.end
            and not approximate(value.start)
            and not approximate(value.end)
        )
        return (
            tuple(_joined(value.start, value.end, "day"))
            if whole and value.start and value.end
            else ()
        )
    if value.day is not None:
        return tuple(_of_day(value))
    return tuple(_of_month(value)) if value.month is not None else dates(value)


def changes_unsaid(words: str, old: Date | Interval, new: Date | Interval) -> bool:
    """Whether the month or the year changes from `old` to `new`, and `words` leave it to the reader to know it."""
    pairs = zip(_ends(old), _ends(new), strict=False)
    return any(
        (was.year != now.year and str(was.year) not in words)
        or (was.month != now.month and _month(was) not in words)
        for was, now in pairs
    )


def _ends(value: Date | Interval) -> tuple[Date, ...]:
    return (
        (value,)
        if isinstance(value, Date)
        else tuple(end for end in (value.start, value.end) if end)
    )


def approximate(value: Date | Interval) -> bool:
    """Whether the date is marked as approximate (~ or %)."""
    return isinstance(value, Date) and value.qualifier in ("~", "%")


def _of_date(date: Date, parts: tuple[str, ...]) -> Iterator[str]:
    if date.precision == "decade":
        yield from _decade(date.year)
    elif date.precision == "century":
        century = date.year // 100 + 1
        yield from (f"{text} century" for text in ordinals(century))
    elif date.season:
        season = SEASONS[date.season]
        yield from (
            f"{season} {date.year}",
            f"the {season} of {date.year}",
            f"{season} of {date.year}",
            season,
            f"the {season}",
        )
        # Winter runs on into the next year, so its year alone would say too much.
        yield from () if season == "winter" else (str(date.year),)
    else:
        yield from _of_day(date)
        yield from _with_parts(date, parts)
        yield from _of_month(date)
        yield str(date.year)


def _of_day(date: Date) -> Iterator[str]:
    if date.day is None:
        return
    month, day = _month(date), f"{date.day}{suffix(date.day)}"
    yield from (
        f"{date.day} {month} {date.year}",
        f"{date.day} {month}",
        str(date.day),
        day,
        f"the {day}",
    )
    yield from (f"the {day} of {month}", f"the {day} of {month} {date.year}")


def _of_month(date: Date) -> Iterator[str]:
    if date.month is not None:
        yield from (f"{_month(date)} {date.year}", _month(date))


def _with_parts(date: Date, parts: tuple[str, ...]) -> Iterator[str]:
    """“early April 1955” where the note says so, or where the day itself lies there."""
    if date.day is not None:
        parts = (PARTS[sum(date.day > last for last in _THIRDS)],)
    for part in parts:
        for gap in ("-", " ") if part == "mid" else (" ",):
            whole = (
                (f"{_month(date)} {date.year}", _month(date)) if date.month else (str(date.year),)
            )
            yield from (f"{part}{gap}{text}" for text in whole)


def _decade(year: int) -> Iterator[str]:
    name = cardinal(year % 100)
    word = f"{name[:-1]}ies" if name.endswith("y") else ""
    yield from (f"{year}s", f"the {year}s", word, f"the {word}" if word else "")


def _month(date: Date) -> str:
    return MONTHS[date.month - 1] if date.month else ""


def _of_interval(value: Interval) -> Iterator[str]:
    start, end = value.start, value.end
    if start and end:
        if start == end:
            yield from _of_date(start, ())
        for level in _LEVELS:
            yield from _joined(start, end, level)
        yield from _within(start, end)
    elif end:
        whole = ("by the end of ",) if end.precision in ("month", "year") else ()
        yield from (
            f"{before}{text}"
            for before in (*whole, "until ", "up to ", "")
            for text in _of_date(end, ())
        )
    elif start:
        yield from (
            f"{before}{text}" for before in ("from ", "since ", "") for text in _of_date(start, ())
        )


def _within(start: Date, end: Date) -> Iterator[str]:
    """The one month or the one year that holds the whole interval."""
    if start.year == end.year and not (
        start.unspecified or end.unspecified or start.season or end.season
    ):
        if start.month == end.month:
            yield from _of_month(start)
        yield str(start.year)


def _joined(start: Date, end: Date, level: str) -> Iterator[str]:
    """Both ends at this precision, or each at its own if that is lower; what they share is said once."""
    left, right = _pieces(start, level), _pieces(end, level)
    if left == right:
        return
    for join in JOINS:
        # “between 10 and 26 October” is right, “March and October” would leave out the months between them.
        if (
            join != " and "
            or start.year != end.year
            or (left[0] and right[0])
            or _next_to(start, end)
        ):
            yield from _shared(left, right, join, start.year == end.year)
    if (
        level == "year"
        and not (start.unspecified or end.unspecified)
        and start.year // 100 == end.year // 100
    ):
        yield f"{start.year}–{end.year % 100:02}"


Pieces = tuple[str, str, str]


def _pieces(date: Date, level: str) -> Pieces:
    """Day, month or season, and year, as far as `level` and the precision go; empty where a piece is missing."""
    if level == "year" or date.unspecified:
        return "", "", next(_of_date(date, ())) if date.unspecified else str(date.year)
    name = SEASONS[date.season] if date.season else _month(date)
    return str(date.day) if level == "day" and date.day else "", name, str(date.year)


def _shared(left: Pieces, right: Pieces, join: str, same_year: bool) -> Iterator[str]:
    if left[0] and right[0] and left[1] == right[1] and same_year:
        yield from (f"{left[0]}{join}{right[0]} {right[1]}{year}" for year in (f" {right[2]}", ""))
    if left[1] and right[1] and same_year:
        yield from (
            f"{_text(left[:2])}{join}{_text(right[:2])}{year}" for year in (f" {right[2]}", "")
        )
    yield f"{_text(left)}{join}{_text(right)}"
    if not same_year and left[0] and right[0] and left[:2] != right[:2]:
        yield f"{_text(left[:2])}{join}{_text(right[:2])}"


def _text(pieces: tuple[str, ...]) -> str:
    return " ".join(piece for piece in pieces if piece)


def _next_to(start: Date, end: Date) -> bool:
    """Whether the second month is the one after the first: “July and August”, but not “July and October”."""
    if start.month is None or end.month is None:
        return False
    return (end.year - start.year) * 12 + end.month - start.month == 1
