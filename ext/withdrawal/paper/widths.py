"""How wide the columns of a printed table are: plain arithmetic on the lengths of words, no Sphinx here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TEXT, WIDE, LESS = 106.0, 142.0, 0.86
"""The width of the text, of the text with both margins, in millimetres; the size of small type in a crowded table."""
GAP, LETTER, ROOM, DEEP = 4.0, 1.5, 1.5, 2.8
"""Between columns; a letter of the table face; what a column needs beside its words; the lines of a crowded row."""


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
    """The first of text, wide and small in which no long word lacks room and rows are not deep.

    Every column has what its longest word needs; what is left is shared by how much more its cells mostly use.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(map(_longest, column)) + ROOM for column in columns]
    most = [max(map(length, column)) + ROOM for column in columns]
    usual = [
        math.sqrt(sum(length(cell) ** 2 for cell in column) / len(column)) for column in columns
    ]
    laid = Layout((), "", 0)
    for stands, whole in (("text", TEXT), ("wide", WIDE), ("small", WIDE / LESS)):
        room = whole - GAP * (len(columns) - 1)
        laid = _shared(rows, least, most, usual, room, stands)
        if sum(most) <= room or (
            sum(least) <= room and (stands != "text" or laid.lines <= DEEP * len(rows))
        ):
            break
    if laid.stands == "small":
        return Layout(tuple(LESS * width for width in laid.columns), "small", laid.lines)
    return laid


def _longest(text: str) -> float:
    return max(map(length, text.replace("–", "– ").replace("-", "- ").split()), default=0.0)


def _shared(rows: Sequence[Sequence[str]], least: Sequence[float], most: Sequence[float],
            usual: Sequence[float], room: float, stands: str) -> Layout:  # fmt: skip
    if sum(most) <= room:
        widths = tuple(most)
    elif sum(least) >= room:
        widths = tuple(width * room / sum(least) for width in least)
    else:
        wishes = [max(0.1, wish - low) ** 0.8 for low, wish in zip(least, usual, strict=True)]
        share = (room - sum(least)) / sum(wishes)
        widths = tuple(low + share * wish for low, wish in zip(least, wishes, strict=True))
    deep = (
        max(_lines(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return Layout(widths, stands, sum(deep))


def _lines(text: str, width: float) -> int:
    return max(1, -int(-length(text) * 1.08 // width))
