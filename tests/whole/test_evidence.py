"""From every figure to its evidence in one step, and from there to each claim, source and sentence."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from html import escape, unescape
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.answers import citation, evidence, sources
from ext.withdrawal.answers.blocks import View, blocks
from ext.withdrawal.answers.line import plain
from ext.withdrawal.exports import rows
from ext.withdrawal.pages.answer_node import shown
from ext.withdrawal.pages.mentions import mentions_of
from ext.withdrawal.pages.nodes import Maker
from ext.withdrawal.records import evidence as support
from ext.withdrawal.records import kinds, model
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.vocabulary import SOURCE_TEXT
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Fact
from tests.support import whole
from tests.support.mini import Edit, copy
from tests.support.walk import Page, ends, read

ROOT = Path(__file__).parents[2]
MOST = 150_000


@pytest.fixture(scope="module")
def book() -> Book:
    return whole.book()


@pytest.fixture(scope="module")
def pages(built: Sphinx) -> dict[str, Page]:
    return read(Path(built.outdir))


def inner(pages: dict[str, Page]) -> Iterator[tuple[Page, str, str, str]]:
    """Every link inside the website: its page, its class, and where it leads."""
    for page in pages.values():
        for href, style in page.links:
            end = ends(page.path, href)
            if end is not None:
                yield page, style, *end


# --- the walk -----------------------------------------------------------------------------------------------------


def test_no_link_dangles(pages: dict[str, Page], built: Sphinx) -> None:
    dangling = [
        f"{page.path} -> {path}#{anchor}"
        for page, _, path, anchor in inner(pages)
        if (path in pages and anchor and anchor not in pages[path].ids)
        or (path not in pages and not (Path(built.outdir) / path).is_file())
    ]
    assert not dangling


def test_no_anchor_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    """Apart from the numbers that docutils gives, which the theme repeats around a table."""
    twice = [
        (page.path, name)
        for page in pages.values()
        for name, number in page.ids.items()
        if number > 1
    ]
    assert not [each for each in twice if not re.fullmatch(r"id\d+", each[1])]


def test_every_figure_leads_to_its_evidence(pages: dict[str, Page]) -> None:
    figures = [
        (page.path, path, anchor)
        for page, style, path, anchor in inner(pages)
        if "fact" in style.split()
    ]
    assert len(figures) > 1000
    assert not [each for each in figures if not each[1].startswith("reference/evidence-")]
    assert not [each for each in figures if each[2] not in pages[each[1]].entries]


def test_every_use_in_prose_is_a_link(pages: dict[str, Page], built: Sphinx) -> None:
    for docname, found in domain_of(built.env).data["found"].items():
        linked = {
            end[1]
            for href, style in pages[f"{docname}.html"].links
            if "fact" in style and (end := ends("", href))
        }
        assert {use.id for use in found.uses if use.role == "fact"} <= linked, docname


def test_every_figure_and_the_line_about_it_in_its_entry_lead_to_each_other(
    pages: dict[str, Page], built: Sphinx, book: Book
) -> None:
    """Figure by figure, in every sentence, caption and heading of every page."""
    seen = 0
    for docname, named in mentions_of(built.env).data["named"].items():
        for (role, name), given in named.items():
            for mention in given if role == "fact" else ():
                if mention.anchor.startswith("use-"):
                    href, style = pages[f"{docname}.html"].linked[mention.anchor]
                    docname_of_entry, anchor = book.facts[name].target
                    assert "fact" in style.split(), (docname, mention)
                    assert ends(f"{docname}.html", href) == (f"{docname_of_entry}.html", anchor), (
                        docname,
                        mention,
                    )
                    seen += 1
    assert seen > 400


def test_from_an_entry_to_each_claim_source_and_sentence(
    pages: dict[str, Page], built: Sphinx, book: Book
) -> None:
    domain = mentions_of(built.env)
    for fact in book.facts.values():
        path = f"{fact.target[0]}.html"
        reached = {end for href, _ in pages[path].entries[fact.id] if (end := ends(path, href))}
        entities = domain_of(built.env).catalog.entities
        wanted = {entities["claim", claim].target for claim in fact.claims}
        wanted |= {entities["source", key].target for key in support.rests_on(book, fact).sources}
        wanted |= {book.facts[part].target for part in fact.parts if part in book.facts}
        wanted = {(f"{page}.html", anchor) for page, anchor in wanted}
        wanted |= {
            (f"{page}.html", each.anchor)
            for page, given in domain.of(("fact", fact.id)).items()
            for each in given[:12]
        }
        assert wanted <= reached, (fact.id, wanted - reached)


def test_every_page_that_uses_a_fact_stands_in_its_entry(
    pages: dict[str, Page], built: Sphinx, book: Book
) -> None:
    for docname, found in domain_of(built.env).data["found"].items():
        for name in {use.id for use in found.uses if use.role == "fact"}:
            path = f"{book.facts[name].target[0]}.html"
            reached = {end[0] for href, _ in pages[path].entries[name] if (end := ends(path, href))}
            assert f"{docname}.html" in reached, (name, docname)


def test_every_claim_discrepancy_and_source_is_shown(
    pages: dict[str, Page], built: Sphinx, book: Book
) -> None:
    entities = domain_of(built.env).catalog.entities
    for role, names in (
        ("claim", book.data.claims),
        ("discrepancy", book.data.discrepancies),
        ("source", book.data.sources),
    ):
        for name in names:
            docname, anchor = entities[role, name].target
            assert anchor in pages[f"{docname}.html"].ids, name


def test_every_source_says_what_rests_on_it(pages: dict[str, Page], book: Book) -> None:
    listed = pages["reference/what-rests-on-what.html"].ids
    assert all(f"source-{key}" in listed for key in book.data.sources)
    led = {
        end
        for href, _ in pages["reference/sources.html"].links
        if (end := ends("reference/sources.html", href))
    }
    assert {
        ("reference/what-rests-on-what.html", f"source-{key}") for key in book.data.sources
    } <= led


def test_pages_of_reference_stay_quick(built: Sphinx) -> None:
    weights = {
        path.name: len(gzip.compress(path.read_bytes()))
        for path in (Path(built.outdir) / "reference").glob("*.html")
    }
    assert {name: size for name, size in weights.items() if size > MOST} == {}


def test_the_search_holds_the_story_and_not_the_evidence(built: Sphinx) -> None:
    text = (Path(built.outdir) / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip(");\n"))
    evidence_pages = {
        at for at, name in enumerate(index["docnames"]) if name.startswith("reference/evidence-")
    }
    listed = {
        at
        for found in index["terms"].values()
        for at in (found if isinstance(found, list) else [found])
    }
    assert not evidence_pages & listed


def test_linked_data_stands_in_the_pages(built: Sphinx) -> None:
    out = Path(built.outdir)
    for name, wanted in (
        ("index", {"Book", "Dataset"}),
        ("reference/chronology", {"Event"}),
        ("01-armistice", {"Chapter"}),
    ):
        html = (out / f"{name}.html").read_text(encoding="utf-8")
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
        assert {item["@type"] for item in json.loads(text)["@graph"]} == wanted


def test_downloads_stand_beside_the_pages(built: Sphinx, pages: dict[str, Page]) -> None:
    data = Path(built.outdir) / "data"
    assert {
        "facts.json",
        "batches.csv",
        "datapackage.json",
        "going-home.sqlite",
        "chronology.ics",
    } <= {path.name for path in data.iterdir()}
    for docname, asked in domain_of(built.env).data["asked"].items():
        offered = {
            end[0]
            for href, _ in pages[f"{docname}.html"].links
            if (end := ends(f"{docname}.html", href))
        }
        assert {
            f"data/{rows.file(question)}" for question in rows.questions_in(asked)
        } <= offered, docname
    linked = {path for _, _, path, _ in inner(pages) if path.startswith("data/tables/")}
    assert linked == {f"data/tables/{path.name}" for path in (data / "tables").iterdir()}
    used = {
        row["id"]: row["pages"]
        for row in json.loads((data / "facts.json").read_text(encoding="utf-8"))
    }
    assert "reference/how-this-book-works" in used["final.strength"]


# --- what entries say ---------------------------------------------------------------------------------------------


def test_every_value_has_a_claim_a_source_or_a_derivation(book: Book) -> None:
    """What the book counts of itself, and counts of its own lists, are derived by their definition."""
    bare = [
        fact.id
        for fact in book.facts.values()
        if not (fact.claims or fact.sources or fact.parts) and fact.status != "derived"
    ]
    assert not bare


def lines_of(book: Book, name: str) -> str:
    found = (
        each for group in kinds.GROUPS for each in evidence.entries(book, group) if each.id == name
    )
    return "\n".join(f"{label} {plain(line)}" for label, line in next(found).lines)


def test_a_sum_shows_its_parts(book: Book) -> None:
    said = lines_of(book, "final.strength")
    assert "about 80,000 + Second batch: strength about 100,000 + Third batch: strength" in said
    assert "derived: computed here" in said


def test_a_disputed_value_shows_its_rivals(book: Book) -> None:
    rows = support.index(book).discrepancies
    for name, found in rows.items():
        if name in book.facts:
            said = lines_of(book, name)
            assert all(side.value in said for row in found for side in row.sides), name


def test_a_damaged_claim_is_not_said_to_be_in_the_source_text(book: Book) -> None:
    told = support.witnesses(book.data, book.facts["final-2.dates.start"])
    (own,) = (each for each in told if each.source == SOURCE_TEXT)
    assert (own.relation, own.says) == ("~", "garbled there")
    assert "Source text (grade B-; read: whole text): in part F137, garbled there" in lines_of(
        book, "final-2.dates.start"
    )


def test_a_value_that_nobody_disputes_says_so(book: Book) -> None:
    assert "Rival values none recorded" in lines_of(book, "final-2.strength")
    assert "Rival values" not in lines_of(book, "final-3.dates")
    assert "Rests on a single source." in lines_of(book, "open-1.strength")


def test_print_leaves_the_words_of_rivals_to_their_chapters(built: Sphinx, book: Book) -> None:
    entry = next(each for each in evidence.entries(book, "batches") if each.id == "final-3.dates")
    maker = Maker(built.env, shown("", docname="reference/evidence-batches"))
    (listing,) = maker.made(blocks((entry,), View("evidence-list")))
    kept = listing.astext()
    assert "D06 closed Last CPV departure" in kept and "ifeng video, Ruan 2021" not in kept
    assert "ifeng video, Ruan 2021" in "\n".join(plain(line) for _, line in entry.lines)


def test_batches_and_campaigns_have_entries(pages: dict[str, Page], book: Book) -> None:
    for name in (*book.data.batches, *book.data.campaigns):
        assert pages["reference/batches.html"].entries[name], name
    reached = {
        ends("reference/batches.html", href)
        for href, _ in pages["reference/batches.html"].entries["final-3"]
    }
    assert ("reference/chronology.html", "last-unit-leaves") in reached
    assert ("reference/units.html", "1st-army") in reached
    named = ("use-final-3.", "index-batch-final-3-")
    assert any(
        end and end[0] == "10-three-batches.html" and end[1].startswith(named) for end in reached
    )


def test_an_event_says_where_it_is_named(built: Sphinx) -> None:
    html = (Path(built.outdir) / "reference/chronology.html").read_text(encoding="utf-8")
    (event,) = re.findall(r'id="armistice".*?</li>', html, re.S)[:1]
    assert "Named in:" in event and "../01-armistice.html" in event


def test_ends_of_a_span_share_its_rivals(book: Book) -> None:
    rows = support.index(book).discrepancies
    assert any(row.id == "D01" for row in rows["final-2.dates.start"])


def test_a_value_says_how_far_its_witnesses_are_independent(book: Book, built: Sphinx) -> None:
    out = Path(built.outdir)
    with (out / "data/facts.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = {row["id"]: row["independence"] for row in csv.DictReader(file)}
    assert exported == {name: support.independence(book, fact) for name, fact in book.facts.items()}
    html = (out / "reference/evidence-batches.html").read_text(encoding="utf-8")
    (entry,) = re.findall(r'<dt id="open-1.strength">.*?</dd>', html, re.S)
    assert "a single witness" in entry
    chapter = (out / "10-three-batches.html").read_text(encoding="utf-8")
    assert "attested at the time</span>" in chapter


def test_the_matrix_has_every_source_that_speaks_of_a_batch(book: Book, built: Sphinx) -> None:
    html = (Path(built.outdir) / "reference/who-says-what.html").read_text(encoding="utf-8")
    for name in ("covert", "open-1", "final-2", "joint-statement"):
        held = [fact for fact in book.facts.values() if fact.id.startswith(f"{name}.")]
        said = {each.source for fact in held for each in support.witnesses(book.data, fact)}
        assert said
        for key in said:
            assert f">{escape(book.data.sources[key].label, quote=False)}</a>" in html


def test_the_bibliography_says_the_language_of_an_original(built: Sphinx) -> None:
    html = (Path(built.outdir) / "reference/sources.html").read_text(encoding="utf-8")
    (work,) = re.findall(r'id="cite-tian-tsyq".*?</div>', html, re.S)
    assert '<span lang="zh">田武雄</span>' in work and "ISSN 1672-1217" in work
    (paper,) = re.findall(r'id="cite-tian-hyi".*?</div>', html, re.S)
    assert "Same witness as Tian 2014." in paper


def test_weak_means_alone_and_low(book: Book) -> None:
    weak = {name for name, fact in book.facts.items() if support.lone_weak_source(book, fact)}
    assert weak
    for name in weak:
        (key,) = support.rests_on(book, book.facts[name]).sources
        assert book.data.sources[key].grade[0] == "C" or book.data.sources[key].grade == "not seen"
    assert "final-2.strength" not in weak


def test_a_weak_figure_says_so_where_it_stands(built: Sphinx) -> None:
    html = (Path(built.outdir) / "04-who-stayed.html").read_text(encoding="utf-8")
    assert re.search(
        r'<a class="fact weak[^>]*>.*?<abbr [^>]*title="[^"]+"[^>]*>†</abbr></a>', html
    )


def test_a_citation_names_id_edition_and_address(book: Book) -> None:
    fact = book.facts["final-2.strength"]
    edition = citation.Edition("1.2", "https://example.org/en")
    text = citation.text(edition, fact, "100,000", "reference/evidence-batches.html")
    assert "edition 1.2" in text and "final-2.strength" in text and "100,000 men" in text
    assert "https://example.org/en/reference/evidence-batches.html#final-2.strength" in text
    bibtex = citation.bibtex(
        edition, Fact(id="a.b", kind="share", value=Fraction(1, 5), title="x{}"), "20%", "p.html"
    )
    assert bibtex.count("{") == bibtex.count("}") and r"20\%" in bibtex
    differ = "100,000 men, stated; sources differ (D01, D02)"
    assert differ in citation.text(edition, fact, "100,000", "p.html", ("D01", "D02"))
    assert differ in citation.bibtex(edition, fact, "100,000", "p.html", ("D01", "D02"))


def test_the_overview_of_the_audit_adds_up(book: Book) -> None:
    table = sources.overview(book)
    numbers = [[int(plain(cell)) for cell in row.cells[1:]] for row in table.rows]
    assert table.total is not None
    assert [sum(column) for column in zip(*numbers, strict=True)] == [
        int(plain(cell)) for cell in table.total.cells[1:]
    ]
    assert numbers[0][-1] == 61 and sum(row[-1] for row in numbers) == 142


# --- incremental builds -------------------------------------------------------------------------------------------


def build(root: Path, out: Path) -> Path:
    app = Sphinx(root / "docs", root, out / "html", out / "doctrees", "html", status=None)
    app.build()
    return out / "html"


def test_an_edit_of_a_chapter_changes_the_entry(tmp_path: Path) -> None:
    root = copy(tmp_path)
    page = "reference/evidence-batches.html"
    assert "Nothing else was so large" not in (build(root, tmp_path / "out") / page).read_text(
        encoding="utf-8"
    )
    Edit(
        "docs/data.md",
        "# Data\n",
        "# Data\n\nNothing else was so large as the {fact}`87,894 <open-1.strength>` men.\n",
    ).apply(root)
    changed = (build(root, tmp_path / "out") / page).read_text(encoding="utf-8")
    assert "Nothing else was so large as the 87,894 men." in changed
    fresh = (build(root, tmp_path / "clean") / page).read_text(encoding="utf-8")
    assert changed == fresh


def test_parallel_is_serial(tmp_path: Path) -> None:
    root = copy(tmp_path)
    first = build(root, tmp_path / "one")
    app = Sphinx(
        root / "docs",
        root,
        tmp_path / "two/html",
        tmp_path / "two/doctrees",
        "html",
        status=None,
        parallel=2,
    )
    app.build()
    for path in sorted((first / "reference").glob("*.html")):
        assert path.read_bytes() == (tmp_path / "two/html/reference" / path.name).read_bytes(), (
            path.name
        )


# --- the very words -----------------------------------------------------------------------------------------------


def quoted(book: Book) -> Iterator[model.Testimony]:
    return (line for claim in book.data.claims.values() for line in claim.evidence if line.quote)


def test_every_quotation_stands_on_its_page_in_its_language(book: Book, built: Sphinx) -> None:
    html = (Path(built.outdir) / "reference/claims.html").read_text(encoding="utf-8")
    shown = re.findall(r'<q lang="([^"]+)"[^>]*>([^<]*)</q>', html)
    said = {(line.lang, line.quote) for line in quoted(book)}
    meant = {("en", line.translation) for line in quoted(book) if line.translation}
    assert said
    assert {(lang, unescape(words)) for lang, words in shown} == said | meant


def test_a_translation_follows_its_quotation(book: Book, built: Sphinx) -> None:
    html = (Path(built.outdir) / "reference/claims.html").read_text(encoding="utf-8")
    lines = re.findall(r'<p class="words">(.*?)</p>', html)
    pairs = {tuple(map(unescape, re.findall(r">([^<]+)</q>", line))) for line in lines}
    assert pairs == {tuple(filter(None, (line.quote, line.translation))) for line in quoted(book)}
