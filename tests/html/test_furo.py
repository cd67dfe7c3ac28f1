"""What the website changes of Furo’s pages and Sphinx’s is there to be changed: where they change, this fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx.application import Sphinx

from ext.withdrawal.html import find, frame
from sphinx_facts import domain_of

ROOT = Path(__file__).parents[2]


class Given(NamedTuple):
    """What Furo and Sphinx give before the book changes it: bodies of pages, and the names of files in their heads."""

    bodies: list[str]
    scripts: set[str]
    styles: set[str]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """Every page of the book, as it is before it is changed."""
    out, found = tmp_path_factory.mktemp("furo"), Given([], set(), set())

    def note(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
        if isinstance(tree, nodes.document):
            found.scripts.update(Path(str(file.filename)).name for file in context["script_files"])
            found.styles.update(Path(str(file.filename)).name for file in context["css_files"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "accessible", lambda body: found.bodies.append(str(body)) or body)
        app = Sphinx(
            ROOT / "docs", ROOT, out / "html", out / "trees", "html", status=None, warning=None
        )
        app.connect("html-page-context", note, priority=1)
        app.build()
    return found


@pytest.mark.parametrize("before", [before for before, _ in frame.PATCHES], ids=str)
def test_each_piece_that_is_changed_is_there(given: Given, before: str | re.Pattern[str]) -> None:
    pattern = re.escape(before) if isinstance(before, str) else before
    assert any(re.search(pattern, body) for body in given.bodies)


def test_each_landmark_is_on_every_page_of_the_book(given: Given) -> None:
    landmarks = [before for before, _ in frame.PATCHES[:2] if isinstance(before, str)]
    for body in (body for body in given.bodies if 'class="toc-tree"' in body):
        assert all(landmark in body for landmark in landmarks)


def test_a_page_without_a_heading_has_the_place_for_one(given: Given) -> None:
    bare = [body for body in given.bodies if "<h1" not in body]
    assert bare and all(frame._MAIN in body for body in bare)
    assert all("<h1>" in frame.accessible(body) for body in bare)


def test_scrollers_are_those_of_the_theme(given: Given) -> None:
    """The tables of data have the wrapper that Furo puts around those of the prose."""
    wrapped = re.compile(r'<div class="table-wrapper [^"]*docutils container"[^>]*>\s*<table')
    tables = re.compile(r'<table class="(?:[^"]* )?docutils')
    counts = [(len(tables.findall(body)), len(wrapped.findall(body))) for body in given.bodies]
    assert all(tabled == within for tabled, within in counts)
    prose = [body for body in given.bodies if "key-figures" in body]
    assert prose and sum(tabled for tabled, _ in counts) > 50


def test_the_scripts_and_styles_that_are_left_out_are_there(given: Given) -> None:
    assert {*frame.SPARED} <= given.scripts
    assert {"pygments.css", "pictures.css"} <= given.styles


def test_the_contents_in_the_sidebar_are_those_that_furo_makes(built: Sphinx) -> None:
    """The tree is made once for a folder and marked for each page; Sphinx and Furo make it anew for each."""
    make = built.builder._get_local_toctree  # type: ignore[attr-defined]
    options = {"collapse": False, "titles_only": True, "maxdepth": -1, "includehidden": True}
    for page in sorted(built.env.found_docs):
        html = (Path(built.outdir) / f"{page}.html").read_text(encoding="utf-8")
        tree = frame.accessible(get_navigation_tree(make(page, **options)))
        assert tree in html, page


def test_the_index_has_the_lists_of_figures_and_scripts(built: Sphinx) -> None:
    html = (Path(built.outdir) / "genindex.html").read_text(encoding="utf-8")
    for heading, lines in find.lists(domain_of(built.env).catalog):
        assert f"<h2>{heading}</h2>" in html
        assert all(str(words) in html for words, _ in lines)
