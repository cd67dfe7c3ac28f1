"""Dataset to the lines of a note: what a figure of the story is, how it is known, by whom, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.line import Figure, Label, Line, Link, joined, say
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Discrepancy
from sphinx_facts.values.catalog import Fact

MOST = 3
"""How many sources a note names for a figure."""


def lines(
    book: Book, figures: Iterable[tuple[str, str]], works: Iterable[tuple[str, str, str]]
) -> Iterator[Line]:
    """A line for each figure that there is, given by id and words, then one for the works, each with the words before
    and behind it."""
    found, told = evidence.index(book).discrepancies, set[str]()
    for name, words in figures:
        if fact := book.facts.get(name):
            yield _figure(book, fact, words)
            for row in found.get(name, ()):
                if row.id in told:
                    continue
                told.add(row.id)
                yield (
                    "Sources differ (",
                    Link(row.id, "discrepancy", row.id),
                    "): ",
                    *_sides(book, row),
                )
    cited = [_work(book, *each) for each in works]
    if cited:
        yield ("Cited: ", *joined(cited, "; "), ".")


def _figure(book: Book, fact: Fact, words: str) -> Line:
    """The words, the value where it is said otherwise, its sources, and how it is known."""
    value = say(fact, unit=True)
    told = () if words in (value, say(fact)) else (f" ({value})",)
    keys = evidence.rests_on(book, fact).sources
    more = f" and {len(keys) - MOST} more" if len(keys) > MOST else ""
    sources = inline.references(book.data, keys=keys[:MOST])
    known = ", ".join(filter(None, (fact.status, evidence.independence(book, fact))))
    opening = ": " if sources else ""
    return (
        Figure(words, fact.id),
        *told,
        opening,
        *sources,
        f"{more} (",
        Label(known, "how"),
        ").",
    )


def _sides(book: Book, row: Discrepancy) -> Line:
    sides = (
        (side.value, " — ", *(inline.references(book.data, keys=side.sources) or (side.by,)))
        for side in row.sides
    )
    return (*joined(sides, "; "), ".")


def _work(book: Book, key: str, before: str, after: str) -> Line:
    opening = (f"{before} ",) if before else ()
    return (*opening, inline.source(book.data, key), *((f", {after}",) if after else ()))
