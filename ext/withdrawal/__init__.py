"""This book's own extension: its records, its questions, its directives. It hands its catalogue to `ext.facts`."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any, cast

from docutils.nodes import reference
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.util.typing import ExtensionMetadata
from sphinx_timeline.main import TimelineDiv, depart_tl_div, visit_tl_div

from ext.facts import DIRECTIVES as PLAIN_DIRECTIVES
from ext.facts import ROLES as PLAIN_ROLES
from ext.facts.catalog import Catalog
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
    picturing,
    questions,
    sealed,
)
from ext.withdrawal import nodes as own_nodes
from ext.withdrawal import print as printing
from ext.withdrawal.aliases import SearchAliases
from ext.withdrawal.book import Book, read_book
from ext.withdrawal.directives import DIRECTIVES
from ext.withdrawal.reading import ReadingBuilder


class WithdrawalDomain(Domain):
    """Carries the book through a build; it stores nothing, since the data files are read anew each time."""

    name = "withdrawal"
    label = "Withdrawal"
    book: Book
    answers: dict[str, Any]

    def ask(self, question: str) -> Any:
        """The answer of the book to a question; each is worked out once in a build."""
        if question not in self.answers:
            self.answers[question] = questions.ask(self.book, question)
        return self.answers[question]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, object]) -> None:
        """Nothing is kept, so nothing is merged."""

    def resolve_any_xref(self, *_: object) -> list[tuple[str, reference]]:
        """No link leads to this domain."""
        return []


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
    app.add_transform(sealed.Unseal)
    app.add_transform(indexing.IndexEntries)
    printing.setup(app)
    epub.setup(app)
    picturing.setup(app)
    chrome.setup(app)
    app.add_post_transform(SearchAliases)
    app.connect("facts-catalog", _hand_over)
    app.connect("doctree-read", cards.ask)
    backlinks.setup(app)
    downloads.setup(app)
    correcting.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _hand_over(app: Sphinx) -> tuple[Catalog, object]:
    book = read_book(Path(app.confdir) / "data")
    domain = cast(WithdrawalDomain, app.env.get_domain("withdrawal"))
    domain.book, domain.answers = book, {}
    catalog = book.catalog()

    def answer(question: str) -> str:
        if question.startswith(correcting.LINES):
            return correcting.lines(catalog, question.removeprefix(correcting.LINES))
        if question.startswith(cards.CARD):
            return cards.answer(book, question.removeprefix(cards.CARD))
        return repr(domain.ask(question))

    return catalog, answer
