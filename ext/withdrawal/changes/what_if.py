"""What would part if a value were another: the book read from a copy in which it is. Nothing here is changed."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records.book import Book, read_book
from ext.withdrawal.records.dataset import key
from ext.withdrawal.records.kinds import VALUES
from ext.withdrawal.records.queries import whole
from ext.withdrawal.records.shared import name_of, values
from sphinx_facts.values.catalog import did_you_mean
from sphinx_facts.values.problem import Position, Problem

_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^\s#].*?(?=\s+#|\s*$)')


class WhatIfError(ValueError):
    """A setting that cannot be made; the text says why and what to write."""


def parted(root: Path, settings: Iterable[str]) -> tuple[list[Problem], Book | None]:
    """Every problem that the book under `root` would have more with the settings, each `ID=VALUE`, and that book.

    Raises `WhatIfError`.
    """
    book = read_book(root / "data")
    given = [_split(setting) for setting in settings]
    places = [(_place(book, name), value) for name, value in given]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        for name in ("docs", "data"):
            shutil.copytree(root / name, copy / name)
        shutil.copy(root / "conf.py", copy)
        before = set(read_pages(copy).problems)
        for place, value in places:
            _write(copy / place.path, place, value)
        reading = read_pages(copy)
        return [problem for problem in reading.problems if problem not in before], reading.book


def _split(setting: str) -> tuple[str, str]:
    name, sign, value = setting.partition("=")
    if not sign or not value:
        raise WhatIfError(f"“{setting}” sets nothing: write ID=VALUE, as final-2.strength=110000")
    return name, value


def _place(book: Book, name: str) -> Position:
    """Where the value stands that a name means, through all that is the same as another."""
    held = {name_of(each): each for each in values(book.data)}
    passed: set[str] = set()
    while name in held and (same := held[name][3].same) and name not in passed:
        passed.add(name)
        name = same if same in held else whole(same)
    record, _dot, path = name.partition(".")
    steps = path.split(".") if path else []
    for kind in VALUES:
        if record in getattr(book.data, kind.name):
            home = key(kind.name, record)
            for way in ([*steps, "value"], ["figures", *steps, "value"], steps):
                place = book.data.where(home, *way)
                if way and place != book.data.where(home, *way[:-1]):
                    return place
    if name in book.facts:
        parts = ", ".join(book.facts[name].parts) or "the records that it counts"
        raise WhatIfError(f"“{name}” is computed: set what it is made of, {parts}")
    hint = did_you_mean(name, [*held, *book.facts], "python -m ext.withdrawal facts lists them")
    raise WhatIfError(f"there is no value “{name}”: {hint}")


def _write(file: Path, place: Position, value: str) -> None:
    """Put another value in the place of the one that stands there."""
    lines = file.read_text(encoding="utf-8").split("\n")
    line, at = lines[place.line - 1], place.column - 1
    found = _SCALAR.match(line, at)
    plain = re.fullmatch(r"\d+|unknown", value) and line[at : at + 1] not in "\"'"
    new = value if plain else json.dumps(value, ensure_ascii=False)
    lines[place.line - 1] = line[:at] + new + line[found.end() if found else len(line) :]
    file.write_text("\n".join(lines), encoding="utf-8")
