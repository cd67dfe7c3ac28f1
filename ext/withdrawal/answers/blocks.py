"""The one form of an answer: blocks of lines. `html` writes them as they are, `pages` makes docutils nodes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from ext.withdrawal.answers import events
from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import Figure, Line, Moment, Quote, plain
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.answers.tables import Table

_Kind = TypeVar("_Kind")
FOLDED = "The same figures as a table, and their sources"
"""What stands over the table of a picture where it is folded away."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line by itself, after its label. `anchor` is that of the record that begins here."""

    line: Line
    kind: str = ""
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines as a list."""

    lines: tuple[Line, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class NamedIn:
    """The pages that name the record of this role and id; of a value also how to correct and to cite it."""

    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; with `anchors`, its rows can be linked to, with `notes`, those to its values follow it.

    `called` is what it is the table of, where no caption says so.
    """

    table: Table
    kind: str
    anchors: bool = False
    notes: bool = False
    called: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a listing: its anchor, its heading, and what it says."""

    id: str
    heading: Line
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries, one after the other."""

    items: tuple[Item, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Folded:
    """What is folded away on a screen, under a summary, and open on paper."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A link to a file of the download folder, which only the website has."""

    name: str
    words: str


Block = Paragraph | Bullets | NamedIn | Rows | Listing | Folded | File


@dataclass(frozen=True, slots=True)
class View:
    """How a page shows an answer: under which classes, with or without anchors and notes, and which part of it.

    The part of a timeline is the place of an event in it, that of a picture “legend”, “sources”, “rows” or “folded”.
    """

    kind: str = ""
    anchors: bool = False
    notes: bool = False
    part: int | str = ""
    called: str = ""


def blocks(answer: Any, view: View) -> tuple[Block, ...]:
    """An answer as blocks: a table, a part of a picture, an event of a timeline, entries, or mere lines."""
    if isinstance(answer, Table):
        return (Rows(answer, view.kind, view.anchors, view.notes),)
    if isinstance(answer, Drawn):
        return _pictured(answer, view)
    if isinstance(view.part, int):
        return _event(answer[view.part], anchored=view.anchors)
    if all(isinstance(each, Entry) for each in answer):
        return (Listing(tuple(map(_item, answer)), f"entries {view.kind}"),)
    return tuple(map(Paragraph, answer))


def _pictured(drawn: Drawn, view: View) -> tuple[Block, ...]:
    rows, sources = Rows(drawn.rows, "picture-table data", called=view.called), _sources(drawn)
    match view.part:
        case "legend":
            return (Paragraph(drawn.legend, "picture-legend"),)
        case "sources":
            return sources
        case "folded":
            return (Folded(FOLDED, (rows, *sources)),)
    return (rows,)


def _sources(drawn: Drawn) -> tuple[Block, ...]:
    line = ("Sources: ", *drawn.rests, ".")
    return (Paragraph(line, "picture-sources"),) if drawn.rests else ()


def _item(entry: Entry) -> Item:
    body: list[Block] = [
        Paragraph(line, "words" if isinstance(line[0], Quote) else "", label)
        for label, line in entry.lines
        if plain(line)
    ]
    if entry.events:
        body.append(Bullets(entry.events, "entity-events"))
    if entry.uses[0]:
        body.append(NamedIn(*entry.uses))
    return Item(entry.id, entry.heading, tuple(body))


def _event(event: events.Entry, *, anchored: bool) -> tuple[Block, ...]:
    """An event of a timeline. Where that is its entry, it has its anchor and tells who names it."""
    own = event.id if anchored else ""
    return (
        Paragraph(events.heading(event), "event-date", anchor=own),
        Paragraph(event.title, "event-title"),
        Paragraph(event.text),
        *(Paragraph(line, "event-detail") for line in event.details),
        NamedIn("event", own),
    )


def within(content: object, *kinds: type[_Kind]) -> Iterator[_Kind]:
    """Everything of some kinds in blocks, lines and tables, from the first to the last."""
    if isinstance(content, kinds):
        yield content
    elif isinstance(content, tuple):
        for part in content:
            yield from within(part, *kinds)
    elif is_dataclass(content):
        for each in fields(content):
            yield from within(getattr(content, each.name), *kinds)


def figures(content: object) -> Iterator[str]:
    """The id of each value that an answer names, as often as it names it."""
    named: Iterator[Figure | Moment] = within(content, Figure, Moment)
    return (piece.fact for piece in named if piece.fact)


def anchors(content: tuple[Block, ...]) -> Iterator[str]:
    """The anchors of the records that entries and tables show."""
    for block in content:
        if isinstance(block, Listing):
            yield from (item.id for item in block.items)
        elif isinstance(block, Rows) and block.anchors:
            yield from (row.id for row in block.table.rows if row.id)
