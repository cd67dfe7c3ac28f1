"""What a change means for readers: values old and new, what follows from them, and where they are shown.

Pure: two readings of the book go in, lists of plain sentences come out; `report` writes them as text, Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ext.withdrawal.answers.line import say
from ext.withdrawal.answers.questions import Question
from ext.withdrawal.changes import errata, flatten
from ext.withdrawal.changes.errata import Stamp
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import key as identity
from ext.withdrawal.records.kinds import KINDS
from ext.withdrawal.records.usage import used_claims
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem

_ROLE = re.compile(r"\{[\w:.-]+\}`(?P<words>[^`<]*?)\s*(?:<[^`>]*>|\{[^`}]*\})?`")
_ENDS = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“{\[])")


@dataclass(frozen=True, slots=True)
class Version:
    """The book at one time: its data, what each page says, its questions, its sources and its problems."""

    book: Book
    found: Mapping[str, Found]
    asked: Mapping[str, Mapping[Hashable, str]]
    pages: Mapping[str, str]
    """The source of each page by docname."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the report; `page` is the docname it leads to, if any, and `place` where it stands in a file."""

    words: str
    page: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; where it is `verbatim`, each item is lines to be copied as they are."""

    title: str
    items: tuple[Item, ...]
    verbatim: bool = False


def compare(old: Version, new: Version, stamp: Stamp) -> tuple[Section, ...]:
    """Every section that has something to say, in the order of interest."""
    facts = changed_facts(old.book.facts, new.book.facts)
    sections = (
        Section("Values", tuple(_records(old.book, new.book))),
        Section("What follows from them", tuple(_derived(old.book, new.book, facts))),
        Section("Sentences that state them", tuple(_sentences(old, new, facts))),
        Section("Sentences rewritten", tuple(_prose(old, new))),
        Section("Tables, timelines, lists and pictures", tuple(_answers(old, new))),
        Section("Claims", tuple(_claims(old, new))),
        Section("Problems", tuple(_problems(old, new))),
        Section(
            "If the old value was published: lines for data/errata.yaml",
            tuple(_errata(old, new, stamp)),
            True,
        ),
    )
    told = tuple(section for section in sections if section.items)
    pages = dict.fromkeys(item.page for section in told for item in section.items if item.page)
    listed = tuple(Item(page, page) for page in sorted(pages))
    return (*told, Section("Pages to look at", listed)) if listed else told


def only_problems(old: Version, new: Version) -> tuple[Section, ...]:
    """What is wrong now and was not before: all that can be said where a file cannot be read."""
    return (Section("Problems", tuple(_problems(old, new))),)


def changed_facts(
    old: Mapping[str, Fact], new: Mapping[str, Fact]
) -> dict[str, tuple[Fact | None, Fact | None]]:
    """The facts that say something else than before, or are new or gone."""
    names = dict.fromkeys((*new, *old))
    return {
        name: (old.get(name), new.get(name))
        for name in names
        if errata.held(old.get(name)) != errata.held(new.get(name))
    }


def _records(old: Book, new: Book) -> Iterator[Item]:
    for kind in KINDS:
        before, after = getattr(old.data, kind), getattr(new.data, kind)
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) != after.get(name):
                was = flatten.values(before.get(name), old.facts)
                now = flatten.values(after.get(name), new.facts)
                yield from _record(new, kind, name, was, now)


def _record(
    new: Book, kind: str, name: str, before: flatten.Values | None, after: flatten.Values | None
) -> Iterator[Item]:
    """What changed in one record; a new one in a line, with its values."""
    was, now = before or {}, after or {}
    if before is None or after is None:
        change = "new in" if before is None else "taken out of"
        yield Item(f"{name}: {change} {kind}", place=_place(new, identity(kind, name), ""))
    for path in dict.fromkeys((*now, *was)):
        if was.get(path) != now.get(path):
            words = _value(was.get(path), now.get(path))
            yield Item(f"{name}.{path}: {words}", place=_place(new, identity(kind, name), path))


def _place(book: Book, name: str, path: str) -> str:
    """Where a field stands in its file; nothing for a record that is gone."""
    steps = [int(step) - 1 if step.isdigit() else step for step in re.split(r"[. ]", path) if step]
    where = book.data.where(name, *steps)
    return str(where) if where.line else ""


def _value(was: flatten.Value | None, now: flatten.Value | None) -> str:
    """A value old → new, with the status and evidence it has now, and what changed of these."""
    if was is None or now is None:
        only, sign = (now, "+") if was is None else (was, "−")
        assert only is not None
        return f"{sign} {only.words}{_rests(only)}"
    parts = [f"{was.words} → {now.words}{_rests(now)}"] if was.words != now.words else []
    if was.status != now.status:
        parts.append(f"status {was.status} → {now.status}")
    parts += [f"evidence + {key}" for key in now.evidence if key not in was.evidence]
    parts += [f"evidence − {key}" for key in was.evidence if key not in now.evidence]
    if was.note != now.note:
        parts.append(
            f"note “{was.note}” → “{now.note}”"
            if was.note and now.note
            else f"note “{now.note or 'gone'}”"
        )
    return "; ".join(parts) or "in another order"


def _rests(value: flatten.Value) -> str:
    found = ", ".join(
        (*((value.status,) if value.status not in ("", "stated") else ()), *value.evidence)
    )
    return f" ({found})" if found else ""


def _derived(
    old: Book, new: Book, facts: Mapping[str, tuple[Fact | None, Fact | None]]
) -> Iterator[Item]:
    """The sums, shares and lengths that this book computes, where they changed."""
    for name, (was, now) in facts.items():
        known = now or was
        if (known and known.status == "derived" and not known.position.line) or (
            known and known.id.endswith(".days")
        ):
            before, after = (say(fact) if fact else "nothing" for fact in (was, now))
            yield Item(f"{name}: {before} → {after}")


def _errata(old: Version, new: Version, stamp: Stamp) -> Iterator[Item]:
    """A record for the errata for each value of a record that is another now, unless it stands there already."""
    yield from (Item(each.lines) for each in errata.owed(old.book.facts, new.book, stamp))


def _sentences(
    old: Version, new: Version, facts: Mapping[str, tuple[Fact | None, Fact | None]]
) -> Iterator[Item]:
    """Each use of a changed value in prose, and whether its words were mended or still hold."""
    wrong = {problem.position for problem in new.problems if problem.rule.startswith("fact.")}
    for page, found in new.found.items():
        before = {(use.id, use.words) for use in old.found.get(page, Found()).uses}
        for use in found.uses:
            if use.role == "fact" and use.id in facts:
                state = "does not agree" if use.position in wrong else _state(use, before)
                yield Item(f"“{use.words}” ({use.id}) {state}", page, str(use.position))


def _state(use: Use, before: set[tuple[str, str]]) -> str:
    return "still holds" if (use.id, use.words) in before else "was mended"


def _prose(old: Version, new: Version) -> Iterator[Item]:
    for page in dict.fromkeys((*new.pages, *old.pages)):
        was, now = old.pages.get(page), new.pages.get(page)
        if was is None or now is None:
            yield Item("a new page" if was is None else "the page is gone", page)
        elif was != now:
            yield from (Item(change, page) for change in _changes(sentences(was), sentences(now)))


def sentences(source: str) -> list[str]:
    """The sentences of a page as a reader sees them, roles replaced by their words."""
    read = _ROLE.sub(lambda role: role["words"] or role[0], source)
    blocks = re.split(r"\n\s*\n", read)
    return [
        sentence
        for block in blocks
        for part in _parts(block)
        for sentence in _ENDS.split(part)
        if sentence
    ]


def _parts(block: str) -> Iterator[str]:
    """The running text of a block as one part; each row of a table and each option of a directive by itself."""
    running: list[str] = []
    for line in block.splitlines():
        if re.match(r"\s*(?:\||:[\w-]+:|`{3}|:{3})", line):
            yield " ".join(" ".join(running).split())
            yield line.strip()
            running = []
        else:
            running.append(line)
    yield " ".join(" ".join(running).split())


def _changes(was: list[str], now: list[str]) -> Iterator[str]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            before, after = " ".join(was[a:b]), " ".join(now[c:d])
            yield (
                f"“{before}” → “{after}”"
                if before and after
                else f"{'+' if after else '−'} “{after or before}”"
            )


def _answers(old: Version, new: Version) -> Iterator[Item]:
    """What a page makes of the data and shows otherwise than before."""
    if old.book.data.sources != new.book.data.sources:
        yield Item("bibliography", KINDS["sources"].page)
    for page, asked in new.asked.items():
        for question in asked:
            if isinstance(question, Question) and _differs(old.book, new.book, question):
                chosen = ", ".join(
                    f"{option} {_option(given)}".strip() for option, given in question.options
                )
                yield Item(f"{question.name}{f' ({chosen})' if chosen else ''}", page)


def _differs(old: Book, new: Book, question: Question) -> bool:
    return repr(question.answer(old)) != repr(question.answer(new))


def _option(given: Any) -> str:
    if isinstance(given, tuple):
        return " ".join(given)
    return "" if given is True else str(given)


def _claims(old: Version, new: Version) -> Iterator[Item]:
    was = used_claims(old.book.data, old.found.values())
    now = used_claims(new.book.data, new.found.values())
    for name in new.book.data.claims:
        if name in now and name not in was:
            yield Item(
                f"{name} is used now: {new.book.data.claims[name].statement}", "reference/claims"
            )
        elif name not in now and (name in was or name not in old.book.data.claims):
            yield Item(
                f"{name} is used by nothing now: {new.book.data.claims[name].statement}",
                "reference/claims",
            )


def _problems(old: Version, new: Version) -> Iterator[Item]:
    def known(problem: Problem) -> tuple[str, str, str]:
        return problem.position.path, problem.rule, problem.message

    before, after = {known(each) for each in old.problems}, {known(each) for each in new.problems}
    for problem in new.problems:
        if known(problem) not in before:
            hint = f" — {problem.hint}" if problem.hint else ""
            yield Item(f"{problem.rule}: {problem.message}{hint}", place=str(problem.position))
    solved = [each for each in old.problems if known(each) not in after]
    if solved:
        yield Item(f"solved: {len(solved)}")
