"""What a text states, and what it only seems to state."""

from __future__ import annotations

import pytest

from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Bound, Fact
from sphinx_facts.wording.saying import has_ordinal, read, states


def count(value: int, unit: str = "men", bound: Bound = "", approximate: bool = False) -> Fact:
    return Fact(id="x", kind="count", value=value, unit=unit, bound=bound, approximate=approximate)


def date(text: str) -> Fact:
    return Fact(id="x", kind="date", value=dates.parse(text))


NOUNS = frozenset(("division", "divisions", "army", "armies"))
STATED: tuple[tuple[Fact, str, bool], ...] = (
    (count(100000), "十万大军全部返国", True),
    (count(300000), "平壤三十万人送别", True),
    (count(200000), "平壤三十万人送别", False),
    (count(6, "divisions"), "six divisions of two armies", True),
    (count(2, "divisions"), "six divisions of two armies", False),
    (count(60000, bound="more"), "more than 60,000 people", True),
    (count(60000), "more than 60,000 people", False),
    (count(300000, bound="nearly"), "nearly 300,000", True),
    (count(300000, bound="less"), "nearly 300,000", False),
    (count(59000), "some 59,000", False),
    (count(59000, approximate=True), "some 59,000", True),
    (count(8000, "billion old yuan"), "8 trillion old yuan", True),
    (date("1958-10-26"), "1958年10月26日", True),
    (date("1958-10-26"), "一九五八年十月二十六日", True),
    (date("1958-10-26"), "1958년 10월 26일", True),
    (date("1958-07-11/1958-08-14"), "11 July – 14 August 1958", True),
    (date("1958-07-11/1958-08-15"), "11 July – 14 August 1958", False),
    (date("1959-10-26"), "26 October 1958", False),
    (date("1958-10-28"), "headlines of 25, 28 and 31 October 1958", True),
    (date("1958-08"), "12 Aug. 1958", True),
    (date("1955"), "in 1954–55", True),
)


@pytest.mark.parametrize(("fact", "text", "stated"), STATED)
def test_states(fact: Fact, text: str, stated: bool) -> None:
    assert states(fact, [text], NOUNS) is stated


@pytest.mark.parametrize("text", ["the 47th Army", "第47军", "四十七军", "제47군", "1st to 50th"])
def test_the_number_of_a_formation(text: str) -> None:
    assert has_ordinal(47, read(text))
    assert not has_ordinal(51, read(text))
