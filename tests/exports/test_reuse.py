"""What a scholar takes away: the questions of the field in SQL, a workbook, citations, a codebook, checksums."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from pybtex.database import parse_string

from ext.withdrawal.answers.questions import put
from ext.withdrawal.exports import cells, folder, rows
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.records.book import Book, read_book
from sphinx_facts.values import dates

ROOT = Path(__file__).parents[2]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(ROOT / "data")


@pytest.fixture(scope="module")
def made(book: Book) -> dict[str, bytes]:
    style = folder.styles(ROOT / "docs/_static")
    asked = {"page": [put("strength-chart"), put("place-map")]}
    return folder.files(book, version="1.0", asked=asked, style=style)


@pytest.fixture(scope="module")
def raw() -> dict[str, list[dict[str, Any]]]:
    """The data as the files have them, read by another reader."""
    kinds = ("units", "batches", "claims", "events")
    return {
        kind: yaml.safe_load((ROOT / f"data/{kind}.yaml").read_text(encoding="utf-8"))[kind]
        for kind in kinds
    }


@pytest.fixture(scope="module")
def database(made: dict[str, bytes]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(made["going-home.sqlite"])
    yield connection
    connection.close()


# --- the questions of the field ------------------------------------------------------------------------------------


def test_divisions_by_batch(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    found = database.execute("SELECT batch, divisions FROM divisions_by_batch").fetchall()
    assert found == [(each["id"], each["divisions"]["value"]) for each in raw["batches"]]


def test_returns_by_year(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    """A formation with a year of its own stands under this year, one whose year is open under two."""
    found = database.execute("SELECT first_year, last_year, units FROM returns_by_year").fetchall()
    years = {unit: row[:2] for row in found for unit in row[2].split(" ; ")}
    for unit in raw["units"]:
        home = unit.get("home", {}).get("value", "unknown")
        if home != "unknown":
            assert years[unit["id"]] == (home[:4], home[:4]), unit["id"]
    assert years["15th-army"] == ("1953", "1955")
    assert years["135th-division"] == ("1958", "1958")  # with the 54th Army


def test_unknown_return(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    found = {row[0] for row in database.execute("SELECT unit FROM unknown_return")}
    unknown = {
        unit["id"] for unit in raw["units"] if unit.get("home", {}).get("value") == "unknown"
    }
    assert unknown <= found and "12th-army" not in found


def test_single_witness(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    found = dict(database.execute("SELECT fact, source FROM single_witness"))
    claims = {claim["id"]: claim for claim in raw["claims"]}
    for event in raw["events"]:
        date = event["date"]
        witnesses = set(date.get("sources", ()))
        for claim in date.get("claims", ()):
            said = claims[claim].get("evidence", ())
            witnesses |= {each["source"] for each in said if each["relation"] != "-"}
            witnesses |= {"seed"} if claim.startswith("F") else set()
        name = f"{event['id']}.date"
        if "value" in date:
            assert (len(witnesses) == 1) == (name in found), name


def test_events_with_sources(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    found = database.execute(
        "SELECT id FROM events_with_sources WHERE date LIKE '1958-02%' AND sources IS NOT NULL"
    ).fetchall()
    wanted = {
        each["id"] for each in raw["events"] if str(each["date"].get("value")).startswith("1958-02")
    }
    assert {row[0] for row in found} <= {
        row[0] for row in database.execute("SELECT id FROM events WHERE date LIKE '1958-02%'")
    }
    assert len(wanted & {row[0] for row in found}) > 20


def test_totals(database: sqlite3.Connection) -> None:
    found = database.execute("SELECT campaign, divisions, men FROM totals").fetchall()
    assert found == [("covert", 18, None), ("final", 15, 250000), ("open", 19, 203343)]


def test_who_says_what(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    found = database.execute(
        "SELECT DISTINCT claim, source, relation FROM who_says_what WHERE fact = 'final-2.strength'"
    ).fetchall()
    signs = {"+": "supports", "~": "in part", "-": "contradicts"}
    wanted = {
        (claim["id"], each["source"], signs[each["relation"]])
        for claim in raw["claims"]
        if claim["id"] in ("F136", "X074")
        for each in claim.get("evidence", ())
    }
    assert set(found) == wanted | {("F136", "seed", "supports")}


def test_sources_by_grade(database: sqlite3.Connection) -> None:
    text = (ROOT / "data/references.bib").read_text(encoding="utf-8")
    grades = re.findall(r"^  grade = \{(.+?)\}", text, re.MULTILINE)
    found = dict(database.execute("SELECT grade, sources FROM sources_by_grade"))
    assert found == {grade: grades.count(grade) for grade in grades}


def test_sources_without_address(database: sqlite3.Connection) -> None:
    entries = parse_string((ROOT / "data/references.bib").read_text(encoding="utf-8"), "bibtex")
    wanted = {key for key, entry in entries.entries.items() if "url" not in entry.fields}
    assert {
        row[0] for row in database.execute('SELECT "key" FROM sources_without_address')
    } == wanted


def test_source_text_alone(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    wanted = {
        claim["id"]
        for claim in raw["claims"]
        if claim["id"].startswith("F")
        and not [each for each in claim.get("evidence", ()) if each["relation"] != "-"]
    }
    assert {row[0] for row in database.execute("SELECT id FROM source_text_alone")} == wanted


def test_who_was_where(database: sqlite3.Connection, raw: dict[str, Any]) -> None:
    day = "1958-02-19"
    found = database.execute(
        "SELECT DISTINCT person, place FROM who_was_where WHERE date_first <= ? AND date_last >= ?",
        (day, day),
    ).fetchall()
    wanted = set()
    for event in raw["events"]:
        date = dates.parse(event["date"]["value"]) if "value" in event["date"] else None
        if not date or not date.earliest or not date.latest:
            continue
        if date.earliest.isoformat() <= day <= date.latest.isoformat():
            places = event.get("places") or [None]
            wanted |= {(who, where) for who in event.get("people", ()) for where in places}
    assert wanted and wanted <= set(found)


def test_links_lead_to_their_tables(database: sqlite3.Connection) -> None:
    keys = {row[2] for row in database.execute("PRAGMA foreign_key_list(links)")}
    kinds = {
        row[0] for row in database.execute("SELECT kind FROM links UNION SELECT to_kind FROM links")
    }
    assert keys == kinds
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(
            "INSERT INTO links (kind, id, field, position, to_kind, to_id)"
            " VALUES ('events', 'armistice', 'people', 99, 'people', 'nobody')"
        )


# --- what each column holds ----------------------------------------------------------------------------------------


def test_every_column_is_described(made: dict[str, bytes]) -> None:
    for resource in json.loads(made["datapackage.json"])["resources"]:
        for column in resource.get("schema", {}).get("fields", ()):
            assert column["description"], (resource["name"], column["name"])


def test_coded_columns_name_their_words(made: dict[str, bytes]) -> None:
    described = {
        (resource["path"], column["name"]): column.get("constraints", {}).get("enum", ())
        for resource in json.loads(made["datapackage.json"])["resources"]
        for column in resource.get("schema", {}).get("fields", ())
    }
    for place in (
        ("facts.csv", "status"), ("units.csv", "echelon"), ("units.csv", "arm"), ("claims.csv", "verdict"),
        ("events.csv", "lane"), ("claim_evidence.csv", "relation"), ("batches.csv", "strength_bound"),
    ):  # fmt: skip
        assert len(described[place]) > 2, place


# --- for a spreadsheet ---------------------------------------------------------------------------------------------


def test_a_workbook_keeps_types(made: dict[str, bytes], book: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(made["going-home.xlsx"])) as file:
        inside = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()}
    for at, sheet in enumerate(sheets(book), start=1):
        found = inside[f"xl/worksheets/sheet{at}.xml"].iter(f"{MAIN}row")
        head, *held = [[_value(cell) for cell in row] for row in found]
        assert head == [column.name for column in sheet.columns]
        assert held == [list(row) for row in sheet.rows], sheet.name


def _value(cell: ElementTree.Element) -> cells.Value:
    text = "".join(cell.itertext())
    if cell.get("t") == "inlineStr":
        return text
    if cell.get("t") == "b":
        return text == "1"
    return float(text) if text else None


def test_nought_is_a_number_and_every_row_has_its_id(book: Book) -> None:
    head, *found = cells.read(rows.document(put("strength-chart").answer(book)))
    told = [dict(zip(head, row, strict=True)) for row in found]
    assert all(row["id"] for row in told)
    assert [row["Men"] for row in told if row["Strength in Korea"] == "After the third batch"] == [
        "0"
    ]


def test_lists_in_a_table_can_be_taken_apart(book: Book) -> None:
    labels = {source.label for source in book.data.sources.values()} | set(book.data.claims)
    head, *found = cells.read(rows.document(put("order-of-battle", year="1955").answer(book)))
    for row in found:
        *named, last = row[head.index("Rests on")].split(cells.BETWEEN)
        assert set(named) <= labels
        assert re.sub(r" and \d+ more$", "", last) in labels


# --- to cite -------------------------------------------------------------------------------------------------------


def test_the_bibliography_is_read_by_others(made: dict[str, bytes], book: Book) -> None:
    works = book.data.sources
    bib = parse_string(made["bibliography.bib"].decode(), "bibtex").entries
    assert set(bib) == set(works)
    csl = {item["id"]: item for item in json.loads(made["bibliography.json"])}
    ris = made["bibliography.ris"].decode().split("ER  - \r\n")[:-1]
    told = [dict(line.split("  - ", 1) for line in each.split("\r\n") if line) for each in ris]
    assert [each["ID"] for each in told] == list(works) == list(csl)
    for each in told:
        work = works[each["ID"]]
        assert each.get("TT", "") == work.title_native == csl[work.key].get("original-title", "")
        assert each.get("UR", "") == work.url == csl[work.key].get("URL", "")


def test_a_value_has_files_of_its_own(made: dict[str, bytes], book: Book) -> None:
    for name in book.facts:
        assert json.loads(made[f"facts/{name}.json"])["id"] == name
        (key,) = parse_string(made[f"facts/{name}.bib"].decode(), "bibtex").entries
        assert key == f"goinghome-{name}"
        assert made[f"facts/{name}.ris"].startswith(b"TY  - DATA\r\n")


def test_a_picture_is_whole(made: dict[str, bytes]) -> None:
    """It has its styles, names nothing that only the website knows, and says whom it is by."""
    found = {name: each.decode() for name, each in made.items() if name.startswith("pictures/")}
    assert len(found) == 2
    for text in found.values():
        ElementTree.fromstring(text)
        assert "var(--book" not in text and "var(--color" not in text and "@entry" not in text
        assert "CC BY 4.0" in text and "<style>" in text


def test_checksums(made: dict[str, bytes]) -> None:
    lines = [line.split("  ", 1) for line in made["SHA256SUMS"].decode().splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(each).hexdigest()
        for name, each in made.items()
        if name != "SHA256SUMS"
    }


def test_editions_agree() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert (cited["version"], cited["date-released"].isoformat(), cited["title"]) == (
        deposit["version"], deposit["publication_date"], deposit["title"]
    )  # fmt: skip
