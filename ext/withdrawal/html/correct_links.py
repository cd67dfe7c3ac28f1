"""“Correct this” beside every entry, row, event and value of the reference pages, and “edit this page” on top.

HTML only. A page with such links depends on the lines where its data stand, so that a link never points beside them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from ext.withdrawal.answers.line import say
from ext.withdrawal.html import forge
from ext.withdrawal.html.forge import Forge
from ext.withdrawal.records.kinds import GROUPS, KINDS
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.problem import Position

LINES = "lines-in-files:"
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


def lines(catalog: Catalog, page: str) -> str:
    """The lines of everything that a page shows, as text: the answer to the question `lines-in-files:<page>`."""
    return repr(
        [(name, position.line) for name, (_, position) in sorted(targets(catalog, page).items())]
    )


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
        domain.ask(docname, f"{LINES}{docname}")


class Links:
    """The links of one page, for what is written as HTML at once."""

    def __init__(self, builder: Builder, docname: str) -> None:
        known = builder.config.book_forge if builder.name in BUILDERS else None
        self._place, self._page = Forge(*known) if known else None, builder.get_target_uri(docname)
        self._catalog = domain_of(builder.env).catalog
        self._targets = targets(self._catalog, docname) if known else {}

    def after(self, anchor: str) -> str:
        """The links that follow what has this anchor; empty where there is none, or nothing to correct."""
        if self._place is None or anchor not in self._targets:
            return ""
        addresses = _addresses(self._place, self._catalog, *self._targets[anchor], self._page)
        return "".join(
            f' <a class="correct reference external" href="{escape(address)}">{words}</a>'
            for words, address in addresses
        )


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name not in BUILDERS or not app.config.book_forge:
        return
    place, catalog = Forge(*app.config.book_forge), domain_of(app.env).catalog
    known = targets(catalog, docname)
    for node in list(doctree.findall(nodes.Element)):
        names: list[str] = node.get("ids", [])
        for name in names:
            if name in known:
                page = app.builder.get_target_uri(docname)
                _block(node).extend(_links(_addresses(place, catalog, *known[name], page)))


def _block(node: nodes.Element) -> nodes.Element:
    """The element whose line the links end: the anchor itself or, if it is empty, the paragraph it stands in.

    A work of the bibliography has a paragraph; a section gets one below its title.
    """
    if isinstance(node, nodes.section):
        below = nodes.paragraph(classes=["corrections"])
        node.insert(1, below)
        return below
    here: nodes.Node | None = node[-1] if isinstance(node, nodes.citation) else node
    while isinstance(here, nodes.target | nodes.Inline) and here.parent is not None:
        here = here.parent
    assert isinstance(here, nodes.Element)
    return here


def _links(addresses: Iterable[tuple[str, str]]) -> Iterator[nodes.Node]:
    yield nodes.Text(" ")
    for words, address in addresses:
        yield nodes.reference("", words, refuri=address, internal=False, classes=["correct"])
        yield nodes.Text(" ")


def _addresses(
    place: Forge, catalog: Catalog, name: str, position: Position, page: str
) -> list[tuple[str, str]]:
    fact = catalog.facts.get(name)
    value = say(fact) if fact else ""
    return [("correct", place.line(position)), ("report", place.report(name, value, page))]
