"""Answers as HTML, written straight from their lines when a page is written."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.events import Entry as Event
from ext.withdrawal.answers.events import heading
from ext.withdrawal.answers.line import (
    Figure,
    Label,
    Line,
    Link,
    Mark,
    Moment,
    Named,
    Piece,
    Quote,
    Strong,
    first_day,
)
from ext.withdrawal.answers.tables import Row, Table
from ext.withdrawal.html import correct_links
from ext.withdrawal.pages import mentions
from ext.withdrawal.pages.build import book_of, carrier_of
from ext.withdrawal.records import evidence
from sphinx_facts import domain_of

WEAK_MARK = "†"
WEAK_REASON = "rests on a single source of low grade"


def weak_values(env: BuildEnvironment) -> frozenset[str]:
    """The ids of all values that rest on a single weak source."""
    return carrier_of(env).once("weak", lambda: evidence.weak_facts(book_of(env)))


class Page:
    """Writes lines as HTML for one page: knows where every link leads from there."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self.builder, self.docname, self.env = builder, docname, builder.env
        self.catalog = domain_of(builder.env).catalog
        self.wrapped = builder.name in correct_links.BUILDERS
        """Whether tables stand in scrollers of their own, as the theme of the website has them."""
        self._links = correct_links.Links(builder, docname)
        self._uris: dict[str, str] = {}

    def uri(self, docname: str, anchor: str) -> str:
        """The relative address of an anchor on a page."""
        if docname not in self._uris:
            here = docname == self.docname
            self._uris[docname] = (
                "" if here else self.builder.get_relative_uri(self.docname, docname)
            )
        return escape(self._uris[docname] + (f"#{anchor}" if anchor else "")) or "#"

    def link(self, role: str, name: str, words: str) -> str:
        """A link to the entry of something, or its words where there is none. A weak figure gets its sign."""
        found = (
            self.catalog.facts.get(name)
            if role == "fact"
            else self.catalog.entities.get((role, name))
        )
        if found is None or found.target[0] not in self.env.found_docs:
            return words
        kind = role
        if role == "fact" and self.weak(name):
            kind, words = (
                "fact weak",
                f'{words}<abbr class="weak-mark" title="{WEAK_REASON}">{WEAK_MARK}</abbr>',
            )
        return f'<a class="{kind}" href="{self.uri(*found.target)}">{words}</a>'

    def weak(self, name: str) -> bool:
        """Whether a value rests on a single weak source."""
        return name in weak_values(self.env)

    def line(self, pieces: Line) -> str:
        """A line as HTML."""
        return "".join(
            [
                escape(piece, quote=False) if type(piece) is str else self._piece(piece)
                for piece in pieces
            ]
        )

    def _piece(self, piece: Piece) -> str:
        match piece:
            case str():
                return escape(piece, quote=False)
            case Link(words, role, name):
                return self.link(role, name, escape(words, quote=False))
            case Figure(words, fact):
                return self.link("fact", fact, escape(words, quote=False))
            case Moment(words, edtf, fact):
                said = f'<time datetime="{escape(first_day(edtf))}">{escape(words, quote=False)}</time>'
                return self.link("fact", fact, said) if fact else said
            case Named(words, lang):
                return f'<span lang="{lang}">{escape(words, quote=False)}</span>'
            case Quote(words, lang, cite):
                at = f' cite="{escape(cite)}"' if cite else ""
                return f'<q lang="{lang}"{at}>{escape(words, quote=False)}</q>'
            case Mark(status):
                return f'<span class="status status-{status}">{status}</span>'
            case Label(words, kind):
                return f'<span class="{kind}">{escape(words, quote=False)}</span>'
            case Strong(words):
                return f"<strong>{escape(words, quote=False)}</strong>"

    def paragraph(self, line: Line, kind: str = "", label: str = "", anchor: str = "") -> str:
        """A paragraph of a line, with its class, the label it begins with, and its anchor, where there are such."""
        kind = "words" if line and isinstance(line[0], Quote) else kind
        opening = f'<p class="{kind}">' if kind else "<p>"
        target = f'<span class="target" id="{anchor}"></span>' if anchor else ""
        before = f'<span class="label">{label}:</span> ' if label else ""
        return f"{opening}{target}{before}{self.line(line)}{self._links.after(anchor)}</p>"

    # --- the forms --------------------------------------------------------------------------------------------------

    def table(
        self, rows: Table, classes: Iterable[str], *, anchors: bool = False, notes: bool = False
    ) -> str:
        """A table: its heading row, its rows, each under the heading of its first cell, its total and its notes."""
        kinds = " ".join(classes)
        heads = "".join(
            f'<th scope="col" class="{"head number" if column.number else "head"}"><p>{escape(column.head)}</p></th>'
            for column in rows.columns
        )
        body = [self._row(rows, row, row.id if anchors else "") for row in rows.rows]
        if rows.total:
            body.append(self._row(rows, rows.total, "", ' class="total"'))
        html = (
            f'<table class="{kinds} docutils align-default">\n<thead>\n<tr>{heads}</tr>\n</thead>\n'
            f"<tbody>\n{''.join(body)}</tbody>\n</table>\n"
        )
        if self.wrapped:
            html = f'<div class="table-wrapper {kinds} docutils container">\n{html}</div>\n'
        if notes and rows.notes:
            told = "".join(
                f"<dt>{escape(of)}</dt><dd><p>{escape(note)}</p></dd>\n" for of, note in rows.notes
            )
            html += f'<dl class="table-notes">\n{told}</dl>\n'
        return html

    def _row(self, rows: Table, row: Row, anchor: str, kind: str = "") -> str:
        cells = []
        for place, (cell, column) in enumerate(zip(row.cells, rows.columns, strict=True)):
            tag, opening = ("td", "<td") if place else ("th", '<th scope="row"')
            opening += ' class="number">' if column.number else ">"
            cells.append(f"{opening}{self.paragraph(cell, anchor='' if place else anchor)}</{tag}>")
        return f"<tr{kind}>{''.join(cells)}</tr>\n"

    def entries(self, listed: Iterable[Entry], classes: Iterable[str]) -> str:
        """Entries as a definition list, each with its anchor."""
        return (
            f'<dl class="entries {" ".join(classes)}">\n{"".join(map(self._entry, listed))}</dl>\n'
        )

    def _entry(self, entry: Entry) -> str:
        body = [self.paragraph(line, label=label) for label, line in entry.lines]
        if entry.events:
            items = "".join(f"<li>{self.paragraph(line)}</li>\n" for line in entry.events)
            body.append(f'<ul class="entity-events simple">\n{items}</ul>')
        if entry.uses[0]:
            body.append(self._named_in(entry.uses))
        heading = self.line(entry.heading) + self._links.after(entry.id)
        return f'<dt id="{entry.id}">{heading}</dt><dd>{chr(10).join(body)}\n</dd>\n'

    def _named_in(self, key: mentions.Key) -> str:
        """The pages that name something, each once, at the first place that has an anchor."""
        links = []
        for docname, given in mentions.mentions_of(self.env).of(key).items():
            address = self.uri(docname, mentions.first_anchor(given))
            title = escape(self.env.titles[docname].astext(), quote=False)
            links.append(f'<a class="reference internal" href="{address}">{title}</a>')
        pages = " · ".join(links)
        return f'<p class="uses"><span class="label">Named in:</span> {pages}</p>' if pages else ""

    def event(self, event: Event, *, anchors: bool) -> str:
        """What stands in the place of an event in a timeline."""
        details = [self.paragraph(line, "event-detail") for line in event.details]
        date = self.paragraph(heading(event), "event-date", anchor=event.id if anchors else "")
        named = self._named_in(("event", event.id)) if anchors else ""
        title, text = self.paragraph(event.title, "event-title"), self.paragraph(event.text)
        return "\n".join([date, title, text, *details, named])
