"""What the book hands over to be bound: facts, entities and pins, all frozen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.values.problem import NOWHERE, Position, Problem

FactValue = int | Fraction | Decimal | Date | Interval | str
Kind = Literal["count", "ordinal", "share", "date", "number", "money", "text"]
Bound = Literal["", "more", "less", "nearly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One value that prose may state.

    `value` is a whole number (kinds count and ordinal), a fraction of one (share), an EDTF date (date), a
    decimal, which may be negative (number, of the unit “%” for a percentage, and money, of the code of its currency),
    or plain words (text). `precision` is how many decimals are shown; None shows all.
    `bound` says that the sources give a limit, not a value: “more” for “more than 60,000”, “less” for “at most”,
    “nearly” for a value just below it.
    `parts` are the ids of the facts this one is computed from, `same` of those declared equal; `edge` says that a date
    begins or ends a span, `counted` that the collection itself is counted; `target` is the page and anchor of its
    entry.
    """

    id: str
    kind: Kind
    value: FactValue
    unit: str = ""
    title: str = ""
    status: str = "stated"
    approximate: bool = False
    bound: Bound = ""
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    edge: Literal["", "start", "end"] = ""
    counted: bool = False
    precision: int | None = None
    note: str = ""
    target: tuple[str, str] = ("", "")
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something with a name that a role links to: a unit, a person, a place, a document, an event."""

    role: str
    id: str
    title: str
    names: frozenset[str]
    target: tuple[str, str]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Pin:
    """A figure that is not data (“38th parallel”), with the reason why it is not."""

    text: str
    reason: str
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that roles may name, and the problems that were found in the data it was made from.

    `roles` names every entity role, also one without entities. `broken` holds the ids of records, and the names of
    files, that could not be read: of what is missing with them, or computed without them, nothing is said.
    `digest` is a hash of all that it was made from, or empty if none is known. One that is
    `gentle` lets pages render any value, and does not weigh whether a sentence is about the fact that it names.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    entities: Mapping[tuple[str, str], Entity] = field(default_factory=dict)
    pins: Mapping[str, Pin] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    roles: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    digest: str = ""
    gentle: bool = False
    _named: dict[tuple[str, str], tuple[Entity, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        """List the entities by each of their names, so that one is found at once."""
        for (role, _), entity in self.entities.items():
            for name in {name[:1].lower() + name[1:] for name in entity.names}:
                self._named[role, name] = (*self._named.get((role, name), ()), entity)

    def find(self, role: str, name: str) -> Entity | None:
        """The entity of a role with this id or, if only one has it, this name."""
        if (role, name) in self.entities:
            return self.entities[role, name]
        named = self._named.get((role, name[:1].lower() + name[1:]), ())
        return named[0] if len(named) == 1 else None

    def is_broken(self, name: str) -> bool:
        """Whether a fact or entity belongs to a record that could not be read, or is computed from one."""
        if not self.broken:
            return False
        fact = self.facts.get(name)
        return (
            name.split(".", maxsplit=1)[0] in self.broken
            or fact is None
            or fact.status == "derived"
        )


def called(entity: Entity, words: str) -> bool:
    """Whether `words` is one of the entity's names; the first letter may be a capital."""
    return (
        words in entity.names
        or words[:1].lower() + words[1:] in entity.names
        or words[:1].upper() + words[1:] in entity.names
    )


def near(name: str, known: Iterable[str]) -> str:
    """The known name that `name` most likely meant, or an empty text."""
    found = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """The hint for a name that is none of the known ones: the one it most likely meant, or else what is given."""
    guess = near(name, known)
    return f"did you mean “{guess}”?" if guess else otherwise
