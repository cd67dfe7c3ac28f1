"""Slips of ten kinds, made in every sentence of the book's prose that can have them: what share of each is told.

The shares are kept in `caught.txt` beside this file and may not fall. A run takes a sample of each kind, drawn with the
seed, which need not be quite as good as the whole; with `--deep` it takes all, and BLESS=1 writes better shares down.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from ext.withdrawal.pages.cited import cited
from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import rests_on
from sphinx_facts import wording
from sphinx_facts.prose.collect import Block, Found, Use
from sphinx_facts.prose.judge import Judge
from sphinx_facts.values.catalog import Fact
from tests.support import mutators
from tests.support.deep import deep, rng, seed, some

Say = Callable[[str], None]
ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("caught.txt")
SAMPLE = 60
WHOLE = ("a figure", "a word", "a date", "a hedge inside")
LEAST, LEAST_OF_SAMPLE = 0.95, 0.88
OUTSIDE = (
    "as many as", "barely", "close on", "a mere", "in excess of", "not even", "about", "well over", "hardly",
    "just under", "no fewer than", "something like", "an estimated", "up to",
)  # fmt: skip
NOUNS = (
    "divisions armies batches men trains tanks kilometres metres bridges days years per cent regiments teams rules"
    " articles canals dykes trees persons people nations yuan cars crossings relics graves projects buildings"
)
NOUN = re.compile(rf"\b(?:{'|'.join(NOUNS.replace('per cent', 'percent').split())})\b|\bper cent\b")
UNLIKE = ("regiments", "bridges", "kilometres", "armies", "divisions", "days")
ENGLISH = wording.language("en")


class Slip(NamedTuple):
    """One slip: its kind, what it is in words, and the block of the page with it."""

    kind: str
    words: str
    page: Found


class Prose(NamedTuple):
    """The book and what its pages say."""

    book: Book
    judge: Judge
    pages: dict[str, Found]

    def told(self, page: Found) -> set[tuple[str, str]]:
        problems = [*self.judge.page(page), *cited(self.book, page)]
        return {(problem.rule, problem.message) for problem in problems}


@pytest.fixture(scope="module")
def prose() -> Prose:
    reading = read_pages(ROOT)
    assert reading.book is not None
    assert reading.domain is not None
    catalog = reading.domain.catalog
    return Prose(reading.book, Judge(catalog, "en"), reading.domain.data["found"])


def blocks(prose: Prose) -> Iterator[tuple[str, Found]]:
    """Each block of prose by itself."""
    for name, page in prose.pages.items():
        for number, block in enumerate(page.blocks):
            uses = [replace(use, block=0) for use in page.uses if use.block == number]
            if uses:
                yield name, Found(tuple(uses), blocks=(block,))


def edited(page: Found, *edits: tuple[int, int, str, str]) -> Found:
    """A block in which words from a place to another become others; the last of an edit is the new id, if any."""
    text, uses, marks = page.blocks[0].text, list(page.uses), list(page.blocks[0].marks)
    for start, end, new, name in sorted(edits, reverse=True):
        text, by = text[:start] + new + text[end:], len(new) - (end - start)
        for number, use in enumerate(uses):
            if use.at == start and use.at + len(use.words) == end and end > start:
                uses[number] = replace(use, words=new, id=name or use.id)
            elif use.at >= end:
                uses[number] = replace(use, at=use.at + by)
        marks = [(at + by if at >= end else at, works) for at, works in marks]
    return Found(tuple(uses), blocks=(Block(text, tuple(marks)),))


def said(prose: Prose, page: Found) -> list[tuple[Use, Fact]]:
    """The figures of a block with their facts, but for what the data write themselves."""
    uses = (use for use in page.uses if use.role == "fact" and use.asserts)
    return [(use, prose.book.facts[use.id]) for use in uses]


def span(use: Use) -> tuple[int, int]:
    return use.at, use.at + len(use.words)


def inside(prose: Prose, page: Found) -> Iterator[Slip]:
    """A figure, a word or a date is written wrong, or the hedge in a role turned round."""
    kinds = {
        "numeral": "a figure",
        "percentage": "a figure",
        "number": "a word",
        "fraction": "a word",
    }
    for use, _ in said(prose, page):
        for words in mutators.stretches(f"{{fact}}`{use.words} <{use.id}>`"):
            for mutant in words.mutants:
                start, end = mutant.start - words.start, mutant.end - words.start
                new = use.words[:start] + mutant.new + use.words[end:]
                hedged = mutant.kind == "hedge swapped"
                kind = "a hedge inside" if hedged else kinds.get(mutant.kind.split()[0], "a date")
                if kind == "a hedge inside" and ENGLISH.accepts(prose.book.facts[use.id], new):
                    continue  # the other hedge is true as well
                yield Slip(kind, f"{use.words} → {new}", edited(page, (*span(use), new, "")))


def hedged(prose: Prose, page: Found) -> Iterator[Slip]:
    for use, fact in said(prose, page):
        if fact.kind in ("count", "share"):
            word = OUTSIDE[(use.at + len(use.words)) % len(OUTSIDE)]
            new = edited(page, (use.at, use.at, f"{word} ", ""))
            yield Slip("a hedge outside", f"{word} {use.words} ({use.id})", new)


def counted(prose: Prose, page: Found) -> Iterator[Slip]:
    for use, fact in said(prose, page):
        after = page.blocks[0].text[span(use)[1] :]
        found = NOUN.search(re.split(r"[,;:.(]", after[:40])[0])
        if fact.kind == "count" and found and found[0].rstrip("s") in f"{fact.unit}s":
            other = next(noun for noun in UNLIKE if noun[:4] not in fact.unit)
            at = span(use)[1] + found.start()
            new = edited(page, (at, at + len(found[0]), other, ""))
            yield Slip("a unit noun", f"{use.words}{after[: found.end()]} → {other}", new)


def pairs(prose: Prose, page: Found) -> Iterator[tuple[Use, Use]]:
    """Two figures of a kind in a sentence, unless they stand in a mere list, in which no place is another’s."""
    uses, text = said(prose, page), page.blocks[0].text
    for number, (use, fact) in enumerate(uses):
        for other, its in uses[number + 1 :]:
            between = text[use.at : other.at]
            middle = [use.words, *(each.words for each, _ in uses[number + 1 :])]
            listed = re.sub("|".join(map(re.escape, middle)), "", between)
            if re.fullmatch(r"(?:[ ,]|and|or)*", listed):
                continue
            if (
                fact.kind == its.kind
                and fact.value != its.value
                and not re.search(r"[.!?] ", between)
            ):
                yield use, other


def swapped(prose: Prose, page: Found) -> Iterator[Slip]:
    for use, other in pairs(prose, page):
        shown = f"{use.words} ({use.id}) ↔ {other.words} ({other.id})"
        facts = [prose.book.facts[each.id] for each in (use, other)]
        if not (ENGLISH.accepts(facts[0], other.words) and ENGLISH.accepts(facts[1], use.words)):
            words = (*span(use), other.words, ""), (*span(other), use.words, "")
            yield Slip("two figures swapped", shown, edited(page, *words))
        whole = (*span(use), other.words, other.id), (*span(other), use.words, use.id)
        yield Slip("two roles swapped", shown, edited(page, *whole))


def moved(prose: Prose, page: Found) -> Iterator[Slip]:
    """A role names another fact of equal value, which differs from its own in unit, subject or date.

    A heading like “Spring 1958” says of no figure what it is of.
    """
    bare = re.sub("|".join(re.escape(use.words) for use in page.uses), "", page.blocks[0].text)
    if len(bare.split()) < 4:
        return
    for use, fact in said(prose, page):
        for other in prose.book.facts.values():
            if (
                (other.kind, other.value, other.bound) == (fact.kind, fact.value, fact.bound)
                and ENGLISH.accepts(other, use.words)
                and not one(prose.book, fact, other)
            ):
                new = edited(page, (*span(use), use.words, other.id))
                yield Slip("a role moved", f"{use.words}: {use.id} → {other.id}", new)


def one(book: Book, fact: Fact, other: Fact) -> bool:
    """Whether two facts are of one record, rest on a common claim, or are parts of a sum or of one another."""
    records = {each.id.split(".")[0] for each in (fact, other)}
    claims = [set(rests_on(book, each).claims) for each in (fact, other)]
    parts = [{each.id, *each.parts, *each.same} for each in (fact, other)]
    return len(records) == 1 or bool(claims[0] & claims[1]) or bool(parts[0] & parts[1])


def exchanged(prose: Prose, page: Found) -> Iterator[Slip]:
    """A work that supports a figure is cited no more, and one that supports none in its place."""
    begin, block = 0, page.blocks[0]
    for number, (at, text) in enumerate(block.marks):
        stated = [use for use, _ in said(prose, page) if begin <= use.at < at]
        works = {
            key for use in stated for key in rests_on(prose.book, prose.book.facts[use.id]).sources
        }
        begin = at
        for target in parse_citation_targets(text):
            if target.key in works:
                strange = sorted(prose.book.data.sources.keys() - works)
                new = rng(f"{text}{target.key}").choice(strange)
                marks = list(block.marks)
                marks[number] = (at, re.sub(rf"\b{target.key}\b", new, text))
                made = replace(page, blocks=(replace(block, marks=tuple(marks)),))
                yield Slip("a citation exchanged", f"{target.key} → {new} in {text}", made)


def test_slips_by_kind(prose: Prose, say: Say) -> None:
    slips: dict[str, list[tuple[str, Found, Slip]]] = {}
    for name, page in blocks(prose):
        for make in (inside, hedged, counted, swapped, moved, exchanged):
            for slip in make(prose, page):
                slips.setdefault(slip.kind, []).append((name, page, slip))
    tried, caught, missed = Counter[str](), Counter[str](), list[str]()
    for kind, every in slips.items():
        for name, page, slip in some(kind, every, SAMPLE):
            tried[kind] += 1
            if prose.told(slip.page) - prose.told(page):
                caught[kind] += 1
            else:
                missed.append(f"{kind}: {name}: {slip.words}")
    share = {kind: caught[kind] / tried[kind] for kind in sorted(tried)}
    say(f"slips by kind, {'all' if deep() else f'a sample, seed {seed()}'}:")
    for kind, part in share.items():
        say(f"  {kind}: {caught[kind]} of {tried[kind]} ({part:.1%})")
    kept = dict(line.rsplit(" ", 1) for line in KEPT.read_text(encoding="utf-8").splitlines())
    if deep() and os.environ.get("BLESS"):
        best = {kind: max(part, float(kept.get(kind, 0))) for kind, part in share.items()}
        lines = (f"{kind} {int(part * 10000) / 10000:.4f}\n" for kind, part in best.items())
        KEPT.write_text("".join(lines), encoding="utf-8")
        kept = {kind: str(part) for kind, part in best.items()}
    for kind, part in share.items():
        least = 1.0 if kind in WHOLE else LEAST if deep() else LEAST_OF_SAMPLE
        assert part >= least, "\n".join(line for line in missed if line.startswith(f"{kind}:"))
        assert not deep() or part >= float(kept[kind]) - 0.0001, (kind, part, kept[kind])
