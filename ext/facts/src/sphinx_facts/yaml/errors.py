"""The complaints of the YAML parser, in words for people, at the place where the fault begins."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sphinx_facts.values.problem import Position, Problem

_INDENT = "check the indent and the punctuation of this line"
# What the parser says (its context, a bar, the problem), what to say, how to mend it, whether it began at the context.
_WORDS = (
    (r"quoted scalar.*escape", "a backslash in double quotes begins an escape that YAML does not know",
     "use single quotes", False),
    (r"quoted scalar", "the quote opened here is never closed", "close it at the end of the text", True),
    (r"could not find expected ':'", "loose text: this line has no key and no dash", _INDENT, True),
    (r"mapping values", "a colon where no key can be",
     "check the indent; a value that holds a colon and a space needs quotes", False),
    (r"<document start>", "text after the end of the document", "delete it, or indent it under a key", False),
    (r"flow", "a bracket opened here is not closed rightly", "write a list as [a, b]", True),
    (r"<block end>|expected key", "this does not belong to the lines above",
     "check the indent, and the dashes and quotes above", False),
)  # fmt: skip


def place(mark: Any, shown: str) -> Position:
    """The place of a mark of the parser in the file `shown`; its beginning where there is no mark."""
    return Position(shown, mark.line + 1, mark.column + 1) if mark else Position(shown, 1, 1)


def complaint(error: Exception, shown: str) -> Problem:
    """The problem that an error of the parser stands for."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(
            Position(shown, 1, 1), "data.syntax", f"this is no YAML: {str(error)[:80]}", _INDENT
        )
    said = f"{error.context}|{error.problem}"
    mark, message, hint = error.problem_mark or error.context_mark, str(error.problem), _INDENT
    for pattern, words, how, context in _WORDS:
        if re.search(pattern, said):
            message, hint = words, how
            mark = error.context_mark if context and error.context_mark else mark
            break
    return Problem(place(mark, shown), "data.syntax", message, hint)
