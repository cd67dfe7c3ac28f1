"""The book of another revision lands in its own folder and nowhere else, whatever it holds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ext.withdrawal.changes.history import HistoryError, checked_out
from tests.support.mini import commit, copy


def stored(root: Path, kind: str, content: bytes) -> str:
    """The name of an object that was put into the repository unchecked."""
    command = ["git", "hash-object", "-w", "--literally", "-t", kind, "--stdin"]
    done = subprocess.run(command, cwd=root, input=content, capture_output=True, check=True)
    return done.stdout.decode().strip()


def holding(root: Path, *path: str) -> str:
    """A commit with a file at a path that git would never write, such as data/../evil.txt."""
    mode, name = "100644", stored(root, "blob", b"evil")
    for part in reversed(path):
        name = stored(root, "tree", f"{mode} {part}".encode() + b"\0" + bytes.fromhex(name))
        mode = "40000"
    who = "A <a@example.org> 0 +0000"
    return stored(root, "commit", f"tree {name}\nauthor {who}\ncommitter {who}\n\nevil\n".encode())


def test_a_revision_is_laid_out_byte_for_byte(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "docs" / "人民 조선.md").write_text("# 人民\n", encoding="utf-8")
    commit(root)
    with checked_out(root, "HEAD") as folder:
        for part in ("conf.py", "data", "docs"):
            for path in [root / part, *(root / part).rglob("*")]:
                again = folder / path.relative_to(root)
                assert again.is_dir() if path.is_dir() else again.read_bytes() == path.read_bytes()
    assert not folder.exists()


def test_a_link_that_a_revision_held_leads_nowhere(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (tmp_path / "secret").write_text("hunter2", encoding="utf-8")
    (root / "docs" / "link.md").symlink_to(tmp_path / "secret")
    (root / "docs" / "folder").symlink_to(tmp_path)
    commit(root)
    with checked_out(root, "HEAD") as folder:
        assert not [path for path in folder.rglob("*") if path.is_symlink()]
        assert "hunter2" not in (folder / "docs" / "link.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("out", [("..",), ("..", ".."), ("/",)], ids="/".join)
def test_a_path_that_leads_out_is_refused(out: tuple[str, ...], tmp_path: Path) -> None:
    root = copy(tmp_path)
    commit(root)
    evil = holding(root, "data", *out, "evil.txt")
    with pytest.raises(HistoryError, match="invalid path"), checked_out(root, evil, ("data",)):
        pass
    assert not list(tmp_path.rglob("evil.txt"))
