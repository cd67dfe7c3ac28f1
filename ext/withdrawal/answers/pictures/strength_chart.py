"""The step charts of strength: from 1953 on, and close up on 1958."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ext.withdrawal.answers.line import FEW, Line, Link, joined, rests
from ext.withdrawal.answers.pictures import scales, strength
from ext.withdrawal.answers.pictures.scales import Scale
from ext.withdrawal.answers.pictures.shapes import (
    NARROW,
    PAPER,
    WIDE,
    Box,
    Dot,
    Drawn,
    Picture,
    Shape,
    Stroke,
    Words,
)
from ext.withdrawal.answers.pictures.strength import DISPUTED, Level
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book

LEFT, RIGHT, TOP = 68, 10, 26
LETTER = 7.5
"""The width of a letter in the widest of the usual fonts."""
LEGEND = (
    "Solid lines are levels that are known; hatching is a time in which men were leaving; the dashed line is the most "
    "there can have been, since many left unannounced and uncounted; ranges are counts that disagree."
)


def chart(book: Book, *, close_up: bool = False) -> Drawn:
    """The chart of all years, or close up on the last."""
    draw = _last_year if close_up else _all_years
    own, other = (
        (strength.final(book), ()) if close_up else (strength.levels(book), strength.american(book))
    )
    facts = (book.facts.get(name) for level in (*own, *other) for name in level.facts)
    legend: Line = (LEGEND,) if not close_up else ("Hatching is a time in which men were leaving.",)
    if not close_up:
        legend = (*legend, *_why(book))
    return Drawn(
        draw(book, WIDE), draw(book, NARROW), draw(book, PAPER),
        strength.table(book, own, foreign=other), legend, rests(book, *facts, most=FEW),
    )  # fmt: skip


def _why(book: Book) -> Line:
    """Where the reader finds why the counts differ."""
    found = evidence.index(book).discrepancies
    rows = {row.id: row for name in DISPUTED for row in found.get(f"{name}.count", ())}
    links = joined((Link(name, "discrepancy", name),) for name in rows)
    return (" Why the counts differ: ", *links, ".") if links else ()


def _describe(levels: tuple[Level, ...]) -> str:
    return "; ".join(f"{level.words} {level.place}" for level in levels if level.basis != "unknown")


def _all_years(book: Book, width: int) -> Picture:
    own, other = strength.levels(book), strength.american(book)
    height, wide = 330, width >= WIDE
    x = Scale(scales.first_day("1953-06-01"), scales.last_day("1959"), LEFT, width - RIGHT)
    y = Scale(0, 1_250_000, height - 30, TOP)
    shapes = [
        *scales.years(x, 1954, 1959, TOP, height - 30, short=width <= NARROW),
        *_uncounted(book, x, y, wide),
        *scales.levels(y, 200_000, 1_200_000, LEFT, width - RIGHT),
        *_limits(strength.upper(book), x, y, wide),
        *_disputed(own, x, y, wide),
        *_steps(book, x, y),
        *_other(other, x, y, width),
    ]
    if finals := strength.final(book):
        end = x(finals[-1].last)
        # The line first: the number beside it hides what is behind it.
        shapes.append(Stroke(((end, y(0) - 112), (end, y(0) - 5)), "axis"))
        left, anchor = _fitted(x(finals[0].first) - 4, finals[0].words, width)
        shapes.append(Words(left, y(finals[0].men) - 7, finals[0].words, "strong", anchor))
        words = ("none after", finals[-1].when) if wide else ("none", "left")
        shapes += [
            Words(end + 5, y(0) - 104 + 14 * row, line, "strong") for row, line in enumerate(words)
        ]
    shapes.append(Words(8, 13, "Men in Korea", "quiet"))
    desc = f"Step chart. Chinese People’s Volunteers in Korea: {_describe(own)}. American forces: {_describe(other)}."
    return Picture(
        "strength", width, height, "Strength in Korea after the armistice", desc, tuple(shapes)
    )


def _uncounted(book: Book, x: Scale, y: Scale, wide: bool) -> Iterator[Shape]:
    """The room between the most there can have been and those who were there at the last, while armies left unseen."""
    upper = strength.upper(book)
    span, least = book.facts.get("covert.dates.end"), strength.final(book)
    if len(upper) < 2 or span is None or not least:
        return
    end = x(scales.last_day(str(span.value)))
    points = [(x(upper[0].first), y(least[0].men)), (x(upper[0].first), y(upper[0].men))]
    for before, after in pairwise(upper):
        points += [(x(after.first), y(before.men)), (x(after.first), y(after.men))]
    points += [(end, y(upper[-1].men)), (end, y(least[0].men))]
    yield Stroke(tuple(points), "hatch", closed=True)
    middle = (points[0][0] + end) / 2
    for row, words in enumerate(
        ("men leaving,", "most of them uncounted") if wide else ("men leaving,", "uncounted")
    ):
        yield Words(middle, y(640_000) + 14 * row, words, "quiet", "middle")


def _fitted(x: float, words: str, width: int, anchor: str = "start") -> tuple[float, str]:
    """Where words have room: at `x`, or, where they would pass the edge of the picture, before it."""
    right = x + LETTER * len(words) * (0.5 if anchor == "middle" else 1)
    return (x, anchor) if right <= width else (width - 4, "end")


def _limits(upper: tuple[Level, ...], x: Scale, y: Scale, wide: bool) -> Iterator[Shape]:
    if not upper:
        return
    points = [(x(upper[0].first), y(upper[0].men))]
    for before, after in pairwise(upper):
        points += [(x(after.first), y(before.men)), (x(after.first), y(after.men))]
    points.append((x(scales.last_day("1955")), points[-1][1]))
    yield Stroke(tuple(points), "limit")
    yield Dot(x(upper[0].first), y(upper[0].men), 4.5, "dot")
    label = f"{upper[0].words} at the armistice" if wide else upper[0].words
    yield Words(x(upper[0].first) + 8, y(upper[0].men) - 8, label, "strong")
    if len(upper) > 1:
        last = upper[-1]
        lines = (last.words, last.when) if wide else (last.words,)
        for row, words in enumerate(lines):
            yield Words(
                x(scales.last_day("1955")) + 6,
                y(last.men) + 2 + 14 * row,
                words,
                "" if row else "strong",
            )


def _disputed(own: tuple[Level, ...], x: Scale, y: Scale, wide: bool) -> Iterator[Shape]:
    """Counts that disagree: each over the time it is given for, the first two in words, and the range between them."""
    rivals = [level for level in own if level.basis == "disputed"]
    if not rivals:
        return
    middle = x((rivals[0].first + rivals[0].last) / 2)
    ys = [y(level.men) for level in rivals]
    if len(rivals) > 1:
        yield Stroke(((middle, min(ys)), (middle, max(ys))), "range")
    for place, level in enumerate(rivals):
        left, right = x(level.first), x(level.last)
        if place < 2:
            left, right = min(left, middle - 6), max(right, middle + 6)
        yield Stroke(((left, y(level.men)), (right, y(level.men))), "range")
        if place == 0:
            yield Words(
                left, y(level.men) - 6, f"{level.words}, {level.when}" if wide else level.words
            )
        elif place == 1:
            words = f"or {level.words}" if wide else level.words
            yield Words(right, y(level.men) + 18, words, "", "end")


def _steps(book: Book, x: Scale, y: Scale) -> Iterator[Shape]:
    """Known levels as lines, and each fall as a hatched field from one level to the next."""
    for fall in strength.leaving(book):
        words = f"{fall.label}: {fall.words} men"
        place = (
            x(fall.first),
            y(fall.before),
            x(fall.last) - x(fall.first),
            y(fall.after) - y(fall.before),
        )
        left, top, width, height = (round(value, 1) for value in place)
        yield Box(left, top, width, height, "hatch-two", words)
    for level in strength.final(book):
        if level.last > level.first:
            yield Stroke(((x(level.first), y(level.men)), (x(level.last), y(level.men))), "level")


def _other(levels: tuple[Level, ...], x: Scale, y: Scale, width: int) -> Iterator[Shape]:
    """The American forces: a dot at the end of the month where it is known, a line where only the year is."""
    known = [level for level in levels if level.basis == "known"]
    joints: list[tuple[float, float]] = []
    for level in known:
        left, right, height = x(level.first), x(level.last), y(level.men)
        if level.last - level.first < 40:
            joints.append((right, height))
        else:
            yield Stroke(((left, height), (right, height)), "rival")
            joints += [(left, height), (right, height)]
    if joints:
        yield Stroke(tuple((round(px, 1), py) for px, py in joints), "rival-link")
    for level in known:
        if level.last - level.first < 40:
            yield Dot(
                round(x(level.last), 1),
                y(level.men),
                3.5,
                "dot-open",
                level.words,
            )
    if known:
        first = known[0]
        yield Words(
            x(first.last) + 8,
            y(first.men) + 4,
            f"{first.words} Americans" if width >= WIDE else "Americans",
            "rival",
        )
        for level in known[2:]:
            if width >= WIDE or level in (known[2], known[-1]):
                middle = x((level.first + level.last) / 2)
                left, anchor = _fitted(middle, level.words, width, "middle")
                yield Words(left, y(level.men) - 5, level.words, "rival", anchor)


def _last_year(book: Book, width: int) -> Picture:
    steps, falls = strength.final(book), strength.leaving(book)
    height, wide = 300, width > NARROW
    year = (
        str(book.facts["final.dates.end"].value)[:4] if "final.dates.end" in book.facts else "1958"
    )
    x = Scale(scales.first_day(f"{year}-01-01"), scales.last_day(year), LEFT - 8, width - RIGHT)
    y = Scale(0, 270_000, height - 30, TOP)
    shapes: list[Shape] = [
        *scales.levels(y, 50_000, 250_000, LEFT - 8, width - RIGHT),
        *scales.months(x, int(year), 1, 12, TOP, height - 30, every=1 if wide else 2),
        *_steps(book, x, y),
    ]
    for step in steps:
        beside = x(step.first) + (8 if step is steps[-1] else 4)
        left, anchor = _fitted(beside, step.words, width)
        shapes.append(Words(left, y(step.men) - 7, step.words, "strong", anchor))
    for fall in falls:
        lines = (f"{fall.label},", f"{fall.words} men") if wide else (fall.words, "left")
        left, anchor = _fitted(x(fall.last) + 6, max(lines, key=len), width)
        if anchor == "end":
            left = x(fall.first) - 6
        for row, line in enumerate(lines):
            middle = y((fall.before + fall.after) / 2) + 13 * row
            shapes.append(Words(left, middle, line, "quiet", anchor))
    shapes.append(Words(8, 13, "Men in Korea", "quiet"))
    desc = f"Step chart of {year}. Chinese People’s Volunteers in Korea: {_describe(steps)}."
    return Picture(
        "strength-close",
        width,
        height,
        f"The last Volunteers leave Korea, {year}",
        desc,
        tuple(shapes),
    )
