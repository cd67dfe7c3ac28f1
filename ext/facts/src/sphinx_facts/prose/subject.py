"""Whether the sentence around a role is about the fact that it names.

A value may be that of many facts, and words that say one say all. So the words around a role are weighed: those of the
id and the title of its fact, and the other roles that name the same record, the nearer the heavier. Where another fact
of equal value has the sentence, or two roles would each stand better in the place of the other, it is told. Facts that
rest on a common claim, are parts of one another or are declared the same say one thing, and are never told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from math import log

from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.values.catalog import Catalog, Fact
from sphinx_facts.wording import Language

SURE, SHARE, TURNED = 3.0, 0.7, 1.0
"""How much must speak for a rival; what share of that may speak for the fact named; how much for two that change."""
_SAMPLE, _RIVALS = 2000, 60
_RECORD, _REACH, _SENTENCE, _CLAUSE = 10.0, 80, 0.3, 0.6
_HERE, _BESIDE, _AROUND = 1.5, 1.0, 0.5
"""The weight of a word in the clause of a figure, in its sentence, in its block."""
Tokens = frozenset[str]


class Subjects:
    """Looks for the fact that a sentence is about."""

    def __init__(self, catalog: Catalog, language: Language) -> None:
        self.catalog = catalog
        self.language = language
        self._tokens: dict[str, Tokens] = {}
        self._claims: dict[str, Tokens] = {}

    @cached_property
    def _equal(self) -> dict[tuple[object, ...], list[Fact]]:
        found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in self.catalog.facts.values():
            found[_value(fact)].append(fact)
        return found

    @cached_property
    def _weights(self) -> dict[str, float]:
        """How much a word tells: the fewer facts have it, the more. A sample of the facts is enough."""
        facts = list(self.catalog.facts.values())
        sample = facts[:: len(facts) // _SAMPLE + 1]
        known = Counter(word for fact in sample for word in self.tokens(fact))
        return {word: log(len(sample) / count) for word, count in known.items()}

    def tokens(self, fact: Fact) -> Tokens:
        """What tells that a sentence is about a fact: the words of its id and title, and its record."""
        if fact.id not in self._tokens:
            words = self.language.telling(f"{_spaced(fact.id)} {fact.title} {fact.unit}")
            self._tokens[fact.id] = frozenset({word for _, _, word in words} | {_record(fact.id)})
        return self._tokens[fact.id]

    def claims(self, fact: Fact) -> Tokens:
        """The claims that a fact rests on, by itself or by its parts."""
        if fact.id not in self._claims:
            self._claims[fact.id] = frozenset()  # of a circle of parts nothing is asked twice
            parts = (self.catalog.facts[part] for part in fact.parts if part in self.catalog.facts)
            own = frozenset(fact.claims)
            self._claims[fact.id] = own.union(*(self.claims(part) for part in parts))
        return self._claims[fact.id]

    def one(self, fact: Fact, other: Fact) -> bool:
        """Whether two facts are the same thing said twice, or one is counted from the other."""
        related = {*other.parts, *other.same}
        return (
            _record(fact.id) == _record(other.id)
            or bool(self.claims(fact) & self.claims(other))
            or fact.id in related
            or not related.isdisjoint((other.id, *fact.parts, *fact.same))
            or other.id in (*fact.parts, *fact.same)
        )

    def rival(self, page: Found, use: Use, fact: Fact) -> Fact | None:
        """The fact of equal value that the sentence of a use is about, rather than the one that it names."""
        equal = [other for other in self._equal[_value(fact)] if other is not fact]
        if len(equal) > _RIVALS:
            named = {_record(each.id) for each in page.uses}
            equal = [other for other in equal if _record(other.id) in named]
        if use.block < 0 or not equal:
            return None
        near = _Near(self, page, (use,))
        named = {each.id for each in page.uses if each.block == use.block and each is not use}
        best, most = None, SURE
        for other in equal:
            if other.id in named:  # the block speaks of it where it is named
                continue
            mine, its = self.tokens(fact), self.tokens(other)
            if not mine - its or self.one(fact, other) or not self._fits(page, use, other):
                continue
            found = near.holds(its - mine, use, words=2)
            if found >= most and near.holds(mine - its, use) <= SHARE * found:
                best, most = other, found
        return best

    def _fits(self, page: Found, use: Use, other: Fact) -> bool:
        after = page.around(use)[1]
        return not (other.kind == "count" and self.language.misfit(other.unit, after))

    def turned(self, page: Found) -> Iterator[tuple[Use, Use]]:
        """The pairs of roles in a sentence that would each stand better in the place of the other."""
        uses = [use for use in page.uses if use.role == "fact" and use.block >= 0]
        for number, use in enumerate(uses):
            for other in uses[number + 1 :]:
                if (
                    other.block != use.block
                    or self.language.parted(page.blocks[use.block].text[use.at : other.at + 1])[0]
                ):
                    break
                if self._turned(page, use, other):
                    yield use, other

    def _turned(self, page: Found, use: Use, other: Use) -> bool:
        fact, its = self.catalog.facts.get(use.id), self.catalog.facts.get(other.id)
        if not fact or not its or fact.kind != its.kind or _value(fact) == _value(its):
            return False
        near = _Near(self, page, (use, other))
        mine, others = self.tokens(fact) - self.tokens(its), self.tokens(its) - self.tokens(fact)
        stay = near.speaks(mine, use) + near.speaks(others, other)
        return near.speaks(mine, other) + near.speaks(others, use) - stay > TURNED

    def weight(self, word: str) -> float:
        """How much a word of a fact tells."""
        return _RECORD if word.startswith("=") else self._weights.get(word, 0.0)


class _Near:
    """What stands around some uses in their block: its telling words, and the records that other roles name."""

    def __init__(self, subjects: Subjects, page: Found, uses: tuple[Use, ...]) -> None:
        self.subjects, self.text = subjects, page.blocks[uses[0].block].text
        language = subjects.language
        around = [each for each in page.uses if each.block == uses[0].block]
        covered = [(each.at, each.at + len(each.words)) for each in around if each.role == "fact"]
        self.words = [
            word
            for word in language.telling(self.text)
            if not any(start <= word[0] < end for start, end in covered)
        ]
        for each in around:
            if each in uses:
                continue
            place = each.at, each.at + len(each.words)
            self.words.append((*place, _record(each.id)))
            if each.role != "fact":
                self.words += [(*place, word) for _, _, word in language.telling(_spaced(each.id))]

    def holds(self, tokens: Tokens, use: Use, words: int = 1) -> float:
        """How much the block of a use holds of a fact with these tokens; nothing for fewer than so many `words`."""
        return self._sum(tokens, use, _tier, words)

    def speaks(self, tokens: Tokens, use: Use) -> float:
        """How much of what stands near a use speaks for a fact with these tokens: the nearer, the more."""
        return self._sum(tokens, use, _nearness, 1)

    def _sum(
        self, tokens: Tokens, use: Use, weigh: Callable[[int, int, int], float], words: int
    ) -> float:
        best: dict[str, float] = {}
        for start, end, word in self.words:
            if word in tokens:
                gap = self.text[end : use.at] or self.text[use.at + len(use.words) : start]
                found = weigh(len(gap), *self.subjects.language.parted(gap))
                best[word] = max(best.get(word, 0.0), found)
        alone = len(best) < words and not any(word.startswith("=") for word in best)
        weighed = (self.subjects.weight(word) * found for word, found in best.items())
        return 0.0 if alone else sum(weighed)


def _tier(length: int, sentences: int, clauses: int) -> float:
    return _AROUND if sentences else _BESIDE if clauses else _HERE


def _nearness(length: int, sentences: int, clauses: int) -> float:
    return _SENTENCE**sentences * _CLAUSE**clauses / (1 + length / _REACH)


def _value(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.value, fact.bound


def _record(name: str) -> str:
    return f"={name.split('.', maxsplit=1)[0]}"


def _spaced(name: str) -> str:
    return name.replace("-", " ").replace(".", " ")
