"""“Correct this” beside every entry, row, event and value of the reference pages, and “edit this page” on top.

HTML only. A page with such links depends on the lines where its data stand, so that a link never points beside them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from ext.withdrawal.answers.line import say
from ext.withdrawal.html import forge
from ext.withdrawal.html.forge import Forge
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import GROUPS, KINDS
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.problem import Position

BUILDERS = ("html", "dirhtml")


def setup(app: Sphinx) -> None:
    """Find the forge and register what makes the links."""
    app.add_config_value("book_forge", None, "env", types=frozenset({list, type(None)}))
    app.connect("config-inited", _find)
    app.connect("doctree-read", _depend)
    app.connect("doctree-resolved", _link)


def _find(app: Sphinx, config: Config) -> None:
    """Ask the surroundings once, and give the theme its link to the source of the page."""
    found = forge.find(Path(app.confdir), os.environ)
    if found is None or config.book_forge is not None:
        return
    config.book_forge = [found.address, found.revision]
    if config.html_theme == "furo":
        folder = Path(app.srcdir).relative_to(app.confdir).as_posix()
        button = {
            "source_edit_link": found.edit(f"{folder}/{{filename}}"),
            "top_of_page_buttons": ["edit"],
        }
        config.html_theme_options = {**button, **config.html_theme_options}


@dataclass(frozen=True, slots=True)
class Lines:
    """In which lines of the files stands what a page shows."""

    page: str

    def answer(self, book: Book) -> list[tuple[str, int]]:
        """The lines by anchor."""
        found = sorted(targets(book.catalog(), self.page).items())
        return [(name, position.line) for name, (_, position) in found]


def targets(catalog: Catalog, page: str) -> dict[str, tuple[str, Position]]:
    """For each anchor on a page that an entity or a value has: its id in the form, and its place in a file."""
    found: dict[str, tuple[str, Position]] = {}
    for entity in (
        catalog.entities.values()
    ):  # a batch comes after its campaign, and has its anchor if they share it
        if entity.target[0] == page and entity.position.line:
            found[entity.target[1]] = entity.id, entity.position
    if page == KINDS["computed"].evidence_page:
        found |= {
            f"{role} {name}": (name, entity.position)
            for (role, name), entity in catalog.entities.items()
        }
    if page.removeprefix("reference/evidence-") in GROUPS:
        found |= {
            name: (name, fact.position)
            for name, fact in catalog.facts.items()
            if fact.position.line
        }
    return found


def _depend(app: Sphinx, document: nodes.document) -> None:
    docname = app.env.current_document.docname
    domain = domain_of(app.env)
    if app.config.book_forge and targets(domain.catalog, docname):
        domain.ask(docname, Lines(docname))


def forge_of(config: Config) -> Forge | None:
    """Where the project is kept, if that is known."""
    return Forge(*config.book_forge) if config.book_forge else None


def link(words: str, address: str, kind: str = "correct") -> str:
    """A link that leaves the book."""
    return f'<a class="{kind}" href="{escape(address)}">{escape(words)}</a>'


class Links:
    """The links of one page."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._place = forge_of(builder.config) if builder.name in BUILDERS else None
        self._page, self._catalog = builder.get_target_uri(docname), domain_of(builder.env).catalog
        self._targets = targets(self._catalog, docname) if self._place else {}

    def after(self, anchor: str) -> str:
        """The links that follow what has this anchor; empty where there is none, or nothing to correct."""
        if self._place is None or anchor not in self._targets:
            return ""
        name, position = self._targets[anchor]
        fact, kind = self._catalog.facts.get(name), "correct reference external"
        report = self._place.report(name, say(fact) if fact else "", self._page)
        at = self._place.line(position)
        return f" {link('correct', at, kind)} {link('report', report, kind)}"


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the links after what was written in prose: works of the bibliography, and sections."""
    links = Links(app.builder, docname)
    for node in list(doctree.findall(nodes.Element)):
        names: list[str] = node.get("ids", [])
        for name in names:
            if after := links.after(name):
                _block(node).append(nodes.raw("", f"{after} ", format="html"))


def _block(node: nodes.Element) -> nodes.Element:
    """The element whose line the links end: the anchor itself or, if it is empty, the paragraph it stands in.

    A work of the bibliography has a paragraph; a section gets one below its title.
    """
    if isinstance(node, nodes.section):
        below = nodes.paragraph(classes=["corrections"], generated=True)
        node.insert(1, below)
        return below
    here: nodes.Node | None = node[-1] if isinstance(node, nodes.citation) else node
    while isinstance(here, nodes.target | nodes.Inline) and here.parent is not None:
        here = here.parent
    assert isinstance(here, nodes.Element)
    return here
