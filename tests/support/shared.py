"""What many tests look at is made once in a run, by the first process that asks: the built book, a browser.

Nothing is kept for another run. The processes of pytest-xdist have one folder in common, that of the run; in it each
thing has a folder, which is made while a lock is held, and is whole when it has its last name.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ext.withdrawal.html.preview import BROWSERS
from tests.support.whole import ROOT, copied, sphinx

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PATH = "/book"
"""Where on its host the built website stands."""
GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "reader/fork",
    "GITHUB_REF_NAME": "main",
}
"""The website is built as if it came from a fork, so that its entries lead to their lines of data."""
CLOCK = {"SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"}


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this run, which `make` has filled in whatever process came first."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    whole, begun = run / "shared" / name, run / "shared" / f"{name}.begun"
    whole.parent.mkdir(exist_ok=True)
    with whole.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go of when the process ends, however it ends
        if not whole.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(whole)
    return whole


@dataclass(frozen=True)
class Built:
    """The real book as `python -m sphinx` has built it: its folders, and what was said of it."""

    folder: Path
    builder: str

    @property
    def out(self) -> Path:
        """What a reader gets."""
        return self.folder / "out"

    def files(self) -> dict[str, bytes]:
        """Every file of it, by its path."""
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in files}

    @property
    def said(self) -> str:
        """Everything that the command printed, and the code it ended with."""
        return (self.folder / "said.txt").read_text(encoding="utf-8")

    def app(self) -> Sphinx:
        """Sphinx with all that was read and kept, to be asked; it builds nothing."""
        from sphinx.application import Sphinx  # noqa: PLC0415  # heavy, and this module is loaded by every run

        from sphinx_facts.builds import alone  # noqa: PLC0415  # as heavy

        app = Sphinx(
            ROOT / "docs",
            ROOT,
            self.out,
            self.folder / "doctrees",
            self.builder,
            status=None,
            warning=None,
        )
        alone.release(app)
        assert app.env.found_docs, "the environment of the build was not taken"
        return app


def build(
    factory: pytest.TempPathFactory, builder: str, *options: str, elsewhere: bool = False
) -> Built:
    """The real book, built as strictly as by `make`, once in a run; or a copy of it in another folder."""

    def make(folder: Path) -> None:
        root = copied(folder / "a copy") if elsewhere else ROOT
        command = sphinx(builder, folder / "out", folder / "doctrees", "-nWE", *options)
        env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("READTHEDOCS", "GITHUB_"))
        }
        env |= GITHUB | CLOCK | {"NO_COLOR": "1"}
        done = subprocess.run(
            command, cwd=root, env=env, capture_output=True, text=True, check=False
        )
        (folder / "said.txt").write_text(
            f"{done.stdout}{done.stderr}exit {done.returncode}\n", encoding="utf-8"
        )

    return Built(once(factory, f"{builder} elsewhere" if elsewhere else builder, make), builder)


@pytest.fixture(scope="session")
def website(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real book as HTML. That it was built without a word is for tests/whole/test_book.py to say."""
    return build(tmp_path_factory, "html", "-D", f"html_baseurl=https://example.org{PATH}/")


@pytest.fixture(scope="session")
def site(website: Built) -> Path:
    """The folder of the website."""
    return website.out


@pytest.fixture(scope="session")
def built(website: Built) -> Sphinx:
    """Sphinx with the real book, as it was read for the website."""
    return website.app()


@pytest.fixture(scope="session")
def chromium_command() -> str:
    """The browser of this machine. Whatever asks for it is marked `browser`."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("needs Chromium: sudo apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def chromium(chromium_command: str) -> Iterator[Any]:
    """One browser, running, for all the tests of a process."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright: see requirements-test.txt"
    )
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_command, args=["--no-sandbox"])
        yield opened
        opened.close()
