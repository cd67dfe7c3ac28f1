"""Records to flat fields, so that two versions of a record can be compared value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, NamedTuple

from ext.withdrawal.records.model import Count, Evidence, Names, When
from sphinx_facts import wording
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact


class Value(NamedTuple):
    """A field of a record as people read it, with what it rests on."""

    words: str
    status: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


def values(record: Any) -> dict[str, Value]:
    """Every field of a record by its path (`strength`, `names.zh`, `figures.crowd`), in order."""
    return dict(_inside(record, ""))


def _inside(shape: Any, path: str) -> Iterator[tuple[str, Value]]:
    for field in fields(shape):
        value = getattr(shape, field.name)
        if field.name not in ("id", "key") and value != _default(field) and value is not None:
            yield from _field(value, f"{path}{field.name}")


def _field(value: Any, path: str) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Evidence):
        yield (
            path,
            Value(words_of(value), value.status, (*value.claims, *value.sources), value.note),
        )
    elif isinstance(value, Names):
        yield from _inside(value, f"{path}.")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _field(inner, f"{path}.{name}")
    elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
        for place, inner in enumerate(value, start=1):
            yield from _field(inner, f"{path} {place}")
    elif is_dataclass(value):
        yield path, Value(" · ".join(part.words for _, part in _inside(value, "")))
    else:
        yield path, Value(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _default(field: Any) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def words_of(value: Evidence) -> str:
    """A value as people read it: counts in digits with their unit, dates in words."""
    said = getattr(value, "value", "")
    if isinstance(value, Count) and isinstance(said, int):
        bound = {"more": "more than ", "less": "up to "}.get(
            value.bound, "about " if value.approximate else ""
        )
        return f"{bound}{said:,}" + (f" {value.unit}" if value.unit else "")
    if isinstance(value, When) and said != "unknown":
        return wording.language("en").canonical(
            Fact(id="", kind="date", value=dates.parse(value.value))
        )
    return str(said)
