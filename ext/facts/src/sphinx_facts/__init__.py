"""Binds words in prose to values in data. Knows nothing of any particular book.

The values come from the files that `facts_files` names, or from who answers the event `facts-catalog` with a `Catalog`
(and, second and third, a function that answers questions of its own for the sake of incremental builds, and one that
says more of a page). This extension then gives the roles, keeps what each page uses, compares on every build, and
reports each problem with file, line and column. A page is written again when what it shows changes: who puts more on
pages than was read of them answers the event `facts-shown` with that, for the page that is named or, with an empty
name, for all pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_facts import wording
from sphinx_facts.builds import fresh
from sphinx_facts.guard.locate import Finder
from sphinx_facts.prose.collect import collect
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.prose.roles import AsisRole, EntityRole, FactRole, UnboundDirective, unbound_level
from sphinx_facts.reading import ReadingBuilder
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.files import read_files
from sphinx_facts.values.problem import Problem, visible

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, the roles and the events."""
    app.add_event("facts-catalog")
    app.add_event("facts-shown")
    app.add_domain(FactsDomain)
    app.add_builder(ReadingBuilder)
    app.add_role("fact", FactRole())
    app.add_role("asis", AsisRole())
    app.add_directive("facts-unbound", UnboundDirective)
    app.add_config_value("facts_files", (), "", types=frozenset({tuple, list}))
    app.add_config_value("facts_unbound", "off", "env", types=frozenset({str, dict}))
    app.add_config_value("facts_reading", False, "", types=frozenset({bool}))
    # Before others read the same files and stop at a fault.
    app.connect("builder-inited", _take_catalog, priority=400)
    app.connect("env-get-outdated", _outdated)
    app.connect("doctree-read", _read_page)
    app.connect("env-updated", _report)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _take_catalog(app: Sphinx) -> None:
    domain, config = domain_of(app.env), app.config
    handed = app.emit_firstresult("facts-catalog")
    if isinstance(handed, Catalog):
        domain.catalog = handed
    elif handed:
        domain.catalog, domain.answer, domain.also = handed
    if config.facts_files:
        domain.catalog = _with_files(domain.catalog, Path(app.confdir), config.facts_files)
    if not wording.known(config.language or "en"):
        logger.warning(
            "there are no wordings for the language “%s”: only its digits and dates are taken; register "
            "them in conf.py with sphinx_facts.wording.register",
            config.language,
            type="facts",
            subtype="language",
        )
    for role in sorted(domain.catalog.roles):
        app.add_role(role, EntityRole(), override=True)


def _with_files(catalog: Catalog, root: Path, patterns: list[str]) -> Catalog:
    """A catalogue, with the facts of files added to it."""
    facts, problems, digest = read_files(root, patterns, catalog.facts)
    known = not catalog.facts or catalog.digest
    return replace(
        catalog,
        facts={**catalog.facts, **facts},
        problems=(*catalog.problems, *problems),
        broken=catalog.broken | {""} if problems else catalog.broken,
        gentle=catalog.gentle or not catalog.facts,
        digest=blake2b(f"{catalog.digest} {digest}".encode()).hexdigest() if known else "",
    )


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


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    domain = domain_of(env)
    # The same data give the same answers to what the pages asked.
    return [] if fresh.same(env, "catalog", domain.catalog.digest) else list(domain.outdated())


def finder_of(app: Sphinx, docname: str) -> Finder:
    """What finds places in the source of a page."""
    source = Path(app.env.doc2path(docname)).read_text(encoding="utf-8-sig", errors="replace")
    return Finder(shown_path(app, docname), source)


def _read_page(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    language, catalog = wording.language(app.config.language), domain_of(app.env).catalog
    level = page_level(app, docname)

    def render(name: str) -> str:
        fact = catalog.facts.get(name)
        return language.canonical(fact) if fact else name

    found = collect(
        document,
        finder_of(app, docname),
        language,
        render,
        strict="sphinx_facts.guarded" in app.extensions,
        wanted=lambda node: unbound_level(node, level),
    )
    domain_of(app.env).note(docname, found)


def page_level(app: Sphinx, docname: str) -> str:
    """What is wanted of figures that nothing binds on a page: by its own settings, or by those of the project."""
    wanted: str | Mapping[str, str] = app.config.facts_unbound
    if isinstance(wanted, Mapping):
        fitting = [level for glob, level in wanted.items() if fnmatchcase(docname, glob)]
        wanted = fitting[-1] if fitting else "off"
    return str(app.env.metadata[docname].get("facts_unbound", wanted))


def _report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    if not app.config.facts_reading:
        for problem in domain_of(env).problems():
            report(problem)
            if problem.rule == "fact.unbound" and not problem.mild:
                app.statuscode = 1
    return []


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
