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
from ext.withdrawal.records.vocabulary import INDEPENDENCE, STATUS
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

_TYPES = {"number": "number", "approximate": "boolean", "first": "date", "last": "date"}
_TOLD = {
    "id": "the permanent id", "title": "what it is", "kind": "a number, a share or a date",
    "value": "a whole number, a fraction, or a date as EDTF text",
    "number": "the value as a number; empty for a date", "unit": "what is counted",
    "status": "how it is known", "independence": "how far its witnesses are independent",
    "bound": "whether it is a limit: more (than), less (at most), nearly",
    "approximate": "whether it is a round or estimated number", "wording": "how the book says it",
    "first": "the first day that the date can mean", "last": "the last day that it can mean",
    "parts": "the values it is computed from", "claims": "the claims that it rests on",
    "sources": "the sources that it rests on",
    "weak_source": "the only source it rests on, where that is of low grade",
    "note": "what a reader must know",
}  # fmt: skip
_COLUMNS = tuple(_TOLD)
_WORDS = {
    "kind": ("count", "share", "ordinal", "date"),
    "status": tuple(STATUS),
    "independence": tuple(INDEPENDENCE),
    "bound": ("more", "less", "nearly"),
}
_REQUIRED = ("id", "title", "kind", "value", "status")
_KEYS = (
    "id", "title", "value", "fraction", "unit", "status", "independence", "bound", "approximate",
    "wording", "claims", "sources", "parts", "pages", "note",
)  # fmt: skip


def sheet(book: Book) -> Sheet:
    """The sheet of the facts."""
    columns = [
        Column(
            name, _TYPES.get(name, "string"), None, name in _REQUIRED, says, _WORDS.get(name, ())
        )
        for name, says in _TOLD.items()
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
