"""Builds of a book, each in a process of its own, since Sphinx keeps things for the life of a process; and what lies
in the folders they write."""

from __future__ import annotations

import atexit
import io
import multiprocessing
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx

BUILDERS = ("html", "typst", "epub")
EVENTS = (
    "config-inited", "builder-inited", "env-get-outdated", "env-before-read-docs", "source-read", "doctree-read",
    "env-updated", "env-get-updated", "env-check-consistency", "write-started", "doctree-resolved",
    "html-page-context", "html-collect-pages", "build-finished",
)  # fmt: skip
"""The events of a build, in their order: at each of them a build can be killed."""


class Built(NamedTuple):
    """What a build did: pages read and written (of a serial build), what it said, whether a strict build would stop,
    and its last words if it was ended."""

    read: list[str]
    written: list[str]
    said: list[str]
    failed: bool
    end: str = ""


@dataclass
class Build:
    """A build on its way."""

    process: Any
    answer: Connection

    def done(self) -> Built:
        """Wait for its end. A process that it began may outlive it, if it was killed."""
        while not self.answer.poll(0.02) and self.process.is_alive():
            pass
        try:
            found: Built = self.answer.recv() if self.answer.poll() else Built([], [], [], True)
        except EOFError:
            found = Built([], [], [], True)
        self.process.join()
        return found

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.process.pid, signal.SIGKILL)


def start(root: Path, out: str = "build", builder: str = "html", *, jobs: int = 1, kill: str = "",
          before: Callable[[], None] = lambda: None) -> Build:  # fmt: skip
    """Begin to build the book under `root`, with one folder of doctrees for all builders.

    With `kill`, the process ends at that event, and with a plus sign after it, when all others have answered it.
    `before` is called in the process before the build begins.
    """
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(root, out, builder, jobs, kill, before, there))
    process.start()
    atexit.register(_end, process.pid)
    there.close()
    return Build(process, here)


def _end(group: int) -> None:
    """End what a killed build has left running."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def build(root: Path, out: str = "build", builder: str = "html", *, jobs: int = 1, kill: str = "",
          before: Callable[[], None] = lambda: None) -> Built:  # fmt: skip
    return start(root, out, builder, jobs=jobs, kill=kill, before=before).done()


def _work(root: Path, out: str, builder: str, jobs: int, kill: str, before: Callable[[], None],
          answer: Connection) -> None:  # fmt: skip
    os.setpgid(0, 0)
    warnings, read, written, end = io.StringIO(), list[str](), list[str](), ""
    before()

    class Watched(Sphinx):
        def setup_extension(self, extname: str) -> None:
            super().setup_extension(extname)
            if extname == "ext.withdrawal" and kill:
                event, plus, _ = kill.partition("+")
                self.connect(event, lambda *_: os._exit(9), priority=9999 if plus else 0)

    try:
        app = Watched(
            root / "docs", root, root / out / builder, root / out / "doctrees", builder,
            status=None, warning=warnings, parallel=jobs,
        )  # fmt: skip
        app.connect("source-read", lambda app, page, content: read.append(page))
        app.connect(
            "html-page-context",
            lambda app, page, template, context, tree: written.append(page) if tree else None,
        )
        app.build()
    except SystemExit as last:
        end = str(last.code)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
    # The process is a copy of one that may have built before: what is registered again is no fault of the book.
    told = {
        each for each in re.split(r"\n(?!    )", plain) if each and "already registered" not in each
    }
    answer.send(Built(sorted(read), sorted(written), sorted(told), bool(told) or bool(end), end))
    answer.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, and what is in it; and every empty folder."""
    found = {path: path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
             if path.is_file() or not any(path.iterdir())}  # fmt: skip
    return {path.relative_to(folder).as_posix(): content for path, content in found.items()}


def pages(root: Path, out: str = "build", builder: str = "html") -> dict[str, bytes]:
    """What a builder has written."""
    return files(root / out / builder)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that are not the same in both, or in one only."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def unlike_clean(root: Path, builders: Iterable[str] = BUILDERS, out: str = "build") -> list[str]:
    """What a clean build of the book as it is now would have written otherwise."""
    found = list[str]()
    for builder in builders:
        clean = f"clean-{builder}"
        shutil.rmtree(root / clean, ignore_errors=True)
        build(root, clean, builder)
        found += [
            f"{builder}/{name}"
            for name in differing(pages(root, out, builder), pages(root, clean, builder))
        ]
        shutil.rmtree(root / clean)
    return found
