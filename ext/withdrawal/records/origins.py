"""Where a value is corrected: its own line or, if it is computed, the lines of what it is made from. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import key
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Position


def origins(book: Book, fact: Fact) -> dict[str, Position]:
    """The lines to change if a value is wrong, each under the id of the value or record that begins there.

    A value that is counted, not added up, leads to the batches of its campaign, or to the first record that it counts.
    """
    if fact.position.line:
        return {fact.id: fact.position}
    if not fact.parts:
        return dict(_counted(book, fact))
    found: dict[str, Position] = {}
    for part in fact.parts:
        found |= origins(book, book.facts[part])
    return found


def _counted(book: Book, fact: Fact) -> Iterator[tuple[str, Position]]:
    data, first = book.data, fact.id.split(".", maxsplit=1)[0]
    if first in data.campaigns:
        yield from ((batch.id, data.where(batch.id)) for batch in queries.batches(data, first))
        return
    words = fact.id.replace("-", ".").split(".")
    kind = next((word for word in words if word in data.__slots__), "units")
    name = next(iter(getattr(data, kind)))
    yield name, data.where(key(kind, name))
