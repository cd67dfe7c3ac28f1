"""Dataset to the pages on witnesses: who says what, how far values are borne out, and what no claim says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ext.withdrawal.answers.line import Label, Line, Link, Strong, joined, source, term, value
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.said import everything
from ext.withdrawal.records.slips import slipping
from ext.withdrawal.records.vocabulary import EXCUSES, FAMILIES, INDEPENDENCE, RELATIONS
from sphinx_facts.values.catalog import Fact

SIDES: Mapping[str, tuple[str, ...]] = {
    "At the time": tuple(family for family, then in FAMILIES.items() if then),
    "Official history": ("official-history tradition",),
    "Scholarship": tuple(family for family in FAMILIES if "scholarship" in family.lower()),
}
"""The columns of the matrix, and the families in each; the others stand together in a last one."""
OTHERS = "Others"
_NOBODY = "—"


def matrix(book: Book, of: str) -> Table:
    """The values of a record, each with the discrepancies about it, against the sources that speak of it.

    The sources stand by their families; a column in which none does is left out.
    """
    if of not in {fact.id.split(".")[0] for fact in book.facts.values()}:
        raise LookupError(of)
    rivals = evidence.index(book).discrepancies
    told = [
        (fact, said)
        for fact in book.facts.values()
        if fact.id.startswith(f"{of}.")
        and not fact.id.endswith((".start", ".end"))
        and (said := _said(book, fact))
    ]
    sides = [side for side in (*SIDES, OTHERS) if any(side in said for _, said in told)]
    rows = []
    for fact, said in told:
        together = evidence.independence(book, fact)
        differ = joined((Link(row.id, "discrepancy", row.id),) for row in rivals.get(fact.id, ()))
        cells = (
            (fact.id.removeprefix(f"{of}."),),
            (*value(fact), *((" (", *differ, ")") if differ else ())),
            (term("independence", together),) if together else (_NOBODY,),
            *(said.get(side) or (_NOBODY,) for side in sides),
        )
        rows.append(Row("", cells))
    heads = ("Value", "Held", "Together", *sides)
    return Table(tuple(Column(head, head) for head in heads), tuple(rows))


def _said(book: Book, fact: Fact) -> dict[str, Line]:
    """The sources that speak of a value in each column, each once, with a word where one does not support it whole."""
    relations: dict[str, set[str]] = {}
    for witness in evidence.witnesses(book.data, fact):
        relations.setdefault(witness.source, set()).add(witness.relation)
    columns: dict[str, list[Line]] = {}
    for key, found in relations.items():
        given = book.data.sources.get(key)
        if given:
            sides = (side for side, families in SIDES.items() if given.family in families)
            signs = [sign for sign in RELATIONS if sign in found]
            words = f" ({', '.join(RELATIONS[sign] for sign in signs)})" if signs != ["+"] else ""
            cell: Line = (source(book.data, key), *((Label(words, "relation"),) if words else ()))
            columns.setdefault(next(sides, OTHERS), []).append(cell)
    return {side: joined(cells, "; ") for side, cells in columns.items()}


def overview(book: Book) -> Table:
    """How many values are borne out how, and how many by nobody."""
    words = [evidence.independence(book, fact) for fact in book.facts.values()]
    told = {**INDEPENDENCE, "": "computed from the records of this book, or general knowledge"}
    rows = []
    for word, meaning in told.items():
        name = Strong((word or "no witness").capitalize())
        rows.append(Row("", ((name,), (meaning,), (str(words.count(word)),))))
    columns = map(Column, ("word", "meaning"), ("How", "What it means"))
    total = Row("", ((Strong("All"),), (), (str(len(words)),)))
    return Table((*columns, Column("values", "Values", number=True)), tuple(rows), total)


_FIT = 60
"""How many names a row may have, so that it fits a page of print."""


def unsaid(book: Book) -> Table:
    """The values, stations and names that no claim holds, or not alone, each under the reason why not."""
    held = [(each.reason, each.name) for each in everything(book.data, book.facts)]
    held += [("among", name) for name in sorted(slipping(book.data, book.facts))]
    found: dict[tuple[str, str], list[str]] = {}
    for reason, name in sorted(held, key=lambda each: [*EXCUSES, each[0]].index(each[0])):
        if reason in EXCUSES:
            beside = "name" if ".names." in name else "station"
            kind = book.facts[name].kind if name in book.facts else beside
            # Its record, where the kind says the rest.
            named = re.sub(r"\.(dates?|names\.\w+)$", "", name)
            found.setdefault((reason, kind), []).append(named)
    rows: list[Row] = []
    for (reason, kind), names in found.items():
        what: tuple[Line, ...] = ((Strong(reason.capitalize()),), (EXCUSES[reason],))
        for first in range(0, len(names), _FIT):
            part = names[first : first + _FIT]
            rows.append(Row("", (*what, (f"{kind}s",), (str(len(part)),), (", ".join(part),))))
    heads = ("Reason", "What it means", "Of what", "How many", "Which")
    columns = (Column(head, head, number=head == "How many") for head in heads)
    return Table(tuple(columns), tuple(rows))
