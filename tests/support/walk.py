"""Reads a built website without a browser: the ids and the links of every page, and where each link ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Page:
    """A page: its ids with how often each stands there, its links with their classes, and its text by entry."""

    path: str
    ids: dict[str, int] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    entries: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """The links inside each entry (`dt` with an id, and the `dd` after it)."""
    linked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The link, with its class, around each id that stands in one."""


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.entry = ""
        self.inside = False
        self.link: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.page.ids[given["id"]] = self.page.ids.get(given["id"], 0) + 1
            if self.link:
                self.page.linked[given["id"]] = self.link
        if tag == "article":
            self.inside = True
        if tag == "dt" and "id" in given:
            self.entry = given["id"]
            self.page.entries[self.entry] = []
        if tag == "a" and "href" in given:
            link = self.link = (given["href"], given.get("class", ""))
            self.page.links.append(link)
            if self.entry and self.inside:
                self.page.entries[self.entry].append(link)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.link = None
        if tag == "dl":
            self.entry = ""


def read(folder: Path) -> dict[str, Page]:
    """Every page under a folder, by its path."""
    pages: dict[str, Page] = {}
    for file in sorted(folder.rglob("*.html")):
        path = file.relative_to(folder).as_posix()
        if not path.startswith("_static/"):
            pages[path] = Page(path)
            _Reader(pages[path]).feed(file.read_text(encoding="utf-8"))
    return pages


def ends(page: str, href: str) -> tuple[str, str] | None:
    """The page and the anchor that a link leads to; None where it leaves the website."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    steps = page.split("/")[:-1] if parts.path else page.split("/")
    for step in parts.path.split("/") if parts.path else ():
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(unquote(step))
    return "/".join(steps), unquote(parts.fragment)
