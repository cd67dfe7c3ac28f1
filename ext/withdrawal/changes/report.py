"""The report of a change in the forms that people read: plain text, Markdown for a summary, and a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ext.withdrawal.changes.compare import Item, Section

NOTHING = "Nothing changes for readers."
_SPECIAL = "\\`*_{}[]<>#|~"


def text(sections: Sequence[Section]) -> str:
    """The report as plain text: a heading, its lines indented under it."""
    if not sections:
        return NOTHING + "\n"
    blocks = [
        "\n".join((section.title, *(_line(section, item) for item in section.items)))
        for section in sections
    ]
    return "\n\n".join(blocks) + "\n"


def _line(section: Section, item: Item) -> str:
    return item.words if section.verbatim else f"  {_where(item)}{item.words}"


def _where(item: Item) -> str:
    where = item.place or (f"{item.page}" if item.page and item.page != item.words else "")
    return f"{where}: " if where else ""


def markdown(sections: Sequence[Section], preview: str = "") -> str:
    """The report as Markdown; with the address of a preview, pages are links to it."""
    if not sections:
        return NOTHING + "\n"
    blocks = []
    for section in sections:
        lines = [f"### {section.title}", ""]
        if section.verbatim:
            blocks.append(
                "\n".join([*lines, "```yaml", *(item.words for item in section.items), "```"])
            )
            continue
        for item in section.items:
            link = (
                f" ([{item.page}]({preview.rstrip('/')}/{item.page}.html))"
                if item.page and preview
                else ""
            )
            place = (
                f"`{item.place}` "
                if item.place
                else f"`{item.page}` "
                if item.page and not link
                else ""
            )
            words = "" if item.words == item.page and (link or place) else _escaped(item.words)
            lines.append(f"- {place}{words}{link}".rstrip())
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _escaped(words: str) -> str:
    """Words in which nothing is markup: what a pull request brings is shown, not obeyed."""
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in " ".join(words.split()))


def html(sections: Sequence[Section], revision: str) -> str:
    """The report as a page that stands on top of the built book and links to its pages."""
    body = "".join(
        f"<h2>{escape(section.title)}</h2>"
        + (
            "".join(f"<pre>{escape(item.words)}</pre>" for item in section.items)
            if section.verbatim
            else f"<ul>{''.join(map(_row, section.items))}</ul>"
        )
        for section in sections
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>What this change means</title>'
        '<meta name="color-scheme" content="light dark">'
        "<style>body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}"
        "code{font-size:.85em}</style></head><body>"
        f"<main><h1>What this change means for readers</h1><p>Compared with {escape(revision)}. "
        f'<a href="index.html">The book with the change</a>.</p>{body or f"<p>{NOTHING}</p>"}</main></body></html>\n'
    )


def _row(item: Item) -> str:
    place = f" <code>{escape(item.place)}</code>" if item.place else ""
    page = f' <a href="{escape(item.page)}.html">{escape(item.page)}</a>' if item.page else ""
    words = "" if item.words == item.page else escape(item.words)
    return f"<li>{words}{place}{page}</li>"
