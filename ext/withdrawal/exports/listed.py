"""The files of the download folder, for people: what each holds and what opens it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ext.withdrawal.answers.blocks import Block, File, Item, Listing, Paragraph
from ext.withdrawal.exports.cells import Sheet

OTHERS = {
    "going-home.xlsx": "Every table as a sheet of one workbook, each cell with its type: dates that "
    "are EDTF stay as they are. For Excel, LibreOffice, Numbers.",
    "going-home.sqlite": "Every table with its keys, and views for usual questions. For SQLite, DuckDB, "
    "DB Browser, or Python’s sqlite3.",
    "facts.json": "Every value under its permanent id, with the pages that use it. The same for one "
    "value stands in facts/, under its id: facts/final.strength.json, .bib and .ris.",
    "bibliography.bib": "The sources as BibTeX, for LaTeX, Zotero, JabRef.",
    "bibliography.ris": "The sources as RIS, for EndNote, Mendeley, Zotero.",
    "bibliography.json": "The sources as CSL-JSON, for Zotero, pandoc and citeproc.",
    "chronology.ics": "The dated events as a calendar. For any calendar program.",
    "errata.atom": "The corrections as a feed. For any feed reader.",
    "datapackage.json": "What each column of each table holds, with types, keys, sizes and checksums. "
    "For Frictionless Data.",
    "SHA256SUMS": "A checksum of every file. “sha256sum -c SHA256SUMS” tells whether any was changed.",
}
"""The files that are no tables: what is in each, and what opens it."""


def files(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """A line for each file, the tables last."""
    items = [_item(name, name, said) for name, said in OTHERS.items()]
    items += [
        _item(f"{sheet.name}.csv", sheet.title, f"{len(sheet.columns)} columns.")
        for sheet in sheets
    ]
    yield Listing(tuple(items), "entries download-list")


def _item(name: str, title: str, said: str) -> Item:
    return Item(f"file-{name.lower()}", (title,), (Paragraph((said,)), File(name, name)))
