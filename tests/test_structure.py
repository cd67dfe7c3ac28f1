"""The shape of the code: imports go one way, only the loader reads data, generated files are not stale."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ext.withdrawal.records.schema import schemas

EXT = Path(__file__).parents[1] / "ext"
MODULES = sorted(EXT.rglob("*.py"))

LAYERS = {
    "problem": 0, "rules": 0, "characters": 1, "date_hints": 1, "dates": 2, "catalog": 3, "locate": 1,
    "fields": 3, "model": 4, "works": 5, "dataset": 5, "load": 6, "pages": 0, "formula": 4, "queries": 6, "figures": 7,
    "entities": 8, "checks": 8, "book": 9, "inline": 6, "links": 9, "tables": 10, "timeline": 11, "entries": 10,
    "audit": 11, "support": 10, "batches": 11, "trust": 11, "evidence": 12, "cite": 4, "shown": 16, "mentions": 17,
    "cards": 17, "shown_html": 18, "evidence_html": 19, "showing": 20, "backlinks": 18, "questions": 14, "nodes": 12,
    "usage": 9, "schema": 7,
    "shapes": 0, "outline": 0, "scales": 4, "drawn": 11, "strength": 11, "strength_chart": 12, "gantt": 12, "lanes": 12,
    "atlas": 12, "matrix": 11, "addition": 10, "asked": 13, "svg": 1, "tikz": 1, "preview": 13,
    "history": 0, "layout": 7, "flatten": 5, "forge": 1, "fix": 4,
    "errata": 10, "origins": 10, "diff": 15, "report": 16, "rules_page": 1,
}  # fmt: skip
"""Module: layer. A module imports only from layers below its own."""
PURE = (
    "queries",
    "figures",
    "tables",
    "timeline",
    "entries",
    "audit",
    "batches",
    "inline",
    "formula",
    "checks",
    "errata",
    "origins",
    "links",
    "support",
    "evidence",
    "cite",
    "trust",
    "pictures/strength",
    "pictures/strength_chart",
    "pictures/gantt",
    "pictures/lanes",
    "pictures/atlas",
    "pictures/matrix",
    "pictures/addition",
    "pictures/svg",
    "pictures/tikz",
)


def imports_of(module: Path) -> Iterator[str]:
    """The names of the modules of this project that a module imports, in full."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(EXT).as_posix())
def test_generic_code_knows_nothing_of_the_book(module: Path) -> None:
    if module.is_relative_to(EXT / "facts"):
        assert not [name for name in imports_of(module) if name.startswith("ext.withdrawal")]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(EXT).as_posix())
def test_imports_go_one_way(module: Path) -> None:
    layer = LAYERS.get(module.stem)
    if layer is None or module.parent.name == "wording":
        return
    for name in imports_of(module):
        short = name.rpartition(".")[2]
        if (
            name.startswith("ext.")
            and (EXT.parent / Path(*name.split("."))).with_suffix(".py").exists()
            and short in LAYERS
        ):
            assert LAYERS[short] < layer, (
                f"{module.stem} ({layer}) imports {short} ({LAYERS[short]})"
            )


@pytest.mark.parametrize("name", PURE)
def test_questions_are_pure(name: str) -> None:
    outside = ("sphinx", "docutils", "pathlib", "os", "io", "time", "datetime", "random", "yaml")
    assert not [
        found
        for found in imports_of(EXT / "withdrawal" / f"{name}.py")
        if found.split(".")[0] in outside
    ]


def test_only_the_loader_opens_data() -> None:
    readers = {
        module.stem for module in MODULES if "read_text(" in module.read_text(encoding="utf-8")
    }
    readers |= {
        module.stem for module in MODULES if "read_bytes(" in module.read_text(encoding="utf-8")
    }
    assert readers <= {
        "load",
        "works",
        "archive",
        "source",
        "__init__",
        "locate",
        "fresh",
        "reading",
        "fix",
        "layout",
        "preview",
        "corrections",
        "rules_page",
        "kept",
        "downloads",
    }, readers


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
