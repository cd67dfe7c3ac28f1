"""What roles may name besides facts: every record with a name, and the names it may be called by in prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import KINDS, Kind, target, title
from ext.withdrawal.records.model import Names, Source
from ext.withdrawal.records.vocabulary import SCRIPTS
from sphinx_facts.values.catalog import Entity


def entities(data: Dataset) -> dict[tuple[str, str], Entity]:
    """Every entity by role and id."""
    return {
        (kind.role, name): _entity(data, kind, name, record)
        for kind in KINDS.values()
        if kind.role
        for name, record in getattr(data, kind.name).items()
    }


def _entity(data: Dataset, kind: Kind, name: str, record: Any) -> Entity:
    is_source = isinstance(record, Source)  # docutils makes an id of the key of a source
    anchor = f"cite-{name.replace('_', '-').lower()}" if is_source else name
    return Entity(
        role=kind.role,
        id=name,
        title=name if "numbered" in kind.traits else title(record),
        names=frozenset(_names(record)),
        target=target(kind.name, anchor),
        position=data.where(key(kind.name, name)),
    )


def _names(record: object) -> Iterator[str]:
    names = getattr(record, "names", None)
    if isinstance(names, Names):
        yield from (
            name for name in (*(getattr(names, script) for script in SCRIPTS), *names.also) if name
        )
    else:
        yield title(record)
        yield getattr(record, "title", title(record))
        yield from getattr(record, "also", ())
