"""Where in the source of a page something stands: a parser tells only the first line of a block."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from itertools import islice, product

from sphinx_facts.values.problem import Position

# Three backticks and more are fences, whose content may be prose of a directive.
_CODE = re.compile(
    r"(?<!`)(?P<role>\{[\w:.+-]+\}|:[\w.+-]+:)?(`{1,2})(?!`)((?:(?!\n[ \t>]*\n).)+?)(?<!`)\2(?!`)",
    re.S,
)


@dataclass(slots=True)
class Finder:
    """Finds the places of roles and figures in one page, block by block, in reading order.

    `path` is the page as shown to people. Each block keeps a cursor, so that the same role, met
    again in the block, is found at its next place.
    """

    path: str
    source: str
    masked: str = field(init=False)
    _starts: list[int] = field(init=False)
    _cursors: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.masked = _blank(self.source, self.path.endswith(".rst"))
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.source))]

    def role(self, line: int, role: str, text: str) -> Position:
        """Where the words of the role that holds `text` stand, in the block that begins on
        `line`."""
        pattern = (
            rf"(?:\{{{re.escape(role)}\}}|:{re.escape(role)}:)"
            + r"(`+)\s*(?P<words>"
            + _loose(text)
            + r")\s*\1"
        )
        line, start = self._block(line)
        found = re.compile(pattern).search(self.source, self._cursors.get(line, start))
        if found is None:
            return Position(self.path, line, 1)
        self._cursors[line] = found.end()
        return self._position(found.start("words"))

    def figure(self, line: int, text: str, before: str) -> Position:
        """Where a figure stands that no role covers, in the block that begins on `line`; `before`
        is read before it.

        The same letters may stand there before it in a phrase that is no figure (“one of the …, one
        division”).
        """
        line, start = self._block(line)
        pattern = re.compile(rf"(?<![^\W_]){_loose(text)}(?![^\W_])")
        passed = len(pattern.findall(before))
        found = next(islice(pattern.finditer(self.masked, start), passed, None), None)
        return self._position(found.start()) if found else Position(self.path, line, 1)

    def sign(self, line: int, text: str, at: int) -> tuple[Position, bool]:
        """Where the sign at `at` in the `text` of a block stands, and whether a backslash says that
        it is meant."""
        line, start = self._block(line)
        words = re.match(r"[^\n\ufffc]{1,12}", text[at:])
        spelt = (words[0].rstrip() if words else text[at], text[at])
        for source, said in product((self.masked, self.source), spelt):
            pattern = r"(?P<meant>\\?)" + r"\\?".join(map(re.escape, said))
            if found := re.compile(pattern).search(source, start):
                return self._position(found.end("meant")), bool(found["meant"])
        return Position(self.path, line, 1), False

    def words(self, line: int, words: str) -> Position:
        """Where `words` first stand on a line or below it; the beginning of the line if nowhere."""
        line, start = self._block(line)
        found = self.source.find(words, start)
        return self._position(found) if found >= 0 and words else Position(self.path, line, 1)

    def _block(self, line: int) -> tuple[int, int]:
        """The line that a block begins on, which is one of the page, and where it begins."""
        line = min(max(line, 1), len(self._starts))
        return line, self._starts[line - 1]

    def _position(self, offset: int) -> Position:
        row = bisect.bisect_right(self._starts, offset) - 1
        return Position(self.path, row + 1, offset - self._starts[row] + 1)


def _loose(text: str) -> str:
    """A pattern for `text` as it may stand in the source: over lines, with emphasis inside."""
    return r"[*_\\]*\s+(?:>\s*)?[*_\\]*".join(map(re.escape, text.split()))


def _blank(source: str, ruled: bool) -> str:
    """The source with roles and their text made blank, every other character in its place."""
    return _CODE.sub(
        lambda found: (
            re.sub(r"\S", "\x00", found[0])
            if (found["role"] or "")[:1] == (":" if ruled else "{")
            else found[0]
        ),
        source,
    )
