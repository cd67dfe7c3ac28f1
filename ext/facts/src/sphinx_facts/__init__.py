"""Binds words in prose to values in data. Knows nothing of any particular book.

A book hands over its catalogue by answering the event `facts-catalog` with a `Catalog` (and, second, a
function that answers questions of its own for the sake of incremental builds). This extension then gives the
roles, keeps what each page uses, compares on every build, and reports each problem with file, line and column.
A page is written again when what it shows changes: who puts more on pages than was read of them answers the event
`facts-shown` with that, for the page that is named or, with an empty name, for all pages.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_facts import wording
from sphinx_facts.builds import alone, fresh, written
from sphinx_facts.guard.markup import RULE, harmless, node_problems, source_problems
from sphinx_facts.prose.collect import collect
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.prose.locate import Finder
from sphinx_facts.prose.roles import AsisRole, EntityRole, FactRole
from sphinx_facts.values.problem import Problem, UnreadableError, visible
from sphinx_facts.yaml.reader import decode

logger = logging.getLogger(__name__)

DIRECTIVES = (
    "toctree",
    "note",
    "figure",
    "admonition",
    "glossary",
    "bibliography",
    "table",
    "list-table",
)
ROLES = ("fact", "asis", "doc", "ref", "term", "cite:p", "cite:t", "cite", "abbr", "file")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, the roles and the events. A book adds its own directives and roles to the allow-list."""
    # A build makes a million nodes that live until its end: to look for garbage among them takes a tenth of its time.
    gc.set_threshold(200_000, 20, 100)
    app.add_event("facts-catalog")
    app.add_event("facts-shown")
    app.add_domain(FactsDomain)
    app.add_role("fact", FactRole())
    app.add_role("asis", AsisRole())
    app.add_config_value("facts_directives", DIRECTIVES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_roles", ROLES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_reading", False, "", types=frozenset({bool}))
    app.connect(
        "builder-inited", _take_catalog, priority=400
    )  # before others read the same files and stop at a fault
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _refuse_unreadable)
    app.connect("source-read", _read_source)
    app.connect("doctree-read", _read_page)
    app.connect("env-updated", _report)
    if (
        not app.config.facts_reading
    ):  # what is only read to be judged begins afresh, and leaves nothing
        alone.connect(app)
        fresh.connect(app)
        written.Output(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def domain_of(env: BuildEnvironment) -> FactsDomain:
    """The domain of a build."""
    return cast(FactsDomain, env.get_domain("facts"))


def shown_path(app: Sphinx, docname: str) -> str:
    """The path of a page as people write it, from the folder of conf.py."""
    path = Path(app.env.doc2path(docname))
    try:
        return path.relative_to(app.confdir).as_posix()
    except ValueError:
        return path.relative_to(app.srcdir).as_posix()


def _take_catalog(app: Sphinx) -> None:
    handed = app.emit_firstresult("facts-catalog")
    if handed:
        domain = domain_of(app.env)
        domain.catalog, domain.answer = handed
        for role in sorted(domain.catalog.roles):
            app.add_role(role, EntityRole(), override=True)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    domain = domain_of(env)
    # The same data give the same answers to what the pages asked.
    return [] if fresh.same(env, "catalog", domain.catalog.digest) else list(domain.outdated())


def _refuse_unreadable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop at pages that are not UTF-8, or far too long, before Sphinx reads them."""
    read = ((shown_path(app, name), Path(env.doc2path(name))) for name in docnames)
    refused = [
        problem for path, page in read if (problem := decode(page.read_bytes(), path, RULE)[1])
    ]
    if refused:
        raise UnreadableError(refused)


def _read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    domain = domain_of(app.env)
    roles = {*app.config.facts_roles, *domain.catalog.roles}
    problems = list(
        source_problems(shown_path(app, docname), content[0], app.config.facts_directives, roles)
    )
    content[0] = harmless(content[0], problems)
    domain.note_markup(docname, problems)


def _read_page(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    path = shown_path(app, docname)
    domain = domain_of(app.env)
    domain.data["markup"].setdefault(docname, []).extend(node_problems(path, document))
    source = Path(app.env.doc2path(docname)).read_text(encoding="utf-8-sig")
    domain.note(
        docname, collect(document, Finder(path, source), wording.language(app.config.language))
    )


def _report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    if not app.config.facts_reading:
        for problem in domain_of(env).problems():
            report(problem)
    return []


def report(problem: Problem) -> None:
    """Say a problem through Sphinx, so that it counts as a warning and stops a strict build."""
    text = visible(problem.message) + (
        f"\n    hint: {visible(problem.hint)}" if problem.hint else ""
    )
    group, _, name = problem.rule.partition(".")
    extra: dict[str, Any] = {"type": group, "subtype": name, "location": str(problem.position)}
    logger.warning("%s", text, **extra)
