"""Files and arguments that are not what they should be: one clear problem, an exit code, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ext.withdrawal import __main__
from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records.book import read_book
from ext.withdrawal.records.kinds import FILES
from ext.withdrawal.records.load import BIBLIOGRAPHY
from ext.withdrawal.records.schema import problems, write
from sphinx_facts.prose.judge import judge
from tests.conftest import ROOT
from tests.support.deep import some
from tests.support.mini import MINI, commit, copy

NAMES = (*(f"{kind}.yaml" for kind in FILES), BIBLIOGRAPHY)
Act = Callable[[Path], object]
Here = Callable[..., tuple[int, str]]


def _write(text: str) -> Act:
    return lambda path: path.write_text(text.replace("KIND", path.stem), encoding="utf-8")


def _encoded(encoding: str) -> Act:
    def act(path: Path) -> None:
        path.write_bytes((path.read_text(encoding="utf-8") + "% é").encode(encoding, "replace"))

    return act


def _instead(make: Act) -> Act:
    def act(path: Path) -> None:
        path.unlink()
        make(path)

    return act


def _linked(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def _torn(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(f"<<<<<<< HEAD\n{text}=======\nx\n>>>>>>> other\n", encoding="utf-8")


def _misnamed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{path.stem}:", f"{path.stem}x:", 1), encoding="utf-8")


FAULTS: dict[str, Act] = {
    "missing": Path.unlink,
    "empty": _write(""),
    "blank": _write("\n\n"),
    "a folder": _instead(Path.mkdir),
    "a link": _linked,
    "a link to nothing": _instead(lambda path: path.symlink_to("nowhere")),
    "a link to itself": _instead(lambda path: path.symlink_to(path.name)),
    "a pipe": _instead(os.mkfifo),
    "Latin-1": _encoded("latin-1"),
    "UTF-16": _encoded("utf-16"),
    "UTF-32": _encoded("utf-32"),
    "zeros": lambda path: path.write_bytes(b"\0" * 100),
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 9),
    "far too large": lambda path: os.truncate(path, 32_000_001),
    "a word": _write("word\n"),
    "a page": _write("<!DOCTYPE html>\n<html><body>404</body></html>\n"),
    "a conflict": _torn,
}
OF_YAML: dict[str, Act] = {
    "a list": _write("- id: a\n"),
    "a map": _write("KIND:\n  a:\n    id: a\n"),
    "a value": _write("KIND: a\n"),
    "nothing": _write("KIND:\n"),
    "another section": _misnamed,
    "another kind": _write("others:\n  - id: a\n"),
    "a list of words": _write("KIND:\n  - a\n"),
    "a list of lists": _write("KIND:\n  - [a]\n"),
    "a list of nothing": _write("KIND:\n  - {}\n"),
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Runs a command on a book in this process: its exit code, and what it says."""

    def run(root: Path, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(__main__, "ROOT", root)
        monkeypatch.setattr(sys, "argv", ["book", *arguments])
        try:
            code = __main__.main()
        except SystemExit as end:
            code = int(str(end.code))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture(scope="module")
def pages() -> list[Any]:
    """What the pages of the small book say."""
    reading = read_pages(MINI)
    assert reading.domain is not None
    return list(reading.domain.data["found"].values())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_what_it_should_be(name: str, pages: list[Any], tmp_path: Path) -> None:
    """One problem, in that file, for each fault; none of what rests on it, in data or prose."""
    for fault, act in {**FAULTS, **(OF_YAML if name.endswith(".yaml") else {})}.items():
        root = copy(tmp_path / fault)
        act(root / "data" / name)
        book = read_book(root / "data")
        said = [*book.problems, *judge(pages, book.catalog(), "en")]
        places = [problem.position.path for problem in said]
        assert places == [f"data/{name}"], (fault, list(map(str, said)))
        assert said[0].hint, fault
        assert len(str(said[0])) < 900


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy(tmp_path)
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name in ("events.yaml", BIBLIOGRAPHY):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    said = [str(problem).split("\n")[0] for problem in read_book(root / "data").problems]
    assert said == [
        "data/events.yaml:1:1: data.unread: the file cannot be read: Permission denied",
        "data/references.bib:1:1: data.unread: the file cannot be read: Permission denied",
    ]


@pytest.mark.parametrize("file", [False, True])
def test_data_that_is_no_folder(file: bool, tmp_path: Path) -> None:
    root = copy(tmp_path)
    shutil.rmtree(root / "data")
    if file:
        (root / "data").touch()
    assert [str(problem.position) for problem in read_pages(root).problems] == ["data:1:1"]


@pytest.mark.parametrize("name", ["batchs.yaml", "notes.txt", ".hidden", "more/x.yaml"])
def test_a_file_that_nobody_expects(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / name).parent.mkdir(exist_ok=True)
    (root / "data" / name).touch()
    assert [problem.rule for problem in read_book(root / "data").problems] == ["data.unread"]


def test_schemas_are_those_of_the_model(tmp_path: Path) -> None:
    data = copy(tmp_path) / "data"
    assert not list(problems(data))  # no file names one
    events = data / "events.yaml"
    head = "# yaml-language-server: $schema=schema/events.json\n"
    events.write_text(head + events.read_text(encoding="utf-8"), encoding="utf-8")
    assert [problem.position.path for problem in problems(data)] == ["data/schema/events.json"]
    write(data / "schema")
    assert not list(problems(data))
    (data / "schema" / "events.json").write_text("{", encoding="utf-8")
    assert [each.message for each in problems(data)] == ["this is not the schema of the data"]


BROKEN = ("events.yaml", "pins.yaml", "errata.yaml", BIBLIOGRAPHY)


@pytest.mark.parametrize("name", some("broken file", BROKEN, 1))
def test_commands_with_a_broken_file(name: str, tmp_path: Path, here: Here) -> None:
    """Each command, and a build, says the one problem and ends with 1."""
    root = copy(tmp_path)
    commit(root)
    (root / "data" / name).write_text("x: [\n", encoding="utf-8")
    told = f"data/{name}:1:"
    for command in ("check", "fix", "facts", "unused", "export out", "layout", "preview"):
        code, said = here(root, *command.split())
        assert (code, said.count(told)) == (1, 1), (command, said)
    assert told in here(root, "diff", "HEAD")[1]
    (root / "ext").symlink_to(ROOT / "ext")  # what Python has kept of it counts too
    flags = ["-m", "sphinx", "-nWq", "-c", ".", "docs", "html"]
    done = subprocess.run(
        [sys.executable, *flags], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count(told)) == (1, 1), done.stderr
    assert "Traceback" not in done.stderr


WRONG = (
    (("check", "--since", "nowhere"), 2, "git knows no revision “nowhere” here"),
    (("check", "--since=-x"), 2, "“-x” is not a revision"),
    (("check", "--format", "xml"), 2, "invalid choice"),
    (("check", "--bogus"), 2, "unrecognized arguments"),
    (("fix", "--since", "nowhere"), 2, "git knows no revision “nowhere” here"),
    (("diff", "HEAD~9"), 2, "git knows no revision “HEAD~9” here"),
    (("diff", "HEAD:data"), 2, "git knows no revision “HEAD:data” here"),
    (("diff", ""), 2, "git knows no revision “” here"),
    (("diff", "a\x1b[2Jb"), 2, "git knows no revision “a<U+001B>[2Jb” here"),
    (("export", ""), 2, "the name of a folder or of a .zip file is needed"),
    (("export", "file"), 1, "file: File exists"),
    (("export", "file/in"), 1, "file/in: Not a directory"),
    (("export", "taken"), 1, "taken/facts.json: Is a directory"),
    (("export", "made.zip"), 1, "CITATION.cff: No such file"),
)


def test_wrong_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Here) -> None:
    root = copy(tmp_path)
    monkeypatch.chdir(root)
    commit(root)
    (root / "file").touch()
    (root / "taken" / "facts.json").mkdir(parents=True)
    for arguments, code, words in WRONG:
        ended, said = here(root, *arguments)
        assert ended == code, (arguments, said)
        assert words in said


@pytest.mark.parametrize("setting", ["GIT_CEILING_DIRECTORIES", "PATH"])
def test_without_git(
    setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Here
) -> None:
    """No repository, or no git at all: what needs none goes without, what needs it says so."""
    root = copy(tmp_path)
    monkeypatch.setenv(setting, str(tmp_path))
    assert here(root, "check") == (0, "")
    for command in ("check --since HEAD", "fix", "diff HEAD"):
        code, said = here(root, *command.split())
        assert code == 2
        assert "git" in said


def test_an_empty_repository(tmp_path: Path, here: Here) -> None:
    root = copy(tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    assert here(root, "check") == (0, "")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with the code in it, so that its commands can be typed, and a fault in prose."""
    root = copy(tmp_path_factory.mktemp("whole"))
    (root / "ext").symlink_to(ROOT / "ext")  # what Python has kept of it counts too
    with (root / "docs" / "story.md").open("a", encoding="utf-8") as story:
        story.write("\nFehler 99,999 人民 É.\n")
    return root


ENCODINGS = ("ascii", "cp1252", "cp949", "latin-1", "utf-8")


@pytest.mark.parametrize("encoding", some("console", ENCODINGS, 2))
def test_a_console_of_another_encoding(encoding: str, whole: Path) -> None:
    command = [sys.executable, "-m", "ext.withdrawal", "check"]
    settings = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=whole, capture_output=True, check=False, env=settings)
    assert done.returncode == 1
    assert b"fact.unbound" in done.stdout
    assert done.stderr.splitlines() == [b"1 problem"]


@pytest.mark.parametrize(
    ("end", "words"), [("| head -1", ""), (">&-", ""), (">/dev/full", "No space")]
)
def test_an_output_that_is_closed_or_full(end: str, words: str, whole: Path) -> None:
    line = f"{sys.executable} -m ext.withdrawal facts {end}"
    done = subprocess.run(
        ["sh", "-c", line], cwd=whole, capture_output=True, text=True, check=False
    )
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
