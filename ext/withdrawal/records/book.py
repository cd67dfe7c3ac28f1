"""The book's data, read once for a build: dataset, facts, catalogue, and what is wrong with them.

The book of the last build is kept beside its environment, so that data that did not change are not
read again.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from ext.withdrawal.records import texts
from ext.withdrawal.records.checks import check
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.kinds import KINDS, ROLES, Kind, target, title
from ext.withdrawal.records.load import load
from ext.withdrawal.records.model import Names, Script, Source
from ext.withdrawal.records.named import missing
from ext.withdrawal.records.shared import resolved
from ext.withdrawal.records.values import facts
from sphinx_facts.builds import fresh
from sphinx_facts.values.catalog import Catalog, Entity, Fact, Pin
from sphinx_facts.values.problem import Problem


@dataclass(frozen=True)
class Book:
    """What the rest of the extension works from."""

    data: Dataset
    facts: Mapping[str, Fact]
    problems: tuple[Problem, ...]
    digest: str = ""
    """A hash of what the book was read from, or empty if none is known."""

    def catalog(self) -> Catalog:
        """What `sphinx_facts` binds prose to."""
        return self._catalog

    @cached_property
    def _catalog(self) -> Catalog:
        pins = {
            pin.text: Pin(pin.text, pin.reason, self.data.where(pin.text))
            for pin in self.data.pins.values()
        }
        return Catalog(
            self.facts,
            entities(self.data),
            pins,
            self.problems,
            frozenset(ROLES),
            frozenset(name.removeprefix(key("campaigns", "")) for name in self.data.broken),
            self.digest,
        )


def read_book(folder: Path) -> Book:
    """Read and check the data folder. Problems are in the result; nothing is raised for them."""
    data, problems = load(folder)
    data, unshared = resolved(data)
    found = facts(data)
    lost, told = missing(data, found)
    data = replace(data, broken=data.broken | lost)
    found = texts.spoken(data, found)
    data, untrue = texts.resolved(data, found)
    problems = (*problems, *unshared, *told, *untrue, *check(data, found))
    return Book(data, found, tuple(sorted(problems)))


def entities(data: Dataset) -> dict[tuple[str, str], Entity]:
    """Every entity by role and id."""
    return {
        (kind.role, name): _entity(data, kind, name, record)
        for kind in KINDS.values()
        if kind.role
        for name, record in getattr(data, kind.name).items()
    }


def _entity(data: Dataset, kind: Kind, name: str, record: Any) -> Entity:
    is_source = isinstance(record, Source)  # docutils makes an id of the key of a source
    anchor = f"cite-{name.replace('_', '-').lower()}" if is_source else name
    return Entity(
        role=kind.role,
        id=name,
        title=name if "numbered" in kind.traits else title(record),
        names=frozenset(_names(record)),
        target=target(kind.name, anchor),
        position=data.where(key(kind.name, name)),
    )


def _names(record: object) -> Iterator[str]:
    names = getattr(record, "names", None)
    if isinstance(names, Names):
        yield from filter(
            None, (*(getattr(names, script) for script in get_args(Script)), *names.also)
        )
    else:
        yield title(record)
        yield getattr(record, "title", title(record))
        yield from getattr(record, "also", ())


def kept_book(folder: Path, store: Path, made: str) -> Book:
    """The book of a data folder: the one in the file `store` if it was made of the same bytes and
    of the same other things (code, libraries), whose digest is `made`; else it is read, and kept
    there.

    What is in `store` is trusted as Sphinx trusts its environment beside it: both are pickles.
    """
    try:
        digest = _digest(folder, made)
    except OSError:  # a file that cannot be read is told of by whoever reads the book
        return read_book(folder)
    try:
        found, book = pickle.loads(store.read_bytes())
        if found == digest and isinstance(book, Book):
            return book
    except Exception:  # a pickle that was cut off or is of another time may raise anything
        pass
    book = replace(read_book(folder), digest=digest)
    unfinished = store.with_suffix(".new")
    with suppress(OSError):  # on a full disk, the book is read anew in every build
        store.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(pickle.dumps((digest, book), pickle.HIGHEST_PROTOCOL))
        unfinished.replace(store)
    return book


def _digest(folder: Path, made: str) -> str:
    """A hash of all that the book is made from."""
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return hashlib.blake2b(f"{made}{fresh.digest(files)}".encode(), digest_size=12).hexdigest()
