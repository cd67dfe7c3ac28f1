"""Any language that Babel knows: its numbers, money, percentages, dates and number words, with the hedges it is given.

A language of its own is made of this with a table of words; see `german`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache, cached_property
from math import ceil, floor
from typing import cast

import num2words
from babel import Locale, dates, numbers

from sphinx_facts.values.catalog import Bound, Fact, Kind
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.wording.figure import Figure

Bodies = Mapping[str, tuple[str, ...]]
_SKELETONS = (
    ("day", ("yMMMMd", "yMMMd", "yMd", "MMMMd", "MMMd")),
    ("month", ("yMMMM", "yMMM", "MMMM")),
    ("year", ("y",)),
)
"""How a date is said, by how much of it is."""
_USUAL: Mapping[Bound, str] = {"more": "over", "less": "at most", "nearly": "nearly"}
_FAR, _CLOSE = Fraction(5, 100), Fraction(2, 100)
_NUMBER = r"\d+(?:[.,’'\u202f\u00a0 ]\d{3})*(?:[.,:/–-]\d+)*"


def even(text: str) -> str:
    """A text with plain spaces, and one sign for each hyphen, minus and apostrophe."""
    return re.sub(r"\s+", " ", text.translate(_SAME)).strip()


_SAME = str.maketrans("\u2010\u2011\u2212'", "---’")


@dataclass(frozen=True)
class General:
    """The wordings of the language of `code`; it has the methods of `wording.Language`.

    `hedges` are its words before a figure, each with its group, as in `english_hedges.HEDGES`; `per_cent` the words for
    “%”, `minus` that of the sign, `joins` what stands between the ends of a span, `scales` the words of large numbers.
    """

    code: str
    hedges: Mapping[str, str] = field(default_factory=dict, hash=False)
    per_cent: tuple[str, ...] = ()
    minus: str = ""
    joins: tuple[str, ...] = ("–", " – ", "-", " - ")
    scales: Mapping[str, int] = field(default_factory=dict, hash=False)
    few: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def accepts(self, fact: Fact, words: str) -> bool:
        """Whether `words`, hedge included, is one of the accepted wordings; a capital may open a sentence."""
        text, bodies = even(words), self.bodies(fact)
        for said in (text, text[:1].lower() + text[1:]):
            for hedge, body in self._split(said):
                if body in bodies.get(self.hedges[hedge] if hedge else "plain", ()):
                    return True
        return False

    def canonical(self, fact: Fact) -> str:
        """The wording that a role without a title shows."""
        wanted = _USUAL.get(fact.bound, "near" if fact.approximate else "")
        hedge = next((word for word, group in self.hedges.items() if group == wanted), "")
        return f"{hedge} {self._plain(fact)[0]}".lstrip()

    said = canonical

    def written(self, fact: Fact) -> tuple[str, ...]:
        """The accepted wordings that stand without a hedge."""
        return tuple(dict.fromkeys((self.canonical(fact), *self.bodies(fact).get("plain", ()))))

    def alike(self, fact: Fact, words: str) -> str:
        """The accepted wording nearest in form to `words`: digits stay digits, a capital stays, a true hedge stays."""
        if self.accepts(fact, words):
            return words
        text, bodies = even(words), self.bodies(fact)
        small = text[:1].lower() + text[1:]
        hedge, body = max(self._split(small), key=lambda pair: len(pair[0]))
        group = self.hedges[hedge] if hedge else "plain"
        if not bodies.get(group):
            return self.canonical(fact)
        digits = bool(re.search(r"\d", body))
        likely = [each for each in bodies[group] if bool(re.search(r"\d", each)) == digits]
        best = max(
            likely or bodies[group],
            key=lambda each: (
                _form(each) == _form(body),
                SequenceMatcher(None, each, body).ratio(),
            ),
        )
        found = f"{hedge} {best}".lstrip()
        return found[:1].upper() + found[1:] if text[:1].isupper() else found

    def again(self, old: Fact, new: Fact, words: str) -> str:
        """How `words`, which repeat `old` without a hedge, say `new` in the same form; else an empty text."""
        return (
            ""
            if old.bound or new.bound or even(words) not in self._plain(old)
            else self.alike(new, words)
        )

    def figures(self, text: str) -> Iterator[Figure]:
        """Every numeral and number word in `text`."""
        for found in self._pattern.finditer(text):
            yield Figure(found[0], found.start(), found.end(), "count")

    def does_more(self, text: str) -> str:
        """Nothing is known of the sentences of this language; so for what follows."""
        return ""

    def hedge_before(self, text: str, words: str = "", kind: Kind = "count") -> str:
        """The hedge at the end of `text`, with the space after it."""
        ends = (f"{hedge} " for hedge in sorted(self.hedges, key=len, reverse=True))
        tail = f" {text}".replace("\n", " ")
        found = next((end for end in ends if tail.lower().endswith(f" {end}")), "")
        return (
            ""
            if kind in ("ordinal", "date", "text")
            else text[len(text) - len(found) :]
            if found
            else ""
        )

    def hedge_after(self, text: str, kind: Kind) -> str:
        return ""

    def misfit(self, unit: str, after: str) -> str:
        return ""

    def against(self, edge: str, before: str) -> str:
        return ""

    def runs(self, before: str, between: str) -> bool:
        return between in self.joins

    def leads_on(self, between: str) -> bool:
        return False

    def part_of(self, between: str) -> bool:
        return False

    def telling(self, text: str) -> Iterable[tuple[int, int, str]]:
        return ()

    def parted(self, text: str) -> tuple[int, int]:
        return len(re.findall(r"[.!?]\s", text)), len(re.findall(r"[,;:]\s", text))

    def sentence(self, text: str, start: int, end: int) -> tuple[int, int]:
        first = max((each.end() for each in re.finditer(r"[.!?]\s+", text[:start])), default=0)
        last = re.search(r"[.!?](?=\s|$)", text[end:])
        return first, end + last.end() if last else len(text)

    def bodies(self, fact: Fact) -> Bodies:
        """The accepted wordings, for each group of hedges."""
        plain = self._plain(fact)
        if fact.bound:
            return {"more": {"over": plain}, "less": {"at most": plain, "under": plain}}.get(
                fact.bound, {"nearly": plain}
            )
        if isinstance(fact.value, Date | Interval | str) or fact.kind == "ordinal":
            return {"plain": plain}
        near = self._hedged(Fraction(fact.value), fact.kind, fact.unit)
        return (
            {"plain": plain, "near": near["near"]} if fact.approximate else {**near, "plain": plain}
        )

    def _plain(self, fact: Fact) -> tuple[str, ...]:
        value = fact.value
        more: tuple[str, ...] = ()
        if isinstance(value, str):
            return (even(value),)
        if isinstance(value, Date | Interval):
            return self._dated(value)
        if fact.precision is not None and isinstance(value, Decimal):
            more = self._forms(
                Fraction(round(value, fact.precision)), fact.kind, fact.unit, fact.precision
            )
        return tuple(dict.fromkeys((*more, *self._forms(Fraction(value), fact.kind, fact.unit))))

    @cache  # noqa: B019 (there are as many languages as a project has, and they live as long as it)
    def _forms(self, value: Fraction, kind: Kind, unit: str, places: int = -1) -> tuple[str, ...]:
        """The wordings of a number; with `places`, only those with so many decimals."""
        if kind == "ordinal":
            return tuple(dict.fromkeys((f"{int(value)}.", *self._words(int(value), "ordinal"))))
        if kind == "share":
            part = f"{value.numerator}/{value.denominator}"
            return (*self._forms(value * 100, "number", "%", places), part)
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        sign = abs(exact) if exact < 0 else exact
        found = list(self._digits(sign, places))
        if kind == "number" and unit == "%":
            found = [
                f"{each}{name}" for each in (*found, *self._words(sign)) for name in self._percents
            ]
        elif kind == "money":
            found = list(self._money(sign, unit, found))
        elif places < 0:
            found += [*self._words(sign), *self.few.get(int(sign) if sign == int(sign) else -1, ())]
        if exact < 0:
            signs = ("-", *([f"{self.minus} "] if self.minus else []))
            found = [f"{each}{text}" for text in found for each in signs]
        return tuple(dict.fromkeys(even(each) for each in found))

    @cached_property
    def _percents(self) -> tuple[str, ...]:
        usual = even(numbers.format_percent(1, locale=self.code)).removeprefix("100")
        return tuple(dict.fromkeys((usual, "%", " %", *(f" {each}" for each in self.per_cent))))

    def _digits(self, value: Decimal, places: int = -1) -> Iterator[str]:
        """A number that is not negative, in digits."""
        have = places if places >= 0 else max(0, -cast(int, value.normalize().as_tuple().exponent))
        pattern = "#,##0" + (f".{'0' * have}" if have else "")
        shown = numbers.format_decimal(value, format=pattern, locale=self.code)
        bare = numbers.format_decimal(value, format=pattern.removeprefix("#,##"), locale=self.code)
        group = numbers.get_group_symbol(self.code)
        yield from (shown, bare, shown.replace(group, " "))
        for name, scale in self.scales.items():
            short = (value / scale).normalize()
            if value >= scale and -cast(int, short.as_tuple().exponent) <= 3 and short < 1000:
                yield f"{numbers.format_decimal(short, format='#,##0.###', locale=self.code)} {name}"

    def _money(self, value: Decimal, unit: str, digits: Iterable[str]) -> Iterator[str]:
        for places in (True, False) if value == int(value) else (True,):
            for shape in ("standard", "name"):
                yield numbers.format_currency(
                    value,
                    unit,
                    locale=self.code,
                    format_type=shape,
                    currency_digits=places,
                    format=None if places or shape == "name" else "¤#,##0",
                )
        sign, name = (
            numbers.get_currency_symbol(unit, self.code),
            numbers.get_currency_name(unit, value, self.code),
        )
        for text in (*digits, *self._digits(value, 2)):
            yield from (
                f"{sign}{text}",
                f"{text} {sign}",
                f"{text}{sign}",
                f"{unit} {text}",
                f"{text} {unit}",
            )
            yield f"{text} {name}"

    def _words(self, value: Decimal | int, to: str = "cardinal") -> Iterator[str]:
        """A number in words, where the language is one that words are known of."""
        plain = int(value) if value == int(value) else float(value)
        try:
            text = cast(Callable[..., str], num2words.num2words)(plain, lang=self.code, to=to)
        except (NotImplementedError, OverflowError, TypeError):
            return
        yield from dict.fromkeys(
            (text, text.replace(",", ""), text.replace(",", "").replace(" and ", " "))
        )

    def _hedged(self, value: Fraction, kind: Kind, unit: str) -> Bodies:
        """The wordings that each group of hedges may stand before: those of round numbers near the value."""
        shown = abs(value) * (100 if kind == "share" else 1)
        steps = [Fraction(10) ** power for power in range(-3, len(str(int(shown))))]
        part = 100 if kind == "share" else 1
        low, high = (
            [side(value * part / step) * step / part for step in steps] for side in (floor, ceil)
        )
        far, close = abs(value) * _FAR, abs(value) * _CLOSE
        under = sorted({each for each in low if value - far <= each < value}, reverse=True)
        above = sorted({each for each in high if value < each <= value + far})

        def write(values: Iterable[Fraction]) -> tuple[str, ...]:
            return tuple(
                dict.fromkeys(text for each in values for text in self._forms(each, kind, unit))
            )

        over, below = write(under), write(above)
        return {
            "near": write([value, *under, *above]),
            "over": over,
            "just over": write(each for each in under if value - each <= close),
            "at least": write([value, *under]),
            "nearly": below,
            "under": below,
            "just under": write(each for each in above if each - value <= close),
            "at most": write([value, *above]),
        }

    @cache  # noqa: B019 (as above)
    def _dated(self, value: Date | Interval) -> tuple[str, ...]:
        if isinstance(value, Date):
            return tuple(dict.fromkeys(even(text) for text in self._date(value))) or (str(value),)
        ends = [tuple(self._date(end)) if end else () for end in (value.start, value.end)]
        if not all(ends):
            return tuple(ends[0] or ends[1]) or (str(value),)
        pairs = (
            (first, last) for first in ends[0] for last in ends[1] if _shape(first) <= _shape(last)
        )
        said = (f"{first}{join}{last}" for first, last in pairs for join in self.joins)
        return tuple(dict.fromkeys(map(even, said)))

    def _date(self, value: Date) -> Iterator[str]:
        levels = [level for level, _ in _SKELETONS]
        known = levels.index(value.precision) if value.precision in levels else len(levels)
        for _, skeletons in _SKELETONS[known:]:
            for skeleton in skeletons:
                yield dates.format_skeleton(skeleton, value.earliest, locale=self.code)
        if value.precision not in levels:
            yield str(value)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The figures of this language; one is often an article, and no figure."""
        words = {word for number in (*range(2, 100), 100, 1000) for word in self._words(number)}
        spelt = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        months = "|".join(map(re.escape, Locale.parse(self.code).months["format"]["wide"].values()))
        dated = rf"\d{{1,2}}\.? (?:{months})(?: \d{{1,4}})?"
        return re.compile(
            rf"(?<![\w.,-])(?:{dated}|[$£€¥]?-?{_NUMBER}\s?(?:%|[$£€¥])?"
            rf"{rf'|(?i:{spelt})' if words else ''})(?![\w])"
        )

    def _split(self, words: str) -> Iterator[tuple[str, str]]:
        yield "", words
        for hedge in self.hedges:
            if words.startswith(f"{hedge} "):
                yield hedge, words[len(hedge) + 1 :]


def _form(text: str) -> str:
    """The form of a wording: letters for its numerals."""
    return re.sub(r"\d+", "0", text)


def _shape(text: str) -> int:
    """How much of a date a wording says; of a span, the first end says no more than the last."""
    return len(re.findall(r"\w+", text))
