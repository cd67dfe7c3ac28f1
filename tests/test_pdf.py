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
from tests import whole
from tests.whole import ROOT, copied, sphinx, squeezed

CLOCK = {"SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"}
NEEDED = {
    "xelatex": "texlive-xetex",
    "latexmk": "latexmk",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
}
MISSING = [package for command, package in NEEDED.items() if not shutil.which(command)]
with_tex = pytest.mark.skipif(
    bool(MISSING), reason=f"the PDF needs {', '.join(MISSING)} (Debian packages)"
)
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


@dataclass(frozen=True)
class Printed:
    """The finished PDF, what latexmk said, the log of the last run, its words in the order of the type, and the PDF
    built elsewhere."""

    app: Sphinx
    pdf: Path
    said: str
    log: str
    words: str
    again: bytes


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Build the book twice, side by side: here, and from a copy of the repository in another folder."""
    folder, other = (
        tmp_path_factory.mktemp("pdf"),
        copied(tmp_path_factory.mktemp("elsewhere") / "a copy"),
    )
    env = {**os.environ, **CLOCK}
    command = sphinx("latex", "build/latex", "build/doctrees")
    second = subprocess.Popen(
        ["sh", "-c", '"$@" && cd build/latex && exec ' + " ".join(SET), "sh", *command],
        cwd=other,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in CLOCK.items():
                patch.setenv(name, value)
            app = Sphinx(
                ROOT / "docs",
                ROOT,
                folder / "latex",
                folder / "doctrees",
                "latex",
                status=None,
                freshenv=True,
            )
            app.build()
        made = subprocess.run(
            SET, cwd=folder / "latex", env=env, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout[-3000:]
    finally:
        second.wait()
    assert second.returncode == 0
    pdf = folder / "latex" / "going-home.pdf"
    log = (folder / "latex" / "going-home.log").read_text(encoding="utf-8", errors="replace")
    return Printed(
        app,
        pdf,
        made.stdout + made.stderr,
        log,
        squeezed(text_of(pdf)),
        (other / "build/latex/going-home.pdf").read_bytes(),
    )


def text_of(pdf: Path) -> str:
    """The text between head and foot, in the order in which it was set, so that cells and columns stay whole."""
    crop = ["-r", "72", "-x", "0", "-y", "60", "-W", "700", "-H", "728"]
    return subprocess.run(
        ["pdftotext", "-raw", *crop, pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


@with_tex
def test_the_log_is_clean(printed: Printed) -> None:
    """No missing character, no dead reference, no line that runs over by more than 2 pt."""
    log = printed.log.replace("\n", "")
    assert "Missing character" not in log
    assert not re.findall(r"(?:LaTeX|Package \w+) Warning:.{0,120}", log)
    over = [float(points) for points in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", printed.log)]
    assert [points for points in over if points > 2] == []


@with_tex
def test_it_is_set_in_two_runs(printed: Printed) -> None:
    """The first run leaves as many pages for the contents as they fill; otherwise a third takes a quarter more."""
    assert printed.said.count("of rule 'xelatex'") == 2


@with_tex
def test_it_is_a_small_file(printed: Printed) -> None:
    assert printed.pdf.stat().st_size < 2_000_000


@with_tex
def test_two_builds_are_identical(printed: Printed) -> None:
    assert printed.pdf.read_bytes() == printed.again


@with_tex
def test_it_holds_the_prose(printed: Printed) -> None:
    """Every sentence, and with it every fact that the prose uses."""
    lost = [
        (page, text)
        for page, text in whole.prose(printed.app)
        if not whole.stands(text, printed.words)
    ]
    assert lost == []


@with_tex
def test_it_holds_the_data(printed: Printed) -> None:
    """Every record by name, in every script, and every entry."""
    held = whole.book()
    lost = [
        (name, text)
        for name, text in (*whole.names(held), *whole.entries(held))
        if squeezed(text) not in printed.words
    ]
    assert lost == []


@with_tex
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


@with_tex
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


@with_tex
def test_no_page_is_blank(printed: Printed) -> None:
    pages = text_of(printed.pdf).rstrip("\f").split("\f")
    assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 12] in ([], [1])


OPENINGS = ("THE STORY", "REFERENCE", "CONTRIBUTING", "GOING HOME")
"""What stands over the title of a chapter: the part it belongs to."""


@with_tex
def test_no_chapter_ends_with_a_few_lines_on_a_page(printed: Printed) -> None:
    """The last page of a chapter holds five lines at least, unless it is the only one."""
    pages = pages_of(printed.pdf)
    opens = [
        number for number, lines in enumerate(pages) if lines and lines[0].startswith(OPENINGS)
    ]
    assert len(opens) > 35
    ends = [number - 1 for number in (*opens[1:], len(pages)) if number - 1 not in opens]
    assert {number + 1: pages[number] for number in ends if len(pages[number]) < 5} == {}


@with_tex
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


@with_tex
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


@with_tex
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
