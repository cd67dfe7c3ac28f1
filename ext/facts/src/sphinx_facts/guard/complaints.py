"""What Sphinx, docutils and MyST complain of, as problems like those of the book: with a column and a hint."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_facts.values.problem import Position, Problem

RULE = "page.syntax"
_PLACE = re.compile(r"(?P<path>.*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?$")
_QUOTED = re.compile(r"(?<!\w)[\"'“]([^\"“”]+?)[\"'”](?!\w)|\[#?([^\]\s]+)\]|^(\S+) not found")
_TWICE = re.compile("Too many autonumbered footnote references")
"""What is said beside another message on the same fault."""
HINTS = (
    (
        r"unknown document|document .*'|target not found: '[^#']*[./]",
        "a page is named by its path from this page, {doc} has no .md behind it",
    ),
    ("in any toctree", "name it in a toctree, without .md"),
    (
        "[Ff]ootnote|Unknown target name",
        "a note needs [^name] in the text, and a paragraph [^name]: with its words",
    ),
    (
        "label|target not found",
        "a target is a line (name)= above what it names, or a heading of the page",
    ),
    ("bibtex key|bibtex_bibfiles", "the keys are those of the bibliography, in data/"),
    (
        "image file",
        "pictures stand in docs/_static/; a page names them by the path from its own folder",
    ),
    ("[Dd]uplicate|twice", "give one of them another name"),
    ("header level", "the title of a page begins with #, what is below it with ##, then ###"),
    ("lexer|highlight", "leave the name of the language out"),
    ("bullet list", "write each row as * - and its further cells as   -, as many in each row"),
    ("table", "write a table with | between its cells, and |---| below its headings"),
)
"""What is said of a message (a pattern): how to mend it."""
OTHERWISE = "see how it is written in another page"


def problem_of(record: logging.LogRecord, root: Path) -> Problem | None:
    """The problem that a record of Sphinx’s log tells; None if it only repeats another."""
    said = (
        re.sub(r" \[[\w.-]+\]$", "", logging.LogRecord.getMessage(record))
        .partition("\n\n")[0]
        .strip()
    )
    found = _PLACE.fullmatch(str(getattr(record, "location", "") or ""))
    if _TWICE.match(said):
        return None
    path = Path(found["path"]) if found else Path()
    line, column = (int(found[name] or 1) if found else 1 for name in ("line", "column"))
    shown = path.as_posix()
    with suppress(ValueError):
        shown = path.relative_to(root).as_posix()
    said, hint = [*re.split(r"\n *hint: ", said, maxsplit=1), ""][:2]
    hint = hint or next((hint for pattern, hint in HINTS if re.search(pattern, said)), OTHERWISE)
    if shown == ".":
        return Problem(Position("conf.py", line, column), RULE, said)
    if path.suffix == ".md" and column == 1:
        line, column = _words(root / path, line, said)
    return Problem(Position(shown, line, column), RULE, said, hint)


def _words(page: Path, first: int, said: str) -> tuple[int, int]:
    """Where the words that a message quotes stand in a page, on the line it names or below."""
    try:
        lines = page.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError):
        return first, 1
    for words in (next(filter(None, found)) for found in _QUOTED.findall(said)):
        for number in range(max(first, 1), len(lines) + 1):
            if column := lines[number - 1].find(words) + 1:
                return number, column
    return first, 1


class _Retold(logging.Filter):
    """Puts the problem into the record of a complaint about a page."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def filter(self, record: logging.LogRecord) -> bool:
        where = str(getattr(record, "location", "") or "")
        if not re.search(r"\.md(?::\d+)?$", where):
            return True
        if problem := problem_of(record, self.root):
            record.location = str(problem.position)
            record.msg, record.args = f"{problem.message}\n    hint: {problem.hint} [{RULE}]", ()
        return problem is not None


def retell(app: Sphinx) -> None:
    """Let a build say what it complains of a page as a problem of the book."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level == logging.WARNING:
            handler.addFilter(_Retold(Path(app.confdir)))
