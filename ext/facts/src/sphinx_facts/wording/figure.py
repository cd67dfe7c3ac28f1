"""A figure as it stands in a text."""

from __future__ import annotations

from typing import Literal, NamedTuple

FigureKind = Literal["date", "share", "fraction", "multiple", "ordinal", "count", "roman", "sign"]


class Figure(NamedTuple):
    """The characters `start` to `end` (not included) of a text, which say a number, a date or a part."""

    text: str
    start: int
    end: int
    kind: FigureKind
