"""The values that the book works out: by formulas in data, which historians edit, and break."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from ext.withdrawal.records.book import Book, read_book
from ext.withdrawal.records.load import load
from ext.withdrawal.records.values import facts
from sphinx_facts.values import dates
from tests.support import mini

Read = Callable[..., Book]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The small book with more rows in data/computed.yaml, and other data changed."""

    def reading(*rows: str, **changed: tuple[str, str]) -> Book:
        data = mini.copy(tmp_path) / "data"
        with (data / "computed.yaml").open("a", encoding="utf-8") as file:
            file.writelines(f"  - {row}\n" for row in rows)
        for name, (old, new) in changed.items():
            text = (data / f"{name}.yaml").read_text(encoding="utf-8")
            assert old in text
            (data / f"{name}.yaml").write_text(text.replace(old, new), encoding="utf-8")
        return read_book(data)

    return reading


def row(formula: str, name: str = "my.own", **more: str) -> str:
    """A record of data/computed.yaml."""
    keys = {
        "id": name,
        "title": "My own",
        **more,
        "formula": "'" + formula.replace("'", "''") + "'",
    }
    return "\n    ".join(f"{key}: {value}" for key, value in keys.items())


@pytest.mark.parametrize(
    ("formula", "value", "parts"),
    [
        ("count(units)", 3, ()),
        ('count(units(echelon="army"))', 3, ()),
        ('count(units(arm=["infantry", "railway"], echelon="arm*"))', 3, ()),
        ('count(batches(campaign="open").units)', 3, ()),
        ('count(batches(campaign="open").units(id="47*"))', 1, ()),
        ('count(batches(units="47th-army"))', 1, ()),
        ("sum(batches.strength)", 140086, ("open-1.strength", "open-2.strength")),
        ("sum({open-1.strength}, 1)", 87895, ("open-1.strength",)),
        ("{open.armies} * 3 + 1", 10, ("open.armies",)),
        ("days({open.dates})", 217, ("open.dates",)),
        ("gap({open.dates.start}, {open.dates.end})", 216, ("open.dates.start", "open.dates.end")),
        ("sum(campaigns.divisions)", 13, ("open.divisions",)),
    ],
)
def test_formula(read: Read, formula: str, value: int, parts: tuple[str, ...]) -> None:
    book = read(row(formula))
    assert not book.problems
    fact = book.facts["my.own"]
    assert (fact.value, fact.parts, fact.status) == (value, parts, "derived")
    assert fact.target == ("reference/evidence-computed", "my.own")


def test_kinds_of_values(read: Read) -> None:
    book = read(
        row("{open-1.strength} / {open.strength}", "a.share", kind="share"),
        row("span(batches.dates)", "a.span", kind="date"),
        row("{open-1.strength}", "a.same"),
    )
    assert not book.problems
    assert book.facts["a.share"].value == Fraction(87894, 140086)
    assert book.facts["a.span"].value == dates.parse("1954-09-16/1955-04-20")
    assert book.facts["a.span.end"].value == dates.parse("1955-04-20")
    assert book.facts["a.span.end"].title == "My own: span, end"
    same, own = book.facts["a.same"], book.facts["open-1.strength"]
    assert (same.value, same.claims, same.status, same.unit, same.position) == (
        own.value, own.claims, own.status, own.unit, own.position
    )  # fmt: skip
    assert same.parts == ("open-1.strength",)


def test_one_for_each_record(read: Read) -> None:
    book = read(row("count(batches(campaign=each).units)", "formations", each="campaigns"))
    assert book.facts["open.formations"].value == 3
    assert book.facts["open.formations"].title == "Open withdrawals: My own"
    assert "formations" not in book.facts


def test_a_count_of_none_is_no_value_of_a_record(read: Read) -> None:
    rows = (
        row('count(units(arm="railway"))'),
        row('count(units(arm="railway"))', "lines", each="campaigns"),
    )
    book = read(*rows)
    assert not book.problems
    assert book.facts["my.own"].value == 0 and "open.lines" not in book.facts


def test_what_is_made_of_the_unknown_is_unknown(read: Read) -> None:
    """It is no fact, and no problem of its own; what is made of it is none either."""
    unknown = ("value: 52192\n      unit: men", "value: unknown\n      note: Nobody counted.")
    book = read(
        row("{open.strength} + 1"), row("{open-2.strength} + 1", "my.other"), batches=unknown
    )
    assert not {"open.strength", "my.own", "my.other"} & {*book.facts}
    assert "open.divisions" in book.facts
    assert {problem.position.path for problem in book.problems} <= {"data/sums.yaml"}


def test_the_order_of_the_file_is_kept_and_does_not_matter(read: Read) -> None:
    book = read(row("{z.last} + 1", "a.first"), row("{open.batches} + 1", "z.last"))
    assert [book.facts[name].value for name in ("a.first", "z.last")] == [4, 3]
    assert list(book.facts)[-2:] == ["a.first", "z.last"]


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("count(unts)", "there is no kind of record “unts”", "did you mean “units”?"),
        ('count(units(armm="infantry"))', "units have no “armm”", "did you mean “arm”?"),
        (
            'count(units(arm="infantri"))',
            "arm of units is never “infantri”",
            "did you mean “infantry”?",
        ),
        (
            'count(batches(campaign="opne"))',
            "campaign of batches is never “opne”",
            "did you mean “open”?",
        ),
        ("sum(batches.strenght)", "batches have no “strenght”", "did you mean “strength”?"),
        ("count(batches.unit)", "batches name no records as “unit”", "did you mean “units”?"),
        ("coutn(units)", "there is no function “coutn”", "did you mean “count”?"),
        (
            "{open-1.strenght} + 1",
            "there is no fact “open-1.strenght”",
            "did you mean “open-1.strength”?",
        ),
        ("{open.strenght}", "there is no fact “open.strenght”", "did you mean “open.strength”?"),
        ("{open.strength} +", "the formula cannot be read", ""),
        ("{open.strength", "the formula cannot be read", ""),
        ("{open.strength} / 0", "division by zero", ""),
        (
            "{open.strength} / 3",
            "it comes to 46,695.333, which is no count",
            "write round(…) around the formula, or “kind: share”",
        ),
        ("1 - {open.strength}", "it comes to -140,085, which is no count", ""),
        ("{open.dates} + 1", "1954-09-16/1955-04-20 is a date; use days(), gap() or year()", ""),
        (
            "span(batches.dates)",
            "it comes to 1954-09-16/1955-04-20, which is no count",
            "write “kind: date”",
        ),
        ("count(units(arm=infantry))", 'arm is chosen by a text, as in arm="…"', ""),
        ("count(batches(campaign=each))", 'campaign is chosen by a text, as in campaign="…"', ""),
        ("count(units[0])", 'records are chosen as in units(echelon="army")', ""),
        ("{my.own} + 1", "it goes in a circle: my.own → my.own", ""),
        ("round({open.strength}, 999999999)", "round() does not take these values", ""),
        ("1e999", "the formula holds something other", ""),
        ("__import__(1)", "there is no function “__import__”", "one of: days, gap"),
        ("(lambda: 1)()", "the formula holds something other", ""),
        ("-" * 9000 + "1", "the formula cannot be read", ""),
        ("+".join(["1"] * 9000), "the formula cannot be read", ""),
    ],
    ids=lambda text: text[:40],
)
def test_a_broken_formula_is_told_at_its_place(
    read: Read, tmp_path: Path, formula: str, message: str, hint: str
) -> None:
    """And what the hint says, mends it."""
    book = read(row(formula))
    (problem,) = book.problems
    lines = (mini.MINI / "data" / "computed.yaml").read_text(encoding="utf-8").count("\n")
    place = problem.position
    assert (place.path, place.line, place.column) == ("data/computed.yaml", lines + 3, 14)
    assert problem.rule == "data.sum"
    assert problem.message.startswith(f"my.own: {message}")
    assert problem.hint.startswith(hint) and bool(problem.hint) == bool(hint)
    if meant := re.fullmatch(r"did you mean “(.+)”\?", problem.hint):
        (wrong,) = re.findall("“(.+)”", problem.message)
        file = tmp_path / "book" / "data" / "computed.yaml"
        mended = formula.replace(wrong, meant[1])
        text = file.read_text(encoding="utf-8").replace(formula, mended)
        file.write_text(text, encoding="utf-8")
        assert not read_book(file.parent).problems


def test_a_circle_is_told_once(read: Read) -> None:
    book = read(row("{my.b} + 1", "my.a"), row("{my.a} + 1", "my.b"), row("{my.b} + 1", "my.c"))
    (problem,) = book.problems
    assert problem.message.startswith("my.a: it goes in a circle: my.")
    assert not [name for name in book.facts if name.startswith("my.")]


def test_an_error_made_for_many_is_told_once(read: Read) -> None:
    (problem,) = read(row("count(batches(campain=each))", "own", each="campaigns")).problems
    assert problem.message == "own: batches have no “campain”"
    assert problem.hint == "did you mean “campaign”?"


def test_the_kind_of_each_is_a_kind(read: Read) -> None:
    (problem,) = read(row("count(units)", "own", each="campaign")).problems
    assert (problem.rule, problem.hint) == ("data.reference", "did you mean “campaigns”?")


def test_no_computed_value_hides_one_of_a_record(read: Read) -> None:
    (problem,) = read(row("1", "open-1.strength")).problems
    assert problem.rule == "data.key" and "open-1.strength" in problem.message


def test_what_could_not_be_read_is_not_told_again(read: Read) -> None:
    """A record with a fault is told; not the values that it leaves without what they are made of."""
    book = read(row("{open-1.strength} + {kim.none}"), batches=("value: 87894", "value: many"))
    assert [problem.position.path for problem in book.problems] == ["data/batches.yaml"]


def test_computed_values_do_not_depend_on_what_is_computed(read: Read) -> None:
    book = read()
    data, _ = load(mini.MINI / "data")
    assert facts(data) == dict(book.facts)
