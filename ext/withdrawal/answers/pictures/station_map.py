"""The map of where each army went: the first station in China that is known of it."""

from __future__ import annotations

from ext.withdrawal.answers import tables
from ext.withdrawal.answers.line import rests
from ext.withdrawal.answers.pictures import shapes
from ext.withdrawal.answers.pictures.outline import CHINA_WHOLE, NEIGHBOURS
from ext.withdrawal.answers.pictures.shapes import Dot, Drawn, Picture, Shape, Stroke, Words
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Place, Unit

WEST, NORTH, ACROSS, DOWN = 103.5, 47.5, 14.6, 18.0
"""The corner of the map in degrees, and units of it to a degree, as the outline was cut."""
BESIDE = {
    "changchun": ("end", -8, 4), "chengde": ("start", 8, 12), "datong": ("end", -8, 8),
    "jilin": ("start", 8, 0), "zhangjiakou": ("end", 6, -9), "dalian": ("start", 8, 8),
    "shijiazhuang": ("end", -8, 6), "kaifeng": ("end", -8, 4), "xuzhou": ("start", 8, 0), "huaian": ("start", 8, 10),
}  # fmt: skip
"""Where a label stands that would run into another: anchor, and how far from the dot."""
LEGEND = (
    "Beside each town the armies whose first known station after Korea it was; an open dot where sources "
    "differ. A dot is the seat of a town, not of a barracks. The months of return are in the order of "
    "battle. Outline: Natural Earth, public domain; borders are those of today."
)


def stations(book: Book) -> list[tuple[Place, list[Unit]]]:
    """The armies at each town that a position is known of."""
    places, found = book.data.places, dict[str, list[Unit]]()
    for unit in book.data.units.values():
        if unit.echelon == "army" and unit.station and unit.places:
            named = (each for each in unit.places if places[each].names.en in unit.station.value)
            found.setdefault(next(named, unit.places[0]), []).append(unit)
    return [(places[name], units) for name, units in found.items() if places[name].location]


def chart(book: Book) -> Drawn:
    """The map, the same on every screen, and the stations as a table."""
    columns = ("unit", "home", "station", "evidence")
    rows = tables.unit_table(book, echelon=("army",), columns=columns, order="home")
    held = (unit.station for _, units in stations(book) for unit in units)
    return shapes.drawn(lambda _: _draw(book), rows, (LEGEND,), rests(book, *held, most=4))


def _draw(book: Book) -> Picture:
    drawn: list[Shape] = [Stroke(ring, "land", closed=True) for ring in NEIGHBOURS]
    drawn += [Stroke(ring, "korea", closed=True) for ring in CHINA_WHOLE]
    drawn.append(Words(110, 280, "CHINA", "country", "middle"))
    drawn.append(Words(340, 180, "KOREA", "country", "middle"))
    told = []
    for place, units in stations(book):
        assert place.location
        x = round((float(place.location.lon) - WEST) * ACROSS, 1)
        y = round((NORTH - float(place.location.lat)) * DOWN, 1)
        names = ", ".join(unit.names.en.removesuffix(" Army") for unit in units)
        torn = any(unit.station and unit.station.status == "disputed" for unit in units)
        drawn.append(Dot(x, y, 3.6, "dot-open" if torn else "dot", place.names.en))
        anchor, right, down = BESIDE.get(place.id, ("start", 8, 4))
        drawn.append(Words(x + right, y + down, f"{place.names.en} {names}", "strong", anchor))
        told.append(f"{names} at {place.names.en}")
    title = "Where each army went"
    desc = f"Map of eastern China. Armies at their first known stations: {'; '.join(told)}."
    return Picture("stations", 467, 504, title, desc, tuple(drawn))
