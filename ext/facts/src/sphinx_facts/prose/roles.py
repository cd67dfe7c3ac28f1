"""The roles: `{fact}` asserts or renders a value, `{asis}` pins a figure, and one role for each kind of entity.

A role only makes a node; what it says is judged by the domain when the page is read to its end, so that a
translated page is judged by what its reader sees.
"""

from __future__ import annotations

from typing import cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole, SphinxDirective, SphinxRole

from sphinx_facts import wording
from sphinx_facts.prose.domain import FactsDomain
from sphinx_facts.values.catalog import Catalog


def catalog_of(role: SphinxRole) -> Catalog:
    """The catalogue of the build that a role runs in."""
    return cast(FactsDomain, role.env.get_domain("facts")).catalog


class FactRole(ReferenceRole):
    """`{fact}`words <id>`` asserts that the words say the fact; `{fact}`id`` renders its canonical wording."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words = self.title
        if not self.has_explicit_title:
            fact = catalog_of(self).facts.get(self.target)
            words = wording.language(self.config.language).canonical(fact) if fact else self.target
        return [_link(self, "fact", self.target, words)], []


class EntityRole(ReferenceRole):
    """`{unit}`name`` or `{unit}`name <id>`` links to the entry of a unit; so for every kind of entity."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words = self.title
        role = self.name.rpartition(":")[2]
        entity = catalog_of(self).find(role, self.target)
        if entity and not self.has_explicit_title and self.target == entity.id:
            words = entity.title
        return [_link(self, role, entity.id if entity else self.target, words)], []


class AsisRole(SphinxRole):
    """`{asis}`38th parallel`` keeps a figure that is not data; the list of pins says why."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        node = nodes.inline(self.rawtext, self.text, classes=["asis"])
        node["facts_role"], node["facts_id"], node["facts_text"] = "asis", self.text, self.text
        return [node], []


LEVELS = ("off", "warn", "error")
"""What is wanted of a figure that nothing binds."""


class UnboundDirective(SphinxDirective):
    """`facts-unbound` says what is wanted of loose figures in the section that it stands in."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        level = directives.choice(self.arguments[0], LEVELS)
        node = nodes.comment("", "")
        node["facts_unbound"] = level
        return [node]


def unbound_level(node: nodes.Node | None, otherwise: str) -> str:
    """What the nearest section around a node wants of loose figures."""
    while node is not None:
        for child in node.children if isinstance(node, nodes.section | nodes.document) else ():
            if isinstance(child, nodes.comment) and "facts_unbound" in child:
                return str(child["facts_unbound"])
        node = node.parent
    return otherwise


def _link(role: ReferenceRole, name: str, target: str, words: str) -> nodes.Node:
    node = addnodes.pending_xref(
        role.rawtext,
        nodes.inline(role.rawtext, words, classes=[name]),
        refdomain="facts",
        reftype=name,
        reftarget=target,
        refexplicit=True,
        refwarn=False,
        refdoc=role.env.docname,
    )
    node["facts_role"], node["facts_id"], node["facts_text"] = name, target, role.text
    node["facts_asserts"] = role.has_explicit_title
    return node
