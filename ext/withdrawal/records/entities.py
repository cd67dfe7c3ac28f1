"""What roles may name besides facts: every record with a name, and the names it may be called by in prose."""

from __future__ import annotations

from collections.abc import Iterator

from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import target
from ext.withdrawal.records.model import Names
from ext.withdrawal.records.values import title
from sphinx_facts.values.catalog import Entity

ROLES = {
    "campaign": "campaigns",
    "batch": "batches",
    "unit": "units",
    "person": "people",
    "place": "places",
    "document": "documents",
    "event": "events",
    "term": "terms",
    "tally": "tallies",
    "claim": "claims",
    "discrepancy": "discrepancies",
    "sum": "sums",
    "gap": "gaps",
}
"""Each entity role and the kind of record it names."""


def entities(data: Dataset) -> dict[tuple[str, str], Entity]:
    """Every entity by role and id."""
    found = {(entity.role, entity.id): entity for role in ROLES for entity in _of(data, role)}
    for source in data.sources.values():
        names = frozenset({source.label, source.title})
        page = target(
            "sources", f"cite-{source.key.replace('_', '-').lower()}"
        )  # as docutils writes an id
        place = data.where(key("sources", source.key))
        found["source", source.key] = Entity(
            role="source",
            id=source.key,
            title=source.label,
            names=names,
            target=page,
            position=place,
        )
    return found


def _of(data: Dataset, role: str) -> Iterator[Entity]:
    kind = ROLES[role]
    for record in getattr(data, kind).values():
        yield Entity(
            role=role,
            id=record.id,
            title=record.id if kind in ("claims", "discrepancies", "sums") else title(record),
            names=frozenset(_names(record)),
            target=target(kind, record.id),
            position=data.where(key(kind, record.id)),
        )


def _names(record: object) -> Iterator[str]:
    names = getattr(record, "names", None)
    if isinstance(names, Names):
        yield from (
            name
            for name in (names.en, names.zh, names.pinyin, names.ko, names.mr, *names.also)
            if name
        )
    else:
        yield getattr(record, "title", getattr(record, "id", ""))
        yield from getattr(record, "also", ())
