"""What a figure in prose is, shown in place: its value, how it is known, and what it rests on.

Pointing at a figure, or coming to it with the keyboard, opens a card, without a script; Escape closes it. Pressing
the figure, or a tap, follows the link to its entry, which begins with the same words. In a browser that does not know
`interestfor` a figure is a plain link, and every card stays closed.

Two other ways were weighed. A button that opens a card (`popovertarget`) works in every browser, but makes the entry
two taps away, and hundreds of buttons of the links in a page. Cards shown by `:hover` and `:focus` alone cannot be
sent away with Escape while they cover the text (WCAG 1.4.13), and on an iPhone take the first tap from the link.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.writers.html5 import HTML5Translator

from ext.withdrawal.answers.blocks import figures
from ext.withdrawal.answers.questions import Card
from ext.withdrawal.pages.answer_node import blocks_of, shown
from ext.withdrawal.pages.build import WithdrawalDomain, carrier_of
from ext.withdrawal.records.kinds import GROUPS
from sphinx_facts import domain_of

MOST = 2
"""How many sources a card names."""
BUILDERS = ("html", "dirhtml")


class carded(nodes.reference):
    """A link of the prose to a value, with `card`, the attribute that shows its card."""


class Cards:
    """The cards of a page, numbered as its links are written. Pages of evidence say more than a card, and have none."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._carrier = carrier_of(builder.env)
        self._none = builder.name not in BUILDERS or is_evidence(docname)
        self._numbers: dict[str, str] = {}

    def of(self, name: str) -> str:
        """What a link to a value needs to show its card."""
        if self._none:
            return ""
        return f" interestfor={self._numbers.setdefault(name, f'c{len(self._numbers)}')}"

    def html(self) -> str:
        """The cards of all links so far, which stand at the end of the page."""
        made = "".join(
            f"<div popover=hint class=card id={number}>{card(self._carrier, name)}</div>"
            for name, number in self._numbers.items()
        )
        return f'\n<div class="cards">{made}</div>' if made else ""


def is_evidence(docname: str) -> bool:
    """Whether a page shows the evidence for values."""
    return docname.removeprefix("reference/evidence-") in GROUPS


def visit(self: HTML5Translator, node: carded) -> None:
    """Write the beginning of a link."""
    address = node.get("refuri") or f"#{node['refid']}"
    kinds = " ".join((*node["classes"], "reference", "internal"))
    self.body.append(f'<a class="{kinds}" href="{escape(address)}"{node["card"]}>')


def depart(self: HTML5Translator, node: carded) -> None:
    """Write its end."""
    self.body.append("</a>")


def setup(app: Sphinx) -> None:
    """Register the link, and what a page depends on."""
    app.add_node(carded, html=(visit, depart))
    app.connect("doctree-read", ask)


def ask(app: Sphinx, document: nodes.document) -> None:
    """Note that a page depends on the cards of the figures it links to, in its prose and in what it shows of data.

    So it is written again with them.
    """
    domain, page = domain_of(app.env), app.env.current_document.docname
    names = [
        link["reftarget"]
        for link in document.findall(addnodes.pending_xref)
        if link.get("refdomain") == "facts" and link["reftype"] == "fact"
    ]
    for place in document.findall(shown) if not is_evidence(page) else ():
        names += figures(blocks_of(app.env, place))
    for name in dict.fromkeys(names):
        domain.ask(page, Card(name))


def card(build: WithdrawalDomain, name: str) -> str:
    """The words of a card; empty for a value that is gone."""
    if (known := build.ask(Card(name))) is None:
        return ""
    value, status, title, sources = known
    sources = [escape(source) for source in sources]
    more = f" and {len(sources) - MOST} more" if len(sources) > MOST else ""
    rests = f"<br>{'; '.join(sources[:MOST])}{more}" if sources else ""
    return f"<b>{escape(value)}</b> <i>{escape(status)}</i><br>{escape(title)}{rests}"
