"""The fact list: every value in the records, and every figure this book computes from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Literal, cast

from ext.withdrawal.records import queries
from ext.withdrawal.records.computed import work_out
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import evidence, title
from ext.withdrawal.records.model import Batch, Count, Record, Tally, When
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact


def facts(data: Dataset) -> dict[str, Fact]:
    """Every fact by id: `record.field` for values in the records, and those that data/computed.yaml works out."""
    found: dict[str, Fact] = {}
    for kind, record in data.records():
        for fact in _of_record(data, kind, record):
            found[fact.id] = fact
    found |= work_out(data, found)[0]
    for same in _equal(data):
        for name in same & found.keys():
            others = same - {name} | {*found[name].same}
            found[name] = replace(found[name], same=tuple(sorted(others)))
    return found


def _equal(data: Dataset) -> Iterator[frozenset[str]]:
    """The ids of facts that a sum holds equal, as they are."""
    for line in data.sums.values():
        for text in line.formula:
            sides = (side.strip() for side in text.split("=="))
            yield frozenset(side[1:-1] for side in sides if re.fullmatch(r"\{[^{}]+\}", side))


def _of_record(data: Dataset, kind: str, record: Record) -> Iterator[Fact]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Count):
            yield from _count(data, kind, record, field.name, value)
        elif isinstance(value, When):
            yield from _when(data, kind, record, field.name, value)
    for name, count in record.figures.items():
        yield from _count(data, kind, record, name, count, "figures")
    if isinstance(record, Batch):
        yield Fact(
            id=f"{record.id}.order",
            kind="ordinal",
            value=record.order,
            title=f"{title(record)}: place in the order",
            status="derived",
            parts=tuple(f"{other.id}.dates" for other in queries.batches(data, record.campaign)),
            target=evidence(kind, f"{record.id}.order"),
            position=data.where(record.id, "order"),
        )
        yield from _length(record, found=queries.edtf(record.dates), data=data)


def _count(
    data: Dataset, kind: str, record: Record, name: str, count: Count, inside: str = ""
) -> Iterator[Fact]:
    if count.value == "unknown":
        return
    path = (inside, name) if inside else (name,)
    yield Fact(
        id=f"{record.id}.{name}",
        kind="count",
        value=count.value,
        unit=count.unit or name,
        title=title(record)
        if isinstance(record, Tally) and name == "count"
        else f"{title(record)}: {name.replace('-', ' ')}",
        status=count.status,
        approximate=count.approximate,
        bound=count.bound,
        claims=count.claims,
        sources=count.sources,
        note=count.note,
        target=evidence(kind, f"{record.id}.{name}"),
        parts=(count.same,) if count.same else (),
        position=data.where(key(kind, record.id), *path, "same" if count.same else "value"),
    )


def _when(data: Dataset, kind: str, record: Record, name: str, when: When) -> Iterator[Fact]:
    for end, date, called in queries.ends(name, queries.edtf(when)):
        yield Fact(
            id=f"{record.id}.{name}{end}",
            kind="date",
            value=date,
            title=f"{title(record)}: {called}",
            status=when.status,
            claims=when.claims,
            sources=when.sources,
            note=when.note,
            target=evidence(kind, f"{record.id}.{name}{end}"),
            parts=(when.same,) if when.same else (),
            edge=cast(Literal["", "start", "end"], end.removeprefix(".")),
            position=data.where(key(kind, record.id), name, "same" if when.same else "value"),
        )


def _length(
    batch: Batch, found: dates.Date | dates.Interval | None, data: Dataset
) -> Iterator[Fact]:
    try:
        length = dates.days(found) if found else None
    except dates.DateError:
        length = None
    if length is not None:
        yield Fact(
            id=f"{batch.id}.days",
            kind="count",
            value=length,
            unit="days",
            title=f"{batch.title}: length in days, both ends counted",
            status="derived",
            parts=(f"{batch.id}.dates",),
            target=evidence("batches", f"{batch.id}.days"),
            position=data.where(batch.id, "dates", "value"),
        )
