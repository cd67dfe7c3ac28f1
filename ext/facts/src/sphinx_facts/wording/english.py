"""English: which wordings say a fact, and which of them is nearest to given words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

from sphinx_facts.values.catalog import Bound, Fact, FactValue, Kind
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.wording import (
    english_dates,
    english_figures,
    english_hedges,
    english_likeness,
    english_nouns,
    english_numbers,
    english_repetition,
    english_shares,
    english_subject,
)
from sphinx_facts.wording.english_hedges import DATE_HEDGES, HEDGES, Bodies, Group
from sphinx_facts.wording.figure import Figure
from sphinx_facts.wording.general import General

_SAME = str.maketrans({"\u2011": "-", "\u2010": "-", "'": "’"})
_USUAL: Mapping[Bound, str] = {"more": "more than ", "less": "up to ", "nearly": "nearly "}


@dataclass(frozen=True, slots=True)
class _Wordings:
    """The accepted wordings of a value: the hedges that may stand before them, and for each group its wordings."""

    hedges: Mapping[str, Group]
    bodies: Bodies
    canonical: str
    said: str

    def has(self, words: str) -> bool:
        for hedge, body in english_hedges.split(words, self.hedges):
            if body in self.bodies.get(self.hedges[hedge] if hedge else "plain", ()):
                return True
        return False

    def all(self) -> Iterator[tuple[str, str]]:
        """Every accepted wording as its hedge and the rest, without doubles."""
        yield from (("", body) for body in self.bodies.get("plain", ()))
        yield from (
            (hedge, body)
            for hedge, group in self.hedges.items()
            for body in self.bodies.get(group, ())
        )


class English:
    """The wordings and figures of British English."""

    def accepts(self, fact: Fact, words: str) -> bool:
        """Whether `words`, hedge included, is one of the accepted wordings; a capital may open a sentence."""
        wordings, text = _wordings_of(fact), _plain_spaces(words)
        return wordings.has(text) or wordings.has(text[:1].lower() + text[1:])

    def canonical(self, fact: Fact) -> str:
        """The wording that a role without a title shows."""
        return _wordings_of(fact).canonical

    def said(self, fact: Fact) -> str:
        """The wording that stands outside prose: as the canonical one, but counts in digits."""
        return _wordings_of(fact).said

    def written(self, fact: Fact) -> tuple[str, ...]:
        """The accepted wordings of a value that stand without a hedge, the canonical one first."""
        wordings = _wordings_of(fact)
        return tuple(dict.fromkeys((wordings.canonical, *wordings.bodies.get("plain", ()))))

    def alike(self, fact: Fact, words: str) -> str:
        """The accepted wording nearest in form to `words`: digits stay digits, a capital stays, a true hedge stays."""
        if self.accepts(fact, words):
            return words
        wordings, text = _wordings_of(fact), _plain_spaces(words)
        small = text[:1].lower() + text[1:]
        hedge, body = max(english_hedges.split(small, HEDGES), key=lambda pair: len(pair[0]))
        # Only a hedge takes the capital off the words after it; a month keeps its own.
        body = body if hedge else text
        nearest = english_likeness.nearest(hedge, body, wordings.all())
        return english_likeness.capital(nearest, like=text) if nearest else wordings.canonical

    def again(self, old: Fact, new: Fact, words: str) -> str:
        """How `words`, which merely repeat `old`, say `new` in the same form.

        Empty where they do more or less: a hedge, a fraction, a date said less exactly, a noun in the singular.
        """
        text = _plain_spaces(words)
        small = (
            text
            if text in _wordings_of(old).bodies.get("plain", ())
            else text[:1].lower() + text[1:]
        )
        plain = small in _wordings_of(old).bodies.get("plain", ())
        if (
            old.kind != new.kind
            or old.bound
            or new.bound
            or not plain
            or english_repetition.is_singular(small)
        ):
            return ""
        if isinstance(old.value, Date | Interval) and isinstance(new.value, Date | Interval):
            whole = (english_dates.full(old.value), english_dates.full(new.value))
            unsaid = english_dates.changes_unsaid(small, old.value, new.value)
            found = "" if unsaid else english_repetition.dated(small, *whole)
        else:
            found = english_repetition.same_form(small, _wordings_of(new).bodies.get("plain", ()))
        if not found or english_repetition.is_singular(found) or not self.accepts(new, found):
            return ""
        return english_likeness.capital(found, like=text)

    def figures(self, text: str) -> Iterator[Figure]:
        """Every figure a reader sees in `text`, from left to right, none inside another."""
        return english_figures.figures(text)

    def hedge_before(self, text: str, words: str = "", kind: Kind = "count") -> str:
        """The hedge of `words` at the end of `text`, with the space after it, or an empty text."""
        if kind == "date":
            return english_hedges.before_date(text)
        return english_hedges.at_the_end(text, words) if kind != "ordinal" else ""

    def hedge_after(self, text: str, kind: Kind) -> str:
        """The hedge of a figure that `text`, which stands after it, begins with, or an empty text."""
        return english_hedges.at_the_start(text, kind == "date") if kind != "ordinal" else ""

    misfit = staticmethod(english_nouns.misfit)
    against = staticmethod(english_hedges.against)
    runs = staticmethod(english_hedges.runs)
    does_more = staticmethod(english_subject.does_more)
    leads_on = staticmethod(english_subject.leads_on)
    part_of = staticmethod(english_subject.part_of)
    telling = staticmethod(english_subject.telling)
    parted = staticmethod(english_subject.parted)
    sentence = staticmethod(english_subject.sentence)


def _plain_spaces(words: str) -> str:
    return re.sub(r"\s+", " ", words.translate(_SAME))


_PLAIN = General(
    "en",
    HEDGES,
    per_cent=("per cent", "percent"),
    minus="minus",
    scales={name: scale for name, scale in english_numbers.SCALES.items() if scale > 1000},
)
"""Decimals, percentages, money and words, which need no grammar."""


def _wordings_of(fact: Fact) -> _Wordings:
    if isinstance(fact.value, Decimal | str):
        usual, bodies = _PLAIN.canonical(fact), cast(Bodies, _PLAIN.bodies(fact))
        return _Wordings(HEDGES, bodies, usual, usual)
    parts = tuple(
        part for part in english_dates.PARTS if re.search(rf"\b{part}\b", fact.note, re.IGNORECASE)
    )
    return _wordings(
        fact.kind, fact.value, fact.bound, fact.approximate, parts if fact.kind == "date" else ()
    )


@cache
def _wordings(
    kind: Kind, value: FactValue, bound: Bound, approximate: bool, parts: tuple[str, ...]
) -> _Wordings:
    if isinstance(value, Date | Interval):
        return _dated(value, parts)
    if kind == "ordinal":
        exact = english_numbers.ordinals(int(value))
        return _Wordings(HEDGES, {"plain": exact}, exact[0], exact[0])
    if kind == "share":
        exact, others = (
            english_shares.plain(Fraction(value)),
            english_shares.hedged_shares(Fraction(value)),
        )
    else:
        exact, others = (
            english_numbers.counts(int(value)),
            english_numbers.hedged_counts(int(value)),
        )
    hedge = _USUAL.get(bound, "about " if approximate else "")
    usual = hedge + exact[0]
    said = usual if kind == "share" else f"{hedge}{english_numbers.digits(int(value))}"
    if bound:
        return _Wordings(HEDGES, english_hedges.limited(exact, bound), usual, said)
    if approximate:
        others = {"near": others["near"]}
    return _Wordings(HEDGES, {"plain": exact, **others}, usual, said)


def _dated(value: Date | Interval, parts: tuple[str, ...]) -> _Wordings:
    exact = english_dates.dates(value, parts)
    usual = next(
        (text for text in exact if not text.startswith(english_dates.PARTS) or parts), exact[0]
    )
    # “over 11 and 12 July” speaks of a span; “over 11 July” of nothing.
    hedges = {
        hedge: group
        for hedge, group in DATE_HEDGES.items()
        if hedge != "over" or isinstance(value, Interval)
    }
    if not english_dates.approximate(value):
        return _Wordings(hedges, {"plain": exact}, usual, usual)
    usual = usual if parts else f"about {usual}"
    return _Wordings(hedges, {"plain": exact, "near": exact}, usual, usual)
