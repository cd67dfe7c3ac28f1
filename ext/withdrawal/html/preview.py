"""The picture that is shown where a page of the website is linked to: the steps of strength and four figures.

Such pictures have to be pixels, and to draw pixels takes a browser, which a build must not need. So the picture is
committed, and carries the digest of the words and shapes it was drawn from. A page names it only as long as they are
those of the data; a test fails when they are not, and `make preview` draws it anew.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from ext.withdrawal.answers.line import say
from ext.withdrawal.answers.pictures import strength_chart, svg
from ext.withdrawal.records.book import Book

FILE = "_static/preview.png"
WIDTH, HEIGHT = 1200, 630
"""The size that sites which show previews ask for."""
TITLE = "Going Home"
SUBTITLE = "The withdrawal of the Chinese People’s Volunteers from Korea"
FIGURES = (
    ("cpv-at-armistice.count", "at the armistice"),
    ("open.strength", "left with public notice"),
    ("final.strength", "left in the last withdrawal"),
    ("final.dates.end", "the last of them left"),
)
"""The figures that are shown, and what each is."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_SIGNATURE, _KEY = b"\x89PNG\r\n\x1a\n", b"Source-Digest\0"
STYLE = """
body { --color-background-primary: #fffdf9; --color-foreground-primary: #1d1b19; --color-link: #8a3421;
  background: var(--color-background-primary); color: var(--color-foreground-primary); display: grid; gap: 0 40px;
  grid-template: auto 1fr / 430px 1fr; height: 630px; margin: 0; overflow: hidden; padding: 44px 40px 20px 56px;
  box-sizing: border-box; width: 1200px; font-family: var(--book-serif); }
header { grid-column: 1 / 3; }
h1 { font-size: 62px; line-height: 1; margin: 0 0 10px; }
p { color: var(--color-foreground-secondary); font-size: 27px; margin: 0 0 26px; }
dl { margin: 6px 0 0; }
dt { font: 600 37px/1.15 var(--book-serif); }
dd { color: var(--color-foreground-secondary); font: 24px/1.25 var(--book-sans); margin: 0 0 20px; }
.picture { display: block; height: 436px !important; width: auto !important; margin-left: auto; }
"""


class NoBrowser(Exception):
    """There is no browser on this machine that could draw."""


def source(book: Book) -> str:
    """What is shown, as HTML without its styles."""
    shown = "".join(
        f"<dt>{escape(words)}</dt><dd>{escape(what)}</dd>" for words, what in _figures(book)
    )
    drawn = svg.render(strength_chart.chart(book).paper, "p")
    return f"<header><h1>{TITLE}</h1><p>{SUBTITLE}</p></header><dl>{shown}</dl><div class=drawing>{drawn}</div>"


def _figures(book: Book) -> Iterator[tuple[str, str]]:
    for name, what in FIGURES:
        if fact := book.facts.get(name):
            yield f"{say(fact)}{' men' if fact.kind == 'count' else ''}", what


def alt(book: Book) -> str:
    """The same in words."""
    figures = "; ".join(f"{words} {what}" for words, what in _figures(book))
    return f"{TITLE}. {figures}. {strength_chart.chart(book).paper.title}, as a step chart."


def digest(book: Book) -> str:
    """The digest of what is shown. Styles are no part of it: they change nothing that is said."""
    return hashlib.sha256(source(book).encode()).hexdigest()


def is_fresh(book: Book, picture: Path) -> bool:
    """Whether a picture shows the figures of the book; not if it is missing."""
    return picture.is_file() and stamp_of(picture.read_bytes()) == digest(book)


def draw(book: Book, docs: Path) -> Path:
    """Draw the picture anew, in its place. Raises `NoBrowser` where none is found or it draws nothing."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowser(f"make preview needs one of: {', '.join(BROWSERS)}")
    sheets = "".join(f'<link rel="stylesheet" href="{(docs / "_static" / name).as_uri()}">' for name in
                     ("book.css", "pictures.css"))  # fmt: skip
    page = (
        f'<!doctype html><meta charset="utf-8">{sheets}<style>{STYLE}</style><body>{source(book)}'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(page, encoding="utf-8")
        made = Path(folder) / "preview.png"
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
        ]
        size = [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={made}"]
        subprocess.run(
            [browser, *flags, *size, (Path(folder) / "page.html").as_uri()],
            capture_output=True,
            check=False,
        )
        if not made.is_file():
            raise NoBrowser(f"{browser} drew nothing")
        target = docs / FILE
        target.write_bytes(stamped(made.read_bytes(), digest(book)))
    return target


def stamped(png: bytes, words: str) -> bytes:
    """A PNG with words in it, in a chunk of text after its head."""
    head = len(_SIGNATURE) + 25
    body = b"tEXt" + _KEY + words.encode("ascii")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:head] + chunk + png[head:]


def stamp_of(png: bytes) -> str:
    """The words that were put into a PNG; empty if there are none."""
    place = len(_SIGNATURE)
    while place + 8 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        body = png[place + 8 : place + 8 + length]
        if png[place + 4 : place + 8] == b"tEXt" and body.startswith(_KEY):
            return body[len(_KEY) :].decode("ascii")
        place += 12 + length
    return ""
