"""Dataset to the entries of evidence: one for each value, from its words down to the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.claims import between, verdict
from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import Label, Line, Link, Mark, Piece, Strong, joined, value
from ext.withdrawal.records import evidence, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import KINDS
from ext.withdrawal.records.model import Discrepancy
from ext.withdrawal.records.vocabulary import INDEPENDENCE, RELATIONS, STATUS
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact

ON_SCREEN = "on-screen"
"""The kind of label whose line the printed book leaves to its chapters of claims and discrepancies."""
_WORDINGS = 4


def entries(book: Book, group: str = "batches") -> Iterator[Entry]:
    """The evidence for every value of a group, in the order of the records."""
    pages = {kind.evidence_page for kind in KINDS.values() if kind.evidence == group}
    found = evidence.index(book)
    for fact in (each for each in book.facts.values() if each.target[0] in pages):
        heading = (Strong(fact.title), " ", Label(fact.id, "fact-id"))
        yield Entry(fact.id, heading, tuple(_lines(book, fact, found)), ("fact", fact.id))


def _lines(book: Book, fact: Fact, found: evidence.Index) -> Iterator[tuple[str, Line]]:
    yield "", (inline.say(fact, unit=True), " ", Mark(fact.status), f": {STATUS[fact.status]}.")
    if word := evidence.independence(book, fact):
        meaning = Label(f": {INDEPENDENCE[word]}", "said")
        yield "Witnesses", (inline.term("independence", word), meaning)
    yield "In words", (wordings(fact),)
    yield from _made_of(book, fact)
    if held := evidence.holder(book.data, fact):
        yield "Held in", inline.link(book.data, *held)
    for claim in evidence.claims_of(book.data, fact):
        name = Link(claim.id, "claim", claim.id)
        yield "", (name, " ", verdict(claim), " ", Label(claim.statement, "said"))
    for line in _sources(book, fact):
        yield "", line
    yield from _doubts(book, fact, found.discrepancies.get(fact.id, ()))
    yield "Note", (fact.note,)
    sums = found.sums.get(fact.id, ())
    yield "In the sums", joined((Link(row.id, "sum", row.id),) for row in sums)
    near = (book.facts[name] for name in queries.family(fact.id, book.facts) if name != fact.id)
    links = joined((Link(each.title, "fact", each.id),) for each in near)
    yield "See also", (Label("", ON_SCREEN), *links)


def _made_of(book: Book, fact: Fact) -> Iterator[tuple[str, Line]]:
    if fact.parts:
        yield "From", joined((_part(book, part) for part in fact.parts), between(book, fact))
        yield "Rests on", () if fact.claims or fact.sources else inline.rests(book, fact)
    elif not (fact.claims or fact.sources):
        yield "From", ("a count of the records of this book",)


def _doubts(book: Book, fact: Fact, rivals: tuple[Discrepancy, ...]) -> Iterator[tuple[str, Line]]:
    """What a reader must know before leaning on a value: that one source bears it alone, and who says otherwise."""
    if key := evidence.lone_weak_source(book, fact):
        weak = Label("Rests on a single source of low grade", "weak-source")
        yield "", (weak, f" ({book.data.sources[key].grade}).")
    elif len(evidence.rests_on(book, fact).sources) == 1:
        yield "", (Label("Rests on a single source.", "single-source"),)
    for row in rivals:
        yield from _rivals(book, row)
    torn = any(each.relation == "-" for each in evidence.witnesses(book.data, fact))
    if fact.claims and not rivals and not torn:
        yield "Rival values", (Label("none recorded", ON_SCREEN),)


def wordings(fact: Fact) -> str:
    """Some of the wordings that prose may use, without a hedge; nothing if there is only what the entry shows."""
    plain = wording.language("en").written(fact)
    shown = [text for text in plain if len(text) > 2][:_WORDINGS]
    return ", ".join(f"“{text}”" for text in shown)


def _part(book: Book, name: str) -> Line:
    fact = book.facts.get(name)
    return (fact.title, " ", *value(fact)) if fact else (name,)


def _sources(book: Book, fact: Fact) -> Iterator[Line]:
    """Each source once, with its grade and how much was read, and what it says of which claim."""
    grouped: dict[str, list[evidence.Witness]] = {}
    for witness in evidence.witnesses(book.data, fact):
        grouped.setdefault(witness.source, []).append(witness)
    for key, given in grouped.items():
        source = book.data.sources.get(key)
        if source is None:
            continue
        said: list[Piece] = []
        torn = any(witness.relation == "-" for witness in given)
        for witness in given:
            if witness.claim or torn:
                said += [
                    "; " if said else ": ",
                    Label(RELATIONS[witness.relation], "relation"),
                    f" {witness.claim or 'this value'}",
                    f", {witness.says}" if witness.says else "",
                ]
        read = f" (grade {source.grade}; read: {_short(source.seen)})"
        yield (Link(source.label, "source", key), read, *said)


def _short(seen: str) -> str:
    """How much was read, up to the first particular; the bibliography has the rest."""
    return re.split(r" \(|[:;]", seen, maxsplit=1)[0]


def _rivals(book: Book, row: Discrepancy) -> Iterator[tuple[str, Line]]:
    """Who says what, a side a line, and what this book holds."""
    name = Link(row.id, "discrepancy", row.id)
    yield "Sources differ", (name, " ", inline.term("state", row.state), f" {row.item}")
    for side in row.sides:
        yield "", (Label(side.value, f"rival {ON_SCREEN}"), " — ", *inline.by(book.data, side))
    yield "Held here", (Label(row.held, ON_SCREEN),)
