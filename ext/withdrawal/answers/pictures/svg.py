"""A picture as SVG text: the same bytes for the same picture, colours by class from the style
sheet."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from ext.withdrawal.answers.pictures import shapes

ENTRY = "@entry:{role}:{id}@"
"""Stands for the address of a record’s entry until the page is written that the picture is on."""
HATCHED = ("hatch", "hatch-two")


def render(picture: shapes.Picture, key: str, style: str = "") -> str:
    """The picture as an `svg` element. `key` makes its ids unique on a page; `style` is a style
    sheet for inside."""
    title, desc, role = f"{key}-t", f"{key}-d", "group" if picture.leads_on else "img"
    parts = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="picture" ',
        f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" ',
        f'role="{role}" aria-labelledby="{title} {desc}">',
        f'<title id="{title}">{text(picture.title)}</title>',
        f'<desc id="{desc}">{text(picture.desc)}</desc>',
        f"<style>{style}</style>" if style else "",
        _patterns(picture, key),
        *(_shape(shape, key) for shape in picture.shapes),
        "</svg>",
    )
    return "".join(parts)


def text(words: str) -> str:
    """Plain text as it stands in an SVG element."""
    return escape(words, {'"': "&quot;"})


def _patterns(picture: shapes.Picture, key: str) -> str:
    used = {
        shape.style for shape in picture.shapes if isinstance(shape, shapes.Stroke | shapes.Box)
    }
    return "".join(
        f'<pattern id="{key}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path class="{name}" d="M0 6 6 0M-1 1 1-1M5 7 7 5"/></pattern>'
        for name in HATCHED
        if name in used
    )


def _shape(shape: shapes.Shape, key: str) -> str:
    match shape:
        case shapes.Stroke(points, style, closed):
            return f'<path class="{_class(style)}"{_fill(style, key)} d="{_path(points, closed)}"/>'
        case shapes.Box(x, y, width, height, style, says):
            place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            return _say(f'<rect class="{_class(style)}"{_fill(style, key)} {place}', "rect", says)
        case shapes.Dot(x, y, radius, style, says):
            start = f'<circle class="{style}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            return _say(start, "circle", says)
        case shapes.Words(x, y, words, style, anchor):
            where = "" if anchor == "start" else f' text-anchor="{anchor}"'
            kind = f' class="{style}"' if style else ""
            return f'<text{kind} x="{_n(x)}" y="{_n(y)}"{where}>{text(words)}</text>'
        case shapes.Jump():
            return _jump(shape)


def _jump(jump: shapes.Jump) -> str:
    """A link: a field of 24 units for the finger, the dot, and its number."""
    x, y, says = _n(jump.x), _n(jump.y), text(jump.says)
    where = f'x="{x}" y="{_n(jump.y + 4)}" text-anchor="middle"'
    number = f'<text class="count" {where}>{jump.number}</text>' if jump.number else ""
    left, top = _n(jump.x - 12), _n(jump.y - 12)
    return (
        f'<a class="{jump.style}" href="{ENTRY.format(role=jump.role, id=jump.id)}" '
        f'aria-label="{says}"><title>{says}</title><rect class="field" x="{left}" y="{top}" '
        f'width="24" height="24"/><circle cx="{x}" cy="{y}" r="{_n(jump.radius)}"/>'
        f"{number}</a>"
    )


def _say(start: str, name: str, says: str) -> str:
    return f"{start}><title>{text(says)}</title></{name}>" if says else f"{start}/>"


def _class(style: str) -> str:
    return "hatched" if style in HATCHED else style


def _fill(style: str, key: str) -> str:
    return f' fill="url(#{key}-{style})"' if style in HATCHED else ""


def _path(points: Iterable[shapes.Point], closed: bool) -> str:
    """A path; level and upright parts in their short form."""
    parts: list[str] = []
    before: shapes.Point | None = None
    for point in points:
        x, y = map(_n, point)
        if before is None:
            parts.append(f"M{x} {y}")
        elif point[1] == before[1]:
            parts.append(f"H{x}")
        else:
            parts.append(f"V{y}" if point[0] == before[0] else f"L{x} {y}")
        before = point
    return "".join(parts) + ("Z" if closed else "")


def _n(number: float) -> str:
    """A number with at most one decimal and no needless zero."""
    spelt = f"{number:.1f}".removesuffix(".0")
    return "0" if spelt == "-0" else spelt
