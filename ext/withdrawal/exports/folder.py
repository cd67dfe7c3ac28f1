"""The files of the download folder: made by the modules beside this one, written here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ext.withdrawal.answers.questions import Question
from ext.withdrawal.exports import cells, facts_json, ics, lite, package, rows
from ext.withdrawal.exports.feed import feed
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.records.book import Book
from sphinx_facts.prose.collect import Found

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
    asked: Mapping[str, Iterable[Hashable]] | None = None,
    ask: Callable[[Question], Any] | None = None,
) -> dict[str, bytes]:
    """Every file by name. `found` and `asked` tell, for each page, the facts it uses and the questions it puts.

    `ask` answers a question, for a build that has its answers at hand; without it the book is asked again.
    """
    listed = sheets(book)
    made = {
        f"{sheet.name}.csv": _csv([column.name for column in sheet.columns], sheet.rows)
        for sheet in listed
    }
    others = {
        "facts.json": facts_json.facts_json(book, pages(found or {})).encode(),
        "going-home.sqlite": lite.database(listed),
        "chronology.ics": ics.calendar(book, base).encode(),
        "errata.atom": feed(book, base).encode(),
    }
    described = package.package(listed, others, made, version).encode()
    put = {question for each in (asked or {}).values() for question in rows.questions_in(each)}
    beside = {
        rows.file(each): rows.document(ask(each) if ask else each.answer(book)).encode()
        for each in sorted(put, key=repr)
    }
    return {**made, **others, "datapackage.json": described, **beside}


def pages(found: Mapping[str, Found]) -> dict[str, list[str]]:
    """The pages that use each fact, by name."""
    used: dict[str, list[str]] = {}
    for docname in sorted(found):
        for name in dict.fromkeys(use.id for use in found[docname].uses if use.role == "fact"):
            used.setdefault(name, []).append(docname)
    return used


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
