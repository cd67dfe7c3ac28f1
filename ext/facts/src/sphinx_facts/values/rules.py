"""The registry of rules: every problem bears one of these names, which the contributor's guide explains."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "fact.mismatch": "The words of a role say the value of the fact, or a name of the entity, that it is bound to.",
    "fact.unknown": "A role names a fact, an entity or a pin that exists.",
    "fact.unbound": "Every figure in prose is bound to a fact, covered by an entity's name, or pinned.",
    "fact.hedge": "A hedge (about, over, nearly) stands inside the role, where it is checked with the figure.",
    "fact.unit": "The noun after a figure is what the fact counts.",
    "fact.span": "A span runs forward: “from” stands before its beginning, “until” before its end.",
    "fact.subject": "A figure is of the thing that its sentence speaks of, not of another that is equal to it.",
    "fact.rendered": "A count of the collection is written by the data; every other figure is said, and checked.",
    "fact.uncited": "A citation holds a work for each figure before it, and none that speaks of no such figure.",
    "fact.unused-pin": "Every pin is used on a page.",
    "data.syntax": "A file in data/ is UTF-8 text in the plain part of YAML, without invisible characters.",
    "data.type": "A value has the type that its field needs.",
    "data.key": "A map has the keys it needs, each once, and no others; ids are unique.",
    "data.reference": "An id that a record names is the id of a record of the right kind.",
    "data.order": "Dates, batches and parents are in an order that can be true.",
    "data.sum": "Each sum comes out as it is recorded.",
    "data.evidence": "Each value names a claim or a source that exists, and says why where it is not plainly stated.",
    "data.text": "A figure in the text of data is that of the value it names; a finding is made, not typed.",
    "data.quote": "What is quoted is free to quote, short, and stands with its place, its language and a translation.",
    "data.unsaid": "Each count, date, station and name is said by a claim of its own, computed, or says why not.",
    "data.twin": "What is the same is kept once; everything else refers to it.",
    "data.rival": "A value is disputed exactly where an open discrepancy is about it; sides give values and places.",
    "data.erratum": "A value that was published and is another now stands in the errata.",
    "data.unread": "Every file in data/ is read.",
    "page.markup": "A page uses only the markup that this book takes, and plain visible characters.",
    "page.syntax": "A page can be read without a complaint of the Markdown parser or of Sphinx.",
}
"""Name of the rule: the sentence that must hold."""
