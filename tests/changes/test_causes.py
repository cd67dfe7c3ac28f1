"""Problems in the order of use: what nothing says first, then the values, sums and sentences that follow from it."""

from __future__ import annotations

import random

from ext.withdrawal.changes.causes import by_cause, in_order
from ext.withdrawal.changes.what_if import parted
from sphinx_facts.values.problem import Position, Problem
from tests.support.whole import ROOT


def test_what_follows_from_a_value_stands_under_it() -> None:
    problems, book = parted(ROOT, ["final-2.strength=110000"])
    assert book
    first, because, following = by_cause(problems, book.facts)[0]
    assert first.about == ("final-2.strength",)
    assert because.startswith("because final-2.strength is now about 110,000: 1 value, ")
    kinds = [
        2 if each.position.path.startswith("docs/") else int(each.rule in ("data.sum", "data.text"))
        for each in following
    ]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2}
    assert [first, *following] == list(in_order(by_cause(problems, book.facts)))


def test_each_problem_is_told_once() -> None:
    settings = ["final-2.strength=110000", "joint-statement.date=1958-02-20", "open-1.divisions=8"]
    problems, book = parted(ROOT, settings)
    assert book
    mixed = random.Random(1958).sample(problems, len(problems))
    told = list(in_order(by_cause(mixed, book.facts)))
    assert sorted(told) == sorted(problems)
    assert told == list(in_order(by_cause(problems, book.facts)))


def test_what_has_no_cause_stands_by_its_place() -> None:
    here, there = (Problem(Position("docs/a.md", line, 1), "fact.mismatch", "x") for line in (1, 2))
    assert [cause.first for cause in by_cause([there, here], {})] == [here, there]
    assert not any(because for _, because, _ in by_cause([there, here], {}))


def test_message_and_hint_of_an_annotation_stand_apart() -> None:
    told = Problem(Position("a.md", 1, 1), "fact.mismatch", "it is wrong", "write “2”").annotation()
    assert told.endswith("::it is wrong%0Ahint: write “2”")
