"""The built book in a real browser: every page, at the width of a phone and of a desk, light and dark, and on paper."""

from __future__ import annotations

import functools
import gzip
import http.server
import importlib.util
import re
import shutil
import struct
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: see requirements-test.txt")

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"resultTypes": ["violations"], "runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
THIN = """() => {
  const long = "article dl.entries, article .event-timeline, article tbody, article section, .toc-tree ul";
  for (const list of document.querySelectorAll(long))
    [...list.children].forEach((child, place) => { if (place > 11) child.hidden = true; });
}"""
"""Of a list of hundreds of entries made alike, a few dozen tell all about their colours; the rest is hidden first."""
LIGHT_PAGE = 40 * 1024

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: sudo apt-get install chromium")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing; an address that leads nowhere gets the page that says so."""

    def log_message(self, *args: Any) -> None:
        """Keep silent."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real book, built as HTML."""
    folder = tmp_path_factory.mktemp("site")
    app = Sphinx(ROOT / "docs", ROOT, folder / "html", folder / "doctrees", "html", status=None, freshenv=True)
    app.build()
    return folder / "html"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the book is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as pinned with axe-playwright-python."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.origin:
        pytest.skip("needs axe-playwright-python: see requirements-test.txt")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def launch(playwright: Any) -> Any:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for the tests of single pages."""
    with sync_api.sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


def walk(address: str, pages: list[str], width: int, axe: str) -> list[str]:
    """Open every page at a width, light and dark, and say whatever is wrong."""
    wrong: list[str] = []
    with sync_api.sync_playwright() as playwright:
        opened = launch(playwright)
        page = opened.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "request", lambda asked: wrong.append(f"asks {asked.url}") if not asked.url.startswith(address) else None
        )
        for name in pages:
            page.goto(f"{address}/{name}")
            page.evaluate(axe)
            if width < 500 and page.locator("*").count() > 3000:
                page.evaluate(THIN)  # at the other width all of it is looked at
            broken = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                wrong.append(f"{name} at {width}: {wide} wide")
            page.evaluate(THIN)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                broken += page.evaluate("rules => axe.run(document, rules)", CONTRAST)["violations"]
            wrong += [f"{name} at {width}: {found['id']}: {found['nodes'][0]['html'][:160]}" for found in broken]
        opened.close()
    return wrong


def test_every_page_is_accessible_and_fits(site: Path, address: str, axe: str) -> None:
    pages = pages_of(site)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(walk, address, pages[half::2], width, axe) for width in (390, 1280) for half in (0, 1)]
        wrong = [line for run in runs for line in run.result()]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("typed", "page"), [
    ("250,000", "reference/sums"), ("80,000", "reference/batches"), ("人民", "reference/glossary"),
    ("조선", "reference/"), ("Kim Kwang-hyop", "reference/people"), ("Jin Guangxia", "reference/people"),
])  # fmt: skip
def test_search_finds(browser: Any, address: str, typed: str, page: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{address}/search.html?q={typed}")
    opened.wait_for_selector(f"#search-results li a[href*='{page}']")
    links = opened.eval_on_selector_all("#search-results li a", "links => links.map(link => link.getAttribute('href'))")
    opened.close()
    assert any(page in link for link in links), links[:10]


def test_without_scripts_the_page_is_whole(browser: Any, address: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, color_scheme="dark", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{address}/10-three-batches.html")
    # A browser without scripts cannot be asked by script: what is seen is asked of the rendering.
    assert page.locator("figure.pictured .drawing.wide svg").first.is_visible()
    assert not page.locator("figure.pictured .drawing.narrow svg").first.is_visible()
    assert page.locator("article table").first.is_visible()
    assert dark(page.screenshot(clip={"x": 640, "y": 300, "width": 2, "height": 2}))
    figure = page.locator("article p a.fact").first
    card = page.locator(f"#{figure.get_attribute('interestfor')}")
    assert not card.is_visible()
    figure.focus()
    card.wait_for(state="visible", timeout=5000)
    assert re.search("stated|derived|restored|disputed", card.inner_text())
    figure.click()
    assert "/reference/" in page.url
    page.goto(f"{address}/genindex.html")
    assert page.locator(".genindextable a, .indextable a").count() > 100
    context.close()


def dark(png: bytes) -> bool:
    """Whether a small screenshot is dark: its first bytes of picture data, unpacked, are low."""
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    return max(zlib.decompress(data)[1:4]) < 90


def test_widest_table_keeps_every_column_on_paper(browser: Any, address: str, site: Path) -> None:
    def columns(name: str) -> int:
        html = (site / name).read_text(encoding="utf-8")
        return max((len(re.findall("<th", head)) for head in re.findall(r"<thead>.*?</thead>", html, re.S)), default=0)

    widest = max(pages_of(site), key=columns)
    assert columns(widest) >= 7
    page = browser.new_page(viewport={"width": 680, "height": 980})  # A4 less its margins
    page.goto(f"{address}/{widest}")
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        "article table", "tables => tables.filter(table => table.getBoundingClientRect().right > innerWidth + 1).length"
    )
    hidden = page.eval_on_selector_all("article :is(td, th)", "cells => cells.filter(cell => !cell.offsetWidth).length")
    assert (cut, hidden) == (0, 0)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def test_content_pages_are_light(site: Path) -> None:
    heavy = []
    for name in pages_of(site):
        if "/" in name or name in ("genindex.html", "search.html"):
            continue
        html = (site / name).read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"#?]+\.(?:css|js))', html)
        assert not [link for link in loaded if link.startswith("http")]
        weight = len(gzip.compress(html.encode(), 9)) + sum(
            len(gzip.compress((site / link).read_bytes(), 9)) for link in loaded
        )
        if weight > LIGHT_PAGE:
            heavy.append(f"{name}: {weight / 1024:.1f} KiB")
    assert not heavy


def test_every_page_says_what_it_is(site: Path) -> None:
    described = [re.search(r'<meta name="description" content="([^"]{40,})"', (site / name).read_text(encoding="utf-8"))
                 for name in pages_of(site)]  # fmt: skip
    assert all(described)
    lost = (site / "404.html").read_text(encoding="utf-8")
    assert "This page is not here" in lost
    assert 'href="genindex.html"' in lost
