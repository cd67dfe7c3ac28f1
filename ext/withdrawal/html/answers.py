"""Answers as HTML, written straight from their blocks when a page is written."""

from __future__ import annotations

from html import escape
from typing import assert_never

from sphinx.builders import Builder

from ext.withdrawal.answers import blocks as form
from ext.withdrawal.answers import citation
from ext.withdrawal.answers import line as inline
from ext.withdrawal.answers.blocks import Block, Item, NamedIn, Rows
from ext.withdrawal.answers.line import Line, Piece
from ext.withdrawal.answers.tables import Row, Table
from ext.withdrawal.exports.rows import FOLDER
from ext.withdrawal.html import correct_links, downloads
from ext.withdrawal.pages.build import book_of, carrier_of, weak_values
from ext.withdrawal.pages.mentions import first_anchor, mentions_of
from ext.withdrawal.records import evidence
from ext.withdrawal.records.evidence import origins
from ext.withdrawal.records.vocabulary import STATUS
from sphinx_facts import domain_of

WEAK_REASON = "rests on a single source of low grade"
_MOST = 12
"""So many sentences of one page are shown; the page itself has the rest."""


def _chooser() -> str:
    """The choice of a status, by which the style sheet shows or hides the entries after it."""
    kinds = "".join(
        f'<label><input type="radio" name="status" value="{name}"> {name}</label> '
        for name in STATUS
    )
    every = '<label><input type="radio" name="status" value="" checked> all</label> '
    return f'<fieldset class="chooser"><legend>Show what is</legend>{every}{kinds}</fieldset>\n'


class Page:
    """Writes blocks as HTML for one page: knows where every link leads from there."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self.builder, self.docname, self.env = builder, docname, builder.env
        self.catalog = domain_of(builder.env).catalog
        self.website = builder.name in correct_links.BUILDERS
        """Whether tables stand in scrollers of their own, as the theme has them."""
        self._mentions = mentions_of(builder.env)
        self._weak = weak_values(builder.env)
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

    # --- pieces -------------------------------------------------------------------------------------------------------

    def link(self, role: str, name: str, words: str) -> str:
        """A link to the entry of something, or its words where there is none. A weak figure gets its sign."""
        facts = self.catalog.facts
        found = facts.get(name) if role == "fact" else self.catalog.entities.get((role, name))
        if found is None or found.target[0] not in self.env.found_docs:
            return words
        weak = self.weak(name) if role == "fact" else ""
        kind = f"{role} weak" if weak else role
        return f'<a class="{kind}" href="{self.uri(*found.target)}">{words}{weak}</a>'

    def weak(self, name: str) -> str:
        """The sign of a value that rests on a single weak source."""
        if name not in self._weak:
            return ""
        return f'<abbr class="weak-mark" title="{WEAK_REASON}">†</abbr>'

    def line(self, pieces: Line) -> str:
        """A line as HTML."""
        return "".join(
            escape(piece, quote=False) if type(piece) is str else self._piece(piece)
            for piece in pieces
        )

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, inline.Mark):
            return f'<span class="status status-{piece.words}">{piece.words}</span>'
        words = escape(piece if isinstance(piece, str) else piece.words, quote=False)
        match piece:
            case str():
                return words
            case inline.Link(_, role, name):
                return self.link(role, name, words)
            case inline.Figure(_, fact):
                return self.link("fact", fact, words)
            case inline.Moment(_, edtf, fact):
                said = f'<time datetime="{escape(inline.first_day(edtf))}">{words}</time>'
                return self.link("fact", fact, said) if fact else said
            case inline.Named(_, lang):
                return f'<span lang="{lang}">{words}</span>'
            case inline.Quote(_, lang, cite):
                at = f' cite="{escape(cite)}"' if cite else ""
                return f'<q lang="{lang}"{at}>{words}</q>'
            case inline.Label(_, kind):
                return f'<span class="{kind}">{words}</span>'
            case inline.Strong():
                return f"<strong>{words}</strong>"

    # --- blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks as HTML, each on a line of its own."""
        end = "" if isinstance(blocks[-1], NamedIn | form.File) else "\n"
        return "\n".join(map(self.block, blocks)) + end

    def block(self, block: Block) -> str:
        """A block as HTML; empty where a page has nothing to show for it."""
        match block:
            case form.Paragraph(line, kind, label, anchor):
                return self._paragraph(line, kind, label, anchor)
            case form.Bullets(lines, kind):
                items = "".join(f"<li>{self._paragraph(line)}</li>\n" for line in lines)
                return f'<ul class="{kind} simple">\n{items}</ul>'
            case NamedIn("fact", name):
                return "".join((self._sentences(name), self._correct(name), self._cite(name)))
            case NamedIn(role, name):
                return self._named_in(role, name)
            case Rows():
                return self._rows(block)
            case form.Listing(items, kind):
                chosen = _chooser() if self.website and "evidence-list" in kind else ""
                return f'{chosen}<dl class="{kind}">\n{"".join(map(self._item, items))}</dl>'
            case form.Folded(summary, within):
                opening = f'<details class="folded"><summary>{escape(summary)}</summary>'
                return f"{opening}\n{self.blocks(within)}</details>"
            case form.File(name, words):
                address = escape(f"{'../' * self.docname.count('/')}{FOLDER}/{name}")
                listed = self.docname == downloads.PAGE and self.builder.name == "html"
                size = downloads.size(self.builder, name) if listed else ""
                link = f'<p class="data-file"><a href="{address}" download>{words}</a>{size}</p>\n'
                return link if self.builder.name == "html" else ""
        assert_never(block)

    def _paragraph(self, line: Line, kind: str = "", label: str = "", anchor: str = "") -> str:
        opening = f'<p class="{kind}">' if kind else "<p>"
        target = f'<span class="target" id="{anchor}"></span>' if anchor else ""
        before = f'<span class="label">{label}:</span> ' if label else ""
        return f"{opening}{target}{before}{self.line(line)}{self._links.after(anchor)}</p>"

    def _rows(self, rows: Rows) -> str:
        """A table: its heading row, its rows, each under the heading of its first cell, its total and its notes."""
        table = rows.table
        heads = "".join(
            f'<th scope="col" class="head{" number" * column.number}"><p>{escape(column.head)}</p></th>'
            for column in table.columns
        )
        body = [self._row(table, row, row.id if rows.anchors else "") for row in table.rows]
        if table.total:
            body.append(self._row(table, table.total, "", ' class="total"'))
        kind = f"{rows.kind} stacked" if self.website and table.is_wordy else rows.kind
        html = (
            f'<table class="{kind} docutils align-default">\n<thead>\n<tr>{heads}</tr>\n</thead>\n'
            f"<tbody>\n{''.join(body)}</tbody>\n</table>"
        )
        if self.website:
            html = f'<div class="table-wrapper {rows.kind} docutils container">\n{html}\n</div>'
        if rows.notes and table.notes:
            told = "".join(
                f"<dt>{escape(of)}</dt><dd><p>{escape(note)}</p></dd>\n" for of, note in table.notes
            )
            html += f'\n<dl class="table-notes">\n{told}</dl>'
        return html

    def _row(self, table: Table, row: Row, anchor: str, kind: str = "") -> str:
        cells = []
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            tag, opening = ("td", "<td") if place else ("th", '<th scope="row"')
            opening += ' class="number"' if column.number else ""
            opening += (
                f' data-head="{escape(column.head)}">' if self.website and table.is_wordy else ">"
            )
            words = self._paragraph(cell, anchor="" if place else anchor)
            cells.append(f"{opening}{words}</{tag}>")
        return f"<tr{kind}>{''.join(cells)}</tr>\n"

    def _item(self, item: Item) -> str:
        heading, body = self.line(item.heading), map(self.block, item.body)
        if item.body[-1:] == (NamedIn("fact", item.id),):
            known = f' class="is-{self.catalog.facts[item.id].status}"' if self.website else ""
            return f'<dt id="{item.id}">{heading}</dt>\n<dd{known}>{"".join(body)}</dd>\n'
        links = self._links.after(item.id)
        return f'<dt id="{item.id}">{heading}{links}</dt><dd>{chr(10).join(body)}\n</dd>\n'

    # --- what only the build knows ------------------------------------------------------------------------------------

    def title(self, docname: str) -> str:
        """The title of a page."""
        return escape(self.env.titles[docname].astext(), quote=False)

    def _named_in(self, role: str, name: str) -> str:
        """The pages that name something, each once, at the first place that has an anchor."""
        pages = " · ".join(
            f'<a class="reference internal" href="{self.uri(page, first_anchor(given))}">{self.title(page)}</a>'
            for page, given in self._mentions.of((role, name)).items()
        )
        return f'<p class="uses"><span class="label">Named in:</span> {pages}</p>' if pages else ""

    def _sentences(self, name: str) -> str:
        """The sentences that name a value, under the title of their page."""
        items = "".join(
            f'<li><a href="{self.uri(page, mention.anchor)}">{"again" if at else self.title(page)}</a>'
            f": {escape(mention.sentence, quote=False)}</li>"
            for page, given in self._mentions.of(("fact", name)).items()
            for at, mention in enumerate(given[:_MOST])
        )
        used = f'<p><span class="label">Used in:</span></p><ul class="uses">{items}</ul>'
        return used if items else '<p><span class="label">No sentence uses it.</span></p>'

    def _correct(self, name: str) -> str:
        """Links to the line of data and to the form for a wrong figure, where the book knows where it is kept."""
        place = correct_links.forge_of(self.builder.config)
        if place is None:
            return ""
        fact = self.catalog.facts[name]
        lines = origins(book_of(self.env), fact)
        own = name in lines
        made = "" if own else "Correct what it is made from: "
        links = ", ".join(
            correct_links.link("Correct this value" if own else part, place.line(at))
            for part, at in lines.items()
        )
        report = place.report(name, inline.say(fact), self.builder.get_target_uri(self.docname))
        return f"<p>{made}{links} · {correct_links.link('report a mistake', report)}</p>"

    def _files(self, name: str) -> str:
        """The files of a value, on the website."""
        if self.builder.name != "html":
            return ""
        folder = f"{'../' * self.docname.count('/')}{FOLDER}/facts/{name}"
        kinds = {"json": "JSON", "bib": "BibTeX", "ris": "RIS"}
        links = (f'<a href="{folder}.{end}" download>{said}</a>' for end, said in kinds.items())
        return f'<p class="data-file">As a file: {" · ".join(links)}</p>'

    def _cite(self, name: str) -> str:
        """How to cite a value, folded away."""
        fact, config = self.catalog.facts[name], self.builder.config
        index = carrier_of(self.env).once("rivals", lambda: evidence.index(book_of(self.env)))
        given = (
            citation.Edition(config.version, config.html_baseurl), fact, inline.say(fact),
            self.builder.get_target_uri(fact.target[0]),
            tuple(row.id for row in index.discrepancies.get(name, ())),
        )  # fmt: skip
        return (
            '<details class="cite-value"><summary>Cite this value</summary>'
            f"<p>{escape(citation.text(*given), quote=False)}</p>"
            f"<pre>{escape(citation.bibtex(*given), quote=False)}</pre>{self._files(fact.id)}</details>"
        )
