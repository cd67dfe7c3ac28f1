"""One problem found in the data or the prose: where, which rule, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a file: path as shown to people (relative, with `/`), line and column from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Position("", 0, 0)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem, ordered by its place so that a report reads from top to bottom; `about` names the facts it is of;
    one that is `mild` is told, and stops nothing."""

    position: Position
    rule: str
    message: str
    hint: str = ""
    about: tuple[str, ...] = field(default=(), compare=False)
    mild: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        text = f"{visible(str(self.position))}: {self.rule}: {visible(self.message)}"
        return f"{text}\n    hint: {visible(self.hint)}" if self.hint else text

    def annotation(self) -> str:
        """The problem as a workflow command, which shows it on the line of a pull request."""
        body = f"{visible(self.message)}"
        body += f"\nhint: {visible(self.hint)}" if self.hint else ""
        for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
            body = body.replace(sign, code)
        path, line, column = self.position
        level = "warning" if self.mild else "error"
        return f"::{level} file={visible(path)},line={line},col={column},title={self.rule}::{body}"


class UnreadableError(SystemExit):
    """A file without which no page can be read: the end of a build, with the problems as its last words.

    It is no ordinary exception, for which Sphinx would print a traceback and ask to be told of it.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def visible(text: str, most: int = 600) -> str:
    """`text`, cut to `most` characters, with every character that does not print shown as <U+XXXX>.

    A raw control character in a message can clear a terminal or turn the text of a log round.
    """
    return "".join(c if c.isprintable() or c == "\n" else f"<U+{ord(c):04X}>" for c in text[:most])
