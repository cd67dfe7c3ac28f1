"""A picture as TikZ code: the same geometry on paper, in the book’s own type, in greys that any
printer gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ext.withdrawal.answers.pictures import shapes


class Pen(NamedTuple):
    """How a style is drawn: the options of TikZ for the line and for the area; empty means none."""

    draw: str = ""
    fill: str = ""
    hatch: float = 0
    """The distance of hatching lines; 0 is none."""


PENS: Mapping[str, Pen] = {
    "grid": Pen("black!18, line width=0.3pt"),
    "axis": Pen("black!70, line width=0.5pt"),
    "level": Pen("black, line width=1.5pt"),
    "limit": Pen("black!75, line width=0.9pt, dash pattern=on 3pt off 2pt"),
    "range": Pen("black, line width=0.9pt"),
    "hatch": Pen(hatch=5),
    "hatch-two": Pen("black!60, line width=0.5pt, dash pattern=on 2pt off 1.5pt", hatch=5),
    "rival": Pen("black!55, line width=1.1pt"),
    "rival-link": Pen("black!45, line width=0.5pt, dash pattern=on 1pt off 2pt"),
    "bar": Pen("black, line width=0.4pt", "black!62"),
    "bar-open": Pen("black, line width=0.4pt", "black!38"),
    "bar-dashed": Pen("black, line width=0.7pt, dash pattern=on 2pt off 1.5pt", "black!45"),
    "faded": Pen("black!60, line width=0.5pt, dash pattern=on 1pt off 2pt", "black!10"),
    "sea": Pen(),
    "land": Pen("black!45, line width=0.3pt", "black!5"),
    "korea": Pen("black!70, line width=0.5pt", "black!12"),
    "area": Pen("black!65, line width=0.6pt, dash pattern=on 2pt off 2pt"),
    "dot": Pen(fill="black"),
    "dot-open": Pen("black, line width=0.7pt", "white"),
    "cross": Pen("black, line width=1.2pt"),
}
FONTS: Mapping[str, str] = {
    "tick": r"\fontsize{7}{8}\selectfont\color{black!70}",
    "strong": r"\fontsize{7.6}{9}\selectfont\bfseries",
    "quiet": r"\fontsize{7}{8}\selectfont\itshape",
    "rival": r"\fontsize{7}{8}\selectfont\color{black!65}",
    "count": r"\fontsize{6.5}{8}\selectfont\bfseries\color{white}",
}
ON_PAPER = ("quiet", "rival")
"""Labels that stand in the middle of a picture: they have white behind them, so that no hatching
runs through them."""
PLAIN = r"\fontsize{7.4}{9}\selectfont"


def render(picture: shapes.Picture, millimetres: float, escaped: Callable[[str], str]) -> str:
    """The picture as a `tikzpicture` of this width; `escaped` makes plain text into LaTeX."""
    unit = millimetres / picture.width
    corner = _at((picture.width, picture.height))
    lines = [
        rf"\begin{{tikzpicture}}[x={unit:.5f}mm,y=-{unit:.5f}mm]\sffamily",
        rf"\path[use as bounding box] (0,0) rectangle {corner};",
    ]
    for shape in picture.shapes:
        lines += _shape(shape, escaped)
    return "\n".join([*lines, r"\end{tikzpicture}"])


def _shape(shape: shapes.Shape, escaped: Callable[[str], str]) -> list[str]:
    match shape:
        case shapes.Stroke(points, style, closed):
            path = " -- ".join(_at(point) for point in points) + (" -- cycle" if closed else "")
            return _area(path, points, style, closed)
        case shapes.Box(x, y, width, height, style):
            corners = ((x, y), (x + width, y + height))
            return _area(f"{_at(corners[0])} rectangle {_at(corners[1])}", corners, style, True)
        case shapes.Dot(x, y, radius, style):
            return _area(f"{_at((x, y))} circle[radius={radius:.1f}]", (), style, True)
        case shapes.Words(x, y, words, style, anchor):
            side = {"start": "base west", "end": "base east", "middle": "base"}[anchor]
            font = FONTS.get(style, PLAIN)
            paper = "inner sep=0.8pt,fill=white" if style in ON_PAPER else "inner sep=0pt"
            return [rf"\node[anchor={side},{paper}] at {_at((x, y))} {{{font} {escaped(words)}}};"]
        case shapes.Jump(x, y, radius, _, _, _, _, number):
            at, grey = _at((x, y)), 62 if number else 45
            disc = rf"\fill[black!{grey}] {at} circle[radius={radius:.1f}];"
            shown = rf"\node[inner sep=0pt] at {at} {{{FONTS['count']} {number}}};"
            return [disc, shown] if number else [disc]


def _area(path: str, points: tuple[shapes.Point, ...], style: str, closed: bool) -> list[str]:
    pen = PENS[style]
    found: list[str] = []
    if pen.fill and closed:
        found.append(rf"\fill[{pen.fill}] {path};")
    if pen.hatch and points:
        lines = _hatching(points, pen.hatch)
        found += [r"\begin{scope}", rf"\clip {path};", *lines, r"\end{scope}"]
    if pen.draw:
        found.append(rf"\draw[{pen.draw}] {path};")
    return found


def _hatching(points: tuple[shapes.Point, ...], gap: float) -> list[str]:
    """Slanting lines over the box around the points; the area clips them."""
    xs, ys = zip(*points, strict=True)
    left, top, bottom = min(xs), min(ys), max(ys)
    height, lines = bottom - top, []
    for number in range(int((max(xs) - left + height) / gap) + 1):
        x = left + number * gap
        ends = f"{_at((x, top))} -- {_at((x - height, bottom))}"
        lines.append(rf"\draw[black!45,line width=0.35pt] {ends};")
    return lines


def _at(point: shapes.Point) -> str:
    return f"({point[0]:.1f},{point[1]:.1f})"
