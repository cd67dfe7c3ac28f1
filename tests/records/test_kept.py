"""The book of the last build is taken again only if nothing that it was made from has changed."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from ext.withdrawal.records import book
from ext.withdrawal.records.book import Book, kept_book, read_book
from tests.support import mini


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return mini.copy(tmp_path) / "data"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "doctrees" / "book.pickle"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were really read, in order."""
    found: list[Path] = []

    def read(folder: Path) -> Book:
        found.append(folder)
        return read_book(folder)

    monkeypatch.setattr(book, "read_book", read)
    return found


def test_the_same_bytes_are_read_once(data: Path, store: Path, reads: list[Path]) -> None:
    first, second = kept_book(data, store, "code"), kept_book(data, store, "code")
    assert reads == [data]
    assert first == second
    assert first.digest
    assert first.catalog() == second.catalog()


def test_what_is_kept_is_the_whole_book(data: Path, store: Path) -> None:
    (data / "batches.yaml").write_text(
        (data / "batches.yaml").read_text() + "  - id: 7\n", encoding="utf-8"
    )
    kept_book(data, store, "code")
    again = kept_book(data, store, "code")
    assert again.problems
    assert replace(again, digest="") == read_book(data)


@pytest.mark.parametrize(
    "change", ["a byte", "a file more", "a file less", "a file by another name", "the code"]
)
def test_any_change_is_read(data: Path, store: Path, reads: list[Path], change: str) -> None:
    kept_book(data, store, "code")
    events = data / "events.yaml"
    match change:
        case "a byte":
            events.write_bytes(events.read_bytes() + b"\n")
        case "a file more":
            (data / "more.yaml").touch()
        case "a file less":
            events.unlink()
        case "a file by another name":
            events.rename(data / "event.yaml")
    kept_book(data, store, "other code" if change == "the code" else "code")
    assert reads == [data, data]


@pytest.mark.parametrize("spoiled", [b"", b"no pickle", pickle.dumps(("", None)), pickle.dumps(7)])
def test_a_spoiled_copy_is_made_anew(
    data: Path, store: Path, reads: list[Path], spoiled: bytes
) -> None:
    whole = kept_book(data, store, "code")
    store.write_bytes(spoiled)
    assert kept_book(data, store, "code") == whole
    assert kept_book(data, store, "code") == whole
    assert reads == [data, data]
