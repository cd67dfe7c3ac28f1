"""How the bibliography is written: label, work, and what was read of it, with its grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import field as bib_field
from pybtex.style.template import join, optional, words
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle


class ShorthandLabels(BaseLabelStyle):  # type: ignore[misc]  # pybtex has no types
    """Labels are the short names given in the bibliography, and nothing is computed."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        """The label of each entry, in order."""
        for entry in sorted_entries:
            yield entry.fields.get("shorthand", entry.key)


class EvidenceStyle(Style):  # type: ignore[misc]  # pybtex has no types
    """Entries in the usual form, each followed by how much of it was read and its grade."""

    default_label_style = "shorthand"
    default_sorting_style = "none"

    def get_web_refs(self, entry: Entry) -> Any:
        """After the links: why there is none, what was read, the grade, and through whom a work is cited."""
        return words[
            super().get_web_refs(entry),
            optional[join["(", bib_field("urlnote", raw=True), ")"]],
            join["Read: ", bib_field("seen", raw=True), "."],
            join["Grade: ", bib_field("grade", raw=True), optional[" (", bib_field("gradenote", raw=True), ")"], "."],
            optional[join["Cited through ", bib_field("via", raw=True), "."]],
        ]


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class EvidenceReferences(LabelReferenceStyle):
    """Citations by label in round brackets."""

    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    bracket_textual: BracketStyle = field(default_factory=_round)


def register() -> None:
    """Make the styles known under the name “evidence”."""
    register_plugin("pybtex.style.labels", "shorthand", ShorthandLabels)
    register_plugin("pybtex.style.formatting", "evidence", EvidenceStyle)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "evidence", EvidenceReferences)
