"""The step charts of strength: from 1953 on, and close up on 1958."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from ext.withdrawal.answers.line import FEW, Line, Link, joined, rests, say
from ext.withdrawal.answers.pictures import scales, shapes, strength
from ext.withdrawal.answers.pictures.scales import Scale
from ext.withdrawal.answers.pictures.shapes import NARROW, WIDE, Shape, Stroke, Words
from ext.withdrawal.answers.pictures.strength import DISPUTED, Level
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book

LEFT, RIGHT, TOP, BOTTOM = 68, 10, 26, 30
LETTER = 7.5
"""The width of a letter in the widest of the usual fonts."""
GONE = ("armies-home-by-october-1953.count", "armies-home-by-october-1953.date")
"""How many of the armies that left unannounced were home when."""
LEGEND = (
    "Solid lines are known. The field runs from the least to the most there can have been: the most "
    "is all who had not left in public, the least those who were still to do so and the lowest "
    "later count; between, its edges are drawn straight. An upright line joins counts that "
    "disagree; hatching is a batch on its way."
)


class _Plane(NamedTuple):
    """Days from left to right, men upwards, in a picture of this width."""

    width: int
    x: Scale
    y: Scale

    def at(self, day: float, men: float) -> shapes.Point:
        """The place of so many men on a day."""
        return self.x(day), self.y(men)

    def over(self, level: Level) -> tuple[shapes.Point, shapes.Point]:
        """The ends of a level."""
        return self.at(level.first, level.men), self.at(level.last, level.men)

    def fitted(self, x: float, words: str, anchor: str = "start") -> tuple[float, str]:
        """Where words have room: at `x` or, where they would pass the edge, before it."""
        right = x + LETTER * len(words) * (0.5 if anchor == "middle" else 1)
        return (x, anchor) if right <= self.width else (self.width - 4, "end")

    def label(self, x: float, y: float, words: str, style: str, anchor: str = "start") -> Words:
        """Words that have room."""
        left, anchor = self.fitted(x, words, anchor)
        return Words(left, y, words, style, anchor)


def chart(book: Book, *, close_up: bool = False) -> shapes.Drawn:
    """The chart of all years, or close up on the last."""
    own = strength.final(book) if close_up else strength.levels(book)
    other = () if close_up else strength.american(book)
    legend: Line = ("Hatching is a time in which men were leaving.",)
    named = (
        *(name for level in (*own, *other) for name in level.facts),
        *(() if close_up else GONE),
    )
    facts = map(book.facts.get, named)
    return shapes.drawn(
        partial(_last_year if close_up else _all_years, book),
        strength.table(book, (*own, *other)),
        legend if close_up else (LEGEND, *_why(book)),
        rests(book, *facts, most=FEW),
    )


def _why(book: Book) -> Line:
    """Where the reader finds why the counts differ."""
    found = evidence.index(book).discrepancies
    rows = {row.id: row for name in DISPUTED for row in found.get(f"{name}.count", ())}
    links = joined((Link(name, "discrepancy", name),) for name in rows)
    return (" Why the counts differ: ", *links, ".") if links else ()


def _describe(levels: tuple[Level, ...]) -> str:
    return "; ".join(f"{level.words} {level.place}" for level in levels if level.basis != "unknown")


def _all_years(book: Book, width: int) -> shapes.Picture:
    own, other = strength.levels(book), strength.american(book)
    height, wide = 330, width >= WIDE
    x = Scale(scales.first_day("1953-06-01"), scales.last_day("1959"), LEFT, width - RIGHT)
    plane = _Plane(width, x, Scale(0, 1_250_000, height - BOTTOM, TOP))
    drawn = [
        *scales.years(x, 1954, 1959, TOP, height - BOTTOM, short=width <= NARROW),
        *_band(book, plane, wide),
        *scales.levels(plane.y, 200_000, 1_200_000, LEFT, width - RIGHT),
        *_limits(strength.upper(book), plane, wide),
        *_disputed(own, plane, wide),
        *_steps(book, plane),
        *_other(other, plane),
    ]
    if finals := strength.final(book):
        end, ground = plane.at(finals[-1].last, 0)
        start, height_of_first = plane.at(finals[0].first, finals[0].men)
        # The line first: the number beside it hides what is behind it.
        drawn.append(Stroke(((end, ground - 112), (end, ground - 5)), "axis"))
        drawn.append(plane.label(start - 4, height_of_first - 7, finals[0].words, "strong"))
        for row, words in enumerate(("none after", finals[-1].when) if wide else ("none", "left")):
            drawn.append(Words(end + 5, ground - 104 + 14 * row, words, "strong"))
    drawn.append(Words(8, 13, "Men in Korea", "quiet"))
    title = "Strength in Korea after the armistice"
    desc = f"Chinese People’s Volunteers in Korea: {_describe(own)}"
    desc = f"Step chart. {desc}. American forces: {_describe(other)}."
    if all(name in book.facts for name in GONE):
        gone, when = (say(book.facts[name]) for name in GONE)
        desc += f" Of the armies that left unannounced {gone} were home by {when}."
    return shapes.Picture("strength", width, height, title, desc, tuple(drawn))


def _band(book: Book, plane: _Plane, wide: bool) -> Iterator[Shape]:
    """The field between the most and the least there can have been, while armies left unseen."""
    edges = strength.band(book)
    if not edges:
        return
    over = [plane.at(edge.day, edge.most) for edge in edges]
    under = [plane.at(edge.day, edge.least) for edge in edges]
    yield Stroke((*over, *reversed(under[1:-1])), "area", closed=True)
    lines = ["men leaving,", "most of them", "uncounted"] if wide else ["uncounted"]
    gone, when = map(book.facts.get, GONE)
    if wide and gone and when:
        lines += [f"({say(gone)} armies home", f"by {say(when)})"]
    middle = plane.x(scales.first_day("1955-03"))
    for row, words in enumerate(lines):
        yield Words(middle, plane.y(890_000) + 14 * row, words, "quiet", "middle")


def _limits(upper: tuple[Level, ...], plane: _Plane, wide: bool) -> Iterator[Shape]:
    if not upper:
        return
    right = plane.x(upper[-1].first)
    left, height = plane.at(upper[0].first, upper[0].men)
    yield shapes.Dot(left, height, 4.5, "dot")
    label = f"{upper[0].words} at the armistice" if wide else upper[0].words
    yield Words(left + 8, height - 8, label, "strong")
    if len(upper) > 1:
        last = upper[-1]
        for row, words in enumerate((last.words, last.when) if wide else (last.words,)):
            height = plane.y(last.men) + 2 + 14 * row
            yield Words(right + 6, height, words, "" if row else "strong")


def _disputed(own: tuple[Level, ...], plane: _Plane, wide: bool) -> Iterator[Shape]:
    """Counts that disagree: each over the time it is given for, the first two in words, and the
    range between them."""
    rivals = [level for level in own if level.basis == "disputed"]
    if not rivals:
        return
    middle = plane.x((rivals[0].first + rivals[0].last) / 2)
    heights = [plane.y(level.men) for level in rivals]
    if len(rivals) > 1:
        yield Stroke(((middle, min(heights)), (middle, max(heights))), "range")
    for place, level in enumerate(rivals):
        (left, height), (right, _) = plane.over(level)
        if place < 2:
            left, right = min(left, middle - 6), max(right, middle + 6)
        yield Stroke(((left, height), (right, height)), "range")
        if place == 0:
            words = f"{level.words}, {level.when}" if wide else level.words
            yield Words(right + 4, height - 4, words)
        elif place == 1:
            words = f"or {level.words}" if wide else level.words
            yield Words(right, height + 18, words, "", "end")


def _steps(book: Book, plane: _Plane) -> Iterator[Shape]:
    """Known levels as lines, and each fall as a hatched field from one level to the next."""
    for fall in strength.leaving(book):
        (_, (left, top)), ((right, bottom), _) = plane.over(fall.before), plane.over(fall.after)
        width, height = round(right - left, 1), round(bottom - top, 1)
        yield shapes.Box(left, top, width, height, "hatch-two", f"{fall.label}: {fall.words} men")
    for level in strength.final(book):
        if level.last > level.first:
            yield Stroke(plane.over(level), "level")


def _other(levels: tuple[Level, ...], plane: _Plane) -> Iterator[Shape]:
    """The American forces: a dot at the end of the month where it is known, a line where only the
    year is."""
    known = [level for level in levels if level.basis == "known"]
    joints: list[shapes.Point] = []
    dots: list[Shape] = []
    for level in known:
        (left, height), (right, _) = plane.over(level)
        if level.last - level.first < 40:
            joints.append((right, height))
            dots.append(shapes.Dot(right, height, 3.5, "dot-open", level.words))
        else:
            yield Stroke(plane.over(level), "rival")
            joints += plane.over(level)
    if joints:
        yield Stroke(tuple(joints), "rival-link")
    yield from dots
    if known:
        wide = plane.width >= WIDE
        left, height = plane.at(known[0].last, known[0].men)
        words = f"{known[0].words} Americans" if wide else "Americans"
        yield Words(left + 8, height + 4, words, "rival")
        for level in known[2:]:
            if wide or level in (known[2], known[-1]):
                middle = plane.x((level.first + level.last) / 2)
                yield plane.label(middle, plane.y(level.men) - 5, level.words, "rival", "middle")


def _last_year(book: Book, width: int) -> shapes.Picture:
    steps = strength.final(book)
    height, wide = 300, width > NARROW
    last = book.facts.get("final.dates.end")
    year = str(last.value)[:4] if last else "1958"
    x = Scale(scales.first_day(year), scales.last_day(year), LEFT - 8, width - RIGHT)
    plane = _Plane(width, x, Scale(0, 270_000, height - BOTTOM, TOP))
    drawn: list[Shape] = [
        *scales.levels(plane.y, 50_000, 250_000, LEFT - 8, width - RIGHT),
        *scales.months(x, int(year), TOP, height - BOTTOM, every=1 if wide else 2),
        *_steps(book, plane),
    ]
    for step in steps:
        left, top = plane.at(step.first, step.men)
        beside = left + (8 if step is steps[-1] else 4)
        drawn.append(plane.label(beside, top - 7, step.words, "strong"))
    for fall in strength.leaving(book):
        lines = (f"{fall.label},", f"{fall.words} men") if wide else (fall.words, "left")
        left, anchor = plane.fitted(x(fall.after.first) + 6, max(lines, key=len))
        if anchor == "end":
            left = x(fall.before.last) - 6
        for row, line in enumerate(lines):
            middle = plane.y((fall.before.men + fall.after.men) / 2) + 13 * row
            drawn.append(Words(left, middle, line, "quiet", anchor))
    drawn.append(Words(8, 13, "Men in Korea", "quiet"))
    title = f"The last Volunteers leave Korea, {year}"
    desc = f"Step chart of {year}. Chinese People’s Volunteers in Korea: {_describe(steps)}."
    return shapes.Picture("strength-close", width, height, title, desc, tuple(drawn))
