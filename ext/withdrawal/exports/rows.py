"""What a page shows, as CSV: each table, each timeline, and the rows that each picture is drawn from. Pure.

A table for people has a number with its mark in one cell, and dates as they are read. A spreadsheet wants a number
alone: so the mark has a column of its own, a date its EDTF text beside it, and a row its permanent id before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable
from typing import Any

from ext.withdrawal.answers import events, questions
from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.blocks import figures
from ext.withdrawal.answers.line import Line, Mark, Moment
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.answers.questions import Question
from ext.withdrawal.answers.tables import Table
from ext.withdrawal.exports import cells
from ext.withdrawal.records.kinds import KINDS

FOLDER = "data"
"""The folder of the website that holds the files."""
LISTS = {
    "computed-list": "facts",
    **{kind.listing.format(role=kind.role): kind.name for kind in KINDS.values() if kind.sheet},
}
"""Directive of a list, and the sheet that has the same."""
SHOWN = questions.QUESTIONS.keys() - {*questions.LISTS, "sum"}
"""The directives whose rows are offered as a file."""
_LONG = ("columns", "events")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NOTHING = ("–", "—", "none")
"""How a table writes nought."""
_KINDS = ("", " (as written)", " (EDTF)", " (status)")
"""What a cell is taken apart into; a column of a kind that no cell has is left out."""


def questions_in(asked: Iterable[Hashable]) -> list[Question]:
    """The questions, of all that a page asks, whose answers are offered as files."""
    return [each for each in asked if isinstance(each, Question) and each.name in SHOWN]


def file(question: Question) -> str:
    """The name of the file that answers a question: one file, however many pages put it.

    Long options (columns, single events) stand in the name as a short digest; the details of a timeline are no rows.
    """
    words, long = [question.name], []
    for option, given in question.options:
        if option in _LONG:
            long.append(f"{option}={list(given)}")
        elif option != "details":
            words += [option, *_words(given)]
    slug = re.sub("[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    digest = f"-{hashlib.blake2b(repr(long).encode(), digest_size=3).hexdigest()}" if long else ""
    return f"tables/{slug}{digest}.csv"


def picture(question: Question) -> str:
    """The name of the file of the picture that answers a question."""
    return f"pictures/{file(question).removeprefix('tables/').removesuffix('.csv')}.svg"


def _words(given: str | bool | tuple[str, ...]) -> tuple[str, ...]:
    """What an option was given: nothing for one that is on."""
    return given if isinstance(given, tuple) else (given,) if isinstance(given, str) else ()


def document(answer: Any) -> str:
    """The rows of an answer as CSV."""
    table = rows(answer)
    return cells.document(*_flat(table))


def rows(answer: Any) -> Table:
    """The rows of a table, of a timeline, or behind a picture."""
    if isinstance(answer, Drawn):
        return answer.rows
    return answer if isinstance(answer, Table) else events.table(answer)


def _flat(table: Table) -> tuple[list[str], list[list[str]]]:
    every = (*table.rows, *((table.total,) if table.total else ()))
    head: list[str] = []
    columns: list[list[str]] = []
    ids = [row.id or next(figures(row.cells), "") for row in table.rows]
    if any(ids):
        head, columns = ["id"], [[*ids, *("" for _ in every[len(ids) :])]]
    for place, column in enumerate(table.columns):
        taken = [_apart(row.cells[place], column.number) for row in every]
        for at, kind in enumerate(_KINDS):
            found = [each[at] for each in taken]
            if not kind or any(found):
                head.append(f"{column.head}{kind}")
                columns.append(found)
    return head, [list(row) for row in zip(*columns, strict=True)]


def _apart(line: Line, number: bool) -> tuple[str, str, str, str]:
    """A cell as its words or its number, the words around that number, its EDTF text, and its mark.

    A cell that holds several values stays as it is.
    """
    mark = ""
    match line:
        case (_, " ", Mark(mark)):
            line = line[:1]
    edtf = line[0].edtf if len(line) == 1 and isinstance(line[0], Moment) else ""
    if not number:
        line = tuple(cells.BETWEEN if piece == ", " else piece for piece in line)
    words = inline.plain(line)
    if not number:
        return words, "", edtf, mark
    if words in _NOTHING:
        return "0", "", edtf, mark
    found = _NUMBER.findall(words)
    bare = found[0].replace(",", "") if len(found) == 1 else ""
    return bare, "" if found and words.strip("° ") == found[0] else words, edtf, mark
