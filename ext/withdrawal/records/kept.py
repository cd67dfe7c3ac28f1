"""The book of the last build, kept beside its environment, so that data that did not change are not read again."""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from pathlib import Path

from ext.withdrawal.records.book import Book, read_book
from sphinx_facts.builds import fresh


def read(folder: Path, store: Path, made: str) -> Book:
    """The book of a data folder: the one in the file `store` if it was made of the same bytes and of the same other
    things (code, libraries), whose digest is `made`; else it is read, and kept there.

    What is in `store` is trusted as Sphinx trusts its environment, which lies beside it: both are pickles.
    """
    digest = _digest(folder, made)
    try:
        found, book = pickle.loads(store.read_bytes())
        if found == digest and isinstance(book, Book):
            return book
    except (
        Exception
    ):  # a pickle that was cut off or is of another time may raise anything, and is only a copy
        pass
    book = read_book(folder)._replace(digest=digest)
    unfinished = store.with_suffix(".new")
    with suppress(OSError):  # on a full disk, the book is read anew in every build
        unfinished.write_bytes(pickle.dumps((digest, book), pickle.HIGHEST_PROTOCOL))
        unfinished.replace(store)
    return book


def _digest(folder: Path, made: str) -> str:
    """A hash of all that the book is made from."""
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return hashlib.blake2b(f"{made}{fresh.digest(files)}".encode(), digest_size=12).hexdigest()
