"""What claims and sources have, as texts that may state a value: the roots, which nothing holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import references
from ext.withdrawal.records.model import Claim
from ext.withdrawal.records.vocabulary import NEWSPAPER
from sphinx_facts.values.catalog import Fact
from sphinx_facts.wording import saying

NAMED = ("units", "people", "places")
"""The kinds of records whose names are held by claims."""
_PERSONS = frozenset(("men", "man", "people", "persons", "person"))
_ISSUE = re.compile(r"\bheadlines?\b|\bissues? of\b")


class Texts(NamedTuple):
    """What a claim or a source has: words, which state anything; titles, which state dates and names alone; and what
    is said of issues of newspapers, whose days are those of printing."""

    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


class Ledger:
    """The texts of the claims and sources of a book, each looked at once."""

    def __init__(self, data: Dataset, facts: Mapping[str, Fact]) -> None:
        self.data, self.facts = data, facts
        self._claims: dict[str, Texts] = {}
        units = {
            fact.unit for fact in facts.values() if fact.kind == "count" and " " not in fact.unit
        }
        self.nouns = frozenset({*units, *(unit.removesuffix("s") for unit in units)} - _PERSONS)

    def of(self, claim: str) -> Texts:
        """The texts of a claim: its statement, and what its witnesses have that do not contradict it."""
        if claim not in self._claims:
            found = self.data.claims.get(claim)
            self._claims[claim] = self._read(found) if found else Texts()
        return self._claims[claim]

    def _read(self, claim: Claim) -> Texts:
        words, issues, titles = [claim.statement], list[str](), list[str]()
        for line in (line for line in claim.evidence if line.relation != "-"):
            source = self.data.sources.get(line.source)
            press = source is not None and source.family == NEWSPAPER
            for each in (line.says, line.quote, line.translation):
                (issues if press or _ISSUE.search(each) else words).append(each)
            for each in (line.locator, line.look_for):
                (issues if press or _ISSUE.search(each) else titles).append(each)
            titles += self.titles(line.source)
        return Texts(tuple(words), tuple(titles), tuple(issues))

    def titles(self, source: str) -> tuple[str, ...]:
        """What the bibliography says of a work."""
        work = self.data.sources.get(source)
        return (work.title, work.label) if work else ()

    def states(self, fact: Fact, *, printed: bool = False) -> bool:
        """Whether one of the claims or sources of a fact states it; a date may be put together from several.

        The day of an issue of a newspaper is no other date, unless it is asked for what is `printed`.
        """
        claims = [self.of(name) for name in fact.claims]
        apart = [*claims, *(Texts(titles=self.titles(source)) for source in fact.sources)]
        dated = fact.kind == "date"
        if dated:
            together = (tuple(chain.from_iterable(each)) for each in zip(*apart, strict=True))
            apart.append(Texts(*together))
        issues = printed or not dated
        texts = ((*each.words, *(each.issues if issues else ())) for each in apart)
        pairs = zip(texts, apart, strict=True)
        return any(saying.states(fact, words, self.nouns, each.titles) for words, each in pairs)

    def whole(self, claims: Iterable[str], sources: Iterable[str]) -> str:
        """All that some claims and sources have, as one text."""
        parts = [part for name in claims for texts in self.of(name) for part in texts]
        parts += [part for source in sources for part in self.titles(source)]
        return "\n".join(parts).replace("'", "’")

    @cached_property
    def naming(self) -> Mapping[str, tuple[set[str], set[str]]]:
        """The claims and sources of each record, with those of the records that name it."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for _, record in self.data.records():
            named = [(kind, name) for _, name, kind in references(record)]
            for each in (record.id, *(name for kind, name in named if kind in NAMED)):
                claims, sources = found.setdefault(each, (set(), set()))
                claims.update(name for kind, name in named if kind == "claims")
                sources.update(name for kind, name in named if kind == "sources")
        return found
