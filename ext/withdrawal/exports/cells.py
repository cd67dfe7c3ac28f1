"""CSV that a spreadsheet opens as text: hanzi whole, no cell a formula. Pure.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does one that begins with an
apostrophe already: taking one apostrophe off the beginning of each line gives the text back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

Value = str | int | float | bool | None
BOM = "\ufeff"
"""Excel takes a file for Latin-1 without it; LibreOffice, pandas (utf-8-sig) and frictionless read past it."""
_RISKY = re.compile(r"(^|[\r\n])(?=[\s\x00]*['=+\-@\t\uff1d\uff0b\uff0d\uff20\u2212])")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


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
    """A CSV file as text, with its byte order mark: comma, double quotes, and CR LF as RFC 4180 has it."""
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
