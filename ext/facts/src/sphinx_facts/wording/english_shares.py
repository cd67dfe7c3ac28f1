"""Parts of a whole in English: percentages, simple fractions and multiples, plain and after a hedge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor

from sphinx_facts.wording.english_hedges import Bodies, hedged
from sphinx_facts.wording.english_numbers import CLOSE, FAR, WORDS_UP_TO, cardinal, ordinals

POINT = Fraction(1, 100)
# How far a fraction in words may lie from the share: plain, after “about”, after “over” or “nearly”, after “just over”.
PLAIN, NEAR, BESIDE, JUST_BESIDE = (Fraction(3, 2) * POINT, 3 * POINT, 5 * POINT, 2 * POINT)
_MULTIPLES = {
    2: ("twice", "double", "twofold", "two times"),
    3: ("three times", "threefold", "triple"),
}
# In the order of their denominators: a half comes before a ninth.
_PAIRS = ((over, under) for under in range(2, WORDS_UP_TO + 1) for over in range(1, under))
_SIMPLE = tuple(dict.fromkeys(Fraction(over, under) for over, under in _PAIRS))


@cache
def plain(share: Fraction) -> tuple[str, ...]:
    """Every accepted wording without a hedge, the usual one first: “21 per cent”, “a fifth”."""
    found = [text for exact in _shown(share) for text in _per_cent(exact)]
    found += [text for part in _SIMPLE if abs(part - share) <= PLAIN for text in fractions(part)]
    return tuple(dict.fromkeys((*found, *_times(share))))


@cache
def hedged_shares(share: Fraction) -> Bodies:
    """The wordings that each hedge may stand before."""
    percent = share * 100
    round_ones = {
        Fraction(side(percent / step)) * step * POINT
        for step in (1, 5, 10)
        for side in (floor, ceil)
    }
    near = [
        part
        for part in sorted(round_ones)
        if part and abs(part - share) <= min(FAR * share, 5 * POINT)
    ]
    nearest = {
        Fraction(floor(percent / step + Fraction(1, 2))) * step * POINT for step in (1, 5, 10)
    }
    numbers = hedged(
        share,
        near,
        (FAR * share, CLOSE * share),
        lambda part: plain(share) if part == share else _round(part),
    )
    parts = hedged(
        share,
        _SIMPLE,
        (BESIDE, JUST_BESIDE),
        lambda part: fractions(part) if part in _SIMPLE else (),
    )
    about = [text for part in near if part in nearest for text in _round(part)]
    about += [text for part in _SIMPLE if abs(part - share) <= NEAR for text in fractions(part)]
    return {
        "near": tuple(dict.fromkeys((*plain(share), *about))),
        **{group: tuple(dict.fromkeys((*numbers[group], *parts[group]))) for group in numbers},
    }


def fractions(part: Fraction) -> Iterator[str]:
    """“a fifth”, “two thirds”, “three-quarters”, “one in five”."""
    over, under = part.numerator, part.denominator
    name = {2: "half", 4: "quarter"}.get(under) or ordinals(under)[0]
    if over == 1:
        yield from ((name,) if under == 2 else ())
        yield from (f"a{'n' if under == 8 else ''} {name}", f"one {name}", f"one-{name}")
    else:
        yield from (f"{cardinal(over)} {name}s", f"{cardinal(over)}-{name}s")
    yield from (f"{cardinal(over)} in {cardinal(under)}", f"{over} in {under}")


def _round(part: Fraction) -> Iterator[str]:
    return _per_cent(Decimal(int(part * 100)))


def _shown(share: Fraction) -> Iterator[Decimal]:
    """The percentage rounded for print to 0, 1 and 2 decimal places, the usual one first; never rounded to nothing."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    whole = exact >= WORDS_UP_TO or exact == exact.to_integral_value()
    places = ("1", "0.1", "0.01") if whole else ("0.1", "1", "0.01", "0.001")
    found = [exact.quantize(Decimal(place), ROUND_HALF_UP) for place in places]
    # A share too small for three decimal places keeps its first digit.
    yield from [shown for shown in found if shown or not share] or [Decimal(f"{exact:.1g}")]


def _per_cent(percent: Decimal) -> Iterator[str]:
    number = f"{percent:f}"
    yield from (f"{number} per cent", f"{number} percent", f"{number}%", f"{number} %")
    if percent == percent.to_integral_value() and "." not in number:
        yield from (f"{cardinal(int(percent))} {sign}" for sign in ("per cent", "percent"))


def _times(share: Fraction) -> Iterator[str]:
    if share.denominator == 1 and share > 1:
        whole = int(share)
        yield from _MULTIPLES.get(whole, (f"{cardinal(whole)} times", f"{cardinal(whole)}fold"))
