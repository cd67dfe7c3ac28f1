"""What a value rests on, followed to the end: claims, the witnesses of the claims, sources, rivals, sums. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ext.withdrawal.records import formula, model, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import KINDS, ROLES, VALUES, values
from ext.withdrawal.records.model import Claim, Discrepancy, Erratum, Evidence, Location, Record
from ext.withdrawal.records.vocabulary import FAMILIES, INDEPENDENCE, SOURCE_TEXT
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Position

WEAK = "C"
"""The letter of the lowest grades: unsigned compilations and popular pages."""
RECORDS = tuple(kind.role for kind in sorted(VALUES, key=lambda kind: kind.apart))
"""The roles of records that hold values; last those whose ids may be those of others."""


Held = Fact | Evidence | Record | Location | Erratum
"""What may name claims, sources, or parts that do."""


class Grounds(NamedTuple):
    """What something rests on: the ids of claims and the keys of sources, each once."""

    claims: tuple[str, ...]
    sources: tuple[str, ...]


class Witness(NamedTuple):
    """A source of a value: directly (`claim` is empty), or through a claim, of which it says something."""

    source: str
    relation: model.Relation
    claim: str
    says: str


@dataclass(frozen=True, slots=True)
class Index:
    """What leads to a fact from elsewhere, found once for many facts."""

    discrepancies: Mapping[str, tuple[Discrepancy, ...]]
    sums: Mapping[str, tuple[model.Sum, ...]]


def index(book: Book) -> Index:
    """The discrepancies and sums of each fact; those of a span are those of its ends too, and the other way round."""
    rivals: dict[str, list[Discrepancy]] = {}
    for row in book.data.discrepancies.values():
        for name in dict.fromkeys(
            near for fact in row.facts for near in queries.family(fact, book.facts)
        ):
            rivals.setdefault(name, []).append(row)
    sums: dict[str, list[model.Sum]] = {}
    for line in book.data.sums.values():
        for name in dict.fromkeys(name for text in line.formula for name in formula.facts_in(text)):
            sums.setdefault(name, []).append(line)
    return Index(
        {name: tuple(found) for name, found in rivals.items()},
        {name: tuple(found) for name, found in sums.items()},
    )


def rests_on(book: Book, *held: Held | None) -> Grounds:
    """What holds some values or records: the claims that they name, and the sources that support them.

    A source supports what names it, and what names a claim that it does not contradict; from the source text every
    claim F… is taken. A computed value rests on what its parts rest on, a record on what each of its values does.
    Sources that are named come before those of claims.
    """
    bases = [base for each in held if each for base in _bases(book, each)]
    claims = (claim for base in bases for claim in getattr(base, "claims", ()))
    named = [each for base in bases for each in witnesses(book.data, base) if each.relation != "-"]
    named.sort(key=lambda each: each.claim != "")
    sources = (each.source for each in named)
    return Grounds(tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(sources)))


def _bases(book: Book, held: Held) -> Iterator[Held]:
    """A value with its parts, down to those that name something themselves; a record with its values."""
    yield held
    if isinstance(held, Fact) and (held.claims or held.sources):
        return
    if isinstance(held, Fact):
        for part in held.parts:
            if part in book.facts:
                yield from _bases(book, book.facts[part])
    elif isinstance(held, Record):
        yield from (value for _, value in values(held))


def claims_of(data: Dataset, held: Held) -> list[Claim]:
    """The claims that a value names."""
    return [data.claims[name] for name in getattr(held, "claims", ()) if name in data.claims]


def witnesses(data: Dataset, held: Held) -> list[Witness]:
    """Every source that speaks of a value, directly or through a claim that it names; of no part of it."""
    found = [Witness(key, "+", "", "") for key in getattr(held, "sources", ())]
    for claim in claims_of(data, held):
        told = {testimony.source for testimony in claim.evidence}
        if claim.id.startswith("F") and SOURCE_TEXT in data.sources and SOURCE_TEXT not in told:
            whole = claim.status in (None, "clear")
            says = "" if whole else f"{claim.status} there"
            found.append(Witness(SOURCE_TEXT, "+" if whole else "~", claim.id, says))
        found += [
            Witness(each.source, each.relation, claim.id, each.says) for each in claim.evidence
        ]
    return found


def falls_with(book: Book, fact: Fact) -> frozenset[str]:
    """The keys of the sources without which nothing would bear a value, or one of its parts."""
    own = {each.source for each in witnesses(book.data, fact) if each.relation != "-"}
    if own:
        return frozenset(own) if len(own) == 1 else frozenset()
    parts = (book.facts[part] for part in fact.parts if part in book.facts)
    return frozenset[str]().union(*(falls_with(book, part) for part in parts))


def independence(book: Book, fact: Fact) -> str:
    """How far those who bear a value out are independent; for a computed one, of its worst part; empty for nobody.

    Where no source supports the whole of a claim, those count that support it in part.
    """
    found = witnesses(book.data, fact)
    for sign in ("+", "~"):
        if keys := {each.source for each in found if each.relation == sign}:
            return standing(book.data, keys)
    parts = [independence(book, book.facts[part]) for part in fact.parts if part in book.facts]
    return max(parts, key=(*INDEPENDENCE, "").index, default="")


def standing(data: Dataset, keys: Collection[str]) -> str:
    """How far some sources, taken together, are witnesses; what was not seen speaks only through others."""
    known = [data.sources[key] for key in keys if key in data.sources]
    of_the_time, independent, tradition, single = INDEPENDENCE
    if any(FAMILIES.get(each.family) and not each.via for each in known):
        return of_the_time
    groups: list[frozenset[str]] = []
    for each in known:
        own = _kin(data, each)
        met = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own] + [own.union(*met)]
    if len(groups) > 1:
        return independent
    return tradition if len(known) > 1 else single if known else ""


def _kin(data: Dataset, source: model.Source) -> frozenset[str]:
    """What makes a source one with others: family, voice, and the works that it repeats or is cited through."""
    path: dict[str, model.Source] = {}
    todo = [source]
    while todo:
        each = todo.pop()
        path[each.key] = each
        near = (each.via, each.same_witness)
        todo += [data.sources[key] for key in near if key in data.sources and key not in path]
    return frozenset(
        kin
        for each in path.values()
        for kin in (each.family, f"voice {each.voice}", f"work {each.key}")
    ) - {"", "voice "}


def lone_weak_source(book: Book, fact: Fact) -> str:
    """The key of the source if a value rests on a single one that is graded C or was not seen; else an empty text."""
    keys = rests_on(book, fact).sources
    source = book.data.sources.get(keys[0]) if len(keys) == 1 else None
    weak = source and (source.grade.startswith(WEAK) or source.grade == "not seen")
    return source.key if source and weak else ""


def weak_facts(book: Book) -> frozenset[str]:
    """The ids of all values that rest on a single weak source."""
    return frozenset(name for name, fact in book.facts.items() if lone_weak_source(book, fact))


def holder(data: Dataset, fact: Fact) -> tuple[str, str] | None:
    """The role and id of the record that holds a value; None if it is computed from several."""
    name = fact.id.split(".", maxsplit=1)[0]
    if not fact.position.line:
        return None
    roles = (role for role in RECORDS if name in getattr(data, ROLES[role]))
    return next(((role, name) for role in roles), None)


def origins(book: Book, fact: Fact) -> dict[str, Position]:
    """The lines to change if a value is wrong, each under the id of the value or record that begins
    there: its own line or, if it is computed, the lines of what it is made from.

    A value that is counted, not added up, leads to the batches of its campaign, or to the first
    record that it counts.
    """
    if fact.position.line:
        return {fact.id: fact.position}
    found: dict[str, Position] = {}
    for part in fact.parts:
        found |= origins(book, book.facts[part])
    return found if fact.parts else dict(_counted(book, fact))


def _counted(book: Book, fact: Fact) -> Iterator[tuple[str, Position]]:
    data, first = book.data, fact.id.split(".", maxsplit=1)[0]
    if first in data.campaigns:
        yield from ((batch.id, data.where(batch.id)) for batch in queries.batches(data, first))
        return
    words = fact.id.replace("-", ".").split(".")
    kind = next((word for word in words if word in KINDS), "units")
    name = next(iter(getattr(data, kind)))
    yield name, data.where(key(kind, name))
