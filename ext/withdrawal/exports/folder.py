"""The files of the download folder: made by the modules beside this one, written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ext.facts.collect import Found
from ext.withdrawal import questions, tables
from ext.withdrawal.book import Book
from ext.withdrawal.exports import cells, facts_json, ics, lite, package
from ext.withdrawal.exports.feed import feed
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.inline import plain

TABLES = ("batch-table", "order-of-battle", "audit-table", "audit-overview")
"""The directives that make a table, which is offered as a file of its own."""
OTHERS = (
    ("facts.json", "application/json"),
    ("going-home.sqlite", "application/vnd.sqlite3"),
    ("chronology.ics", "text/calendar"),
    ("errata.atom", "application/atom+xml"),
)


def files(
    book: Book,
    *,
    version: str,
    base: str = "",
    found: Mapping[str, Found] | None = None,
    asked: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, bytes]:
    """Every file by name. `found` and `asked` tell, for each page, the facts it uses and the questions it puts."""
    listed = sheets(book)
    made = {f"{sheet.name}.csv": _csv([column.name for column in sheet.columns], sheet.rows) for sheet in listed}
    others = {
        "facts.json": facts_json.facts_json(book.facts, pages(found or {})).encode(),
        "going-home.sqlite": lite.database(listed),
        "chronology.ics": ics.calendar(book, base).encode(),
        "errata.atom": feed(book, base).encode(),
    }
    described = package.package(listed, others, made, version).encode()
    shown = {
        table_file(docname, number): table_csv(questions.ask(book, question))
        for docname, each in sorted((asked or {}).items())
        for number, question in enumerate(table_questions(each), start=1)
    }
    return {**made, **others, "datapackage.json": described, **shown}


def pages(found: Mapping[str, Found]) -> dict[str, list[str]]:
    """The pages that use each fact, by name."""
    used: dict[str, list[str]] = {}
    for docname in sorted(found):
        for name in dict.fromkeys(use.id for use in found[docname].uses if use.role == "fact"):
            used.setdefault(name, []).append(docname)
    return used


def table_questions(asked: Iterable[str]) -> list[str]:
    """The questions of a page that a table answers, in order."""
    return [question for question in asked if question.partition(":")[0] in TABLES]


def table_file(docname: str, number: int) -> str:
    """The name of the file of a table on a page."""
    return f"tables/{docname.replace('/', '-')}-{number}.csv"


def table_csv(table: tables.Table) -> bytes:
    """A table as a page shows it, notes aside; a status stands behind its value."""
    rows = [row.cells for row in (*table.rows, *([table.total] if table.total else []))]
    return _csv([column.head for column in table.columns], [[plain(cell) for cell in row] for row in rows])


def _csv(head: Sequence[str], rows: Iterable[Sequence[cells.Value]]) -> bytes:
    return cells.document(head, rows).encode()


def write(folder: Path, made: Mapping[str, bytes], *, prune: bool = False) -> None:
    """Write the files that differ; with `prune`, remove every other file, which an earlier build left."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _holds(path, content):
            path.write_bytes(content)
    for path in sorted(folder.rglob("*")) if prune else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in made:
            path.unlink()


def _holds(path: Path, content: bytes) -> bool:
    if not path.is_file() or path.stat().st_size != len(content):
        return False
    with path.open("rb") as file:
        return file.read() == content
