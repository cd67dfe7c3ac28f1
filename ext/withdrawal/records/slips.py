"""Which values could slip unseen: their claims say the next day or number as well, of something else. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.ledger import Ledger
from ext.withdrawal.records.said import everything
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.dates import Date, Interval


def slipping(data: Dataset, facts: Mapping[str, Fact]) -> frozenset[str]:
    """The values whose claims state a neighbour of them too, so that they would not tell one from the other."""
    ledger = Ledger(data, facts)
    return frozenset(
        each.name
        for each in everything(data, facts)
        if each.said
        and each.name in facts
        and any(map(ledger.states, _neighbours(facts[each.name])))
    )


def _neighbours(fact: Fact) -> Iterator[Fact]:
    """The value a little more and a little less."""
    value = fact.value
    if isinstance(value, int):
        yield from (
            replace(fact, value=near) for near in (value + 1, value - 1, value * 10) if near > 0
        )
    elif isinstance(value, Date):
        yield from (replace(fact, value=near) for near in _next_to(value))
    elif isinstance(value, Interval):
        for start in _next_to(value.start):
            yield replace(fact, value=replace(value, start=start))
        for end in _next_to(value.end):
            yield replace(fact, value=replace(value, end=end))


def _next_to(date: Date | None) -> Iterator[Date]:
    """The days, months and years next to a date, as far as it is known."""
    if date is None or date.season or date.unspecified:
        return
    yield from (
        replace(date, year=date.year + step)
        for step in (1, -1)
        if (date.month, date.day) != (2, 29)
    )
    if date.day:
        for step in (1, -1):
            day = date.earliest + datetime.timedelta(days=step)
            yield replace(date, year=day.year, month=day.month, day=day.day)
    elif date.month:
        for step in (1, -1):
            year, month = divmod(date.year * 12 + date.month - 1 + step, 12)
            yield replace(date, year=year, month=month + 1)
