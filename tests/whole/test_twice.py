"""`make html` twice, as people type it: what a search finds after the first it finds after the second."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.builds import differing, files
from tests.whole.test_browser import served

ROOT = Path(__file__).parents[2]
PARTS = ("conf.py", "docutils.conf", "Makefile", "data", "docs", "ext")
TYPED = {"250,000": "reference/sums", "人民": "reference/glossary", "조선": "reference/"}
"""What is typed, and a page that is found."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the real book, unbuilt."""
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def make_html(book: Path) -> Path:
    """Run the command, with the Python of the tests. Without `BOOK` it installs nothing."""
    if shutil.which("make") is None:
        pytest.skip("needs make")
    subprocess.run(
        ["make", "html", "BOOK=", f"PY={sys.executable}", "SPHINXFLAGS=-q"],
        cwd=book,
        check=True,
        capture_output=True,
    )
    return book / "build/html"


def found(chromium: Any, site: Path, typed: str, page: str) -> list[str]:
    """Where the results of a search lead, once one of them leads to a page."""
    opened = chromium.new_page()
    with served(site) as address:
        opened.goto(f"{address}/search.html?q={typed}")
        opened.wait_for_selector(f"#search-results li a[href*='{page}']", timeout=10_000)
        opened.wait_for_function(
            "!document.querySelector('#search-progress')?.textContent.includes('...')"
        )
        links = "links => links.map(link => link.getAttribute('href'))"
        leads: list[str] = opened.eval_on_selector_all("#search-results li a", links)
    opened.close()
    return leads


def test_a_search_finds_after_every_build(chromium: Any, book: Path) -> None:
    site = make_html(book)
    first = files(site)
    before = {typed: found(chromium, site, typed, page) for typed, page in TYPED.items()}
    assert differing(first, files(make_html(book))) == []
    after = {typed: found(chromium, site, typed, page) for typed, page in TYPED.items()}
    assert all(any(TYPED[typed] in link for link in links) for typed, links in after.items())
    assert {typed: sorted(links) for typed, links in after.items()} == {
        typed: sorted(links) for typed, links in before.items()
    }
