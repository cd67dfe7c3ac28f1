"""The rooms of the code, drawn from its imports: what the architecture page shows, and what its test compares."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

EXT = Path(__file__).parents[2] / "ext"
FACTS, BOOK = EXT / "facts/src/sphinx_facts", EXT / "withdrawal"
MODULES = sorted((*FACTS.rglob("*.py"), *BOOK.rglob("*.py")))
TOPS = {"sphinx_facts": FACTS, "withdrawal": BOOK}
"""What a module is of that lies in no folder: the package itself."""


def room(module: Path) -> str:
    """The folder that a module lies in, or the package if it lies in none."""
    name, top = next((name, top) for name, top in TOPS.items() if module.is_relative_to(top))
    parts = module.relative_to(top).parts
    return parts[0] if len(parts) > 1 else name


def imports_of(module: Path) -> Iterator[str]:
    """The full names of all modules that a module imports, also of other projects."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if path_of(inner) else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def path_of(name: str) -> Path | None:
    """The file of a module of this project by its full name; None for any other name."""
    top = FACTS.parent if name.startswith("sphinx_facts") else EXT.parent
    place = top / Path(*name.split("."))
    found = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in found if file.is_file() and file.is_relative_to(EXT)), None)


def targets(module: Path) -> Iterator[tuple[str, Path]]:
    """The modules of this project that a module imports, by name, but the package it lies in itself."""
    for name in imports_of(module):
        target = path_of(name)
        if target is not None and target.parent != module.parent:
            yield name, target


def arrows() -> dict[str, set[str]]:
    """For each room, the rooms it imports from."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        here = room(module)
        found.setdefault(here, set()).update(room(target) for _, target in targets(module))
    return {here: there - {here} for here, there in found.items()}


def floors() -> dict[str, int]:
    """The floor of each room: one above the highest that it imports from.

    Raises RecursionError if rooms import each other in a circle.
    """
    found: dict[str, int] = {}
    below = arrows()

    def floor(here: str) -> int:
        if here not in found:
            found[here] = 1 + max((floor(there) for there in below[here]), default=0)
        return found[here]

    for here in below:
        floor(here)
    return found


def drawing() -> str:
    """The rooms from the top floor down: each with its floor, its job, its lines, and the rooms it imports from."""
    below, high = arrows(), floors()
    lines = []
    for here in sorted(high, key=lambda name: (-high[name], name)):
        top = TOPS.get(here) or next(
            each / here for each in TOPS.values() if (each / here).is_dir()
        )
        doc = ast.get_docstring(ast.parse((top / "__init__.py").read_text(encoding="utf-8"))) or ""
        job = " ".join(doc.split("\n\n")[0].split())
        uses = ", ".join(sorted(below[here], key=lambda name: (-high[name], name)))
        told = [job, *([f"imports from: {uses}"] if uses else [])]
        lines += [
            f"{high[here]:<3}{here}",
            *(fill(text, 72, initial_indent="   ", subsequent_indent="   ") for text in told),
            "",
        ]
    return "\n".join(lines).rstrip()
