"""One thing once: what is told twice without `same`, and a unit that is told to be where it is not. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from ext.withdrawal.records import queries
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import references
from ext.withdrawal.records.model import Count
from ext.withdrawal.records.shared import Held, name_of, values
from sphinx_facts.values.catalog import Fact, did_you_mean
from sphinx_facts.values.problem import Problem


class _Told(NamedTuple):
    """A value, or an end of one, as it may be told twice: its id, the value, and what it says."""

    name: str
    held: Held
    says: tuple[str, ...]

    @property
    def record(self) -> str:
        """The id of its record."""
        return self.held[1].id


def twins(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """Two values that are equal and rest on the same claim are one, if one record names the other, or both count."""
    homes = {name_of(held): held for held in values(data)}
    names = {
        record.id: {name for _, name, kind in references(record)} for _, record in data.records()
    }
    alike: dict[tuple[str, ...], list[_Told]] = {}
    for told in _tellings(data):
        alike.setdefault(told.says, []).append(told)
    for group in alike.values():
        for one, other in combinations(group, 2):
            later, earlier = (one, other) if other.record in names[one.record] else (other, one)
            linked = earlier.record in names[later.record] or one.says[0] == "count"
            shared = {*one.held[3].claims} & {*other.held[3].claims}
            if one.record != other.record and linked and shared and not _apart(one, other):
                yield from _twin(data, homes, (later.name, earlier.name), min(shared))
    for name, held in homes.items():
        for given in held[3].apart:
            if queries.whole(given) not in homes and not data.is_broken(given):
                place = data.where(key(held[0], held[1].id), *held[2], "apart", given)
                text = f"{name} is apart from “{given}”, and there is no such count or date"
                yield Problem(place, "data.reference", text, did_you_mean(given, homes))


def _tellings(data: Dataset) -> Iterator[_Told]:
    """Every count, date and end of a span that is known, with what makes two of them equal."""
    for held in values(data):
        value, name = held[3], name_of(held)
        if isinstance(value, Count):
            if value.value != "unknown":
                says = ("count", str(value.value), value.unit or str(held[2][-1]), value.bound)
                yield _Told(name, held, says)
        else:
            for end, date, _ in queries.ends("", queries.edtf(value)):
                yield _Told(f"{name}{end}", held, ("date", str(date)))


def _apart(one: _Told, other: _Told) -> bool:
    return other.name in one.held[3].apart or one.name in other.held[3].apart


def _root(name: str, homes: Mapping[str, Held]) -> str:
    """The value, or the end of one, that another is in the end."""
    passed = {name}
    while True:
        end = name.removeprefix(queries.whole(name)) if name not in homes else ""
        same = homes[name.removesuffix(end)][3].same
        if not same or f"{same}{end}" in passed:
            return name
        passed.add(name := f"{same}{end}")


def _twin(
    data: Dataset, homes: Mapping[str, Held], pair: tuple[str, str], claim: str
) -> Iterator[Problem]:
    """The problem of two values that are not the same in the end, at the one that can take what the other has."""
    later, earlier = (_root(name, homes) for name in pair)
    if later not in homes:
        later, earlier = earlier, later
    if later != earlier and later in homes:
        kind, record, path, _ = homes[later]
        place = data.where(key(kind, record.id), *path, "value")
        text = f"{later} and {earlier} say the same, by {claim}, and each has a value of its own"
        hint = f"in the place of its “value:” write “same: {earlier}”, or “apart: {{{earlier}: …}}” beside it"
        yield Problem(place, "data.twin", text, hint)


def units_are_where_events_say(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """An event of a batch carries no unit that left with another; a headquarters may only announce it."""
    for event in data.events.values():
        for step, unit in enumerate(event.units if event.batch else ()):
            batch = queries.left_with(data, unit)
            held = data.units.get(unit)  # one that is missing is told as that
            moves = held is not None and held.echelon != "headquarters"
            if batch is not None and batch.id != event.batch and moves:
                place = data.where(event.id, "units", step)
                text = f"{unit} is in {batch.id}, and {event.id} carries it with {event.batch}"
                home = data.where(batch.id, "units")
                hint = f"take it out here, or move it at {home.path}:{home.line}"
                yield Problem(place, "data.order", text, hint)
