"""How a reader finds a number or a name: in the search as it is typed, and in lists at the end of the index.

Sphinx’s search drops digits and words of two characters; what stands in an index entry it finds as typed. The entries
made here are for the search only. The index is made of names in English; the lists lead from numbers, from names in
hanzi and hangul, and from other spellings to the entry. Both are made while pages are written, from the catalogue of
the build, so that no page has to be read again when a value changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.index_entries import split_index_msg

from ext.withdrawal.pages.build import book_of
from ext.withdrawal.records.kinds import KINDS, roles
from ext.withdrawal.records.model import Claim
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog, Entity

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
            if "-" in name:
                yield name.replace("-", ""), entity.target
            if entity.role in parts:
                yield from ((pair, entity.target) for pair in _pairs(name))


def _pairs(name: str) -> Iterator[str]:
    """Each two neighbouring characters of a longer name in hanzi or hangul: what a reader is likely to type."""
    for run in _SCRIPT.findall(name):
        if len(run) > 2:
            yield from (run[place : place + 2] for place in range(len(run) - 1))


def search(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
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


# --- the index ----------------------------------------------------------------------------------------------------

Line = tuple[Markup, tuple[str, str]]

SCRIPTS = (
    ("汉字", "zh", re.compile(r"[\u3400-\u9fff]")),
    ("한글", "ko", re.compile(r"[\uac00-\ud7a3]")),
)
"""The lists of names in other scripts: heading, language, and a character that only these names hold."""


def lists(catalog: Catalog) -> Iterator[tuple[str, list[Line]]]:
    """Each list with its heading: figures by size, then names by script, in the order of their English names."""
    yield "0–9", list(_figures(catalog))
    entities = sorted(catalog.entities.values(), key=lambda entity: entity.title)
    looked_up = [entity for entity in entities if entity.role in roles("scripts")]
    for heading, lang, script in SCRIPTS:
        yield heading, list(_names(looked_up, script, lang))
    spelt = [entity for entity in entities if entity.role in roles("spellings")]
    found = {name: entity for entity in spelt for name in entity.names}
    other = sorted(
        (name.casefold(), name, entity)
        for name, entity in found.items()
        if _is_spelling(name, entity)
    )
    yield "Spellings", [(_line(name, ", see ", to.title), to.target) for _, name, to in other]


def _figures(catalog: Catalog) -> Iterator[Line]:
    counts = [(fact.value, fact) for fact in catalog.facts.values() if fact.kind == "count"]
    large = [(value, fact) for value, fact in counts if isinstance(value, int) and value >= LEAST]
    for value, fact in sorted(large, key=lambda each: (each[0], each[1].id)):
        yield _line(f"{value:,}", ", ", fact.title.removesuffix(": count")), fact.target


def _names(entities: list[Entity], script: re.Pattern[str], lang: str) -> Iterator[Line]:
    seen: set[str] = set()
    for entity in entities:
        for name in sorted(entity.names - seen):
            if script.search(name):
                seen.add(name)
                spoken = Markup('<span lang="{}">{}</span>').format(lang, name)
                yield _line(spoken, " ", entity.title), entity.target


def _is_spelling(name: str, entity: Entity) -> bool:
    """Whether a name in Latin letters is another than that of the entry, and not merely a part of it."""
    latin = not any(script.search(name) for _, _, script in SCRIPTS)
    return latin and name[:1].isupper() and name.casefold() not in entity.title.casefold()


def _line(name: str, joint: str, title: str) -> Markup:
    return Markup("{}{}{}").format(name, joint, title)


def complete(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Put the lists after the letters, if this is the page of the index."""
    if pagename != "genindex":
        return
    address: Callable[[str, str], str] = app.builder.get_relative_uri
    for heading, lines in lists(domain_of(app.env).catalog):
        if lines:
            entries: list[tuple[Markup, tuple[list[tuple[str, str]], list[Any], str]]] = [
                (words, ([("", f"{address(pagename, page)}#{anchor}")], [], ""))
                for words, (page, anchor) in lines
            ]
            context["genindexentries"].append((heading, entries))
