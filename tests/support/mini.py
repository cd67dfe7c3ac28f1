"""The small book of roots/test-mini, copied for a test to break, edited by plain text, and kept in git."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MINI = Path(__file__).parent / "roots" / "test-mini"


@dataclass(frozen=True)
class Edit:
    """One change to a file: `old` stands in it once and becomes `new`; a file without `old` gets `new` at its end."""

    path: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Make the change in the book under `root`."""
        file = root / self.path
        if not self.old:
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            file.write_text(before + self.new + "\n", encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, (
            f"“{self.old}” stands {text.count(self.old)} times in {self.path}"
        )
        file.write_text(text.replace(self.old, self.new), encoding="utf-8")


def copy(folder: Path) -> Path:
    """A copy of the small book in `folder`."""
    root = folder / "book"
    shutil.copytree(MINI, root)
    return root


def git(root: Path, *arguments: str) -> None:
    """Git in the small book, without the settings of this machine."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {
        f"GIT_{role}_{what}": "test@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        env={**os.environ, **own, **who},
    )


def commit(root: Path) -> None:
    """Put the book as it is now into a repository of its own."""
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "The book")


def publish(root: Path) -> None:
    """Make an edition of the book as it is now."""
    commit(root)
    git(root, "tag", "v1.0")
