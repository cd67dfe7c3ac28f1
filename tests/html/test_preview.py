"""The picture that links to the website show: it shows what the data say, or is not shown."""

from __future__ import annotations

import shutil
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from ext.withdrawal.html import preview
from ext.withdrawal.records.book import Book
from tests.support import whole

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / preview.FILE


@pytest.fixture(scope="module")
def book() -> Book:
    return whole.book()


def test_the_picture_is_of_these_data(book: Book) -> None:
    assert preview.is_fresh(book, PICTURE), (
        "what the picture shows has changed: run make preview, and look at it"
    )
    assert struct.unpack(">II", PICTURE.read_bytes()[16:24]) == (preview.WIDTH, preview.HEIGHT)


@pytest.mark.parametrize(
    "name", ["cpv-at-armistice.count", "open.strength", "final-2.strength", "us-1955.count"]
)
def test_another_value_makes_it_stale(book: Book, name: str) -> None:
    fact = book.facts[name]
    assert isinstance(fact.value, int)
    other = replace(book, facts={**book.facts, name: replace(fact, value=fact.value + 1000)})
    assert not preview.is_fresh(other, PICTURE)


def test_a_missing_or_foreign_picture_is_not_shown(book: Book, tmp_path: Path) -> None:
    assert not preview.is_fresh(book, tmp_path / "none.png")
    cover = ROOT / "docs" / "_static" / "cover.png"
    assert preview.stamp_of(cover.read_bytes()) == ""
    assert not preview.is_fresh(book, cover)


def test_the_words_hold_the_figures(book: Book) -> None:
    assert preview.alt(book).startswith(
        "Going Home. about 1,200,000 men at the armistice; 203,343 men left"
    )


@pytest.mark.usefixtures("chromium_command")
def test_it_can_be_drawn_anew(book: Book, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "_static", tmp_path / "_static")
    (tmp_path / preview.FILE).unlink()
    assert preview.is_fresh(book, preview.draw(book, tmp_path))


def test_without_a_browser_it_says_what_it_needs(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(preview.NoBrowser, match="needs one of: chromium"):
        preview.draw(book, tmp_path)
