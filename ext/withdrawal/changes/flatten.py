"""Records to flat fields, so that two versions of a record can be compared value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, NamedTuple

from ext.withdrawal.answers.line import say
from ext.withdrawal.records.model import Evidence, Names, Words
from sphinx_facts.values.catalog import Fact


class Value(NamedTuple):
    """A field of a record as people read it, with what it rests on."""

    words: str
    status: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


Values = Mapping[str, Value]


def values(record: Any, facts: Mapping[str, Fact]) -> Values:
    """Every field of a record by its path (`strength`, `names.zh`, `figures.crowd`), in order;
    none of no record.

    `facts` are those of its book.
    """
    found = {}
    for path, value in _inside(record, "") if record else ():
        if isinstance(value, Evidence):
            fact = facts.get(f"{record.id}.{path.removeprefix('figures.')}")
            words = value.value if isinstance(value, Words) else say(fact, unit=True)
            rests = (*value.claims, *value.sources)
            found[path] = Value(words, value.status, rests, value.note)
        else:
            found[path] = Value(value)
    return found


def _inside(shape: Any, path: str) -> Iterator[tuple[str, Evidence | str]]:
    for field in fields(shape):
        value, made = getattr(shape, field.name), field.default_factory
        default = field.default if made is MISSING else made()
        if field.name not in ("id", "key") and value is not None and value != default:
            yield from _field(value, f"{path}{field.name}")


def _field(value: Any, path: str) -> Iterator[tuple[str, Evidence | str]]:
    if isinstance(value, Evidence):
        yield path, value
    elif isinstance(value, Names):
        yield from _inside(value, f"{path}.")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _field(inner, f"{path}.{name}")
    elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
        for place, inner in enumerate(value, start=1):
            yield from _field(inner, f"{path} {place}")
    elif is_dataclass(value):
        yield path, " · ".join(str(part) for _, part in _inside(value, ""))
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
