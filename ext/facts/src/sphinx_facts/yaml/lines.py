"""Faults of a YAML file that show in one line, found before it is parsed: a parser stops at the first of them.

This can be done since every scalar stands on one line here; those that do not are refused.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.scalars import in_quotes

# What may stand before a value: the indent, dashes, a key. Before Python 3.11.5 a group that
# repeats possessively matches wrongly (gh-106052); so where a group repeats, what follows it can
# stand nowhere but at its end.
_ITEM = r"^ *+(?:- ++)*(?!- )"
_BEFORE = _ITEM + r"(?:(?:[\w.-]++|\"[^\"\n]*+\"|'[^'\n]*+'): ++)?"
_KEY = r"[A-Za-z_][A-Za-z0-9_-]*+"
_DOUBLE, _SINGLE = r'"(?:[^"\\\n]|\\.)*', r"'(?:[^'\n]|'')*"
_OPENERS = {
    "&": "an anchor", "*": "an alias", "!": "a tag", "|": "a text of several lines", ">": "a text of several lines",
    "@": "a reserved mark", "`": "a reserved mark", "%": "a directive mark", "- ": "a list item",
}  # fmt: skip


class Rule(NamedTuple):
    """A fault: what marks it (group `at`: the place, `value`: the text to quote), what to say, how to mend it."""

    pattern: re.Pattern[str]
    message: str
    hint: str


def _rule(pattern: str, message: str, hint: str) -> Rule:
    return Rule(re.compile(pattern, re.M), message, hint)


_RULES = (
    _rule(r"^[^\t\n]*(?P<at>\t+)", "a tab", "use spaces"),
    _rule(
        r"^ *(?P<at><{7}(?= |$)|={7}$|>{7}(?= |$)|\|{7}(?= |$))",
        "“{at}” is a merge conflict mark",
        "take one of the two versions and delete the marks",
    ),
    _rule(r"^(?P<at>%\S*)", "“{at}” is a directive", "delete the line"),
    _rule(
        _ITEM + r"(?P<at>\?)(?: |$)",
        "“?” begins a key of many parts",
        "a key is one word and a colon",
    ),
    _rule(
        _ITEM + r"(?P<at>:)(?: |$)",
        "the key before “:” is empty",
        "write the key, or delete the line",
    ),
    _rule(
        r"^ *+(?P<at>-)(?P<value>[^\s-][^\n]*)",
        "no space after the dash in “-{value}”",
        "put a space after the dash: “- {value}”",
    ),
    _rule(
        rf"{_ITEM}{_KEY}(?P<at>：)[ ]*(?P<value>[^\n]*)",
        "a full-width colon “：” after a key",
        "use the plain colon and a space",
    ),
    _rule(
        rf"{_ITEM}(?P<at>{_KEY}):(?P<value>[^\s:/\\][^\n]*)",
        "no space after the colon in “{at}:{value}”",
        "put a space after the colon, or the whole text in quotes",
    ),
    _rule(
        rf"{_BEFORE}(?P<at>(?P<value>(?:{_DOUBLE}\\?|{_SINGLE})))$",
        "the quote opened here is not closed on this line",
        "close it at the end of the text",
    ),
    _rule(
        rf"{_BEFORE}(?P<value>(?:{_DOUBLE}\"|{_SINGLE}'(?!')) *"
        r"(?P<at>(?! |$|:(?: |$)|(?<= )#)[^\n]+))$",
        "text after the closing quote",
        "{quoted}",
    ),
    _rule(
        rf"{_BEFORE}(?P<at>\[)[^\]\n]*$",
        "the list opened here is not closed on this line",
        "close it with ] on the same line",
    ),
    _rule(
        rf"{_BEFORE}(?P<at>(?P<value>(?:[&*!|>@`%]|- )[^\n]*))",
        "a value begins with “{opener}”, which is {what} in YAML",
        "{quoted}",
    ),
    _rule(
        _ITEM + r"[\w.-]++: ++"
        r"(?P<value>(?![\"'\[{&*!|>@`%#])(?:[^\n:#]|:(?! |$)|(?<! )#)*(?P<at>:)(?: [^\n]*)?)$",
        "a value that holds a colon and a space must stand in quotes",
        "{quoted}",
    ),
)


def structure(text: str, shown: str) -> list[Problem]:
    """The faults of single lines in the file `shown`; each line is told of once."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    told: dict[int, Problem] = {}
    for rule in _RULES:
        for found in rule.pattern.finditer(text):
            offset = found.start("at")
            line = bisect.bisect_right(starts, offset)
            position = Position(shown, line, offset - starts[line - 1] + 1)
            message, hint = _words(rule, found)
            told.setdefault(line, Problem(position, "data.syntax", message, hint))
    torn = [problem for problem in told.values() if "conflict" in problem.message]
    # What else is odd in a file with two versions of something is odd for that reason.
    return (
        [problem for problem in torn if "<" in problem.message] or torn[:1] or list(told.values())
    )


def _words(rule: Rule, found: re.Match[str]) -> Iterator[str]:
    groups = found.groupdict()
    at, value = groups["at"], (groups.get("value") or "").rstrip()
    opener = next((mark for mark in _OPENERS if value.startswith(mark)), "")
    words = {
        "at": at[:40],
        "value": value[:40],
        "opener": opener.strip(),
        "what": _OPENERS.get(opener, ""),
    }
    yield rule.message.format(**words)
    if opener in ("|", ">") and re.fullmatch(r"[|>][-+0-9]*(?: +#.*)?", value):
        yield "write the whole text on one line, in quotes"
    else:
        yield rule.hint.format(**words, quoted=in_quotes(value))
