"""What a change means for readers: values old and new, what follows, and where they are shown.

Pure: two readings of the book go in, lists of plain sentences come out; `report` writes them as
text, Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ext.withdrawal.answers.line import say
from ext.withdrawal.answers.questions import Question
from ext.withdrawal.changes import errata, flatten
from ext.withdrawal.changes.errata import Stamp, held
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import key as identity
from ext.withdrawal.records.kinds import KINDS
from ext.withdrawal.records.queries import used_claims
from sphinx_facts.prose.collect import Found
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem

_ROLE = re.compile(r"\{[\w:.-]+\}`(?P<words>[^`<]*?)\s*(?:<[^`>]*>|\{[^`}]*\})?`")
_ENDS = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“{\[])")

Changed = Mapping[str, tuple[Fact | None, Fact | None]]
"""Facts as they were and as they are, None where there is none, by id."""


@dataclass(frozen=True, slots=True)
class Version:
    """The book at one time: its data, what each page says, its questions, sources and problems."""

    book: Book
    found: Mapping[str, Found]
    asked: Mapping[str, Mapping[Hashable, str]]
    pages: Mapping[str, str]
    """The source of each page by docname."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the report; `page` is the docname it leads to, if any, and `place` where it
    stands in a file."""

    words: str
    page: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; where it is `verbatim`, each item is lines to be copied."""

    title: str
    items: tuple[Item, ...]
    verbatim: bool = False


def compare(old: Version, new: Version, stamp: Stamp) -> tuple[Section, ...]:
    """Every section that has something to say, in the order of interest."""
    facts = changed_facts(old.book.facts, new.book.facts)
    # A record for the errata for each value that is another now, unless it stands there already.
    owed = (Item(each.lines) for each in errata.owed(old.book.facts, new.book, stamp))
    found = {
        "Values": _records(old.book, new.book),
        "What follows from them": _derived(facts),
        "Sentences that state them": _sentences(old, new, facts),
        "Sentences rewritten": _prose(old, new),
        "Tables, timelines, lists and pictures": _answers(old, new),
        "Claims": _claims(old, new),
        "Problems": _problems(old, new),
        "If the old value was published: lines for data/errata.yaml": owed,
    }
    sections = [
        Section(title, items, verbatim=each is owed)
        for title, each in found.items()
        if (items := tuple(each))
    ]
    pages = sorted({item.page for section in sections for item in section.items} - {""})
    listed = tuple(Item(page, page) for page in pages)
    return (*sections, *([Section("Pages to look at", listed)] if listed else []))


def only_problems(old: Version, new: Version) -> tuple[Section, ...]:
    """What is wrong now and was not before: all that can be said where a file cannot be read."""
    return (Section("Problems", tuple(_problems(old, new))),)


def changed_facts(old: Mapping[str, Fact], new: Mapping[str, Fact]) -> Changed:
    """The facts that say something else than before, or are new or gone."""
    pairs = {name: (old.get(name), new.get(name)) for name in (*new, *old)}
    return {name: (was, now) for name, (was, now) in pairs.items() if held(was) != held(now)}


def _records(old: Book, new: Book) -> Iterator[Item]:
    """What changed in each record; a new one has a line of its own, with its values."""
    for kind in KINDS:
        before, after = getattr(old.data, kind), getattr(new.data, kind)
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) == after.get(name):
                continue
            if name not in before or name not in after:
                change = "new in" if name in after else "taken out of"
                yield Item(f"{name}: {change} {kind}", place=_place(new, identity(kind, name), ""))
            was = flatten.values(before.get(name), old.facts)
            now = flatten.values(after.get(name), new.facts)
            for path in dict.fromkeys((*now, *was)):
                if was.get(path) != now.get(path):
                    words = _value(was.get(path), now.get(path))
                    place = _place(new, identity(kind, name), path)
                    yield Item(f"{name}.{path}: {words}", place=place)


def _place(book: Book, name: str, path: str) -> str:
    """Where a field stands in its file; nothing for a record that is gone."""
    steps = [int(step) - 1 if step.isdigit() else step for step in re.split(r"[. ]", path) if step]
    where = book.data.where(name, *steps)
    return str(where) if where.line else ""


def _value(was: flatten.Value | None, now: flatten.Value | None) -> str:
    """A value old → new, with the status and evidence it has now, and what changed of these."""
    if was is None or now is None:
        return (
            f"+ {now.words}{_rests(now)}" if now else f"− {was.words}{_rests(was)}" if was else ""
        )
    parts = [f"{was.words} → {now.words}{_rests(now)}"] if was.words != now.words else []
    if was.status != now.status:
        parts.append(f"status {was.status} → {now.status}")
    parts += [f"evidence + {key}" for key in now.evidence if key not in was.evidence]
    parts += [f"evidence − {key}" for key in was.evidence if key not in now.evidence]
    if was.note != now.note:
        both = was.note and now.note
        parts.append(
            f"note “{was.note}” → “{now.note}”" if both else f"note “{now.note or 'gone'}”"
        )
    return "; ".join(parts) or "in another order"


def _rests(value: flatten.Value) -> str:
    status = () if value.status in ("", "stated") else (value.status,)
    found = ", ".join((*status, *value.evidence))
    return f" ({found})" if found else ""


def _derived(facts: Changed) -> Iterator[Item]:
    """The sums, shares and lengths that this book computes, where they changed."""
    for name, (was, now) in facts.items():
        known = now or was
        computed = known and known.status == "derived" and not known.position.line
        if computed or name.endswith(".days"):
            before, after = (say(fact) if fact else "nothing" for fact in (was, now))
            yield Item(f"{name}: {before} → {after}")


def _sentences(old: Version, new: Version, facts: Changed) -> Iterator[Item]:
    """Each use of a changed value in prose, and whether its words were mended or still hold."""
    wrong = {problem.position for problem in new.problems if problem.rule.startswith("fact.")}
    for page, found in new.found.items():
        before = {(use.id, use.words) for use in old.found.get(page, Found()).uses}
        for use in found.uses:
            if use.role == "fact" and use.id in facts:
                state = "still holds" if (use.id, use.words) in before else "was mended"
                state = "does not agree" if use.position in wrong else state
                yield Item(f"“{use.words}” ({use.id}) {state}", page, str(use.position))


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
    parts = (part for block in re.split(r"\n\s*\n", read) for part in _parts(block))
    return [sentence for part in parts for sentence in _ENDS.split(part) if sentence]


def _parts(block: str) -> Iterator[str]:
    """The running text of a block as one part; each row of a table and each option of a directive
    by itself."""
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
        before, after = " ".join(was[a:b]), " ".join(now[c:d])
        if kind == "replace" and before and after:
            yield f"“{before}” → “{after}”"
        elif kind != "equal":
            yield f"{'+' if after else '−'} “{after or before}”"


def _answers(old: Version, new: Version) -> Iterator[Item]:
    """What a page makes of the data and shows otherwise than before."""
    if old.book.data.sources != new.book.data.sources:
        yield Item("bibliography", KINDS["sources"].page)
    for page, asked in new.asked.items():
        for question in asked:
            if isinstance(question, Question) and not _same(old.book, new.book, question):
                chosen = ", ".join(
                    " ".join((option, *_words(given))) for option, given in question.options
                )
                yield Item(f"{question.name} ({chosen})" if chosen else question.name, page)


def _same(old: Book, new: Book, question: Question) -> bool:
    return repr(question.answer(old)) == repr(question.answer(new))


def _words(given: str | bool | tuple[str, ...]) -> tuple[str, ...]:
    return given if isinstance(given, tuple) else () if given is True else (str(given),)


def _claims(old: Version, new: Version) -> Iterator[Item]:
    was, now = (used_claims(each.book.data, each.found.values()) for each in (old, new))
    for name, claim in new.book.data.claims.items():
        use = "now" if name in now and name not in was else ""
        if name not in now and (name in was or name not in old.book.data.claims):
            use = "by nothing now"
        if use:
            yield Item(f"{name} is used {use}: {claim.statement}", KINDS["claims"].page)


def _problems(old: Version, new: Version) -> Iterator[Item]:
    def known(problem: Problem) -> tuple[str, str, str]:
        return problem.position.path, problem.rule, problem.message

    before, after = {known(each) for each in old.problems}, {known(each) for each in new.problems}
    for problem in new.problems:
        if known(problem) not in before:
            hint = f" — {problem.hint}" if problem.hint else ""
            yield Item(f"{problem.rule}: {problem.message}{hint}", place=str(problem.position))
    if solved := sum(known(each) not in after for each in old.problems):
        yield Item(f"solved: {solved}")
