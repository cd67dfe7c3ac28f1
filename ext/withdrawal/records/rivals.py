"""Discrepancies bind: what differs is given as values, and is disputed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import get_args

from ext.withdrawal.records import queries, shared
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.model import Discrepancy, Side
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Bound, Fact
from sphinx_facts.values.problem import Problem
from sphinx_facts.wording import saying

RULE = "data.rival"


def discrepancies_bind(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each open discrepancy names its facts, gives each side's value of them, and places for a source on two sides."""
    for row in data.discrepancies.values():
        if row.state == "open" and bool(row.facts) == bool(row.unheld):
            hint = "add “facts: […]” with those, or “unheld:” and why no value says it"
            if row.facts:
                hint = "take “unheld:” out"
            what = "facts, and why there are none" if row.facts else "no fact that it is about"
            text = f"{row.id} is open and names {what}"
            yield Problem(data.where(row.id), RULE, text, hint)
        yield from _given(data, facts, row)
        named = Counter(key for side in row.sides for key in {*side.sources})
        lacking = (
            (number, key)
            for number, side in enumerate(row.sides)
            for key in side.sources
            if named[key] > 1 and not side.place
        )
        for number, key in islice(lacking, 1):  # to tell one is enough: all of them want the same
            place = data.where(row.id, "sides", number, "sources")
            text = f"{row.id} has {key} on two sides, and one does not say where in it"
            yield Problem(place, RULE, text, "add “place:” to each side that names it")


def _given(data: Dataset, facts: Mapping[str, Fact], row: Discrepancy) -> Iterator[Problem]:
    """What is wrong with the values that the sides give."""
    rivals = {name for side in row.sides for name in side.values}
    for step, name in enumerate(row.facts):
        if row.state == "open" and name in facts and name not in rivals:
            place = data.where(row.id, "facts", step)
            hint = f"add to the sides that have one “values: {{{name}: …}}”"
            yield Problem(place, RULE, f"no side of {row.id} gives its value of {name}", hint)
    for number, side in enumerate(row.sides):
        for name, value in side.values.items():
            place = data.where(row.id, "sides", number, "values", name)
            if name not in row.facts and row.facts and all(map(facts.get, row.facts)):
                hint = f"add {name} to its “facts:”"
                yield Problem(
                    place, RULE, f"{row.id} does not name {name} as a fact that it is about", hint
                )
            elif name in row.facts and name in facts and not _says(data, side, facts[name], value):
                text = f"the side says “{side.value}”, and its value of {name} is {value}"
                yield Problem(place, RULE, text, "correct the one that is wrong")


def _says(data: Dataset, side: Side, fact: Fact, value: int | str) -> bool:
    """Whether the words of a side state the value that it gives, as a value of the kind of the fact."""
    if isinstance(value, str) != (fact.kind == "date"):
        return False
    given = dates.parse(value) if isinstance(value, str) else value
    own = [str(fact.value.earliest.year)] if isinstance(fact.value, dates.Date) else []
    titles = [text for key in side.sources if key in data.sources
              for text in (data.sources[key].title, data.sources[key].label)]  # fmt: skip
    return any(
        saying.states(
            replace(fact, value=given, approximate=True, bound=bound),
            (side.value, side.place),
            dated=(*titles, *own),
        )
        for bound in get_args(Bound)
    )


def disputes_are_told(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """A value of a record is disputed exactly where an open discrepancy names it, or its span, or what is the same."""
    if data.broken:
        return
    rows = [row for row in data.discrepancies.values() if row.state == "open"]
    about = {
        near: row.id for row in rows for name in row.facts for near in queries.family(name, facts)
    }
    for name in map(shared.name_of, shared.values(data)):
        fact = facts.get(name)
        if fact is None or fact.status == "derived":
            continue
        disputed = fact.status == "disputed"
        if disputed and name not in about:
            text = f"{name} is disputed, and no open discrepancy names it"
            hint = "name it in the “facts:” of one, or write another status"
            yield Problem(fact.position, RULE, text, hint)
        elif not disputed and name in about:
            text = f"{name} is {fact.status}, and {about[name]} is open about it"
            hint = f"either it is “status: disputed”, or {about[name]} is closed"
            yield Problem(fact.position, RULE, text, hint)
