"""The shape of the code: imports go one way, only the loader reads data, generated files are not stale."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ext.withdrawal.records.schema import schemas
from tests.support.house import EXT, MODULES, drawing, imports_of, room, targets

# Each room of the generic half, and the rooms it may import from. The room of a module is its folder, so that none
# can be forgotten; a new folder has no line here, and fails.
BELOW = {
    "values": (),
    "yaml": ("values",),
    "wording": ("values",),
    "prose": ("values", "yaml", "wording", "builds", "guard"),
    "builds": (),
    "guard": ("values", "yaml"),
    "sphinx_facts": ("values", "yaml", "wording", "prose", "builds", "guard"),
}
GENERIC = tuple(BELOW)
ORDER = ("records", "answers", "exports", "pages", "html", "paper", "changes", "withdrawal")
APART = {
    ("html", "paper"): "each dresses for one kind of reader",
    ("paper", "html"): "each dresses for one kind of reader",
    ("changes", "html"): "two books are compared without being shown",
    ("changes", "paper"): "two books are compared without being shown",
}
READERS = {
    "records/load": "data",
    "records/bibliography": "the bibliography",
    "records/schema": "the schemas that lie there, to tell whether they are fresh",
    "records/layout": "data, as text, to put it into the house style",
    "paper/book": "pages and data, to find the place of a letter that no font has",
    "changes/what_if": "a copy of the data, to set a value in it",
    "records/book": "the copy of the book that the last build has kept",
    "exports/folder": "what it has written before, and data, to pack it as it is",
    "html/downloads": "what it has written before",
    "html/preview": "the picture that it has drawn",
    "changes/commands": "pages, to mend them",
    "changes/rules_page": "the cases of the rules",
}
"""Every module of this book that opens a file, and what it opens it for."""
PURE = ("records", "answers", "exports")
"""Rooms that know neither Sphinx nor docutils."""
SILENT = ("answers",)
"""Rooms that open no file, ask no clock and draw no lots."""


def outside(module: Path) -> set[str]:
    """The first parts of the names of all that a module imports."""
    return {name.partition(".")[0] for name in imports_of(module)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(EXT).as_posix())
def test_imports_follow_the_rooms(module: Path) -> None:
    here = room(module)
    for name, target in targets(module):
        there = room(target)
        if there == here:
            continue
        if here in GENERIC:
            assert there in BELOW[here], f"{here} imports {name}"
        elif there not in GENERIC:
            assert (here, there) not in APART, f"{name}: {APART[here, there]}"
            assert ORDER.index(there) < ORDER.index(here), f"{here} imports {name}, which is above"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(EXT).as_posix())
def test_pure_rooms_know_no_sphinx(module: Path) -> None:
    forbidden = {"sphinx", "docutils"} if room(module) in PURE else set()
    if room(module) in SILENT:
        forbidden |= {"pathlib", "os", "io", "time", "datetime", "random", "yaml"}
    assert not outside(module) & forbidden


def test_the_drawing_is_fresh(repository: Path) -> None:
    page = (repository / "docs/contributing/architecture.md").read_text(encoding="utf-8")
    assert f"```text\n{drawing()}\n```" in page, "the rooms have changed: draw them anew"


def test_no_module_is_long() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {path.name: number for path, number in lines.items() if number > 400}


def test_only_the_loader_opens_data() -> None:
    reading = re.compile(
        r'\.read_(?:text|bytes)\(|\.open\("r|yaml\.reader import [^#]*?\bcontent\b'
    )
    readers = {
        f"{room(module)}/{module.stem}"
        for module in MODULES
        if room(module) not in GENERIC and reading.search(module.read_text(encoding="utf-8"))
    }
    assert readers == set(READERS)


@pytest.mark.parametrize(("name", "text"), list(schemas()), ids=[name for name, _ in schemas()])
def test_schemas_are_fresh(name: str, text: str, repository: Path) -> None:
    committed = (repository / "data" / "schema" / name).read_text(encoding="utf-8")
    assert committed == text, "the model has changed: run python -m ext.withdrawal schema"


def test_no_links_out_of_the_tree(repository: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-s"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    assert not [line for line in listed.splitlines() if line.startswith("120000")], "symbolic links"
    names = [line.rpartition("\t")[2].lower() for line in listed.splitlines()]
    assert len(names) == len(set(names)), "names that differ only in case"


def test_the_edition_has_one_number(repository: Path) -> None:
    shown = {
        file: re.findall(pattern, (repository / file).read_text(encoding="utf-8"), re.M)
        for file, pattern in (
            ("conf.py", r'^version = release = "([^"]+)"'),
            ("CITATION.cff", r'^version: "([^"]+)"'),
            ("pyproject.toml", r'^version = "([^"]+)"'),
        )
    }
    assert len({tuple(found) for found in shown.values()}) == 1, shown
    assert all(len(found) == 1 for found in shown.values()), shown
