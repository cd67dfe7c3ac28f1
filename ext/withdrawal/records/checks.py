"""What must hold of all records together: a readable list of small generators, one for each rule of
thumb.

Each takes the dataset and its facts and yields problems; none prints, none stops at the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import partial

from ext.withdrawal.records import formula, queries
from ext.withdrawal.records.computed import is_held, work_out
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import VALUES, values
from ext.withdrawal.records.model import Count, Evidence, When
from ext.withdrawal.records.named import facts_exist, withdrawn_claims_hold_nothing
from ext.withdrawal.records.quotations import quotations_are_in_order
from ext.withdrawal.records.rivals import discrepancies_bind, disputes_are_told
from ext.withdrawal.records.said import unsaid
from ext.withdrawal.records.twins import twins, units_are_where_events_say
from sphinx_facts import wording
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact, did_you_mean
from sphinx_facts.values.problem import Problem

Check = Callable[[Dataset, Mapping[str, Fact]], Iterator[Problem]]


def values_rest_on_something(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """Every value names a claim or a source; what is unknown, or not plainly stated, says why in a
    note."""
    for kind, record in data.records():
        for path, value in values(record):
            where = partial(data.where, key(kind, record.id), *path)
            name = ".".join((record.id, *map(str, path)))
            if not value.claims and not value.sources:
                place = where()
                empty = any(where(each) != place for each in ("claims", "sources"))
                add = "add “claims: [F…]” or “sources: […]”"
                hint = "name one in the empty list" if empty else add
                said = f"{name} names no claim and no source"
                yield Problem(place, "data.evidence", said, hint)
            if not value.note and (what := _unsure(value)):
                hint = "add “note:” with the reason in a sentence"
                said = f"{name} is {what} and no note says why"
                yield Problem(where(), "data.evidence", said, hint)


def _unsure(value: Evidence) -> str:
    """Why a value needs a note; empty if it is plainly stated."""
    held = value.value if isinstance(value, Count | When) else ""
    if held == "unknown" and not getattr(value, "same", ""):
        return "unknown"
    if isinstance(value, When) and any(mark in value.value for mark in "~?%X"):
        return "imprecise"
    return value.status if value.status in ("restored", "disputed") else ""


def units_leave_once(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """A unit leaves with one batch only."""
    seen: dict[str, str] = {}
    for batch in data.batches.values():
        for step, unit in enumerate(batch.units):
            if unit in seen:
                where, first = data.where(batch.id, "units", step), seen[unit]
                what = f"{unit} is in two batches, {first} and {batch.id}"
                yield Problem(where, "data.order", what, f"take it out of {batch.id} or of {first}")
            seen.setdefault(unit, batch.id)


def batches_follow_each_other(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """Within a campaign the batches are numbered from 1 and each begins after the one before has
    ended."""
    for campaign in data.campaigns:
        last: dates.Date | None = None
        for place, batch in enumerate(queries.batches(data, campaign), start=1):
            if batch.order != place and not data.broken:
                where = data.where(batch.id, "order")
                what = f"{batch.id} has order {batch.order} and is batch {place} of its campaign"
                yield Problem(where, "data.order", what, f"write {place}")
            span = queries.edtf(batch.dates)
            if isinstance(span, dates.Interval):
                if last and span.start and dates.sort_key(span.start) <= dates.sort_key(last):
                    begins = f"{batch.id} begins on {span.start}"
                    what = f"{begins}, before the batch above has ended ({last})"
                    yield Problem(data.where(batch.id, "dates", "value"), "data.order", what)
                last = span.end


def returns_fit_batches(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """The time of a unit’s return, as far as it is known, touches the span of the batch it left
    with."""
    for batch in data.batches.values():
        span = queries.edtf(batch.dates)
        for unit in (data.units[name] for name in batch.units if name in data.units):
            home = queries.edtf(unit.home) if unit.home else None
            if not (span and span.earliest and span.latest):
                continue
            if not (home and home.earliest and home.latest):
                continue
            if home.latest < span.earliest or home.earliest > span.latest:
                where = data.where(unit.id, "home", "value")
                what = f"{unit.id} is home in {home}, outside {batch.id} ({span})"
                yield Problem(where, "data.order", what, "one of the two dates is wrong")


def parents_do_not_circle(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """No unit is, through its parents, part of itself."""
    for unit in data.units.values():
        path = [each.id for each in queries.upward(data, unit.id)]
        if data.units[path[-1]].parent == unit.id:
            what = "parents go in a circle: " + " → ".join([*path, unit.id])
            hint = "one of them has another parent, or none"
            yield Problem(data.where(unit.id, "parent"), "data.order", what, hint)


def sums_come_out(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each sum comes out as it is recorded: those that hold, hold; those that do not balance stay
    explained."""
    for row in data.sums.values():
        where = data.where(row.id)
        if row.checkable != bool(row.formula):
            has = "no formula" if row.checkable else "a formula and says checkable: false"
            hint = "add “formula:”, or say “checkable: false” and why in a note"
            yield Problem(where, "data.sum", f"{row.id} has {has}", hint)
        if (not row.holds or not row.checkable) and not row.note:
            what = f"{row.id} does not balance and no note says why"
            yield Problem(where, "data.sum", what, "add “note:” with the reason")
        held = []
        for step, line in enumerate(row.formula):
            known = [facts.get(name) for name in formula.facts_in(line)]
            if data.broken and any(fact is None or fact.status == "derived" for fact in known):
                continue
            where = data.where(row.id, "formula", step)
            try:
                result = formula.evaluate(line, facts)
            except formula.FormulaError as error:
                yield Problem(where, "data.sum", f"{row.id}: {error}", error.meant(facts))
                continue
            held.append(result.holds)
            if row.holds and not result.holds:
                sides = " and ".join(result.values)
                places = "; ".join(_place(facts, name) for name in formula.facts_in(line))
                what = f"{row.id} does not hold: {row.statement} ({sides})"
                hint = f"one of these is wrong: {places}" if places else ""
                hint = _literal(line, result.values[0], places) or hint
                yield Problem(where, "data.sum", what, hint, tuple(formula.facts_in(line)))
        if not row.holds and len(held) == len(row.formula) and all(held):
            what = f"{row.id} is recorded as not balancing, and it balances now"
            hint = "write holds: true, and mend the note"
            yield Problem(data.where(row.id, "holds"), "data.sum", what, hint)


def _literal(line: str, comes_to: str, places: str) -> str:
    """The hint for a formula that ends in a number of its own, which goes stale when a value is corrected."""
    if not re.search(r"== *[0-9.]+ *$", line):
        return ""
    number = comes_to.replace(",", "")
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"end this line with “== {number}” if these are right: {places}"


def formulas_can_be_computed(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each formula of data/computed.yaml comes to a value of its kind, under an id of its own."""
    kinds = [kind.name for kind in VALUES]
    for row in data.computed.values():
        if row.each and row.each not in kinds:
            where = data.where(key("computed", row.id), "each")
            hint = did_you_mean(row.each, kinds, f"one of: {', '.join(kinds)}")
            yield Problem(where, "data.reference", f"“{row.each}” is no kind of record", hint)
        elif not row.each and is_held(data, row.id) and not _derived(facts, row.id):
            where = data.where(key("computed", row.id), "id")
            message = f"“{row.id}” is a value of a record already"
            yield Problem(where, "data.key", message, "give the computed value another id")
    for name, error in work_out(data, facts)[1].items():
        where = data.where(key("computed", name), "formula")
        yield Problem(where, "data.sum", f"{name}: {error}", error.meant(facts), (name,))


def _derived(facts: Mapping[str, Fact], name: str) -> bool:
    return name in facts and facts[name].status == "derived"


def _place(facts: Mapping[str, Fact], name: str) -> str:
    fact = facts[name]
    if fact.position.line:
        return f"{name} ({fact.position.path}:{fact.position.line})"
    parts = ", ".join(_place(facts, part) for part in fact.parts if part in facts)
    return f"{name}, from {parts}" if parts else f"{name}, counted from the records"


def figures_do_not_hide(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """A figure of a record does not take the name of one of its fields, which would hide one of the
    two."""
    for kind, record in data.records():
        taken = {field.name for field in fields(record)}
        for name in (name for name in record.figures if name in taken):
            where = data.where(key(kind, record.id), "figures", name)
            what = f"“{name}” is a field of the record already"
            yield Problem(where, "data.key", what, "give the figure another name")


def errata_end_at_the_value(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each erratum is of a full day and begins where the one before it ended, and the last one of a fact ends at the
    value of now."""
    last = {erratum.fact: erratum for erratum in data.errata.values()}
    english, before = wording.language("en"), dict[str, str]()
    for erratum in data.errata.values():
        was = before.get(erratum.fact, erratum.before)
        before[erratum.fact] = erratum.after
        if was != erratum.before:
            what = f"{erratum.fact} was “{was}” after its last erratum, not “{erratum.before}”"
            hint = f"write “{was}”, or put the errata of {erratum.fact} in their order"
            yield Problem(data.where(erratum.id, "before"), "data.reference", what, hint)
        fact, after = facts.get(erratum.fact), erratum.after
        if fact and last[erratum.fact] is erratum and not english.accepts(fact, after):
            what = f"the erratum ends at “{after}”, but {fact.id} is {english.said(fact)}"
            alike = english.alike(fact, after)
            hint = f"write “{alike}”, or add an erratum for the later change"
            yield Problem(data.where(erratum.id, "after"), "data.reference", what, hint)
        date = None if erratum.date == "unknown" else dates.parse(erratum.date)
        if date is None or date.earliest is None or date.earliest != date.latest:
            hint = 'write the day of the correction in full, for example "2027-02-11"'
            what = f"“{erratum.date}” is not a day"
            yield Problem(data.where(erratum.id, "date"), "data.type", what, hint)


CHECKS: tuple[Check, ...] = (
    facts_exist,
    withdrawn_claims_hold_nothing,
    values_rest_on_something,
    units_leave_once,
    batches_follow_each_other,
    returns_fit_batches,
    parents_do_not_circle,
    sums_come_out,
    formulas_can_be_computed,
    figures_do_not_hide,
    errata_end_at_the_value,
    unsaid,
    twins,
    units_are_where_events_say,
    discrepancies_bind,
    disputes_are_told,
    quotations_are_in_order,
)


def check(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Everything that is wrong with the records taken together."""
    for rule in CHECKS:
        yield from rule(data, facts)
