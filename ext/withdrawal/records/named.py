"""What records name, be it a record or a fact, and what of it is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ext.withdrawal.records import formula
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import FILES, KINDS, references
from sphinx_facts.values.catalog import Fact, did_you_mean, near
from sphinx_facts.values.problem import Position, Problem

MOST_TOLD = 3
"""If more records of a kind are missing, that is one fault of its file, and told once."""
Place = tuple[Any, ...]
"""A record, and the path to what it says: what `Dataset.where` takes."""


def named(data: Dataset) -> Iterator[tuple[str, str, Place]]:
    """Every record and every fact (kind “facts”) that a record or the formula of a sum names: its
    kind, its id, and where it is named."""
    for kind in FILES:
        for identity, record in getattr(data, kind).items():
            for path, said, wanted in references(record):
                yield wanted, said, (key(kind, identity), *path)
    for total in data.sums.values():
        for step, line in enumerate(total.formula):
            place = (total.id, "formula", step)
            yield from (("facts", name, place) for name in formula.facts_in(line))


def missing(data: Dataset, facts: Mapping[str, Fact]) -> tuple[frozenset[str], list[Problem]]:
    """The records that are named and are not there, as in `Dataset.broken`; each is told once, or
    once for a file."""
    holders = {name.split(".", maxsplit=1)[0]: fact.id for name, fact in facts.items()}
    used: set[tuple[str, str]] = set()
    lost: dict[str, dict[str, list[Position]]] = {}
    for kind, said, place in named(data):
        name = said.split(".", maxsplit=1)[0] if kind == "facts" else said
        used.add((kind, name))
        gone = name not in holders and not data.is_broken(name)
        if gone if kind == "facts" else data.lacks(kind, name):
            lost.setdefault(kind, {}).setdefault(name, []).append(data.where(*place))
    problems = []
    for kind, names in lost.items():
        rule = "data.evidence" if kind in ("claims", "sources") else "data.reference"
        file = "data/" if kind == "facts" else f"data/{KINDS[kind].file}"
        if len(names) > MOST_TOLD:
            what = f"{len(names)} {kind} that others name are missing, “{next(iter(names))}” first"
            place = next(iter(names.values()))[0] if kind == "facts" else Position(file, 1, 1)
            problems.append(Problem(place, rule, what, "take them back from git"))
            continue
        known = holders if kind == "facts" else getattr(data, kind)
        one = "record" if kind == "facts" else KINDS[kind].role
        for name, places in names.items():
            alike = (each for each in known if each.lower() == name.lower())
            guess = near(name, known) or next(alike, "")
            hint = f"did you mean “{guess}”?" if guess else f"the ids stand in {file}"
            if len(places) > 1 and guess and (kind, guess) not in used and kind != "sources":
                holder = holders[guess].split(".")[0] if kind == "facts" else key(kind, guess)
                hint = f"write {name} at {data.where(holder, 'id')}"
            more = f", named here and {len(places) - 1} times more" if len(places) > 1 else ""
            there = name in data.nodes
            said = f"“{name}” is not one of the {kind}" if there else f"there is no {one} “{name}”"
            problems.append(Problem(min(places), rule, f"{said}{more}", hint))
    gone_for_good = (
        name if kind == "facts" else key(kind, name)
        for kind, names in lost.items()
        for name in names
    )
    return frozenset(gone_for_good), problems


def withdrawn_claims_hold_nothing(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """Nothing rests on a claim that was withdrawn."""
    for kind, name, place in named(data):
        claim = data.claims.get(name) if kind == "claims" else None
        if claim and claim.withdrawn:
            what = f"{name} was withdrawn: {claim.withdrawn}"
            hint = f"take {name} out here, or put the claim there that holds this"
            yield Problem(data.where(*place), "data.evidence", what, hint)


def facts_exist(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Every fact that a discrepancy or an erratum names exists; those of a sum are told with it."""
    for kind, name, (record, *path) in named(data):
        known = kind != "facts" or name in facts or data.is_broken(name)
        if not known and record not in data.sums:
            hint = did_you_mean(name, facts, "python -m ext.withdrawal facts lists them all")
            what = f"there is no fact “{name}”"
            yield Problem(data.where(record, *path), "data.reference", what, hint)
