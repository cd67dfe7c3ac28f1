"""Nothing in the records is unheld: each value, name and station is made wrong, and each must be told or excused.

What is excused gives its reason in one word, which the book prints with what it excuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ext.withdrawal.records import said, shared
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.checks import check
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.model import Count, When
from ext.withdrawal.records.slips import slipping
from ext.withdrawal.records.values import facts
from ext.withdrawal.records.vocabulary import EXCUSES
from sphinx_facts.values import dates
from tests.support import whole
from tests.support.deep import some_of_each, times
from tests.whole.test_mutants import others

Say = Callable[[str], None]
SHARE = 8
"""Of so many things one is drawn, where not all are."""


class Thing(NamedTuple):
    """Something that is made wrong: what it is, its id, and the book with each wrong value of it."""

    kind: str
    name: str
    wrong: list[tuple[str, Dataset]]


@pytest.fixture(scope="module")
def book(repository: Path) -> Book:
    return whole.book()


def things(book: Book) -> Iterator[Thing]:
    """Every count, date, unknown, formation number, name and station of the records."""
    for held in shared.values(book.data):
        kind, record, path, value = held
        if not value.same:
            unknown = value.value == "unknown"
            wrong = list(others(value)) if not unknown else [("known", _known(value))]
            changed = [
                (
                    what,
                    _with(book.data, kind, shared.changed(record, path, replace(value, value=new))),
                )
                for what, new in wrong
                if _is_read(new)
            ]
            name = "unknown" if unknown else "count" if isinstance(value, Count) else "date"
            yield Thing(name, shared.name_of(held), changed)
    for kind in said.NAMED:
        for record in getattr(book.data, kind).values():
            yield from _names(book.data, kind, record)
            if station := getattr(record, "station", None):
                other = replace(record, station=replace(station, value="Lanzhou, from 1961"))
                yield Thing(
                    "station", f"{record.id}.station", [("other", _with(book.data, kind, other))]
                )


def _is_read(new: Any) -> bool:
    """Whether a value gets past the reader, which refuses a span that ends before it starts."""
    try:
        return not isinstance(new, str) or bool(dates.parse(new))
    except dates.DateError:
        return False


def _known(value: Count | When) -> Any:
    return 12345 if isinstance(value, Count) else "1957-03"


def _names(data: Dataset, kind: str, record: Any) -> Iterator[Thing]:
    for script in ("en", "zh"):
        if name := getattr(record.names, script):
            digits = [at for at, sign in enumerate(name) if sign.isdigit()]
            at = digits[0] if digits and kind == "units" else len(name) - 1
            sign = (
                str((int(name[at]) + 1) % 10)
                if name[at].isdigit()
                else "x"
                if script == "en"
                else "某"
            )
            other = replace(record.names, **{script: name[:at] + sign + name[at + 1 :]})
            what = "formation number" if digits and kind == "units" else f"name in {script}"
            wrong = _with(data, kind, replace(record, names=other))
            yield Thing(what, f"{record.id}.names.{script}", [("other", wrong)])


def _with(data: Dataset, kind: str, record: Any) -> Dataset:
    return replace(data, **{kind: {**getattr(data, kind), record.id: record}})


def told(data: Dataset, before: set[str]) -> bool:
    """Whether the check says anything of the data that it did not say before."""
    whole, problems = shared.resolved(data)
    found = (
        f"{problem.rule} {problem.message}" for problem in (*problems, *check(whole, facts(whole)))
    )
    return any(each not in before for each in found)


def test_everything_is_held(book: Book, say: Say) -> None:
    before = {f"{problem.rule} {problem.message}" for problem in check(book.data, book.facts)}
    reasons = {each.name: each.reason for each in said.everything(book.data, book.facts)}
    reasons |= dict.fromkeys(slipping(book.data, book.facts), "among")
    everything = list(things(book))
    chosen = some_of_each(
        "things made wrong", everything, lambda thing: {thing.kind}, len(everything) // SHARE
    )
    all_told, excused, silent = Counter[str](), dict[str, list[str]](), list[str]()
    for thing in chosen:
        missed = [what for what, wrong in thing.wrong if not told(wrong, before)]
        reason = reasons.get(thing.name, "")
        if not missed:
            all_told[thing.kind] += 1
        elif reason in EXCUSES:
            excused.setdefault(reason, []).append(f"{thing.name} ({', '.join(missed)})")
        else:
            silent.append(f"{thing.kind} {thing.name}: {', '.join(missed)}")
    kinds = Counter(thing.kind for thing in chosen)
    say(
        ", ".join(
            f"{kind} {all_told[kind]} of {number} told" for kind, number in sorted(kinds.items())
        )
    )
    for reason, names in sorted(excused.items()):
        say(f"  {reason}, {len(names)}: {', '.join(names)}")
    assert not silent, "\n".join(silent)
    assert len(EXCUSES) <= 15
    assert len(chosen) > times(60, 600)
