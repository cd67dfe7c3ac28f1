"""Every fact under its permanent id, also those that the book computes, as a sheet and as JSON.

Pure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ext.withdrawal.answers.line import say
from ext.withdrawal.exports.cells import Column, Sheet, single
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import independence, lone_weak_source, rests_on
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

_TYPES = {"number": "number", "approximate": "boolean", "first": "date", "last": "date"}
_COLUMNS = (
    "id", "title", "kind", "value", "number", "unit", "status", "independence", "bound",
    "approximate", "wording", "first", "last", "parts", "claims", "sources", "weak_source", "note",
)  # fmt: skip
_REQUIRED = ("id", "title", "kind", "value", "status")
_KEYS = (
    "id", "title", "value", "fraction", "unit", "status", "independence", "bound", "approximate",
    "wording", "claims", "sources", "parts", "pages", "note",
)  # fmt: skip


def sheet(book: Book) -> Sheet:
    """The sheet of the facts."""
    columns = [
        Column(name, _TYPES.get(name, "string"), required=name in _REQUIRED) for name in _COLUMNS
    ]
    told = (_told(book, fact) for fact in book.facts.values())
    rows = tuple(tuple(single(fact[name]) for name in _COLUMNS) for fact in told)
    return Sheet("facts", "Facts", tuple(columns), rows, ("id",))


def as_json(book: Book, pages: Mapping[str, Sequence[str]]) -> str:
    """A list of maps with the keys `_KEYS`, in the order of the book.

    A count is a number, a share a number (with `fraction`, exactly), a date its EDTF text; `pages`
    use the fact.
    """
    rows = []
    for fact in book.facts.values():
        told = _told(book, fact) | {"pages": list(pages.get(fact.id, ()))}
        if fact.kind == "share":
            told["fraction"] = told["value"]
        if told["number"] is not None:
            told["value"] = told["number"]
        rows.append({name: told[name] for name in _KEYS if name in told})
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _told(book: Book, fact: Fact) -> dict[str, Any]:
    """What there is to say of a fact, by the names of columns."""
    first = last = None
    number: float | None = None
    match fact.value:
        case dates.Date() | dates.Interval() as date:
            first, last = (day and day.isoformat() for day in (date.earliest, date.latest))
        case int() as count:
            number = count
        case share:
            number = round(float(share), 6)
    return {name: getattr(fact, name, None) for name in _COLUMNS} | {
        "value": str(fact.value), "number": number, "wording": say(fact),
        "first": first, "last": last, **rests_on(book, fact)._asdict(),
        "independence": independence(book, fact),
        "weak_source": lone_weak_source(book, fact),
    }  # fmt: skip
