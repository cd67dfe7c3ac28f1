"""What the search finds beside words: numbers, and names in every script and spelling.

Sphinx’s search drops digits and words of two characters; what stands in an index entry it finds as typed. The
entries made here are for the search only; they are in no index that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.index_entries import split_index_msg

from ext.withdrawal.pages.build import book_of
from ext.withdrawal.records.kinds import KINDS, roles
from ext.withdrawal.records.model import Claim
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog

_SCRIPT = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+")
SUMS = (KINDS["sums"].page, "")
"""Where the figures stand that this book computes."""
LEAST = 1000
"""The smallest number worth an entry of its own: below, a number alone says too little."""


def aliases(catalog: Catalog, claims: Iterable[Claim] = ()) -> dict[str, list[tuple[str, str]]]:
    """For each page, what may be typed and the anchor it leads to, in order and each once."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for typed, (page, anchor) in _all(catalog):
        found.setdefault(page, {})[typed, anchor] = None
    quoted: dict[str, str] = {}
    for claim in claims:
        for line in claim.evidence:
            for pair in _pairs(line.quote or line.look_for):
                quoted.setdefault(pair, claim.id)
    found.setdefault(KINDS["claims"].page, {}).update(dict.fromkeys(quoted.items()))
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


def index(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the search the entries of all pages, those of the index and those made here; no page of its own.

    Sphinx has the entries of the pages of this build only, and keeps words that stand on no page any more.
    """
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        claims = book_of(app.env).data.claims.values()
        own = aliases(domain_of(app.env).catalog, claims)
        marked = app.env.domains.index_domain.entries
        indexer.prune(app.env.all_docs)
        indexer._index_entries = {
            page: sorted(
                {
                    *_marked(marked.get(page, ())),
                    *((typed, at, "main") for typed, at in own.get(page, ())),
                }
            )
            for page in sorted(indexer._titles)
        }
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    yield from ()


def _marked(
    entries: Iterable[tuple[str, str, str, str, str | None]],
) -> Iterator[tuple[str, str, str]]:
    """The entries that were marked on a page, each part of one as the search has it."""
    for kind, words, anchor, main, _ in entries:
        for part in split_index_msg(kind, words):
            yield part, anchor, main
