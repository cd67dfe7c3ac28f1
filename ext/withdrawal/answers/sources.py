"""Dataset to the pages on trust: the audit by verdict, what rests on each source, gaps, errata. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ext.withdrawal.answers import line
from ext.withdrawal.answers.claims import verdict as found
from ext.withdrawal.answers.entries import Entry, also
from ext.withdrawal.answers.line import Figure, Label, Line, Link, Strong, joined, value
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import evidence, kinds, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Claim, Unit
from ext.withdrawal.records.vocabulary import RELATIONS, SOURCE_TEXT, TEXTS, VERDICTS
from sphinx_facts.values.catalog import Fact

_PLAIN = "—"
_ALL = "All claims F… are taken from it, and every value that names one rests on it too."
_NOTHING = "nothing: all that rests on it rests elsewhere too"


def audit(book: Book, verdict: str = "", text: str = "") -> Table:
    """The claims of the source text with one verdict, or with text in one state, in its order."""
    heads = ("Claim", "What it says", "Text", "Verdict")
    columns = (*map(Column, heads, heads), Column("witnesses", "Other witnesses", number=True))
    rows = (
        Row("", _audited(claim))
        for claim in queries.source_text_claims(book.data)
        if verdict in ("", claim.verdict) and text in ("", claim.status)
    )
    return Table(columns, tuple(rows))


def _audited(claim: Claim) -> tuple[Line, ...]:
    others = sum(1 for each in claim.evidence if each.source != SOURCE_TEXT)
    name, number = Link(claim.id, "claim", claim.id), str(others) if others else _PLAIN
    return ((name,), (claim.statement,), (claim.status or "clear",), (found(claim),), (number,))


def overview(book: Book) -> Table:
    """How many claims of the source text have which verdict, by the state of its text."""
    claims = [
        (each.verdict, each.status or "clear") for each in queries.source_text_claims(book.data)
    ]

    def row(name: str | Strong, verdict: str) -> Row:
        states = [text for each, text in claims if verdict in ("", each)]
        counted = ((str(states.count(text)),) for text in TEXTS)
        return Row("", ((name,), *counted, (str(len(states)),)))

    heads = (*TEXTS, "all")
    columns = (Column(text, text.capitalize(), number=True) for text in heads)
    rows = tuple(row(words.capitalize(), verdict) for verdict, words in VERDICTS.items())
    return Table((Column("verdict", "Verdict"), *columns), rows, row(Strong("All"), ""))


def sources(book: Book) -> Iterator[Entry]:
    """Every source with what rests on it, and what falls if it falls."""
    borne: dict[str, list[Fact]] = {}
    alone: dict[str, list[Fact]] = {}
    for fact in book.facts.values():
        for key in evidence.rests_on(book, fact).sources:
            borne.setdefault(key, []).append(fact)
        for key in evidence.falls_with(book, fact):
            alone.setdefault(key, []).append(fact)
    claims: dict[str, list[tuple[Claim, str]]] = {}
    for claim in book.data.claims.values():
        for witness in claim.evidence:
            claims.setdefault(witness.source, []).append((claim, witness.relation))
    for key, source in sorted(book.data.sources.items(), key=lambda pair: pair[1].label.casefold()):
        text = key == SOURCE_TEXT
        read = f": grade {source.grade}; read: {source.seen}."
        lines: list[tuple[str, Line]] = [("", (Link("Bibliography", "source", key), read))]
        lines += [("", (_ALL,))] if text else []
        for sign, words in RELATIONS.items():
            ids = [claim.id for claim, relation in claims.get(key, ()) if relation == sign]
            lines.append((words.capitalize(), line.references(book.data, ids)))
        lines.append(("Values", () if text else _ids(borne.get(key, []))))
        lines.append(("Falls with it", _ids(alone.get(key, [])) or (_NOTHING,)))
        heading: Line = (Strong(source.label), " ", Label(source.grade, "grade"))
        yield Entry(kinds.resting(key)[1], heading, tuple(lines), ("source", key))


def _ids(facts: list[Fact]) -> Line:
    return joined((Figure(fact.id, fact.id),) for fact in facts)


def gaps(book: Book) -> Iterator[Entry]:
    """What no source seen says, and what would close it."""
    for gap in book.data.gaps.values():
        differing = joined((Link(name, "discrepancy", name),) for name in gap.discrepancies)
        lines: tuple[tuple[str, Line], ...] = (
            ("", (gap.text,)),
            ("Would close it", (gap.closing,)),
            ("What is known", line.references(book.data, gap.claims, gap.sources)),
            ("Discrepancies", differing),
        )
        yield Entry(gap.id, (Strong(gap.title),), lines, ("gap", gap.id))


def errata(book: Book) -> Iterator[Entry]:
    """The corrections, the latest first; one line where there are none."""
    if not book.data.errata:
        nothing = "Nothing published has been changed."
        yield Entry("no-errata", (Strong("No corrections so far."),), (("", (nothing,)),))
    latest = sorted(book.data.errata.values(), key=lambda each: (each.date, each.id), reverse=True)
    for erratum in latest:
        heading = (Strong(erratum.date), " ", Figure(erratum.fact, erratum.fact))
        change = f"“{erratum.before}” became “{erratum.after}”"
        lines: tuple[tuple[str, Line], ...] = (
            ("", (f"{change}; last wrong in edition {erratum.edition}.",)),
            ("Why", (erratum.reason,)),
            ("Rests on", line.rests(book, erratum)),
        )
        yield Entry(erratum.id, heading, lines)


def unit(book: Book, unit: Unit) -> Iterator[tuple[str, Line]]:
    """What a formation was part of, with whom it left, when it was home, and where."""
    data = book.data
    yield "", (line.kind_of(unit),)
    yield from also(book, unit.names)
    if unit.parent:
        yield "Part of", line.link(data, "unit", unit.parent)
    batch = queries.batch_of(data, unit.id)
    if batch:
        dates = value(book.facts.get(f"{batch.id}.dates"))
        yield "Left with", (*line.link(data, "batch", batch.id), ", ", *dates)
    for label, field, held in (("Came", "arrived", unit.arrived), ("Home", "home", unit.home)):
        if held:
            yield label, value(book.facts.get(f"{unit.id}.{field}"))
            yield "", (held.note,)
    if unit.echelon == "army" and unit.arm == "infantry" and not unit.home:
        yield "Home", (line.UNKNOWN, ": no source seen gives the month")
    if unit.station:
        rests = line.rests(book, unit.station)
        yield "First station", (*line.words(unit.station), *((" (", *rests, ")") if rests else ()))
    yield "Rests on", line.rests(book, unit)
    yield "", (unit.note,)
