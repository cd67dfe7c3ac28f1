"""The commands of the book: `python -m ext.withdrawal check`, `facts`, `unused`, `schema`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(arguments: argparse.Namespace) -> int:
    """Say every problem of data and prose; exit 1 if there is any."""
    from ext.withdrawal.reading import read_pages

    problems = read_pages(ROOT).problems
    for problem in problems:
        print(problem.annotation() if arguments.format == "github" else problem)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}", file=sys.stderr)
    return 1 if problems else 0


def facts(arguments: argparse.Namespace) -> int:
    """List every fact that prose may name: id, canonical wording, unit, status, title."""
    from ext.facts import wording
    from ext.withdrawal.book import read_book

    english = wording.language("en")
    for fact in read_book(ROOT / "data").facts.values():
        row = (fact.id, english.canonical(fact), fact.unit, fact.status, fact.title)
        if all(word.lower() in " ".join(row).lower() for word in arguments.words):
            print("\t".join(row))
    return 0


def unused(_: argparse.Namespace) -> int:
    """List every claim that no record, discrepancy or page uses; exit 1 if there is any."""
    from ext.withdrawal.reading import read_pages
    from ext.withdrawal.usage import unused_claims

    reading = read_pages(ROOT)
    if reading.book is None or reading.domain is None:
        print(*reading.problems, sep="\n")
        return 1
    found = unused_claims(reading.book.data, reading.domain.data["found"].values())
    for claim in found:
        print(f"{claim.id}: {claim.statement}")
    return 1 if found else 0


def schema(arguments: argparse.Namespace) -> int:
    """Write the JSON schemas of the data files, made from the model, for editors."""
    from ext.withdrawal.schema import write

    write(ROOT / "data" / "schema")
    return 0


def main() -> int:
    """Parse the command line and run one command."""
    parser = argparse.ArgumentParser(prog="python -m ext.withdrawal", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (check, facts, unused, schema):
        summary = (command.__doc__ or "").splitlines()[0]
        sub = commands.add_parser(command.__name__, help=summary, description=summary)
        sub.set_defaults(run=command)
        if command is check:
            sub.add_argument(
                "--format", choices=("text", "github"), default="text", help="github: annotations for a pull request"
            )
        if command is facts:
            sub.add_argument("words", nargs="*", help="show only the facts that hold all these words")
    arguments = parser.parse_args()
    result: int = arguments.run(arguments)
    return result


if __name__ == "__main__":
    sys.exit(main())
