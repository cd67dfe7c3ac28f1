"""The fact list: every value in the records, and every figure this book computes from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ext.withdrawal.records import queries
from ext.withdrawal.records.computed import work_out
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.fields import UNKNOWN
from ext.withdrawal.records.kinds import Steps, evidence, title, values
from ext.withdrawal.records.model import Batch, Count, Record, Shared, Tally, When
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact


def facts(data: Dataset) -> dict[str, Fact]:
    """Every fact by id: `record.field` for values in the records, and those that
    data/computed.yaml works out."""
    records = data.records()
    found = {fact.id: fact for each in records for fact in _of_record(data, *each)}
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
    for path, value in values(record):
        name = str(path[-1])
        if isinstance(value, Count):
            yield from _count(data, kind, record, path, value)
        elif isinstance(value, When):
            for end, date, called in queries.ends(name, queries.edtf(value)):
                known = {"kind": "date", "value": date, "edge": end[1:], **_rest(value)}
                place = (*path, _key(value))
                yield _fact(data, kind, record, f"{name}{end}", called, place, known)
    if isinstance(record, Batch):
        known = {"kind": "ordinal", "value": record.order, "status": "derived"}
        beside = queries.batches(data, record.campaign)
        known["parts"] = tuple(f"{other.id}.dates" for other in beside)
        yield _fact(data, kind, record, "order", "place in the order", ("order",), known)
        yield from _length(data, kind, record)


def _fact(
    data: Dataset, kind: str, record: Record, at: str, called: str, path: Steps, known: Any
) -> Fact:
    """A value of a record under the name `at`; it stands at `path` there, and `known` is the rest
    of what is known of it."""
    name, head = f"{record.id}.{at}", title(record)
    words = f"{head}: {called}" if called else head
    place = data.where(key(kind, record.id), *path)
    return Fact(id=name, title=words, target=evidence(kind, name), position=place, **known)


def _rest(value: Shared) -> dict[str, Any]:
    """What else a value makes of its fact; one that is the same as another has this as its part."""
    known = {name: getattr(value, name) for name in ("status", "claims", "sources", "note")}
    return known | {"parts": (value.same,) if value.same else ()}


def _key(value: Shared) -> str:
    """Where a value stands in its map."""
    return "same" if value.same else "value"


def _count(data: Dataset, kind: str, record: Record, path: Steps, count: Count) -> Iterator[Fact]:
    name = str(path[-1])
    called = "" if isinstance(record, Tally) and name == "count" else name.replace("-", " ")
    known = {"kind": "count", "value": count.value, "unit": count.unit or name}
    known |= {"approximate": count.approximate, "bound": count.bound, **_rest(count)}
    if count.value != UNKNOWN:
        yield _fact(data, kind, record, name, called, (*path, _key(count)), known)


def _length(data: Dataset, kind: str, batch: Batch) -> Iterator[Fact]:
    found = queries.edtf(batch.dates)
    with suppress(dates.DateError):  # a span without both its days has no length
        if found and (length := dates.days(found)) is not None:
            known = {"kind": "count", "value": length, "unit": "days", "status": "derived"}
            known |= {"parts": (f"{batch.id}.dates",)}
            called, path = "length in days, both ends counted", ("dates", "value")
            yield _fact(data, kind, batch, "days", called, path, known)
