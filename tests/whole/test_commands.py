"""What people type: the commands that are named anywhere exist, and a slip is told in a line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = ("README.md", "CONTRIBUTING.md", ".ci/run", ".pre-commit-config.yaml", "Makefile")
NAMING = [
    *(ROOT / name for name in NAMED),
    *sorted((ROOT / ".github").rglob("*.yml")),
    *sorted((ROOT / ".devcontainer").iterdir()),
    *sorted((ROOT / "docs").rglob("*.md")),
]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command prints in `folder`, and how it ends."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def subcommands() -> set[str]:
    """The subcommands that the program has."""
    said = run(ROOT, sys.executable, "-m", "ext.withdrawal", "--help").stdout
    return set(re.findall(r"^    ([a-z]+)", said, re.M))


@pytest.mark.parametrize("path", NAMING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_that_are_named_exist(path: Path, subcommands: set[str]) -> None:
    text = path.read_text(encoding="utf-8")
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", rules, re.M))
    assert set(re.findall(r"(?:[`“(]|^|: |&& )make ([a-z][a-z-]+)", text, re.M)) <= targets
    assert set(re.findall(r"-m ext\.withdrawal ([a-z]+)", text)) <= subcommands


def test_sphinx_without_the_settings_says_what_to_type(tmp_path: Path) -> None:
    done = run(ROOT, sys.executable, "-m", "sphinx", "docs", str(tmp_path / "out"))
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if line] == [
        "The settings are one folder up. Type: make html, or: sphinx-build -c . docs build/html"
    ]


def test_sphinx_in_the_wrong_folder_says_what_to_type(tmp_path: Path) -> None:
    for name in ("conf.py", "data", "docs", "ext"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = run(tmp_path, sys.executable, "-m", "sphinx", "-q", ".", str(tmp_path / "out"))
    assert done.returncode == 1
    assert done.stderr == (
        "index.md:1:1: page.markup: the first page of the book is missing here\n"
        "    hint: type: sphinx-build -c . docs build/html\n"
    )


def test_two_commands_run_one_after_the_other(tmp_path: Path) -> None:
    code = "import sys; sys.path[:0] = ['ext/facts/src']; from sphinx_facts.builds.alone import run; run()"
    at_work = "test ! -e {0} && touch {0} && sleep 0.5 && rm {0}".format(tmp_path / "at-work")
    command = [sys.executable, "-c", code, str(tmp_path / "lock"), "sh", "-c", at_work]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]


@needs_make
def test_no_folder_is_taken_for_an_environment(tmp_path: Path) -> None:
    kept = tmp_path / "mine" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("Dear Anna", encoding="utf-8")
    done = run(ROOT, "make", "check", f"VENV={kept.parent}")
    assert done.returncode == 2
    assert f"{kept.parent} is there, and is no virtual environment" in done.stderr
    assert kept.read_text(encoding="utf-8") == "Dear Anna"


@needs_make
def test_an_environment_elsewhere_is_used_everywhere() -> None:
    for target in ("html", "quick", "test", "deep", "check", "fix", "report", "live", "audit"):
        said = run(ROOT, "make", "--dry-run", target, "VENV=build/elsewhere").stdout
        assert "build/elsewhere/bin/python -m" in said
        assert ".venv" not in said


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_have_no_rights_and_fixed_actions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^permissions: \{\}$", text, re.M)
    used = re.findall(r"uses: (.*)", text)
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", each) for each in used)
