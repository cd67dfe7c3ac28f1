"""The entries of evidence as HTML, written straight from the data when a page is written.

They are a third of the book: as nodes they would pass through every transform, and double the time of a build. In
print, which has no other way, `EvidenceInPrint` makes the nodes.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ext.facts import domain_of, wording
from ext.facts.catalog import Fact
from ext.withdrawal import cite, mentions, support
from ext.withdrawal import nodes as make
from ext.withdrawal.domain import book_of, carrier_of
from ext.withdrawal.entries import Entry
from ext.withdrawal.forge import Forge
from ext.withdrawal.inline import Figure, Label, Line, Link, Mark, Moment, Named, Piece, Strong

WEAK_MARK = "†"
WEAK_REASON = "rests on a single source of low grade"
_MOST = 12
"""So many sentences of one page are shown; the page itself has the rest."""


class evidence_entries(nodes.General, nodes.Element):
    """Stands for the entries of a group of values, the answer to `question`."""


class Page:
    """Writes lines as HTML for one page: knows where every link leads from there."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self.builder, self.docname = builder, docname
        self.catalog = domain_of(builder.env).catalog
        self._uris: dict[str, str] = {}

    def uri(self, docname: str, anchor: str) -> str:
        """The relative address of an anchor on a page."""
        if docname not in self._uris:
            here = docname == self.docname
            self._uris[docname] = "" if here else self.builder.get_relative_uri(self.docname, docname)
        return escape(self._uris[docname] + (f"#{anchor}" if anchor else ""))

    def link(self, role: str, name: str, words: str) -> str:
        """A link to the entry of something, or its words where there is none."""
        found = self.catalog.facts.get(name) if role == "fact" else self.catalog.entities.get((role, name))
        if found is None or found.target[0] not in self.builder.env.found_docs:
            return words
        return f'<a class="{role}" href="{self.uri(*found.target)}">{words}</a>'

    def line(self, pieces: Line) -> str:
        """A line as HTML."""
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        match piece:
            case str():
                return escape(piece, quote=False)
            case Link(words, role, name):
                return self.link(role, name, escape(words, quote=False))
            case Figure(words, fact):
                return self.link("fact", fact, escape(words, quote=False))
            case Moment(words, edtf, fact):
                shown = f'<time datetime="{escape(make.first_day(edtf))}">{escape(words, quote=False)}</time>'
                return self.link("fact", fact, shown) if fact else shown
            case Named(words, lang):
                return f'<span lang="{lang}">{escape(words, quote=False)}</span>'
            case Mark(status):
                return f'<span class="status status-{status}">{status}</span>'
            case Label(words, kind):
                return f'<span class="{kind}">{escape(words, quote=False)}</span>'
            case Strong(words):
                return f"<strong>{escape(words, quote=False)}</strong>"

    def entry(self, entry: Entry) -> str:
        """An entry with its mentions, and how to cite the value."""
        body = "".join(
            f'<p><span class="label">{label}:</span> {self.line(line)}</p>' if label else f"<p>{self.line(line)}</p>"
            for label, line in entry.lines
        )
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
        return f'<ul class="uses">{"".join(items)}</ul>'

    def cite(self, fact: Fact) -> str:
        """How to cite a value, folded away."""
        config = self.builder.config
        edition = cite.Edition(config.version, config.html_baseurl)
        words = wording.language("en").canonical(fact)
        page = self.builder.get_target_uri(fact.target[0])
        text, bibtex = cite.text(edition, fact, words, page), cite.bibtex(edition, fact, words, page)
        return (
            f'<details class="cite-value"><summary>Cite this value</summary><p>{escape(text, quote=False)}</p>'
            f"<pre>{escape(bibtex, quote=False)}</pre></details>"
        )

    def correct(self, fact: Fact) -> str:
        """Links to the line of data and to the form for a wrong figure, where the book knows where it is kept."""
        known = getattr(self.builder.config, "book_forge", None)
        if not known or not fact.position.line:
            return ""
        place = Forge(*known)
        words = wording.language("en").canonical(fact)
        report = place.report(fact.id, words, self.builder.get_target_uri(self.docname))
        return (
            f'<p><a class="correct" href="{escape(place.line(fact.position))}">Correct this value</a> · '
            f'<a class="correct" href="{escape(report)}">report a mistake</a></p>'
        )


def visit_html(self: HTML5Translator, node: evidence_entries) -> None:
    """Write the entries, and nothing of the node."""
    page = Page(self.builder, node["docname"])
    found = carrier_of(self.builder.env).ask(node["question"])
    entries = "".join(page.entry(entry) for entry in found)
    self.body.append(f'<dl class="entries evidence-list">\n{entries}</dl>\n')
    raise nodes.SkipNode


class EvidenceInPrint(SphinxPostTransform):
    """Makes nodes of the entries, before links are resolved, for the formats that are not HTML."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        builder = mentions.mentions_of(self.env).builder
        if builder.format == "html":
            return
        for place in list(self.document.findall(evidence_entries)):
            found = carrier_of(self.env).ask(place["question"])
            shown = make.entries(found, "evidence-list")
            for said in [node for node in shown.findall(nodes.inline) if "said" in node["classes"]]:
                said.parent.remove(said)  # the chapters of claims and discrepancies have the words
            for used, entry in zip(shown.findall(make.used_in), found, strict=True):
                used["docname"] = entry.uses[1] and place["docname"]
            place.replace_self(shown)


class WeakMarks(SphinxPostTransform):
    """A sign after each figure that rests on a single weak source, with the reason for who points at it."""

    default_priority = 61

    def run(self, **_: Any) -> None:
        data = book_of(self.env).data
        facts = domain_of(self.env).catalog.facts
        for link in self.document.findall(nodes.reference):
            if "fact" not in link["classes"] or isinstance(link.parent, nodes.title):
                continue
            fact = facts.get(link.get("refuri", "").partition("#")[2] or link.get("refid", ""))
            if fact and support.lone_weak_source(data, fact):
                link["classes"].append("weak")
                link.append(self._mark())

    def _mark(self) -> nodes.Element:
        if mentions.mentions_of(self.env).builder.format == "html":
            return nodes.abbreviation("", WEAK_MARK, explanation=WEAK_REASON, classes=["weak-mark"])
        return nodes.superscript("", WEAK_MARK)


def skip(self: object, node: nodes.Element) -> None:
    """Write nothing."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and its makers."""
    app.add_node(evidence_entries, html=(visit_html, None), latex=(skip, None), text=(skip, None), man=(skip, None))
    app.add_post_transform(EvidenceInPrint)
    app.add_post_transform(WeakMarks)
