"""Every fact as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ext.withdrawal.answers.line import say
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import independence, rests_on
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact


def facts_json(book: Book, pages: Mapping[str, Sequence[str]]) -> str:
    """A list of {id, value, unit, status, independence, wording, claims, sources, parts, pages}, in the book’s order.

    A count is a number, a share a number (with `fraction`, exactly), a date its EDTF text; `pages` use the fact.
    """
    rows = [
        {
            "id": fact.id,
            "title": fact.title,
            "value": _value(fact),
            **({"fraction": str(fact.value)} if fact.kind == "share" else {}),
            "unit": fact.unit,
            "status": fact.status,
            "independence": independence(book, fact),
            "bound": fact.bound,
            "approximate": fact.approximate,
            "wording": say(fact),
            **rests_on(book, fact)._asdict(),
            "parts": fact.parts,
            "pages": list(pages.get(fact.id, ())),
            "note": fact.note,
        }
        for fact in book.facts.values()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _value(fact: Fact) -> int | float | str:
    if isinstance(fact.value, dates.Date | dates.Interval):
        return str(fact.value)
    return fact.value if isinstance(fact.value, int) else round(float(fact.value), 6)
