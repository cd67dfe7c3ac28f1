"""The errata as an Atom feed. Pure."""

from __future__ import annotations

from html import escape

from ext.withdrawal.answers.citation import AUTHOR, DATE
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import target
from ext.withdrawal.records.model import Erratum


def feed(book: Book, base: str = "") -> str:
    """The feed, the latest correction first; `base` is the address of the website."""
    errata = book.data.errata.values()
    listed = sorted(errata, key=lambda erratum: (erratum.date, erratum.id), reverse=True)
    page = escape(f"{base.rstrip('/')}/{target('errata', '')[0]}.html") if base else ""
    link = f'  <link rel="alternate" href="{page}"/>\n' if page else ""
    entries = "".join(_entry(erratum, page) for erratum in listed)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "  <title>Going Home: errata</title>\n  <id>tag:going-home,2026:errata</id>\n"
        f"  <updated>{changed(book)}T00:00:00Z</updated>\n"
        f"  <author><name>{AUTHOR}</name></author>\n{link}{entries}</feed>\n"
    )


def changed(book: Book) -> str:
    """The day of the last correction."""
    return max((erratum.date for erratum in book.data.errata.values()), default=DATE)


def _entry(erratum: Erratum, page: str) -> str:
    became = f"{erratum.fact}: “{erratum.before}” became “{erratum.after}”"
    title = escape(f"{became} after edition {erratum.edition}.")
    link = f'    <link href="{page}#{erratum.id}"/>\n' if page else ""
    return (
        f"  <entry>\n    <title>{title}</title>\n"
        f"    <id>tag:going-home,2026:errata/{erratum.id}</id>\n"
        f"    <updated>{erratum.date}T00:00:00Z</updated>\n{link}"
        f"    <summary>{escape(erratum.reason)}</summary>\n  </entry>\n"
    )
