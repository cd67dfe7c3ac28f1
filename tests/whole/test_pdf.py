"""The PDF: it is set without a fault, holds the whole book, leads every link somewhere, and is the same twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from ext.withdrawal.pages.mentions import mentions_of
from ext.withdrawal.paper.index import sort_key
from ext.withdrawal.paper.widths import TEXT, WIDE, layout
from tests.support import whole
from tests.support.shared import CLOCK, Built, build, once
from tests.support.whole import squeezed

NEEDED = {
    "xelatex": "texlive-xetex",
    "latexmk": "latexmk",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
}
SET = [
    "latexmk",
    "-r",
    "book.latexmkrc",
    "-xelatex",
    "-silent",
    "-interaction=nonstopmode",
    "-halt-on-error",
    "going-home.tex",
]


@pytest.fixture(scope="session")
def tex() -> None:
    """TeX, and what reads a PDF."""
    missing = [package for command, package in NEEDED.items() if not shutil.which(command)]
    if missing:
        pytest.skip(f"the PDF needs {', '.join(missing)} (Debian packages)")


@pytest.fixture(scope="session")
def latex(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book as LaTeX."""
    return build(tmp_path_factory, "latex")


@pytest.fixture(scope="session")
def latex_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same, from a copy of the repository in another folder."""
    return build(tmp_path_factory, "latex", elsewhere=True)


def typeset(factory: pytest.TempPathFactory, name: str, source: Built) -> Path:
    """A folder of this run in which the PDF is made from LaTeX."""

    def make(folder: Path) -> None:
        shutil.copytree(source.out, folder, dirs_exist_ok=True)
        env = {**os.environ, **CLOCK}
        done = subprocess.run(SET, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:]
        (folder / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")

    return once(factory, name, make)


@dataclass(frozen=True)
class Printed:
    """The finished PDF, what latexmk said, the log of the last run, and its words in the order of the type."""

    app: Sphinx
    pdf: Path
    said: str
    log: str
    words: str


@pytest.fixture(scope="session")
def printed(tex: None, latex: Built, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The PDF."""
    folder = typeset(tmp_path_factory, "pdf", latex)
    pdf = folder / "going-home.pdf"
    log = (folder / "going-home.log").read_text(encoding="utf-8", errors="replace")
    return Printed(
        latex.app(),
        pdf,
        (folder / "said.txt").read_text(encoding="utf-8"),
        log,
        squeezed(text_of(pdf)),
    )


def text_of(pdf: Path) -> str:
    """The text between head and foot, in the order in which it was set, so that cells and columns stay whole."""
    crop = ["-r", "72", "-x", "0", "-y", "60", "-W", "700", "-H", "728"]
    return subprocess.run(
        ["pdftotext", "-raw", *crop, pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_latex_is_written_without_a_warning(latex: Built) -> None:
    assert latex.said == "exit 0\n"


def test_two_builds_are_identical(latex: Built, latex_elsewhere: Built) -> None:
    assert latex_elsewhere.said == "exit 0\n"
    assert latex.files() == latex_elsewhere.files()


@pytest.mark.deep
def test_two_runs_of_tex_are_identical(
    printed: Printed, latex_elsewhere: Built, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = typeset(tmp_path_factory, "pdf again", latex_elsewhere) / "going-home.pdf"
    assert printed.pdf.read_bytes() == again.read_bytes()


def test_the_log_is_clean(printed: Printed) -> None:
    """No missing character, no dead reference, no line that runs over by more than 2 pt."""
    log = printed.log.replace("\n", "")
    assert "Missing character" not in log
    assert not re.findall(r"(?:LaTeX|Package \w+) Warning:.{0,120}", log)
    over = [float(points) for points in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", printed.log)]
    assert [points for points in over if points > 2] == []


def test_it_is_set_in_three_runs(printed: Printed) -> None:
    """The first run leaves as many pages for the contents as they fill, the second sets the numbers of pages, with
    which a few entries move over the end of a page, and the third sets them again; nothing moves any more.
    """
    assert printed.said.count("of rule 'xelatex'") <= 3


def test_it_is_a_small_file(printed: Printed) -> None:
    """The words of the sources brought hanzi and hangul in many shapes, each of which the file holds once."""
    assert printed.pdf.stat().st_size < 3_200_000


def test_it_holds_the_prose(printed: Printed) -> None:
    """Every sentence, and with it every fact that the prose uses."""
    lost = [
        (page, text)
        for page, text in whole.prose(printed.app)
        if not whole.stands(text, printed.words)
    ]
    assert lost == []


def test_it_holds_the_data(printed: Printed) -> None:
    """Every record by name, in every script, and every entry."""
    held = whole.book()
    lost = [
        (name, text)
        for name, text in (*whole.names(held), *whole.entries(held))
        if squeezed(text) not in printed.words
    ]
    assert lost == []


def test_tables_are_complete(printed: Printed) -> None:
    """Every cell of every row, whole: none is cut, none runs off the page."""
    plain = printed.words.replace("[", "").replace("]", "")  # around the marks of statuses
    lost = [
        (name, cell)
        for name, cells in whole.rows(whole.book())
        for cell in cells
        if squeezed(cell) not in plain
    ]
    assert lost == []


def test_links_and_bookmarks_lead_somewhere(printed: Printed) -> None:
    """Each link inside the book, and each bookmark, names a place that is there."""
    shown = subprocess.run(
        ["qpdf", "--json", printed.pdf], capture_output=True, text=True, check=False
    ).stdout
    objects = list(_dictionaries(json.loads(shown)))
    places = {
        name
        for found in objects
        if isinstance(pairs := found.get("/Names"), list)
        for name in pairs[::2]
    }
    asked = [found["/D"] for found in objects if found.get("/S") == "/GoTo"]
    asked += [found["/Dest"] for found in objects if "/Dest" in found]
    assert len(asked) > 5000
    assert {target for target in asked if isinstance(target, str) and target not in places} == set()


def _dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dictionaries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dictionaries(inner)


def test_no_page_is_blank(printed: Printed) -> None:
    pages = text_of(printed.pdf).rstrip("\f").split("\f")
    assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 12] in ([], [1])


OPENINGS = ("THE STORY", "REFERENCE", "CONTRIBUTING", "GOING HOME")
"""What stands over the title of a chapter: the part it belongs to."""


def test_no_chapter_ends_with_a_few_lines_on_a_page(printed: Printed) -> None:
    """The last page of a chapter holds five lines at least, unless it is the only one."""
    pages = pages_of(printed.pdf)
    opens = [
        number for number, lines in enumerate(pages) if lines and lines[0].startswith(OPENINGS)
    ]
    assert len(opens) > 35
    ends = [number - 1 for number in (*opens[1:], len(pages)) if number - 1 not in opens]
    assert {number + 1: pages[number] for number in ends if len(pages[number]) < 5} == {}


def test_no_heading_is_the_last_line_of_a_page(printed: Printed) -> None:
    found = {
        squeezed(title.astext())
        for docname in printed.app.env.found_docs
        for title in printed.app.env.get_doctree(docname).findall(nodes.title)
        if isinstance(title.parent.parent, nodes.section)  # a chapter begins its page
    }
    lasts = {number: lines[-1] for number, lines in enumerate(pages_of(printed.pdf), 1) if lines}
    assert len(found) > 100
    assert {number: line for number, line in lasts.items() if squeezed(line) in found} == {}


def pages_of(pdf: Path) -> list[list[str]]:
    """The lines of each page between its head and its foot."""
    pages = text_of(pdf).removesuffix("\f").split("\f")
    return [[line for line in page.splitlines() if line.strip()] for page in pages]


def test_an_entry_leads_back_to_the_sentence(printed: Printed) -> None:
    """Where an entry says “Named in”, the page that it gives is the one with the sentence, or with its beginning."""
    places = dict(
        re.findall(
            r"\\newlabel\{([^{}]*:use-[^{}]*)\}\{\{[^{}]*\}\{(\d+)\}",
            printed.pdf.with_suffix(".aux").read_text("utf-8"),
        )
    )
    pages = [
        "",
        *(re.sub(r"\(p\.\d+\)", "", squeezed("".join(lines))) for lines in pages_of(printed.pdf)),
    ]
    named = mentions_of(printed.app.env).data["named"]
    sentences = {
        f"{docname}:{mention.anchor}": squeezed(mention.sentence.strip("…"))[:30]
        for docname, keys in named.items()
        for found in keys.values()
        for mention in found
    }
    assert len(places) > 400
    lost = {
        place: sentences[place]
        for place, page in places.items()
        if sentences[place] not in pages[int(page) - 1] + pages[int(page)]
    }
    assert lost == {}


def test_the_index_has_each_entry_once(printed: Printed) -> None:
    """TeX may write a name in two ways, with a space after a command or without, which makes two entries of it."""
    written: dict[str, set[str]] = {}
    for entry in re.findall(
        r"\\indexentry\{(.*)\|", printed.pdf.with_suffix(".idx").read_text("utf-8")
    ):
        written.setdefault(entry.replace(" ", ""), set()).add(entry)
    assert len(written) > 200
    assert [forms for forms in written.values() if len(forms) > 1] == []
    assert any(key.endswith("@Dulles,JohnFoster") for key in written)


def test_a_table_is_set_by_its_size() -> None:
    """A small table has the width of its words, a larger one the text’s, then the margin’s; many columns are turned."""
    small = layout([["Batch", "Men"], ["First", "80,000"]])
    assert (small.stands, small.whole < 60) == ("text", True)
    long = "a sentence that goes on for a good while, as notes do " * 3
    assert layout([["Batch", "Note"], ["First", long]]).whole == pytest.approx(TEXT)
    wide = layout(
        [["Formation", "Note", "Other", "Third", "Rests on"]]
        + [["54th Army", long, long, long, long]] * 4
    )
    assert (wide.stands, wide.whole) == ("wide", pytest.approx(WIDE))
    assert layout([["formation"] * 12, ["headquarters"] * 12]).stands == "turned"


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("2nd Army", "12th Army"), ("Ch’ŏlsan", "Chongjin"), ("Kim Il Sung", "Kim Kwang-hyop")],
)
def test_the_index_sorts_as_a_reader_expects(smaller: str, larger: str) -> None:
    assert sort_key(smaller).casefold() < sort_key(larger).casefold()
