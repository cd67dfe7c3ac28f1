"""Which code counts as the book’s own: a change of it makes everything be read again."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from sphinx_facts.builds import fresh


def of(*modules: ModuleType, patch: pytest.MonkeyPatch) -> list[Path]:
    for module in modules:
        patch.setitem(sys.modules, module.__name__, module)
    app: Any = SimpleNamespace(
        extensions={module.__name__: SimpleNamespace(module=module) for module in modules}
    )
    return fresh._code(app)


def module(name: str, file: str | None, *folders: str) -> ModuleType:
    made = ModuleType(name)
    made.__file__ = file
    if folders:
        made.__path__ = list(folders)
    return made


def test_the_code_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    package = module("own_package", "/book/own/__init__.py", "/book/own")
    alone = module("own_module", "/book/alone.py")
    spread = module(
        "own_name", None, "/book/one/name", "/venv/site-packages/name", "/book/two/name"
    )
    installed = module("installed", "/venv/site-packages/it/__init__.py", "/venv/site-packages/it")
    built_in = module("built_in", None)
    found = of(package, alone, spread, installed, built_in, patch=monkeypatch)
    assert [path.as_posix() for path in found] == [
        "/book/alone.py",
        "/book/one/name",
        "/book/two/name",
        "/book/own",
    ]
