"""The marks around the blocks of a page: which are torn, so that a block does not begin or end where it should.

What is torn is told once, and mended before the page is read: else the rest of it would be read as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sphinx_facts.values.catalog import near
from sphinx_facts.values.problem import Position, Problem

FENCE = re.compile(
    r"^(?P<before>(?:[ >\t]|[-*+]\s|\d+[.)]\s)*)(?P<marks>`{3,}|~{3,}|:{3,})\s*(?P<info>.*?)\s*$"
)
NAME = re.compile(r"^\{(?P<name>[^{}\s]*)\}")
# What is left of the first line of a directive when a sign is missing, too many, or another.
_TORN = re.compile(
    r"(?P<before>(?:[ >\t]|[-*+]\s|\d+[.)]\s)*)(?P<signs>(?=\W*?([`~:])\W?\3)[^\w\n]*\{\W*)"
    r"(?P<name>[\w-]+)[^\w\s]*(?P<rest>(?: [^`]*)?)"
)
_MENDED = re.compile(r"is not read as (?:a directive|the end of the block)")


def torn_marks(
    path: str, lines: Sequence[str], directives: frozenset[str], rule: str
) -> Iterator[Problem]:
    """The first lines of directives, and the last ones of blocks, that are not read as such.

    A line that may be one counts only where the marks below it do not come out even.
    """
    lines = list(lines)
    code = set(_code(lines))
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        fence = FENCE.match(line)
        if number in code:
            continue
        if fence and not NAME.match(fence["info"]):
            at, new = fence.start("info"), _meant(fence["info"], directives)
        elif found := None if fence else _TORN.fullmatch(line):
            marks = _left_open(lines[number:]) if found["name"] in directives else ""
            at = found.start("signs")
            new = f"{marks}{{{found['name']}}}{found['rest']}".rstrip() if marks else ""
        else:
            continue
        if new:
            lines[number - 1] = line[:at] + new
            message = f"“{line[at:].strip()[:40]}” is not read as a directive"
            yield Problem(Position(path, number, at + 1), rule, message, f"write {new}")
    yield from _too_short(path, lines, rule)


def mended(line: str, problem: Problem) -> str | None:
    """A line with the hint of one of these problems carried out; None for another, or where it leaves a choice."""
    if not _MENDED.search(problem.message) or problem.hint == f"write {_CHOICE}":
        return None
    return line[: problem.position.column - 1] + problem.hint.removeprefix("write ")


def _code(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines in blocks that say which code they hold."""
    marks = ""
    for number, line in enumerate(lines, start=1):
        fence = FENCE.match(line)
        if marks:
            yield number
            if fence and not fence["info"] and fence["marks"].startswith(marks):
                marks = ""
        elif fence and re.match(r"\w", fence["info"]) and fence["marks"][0] != ":":
            marks = fence["marks"]


def _left_open(lines: Sequence[str]) -> str:
    """The marks of the first bare line of marks that, with those above it away, closes nothing and is not closed."""
    opened: list[tuple[str, bool]] = []
    for fence in filter(None, map(FENCE.match, lines)):
        if fence["info"]:
            opened.append((fence["marks"], False))
        elif opened and fence["marks"].startswith(opened[-1][0]):
            opened.pop()
        elif fence["marks"][0] == ":":
            return fence["marks"]
        else:
            opened.append((fence["marks"], True))
    return next((marks for marks, bare in opened if bare), "")


def _too_short(path: str, lines: Sequence[str], rule: str) -> Iterator[Problem]:
    """Lines of fewer marks than the directive has that they should close, if no line of enough marks follows."""
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(lines, start=1):
        fence = FENCE.match(line)
        if fence is None:
            continue
        marks = fence["marks"]
        if fence["info"]:
            if NAME.match(fence["info"]):
                opened.append((marks, number))
        elif opened and marks.startswith(opened[-1][0]):
            opened.pop()
        elif (
            opened
            and opened[-1][0].startswith(marks)
            and not _closed(opened[-1][0], lines[number:])
        ):
            wanted, first = opened.pop()
            message = f"“{marks}” is not read as the end of the block that begins on line {first}"
            place = Position(path, number, fence.start("marks") + 1)
            yield Problem(place, rule, message, f"write {wanted}")


def _closed(marks: str, lines: Sequence[str]) -> bool:
    return any(
        fence and not fence["info"] and fence["marks"].startswith(marks)
        for fence in map(FENCE.match, lines)
    )


_CHOICE = "the name of a directive in braces"


def _meant(info: str, directives: frozenset[str]) -> str:
    """What most likely was meant by what stands behind the marks of a block; empty if no directive was."""
    found = re.match(r"\W*(?P<name>[\w-]+)\W*(?P<rest>.*)", info)
    if info[:1] != "{" and "}" not in info and not (found and found["name"] in directives):
        return ""
    name = near(found["name"], directives) if found else ""
    return f"{{{name}}} {found['rest'] if found else ''}".rstrip() if name else _CHOICE
