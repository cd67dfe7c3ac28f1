"""The canonical order and layout of a data file: text to text, values untouched, comments and blank
lines kept.

With every file in this layout a correction is a change of one line. A file that cannot be read is
left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from ext.withdrawal.records.kinds import FILES, class_in
from ext.withdrawal.records.mending import QUOTED
from ext.withdrawal.records.model import Evidence, Record
from sphinx_facts.yaml.reader import Node, parse

_LAST = ("figures", "status", "claims", "sources", "note")


def laid_out(text: str, kind: str) -> str:
    """The text of `data/<kind>.yaml` in its canonical layout; the same text if it cannot be read."""
    root, problems = parse(text.encode(), f"data/{kind}.yaml")
    broken = any(problem.rule == "data.syntax" for problem in problems)
    if root is None or root.kind != "map" or broken:
        return text
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    writer = _Writer(lines, _started(root))
    shape = FILES.get(kind)
    for key, value in root.value:
        writer.pair(key, value, 0, shape)
    rest = [line.rstrip() for line in lines[writer.read :]]
    return "\n".join(_single_gaps([*writer.out, *rest])).strip("\n") + "\n"


def files_out_of_layout(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each data file that is not in its canonical layout, with the text it should have."""
    for kind in FILES:
        path = folder / f"{kind}.yaml"
        text = path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else ""
        if max(text, default="") < "\udc80" and laid_out(text, kind) != text:
            yield path, laid_out(text, kind)


@dataclass(slots=True)
class _Writer:
    """Writes the nodes of a file in order; `read` is the number of source lines that were used so
    far.

    `told` holds the comments that were written, since the first key of an item may move behind
    others.
    """

    lines: list[str]
    starts: frozenset[int]
    out: list[str] = field(default_factory=list)
    read: int = 0
    told: set[int] = field(default_factory=set)

    def before(self, node: Node, indent: int) -> None:
        """The comments and blank lines above a node, at its indent; on top of the file as they are."""
        last = node.position.line - 1
        first = last
        while first > 0 and first not in self.starts:
            first -= 1
        for number in range(first, last):
            text = self.lines[number].strip()
            if number not in self.told:
                self.out.append((" " * indent + text) if text else "")
            self.told.add(number)
        self.read = max(self.read, last + 1)

    def pair(self, key: Node, value: Node, indent: int, shape: Any, dash: str = "") -> None:
        """A key and its value. `dash` stands before the first key of an item; its comments are
        written already."""
        if not dash:
            self.before(key, indent)
        self.read = max(self.read, key.position.line)
        head = f"{dash or ' ' * indent}{self.scalar(key)[0]}:"
        if value.kind == "scalar" or self.is_flow(value):
            text, comment = self.inline(value)
            self.read = max(self.read, value.position.line)
            self.out.append(f"{head} {text}{comment}")
            return
        self.out.append(head + self.comment(key))
        if value.kind == "map":
            for inner, each in ordered(value.value, shape):
                self.pair(inner, each, indent + 2, _inside(shape, str(inner.value)))
            return
        for item in value.value:
            self.item(item, indent + 2, shape)

    def item(self, item: Node, indent: int, shape: Any) -> None:
        """An item of a list: a value, or a map whose first key stands behind the dash."""
        self.before(item, indent)
        self.read = max(self.read, item.position.line)
        dash = " " * indent + "- "
        if item.kind != "map" or self.is_flow(item):
            text, comment = self.inline(item)
            self.out.append(f"{dash}{text}{comment}")
            return
        for place, (key, value) in enumerate(ordered(item.value, shape)):
            self.pair(key, value, indent + 2, _inside(shape, str(key.value)), "" if place else dash)

    def is_flow(self, node: Node) -> bool:
        """Whether a list or map stands in brackets on one line."""
        line = self.lines[node.position.line - 1]
        return node.kind != "scalar" and line[node.position.column - 1] in "[{"

    def scalar(self, node: Node) -> tuple[str, int]:
        """A scalar as it stands in the file, and the column after it."""
        line, start = self.lines[node.position.line - 1], node.position.column - 1
        quoted = QUOTED.match(line, start) if node.quoted else None
        text = quoted[0] if quoted else str(node.value)
        return text, start + len(text)

    def inline(self, node: Node) -> tuple[str, str]:
        """A value on one line, and the comment behind it."""
        line = self.lines[node.position.line - 1]
        if node.kind == "scalar":
            text, end = self.scalar(node)
        elif node.kind == "list":
            parts = [self.scalar(item) for item in node.value]
            end = line.index("]", parts[-1][1] if parts else node.position.column - 1) + 1
            text = "[" + ", ".join(part for part, _ in parts) + "]"
        else:
            return line[node.position.column - 1 :].rstrip(), ""
        rest = line[end:].strip()
        return text, line[end:].rstrip() if rest.startswith("#") else ""

    def comment(self, key: Node) -> str:
        """The comment behind a key whose value stands below it."""
        _, end = self.scalar(key)
        rest = self.lines[key.position.line - 1][end:].lstrip().removeprefix(":")
        return rest.rstrip() if rest.strip().startswith("#") else ""


def _started(node: Node) -> frozenset[int]:
    """The lines on which a key or a value begins."""
    found: set[int] = set()
    stack = [node]
    while stack:
        here = stack.pop()
        if here.kind == "map":
            stack += [part for pair in here.value for part in pair]
        elif here.kind == "list":
            stack += here.value
        else:
            found.add(here.position.line)
    return frozenset(found)


def _single_gaps(lines: list[str]) -> Iterator[str]:
    """The lines with no more than one blank line together."""
    for place, line in enumerate(lines):
        if line or (place and lines[place - 1]):
            yield line


def ordered(pairs: tuple[tuple[Node, Node], ...], shape: Any) -> list[tuple[Node, Node]]:
    """The pairs of a map in the order of its class; keys that it does not know stay behind the one
    before them."""
    known = order_of(shape)
    ranks: list[int] = []
    for key, _ in pairs:
        ranks.append(known.index(key.value) if key.value in known else (ranks[-1] if ranks else 0))
    ranked = sorted(zip(ranks, pairs, strict=True), key=itemgetter(0))
    return [pair for _, pair in ranked]


def order_of(shape: Any) -> tuple[str, ...]:
    """The order of the keys of a class: its own, and for values and records the evidence and the
    note at the end."""
    if not is_dataclass(shape) or not isinstance(shape, type):
        return ()
    names = [each.name for each in fields(shape)]
    if issubclass(shape, Evidence | Record):
        names.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)
    return tuple(names)


def _inside(shape: Any, key: str) -> Any:
    """The class of the maps that stand under a key; for figures, whose keys are free, that of the
    map of figures."""
    if get_origin(shape) is Mapping:
        return get_args(shape)[-1]
    if not is_dataclass(shape) or not isinstance(shape, type):
        return None
    hint = get_type_hints(shape).get(key)
    return hint if get_origin(hint) is Mapping else class_in(shape, key)
