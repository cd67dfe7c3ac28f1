"""Whole numbers in English: every spelling of a count or an ordinal, and the round numbers a hedge may stand before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

import num2words

from sphinx_facts.wording.english_hedges import Bodies, hedged

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
WORDS_UP_TO = 10
FAR, CLOSE = Fraction(5, 100), Fraction(2, 100)
_QUARTERS = {1: "quarter", 2: "half", 3: "three quarters"}
_FEW = {
    0: ("none", "no"),
    1: ("single", "a single"),
    2: ("both", "twice"),
    6: ("half a dozen",),
    12: ("a dozen",),
}
_DOZENS = 6


@cache
def cardinal(number: int) -> str:
    """British words: “two hundred and fifty thousand”, no commas."""
    return cast(Callable[[int], str], num2words.num2words)(number).replace(",", "")


def digits(number: int) -> str:
    """With commas from 1,000."""
    return f"{number:,}"


def counted(number: int) -> str:
    """The usual way to print a count: words up to ten, then digits, and “1.2 million” where that is exact."""
    if number <= WORDS_UP_TO:
        return cardinal(number)
    if number >= SCALES["million"] and (
        short := next((text for text in _scaled(number, 2) if text[0] != "0"), "")
    ):
        return short
    return digits(number)


@cache
def counts(number: int) -> tuple[str, ...]:
    """Every accepted spelling of exactly `number`, the usual one first."""
    found = [
        counted(number),
        digits(number),
        *_numerals(number),
        *words(number),
        *_scaled(number),
        *_parts(number),
    ]
    found += _FEW.get(number, ())
    if number % 12 == 0 and 2 <= number // 12 <= _DOZENS:
        found.append(f"{cardinal(number // 12)} dozen")
    return tuple(dict.fromkeys(found))


@cache
def ordinals(number: int) -> tuple[str, ...]:
    """Every accepted spelling of an ordinal, the usual one first: “first”, “1st”."""
    write = cast(Callable[..., str], num2words.num2words)
    spelled, short = write(number, to="ordinal").replace(",", ""), f"{number:,}{suffix(number)}"
    both = (spelled, short) if number <= WORDS_UP_TO else (short, spelled)
    return tuple(dict.fromkeys((*both, f"{number}{suffix(number)}", spelled.replace(" and ", " "))))


def suffix(number: int) -> str:
    """The letters after an ordinal in digits: st, nd, rd or th."""
    return (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )


def words(number: int) -> Iterator[str]:
    """The number in words, with and without “and”, with “one” and with “a”."""
    full = cardinal(number)
    for text in (full, full.replace(" and ", " ")):
        yield text
        if text.startswith("one ") and text.split()[1] in {"hundred", *SCALES}:
            yield f"a {text.removeprefix('one ')}"
    if 1000 < number < 10_000 and number % 100 == 0 and number % 1000:
        yield f"{cardinal(number // 100)} hundred"


@cache
def hedged_counts(number: int) -> Bodies:
    """The spellings of `number` that each hedge may stand before, round numbers included."""
    steps = [10**place for place in range(1, len(str(number)))]
    nearest = [(number + step // 2) // step * step for step in steps]
    under, above = ([sign * (sign * number // step) * step for step in steps] for sign in (1, -1))
    value = Fraction(number)
    rounded = [Fraction(other) for other in dict.fromkeys((*under, *above)) if other]
    close = [
        other for other in dict.fromkeys((number, *nearest)) if abs(other - number) <= FAR * number
    ]
    return {
        "near": tuple(dict.fromkeys(text for other in close for text in counts(other))),
        **hedged(value, rounded, (FAR * value, CLOSE * value), lambda other: counts(int(other))),
    }


def _numerals(number: int) -> Iterator[str]:
    if number >= SCALES["thousand"]:
        yield digits(number).replace(",", " ")
    if number < 10 * SCALES["thousand"]:
        yield str(number)


def _scaled(number: int, places: int = 3) -> Iterator[str]:
    """“157 million”, “1.35 million”, “80 thousand”, exact with at most `places` decimals; the largest unit first."""
    for name, scale in reversed(SCALES.items()):
        exact = Decimal(number) / scale
        if number < scale and not (name != "thousand" and 10 * number >= scale):
            continue
        short = exact.normalize()
        exponent = short.as_tuple().exponent
        fine = isinstance(exponent, int) and -exponent <= (0 if name == "thousand" else places)
        if fine and exact < SCALES["thousand"] * (10 if name == "trillion" else 1):
            yield f"{short:f} {name}"


def _parts(number: int) -> Iterator[str]:
    """“a quarter of a million”, “one and a half million”, “a million and a half”."""
    for name, scale in SCALES.items():
        whole, rest = divmod(number, scale)
        quarters, uneven = divmod(rest * 4, scale)
        if (
            uneven
            or not quarters
            or whole >= SCALES["thousand"]
            or (name == "thousand" and not whole)
        ):
            continue
        part = _QUARTERS[quarters]
        if whole:
            article = "" if quarters == 3 else "a "
            yield f"{cardinal(whole)} and {article}{part} {name}"
            if whole == 1:
                yield f"a {name} and {article}{part}"
        elif quarters == 3:
            yield from (f"three quarters of a {name}", f"three-quarters of a {name}")
        else:
            of = "of a " if quarters == 1 else "a "
            yield from (
                f"{'a ' if quarters == 1 else ''}{part} {of}{name}",
                f"a {part} {name}",
                f"one {part} {of}{name}",
            )
