"""This book's own extension: its records, its questions, its directives. It hands its catalogue to `sphinx_facts`."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx_timeline.main import TimelineDiv, depart_tl_div, visit_tl_div

from ext.withdrawal.exports.linked import covered
from ext.withdrawal.html import (
    aliases,
    cards,
    correct_links,
    downloads,
    epub,
    frame,
    sidebar,
    transforms,
)
from ext.withdrawal.html import pictures as html_pictures
from ext.withdrawal.html.answers import weak_values
from ext.withdrawal.pages import backlinks, citation_style, data_file, index_entries, pictures
from ext.withdrawal.pages import nodes as own_nodes
from ext.withdrawal.pages.build import WithdrawalDomain, book_of, carrier_of
from ext.withdrawal.pages.directives import DIRECTIVES
from ext.withdrawal.pages.reading import ReadingBuilder
from ext.withdrawal.paper import book as printing
from ext.withdrawal.paper import pictures as paper_pictures
from ext.withdrawal.records.book import kept_book, read_book
from sphinx_facts import DIRECTIVES as PLAIN_DIRECTIVES
from sphinx_facts import ROLES as PLAIN_ROLES
from sphinx_facts.builds import fresh
from sphinx_facts.guard.folder import link_problems
from sphinx_facts.prose.roles import EntityRole
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.problem import UnreadableError


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and answer `sphinx_facts` when it asks for the catalogue."""
    app.setup_extension("sphinx_facts")
    citation_style.register()
    app.add_domain(WithdrawalDomain)
    app.add_builder(ReadingBuilder)
    app.add_role_to_domain(
        "std", "term", EntityRole(), override=True
    )  # Sphinx asks its own domain before any other
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("bibliography", citation_style.Bibliography, override=True)
    app.connect("builder-inited", citation_style.keep)
    app.config.facts_directives = (*PLAIN_DIRECTIVES, *DIRECTIVES)
    app.config.facts_roles = PLAIN_ROLES
    passed = (own_nodes.pass_over, own_nodes.pass_over)
    app.add_node(
        TimelineDiv,
        html=(visit_tl_div, depart_tl_div),
        latex=passed,
        text=passed,
        man=passed,
        texinfo=passed,
    )
    timed = (own_nodes.visit_moment_html, own_nodes.depart_moment_html)
    app.add_node(
        own_nodes.moment, html=timed, latex=passed, text=passed, man=passed, texinfo=passed
    )
    app.add_transform(index_entries.IndexEntries)
    printing.setup(app)
    epub.setup(app)
    pictures.setup(app)
    html_pictures.setup(app)
    paper_pictures.setup(app)
    data_file.setup(app)
    frame.setup(app)
    sidebar.setup(app)
    app.connect("html-collect-pages", aliases.index)
    app.connect("facts-catalog", _hand_over)
    app.connect("facts-shown", _everywhere)
    app.connect("doctree-read", cards.ask)
    backlinks.setup(app)
    transforms.setup(app)
    downloads.setup(app)
    correct_links.setup(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _hand_over(app: Sphinx) -> tuple[Catalog, object]:
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
    domain = carrier_of(app.env)
    domain.take(book)
    catalog = book.catalog()

    def answer(question: str) -> str:
        if question.startswith(correct_links.LINES):
            return correct_links.lines(catalog, question.removeprefix(correct_links.LINES))
        if question.startswith((cards.CARD, cards.IN)):
            return cards.answer(domain, question)
        return repr(domain.ask(question))

    return catalog, answer


def _everywhere(app: Sphinx, page: str) -> object:
    """What the data put on pages that have not asked for it: signs on weak figures, and two things in the head."""
    if page:
        return None
    return sorted(weak_values(app.env)), frame.preview_words(app), covered(book_of(app.env))
