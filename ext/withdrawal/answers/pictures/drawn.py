"""An answer that is a picture: for a wide screen, a phone and paper, with the rows it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from ext.withdrawal.answers.line import Line
from ext.withdrawal.answers.pictures.shapes import Picture
from ext.withdrawal.answers.tables import Table

WIDE, NARROW, PAPER = 700, 350, 470
"""The widths of the layouts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in its layouts, the rows as a table, what a reader must know about it, and what it rests on."""

    wide: Picture
    narrow: Picture
    paper: Picture
    rows: Table
    legend: Line
    rests: Line
