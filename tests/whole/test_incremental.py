"""A build that starts from an older one gives what a clean build gives, and does no more than it must.

Every build runs in a process of its own, since Sphinx keeps things for the life of a process.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ext.withdrawal.html.downloads import FOLDER
from tests.support.builds import BUILDERS, EVENTS, build, differing, pages, start, unlike_clean
from tests.support.deep import deep, rng, seed, some
from tests.support.editor import Editor
from tests.support.mini import MINI, Edit, copy

BATCHES, STORY = "data/batches.yaml", "docs/story.md"


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
    path.relative_to(MINI / "docs").with_suffix("").as_posix()
    for path in (MINI / "docs").rglob("*.md")
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


def test_builders_share_what_was_read(book: Path) -> None:
    """`make pdf` after an edit of the data must not keep `make html` from seeing it: both have one environment."""
    replaced(book, BATCHES, "title: First", "title: Very first")
    replaced(book, STORY, "watched.", "watched it all.")
    for builder in ("typst", "epub", "html"):
        build(book, builder=builder)
    assert unlike_clean(book) == []


def test_two_pictures_of_one_name(book: Path) -> None:
    """Sphinx numbers them as it reads the pages, whose order is another in a clean build."""
    (book / "docs/_static/other").mkdir()
    shutil.copy2(book / "docs/_static/map.png", book / "docs/_static/other/map.png")
    figure = "\n```{figure} _static/other/map.png\n:alt: Another map\n```\n"
    build(book)
    with (book / STORY).open("a", encoding="utf-8") as page:
        page.write(figure)
    done = build(book)
    assert (done.read, done.said) == (["story"], [])
    assert {"_images/map.png", "_images/map1.png"} <= set(pages(book))
    assert unlike_clean(book, ["html"]) == []


def test_what_lies_in_the_folder_of_the_e_book(tmp_path: Path) -> None:
    """Sphinx lists in the e-book whatever lies in its folder, the cover of the last build too."""
    root = copy(tmp_path)
    Editor(root, rng("e-book"))
    build(root, builder="epub")
    build(root, builder="epub")
    assert unlike_clean(root, ["epub"]) == []


# --- random edits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_random_edits(theme: str, tmp_path: Path, say: Callable[[str], None]) -> None:
    """Every kind of edit, some of them followed by a killed build, and every builder over one folder of doctrees.

    Every byte of every file is that of a clean build, and what is said of the book is what a clean build says.
    """
    chance = rng(f"edits with {theme}")
    root = copy(tmp_path)
    editor = Editor(root, chance, theme)
    builders = list(BUILDERS) if deep() else ["html"]
    for builder in builders:
        assert not (done := build(root, builder=builder)).failed, done
    kinds = some(f"kinds with {theme}", [kind for kind in editor.kinds for _ in range(2)], 2)
    chance.shuffle(kinds)
    wrong, killed = list[str](), 0
    for step, kind in enumerate(kinds):
        what = editor.edit(kind)
        if chance.random() < 0.2:
            killed, event = killed + 1, chance.choice(EVENTS) + chance.choice(["", "+"])
            build(root, builder=chance.choice(builders), kill=event)
            what += f", killed at {event}"
        chance.shuffle(builders)
        ends = [
            build(root, builder=builder, jobs=chance.choice([1, 1, 2])).end for builder in builders
        ]
        wrong += [
            f"step {step}, {what}: {name}"
            for name in [*filter(None, ends), *unlike_clean(root, builders)]
        ]
    told = f"{len(kinds)} edits, {killed} builds killed, seed {seed()}: {len(wrong)} files differ"
    say(f"{theme}, {', '.join(builders)}: {told}")
    assert not wrong, "\n".join(wrong)


def test_edits_say_what_a_clean_build_says(book: Path) -> None:
    """A fault that an edit makes is told by the next build as by a clean one, and after it by every build."""
    replaced(book, STORY, "`thirteen <", "`fourteen <")
    replaced(book, BATCHES, "value: 52192", "value: 62192")
    again, clean = build(book), build(book, "clean")
    assert again.said == clean.said
    assert again.said
