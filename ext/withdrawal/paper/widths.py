"""How wide the columns of a printed table are: plain arithmetic on the lengths of words, no Sphinx here."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

TEXT, WIDE, LESS = 106.0, 142.0, 0.86
"""The width of the text, of the text with both margins, in millimetres; the size of small type in a crowded table."""
GAP, LETTER, ROOM, DEEP, STEP = 4.0, 1.5, 1.5, 2.8, 2.0
"""Between columns; a letter of the face; what a column needs beside words; a crowded row’s lines; a step of sharing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the columns, how the table stands (“text”, “wide” or “small”), and how many lines it is deep."""

    columns: tuple[float, ...]
    stands: str
    lines: int


def length(text: str) -> float:
    """The width of a text on one line; hanzi and hangul are as wide as two letters."""
    return LETTER * sum(1 if ord(char) < 0x1100 else 2 for char in text)


def layout(rows: Sequence[Sequence[str]]) -> Layout:
    """The first of text, wide and small in which no long word lacks room and rows are not deep."""
    lengths = [[length(cell) for cell in row] for row in rows]
    least = [max(map(_longest, column)) + ROOM for column in zip(*rows, strict=True)]
    most = [max(column) + ROOM for column in zip(*lengths, strict=True)]
    laid = Layout((), "", 0)
    for stands, whole in (("text", TEXT), ("wide", WIDE), ("small", WIDE / LESS)):
        room = whole - GAP * (len(least) - 1)
        widths = most if sum(most) <= room else _shared(lengths, least, room)
        deep = (max(map(_lines, row, widths)) for row in lengths)
        laid = Layout(tuple(widths), stands, sum(deep))
        if sum(most) <= room or (
            sum(least) <= room and (stands != "text" or laid.lines <= DEEP * len(rows))
        ):
            break
    if laid.stands == "small":
        return Layout(tuple(LESS * width for width in laid.columns), "small", laid.lines)
    return laid


def _longest(text: str) -> float:
    """The longest word: a line may end after a dash, and after any of the wide letters."""
    parts = re.sub(r"[–-]|[\u2e80-\U0003ffff]", r"\g<0> ", text).split()
    return max(map(length, parts), default=0.0)


def _shared(lengths: Sequence[Sequence[float]], least: Sequence[float], room: float) -> list[float]:
    """Every column has what its longest word needs; what is left goes, step by step, where it makes rows least deep."""
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    widths = list(least)
    while (left := room - sum(widths)) > 0.01:
        step, gains = min(STEP, left), [0.0] * len(widths)
        for row in lengths:
            deepest = max(range(len(row)), key=lambda at: row[at] / widths[at])
            gains[deepest] += row[deepest] / widths[deepest] - row[deepest] / (
                widths[deepest] + step
            )
        widths[gains.index(max(gains))] += step
    return widths


def _lines(long: float, width: float) -> int:
    """About how many lines a text fills."""
    return max(1, math.ceil(long * 1.08 / width))
