"""Formulas over facts."""

from __future__ import annotations

import pytest

from ext.withdrawal.records.formula import FormulaError, evaluate, facts_in
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

FACTS = {
    "a.n": Fact(id="a.n", kind="count", value=7),
    "b.n": Fact(id="b.n", kind="count", value=6),
    "a.day": Fact(id="a.day", kind="date", value=dates.parse("1958-03-15")),
    "a.span": Fact(id="a.span", kind="date", value=dates.parse("1958-03-15/1958-04-25")),
    "b.month": Fact(id="b.month", kind="date", value=dates.parse("1958-04")),
}


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("{a.n} + {b.n} == 13", True),
        ("{a.n} + {b.n} == 14", False),
        ("{a.n} * 2 - {b.n} / 3 == 12", True),
        ("round({a.n} / {b.n}, 2) == 1.17", True),
        ("round(2.5) == 3", True),
        ("-{a.n} < 0 < {a.n}", True),
        ("days({a.span}) == 42", True),
        ("gap({a.day}, {b.month}) == 17", True),
        ("year({a.day}) == 1958", True),
        ("{a.day} < {b.month}", True),
        ("{a.day} == {a.span}", True),
        ("{a.day} > {b.month}", False),
        ("{a.n} + {b.n}", True),
    ],
)
def test_formula(line: str, holds: bool) -> None:
    assert evaluate(line, FACTS).holds is holds


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{c.n} == 1", "there is no fact “c.n”"),
        ("{a.n} == {a.day}", "cannot be compared"),
        ("{a.day} + 1 == 2", "is a date"),
        ("{a.n} / 0 == 1", "division by zero"),
        ("days({b.month}) == 30", "day"),
        ("open({a.n}) == 1", "does not take"),
        ("__import__('os') == 1", "something other|does not take"),
        ("(lambda: 1)() == 1", "something other"),
        ("{a.n} ** {b.n} == 1", "something other"),
        ("{a.n} == = 1", "cannot be read"),
        ("[1][0] == 1", "something other"),
    ],
)
def test_formula_is_refused(line: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        evaluate(line, FACTS)


def test_facts_in() -> None:
    assert facts_in("{a.n} + days({a.span}) == {a.n}") == ["a.n", "a.span", "a.n"]
