"""The download folder: whole, harmless in a spreadsheet, the same every time, and readable by other programs."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ext.withdrawal.answers.questions import Question, put
from ext.withdrawal.exports import cells, folder, ics, linked, rows
from ext.withdrawal.exports.cells import BETWEEN, Sheet
from ext.withdrawal.exports.feed import feed
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.records import model, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import FILES, KINDS
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.values import dates
from sphinx_facts.values.problem import NOWHERE
from tests.support import whole

ROOT = Path(__file__).parents[2]
TERMS = frozenset(
    [
        "Book",
        "Chapter",
        "DataDownload",
        "Dataset",
        "Event",
        "Organization",
        "Place",
        "about",
        "author",
        "bookEdition",
        "contentUrl",
        "creator",
        "datePublished",
        "description",
        "distribution",
        "encodingFormat",
        "endDate",
        "inLanguage",
        "isAccessibleForFree",
        "isPartOf",
        "keywords",
        "license",
        "location",
        "name",
        "spatialCoverage",
        "startDate",
        "temporalCoverage",
        "url",
        "version",
    ]
)
"""The types and properties of schema.org that the book uses."""


@pytest.fixture(scope="module")
def book() -> Book:
    return whole.book()


@pytest.fixture(scope="module")
def made(book: Book) -> dict[str, bytes]:
    return folder.files(book, version="1.0", asked={"page": [put("batch-table", campaign="final")]})


@pytest.fixture(scope="module")
def by_name(book: Book) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets(book)}


def as_text(value: cells.Value) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


# --- CSV -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\x00=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "a\n=1",
        "'=1",
        "=",
        "\u2212x",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    shown = cells.safe(text)
    assert all(
        line.startswith("'")
        or not re.match(r"[\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\t]", line)
        for line in re.split(r"[\r\n]", shown)
        if line
    )
    assert cells.plain(shown) == text


@pytest.mark.parametrize(
    "text", ["80000", "-5", "+5", "39.03", "1958-03-15", "第47军", "a=b", "", "80,000"]
)
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    assert cells.safe(text) == text


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert cells.plain(cells.safe(text)) == text


def test_no_live_formula_in_any_file(made: dict[str, bytes]) -> None:
    live = [
        (name, cell)
        for name, content in made.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))
        for cell in row
        if re.match(r"[\s\x00]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell)
        and not re.fullmatch(r"[+-]?\d+(\.\d+)?", cell)
    ]
    assert not live


def test_csv_read_again_is_the_data(made: dict[str, bytes], by_name: dict[str, Sheet]) -> None:
    for name, sheet in by_name.items():
        head, *rows = cells.read(made[f"{name}.csv"].decode())
        assert head == [column.name for column in sheet.columns]
        assert rows == [[as_text(value) for value in row] for row in sheet.rows]


def test_hanzi_are_whole(made: dict[str, bytes]) -> None:
    content = made["units.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert "中国人民志愿军" in content.decode()


def test_the_words_of_sources_are_taken_along(made: dict[str, bytes], book: Book) -> None:
    names = ("source", "locator", "quote", "lang", "translation", "look_for")
    held = [
        (claim.id, *(getattr(line, name) for name in names))
        for claim in book.data.claims.values()
        for line in claim.evidence
    ]
    head, *rows = cells.read(made["claim_evidence.csv"].decode())
    assert [
        (row[head.index("claim")], *(row[head.index(name)] for name in names)) for row in rows
    ] == held
    assert any(line[3] for line in held)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(made["going-home.sqlite"])
        asked = f"SELECT claim, {', '.join(names)} FROM claim_evidence ORDER BY rowid"
        assert [tuple(cell or "" for cell in row) for row in database.execute(asked)] == held


def test_nothing_of_a_record_is_left_out(book: Book, by_name: dict[str, Sheet]) -> None:
    """Every text and number in a record stands in a cell of some sheet."""
    told = {as_text(value) for sheet in by_name.values() for row in sheet.rows for value in row}
    told |= {part for text in told for part in text.split(BETWEEN)}
    missing = {
        f"{kind}: {value}"
        for kind in FILES
        if KINDS[kind].sheet
        for record in getattr(book.data, kind).values()
        for value in leaves(record)
        if value not in told
    }
    assert not missing


def leaves(shape: object) -> set[str]:
    if isinstance(shape, model.Testimony):
        return {shape.source, shape.says} - {""}
    if isinstance(shape, dict):
        return {leaf for name, value in shape.items() for leaf in {name, *leaves(value)}}
    if isinstance(shape, tuple):
        return {leaf for value in shape for leaf in leaves(value)}
    if hasattr(shape, "__dataclass_fields__"):
        return {leaf for field in fields(shape) for leaf in leaves(getattr(shape, field.name))}  # type: ignore[arg-type]
    if isinstance(shape, model.Location):
        return set()
    return (
        set()
        if shape in (None, "", "unknown")
        else {as_text(shape) if not is_degrees(shape) else str(float(str(shape)))}
    )


def is_degrees(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d+\.\d+", value))


def test_lists_in_a_cell_can_be_taken_apart(book: Book) -> None:
    for kind in FILES:
        for record in getattr(book.data, kind).values():
            for field in fields(record):
                value = getattr(record, field.name)
                if isinstance(value, tuple):
                    assert not [item for item in value if isinstance(item, str) and BETWEEN in item]


# --- what a page shows ---------------------------------------------------------------------------------------------


def rows_of(book: Book, question: Question) -> list[dict[str, str]]:
    head, *found = cells.read(rows.document(question.answer(book)))
    return [dict(zip(head, row, strict=True)) for row in found]


def test_a_table_is_taken_apart_for_a_spreadsheet(book: Book) -> None:
    _, second, _, total = rows_of(
        book,
        put("batch-table", campaign="final", columns=("batch", "dates", "divisions", "strength")),
    )
    assert second["id"] == "final-2" and second["Men"] == "100000" and second["Men (status)"] == ""
    assert (second["Dates"], second["Dates (EDTF)"], second["Dates (status)"]) == (
        "11 July to 14 August 1958", "1958-07-11/1958-08-14", "restored"
    )  # fmt: skip
    assert (total["id"], total["Men"], total["Men (status)"]) == ("", "250000", "derived")


@pytest.mark.parametrize(("question", "number"), [
    (put("strength-chart"), None), (put("batch-chart"), 7), (put("unit-matrix"), None), (put("place-map"), None),
    (put("lane-chart", span="1958-02"), None), (put("event-timeline", span="1958-02"), None),
    (put("event-timeline", events=("armistice", "12th-army-home"), details=True), 2),
])  # fmt: skip
def test_a_picture_and_a_timeline_have_their_rows(
    book: Book, question: Question, number: int | None
) -> None:
    rows = rows_of(book, question)
    assert rows and number in (None, len(rows))
    assert all(any(row.values()) for row in rows)


def test_a_timeline_and_the_lanes_of_the_same_span_have_the_same_rows(book: Book) -> None:
    events = queries.events(book.data, span="1958-02")
    told = rows_of(book, put("event-timeline", span="1958-02", details=True))
    assert told == rows_of(book, put("lane-chart", span="1958-02"))
    assert [(row["id"], row["Event"], row["Date (EDTF)"]) for row in told] == [
        (event.id, event.title, event.date.value) for event in events
    ]


def test_a_hedged_number_is_a_number_and_its_words(book: Book) -> None:
    first = rows_of(book, put("strength-chart"))[0]
    assert (first["Men"], first["Men (as written)"]) == ("1200000", "about 1,200,000")
    assert {
        row["Men"]
        for row in rows_of(book, put("batch-chart"))
        if "unknown" in row["Men (as written)"]
    } == {""}


def test_each_question_has_a_file_of_its_own() -> None:
    asked = [
        put("batch-table", campaign="final"), put("batch-table", campaign="open"), put("batch-table"),
        put("batch-table", columns=("batch", "days")), put("batch-table", columns=("batch", "dates")),
        put("event-timeline", events=("a", "b")), put("event-timeline", events=("a-b",)),
        put("event-timeline", span="1954"),
    ]  # fmt: skip
    names = [rows.file(question) for question in asked]
    assert len(set(names)) == len(asked)
    assert names[0] == "tables/batch-table-campaign-final.csv"
    assert rows.file(put("event-timeline", span="1954", details=True)) == names[-1]


def test_a_file_is_written_once_from_the_answers_at_hand(book: Book) -> None:
    asked: list[Question] = []

    def ask(question: Question) -> object:
        asked.append(question)
        return question.answer(book)

    pages = {
        "one": [put("batch-table"), put("term-list")],
        "two": [put("batch-table"), put("lane-chart", span="1958-02")],
    }
    made = folder.files(book, version="1.0", asked=pages, ask=ask)
    assert asked == [put("batch-table"), put("lane-chart", span="1958-02")]
    assert [name for name in made if name.startswith("tables/")] == [
        rows.file(question) for question in asked
    ]


@pytest.mark.parametrize(("year", "some", "none"), [
    ("1953", {"64th-army"}, {"12th-army"}), ("1954", {"12th-army", "33rd-division"}, {"50th-army"}),
    ("1955", {"3rd-army-group", "24th-army"}, {"15th-army"}), ("1958", {"1st-division", "20th-army-group"}, {"cpv"}),
    ("unknown", {"15th-army", "1st-railway-division"}, {"12th-army"}),
])  # fmt: skip
def test_units_stand_under_the_year_in_which_they_left(
    book: Book, year: str, some: set[str], none: set[str]
) -> None:
    found = {row["id"] for row in rows_of(book, put("order-of-battle", year=year))}
    assert some <= found and not none & found


def test_every_unit_that_left_stands_under_one_year(book: Book) -> None:
    years = ("1953", "1954", "1955", "1956", "1957", "1958", "unknown")
    found = [unit.id for year in years for unit in queries.left_in(book.data, year)]
    assert len(found) == len(set(found))
    assert set(book.data.units) - set(found) == {"cpv", "kpa"}


# --- JSON, SQLite, the package ------------------------------------------------------------------------------------


def test_facts_json_is_the_fact_list(made: dict[str, bytes], book: Book) -> None:
    rows = json.loads(made["facts.json"])
    assert [row["id"] for row in rows] == list(book.facts)
    for row in rows:
        fact = book.facts[row["id"]]
        assert {
            "id",
            "value",
            "unit",
            "status",
            "wording",
            "claims",
            "sources",
            "parts",
            "pages",
        } <= set(row)
        assert (row["unit"], row["status"]) == (fact.unit, fact.status)
        assert set(fact.claims) <= set(row["claims"])
        assert set(fact.sources) <= set(row["sources"])
        same = (
            row["fraction"] == str(fact.value)
            if fact.kind == "share"
            else row["value"] in (fact.value, str(fact.value))
        )
        assert same


def test_database_answers(
    made: dict[str, bytes], by_name: dict[str, Sheet], tmp_path: Path
) -> None:
    path = tmp_path / "going-home.sqlite"
    path.write_bytes(made["going-home.sqlite"])
    connection = sqlite3.connect(path)
    try:
        assert connection.execute(
            "SELECT sum(strength) FROM batches WHERE campaign='final'"
        ).fetchone() == (250000,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        for name, sheet in by_name.items():
            columns = ", ".join(f'"{column.name}"' for column in sheet.columns)
            rows = connection.execute(f'SELECT {columns} FROM "{name}"').fetchall()
            assert set(rows) == set(sheet.rows) and len(rows) == len(
                sheet.rows
            )  # 1 is True, and 6 is 6.0
    finally:
        connection.close()


def test_two_exports_are_the_same_bytes(made: dict[str, bytes]) -> None:
    again = folder.files(
        whole.book(),
        version="1.0",
        asked={"page": [put("batch-table", campaign="final")]},
    )
    assert again == made


def test_archive_of_an_edition(made: dict[str, bytes]) -> None:
    """All that was read and all that was made, byte for byte, and twice the same whatever the clock says."""
    packed = folder.archive(ROOT, made)
    assert packed == folder.archive(ROOT, dict(reversed(made.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        held = {name.removeprefix("going-home-data/"): file.read(name) for name in file.namelist()}
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {
        name.removeprefix("export/"): each
        for name, each in held.items()
        if name.startswith("export/")
    } == made
    written = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()
    }
    assert written | {"CITATION.cff", "LICENSE", "LICENSES/CC-BY-4.0.txt", "LICENSES/MIT.txt"} == {
        name for name in held if not name.startswith("export/")
    }
    assert all(held[name] == (ROOT / name).read_bytes() for name in written)


def test_frictionless_accepts_the_package(made: dict[str, bytes], tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    folder.write(tmp_path, made)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])[:5]


def test_package_names_every_file(made: dict[str, bytes]) -> None:
    described = json.loads(made["datapackage.json"])
    named = {resource["path"] for resource in described["resources"]}
    assert named == {
        name for name in made if not name.startswith(("tables/", "facts/", "pictures/"))
    } - {"datapackage.json", "SHA256SUMS", folder.WORKBOOK}
    assert described["licenses"][0]["name"] == "CC-BY-4.0"


def test_writing_prunes_only_when_told(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    folder.write(tmp_path, {"a.csv": b"1"})
    assert (tmp_path / "mine.txt").exists()
    folder.write(tmp_path, {"tables/b.csv": b"2"}, prune=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.csv"]


# --- calendar, feed, linked data ----------------------------------------------------------------------------------


def test_calendar_is_read_by_others(made: dict[str, bytes], book: Book) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    calendar = icalendar.Calendar.from_ical(made["chronology.ics"])
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    dated = [
        event
        for event in book.data.events.values()
        if (date := queries.edtf(event.date)) and (date.earliest or date.latest)
    ]
    assert len(found) == len(dated)
    for event in dated:
        entry, date = found[f"{event.id}@going-home"], queries.edtf(event.date)
        assert str(entry["SUMMARY"]) == event.title
        assert event.text in str(entry["DESCRIPTION"])
        assert isinstance(date, dates.Date | dates.Interval)
        assert entry.decoded("DTSTART") == (date.earliest or date.latest)


def test_calendar_lines_are_folded(made: dict[str, bytes]) -> None:
    assert max(len(line) for line in made["chronology.ics"].split(b"\r\n")) <= 75
    assert "".join(ics.fold("é" * 100)).replace(" ", "") == "é" * 100


def test_feed_is_xml_even_when_empty(book: Book) -> None:
    erratum = model.Erratum(
        id="x",
        fact="final-2.strength",
        date="2027-02-11",
        edition="1.0",
        before="<1>",
        after="100,000",
        reason="a & b",
    )
    atom = "{http://www.w3.org/2005/Atom}"
    assert ElementTree.fromstring(feed(book)).find(f"{atom}updated") is not None
    full = Book(type(book.data)(errata={"x": erratum}), {}, ())
    entry = ElementTree.fromstring(feed(full, "https://example.org")).find(f"{atom}entry")
    assert entry is not None and "“<1>”" in str(entry.findtext(f"{atom}title"))


def items(book: Book) -> list[linked.Item]:
    base = "https://example.org/"
    return [
        linked.the_book(base, "1.0", linked.covered(book)),
        linked.dataset(base, "1.0", linked.covered(book), [("facts.json", "application/json")]),
        linked.chapter(base, "The armistice", "01-armistice.html"),
        *linked.events(book, base),
    ]


def test_linked_data_is_read_by_others(book: Book) -> None:
    jsonld = pytest.importorskip("pyld", reason="pyld is not installed").jsonld
    text = (
        linked.script(items(book))
        .removeprefix('<script type="application/ld+json">')
        .removesuffix("</script>")
    )
    expanded = jsonld.expand(json.loads(text))
    assert len(expanded) == len(items(book))
    for item in expanded:
        assert item["@type"][0].removeprefix("https://schema.org/") in TERMS


def test_linked_data_uses_terms_of_schema_org(book: Book) -> None:
    def terms(value: object) -> set[str]:
        if isinstance(value, list):
            return {term for each in value for term in terms(each)}
        if isinstance(value, dict):
            own = {value["@type"]} if "@type" in value else set()
            return (
                own
                | {key for key in value if key[0] != "@"}
                | {term for each in value.values() for term in terms(each)}
            )
        return set()

    assert terms(items(book)) <= TERMS


def test_the_book_covers_the_time_from_the_first_batch_to_the_last(book: Book) -> None:
    first, last = book.facts["covert.dates.start"], book.facts["final.dates.end"]
    assert linked.covered(book) == f"{first.value}/{last.value}"


def test_linked_data_cannot_break_out() -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    text = linked.script([{"@type": "Event", "name": evil}])
    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside)["@graph"][0]["name"] == evil


def test_order_of_a_random_edit_does_not_matter(book: Book) -> None:
    """The pages of a fact are told in order, whatever the order in which they were read."""
    names = [f"page-{number}" for number in range(9)]
    shuffled = random.Random(1).sample(names, len(names))
    found = {name: Found((Use("fact", "a.b", "x", NOWHERE),)) for name in shuffled}
    assert folder.pages(found) == {"a.b": names}
