"""This book's own extension: its records, its questions, its directives. It hands its catalogue to `ext.facts`."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx_timeline.main import TimelineDiv, depart_tl_div, visit_tl_div

from ext.facts import DIRECTIVES as PLAIN_DIRECTIVES
from ext.facts import ROLES as PLAIN_ROLES
from ext.facts import fresh
from ext.facts.catalog import Catalog
from ext.facts.problem import UnreadableError
from ext.facts.roles import EntityRole
from ext.withdrawal import (
    backlinks,
    bibliography,
    cards,
    chrome,
    correcting,
    downloads,
    epub,
    indexing,
    kept,
    picturing,
    showing,
)
from ext.withdrawal import nodes as own_nodes
from ext.withdrawal import print as printing
from ext.withdrawal.aliases import SearchAliases
from ext.withdrawal.book import read_book
from ext.withdrawal.directives import DIRECTIVES
from ext.withdrawal.domain import WithdrawalDomain, carrier_of
from ext.withdrawal.reading import ReadingBuilder


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and answer `ext.facts` when it asks for the catalogue."""
    app.setup_extension("ext.facts")
    bibliography.register()
    app.add_domain(WithdrawalDomain)
    app.add_builder(ReadingBuilder)
    app.add_role_to_domain("std", "term", EntityRole(), override=True)  # Sphinx asks its own domain before any other
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.config.facts_directives = (*PLAIN_DIRECTIVES, *DIRECTIVES)
    app.config.facts_roles = PLAIN_ROLES
    passed = (own_nodes.pass_over, own_nodes.pass_over)
    app.add_node(TimelineDiv, html=(visit_tl_div, depart_tl_div), latex=passed, text=passed, man=passed, texinfo=passed)
    timed = (own_nodes.visit_moment_html, own_nodes.depart_moment_html)
    app.add_node(own_nodes.moment, html=timed, latex=passed, text=passed, man=passed, texinfo=passed)
    app.add_transform(indexing.IndexEntries)
    printing.setup(app)
    epub.setup(app)
    picturing.setup(app)
    chrome.setup(app)
    app.add_post_transform(SearchAliases)
    app.connect("facts-catalog", _hand_over)
    app.connect("doctree-read", cards.ask)
    backlinks.setup(app)
    showing.setup(app)
    downloads.setup(app)
    correcting.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _hand_over(app: Sphinx) -> tuple[Catalog, object]:
    data = Path(app.confdir) / "data"
    # What is only read to be judged leaves nothing behind.
    store = Path(app.doctreedir) / "book.pickle"
    book = read_book(data) if app.config.facts_reading else kept.read(data, store, fresh.own_code(app))
    if not book.data.sources and book.problems:
        raise UnreadableError(book.problems)
    domain = carrier_of(app.env)
    domain.take(book)
    catalog = book.catalog()

    def answer(question: str) -> str:
        if question.startswith(correcting.LINES):
            return correcting.lines(catalog, question.removeprefix(correcting.LINES))
        if question.startswith((cards.CARD, cards.IN)):
            return cards.answer(domain, question)
        return repr(domain.ask(question))

    return catalog, answer
