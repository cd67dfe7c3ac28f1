"""Reads every page without writing any, to say everything that is wrong with the data and the prose."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ext.withdrawal.pages.build import book_of
from ext.withdrawal.records.book import Book
from sphinx_facts import reading
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.values.problem import Problem


class Reading(NamedTuple):
    """What reading the book gave: every problem, in order; the book and its domain unless Sphinx could not begin."""

    problems: list[Problem]
    book: Book | None = None
    domain: FactsDomain | None = None


def read_pages(root: Path) -> Reading:
    """Read the book under `root`, whole and afresh, writing no file that stays."""
    problems, app, domain = reading.read_pages(root / "docs", root)
    return Reading(problems, book_of(app.env) if app else None, domain)
