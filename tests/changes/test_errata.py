"""What the check asks of the errata: only what was published, only values, and lines that settle it as printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ext.withdrawal.changes import errata
from ext.withdrawal.changes.commands import owed
from ext.withdrawal.changes.history import HistoryError
from ext.withdrawal.records.book import read_book
from ext.withdrawal.records.layout import files_out_of_layout
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import visible
from tests.support import whole
from tests.support.mini import Edit, commit, copy, git, publish

ROOT = Path(__file__).parents[2]
STRENGTH = Edit("data/batches.yaml", "value: 52192", "value: 52193")
DAY = "2027-01-31"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small book, in no repository."""
    return copy(tmp_path)


def asked(root: Path, since: str = "") -> list[str]:
    return [problem.message for problem in owed(root, read_book(root / "data"), since, DAY)]


def test_without_git_nothing_is_asked(book: Path) -> None:
    STRENGTH.apply(book)
    assert not asked(book)
    with pytest.raises(HistoryError, match="not a git repository"):
        asked(book, "main")


def test_before_the_first_edition_only_a_change_since_a_named_revision_is_asked_for(
    book: Path,
) -> None:
    commit(book)
    STRENGTH.apply(book)
    assert not asked(book)
    assert asked(book, "HEAD") == [
        "open-2.strength was 52,192 in edition 1.0 and is 52,193 now; the errata do not say so"
    ]


def test_an_edition_outweighs_the_branch(book: Path) -> None:
    """Values that came and went between editions were in none of them."""
    publish(book)
    STRENGTH.apply(book)
    git(book, "commit", "--all", "--quiet", "--message", "One value")
    assert asked(book, "HEAD") == asked(book) != []
    Edit(STRENGTH.path, STRENGTH.new, STRENGTH.old).apply(book)
    assert not asked(book, "HEAD")


def test_the_last_edition_counts_and_is_named_by_its_own_settings(book: Path) -> None:
    Edit("conf.py", "", 'version = release = "1.0"').apply(book)
    publish(book)
    Edit("conf.py", '"1.0"', '"1.1"').apply(book)
    STRENGTH.apply(book)
    assert "in edition 1.0" in asked(book)[0]
    git(book, "commit", "--all", "--quiet", "--message", "The next edition")
    git(book, "tag", "v1.1")
    assert not asked(book)


def test_a_shallow_clone_without_the_revision_says_so(book: Path) -> None:
    publish(book)
    STRENGTH.apply(book)
    with pytest.raises(HistoryError, match="git knows no revision “0123abc” here"):
        asked(book, "0123abc")


def test_a_book_inside_another_checkout_is_not_compared_with_its_editions(tmp_path: Path) -> None:
    root = copy(tmp_path)
    publish(tmp_path)
    STRENGTH.apply(root)
    assert not asked(root)


@pytest.mark.parametrize("edit", [
    Edit("data/units.yaml", "zh: 第47军\n", "zh: 第47集团军\n      unquoted: [zh]\n"),
    Edit("data/batches.yaml", "value: 52192\n", "value: 52192\n      note: As the paper has it.\n"),
    Edit("data/batches.yaml", "[X001]\n    units: [50th-army]",
         "[F003]\n      unsaid: unquoted\n    units: [50th-army]"),
    Edit("data/batches.yaml", "units: [47th-army, 67th-army]", "units: [47th-army]"),
    Edit("docs/story.md", "watched.", "looked on."),
    Edit("data/events.yaml", "", "  - id: bridge\n    title: Bridge closed\n    date:\n      value: \"1955-05\"\n"
         "      claims: [X001]\n      unsaid: unquoted\n    lane: handover\n    text: It was closed."),
])  # fmt: skip
def test_what_is_no_other_value_is_not_asked_for(edit: Edit, book: Path) -> None:
    publish(book)
    edit.apply(book)
    assert not read_book(book / "data").problems
    assert not asked(book)


def test_every_value_of_the_book_has_an_erratum_that_settles_it(tmp_path: Path) -> None:
    """Each value of the real book, as if an edition had had another: the lines as printed are read and accepted."""
    held = whole.book()
    held = replace(held, data=replace(held.data, errata={}))
    before = {
        name: replace(fact, bound="less" if fact.bound != "less" else "")
        for name, fact in held.facts.items()
    }
    asking = list(errata.owed(before, held, errata.Stamp(DAY, "1.0")))
    named = {each.now.id for each in asking}
    assert named == {name for name, fact in held.facts.items() if own(fact)}
    assert all(
        visible(problem.hint) == problem.hint
        for problem in errata.problems(before, held, errata.Stamp(DAY, "1.0"))
    )
    root = copy(tmp_path)
    (root / "data" / "errata.yaml").write_text(
        "errata:\n" + "\n".join(each.lines for each in asking) + "\n", encoding="utf-8"
    )
    written = read_book(root / "data").data.errata
    english = wording.language("en")
    assert all(
        english.accepts(held.facts[erratum.fact], erratum.after) for erratum in written.values()
    )
    assert len(written) == len(asking)
    assert not [
        path for path, _ in files_out_of_layout(root / "data") if path.name == "errata.yaml"
    ]
    again = replace(held, data=replace(held.data, errata=written))
    assert not list(errata.owed(before, again, errata.Stamp(DAY, "1.0")))


def own(fact: Fact) -> bool:
    return (
        fact.status != "derived"
        and not fact.parts
        and fact.id != "armistice.strength"
        and not fact.id.endswith((".start", ".end"))
    )
