"""The tree of a YAML text, made from parser events; no YAML type is ever applied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

import yaml

from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.characters import scan
from sphinx_facts.yaml.errors import complaint, place
from sphinx_facts.yaml.scalars import in_quotes, risky

MOST_DEPTH, MOST_SCALAR = 6, 20_000
# The C parser is fifteen times as fast; where it fails, the other one runs again for its better messages.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNCLOSED = "the quote opened here is not closed on this line"
_NUMBER_WITH_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+$")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a YAML file and its place.

    `value` is a str for a scalar, a tuple of nodes for a list, a tuple of pairs (key node, value node) for a map.
    """

    kind: Literal["map", "list", "scalar"]
    value: Any
    position: Position
    quoted: bool = False


class _Stop(Exception):
    """Nothing more can be read after this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or map that is being read."""

    kind: Literal["map", "list"]
    position: Position
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """Reads one text; `problems` fills on the way."""

    text: str
    shown: str
    problems: list[Problem] = field(default_factory=list)
    _lines: list[str] = field(init=False)
    _documents: int = 0

    def __post_init__(self) -> None:
        self._lines = [*self.text.split("\n"), ""]

    def build(self) -> Node | None:
        """The root, or None if the text is empty or is no YAML of this book (the reasons are in `problems`)."""
        error: Exception | None = None
        for loader in (_FAST, yaml.SafeLoader):
            self.problems.clear()
            self._documents = 0
            try:
                return self._tree(loader)
            except _Stop as stop:
                self.problems.append(stop.problem)
                return None
            except yaml.MarkedYAMLError as found:
                error = found
            except (yaml.YAMLError, ValueError, OverflowError) as found:
                # An escape such as U+FFFFFFFF breaks the slow parser; the complaint of the fast one is kept.
                error = error or found
        if error:
            # One fault is told once: what stops the parser is often the end of something refused already.
            last = complaint(error, self.shown)
            lines = {problem.position.line for problem in self.problems}
            if last.position.line not in lines and all(
                problem.message != _UNCLOSED for problem in self.problems
            ):
                self.problems.append(last)
        return None

    def _tree(self, loader: Any) -> Node | None:
        root: Node | None = None
        stack: list[_Open] = []
        for event in yaml.parse(self.text, Loader=loader):
            position = place(event.start_mark, self.shown)
            match event:
                case yaml.ScalarEvent() | yaml.AliasEvent():
                    self._refused(event, position)
                    done = self._scalar(event, position, stack)
                case yaml.DocumentStartEvent():
                    self._document(event, position)
                    continue
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._refused(event, position)
                    if len(stack) >= MOST_DEPTH:
                        raise self._stop(position, f"nested more than {MOST_DEPTH} deep")
                    stack.append(
                        _Open(
                            "map" if isinstance(event, yaml.MappingStartEvent) else "list", position
                        )
                    )
                    continue
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    opened = stack.pop()
                    value = (
                        tuple(self._pairs(opened.items))
                        if opened.kind == "map"
                        else tuple(opened.items)
                    )
                    done = Node(opened.kind, value, opened.position)
                case _:
                    continue
            if stack:
                stack[-1].items.append(done)
            else:
                root = done
        return root

    def _stop(self, position: Position, message: str, hint: str = "") -> _Stop:
        return _Stop(Problem(position, "data.syntax", message, hint))

    def _add(
        self, position: Position, message: str, hint: str = "", rule: str = "data.syntax"
    ) -> None:
        self.problems.append(Problem(position, rule, message, hint))

    def _document(self, event: Any, position: Position) -> None:
        self._documents += 1
        if self._documents > 1:
            hint = "one file is one document: delete the line “---”"
            raise self._stop(position, "a second document in one file", hint)
        if event.version or event.tags:
            raise self._stop(Position(self.shown, 1, 1), "a directive", "delete the line")

    def _refused(self, event: Any, position: Position) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if not (anchor or tag):
            return
        word = self._lines[position.line - 1][position.column - 1 :].split(" ")[0]
        what = "a tag" if tag else "an alias" if isinstance(event, yaml.AliasEvent) else "an anchor"
        self._add(
            position,
            f"“{word[:40]}” is {what} in YAML",
            "write the value out; text that begins so needs quotes",
        )

    def _scalar(self, event: Any, position: Position, stack: Sequence[_Open]) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return Node("scalar", f"*{event.anchor}", position, quoted=True)
        value: str = event.value
        node = Node("scalar", value, position, quoted=bool(event.style))
        if len(value) > MOST_SCALAR:
            self._add(
                position,
                f"a text of {len(value)} characters; the most is {MOST_SCALAR}",
                "make it shorter",
            )
        elif event.style in ("|", ">"):
            self._add(
                position,
                f"“{event.style}” begins a text of several lines",
                "write it on one line, in quotes",
            )
        elif event.end_mark.line != event.start_mark.line:
            self._lines_joined(event, position)
        elif event.style == '"':
            if "\\" in self._lines[position.line - 1]:
                return self._escapes(node)
        elif not event.style:
            key = bool(stack) and stack[-1].kind == "map" and len(stack[-1].items) % 2 == 0
            self._plain(node, event.end_mark.column, key)
        return node

    def _lines_joined(self, event: Any, position: Position) -> None:
        if event.style:
            self._add(position, _UNCLOSED, "close it at the end of the text")
            return
        # The end mark of a plain scalar may stand behind empty lines; the fault is the first line with text.
        first = self._lines[position.line - 1][position.column - 1 :].strip()
        alone = not self._lines[position.line - 1][: position.column - 1].strip(" -")
        if alone and (pair := re.fullmatch(r"([a-z][a-z-]*) +([^:]+)", first)):
            hint = f"write {pair[1]}: {pair[2]} if the first word is a key"
            self._add(
                position, f"no colon in “{first[:40]}”, so that the next line is joined to it", hint
            )
            return
        line = next(
            n for n in range(position.line + 1, len(self._lines) + 1) if self._lines[n - 1].strip()
        )
        text = self._lines[line - 1]
        column = len(text) - len(text.lstrip()) + 1
        message = f"“{text.strip()[:40]}” is joined to the value on the line above"
        self._add(
            Position(self.shown, line, column),
            message,
            "check the indent; a value stands on one line",
        )

    def _escapes(self, node: Node) -> Node:
        text = node.value.replace("\t", "\x00").replace("\n", "\x00")
        for problem in islice(scan(text, self.shown), 1):
            message = f"an escape makes a character that may not stand here: {problem.message}"
            if "\x00" in text and "\x00" not in node.value:
                message = "an escape makes a tab or a line end"
            self._add(node.position, message, "delete the escape")
        return Node(
            "scalar", re.sub("[\ud800-\udfff]", "\ufffd", node.value), node.position, quoted=True
        )

    def _plain(self, node: Node, end: int, key: bool) -> None:
        line, position = self._lines[node.position.line - 1], node.position
        rest = line[end:]
        if cut := re.match(r"\s+#(?=[^\s#])", rest):
            place = Position(self.shown, position.line, end + cut.end())
            whole = line[position.column - 1 :].strip() if node.value else rest.strip()
            message = f"“{rest.strip()[:40]}” is cut off: a space and # begin a comment"
            self._add(place, message, f"{in_quotes(whole)}, or “# ” if it is a comment")
        elif not node.value:
            if key:
                self._add(position, "an empty key", "write the key, or delete it", "data.key")
            else:
                self._add(
                    position, "the value is empty", "give a value, or delete the line", "data.type"
                )
        elif re.match(r"[0-9]", node.value) and line[: position.column - 1].endswith(","):
            found = _NUMBER_WITH_COMMAS.search(line[:end])
            number = found[0] if found else f",{node.value}"
            hint = f"write {number.replace(',', '')}" if found else "put a space after the comma"
            self._add(
                position,
                f"“{number}” is two values in a list: a comma ends a value",
                hint,
                "data.type",
            )
        elif wrong := risky(node.value):
            self._add(position, *wrong, "data.key" if key else "data.type")
        elif key and (" " in node.value or node.value == "<<"):
            hint = (
                "delete it and write the keys out"
                if node.value == "<<"
                else "put text that holds a colon in quotes"
            )
            self._add(
                position, f"“{node.value[:40]}” is not a key: a key is one word", hint, "data.key"
            )

    def _pairs(self, items: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
        first: dict[str, int] = {}
        again: list[Node] = []
        for key, value in zip(items[::2], items[1::2], strict=True):
            if key.kind != "scalar":
                self._add(key.position, f"a {key.kind} as a key", "a key is one word", "data.key")
            elif key.value in first:
                again.append(key)
            else:
                first[key.value] = key.position.line
                yield key, value
        if again:
            key, more = again[0], f" and {len(again) - 1} more" if len(again) > 1 else ""
            message = f"the key “{key.value[:40]}”{more} stands twice in this map (first on line {first[key.value]})"
            hint = (
                "keep one of each, or begin the second map with its own dash"
                if more
                else "keep one"
            )
            self._add(key.position, message, hint, "data.key")
