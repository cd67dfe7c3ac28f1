"""All records of the book together, with the place in a file where each value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from ext.withdrawal.records import model
from ext.withdrawal.records.kinds import KINDS, VALUES
from sphinx_facts.values.problem import NOWHERE, Position
from sphinx_facts.yaml.reader import Node, Unread, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The records by id, each mapping in the order of its file. `nodes` holds the text each one was read from.

    `broken` holds the ids of records that could not be read, and the names of the kinds of which some are missing
    without a name: nothing is said of what may rest on them.
    """

    campaigns: Mapping[str, model.Campaign] = field(default_factory=dict)
    batches: Mapping[str, model.Batch] = field(default_factory=dict)
    units: Mapping[str, model.Unit] = field(default_factory=dict)
    events: Mapping[str, model.Event] = field(default_factory=dict)
    people: Mapping[str, model.Person] = field(default_factory=dict)
    places: Mapping[str, model.Place] = field(default_factory=dict)
    documents: Mapping[str, model.Document] = field(default_factory=dict)
    tallies: Mapping[str, model.Tally] = field(default_factory=dict)
    terms: Mapping[str, model.Term] = field(default_factory=dict)
    claims: Mapping[str, model.Claim] = field(default_factory=dict)
    discrepancies: Mapping[str, model.Discrepancy] = field(default_factory=dict)
    sums: Mapping[str, model.Sum] = field(default_factory=dict)
    gaps: Mapping[str, model.Gap] = field(default_factory=dict)
    errata: Mapping[str, model.Erratum] = field(default_factory=dict)
    computed: Mapping[str, model.Computed] = field(default_factory=dict)
    pins: Mapping[str, model.PinnedFigure] = field(default_factory=dict)
    sources: Mapping[str, model.Source] = field(default_factory=dict)
    nodes: Mapping[str, Node | Unread] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether every file could be read, so that no record is missing without a name."""
        return not any(field.name in self.broken for field in fields(self))

    def records(self) -> Iterator[tuple[str, model.Record]]:
        """Each record that holds values, with the name of its kind, in the order of the files."""
        for kind in VALUES:
            yield from ((kind.name, record) for record in getattr(self, kind.name).values())

    def where(self, record: str, *path: str | int) -> Position:
        """Where the value at `path` in the record with this key stands, or the record where there is none."""
        node = self.nodes.get(record)
        return locate(node, path) if node else NOWHERE

    def lacks(self, kind: str, name: str) -> bool:
        """Whether no record of a kind has this id, not even one that could not be read."""
        there = name in getattr(self, kind) or kind in self.broken
        return not (there or key(kind, name) in self.broken)

    def is_broken(self, fact: str) -> bool:
        """Whether the record that a fact names could not be read, as far as one can tell."""
        name = fact.split(".", maxsplit=1)[0]
        named = any(f"{kind}{name}" in self.broken for kind in ("", "campaigns ", "computed "))
        return named or not self.whole


def key(kind: str, name: str) -> str:
    """What a record is called in `nodes` and `broken`: its id, unless that may be another record’s as well.

    A campaign may share its id with its only batch, and the keys of the bibliography are none of ours.
    """
    return f"{kind} {name}" if KINDS[kind].apart else name
