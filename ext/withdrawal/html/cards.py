"""What a figure in prose is, shown in place: its value, how it is known, and what it rests on.

Pointing at a figure, or coming to it with the keyboard, opens a card, without a script; Escape closes it. Pressing
the figure, or a tap, follows the link to its entry, which begins with the same words. In a browser that does not know
`interestfor` a figure is a plain link, and every card stays closed.

Two other ways were weighed. A button that opens a card (`popovertarget`) works in every browser, but makes the entry
two taps away, and hundreds of buttons of the links in a page. Cards shown by `:hover` and `:focus` alone cannot be
sent away with Escape while they cover the text (WCAG 1.4.13), and on an iPhone take the first tap from the link.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ext.withdrawal.answers.line import say
from ext.withdrawal.pages.answer_node import Form, figures, rows_of, shown
from ext.withdrawal.pages.build import WithdrawalDomain, carrier_of
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import independence, rests_on
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Fact

_LINK = re.compile(r'<a class="((?:[\w-]+ )*fact(?: [\w-]+)*)" href="([^"#]*#([^"]+))"')
CARD = "card:"
IN = "cards-in:"
MOST = 2
"""How many sources a card names."""


def with_cards(app: Sphinx, pagename: str, body: str) -> str:
    """The body of a page with a card for each figure that its prose links to, at its end."""
    if pagename.startswith("reference/evidence"):
        return body
    carrier, facts = carrier_of(app.env), domain_of(app.env).catalog.facts
    numbers: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        fact = facts.get(found[3])
        if fact is None:
            return found[0]
        number = numbers.setdefault(fact.id, f"c{len(numbers)}")
        return f"{found[0]} interestfor={number}"

    body = _LINK.sub(named, body)
    made = [
        f"<div popover=hint class=card id={number}>{_card_of(carrier, name)}</div>"
        for name, number in numbers.items()
    ]
    return f'{body}\n<div class="cards">{"".join(made)}</div>' if made else body


def ask(app: Sphinx, document: nodes.document) -> None:
    """Note that a page depends on the cards of the figures it links to, in its prose and in what it shows of data.

    So it is written again with them.
    """
    domain, page = domain_of(app.env), app.env.current_document.docname
    for place in document.findall(shown):
        if place["form"] != Form.EVIDENCE:
            domain.ask(page, f"{IN}{place['question']}")
    for link in document.findall(addnodes.pending_xref):
        if link.get("refdomain") == "facts" and link["reftype"] == "fact":
            domain.ask(page, f"{CARD}{link['reftarget']}")


def answer(domain: WithdrawalDomain, question: str) -> str:
    """The answer to “card:” and the id of a fact: its card; to “cards-in:” and a question: the cards in its answer."""
    if question.startswith(IN):
        facts = dict.fromkeys(figures(rows_of(domain.ask(question.removeprefix(IN)))))
        return "".join(_card_of(domain, name) for name in facts)
    return _card_of(domain, question.removeprefix(CARD))


def _card_of(domain: WithdrawalDomain, name: str) -> str:
    """The card of a fact; empty for one that is gone."""
    book = domain.book
    assert book is not None
    return domain.once(
        f"{CARD}{name}", lambda: card(book, book.facts[name]) if name in book.facts else ""
    )


def card(book: Book, fact: Fact) -> str:
    """The words of a card."""
    value = say(fact, unit=True)
    keys = rests_on(book, fact).sources
    names = [book.data.sources[key].label for key in keys if key in book.data.sources]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    rests = f"<br>{escape('; '.join(names[:MOST]))}{more}" if names else ""
    known = ", ".join(filter(None, (fact.status, independence(book, fact))))
    return f"<b>{escape(value)}</b> <i>{escape(known)}</i><br>{escape(fact.title)}{rests}"
