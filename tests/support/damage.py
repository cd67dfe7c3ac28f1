"""Damages the data files of a book at random, and judges what the book says of it, without Sphinx.

The pages are read once; a damaged file is read, checked and judged against them in a hundredth of a second or two.
"""

from __future__ import annotations

import functools
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from ext.withdrawal.answers.questions import Question
from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records import load
from ext.withdrawal.records.book import Book, read_book
from sphinx_facts.prose.judge import judge
from sphinx_facts.values.problem import Problem


class Laboratory:
    """A copy of the data of a book, and what its pages say."""

    def __init__(self, root: Path, folder: Path, patch: pytest.MonkeyPatch) -> None:
        reading = read_pages(root)
        assert reading.domain is not None
        assert not reading.problems, reading.problems
        self.pages = list(reading.domain.data["found"].values())
        self.asked = sorted(
            {each for asked in reading.domain.data["asked"].values() for each in asked}, key=repr
        )
        self.data = folder / "data"
        self.data.mkdir()
        for path in (root / "data").iterdir():
            if path.is_file():
                shutil.copy(path, self.data)
        self.files = {path.name: path.read_bytes() for path in sorted(self.data.iterdir())}
        # One file changes at a time: what the others hold is read once.
        patch.setattr(load, "read_works", _once(load.read_works))
        for name in ("items", "tree"):
            patch.setattr(load.yaml, name, functools.lru_cache(64)(getattr(load.yaml, name)))
        self.sound = read_book(self.data)

    def read(self, name: str, raw: bytes) -> Book:
        """The book with other bytes in one file."""
        (self.data / name).write_bytes(raw)
        try:
            return read_book(self.data)
        finally:
            (self.data / name).write_bytes(self.files[name])

    def problems(self, book: Book) -> list[Problem]:
        """All that is said of a book and of the pages."""
        said = {*book.problems, *judge(self.pages, book.catalog(), "en")}
        if not book.data.broken:
            for question in self.asked:
                if isinstance(question, Question):
                    repr(question.answer(book))
        return sorted(said)


def _once(read: Callable[[Path, str], Any]) -> Callable[[Path, str], Any]:
    @functools.lru_cache(64)
    def kept(raw: bytes, path: Path, shown: str) -> Any:
        return read(path, shown)

    return lambda path, shown: kept(path.read_bytes(), path, shown)


def meaning(book: Book) -> dict[tuple[str, str], Any]:
    """What a book holds, record by record."""
    return {
        (kind.name, name): record
        for kind in fields(book.data)
        if kind.name not in ("nodes", "broken")
        for name, record in getattr(book.data, kind.name).items()
    }


def changed(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The fields that differ between two records, each as its path."""
    if before == after:
        return
    if type(before) is type(after) and hasattr(before, "__dataclass_fields__"):
        for field in fields(before):
            yield from changed(
                getattr(before, field.name), getattr(after, field.name), (*path, field.name)
            )
    elif isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for name in before:
            yield from changed(before[name], after[name], (*path, "*"))
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from changed(one, other, path)
    else:
        yield ".".join(path) or "a record"


Damage = Callable[[str, random.Random], str]


def _lines(act: Callable[[list[str], random.Random], object]) -> Damage:
    def damage(text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        act(lines, chance)
        return "\n".join(lines)

    return damage


def _any(lines: list[str], chance: random.Random) -> int:
    """The number of a line that holds something, which is not a comment."""
    return chance.choice(
        [n for n, line in enumerate(lines) if line.strip() and line.strip()[0] not in "#%"]
    )


def _delete(lines: list[str], chance: random.Random) -> None:
    del lines[_any(lines, chance)]


def _double(lines: list[str], chance: random.Random) -> None:
    place = _any(lines, chance)
    lines.insert(place, lines[place])


def _swap(lines: list[str], chance: random.Random) -> None:
    one, other = _any(lines, chance), _any(lines, chance)
    lines[one], lines[other] = lines[other], lines[one]


def _move(lines: list[str], chance: random.Random) -> None:
    lines.insert(_any(lines, chance), lines.pop(_any(lines, chance)))


def _join(lines: list[str], chance: random.Random) -> None:
    place = _any(lines, chance)
    lines[place : place + 2] = [" ".join(lines[place : place + 2])]


def _split(lines: list[str], chance: random.Random) -> None:
    place = _any(lines, chance)
    cut = chance.randrange(len(lines[place]) + 1)
    lines[place : place + 1] = [lines[place][:cut], lines[place][cut:]]


def _indent(lines: list[str], chance: random.Random) -> None:
    place = _any(lines, chance)
    more = chance.choice((-4, -2, -1, 1, 2, 4))
    spare = len(lines[place]) - len(lines[place].lstrip())
    lines[place] = " " * more + lines[place] if more > 0 else lines[place][min(-more, spare) :]


def _block(lines: list[str], chance: random.Random) -> None:
    """Take out several lines."""
    place = _any(lines, chance)
    del lines[place : place + chance.randrange(2, 9)]


def _value(lines: list[str], chance: random.Random) -> None:
    """Another value behind a key."""
    places = [n for n, line in enumerate(lines) if re.match(r"\s*(?:- )?[\w-]+\s*[:=] \S", line)]
    if places:
        place = chance.choice(places)
        head, mark, _ = re.split(r"([:=] )", lines[place], maxsplit=1)
        lines[place] = head + mark + chance.choice(ODD)


ODD = (
    "yes", "No", "~", "null", "true", "", "[]", "{}", "[a]", "[a, b]", "{a: b}", '""', "''", "0", "-1", "007", "1e3",
    "80,000", "80000.0", "1958", "1958-07-11", '"1958-07-11"', '"1958-02-30"', '"11 July 1958"', '"1958-7"', "unknown",
    "99999999999999999999", "1000000000001", "12:30", '"12"', "a: b", "x # y", "&a", "*a", "!!str a", "|", ">", "@x",
    "'it", '"it', '"a" b', "[a", "54th Army", "final-2", "F001", "F999", "Fehler", "ABC", "{{x}}", "$x$", "<b>x</b>",
    "\u0130d", "a\u200bb", "人民", "\t", "a\tb", "x" * 30_000,
)  # fmt: skip


def _key(lines: list[str], chance: random.Random) -> None:
    """A letter of a key is another, or gone, or doubled."""
    places = [n for n, line in enumerate(lines) if re.match(r"\s*(?:- )?[a-z-]{2,}\s*[:=]", line)]
    place = chance.choice(places)
    found = re.search(r"[a-z-]{2,}", lines[place])
    assert found
    lines[place] = (
        lines[place][: found.start()] + _misspelt(found[0], chance) + lines[place][found.end() :]
    )


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("abcxyz") + word[at + 1 :],
            word.upper(),
            word.title(),
            word.replace("-", "_") + "s",
        )
    )


def _name(lines: list[str], chance: random.Random) -> None:
    """An id or a key in a list or as a value is misspelt, or takes the place of another."""
    text = "\n".join(lines)
    names = list(
        re.finditer(r"(?<=[\[ ,{])(?:[a-z0-9]+(?:-[a-z0-9]+)+|[FXDAC]\d{2,3})(?=[\],\s}])", text)
    )
    if names:
        one, other = chance.choice(names), chance.choice(names)
        new = other[0] if chance.random() < 0.4 else _misspelt(one[0], chance)
        lines[:] = (text[: one.start()] + new + text[one.end() :]).split("\n")


def _character(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    new = chance.choice(CHARACTERS)
    return chance.choice(
        (text[:at] + text[at + 1 :], text[:at] + new + text[at:], text[:at] + new + text[at + 1 :])
    )


CHARACTERS = (
    *"\"'[]{}:-#,&*!|>%@`?=~\\/ \t\n0123456789aAzZéß\r\0\x1b", "\u00a0", "\u200b", "\u202e",
    "\ufeff", "\u3000", "\u2028", "\ud7ff", "\ufffd", "，", "：", "“", "”", "–", "\u0430", "人",
    "\U0001f600", "\U000e0041", "\n\n", "  ", "---\n", "...\n",
)  # fmt: skip


def _digit(text: str, chance: random.Random) -> str:
    found = chance.choice(list(re.finditer(r"\d", text)) or [re.match("", text)])
    return (
        text[: found.start()] + str(chance.randrange(10)) + text[found.end() :] if found else text
    )


def _quotes(text: str, chance: random.Random) -> str:
    found = chance.choice(list(re.finditer("[\"'{}]", text)) or [re.search(" ", text)])
    return (
        text[: found.start()] + chance.choice(("", '"', "'", "“", '""')) + text[found.end() :]
        if found
        else text
    )


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _tail(text: str, chance: random.Random) -> str:
    return text[chance.randrange(len(text)) :]


DAMAGES: dict[str, Damage] = {
    **{act.__name__.strip("_"): _lines(act) for act in (
        _delete, _double, _swap, _move, _join, _split, _indent, _block, _value, _key, _name)},
    **{act.__name__.strip("_"): act for act in (_character, _digit, _quotes, _cut, _tail)},
}  # fmt: skip
COMMON = {"value": 3, "name": 3, "key": 2, "character": 3, "cut": 1, "tail": 1}


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged file: what was done, to which file, and what it holds now."""

    kind: str
    name: str
    raw: bytes


def damaged(files: dict[str, bytes], chance: random.Random) -> Damaged:
    """One damage, of any kind, to any file that holds something."""
    name = chance.choice([name for name, raw in files.items() if len(raw) > 30])
    raw = files[name]
    if chance.random() < 0.05:
        at = chance.randrange(len(raw))
        new = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
        return Damaged("bytes", name, raw[:at] + new + raw[at + chance.randrange(9) :])
    kind = chance.choices(list(DAMAGES), [COMMON.get(kind, 2) for kind in DAMAGES])[0]
    return Damaged(kind, name, DAMAGES[kind](raw.decode(), chance).encode("utf-8", "surrogatepass"))
