"""Index entries from data: each record at its entry, and where the pages name it, once for each section.

The entries are made while a page is read, so that the index of the website and of the printed book are the same.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ext.withdrawal.answers.blocks import anchors
from ext.withdrawal.pages.answer_node import blocks_of, shown, tabular
from ext.withdrawal.records.kinds import KINDS
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog, Entity

HEADINGS = {kind.role: kind.heading for kind in KINDS.values() if kind.heading is not None}
"""The kinds that have a place in the index, and the heading each kind stands under; people and places stand alone."""
PAGES = {
    f"reference/{kind.indexed or kind.entries}": kind.role
    for kind in KINDS.values()
    if kind.heading is not None
}
"""The pages on which the entries of a kind stand."""


class IndexEntries(SphinxTransform):
    """Put index entries into a page that was read, before Sphinx collects them (at 850)."""

    default_priority = 840

    def apply(self, **kwargs: Any) -> None:
        """Mark the records that the page shows first, then the mentions in prose."""
        catalog = domain_of(self.env).catalog
        main = PAGES.get(self.env.current_document.docname)
        if main:
            for place in self.document.findall(shown):
                shows = anchors(blocks_of(self.env, place))
                found = ((catalog.find(main, name), name) for name in shows)
                place += [_index(entity, name, main=True) for entity, name in found if entity]
        for section in self.document.findall(nodes.section):
            _mentions(section, catalog)


def _mentions(section: nodes.section, catalog: Catalog) -> None:
    seen: set[tuple[str, str]] = set()
    for link in list(section.findall(addnodes.pending_xref)):
        entity = _entity(link, catalog)
        if entity is None or (entity.role, entity.id) in seen or not _prose(link, section):
            continue
        seen.add((entity.role, entity.id))
        anchor = f"index-{entity.role}-{entity.id}-{section['ids'][0]}"
        shown = link.children[0]
        assert isinstance(shown, nodes.Element)
        shown["ids"].append(anchor)
        place = link.parent.index(link)
        link.parent.insert(place, _index(entity, anchor))


def _entity(link: addnodes.pending_xref, catalog: Catalog) -> Entity | None:
    """The record that a role of the prose names; a fact stands for the count that it is the value of."""
    if link.get("refdomain") != "facts" or "facts_role" not in link:
        return None
    role, name = link["reftype"], link["reftarget"]
    if role == "fact":
        return catalog.find("tally", name.partition(".")[0])
    return catalog.find(role, name) if role in HEADINGS else None


def _prose(link: nodes.Node, section: nodes.section) -> bool:
    """Whether a link stands in a paragraph of this very section, not in a heading, a caption or a table."""
    node, apart = link.parent, (nodes.section, nodes.title, nodes.table, nodes.caption, tabular)
    while node is not section:
        if node is None or isinstance(node, apart):
            return False
        node = node.parent
    return True


def _index(entity: Entity, anchor: str, *, main: bool = False) -> addnodes.index:
    heading = HEADINGS[entity.role]
    words = f"{heading}; {entity.title}" if heading else _sorted(entity)
    entry = ("single", words, anchor, "main" if main else "", None)
    return addnodes.index(entries=[entry], generated=True)


def _sorted(entity: Entity) -> str:
    """A name as an index has it: where the last word alone is a name too, it is the family’s, and stands first."""
    given, _, family = entity.title.rpartition(" ")
    turned = given and entity.role == "person" and family in entity.names
    return f"{family}, {given}" if turned else entity.title
