"""The page around the text: landmarks with names, tables that a keyboard can push, a description of each page, a
page for addresses that lead nowhere, and only the styles that a page needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import SphinxFileSystemLoader

from ext.withdrawal.html import find, preview
from ext.withdrawal.pages.build import book_of, carrier_of
from ext.withdrawal.pages.notes import is_story

LONGEST = 200
SPARED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='3' fill='%23f4efe6'/%3E%3Cg fill='%239a3b22'%3E"
    "%3Cpath d='M0 7h16v2H0z'/%3E%3Ccircle cx='8' cy='8' r='4'/%3E"
    "%3C/g%3E%3C/svg%3E"
)
"""The line of the cover, with a dot; in the page itself, so that nothing is asked for it."""
LOST = (
    "<h1>This page is not here</h1>"
    "<p>It may have moved, or the address has a slip in it. Every figure, name and entry keeps its address for ever; "
    'pages may not. Try the <a href="{home}">front page</a>, the <a href="{search}">search</a>, or the '
    '<a href="{index}">index of figures, names and places</a>.</p>'
)
UNWRITTEN = {
    "genindex": (
        "Index",
        "Every figure, name and place of the book in the order of the alphabet, with its entries.",
    ),
    "search": ("Search", "Find a figure, a name in any of its spellings, or a word in the book."),
}
"""The pages that Sphinx makes by itself: what each is called, and what it is."""
SWITCH = (
    '<p class="bound-switch"><label><input type="checkbox" id="bound"> '
    "Show what is bound to data, and how it is known</label></p>"
)
"""Marks the figures of a page without a script: the style sheet looks whether it is on."""
_CAPTION = '<p class="table-caption">'
_HEADING = re.compile(r"<h[1-6]>(.*?)<a class=\"headerlink\"", re.S)
_TAG = re.compile(r"<[^>]+>")
_MAIN = 'id="furo-main-content">'
_GROUP = re.compile(
    r'<p class="caption" role="heading">(<span class="caption-text">.*?</span>)</p>\s*'
    r'(<ul.*?</ul>)\s*(?=<p class="caption"|</div>|\Z)',
    re.S,
)
"""A group of the contents in the sidebar: its heading, and its list."""
PATCHES: tuple[tuple[str | re.Pattern[str], str], ...] = (
    ('<aside class="sidebar-drawer">',
     '<aside class="sidebar-drawer" aria-label="Contents of the book">'),
    ('<aside class="toc-drawer', '<aside aria-label="Contents of this page" class="toc-drawer'),
    ('<div class="content-icon-container">',
     '<div role="region" aria-label="Page tools" class="content-icon-container">'),
    ('<label class="overlay sidebar-overlay"', '<label aria-hidden="true" class="overlay sidebar-overlay"'),
    ('<label class="overlay toc-overlay"', '<label aria-hidden="true" class="overlay toc-overlay"'),
    ("<pre>", '<pre tabindex="0">'),
    ('role="doc-biblioentry"', 'role="listitem"'),
    (re.compile(r'<a href="#" class="back-to-top.*?</a>', re.S),
     r'<nav class="to-top" aria-label="Top of the page">\g<0></nav>'),
    ('<th class="head', '<th scope="col" class="head'),
    ('<th class="stub', '<th scope="row" class="stub'),
)  # fmt: skip
"""What Furo and docutils write, and what is written for it. A test finds each on a page as they give it."""


def setup(app: Sphinx) -> None:
    """Connect to the making of pages."""
    app.connect("builder-inited", _templates)
    app.connect("html-page-context", _page)
    app.connect("html-collect-pages", _lost)


def accessible(body: str) -> Markup:
    """The body of a page with names for its landmarks, scopes for its headings, and tables that take the focus."""
    for before, after in PATCHES:
        body = body.replace(before, after) if isinstance(before, str) else before.sub(after, body)
    if "<h1" not in body:
        body = body.replace(_MAIN, f"{_MAIN}<h1>Search</h1>", 1)
    return Markup(_tables(_GROUP.sub(_folded, body)))


def _folded(group: re.Match[str]) -> str:
    """A group of the contents, folded unless it is the story or holds the page that one is on."""
    first = 'class="caption"' not in group.string[: group.start()]
    shown = ' open=""' if first or 'class="current' in group[2] else ""
    return f"<details{shown}><summary>{group[1]}</summary>{group[2]}</details>"


def _tables(body: str) -> str:
    """Each table’s scroller as a named region: by its caption, the heading above it, or its number."""
    opening, heading, used = '<div class="table-wrapper', "Table", Counter[str]()
    parts = body.split(opening)
    done = [parts[0]]
    for before, part in pairwise(parts):
        titles = _HEADING.findall(before)
        heading = _plain(titles[-1]) if titles else heading
        _, captioned, words = before.rpartition(_CAPTION)
        ends = words.rstrip().endswith("</p>") and words.count("</p>") == 1
        name = _plain(words) if captioned and ends else heading
        used[name] += 1
        label = escape(name if used[name] == 1 else f"{name} ({used[name]})")
        done.append(f'<div tabindex="0" role="region" aria-label="{label}"{opening[4:]}{part}')
    return "".join(done)


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def describe(doctree: nodes.document) -> str:
    """The first sentences of a page, up to about two hundred characters."""
    for paragraph in doctree.findall(nodes.paragraph):
        said = (
            text.astext()
            for text in paragraph.findall(nodes.Text)
            if not isinstance(text.parent, nodes.footnote_reference)
        )
        words = " ".join("".join(said).split())
        prose = isinstance(paragraph.parent, nodes.section | nodes.container)
        if prose and not paragraph.get("generated") and len(words) > 60:
            cut = words[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:")
            return words if len(words) <= LONGEST else f"{cut} …"
    return ""


def _templates(app: Sphinx) -> None:
    """Put the book’s own template before the theme’s. As a setting its folder would count among what was built of."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        templates = cast(Any, app.builder.templates)
        templates.loaders.insert(
            templates.templatepathlen, SphinxFileSystemLoader(Path(__file__).parent / "templates")
        )
        templates.templatepathlen += 1
        templates.environment.filters["accessible"] = accessible


def _page(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.builder.name not in ("html", "dirhtml"):
        return
    find.complete(app, pagename, context)
    text = describe(doctree) if doctree else ""
    tags = list(_meta(app, pagename, str(context.get("title", "")), text))
    context["metatags"] = context.get("metatags", "") + "\n".join(("", *tags))
    body = str(context.get("body", ""))
    pictured = any(style in body for style in ('class="drawing', 'class="addition', "unit-matrix"))
    titled = pagename == app.config.root_doc or 'class="chooser"' in body
    needed = {
        "title.css": titled,
        "pygments.css": 'class="highlight' in body,
        "pictures.css": pictured,
        "trust.css": any(f'class="{style}' in body for style in ("entries", "event-", "grade")),
    }
    context["css_files"] = [
        file for file in context["css_files"] if needed.get(Path(str(file.filename)).name, True)
    ]
    if doctree is not None:
        # These serve the marking of searched words only. A page of text is lighter by a tenth without them, and they
        # take the Escape key for themselves, and the letter / for the search box.
        context["script_files"] = [
            file for file in context["script_files"] if Path(str(file.filename)).name not in SPARED
        ]
        if is_story(pagename):
            context["body"] += SWITCH


def _meta(app: Sphinx, pagename: str, title: str, text: str) -> Iterator[str]:
    site = str(app.config.html_title)
    usual = f"{site}: the withdrawal of the Chinese People’s Volunteers from Korea."
    title, own = UNWRITTEN.get(pagename, (title, usual))
    text = text or own
    name = site if pagename == app.config.root_doc else _plain(title)
    yield f'<meta name="description" content="{escape(text)}">'
    yield f'<link rel="icon" href="{ICON}">'
    shown = {"type": "article", "site_name": site, "title": name, "description": text}
    if base := str(app.config.html_baseurl):
        shown["url"] = f"{base.rstrip('/')}/{pagename}.html"
        if alt := preview_words(app):
            shown |= {"image": f"{base.rstrip('/')}/{preview.FILE}", "image:width": str(preview.WIDTH),
                      "image:height": str(preview.HEIGHT), "image:alt": alt}  # fmt: skip
        yield f'<meta name="twitter:card" content="summary{"_large_image" if alt else ""}">'
        if pagename == "404":
            yield f'<base href="{escape(urlsplit(base).path or "/")}">'
    for kind, value in shown.items():
        yield f'<meta property="og:{kind}" content="{escape(value)}">'


def preview_words(app: Sphinx) -> str:
    """The words of the picture for links; empty if it does not show what the data say, and is not to be shown."""
    book = book_of(app.env)

    def words() -> str:
        return preview.alt(book) if preview.is_fresh(book, Path(app.srcdir) / preview.FILE) else ""

    return carrier_of(app.env).once(preview.FILE, words)


def _lost(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name != "html":
        return
    body = LOST.format(home="index.html", search="search.html", index="genindex.html")
    yield "404", {"title": "Not here", "body": body, "toc": "", "furo_hide_toc": True}, "page.html"
