"""The report of a change in the forms that people read: plain text, Markdown for a summary, and a
page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ext.withdrawal.changes.compare import Item, Section

NOTHING = "Nothing changes for readers."
_SPECIAL = "\\`*_{}[]<>#|~"


def text(sections: Sequence[Section]) -> str:
    """The report as plain text: a heading, its lines indented under it."""
    blocks = []
    for section in sections:
        lines = (item.words if section.verbatim else _line(item) for item in section.items)
        blocks.append("\n".join((section.title, *lines)))
    return "\n\n".join(blocks or [NOTHING]) + "\n"


def _line(item: Item) -> str:
    where = item.place or (item.page if item.page != item.words else "")
    return f"  {where}: {item.words}" if where else f"  {item.words}"


def markdown(sections: Sequence[Section], preview: str = "") -> str:
    """The report as Markdown; with the address of a preview, pages are links to it."""
    blocks = []
    for section in sections:
        lines = [_point(item, preview.rstrip("/")) for item in section.items]
        if section.verbatim:
            lines = ["```yaml", *(item.words for item in section.items), "```"]
        blocks.append("\n".join([f"### {section.title}", "", *lines]))
    return "\n\n".join(blocks or [NOTHING]) + "\n"


def _point(item: Item, preview: str) -> str:
    leads = item.page and preview
    link = f" ([{item.page}]({preview}/{item.page}.html))" if leads else ""
    where = item.place or ("" if leads else item.page)
    words = _escaped(item.words) if item.words != item.page or not (where or leads) else ""
    return (f"- `{where}` {words}{link}" if where else f"- {words}{link}").rstrip()


def _escaped(words: str) -> str:
    """Words in which nothing is markup: what a pull request brings is shown, not obeyed."""
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in " ".join(words.split()))


def html(sections: Sequence[Section], revision: str) -> str:
    """The report as a page that stands on top of the built book and links to its pages."""
    body = ""
    for section in sections:
        rows = f"<ul>{''.join(map(_row, section.items))}</ul>"
        if section.verbatim:
            rows = "".join(f"<pre>{escape(item.words)}</pre>" for item in section.items)
        body += f"<h2>{escape(section.title)}</h2>{rows}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>What this change means</title><meta name="color-scheme" content="light dark">'
        "<style>body{max-width:46rem;margin:2rem auto;padding:0 1rem;"
        "font:1rem/1.5 system-ui,sans-serif}code{font-size:.85em}</style></head><body>"
        "<main><h1>What this change means for readers</h1>"
        f"<p>Compared with {escape(revision)}. "
        '<a href="index.html">The book with the change</a>.</p>'
        f"{body or f'<p>{NOTHING}</p>'}</main></body></html>\n"
    )


def _row(item: Item) -> str:
    place = f" <code>{escape(item.place)}</code>" if item.place else ""
    page = f' <a href="{escape(item.page)}.html">{escape(item.page)}</a>' if item.page else ""
    words = "" if item.words == item.page else escape(item.words)
    return f"<li>{words}{place}{page}</li>"
