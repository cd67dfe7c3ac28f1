"""The list of kinds: nothing that has to do with kinds can forget one, and no reference goes unchecked."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, get_type_hints

import pytest

from ext.withdrawal.answers import questions
from ext.withdrawal.pages.data_file import LISTS
from ext.withdrawal.records import kinds
from ext.withdrawal.records.book import Book, read_book
from ext.withdrawal.records.checks import references_exist
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.fields import Id, Refers
from ext.withdrawal.records.kinds import FILES, KINDS, named_by, references
from ext.withdrawal.records.model import Event, Record, Term
from tests import mini

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(ROOT / "data")


def test_each_kind_has_its_field_and_its_file() -> None:
    hints = get_type_hints(Dataset)
    for kind in KINDS.values():
        assert hints[kind.name].__args__[1] is kind.shape
        assert (ROOT / "data" / kind.file).is_file()
        assert kind.identity in {field.name for field in fields(kind.shape)}
    assert list(KINDS) == [name for name in hints if name not in ("nodes", "broken", "whole")]


def test_each_page_and_each_list_is_there() -> None:
    pages = {kind.page for kind in KINDS.values() if kind.role}
    pages |= {f"reference/evidence-{group}" for group in kinds.GROUPS} | {kinds.RESTING}
    assert not [page for page in pages if not (ROOT / "docs" / f"{page}.md").is_file()]
    named = {kind.listing for kind in KINDS.values() if "{" not in kind.listing} - {""}
    assert named <= {*LISTS} & {*questions.QUESTIONS}


def test_what_a_field_names_is_a_kind() -> None:
    wanted = {of for kind in KINDS.values() for of in named_by(kind.shape).values() if of}
    assert wanted <= {*KINDS, "facts"}
    assert named_by(Event) == {
        "figures": "", "date": "", "batch": "batches", "people": "people", "places": "places",
        "units": "units", "documents": "documents",
    }  # fmt: skip


def test_references_are_found_however_deep(book: Book) -> None:
    gap = next(gap for gap in book.data.gaps.values() if gap.discrepancies and gap.claims)
    assert (("discrepancies", 0), gap.discrepancies[0], "discrepancies") in list(references(gap))
    claim = next(claim for claim in book.data.claims.values() if claim.evidence)
    assert (("evidence", 0, "source"), claim.evidence[0].source, "sources") in references(claim)
    unit = next(unit for unit in book.data.units.values() if unit.home and unit.home.claims)
    assert unit.home is not None
    assert (("home", "claims", 0), unit.home.claims[0], "claims") in references(unit)
    tally = next(tally for tally in book.data.tallies.values() if tally.figures)
    named = {path[:2] for path, _, _ in references(tally)}
    assert {("figures", name) for name in tally.figures} <= named


def test_a_field_of_ids_says_of_what_kind() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Line(Record):
        places: tuple[Id, ...] = ()

    with pytest.raises(TypeError, match=r"Line\.places holds ids"):
        # The class stands in a function, where its annotations cannot be looked up by name.
        Line.__annotations__["places"] = tuple[Id, ...]
        named_by(Line)


def test_any_field_that_names_records_is_checked(book: Book) -> None:
    """For each field of each kind that names others: with an id that leads nowhere the check says so, at its place."""
    seen = 0
    for kind in FILES:
        records = getattr(book.data, kind)
        for name, record in records.items():
            for path, _, wanted in dict((each[0][0], each) for each in references(record)).values():
                if len(path) > 2:
                    continue
                wrong = ("nowhere",) if len(path) == 2 else "nowhere"
                broken = replace(record, **{str(path[0]): wrong})
                data = replace(book.data, **{kind: {**records, name: broken}})
                (problem,) = references_exist(data, book.facts)
                assert "nowhere" in problem.message, f"{kind} {name} {path} {wanted}"
                assert problem.position == data.where(key(kind, name), *path[:1], *([0] * (len(path) - 1)))
                seen += 1
            if seen > 200:
                seen = 0
                break
    assert Refers("places") in get_type_hints(Event, include_extras=True)["places"].__args__[0].__metadata__
    assert Annotated


def test_a_kind_that_is_added_is_checked_at_once(tmp_path: Path) -> None:
    """Through the file: a source of a term, the last kind in the list, that is none."""
    root = mini.copy(tmp_path)
    terms = root / "data" / "terms.yaml"
    text = terms.read_text(encoding="utf-8")
    assert Term.__name__ and "terms:" in text
