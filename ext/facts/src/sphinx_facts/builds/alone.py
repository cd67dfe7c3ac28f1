"""One build at a time in a folder, and plain words where nothing can be written.

Two builds would write over each other: the second waits until the first has ended, however it ends. `run` does the same
for a command that goes on with what a build has written.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from sphinx.application import Sphinx
from sphinx.errors import SphinxParallelError
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

_ROOM = "Make room on the disk, and build again."
_RIGHTS = "Get the right to read and write there, or name another folder, and build again."
_PLACE = "A file is in the way of a folder, or a folder of a file: move it, and build again."
HINTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), _RIGHTS),
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST), _PLACE),
}
_WORDS = re.compile(r"\[Errno (\d+)\] ([^:\n]+)(?:: '([^'\n]+)')?")
_held: dict[Path, IO[bytes]] = {}
"""The locks of this process, by the folder of the environment."""


def connect(app: Sphinx) -> None:
    """Take the folders of a build, before anything is read. Raises `SystemExit` if they cannot be written."""
    held = Path(app.doctreedir)
    try:
        for folder in (Path(app.outdir), Path(app.doctreedir)):
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        if held not in _held:
            _held[held] = _lock(held / "lock")
    except OSError as error:
        raise told(error) from None
    app.connect(
        "build-finished",
        lambda app, failure: release(app),
        priority=990,
    )
    app.connect("build-finished", _say, priority=1000)
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(_stop)


def release(app: Sphinx) -> None:
    """Let others build in the folders of a build that has ended, or that is only asked and never begins."""
    if file := _held.pop(Path(app.doctreedir), None):
        file.close()


def _let_go() -> None:
    """In a process that reads or writes for a build: it may live on, stuck, when the build has been killed."""
    while _held:
        _held.popitem()[1].close()


if hasattr(os, "register_at_fork"):  # nothing is copied on Windows
    os.register_at_fork(after_in_child=_let_go)


def _lock(path: Path) -> IO[bytes]:
    """The open file of a lock, which falls when it is closed or its process ends."""
    file = path.open("ab")
    waits = False
    while True:
        try:
            _try(file)
        except (BlockingIOError, PermissionError):
            if not waits:
                logger.info(
                    "Another build is at work in %s; this one waits until it has ended.",
                    path.parent,
                )
            waits = True
            time.sleep(0.2)
            continue
        except OSError:  # a file system without locks
            pass
        return file


def _try(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 (there on Windows only)

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 (there everywhere else)

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _say(app: Sphinx, failure: BaseException | None) -> None:
    """End a build that could not write with one line, not with a traceback. `failure` may be what came of it."""
    while failure is not None:
        if fault := _fault(failure):
            raise told(fault) from None
        failure = failure.__cause__


def _stop(record: logging.LogRecord) -> bool:
    """End the build at a warning that a file could not be written, after which Sphinx would go on without it."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    for each in () if getattr(record, "location", None) else (*arguments, record.getMessage()):
        if fault := _fault(each):
            raise fault
    return True


def _fault(found: object) -> OSError | None:
    """The fault in writing that something is or, since other processes tell of theirs in words, tells of."""
    if not isinstance(found, OSError):
        words = _WORDS.search(str(found)) if isinstance(found, SphinxParallelError | str) else None
        found = OSError(int(words[1]), words[2], words[3]) if words else None
    return found if isinstance(found, OSError) and found.errno in HINTS else None


def told(error: OSError) -> SystemExit:
    """The end of a build at a file that it cannot write or read."""
    place = error.filename2 or error.filename or "The output"
    return SystemExit(f"{place}: {error.strerror}. {HINTS.get(error.errno or 0, _RIGHTS)}")


def run() -> None:
    """Run the command after the name of a lock in `sys.argv`, alone; ends with its exit code."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    with _lock(Path(sys.argv[1])):
        sys.exit(subprocess.call(sys.argv[2:]))
