"""The list of kinds: nothing that has to do with kinds can forget one, and no reference goes unchecked."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import get_origin, get_type_hints

import pytest

from ext.withdrawal.answers import questions
from ext.withdrawal.exports.rows import LISTS
from ext.withdrawal.records import kinds
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.fields import Id
from ext.withdrawal.records.kinds import FILES, KINDS, named_by, references
from ext.withdrawal.records.model import Erratum, Event, Record
from ext.withdrawal.records.named import missing
from tests.support import whole

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Book:
    return whole.book()


def test_each_kind_has_its_field_and_its_file() -> None:
    hints = get_type_hints(Dataset)
    for kind in KINDS.values():
        assert hints[kind.name].__args__[1] is kind.shape
        assert (ROOT / "data" / kind.file).is_file()
        assert kind.identity in {field.name for field in fields(kind.shape)}
    assert list(KINDS) == [name for name in hints if name not in ("nodes", "broken")]


def test_each_page_and_each_list_is_there() -> None:
    pages = {kind.page for kind in KINDS.values() if kind.role}
    pages |= {f"reference/evidence-{group}" for group in kinds.GROUPS} | {kinds.RESTING}
    assert not [page for page in pages if not (ROOT / "docs" / f"{page}.md").is_file()]
    named = {kind.listing for kind in KINDS.values() if "{" not in kind.listing} - {""}
    assert named <= {*LISTS} & {*questions.QUESTIONS}


def test_what_a_field_names_is_a_kind() -> None:
    wanted = {of for kind in KINDS.values() for of in named_by(kind.shape).values() if of}
    assert wanted <= {*KINDS, "facts"}
    assert dict(named_by(Event)) == {
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
    event = next(event for event in book.data.events.values() if event.figures)
    named = {path[:2] for path, _, _ in references(event)}
    assert {("figures", name) for name in event.figures} <= named


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid(Record):
    """A kind whose author forgot to say what its ids are ids of."""

    places: tuple[Id, ...] = ()


def test_a_field_of_ids_says_of_what() -> None:
    with pytest.raises(TypeError, match=r"Unsaid\.places holds ids"):
        named_by(Unsaid)


ERRATUM = Erratum(
    id="one", fact="final.strength", date="2027-02-11", edition="1.0", before="1", after="2", reason="A slip."
)  # fmt: skip
"""For a kind of which the book has no record yet."""


@pytest.mark.parametrize("kind", FILES)
def test_every_field_that_names_records_is_checked(kind: str, book: Book) -> None:
    """With an id that leads nowhere in a field, the check says so, once, at the place of the field."""
    name, record = next(iter(getattr(book.data, kind).items()), ("one", ERRATUM))
    hints = get_type_hints(FILES[kind])
    for field in [field for field, of in named_by(FILES[kind]).items() if of]:
        many = get_origin(hints[field]) is tuple
        wrong = replace(record, **{field: ("nowhere",) if many else "nowhere"})
        data = replace(book.data, **{kind: {**getattr(book.data, kind), name: wrong}})
        _, told = missing(data, book.facts)
        (problem,) = (each for each in told if "nowhere" in each.message)
        assert problem.position == data.where(key(kind, name), field, *([0] if many else []))
        assert (
            problem.rule == "data.evidence" if field in ("claims", "sources") else "data.reference"
        )
