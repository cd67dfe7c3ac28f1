"""Which corrections the errata owe: published values that changed, and the lines that say so.

Pure: the facts of an edition and the book of now go in. Names, notes, new records and sums are
never owed: what is computed follows from a value that is, and a correction of spelling is none of a
value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ext.withdrawal.answers.line import say
from ext.withdrawal.records.book import Book
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem

RULE = "data.erratum"
FILE = "data/errata.yaml"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an erratum is dated with: the day of the correction, and the last edition with the old
    value."""

    day: str
    edition: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A published value that is another now: what it was, what it is, and the lines to add."""

    was: Fact
    now: Fact
    lines: str


def owed(published: Mapping[str, Fact], new: Book, stamp: Stamp) -> Iterator[Owed]:
    """Each value of a record that the edition had otherwise, unless the last erratum of it ends at
    the value of now; the ends of a span are told with the span."""
    ends = {erratum.fact: erratum.after for erratum in new.data.errata.values()}
    english = wording.language("en")
    for name, now in new.facts.items():
        was = published.get(name)
        if was is None or held(was) == held(now) or not _is_own(now):
            continue
        if any(part in published and held(published[part]) != held(new.facts.get(part))
               for part in now.parts):  # fmt: skip
            continue  # what it is the same as has changed, and is owed
        if name not in ends or not english.accepts(now, ends[name]):
            yield Owed(was, now, _lines(was, now, new, stamp))


def problems(published: Mapping[str, Fact], new: Book, stamp: Stamp) -> Iterator[Problem]:
    """A problem for each erratum that is owed, at the value, with the lines to add; applied in
    order they fit."""
    opening = at_the_end = f"add at the end of {FILE}:\n"
    if not new.data.errata:
        opening = f"in {FILE} write in the place of the line “errata: []”:\nerrata:\n"
    for each in owed(published, new, stamp):
        was = f"{each.now.id} was {say(each.was)} in edition {stamp.edition}"
        said = f"{was} and is {say(each.now)} now; the errata do not say so"
        yield Problem(each.now.position, RULE, said, opening + each.lines, (each.now.id,))
        opening = at_the_end


def held(fact: Fact | None) -> tuple[object, ...] | None:
    """What a fact holds, whatever it is called and rests on."""
    return (fact.value, fact.bound, fact.approximate, fact.kind) if fact else None


def _is_own(fact: Fact) -> bool:
    """Whether a value stands in a record itself; the ends of a span are told with the span."""
    return (
        bool(fact.position.line)
        and fact.status != "derived"
        and not fact.id.endswith((".start", ".end"))
    )


def _lines(was: Fact, now: Fact, new: Book, stamp: Stamp) -> str:
    plain = f"{stamp.day[:7]}-{now.id.replace('.', '-')}"
    names = (plain, *(f"{plain}-{n}" for n in range(2, 99)))
    name = next(each for each in names if each not in new.data.nodes)
    evidence = {"claims": now.claims, "sources": now.sources}
    rests = ", ".join(key for keys in evidence.values() for key in keys)
    lines = (
        f"  - id: {name}",
        f"    fact: {now.id}",
        f'    date: "{stamp.day}"',
        f'    edition: "{stamp.edition}"',
        f'    before: "{say(was)}"',
        f'    after: "{say(now)}"',
        f"    reason: Read again; the value rests on {rests}.",
        *(f"    {key}: [{', '.join(ids)}]" for key, ids in evidence.items() if ids),
    )
    return "\n".join(lines)
