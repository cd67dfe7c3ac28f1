"""One voice: every figure that the finished book shows says its value, and every place names the same sources.

Prose may word a value in many ways, and the judge reads it. What is made from data says each with its hedge or as
the limit it is: in tables, entries, notes, citations, files, hints. Pictures are read in `withdrawal/test_pictures`.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.answers.line import Figure, Link, Moment, plain
from ext.withdrawal.answers.notes import MOST
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.answers.questions import Question, Unanswered, put
from ext.withdrawal.changes import errata, flatten
from ext.withdrawal.exports import rows
from ext.withdrawal.html import preview
from ext.withdrawal.records import model, vocabulary
from ext.withdrawal.records.book import Book
from sphinx_facts import domain_of, wording
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.prose.judge import judge
from sphinx_facts.values.catalog import Catalog, Fact
from sphinx_facts.values.problem import NOWHERE
from sphinx_facts.wording.english_hedges import HEDGES
from tests.support import whole

ROOT = Path(__file__).parents[2]
ENGLISH = wording.language("en")
LINK = re.compile(r'<a class="(?:[\w-]+ )*fact[ "][^>]*?href="[^"#]*#([^"]+)"[^>]*>(.*?)</a>', re.S)
NOTED = re.compile(
    r'<p><a class="fact[^>]*#([^"]+)">[^<]*(?:<abbr.*?</abbr>)?</a>(?: \((.*?)\))?(?:: (.*?))? \(<span class="how">'
)
"""A figure in a note: its fact, the value where the words are others, and its sources."""
ENTRY = re.compile(r'<dt id="([^"]+)">.*?</dt>\s*<dd[^>]*>(.*?)</dd>', re.S)
SOURCE = re.compile(r'<a class="source[ "][^>]*?>(.*?)</a>', re.S)
WITNESS = re.compile(
    r'<p><a class="source".*?>(.*?)</a> \(grade [^<]*((?:<span class="relation">.*?</span>[^<]*)*)'
)


@cache
def book() -> Book:
    return whole.book()


@pytest.fixture(scope="module")
def pages(built: Sphinx) -> dict[str, str]:
    """The HTML of every page by docname."""
    out = Path(built.outdir)
    return {
        name: (out / f"{name}.html").read_text(encoding="utf-8") for name in built.env.found_docs
    }


@pytest.fixture(scope="module")
def answers(built: Sphinx) -> dict[Question, Any]:
    """Every answer that a page shows, by its question."""
    asked = chain.from_iterable(domain_of(built.env).data["asked"].values())
    found = {each: each.answer(book()) for each in asked if isinstance(each, Question)}
    return {each: got.rows if isinstance(got, Drawn) else got for each, got in found.items()}


# --- words --------------------------------------------------------------------------------------------------------


def unsaid(fact: Fact, words: str) -> Iterator[str]:
    """What is wrong with words for a value outside prose: not true, barer than it is known, or unlike others."""
    near = tuple(f"{hedge} " for hedge, group in HEDGES.items() if group == "near")
    words = words.removesuffix(f" {fact.unit}") if fact.unit else words
    if not ENGLISH.accepts(fact, words):
        yield f"{fact.id}: “{words}” is not {ENGLISH.said(fact)}"
    elif fact.approximate and not fact.bound and not words.startswith(near):
        yield f"{fact.id}: “{words}” hides that it is approximate"
    elif words != ENGLISH.said(fact):
        yield f"{fact.id}: “{words}”, but elsewhere {ENGLISH.said(fact)}"


def bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).removesuffix("†")


def misworded(html: str, uses: set[tuple[str, str]]) -> Iterator[str]:
    """Every link to a value on a page, and every note, that does not say it; `uses` is what prose says, and of what."""
    facts = book().facts
    for name, words in ((name, bare(words)) for name, words in LINK.findall(html)):
        if words in (name, facts[name].title):
            continue
        if (name, words) in uses:
            if not ENGLISH.accepts(facts[name], words):
                yield f"{name}: “{words}”"
        else:
            yield from unsaid(facts[name], words)
    for name, words, _ in NOTED.findall(html):
        yield from unsaid(facts[name], bare(words)) if words else ()


def uses_of(built: Sphinx, docname: str) -> set[tuple[str, str]]:
    found = domain_of(built.env).data["found"][docname]
    return {(use.id, use.words) for use in found.uses if use.role == "fact"}


def test_every_figure_of_every_page_says_its_value(built: Sphinx, pages: dict[str, str]) -> None:
    assert sum(len(LINK.findall(html)) for html in pages.values()) > 2000
    assert sum(len(NOTED.findall(html)) for html in pages.values()) > 400
    for docname, html in pages.items():
        assert list(misworded(html, uses_of(built, docname))) == [], docname


@pytest.mark.parametrize(
    ("docname", "right", "wrong"),
    [
        ("reference/batches", ">about 80,000<", ">80,000<"),
        ("10-three-batches", "(about 250,000 men)", "(250,000 men)"),
        ("reference/counts", ">up to 35,000<", ">under 35,000<"),
        ("reference/counts", ">up to 35,000<", ">35,000<"),
        ("reference/chronology", ">26 October 1958<", ">27 October 1958<"),
        ("reference/sums", ">about 100,000<", ">100,000<"),
    ],
)
def test_a_wrong_word_is_found_out(
    built: Sphinx, pages: dict[str, str], docname: str, right: str, wrong: str
) -> None:
    assert right in pages[docname]
    changed = pages[docname].replace(right, wrong, 1)
    assert list(misworded(changed, uses_of(built, docname)))


def named(content: object) -> Iterator[Figure | Moment]:
    """Each piece of an answer that stands for a value."""
    if isinstance(content, Figure | Moment):
        yield content
    elif isinstance(content, tuple):
        yield from chain.from_iterable(map(named, content))
    elif hasattr(content, "__dataclass_fields__"):
        yield from chain.from_iterable(
            named(getattr(content, each)) for each in content.__dataclass_fields__
        )


def test_every_answer_says_its_values(answers: dict[str, Any]) -> None:
    """The same in every format: what PDF and e-book are made of."""
    seen = 0
    for question, answer in answers.items():
        for piece in named(answer):
            if piece.fact and piece.words != piece.fact:
                seen += 1
                assert list(unsaid(book().facts[piece.fact], piece.words)) == [], question
    assert seen > 1000


def test_files_say_every_value(built: Sphinx) -> None:
    data = Path(built.outdir) / "data"
    listed = json.loads((data / "facts.json").read_text(encoding="utf-8"))
    with (data / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        written = {row["id"]: row["wording"] for row in csv.DictReader(file)}
    with closing(sqlite3.connect(data / "going-home.sqlite")) as connection:
        kept = dict(connection.execute("SELECT id, wording FROM facts").fetchall())
    for row in listed:
        fact = book().facts[row["id"]]
        assert list(unsaid(fact, row["wording"])) == []
        assert written[fact.id] == kept[fact.id] == row["wording"]


def test_rows_as_files_keep_number_and_hedge(answers: dict[str, Any]) -> None:
    """A number stands alone in its column; where it is no plain value, what the table says stands beside it."""
    seen = 0
    for question in rows.questions_in(answers):
        table = rows.rows(answers[question])
        head, *lines = csv.reader(rows.document(answers[question]).lstrip("\ufeff").splitlines())
        for row, line in zip(table.rows, lines, strict=False):
            for column, cell in zip(table.columns, row.cells, strict=True):
                match cell:
                    case (Figure(words, name), *_) if column.number and name in book().facts:
                        seen += 1
                        fact, at = book().facts[name], head.index(column.head)
                        assert line[at] == str(fact.value)
                        assert not fact.approximate or line[at + 1] == words
    assert seen > 30


def test_messages_say_every_value() -> None:
    """Hints, errata, the report of a change, and the picture for links."""
    facts = book().facts
    page = Found(uses=tuple(Use("fact", name, "nonsense", NOWHERE) for name in facts))
    told = [
        each for each in judge([page], Catalog(facts=facts), "en") if each.rule == "fact.mismatch"
    ]
    assert len(told) == len(facts)
    for problem, fact in zip(told, facts.values(), strict=True):
        (words,) = re.findall(rf"but {re.escape(fact.id)} is (.*?)(?: \(|$)", problem.message)
        assert list(unsaid(fact, words)) == []
        (hint,) = re.findall("write “(.*?)”", problem.hint)
        assert ENGLISH.accepts(fact, hint)
    other = {name: Fact(id=name, kind="count", value=999_999) for name in facts}
    for owed in errata.owed(other, book(), errata.Stamp("2027-01-31", "1.0")):
        (after,) = re.findall('after: "(.*)"', owed.lines)
        assert list(unsaid(owed.now, after)) == []
    for _, record in book().data.records():
        for path, value in (flatten.values(record, facts) or {}).items():
            fact = facts.get(f"{record.id}.{path.removeprefix('figures.')}")
            assert not (fact and value.status) or list(unsaid(fact, value.words)) == []
    shown = preview.alt(book())
    assert all(ENGLISH.said(facts[name]) in shown for name, _ in preview.FIGURES)


def test_nobody_else_words_a_value() -> None:
    """`say` asks the language; beside it only the checks and the marks in the text
    of data, which know no answers, and the list of wordings for prose."""
    asking = {
        path.relative_to(ROOT / "ext/withdrawal").as_posix()
        for path in (ROOT / "ext/withdrawal").rglob("*.py")
        if re.search(r"\.(?:said|canonical|written)\(", path.read_text(encoding="utf-8"))
    }
    assert asking == {
        "__main__.py", "answers/evidence.py", "answers/line.py", "records/checks.py", "records/said.py",
        "records/texts.py",
    }  # fmt: skip


# --- sources ------------------------------------------------------------------------------------------------------


def borne(*held: Any) -> set[str]:
    """The labels of the sources that support values or records, worked out anew from the records alone."""
    data, keys = book().data, set[str]()
    for each in held:
        keys |= set(getattr(each, "sources", ()))
        for name in getattr(each, "claims", ()):
            evidence = data.claims[name].evidence
            own = name.startswith("F") and "seed" not in {each.source for each in evidence}
            keys |= {each.source for each in evidence if each.relation != "-"} | (
                {"seed"} if own else set()
            )
    computed = [
        each for each in held if not (getattr(each, "claims", ()) or getattr(each, "sources", ()))
    ]
    parts = [book().facts[part] for each in computed for part in getattr(each, "parts", ())]
    return {data.sources[key].label for key in keys} | (borne(*parts) if parts else set())


def entry_sources(html: str) -> dict[str, set[str]]:
    """The sources that each entry of a page of evidence names as support."""
    found: dict[str, set[str]] = {}
    for name, body in ENTRY.findall(html):
        found[name] = {
            bare(label)
            for label, said in WITNESS.findall(body)
            if not said or set(re.findall('relation">(.*?)<', said)) != {"contradicts"}
        }
        for line in re.findall(r'<p><span class="label">Rests on:</span>(.*?)</p>', body, re.S):
            found[name] |= {bare(label) for label in SOURCE.findall(line)}
    return found


def noted_sources(html: str) -> Iterator[tuple[str, list[str], int]]:
    """Each figure of the notes of a page: its fact, the sources that it names, and how many there are."""
    for name, _, told in NOTED.findall(html):
        labels = [bare(label) for label in SOURCE.findall(told)]
        more = re.search(r" and (\d+) more$", told)
        yield name, labels, len(labels) + int(more[1] if more else 0)


def unsupported(pages: dict[str, str]) -> Iterator[str]:
    """Every note and entry that names other sources than those that support its value."""
    facts = book().facts
    for docname, html in pages.items():
        if docname.startswith("reference/evidence-"):
            for name, labels in entry_sources(html).items():
                if labels != borne(facts[name]):
                    yield f"entry of {name}: {labels ^ borne(facts[name])}"
        for name, labels, number in noted_sources(html):
            wanted = borne(facts[name])
            if (
                not set(labels) <= wanted
                or number != len(wanted)
                or len(labels) != min(MOST, number)
            ):
                yield f"note on {name} on {docname}: {labels}, {number}"


def test_notes_and_entries_name_the_sources_that_support_a_value(pages: dict[str, str]) -> None:
    read = [
        name
        for docname, html in pages.items()
        if docname.startswith("reference/evidence-")
        for name in entry_sources(html)
    ]
    assert sorted(read) == sorted(book().facts)
    assert list(unsupported(pages)) == []


@pytest.mark.parametrize(("docname", "gone"), [
    ("reference/evidence-batches", '<p><a class="source".*?</p>'),
    ("reference/evidence-computed", '<p><span class="label">Rests on:</span>.*?</p>'),
    ("10-three-batches", ', <a class="source"[^>]*>Web serial, p. 2</a>'),
    ("10-three-batches", r" and [0-9]+ more(?= \(<span class=.how)"),
])  # fmt: skip
def test_a_missing_source_is_found_out(pages: dict[str, str], docname: str, gone: str) -> None:
    changed, number = re.subn(gone, "", pages[docname], count=1, flags=re.S)
    assert number == 1
    assert list(unsupported({docname: changed}))


def test_files_name_the_sources_that_support_a_value(built: Sphinx) -> None:
    data, labels = (
        Path(built.outdir) / "data",
        {key: each.label for key, each in book().data.sources.items()},
    )
    listed = json.loads((data / "facts.json").read_text(encoding="utf-8"))
    with (data / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        written = {
            row["id"]: row["sources"].split(" ; ") if row["sources"] else []
            for row in csv.DictReader(file)
        }
    for row in listed:
        assert {labels[key] for key in row["sources"]} == borne(book().facts[row["id"]])
        assert written[row["id"]] == row["sources"]
    with (data / "rests_on.csv").open(encoding="utf-8-sig", newline="") as file:
        given: dict[str, set[str]] = {}
        for row in csv.DictReader(file):
            if row["source"]:
                given.setdefault(
                    f"{row['record']}.{row['field']}".replace(".figures.", "."), set()
                ).add(labels[row["source"]])
    own = {name: fact for name, fact in book().facts.items() if name in given}
    assert len(own) > 250
    assert all(given[name] == borne(fact) for name, fact in own.items())


def held_in(record: Any) -> list[Any]:
    values = (getattr(record, name) for name in record.__dataclass_fields__)
    return [
        record,
        *(each for each in values if isinstance(each, model.Evidence)),
        *record.figures.values(),
    ]


def sources_in(line: Any) -> tuple[set[str], int]:
    """The labels of the sources in a line, and how many sources it speaks of."""
    named = {piece.words for piece in line if isinstance(piece, Link) and piece.role == "source"}
    more = re.search(r" and (\d+) more$", str(line[-1])) if line else None
    return named, len(named) + (int(more[1]) if more else 0)


def test_tables_and_entries_of_records_name_what_their_values_rest_on(
    answers: dict[Question, Any],
) -> None:
    """An entry names all sources; a cell names the first ones and says how many there are besides."""
    known = {record.id: record for kind, record in book().data.records() if kind != "campaigns"}
    seen: dict[str, int] = {}
    for question, answer in answers.items():
        kind = question.name
        lines: list[tuple[str, Any]] = []
        if kind in ("batch-table", "order-of-battle"):
            at = [place for place, column in enumerate(answer.columns) if column.name == "evidence"]
            lines = [(row.id, row.cells[place]) for row in answer.rows for place in at]
        elif kind == "event-timeline":
            lines = [
                (each.id, line)
                for each in answer
                for line in each.details
                if plain(line).startswith("Rests on")
            ]
        elif kind in ("batch-list", "unit-list", "count-list", "document-list"):
            lines = [
                (entry.id, line)
                for entry in answer
                if entry.uses[0] != "campaign"
                for label, line in entry.lines
                if label == "Rests on"
            ]
        for name, line in lines:
            seen[kind] = seen.get(kind, 0) + 1
            labels, number = sources_in(line)
            wanted = borne(*held_in(known[name]))
            assert labels <= wanted and number == len(wanted), (question, name)
            assert len(labels) == number or kind in ("batch-table", "order-of-battle")
            assert len(labels) >= min(MOST, number)
    assert min(seen.values()) > 6 and len(seen) == 7, seen


def test_every_source_lists_the_values_that_rest_on_it(answers: dict[Question, Any]) -> None:
    (listed,) = (answer for question, answer in answers.items() if question.name == "source-list")
    for entry in listed:
        source = book().data.sources[entry.uses[1]]
        resting = {name for name, fact in book().facts.items() if source.label in borne(fact)}
        lines = dict(entry.lines)
        shown = {piece.fact for piece in lines.get("Values", ()) if isinstance(piece, Figure)}
        assert source.key == "seed" or shown == resting, source.key
        fallen = {piece.fact for piece in lines["Falls with it"] if isinstance(piece, Figure)}
        assert fallen <= resting, source.key


# --- vocabulary ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "terms"), [
    (vocabulary.LANES, model.Lane),
    (vocabulary.VERDICTS, model.Verdict),
    (vocabulary.RELATIONS, model.Relation),
    (vocabulary.STATUS, model.Status),
    (vocabulary.SCRIPTS, model.Script),
])  # fmt: skip
def test_every_term_of_the_model_has_its_word(words: dict[str, str], terms: Any) -> None:
    assert tuple(words) == get_args(terms)
    assert len(set(words.values())) == len(words)
    assert all(words.values())


@pytest.mark.parametrize("column", ["railway", ""])
def test_a_column_that_no_table_has_is_no_evidence(column: str) -> None:
    for name in ("batch-table", "order-of-battle"):
        assert isinstance(put(name, columns=(column,)).answer(book()), Unanswered)
