"""Which of many wordings is nearest in form to given words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from sphinx_facts.values.date_hints import MONTHS
from sphinx_facts.wording.english_dates import SEASONS
from sphinx_facts.wording.english_hedges import HEDGES
from sphinx_facts.wording.english_numbers import cardinal, ordinals

_SMALL = "|".join(
    sorted(
        {cardinal(number) for number in (*range(21), *range(30, 100, 10))}, key=len, reverse=True
    )
)
_WORD = rf"(?:{_SMALL}|hundred|thousand|million|billion|trillion)"
_FULL = {
    text
    for number in (*range(1, 21), *range(30, 100, 10), 100, 1000)
    for text in ordinals(number)
    if text.isalpha()
}
_ORDINAL = "|".join(sorted((_FULL | {"hundredth", "thousandth"}), key=len, reverse=True))
_PARTS = "|".join(ordinals(number)[0] for number in range(3, 11))
_SHAPES = re.compile(
    rf"(?P<M>\b(?:{'|'.join(MONTHS)})\b)|(?P<S>\b(?:{'|'.join(SEASONS.values())})\b)"
    rf"|(?P<O>\b(?:{_WORD}(?:[ -]| and ))*(?:{_ORDINAL})\b|\b[0-9,]+(?:st|nd|rd|th)\b)"
    rf"|(?P<F>\b(?:half|quarter)\b)|(?P<P>\b(?:{_PARTS}|quarter)s\b)"
    rf"|(?P<Y>\b(?:19|20)[0-9]{{2}}\b)|(?P<N>[0-9]+(?:[, ][0-9]{{3}})+|[0-9]+(?:\.[0-9]+)?)"
    rf"|(?P<W>\b(?:a )?{_WORD}\b(?:(?:[ -]| and ){_WORD}\b)*)|(?P<T>[^\W\d_]+|[^\w\s]|\s)",
    re.IGNORECASE,
)
# What a changed hedge costs beside a changed form: less, since a form is the author's style and a hedge must be true.
_GROUP, _TURNED, _OTHER, _ADDED, _LOST = 0.1, 0.2, 0.3, 0.5, 0.7
_FORM, _TEXT, _BODY = 1.0, 0.1, 0.6


def nearest(hedge: str, body: str, wordings: Iterable[tuple[str, str]]) -> str:
    """The wording (a pair of a hedge and the rest) that is nearest to `hedge` and `body`; empty if there is none."""
    best, least = "", float("inf")
    wanted = shape(body)
    for other, words in wordings:
        cost = _hedge_cost(hedge, other)
        if words != body and cost < least:
            cost += _BODY * bool(hedge) + _form_cost(wanted, shape(words))
            cost += _TEXT * (1 - SequenceMatcher(None, body, words).ratio()) if cost < least else 0
        if cost < least:
            best, least = f"{other} {words}".strip(), cost
    return best


def capital(words: str, like: str) -> str:
    """`words` with a capital if `like` opens a sentence; the capital of a month says nothing about that."""
    opens = like[:1].isupper() and not like.startswith(MONTHS)
    return words[:1].upper() + words[1:] if opens else words


@lru_cache(4096)
def shape(words: str) -> tuple[str, ...]:
    """The form of a wording: a letter for each number, month, season or year, other words as they are."""
    return tuple(_token(found) for found in _SHAPES.finditer(words))


def _token(found: re.Match[str]) -> str:
    if found.lastgroup == "T":
        return found[0].lower()
    if found.lastgroup == "O":
        return "Od" if found[0][0].isdigit() else "Ow"
    if found.lastgroup == "F":
        return "Ow"
    if found.lastgroup == "N" and " " in found[0]:
        return "N "
    return found.lastgroup or ""


def _form_cost(shape: tuple[str, ...], other: tuple[str, ...]) -> float:
    if shape == other:
        return 0
    return _FORM * (1 + 2 * (1 - SequenceMatcher(None, shape, other).ratio()))


def _hedge_cost(hedge: str, other: str) -> float:
    if hedge == other:
        return 0
    if not hedge or not other:
        return _LOST if hedge else _ADDED
    groups = {HEDGES[hedge], HEDGES[other]}
    if len(groups) == 1:
        return _GROUP
    # “nearly” becomes “over” rather than “about”, which would say less.
    return _OTHER if "near" in groups else _TURNED
