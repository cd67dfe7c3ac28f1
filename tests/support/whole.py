"""What the whole book holds, to look for in the PDF and in the e-book: running text, names, entries, tables."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ext.withdrawal.answers import line, tables
from ext.withdrawal.records.book import Book, read_book

ROOT = Path(__file__).parents[2]


def copied(folder: Path) -> Path:
    """A copy of everything that the book is built from, in `folder`, which is made."""
    folder.mkdir()
    for name in ("conf.py", "data", "docs", "ext"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def sphinx(builder: str, out: Path | str, doctrees: Path | str, *options: str) -> list[str]:
    """The command that builds a book in the folder it is run in."""
    given = ["-q", "-c", ".", "-d", str(doctrees), "-b", builder, *options]
    return [sys.executable, "-m", "sphinx", *given, "docs", str(out)]


def squeezed(text: str) -> str:
    """A text without what a line end may change (spaces, hyphens, ligatures), and without the marks of weak sources."""
    return re.sub(r"[\s†\u00ad\u2010\u200b-]+", "", unicodedata.normalize("NFKC", text))


def stands(text: str, words: str) -> bool:
    """Whether a text stands in the squeezed words; a picture at the top of a page may part it once."""
    sought = squeezed(text)
    if sought in words:
        return True
    return any(
        sought[:place] in words and sought[place:] in words for place in range(4, len(sought) - 4)
    )


@cache
def book() -> Book:
    """The book’s own data, read once in a process: it is frozen, so no test can spoil it for another."""
    return read_book(ROOT / "data")


def prose(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Each page with each stretch of running text on it that is the same in every format.

    Citations and links to pages are spelled by each format in its own way, so a stretch ends there.
    """
    for name in sorted(app.env.found_docs):
        for paragraph in app.env.get_doctree(name).findall(nodes.paragraph):
            if not _made(paragraph):
                yield from ((name, stretch) for stretch in _stretches(paragraph) if stretch.strip())


def _made(node: nodes.Node) -> bool:
    here: nodes.Node | None = node
    while here is not None:
        if isinstance(here, nodes.Element) and (
            here.get("generated") or "table-caption" in here.get("classes", ())
        ):
            return True
        here = here.parent
    return False


def _stretches(paragraph: nodes.paragraph) -> Iterator[str]:
    text = ""
    for node in paragraph.findall(
        lambda node: isinstance(
            node, (nodes.Text, addnodes.pending_xref, nodes.reference, nodes.footnote_reference)
        )
    ):
        if isinstance(node, nodes.Text):
            if not _inside_link(node, paragraph):
                text += node.astext()
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "facts":
            text += node.astext()
        else:
            yield text
            text = ""
    yield text


def _inside_link(node: nodes.Node, paragraph: nodes.paragraph) -> bool:
    here = node.parent
    while here is not paragraph:
        if isinstance(here, (addnodes.pending_xref, nodes.reference, nodes.footnote_reference)):
            return True
        here = here.parent
    return False


def names(held: Book) -> Iterator[tuple[str, str]]:
    """Each record with each of its names that its entry shows, in every script."""
    for kind in ("people", "places", "documents", "units", "terms"):
        for record in getattr(held.data, kind).values():
            called = record.names
            yield from (
                (f"{kind}/{record.id}", name) for name in (called.en, called.zh, called.ko) if name
            )


def entries(held: Book) -> Iterator[tuple[str, str]]:
    """What every event, count, claim, discrepancy, sum and source must be found by."""
    data = held.data
    for event in data.events.values():
        yield from ((event.id, text) for text in (event.title, event.text))
    for tally in data.tallies.values():
        yield tally.id, tally.title
    for claim in data.claims.values():
        yield from ((claim.id, text) for text in (claim.id, claim.statement))
    for row in data.discrepancies.values():
        yield from ((row.id, text) for text in (row.id, row.item, row.held))
    for total in data.sums.values():
        yield from ((total.id, text) for text in (total.id, total.statement))
    for source in data.sources.values():
        yield from ((source.key, text) for text in (source.label, source.seen))


def rows(held: Book) -> Iterator[tuple[str, list[str]]]:
    """Each row of the tables of batches and of the order of battle, cell by cell."""
    for campaign in held.data.campaigns:
        table = tables.batch_table(
            held, campaign, ("batch", "dates", "units", "divisions", "strength", "evidence")
        )
        yield from ((row.id, [line.plain(cell) for cell in row.cells]) for row in table.rows)
    for row in tables.unit_table(
        held, columns=("unit", "chinese", "left", "home", "station", "evidence")
    ).rows:
        yield row.id, [line.plain(cell) for cell in row.cells]
