"""What Sphinx, docutils and MyST complain of or raise, as problems like those of the book: with a
column and a hint, each fault told once."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_facts.guard.markup import HTML, LEFT, UNCLOSED
from sphinx_facts.values.problem import Position, Problem

RULE = "page.syntax"
_PLACE = re.compile(r"(?P<path>.*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?$")
_QUOTED = re.compile(r"(?<!\w)[\"'“]([^\"“”]+?)[\"'”](?!\w)|\[#?([^\]\s]+)\]|^(\S+) not found")
_TWICE = re.compile("Too many autonumbered footnote references")
"""What is said beside another message on the same fault."""
_FOOTNOTE = "a note needs [^name] in the text, and a paragraph [^name]: with its words"
_TARGET = "a target is a line (name)= above what it names, or a heading of the page"
_IMAGE = "pictures stand in docs/_static/; a page names them by the path from its own folder"
_LEVEL = "the title of a page begins with #, what is below it with ##, then ###"
_ROW = "write each row as * - and its further cells as   -, as many in each row"
_UNKNOWN = "a page is named by its path from this page, {doc} has no .md behind it"
HINTS = (
    (r"unknown document|document .*'|target not found: '[^#']*[./]", _UNKNOWN),
    ("in any toctree", "name it in a toctree, without .md"),
    ("[Ff]ootnote|Unknown target name", _FOOTNOTE),
    ("label|target not found", _TARGET),
    ("bibtex key|bibtex_bibfiles", "the keys are those of the bibliography, in data/"),
    ("image file", _IMAGE),
    ("[Dd]uplicate|twice", "give one of them another name"),
    ("header level", _LEVEL),
    ("lexer|highlight", "leave the name of the language out"),
    ("bullet list", _ROW),
    ("table", "write a table with | between its cells, and |---| below its headings"),
)
"""What is said of a message (a pattern): how to mend it."""
OTHERWISE = "see how it is written in another page"


def problem_of(record: logging.LogRecord, root: Path) -> Problem | None:
    """The problem that a record of Sphinx’s log tells; None if it only repeats another."""
    said = re.sub(r" \[[\w.-]+\]$", "", logging.LogRecord.getMessage(record))
    said = said.partition("\n\n")[0].strip()
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


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in order, without those that only follow from another.

    A slip of markup leaves signs, words that look like HTML and bare figures on its line, is seen
    in the text and again in what became of it; a block that is not closed takes in all below it.
    """
    firsts: dict[object, Problem] = {}
    for problem in problems:
        on_page = problem.rule.startswith("page.")
        firsts.setdefault(problem.position if on_page else problem, problem)
    least: dict[tuple[str, int], int] = {}
    broken: set[tuple[str, int]] = set()
    """The lines below those on which a role is torn: its other half may stand there."""
    closing: dict[str, int] = {}
    for problem in firsts.values():
        path, line, _ = problem.position
        if problem.rule.startswith("page."):
            least[path, line] = min(_follows(problem), least.get((path, line), 9))
            if problem.message.startswith("“{"):
                broken.add((path, line + 1))
        if problem.message == UNCLOSED:
            closing[path] = line
    return sorted(
        problem
        for problem in firsts.values()
        if _follows(problem) <= least.get(problem.position[:2], 9)
        and not (_follows(problem) and problem.position[:2] in broken)
        and problem.position.line <= closing.get(problem.position.path, problem.position.line)
    )


def _follows(problem: Problem) -> int:
    """How likely a problem follows from another on its line: not at all (0), to most likely."""
    if problem.rule == "fact.unbound":
        return 3
    if problem.message.startswith((HTML, "raw output")):
        return 2
    return int(problem.message.endswith(LEFT) or "has no option" in problem.message)


def watch(app: Sphinx, failed: Callable[[str, str, int], None]) -> None:
    """The last net: catch what is raised while this build reads a page, and read it once more.

    `failed` is told the page, what was raised, and the line it was at; it has to leave nothing
    there that could fail.
    """
    read = app.builder.read_doc

    def guarded(docname: str, **options: Any) -> None:
        try:
            read(docname, **options)
        except Exception as error:
            app.events.emit("env-purge-doc", app.env, docname)
            app.env.clear_doc(docname)
            failed(docname, " ".join(str(error).split()) or type(error).__name__, _line(error))
            read(docname, **options)

    vars(app.builder)["read_doc"] = guarded


def _line(error: BaseException) -> int:
    """The line of the innermost thing that knows the one it was made of."""
    line = 1
    for frame, _ in traceback.walk_tb(error.__traceback__):
        for name in ("node", "self"):
            found = frame.f_locals.get(name)
            known = getattr(found, "line" if isinstance(found, nodes.Node) else "lineno", None)
            line = known if isinstance(known, int) and known > 0 else line
    return line
