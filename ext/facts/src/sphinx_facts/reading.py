"""Reads every page of a project without writing any, to say everything that is wrong with its data and its prose."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Set
from pathlib import Path
from typing import Any, NamedTuple, cast

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util.logging import WarningLogRecordTranslator

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
    """What reading gave: every problem, in order; the application and its domain unless Sphinx could not begin."""

    problems: list[Problem]
    app: Sphinx | None = None
    domain: FactsDomain | None = None


def read_pages(docs: Path, root: Path, listen: bool = True, **settings: Any) -> Reading:
    """Read the pages in `docs` by the conf.py in `root`, whole and afresh, writing no file that stays.

    With `listen` what Sphinx itself complains of is among the problems. `settings` go before those of conf.py.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            app = Sphinx(
                docs,
                root,
                Path(folder),
                Path(folder) / "doctrees",
                "reading",
                confoverrides={"facts_reading": True, "show_warning_types": False, **settings},
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
        domain = cast(FactsDomain, app.env.get_domain("facts"))
        try:
            app.build()
        except UnreadableError as error:
            return Reading(sorted({*error.problems, *domain.catalog.problems}))
        except SphinxError as error:
            first = Position((docs / "index.md").relative_to(root).as_posix(), 1, 1)
            stopped = Problem(first, "page.syntax", str(error))
            return Reading(sorted({*domain.problems(), *listener.problems, stopped}))
        finally:
            logger.removeHandler(listener)
    heard = listener.problems if listen else []
    return Reading(told_once([*domain.problems(), *heard]), app, domain)
