"""Furo's contents of the book in the sidebar, made once for each folder of pages and marked for each page.

Furo has Sphinx make the tree anew for every page, and reads it as HTML again to change it: a sixth of a build. All
pages of a folder have the same tree but for the marks of the page that one is on; so it is made for a page that
no list names, and marked by what Sphinx and Furo do: a test holds the result against theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ext.withdrawal.pages.build import carrier_of

_TAG = re.compile(r'(<ul>|</ul>|<li class="[^"]*">|</li>|<a [^>]*href="[^"]*">|<input [^>]*>)')
_NO_PAGE = "no page"
"""The name of a page that no list names, in any folder."""


class Tree:
    """The contents of the book as the pages of one folder have them: `html` without a mark."""

    def __init__(self, html: str) -> None:
        self._parts = _TAG.split(html)
        self._lines: dict[str, list[tuple[int, ...]]] = {}
        """For each address, at each place where it stands: the tags that its mark changes."""
        open_tags: list[int] = []
        boxes: dict[int, int] = {}
        for at, part in enumerate(self._parts):
            if part.startswith(("<ul", "<li")):
                open_tags.append(at)
            elif part in ("</ul>", "</li>"):
                open_tags.pop()
            elif part.startswith("<input"):
                boxes[open_tags[-1]] = at
            elif part.startswith("<a "):
                address = part.rpartition('href="')[2].removesuffix('">')
                self._lines.setdefault(address, []).append((*open_tags, at))
        self._boxes = boxes

    def marked(self, address: str) -> str:
        """The tree with marks at an address and all above it; without any if it does not stand there."""
        parts = list(self._parts)
        last = -1
        for line in self._lines.get(address, ()):
            for at in line:
                parts[at] = _current(self._parts[at])
                if at in self._boxes:
                    box = self._boxes[at]
                    parts[box] = self._parts[box].replace('" class=', '" checked="" class=', 1)
            last = line[-2]
        if last >= 0:
            parts[last] = parts[last].replace('">', ' current-page">')
        return "".join(parts)


def _current(tag: str) -> str:
    """A tag of the tree with its mark: of a list, an item, or the link itself, which then leads nowhere."""
    if tag == "<ul>":
        return '<ul class="current">'
    if tag.startswith("<li"):
        return re.sub(r'(?<=<li class=")[\w-]+', r"\g<0> current", tag)
    return re.sub(r'href="[^"]*"', 'href="#"', tag.replace('class="', 'class="current ', 1))


def setup(app: Sphinx) -> None:
    """Come before Furo and after it, when it makes the context of a page."""
    app.connect("html-page-context", _unmarked, priority=400)
    app.connect("html-page-context", _mark, priority=600)


def _unmarked(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give Furo a tree without marks, which it then changes once for all pages of the folder."""
    if app.config.html_theme == "furo" and "toctree" in context:
        builder, folder = cast(StandaloneHTMLBuilder, app.builder), _folder(pagename)
        make: Callable[..., str] = builder._get_local_toctree

        def toctree(**options: Any) -> str:
            name = f"sidebar {folder} {sorted(options.items())}"
            return carrier_of(app.env).once(name, lambda: make(folder + _NO_PAGE, **options))

        context["toctree"] = toctree


def _mark(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if tree := context.get("furo_navigation_tree"):
        folder = _folder(pagename)
        made = carrier_of(app.env).once(f"sidebar {folder}", lambda: Tree(tree))
        address = app.builder.get_relative_uri(folder + _NO_PAGE, pagename)
        context["furo_navigation_tree"] = made.marked(address)


def _folder(pagename: str) -> str:
    return pagename[: pagename.rfind("/") + 1]
