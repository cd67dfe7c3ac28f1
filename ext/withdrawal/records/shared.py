"""A value that is another’s takes it from there: `same`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ext.withdrawal.records import kinds, queries
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.model import Count, Record, When
from sphinx_facts.values.catalog import did_you_mean
from sphinx_facts.values.problem import Problem

Held = tuple[str, Record, kinds.Steps, Count | When]
"""The kind of a record, the record, the path of a value in it, and the value."""


def values(data: Dataset) -> Iterator[Held]:
    """Every count and date of the records."""
    for kind, record in data.records():
        for path, value in kinds.values(record):
            if isinstance(value, Count | When):
                yield kind, record, path, value


def name_of(held: Held) -> str:
    """The id of the fact that a value makes."""
    _, record, path, _ = held
    return f"{record.id}.{path[-1]}"


def resolved(data: Dataset) -> tuple[Dataset, list[Problem]]:
    """The records with the values that they share, and what is wrong with a `same`."""
    known = {name_of(held): held for held in values(data)}
    sharing = {name: held for name, held in known.items() if held[3].same}
    if not sharing:
        return data, []
    made: dict[str, dict[str, Record]] = {}
    problems = []
    for name, (kind, record, path, value) in sharing.items():
        where = data.where(key(kind, record.id), *path, "same")
        own = data.where(key(kind, record.id), *path, "value")
        if own not in (where, data.where(key(kind, record.id), *path)):
            hint = f"take out its “value:”, or “same: {value.same}”"
            text = f"{name} is the same as {value.same} and has a value of its own"
            problems.append(Problem(where, "data.key", text, hint))
            continue
        given, why = _followed(value, known, (name,))
        if given is None:
            if not data.is_broken(value.same):
                hint = did_you_mean(value.same, known) if value.same not in known else ""
                problems.append(Problem(where, "data.reference", f"{name}: {why}", hint))
            continue
        home = made.setdefault(kind, {})
        home[record.id] = changed(home.get(record.id, record), path, given)
    merged: dict[str, Any] = {
        kind: {**getattr(data, kind), **records} for kind, records in made.items()
    }
    return replace(data, **merged), problems


def _followed(
    value: Count | When, known: Mapping[str, Held], passed: tuple[str, ...]
) -> tuple[Count | When | None, str]:
    """The value with what it shares, or why there is none."""
    whole, end = value.same, ""
    if whole not in known and whole.endswith((".start", ".end")):
        whole, _, end = whole.rpartition(".")
    if whole not in known:
        return None, f"there is no count or date “{value.same}” in the records"
    if whole in passed:
        return None, f"it goes in a circle: {' → '.join((*passed, whole))}"
    other = known[whole][3]
    if other.same:
        followed, why = _followed(other, known, (*passed, whole))
        if followed is None:
            return None, why
        other = followed
        value = replace(value, same=f"{other.same}.{end}" if end else other.same)
    if other.status == "disputed":
        value = replace(value, status=other.status, note=value.note or other.note)
    if isinstance(value, Count) and isinstance(other, Count):
        both: dict[str, Any] = {
            name: getattr(value, name) or getattr(other, name)
            for name in ("approximate", "bound", "unit")
        }
        return replace(value, value=other.value, **both), ""
    if isinstance(value, When) and isinstance(other, When):
        ends = {name: date for name, date, _ in queries.ends("", queries.edtf(other))}
        if date := ends.get(f".{end}" if end else ""):
            return replace(value, value=str(date)), ""
        return None, f"{value.same} has no date to share"
    return None, f"{value.same} is of another kind"


def changed(record: Record, path: kinds.Steps, value: Count | When) -> Record:
    """A record with another value at a path of `values`."""
    inner: Any = {**record.figures, path[-1]: value} if path[0] == "figures" else value
    return replace(record, **{str(path[0]): inner})
