"""Questions about the dataset, each asked in one place: pure, no Sphinx, no files, no clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import every, named_by, references
from ext.withdrawal.records.model import Batch, Claim, Event, Unit, When
from sphinx_facts.prose.collect import Found
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

SPECIAL_ARMS = ("artillery", "anti-aircraft", "public security", "railway")


def edtf(when: When) -> dates.Date | dates.Interval | None:
    """The date of a value, or None where it is unknown."""
    return None if when.value == "unknown" else dates.parse(when.value)


def ends(name: str, value: object) -> Iterator[tuple[str, dates.Date | dates.Interval, str]]:
    """A date and, if it is a span, its ends: what is put behind its id, the date, what it is called.

    The dates of a batch begin on a first day and end on a last one.
    """
    if isinstance(value, dates.Date | dates.Interval):
        yield "", value, name
    if isinstance(value, dates.Interval):
        for end, date, day, time in (
            (".start", value.start, "first day", "beginning"),
            (".end", value.end, "last day", "end"),
        ):
            if date is not None:
                yield end, date, day if name == "dates" and date.day else f"{name}, {time}"


def whole(name: str) -> str:
    """The id of the span that an end belongs to; any other as it is."""
    return name.removesuffix(".start").removesuffix(".end")


def family(name: str, facts: Mapping[str, Fact]) -> list[str]:
    """A fact with the ends of its span, or the span that it is an end of, and with what is the same as one of them."""
    near = [each for each in (name, whole(name), f"{name}.start", f"{name}.end") if each in facts]
    same = (each.id for each in facts.values() if each.position.line and each.status != "derived"
            and len(each.parts) == 1 and each.parts[0] in near)  # fmt: skip
    return list(dict.fromkeys((name, *near, *same)))


def batches(data: Dataset, campaign: str = "") -> list[Batch]:
    """The batches of a campaign (all, without one) in the order of the file."""
    return [batch for batch in data.batches.values() if campaign in ("", batch.campaign)]


def batch_of(data: Dataset, unit: str) -> Batch | None:
    """The batch a unit left with, if it left with one."""
    return next((batch for batch in data.batches.values() if unit in batch.units), None)


def upward(data: Dataset, unit: str) -> Iterator[Unit]:
    """A unit, what it is part of, and so on; each once, should they go in a circle."""
    passed: set[str] = set()
    while unit in data.units and unit not in passed:
        passed.add(unit)
        yield (here := data.units[unit])
        unit = here.parent or ""


def left_with(data: Dataset, unit: str) -> Batch | None:
    """The batch that a unit, or what it was part of, left with."""
    found = (batch_of(data, each.id) for each in upward(data, unit))
    return next(filter(None, found), None)


def departure(data: Dataset, unit: Unit) -> dates.Date | dates.Interval | None:
    """When a unit went home: by its own date, that of its batch, or with what it was part of."""
    for here in upward(data, unit.id):
        if here.home and (own := edtf(here.home)):
            return own
        if batch := batch_of(data, here.id):
            return edtf(batch.dates)
    return None


def left_in(data: Dataset, year: str) -> list[Unit]:
    """The units that went home in a year; with “unknown”, those of a known span of several years."""
    found = []
    for unit in data.units.values():
        span = departure(data, unit)
        if span is not None and span.earliest and span.latest:
            first, last = span.earliest.year, span.latest.year
            if year == (str(first) if first == last else "unknown"):
                found.append(unit)
    return found


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by date, oldest first; those that begin on one day stay in the order of the file."""
    return sorted(events, key=_first)


def day(date: dates.Date | dates.Interval | None) -> datetime.date:
    """The day by which something is put: the earliest that it can be or, where only an end is known, the latest."""
    found = date and (date.earliest or date.latest)
    return found or datetime.date.min  # an unknown day comes first


def _first(event: Event) -> tuple[object, ...]:
    date = edtf(event.date)
    return (True, day(date), *dates.sort_key(date)) if date else (False,)


def events(
    data: Dataset,
    *,
    lanes: tuple[str, ...] = (),
    span: str = "",
    batch: str = "",
    ids: tuple[str, ...] = (),
    about: str = "",
) -> list[Event]:
    """The events of some lanes, within a span of EDTF dates, of a batch, with ids, about an entity."""
    bounds = dates.parse(span) if span else None
    return in_order(
        event
        for event in data.events.values()
        if (not lanes or event.lane in lanes)
        and (not ids or event.id in ids)
        and batch in ("", event.batch)
        and (not about or any(about in every(getattr(event, field)) for field in _NAMING))
        and (bounds is None or _within(event, bounds))
    )


_NAMING = tuple(field for field, kind in named_by(Event).items() if kind)


def _within(event: Event, bounds: dates.Date | dates.Interval) -> bool:
    date = edtf(event.date)
    return (
        date is not None
        and (bounds.earliest is None or day(date) >= bounds.earliest)
        and (bounds.latest is None or day(date) <= bounds.latest)
    )


def source_text_claims(data: Dataset, paragraph: int | None = None) -> list[Claim]:
    """The claims of the source text (of one paragraph), in its order."""
    return [
        claim
        for claim in data.claims.values()
        if claim.id.startswith("F") and (paragraph is None or claim.paragraph == paragraph)
    ]


def other_claims(data: Dataset) -> list[Claim]:
    """The claims of all other sources, in order."""
    return [claim for claim in data.claims.values() if not claim.id.startswith("F")]


def unused_claims(data: Dataset, pages: Iterable[Found]) -> list[Claim]:
    """The claims that no record, no discrepancy and no `{claim}` role on a page names, in order."""
    used = used_claims(data, pages)
    return [claim for claim in data.claims.values() if claim.id not in used]


def used_claims(data: Dataset, pages: Iterable[Found]) -> set[str]:
    """The ids of the claims that a record, a discrepancy or a `{claim}` role on a page names."""
    held = (*(record for _, record in data.records()), *data.discrepancies.values())
    named = {name for each in held for _, name, kind in references(each) if kind == "claims"}
    return named | {use.id for page in pages for use in page.uses if use.role == "claim"}
