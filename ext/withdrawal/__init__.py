"""This book's own extension: its records, its questions, its directives. It hands its catalogue to `sphinx_facts`."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ext.withdrawal.exports.linked import covered
from ext.withdrawal.html import (
    correct_links,
    downloads,
    epub,
    find,
    frame,
    sidebar,
    written,
)
from ext.withdrawal.pages import citation_style, directives, index_entries, mentions, notes
from ext.withdrawal.pages import nodes as own_nodes
from ext.withdrawal.pages.build import WithdrawalDomain, book_of, carrier_of, weak_values
from ext.withdrawal.pages.cited import cited
from ext.withdrawal.paper import book as printing
from ext.withdrawal.records.book import kept_book, read_book
from sphinx_facts.builds import fresh
from sphinx_facts.guard.folder import link_problems
from sphinx_facts.guarded import DIRECTIVES as PLAIN_DIRECTIVES
from sphinx_facts.guarded import ROLES as PLAIN_ROLES
from sphinx_facts.prose.roles import EntityRole
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.problem import UnreadableError


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and answer `sphinx_facts` when it asks for the catalogue."""
    # A build makes a million nodes that live until its end: to look for garbage among them takes a tenth of its time.
    gc.set_threshold(200_000, 20, 100)
    for part in ("sphinx_facts", "sphinx_facts.guarded", "sphinx_facts.exact"):
        app.setup_extension(part)
    citation_style.register()
    app.add_domain(WithdrawalDomain)
    app.add_role_to_domain(
        "std", "term", EntityRole(), override=True
    )  # Sphinx asks its own domain before any other
    directives.setup(app)
    app.add_directive("bibliography", citation_style.Bibliography, override=True)
    app.connect("builder-inited", citation_style.keep)
    app.config.facts_directives = (*PLAIN_DIRECTIVES, *directives.DIRECTIVES)
    app.config.facts_roles = PLAIN_ROLES
    app.config.facts_unbound = "error"
    own_nodes.setup(app)
    app.add_transform(index_entries.IndexEntries)
    printing.setup(app)
    epub.setup(app)
    frame.setup(app)
    sidebar.setup(app)
    app.connect("html-collect-pages", find.search)
    app.connect("facts-catalog", _hand_over)
    app.connect("facts-shown", _everywhere)
    mentions.setup(app)
    notes.setup(app)
    written.setup(app)
    downloads.setup(app)
    correct_links.setup(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _hand_over(app: Sphinx) -> tuple[Catalog, object, object]:
    data = Path(app.confdir) / "data"
    if links := link_problems(data, data.name):
        raise UnreadableError(links)
    # What is only read to be judged leaves nothing behind.
    store = Path(app.doctreedir) / "book.pickle"
    reading = app.config.facts_reading
    book = read_book(data) if reading else kept_book(data, store, fresh.made(app))
    # Pages are not made of half a book; what they say themselves can still be judged, if there are works to cite.
    if book.data.broken and ("sources" in book.data.broken or not reading):
        raise UnreadableError(book.problems)
    carrier_of(app.env).take(book)
    return book.catalog(), carrier_of(app.env).ask, partial(cited, book)


def _everywhere(app: Sphinx, page: str) -> object:
    """What the data put on pages that have not asked for it: signs on weak figures, and two things in the head."""
    if page:
        return None
    return sorted(weak_values(app.env)), frame.preview_words(app), covered(book_of(app.env))
