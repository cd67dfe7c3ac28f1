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
_LONGEST_FIRST = "|".join(
    hedge.replace(" ", r"\s+") for hedge in sorted(HEDGES, key=len, reverse=True)
)
_AT_THE_END = re.compile(rf"(?<![\w-])(?:{_LONGEST_FIRST})\s+\Z", re.IGNORECASE)
_LONGEST = 60


def at_the_end(text: str) -> str:
    """The hedge at the end of `text` as it stands there, with the space after it, or an empty text."""
    found = _AT_THE_END.search(text[-_LONGEST:])
    return found[0] if found else ""


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
