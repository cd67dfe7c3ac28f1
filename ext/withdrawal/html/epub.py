"""What the e-book needs beyond Sphinx’s builder: words for those who do not see it, and the same bytes each time."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sphinx.application import Sphinx

from ext.withdrawal.records.vocabulary import RUN

_GROUP = re.compile(rb'(<svg [^>]*?)role="group"')
_NUMBER = re.compile(rb"<dc:identifier [^>]*>([^<]+)<")
_NCX = re.compile(rb'(<meta name="dtb:uid" content=")[^"]*(")')
"""The older table of contents must repeat the number of the book; Sphinx writes the name of the number there."""
_CAPTION = re.compile(rb'<p class="table-caption">((?:(?!</p>).)*)</p>\s*(<table [^>]*>)')
_SVG = re.compile(rb"<svg .*?</svg>", re.S)
_LINK = re.compile(rb'<a (class="[^"]*") href="[^"]*"[^>]*>(.*?)</a>', re.S)
ACCESS = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": (
        "alternativeText", "index", "readingOrder", "structuralNavigation", "tableOfContents",
    ),
    "accessibilityHazard": ("none",),
    "accessibilitySummary": (
        "Every picture is told in words and most are given as tables too; tables have captions and heads; "
        "Chinese and Korean words say their language.",
    ),
}  # fmt: skip
"""What a reader with other needs may count on, in the words of schema.org."""
LANDMARKS = (
    ("cover", "epub-cover.xhtml", "Cover"),
    ("bodymatter", "index.xhtml", "In brief"), ("index", "genindex.xhtml", "Index"),
)  # fmt: skip
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.S)
_KNOWN = re.compile(r'\blang="(?:zh|ko)')
_ALONE = ("<head", "<svg", "<pre")
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can write: the time of every file in the e-book."""


def with_languages(page: str) -> str:
    """A page on which each run of hanzi or hangul says its language, so that it gets the right face and voice."""
    written: list[str] = []
    inside: list[
        bool
    ] = []  # for each open element, whether its language is known or its text is left alone
    for token in _TAG.split(page):
        if not token.startswith("<"):
            written.append(token if inside and inside[-1] else RUN.sub(_spoken, token))
            continue
        written.append(token)
        if token.startswith("</"):
            inside.pop()
        elif not token.startswith(("<!", "<?")) and not token.endswith("/>"):
            known = bool(_KNOWN.search(token)) or token.startswith(_ALONE)
            inside.append(known or bool(inside and inside[-1]))
    return "".join(written)


def _spoken(found: re.Match[str]) -> str:
    return f'<span lang="{found.lastgroup}" xml:lang="{found.lastgroup}">{found[0]}</span>'


def with_properties(manifest: str, files: Mapping[str, bytes]) -> str:
    """The manifest, with a word on the cover and on each page that holds a drawing, as the format asks."""

    def say(item: re.Match[str]) -> str:
        drawn = b"<svg" in files.get(item["href"], b"")
        word = "cover-image" if item["href"] == "_static/cover.png" else "svg" if drawn else ""
        return (
            item[0].replace("<item ", f'<item properties="{word}" ', 1)
            if word and "properties=" not in item[0]
            else item[0]
        )

    return re.sub(r'<item [^>]*href="(?P<href>[^"]+)"[^>]*/>', say, manifest)


def plain(page: bytes) -> bytes:
    """A page as the format wants it: a drawing is one image without links, a table has its caption within.

    The page says its language, and so do the scripts in it.
    """
    page = _GROUP.sub(rb'\1role="img"', page)
    page = _SVG.sub(lambda svg: _LINK.sub(rb"<g \1>\2</g>", svg[0]), page)
    page = _CAPTION.sub(rb"\2\n<caption>\1</caption>", page)
    if not re.search(rb"<html [^>]*lang=", page):
        page = page.replace(b"<html ", b'<html lang="en" xml:lang="en" ', 1)
    return with_languages(page.decode()).encode()


def with_access(package: str) -> str:
    """The package, which tells in advance how the book can be read."""
    pairs = ((name, value) for name, values in ACCESS.items() for value in values)
    lines = (f'<meta property="schema:{name}">{value}</meta>' for name, value in pairs)
    return package.replace("</metadata>", "\n".join((*lines, "</metadata>")), 1)


def with_landmarks(contents: str, files: Mapping[str, bytes]) -> str:
    """The contents, and after them the places that a reading system may lead to by one key."""
    items = "".join(
        f'<li><a epub:type="{kind}" href="{name}">{words}</a></li>'
        for kind, name, words in LANDMARKS
        if name in files
    )
    marks = f'<nav epub:type="landmarks" hidden=""><h2>Landmarks</h2><ol>{items}</ol></nav>'
    return contents.replace("</body>", f"{marks}\n</body>", 1)


def pack(path: Path) -> None:
    """Write an e-book again: the type first and stored, the rest sorted, all with one time and one set of rights."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name) for name in book.namelist()}
    files = {name: plain(data) if name.endswith(".xhtml") else data for name, data in files.items()}
    package = with_access(files["content.opf"].decode())
    files["content.opf"] = with_properties(package, files).encode()
    files["nav.xhtml"] = with_landmarks(files["nav.xhtml"].decode(), files).encode()
    number = _NUMBER.search(files["content.opf"])
    if number:
        files["toc.ncx"] = _NCX.sub(rb"\g<1>" + number[1] + rb"\2", files["toc.ncx"])
    with zipfile.ZipFile(path, "w") as book:
        for name in sorted(
            files, key=lambda name: (name != "mimetype", not name.startswith("META-INF/"), name)
        ):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(entry, files[name], compresslevel=9)


def setup(app: Sphinx) -> None:
    """Register the packing, and stop the clock."""
    app.connect("builder-inited", _stop_clock)
    app.connect("build-finished", _finish)


def _stop_clock(app: Sphinx) -> None:
    """Let what is set or packed bear a day, not a moment: that of `SOURCE_DATE_EPOCH`, or else today’s in Greenwich."""
    if app.builder.name in ("epub", "typst"):
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(time.time()) // 86400 * 86400))


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if app.builder.name == "epub" and exception is None:
        pack(Path(app.outdir) / f"{app.config.epub_basename}.epub")
