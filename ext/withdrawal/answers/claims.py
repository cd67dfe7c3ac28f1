"""Dataset to entries of the audit: claims, discrepancies, sums, and the figures this book computes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import Label, Line, Mark, Piece, Strong, joined, term, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.formula import FormulaError, evaluate
from ext.withdrawal.records.model import Claim, Discrepancy, Testimony
from ext.withdrawal.records.vocabulary import RELATIONS, VERDICTS
from sphinx_facts.values.catalog import Fact


def claims(book: Book, paragraph: int | None = None) -> Iterator[Entry]:
    """The claims of the source text, of one paragraph or of all, in its order."""
    for claim in queries.source_text_claims(book.data, paragraph):
        yield _claim(book, claim)


def other_claims(book: Book) -> Iterator[Entry]:
    """The claims of all other sources."""
    for claim in queries.other_claims(book.data):
        yield _claim(book, claim)


def _claim(book: Book, claim: Claim) -> Entry:
    state = "" if claim.status == "clear" else claim.status
    text = ": ".join(filter(None, (state, claim.status_note)))
    lines: list[tuple[str, Line]] = [("", (claim.statement,)), ("Text", (text,))]
    lines.append(("Withdrawn", (claim.withdrawn,)))
    for witness in claim.evidence:
        lines += (("", line) for line in _testimony(book, witness))
    lines += [("", (text,)) for text in (*claim.amended, claim.note)]
    heading = (Strong(claim.id), " ", verdict(claim))
    return Entry(claim.id, heading, tuple(lines), ("claim", claim.id))


def _testimony(book: Book, line: Testimony) -> Iterator[Line]:
    """What a source says, where, and by what word to find it; then its words, facing their translation."""
    told = Label(RELATIONS[line.relation], "relation")
    place = f", {line.locator}" if line.locator else ""
    says = f": {line.says}" if line.says else ""
    look = ("; look for ", inline.Named(line.look_for, line.lang)) if line.look_for else ()
    yield (told, " ", inline.source(book.data, line.source), place, says, *look)
    if line.quote:
        work = book.data.sources.get(line.source)
        meant = (" ", inline.Quote(line.translation, "en")) if line.translation else ()
        yield (inline.Quote(line.quote, line.lang, work.url if work else ""), *meant)


def verdict(claim: Claim) -> Label:
    """What the other sources make of a claim."""
    return term("verdict", claim.verdict, VERDICTS[claim.verdict])


def discrepancies(book: Book, state: str = "") -> Iterator[Entry]:
    """The places where sources differ: open, closed, or all."""
    for row in book.data.discrepancies.values():
        if state in ("", row.state):
            yield _discrepancy(book, row)


def _discrepancy(book: Book, row: Discrepancy) -> Entry:
    sides = ((Strong(side.value), " — ", *inline.by(book.data, side)) for side in row.sides)
    lines: list[tuple[str, Line]] = [("", side) for side in sides]
    lines.append(("Held here", (row.held,)))
    lines += [("", (text,)) for text in row.amended]
    lines.append(("Claims", inline.references(book.data, row.claims)))
    lines.append(("Values", joined(_told(book, name) for name in row.facts)))
    heading = (Strong(row.id), f" {row.item} ", term("state", row.state))
    return Entry(row.id, heading, tuple(lines), ("discrepancy", row.id))


def _told(book: Book, name: str) -> Line:
    fact = book.facts.get(name)
    return (fact.title if fact else name, ": ", *value(fact))


def sums(book: Book) -> Iterator[Entry]:
    """The invariants, each with its formula and the values in it."""
    for row in book.data.sums.values():
        lines: tuple[tuple[str, Line], ...] = (
            *(("", _formula(line, book.facts)) for line in row.formula),
            ("Finding", (row.finding,)),
            ("", (row.note,)),
            ("Claims", inline.references(book.data, row.claims)),
        )
        found = "holds" if row.holds else "does not balance"
        state = term("state", found if row.checkable else "cannot be checked")
        yield Entry(row.id, (Strong(row.id), f" {row.statement} ", state), lines, ("sum", row.id))


_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "−"}


def _formula(line: str, facts: Mapping[str, Fact]) -> Line:
    """A formula as people write it: values for names, the signs of arithmetic."""
    pieces: list[Piece] = []
    for part in re.split(r"(\{[^{}]+\})", line):
        if part.startswith("{"):
            fact = facts.get(part[1:-1])
            pieces += value(fact) if fact else (part,)
        else:
            pieces.append(re.sub(r"==|!=|<=|>=|[*/-]", lambda found: _SIGNS[found[0]], part))
    with suppress(FormulaError):  # what it is told for by the check has no result to show
        if len(result := evaluate(line, facts).values) == 1:
            pieces.append(f" = {result[0]}")
    return tuple(pieces)


def sum_of(book: Book, of: str) -> tuple[Line, ...]:
    """The lines of a sum: of an invariant by its id, or of a fact with parts. Empty if there is no such thing."""
    if row := book.data.sums.get(of):
        return tuple(_formula(formula, book.facts) for formula in row.formula)
    fact = book.facts.get(of)
    if fact is None or not fact.parts:
        return ()
    parts = joined((value(book.facts.get(part)) for part in fact.parts), between(book, fact))
    return ((Strong(inline.say(fact)), *inline.mark(fact.status), " = ", *parts),)


def between(book: Book, fact: Fact) -> str:
    """What stands between the parts of a value: a plus where they make a sum, a stroke in a share."""
    parts = [book.facts[part].value for part in fact.parts if part in book.facts]
    numbers = [part for part in parts if isinstance(part, int)]
    if len(numbers) == len(parts) > 1 and sum(numbers) == fact.value:
        return " + "
    if len(numbers) == len(parts) == 2 and numbers[1] and Fraction(*numbers) == fact.value:
        return " ÷ "
    return "; "


def computed(book: Book) -> Iterator[Entry]:
    """Every figure this book computes, with its parts."""
    for fact in book.facts.values():
        made = fact.status == "derived" and not fact.position.line
        if made and not fact.id.endswith((".start", ".end")):
            parts = joined((_told(book, name) for name in fact.parts), "; ")
            lines = (("", value(fact, "stated")), ("From", parts))
            yield Entry(fact.id, (Strong(fact.title), " ", Mark("derived")), lines)
