"""What tests share is made once in a run, a sample has every kind, and every test its marker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import deep
from tests.support.shared import once


def run(folder: Path) -> Any:
    """What pytest hands out folders of a process with; all that is asked of it is where they lie."""
    return SimpleNamespace(getbasetemp=lambda: folder)


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The folders of a run in one process."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    return run(tmp_path)


def test_it_is_made_by_whoever_comes_first(factory: Any) -> None:
    made: list[Path] = []
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda _: once(factory, "a book", made.append), range(8)))
    assert len(made) == 1
    assert len(set(given)) == 1 and given[0].is_dir()


def test_what_was_begun_and_failed_is_made_anew(factory: Any) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError

    with pytest.raises(OSError):
        once(factory, "a book", fail)
    assert list(once(factory, "a book", lambda folder: None).iterdir()) == []


def test_processes_of_one_run_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    made: list[Path] = []
    one, two = (once(run(tmp_path / name), "a book", made.append) for name in ("gw0", "gw1"))
    assert one == two and len(made) == 1


@pytest.mark.parametrize("seed", range(20))
def test_a_sample_has_every_kind(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.delenv(deep.DEEP, raising=False)
    monkeypatch.setenv(deep.SEED, str(seed))
    found = deep.some_of_each(
        "any", range(100), lambda case: {"rare" if case == 7 else "common"}, 10
    )
    assert 7 in found and len(found) in (10, 11)
    assert found == deep.some_of_each(
        "any", range(100), lambda case: {"rare" if case == 7 else "common"}, 10
    )


@pytest.mark.parametrize(
    ("fixture", "marker"),
    [
        ("chromium", "browser"),
        ("chromium_command", "browser"),
        ("typeset", "pdf"),
        ("epub", "pdf"),
        ("tmp_path", ""),
    ],
)
def test_a_test_is_marked_by_what_it_asks_for(
    pytester: pytest.Pytester, repository: Path, fixture: str, marker: str
) -> None:
    pytester.makeconftest((repository / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        "import pytest\n@pytest.fixture\ndef typeset(): ...\n@pytest.fixture\ndef epub(): ...\n"
        f"@pytest.fixture\ndef through({fixture}): ...\ndef test_it(through): ...\n"
    )
    chosen = pytester.runpytest(
        "--collect-only", "-q", "-m", "not browser and not pdf"
    ).parseoutcomes()
    assert chosen == ({"deselected": 1} if marker else {"test": 1})
    if marker:
        assert pytester.runpytest("--collect-only", "-q", "-m", marker).parseoutcomes() == {
            "test": 1
        }
