"""What a scholar does on the built book, in a real browser and with clicks only: from a figure to its evidence, and
three tasks from the front page, each with the number of clicks that it may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from ext.withdrawal.exports import cells
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book
from tests.support import whole

ROOT = Path(__file__).parents[2]
WIDTHS = (390, 1280)
PLACES = {
    "paragraph": "article p",
    "table": "article table",
    "timeline": "article .event-timeline",
    "heading": "article :is(h1, h2, h3)",
    "caption": "article .table-caption",
}
"""Where a figure may stand, from the widest to the narrowest."""
SEEN = """id => {
  const found = document.getElementById(id);
  if (!found || !found.checkVisibility()) return false;
  const [box] = found.getClientRects();
  if (!box || box.top < 0 || box.top > innerHeight - 10) return false;
  const there = document.elementFromPoint(box.left + 2, box.top + Math.min(6, box.height / 2));
  return Boolean(there) && (found.contains(there) || there.contains(found));
}"""
"""Whether an element begins in the window, unfolded, and with nothing on top of it."""
VISIBLE = (
    "links => links.filter(link => link.checkVisibility()).map(link => link.getAttribute('href'))"
)


@pytest.fixture(scope="module")
def book() -> Book:
    return whole.book()


@pytest.fixture(scope="module", params=WIDTHS)
def browsing(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    """A window as wide as a phone, and one as wide as a desk."""
    context = chromium.new_context(viewport={"width": request.param, "height": 844})
    yield context
    context.close()


@dataclass
class Reader:
    """Somebody at a page who clicks, and counts it."""

    page: Any
    clicks: int = 0

    def click(self, link: Any) -> None:
        link.click()
        self.clicks += 1

    def follow(self, link: Any) -> None:
        """Click a link, and see what it leads to."""
        self.click(link)
        anchor = self.page.url.partition("#")[2]
        assert anchor, self.page.url
        self.page.wait_for_function(SEEN, arg=anchor, timeout=5000)

    def entry(self) -> Any:
        """The text of the entry that was led to."""
        return self.page.locator(f'dt[id="{self.page.url.partition("#")[2]}"] + dd')


@pytest.fixture
def reader(browsing: Any, site: Path) -> Iterator[Reader]:
    """A reader at the front page, opened from the disk, as somebody would who has downloaded the book."""
    page = browsing.new_page()
    page.goto((site / "index.html").as_uri())
    yield Reader(page)
    page.close()


# --- from a figure to its evidence ---------------------------------------------------------------------------------


def chosen(page: Any, book: Book, known: set[tuple[str, str]]) -> Iterator[str]:
    """The first figure of a page, and each one in a place or with a status that was not tried yet."""
    number = 0
    for place, where in PLACES.items():
        for href in page.eval_on_selector_all(f"{where} a.fact", VISIBLE):
            status = book.facts[href.partition("#")[2]].status
            if number == 0 or (place, status) not in known:
                known.add((place, status))
                number += 1
                yield href


def test_a_figure_in_any_chapter_leads_to_its_evidence(
    reader: Reader, site: Path, book: Book
) -> None:
    known: set[tuple[str, str]] = set()
    chapters = ["index.html", *sorted(path.name for path in site.glob("[0-9][0-9]-*.html"))]
    assert len(chapters) == 13
    for chapter in (*chapters, "reference/chronology.html"):  # which has figures in headings
        reader.page.goto((site / chapter).as_uri())
        links = list(chosen(reader.page, book, known))
        assert links, chapter
        for href in links:
            reader.follow(reader.page.locator(f'article a.fact[href="{href}"]:visible').first)
            assert f"/reference/evidence-{href.partition('evidence-')[2]}" in reader.page.url
            assert book.facts[href.partition("#")[2]].status in reader.entry().inner_text()
            reader.page.go_back()
    assert {status for _, status in known} == {fact.status for fact in book.facts.values()}
    assert {place for place, _ in known} == set(PLACES)


@pytest.mark.parametrize("name", ["final-3.dates.end", "final.strength"])
def test_an_entry_leads_to_each_claim_source_and_sentence(
    reader: Reader, site: Path, book: Book, name: str
) -> None:
    fact = book.facts[name]
    entry = f"{(site / fact.target[0]).as_uri()}.html#{name}"
    reader.page.goto(entry)
    links = dict.fromkeys(
        reader.entry().locator("a:not(.correct):not([href^=http])").evaluate_all(VISIBLE)
    )
    wanted = (
        len(evidence.claims_of(book.data, fact))
        + len(evidence.rests_on(book, fact).sources)
        + len(fact.parts)
    )
    assert len(links) > wanted
    for href in links:
        reader.follow(reader.entry().locator(f'a[href="{href}"]').first)
        reader.page.go_back()


# --- three tasks ---------------------------------------------------------------------------------------------------


def test_where_does_a_figure_come_from_and_who_says_otherwise(reader: Reader) -> None:
    """100,000 men: two clicks."""
    reader.click(reader.page.locator("article").get_by_role("link", name="batches", exact=True))
    reader.follow(
        reader.page.locator("article table")
        .get_by_role("link", name="about 100,000", exact=True)
        .first
    )
    said = reader.entry().inner_text()
    assert "about 100,000 men" in said and "a source says it" in said
    assert "F136 corroborated" in said and "X074 corroborated" in said
    assert "Renmin ribao, Aug. 1958 (grade A-; read: headlines only): supports F136" in said
    assert "Rival values: none recorded" in said
    assert reader.clicks == 2


def test_a_date_on_which_sources_differ_can_be_cited(reader: Reader) -> None:
    """The day on which the last troops left: two clicks."""
    reader.follow(reader.page.locator("article table").get_by_role("link", name="26 October 1958"))
    said = reader.entry().inner_text()
    for rival in (
        "26 October 1958 — Source text",
        "25 October — ifeng video, Ruan 2021",
        "28 October 1958 — Kim Yong",
    ):
        assert rival in said, rival
    assert "Held here: 26 October 1958 for the last unit to cross the border." in said
    citation = reader.entry().locator("details.cite-value > p:first-of-type")
    assert not citation.is_visible()
    reader.click(reader.entry().get_by_text("Cite this value"))
    assert citation.is_visible()
    words = citation.inner_text()
    assert "edition 1" in words and "final-3.dates.end (Third batch: last day)" in words
    assert "26 October 1958, stated; sources differ (D06, D07, D033)." in words
    assert (
        "@misc{goinghome-final-3.dates.end,"
        in reader.entry().locator("details.cite-value pre").inner_text()
    )
    assert reader.clicks == 2


def test_the_units_of_a_year_can_be_taken_away(reader: Reader) -> None:
    """All units that left in 1955 as a table for a spreadsheet: three clicks."""
    reader.click(reader.page.locator("article").get_by_role("link", name="order of battle"))
    reader.follow(
        reader.page.locator("article").get_by_role("link", name="by the year in which they left")
    )
    heading = reader.page.get_by_role("heading", name="Home in 1955")
    with reader.page.expect_download() as waiting:
        reader.click(heading.locator("xpath=..").get_by_role("link", name="This table as CSV"))
    assert waiting.value.suggested_filename == "order-of-battle-year-1955.csv"
    head, *rows = cells.read(Path(waiting.value.path()).read_text(encoding="utf-8"))
    records = {kind: yaml.safe_load((ROOT / f"data/{kind}.yaml").read_text(encoding="utf-8"))[kind]
               for kind in ("units", "batches")}  # fmt: skip
    batched = {
        unit
        for batch in records["batches"]
        if batch["dates"]["value"][:4] == "1955"
        for unit in batch["units"]
    }
    dated = {
        unit["id"]
        for unit in records["units"]
        if unit.get("home", {}).get("value", "").startswith("1955")
    }
    assert {row[head.index("id")] for row in rows} == batched | dated
    assert "第50军" in rows[[row[0] for row in rows].index("50th-army")][head.index("Chinese")]
    assert reader.clicks == 3
