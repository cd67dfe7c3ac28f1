"""The commands of the book; `python -m ext.withdrawal --help` lists them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ext.withdrawal.changes.history import HistoryError
from sphinx_facts.values.problem import Problem

if TYPE_CHECKING:
    from ext.withdrawal.records.book import Book

ROOT = Path(__file__).parents[2]
Command = Callable[[argparse.Namespace], int]


def check(arguments: argparse.Namespace) -> int:
    """Say every problem of data and prose; exit 1 if there is any."""
    from ext.withdrawal.changes.commands import owed
    from ext.withdrawal.pages.reading import read_pages
    from ext.withdrawal.records import schema as schemas

    if arguments.set:
        return _what_if(arguments)
    reading, uncompared = read_pages(ROOT), False
    problems = [*reading.problems, *schemas.problems(ROOT / "data")]
    try:
        problems += owed(ROOT, reading.book, arguments.since) if reading.book else ()
    except HistoryError as error:
        print(f"The errata were not compared with what is published: {error}.", file=sys.stderr)
        uncompared = True
    _tell(problems, reading.book, arguments.format)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}", file=sys.stderr)
    return 1 if problems else 2 if uncompared else 0


def _tell(problems: Iterable[Problem], book: Book | None, style: str) -> None:
    """Print problems, each cause before what follows from it."""
    from ext.withdrawal.changes.causes import by_cause

    for first, because, following in by_cause(problems, book.facts if book else {}):
        lines = [first, *((f"{because}:", *following) if because else ())]
        for line in lines:
            print(line.annotation() if style == "github" and isinstance(line, Problem) else line)


def _what_if(arguments: argparse.Namespace) -> int:
    """Say every problem that there would be more if some values were others; exit 1 if there is any."""
    from ext.withdrawal.changes.what_if import WhatIfError, parted

    try:
        problems, book = parted(ROOT, arguments.set)
    except WhatIfError as error:
        print(error, file=sys.stderr)
        return 2
    _tell(problems, book, arguments.format)
    print(f"{len(problems)} would part; nothing was changed", file=sys.stderr)
    return 1 if problems else 0


def facts(arguments: argparse.Namespace) -> int:
    """List every fact that prose may name: id, canonical wording, unit, status, title."""
    from ext.withdrawal.records.book import read_book
    from sphinx_facts import wording

    english, book = wording.language("en"), read_book(ROOT / "data")
    if book.data.broken:
        return _told(book.problems)
    for fact in book.facts.values():
        row = (fact.id, english.canonical(fact), fact.unit, fact.status, fact.title)
        if all(word.lower() in " ".join(row).lower() for word in arguments.words):
            print("\t".join(row))
    return 0


def unused(_: argparse.Namespace) -> int:
    """List every claim that no record, discrepancy or page uses; exit 1 if there is any."""
    from ext.withdrawal.pages.reading import read_pages
    from ext.withdrawal.records.queries import unused_claims

    reading = read_pages(ROOT)
    if reading.book is None or reading.domain is None or reading.book.data.broken:
        return _told(reading.problems)
    found = unused_claims(reading.book.data, reading.domain.data["found"].values())
    for claim in found:
        print(f"{claim.id}: {claim.statement}")
    return 1 if found else 0


def export(arguments: argparse.Namespace) -> int:
    """Write the data into a folder or a ZIP file: CSV, JSON, SQLite, a data package, a calendar."""
    from ext.withdrawal.exports import folder
    from ext.withdrawal.pages.reading import read_pages

    reading = read_pages(ROOT)
    if reading.book is None or reading.domain is None or reading.problems:
        return _told(reading.problems)
    kept, config = reading.domain.data, reading.domain.env.config
    about = {"version": config.version, "base": config.html_baseurl}
    made = folder.files(
        reading.book,
        **about,
        found=kept["found"],
        asked=kept["asked"],
        style=folder.styles(ROOT / "docs/_static"),
    )
    if arguments.folder.suffix == ".zip":
        arguments.folder.parent.mkdir(parents=True, exist_ok=True)
        arguments.folder.write_bytes(folder.archive(ROOT, made))
    else:
        folder.write(arguments.folder, made)
    print(f"{len(made)} files in {arguments.folder}")
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Write the JSON schemas of the data files, made from the model, for editors."""
    from ext.withdrawal.records.schema import write

    write(ROOT / "data" / "schema")
    return 0


def fix(arguments: argparse.Namespace) -> int:
    """Rewrite the sentences that merely repeat a value that changed; list those that a person must
    read again."""
    from ext.withdrawal.changes.commands import fix as mend

    planned, failed = mend(ROOT, arguments.since)
    print(*planned.rewrites, *planned.rereads, *failed, sep="\n")
    done, left = len(planned.rewrites), len(planned.rereads)
    print(f"rewritten: {done}, to be read again: {left}, since {arguments.since}", file=sys.stderr)
    return 1 if failed else 0


def diff(arguments: argparse.Namespace) -> int:
    """Say what a change means for readers, compared with a revision of git."""
    from ext.withdrawal.changes import report
    from ext.withdrawal.changes.commands import compare
    from ext.withdrawal.pages.reading import read_pages

    sections = compare(ROOT, arguments.revision)
    if sections is None:
        print("One of the two versions cannot be read.", file=sys.stderr)
        return _told(read_pages(ROOT).problems)
    written = {
        "text": lambda: report.text(sections),
        "markdown": lambda: report.markdown(sections, arguments.preview),
        "html": lambda: report.html(sections, arguments.revision),
    }
    print(written[arguments.format](), end="")
    return 0


def layout(arguments: argparse.Namespace) -> int:
    """Put the data files into their canonical order and layout; with --check, only say which are
    not."""
    from ext.withdrawal.records.layout import files_out_of_layout
    from ext.withdrawal.records.load import load

    read = load(ROOT / "data")
    if read.dataset.broken:
        return _told(read.problems)
    found = list(files_out_of_layout(ROOT / "data"))
    for path, text in found:
        if arguments.check:
            what = "not in its canonical layout: run make format"
            print(f"data/{path.name}: {what}", file=sys.stderr)
        else:
            path.write_bytes(text.encode("utf-8"))
            print(f"data/{path.name}: put into its layout")
    return 1 if found and arguments.check else 0


def rules(_: argparse.Namespace) -> int:
    """Write the page of the rules for the contributor’s guide, from the registry and the test
    cases."""
    from ext.withdrawal.changes.rules_page import PAGE, cases_in, page

    (ROOT / PAGE).write_text(page(cases_in(ROOT / "tests" / "whole" / "cases")), encoding="utf-8")
    return 0


def preview(_: argparse.Namespace) -> int:
    """Draw the picture for links to the website anew from the data; needs Chromium or Chrome."""
    from ext.withdrawal.html.preview import NoBrowser, draw
    from ext.withdrawal.records.book import read_book

    book = read_book(ROOT / "data")
    if book.data.broken:
        return _told(book.problems)
    try:
        print(draw(book, ROOT / "docs").relative_to(ROOT))
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _told(problems: Iterable[Problem]) -> int:
    """Say what is in the way of a command that needs sound data, which ends with this."""
    for problem in problems:
        print(problem)
    return 1


def _place(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("the name of a folder or of a .zip file is needed")
    return Path(text)


_COMMANDS = (check, facts, unused, export, schema, fix, diff, layout, rules, preview)
_SINCE = (
    "ask for the erratum of each value that is another than in the last edition up to this "
    "revision, or at the revision itself as long as there is no edition"
)
_FORMATS, _BEFORE = ("text", "markdown", "html"), "the revision before the change (HEAD)"
_PACKED = "where the files go; with the sources, if it ends in .zip"
_ARGUMENTS: tuple[tuple[Command, str, str | None, dict[str, Any]], ...] = (
    (check, "--format", "github: annotations for a pull request",
     {"choices": ("text", "github"), "default": "text"}),
    (check, "--since", _SINCE, {"default": "", "metavar": "REV"}),
    (check, "--set", "say what would part if a value were another, and change nothing",
     {"action": "append", "default": [], "metavar": "ID=VALUE"}),
    (facts, "words", "show only the facts that hold all these words", {"nargs": "*"}),
    (export, "folder", _PACKED, {"type": _place, "metavar": "DIR"}),
    (fix, "--since", _BEFORE, {"default": "HEAD", "metavar": "REV"}),
    (diff, "revision", "what to compare with, for example origin/main", {"metavar": "REV"}),
    (diff, "--format", None, {"choices": _FORMATS, "default": "text"}),
    (diff, "--preview", "markdown: where the book can be seen built",
     {"default": "", "metavar": "URL"}),
    (layout, "--check", "write nothing; exit 1 if a file would change", {"action": "store_true"}),
)  # fmt: skip
"""What the commands take, each with its name and its help."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ext.withdrawal", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        summary = " ".join((command.__doc__ or "").split())
        sub = commands.add_parser(command.__name__, help=summary, description=summary)
        sub.set_defaults(run=command)
        for owner, name, told, settings in _ARGUMENTS:
            if owner is command:
                sub.add_argument(name, help=told, **settings)
    return parser


def main() -> int:
    """Parse the command line and run one command."""
    for stream in (sys.stdout, sys.stderr):  # what the console cannot show is shown as its number
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args()
    try:
        result: int = arguments.run(arguments)
        print(end="", flush=True)
        return result
    except HistoryError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:  # also when whoever reads has enough, as `head` does after ten lines
        if not isinstance(error, BrokenPipeError):
            print(f"{error.filename or 'the output'}: {error.strerror}", file=sys.stderr)
        if sys.stdout and not error.filename:  # what is left to be said has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
