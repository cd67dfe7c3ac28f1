"""What stands in an output folder, and what a builder has to write there so that it is what a clean build writes.

The note of it lies beside the environment, not in the output: it holds times, and the output is the same everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from sphinx_facts.builds import fresh

BY_PAGE = ("html", "dirhtml")
"""The builders that may leave a page as it stands. The others write one book, in a cleared folder."""
BACKUP = ".buildinfo.bak"
"""Where Sphinx keeps the settings of the build before; a clean build has no such file."""
Files = dict[str, list[int]]
"""Files of an output folder, each with its size and time."""


class Output:
    """The output folder of a build: what was noted of it, which files there are not ours, what is due to be written."""

    def __init__(self, app: Sphinx) -> None:
        """Connect the hooks."""
        self.app, self.whole = app, False
        self.before, self.now = dict[str, Any](), dict[str, Any]()
        self.foreign, self.due = Files(), set[str]()
        app.connect("env-before-read-docs", self.begin, priority=900)
        app.connect(
            "env-get-updated", self.unwritten, priority=900
        )  # when all is read, numbered and collected
        app.connect("write-started", self.clear)
        app.connect("doctree-resolved", self.writing)
        app.connect("build-finished", self.finish, priority=900)

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note which files no build has made, in case this one does not come to its end."""
        (Path(app.outdir) / BACKUP).unlink(missing_ok=True)
        try:
            self.before = json.loads(note(app).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.before = {}
        found, own = self.files(), self.before.get("files", {})
        self.foreign = {name: file for name, file in found.items() if name not in own}
        self.foreign = self.before.get("foreign", self.foreign)
        self.whole = any(found.get(name) != file for name, file in own.items())
        self.keep({"foreign": self.foreign})

    def unwritten(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """The pages that this builder has to write, though they may not have been read in this build.

        All, if the folder is not as a build has left it, or was made of other things, or if what all pages show has
        changed. Else those that were read since they were written (for another builder, it may be), or that show more
        than was read of them, and other than when they were written.
        """
        made = _digest(
            (fresh.made(app), sorted((path, name) for path, (_, name) in env.images.items()))
        )
        shared = _digest((_shared(env), app.emit("facts-shown", "")))
        stamps = {
            page: _digest((env.all_docs.get(page), app.emit("facts-shown", page)))
            for page in env.found_docs
        }
        self.now = {"made": made, "shared": shared, "pages": stamps}
        self.whole |= self.before.get("made") != made or app.builder.name not in BY_PAGE
        if self.whole or self.before["shared"] != shared:
            self.due = set(env.found_docs)
        else:
            self.due = {
                page for page, stamp in stamps.items() if self.before["pages"].get(page) != stamp
            }
        return set(self.due)

    def clear(self, app: Sphinx, builder: Builder) -> None:
        """Before everything is written anew, remove what builds have made."""
        root = Path(app.outdir)
        for name in self.ours() if self.whole else ():
            (root / name).unlink()
            for folder in (root / name).parents:
                if folder == root or any(folder.iterdir()):
                    break
                folder.rmdir()

    def writing(self, app: Sphinx, tree: nodes.document, page: str) -> None:
        """A page is written."""
        self.due.discard(page)

    def finish(self, app: Sphinx, failure: Exception | None) -> None:
        """Note what was written. After a failure, or if only some pages were asked for, the note stays as it began."""
        if failure is None and not (self.due and app.builder.name in BY_PAGE):
            self.keep({**self.now, "files": self.ours()})

    def ours(self) -> Files:
        """The files that builds have made."""
        return {name: file for name, file in self.files().items() if self.foreign.get(name) != file}

    def files(self) -> Files:
        """All files in the folder."""
        root, kept = str(self.app.outdir), str(self.app.doctreedir)
        found = Files()
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if os.path.join(folder, name) != kept]
            for path in (os.path.join(folder, name) for name in names):
                told = os.stat(path, follow_symlinks=False)
                found[os.path.relpath(path, root)] = [told.st_size, told.st_mtime_ns]
        return found

    def keep(self, state: dict[str, Any]) -> None:
        """Write the note, so that it is there whole or not at all."""
        unfinished = note(self.app).with_suffix(".new")
        unfinished.write_text(json.dumps(state), encoding="utf-8")
        unfinished.replace(note(self.app))


def note(app: Sphinx, what: str = "") -> Path:
    """Where to note what was written into the output of this build; a folder that is moved as a whole keeps it."""
    place = _digest((str(app.outdir).removeprefix(str(Path(app.doctreedir).parent)), what))
    return Path(app.doctreedir) / f"written-{app.builder.name}-{place}.json"


def _shared(env: BuildEnvironment) -> object:
    """What pages show of each other: titles, the order of pages and their numbers, the targets of references."""
    standard = env.domains.standard_domain
    titles = [(page, title.astext()) for page, title in sorted(env.titles.items())]
    trees = [
        tree.attributes
        for _, toc in sorted(env.tocs.items())
        for tree in toc.findall(addnodes.toctree)
    ]
    pages = [sorted(map(str, tree.items())) for tree in trees]
    targets = [
        sorted(map(str, found.items()))
        for found in (standard.labels, standard.anonlabels, standard.objects)
    ]
    return (
        titles,
        pages,
        targets,
        sorted(env.toc_secnumbers.items()),
        sorted(env.toc_fignumbers.items()),
    )


def _digest(of: object) -> str:
    return hashlib.blake2b(repr(of).encode(), digest_size=12).hexdigest()
