"""The entries of evidence as HTML: beside what is known of a value, the sentences that use it, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ext.withdrawal.answers import citation
from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import say
from ext.withdrawal.html.answers import Page
from ext.withdrawal.html.forge import Forge
from ext.withdrawal.pages import mentions
from ext.withdrawal.pages.build import book_of, carrier_of
from ext.withdrawal.records import evidence as support
from ext.withdrawal.records.origins import origins
from sphinx_facts.values.catalog import Fact

_MOST = 12
"""So many sentences of one page are shown; the page itself has the rest."""


class EvidencePage(Page):
    """Writes the answers that a page shows, entries of evidence among them."""

    def evidence(self, listed: Iterable[Entry], classes: Iterable[str]) -> str:
        """Entries of evidence as a definition list, each with its anchor."""
        return f'<dl class="entries {" ".join(classes)}">\n{"".join(map(self._evidence, listed))}</dl>\n'

    def _evidence(self, entry: Entry) -> str:
        body = "".join(self.paragraph(line, label=label) for label, line in entry.lines)
        fact = self.catalog.facts[entry.id]
        more = "".join((self.sentences(("fact", entry.id)), self.correct(fact), self.cite(fact)))
        return f'<dt id="{entry.id}">{self.line(entry.heading)}</dt>\n<dd>{body}{more}</dd>\n'

    def sentences(self, key: mentions.Key) -> str:
        """The sentences that name something, under the title of their page."""
        found = mentions.mentions_of(self.builder.env).of(key)
        if not found:
            return '<p><span class="label">No sentence uses it.</span></p>'
        titles = {docname: escape(self.builder.env.titles[docname].astext()) for docname in found}
        items = [
            f'<li><a href="{self.uri(docname, mention.anchor)}">{"again" if at else titles[docname]}</a>'
            f": {escape(mention.sentence, quote=False)}</li>"
            for docname, given in found.items()
            for at, mention in enumerate(given[:_MOST])
        ]
        return f'<p><span class="label">Used in:</span></p><ul class="uses">{"".join(items)}</ul>'

    def cite(self, fact: Fact) -> str:
        """How to cite a value, folded away."""
        config = self.builder.config
        edition = citation.Edition(config.version, config.html_baseurl)
        words = say(fact)
        page = self.builder.get_target_uri(fact.target[0])
        index = carrier_of(self.env).once("rivals", lambda: support.index(book_of(self.env)))
        rivals = tuple(row.id for row in index.discrepancies.get(fact.id, ()))
        text, bibtex = (
            citation.text(edition, fact, words, page, rivals),
            citation.bibtex(edition, fact, words, page, rivals),
        )
        return (
            f'<details class="cite-value"><summary>Cite this value</summary><p>{escape(text, quote=False)}</p>'
            f"<pre>{escape(bibtex, quote=False)}</pre></details>"
        )

    def correct(self, fact: Fact) -> str:
        """Links to the line of data and to the form for a wrong figure, where the book knows where it is kept."""
        known = getattr(self.builder.config, "book_forge", None)
        if not known:
            return ""
        place = Forge(*known)
        words = say(fact)
        report = place.report(fact.id, words, self.builder.get_target_uri(self.docname))
        lines = origins(book_of(self.builder.env), fact)
        own = fact.id in lines
        links = ", ".join(
            f'<a class="correct" href="{escape(place.line(position))}">{"Correct this value" if own else name}</a>'
            for name, position in lines.items()
        )
        made = "" if own else "Correct what it is made from: "
        return f'<p>{made}{links} · <a class="correct" href="{escape(report)}">report a mistake</a></p>'
