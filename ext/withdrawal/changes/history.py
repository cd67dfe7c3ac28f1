"""The book as it was at another revision, read through the same loader and the same pages as the
present one."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx_facts.values.problem import visible

PARTS = ("conf.py", "data", "docs")


class HistoryError(Exception):
    """The revision cannot be read; the text says why, in words for people."""


@contextmanager
def checked_out(root: Path, revision: str, parts: tuple[str, ...] = PARTS) -> Iterator[Path]:
    """A folder that holds the book under `root` as it was at `revision`; it is gone afterwards.

    Nothing in it leads out of it: git refuses such names, and `zipfile` makes of a link a file
    that holds its target. Raises HistoryError.
    """
    archive = _git(root, "archive", "--format=zip", "-0", _commit(root, revision), *parts)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            files.extractall(folder)
        yield Path(folder)


def published(root: Path, since: str = "") -> str:
    """The revision whose values readers hold: the tag of the last edition up to `since` (or now),
    else `since` itself.

    Empty where nothing is published as far as one can tell: no edition and no `since`, no git, no
    commit, or another’s checkout. Raises HistoryError for a `since` that cannot be had.
    """
    try:
        if not since and _said(root, "rev-parse", "--show-toplevel") != str(root.resolve()):
            return ""
        start = _commit(root, since or "HEAD")
    except HistoryError:
        if since:
            raise
        return ""
    try:
        return _said(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", start)
    except HistoryError:
        return since and start


def changed(root: Path, revision: str, part: str) -> bool:
    """Whether anything under `part` is another than at `revision`, committed or not."""
    try:
        _git(root, "diff", "--quiet", _commit(root, revision), "--", part)
    except HistoryError:
        return True
    return False


def _commit(root: Path, revision: str) -> str:
    """The commit that a revision names; a revision that begins like an option is refused."""
    if revision.startswith("-"):
        raise HistoryError(f"“{revision}” is not a revision")
    _git(root, "rev-parse")  # whether there is git, and a repository
    try:
        return _said(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except HistoryError:
        raise HistoryError(f"git knows no revision “{visible(revision)}” here") from None


def _said(root: Path, *arguments: str) -> str:
    return _git(root, *arguments).decode().strip()


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise HistoryError("git is needed for this, and was not found") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise HistoryError(said or f"git {arguments[0]} failed")
    return done.stdout
