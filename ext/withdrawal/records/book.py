"""The book's data, read once for a build: dataset, facts, catalogue, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ext.withdrawal.records.checks import check, missing
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.entities import ROLES, entities
from ext.withdrawal.records.load import load
from ext.withdrawal.records.values import facts
from sphinx_facts.values.catalog import Catalog, Fact, Pin
from sphinx_facts.values.problem import Problem


class Book(NamedTuple):
    """What the rest of the extension works from."""

    data: Dataset
    facts: Mapping[str, Fact]
    problems: tuple[Problem, ...]
    digest: str = ""
    """A hash of what the book was read from, or empty if none is known."""

    def catalog(self) -> Catalog:
        """What `sphinx_facts` binds prose to."""
        pins = {
            pin.text: Pin(pin.text, pin.reason, self.data.where(pin.text))
            for pin in self.data.pins.values()
        }
        return Catalog(
            self.facts,
            entities(self.data),
            pins,
            self.problems,
            frozenset({*ROLES, "source"}),
            frozenset(name.removeprefix(key("campaigns", "")) for name in self.data.broken),
            self.digest,
        )


def read_book(folder: Path) -> Book:
    """Read and check the data folder. Problems are in the result; nothing is raised for them."""
    data, problems = load(folder)
    found = facts(data)
    lost, told = missing(data, found)
    data = replace(data, broken=data.broken | lost)
    return Book(data, found, tuple(sorted([*problems, *told, *check(data, found)])))
