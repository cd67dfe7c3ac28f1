"""The promise, tried: every figure in the prose and every value it shows is made wrong, and each must be told.

Tier 1 runs in one process: each page is read again with its figures made wrong, one in each role at a time, and each
must be reported at its own line and column. Tier 2 draws some of the changes and puts each through the real command.
Of tier 1 a run takes about a tenth, drawn with the seed, with every kind of change in it; with `--deep` it takes all.
What is not counted: page numbers of citations, ids (claims, discrepancies), and names of seasons without a year.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.records.book import Book, entities
from ext.withdrawal.records.checks import check
from ext.withdrawal.records.kinds import ROLES
from ext.withdrawal.records.model import Batch, Count, Record, When
from ext.withdrawal.records.values import facts
from sphinx_facts import domain_of
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.prose.judge import judge
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Entity, Fact
from sphinx_facts.values.problem import Position, Problem
from tests.support import mutators
from tests.support.deep import rng, seed, some, some_of_each, times
from tests.support.mutators import Mutant, Words

MOST_EQUIVALENT = 0.002
DRAWN = times(1, 60)
SHARE = 10
"""Of so many pages, values or rounds, one is drawn."""

Say = Callable[[str], None]


class Reader:
    """The real book, copied and read once, of which single pages are read again with other words."""

    def __init__(self, repository: Path, folder: Path) -> None:
        self.root = folder / "book"
        for name in ("docs", "data"):
            shutil.copytree(repository / name, self.root / name)
        shutil.copy(repository / "conf.py", self.root)
        self.app = Sphinx(
            self.root / "docs",
            self.root,
            folder / "out",
            folder / "doctrees",
            "reading",
            confoverrides={"facts_reading": True},
            status=None,
            warning=None,
            freshenv=True,
        )
        logging.getLogger("sphinx").setLevel(
            logging.WARNING
        )  # pytest would keep every line of a build
        self.app.build()
        self.domain = domain_of(self.app.env)
        self.book: Book = self.app.env.get_domain("withdrawal").book  # type: ignore[attr-defined]  # the book’s own domain
        self.pages = sorted(self.app.env.found_docs)
        self.sources = {page: self.path(page).read_text(encoding="utf-8") for page in self.pages}
        self.found: dict[str, Found] = dict(self.domain.data["found"])
        self.wrong = {problem.position for page in self.pages for problem in self.judged(page)}

    def path(self, page: str) -> Path:
        return Path(self.app.env.doc2path(page))

    def spots(self, page: str) -> set[str]:
        """The kinds of place that a page has for a figure."""
        return set(mutators.spots(self.sources[page]))

    def shown(self, page: str) -> str:
        return self.path(page).relative_to(self.root).as_posix()

    def judged(self, page: str) -> list[Problem]:
        """What is wrong with a page as it was read last."""
        found = self.domain.data["found"][page]
        return [
            problem
            for problem in judge([found], self.domain.catalog, "en")
            if problem.position.path == self.shown(page)
        ]

    def reread(self, page: str, source: str) -> list[Problem]:
        """What would be wrong with a page that held `source`."""
        file = self.path(page)
        file.write_text(source, encoding="utf-8")
        try:
            self.app.env.clear_doc(page)
            self.app.builder.read_doc(page, _cache=False)
            return self.judged(page)
        finally:
            file.write_text(self.sources[page], encoding="utf-8")


@pytest.fixture(scope="session")
def reader(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(repository, tmp_path_factory.mktemp("mutants"))


def place(path: str, source: str, offset: int) -> Position:
    """The line and column of an offset."""
    return Position(path, source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset))


class Change(NamedTuple):
    """A mutant on a page, and the stretch of words that it stands in."""

    page: str
    words: Words
    mutant: Mutant

    @property
    def changed(self) -> str:
        start, end = self.mutant.start - self.words.start, self.mutant.end - self.words.start
        return self.words.text[:start] + self.mutant.new + self.words.text[end:]

    def __str__(self) -> str:
        role = f"{{{self.words.role}}}" if self.words.role else ""
        target = f" <{self.words.id}>" if self.words.titled else ""
        return f"{self.page}: {role}`{self.words.text}{target}` → `{self.changed}` ({self.mutant.kind})"


def told(problems: Iterable[Problem], where: Position, *, exact: bool) -> bool:
    """Whether a problem is told at the place; a loose figure may begin before the word that was changed."""
    for problem in problems:
        line, column = problem.position.line, problem.position.column
        if (line, column) == (where.line, where.column):
            return True
        quoted = re.search(r"“([^”]*)”", problem.message)
        if (
            not exact
            and quoted
            and line == where.line
            and column <= where.column < column + len(quoted[1])
        ):
            return True
    return False


def rewritten(
    source: str, changes: Iterable[tuple[int, int, str]]
) -> tuple[str, Callable[[int], int]]:
    """A source with changes put in from left to right, and where an offset of the old one is in the new."""
    ordered = sorted(changes)
    pieces, last = [], 0
    for start, end, new in ordered:
        pieces += [source[last:start], new]
        last = end

    def moved(offset: int) -> int:
        return offset + sum(
            len(new) - (end - start) for start, end, new in ordered if start < offset
        )

    return "".join((*pieces, source[last:])), moved


# --- the prose ---------------------------------------------------------------------------------------------------


class Round(NamedTuple):
    """Changes of a page that are made together: one in each stretch of words."""

    page: str
    changes: list[Change]

    @property
    def kinds(self) -> set[str]:
        """What is changed, and in what kind of place."""
        return {
            kind for change in self.changes for kind in (change.mutant.kind, change.words.place)
        }


def rounds(reader: Reader) -> Iterator[Round]:
    """Every change of every figure."""
    for page in reader.pages:
        source, path = reader.sources[page], reader.shown(page)
        stretches = [
            words
            for words in mutators.stretches(source)
            if place(path, source, words.start) not in reader.wrong
        ]
        for turn in range(max((len(words.mutants) for words in stretches), default=0)):
            held = (words for words in stretches if turn < len(words.mutants))
            yield Round(page, [Change(page, words, words.mutants[turn]) for words in held])


def trials(reader: Reader, made: Round) -> Iterator[tuple[Change, bool]]:
    """The changes of a round, and whether each was told at its place."""
    source, path = reader.sources[made.page], reader.shown(made.page)
    text, moved = rewritten(
        source, ((each.mutant.start, each.mutant.end, each.mutant.new) for each in made.changes)
    )
    problems = reader.reread(made.page, text)
    for change in made.changes:
        start = change.words.start if change.words.role else change.mutant.start
        yield change, told(problems, place(path, text, moved(start)), exact=bool(change.words.role))


def _number(words: str) -> float | None:
    """What a numeral in words says, read by the test’s own hand."""
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)(?: (thousand|million|billion))?", words)
    scale = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
    return float(found[1].replace(",", "")) * scale.get(found[2] or "", 1) if found else None


def hedge_true_as_well(change: Change, reader: Reader) -> bool:
    fact = reader.book.facts.get(change.words.id)
    number = _number(change.words.text)
    if (
        change.mutant.kind != "hedge swapped"
        or fact is None
        or number is None
        or not isinstance(fact.value, int)
    ):
        return False
    over, under = (
        change.mutant.new.lower() in ("over", "more than", "at least"),
        fact.value < number,
    )
    return fact.value != number and over != under


def names_another_record(change: Change, reader: Reader) -> bool:
    role = change.words.role
    return (
        role in ROLES
        and not change.words.titled
        and reader.domain.catalog.find(role, change.changed) is not None
    )


EQUIVALENT: tuple[tuple[str, Callable[[Change, Reader], bool]], ...] = (
    ("the other hedge is true of the value as well", hedge_true_as_well),
    (
        "a name without an id is its own reference, and the new name is that of another record",
        names_another_record,
    ),
)
"""Changes that leave a true sentence: the reason, and how one is known."""


def reason_of(change: Change, reader: Reader) -> str:
    return next((reason for reason, holds in EQUIVALENT if holds(change, reader)), "")


def test_every_figure_in_the_prose(reader: Reader, say: Say) -> None:
    all_kinds, killed, equivalent, survivors = (
        Counter[str](),
        Counter[str](),
        list[str](),
        list[str](),
    )
    places = Counter[str]()
    every = list(rounds(reader))
    chosen = some_of_each("rounds of mutants", every, lambda made: made.kinds, len(every) // SHARE)
    for change, was_told in (found for made in chosen for found in trials(reader, made)):
        all_kinds[change.mutant.kind] += 1
        places[change.words.place] += 1
        if was_told:
            killed[change.mutant.kind] += 1
        elif reason := reason_of(change, reader):
            equivalent.append(f"{change}: {reason}")
        else:
            survivors.append(str(change))
    total = all_kinds.total()
    told_of = f"{killed.total()} of {total - len(equivalent)} told at their place, {len(equivalent)} equivalent"
    say(f"prose: {told_of}, in {len(chosen)} of {len(every)} rounds, seed {seed()}")
    say(
        "  "
        + ", ".join(f"{kind} {killed[kind]}/{number}" for kind, number in sorted(all_kinds.items()))
    )
    say("  in " + ", ".join(f"{name} {number}" for name, number in places.most_common()))
    skipped = sum(mutators.locators(source) for source in reader.sources.values())
    say(
        f"  not counted: {skipped} figures in citations; {len(reader.wrong)} places that are wrong already"
    )
    for line in equivalent:
        say(f"  equivalent: {line}")
    assert not survivors, "\n".join(survivors)
    assert len(equivalent) <= max(1, MOST_EQUIVALENT * total)
    assert total > times(100, 1000)


def test_every_figure_typed_anew(reader: Reader, say: Say) -> None:
    """Twelve kinds of figure at the end of a paragraph, and one figure in every kind of place that a page has."""
    survivors, tried = [], Counter[str]()
    kinds = mutators.insertions()
    chosen = some_of_each("pages typed on", reader.pages, reader.spots, len(reader.pages) // SHARE)
    for page in chosen:
        source, path = reader.sources[page], reader.shown(page)
        for end in mutators.paragraphs(source)[-1:]:
            text, expected = source[:end], {}
            for kind, figure in kinds.items():
                expected[kind] = len(text) + len(" Then came Book ")
                text += f" Then came Book {figure}."
            problems = [
                problem
                for problem in reader.reread(page, text + source[end:])
                if problem.rule == "fact.unbound"
            ]
            tried.update(kinds.keys())
            survivors += [
                f"{page}: {kinds[kind]} ({kind})"
                for kind, at in expected.items()
                if not told(problems, place(path, text, at), exact=True)
            ]
        for spot, end in mutators.spots(source).items():
            text = (
                f"{source[:end]} 4,711 {source[end:]}"
                if spot == "table cell"
                else f"{source[:end]} 4,711{source[end:]}"
            )
            problems = [
                problem for problem in reader.reread(page, text) if problem.rule == "fact.unbound"
            ]
            tried[spot] += 1
            if not told(problems, place(path, text, end + 1), exact=True):
                survivors.append(f"{page}: in a {spot}")
    held = f"{tried.total() - len(survivors)} of {tried.total()} told at their place"
    say(f"figures typed anew: {held}, on {len(chosen)} of {len(reader.pages)} pages, seed {seed()}")
    assert not survivors, "\n".join(survivors)


IDIOMATIC = re.compile(r"\b(?:this|that|which|each|every|any|no|only) one\b|\bone of\b", re.I)
"""Where “one” without its role reads as an idiom, which is no figure."""


def test_every_role_taken_off(reader: Reader, say: Say) -> None:
    """Without its role, a figure is one that nothing binds; every other role in turn, so that none touches another."""
    survivors, without, tried = [], Counter[str](), 0
    held = [page for page in reader.pages if "{fact}`" in reader.sources[page]]
    chosen = some("pages without roles", held, len(held) // SHARE + 1)
    for page in chosen:
        source, path = reader.sources[page], reader.shown(page)
        roles = [
            words
            for words in mutators.stretches(source, all_facts=True)
            if words.role == "fact" and place(path, source, words.start) not in reader.wrong
        ]
        for turn in (0, 1):
            off = roles[turn::2]
            spans = {
                words.start: (words.start - len("{fact}`"), source.index("`", words.start) + 1)
                for words in off
            }
            text, moved = rewritten(source, ((*spans[words.start], words.text) for words in off))
            problems = [
                problem for problem in reader.reread(page, text) if problem.rule == "fact.unbound"
            ]
            for words in off:
                start = moved(spans[words.start][0])
                tokens = mutators.figures(words.text)
                if not tokens or all(token["season"] for token in tokens):
                    without[words.text] += 1
                elif IDIOMATIC.search(text[start - 8 : start + len(words.text) + 4]):
                    without[f"{text[start - 8 : start + len(words.text) + 4]} (idiom)"] += 1
                else:
                    tried += 1
                    if not all(
                        told(problems, place(path, text, start + token.start()), exact=False)
                        for token in tokens
                    ):
                        survivors.append(f"{page}: {{fact}}`{words.text} <{words.id}>`")
    say(
        f"roles taken off: {tried - len(survivors)} of {tried} told at their place on {len(chosen)} pages,"
        f" {without.total()} hold no figure: {dict(without)}, seed {seed()}"
    )
    assert not survivors, "\n".join(survivors)
    assert tried > times(10, 400)


# --- the data ----------------------------------------------------------------------------------------------------


class Value(NamedTuple):
    """A value in a record, and where it stands in it."""

    kind: str
    record: Record
    field: str
    figure: str
    value: Count | When | int

    def __str__(self) -> str:
        return f"{self.record.id}.{self.figure or self.field}"

    def changed(self, new: Any) -> Record:
        """The record with another value."""
        if isinstance(self.value, int):
            return replace(self.record, **{self.field: new})
        other = replace(self.value, value=new)
        if self.figure:
            return replace(self.record, figures={**self.record.figures, self.figure: other})
        return replace(self.record, **{self.field: other})


def values(book: Book) -> Iterator[Value]:
    """Every value of the data from which facts are made."""
    for kind, record in book.data.records():
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Count | When):
                yield Value(kind, record, field.name, "", value)
        for name, count in record.figures.items():
            yield Value(kind, record, "figures", name, count)
        if isinstance(record, Batch):
            yield Value(kind, record, "order", "", record.order)


def others(value: Count | When | int) -> Iterator[tuple[str, Any]]:
    """Every wrong value that is tried in its place, with what is wrong about it."""
    given = value if isinstance(value, int) else value.value
    if isinstance(given, int):
        yield "+1", given + 1
        if given:
            yield "−1", given - 1
            yield "×10", given * 10
    elif given != "unknown":
        sides = given.split("/")
        for end, side in enumerate(sides):
            for what, new in _other_dates(side):
                whole = "/".join(new if end == at else other for at, other in enumerate(sides))
                yield what + (f" at end {end + 1}" if len(sides) > 1 else ""), whole


def _other_dates(text: str) -> Iterator[tuple[str, str]]:
    if text in ("", ".."):
        return
    date = dates.parse(text)
    assert isinstance(date, dates.Date)
    if date.day:
        for step in (1, -1):
            there = date.earliest + timedelta(days=step)
            yield f"day {step:+}", f"{there.isoformat()}{date.qualifier}"
    elif date.month:
        for step in (1, -1):
            year, month = divmod(date.year * 12 + date.month - 1 + step, 12)
            yield f"month {step:+}", f"{year}-{month + 1:02}{date.qualifier}"
    yield "year +1", f"{date.year + 1}{str(date)[4:]}" if not date.unspecified else str(date)


@dataclass
class Uses:
    """What the prose asserts, by fact and by entity; words that a role writes from the data are left out."""

    facts: Mapping[str, list[Use]]
    entities: Mapping[tuple[str, str], list[Use]]


def asserted(reader: Reader) -> Uses:
    of_facts: dict[str, list[Use]] = defaultdict(list)
    of_entities: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for page, found in reader.found.items():
        lines = reader.sources[page].split("\n")
        for use in found.uses:
            written = lines[use.position.line - 1][use.position.column - 1 :].startswith(use.id)
            if use.position in reader.wrong or written:
                continue
            if use.role == "fact":
                of_facts[use.id].append(use)
            elif use.role in ROLES:
                of_entities[use.role, use.id].append(use)
    return Uses(of_facts, of_entities)


def seen_parts(words: str) -> set[str]:
    """Which parts of a date the words show."""
    shown = {"month"} if any(month in words for month in mutators.MONTHS) else set()
    numbers = re.findall(r"\d+", words)
    shown |= {"year" for number in numbers if len(number) == 4 or f"–{number}" in words}
    return shown | {"day" for number in numbers if len(number) < 3}


def differing(old: Fact, new: Fact) -> set[str]:
    """Which parts of a date have changed."""
    pairs = [(old.value, new.value)]
    if isinstance(old.value, dates.Interval) and isinstance(new.value, dates.Interval):
        pairs = [(old.value.start, new.value.start), (old.value.end, new.value.end)]
    parts = ("year", "month", "day")
    return {
        part
        for one, other in pairs
        for part in parts
        if getattr(one, part, None) != getattr(other, part, None)
    }


def in_part(what: str, old: Fact, new: Fact, use: Use) -> bool:
    """Whether these words may stay as they are: they do not show what has changed."""
    if old.kind == "date":
        return not differing(old, new) & seen_parts(use.words)
    hedged = use.words.split()[0].lower() in {hedge.split()[0] for hedge in mutators.HEDGES}
    return what in ("+1", "−1") and (hedged or old.kind == "share")


def with_parts(known: Mapping[str, Fact], names: Iterable[str]) -> set[str]:
    """The facts with these ids, and all that they are computed from."""
    found, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += known[name].parts if name in known else ()
            left += [f"{name.rsplit('.', 1)[0]}.dates"] if name.endswith(".days") else []
    return found


def test_every_value_that_the_prose_shows(reader: Reader, say: Say) -> None:
    uses, data = asserted(reader), reader.book.data
    base = set(check(data, reader.book.facts))
    killed, partly, survivors = Counter[str](), list[str](), list[str]()
    seen, needed = set[str](), with_parts(reader.book.facts, uses.facts)
    shown = [value for value in values(reader.book)
             if any(name == str(value) or name.startswith(f"{value}.") for name in needed)]  # fmt: skip
    chosen = some_of_each(
        "values changed", shown, lambda value: {value.kind, value.field}, len(shown) // SHARE
    )
    for value in chosen:
        for what, new in others(value.value):
            try:
                if isinstance(new, str):
                    dates.parse(new)
            except dates.DateError:
                killed["refused when it is read"] += str(value) in seen
                continue
            record = value.changed(new)
            after = replace(data, **{value.kind: {**getattr(data, value.kind), record.id: record}})
            found = facts(after)
            known = reader.book.facts
            touched = [
                name
                for name in uses.facts
                if known[name].value != getattr(found.get(name), "value", None)
            ]
            if not touched:
                continue  # the prose does not show this value, or not this end of it
            seen.add(str(value))
            said = (use for name in touched for use in uses.facts[name])
            page = Found(tuple(replace(use, block=-1) for use in said))
            catalog = replace(reader.domain.catalog, facts=found, pins={})
            if any(judge([page], catalog, "en")):
                killed["told at a use"] += 1
            elif set(check(after, found)) - base:
                killed["told by a check"] += 1
            elif all(
                in_part(what, known[name], found[name], use)
                for name in touched
                for use in uses.facts[name]
            ):
                words = "; ".join(sorted({f"“{use.words}”" for use in page.uses}))
                partly.append(f"{value} {what}: the prose says only {words}")
            else:
                survivors.append(f"{value} {what} → {new}: {[use.words for use in page.uses]}")
    number = f"{killed.total()} of {killed.total() + len(survivors)}"
    say(
        f"data: {number} changes of {len(seen)} values told {dict(killed)}, {len(chosen)} of {len(shown)} drawn"
    )
    say(
        f"  {len(partly)} more change nothing that the prose shows of the value, and no sum holds it:"
    )
    for line in partly:
        say(f"  {line}")
    assert not survivors, "\n".join(survivors)
    assert killed.total() > times(20, 300)


def test_every_name_that_the_prose_shows(reader: Reader, say: Say) -> None:
    uses, data = asserted(reader), reader.book.data
    tried, survivors = 0, []
    for (role, name), said in uses.entities.items():
        kind = ROLES[role]
        record = getattr(data, kind)[name]
        if kind in ("claims", "discrepancies", "sums"):
            continue
        for words in sorted({use.words for use in said}):
            other = _renamed(record, words)
            after = replace(data, **{kind: {**getattr(data, kind), name: other}})
            there: Entity = entities(after)[role, name]
            catalog = replace(reader.domain.catalog, entities={(role, name): there}, pins={})
            tried += 1
            if not any(
                judge([Found(tuple(use for use in said if use.words == words))], catalog, "en")
            ):
                survivors.append(f"{role} {name}: “{words}”")
    say(f"names: {tried - len(survivors)} of {tried} changes of a name told at its use")
    assert not survivors, "\n".join(survivors)


def _renamed(shape: Any, words: str) -> Any:
    """A record without the name that the prose uses, whatever field holds it."""
    if isinstance(shape, str):
        return f"{shape}x" if shape.lower() == words.lower() else shape
    if isinstance(shape, tuple):
        return tuple(_renamed(each, words) for each in shape)
    names = {field.name: getattr(shape, field.name) for field in fields(shape)}
    wanted = ("names", "title", "also", "en", "zh", "pinyin", "ko", "mr")
    inside = {name: _renamed(value, words) for name, value in names.items() if name in wanted}
    return replace(
        shape,
        **{
            name: value
            for name, value in inside.items()
            if isinstance(value, str | tuple) or is_dataclass(value)
        },
    )


# --- the real command --------------------------------------------------------------------------------------------


class Copy:
    """A copy of the book, built by the real command, to be spoilt and mended in turn."""

    def __init__(self, reader: Reader, repository: Path, folder: Path) -> None:
        self.root, self.repository = folder / "book", repository
        shutil.copytree(reader.root, self.root)
        self.build()

    def build(self) -> tuple[int, str]:
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-qnW",
            "-D",
            "html_theme=basic",  # which is written sooner
            "-c",
            ".",
            "-d",
            "build/doctrees",
            "-b",
            "html",
            "docs",
            "build/html",
        ]
        environment = {**os.environ, "PYTHONPATH": str(self.repository), "NO_COLOR": "1"}
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def spoilt(self, path: str, text: str, expected: list[str]) -> list[str]:
        """What of the expected is not said, or not stopped at, in two builds in a row with another text in a file."""
        file = self.root / path
        before = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        try:
            missing = []
            for turn in ("first", "second"):
                code, said = self.build()
                missing += [f"{turn} build: exit 0"] * (code == 0)
                missing += [
                    f"{turn} build: no “{line}” in:\n{said[-2000:]}"
                    for line in expected
                    if line not in said
                ]
            return missing
        finally:
            file.write_text(before, encoding="utf-8")


Damage = tuple[str, str, str, list[str]]
"""What is changed, the file, its new text, and what must be said."""


def in_prose(reader: Reader) -> list[Damage]:
    """Changes of the prose for the real command."""
    changes = [
        change
        for made in rounds(reader)
        for change in made.changes
        if change.words.role and not reason_of(change, reader)
    ]
    made = []
    for change in rng("the real command").sample(changes, DRAWN):
        source, path = reader.sources[change.page], reader.shown(change.page)
        text = source[: change.mutant.start] + change.mutant.new + source[change.mutant.end :]
        made.append((str(change), path, text, [f"{place(path, text, change.words.start)}: "]))
    return made


def in_data(reader: Reader) -> Iterator[Damage]:
    """Changes of the data for the real command, in the words of a contributor."""
    path = "data/batches.yaml"
    source = (reader.root / path).read_text(encoding="utf-8")
    start = source.index("\n  - id: final-2\n")

    def at(old: str, new: str, rule: str, *also: str, column: int = 0) -> Damage:
        offset = source.index(old, start)
        text = source[:offset] + new + source[offset + len(old) :]
        expected = [f"{place(path, text, offset + column)}: "] if rule else []
        return f"{old!r} → {new!r}", path, text, [*expected, *also]

    uses = asserted(reader).facts
    shown = [
        f"{use.position}: "
        for name in ("final-2.strength", "final.strength")
        for use in uses.get(name, [])
    ]
    assert shown
    yield at("value: 100000", "value: 110000", "", *shown, "A")
    yield at("value: 100000", "value: 100,000", "data.type", "100000", column=7)
    yield at("value: 100000", "value: 100000\n      value: 100000", "", "stands twice")
    yield at(
        'value: "1958-07-11/1958-08-14"',
        'value: "1958-07-11/1958-07-10"',
        "data.type",
        "ends before it starts",
        column=7,
    )
    yield at(
        'value: "1958-07-11/1958-08-14"',
        'value: "1958-02-30/1958-08-14"',
        "data.type",
        "February 1958 has 28 days",
        column=7,
    )
    said = uses.get("final-2.dates.start", [])
    days = [f"{use.position}: " for use in said if "day" in seen_parts(use.words)]
    yield at('value: "1958-07-11/1958-08-14"', 'value: "1958-07-12/1958-08-14"', "", *days)
    yield at("claims: [", "claims: [F999, ", "data.evidence", "F999", column=len("claims: ["))
    yield at("units: [", "units: [47th-army, ", "data.order", "two batches", column=len("units: ["))
    yield at(
        "units: [", "units: [48th-army, ", "data.reference", "48th-army", column=len("units: [")
    )


DAMAGES = (
    "a strength", "a comma in a number", "a key twice", "an end before its start", "a day that is none",
    "another first day", "a claim unknown", "a unit in two batches", "a unit unknown",
)  # fmt: skip
"""What `in_data` makes, in its order."""


@pytest.fixture(scope="session")
def real(reader: Reader, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(reader, repository, tmp_path_factory.mktemp("real"))


@pytest.mark.parametrize("number", range(DRAWN))
def test_the_real_command_agrees_on_prose(
    reader: Reader, real: Copy, say: Say, number: int
) -> None:
    """Each change alone, through `python -m sphinx`, two times in a row: Sphinx forgets, the book does not."""
    what, *case = in_prose(reader)[number]
    say(f"{what}, seed {seed()}")
    assert real.spoilt(*case) == []


@pytest.mark.parametrize("name", some("damages of the data", DAMAGES, 2))
def test_the_real_command_agrees_on_data(reader: Reader, real: Copy, say: Say, name: str) -> None:
    what, *case = dict(zip(DAMAGES, in_data(reader), strict=True))[name]
    say(what)
    assert real.spoilt(*case) == []
