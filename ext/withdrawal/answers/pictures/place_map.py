"""The map: outline of Korea and the places of the story on it, the crossings, and the order of
leaving, schematic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import cos, pi, sin

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, joined
from ext.withdrawal.answers.pictures import shapes, station_map
from ext.withdrawal.answers.pictures.outline import CHINA, KOREA_NORTH, KOREA_SOUTH, RUSSIA
from ext.withdrawal.answers.pictures.shapes import Dot, Drawn, Picture, Shape, Stroke, Words
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Place

WEST, SOUTH, EAST, NORTH = 123.6, 37.0, 131.4, 43.2
"""The edges of the map in degrees, as the outline was cut."""
ACROSS, DOWN = 53.63, 70.0
"""Units of the outline to a degree of longitude and latitude, whose ratio is the cosine of 40°."""

BESIDE = {
    "andong": ("middle", 2, -10), "sinuiju": ("start", 8, 12), "yalu-bridge": ("", 0, 0),
    "manpo": ("start", 8, 12), "jian": ("end", -8, -2), "hamhung": ("end", -8, -4),
    "hungnam": ("start", 8, 12), "kaesong": ("end", -8, 10), "panmunjom": ("start", 8, 8),
    "pyongyang": ("end", -8, 4), "hoechang": ("middle", 0, -10),
}  # fmt: skip
"""Where a label stands that would run into another: anchor, and how far from the dot."""
STAGES = (
    ("1 front", (198.0, 336.0), (70.0, 14.0), (198.0, 340.0), "middle"),
    ("2 west coast", (99.0, 252.0), (15.0, 56.0), (83.0, 266.0), "end"),
    ("3 middle", (172.0, 250.0), (36.0, 24.0), (172.0, 254.0), "middle"),
)
"""The order of leaving: its number and name, where it is drawn, how wide and high, where its label
stands. No source draws these areas; the places are ours."""
WATERS = (
    (215, 52, "CHINA", "country", "middle"), (52, 352, "Yellow Sea", "sea", "middle"),
    (330, 268, "Sea of Japan", "sea", "middle"), (330, 282, "(East Sea)", "sea", "middle"),
    (256, 412, "KOREA", "country", "middle"), (86, 168, "Yalu", "sea", "end"),
)  # fmt: skip
"""The names of countries and waters."""
CIRCLE = [(round(cos(k * pi / 10), 3), round(sin(k * pi / 10), 3)) for k in range(20)]
CREDIT = (
    "A full dot stands where a source puts the place, an open one where general knowledge does; "
    "positions are approximate."
)
WAY = " The broken line joins the stations of the journey in their order; it is no road."
OUTLINE = "Outline: Natural Earth, public domain."
AREAS = (
    "Numbered areas show the order that was laid down (the front, the west coast, the middle) and "
    "are schematic: no source draws them."
)


def _places(book: Book, only: tuple[str, ...] = ()) -> tuple[Place, ...]:
    """The places that lie within the map: all, or these only."""
    within = (each for each in book.data.places.values() if each.roles and _spot(each))
    return tuple(place for place in within if not only or place.id in only)


def _spot(place: Place) -> tuple[float, float] | None:
    """Where a place comes to lie on the map; None beyond its edges, or if nobody knows."""
    if place.location is None:
        return None
    lat, lon = float(place.location.lat), float(place.location.lon)
    inside = WEST < lon < EAST and SOUTH < lat < NORTH
    return (round((lon - WEST) * ACROSS, 1), round((NORTH - lat) * DOWN, 1)) if inside else None


def chart(
    book: Book,
    *,
    places: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
    stations: bool = False,
) -> Drawn:
    """The map, the same on every screen, and the list of the same places: all of them, or some and
    the way from event to event; or where in China each army went."""
    if stations:
        return station_map.chart(book)
    stops = [stop for name in events for stop in book.data.events[name].places]
    way = [book.data.places[name] for name, _ in groupby(stops)]
    if places or way:
        return _some(book, (*places, *(place.id for place in way)), way)
    term = book.data.terms.get("order-of-withdrawal")
    legend: Line = (f"{CREDIT} {OUTLINE} {AREAS}",)
    missing = [
        (Link(place.names.en, "place", place.id),)
        for place in book.data.places.values()
        if place.names.ko and place.roles and not place.location
    ]
    if missing:
        why = " Not on the map, since no source seen gives its position: "
        legend = (*legend, why, *joined(missing), ".")
    if term:
        legend = (*legend, " See ", Link(term.names.en, "term", term.id), ".")
    rests = line.rests(book, *(place.location for place in _places(book)))
    return shapes.drawn(lambda _: _draw(book), _table(book), legend, rests)


def _some(book: Book, only: tuple[str, ...], way: list[Place]) -> Drawn:
    """The map with some places, and the way from one to the next."""
    legend = f"{CREDIT}{WAY if way else ''} {OUTLINE}"
    rests = line.rests(book, *(place.location for place in _places(book, only)))
    return shapes.drawn(lambda _: _draw(book, only, way), _table(book, only), (legend,), rests)


def _draw(book: Book, only: tuple[str, ...] = (), way: Sequence[Place] = ()) -> Picture:
    drawn: list[Shape] = []
    for outline, style in (
        (CHINA, "land"), (RUSSIA, "land"), (KOREA_SOUTH, "korea"), (KOREA_NORTH, "korea")
    ):  # fmt: skip
        drawn += [Stroke(ring, style, closed=True) for ring in outline]
    drawn += [Words(*name) for name in WATERS]
    for name, (x, y), (wide, high), beside, anchor in () if only else STAGES:
        oval = tuple((round(x + a * wide, 1), round(y + b * high, 1)) for a, b in CIRCLE)
        drawn += [Stroke(oval, "area", closed=True), Words(*beside, name, "stage", anchor)]
    spots = tuple(spot for place in way if (spot := _spot(place)))
    drawn += [Stroke(spots, "limit")] if spots else []
    for place in _places(book, only):
        spot = _spot(place)
        assert place.location and spot
        style = "dot" if place.location.status == "stated" else "dot-open"
        drawn.append(Dot(*spot, 3.6, style, place.names.en))
        anchor, right, down = BESIDE.get(place.id, ("start", 8, 4))
        if anchor:
            where = spot[0] + right, spot[1] + down
            drawn.append(Words(*where, place.names.en, "strong", anchor))
    title = "Places of the withdrawal in Korea and on its border"
    named = ", ".join(place.names.en for place in _places(book, only))
    desc = f"Map of northern Korea with the border on the Yalu and the Tumen. On it: {named}."
    if way:
        desc += f" A line goes from {', then '.join(place.names.en for place in way)}."
    if not only:
        desc += (
            " The order of leaving is shown by numbered areas, the front, the west coast, the "
            "middle, and is schematic."
        )
    return Picture("places", 418, 434, title, desc, tuple(drawn))


def _table(book: Book, only: tuple[str, ...] = ()) -> Table:
    """Every place with a position that is on the map, and what it was in the story."""
    columns = (
        Column("place", "Place"), Column("lat", "North", number=True),
        Column("lon", "East", number=True), Column("role", "In this story"),
        Column("known", "Position"),
    )  # fmt: skip
    rows = []
    for place in _places(book, only):
        assert place.location is not None
        known: Line = ("general knowledge", *line.mark(place.location.status))
        if place.location.status == "stated":
            known = line.rests(book, place.location)
        name, roles = (
            Link(place.names.en, "place", place.id),
            [(each.value,) for each in place.roles],
        )
        lat, lon = f"{place.location.lat}°", f"{place.location.lon}°"
        rows.append(Row(place.id, ((name,), (lat,), (lon,), joined(roles, "; "), known)))
    return Table(columns, tuple(rows))
