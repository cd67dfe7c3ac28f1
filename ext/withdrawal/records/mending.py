"""Whether a hint is true: it is carried out on the lines of its record, and they are read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from sphinx_facts.values.problem import Problem

_HEAD = re.compile(r" *(?:- +)*(?:[\w.-]+: +)?")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_WRITE = re.compile(
    rf"write (?P<new>{QUOTED.pattern}|\[.*\]|\S+)(?: if .*| and put .*| and say .*|, or .*| \(.*)?"
)


def carried_out(line: str, problem: Problem) -> str | None:
    """The line with the hint of a problem in it carried out; None where the hint leaves a choice."""
    at = problem.position.column - 1
    if problem.hint == "use spaces":
        return line.replace("\t", "    ")
    if problem.hint == "write a plain space":
        return f"{line[:at]} {line[at + 1 :]}"
    found = _WRITE.fullmatch(problem.hint)
    if found is None:
        return None
    new, head = found["new"], _HEAD.match(line)
    start = head.end() if head else 0
    if new[0] in "\"'" and at == start and line[at] not in "\"'[{":
        return line[:start] + new  # the whole value goes into quotes
    token, said = QUOTED.match(line, at), re.search("“([^”]*)”", problem.message)
    old = token[0] if token else said[1] if said and line.startswith(said[1], at) else line[at:]
    return line[:at] + new + line[at + len(old) :]


def verified(
    problems: Iterable[Problem], text: str, judge: Callable[[str], Iterable[Problem]]
) -> Iterable[Problem]:
    """The problems of a file, without the hints that would not mend them.

    `judge` tells what is wrong with one record, given its lines, or with a whole file.
    """
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("  - ")]
    for problem in problems:
        number = problem.position.line - 1
        new = carried_out(lines[number], problem) if number < len(lines) else None
        if new is None:
            yield problem
            continue
        first = max((start for start in starts if start <= number), default=0)
        later = (start for start in starts if first and start > number)
        record = lines[first : min(later, default=len(lines))]
        was = {each.message for each in judge("\n".join(record))}
        record[number - first] = new
        left = {each.message for each in judge("\n".join(record))}
        sure = problem.message not in left and left <= was
        yield problem if sure else replace(problem, hint="")
