"""The rest of the index of the website: figures, and the names that stand under no letter.

The index is made of names in English. A reader may have a number, a name in hanzi or hangul, or another spelling in
hand; the lists made here lead from these to the entry. They are made while the page is written, from the catalogue
of the build, so that they need no page to be read again when a value changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx

from ext.withdrawal.html.aliases import LEAST
from ext.withdrawal.records.kinds import roles
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Catalog, Entity

Target = tuple[str, str]
Line = tuple[Markup, Target]

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
    other = [name for name in found if _is_spelling(name, found[name])]
    lines = [
        (_line(name, ", see ", found[name].title), found[name].target)
        for name in sorted(other, key=lambda name: (name.casefold(), name))
    ]
    yield "Spellings", lines


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
                yield (
                    _line(
                        Markup('<span lang="{}">{}</span>').format(lang, name), " ", entity.title
                    ),
                    entity.target,
                )


def _is_spelling(name: str, entity: Entity) -> bool:
    """Whether a name in Latin letters is another than that of the entry, and not merely a part of it."""
    latin = not any(script.search(name) for _, _, script in SCRIPTS)
    return latin and name[:1].isupper() and name.casefold() not in entity.title.casefold()


def _line(name: str, joint: str, title: str) -> Markup:
    return Markup("{}{}{}").format(name, joint, title)


def add(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
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
