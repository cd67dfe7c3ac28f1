"""Two small books on bridges, made as a stranger would make them: plain files, both kinds of markup, two languages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"


def python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )


def build(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return python(
        "sphinx", "-nW", "--keep-going", "-b", "html", *more, ".", "_build", folder=folder
    )


@pytest.fixture
def bridges(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "bridges", tmp_path / "bridges")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("book", ["bridges", "bruecken"])
def test_it_builds(book: str, tmp_path: Path) -> None:
    done = build(shutil.copytree(HERE / book, tmp_path / book), "-j", "2")
    assert (done.returncode, done.stderr) == (0, "")


def test_values_are_rendered_in_the_language(tmp_path: Path) -> None:
    book = shutil.copytree(HERE / "bruecken", tmp_path / "bruecken")
    build(book)
    shown = (book / "_build/index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    assert '<span class="fact">-1,35 %</span>;' in shown


SLIPS = (
    ("index.rst", "The :fact:`", "three", "four"),
    ("index.rst", "bridge of :fact:`", "three", "four"),
    ("index.rst", "is :fact:`", "2,467", "2,468"),
    ("index.rst", "cost :fact:`", "£3.2 million", "£3.4 million"),
    ("index.rst", "the :fact:`", "cantilever", "hanging"),
    ("index.rst", "on :fact:`", "4 March 1890", "4 May 1890"),
    ("index.rst", "from :fact:`", "1882 to 1890", "1882 to 1891"),
    ("index.rst", "toll.car`               :fact:`", "12.5%", "13.5%"),
    ("length.md", "# {fact}`", "Second", "Third"),
    ("length.md", "in {fact}`", "1591", "1592"),
    ("length.md", "Forth {fact}`", "about 4,600", "about 4,900"),
    ("length.md", "and {fact}`", "seventy-three", "seventy-four"),
    ("length.md", "    {fact}`", "minus 1.35 per cent", "minus 1.53 per cent"),
    ("length.md", "cent <tay.slope>`, and {fact}`", "51 per cent", "15 per cent"),
    ("length.md", 'alt: "{fact}`', "three", "two"),
    ("length.md", "| {fact}`", "2,467.4", "2,467.9"),
)
"""A page, what stands before some words, the words, and others that are not true."""


def test_each_slip_is_told_where_it_stands_and_mended(bridges: Path) -> None:
    title, wanted = "=" * 60, set[str]()
    change(bridges / "index.rst", "=====================================", title)
    change(bridges / "length.md", "by\n", "by\n    ")
    before = {
        page: (bridges / page).read_text(encoding="utf-8") for page in ("index.rst", "length.md")
    }
    for page, left, old, new in SLIPS:
        change(bridges / page, left + old, left + new)
    for page, left, old, new in SLIPS:
        text = (bridges / page).read_text(encoding="utf-8")
        above = text[: text.index(left + new) + len(left)].split("\n")
        wanted.add(f"{page}:{len(above)}:{len(above[-1]) + 1}: “{new}”: “{old}”")
    done = python("sphinx_facts", "check", ".", folder=bridges)
    form = r"(\S+): fact\.mismatch: the text says (“.*?”).*\n    hint: write (“.*?”)"
    told = {f"{place}: {said}: {hint}" for place, said, hint in re.findall(form, done.stdout)}
    assert done.returncode == 1
    assert sorted(told ^ wanted) == []
    assert python("sphinx_facts", "fix", ".", folder=bridges).returncode == 0
    assert {page: (bridges / page).read_text(encoding="utf-8") for page in before} == before


def test_only_the_pages_concerned_are_read_again(bridges: Path) -> None:
    build(bridges)
    change(bridges / "data/workers.yaml", "51/100", "57/100")
    done = python("sphinx", "-v", "--no-color", "-b", "html", ".", "_build", folder=bridges)
    assert re.findall(r"reading sources\.\.\. \[[ \d]+%\] (\w+)", done.stdout) == ["length"]
    assert re.findall(r"^(\S+): WARNING", done.stderr, re.M) == ["length.md:5:53"]
    change(bridges / "data/workers.yaml", "57/100", "51/100")
    assert build(bridges).returncode == 0


def test_figures_that_nothing_binds_are_told_where_that_is_asked_for(bridges: Path) -> None:
    change(bridges / "conf.py", '"loose": "off"', '"loose": "warn"')
    done = python("sphinx_facts", "check", ".", "--format", "github", folder=bridges)
    assert (done.returncode, done.stdout[:42]) == (0, "::warning file=loose.md,line=3,col=6,title")
    change(bridges / "conf.py", '"loose": "warn"', '"loose": "error"')
    assert python("sphinx_facts", "check", ".", folder=bridges).returncode == 1
    assert python("sphinx", "-b", "html", ".", "_build", folder=bridges).returncode == 1
    (bridges / "loose.md").write_text("---\nfacts_unbound: 'off'\n---\n# Loose\n\n17 figures.\n")
    assert build(bridges).returncode == 0


def test_roles_are_proposed_as_a_patch(bridges: Path) -> None:
    (bridges / "loose.md").write_text("# Loose\n\nA deck of 2,467 metres.\n", encoding="utf-8")
    patch = python("sphinx_facts", "suggest", ".", folder=bridges).stdout
    subprocess.run(
        ["patch", "-p1"], input=patch, text=True, cwd=bridges, check=True, capture_output=True
    )
    assert "{fact}`2,467 <forth.length>` metres" in (bridges / "loose.md").read_text(
        encoding="utf-8"
    )
    assert python("sphinx_facts", "check", ".", folder=bridges).returncode == 0


def test_facts_are_listed_and_those_unused_told(bridges: Path) -> None:
    listed = python("sphinx_facts", "list", ".", folder=bridges).stdout
    assert "forth.spans\t3\tspans\t3\tfacts.csv:2:13\n" in listed
    assert "tay.slope\t-1.35%\t%\t1\tfacts.csv:10:11\n" in listed
    change(bridges / "facts.csv", "tay.rank", "tay.depth,9,metres,,,,\ntay.rank")
    assert "no page uses tay.depth" in python("sphinx_facts", "unused", ".", folder=bridges).stdout


BAD = (
    ("1890-03-04", "1890-02-30", "facts.csv:4:14: data.type", "1890 has 28 days"),
    ("2467.4", '"2,467.4"', "facts.csv:3:15: data.type", "write 2467.4"),
    ("3200000,GBP", "lots,GBP", "facts.csv:6:12: data.type", "“lots” is no number"),
    ("tay.rank", "forth.kind", "facts.csv:9:12: data.key", "stands twice, first in facts.csv:7:12"),
    ("id,value", "name,value", "facts.csv:1:1: data.key", "names no column “id”"),
)


@pytest.mark.parametrize(("old", "new", "place", "said"), BAD, ids=[each[1] for each in BAD])
def test_bad_data_are_told_once(old: str, new: str, place: str, said: str, bridges: Path) -> None:
    change(bridges / "facts.csv", old, new)
    done = python("sphinx_facts", "check", ".", folder=bridges)
    assert (done.returncode, done.stdout.startswith(place)) == (1, True), done.stdout + done.stderr
    assert said in done.stdout
    assert "Traceback" not in done.stderr


def test_a_language_without_wordings_says_so(bridges: Path) -> None:
    done = python("sphinx", "-b", "html", "-D", "language=fr", ".", "_build", folder=bridges)
    assert "there are no wordings for the language “fr”" in done.stderr


def test_nothing_of_a_project_is_touched(tmp_path: Path) -> None:
    book = tmp_path / "plain"
    book.mkdir()
    text = "Title\n=====\n\n.. raw:: html\n\n   <b>3</b>\n\nSome 12 things, and ``7`` more.\n"
    (book / "index.rst").write_text(text, encoding="utf-8")
    built = []
    for more in ((), ("-D", "extensions=sphinx_facts")):
        out = tmp_path / f"out{len(more)}"
        arguments = ("-C", "-W", "-q", "-b", "html", "-d", str(tmp_path / f"dt{len(more)}"))
        assert python("sphinx", *arguments, *more, ".", str(out), folder=book).returncode == 0
        built.append(
            {
                path.relative_to(out): path.read_bytes()
                for path in out.rglob("*")
                if path.is_file() and path.name not in (".buildinfo", "searchindex.js")
            }
        )
    assert built[0] == built[1]
