"""Where the prose names each fact, entity and source: kept for each page, and put into their entries.

Who names an entry is known only when all pages are read: so it is told when the page is written, and a page is
written again when a mention in it changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ext.withdrawal.answers.blocks import NamedIn, within
from ext.withdrawal.pages.answer_node import blocks_of, shown
from ext.withdrawal.records.evidence import RECORDS
from sphinx_facts import domain_of
from sphinx_facts.builds.pagewise import PagewiseDomain

_SENTENCE = re.compile(r"(?<=[.!?])[”’)\]]*\s+(?=[“‘(\[]*[A-Z0-9{])")
_KEYS = re.compile(r"\{[^{}]*\}")
_MOST = 180


class Mention(NamedTuple):
    """A place that names something: an anchor on the page, or none, and the sentence there."""

    anchor: str
    sentence: str


def first_anchor(given: Iterable[Mention]) -> str:
    """The anchor of the first place that has one; empty if none has."""
    return next((mention.anchor for mention in given if mention.anchor), "")


Key = tuple[str, str]
"""The role and the id of what is named."""


class MentionsDomain(PagewiseDomain):
    """Keeps, for each page: `named`, what it names and where; `shown`, whose mentions its entries show."""

    name = "mentions"
    label = "Mentions"
    data_version = 3
    initial_data: ClassVar[dict[str, Any]] = {"named": {}, "shown": {}}
    builder: Builder
    """The builder at work, which transforms need and cannot ask for otherwise."""
    _index: dict[Key, dict[str, list[Mention]]] | None = None

    def of(self, key: Key) -> dict[str, list[Mention]]:
        """The mentions of something by page, in the order of the book; those of a record with those of its values."""
        if self._index is None:
            self._index = {}
            for docname in reading_order(self.env):
                for named, mentions in self.data["named"].get(docname, {}).items():
                    for each in dict.fromkeys((named, _record(named))):
                        self._index.setdefault(each, {}).setdefault(docname, []).extend(mentions)
        return self._index.get(_record(key) if key[0] in RECORDS else key, {})


def _record(key: Key) -> Key:
    """The record that a value belongs to, or that a role names; the campaign that is its own only batch is one."""
    role, name = key
    return ("record", name.partition(".")[0]) if role in (*RECORDS, "fact") else key


def mentions_of(env: BuildEnvironment) -> MentionsDomain:
    """The domain of a build."""
    return cast(MentionsDomain, env.get_domain("mentions"))


def know_builder(app: Sphinx) -> None:
    """Keep the builder at hand."""
    mentions_of(app.env).builder = app.builder


def reading_order(env: BuildEnvironment) -> list[str]:
    """All pages as the tables of contents list them, the rest after them by name."""
    order: list[str] = []
    stack = [env.config.root_doc]
    while stack:
        docname = stack.pop()
        if docname not in order:
            order.append(docname)
            stack += reversed(env.toctree_includes.get(docname, []))
    return [*order, *sorted(env.found_docs - set(order))]


def read_page(app: Sphinx, document: nodes.document) -> None:
    """Keep what a page names, give each naming an anchor, and note whose mentions the page shows."""
    docname = app.env.current_document.docname
    domain = mentions_of(app.env)
    domain._index = None
    named: dict[Key, list[Mention]] = {}
    catalog = domain_of(app.env).catalog
    for node in document.findall(addnodes.pending_xref):
        for key in _keys(node):
            entity = None if key[0] in ("fact", "source") else catalog.find(*key)
            found = named.setdefault((key[0], entity.id) if entity else key, [])
            if key[0] == "fact":
                anchor = _anchor(node, f"use-{key[1]}-{len(found) + 1}")
                found.append(Mention(anchor, sentence(node)))
            else:
                found.append(Mention(_known(node), ""))
    for use in domain_of(app.env).data["found"][docname].uses:
        if use.role != "asis":  # else it is in an alt text, which has no place of its own
            named.setdefault((use.role, use.id), [Mention("", use.words)])
    domain.data["named"][docname] = named
    places = document.findall(shown)
    shows = (each for place in places for each in within(blocks_of(app.env, place), NamedIn))
    if keys := [(each.role, each.id) for each in shows if each.id]:
        domain.data["shown"][docname] = keys


def _keys(node: addnodes.pending_xref) -> Iterator[Key]:
    if node.get("facts_role"):
        yield node["facts_role"], node["facts_id"]
    elif node.get("refdomain") == "cite":
        keys = map(str.strip, _KEYS.sub("", node["reftarget"]).split(","))
        yield from (("source", key) for key in keys if key)


def _anchor(node: addnodes.pending_xref, name: str) -> str:
    """The anchor of a use: its own, or in a heading, whose words are copied into the contents, that of the section."""
    here: nodes.Node | None = node
    while here is not None:
        if isinstance(here, nodes.title):
            return str(here.parent["ids"][0]) if isinstance(here.parent, nodes.section) else ""
        here = here.parent
    shown = node.children[0]
    assert isinstance(shown, nodes.Element)
    shown["ids"].append(name)
    return name


def _known(node: addnodes.pending_xref) -> str:
    """The anchor that the index has put on a name, or none."""
    shown = node.children[0]
    return str(next(iter(shown["ids"]), "")) if isinstance(shown, nodes.Element) else ""


def _words(block: nodes.Element, node: nodes.Element) -> Iterator[str]:
    """The words of a block without citations, and a sign where the words of a node stand."""
    for child in block.children:
        if child is node:
            yield "\0"
        elif isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, addnodes.pending_xref) and child.get("refdomain") == "cite":
            continue
        elif isinstance(child, nodes.Element):
            yield from _words(child, node)


def sentence(node: addnodes.pending_xref) -> str:
    """The sentence around a role, without citations, cut to a length that an entry can show."""
    block: nodes.Element = node
    while isinstance(block, nodes.Inline) and block.parent is not None:
        block = block.parent
    middle = node.astext()
    before, after = "".join(_words(block, node)).split("\0")
    start = max((found.end() for found in _SENTENCE.finditer(before)), default=0)
    rest = middle + after
    ends = (found.start() for found in _SENTENCE.finditer(rest, len(middle)))
    lead, tail = before[start:].lstrip(), rest[len(middle) : next(ends, len(rest))].rstrip()
    room = _MOST - len(middle)
    if len(lead) + len(tail) > room:
        most = max(room // 2, room - len(tail))
        lead = lead if len(lead) <= most else "…" + lead[-most:].partition(" ")[2]
        most = room - len(lead)
        tail = tail if len(tail) <= most else tail[:most].rpartition(" ")[0] + "…"
    return re.sub(r"\s+", " ", f"{lead}{middle}{tail}").replace(" .", ".").replace(" ,", ",")


def told(app: Sphinx, page: str) -> list[list[tuple[str, str, list[Mention]]]]:
    """All mentions that the entries of a page show, with the titles of the pages they stand on."""
    domain, titles = mentions_of(app.env), app.env.titles
    found = (domain.of(key) for key in domain.data["shown"].get(page, ()))
    return [
        [(name, titles[name].astext(), given) for name, given in pages.items()] for pages in found
    ]


def setup(app: Sphinx) -> None:
    """Register the domain and the events."""
    app.add_domain(MentionsDomain)
    app.connect("builder-inited", know_builder)
    app.connect("doctree-read", read_page, priority=700)
    app.connect("facts-shown", told)
