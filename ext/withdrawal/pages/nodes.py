"""Answers as docutils nodes, for the formats that are not HTML. What is made here is marked `generated`: it is data."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

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
from ext.withdrawal.answers.tables import Table


class moment(nodes.Inline, nodes.TextElement):
    """A date in running text, with its machine-readable form in `datetime`."""


class used_in(nodes.General, nodes.Element):
    """Stands where an entry on the page `docname` tells which pages name it (`backlinks`)."""


def used(role: str, name: str, docname: str) -> used_in:
    """The place for the mentions of a fact or an entity."""
    return used_in(role=role, name=name, docname=docname)


def visit_moment_html(self: HTML5Translator, node: moment) -> None:
    """Write a `time` element."""
    self.body.append(self.starttag(node, "time", "", datetime=node["datetime"]))


def depart_moment_html(self: HTML5Translator, node: moment) -> None:
    """Close it."""
    self.body.append("</time>")


def pass_over(self: object, node: nodes.Element) -> None:
    """Write nothing of the node itself, in the formats that have no element for it."""


def inline(line: Line) -> list[nodes.Node]:
    """The nodes of a line."""
    return [_piece(piece) for piece in line]


def _piece(piece: Piece) -> nodes.Node:
    match piece:
        case str():
            return nodes.Text(piece)
        case Link(words, role, name):
            return _reference(role, name, words)
        case Named(words, lang):
            return nodes.inline("", words, classes=[f"language-{lang}"])
        case Quote(words, lang):
            return nodes.inline("", f"“{words}”", classes=["quote", f"language-{lang}"])
        case Mark(status):
            return nodes.inline("", status, classes=["status", f"status-{status}"])
        case Moment(words, edtf, fact):
            date = moment("", words, datetime=first_day(edtf))
            return _to_entry("fact", fact, date) if fact else date
        case Figure(words, fact):
            return _reference("fact", fact, words)
        case Label(words, kind):
            return nodes.inline("", words, classes=kind.split())
        case Strong(words):
            return nodes.strong("", words)


def _reference(role: str, name: str, words: str) -> nodes.Element:
    return _to_entry(role, name, nodes.inline("", words))


def _to_entry(role: str, name: str, shown: nodes.Element) -> nodes.Element:
    """A link to the entry of a fact or an entity around what is shown."""
    return addnodes.pending_xref(
        "",
        shown,
        refdomain="facts",
        reftype=role,
        reftarget=name,
        refexplicit=True,
        refwarn=True,
    )


def paragraph(line: Line, *classes: str) -> nodes.paragraph:
    """A paragraph of a line."""
    node = nodes.paragraph("", "", *inline(line))
    node["classes"] += [*classes, "words"] if line and isinstance(line[0], Quote) else classes
    return node


def table(rows: Table, classes: Iterable[str], *, anchors: bool) -> nodes.table:
    """A table with a heading row, its rows and its total; with `anchors`, each row can be linked to."""
    node = nodes.table(classes=list(classes))
    node["generated"] = True
    group = nodes.tgroup(cols=len(rows.columns))
    node += group
    widths = [_width(rows, place) for place in range(len(rows.columns))]
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.row("", *(_cell((column.head,), column.number) for column in rows.columns))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for row in rows.rows:
        cells = [
            _cell(cell, column.number) for cell, column in zip(row.cells, rows.columns, strict=True)
        ]
        if anchors and row.id:
            first = cells[0].children[0]
            assert isinstance(first, nodes.Element)
            first.insert(0, nodes.target("", "", ids=[row.id]))
        body += nodes.row("", *cells)
    if rows.total:
        total = nodes.row(
            "",
            *(
                _cell(cell, column.number)
                for cell, column in zip(rows.total.cells, rows.columns, strict=True)
            ),
        )
        total["classes"].append("total")
        body += total
    group += body
    return node


def _cell(line: Line, number: bool) -> nodes.entry:
    cell = nodes.entry("", paragraph(line) if line else nodes.paragraph())
    if number:
        cell["classes"].append("number")
    return cell


def _width(rows: Table, place: int) -> int:
    """A width in parts, from the longest cell, so that print gives a column about what it needs."""
    cells = [row.cells[place] for row in rows.rows] + [(rows.columns[place].head,)]
    longest = max(
        sum(
            len(piece) if isinstance(piece, str) else len(str(getattr(piece, "words", "status")))
            for piece in cell
        )
        for cell in cells
    )
    return min(max(longest, 6), 40)


def notes(rows: Table) -> list[nodes.Node]:
    """The notes to the values of a table, as a list under it."""
    if not rows.notes:
        return []
    listed = nodes.definition_list(classes=["table-notes"])
    listed["generated"] = True
    for what, note in rows.notes:
        listed += nodes.definition_list_item(
            "", nodes.term("", what), nodes.definition("", nodes.paragraph("", note))
        )
    return [listed]


def entries(listed: Iterable[Entry], docname: str, classes: Iterable[str]) -> nodes.definition_list:
    """The entries of a page as a definition list, each with its anchor."""
    node = nodes.definition_list(classes=["entries", *classes])
    node["generated"] = True
    for entry in listed:
        term = nodes.term("", "", *inline(entry.heading), ids=[entry.id])
        body = nodes.definition()
        for label, line in entry.lines:
            body += paragraph((Label(f"{label}:", "label"), " ", *line) if label else line)
        if entry.events:
            body += events(entry.events)
        if entry.uses[0]:
            body += used(*entry.uses, docname)
        node += nodes.definition_list_item("", term, body)
    return node


def evidence(
    listed: Iterable[Entry], docname: str, classes: Iterable[str]
) -> nodes.definition_list:
    """Entries of evidence; what the claims say stands in the chapters of claims and discrepancies."""
    node = entries(listed, docname, classes)
    for said in [inner for inner in node.findall(nodes.inline) if "said" in inner["classes"]]:
        said.parent.remove(said)
    return node


def event(told: Event, docname: str, *, anchors: bool) -> list[nodes.Node]:
    """What stands in the place of an event in a timeline; where that is its entry, also who names it."""
    date = paragraph(heading(told), "event-date")
    details: list[nodes.Node] = [paragraph(line, "event-detail") for line in told.details]
    if anchors:
        date.insert(0, nodes.target("", "", ids=[told.id]))
        details.append(used("event", told.id, docname))
    return [date, paragraph(told.title, "event-title"), paragraph(told.text), *details]


def events(lines: Iterable[Line]) -> nodes.bullet_list:
    """The events of an entity as a small timeline."""
    return nodes.bullet_list(
        "",
        *(nodes.list_item("", paragraph(line)) for line in lines),
        bullet="-",
        classes=["entity-events"],
    )
