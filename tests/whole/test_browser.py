"""The built book in a real browser: every page, at the width of a phone and of a desk, light and dark, and on paper."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import importlib.util
import re
import struct
import threading
import zlib
from collections.abc import Iterator
from html import escape
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import pytest

from ext.withdrawal.html import preview
from ext.withdrawal.records.book import read_book
from tests.support.deep import deep, rng
from tests.support.shared import PATH

ROOT = Path(__file__).parents[2]
MADE = ("404", "genindex", "search")
"""Pages that no file of docs/ is the source of."""
PAGES = sorted(
    [
        *MADE,
        *(
            str(file.relative_to(ROOT / "docs").with_suffix(""))
            for file in ROOT.glob("docs/**/*.md")
        ),
    ]
)
PHONE, DESK = 390, 1280
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "selectors": False}
CONTRAST = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
STRUCTURE = OPTIONS | {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}
"""The rules of axe in two parts, together all of them: those on colours, and those on elements and their boxes."""
AXE = "rules => axe.run(document, rules).then(found => found.violations)"
UNFOLD = (
    "() => [...document.querySelectorAll('details')].slice(0, 12).forEach(each => each.open = true)"
)
"""Most of what is folded is opened, to be looked at as well; entries of evidence have hundreds, all made alike."""
FEWER = """most => document.querySelectorAll("article :is(dl, tbody, ul, ol)").forEach(
  list => [...list.children].slice(most).forEach(each => each.remove()))"""
"""Takes from every list and table what comes after the first so many, which are made as the rest is."""
MOST = 24
BOXES = """() => [...document.querySelectorAll("body, body *:not(.theme-toggle *)")].map(each => {
  const box = each.getBoundingClientRect();
  return [each.tagName, box.x, box.y, box.width, box.height].join(" ");
})"""
"""Where every element stands. The sign in the button for light and dark is left out: it shows which one is on."""
NARROWEST = 320
"""The width at which WCAG (1.4.10) wants nothing to scroll sideways."""
LIGHT_PAGE = 40 * 1024


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files under the path of the book’s address, and says nothing."""

    def translate_path(self, path: str) -> str:
        """The file for a path."""
        return super().translate_path(path.removeprefix(PATH))

    def log_message(self, *args: Any) -> None:
        """Keep silent."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PATH}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the book is served."""
    with served(site) as at:
        yield at


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as pinned with axe-playwright-python."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.origin:
        pytest.skip("needs axe-playwright-python: see requirements-test.txt")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def rules_of(page: Any, width: int) -> Iterator[str]:
    """What axe finds on an open page, light and dark.

    The rules on structure are run once at a width, light on a phone and dark on a desk: they look at elements and
    their boxes, and that these are the same in both schemes is checked for every page. Contrast is run in both.
    """
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        broken = page.evaluate(AXE, CONTRAST)
        if scheme == ("light" if width < 500 else "dark"):
            broken += page.evaluate(AXE, STRUCTURE)
        yield from (f"{scheme}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in broken)


def boxes_of(page: Any, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    return list(page.evaluate(BOXES))


def look(page: Any, width: int, axe: str) -> Iterator[str]:
    """What is wrong with an open page at a width; with the source of axe, by its rules as well."""
    for narrow in (NARROWEST, width) if width < 500 else (width,):
        page.set_viewport_size({"width": narrow, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > narrow:
            yield f"at {narrow}: {wide} wide"
    page.evaluate(UNFOLD)
    pairs = zip_longest(boxes_of(page, "light"), boxes_of(page, "dark"))
    if moved := next((pair for pair in pairs if pair[0] != pair[1]), None):
        yield f"light and dark differ in more than colours: {moved}"
    if axe:
        page.evaluate(axe)
        if not deep():
            page.evaluate(FEWER, MOST)
        yield from rules_of(page, width)


def visit(chromium: Any, address: str, name: str, width: int, axe: str = "") -> list[str]:
    """Open a page at a width, and say whatever is wrong with it."""
    wrong: list[str] = []
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme="light")
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(address) else wrong.append(f"asks {asked.url}"),
    )
    page.goto(f"{address}/{name}.html")
    wrong += look(page, width, axe)
    page.close()
    return [f"{name} at {width}, {line}" for line in wrong]


def judged_at(name: str) -> tuple[int, ...]:
    """The widths at which axe judges a page: both in a deep run, else one, which the seed chooses."""
    return (PHONE, DESK) if deep() else (rng(f"axe {name}").choice((PHONE, DESK)),)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(
    chromium: Any, address: str, axe: str, name: str, width: int
) -> None:
    assert visit(chromium, address, name, width, axe if width in judged_at(name) else "") == []


def test_no_page_is_left_out(site: Path) -> None:
    assert pages_of(site) == sorted(f"{name}.html" for name in PAGES)


BAD = """<!doctype html><html lang="en"><head><title>Bad</title><link rel="icon" href="data:,">
<style>@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } h1 { margin: 9px } }</style></head>
<body><main><h1>Bad</h1><p>Words that are pale in the dark.</p><img src="gone.png"><h1 id="x"></h1>
<div style="width: 350px">wide</div><img alt="" src="http://127.0.0.1:9/x.png"></main></body></html>"""


@pytest.mark.parametrize("fault", [
    "at 320: 3", "1280, dark: color-contrast", "390, dark: color-contrast", "390, light: image-alt",
    "1280, dark: image-alt", "1280, dark: empty-heading", "404", "asks http://127.0.0.1:9/x.png",
    "light and dark differ in more than colours",
])  # fmt: skip
def test_a_bad_page_is_found_out(bad: list[str], fault: str) -> None:
    assert [line for line in bad if fault in line], bad


@pytest.fixture(scope="module")
def bad(chromium: Any, axe: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of a page that has one fault of each kind, which is how the walk itself is tested."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "bad.html").write_text(BAD, encoding="utf-8")
    with served(folder) as at:
        return [line for width in (PHONE, DESK) for line in visit(chromium, at, "bad", width, axe)]


@pytest.mark.parametrize(("typed", "page"), [
    ("250,000", "reference/sums"), ("80,000", "reference/batches"), ("人民", "reference/glossary"),
    ("依依", "reference/claims"), ("依依送别", "reference/claims"),
    ("조선", "reference/"), ("Kim Kwang-hyop", "reference/people"), ("Jin Guangxia", "reference/people"),
])  # fmt: skip
def test_search_finds(chromium: Any, address: str, typed: str, page: str) -> None:
    opened = chromium.new_page()
    opened.goto(f"{address}/search.html?q={typed}")
    opened.wait_for_selector(f"#search-results li a[href*='{page}']")
    links = opened.eval_on_selector_all(
        "#search-results li a", "links => links.map(link => link.getAttribute('href'))"
    )
    opened.close()
    assert any(page in link for link in links), links[:10]


def test_without_scripts_the_page_is_whole(chromium: Any, address: str) -> None:
    context = chromium.new_context(
        java_script_enabled=False, color_scheme="dark", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{address}/10-three-batches.html")
    # A browser without scripts cannot be asked by script: what is seen is asked of the rendering.
    assert page.locator("figure.pictured .drawing.wide svg").first.is_visible()
    assert not page.locator("figure.pictured .drawing.narrow svg").first.is_visible()
    assert page.locator("article table").first.is_visible()
    # A spot where no letter stands: the corner.
    assert dark(page.screenshot(clip={"x": 1270, "y": 890, "width": 2, "height": 2}))
    page.goto(f"{address}/genindex.html")
    assert page.locator(".genindextable a, .indextable a").count() > 100
    context.close()


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A page on a phone with a touch screen, without scripts."""
    context = chromium.new_context(
        java_script_enabled=False, has_touch=True, viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def test_a_note_opens_on_a_phone_and_closes_again(phone: Any, address: str) -> None:
    """By a tap and by a key, without a script; what it covers is free again with its own link."""
    phone.goto(f"{address}/10-three-batches.html")
    mark = phone.locator("a.footnote-reference").first
    note = phone.locator(str(mark.get_attribute("href")))
    assert not note.is_visible()
    for press in (mark.tap, lambda: (mark.focus(), phone.keyboard.press("Enter"))):
        press()
        note.wait_for(state="visible", timeout=5000)
        assert note.inner_text().strip()
        note.locator(".label a").tap()
        note.wait_for(state="hidden", timeout=5000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_notes_stand_in_the_margin_of_a_desk(
    chromium: Any, address: str, axe: str, scheme: str
) -> None:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/10-three-batches.html")
    text = page.locator("article p").first.bounding_box()
    boxes = [note.bounding_box() for note in page.locator("aside.footnote").all()]
    assert boxes and all(box["x"] >= text["x"] + text["width"] for box in boxes)
    assert all(box["x"] + box["width"] <= 1280 for box in boxes)
    ends = sorted((box["y"], box["y"] + box["height"]) for box in boxes)
    assert all(end <= begin + 1 for (_, end), (begin, _) in pairwise(ends)), "notes overlap"
    page.evaluate(axe)
    found = "rules => axe.run('aside.footnote', rules).then(found => found.violations)"
    assert page.evaluate(found, CONTRAST) == []
    page.close()


def test_a_switch_marks_what_is_bound(phone: Any, address: str) -> None:
    phone.goto(f"{address}/10-three-batches.html")
    figure = phone.locator("article p a.fact").first
    ground = "figure => getComputedStyle(figure).backgroundColor"
    before = figure.evaluate(ground)
    phone.locator("#bound").check()
    assert figure.evaluate(ground) != before


def test_a_tap_reaches_the_entry_of_a_figure(phone: Any, address: str) -> None:
    phone.goto(f"{address}/10-three-batches.html")
    figure = phone.locator("article p a.fact").first
    entry = str(figure.get_attribute("href"))
    figure.tap()
    phone.wait_for_url(f"**/{entry}")
    shown = phone.locator(f"[id='{entry.partition('#')[2]}'] + dd")
    assert shown.inner_text().startswith("3 batches derived: computed here")


def dark(png: bytes) -> bool:
    """Whether a small screenshot is dark: its first bytes of picture data, unpacked, are low."""
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    return max(zlib.decompress(data)[1:4]) < 90


def test_widest_table_keeps_every_column_on_paper(chromium: Any, address: str, site: Path) -> None:
    def columns(name: str) -> int:
        html = (site / name).read_text(encoding="utf-8")
        return max(
            (
                len(re.findall("<th", head))
                for head in re.findall(r"<thead>.*?</thead>", html, re.S)
            ),
            default=0,
        )

    widest = max(pages_of(site), key=columns)
    assert columns(widest) >= 7
    page = chromium.new_page(viewport={"width": 680, "height": 980})  # A4 less its margins
    page.goto(f"{address}/{widest}")
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        "article table",
        "tables => tables.filter(table => table.getBoundingClientRect().right > innerWidth + 1).length",
    )
    hidden = page.eval_on_selector_all(
        "article :is(td, th)", "cells => cells.filter(cell => !cell.offsetWidth).length"
    )
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
    assert f'<base href="{PATH}/">' in lost


@pytest.mark.parametrize(("words", "leads"), [
    ("80,000, First batch: strength", "reference/evidence-batches.html#final-1.strength"),
    ("陈毅 Chen Yi", "reference/people.html#chen-yi"),
    ("김광협 Kim Kwang-hyop", "reference/people.html#kim-kwang-hyop"),
    ("Jin Guangxia, see Kim Kwang-hyop", "reference/people.html#kim-kwang-hyop"),
    ("조선인민군 Korean People’s Army", "reference/units.html#kpa"),
])  # fmt: skip
def test_the_index_lists_figures_and_names_in_every_script(
    site: Path, words: str, leads: str
) -> None:
    html = (site / "genindex.html").read_text(encoding="utf-8")
    lines = {
        re.sub("<[^>]+>", "", line): href
        for href, line in re.findall(r'<li><a href="([^"]+)">(.*?)</a>', html)
    }
    assert lines[words] == leads
    page, _, anchor = leads.partition("#")
    assert f'id="{anchor}"' in (site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "title"), [
    ("index", "Going Home"), ("10-three-batches", "10. The front line leads the way"), ("reference/batches", "Batches"),
    ("reference/evidence-batches", "Evidence: batches"), ("genindex", "Index"), ("search", "Search"),
    ("404", "Not here"),
])  # fmt: skip
def test_a_link_to_a_page_shows_what_it_is(site: Path, name: str, title: str) -> None:
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))
    assert shown["title"] == title
    assert shown["url"] == f"https://example.org{PATH}/{name}.html"
    assert shown["image"] == f"https://example.org{PATH}/{preview.FILE}"
    assert shown["image:alt"] == escape(preview.alt(read_book(ROOT / "data")))
    described = re.search(r'<meta name="description" content="([^"]*)"', html)
    assert described
    assert shown["description"] == described[1]
    if name not in ("genindex", "search", "404"):
        body = re.sub(r'<a class="footnote-reference.*?</a>', "", html[html.index("<article") :])
        text = " ".join(re.sub(r"<[^>]+>", "", body).split())
        assert shown["description"].removesuffix(" …") in text
