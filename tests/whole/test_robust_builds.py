"""Builds that are stopped, that cannot write, or that meet another one: a right result or one clear line, and the next
build is right. And builds on other machines: they give the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_facts.builds import fresh
from tests.support.builds import (
    BUILDERS,
    EVENTS,
    build,
    differing,
    files,
    pages,
    start,
    unlike_clean,
)
from tests.support.deep import rng, seed, some, times
from tests.support.editor import Editor
from tests.support.mini import copy

ROOT = Path(__file__).parents[2]
SHUFFLED = """
import os, pathlib, random
listed, scanned, chance = os.listdir, os.scandir, random.Random(7)


class Scan(list):
    __enter__, __exit__, close = lambda self: self, lambda *_: None, lambda self: None
    __next__ = lambda self: self.pop() if self else next(iter(()))


def listdir(*place):
    found = listed(*place)
    chance.shuffle(found)
    return found


def scandir(*place):
    with scanned(*place) as entries:
        found = Scan(entries)
    chance.shuffle(found)
    return found


os.listdir, os.scandir = listdir, scandir
if hasattr(pathlib, "_scandir"):
    pathlib._scandir = scandir
"""
"""What the file system lists, in another order: found by Python before all else, as `sitecustomize`."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with settings of its own, built by every builder."""
    root = copy(tmp_path_factory.mktemp("robust"))
    Editor(root, random.Random(1))
    for builder in BUILDERS:
        assert not (done := build(root, builder=builder)).failed, done
    return root


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    """A copy of the built book, with the times of its files, and an edit of prose, data and a picture to be built."""
    root = tmp_path / "book"
    shutil.copytree(built, root)
    editor = Editor.__new__(Editor)
    editor.root, editor.random, editor.count, editor.added = root, random.Random(2), 1, []
    for edit in (editor.text, editor.title, editor.value, editor.name, editor.twin):
        edit()
    return root


PLACES = [(event + plus, builder) for event in EVENTS for plus in ("", "+") for builder in BUILDERS]


def test_a_build_killed_at_an_event(book: Path, say: Callable[[str], None]) -> None:
    chosen = some("killed at", PLACES, 1)
    edits = Editor.__new__(Editor)
    edits.root, edits.random, edits.count, edits.added = book, rng("killed"), 1, []
    for event, builder in chosen:
        build(book, builder=builder, kill=event)
        again = [builder, *({"html"} - {builder})]
        ends = [build(book, builder=each).end for each in again]
        assert [*filter(None, ends), *unlike_clean(book, again)] == [], (event, builder)
        edits.count += 1
        edits.random.choice([edits.text, edits.value, edits.title, edits.twin, edits.hide])()
    say(f"{len(chosen)} builds killed at events, seed {seed()}")


def test_a_build_killed_at_any_moment(book: Path, say: Callable[[str], None]) -> None:
    chance, count = rng("any moment"), times(2, 60)
    for _ in range(count):
        running = start(book, jobs=chance.choice([1, 2]))
        time.sleep(chance.random() * 0.8)
        running.kill()
        running.done()
    assert not build(book).end
    assert unlike_clean(book, ["html"]) == []
    say(f"{count} builds killed one after the other, seed {seed()}")


def small(most: int) -> Callable[[], None]:
    """No file may grow larger."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_room(book: Path, jobs: int, say: Callable[[str], None]) -> None:
    chance, ended = rng(f"no room, {jobs}"), 0
    for _ in range(times(1, 40)):
        builder, most = (
            chance.choice(BUILDERS),
            chance.choice([0, 10, 1000, 5_000, 20_000, 100_000]),
        )
        done = build(book, builder=builder, jobs=jobs, before=small(most))
        ended += bool(done.end)
        assert bool(done.end) == (most < 100_000) or not unlike_clean(book, [builder])
        if done.end:
            assert done.end.endswith(": File too large. Make room on the disk, and build again."), (
                done.end
            )
        assert not build(book, builder=builder).end
        assert unlike_clean(book, [builder]) == []
    say(f"{ended} builds ended for want of room, seed {seed()}")
    assert ended


FULL = ("story.html", "_static/basic.css", "searchindex.js.tmp", "objects.inv", "data/people.csv", "_images/map.png",
        "reference/people.html", "genindex.html")  # fmt: skip


@pytest.mark.parametrize("name", some("full disk", FULL, 1))
def test_a_full_disk(built: Path, tmp_path: Path, name: str) -> None:
    """Whatever file is the one for which there is no room; /dev/full is a device without any."""
    root = tmp_path / "book"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("build"))
    place = root / "build/html" / name
    place.parent.mkdir(parents=True)
    place.symlink_to("/dev/full")
    done = build(root)
    assert done.end.endswith("No space left on device. Make room on the disk, and build again."), (
        done
    )
    place.unlink(missing_ok=True)
    build(root)
    assert unlike_clean(root, ["html"]) == []


@pytest.mark.parametrize(("folder", "words"), [
    ("html", "Permission denied. Get the right to read and write there, or name another folder, and build again."),
    ("doctrees", "Permission denied. Get the right to read and write there, or name another folder, and build again."),
])  # fmt: skip
def test_a_folder_that_may_only_be_read(book: Path, folder: str, words: str) -> None:
    before, place, asked = files(book / "build"), str(book / "build" / folder), os.access

    def read_only() -> None:
        # Whoever runs the tests may be allowed everything, so the answer of the system is made.
        os.access = lambda path, mode, **more: str(path) != place and asked(path, mode, **more)  # type: ignore[assignment]

    assert build(book, before=read_only).end == f"{place}: {words}"
    assert differing(before, files(book / "build")) in ([], ["doctrees/lock"])
    build(book)
    assert unlike_clean(book, ["html"]) == []


def test_a_file_in_the_way(book: Path) -> None:
    """What no build has made is not removed."""
    shutil.rmtree(book / "build/html/reference")
    (book / "build/html/reference").write_text("in the way", encoding="utf-8")
    place = book / "build/html/reference"
    assert build(book).end.endswith("/reference: File exists. A file is in the way of a folder, or a folder of a file: "
                                    "move it, and build again.")  # fmt: skip
    place.unlink()
    build(book)
    assert unlike_clean(book, ["html"]) == []


def test_builds_at_once(book: Path) -> None:
    """They wait for each other, whatever they write; nothing is left to stop the next."""
    running = [start(book, builder=builder) for builder in (*BUILDERS, "html")]
    assert [each.done().end for each in running] == ["", "", "", ""]
    assert unlike_clean(book) == []


def test_a_lock_falls_with_its_holder(book: Path) -> None:
    fork = multiprocessing.get_context("fork")
    at_work = fork.Event()
    holder = start(book, before=lambda: _hold(at_work.set))
    assert at_work.wait(20)
    waiting = start(book)
    assert not waiting.answer.poll(1), "the second must wait"
    holder.kill()
    assert not waiting.done().end
    assert unlike_clean(book, ["html"]) == []


def test_a_process_of_a_killed_build_holds_nothing(book: Path) -> None:
    """It may be stuck for ever, since nobody reads what it has read."""
    fork = multiprocessing.get_context("fork")
    at_work = fork.Event()
    holder = start(
        book,
        before=lambda: _hold(
            lambda: (fork.Process(target=time.sleep, args=(60,)).start(), at_work.set())
        ),
    )
    assert at_work.wait(20)
    holder.kill()
    begun = time.monotonic()
    assert not build(book).end
    assert time.monotonic() - begun < 50


def _hold(tell: Callable[[], object]) -> None:
    """Make the build of this process stand still once it has begun to read."""

    def wait(*_: object) -> None:
        tell()
        time.sleep(60)

    fresh._begin = wait  # type: ignore[assignment]


def test_the_waiting_is_told(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(built, root)
    fork = multiprocessing.get_context("fork")
    at_work = fork.Event()
    holder = start(root, before=lambda: _hold(at_work.set))
    assert at_work.wait(20)
    with subprocess.Popen(
        command(root, "build", "html"),
        cwd=root,
        env=surroundings({}),
        text=True,
        stdout=subprocess.PIPE,
    ) as waiting:
        assert waiting.stdout is not None
        told = next((line for line in waiting.stdout if "Another build is at work in" in line), "")
        holder.kill()
        waiting.communicate()
    assert told.endswith("doctrees; this one waits until it has ended.\n")
    assert waiting.returncode == 0


def test_an_end_by_a_fault_of_an_extension(book: Path) -> None:
    own = (book / "own/__init__.py").read_text(encoding="utf-8")
    broken = own.replace("return", 'app.connect("html-page-context", lambda *_: 1 / 0)\n    return')
    (book / "own/__init__.py").write_text(broken, encoding="utf-8")
    assert build(book).failed
    (book / "own/__init__.py").write_text(own, encoding="utf-8")
    build(book)
    assert unlike_clean(book, ["html"]) == []


# --- other machines ----------------------------------------------------------------------------------------------


def command(root: Path, out: str, builder: str, *more: str) -> list[str]:
    """The command that builds a book."""
    folders = ["-d", str(root / out / "doctrees"), str(root / "docs"), str(root / out / builder)]
    return [sys.executable, "-m", "sphinx", "-c", str(root), "-b", builder, *more, *folders]


def surroundings(own: dict[str, str]) -> dict[str, str]:
    """The environment of a build: that of the tests, without what decides bytes, and with its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "TZ", "SOURCE_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), **own}


MACHINES: dict[str, dict[str, str]] = {
    "plain": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
    "书 with spaces": {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "de_DE.ISO-8859-1",
        "TZ": "Asia/Pyongyang",
        "PYTHONUTF8": "0",
    },
    "two processes": {
        "PYTHONHASHSEED": "3",
        "LC_ALL": "POSIX",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    },
    "tr": {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Los_Angeles"},
}


def with_locale(folder: Path, own: dict[str, str]) -> dict[str, str]:
    """Surroundings with their locale, made in a folder; in the C locale where the system cannot make one."""
    language, _, letters = own["LC_ALL"].partition(".")
    if not letters:
        return own
    made = folder / own["LC_ALL"]
    tool = shutil.which("localedef")
    if tool and not made.exists():
        subprocess.run(
            [tool, "-i", language, "-f", letters, str(made)], check=False, capture_output=True
        )
    return {**own, "LOCPATH": str(folder)} if made.exists() else {**own, "LC_ALL": "C"}


@pytest.mark.parametrize("theme", some("theme", ["basic", "furo"], 1))
def test_machines_give_the_same(tmp_path: Path, theme: str, say: Callable[[str], None]) -> None:
    """Another seed of hashes, locale, time zone, name of the folder, rights, order of files, number of processes."""
    found: dict[str, dict[str, bytes]] = {}
    (tmp_path / "shuffled").mkdir()
    (tmp_path / "shuffled/sitecustomize.py").write_text(SHUFFLED, encoding="utf-8")
    machines = ["plain", *some(f"machines with {theme}", list(MACHINES)[1:], 1)]
    builders = some(f"builders with {theme}", BUILDERS, 2)
    for name in machines:
        root = copy(tmp_path / name)
        Editor(root, random.Random(1), theme).twin()
        shuffled = "" if name == "plain" else f"{tmp_path / 'shuffled'}{os.pathsep}"
        more = ["-j", "2"] if name == "two processes" else []
        for builder in builders:
            subprocess.run(
                command(root, "build", builder, "-q", *more), check=True, capture_output=True,
                umask=0o022 if name == "plain" else 0o077,
                env=surroundings({**with_locale(tmp_path, MACHINES[name]), "PYTHONPATH": f"{shuffled}{ROOT}"}),
            )  # fmt: skip
        found[name] = {f"{builder}/{path}": content for builder in builders
                       for path, content in pages(root, builder=builder).items()}  # fmt: skip
    for name in machines[1:]:
        assert differing(found["plain"], found[name]) == [], name
    say(
        f"{theme}, {', '.join(builders)}: {', '.join(machines)} give the same {len(found['plain'])} files"
    )
