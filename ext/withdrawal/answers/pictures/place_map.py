"""The map: outline of Korea and the places of the story on it, the crossings, and the order of leaving, schematic."""

from __future__ import annotations

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, joined
from ext.withdrawal.answers.pictures.outline import CHINA, KOREA_NORTH, KOREA_SOUTH, RUSSIA
from ext.withdrawal.answers.pictures.shapes import Dot, Drawn, Picture, Shape, Stroke, Words
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Place

WEST, SOUTH, EAST, NORTH = 123.6, 37.0, 131.4, 43.2
"""The edges of the map in degrees, as the outline was cut."""
ACROSS, DOWN = 53.63, 70.0
"""Units of the outline to a degree of longitude and of latitude; their ratio is the cosine of 40°."""

BESIDE = {
    "andong": ("middle", 2, -10), "sinuiju": ("start", 8, 12), "yalu-bridge": ("", 0, 0), "manpo": ("start", 8, 12),
    "jian": ("end", -8, -2), "hamhung": ("end", -8, -4), "hungnam": ("start", 8, 12), "kaesong": ("end", -8, 10),
    "panmunjom": ("start", 8, 8), "pyongyang": ("start", -2, 17),
}  # fmt: skip
"""Where a label stands that would run into another: anchor, and how far from the dot."""
STAGES = (("1", "front", (198.0, 336.0), 70.0, 14.0), ("2", "west coast", (99.0, 252.0), 15.0, 56.0),
          ("3", "middle", (172.0, 250.0), 36.0, 24.0))  # fmt: skip
"""The order of leaving: its number, name, and where it is drawn. No source draws these areas; the places are ours."""
CREDIT = (
    "A full dot stands where a source puts the place, an open one where general knowledge does; positions are "
    "approximate. Outline: Natural Earth, public domain. Numbered areas show the order that was laid "
    "down (the front, the west coast, the middle) and are schematic: no source draws them."
)


def place_of(lat: float, lon: float) -> tuple[float, float]:
    """Where degrees come to lie on the map."""
    return round((lon - WEST) * ACROSS, 1), round((NORTH - lat) * DOWN, 1)


def places(book: Book) -> tuple[Place, ...]:
    """The places that lie within the map."""
    return tuple(place for place in book.data.places.values() if _inside(place))


def _inside(place: Place) -> bool:
    if place.location is None:
        return False
    lat, lon = float(place.location.lat), float(place.location.lon)
    return WEST < lon < EAST and SOUTH < lat < NORTH and bool(place.roles)


def chart(book: Book) -> Drawn:
    """The map, the same on every screen, and the list of the same places."""
    term = book.data.terms.get("order-of-withdrawal")
    absent = joined(
        (Link(place.names.en, "place", place.id),)
        for place in book.data.places.values()
        if place.names.ko and place.roles and not place.location
    )
    lacking = (" Not on the map, since no source seen gives its position: ", *absent, ".")
    see = (" See ", Link(term.names.en, "term", term.id), ".") if term else ()
    legend: Line = (CREDIT, *(lacking if absent else ()), *see)
    rests = line.rests(book, *(place.location for place in places(book)))
    picture = _draw(book)
    return Drawn(picture, picture, picture, _table(book), legend, rests)


def _draw(book: Book) -> Picture:
    shapes: list[Shape] = []
    shapes += [Stroke(ring, "land", closed=True) for ring in (*CHINA, *RUSSIA)]
    shapes += [Stroke(ring, "korea", closed=True) for ring in (*KOREA_SOUTH, *KOREA_NORTH)]
    shapes += [Words(215, 52, "CHINA", "country", "middle"), Words(52, 352, "Yellow Sea", "sea", "middle"),
               Words(330, 268, "Sea of Japan", "sea", "middle"), Words(330, 282, "(East Sea)", "sea", "middle"),
               Words(256, 412, "KOREA", "country", "middle"), Words(86, 168, "Yalu", "sea", "end")]  # fmt: skip
    for number, name, (x, y), wide, high in STAGES:
        shapes.append(Stroke(_oval(x, y, wide, high), "area", closed=True))
        beside = {"1": (x, y + 4), "2": (x - 16, y + 14), "3": (x, y + 4)}[number]
        anchor = "end" if number == "2" else "middle"
        shapes.append(Words(*beside, f"{number} {name}", "stage", anchor))
    named: list[str] = []
    for place in places(book):
        assert place.location is not None
        x, y = place_of(float(place.location.lat), float(place.location.lon))
        named.append(place.names.en)
        style = "dot" if place.location.status == "stated" else "dot-open"
        shapes.append(Dot(x, y, 3.6, style, place.names.en))
        anchor, right, down = BESIDE.get(place.id, ("start", 8, 4))
        if anchor:
            shapes.append(Words(x + right, y + down, place.names.en, "strong", anchor))
    desc = (
        f"Map of northern Korea with the border on the Yalu and the Tumen. On it: {', '.join(named)}. "
        "The order of leaving is shown by numbered areas, the front, the west coast, the middle, and is schematic."
    )
    title = "Places of the withdrawal in Korea and on its border"
    return Picture("places", 418, 434, title, desc, tuple(shapes))


def _oval(x: float, y: float, wide: float, high: float) -> tuple[tuple[float, float], ...]:
    """An oval as a ring of twenty points; the numbers are those of a circle, written out."""
    circle = ((1, 0), (0.951, 0.309), (0.809, 0.588), (0.588, 0.809), (0.309, 0.951))
    turned = [(-b, a) for a, b in circle]
    half = [*circle, *turned]
    ring = [*half, *((-a, -b) for a, b in half)]
    return tuple((round(x + a * wide, 1), round(y + b * high, 1)) for a, b in ring)


def _table(book: Book) -> Table:
    """Every place with a position that is on the map, and what it was in the story."""
    columns = (Column("place", "Place"), Column("lat", "North", number=True), Column("lon", "East", number=True),
               Column("role", "In this story"), Column("known", "Position"))  # fmt: skip
    rows = []
    for place in places(book):
        assert place.location is not None
        known: Line = ("general knowledge", *line.mark(place.location.status))
        if place.location.status == "stated":
            known = line.rests(book, place.location)
        name, roles = (
            Link(place.names.en, "place", place.id),
            [(role.value,) for role in place.roles],
        )
        lat, lon = f"{place.location.lat}°", f"{place.location.lon}°"
        rows.append(Row(place.id, ((name,), (lat,), (lon,), joined(roles, "; "), known)))
    return Table(columns, tuple(rows))
