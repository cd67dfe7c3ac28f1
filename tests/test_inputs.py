"""Files and arguments that are not what they should be: one clear problem at its place, an exit code, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ext.withdrawal import __main__
from ext.withdrawal.pages.reading import read_pages
from ext.withdrawal.records.book import read_book
from ext.withdrawal.records.load import BIBLIOGRAPHY, KINDS
from ext.withdrawal.records.schema import problems, write
from sphinx_facts.prose.judge import judge
from tests.conftest import ROOT
from tests.mini import MINI, commit, copy

FILES = (*(f"{kind}.yaml" for kind in KINDS), BIBLIOGRAPHY)


def _write(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text.replace("KIND", path.stem), encoding="utf-8")


def _encoded(encoding: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(
        (path.read_text(encoding="utf-8") + "% é").encode(encoding, "replace")
    )


def _instead(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def act(path: Path) -> None:
        path.unlink()
        make(path)

    return act


def _linked(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


FAULTS: dict[str, Callable[[Path], object]] = {
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
    "far too large": lambda path: path.write_bytes(path.read_bytes() + b"% x\n" * 300_000),
    "a word": _write("word\n"),
    "a page": _write("<!DOCTYPE html>\n<html><body>404</body></html>\n"),
    "a conflict": lambda path: path.write_text(
        f"<<<<<<< HEAD\n{path.read_text()}=======\nx\n>>>>>>> other\n"
    ),
}
OF_YAML: dict[str, Callable[[Path], object]] = {
    "a list": _write("- id: a\n"),
    "a map": _write("KIND:\n  a:\n    id: a\n"),
    "a value": _write("KIND: a\n"),
    "nothing": _write("KIND:\n"),
    "another section": lambda path: path.write_text(
        path.read_text().replace(f"{path.stem}:", f"{path.stem}x:", 1)
    ),
    "another kind": _write("others:\n  - id: a\n"),
    "a list of words": _write("KIND:\n  - a\n"),
    "a list of lists": _write("KIND:\n  - [a]\n"),
    "a list of nothing": _write("KIND:\n  - {}\n"),
}


Here = Callable[..., tuple[int, str]]


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
def pages() -> list[object]:
    """What the pages of the small book say."""
    reading = read_pages(MINI)
    assert reading.domain is not None
    return list(reading.domain.data["found"].values())


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_what_it_should_be(
    name: str, pages: list[object], tmp_path: Path
) -> None:
    """One problem, in that file, for each fault; and none of what rests on the file, in data or prose."""
    for fault, act in {**FAULTS, **(OF_YAML if name.endswith(".yaml") else {})}.items():
        root = copy(tmp_path / fault)
        act(root / "data" / name)
        book = read_book(root / "data")
        said = [*book.problems, *judge(pages, book.catalog(), "en")]
        assert [problem.position.path for problem in said] == [f"data/{name}"], (
            fault,
            list(map(str, said)),
        )
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
    said = [str(problem) for problem in read_book(root / "data").problems]
    assert [line.split("\n")[0] for line in said] == [
        "data/events.yaml:1:1: data.unread: the file cannot be read: Permission denied",
        "data/references.bib:1:1: data.unread: the file cannot be read: Permission denied",
    ]


@pytest.mark.parametrize(
    "act", [shutil.rmtree, lambda data: (shutil.rmtree(data), data.write_text("x"))]
)
def test_data_that_is_no_folder(act: Callable[[Path], object], tmp_path: Path) -> None:
    root = copy(tmp_path)
    act(root / "data")
    assert [str(problem.position) for problem in read_pages(root).problems] == ["data:1:1"]


@pytest.mark.parametrize("name", ["batchs.yaml", "notes.txt", ".hidden", "more/x.yaml"])
def test_a_file_that_nobody_expects(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "data" / name).parent.mkdir(exist_ok=True)
    (root / "data" / name).write_text("x")
    assert [problem.rule for problem in read_book(root / "data").problems] == ["data.unread"]


def test_schemas_are_those_of_the_model(tmp_path: Path) -> None:
    data = copy(tmp_path) / "data"
    assert not list(problems(data))  # no file names one
    events = data / "events.yaml"
    events.write_text("# yaml-language-server: $schema=schema/events.json\n" + events.read_text())
    assert [problem.position.path for problem in problems(data)] == ["data/schema/events.json"]
    write(data / "schema")
    assert not list(problems(data))
    (data / "schema" / "events.json").write_text("{")
    assert [problem.message for problem in problems(data)] == ["this is not the schema of the data"]


@pytest.mark.parametrize("name", ["events.yaml", "pins.yaml", "errata.yaml", BIBLIOGRAPHY])
def test_whole_commands_with_a_broken_file(name: str, tmp_path: Path, here: Here) -> None:
    """Each command, and a build, says the one problem and ends with 1."""
    root = copy(tmp_path)
    commit(root)
    (root / "data" / name).write_text("x: [\n")
    for arguments in (
        ["check"],
        ["fix"],
        ["facts"],
        ["unused"],
        ["export", "out"],
        ["layout"],
        ["preview"],
    ):
        code, said = here(root, *arguments)
        assert code == 1, (arguments, said)
        assert said.count(f"data/{name}:1:") == 1
    assert f"data/{name}:1:" in here(root, "diff", "HEAD")[1]
    if name not in ("events.yaml", BIBLIOGRAPHY):
        return
    shutil.copytree(ROOT / "ext", root / "ext", ignore=shutil.ignore_patterns("__pycache__"))
    flags = ["-m", "sphinx", "-nWq", "-c", ".", "docs", "html"]
    done = subprocess.run(
        [sys.executable, *flags], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count(f"data/{name}:1:") == 1
    assert "Traceback" not in done.stderr


def _book(folder: Path) -> Path:
    """The small book with the code in it, so that its commands work on it."""
    root = copy(folder)
    shutil.copytree(ROOT / "ext", root / "ext", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def _run(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ext.withdrawal", *arguments]
    return subprocess.run(
        command,
        cwd=root,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env={**os.environ, **settings},
    )


WRONG = (
    (("check", "--since", "nowhere"), 2, "git knows no revision “nowhere” here"),
    (("check", "--since=-x"), 2, "“-x” is not a revision"),
    (("check", "--format", "xml"), 2, "invalid choice"),
    (("check", "--bogus"), 2, "unrecognized arguments"),
    (("fix", "--since", "nowhere"), 2, "git knows no revision “nowhere” here"),
    (("diff", "HEAD~9"), 2, "git knows no revision “HEAD~9” here"),
    (("diff", "HEAD:data"), 2, "git knows no revision “HEAD:data” here"),
    (("diff", ""), 2, "git knows no revision “” here"),
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
    for arguments, code, said in WRONG:
        assert here(root, *arguments)[0] == code, arguments
        assert said in here(root, *arguments)[1]


def test_without_git(tmp_path: Path) -> None:
    """What needs no git goes without; what needs it says so."""
    root = _book(tmp_path)
    for settings in ({"GIT_CEILING_DIRECTORIES": str(tmp_path)}, {"PATH": "/nonexistent"}):
        assert _run(root, "check", **settings).returncode == 0
        for arguments in (["check", "--since", "HEAD"], ["fix"], ["diff", "HEAD"]):
            done = _run(root, *arguments, **settings)
            assert done.returncode == 2
            assert "git" in done.stderr
            assert "Traceback" not in done.stderr


def test_an_empty_repository(tmp_path: Path) -> None:
    root = _book(tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    done = _run(root, "check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949", "latin-1", "utf-8"])
def test_a_console_of_another_encoding(encoding: str, tmp_path: Path) -> None:
    root = _book(tmp_path)
    story = root / "docs" / "story.md"
    story.write_text(
        story.read_text(encoding="utf-8") + "\nFehler 99,999 人民 É.\n", encoding="utf-8"
    )
    done = _run(root, "check", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "fact.unbound" in done.stdout
    assert done.stderr == "1 problem\n"


def test_an_output_that_is_closed_or_full(tmp_path: Path) -> None:
    root = _book(tmp_path)
    command = f"{sys.executable} -m ext.withdrawal facts"
    for line, said in (
        (f"{command} | head -1", ""),
        (f"{command} >&-", ""),
        (f"{command} >/dev/full", "No space"),
    ):
        done = subprocess.run(
            ["sh", "-c", line], cwd=root, capture_output=True, text=True, check=False
        )
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr
