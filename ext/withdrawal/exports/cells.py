"""Tables of plain values, and CSV that a spreadsheet opens as text: hanzi whole, no cell a formula.

Pure. A cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does
one that begins with an apostrophe already: taking one off the beginning of each line gives the
text back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool | None
BOM = "\ufeff"
"""Excel takes a file for Latin-1 without it; LibreOffice, pandas (utf-8-sig) and frictionless read
past it."""
_RISKY = re.compile(r"(^|[\r\n])(?=[\s\x00]*['=+\-@\t\uff1d\uff0b\uff0d\uff20\u2212])")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
BETWEEN = " ; "
"""What is put between the items of a list that stands in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (string, integer, number, boolean, date), the sheet and column
    that it refers to, whether every row has it, what it holds, and the words it may hold."""

    name: str
    type: str = "string"
    refers: tuple[str, str] | None = None
    required: bool = False
    told: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of plain values. The columns named in `key` tell its rows apart."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...]


def single(given: Any) -> Value:
    """What a field holds, in one cell: a list as its items, a map as its names and what they have,
    an empty text as nothing."""
    if isinstance(given, Mapping):
        given = tuple(str(each) for pair in given.items() for each in pair)
    value: Value = BETWEEN.join(given) if isinstance(given, tuple) else given
    return None if value == "" else value


def safe(text: str) -> str:
    """The text as a cell that is no formula; plain numbers stay as they are."""
    return text if _NUMBER.fullmatch(text) else _RISKY.sub(r"\1'", text)


def plain(cell: str) -> str:
    """The text of a cell that `safe` made."""
    return re.sub(r"(^|[\r\n])'", r"\1", cell)


def cell(value: Value) -> str:
    """A value as text: nothing for what is unknown, true and false for truth values."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else safe(str(value))


def document(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A CSV file with its byte order mark: comma, double quotes, and CR LF as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def read(text: str) -> list[list[str]]:
    """The rows of a CSV file that `document` made, as texts."""
    return [
        [plain(each) for each in row] for row in csv.reader(io.StringIO(text.removeprefix(BOM)))
    ]
