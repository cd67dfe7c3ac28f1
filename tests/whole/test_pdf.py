"""The PDFs: they are set without a fault, hold the whole book, lead every link somewhere, and are the same twice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from ext.withdrawal.paper.book import missing
from ext.withdrawal.paper.index import sort_key
from ext.withdrawal.paper.inline import RESTS
from ext.withdrawal.paper.widths import TEXT, WIDE, layout
from tests.support import whole
from tests.support.shared import Built, build
from tests.support.whole import squeezed

NEEDED = {"pdftotext": "poppler-utils", "qpdf": "qpdf"}
READING, EVIDENCE = "going-home", "going-home-evidence"
BOTH = pytest.mark.parametrize("name", [READING, EVIDENCE])


@pytest.fixture(scope="session")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The volumes."""
    if lacking := [package for command, package in NEEDED.items() if not shutil.which(command)]:
        pytest.skip(f"reading a PDF needs {', '.join(lacking)} (Debian packages)")
    return build(tmp_path_factory, "typst")


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same, from a copy of the repository in another folder."""
    return build(tmp_path_factory, "typst", elsewhere=True)


@dataclass(frozen=True)
class Printed:
    """A PDF."""

    pdf: Path

    @cached_property
    def text(self) -> str:
        """The text between head and foot, in the order in which it was set, so that cells and columns stay whole."""
        crop = ["-r", "72", "-x", "0", "-y", "62", "-W", "700", "-H", "720"]
        command = ["pdftotext", "-raw", *crop, self.pdf, "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    @cached_property
    def pages(self) -> list[list[str]]:
        """The lines of each page."""
        pages = self.text.removesuffix("\f").split("\f")
        return [[line for line in page.splitlines() if line.strip()] for page in pages]

    @cached_property
    def words(self) -> str:
        return squeezed(self.text)

    @cached_property
    def objects(self) -> list[dict[str, Any]]:
        """Every dictionary in the file."""
        command = ["qpdf", "--json", self.pdf]
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return list(_dictionaries(json.loads(shown)))


def _dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dictionaries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dictionaries(inner)


@pytest.fixture(scope="session")
def volumes(typeset: Built) -> dict[str, Printed]:
    """The PDFs by name."""
    return {name: Printed(typeset.out / f"{name}.pdf") for name in (READING, EVIDENCE)}


@pytest.fixture(scope="session")
def app(typeset: Built) -> Sphinx:
    return typeset.app()


def pages_in(app: Sphinx, name: str) -> tuple[str, ...]:
    """The pages of the website that a volume holds."""
    code = (Path(app.outdir) / "typst" / f"{name}.typ").read_text(encoding="utf-8")
    return tuple(re.findall(r"^// (\S+)$", code, re.MULTILINE))


def test_they_are_set_without_a_warning(typeset: Built) -> None:
    assert typeset.said == "exit 0\n"


def test_two_builds_are_identical(typeset: Built, elsewhere: Built) -> None:
    assert elsewhere.said == "exit 0\n"
    ours = typeset.files()
    assert f"{READING}.pdf" in ours and f"{EVIDENCE}.pdf" in ours
    assert ours == elsewhere.files()


@BOTH
def test_it_is_tagged_and_says_what_it_is(name: str, volumes: dict[str, Printed]) -> None:
    """Title, author, language, the mark of PDF/UA-1; every picture has words, every table has heads."""
    held = volumes[name]
    (catalog,) = (each for each in held.objects if each.get("/Type") == "/Catalog")
    assert catalog["/Lang"] == "u:en-GB"
    assert catalog["/MarkInfo"]["/Marked"] and catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    titles = [each["/Title"] for each in held.objects if "/Title" in each and "/Author" in each]
    assert [title.startswith("u:Going Home: The ") for title in titles] == [True]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in held.pdf.read_bytes()
    tags = [each for each in held.objects if each.get("/S") in ("/Figure", "/TH", "/Table")]
    assert all(each.get("/Alt") for each in tags if each["/S"] == "/Figure")
    kinds = [each["/S"] for each in tags]
    assert kinds.count("/TH") > 2 * kinds.count("/Table") > 10


def test_they_have_the_size_of_books(volumes: dict[str, Printed]) -> None:
    assert 100 <= len(volumes[READING].pages) <= 130
    assert 100 <= len(volumes[EVIDENCE].pages) <= 220
    assert volumes[READING].pdf.stat().st_size < 4_000_000
    assert volumes[EVIDENCE].pdf.stat().st_size < 8_000_000


@BOTH
def test_it_holds_the_prose(name: str, volumes: dict[str, Printed], app: Sphinx) -> None:
    """Every sentence of its pages, and with it every fact that the prose uses."""
    pages = pages_in(app, name)
    held = [(page, text) for page, text in whole.prose(app) if page in pages]
    assert len(held) > 20
    words = volumes[name].words
    assert [(page, text) for page, text in held if not whole.stands(text, words)] == []


def test_a_page_is_in_one_volume_at_most(app: Sphinx) -> None:
    pages = [*pages_in(app, READING), *pages_in(app, EVIDENCE)]
    left = set(app.env.found_docs) - set(pages)
    assert len(pages) == len(set(pages))
    kept_out = {"reference/downloads", "reference/what-rests-on-what"}
    assert {page for page in left if not page.startswith("contributing/")} == kept_out


def test_they_hold_the_data(volumes: dict[str, Printed]) -> None:
    """Every record by name, in every script, and every entry."""
    held, words = whole.book(), volumes[READING].words + volumes[EVIDENCE].words
    asked = (*whole.names(held), *whole.entries(held))
    assert [(name, text) for name, text in asked if squeezed(text) not in words] == []


def test_tables_are_complete(volumes: dict[str, Printed]) -> None:
    """Every cell of every row, whole: none is cut, none runs off the page."""
    words = volumes[READING].words + volumes[EVIDENCE].words
    plain = words.replace("[", "").replace("]", "")  # around the marks of statuses
    lost = [
        (name, cell)
        for name, (*cells, _) in whole.rows(whole.book())  # without what it rests on
        for cell in cells
        if squeezed(cell) not in plain
    ]
    assert lost == []


def test_what_things_rest_on_is_in_the_other_volume(volumes: dict[str, Printed]) -> None:
    assert f"\n{RESTS}" not in volumes[READING].text and f"\n{RESTS}" in volumes[EVIDENCE].text


@BOTH
def test_links_and_bookmarks_lead_somewhere(name: str, volumes: dict[str, Printed]) -> None:
    """Each link inside a volume, and each bookmark, names a place that is there."""
    objects = volumes[name].objects
    places = {
        each
        for found in objects
        if isinstance(pairs := found.get("/Names"), list)
        for each in pairs[::2]
    }
    asked = [found["/D"] for found in objects if found.get("/S") == "/GoTo"]
    asked += [found["/Dest"] for found in objects if "/Dest" in found]
    assert len(asked) > 500
    known = places | {key.removeprefix("obj:") for found in objects for key in found}
    assert {target for target in asked if isinstance(target, str) and target not in known} == set()
    outward = [found["/URI"] for found in objects if "/URI" in found and "/S" in found]
    assert all(uri.startswith(("u:https://", "u:http://", "u:mailto:")) for uri in outward)


@BOTH
def test_no_page_is_blank(name: str, volumes: dict[str, Printed]) -> None:
    words = [len(" ".join(lines).split()) for lines in volumes[name].pages]
    assert [number for number, count in enumerate(words, 1) if count < 12] in ([], [1])


@BOTH
def test_nothing_stands_outside_the_page(name: str, volumes: dict[str, Printed]) -> None:
    """Every word keeps 14 mm from the edges."""
    command = ["pdftotext", "-bbox", volumes[name].pdf, "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    width, least = 595.3, 14 * 72 / 25.4
    found = re.findall(r'<word xMin="([\d.-]+)" \S+ xMax="([\d.]+)" [^>]*>([^<]*)', shown)
    assert len(found) > 30_000
    outside = {
        word
        for left, right, word in found
        if not least < float(left) < float(right) < width - least
    }
    assert outside == set()


def test_no_chapter_ends_with_a_few_lines_on_a_page(volumes: dict[str, Printed]) -> None:
    """The last page of a chapter holds five lines at least, unless it is the only one."""
    pages = volumes[READING].pages
    opens = [at for at, lines in enumerate(pages) if lines and lines[0] in ("THE STORY", "LOOK UP")]
    assert len(opens) > 15
    ends = [number - 1 for number in (*opens[1:], len(pages)) if number - 1 not in opens]
    assert {number + 1: pages[number] for number in ends if len(pages[number]) < 5} == {}


@BOTH
def test_no_heading_is_the_last_line_of_a_page(
    name: str, volumes: dict[str, Printed], app: Sphinx
) -> None:
    found = {
        squeezed(title.astext())
        for docname in pages_in(app, name)
        for title in app.env.get_doctree(docname).findall(nodes.title)
        if isinstance(title.parent.parent, nodes.section)  # a chapter begins its page
    }
    places = whole.book().data.places.values()  # an event ends with the place where it was
    found -= {squeezed(place.names.en) for place in places}
    lasts = {number: lines[-1] for number, lines in enumerate(volumes[name].pages, 1) if lines}
    assert len(found) > 20
    assert {number: line for number, line in lasts.items() if squeezed(line) in found} == {}


def test_the_index_has_each_entry_once_where_it_stands(
    typeset: Built, volumes: dict[str, Printed]
) -> None:
    code = (typeset.out / "typst" / f"{READING}.typ").read_text(encoding="utf-8")
    entries = re.findall(r'\(\{"([^"]+)"\},(\d+)\)', code[code.rindex("\nindex(") :])
    words = [entry for entry, _ in entries]
    assert len(words) > 200 and len(words) == len(set(words))
    assert words == sorted(words, key=sort_key)
    said = re.search(r"Dulles, John Foster,((?: \d+(?:–\d+)?,?)+)", volumes[READING].text)
    assert said, "a name is sought under the family’s"
    pages = [int(number) for number in re.findall(r"\d+", said[1])]
    assert all("Dulles" in " ".join(volumes[READING].pages[page - 1]) for page in pages)


def test_a_letter_that_no_font_has_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "docs" / "page.md").write_text("# A\n\nThe sign ꙮ here, and ꙮ.\n", encoding="utf-8")
    (tmp_path / "data" / "terms.yaml").write_text("- name: 𰻝\n", encoding="utf-8")
    told = missing(tmp_path, {"ꙮ", "𰻝"})
    assert [str(each.position) for each in told] == ["data/terms.yaml:1:9", "docs/page.md:3:10"]
    assert "U+A66E" in told[1].message and all(each.hint for each in told)


def test_a_table_is_set_by_its_size() -> None:
    """A small table has the width of its words, a larger one the text’s, then the margins’; many columns are small."""

    def whole_of(rows: list[list[str]]) -> tuple[str, float]:
        laid = layout(rows)
        return laid.stands, sum(laid.columns) + 4 * (len(laid.columns) - 1)

    stands, width = whole_of([["Batch", "Men"], ["First", "80,000"]])
    assert (stands, width < 60) == ("text", True)
    long = "a sentence that goes on for a good while, as notes do " * 3
    assert whole_of([["Batch", "Note"], ["First", long]])[1] == pytest.approx(TEXT)
    wide = [["Formation", "Note", "Other", "Third"]] + [["54th Army", long, long, long]] * 4
    assert whole_of(wide) == ("wide", pytest.approx(WIDE))
    assert layout([["formation"] * 12, ["headquarters"] * 12]).stands == "small"


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("2nd Army", "12th Army"), ("Ch’ŏlsan", "Chongjin"), ("Kim Il Sung", "Kim Kwang-hyop")],
)
def test_the_index_sorts_as_a_reader_expects(smaller: str, larger: str) -> None:
    assert sort_key(smaller) < sort_key(larger)
