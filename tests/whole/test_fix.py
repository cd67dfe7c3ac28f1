"""What `fix` rewrites, and what it leaves to a person: every use of a value in the book’s own prose is tried."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from ext.withdrawal.pages.reading import read_pages
from sphinx_facts import wording
from sphinx_facts.prose.collect import Block, Found, Use
from sphinx_facts.prose.fix import apply, by_page, plan
from sphinx_facts.prose.judge import judge
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Catalog, Entity, Fact, FactValue, Kind
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.values.problem import Position
from tests.support import whole

ROOT = Path(__file__).parents[2]
ENGLISH = wording.language("en")


def again(kind: Kind, old: FactValue, new: FactValue, words: str) -> str:
    return ENGLISH.again(
        Fact(id="x", kind=kind, value=old), Fact(id="x", kind=kind, value=new), words
    )


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        (87894, 90000, "87,894", "90,000"),
        (1380, 1400, "1380", "1400"),
        (13, 14, "thirteen", "fourteen"),
        (13, 14, "Thirteen", "Fourteen"),
        (13, 14, "13", "14"),
        (80000, 90000, "80 thousand", "90 thousand"),
        (999, 1400, "999", "1,400"),
        (52192, 52300, "about 52,000", ""),
        (52192, 62192, "over 52,000", ""),
        (250000, 260000, "a quarter of a million", ""),
        (1, 2, "one", ""),
        (2, 1, "two", ""),
        (7, 8, "six", ""),
    ],
)
def test_counts(old: int, new: int, words: str, expected: str) -> None:
    assert again("count", old, new, words) == expected


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("1958-07-11", "1958-07-12", "11 July", "12 July"),
        ("1958-07-11", "1958-08-12", "11 July 1958", "12 August 1958"),
        ("1958-07-11", "1958-07-12", "the 11th", "the 12th"),
        ("1958-07-11", "1958-08-12", "the 11th", ""),
        ("1958-07-11", "1957-07-12", "11 July", ""),
        ("1958-07-11", "1958-08-11", "July 1958", ""),
        ("1958-07-11", "1959-07-11", "1958", ""),
        ("1958-07-11", "1958-07-02", "mid-July", ""),
        ("1958-07", "1958-08", "July", "August"),
        ("1958-07-11", "1958-08", "11 July 1958", ""),
        ("1955-04~", "1955-05~", "about April 1955", ""),
        (
            "1958-07-11/1958-08-14",
            "1958-07-12/1958-08-14",
            "11 July to 14 August",
            "12 July to 14 August",
        ),
        (
            "1958-07-11/1958-08-14",
            "1958-07-11/1958-07-14",
            "11 July to 14 August",
            "11 July to 14 July",
        ),
        ("1954-09-16/1955-10-03", "1953-09-16/1955-10-03", "1954–55", ""),
    ],
)
def test_dates(old: str, new: str, words: str, expected: str) -> None:
    assert again("date", dates.parse(old), dates.parse(new), words) == expected


def test_shares_and_ordinals() -> None:
    assert again("share", Fraction(21, 100), Fraction(22, 100), "21 per cent") == "22 per cent"
    assert again("share", Fraction(1, 5), Fraction(1, 4), "a fifth") == ""
    assert again("ordinal", 1, 2, "first") == "second"
    assert again("ordinal", 1, 2, "1st") == "2nd"


def use(words: str, *, role: str = "fact", name: str = "x", hedge: str = "") -> Found:
    said = Use(role, name, words, Position("docs/a.md", 1, 1), 0, len(hedge))
    return Found((said,), blocks=(Block(f"{hedge}{words}"),))


def facts(value: int) -> Catalog:
    return Catalog({"x": Fact(id="x", kind="count", value=value)})


def test_words_that_were_wrong_before_are_left_alone() -> None:
    assert not plan([use("nine")], facts(7), facts(8), "en").rewrites


def test_a_change_of_prose_alone_is_left_alone() -> None:
    found = plan([use("eight")], facts(7), facts(7), "en")
    assert not found.rewrites
    assert not found.rereads


def test_a_hedge_outside_the_role_is_for_a_person() -> None:
    found = plan([use("seven", hedge="about ")], facts(7), facts(8), "en")
    assert not found.rewrites
    assert [each.true for each in found.rereads] == [False]


def test_a_name_that_is_replaced_is_rewritten() -> None:
    def person(*names: str) -> Catalog:
        entity = Entity(
            role="person", id="kim", title=names[0], names=frozenset(names), target=("", "")
        )
        return Catalog(entities={("person", "kim"): entity}, roles=frozenset({"person"}))

    page = use("Kim Il Song", role="person", name="Kim Il Song")
    found = plan([page], person("Kim Il Song", "Kim"), person("Kim Il Sung", "Kim"), "en")
    assert [each.new for each in found.rewrites] == ["Kim Il Sung"]
    found = plan([page], person("Kim Il Song"), person("Kim", "Kim Il Sung"), "en")
    assert [each.words for each in found.rereads] == ["Kim Il Song"]


def test_words_broken_over_two_lines_are_rewritten() -> None:
    source = "It was {fact}`11\nJuly <x>` then.\n"
    found = plan(
        [Found((Use("fact", "x", "11 July", Position("docs/a.md", 1, 15)),))],
        Catalog({"x": Fact(id="x", kind="date", value=dates.parse("1958-07-11"))}),
        Catalog({"x": Fact(id="x", kind="date", value=dates.parse("1958-07-12"))}),
        "en",
    )
    assert apply(source, found.rewrites) == ("It was {fact}`12 July <x>` then.\n", [])


@cache
def book() -> tuple[Catalog, dict[str, Found], dict[str, str]]:
    """The real book: catalogue, what each page says, and the source of each page by path."""
    domain = read_pages(ROOT).domain
    assert domain is not None
    paths = {found.uses[0].position.path for found in domain.data["found"].values() if found.uses}
    sources = {
        path: (ROOT / path).read_text(encoding="utf-8") for path in paths if path.endswith(".md")
    }
    return whole.book().catalog(), domain.data["found"], sources


def other_values(value: FactValue) -> list[FactValue]:
    """Values that a correction might put in the place of this one."""
    if isinstance(value, int):
        return [value + 1, value * 2 + 3]
    if isinstance(value, Fraction):
        return [value + Fraction(1, 10)]
    if isinstance(value, Interval):
        ends = [(start, value.end) for start in other_values(value.start)] if value.start else []
        return [Interval(start, end) for start, end in ends if isinstance(start, Date)]
    other = (
        replace(value, day=value.day % 28 + 1) if value.day else replace(value, year=value.year + 1)
    )
    return [other, replace(value, month=value.month % 12 + 1)] if value.month else [other]


def test_every_value_in_prose_can_be_changed() -> None:
    """After `fix`, a sentence that no longer agrees is one that `fix` has named; all others were plain repetitions."""
    catalog, found, sources = book()
    bound = sorted({use.id for page in found.values() for use in page.uses if use.role == "fact"})
    rewritten = reread = 0
    for name in bound:
        fact = catalog.facts[name]
        pages = [
            Found(tuple(use for use in page.uses if use.id == name), blocks=page.blocks)
            for page in found.values()
        ]
        for value in other_values(fact.value):
            after = Catalog({name: replace(fact, value=value)})
            planned = plan(pages, Catalog({name: fact}), after, "en")
            places = {each.position: each.new for each in planned.rewrites}
            named = {each.position for each in planned.rereads}
            fixed = [
                Found(
                    tuple(
                        replace(use, words=places.get(use.position, use.words), block=-1)
                        for use in page.uses
                        if use.asserts
                    )
                )
                for page in pages
            ]
            wrong = {problem.position for problem in judge(fixed, after, "en")}
            assert wrong <= named, (name, value, wrong - named)
            assert not wrong & set(places)
            for path, rewrites in by_page(planned.rewrites).items():
                text, missed = apply(sources[path], rewrites)
                assert not missed, (path, missed)
                assert_only_these_words(sources[path], text, name)
            rewritten, reread = rewritten + len(places), reread + len(named)
    assert rewritten > 150
    assert reread > 100


ROLE = re.compile(r"\{fact\}`[^`]*<(?P<id>[^<>]+)>`")


def assert_only_these_words(before: str, after: str, name: str) -> None:
    """Nothing but the words of roles that name the fact has changed, and each of those is a plain figure."""

    def blank(text: str) -> str:
        return ROLE.sub(lambda role: "" if role["id"].strip() == name else role[0], text)

    assert blank(before) == blank(after)
    for old, new in zip(ROLE.finditer(before), ROLE.finditer(after), strict=True):
        if old[0] != new[0]:
            assert not re.match(r"\{fact\}`(?:about|over|nearly|more|some|half|a )", old[0]), old[0]
