"""The pictures against the data: what a ruler laid on the drawing reads must be what the records say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ext.facts import wording
from ext.facts.dates import Interval
from ext.withdrawal import inline, questions
from ext.withdrawal.book import Book, read_book
from ext.withdrawal.dataset import Dataset
from ext.withdrawal.pictures import atlas, gantt, lanes, matrix, strength, strength_chart, svg, tikz
from ext.withdrawal.pictures.drawn import Drawn
from ext.withdrawal.pictures.scales import MONTHS
from ext.withdrawal.pictures.shapes import Picture

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
ASKED = {
    "strength": ("strength-chart", {}),
    "strength close up": ("strength-chart", {"close-up": ""}),
    "batches": ("batch-chart", {}),
    "batches of 1958": ("batch-chart", {"campaign": "final"}),
    "places": ("place-map", {}),
    "february": ("lane-chart", {"span": "1958-02"}),
    "lanes": ("lane-chart", {"span": "1953/1958"}),
}


@cache
def book() -> Book:
    return read_book(ROOT / "data")


@cache
def drawn(name: str) -> Drawn:
    answer = questions.ask(book(), questions.spell(*ASKED[name]))
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
        found.append((given[0], y) if letter == "H" else (x, given[0]) if letter == "V" else (given[0], given[1]))
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


@pytest.mark.parametrize("name", ["batches", "batches of 1958"])
def test_each_bar_ends_where_its_batch_does(name: str) -> None:
    campaign = ASKED[name][1].get("campaign", "")
    for picture in layouts(name):
        root = read(picture)
        unit, zero = day_at(root, 1958)
        shown = list(root.iter(f"{SVG}rect"))
        bars = gantt.bars(book(), campaign)
        assert len(shown) == len(bars) == (7 if not campaign else 3)
        for node, bar in zip(shown, bars, strict=True):
            x, width = float(node.get("x", "")), float(node.get("width", ""))
            value = book().facts[f"{bar.id}.dates"].value
            assert isinstance(value, Interval)
            assert value.earliest
            assert value.latest
            assert (x - zero) / unit == pytest.approx(value.earliest.toordinal(), abs=0.2 / unit)
            assert (x + width - zero) / unit == pytest.approx(value.latest.toordinal() + 1, abs=0.3 / unit)
            assert (node.get("class") == "bar-dashed") == (book().facts[f"{bar.id}.dates"].status == "restored")


def test_each_step_of_1958_has_its_height_and_days() -> None:
    parts = [book().facts[f"final-{number}.strength"].value for number in (1, 2, 3)]
    expected = [250_000, 170_000, 70_000]
    assert [before - after for before, after in pairwise([*expected, 0])] == parts
    for picture in layouts("strength close up"):
        root = read(picture)
        unit, zero = height_of_men(root)
        per_day, start = day_at(root, 1958)
        lines = [points(node) for node in styled(root, "path", "level")]
        assert [round((zero - line[0][1]) / unit, -3) for line in lines] == expected
        falls = [node for node in root.iter(f"{SVG}rect") if node.get("class") == "hatched"]
        for number, (node, part) in enumerate(zip(falls, parts, strict=True), start=1):
            assert float(node.get("height", "")) / unit == pytest.approx(part, abs=600)
            value = book().facts[f"final-{number}.dates"].value
            assert isinstance(value, Interval)
            assert value.earliest
            x = float(node.get("x", ""))
            assert (x - start) / per_day == pytest.approx(value.earliest.toordinal(), abs=0.2 / per_day)


def test_the_limit_after_the_armistice_has_its_heights() -> None:
    expected = [1_200_000, 1_112_106, 1_059_914, 996_657]
    for picture in layouts("strength"):
        root = read(picture)
        unit, zero = height_of_men(root)
        (line,) = styled(root, "path", "limit")
        heights = list(dict.fromkeys(y for _, y in points(line)))
        assert [(zero - y) / unit for y in heights] == pytest.approx(expected, abs=600)
        ranges = sorted({y for node in styled(root, "path", "range") for _, y in points(node)}, reverse=True)
        assert [(zero - y) / unit for y in ranges] == pytest.approx([300_000, 440_000], abs=600)
        rivals = sorted(
            {round((zero - y) / unit, -3) for node in styled(root, "path", "rival") for _, y in points(node)}
        )
        assert rivals == pytest.approx([46_024, 50_000, 75_328], abs=900)


def test_places_stand_where_their_degrees_say() -> None:
    root = read(drawn("places").wide)
    dots = {text(node): (float(node.get("cx", "")), float(node.get("cy", ""))) for node in root.iter(f"{SVG}circle")}
    assert len(dots) == len(atlas.places(book())) >= 8
    for place in atlas.places(book()):
        assert place.location
        x, y = dots[place.names.en]
        assert x / atlas.ACROSS + atlas.WEST == pytest.approx(float(place.location.lon), abs=0.002)
        assert atlas.NORTH - y / atlas.DOWN == pytest.approx(float(place.location.lat), abs=0.002)


@pytest.mark.parametrize("name", ["february", "lanes"])
def test_every_event_of_the_span_is_counted_once(name: str) -> None:
    cells = lanes.cells(book(), str(ASKED[name][1]["span"]))
    counted = [event.id for cell in cells for event in cell.events]
    assert len(counted) == len(set(counted))
    for picture in layouts(name):
        links = list(read(picture).iter(f"{SVG}a"))
        numbers = [int("".join(text(node) for node in link.findall(f"{SVG}text")) or 1) for link in links]
        assert numbers == [len(cell.events) for cell in cells]
        assert sum(numbers) == len(counted)


@pytest.mark.parametrize("name", ASKED)
def test_description_holds_no_figure_but_those_of_the_data(name: str) -> None:
    language = wording.language("en")
    levels = (*strength.levels(book()), *strength.american(book()))
    own = {f"{level.men:,}" for level in levels}
    said = {form for level in levels for form in re.findall(r"[\w,]+", f"{level.when} {level.words}")}
    for fact in book().facts.values():
        said |= set(re.findall(r"[\w,]+", f"{language.canonical(fact)} {fact.value}"))
    for picture in layouts(name):
        if name in ("february", "lanes"):
            cells = lanes.cells(book(), str(ASKED[name][1]["span"]))
            totals = {str(sum(len(cell.events) for cell in cells if cell.lane == lane)) for lane in lanes.LANES}
            assert set(re.findall(r"\d+", picture.desc)) <= totals
            continue
        loose = [figure.text for figure in language.figures(picture.desc)]
        for figure in loose:
            assert all(word in said or word in own for word in re.findall(r"\d[\d,]*", figure)), figure


@pytest.mark.parametrize("name", ASKED)
def test_picture_is_named_described_and_the_same_each_time(name: str) -> None:
    for picture in layouts(name):
        assert picture.title
        assert picture.desc.endswith(".")
        assert svg.render(picture, "k") == svg.render(picture, "k")
        root = read(picture)
        assert [node.tag for node in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert "tikzpicture" in tikz.render(picture, 128, str)
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b", svg.render(picture, "k").replace("url(#", "")), (
            "a colour of its own"
        )


def test_the_table_beside_a_chart_has_the_rows_of_the_chart() -> None:
    rows = drawn("strength").rows
    assert rows
    words = [inline.plain(row.cells[2]) for row in rows.rows]
    assert words == [level.words for level in (*strength.levels(book()), *strength.american(book()))]
    assert "at most about 996,657" in words
    assert "unknown" in words


def test_matrix_adds_up_both_ways() -> None:
    table = matrix.matrix(book())
    numbers = [
        [0 if (cell := inline.plain(part)) == "–" else int(cell) for part in row.cells[1:]] for row in table.rows
    ]
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    assert table.total
    total = [int(inline.plain(part)) for part in table.total.cells[1:]]
    divisions = [sum(row[place] for row in numbers[1:6]) for place in range(len(total))]
    assert divisions == total
    assert numbers[0][-1] == book().facts["armistice.armies"].value
    assert numbers[1][-1] == book().facts["armistice.divisions"].value


@pytest.mark.parametrize(("name", "said"), [
    ("final.strength", ["250,000 derived = 80,000 + 100,000 + 70,000"]),
    ("open.divisions", ["19 derived = 7 + 6 + 6"]),
    ("A08", ["17 derived × 3 derived + 1 = 52 derived", "52 derived − 19 derived − 18 = 15 derived"]),
    ("A07", ["17 derived − 6 derived − 6 derived = 5 derived = 5"]),
    ("mao-zedong", []),
])  # fmt: skip
def test_sums_are_shown_with_their_parts(name: str, said: list[str]) -> None:
    lines = questions.ask(book(), questions.spell("sum", {"of": name}))
    assert [inline.plain(line) for line in lines] == said


def test_without_data_there_is_an_empty_picture_and_no_error() -> None:
    empty = Book(Dataset(), {}, ())
    assert strength_chart.chart(empty).wide.shapes
    assert strength_chart.chart(empty, close_up=True).wide.shapes
    assert not gantt.bars(empty)
    assert atlas.chart(empty).rows
