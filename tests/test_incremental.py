"""A build that starts from an older one gives what a clean build gives, and does no more than it must.

Every build runs in a process of its own, since Sphinx keeps things for the life of a process.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.html.downloads import FOLDER
from tests.mini import Edit, copy

STEPS, SEED = 30, 1953
BATCHES, STORY = "data/batches.yaml", "docs/story.md"


class Built(NamedTuple):
    """What a build did: pages read and written (of a serial build), what it said, whether a strict build would stop."""

    read: list[str]
    written: list[str]
    said: list[str]
    failed: bool


@dataclass
class Build:
    """A build on its way."""

    process: Any
    answer: Connection

    def done(self) -> Built:
        """Wait for its end."""
        try:
            found: Built = self.answer.recv()
        except EOFError:
            found = Built([], [], [], True)  # it was killed
        self.process.join()
        return found


def start(root: Path, out: str = "build", *, jobs: int = 1, kill: bool = False) -> Build:
    """Begin to build the book under `root`; with `kill`, the process ends between reading and writing."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(root, out, jobs, kill, there))
    process.start()
    there.close()
    return Build(process, here)


def build(root: Path, out: str = "build", *, jobs: int = 1, kill: bool = False) -> Built:
    return start(root, out, jobs=jobs, kill=kill).done()


def _work(root: Path, out: str, jobs: int, kill: bool, answer: Connection) -> None:
    warnings, read, written = io.StringIO(), list[str](), list[str]()
    app = Sphinx(
        root / "docs", root, root / out / "html", root / out / "doctrees", "html",
        status=None, warning=warnings, parallel=jobs, confoverrides={"html_theme": "basic"},
    )  # fmt: skip
    app.connect("source-read", lambda app, page, content: read.append(page))
    app.connect(
        "html-page-context",
        lambda app, page, template, context, tree: written.append(page) if tree else None,
    )
    if kill:
        app.connect("env-check-consistency", lambda app, env: os._exit(9))
    app.build()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
    # The process is a copy of one that may have built before: what is registered again is no fault of the book.
    told = {
        each for each in re.split(r"\n(?!    )", plain) if each and "already registered" not in each
    }
    answer.send(Built(sorted(read), sorted(written), sorted(told), bool(told)))
    answer.close()


def pages(root: Path, out: str = "build") -> dict[str, bytes]:
    """Every file of the output that a reader may open or take away, and the search index."""
    html = root / out / "html"
    files = [*html.rglob("*.html"), *html.rglob("_sources/**/*.txt"), *(html / FOLDER).rglob("*.*")]
    found = {path: path.read_bytes() for path in files}
    for path in html.glob("searchindex.js"):
        index = json.loads(
            path.read_text(encoding="utf-8").removeprefix("Search.setIndex(").removesuffix(")")
        )
        # Sphinx loses the index entries of pages it does not write again, and keeps a word that is gone, on no page.
        index.pop("indexentries")
        alike = {
            key: {word: at for word, at in part.items() if at != []}
            if isinstance(part, dict)
            else part
            for key, part in index.items()
        }
        found[path] = json.dumps(alike, sort_keys=True).encode()
    return {path.relative_to(html).as_posix(): content for path, content in found.items()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built once."""
    root = copy(tmp_path_factory.mktemp("incremental"))
    assert not build(root).failed
    return root


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    """A copy of the built book to edit, with the times of its files."""
    root = tmp_path / "book"
    shutil.copytree(built, root)
    assert build(root).read in ([], ALL)  # the first build at another place may read all
    return root


ALL = sorted(
    path.relative_to(Path(__file__).parent / "roots/test-mini/docs").with_suffix("").as_posix()
    for path in (Path(__file__).parent / "roots/test-mini/docs").rglob("*.md")
)


def replaced(root: Path, path: str, old: str, new: str, *, kept: bool = False) -> None:
    """Edit a file; with `kept`, its time stays what it was."""
    file = root / path
    before = file.stat()
    Edit(path, old, new).apply(root)
    if kept:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_two_processes_give_what_one_gives(built: Path, tmp_path: Path) -> None:
    assert len(ALL) > 5, "with fewer pages Sphinx reads in one process"
    root = tmp_path / "book"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("build"))
    one, two = start(root, "one"), start(root, "two", jobs=2)
    assert (one.done().said, two.done().said) == ([], [])
    assert differing(pages(root, "one"), pages(root, "two")) == []


def test_two_processes_say_what_one_says(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("build"))
    replaced(root, STORY, "`thirteen <", "`fourteen <")
    replaced(root, STORY, "watched.", "watched for 4,711 days.")
    replaced(root, BATCHES, "value: 52192", "value: 62192")
    one, two = start(root, "one").done(), start(root, "two", jobs=2).done()
    assert one.said == two.said
    assert [line for line in one.said if "docs/story.md:3:15" in line]
    assert [line for line in one.said if "fact.unbound" in line and "4,711" in line]


def test_nothing_changed_nothing_written(book: Path) -> None:
    times = {path: path.stat().st_mtime_ns for path in (book / "build/html").rglob("*.html")}
    assert build(book)[:3] == ([], [], [])
    changed = [path.name for path, time in times.items() if path.stat().st_mtime_ns != time]
    assert set(changed) <= {
        "404.html",
        "genindex.html",
        "search.html",
    }  # these have no page, and are written every time


def test_a_download_that_is_gone_is_made_again(book: Path) -> None:
    before = pages(book)
    assert len([name for name in before if name.startswith(f"{FOLDER}/")]) > 15
    (book / "build/html" / FOLDER / "batches.csv").unlink()
    assert differing(pages(book), before) == [f"{FOLDER}/batches.csv"]
    build(book)
    assert differing(pages(book), before) == []


def test_an_event_is_shown_by_some_pages_only(book: Path) -> None:
    text = (book / "data/events.yaml").read_text(encoding="utf-8")
    name = re.findall(r"- id: ([\w-]+)", text)[-1]
    title = re.findall(r"title: (.+)", text)[-1]
    before = pages(book)
    replaced(book, "data/events.yaml", f"title: {title}", f"title: {title} indeed")
    done = build(book)
    showing = sorted(page for page in ALL if title.encode() in before[f"{page}.html"])
    assert done.read == showing, name
    assert set(done.written) - {"index"} == {*showing} - {
        "index"
    }  # Sphinx writes a page with a list of others again
    assert 0 < len(showing) < len(ALL)
    changed = [name for name in differing(before, pages(book)) if not name.startswith(FOLDER)]
    assert changed == sorted(["searchindex.js", *(f"{page}.html" for page in showing)])


def test_a_strength_is_read_again_where_it_is_used(book: Path) -> None:
    before = pages(book)
    replaced(book, BATCHES, "value: 52192", "value: 52193")
    done = build(book)
    assert "story" in done.read
    assert "reference/people" not in done.read
    changed = {name for name in differing(before, pages(book)) if not name.startswith(FOLDER)} - {
        "searchindex.js"
    }
    # The index has the strength among its figures.
    assert changed <= {"genindex.html", *(f"{page}.html" for page in done.read)}


def test_a_page_is_read_alone(book: Path) -> None:
    replaced(book, STORY, "watched.", "watched it all.")
    done = build(book)
    assert (done.read, {*done.written} - {"index"}) == (["story"], {"story"})


def test_a_standing_mismatch_fails_every_build(book: Path) -> None:
    replaced(book, BATCHES, "value: 52192", "value: 72192")
    first, second, third = build(book), build(book), build(book)
    assert first.failed and second.failed and third.failed
    assert first.said == second.said == third.said
    assert [
        line
        for line in first.said
        if "fact.mismatch" in line and "open-2.strength is 72,192" in line
    ]
    assert second.read == third.read == []


@pytest.mark.parametrize("path", [BATCHES, STORY])
def test_an_edit_that_keeps_the_time_is_noticed(book: Path, path: str) -> None:
    change = {BATCHES: ("value: 52192", "value: 72192"), STORY: ("`thirteen <", "`fourteen <")}[
        path
    ]
    replaced(book, path, *change, kept=True)
    assert [line for line in build(book).said if "fact.mismatch" in line]


def test_a_killed_build_is_made_good(book: Path) -> None:
    replaced(book, BATCHES, "title: First", "title: Very first")
    assert not build(book, kill=True).read
    build(book)
    build(book, "clean")
    assert differing(pages(book), pages(book, "clean")) == []


def test_two_builders_share_what_was_read(book: Path) -> None:
    """`make pdf` after an edit of the data must not keep `make html` from seeing it: both have one environment."""
    replaced(book, BATCHES, "title: First", "title: Very first")
    shutil.move(book / "build/html", book / "kept")
    build(book)  # another build reads the data, and writes elsewhere
    shutil.rmtree(book / "build/html")
    shutil.move(book / "kept", book / "build/html")
    for state in (book / "build/doctrees").glob("written-*.json"):
        state.unlink()
    build(book)
    build(book, "clean")
    assert differing(pages(book), pages(book, "clean")) == []


# --- random edits ------------------------------------------------------------------------------------------------


class Editor:
    """Makes random edits that leave a readable book, some of them with the time of the file kept."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random, self.count = root, random.Random(seed), 0
        self.added: list[str] = []
        self.kinds: dict[str, Callable[[], str]] = {
            "text": self.text, "title": self.title, "heading": self.heading, "value": self.value, "event": self.event,
            "source": self.source, "added": self.add, "deleted": self.delete, "order": self.order,
        }  # fmt: skip

    def edit(self, kind: str) -> str:
        """One edit; what was done."""
        self.count += 1
        times = {path: path.stat() for path in self.files()}
        what = self.kinds[kind]()
        if self.random.random() < 0.4:
            for path, before in times.items():
                if path.exists():
                    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            what += ", times kept"
        return what

    def files(self) -> list[Path]:
        return sorted(
            path
            for folder in ("docs", "data")
            for path in (self.root / folder).rglob("*")
            if path.is_file()
        )

    def change(self, path: Path, old: str, new: str) -> str:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(old, new, text, count=1, flags=re.M), encoding="utf-8")
        return f"{path.relative_to(self.root)}: {old} → {new}"

    def page(self) -> Path:
        return self.random.choice(
            [path for path in self.files() if path.suffix == ".md" and path.stem != "index"]
        )

    def text(self) -> str:
        return self.change(
            self.page(), r"\Z", f"\nStill more to tell {'and tell ' * self.count}.\n"
        )

    def title(self) -> str:
        return self.change(self.page(), r"^# .*", f"# A title {'renewed ' * self.count}")

    def heading(self) -> str:
        return self.change(
            self.page(), r"\Z", f"\n## A part {'renewed ' * self.count}\n\nWith words.\n"
        )

    def value(self) -> str:
        name = self.random.choice(["batches", "tallies", "units"])
        path = self.root / f"data/{name}.yaml"
        found = self.random.choice(
            re.findall(r"value: \d+\b", path.read_text(encoding="utf-8")) or ["value: unknown"]
        )
        return self.change(path, f"{found}$", f"value: {self.random.randrange(10, 99999)}")

    def event(self) -> str:
        new = rf"    title: \1 {'indeed ' * self.count}indeed"
        return self.change(self.root / "data/events.yaml", r"^    title: (.*)", new)

    def source(self) -> str:
        return self.change(
            self.root / "data/references.bib", r"shorthand = \{", "shorthand = {New "
        )

    def add(self) -> str:
        name = f"page{self.count}"
        self.added.append(name)
        text = f"# Page {'more ' * self.count}\n\nIt has {{fact}}`open.divisions`.\n"
        (self.root / f"docs/{name}.md").write_text(text, encoding="utf-8")
        return self.change(self.root / "docs/index.md", r"^story$", f"story\n{name}")

    def delete(self) -> str:
        if not self.added:
            return self.add()
        name = self.added.pop(self.random.randrange(len(self.added)))
        (self.root / f"docs/{name}.md").unlink()
        return self.change(self.root / "docs/index.md", rf"^{name}\n", "")

    def order(self) -> str:
        return self.change(
            self.root / "docs/index.md", r"^(reference/\w+)\n(reference/\w+)$", r"\2\n\1"
        )


def test_random_edits(book: Path, say: Callable[[str], None]) -> None:
    editor = Editor(book, SEED)
    kinds = [list(editor.kinds)[step % len(editor.kinds)] for step in range(STEPS)]
    editor.random.shuffle(kinds)
    done, wrong = list[str](), list[str]()
    for step, kind in enumerate(kinds):
        what = editor.edit(kind)
        if editor.random.random() < 0.2:
            build(book, kill=True)
            what += ", and killed"
        done.append(what)
        shutil.rmtree(book / "clean", ignore_errors=True)
        clean, again = start(book, "clean"), start(book)
        told, seen = clean.done().said, again.done().said
        wrong += [
            f"step {step}, {what[:90]!r}: {name}"
            for name in differing(pages(book, "clean"), pages(book))
        ]
        ours = [
            [line for line in lines if re.search(r"\[(?:fact|data|page)\.", line)]
            for lines in (told, seen)
        ]
        if ours[0] != ours[1]:
            wrong.append(f"step {step}, {what}: said {set(ours[0]) ^ set(ours[1])}")
    kept, killed = (sum(word in what for what in done) for word in ("times kept", "killed"))
    what = f"{len(done)} ({kept} with times kept, {killed} killed), {len(wrong)} differ from a clean build"
    say(f"random edits: {what}")
    assert not wrong, "\n".join(wrong)
