"""The commands for corrections: `fix` mends prose after a change of data, `diff` says what a change
means."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from ext.withdrawal.changes import compare as comparison
from ext.withdrawal.changes import errata
from ext.withdrawal.changes.compare import Section, Version
from ext.withdrawal.changes.errata import Stamp
from ext.withdrawal.changes.history import changed, checked_out, published
from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records.book import Book, read_book
from sphinx_facts.prose.fix import Plan, apply, by_page, plan
from sphinx_facts.values.problem import Problem


def fix(root: Path, revision: str) -> tuple[Plan, list[str]]:
    """Rewrite the sentences under `root` that merely repeat a value that changed since `revision`.

    Gives what was rewritten and what is to be reread, and lines on what could not be done. Raises
    HistoryError.
    """
    reading = read_pages(root)
    wrong = [str(problem) for problem in reading.problems if problem.rule.startswith("data.")]
    if reading.book is None or reading.domain is None or not reading.book.data.whole:
        return Plan(), wrong
    with checked_out(root, revision, ("data",)) as folder:
        before = read_book(folder / "data").catalog()
    planned = plan(reading.domain.data["found"].values(), before, reading.domain.catalog, "en")
    failed: list[str] = []
    for path, rewrites in by_page(planned.rewrites).items():
        page = root / path
        source, missed = apply(page.read_bytes().decode("utf-8"), rewrites)
        page.write_bytes(source.encode("utf-8"))
        for each in missed:
            words = f"could not be rewritten: “{each.old}” should be “{each.new}”"
            failed.append(f"{each.position}: {words}")
    return planned, failed + wrong


def version(root: Path) -> Version | None:
    """The book under `root` as a side of a comparison; None where it cannot be read at all."""
    reading = read_pages(root)
    if reading.book is None or reading.domain is None:
        return None
    stored = reading.domain.data
    docs = root / "docs"
    pages = {
        path.relative_to(docs).with_suffix("").as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted(docs.rglob("*.md"))
    }
    return Version(reading.book, stored["found"], stored["asked"], pages, tuple(reading.problems))


def compare(root: Path, revision: str, day: str = "") -> tuple[Section, ...] | None:
    """What changed since `revision`; None where one of the two cannot be read. Raises HistoryError.

    `day` is the day of the correction for the errata, today if it is not given.
    """
    with checked_out(root, revision) as folder:
        old, edition = version(folder), _edition(folder)
    new = version(root)
    if not old or not new:
        return None
    if not new.book.data.whole:  # half a book would look like a great many deletions
        return comparison.only_problems(old, new)
    return comparison.compare(old, new, Stamp(day or date.today().isoformat(), edition))


def owed(root: Path, book: Book, since: str = "", day: str = "") -> list[Problem]:
    """The errata that `book`, read under `root`, owes to what is published: the last edition, or
    else `since`.

    Nothing where nothing is published, or where a file cannot be read. Raises HistoryError for an
    unknown `since`.
    """
    revision = published(root, since)
    if not revision or not book.data.whole or not changed(root, revision, "data"):
        return []
    with checked_out(root, revision, ("conf.py", "data")) as folder:
        stamp = Stamp(day or date.today().isoformat(), _edition(folder))
        return list(errata.problems(read_book(folder / "data").facts, book, stamp))


def _edition(root: Path) -> str:
    """The edition that the settings of the book under `root` name."""
    settings = (root / "conf.py").read_text(encoding="utf-8")
    found = re.search(r'^(?:version = )?release = "([^"]+)"', settings, re.M)
    return found[1] if found else "1.0"
