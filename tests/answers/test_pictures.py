"""The pictures against the data: what a ruler laid on the drawing reads must be what the records say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers import tables
from ext.withdrawal.answers.pictures import (
    batch_chart,
    lane_chart,
    place_map,
    station_map,
    strength,
    strength_chart,
    svg,
)
from ext.withdrawal.answers.pictures.scales import MONTHS
from ext.withdrawal.answers.pictures.shapes import Drawn, Picture
from ext.withdrawal.answers.questions import put
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.vocabulary import LANES
from sphinx_facts import wording
from sphinx_facts.values.dates import Date, Interval
from tests.support import whole

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
ASKED = {
    "strength": ("strength-chart", {}),
    "strength close up": ("strength-chart", {"close_up": True}),
    "batches": ("batch-chart", {}),
    "batches of 1958": ("batch-chart", {"campaign": "final"}),
    "places": ("place-map", {}),
    "february": ("lane-chart", {"span": "1958-02"}),
    "lanes": ("lane-chart", {"span": "1953/1958"}),
}


@cache
def book() -> Book:
    return whole.book()


@cache
def drawn(name: str) -> Drawn:
    answer = put(ASKED[name][0], **ASKED[name][1]).answer(book())
    assert isinstance(answer, Drawn)
    return answer


def layouts(name: str) -> Iterator[Picture]:
    answer = drawn(name)
    yield from (answer.wide, answer.narrow, answer.paper)


def read(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(svg.render(picture, "k"))


def points(path: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of a path of M, H, V and L."""
    found: list[tuple[float, float]] = []
    for letter, numbers in re.findall(r"([MHVL])([-\d. ]+)", path.get("d", "")):
        given = [float(number) for number in numbers.split()]
        x, y = found[-1] if found else (0.0, 0.0)
        found.append(
            (given[0], y)
            if letter == "H"
            else (x, given[0])
            if letter == "V"
            else (given[0], given[1])
        )
    return found


def styled(root: ElementTree.Element, tag: str, style: str) -> list[ElementTree.Element]:
    return [node for node in root.iter(f"{SVG}{tag}") if node.get("class") == style]


def text(node: ElementTree.Element) -> str:
    return "".join(node.itertext())


def height_of_men(root: ElementTree.Element) -> tuple[float, float]:
    """Units to a man, and where nobody is: read from the numbers beside the lines across."""
    ticks = [node for node in styled(root, "text", "tick") if node.get("text-anchor")]
    marks = {int(text(node).replace(",", "")): float(node.get("y", "")) - 4 for node in ticks}
    return (marks[0] - marks[max(marks)]) / max(marks), marks[0]


def day_at(root: ElementTree.Element, year: int) -> tuple[float, float]:
    """Units to a day, and where the first mark stands: read from the names along the foot."""
    marks: list[tuple[int, float]] = []
    for node in styled(root, "text", "tick"):
        words, x = text(node).strip("’"), float(node.get("x", ""))
        if node.get("text-anchor"):
            continue
        if re.fullmatch(r"19\d\d|\d\d", words):
            marks.append((datetime.date(1900 + int(words[-2:]), 1, 1).toordinal(), x - 3))
        elif words[:3] in MONTHS:
            marks.append((datetime.date(year, MONTHS.index(words[:3]) + 1, 1).toordinal(), x - 2))
    (first, left), (last, right) = marks[0], marks[-1]
    unit = (right - left) / (last - first)
    return unit, left - unit * first


def men(*names: str) -> int:
    """The number of men of a fact, less those of the facts after it."""
    values = [book().facts[name].value for name in names]
    assert all(isinstance(value, int) for value in values)
    first, *rest = [value for value in values if isinstance(value, int)]
    return first - sum(rest)


def days(name: str) -> tuple[int, int]:
    """The first and the last day that a fact can mean, as numbers."""
    value = book().facts[name].value
    assert isinstance(value, Date | Interval)
    assert value.latest
    return (value.earliest or value.latest).toordinal(), value.latest.toordinal()


def ordered(campaign: str) -> list[str]:
    return [batch.id for batch in queries.batches(book().data, campaign)]


def number(node: ElementTree.Element, name: str) -> float:
    return float(node.get(name, ""))


# What a ruler finds: each function reads a drawing and says every place in which it is not what the data say.

Ruler = Callable[[ElementTree.Element], Iterator[str]]


def unlike(what: str, read: float, held: float, within: float) -> Iterator[str]:
    if abs(read - held) > within:
        yield f"{what}: drawn {read:.1f}, held {held}"


def bars_off(campaign: str, root: ElementTree.Element) -> Iterator[str]:
    """Where a bar begins or ends on another day than its batch, or looks surer than it is."""
    unit, zero = day_at(root, 1958)
    shown, names = (
        list(root.iter(f"{SVG}rect")),
        sorted(ordered(campaign), key=lambda name: days(f"{name}.dates")[0]),
    )
    assert len(shown) == len(names) == (3 if campaign else len(book().data.batches))
    for node, name in zip(shown, names, strict=True):
        first, last = days(f"{name}.dates")
        yield from unlike(f"{name} begins", (number(node, "x") - zero) / unit, first, 0.2 / unit)
        end = number(node, "x") + number(node, "width")
        yield from unlike(f"{name} ends", (end - zero) / unit, last + 1, 0.3 / unit)
        if (node.get("class") == "bar-dashed") != (
            book().facts[f"{name}.dates"].status == "restored"
        ):
            yield f"{name}: {node.get('class')}"


def falls_off(root: ElementTree.Element) -> Iterator[str]:
    """Where a step of the last year, or the hatched fall after it, has another height or other days than the data."""
    unit, zero = height_of_men(root)
    per_day, start = day_at(root, 1958)
    names = ordered("final")
    parts = [f"{name}.strength" for name in names]
    steps = [points(node) for node in styled(root, "path", "level")]
    falls = [node for node in root.iter(f"{SVG}rect") if node.get("class") == "hatched"]
    assert len(steps) == len(falls) == len(names)
    year = datetime.date(1958, 1, 1).toordinal()
    for place, (name, step, fall) in enumerate(zip(names, steps, falls, strict=True)):
        held = men("final.strength", *parts[:place])
        first, last = days(f"{name}.dates")
        before = days(f"{names[place - 1]}.dates")[1] if place else year
        for x, day in zip((step[0][0], step[-1][0]), (before, first), strict=True):
            yield from unlike(f"step before {name}", (x - start) / per_day, day, 0.2 / per_day)
        for _, y in step:
            yield from unlike(f"step before {name}", (zero - y) / unit, held, 600)
        yield from unlike(f"{name} from", (zero - number(fall, "y")) / unit, held, 600)
        yield from unlike(f"{name} in all", number(fall, "height") / unit, men(parts[place]), 600)
        yield from unlike(
            f"{name} begins", (number(fall, "x") - start) / per_day, first, 0.2 / per_day
        )
        end = number(fall, "x") + number(fall, "width")
        yield from unlike(f"{name} ends", (end - start) / per_day, last, 0.3 / per_day)


def levels_off(root: ElementTree.Element) -> Iterator[str]:
    """Where the limit after the armistice, a count of 1956 or an American strength is not at its height or time."""
    yield from falls_off(root)
    unit, zero = height_of_men(root)
    per_day, start = day_at(root, 1958)
    armistice, parts = "cpv-at-armistice.count", [f"{name}.strength" for name in ordered("open")]
    names, rivals = ordered("open"), [f"{name}.count" for name in strength.DISPUTED]
    floor, most = min(map(men, rivals)), max(map(men, rivals))
    upper = [(days("cpv-at-armistice.date")[0], men(armistice))]
    lower = []
    for place, name in enumerate(names):
        for day, gone in zip(
            days(f"{name}.dates"), (parts[:place], parts[: place + 1]), strict=True
        ):
            upper.append((day, men(armistice, *gone)))
            to_go = sum(map(men, parts)) - sum(map(men, gone))
            lower.append((day, floor + to_go))
    counted = [sum(days(f"{name}.date")) // 2 for name in strength.DISPUTED]
    for day in (min(counted), max(counted)):
        upper.append((day, most))
        lower.append((day, floor))
    upper.append((datetime.date(1958, 1, 1).toordinal(), men("final.strength")))
    corners, (field,) = [*upper, *reversed(lower)], styled(root, "path", "area")
    dots = [(number(node, "cx"), number(node, "cy")) for node in styled(root, "circle", "dot")]
    for (x, y), (day, held) in zip([*dots, *points(field)], [corners[0], *corners], strict=True):
        yield from unlike("the field", (x - start) / per_day, day, 0.2 / per_day)
        yield from unlike("the field", (zero - y) / unit, held, 600)
    between, *ranges = [points(node) for node in styled(root, "path", "range")]
    middle = start + per_day * sum(days(f"{strength.DISPUTED[0]}.date")) / 2
    for line, name in zip(ranges, strength.DISPUTED, strict=True):
        first, last = (start + per_day * day for day in days(f"{name}.date"))
        wide = name in strength.DISPUTED[:2]
        yield from unlike(name, line[0][0], min(first, middle - 6) if wide else first, 0.2)
        yield from unlike(name, line[1][0], max(last, middle + 6) if wide else last, 0.2)
    for (x, y), held in zip(between, (most, floor), strict=True):
        yield from unlike("between the counts", x, middle, 0.2)
        yield from unlike("between the counts", (zero - y) / unit, held, 600)
    for (_, y), name in zip(
        chain(*ranges), [name for name in strength.DISPUTED for _ in range(2)], strict=True
    ):
        yield from unlike(name, (zero - y) / unit, men(f"{name}.count"), 600)
    known = [name for name in strength.AMERICAN if f"{name}.count" in book().facts]
    long = [name for name in known if days(f"{name}.date")[1] - days(f"{name}.date")[0] >= 40]
    for name, node in zip(long, styled(root, "path", "rival"), strict=True):
        for (x, y), day in zip(points(node), days(f"{name}.date"), strict=True):
            yield from unlike(name, (x - start) / per_day, day, 0.2 / per_day)
            yield from unlike(name, (zero - y) / unit, men(f"{name}.count"), 600)
    short = [name for name in known if name not in long]
    for name, node in zip(short, styled(root, "circle", "dot-open"), strict=True):
        end = days(f"{name}.date")[1]
        yield from unlike(name, (number(node, "cx") - start) / per_day, end, 0.2 / per_day)
        yield from unlike(name, (zero - number(node, "cy")) / unit, men(f"{name}.count"), 600)


def places_off(root: ElementTree.Element) -> Iterator[str]:
    """Where a dot does not stand at the degrees of its place."""
    dots = {
        text(node): (number(node, "cx"), number(node, "cy")) for node in root.iter(f"{SVG}circle")
    }
    assert len(dots) == len(place_map._places(book())) >= 8
    for place in place_map._places(book()):
        assert place.location
        x, y = dots[place.names.en]
        yield from unlike(
            place.id, x / place_map.ACROSS + place_map.WEST, float(place.location.lon), 0.002
        )
        yield from unlike(
            place.id, place_map.NORTH - y / place_map.DOWN, float(place.location.lat), 0.002
        )


def days_off(root: ElementTree.Element) -> Iterator[str]:
    """Where a dot of the month does not stand over, or beside, the number of its day."""
    names = styled(root, "text", "tick")
    across = names[0].get("text-anchor") == "middle"
    axis, slack = ("x", 0.0) if across else ("y", 4.0)
    at = {text(node).split()[0]: number(node, axis) - slack for node in names}
    labels = {
        text(node): node
        for node in root.iter(f"{SVG}text")
        if node.get("class") in ("quiet", "small")
    }
    cells = lane_chart.cells(book(), "1958-02")
    links = list(root.iter(f"{SVG}a"))
    for cell, link in zip(cells, links, strict=True):
        (dot,) = link.findall(f"{SVG}circle")
        label = labels[LANES[cell.lane]]
        beside = (
            number(dot, "cy") - number(label, "y")
            if across
            else number(dot, "cx") - number(label, "x")
        )
        yield from unlike(cell.lane, beside, 13 if across else 0, 0.11)
        for event in cell.events:
            day = re.match(r"1958-02-(\d\d)", event.date.value or "")
            yield from unlike(
                event.id, number(dot, f"c{axis}"), at[str(int(day[1])) if day else "?"], 0.11
            )


RULERS: dict[str, Ruler] = {
    "batches": partial(bars_off, ""),
    "batches of 1958": partial(bars_off, "final"),
    "strength close up": falls_off,
    "strength": levels_off,
    "places": places_off,
    "february": days_off,
}
MEASURED = (
    "level",
    "limit",
    "rival",
    "range",
    "bar",
    "bar-open",
    "bar-dashed",
    "faded",
    "hatched",
    "dot",
    "dot-open",
)
"""The styles of the shapes that stand for data; the rest is paper, axes and land."""
BARS = ("bar", "bar-open", "bar-dashed", "faded")
"""Shapes that say something from left to right only."""


def moved(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """The drawing with one coordinate of one shape changed by two pixels, for every coordinate that means anything."""
    for node in root.iter():
        inside_link = node.tag == f"{SVG}circle" and node.get("class") is None
        if not inside_link and (node.get("class") not in MEASURED or node.tag == f"{SVG}text"):
            continue
        for name in ("x", "y", "width", "height", "cx", "cy", "d"):
            whole = node.get(name)
            if whole is None or (name in ("y", "height") and node.get("class") in BARS):
                continue
            for found in re.finditer(r"-?[\d.]+", whole):
                node.set(
                    name, f"{whole[: found.start()]}{float(found[0]) + 2:.1f}{whole[found.end() :]}"
                )
                yield f"{node.get('class')} {name} {whole}", root
            node.set(name, whole)


@pytest.mark.parametrize("name", RULERS)
def test_every_shape_stands_where_the_data_say(name: str) -> None:
    for picture in layouts(name):
        assert list(RULERS[name](read(picture))) == []


@pytest.mark.parametrize("name", RULERS)
def test_a_shape_moved_by_two_pixels_is_found_out(name: str) -> None:
    tried = 0
    for picture in layouts(name):
        root = read(picture)
        for what, changed in moved(root):
            tried += 1
            assert list(RULERS[name](changed)), what
    assert tried >= 6


@pytest.mark.parametrize("name", ["february", "lanes"])
def test_every_event_of_the_span_is_counted_once(name: str) -> None:
    cells = lane_chart.cells(book(), str(ASKED[name][1]["span"]))
    counted = [event.id for cell in cells for event in cell.events]
    assert len(counted) == len(set(counted))
    for picture in layouts(name):
        links = list(read(picture).iter(f"{SVG}a"))
        numbers = [
            int("".join(text(node) for node in link.findall(f"{SVG}text")) or 1) for link in links
        ]
        assert numbers == [len(cell.events) for cell in cells]
        assert sum(numbers) == len(counted)


def of_batches(campaign: str) -> list[tuple[str, ...]]:
    """What the words say of each batch in turn; the covert one has no number in a row, and no strength is known."""
    fields = ("order", "dates", "strength", "divisions")
    names = sorted(ordered(campaign), key=lambda name: days(f"{name}.dates")[0])
    return [(f"{name}.{field}",) for name in names for field in fields
            if f"{name}.{field}" in book().facts and (name, field) != ("covert", "order")]  # fmt: skip


def of_steps() -> list[tuple[str, ...]]:
    """What the words say of the last year: before the first batch, and after each."""
    names = ordered("final")
    left = [(f"{name}.strength",) for name in names]
    said: list[tuple[str, ...]] = [("final.strength",), (f"{names[0]}.order",)]
    for place, name in enumerate(names, start=1):
        total = ("final.strength", *(part for (part,) in left[:place]))
        said += [total, (f"{name}.order",), (f"{name}.dates.end",)]
    return said


def of_levels() -> list[tuple[str, ...]]:
    """What the words say of all years."""
    said: list[tuple[str, ...]] = [("cpv-at-armistice.count",), ("cpv-at-armistice.date",)]
    for place, name in enumerate(ordered("open"), start=1):
        parts = (f"{each}.strength" for each in ordered("open")[:place])
        said += [("cpv-at-armistice.count", *parts), (f"{name}.order",), (f"{name}.dates.end",)]
    said += [(f"{name}.{field}",) for name in strength.DISPUTED for field in ("count", "date")]
    known = [name for name in strength.AMERICAN if f"{name}.count" in book().facts]
    return [
        *said,
        *of_steps(),
        *((f"{name}.{field}",) for name in known for field in ("count", "date")),
        *((name,) for name in strength_chart.GONE),
    ]


def of_lanes(span: str) -> list[str]:
    """How many events each lane has, counted anew from the dates as they are written."""
    first, last = span[:4], span[-4:] if "/" in span else span[:4]
    events = [event for event in book().data.events.values() if event.date.value]
    dated = [
        event for event in events if first <= str(event.date.value).removeprefix("../")[:4] <= last
    ]
    if "-" in span:
        dated = [event for event in dated if str(event.date.value).startswith(span)]
    counts = [sum(event.lane == lane for event in dated) for lane in LANES]
    return [str(count) for count in counts if count]


SAID: dict[str, Callable[[], list[tuple[str, ...]] | list[str]]] = {
    "strength": of_levels,
    "strength close up": lambda: [("final.dates.start",), ("final.dates.start",), *of_steps()],
    "batches": lambda: of_batches(""),
    "batches of 1958": lambda: of_batches("final"),
    "places": lambda: [],
    "february": lambda: ["Feb 1958", *of_lanes("1958-02")],
    "lanes": lambda: ["1953 to 1958", *of_lanes("1953/1958")],
}
"""What each figure in the name and the description of a picture is, in turn: a fact, or one less others; a count."""


def words_off(name: str, words: str) -> Iterator[str]:
    """Where a figure of the words is not the one that the data hold in its place. Zero is said as “none”."""
    language = wording.language("en")
    shown, held = list(language.figures(words)), [each for each in SAID[name]() if not _none(each)]
    if len(shown) != len(held):
        yield f"{len(shown)} figures, {len(held)} facts"
        return
    for figure, each in zip(shown, held, strict=True):
        hedged = language.hedge_before(words[: figure.start]) + figure.text
        if isinstance(each, str):
            right = figure.text == each
        elif len(each) == 1:
            right = language.accepts(book().facts[each[0]], hedged)
        else:
            right = hedged == computed(*each)
        if not right:
            yield f"{hedged} is not {each}"


def computed(*names: str) -> str:
    """The number of men of a fact less those of the facts after it: a limit after the armistice, else about right."""
    return f"{'up to' if names[0].startswith('cpv') else 'about'} {men(*names):,}"


def _none(each: str | tuple[str, ...]) -> bool:
    return len(each) > 1 and not isinstance(each, str) and men(*each) == 0


def words_of(picture: Picture) -> str:
    """The name and the description, as they stand in the drawing."""
    root = read(picture)
    return f"{text(root[0])}. {text(root[1])}"


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_of_a_description_is_a_fact(name: str) -> None:
    for picture in layouts(name):
        assert list(words_off(name, words_of(picture))) == []


WORDS = {"first": "second", "second": "third", "third": "first"}


@pytest.mark.parametrize("name", [name for name in ASKED if name != "places"])
def test_a_wrong_figure_in_a_description_is_found_out(name: str) -> None:
    words = words_of(drawn(name).wide)
    figures = list(wording.language("en").figures(words))
    assert figures
    for figure in figures:
        other = WORDS.get(figure.text.lower()) or re.sub(
            r"\d+(?!.*\d)", lambda found: str(int(found[0]) + 1).zfill(len(found[0])), figure.text
        )
        assert other != figure.text
        assert list(words_off(name, words[: figure.start] + other + words[figure.end :])), (
            figure.text
        )


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_drawn_is_a_fact_of_its_picture(name: str) -> None:
    """The labels, and the words told to whoever points at a shape; marks of axes and counts in dots are looked at
    above, and the titles of events are data themselves."""
    language = wording.language("en")
    ids = [each for each in SAID[name]() if isinstance(each, tuple)]
    numbers = {computed(*each) for each in ids if len(each) > 1} | {
        computed(f"{batch}.strength") for batch in ordered("final")
    }
    for picture in layouts(name):
        root = read(picture)
        labels = [
            text(node)
            for node in root.iter(f"{SVG}text")
            if node.get("class") not in ("tick", "stage", "count")
        ]
        labels += [
            text(node)
            for shape in root
            if shape.tag != f"{SVG}a"
            for node in shape.findall(f"{SVG}title")
        ]
        for label in labels:
            for figure in language.figures(label):
                hedged = language.hedge_before(label[: figure.start]) + figure.text
                held = any(
                    language.accepts(book().facts[each[0]], hedged)
                    for each in ids
                    if len(each) == 1
                )
                assert held or hedged in numbers, label


@pytest.mark.parametrize("name", ASKED)
def test_picture_is_named_described_and_the_same_each_time(name: str) -> None:
    for picture in layouts(name):
        assert picture.title
        assert picture.desc.endswith(".")
        assert svg.render(picture, "k") == svg.render(picture, "k")
        root = read(picture)
        assert [node.tag for node in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert not re.search(
            r"#[0-9a-fA-F]{3,6}\b", svg.render(picture, "k").replace("url(#", "")
        ), "a colour of its own"


def test_the_table_beside_a_chart_has_the_rows_of_the_chart() -> None:
    rows = drawn("strength").rows
    assert rows
    words = [inline.plain(row.cells[2]) for row in rows.rows]
    assert words == [
        level.words for level in (*strength.levels(book()), *strength.american(book()))
    ]
    assert "up to 996,657" in words
    assert "326,863" in words and "unknown" not in words


def test_matrix_adds_up_both_ways() -> None:
    table = tables.unit_matrix(book())
    numbers = [
        [0 if (cell := inline.plain(part)) == "–" else int(cell) for part in row.cells[1:]]
        for row in table.rows
    ]
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    assert table.total
    total = [int(inline.plain(part)) for part in table.total.cells[1:]]
    divisions = [sum(row[place] for row in numbers[1:6]) for place in range(len(total))]
    assert divisions == total
    assert numbers[0][-1] == book().facts["armistice.armies"].value
    assert numbers[1][-1] == book().facts["armistice.divisions"].value


@pytest.mark.parametrize(("name", "said"), [
    ("final.strength", ["about 250,000 derived = about 80,000 + about 100,000 + about 70,000"]),
    ("open.divisions", ["19 derived = 7 + 6 + 6"]),
    ("A08", ["17 derived × 3 derived + 1 = 52 derived", "52 derived − 19 derived − 18 = 15 derived"]),
    ("A07", ["17 derived = 17", "17 derived − 6 derived − 6 derived = 5 derived = 5"]),
    ("mao-zedong", []),
])  # fmt: skip
def test_sums_are_shown_with_their_parts(name: str, said: list[str]) -> None:
    lines = put("sum", of=name).answer(book())
    assert [inline.plain(line) for line in lines] == said


def test_without_data_there_is_an_empty_picture_and_no_error() -> None:
    empty = Book(Dataset(), {}, ())
    assert strength_chart.chart(empty).wide.shapes
    assert strength_chart.chart(empty, close_up=True).wide.shapes
    assert not batch_chart.bars(empty)
    assert place_map.chart(empty).rows


def test_each_army_stands_at_its_first_known_station() -> None:
    answer = put("place-map", stations=True).answer(book())
    assert isinstance(answer, Drawn)
    root, held = read(answer.wide), station_map.stations(book())
    dots, labels = list(root.iter(f"{SVG}circle")), list(map(text, root.iter(f"{SVG}text")))
    assert len(dots) == len(held) > 10
    for dot, (place, units) in zip(dots, held, strict=True):
        assert place.location
        lon = number(dot, "cx") / station_map.ACROSS + station_map.WEST
        lat = station_map.NORTH - number(dot, "cy") / station_map.DOWN
        assert abs(lon - float(place.location.lon)) < 0.01
        assert abs(lat - float(place.location.lat)) < 0.01
        (label,) = [label for label in labels if label.startswith(place.names.en)]
        assert all(unit.names.en.split()[0] in label for unit in units)
    armies = [unit.id for _, units in held for unit in units]
    assert len(armies) == len(set(armies))


def test_a_map_shows_the_places_asked_for_and_the_way_between_events() -> None:
    answer = put("place-map", events=("zhou-at-hamhung", "zhou-at-wonsan")).answer(book())
    assert isinstance(answer, Drawn)
    root = read(answer.wide)
    shown = {text(node) for node in root.iter(f"{SVG}circle")}
    (way,) = styled(root, "path", "limit")
    assert {"Hamhung", "Wonsan"} <= shown < {place.names.en for place in place_map._places(book())}
    assert len(points(way)) >= 2
    assert not styled(root, "path", "area")
