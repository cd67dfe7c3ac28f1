"""What claims and sources have, as texts that may state a value: the roots, which nothing holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import references
from ext.withdrawal.records.model import Claim
from sphinx_facts.values.catalog import Fact
from sphinx_facts.wording import saying

NAMED = ("units", "people", "places")
"""The kinds of records whose names are held by claims."""
PRESS = "newspaper of the time"
"""The family of sources whose days are those of issues."""
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
            press = source is not None and source.family == PRESS
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
            apart.append(
                Texts(*(tuple(chain.from_iterable(each)) for each in zip(*apart, strict=True)))
            )
        return any(
            saying.states(
                fact,
                each.words if dated and not printed else (*each.words, *each.issues),
                self.nouns,
                each.titles,
            )
            for each in apart
        )

    def whole(self, claims: Iterable[str], sources: Iterable[str]) -> str:
        """All that some claims and sources have, as one text."""
        parts = [
            part
            for name in claims
            for texts in (self.of(name),)
            for part in chain.from_iterable(texts)
        ]
        parts += [part for source in sources for part in self.titles(source)]
        return "\n".join(parts).replace("'", "’")

    @cached_property
    def naming(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """The claims and sources of each record, with those of the records that name it."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for _, record in self.data.records():
            own = _own(record)
            ids = [record.id, *(name for _, name, kind in references(record) if kind in NAMED)]
            for name in ids:
                claims, sources = found.setdefault(name, (set(), set()))
                claims.update(own[0])
                sources.update(own[1])
        return {name: (frozenset(one), frozenset(other)) for name, (one, other) in found.items()}


def _own(shape: Any) -> tuple[set[str], set[str]]:
    """The claims and the sources that a record and its values name."""
    claims, sources = set(getattr(shape, "claims", ())), set(getattr(shape, "sources", ()))
    for field in fields(shape):
        value = getattr(shape, field.name)
        inside = (
            value.values()
            if isinstance(value, Mapping)
            else value
            if isinstance(value, tuple)
            else (value,)
        )
        for each in inside:
            if is_dataclass(each):
                more = _own(each)
                claims |= more[0]
                sources |= more[1]
    return claims, sources
