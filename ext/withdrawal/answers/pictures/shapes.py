"""What a picture is made of: a few shapes with a place, a style by name, and words. Every format
draws these.

Lengths are in units of a pixel at full size; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ext.withdrawal.answers.line import Line
from ext.withdrawal.answers.tables import Table

WIDE, NARROW, PAPER = 700, 350, 470
"""The widths of the layouts."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; closed, it is an area."""

    points: tuple[Point, ...]
    style: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle. `says` is what it stands for, told to whoever points at it."""

    x: float
    y: float
    width: float
    height: float
    style: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc around a point."""

    x: float
    y: float
    radius: float
    style: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text that starts, ends or has its middle at a point."""

    x: float
    y: float
    text: str
    style: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Jump:
    """A dot that leads to the entry of a record, with the words of the link and the number shown in
    the dot."""

    x: float
    y: float
    radius: float
    style: str
    role: str
    id: str
    says: str
    number: str = ""


Shape = Stroke | Box | Dot | Words | Jump


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: its size, what it is called, what it shows in words, and its shapes from
    back to front."""

    name: str
    width: float
    height: float
    title: str
    desc: str
    shapes: tuple[Shape, ...]

    @property
    def leads_on(self) -> bool:
        """Whether there are links in it."""
        return any(isinstance(shape, Jump) for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in its layouts, the rows as a table, what a reader must know about it, and what it
    rests on."""

    wide: Picture
    narrow: Picture
    paper: Picture
    rows: Table
    legend: Line
    rests: Line


def drawn(draw: Callable[[int], Picture], rows: Table, legend: Line, rests: Line) -> Drawn:
    """A picture that is drawn anew at each width."""
    return Drawn(draw(WIDE), draw(NARROW), draw(PAPER), rows, legend, rests)
