"""The book of the last build, kept beside its environment, so that data that did not change are not read again."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from importlib.metadata import version
from pathlib import Path

from ext.withdrawal.records.book import Book, read_book
from sphinx_facts.builds import fresh

READERS = ("pybtex", "pydantic", "pydantic_core", "PyYAML")
"""The libraries that decide what is read: with another version of one, everything is read again."""


def read(folder: Path, store: Path, code: str) -> Book:
    """The book of a data folder: the one in the file `store` if it was made of the same bytes by the same code, whose
    digest is `code`; else it is read, and kept there.

    What is in `store` is trusted as Sphinx trusts its environment, which lies beside it: both are pickles.
    """
    digest = _digest(folder, code)
    try:
        found, book = pickle.loads(store.read_bytes())
        if found == digest and isinstance(book, Book):
            return book
    except (
        Exception
    ):  # a pickle that was cut off or is of another time may raise anything, and is only a copy
        pass
    book = read_book(folder)._replace(digest=digest)
    store.parent.mkdir(parents=True, exist_ok=True)
    unfinished = store.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps((digest, book), pickle.HIGHEST_PROTOCOL))
    unfinished.replace(store)
    return book


def _digest(folder: Path, code: str) -> str:
    """A hash of all that the book is made from."""
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    made_by = (code, sys.version, *map(version, READERS), [path.name for path in files])
    return hashlib.blake2b(f"{made_by}{fresh.digest(files)}".encode(), digest_size=12).hexdigest()
