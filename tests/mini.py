"""The small book of tests/roots/test-mini, copied for a test to break, and edited by plain text."""

from __future__ import annotations

import shutil
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
        assert text.count(self.old) == 1, f"“{self.old}” stands {text.count(self.old)} times in {self.path}"
        file.write_text(text.replace(self.old, self.new), encoding="utf-8")


def copy(folder: Path) -> Path:
    """A copy of the small book in `folder`."""
    root = folder / "book"
    shutil.copytree(MINI, root)
    return root
