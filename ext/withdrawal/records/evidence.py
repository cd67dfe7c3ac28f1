"""What a value rests on, followed to the end: claims, the witnesses of the claims, sources, rivals, sums. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ext.withdrawal.records import formula
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import ROLES, VALUES
from ext.withdrawal.records.model import Claim, Discrepancy, Sum
from sphinx_facts.values.catalog import Fact

SOURCE_TEXT = "seed"
"""The key of the source text, from which every claim F… is taken."""
WEAK = "C"
"""The letter of the lowest grades: unsigned compilations and popular pages."""
RECORDS = tuple(kind.role for kind in sorted(VALUES, key=lambda kind: kind.apart))
"""The roles of records that hold values; last those whose ids may be those of others."""


class Witness(NamedTuple):
    """A source of a value: directly (`claim` is empty), or through a claim, of which it says something."""

    source: str
    relation: str
    claim: str
    says: str


@dataclass(frozen=True, slots=True)
class Index:
    """What leads to a fact from elsewhere, found once for many facts."""

    discrepancies: Mapping[str, tuple[Discrepancy, ...]]
    sums: Mapping[str, tuple[Sum, ...]]


def index(book: Book) -> Index:
    """The discrepancies and sums of each fact; those of a span are those of its ends too, and the other way round."""
    rivals: dict[str, list[Discrepancy]] = {}
    for row in book.data.discrepancies.values():
        for name in dict.fromkeys(near for fact in row.facts for near in family(fact, book.facts)):
            rivals.setdefault(name, []).append(row)
    sums: dict[str, list[Sum]] = {}
    for line in book.data.sums.values():
        for name in dict.fromkeys(name for text in line.formula for name in formula.facts_in(text)):
            sums.setdefault(name, []).append(line)
    return Index(
        {name: tuple(found) for name, found in rivals.items()},
        {name: tuple(found) for name, found in sums.items()},
    )


def family(name: str, facts: Mapping[str, Fact]) -> list[str]:
    """A fact with the ends of its span, or with the span that it is an end of."""
    whole = name.removesuffix(".start").removesuffix(".end")
    return [
        near
        for near in dict.fromkeys((name, whole, f"{name}.start", f"{name}.end"))
        if near in facts or near == name
    ]


def claims_of(data: Dataset, fact: Fact) -> list[Claim]:
    """The claims that a value names."""
    return [data.claims[name] for name in fact.claims if name in data.claims]


def witnesses(data: Dataset, fact: Fact) -> list[Witness]:
    """Every source that speaks of a value, directly or through a claim."""
    found = [Witness(key, "+", "", "") for key in fact.sources]
    for claim in claims_of(data, fact):
        told = {testimony.source for testimony in claim.evidence}
        if claim.id.startswith("F") and SOURCE_TEXT in data.sources and SOURCE_TEXT not in told:
            whole = claim.status in (None, "clear")
            says = "" if whole else f"{claim.status} there"
            found.append(Witness(SOURCE_TEXT, "+" if whole else "~", claim.id, says))
        found += [
            Witness(each.source, each.relation, claim.id, each.says) for each in claim.evidence
        ]
    return found


def supporters(data: Dataset, fact: Fact) -> tuple[str, ...]:
    """The keys of the sources that support a value, at least in part."""
    return tuple(
        dict.fromkeys(each.source for each in witnesses(data, fact) if each.relation != "-")
    )


def lone_weak_source(data: Dataset, fact: Fact) -> str:
    """The key of the source if a value rests on a single one that is graded C or was not seen; else an empty text."""
    keys = supporters(data, fact)
    source = data.sources.get(keys[0]) if len(keys) == 1 else None
    return (
        source.key
        if source and (source.grade.startswith(WEAK) or source.grade == "not seen")
        else ""
    )


def weak_facts(book: Book) -> frozenset[str]:
    """The ids of all values that rest on a single weak source."""
    return frozenset(name for name, fact in book.facts.items() if lone_weak_source(book.data, fact))


def holder(data: Dataset, fact: Fact) -> tuple[str, str] | None:
    """The role and id of the record that holds a value; None if it is computed from several."""
    name = fact.id.split(".", maxsplit=1)[0]
    if not fact.position.line:
        return None
    roles = (role for role in RECORDS if name in getattr(data, ROLES[role]))
    return next(((role, name) for role in roles), None)
