"""How a language writes facts: the accepted wordings of a value, and the figures a reader sees in plain text.

Wordings are written, never read: from the value comes a closed set of spellings, and a text is in it or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from babel.localedata import locale_identifiers

from sphinx_facts.values.catalog import Fact, Kind
from sphinx_facts.wording.english import English
from sphinx_facts.wording.figure import Figure
from sphinx_facts.wording.general import General
from sphinx_facts.wording.german import GERMAN

__all__ = ["Figure", "General", "Language", "known", "language", "register"]


class Language(Protocol):
    """The wordings and figures of one language."""

    def accepts(self, fact: Fact, words: str) -> bool:
        """Whether `words`, hedge included, is one of the accepted wordings of the value of `fact`."""

    def canonical(self, fact: Fact) -> str:
        """The wording that a role without a title shows; always accepted."""

    def said(self, fact: Fact) -> str:
        """The wording that stands outside prose, in a table or a message: counts in digits; always accepted."""

    def written(self, fact: Fact) -> tuple[str, ...]:
        """The accepted wordings of a value that stand without a hedge, the canonical one first."""

    def alike(self, fact: Fact, words: str) -> str:
        """The accepted wording of `fact` that is nearest in form to `words`; always accepted."""

    def again(self, old: Fact, new: Fact, words: str) -> str:
        """How `words`, which merely repeat `old`, say `new` in the same form; empty where they do more or less."""

    def does_more(self, text: str) -> str:
        """The word of a sentence by which it attributes, compares or computes a figure (“\\0”); else an empty text."""

    def figures(self, text: str) -> Iterator[Figure]:
        """Every figure a reader sees in `text`, from left to right, none inside another."""

    def hedge_before(self, text: str, words: str = "", kind: Kind = "count") -> str:
        """The hedge of `words` at the end of `text`, with the space after it, or an empty text."""

    def hedge_after(self, text: str, kind: Kind) -> str:
        """The hedge of a figure that `text`, which stands after it, begins with, or an empty text."""

    def misfit(self, unit: str, after: str) -> str:
        """The noun that stands after a figure, if it counts something else than `unit`; else an empty text."""

    def against(self, edge: str, before: str) -> str:
        """The word at the end of `before` that no date may follow which begins or ends (`edge`) a span, or nothing."""

    def runs(self, before: str, between: str) -> bool:
        """Whether two dates are said to be a span: `before` stands before both, and `between` between them."""

    def leads_on(self, between: str) -> bool:
        """Whether the words between two dates of a sentence say that the second is the later one."""

    def part_of(self, between: str) -> bool:
        """Whether the words between two counts say that the first is a part of the second."""

    def telling(self, text: str) -> Iterable[tuple[int, int, str]]:
        """The place and the stem of each word of `text` that tells what it speaks of."""

    def parted(self, text: str) -> tuple[int, int]:
        """How many ends of sentences, and how many of clauses, stand in `text`."""

    def sentence(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The sentence of `text` that holds its characters from `start` to `end`: where it begins and ends."""


_LANGUAGES: dict[str, Language] = {"en": English(), "de": GERMAN}


def register(code: str, language: Language) -> None:
    """Let the wordings of a language (“fr”) be these; called in conf.py, or by an extension."""
    _LANGUAGES[code] = language


def known(code: str) -> bool:
    """Whether there are wordings for the language with this code."""
    return _primary(code) in _LANGUAGES


def language(code: str) -> Language:
    """The language with this code (“en”, “en-GB”); if it is not `known`, the numbers and dates of Babel, or English."""
    name = _primary(code)
    if name not in _LANGUAGES:
        return General(name) if name in locale_identifiers() else _LANGUAGES["en"]
    return _LANGUAGES[name]


def _primary(code: str) -> str:
    return code.replace("_", "-").split("-")[0].lower()
