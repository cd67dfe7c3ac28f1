"""What the search finds beside words: numbers, and names in every script and spelling.

Sphinx’s search drops digits and words of two characters; what stands in an index entry it finds as typed. The
entries made here are for the search only; they are in no index that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ext.withdrawal.records.kinds import KINDS, roles
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog

_SCRIPT = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+")
SUMS = (KINDS["sums"].page, "")
"""Where the figures stand that this book computes."""
LEAST = 1000
"""The smallest number worth an entry of its own: below, a number alone says too little."""


def aliases(catalog: Catalog) -> dict[str, list[tuple[str, str]]]:
    """For each page, what may be typed and the anchor it leads to, in order and each once."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for typed, (page, anchor) in _all(catalog):
        found.setdefault(page, {})[typed, anchor] = None
    return {page: list(entries) for page, entries in found.items()}


def _all(catalog: Catalog) -> Iterator[tuple[str, tuple[str, str]]]:
    figures, numbered, parts = roles("figures"), roles("numbered"), roles("parts")
    holders = [entity for entity in catalog.entities.values() if entity.role in figures]
    records = {entity.id: entity.target for entity in holders}
    for fact in catalog.facts.values():
        if fact.kind == "count" and isinstance(fact.value, int) and fact.value >= LEAST:
            # The pages of evidence are not searched; the entry of the record, or the sums, is what a reader wants.
            target = records.get(fact.id.partition(".")[0], SUMS)
            yield f"{fact.value:,}", target
            yield str(fact.value), target
    for entity in catalog.entities.values():
        if entity.role in numbered:
            yield entity.id, entity.target
            continue
        for name in sorted(entity.names):
            yield name, entity.target
            if entity.role in parts:
                yield from ((pair, entity.target) for pair in _pairs(name))


def _pairs(name: str) -> Iterator[str]:
    """Each two neighbouring characters of a longer name in hanzi or hangul: what a reader is likely to type."""
    for run in _SCRIPT.findall(name):
        if len(run) > 2:
            yield from (run[place : place + 2] for place in range(len(run) - 1))


class SearchAliases(SphinxPostTransform):
    """Add the entries of a page while it is written as HTML, where the search collects them."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put them into one node without words, at the end of the page."""
        if self.env.docname not in (pages := _cached(domain_of(self.env).catalog)):
            return
        entries = [
            ("single", typed.replace(";", ","), anchor, "main", None)
            for typed, anchor in pages[self.env.docname]
        ]
        self.document += addnodes.index(entries=entries, inline=False)


_KEPT: dict[int, Mapping[str, list[tuple[str, str]]]] = {}


def _cached(catalog: Catalog) -> Mapping[str, list[tuple[str, str]]]:
    """The entries of a catalogue, computed once for a build."""
    if id(catalog) not in _KEPT:
        _KEPT.clear()
        _KEPT[id(catalog)] = aliases(catalog)
    return _KEPT[id(catalog)]
