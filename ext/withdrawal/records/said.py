"""Whether what we hold is said by what it rests on: the rule `data.unsaid`. Pure.

Claims, evidence lines, quotations and the titles of works are the roots, which nothing holds. A count, a date, a
station and a name has to stand in those of its own; what does not is computed, or says why not in one word.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ext.withdrawal.records import shared
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.ledger import NAMED, Ledger
from ext.withdrawal.records.model import Names, Unit, Words
from ext.withdrawal.records.vocabulary import SOURCE_TEXT, UNSAID
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.wording import saying

_HELD = ("stated", "restored", "disputed")
_PROPER = re.compile(r"\b[A-Z][\w’-]+")


class Said(NamedTuple):
    """Something that has to be said: what it is called, where it stands, and the reason why it is not, if any.

    `reason` is a key of `UNSAID`, or a status or field of names that excuses it; it is empty for what is said.
    """

    name: str
    kind: str
    place: Position
    claims: tuple[str, ...]
    rests: bool
    words: str
    said: bool
    reason: str


def everything(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Said]:
    """Every value, station and name that has to be said, with the verdict."""
    ledger = Ledger(data, facts)
    for held in shared.values(data):
        fact = facts.get(shared.name_of(held))
        if fact is not None and held[3].value != "unknown":
            yield _value(ledger, held, fact)
    for kind in NAMED:
        for record in getattr(data, kind).values():
            if isinstance(record, Unit) and record.station:
                yield _station(ledger, record, record.station)
            yield from _names(ledger, kind, record)


def _value(ledger: Ledger, held: shared.Held, fact: Fact) -> Said:
    kind, record, path, value = held
    place = ledger.data.where(key(kind, record.id), *path, "same" if value.same else "value")
    reason: str = value.unsaid or (value.status if value.status not in _HELD else "")
    said = value.status in _HELD and ledger.states(fact)
    if value.status == "derived":
        said = fact.id in ledger.data.computed
    elif reason in _NEAR and not _is_near(ledger, fact, reason):
        reason = ""
    words = wording.language("en").said(fact) + (f" {fact.unit}" if fact.kind == "count" else "")
    rests = bool(fact.claims or fact.sources)
    return Said(fact.id, fact.kind, place, fact.claims, rests, words, said, reason)


def _is_near(ledger: Ledger, fact: Fact, reason: str) -> bool:
    """Whether the claims state, for each end of a date, the end itself or what the reason lets stand for it."""
    span = fact.value
    ends = (span.start, span.end) if isinstance(span, Interval) else (span,)
    return all(
        ledger.states(replace(fact, value=end))
        or any(
            ledger.states(replace(fact, value=near), printed=True) for near in _NEAR[reason](end)
        )
        for end in ends
        if isinstance(end, Date)
    )


def _day_after(date: Date) -> Iterator[Date]:
    """The day on which a newspaper would print the news of a day."""
    if date.day:
        day = date.earliest + datetime.timedelta(days=1)
        yield Date(day.year, day.month, day.day)


def _itself(date: Date) -> Iterator[Date]:
    """The day, as that of an issue."""
    yield date


def _around(date: Date) -> Iterator[Date]:
    """The month and the year of which a day is the first or the last."""
    for near in (Date(date.year, date.month), Date(date.year)):
        if date.day and date.earliest in (near.earliest, near.latest):
            yield near


_NEAR = {"issue": _day_after, "printed": _itself, "outer": _around}
"""The reasons that can be looked into: the dates that the claims have to state in place of the value."""


def _station(ledger: Ledger, unit: Unit, station: Words) -> Said:
    text = ledger.whole((*station.claims, *unit.claims), (*station.sources, *unit.sources))
    parts = (*_PROPER.findall(station.value), *re.findall(r"\d{4}", station.value))
    said = bool(parts) and all(part in text for part in parts)
    reason = station.unsaid if station.status in _HELD else station.status
    place, name = ledger.data.where(unit.id, "station", "value"), f"{unit.id}.station"
    rests = bool(station.claims or station.sources)
    return Said(name, "station", place, station.claims, rests, station.value, said, reason)


def _names(ledger: Ledger, kind: str, record: Any) -> Iterator[Said]:
    names: Names = record.names
    claims, sources = ledger.naming.get(record.id, (set[str](), set[str]()))
    text = ledger.whole(sorted(claims), sorted(sources))
    numbers = re.findall(r"\d+", names.en) if kind == "units" else []
    for script in ("en", "zh"):
        if name := getattr(names, script):
            lists = ("reconstructed", "unverified", "unquoted")
            reason = next((each for each in lists if script in getattr(names, each)), "")
            what = "formation number" if numbers and script == "en" else f"name ({script})"
            said = _has_number(text, numbers[0]) if numbers else _has_name(text, name)
            if numbers and re.findall(r"\d+", name) != numbers:
                said, reason = False, ""
            place = ledger.data.where(record.id, "names", script)
            ids = tuple(sorted(claims))
            yield Said(f"{record.id}.names.{script}", what, place, ids, True, name, said, reason)


def _has_name(text: str, name: str) -> bool:
    edge = r"\b" if name.isascii() else ""
    return re.search(rf"{edge}{re.escape(name)}{edge}", text, re.IGNORECASE) is not None


def _has_number(text: str, number: str) -> bool:
    return any(saying.has_ordinal(int(number), saying.read(part)) for part in text.split("\n"))


def unsaid(data: Dataset, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each value that no claim of its own says, and that gives no reason; each reason that is not needed.

    While a record cannot be read, or is missing, nothing is said of what may rest on it.
    """
    for each in () if data.broken else everything(data, facts):
        if each.said and each.reason in UNSAID and ".names." not in each.name:
            text = f"{each.name} is said by its claims, and “unsaid: {each.reason}” says that it is not"
            yield Problem(each.place, "data.unsaid", text, "take “unsaid:” out")
        elif not each.said and each.reason in ("", "derived") and each.rests:
            yield Problem(each.place, "data.unsaid", *_told(data, each), (each.name,))


def _told(data: Dataset, each: Said) -> tuple[str, str]:
    if each.reason == "derived":
        hint = f"add to data/computed.yaml:\n  - id: {each.name}\n    title: …\n    formula: …"
        return f"{each.name} is derived, and no formula comes to it", hint
    script = each.name.partition(".names.")[2]
    known = [data.claims[name] for name in each.claims if name in data.claims]
    if not known:
        text = f"{each.name} is {each.words}, and names no claim that says so"
        excuse = f"unquoted: [{script}]" if script else "unsaid: unquoted"
        return text, f"name one, or say “{excuse}” if only its source has it"
    first = known[0]
    more = f" (nor {', '.join(claim.id for claim in known[1:6])})" if len(known) > 1 else ""
    where = data.where(first.id, "statement")
    text = (
        f"{each.name} is {each.words}, and {first.id} does not say so{more}:"
        f" “{first.statement[:200]}” ({where.path}:{where.line})"
    )
    source = next((line.source for line in first.evidence), SOURCE_TEXT)
    begun = "the evidence of " if first.evidence else ""
    opening = "" if first.evidence else "    evidence:\n"
    lines = f'      - relation: "+"\n        source: {source}\n        says: {each.words}'
    excuse = f"“unquoted: [{script}]”" if script else f"“unsaid:” with one of {', '.join(UNSAID)}"
    hint = f"where a source says it, add to {begun}{first.id} (else {excuse}):"
    return text, f"{hint}\n{opening}{lines}"
