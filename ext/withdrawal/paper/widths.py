"""How wide the columns of a printed table are: plain arithmetic on the lengths of words, no Sphinx here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TEXT, WIDE, TURNED = 128, 158, 228
"""The width of the text, of the text with the left margin, and of a turned page, in millimetres."""
GAP = 4.0
LETTER, ROOM, STEP = 1.5, 1.5, 2.0
"""The width of a letter of the table face, of the room a column needs beside its words, of a step in sharing out."""

Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the columns, of the whole, and how the table stands: “text”, “wide” or “turned”."""

    columns: tuple[float, ...]
    stands: str

    @property
    def whole(self) -> float:
        """The width of the table with the gaps between its columns."""
        return sum(self.columns) + GAP * (len(self.columns) - 1)

    @property
    def reaches(self) -> float:
        """How far it reaches into the left margin."""
        return max(0.0, self.whole - TEXT) if self.stands == "wide" else 0.0


def length(text: str) -> float:
    """The width of a text on one line; hanzi and hangul are as wide as two letters."""
    return LETTER * sum(1 if ord(char) < 0x1100 else 2 for char in text)


def layout(rows: Cells) -> Layout:
    """The first of text, wide and turned in which the table is not crowded.

    Crowded means that a row would be more than eight lines deep on average, or that a long word has no room.
    """
    columns = range(len(rows[0]))
    least = [max(_longest_word(row[place]) for row in rows) + ROOM for place in columns]
    most = [max(length(row[place]) for row in rows) + ROOM for place in columns]
    last = Layout((), "")
    for stands, room in (("text", TEXT), ("wide", WIDE), ("turned", TURNED)):
        last = Layout(_share(rows, least, most, room - GAP * (len(least) - 1)), stands)
        if sum(last.columns) >= sum(least) - 0.01 and (
            sum(depths(rows, last.columns)) / len(rows) <= (2.8 if stands == "text" else 8)
        ):
            break
    return last


def _longest_word(text: str) -> float:
    return max(
        (length(word) for word in text.replace("–", "– ").replace("-", "- ").split()), default=0.0
    )


def _share(
    rows: Cells, least: Sequence[float], most: Sequence[float], room: float
) -> tuple[float, ...]:
    """Every column has what it needs; what is left goes, step by step, where it saves the most lines."""
    if sum(most) <= room:
        return tuple(most)
    if sum(least) >= room:
        return tuple(width * room / sum(least) for width in least)
    widths = list(least)
    lines = [[_lines(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    left = room - sum(widths)
    while left > 0:
        step = min(STEP, left)
        gains = [
            (_gain(rows, lines, widths, place, step), place)
            for place in range(len(widths))
            if widths[place] < most[place]
        ]
        if not gains:
            break
        _, best = max(gains, key=lambda gain: (gain[0], most[gain[1]] / widths[gain[1]]))
        widths[best] += step
        for row, counted in zip(rows, lines, strict=True):
            counted[best] = _lines(row[best], widths[best])
        left -= step
    return tuple(widths)


def _gain(
    rows: Cells, lines: list[list[float]], widths: list[float], place: int, step: float
) -> float:
    saved = 0.0
    for row, counted in zip(rows, lines, strict=True):
        deepest = max(counted)
        if counted[place] == deepest:
            others = max(
                (line for other, line in enumerate(counted) if other != place), default=1.0
            )
            saved += deepest - max(others, _lines(row[place], widths[place] + step))
    return saved


def _lines(text: str, width: float) -> float:
    """About how many lines a text fills; not rounded above the first, so that every step counts."""
    return max(1.0, length(text) * 1.08 / width)


def depths(rows: Cells, widths: Sequence[float]) -> list[int]:
    """The number of lines of each row."""
    return [
        max(math.ceil(_lines(cell, width)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
