"""Twelve corrections, each tried as a contributor would: an edit, what the check says, what is done about it, silence.

Of each the report to the reviewer is kept in corrections/: it names what changed for readers, no more, no less.
To accept new reports after a change of the program: BLESS=1 python -m pytest tests/whole/test_corrections.py.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ext.withdrawal.changes.commands import compare, fix
from ext.withdrawal.changes.history import HistoryError, checked_out
from ext.withdrawal.changes.report import html, markdown, text
from ext.withdrawal.pages.reading import read_pages
from tests.support.mini import Edit, commit, copy

SNAPSHOTS = Path(__file__).parent / "corrections"
DAY = "2027-01-31"
Step = Edit | Callable[[Path], object]


def mend(root: Path) -> None:
    """`make fix`."""
    assert not fix(root, "HEAD")[1]


def says(words: str) -> Edit:
    """What the paper says as well, as the hint of `data.unsaid` has it."""
    return Edit("data/claims.yaml", "says: the numbers", f"says: the numbers, {words}")


@dataclass(frozen=True)
class Correction:
    """The edits of a contributor before the first check, the rules it answers with, and what they do then."""

    name: str
    first: tuple[Edit, ...]
    said: tuple[str, ...]
    then: tuple[Step, ...] = ()
    refused: bool = False


DAY_OF_MONTH = Edit("data/batches.yaml", '"1954-09-16/1954-10-03"', '"1954-09-17/1954-10-03"')
EVENT = """
  - id: bridge
    title: Bridge closed
    date:
      value: "1955-05~"
      claims: [X001]
    lane: handover
    text: The bridge was closed to troops."""

CORRECTIONS = (
    Correction(
        "a wrong day",
        (DAY_OF_MONTH,),
        ("data.unsaid", "fact.mismatch"),
        (
            Edit(
                "data/claims.yaml",
                "20 April 1955.",
                "20 April 1955; better 17 September to 3 October 1954.",
            ),
            mend,
        ),
    ),
    Correction(
        "a wrong strength",
        (Edit("data/batches.yaml", "value: 52192", "value: 53192"),),
        ("data.unsaid", "fact.mismatch"),
        (says("53,192 men"), Edit("docs/story.md", "about 52,000", "about 53,000")),
    ),
    Correction("a name’s characters", (Edit("data/units.yaml", "第47军", "第47集团军"),), ()),
    Correction(
        "a new source for an existing figure",
        (
            Edit(
                "data/references.bib",
                "",
                "\n@misc{diary,\n  author = {{A Soldier}},\n  title = {{A Diary}},\n  year = {1955},\n"
                "  shorthand = {Diary},\n  seen = {whole},\n  grade = {B},\n  family = {later press}\n}",
            ),
            Edit(
                "data/batches.yaml",
                "value: 52192\n      unit: men",
                "value: 52192\n      unit: men\n      sources: [diary]",
            ),
        ),
        (),
    ),
    Correction(
        "a rival figure",
        (
            Edit(
                "data/discrepancies.yaml",
                "",
                "  - id: D02\n    item: The men of the second batch\n    sides:\n"
                "      - value: 52,192\n        by: the paper\n"
                "        sources: [paper]\n      - value: 51,000\n        by: the text\n        sources: [text]\n"
                "    state: open\n    held: The number of the paper.\n    facts: [open-2.strength]\n    claims: [X001]",
            ),
        ),
        ("data.rival",),
        (
            Edit(
                "data/discrepancies.yaml",
                "52,192\n        by: the paper\n        sources: [paper]\n",
                "52,192\n        by: the paper\n        sources: [paper]\n"
                "        values:\n          open-2.strength: 52192\n",
            ),
            Edit(
                "data/discrepancies.yaml",
                "51,000\n        by: the text\n        sources: [text]\n    state",
                "51,000\n        by: the text\n        sources: [text]\n"
                "        values:\n          open-2.strength: 51000\n    state",
            ),
            Edit(
                "data/batches.yaml",
                "value: 52192\n      unit: men\n      claims: [X001]\n",
                "value: 52192\n      unit: men\n      status: disputed\n      claims: [X001]\n"
                "      note: The text has fewer.\n",
            ),
        ),
    ),
    Correction(
        "a new event with an uncertain date",
        (Edit("data/events.yaml", "", EVENT.lstrip("\n")),),
        ("data.evidence", "data.unsaid"),
        (
            Edit(
                "data/events.yaml",
                '"1955-05~"\n      claims: [X001]',
                '"1955-05~"\n      claims: [X001]\n      note: The source has only the month, with a query.\n'
                "      unsaid: unquoted",
            ),
        ),
    ),
    Correction(
        "a unit moved to another batch",
        (
            Edit("data/batches.yaml", "[47th-army, 67th-army]", "[47th-army]"),
            Edit("data/batches.yaml", "[50th-army]", "[50th-army, 67th-army]"),
        ),
        (),
    ),
    Correction("a typo in prose", (Edit("docs/story.md", "watched.", "looked on."),), ()),
    Correction(
        "a figure in prose only",
        (
            Edit(
                "docs/story.md", "{fact}`six <open-2.divisions>`", "{fact}`five <open-2.divisions>`"
            ),
        ),
        ("fact.mismatch",),
        (
            mend,
            Edit(
                "docs/story.md", "{fact}`five <open-2.divisions>`", "{fact}`six <open-2.divisions>`"
            ),
        ),
    ),
    Correction(
        "a broken indent",
        (Edit("data/batches.yaml", "      value: 87894", "     value: 87895"),),
        ("data.syntax",),
        (
            Edit("data/batches.yaml", "     value: 87895", "      value: 87895"),
            says("87,895 men"),
            mend,
        ),
    ),
    Correction(
        "an invented source key",
        (Edit("data/people.yaml", "sources: [paper]", "sources: [papper]"),),
        ("data.evidence",),
        (Edit("data/people.yaml", "sources: [papper]", "sources: [text]"),),
    ),
    Correction(
        "a claim withdrawn",
        (
            Edit("data/documents.yaml", "claims: [F001]", "sources: [paper]"),
            Edit("data/campaigns.yaml", "\n    claims: [F001]", ""),
        ),
        ("data.unsaid",),
        (
            Edit("data/discrepancies.yaml", "\n    claims: [F001]", ""),
            Edit("data/events.yaml", "claims: [F001]", "claims: [F002]\n      unsaid: unquoted"),
            Edit(
                "data/claims.yaml",
                "        source: paper\n  - id: F003",
                "        source: paper\n        says: Kim Il Sung (金日成) at Pyongyang\n  - id: F003",
            ),
            Edit(
                "data/documents.yaml",
                "sources: [paper]",
                "sources: [paper]\n      unsaid: unquoted",
            ),
        ),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small book in a repository of its own."""
    root = copy(tmp_path)
    commit(root)
    return root


@pytest.mark.parametrize("correction", CORRECTIONS, ids=[each.name for each in CORRECTIONS])
def test_correction(correction: Correction, book: Path, say: Callable[[str], None]) -> None:
    begun = time.perf_counter()
    for edit in correction.first:
        edit.apply(book)
    said = tuple(dict.fromkeys(problem.rule for problem in read_pages(book).problems))
    answered = time.perf_counter() - begun
    assert said == correction.said
    for step in correction.then:
        step.apply(book) if isinstance(step, Edit) else step(book)
    assert not read_pages(book).problems
    sections = compare(book, "HEAD", DAY)
    assert sections is not None
    report = text(sections)
    added, removed = changed_lines(book)
    steps = len(correction.first) + 1 + (len(correction.then) + 1 if correction.then else 0)
    say(
        f"{correction.name}: {steps} steps, {answered:.1f} s to the answer, lines +{added} −{removed}"
    )
    kept = SNAPSHOTS / f"{correction.name.replace('’', '').replace(' ', '-')}.txt"
    if os.environ.get("BLESS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        kept.write_text(report, encoding="utf-8")
    assert report == kept.read_text(encoding="utf-8")


def changed_lines(root: Path) -> tuple[int, int]:
    """How many lines were added and taken out."""
    shown = subprocess.run(
        ["git", "diff", "--numstat"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split("\t") for line in shown.splitlines()]
    return sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def test_the_report_in_three_forms(book: Path) -> None:
    DAY_OF_MONTH.apply(book)
    Edit("docs/story.md", "watched.", "watched a [link](https://example.org/) & `code`.").apply(
        book
    )
    sections = compare(book, "HEAD", DAY)
    assert sections is not None
    shown = markdown(sections, "https://preview.example.org/")
    assert "([story](https://preview.example.org/story.html))" in shown
    assert "\\[link\\]" in shown
    page = html(sections, "<HEAD>")
    assert "Compared with &lt;HEAD&gt;" in page
    assert '<a href="story.html">story</a>' in page


def test_nothing_changed(book: Path) -> None:
    assert text(compare(book, "HEAD", DAY) or ()) == "Nothing changes for readers.\n"


def test_a_file_that_cannot_be_read_gives_only_the_problem(book: Path) -> None:
    Edit("data/batches.yaml", "      value: 87894", "     value: 87895").apply(book)
    sections = compare(book, "HEAD", DAY)
    assert sections is not None
    assert [section.title for section in sections] == ["Problems"]
    assert fix(book, "HEAD")[1]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:data"])
def test_a_revision_that_git_does_not_know(book: Path, revision: str) -> None:
    with pytest.raises(HistoryError), checked_out(book, revision):
        pass
