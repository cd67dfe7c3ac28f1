"""The hedges of English, and which wordings each of them may stand before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from sphinx_facts.values.catalog import Bound

Group = Literal[
    "plain", "near", "over", "just over", "at least", "nearly", "under", "just under", "at most"
]
Bodies = Mapping[Group, tuple[str, ...]]
Write = Callable[[Fraction], Iterable[str]]


def _group(group: Group, *hedges: str) -> dict[str, Group]:
    return dict.fromkeys(hedges, group)


# The first hedge of a group is the one that a hint prefers.
HEDGES: Mapping[str, Group] = MappingProxyType(
    _group("near", "about", "around", "some", "roughly", "approximately", "close to")
    | _group("over", "over", "more than", "above", "upwards of")
    | _group("just over", "just over")
    | _group("at least", "at least", "no fewer than")
    | _group("nearly", "nearly", "almost")
    | _group("under", "under", "fewer than", "less than")
    | _group("just under", "just under")
    | _group("at most", "at most", "up to", "no more than")
)
# “up to 31 December” and “over 11 and 12 July” say nothing of the date itself.
DATE_HEDGES: Mapping[str, Group] = MappingProxyType(
    _group("near", "about", "around", "roughly") | _group("plain", "up to", "over")
)
# What a reader hears as a hedge though no role can hold it: before a figure, between it and a hedge, and after it.
_ONLY_OUTSIDE = """
    as many as|as few as|as much as|as little as|a mere|mere|a bare|bare|barely|hardly|scarcely
    close on|near|nearer|in excess of|upward of|beyond|below|beneath|short of|shy of|north of
    south of|not even|not|never|no less than|not less than|not fewer than|not more than
    no greater than|greater than|better than|something like|something over|somewhere near
    somewhere around|in the region of|in the order of|of the order of|on the order of
    in the neighbourhood of|getting on for|going on for|all but|virtually|practically
    more or less|give or take|perhaps|maybe|possibly|probably|an estimated|estimated|circa|ca.
    c.|approaching|touching|topping|exceeding|a good|on average|under half of|nigh on
    bordering on|verging on|pushing|the best part of|the better part of|round about|half of
    double|twice|a rough|or so|anything up to|at the most|at the least|at the very least
    at the very most|anywhere near
"""
_INTENSE = (
    "well|far|just|slightly|a little|little|a bit|somewhat|considerably|substantially|much|rather|hardly|scarcely"
    "|barely|not|not much|not quite|no|never|quite|very|only a little|many|significantly|marginally|a shade|anything"
)
_OR = "(?:a little |a few |slightly |somewhat |rather |even |perhaps |possibly |many |a good )?"
_COUNT_AFTER = (
    rf"or {_OR}(?:so|more|fewer|less|thereabouts|over|under)|and {_OR}more|plus|odd|at (?:the )?(?:very )?"
    "(?:most|least)|give or take|more or less|upwards|approximately|roughly|if (?:not more|that)|and counting"
)
_DATE_AFTER = (
    rf"or (?:thereabouts|so\b)|or {_OR}(?:later|earlier)|or {_OR}(?:shortly )?(?:before|after)(?= *[,.;:)]|$)"
    "|at the (?:very )?(?:latest|earliest)|at a guess"
)
_DATE_BEFORE = (
    r"(?:about|around|roughly|approximately|circa|c\.|some time (?:in|on|around|about|before|after)|towards|in about"
    "|(?:on|in) or (?:about|around|before|after)|not (?:before|until|till|after)"
    "|(?:perhaps|maybe|possibly|probably|presumably)(?: (?:in|on|by))?)"
)


def _any(*phrases: str) -> str:
    return "|".join(
        phrase.replace(" ", r"\s+").replace(".", r"\.")
        for phrase in sorted(phrases, key=len, reverse=True)
    )


_INSIDE = _any(*HEDGES)
_OUTSIDE = _any(*re.split(r"\||\n\s*", _ONLY_OUTSIDE.strip()))
_AT_THE_END = re.compile(
    rf"(?<![\w-])(?:(?:(?:{_INTENSE})\s+)?(?:{_INSIDE}|{_OUTSIDE}))\s+\Z|~\s*\Z", re.IGNORECASE
)
_INTENSE_END = re.compile(rf"(?<![\w-])(?:{_INTENSE})\s+\Z", re.IGNORECASE)
_DATE_END = re.compile(rf"(?<![\w-]){_DATE_BEFORE}\s+\Z", re.IGNORECASE)
_LONGEST = 60


def at_the_end(text: str, words: str = "") -> str:
    """The hedge at the end of `text` as it stands there, with the space after it, or an empty text.

    Before `words` that begin with a hedge also what makes it stronger or weaker (“well” before “over 200”).
    """
    tail = text[-_LONGEST:]
    found = _AT_THE_END.search(tail)
    if not found and words.lower().startswith(tuple(f"{hedge} " for hedge in HEDGES)):
        found = _INTENSE_END.search(tail)
    return found[0] if found else ""


def before_date(text: str) -> str:
    """The hedge of a date at the end of `text`, or an empty text."""
    found = _DATE_END.search(text[-_LONGEST:])
    return found[0] if found else ""


_AFTER_COUNT = re.compile(
    rf",?[ -](?:[\w’-]+,? ){{0,3}}?(?P<hedge>(?<![\w’])(?:{_COUNT_AFTER})(?![\w-])(?! of\b))|(?P<plus>\+)",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(rf"\s(?P<hedge>{_DATE_AFTER})(?!\w)", re.IGNORECASE)


def at_the_start(text: str, dated: bool) -> str:
    """The hedge that `text`, which stands after a figure or its noun, begins with, or an empty text."""
    found = (_AFTER_DATE if dated else _AFTER_COUNT).match(text[:_LONGEST])
    return (found["hedge"] or found[0]) if found else ""


_AGAINST = {
    "start": r"(?:until|till|ending(?: on)?|end(?:s|ed) (?:on|in)|clos(?:es|ed) on|up to|by the end of)(?: the)?",
    "end": r"(?:since|from|beginning(?: on| in)?|beg(?:ins?|an) (?:on|in)|start(?:s|ed|ing)(?: on| in)?|between|as of)",
}
_SPAN = re.compile(r"\s*(?:to|until|till|through|up to|[–—-])\s*")
_BOTH = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)


def against(edge: str, before: str) -> str:
    """The word at the end of `before` that contradicts a date which begins or ends a span, or an empty text."""
    found = re.search(
        rf"(?<![\w-])(?P<word>{_AGAINST[edge]})\s+\Z", before[-_LONGEST:], re.IGNORECASE
    )
    return found["word"] if found else ""


def runs(before: str, between: str) -> bool:
    """Whether two dates are said to be a span, from the first to the second."""
    return bool(_SPAN.fullmatch(between)) or (between == " and " and bool(_BOTH.search(before)))


def split(words: str, hedges: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every way to read `words` as a hedge and what follows it, no hedge first."""
    yield "", words
    for hedge in hedges:
        if words.startswith(f"{hedge} "):
            yield hedge, words[len(hedge) + 1 :]


def limited(exact: tuple[str, ...], bound: Bound) -> Bodies:
    """The wordings of a value that the sources give as a limit: never plain, since the value itself is not known."""
    groups: Mapping[Bound, tuple[Group, ...]] = {
        "more": ("over",),
        "less": ("at most", "under"),
        "nearly": ("nearly",),
    }
    return dict.fromkeys(groups[bound], exact)


def hedged(
    value: Fraction, rounded: Iterable[Fraction], tolerance: tuple[Fraction, Fraction], write: Write
) -> Bodies:
    """The wordings for each hedge with a direction: those of `rounded` on the right side of `value`.

    `tolerance` is how far a wording may lie from the value, at most and after “just”.
    """
    far, close = tolerance
    under = [other for other in rounded if value - far <= other < value]
    above = [other for other in rounded if value < other <= value + far]
    return {
        "over": _written(under, write),
        "just over": _written((other for other in under if value - other <= close), write),
        "at least": _written([value, *under], write),
        "nearly": _written(above, write),
        "under": _written(above, write),
        "just under": _written((other for other in above if other - value <= close), write),
        "at most": _written([value, *above], write),
    }


def _written(values: Iterable[Fraction], write: Write) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for value in values for words in write(value)))
