"""The e-book: valid, complete, the same twice, with a cover, a table of contents and the languages of its names."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.html.epub import with_languages, with_properties
from tests.support import whole
from tests.support.shared import Built, build
from tests.support.whole import ROOT, squeezed


@dataclass
class Ebook:
    """The e-book, and Sphinx with what it was made from."""

    app: Sphinx
    path: Path

    @cached_property
    def files(self) -> dict[str, str]:
        with zipfile.ZipFile(self.path) as book:
            return {
                name: book.read(name).decode()
                for name in book.namelist()
                if not name.endswith(".png")
            }

    @cached_property
    def words(self) -> str:
        pages = (text for name, text in sorted(self.files.items()) if name.endswith(".xhtml"))
        return squeezed(html.unescape(re.sub(r"<[^>]*>", "", "\n".join(pages))))


BOOK = "going-home.epub"


@pytest.fixture(scope="session")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory, "epub")


@pytest.fixture(scope="session")
def ebook(epub: Built) -> Ebook:
    return Ebook(epub.app(), epub.out / BOOK)


@pytest.fixture(scope="session")
def epubcheck() -> list[str]:
    """The command that runs epubcheck. Debian’s is an archive that the kernel cannot always start: name it to Java."""
    jars = sorted(str(jar) for jar in Path("/usr/share/java").glob("*.jar"))
    if Path("/usr/share/java/epubcheck.jar").exists() and shutil.which("java"):
        return ["java", "-cp", ":".join(jars), "com.adobe.epubcheck.tool.Checker"]
    if not shutil.which("epubcheck"):
        pytest.skip("epubcheck is not here (Debian package epubcheck)")
    return ["epubcheck"]


def test_it_is_valid(ebook: Ebook, epubcheck: list[str]) -> None:
    found = subprocess.run(
        [*epubcheck, str(ebook.path)], capture_output=True, text=True, check=False
    )
    assert "0 fatals / 0 errors / 0 warnings" in found.stdout + found.stderr, (
        found.stdout + found.stderr
    )[-3000:]


def test_two_builds_are_identical(epub: Built, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = build(tmp_path_factory, "epub", elsewhere=True)
    assert epub.said == again.said == "exit 0\n"
    assert (epub.out / BOOK).read_bytes() == (again.out / BOOK).read_bytes()


def test_the_archive_begins_with_its_type(ebook: Ebook) -> None:
    with zipfile.ZipFile(ebook.path) as book:
        first, *rest = book.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert [
            entry.filename for entry in rest if not entry.filename.startswith("META-INF/")
        ] == sorted(entry.filename for entry in rest if not entry.filename.startswith("META-INF/"))
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_holds_the_prose(ebook: Ebook) -> None:
    assert [
        (page, text) for page, text in whole.prose(ebook.app) if squeezed(text) not in ebook.words
    ] == []


def test_it_holds_the_data(ebook: Ebook) -> None:
    held = whole.book()
    lost = [
        (name, text)
        for name, text in (*whole.names(held), *whole.entries(held))
        if squeezed(text) not in ebook.words
    ]
    lost += [
        (name, cell)
        for name, cells in whole.rows(held)
        for cell in cells
        if squeezed(cell) not in ebook.words
    ]
    assert lost == []


def test_every_chapter_is_in_the_contents(ebook: Ebook) -> None:
    shown = ebook.files["nav.xhtml"]
    pages = {name for name in ebook.files if name.endswith(".xhtml")} - {
        "nav.xhtml",
        "epub-cover.xhtml",
        "index.xhtml",
        "genindex.xhtml",
    }
    assert {page for page in pages if f'href="{page}' not in shown} == set()


def test_it_has_a_cover(ebook: Ebook) -> None:
    assert 'properties="cover-image"' in ebook.files["content.opf"]
    assert "_static/cover.png" in ebook.files["epub-cover.xhtml"]


def test_it_can_be_read_by_ear(ebook: Ebook) -> None:
    """Every page says its language, captions are of their tables, no picture hides a link, hatching is seen."""
    pages = {name: page for name, page in ebook.files.items() if name.endswith(".xhtml")}
    assert {
        name for name, page in pages.items() if not re.search(r"<html [^>]*\blang=", page)
    } == set()
    assert sum(page.count("<caption>") for page in pages.values()) > 10
    assert {
        name
        for name, page in pages.items()
        if re.search(r'table-caption">(?:(?!</p>).)*</p>\s*<table', page)
    } == set()
    drawings = [svg for page in pages.values() for svg in re.findall(r"<svg .*?</svg>", page, re.S)]
    assert len(drawings) > 10
    assert not any("<a " in svg for svg in drawings) and any(
        'fill="url(#' in svg for svg in drawings
    )
    style = (ROOT / "docs/_static/epub-book.css").read_text("utf-8")
    assert not re.search(r"\.picture path[^{]*\{[^}]*fill: none", style), (
        "it would hide the hatching"
    )
    assert 'epub:type="landmarks"' in pages["nav.xhtml"]
    package = ebook.files["content.opf"]
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
    ):
        assert f'<meta property="schema:{name}">' in package
    assert ">unknown<" not in package


def test_hanzi_and_hangul_have_their_language(ebook: Ebook) -> None:
    """Nothing in these scripts stands outside an element that says which language it is."""
    loose = {}
    for name, page in ebook.files.items():
        if name.endswith(".xhtml") and name not in {"nav.xhtml", "genindex.xhtml"}:
            body = re.sub(r"<(title|svg|pre)\b.*?</\1>", "", page, flags=re.S)
            left = re.sub(r'<(\w+)[^>]*\blang="(zh|ko)[^>]*>.*?</\1>', "", body, flags=re.S)
            found = re.findall(r"[一-鿿가-힣]+", re.sub(r"<[^>]*>", "", left))
            loose |= {name: found} if found else {}
    assert loose == {}


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Zhou 周恩来, 조선 인민군.</p>", "<p>Zhou [zh:周恩来], [ko:조선 인민군].</p>"),
        ('<p><i lang="zh">志愿军</i> 军</p>', '<p><i lang="zh">志愿军</i> [zh:军]</p>'),
        (
            '<p><i lang="ko"><b>군</b></i><br />人</p>',
            '<p><i lang="ko"><b>군</b></i><br />[zh:人]</p>',
        ),
        (
            "<html><head><title>军</title></head></html>",
            "<html><head><title>军</title></head></html>",
        ),
    ],
)
def test_scripts_say_their_language(page: str, marked: str) -> None:
    expected = re.sub(r"\[(zh|ko):([^\]]+)\]", r'<span lang="\1" xml:lang="\1">\2</span>', marked)
    assert with_languages(page) == expected


@pytest.mark.parametrize("page", ["#ffffff", "#000000"])
def test_colours_are_seen_by_day_and_by_night(page: str) -> None:
    """Readers turn the page black without a word to the book: links, and what a picture draws, stand out on both."""
    style = (ROOT / "docs/_static/epub-book.css").read_text("utf-8")
    inks = {
        selector.strip(): colour
        for selector, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", style)
        for colour in re.findall(r"(?:^|[;\s])(?:color|stroke): (#[0-9a-f]{6})", rules)
        if "bar-dashed" not in selector and "hatch" not in selector
    }
    assert len(inks) > 5
    assert {
        selector: colour for selector, colour in inks.items() if _contrast(colour, page) < 3
    } == {}


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours, as the guidelines for accessible pages reckon it."""
    dark, light = sorted(_light(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_page_with_a_drawing_says_so() -> None:
    manifest = (
        '<item id="a" href="a.xhtml" media-type="x" /><item id="b" href="b.xhtml" media-type="x" />'
    )
    assert with_properties(manifest, {"a.xhtml": b"<p><svg></svg></p>", "b.xhtml": b""}) == (
        '<item properties="svg" id="a" href="a.xhtml" media-type="x" /><item id="b" href="b.xhtml" media-type="x" />'
    )
