"""All sheets as one SQLite file, the same bytes for the same data. Pure: it is made in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from ext.withdrawal.exports.cells import Sheet
from ext.withdrawal.exports.views import VIEWS
from ext.withdrawal.records.kinds import KINDS

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def database(sheets: Iterable[Sheet]) -> bytes:
    """The file as bytes: a table a sheet, with keys; text as it is, truth values 0 and 1."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        connection.isolation_level = None
        connection.execute("BEGIN")
        for sheet in sheets:
            connection.execute(_create(sheet))
            marks = ", ".join("?" * len(sheet.columns))
            names = ", ".join(_quoted(column.name) for column in sheet.columns)
            insert = f"INSERT INTO {_quoted(sheet.name)} ({names}) VALUES ({marks})"
            connection.executemany(insert, sheet.rows)
        for name, query in VIEWS.items():
            connection.execute(f"CREATE VIEW {_quoted(name)} AS\n{query}")
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def _create(sheet: Sheet) -> str:
    lines, foreign = [], []
    for column in sheet.columns:
        name, needed = _quoted(column.name), " NOT NULL" if column.required else ""
        lines.append(f"{name} {_TYPES.get(column.type, 'TEXT')}{needed}")
        if column.refers:
            of, key = map(_quoted, column.refers)
            foreign.append(f"FOREIGN KEY ({name}) REFERENCES {of} ({key})")
    if sheet.name == "links":
        lines += _ends(sheet)
    body = ",\n  ".join((*lines, f"PRIMARY KEY ({', '.join(map(_quoted, sheet.key))})", *foreign))
    return f"CREATE TABLE {_quoted(sheet.name)} (\n  {body}\n)"


def _ends(sheet: Sheet) -> list[str]:
    """A link has its ends in two columns each, the kind and the id; here every kind has a column of
    its own too, which refers to its table."""
    ends = {("from", "kind", "id", kind) for kind, *_ in sheet.rows}
    ends |= {("to", "to_kind", "to_id", row[4]) for row in sheet.rows}
    return [
        f"{_quoted(f'{end}_{of}')} TEXT GENERATED ALWAYS AS (CASE WHEN {kind} = '{of}' THEN {name} "
        f"END) REFERENCES {_quoted(str(of))} ({KINDS[str(of)].identity})"
        for end, kind, name, of in sorted(ends, key=str)
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
