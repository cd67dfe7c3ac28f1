"""Whether a text states a value whole: the figures in it, each judged as a wording of the value by itself.

What a role may say is wider (a lower precision, a hedge, a round number): evidence has to have the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.date_hints import MONTHS
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.wording import (
    east_asian,
    english_dates,
    english_figures,
    english_hedges,
    english_numbers,
    english_shares,
)
from sphinx_facts.wording.east_asian import Point
from sphinx_facts.wording.english_hedges import HEDGES
from sphinx_facts.wording.english_numbers import SCALES

_SHORT = re.compile(
    rf"\b({'|'.join({month[:3] for month in MONTHS} | {'Sept'})})\b\.?(?=[ ,;:)]|$)"
)
_FULL = {month[:3]: month for month in MONTHS}
_PIECE = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)})|(?P<number>\d+)(?!\d)|(?P<join>–|-| to | until | through | and )"
)
_LIMITS: Mapping[str, str] = {
    "near": "near", "over": "more", "just over": "more", "at least": "more",
    "nearly": "nearly", "just under": "nearly", "at most": "less", "under": "less",
}  # fmt: skip
_LISTED = re.compile(
    rf"((?:\b\d{{1,2}}, )+)\d{{1,2}}(?: and \d{{1,2}})? (?=({'|'.join(MONTHS)})\b)"
)
_RANGE = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)(?: to |–|-)(\d{1,3})(?:st|nd|rd|th)\b")
_NEXT = re.compile(r"[- ]([a-z]+)")


class Said(NamedTuple):
    """A figure in small letters, the words that follow it, and the group of the hedge before it, if there is one."""

    figure: str
    after: str
    hedge: str


@dataclass(frozen=True, slots=True)
class Text:
    """What one text states: its figures, the numbers and ordinals of its Chinese and Korean signs, and its dates."""

    figures: tuple[Said, ...]
    counts: frozenset[int]
    ordinals: frozenset[int]
    points: tuple[Point, ...]
    dated: frozenset[str]

    @property
    def years(self) -> frozenset[int]:
        """The years that are named."""
        return frozenset(year for year, _, _ in self.points if year)


@cache
def read(text: str) -> Text:
    """Read a text once."""
    text = _SHORT.sub(lambda found: _FULL[found[1][:3]], text.replace("\u00a0", " "))
    found = list(english_figures.figures(text))
    east = east_asian.is_east_asian(text)
    dated = [each.text for each in found if each.kind == "date"]
    points = [point for each in (*_listed(text), *dated) for point in _points(each)]
    return Text(
        tuple(
            Said(
                each.text.lower(),
                text[each.end : each.end + 40].lower(),
                _hedge(text[: each.start]),
            )
            for each in found
            if each.kind != "date"
        ),
        frozenset(east_asian.counts(text) if east else ()),
        frozenset((*_ranges(text), *(east_asian.ordinals(text) if east else ()))),
        tuple(_with_years([*points, *(east_asian.points(text) if east else ())])),
        frozenset(map(str.lower, dated)),
    )


def _listed(text: str) -> Iterator[str]:
    """The first days of “25, 28 and 31 October”, each with its month."""
    for found in _LISTED.finditer(text):
        yield from (f"{day} {found[2]}" for day in re.findall(r"\d+", found[1]))


def _ranges(text: str) -> Iterator[int]:
    """The ordinals of “1st to 7th”, those between included."""
    for found in _RANGE.finditer(text):
        yield from range(int(found[1]), min(int(found[2]), int(found[1]) + 100) + 1)


def _hedge(before: str) -> str:
    hedge = english_hedges.at_the_end(before).strip().lower()
    return _LIMITS.get(HEDGES.get(hedge, "plain"), "") if hedge else ""


def _points(words: str) -> list[Point]:
    """The days, months and years in a date or a span; what a first end leaves out is that of the last."""
    ends: list[dict[str, int]] = [{}]
    for piece in _PIECE.finditer(words):
        if piece["join"]:
            ends.append({})
        elif piece["month"]:
            ends[-1]["month"] = MONTHS.index(piece["month"]) + 1
        elif len(piece["number"]) == 4:
            ends[-1]["year"] = int(piece["number"])
        elif "year" in (ends[-2] if len(ends) > 1 else ()) and not ends[-1] and len(ends[-2]) == 1:
            ends[-1]["year"] = ends[-2]["year"] // 100 * 100 + int(piece["number"])
        else:
            ends[-1]["day"] = int(piece["number"])
    ends = [end for end in ends if end]
    if len(ends) > 1 and "day" in ends[-1] and "month" not in ends[-1] and "month" in ends[0]:
        ends[-1]["month"] = ends[0]["month"]
    for end, after in zip(ends[-2::-1], ends[:0:-1], strict=True):
        if "day" in end or "month" in end:
            for part in ("month", "year"):
                if part in after and (part not in end):
                    end[part] = after[part]
    return [(end.get("year"), end.get("month"), end.get("day")) for end in ends]


def _with_years(points: list[Point]) -> list[Point]:
    """A date without a year is of the year that is named next, or else of the one named last."""
    done: list[Point] = []
    for place, (year, month, day) in enumerate(points):
        after = (point[0] for point in points[place:] if point[0])
        before = (point[0] for point in reversed(points[:place]) if point[0])
        done.append((year or next(after, None) or next(before, None), month, day))
    return done


def states(
    fact: Fact,
    texts: Iterable[str],
    nouns: frozenset[str] = frozenset(),
    dated: Iterable[str] = (),
) -> bool:
    """Whether the texts, which belong together, state the value of `fact`.

    A count is not stated by a figure before another of the `nouns` than its own, nor with a hedge that the fact lacks.
    `dated` are texts that may state a date and nothing else, such as the title of an issue. A date without a year in
    its text is of one that another of the texts names.
    """
    known = [read(text) for text in texts if text]
    if isinstance(fact.value, Date | Interval):
        with_dates = [*known, *(read(text) for text in dated if text)]
        named = frozenset[int]().union(*(text.years for text in known or with_dates))
        named = named or frozenset[int]().union(*(text.years for text in with_dates))
        ends = (fact.value,) if isinstance(fact.value, Date) else (fact.value.start, fact.value.end)
        return all(_dated(end, with_dates, named) for end in ends if end)
    if fact.kind == "ordinal":
        return any(has_ordinal(int(fact.value), text) for text in known)
    wordings = _counts(int(fact.value), fact.unit)
    others = nouns - _nouns(fact.unit)
    return any(
        fact.value in text.counts
        or any(
            _is(said.figure, wordings)
            and _fits(said.hedge, fact)
            and not _before(said.after, others)
            for said in text.figures
        )
        for text in known
    )


def _fits(hedge: str, fact: Fact) -> bool:
    """Whether a figure with this hedge states the value as the fact has it: a limit as a limit, “about” as “about”."""
    return hedge == fact.bound or (not fact.bound and hedge == "near" and fact.approximate)


def has_ordinal(value: int, text: Text) -> bool:
    """Whether a text has this ordinal, or this number of a formation."""
    wordings = frozenset(english_numbers.ordinals(value))
    return value in text.ordinals or any(said.figure in wordings for said in text.figures)


@cache
def _counts(value: int, unit: str) -> frozenset[str]:
    """The wordings of a number of some unit, which may be a large number itself, or a part of a hundred."""
    scale = next((SCALES[word] for word in unit.split() if word in SCALES), 0)
    larger = english_numbers.counts(value * scale) if scale else ()
    parts = english_shares.plain(Fraction(value, 100)) if unit == "per cent" else ()
    return frozenset((*english_numbers.counts(value), *larger, *parts))


def _is(figure: str, wordings: frozenset[str]) -> bool:
    return figure in wordings or any(
        part in wordings for part in re.split(r" ?[–—] ?| to | or |:|-(?=\d)", figure)
    )


def _nouns(unit: str) -> frozenset[str]:
    return frozenset(
        form for word in unit.split() for form in (word, word.removesuffix("s"), f"{word}s")
    )


def _before(after: str, nouns: frozenset[str]) -> bool:
    found = _NEXT.match(after)
    return found is not None and found[1] in nouns


def _dated(date: Date, texts: list[Text], years: frozenset[int]) -> bool:
    if date.season or date.unspecified:
        wordings = {text.lower() for text in english_dates.dates(date)}
        full = {text for text in wordings if date.unspecified or str(date.year) in text}
        return any(full & text.dated for text in texts)
    return any(
        (date.year == year if year else date.year in years)
        and (date.month is None or date.month == month)
        and (date.day is None or date.day == day)
        for text in texts
        for year, month, day in text.points
    )
