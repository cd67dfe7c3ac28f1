"""One file for each way to break a rule: what is changed in the small book, and the whole answer.

A case is a sentence, the edits (a path, then lines with `-` and `+`), and what the check says; for the errata, what it
says after an edition. To accept new answers after a change of the checker: BLESS=1 python -m pytest
tests/whole/test_cases.py, and read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ext.withdrawal.changes import errata
from ext.withdrawal.changes.commands import owed
from ext.withdrawal.pages.reading import read_pages
from sphinx_facts.values.problem import Problem
from sphinx_facts.values.rules import RULES
from tests.support.mini import Edit, copy, publish

DAY = "2027-01-31"
CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.txt"))


def edits_of(block: str) -> list[Edit]:
    """The edits in the second part of a case: each is a path and the lines taken out and put in."""
    edits: list[Edit] = []
    for part in re.split(r"^(?=[\w./-]+\n[-+] ?)", block, flags=re.M):
        if not part.strip():
            continue
        path, *lines = part.rstrip("\n").split("\n")
        old = "\n".join(line[2:] for line in lines if line.startswith("-"))
        new = "\n".join(line[2:] for line in lines if line.startswith("+"))
        edits.append(Edit(path, old, new))
    return edits


def broken(text: str, rule: str, folder: Path) -> Path:
    """The small book in `folder` with the edits of a case; for the errata, after an edition."""
    root = copy(folder)
    if rule == errata.RULE:
        publish(root)
    for edit in edits_of(text.split("\n\n", 1)[1]):
        edit.apply(root)
    return root


def problems_of(root: Path) -> list[Problem]:
    """Everything that the check says of a book."""
    reading = read_pages(root)
    return sorted([*reading.problems, *(owed(root, reading.book, day=DAY) if reading.book else ())])


@pytest.mark.parametrize("case", FILES, ids=[f"{file.parent.name}/{file.stem}" for file in FILES])
def test_case(case: Path, tmp_path: Path) -> None:
    text, expected = case.read_text(encoding="utf-8").split("\n---\n", 1)
    root = broken(text, case.parent.name, tmp_path)
    problems = problems_of(root)
    said = "".join(f"{problem}\n" for problem in problems)
    if os.environ.get("BLESS"):
        case.write_text(f"{text}\n---\n{said}", encoding="utf-8")
    assert said == (said if os.environ.get("BLESS") else expected)
    assert case.parent.name in {problem.rule for problem in problems}


def test_every_rule_has_a_case() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(RULES)
