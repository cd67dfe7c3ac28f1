"""An extension beside `sphinx_facts`: pages come from anybody, so only markup on a list is taken, and faults are told.

For a book that takes pull requests from strangers. Without it nothing of a project’s markup is judged.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from sphinx_facts import domain_of, finder_of, report, shown_path
from sphinx_facts.guard.complaints import retell, watch
from sphinx_facts.guard.folder import leave_out
from sphinx_facts.guard.markup import RULE, harmless, node_problems, outward, source_problems
from sphinx_facts.guard.parser import PageParser
from sphinx_facts.values.problem import Position, Problem, UnreadableError
from sphinx_facts.yaml.reader import decode

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
    """Take the parser of pages, and look at each before it is read, when it is read, and when it is finished."""
    app.setup_extension("sphinx_facts")
    app.add_source_parser(PageParser, override=True)
    app.add_config_value("facts_directives", DIRECTIVES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_roles", ROLES, "env", types=frozenset({tuple, list}))
    app.add_config_value("facts_folder", FILES, "", types=frozenset({dict}))
    app.connect("builder-inited", _begin, priority=390)
    app.connect("env-before-read-docs", _refuse_unreadable)
    app.connect("source-read", _read_source)
    # Before Sphinx notes which files it will copy.
    app.connect("doctree-read", _refuse_nodes, priority=400)
    app.connect("doctree-resolved", _resolved)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _begin(app: Sphinx) -> None:
    if not app.config.facts_reading:
        retell(app)
    watch(app, lambda docname, said, line: _unread(app, docname, said, line))
    domain_of(app.env).files = leave_out(app, app.config.facts_folder)


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


def _refuse_nodes(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    finder = finder_of(app, docname)
    slips: list[Problem] = document.attributes.pop("problems", [])
    told = [replace(slip, position=slip.position._replace(path=finder.path)) for slip in slips]
    found = node_problems(finder, document, lambda uri: app.env.relfn2path(uri, docname)[0])
    domain_of(app.env).data["markup"].setdefault(docname, []).extend([*told, *found])


def _resolved(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Look at the links of a page once more, when those that are made of data stand in it."""
    for problem in outward(shown_path(app, docname), document):
        if not domain_of(app.env).catalog.problems:  # else it was told where it comes from
            report(problem)
