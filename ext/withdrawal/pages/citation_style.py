"""How the bibliography is written: label, work, and what was read of it, with its grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from pybtex.database import Entry
from pybtex.plugin import find_plugin, register_plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import field as bib_field
from pybtex.style.template import join, optional, words
from pybtex_docutils import Backend as DocutilsBackend
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.directives import BibliographyDirective
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle
from sphinxcontrib.bibtex.transforms import BibliographyTransform

from ext.withdrawal.answers.line import spoken
from ext.withdrawal.pages.nodes import inline

NATIVE = ("authornative", "titlenative", "journalnative", "publishernative")
"""The fields that hold the words of the original."""
OTHERS = ("via", "samewitness")
"""The fields that name other works."""


class ShorthandLabels(BaseLabelStyle):
    """Labels are the short names given in the bibliography, and nothing is computed."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        """The label of each entry, in order; an entry that names another work learns the label of that."""
        labels = {entry.key: entry.fields.get("shorthand", entry.key) for entry in sorted_entries}
        for entry in sorted_entries:
            for name in set(OTHERS) & set(entry.fields):
                entry.fields[f"{name} label"] = labels.get(entry.fields[name], entry.fields[name])
            yield labels[entry.key]


class ShorthandSorting(BaseSortingStyle):
    """Entries in the order of their labels."""

    def sorting_key(self, entry: Entry) -> str:
        """The label, without regard to case."""
        return str(entry.fields.get("shorthand", entry.key)).casefold()


class Spoken(DocutilsBackend):
    """Docutils nodes in which each run of hanzi or hangul says its language, for its face and its voice."""

    def format_str(self, str_: str) -> list[nodes.Node]:
        """The text, with its runs in other scripts as nodes of their own."""
        return inline(spoken(str_))


class EvidenceStyle(Style):
    """Entries in the usual form, each followed by how much of it was read and its grade."""

    default_label_style = "shorthand"
    default_sorting_style = "shorthand"
    default_name_style = "lastfirst"
    kept: ClassVar[dict[Any, FormattedEntry]] = {}
    """What was written before, by the label and key of a work and by what is taken from other works."""

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """A work, written once until the bibliography changes."""
        key = (label, entry.key, *(entry.fields.get(f"{name} label") for name in OTHERS))
        if key not in self.kept:
            self.kept[key] = super().format_entry(label, entry, bib_data)
        return self.kept[key]

    def format_isbn(self, e: Entry) -> Any:
        """Nothing, since every kind of work gives its numbers in the same place."""
        return optional[bib_field("nothing")]

    def format_web_refs(self, e: Entry) -> Any:
        """Around the links: the original title and the numbers, why there is no link, what was read, grade, family."""
        basis = optional[" (", bib_field("titlebasis", raw=True), ")"]
        native = [
            optional[bib_field(name, raw=True), basis if name == "titlenative" else ""]
            for name in NATIVE
        ]
        return words[
            join["In the original: ", join(sep=", ")[native], "."]
            if set(NATIVE) & set(e.fields)
            else "",
            _told("ISBN ", "isbn"),
            _told("ISSN ", "issn"),
            _told("Archive: ", "archive"),
            super().format_web_refs(e),
            optional[join["(", bib_field("urlnote", raw=True), ")"]],
            _told("Read: ", "seen"),
            _told("Grade: ", "grade", optional[" (", bib_field("gradenote", raw=True), ")"]),
            _told("Family: ", "family", optional["; one voice: ", bib_field("voice", raw=True)]),
            _told("Same witness as ", "samewitness label"),
            _told("Cited through ", "via label"),
        ]


def _told(before: str, name: str, *after: Any) -> Any:
    """A sentence on a field; nothing where an entry has it not."""
    return optional[join[before, bib_field(name, raw=True), *after, "."]]


class Bibliography(BibliographyDirective):
    """`{bibliography}`: the works, all or the cited. Its other options name code, or styles that this book has not."""

    optional_arguments = 0
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("all", "cited", "notcited"), directives.flag
    )


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class EvidenceReferences(LabelReferenceStyle):
    """Citations by label in round brackets."""

    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    bracket_textual: BracketStyle = field(default_factory=_round)


def keep(app: Sphinx) -> None:
    """Take what earlier builds have written; it is forgotten with the environment when the bibliography changes."""
    EvidenceStyle.kept = app.env.domaindata.setdefault("formatted", {})


def register() -> None:
    """Make the styles known under the name “evidence”.

    The backends are registered too, under their own names: pybtex finds what was registered at once, and otherwise
    searches every installed package for its plugins, for each citation anew (a fifth of a build).
    """
    for name in ("docutils", "plaintext"):
        register_plugin("pybtex.backends", name, find_plugin("pybtex.backends", name), force=True)
    BibliographyTransform.backend = Spoken()
    register_plugin("pybtex.style.labels", "shorthand", ShorthandLabels)
    register_plugin("pybtex.style.sorting", "shorthand", ShorthandSorting)
    register_plugin("pybtex.style.formatting", "evidence", EvidenceStyle)
    register_reference_style(
        "sphinxcontrib.bibtex.style.referencing", "evidence", EvidenceReferences
    )
