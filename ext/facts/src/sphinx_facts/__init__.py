"""Binds words in prose to values in data. Knows nothing of any particular book.

A book hands over its catalogue by answering the event `facts-catalog` with a `Catalog` (and, second, a
function that answers questions of its own for the sake of incremental builds). This extension then gives the
roles, keeps what each page uses, compares on every build, and reports each problem with file, line and column.
A page is written again when what it shows changes: who puts more on pages than was read of them answers the event
`facts-shown` with that, for the page that is named or, with an empty name, for all pages.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_facts import wording
from sphinx_facts.builds import alone, fresh, written
from sphinx_facts.guard.complaints import retell, watch
from sphinx_facts.guard.folder import leave_out
from sphinx_facts.guard.locate import Finder
from sphinx_facts.guard.markup import RULE, harmless, node_problems, outward, source_problems
from sphinx_facts.guard.parser import PageParser
from sphinx_facts.prose.collect import collect
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.prose.roles import AsisRole, EntityRole, FactRole
from sphinx_facts.values.problem import Position, Problem, UnreadableError, visible
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
FILES = {"": (".md",), "_static/": (".png", ".jpg", ".jpeg", ".webp", ".css"), "conf.py": (".py",)}
"""The endings of what may lie in the folder of the pages, by path; see `sphinx_facts.guard.folder`."""
MOST_OF_PAGE = 1_000_000
"""The most bytes of a page."""
ROLES = ("fact", "asis", "doc", "ref", "term", "cite:p", "cite:t", "cite", "abbr", "file")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, the roles and the events. A book adds its own directives and roles to the allow-list."""
    # A build makes a million nodes that live until its end: to look for garbage among them takes a tenth of its time.
    gc.set_threshold(200_000, 20, 100)
    app.add_event("facts-catalog")
    app.add_event("facts-shown")
    app.add_domain(FactsDomain)
    app.add_source_parser(PageParser, override=True)
    app.add_role("fact", FactRole())
    app.add_role("asis", AsisRole())
    app.add_config_value("facts_directives", DIRECTIVES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_roles", ROLES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_files", FILES, "", types=frozenset({dict}))
    app.add_config_value("facts_reading", False, "", types=frozenset({bool}))
    app.connect(
        "builder-inited", _take_catalog, priority=400
    )  # before others read the same files and stop at a fault
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _refuse_unreadable)
    app.connect("source-read", _read_source)
    app.connect(
        "doctree-read", _refuse_nodes, priority=400
    )  # before Sphinx notes which files it will copy
    app.connect("doctree-read", _read_page)
    app.connect("env-updated", _report)
    app.connect("doctree-resolved", _resolved)
    if not app.config.facts_reading:  # what is only read begins afresh, and leaves nothing
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
    if not app.config.facts_reading:
        retell(app)
    watch(app, lambda docname, said, line: _unread(app, docname, said, line))
    domain_of(app.env).files = leave_out(app, app.config.facts_files)
    handed = app.emit_firstresult("facts-catalog")
    if handed:
        domain = domain_of(app.env)
        domain.catalog, domain.answer, domain.also = handed
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
        problem
        for path, page in read
        if (problem := decode(page.read_bytes(), path, RULE, MOST_OF_PAGE)[1])
    ]
    if refused:
        raise UnreadableError(refused)


def _unread(app: Sphinx, docname: str, said: str, line: int) -> None:
    """Note that a page could not be read; nothing but a title stands for it."""
    hint = "look on this line and around it for a brace, a bracket or an option that is not as elsewhere"
    problem = Problem(
        Position(shown_path(app, docname), line, 1),
        "page.syntax",
        f"this cannot be read: {said}",
        hint,
    )
    domain_of(app.env).unread[docname] = problem


def _read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    domain = domain_of(app.env)
    if unread := domain.unread.get(docname):
        content[0] = f"# {docname}\n"
        domain.note_markup(docname, [unread])
        return
    roles = {*app.config.facts_roles, *domain.catalog.roles}
    problems = list(
        source_problems(shown_path(app, docname), content[0], app.config.facts_directives, roles)
    )
    content[0] = harmless(content[0], problems)
    domain.note_markup(docname, problems)


def _finder(app: Sphinx, docname: str) -> Finder:
    source = Path(app.env.doc2path(docname)).read_text(encoding="utf-8-sig")
    return Finder(shown_path(app, docname), source)


def _refuse_nodes(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    finder = _finder(app, docname)
    slips: list[Problem] = document.attributes.pop("problems", [])
    told = [replace(slip, position=slip.position._replace(path=finder.path)) for slip in slips]
    found = node_problems(finder, document, lambda uri: app.env.relfn2path(uri, docname)[0])
    domain_of(app.env).data["markup"].setdefault(docname, []).extend([*told, *found])


def _read_page(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    found = collect(document, _finder(app, docname), wording.language(app.config.language))
    domain_of(app.env).note(docname, found)


def _report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    if not app.config.facts_reading:
        for problem in domain_of(env).problems():
            report(problem)
    return []


def _resolved(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Look at the links of a page once more, when those that are made of data stand in it."""
    for problem in outward(shown_path(app, docname), document):
        if not domain_of(app.env).catalog.problems:  # else it was told where it comes from
            report(problem)


def report(problem: Problem) -> None:
    """Say a problem through Sphinx, so that it counts as a warning and stops a strict build."""
    text = visible(problem.message) + (
        f"\n    hint: {visible(problem.hint)}" if problem.hint else ""
    )
    group, _, name = problem.rule.partition(".")
    extra: dict[str, Any] = {
        "type": group,
        "subtype": name,
        "location": visible(str(problem.position)),
    }
    logger.warning("%s", text, **extra)
