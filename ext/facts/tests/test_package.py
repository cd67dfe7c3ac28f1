"""The package stands alone: it names what it needs, and needs nothing of any book."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

FACTS = Path(__file__).parents[1]
CALLED = {"markdown_it": "markdown-it-py", "myst_parser": "myst-parser", "yaml": "pyyaml"}


def imported() -> set[str]:
    """The packages that the modules import, by the names under which they are published."""
    found = set[str]()
    for path in (FACTS / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return {CALLED.get(name, name) for name in found - sys.stdlib_module_names}


def test_what_is_imported_is_named() -> None:
    project = tomllib.loads((FACTS / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {each.partition(">")[0].partition("=")[0] for each in project["dependencies"]}
    assert imported() == named | {"sphinx_facts"}


def test_it_is_imported_without_a_book(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(FACTS / 'src')!r}); import sphinx_facts; print('ext' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
