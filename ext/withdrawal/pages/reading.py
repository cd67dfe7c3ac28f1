"""Reads every page without writing any, to say everything that is wrong with the data and the prose."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Set
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util.logging import WarningLogRecordTranslator

from ext.withdrawal.pages.build import book_of
from ext.withdrawal.records.book import Book
from sphinx_facts import domain_of
from sphinx_facts.guard.complaints import problem_of, told_once
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.values.problem import Position, Problem, UnreadableError


class ReadingBuilder(Builder):
    """Reads the pages and writes nothing."""

    name = "reading"
    format = ""
    allow_parallel = True

    def get_outdated_docs(self) -> Iterable[str]:
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return docname

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing is written."""

    def write_doc(self, docname: str, doctree: Any) -> None:
        """Nothing is written."""


class _Listener(logging.Handler):
    """Keeps what Sphinx and the Markdown parser complain of, as problems."""

    def __init__(self, root: Path) -> None:
        super().__init__(logging.WARNING)
        self.root = root
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        if problem := problem_of(record, self.root):
            self.problems.append(problem)


class Reading(NamedTuple):
    """What reading the book gave: every problem, in order; the book and its domain unless Sphinx could not begin."""

    problems: list[Problem]
    book: Book | None = None
    domain: FactsDomain | None = None


def read_pages(root: Path) -> Reading:
    """Read the book under `root`, whole and afresh, writing no file that stays."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            app = Sphinx(
                root / "docs",
                root,
                Path(folder),
                Path(folder) / "doctrees",
                "reading",
                confoverrides={"facts_reading": True, "show_warning_types": False},
                status=None,
                warning=None,
                freshenv=True,
            )
        except UnreadableError as error:
            return Reading(sorted(error.problems))
        except SphinxError as error:
            return Reading([Problem(Position("conf.py", 1, 1), "page.syntax", str(error))])
        listener = _Listener(root)
        listener.addFilter(WarningLogRecordTranslator(app))
        logger = logging.getLogger("sphinx")
        logger.addHandler(listener)
        try:
            app.build()
        except UnreadableError as error:
            return Reading(sorted({*error.problems, *domain_of(app.env).catalog.problems}))
        except SphinxError as error:
            stopped = Problem(Position("docs/index.md", 1, 1), "page.syntax", str(error))
            return Reading(sorted({*domain_of(app.env).problems(), *listener.problems, stopped}))
        finally:
            logger.removeHandler(listener)
    domain = domain_of(app.env)
    return Reading(told_once([*domain.problems(), *listener.problems]), book_of(app.env), domain)
