"""YAML text to plain values with their places.

A text that is written plainly is read by `quick`. For any other, only the event stream of the parser is used, so that
no type of YAML is ever applied: a `no` never becomes false, a date stays text. Whatever YAML tools read each in their
own way is refused, with its place and how to mend it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.characters import scan
from sphinx_facts.yaml.lines import structure
from sphinx_facts.yaml.quick import places, values
from sphinx_facts.yaml.scalars import plain_value
from sphinx_facts.yaml.tree import Builder, Node

__all__ = [
    "Node",
    "Unread",
    "content",
    "decode",
    "items",
    "key_position",
    "locate",
    "parse",
    "plain",
    "tree",
]

MOST_BYTES = 32_000_000
MOST_PROBLEMS = 25
# What a YAML parser takes; anything else has been reported and is put out of its way.
_UNREADABLE = (
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def content(path: Path, shown: str) -> tuple[bytes, Problem | None]:
    """The bytes of the file at `path`, called `shown` in messages, or the reason why there are none.

    A link is not followed: what it leads to may lie outside the book.
    """
    try:
        found = path.lstat()
        kinds = (
            (stat.S_ISLNK, "a link"),
            (stat.S_ISDIR, "a folder"),
            (lambda mode: not stat.S_ISREG(mode), "a device"),
        )
        what = next((what for holds, what in kinds if holds(found.st_mode)), "")
        if not what and found.st_size <= MOST_BYTES:
            return path.read_bytes(), None
        message = (
            f"a file is needed here, not {what}" if what else _too_long(found.st_size, MOST_BYTES)
        )
        hint = "put the file itself in its place" if what else "take out what does not belong in it"
    except FileNotFoundError:
        message, hint = "the file is missing", "take it back from git"
    except OSError as error:
        message, hint = (
            f"the file cannot be read: {error.strerror}",
            "give yourself the right to read it",
        )
    return b"", Problem(Position(shown, 1, 1), "data.unread", message, hint)


def _too_long(size: int, most: int) -> str:
    return f"the file has {size} bytes; the most is {most}"


def parse(raw: bytes, shown: str) -> tuple[Node | None, list[Problem]]:
    """The tree of the bytes of a file, called `shown` in messages; see `tree`."""
    text, refused = decode(raw, shown)
    return (None, [refused]) if refused else tree(text, shown)


def tree(text: str, shown: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a text, from the file `shown`, and its problems, at most 25, in order.

    There is no tree where the text cannot be parsed. There may be one beside problems: the rest can still be checked.
    Never raises, whatever the text holds.
    """
    problems = list(scan(text, shown))
    told = {problem.position.line for problem in problems}
    if broken := structure(text, shown):
        problems += [problem for problem in broken if problem.position.line not in told]
        return None, sorted(problems)[:MOST_PROBLEMS]
    builder = Builder(re.sub(_UNREADABLE, "_", text) if problems else text, shown)
    root = builder.build()
    if root is None and not builder.problems and not problems:
        hint = "begin with a key and indent its list under it"
        builder.problems.append(
            Problem(Position(shown, 1, 1), "data.syntax", "the file is empty", hint)
        )
    problems += [problem for problem in builder.problems if problem.position.line not in told]
    return root, sorted(problems)[:MOST_PROBLEMS]


@dataclass(frozen=True, slots=True)
class Unread:
    """An item of a list that `quick` could read: only its text is kept, the rest is made when asked for."""

    text: str
    position: Position

    def node(self) -> Node:
        """The tree."""
        shown, line, _ = self.position
        root, _ = tree("\n" * (line - 1) + self.text, shown)
        return root.value[0] if root else Node("map", (), self.position)

    def place(self, path: Sequence[str | int]) -> Position:
        """See `locate`."""
        shown, first, _ = self.position
        found, steps = places(self.text), tuple(path)
        while steps not in found:
            steps = steps[:-1]
        line, column = found[steps]
        return Position(shown, first + line - 1, column)


def items(text: str, shown: str, key: str) -> list[tuple[Unread, Any]]:
    """The items of the list that a text holds under one key, with their values; none unless all of it is plain.

    Where there is none, `tree` knows why.
    """
    found = values(text)
    listed = found.root.get(key) if found and len(found.root) == 1 else None
    if not found or not listed or not isinstance(listed, list):
        return []
    lines, ends = text.split("\n"), [*found.items[1:], None]
    return [
        (
            Unread("\n".join(lines[first - 1 : end and end - 1]), Position(shown, first, column)),
            item,
        )
        for item, first, end in zip(listed, found.items, ends, strict=True)
        for column in (lines[first - 1].index("-") + 3,)
    ]


def plain(node: Node) -> Any:
    """The values of a tree: dict, list, str, and int or bool for scalars without quotes that are plainly such."""
    if node.kind == "map":
        return {key.value: plain(value) for key, value in node.value}
    if node.kind == "list":
        return [plain(item) for item in node.value]
    return node.value if node.quoted else plain_value(node.value)


def locate(node: Node | Unread, path: Sequence[str | int]) -> Position:
    """Where the value at `path` stands; for a path that leads nowhere, the last value on it that exists."""
    if isinstance(node, Unread):
        return node.place(path) if path else node.position
    return _follow(node, path)[1].position


def key_position(node: Node, path: Sequence[str | int]) -> Position:
    """Where the key at the end of `path` stands; the same as `locate` for an item of a list or a missing key."""
    key, value, complete = _follow(node, path)
    return key.position if key and complete else value.position


def _follow(node: Node, path: Sequence[str | int]) -> tuple[Node | None, Node, bool]:
    """The last key, the last value on `path`, and whether the whole of it exists."""
    key: Node | None = None
    for step in path:
        if node.kind == "map":
            pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if pair is None:
                return key, node, False
            key, node = pair
        elif node.kind == "list" and isinstance(step, int) and 0 <= step < len(node.value):
            key, node = None, node.value[step]
        else:
            return key, node, False
    return key, node, True


def decode(
    raw: bytes, shown: str, rule: str = "data.syntax", most: int = MOST_BYTES
) -> tuple[str, Problem | None]:
    """The text of the file `shown` with Unix line ends, or the reason, of `rule`, why there is none.

    There is none of more than `most` bytes.
    """

    def refuse(message: str, hint: str, line: int = 1, column: int = 1) -> tuple[str, Problem]:
        return "", Problem(Position(shown, line, column), rule, message, hint)

    if len(raw) > most:
        return refuse(_too_long(len(raw), most), "divide the file")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw.count(0) > len(raw) // 4:
        return refuse("the file is UTF-16, not UTF-8", "save it again as UTF-8")
    # A byte-order mark at the very beginning is what some editors write; it means nothing.
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").rpartition("\n")
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        return refuse(
            message,
            "save the file again as UTF-8",
            raw.count(b"\n", 0, error.start) + 1,
            len(before[2]) + 1,
        )
    return text.replace("\r\n", "\n"), None
