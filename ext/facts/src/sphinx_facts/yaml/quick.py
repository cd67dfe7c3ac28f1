"""The plain values of a text whose every line has one of a few plain shapes, at a tenth of the cost of a parser.

Nearly all data files are such texts. Nothing is guessed: a line of any other shape, or one that the parser could find
fault with, gives no values at all, and the text is left to `tree`, which has the words for it and the places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from sphinx_facts.yaml.characters import sound
from sphinx_facts.yaml.scalars import LONGEST_WORD, plain_value, risky
from sphinx_facts.yaml.tree import MOST_DEPTH, MOST_SCALAR

_ITEM = r"(?:[A-Za-z0-9][\w.-]*(?: [\w.-]+)*|\"[\w. -]*\")"
_LINE = re.compile(
    r"^( *)(?:#[^\n]*|(- )?(?:((?:\d+[a-z]+-)?[A-Za-z][\w.-]*):(?: (?=\S)|$))?("
    r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])[^\n:#]*(?:(?::(?! |$)|(?<! )#)[^\n:#]*)*(?<! )"
    rf"|\"[^\"\\\n]*\"|'[^'\n]*'|\[(?:{_ITEM}(?:, {_ITEM})*)?\]|))$",
    re.M | re.A,
)
"""A line: its indent, a dash, a key, a value in one of four forms: plain, in quotes of two kinds, a list of words."""


class Values(NamedTuple):
    """What a text holds, and the number of each line on which an item of a list under a key at the margin begins."""

    root: dict[str, Any]
    items: list[int]


class _Odd(Exception):
    """Something that may be a fault."""


def values(text: str) -> Values | None:
    """What the text holds, as `tree` and `plain` have it without a problem; None if only they can tell."""
    lines = _LINE.findall(text) if sound(text) else []
    if len(lines) != text.count("\n") + 1:
        return None
    try:
        return _values(lines)
    except _Odd:
        return None


def _values(lines: list[tuple[str, str, str, str]]) -> Values:
    root: dict[str, Any] = {}
    items: list[int] = []
    opened: list[tuple[int, Any]] = [(0, root)]
    bare: tuple[dict[str, Any], str] | None = None
    for number, (spaces, dash, key, value) in enumerate(lines, start=1):
        if not (key or value or dash):
            continue
        indent = len(spaces)
        if bare:
            _begin(opened, indent, [] if dash else {})
            bare[0][bare[1]] = opened[-1][1]
            bare = None
        while indent < opened[-1][0]:
            opened.pop()
        depth, inner = opened[-1]
        if indent != depth or (type(inner) is list) != bool(dash):
            raise _Odd
        if dash:
            if len(opened) == 2:
                items.append(number)
            if not key:
                inner.append(_item(value))
                continue
            _begin(opened, indent + 2, {})
            inner.append(opened[-1][1])
            inner = opened[-1][1]
        if not key or key in inner or not _is_key(key):
            raise _Odd
        inner[key] = _scalar(value) if value else None
        bare = None if value else (inner, key)
    if bare or not root:
        raise _Odd
    return Values(root, items)


def _begin(opened: list[tuple[int, Any]], indent: int, new: Any) -> None:
    """Open a list or a map; `opened` has those that are open, from the outside in, each with its indent."""
    if indent <= opened[-1][0] or len(opened) >= MOST_DEPTH:
        raise _Odd
    opened.append((indent, new))


def _item(value: str) -> Any:
    """The value of an item of a list that stands alone on its line."""
    if not value or (value[0] not in "\"'" and re.search("[:：]", value)):
        raise _Odd
    return _scalar(value)


def _scalar(value: str) -> Any:
    """The value of a scalar, or of a list of words in brackets."""
    if LONGEST_WORD < len(value) <= MOST_SCALAR and value[0].isalpha():  # nearly all texts
        return value
    if len(value) > MOST_SCALAR:
        raise _Odd
    if value[0] in "\"'":
        return value[1:-1]
    if value[0] == "[":
        return [_word(word) for word in value[1:-1].split(", ")] if value != "[]" else []
    return _word(value)


@lru_cache(100_000)
def _word(word: str) -> Any:
    if word[0] == '"':
        return word[1:-1]
    if risky(word):
        raise _Odd
    return plain_value(word)


@lru_cache(1_000)
def _is_key(key: str) -> bool:
    return not risky(key)


@lru_cache(2_000)
def places(text: str) -> Mapping[tuple[str | int, ...], tuple[int, int]]:
    """Line and column, from 1, of each value in a text with a single item of a list, which `values` could read.

    The path of the item itself is empty.
    """
    found: dict[tuple[str | int, ...], tuple[int, int]] = {}
    opened: list[tuple[int, tuple[str | int, ...]]] = []
    bare: tuple[str | int, ...] | None = None
    for line, (spaces, dash, key, value) in enumerate(_LINE.findall(text), start=1):
        if not (key or value):
            continue
        indent, column = len(spaces), len(spaces + dash)
        if bare is not None:
            found[bare] = line, indent + 1
            opened.append((indent, bare))
            bare = None
        while opened and indent < opened[-1][0]:
            opened.pop()
        path = opened[-1][1] if opened else ()
        if dash and found:
            path = (*path, next(n for n in count() if (*path, n) not in found))
        if dash:
            found[path] = line, column + 1
            if key:
                opened.append((column, path))
        if key:
            path, column = (*path, key), column + len(key) + 2
            bare = None if value else path
        if value:
            found[path] = line, column + 1
        if value[:1] == "[":
            for number, word in enumerate(re.finditer(r"[^,\s][^,]*", value[1:-1])):
                found[*path, number] = line, column + word.start() + 2
    return found
