"""Dataset to entries of the audit: claims, discrepancies, sums, and the figures this book computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import Label, Line, Link, Mark, Piece, Strong, joined, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Claim, Discrepancy, Sum
from sphinx_facts.values.catalog import Fact

RELATIONS = {"+": "supports", "~": "in part", "-": "contradicts"}
"""What the signs of the evidence mean, in words."""


def claims(book: Book, paragraph: int | None = None) -> Iterator[Entry]:
    """The claims of the source text, of one paragraph or of all, in its order."""
    for claim in queries.source_text_claims(book.data, paragraph):
        yield _claim(book, claim)


def other_claims(book: Book) -> Iterator[Entry]:
    """The claims of all other sources."""
    for claim in queries.other_claims(book.data):
        yield _claim(book, claim)


def _claim(book: Book, claim: Claim) -> Entry:
    lines: list[tuple[str, Line]] = [("", (claim.statement,))]
    if claim.status and claim.status != "clear":
        lines.append(
            ("Text", (claim.status, f": {claim.status_note}" if claim.status_note else ""))
        )
    elif claim.status_note:
        lines.append(("Text", (claim.status_note,)))
    sources = book.data.sources
    for witness in claim.evidence:
        label = sources[witness.source].label if witness.source in sources else witness.source
        says = f": {witness.says}" if witness.says else ""
        lines.append(
            (
                "",
                (
                    Label(RELATIONS[witness.relation], "relation"),
                    " ",
                    Link(label, "source", witness.source),
                    says,
                ),
            )
        )
    lines += [("", (text,)) for text in (*claim.amended, claim.note) if text]
    verdict = "corroborated in part" if claim.verdict == "partly" else claim.verdict
    return Entry(
        claim.id,
        (
            Strong(claim.id),
            " ",
            Label(verdict, f"verdict verdict-{claim.verdict.replace(' ', '-')}"),
        ),
        tuple(lines),
        ("claim", claim.id),
    )


def discrepancies(book: Book, state: str = "") -> Iterator[Entry]:
    """The places where sources differ: open, closed, or all."""
    for row in book.data.discrepancies.values():
        if state in ("", row.state):
            yield _discrepancy(book, row)


def _discrepancy(book: Book, row: Discrepancy) -> Entry:
    lines: list[tuple[str, Line]] = []
    for side in row.sides:
        keys = inline.references((), side.sources, dict(book.data.sources))
        lines.append(("", (Strong(side.value), " — ", *(keys or (side.by,)))))
    lines.append(("Held here", (row.held,)))
    lines += [("", (text,)) for text in row.amended]
    if row.claims:
        lines.append(("Claims", inline.references(row.claims, (), {})))
    if row.facts:
        lines.append(
            (
                "Values",
                joined(
                    (_title(book, name), ": ", *value(book.facts.get(name))) for name in row.facts
                ),
            )
        )
    return Entry(
        row.id,
        (Strong(row.id), f" {row.item} ", Label(row.state, f"state state-{row.state}")),
        tuple(lines),
        ("discrepancy", row.id),
    )


def _title(book: Book, name: str) -> str:
    return book.facts[name].title if name in book.facts else name


def sums(book: Book) -> Iterator[Entry]:
    """The invariants, each with its formula and the values in it."""
    for row in book.data.sums.values():
        yield _sum(book, row)


def _sum(book: Book, row: Sum) -> Entry:
    lines: list[tuple[str, Line]] = [("", _formula(line, book.facts)) for line in row.formula]
    if row.finding:
        lines.append(("Finding", (row.finding,)))
    if row.note:
        lines.append(("", (row.note,)))
    if row.claims:
        lines.append(("Claims", inline.references(row.claims, (), {})))
    state = (
        "holds"
        if row.holds and row.checkable
        else "does not balance"
        if row.checkable
        else "cannot be checked"
    )
    return Entry(
        row.id,
        (
            Strong(row.id),
            f" {row.statement} ",
            Label(state, f"state state-{state.replace(' ', '-')}"),
        ),
        tuple(lines),
        ("sum", row.id),
    )


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
    return tuple(pieces)


def computed(book: Book) -> Iterator[Entry]:
    """Every figure this book computes, with its parts."""
    for fact in book.facts.values():
        if (
            fact.status == "derived"
            and not fact.position.line
            and not fact.id.endswith((".start", ".end"))
        ):
            parts = joined(
                ((_title(book, part), ": ", *value(book.facts.get(part))) for part in fact.parts),
                "; ",
            )
            yield Entry(
                fact.id,
                (Strong(fact.title), " ", Mark("derived")),
                (("", value(fact, "stated")), *((("From", parts),) if parts else ())),
            )


KINDS: Mapping[str, Callable[[Book], Iterator[Entry]]] = {
    "other-claim-list": other_claims,
    "sum-list": sums,
    "computed-list": computed,
}
"""The directives without options that list entries of the audit."""
