"""What a page shows of data, as one node: the question that was asked, and the form in which the answer is shown.

Nine tenths of the book are made of data. As nodes they would go through forty transforms and be visited one by one;
so a page that was read holds one node for each answer. Where HTML is written, that becomes HTML straight from the
lines of the answer (`shown_html`); any other format gets nodes, and transforms them as it likes (`nodes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ext.withdrawal.answers.entries import Entry
from ext.withdrawal.answers.line import Figure, Moment
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.answers.tables import Table
from ext.withdrawal.pages.build import carrier_of


class Form(StrEnum):
    """How an answer is shown."""

    TABLE = "table"
    ENTRIES = "entries"
    EVENT = "event"
    """A single event, in its place in a timeline."""
    EVIDENCE = "evidence"
    """Entries, each with the sentences that use the value and the way to cite it."""


class shown(nodes.General, nodes.Element):
    """Stands for the answer to `question` on the page `docname`, in a `Form`; `style` names its classes.

    A table has `anchors` (whether its rows can be linked to) and `notes` (whether they follow it); an event has `at`,
    its place among those of the answer. The index entries of what is shown are its children.
    """


def answer(env: BuildEnvironment, place: shown) -> Any:
    """What a place shows: a table, the entries of a list, or a single event of a timeline."""
    found = rows_of(carrier_of(env).ask(place["question"]))
    return found[place["at"]] if place["form"] == Form.EVENT else found


def rows_of(found: Any) -> Any:
    """An answer; of a picture, its rows."""
    return found.rows if isinstance(found, Drawn) else found


def figures(content: object) -> Iterator[str]:
    """The id of each value that an answer names, as often as it names it."""
    if isinstance(content, Figure | Moment):
        if content.fact:
            yield content.fact
    elif isinstance(content, tuple):
        for part in content:
            yield from figures(part)
    elif is_dataclass(content):
        for each in fields(content):
            yield from figures(getattr(content, each.name))


def names(env: BuildEnvironment, place: shown) -> Iterator[str]:
    """The anchors of the records that a place shows."""
    found: Table | tuple[Entry, ...] = answer(env, place)
    if isinstance(found, Table):
        yield from (row.id for row in found.rows if row.id and place["anchors"])
    elif place["form"] == Form.ENTRIES:
        yield from (entry.id for entry in found)


def uses(env: BuildEnvironment, place: shown) -> Iterator[tuple[str, str]]:
    """The role and id of each record of which a place says where the book names it."""
    if place["form"] == Form.ENTRIES:
        yield from (entry.uses for entry in answer(env, place) if entry.uses[0])
    elif place["form"] == Form.EVENT and place["anchors"]:
        yield "event", answer(env, place).id


def replaced(place: shown, made: list[nodes.Node]) -> None:
    """Put nodes where an answer is shown, and its index entries with the records they belong to."""
    box = nodes.container("", *made)
    entries = {index["entries"][0][2]: index for index in place.findall(addnodes.index)}
    for element, name in list(_anchored(box)):
        if name in entries:
            element.append(entries[name])
    place.replace_self(box.children)


def _anchored(box: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
    """Each element that begins a record, with its anchor: the term of an entry, the first paragraph of a row."""
    for term in box.findall(nodes.term):
        yield from ((term, name) for name in term["ids"])
    for target in box.findall(nodes.target):
        if isinstance(target.parent, nodes.paragraph) and isinstance(
            target.parent.parent, nodes.entry
        ):
            yield from ((target.parent, name) for name in target["ids"])
