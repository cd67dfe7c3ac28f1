"""Answers as blocks: what a page is handed, and what is found in it."""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

import pytest

from ext.withdrawal.answers.blocks import (
    Folded,
    Listing,
    NamedIn,
    Paragraph,
    Rows,
    View,
    anchors,
    blocks,
    figures,
    within,
)
from ext.withdrawal.answers.line import Mark, plain
from ext.withdrawal.answers.questions import QUESTIONS, Note, Question, Unanswered, options, put
from ext.withdrawal.records.book import Book
from tests.support import whole

ROOT = Path(__file__).parents[2]
GIVEN = {
    "lane-chart": {"span": "1958-02"},
    "sum": {"of": "final.strength"},
    "who-says-what": {"of": "final"},
}


@cache
def book() -> Book:
    return whole.book()


def shown(name: str, view: View, **given: str) -> tuple[object, ...]:
    return blocks(put(name, **given).answer(book()), view)


def test_a_table_keeps_its_notes_its_total_and_its_anchors() -> None:
    (rows,) = shown(
        "batch-table", View("batch-table data", anchors=True, notes=True), campaign="final"
    )
    assert isinstance(rows, Rows)
    assert rows.notes and rows.table.notes and rows.table.total
    assert list(anchors((rows,))) == ["final-1", "final-2", "final-3"]
    assert list(anchors((Rows(rows.table, rows.kind),))) == []


def test_an_entry_says_nothing_without_words() -> None:
    (listing,) = shown("person-list", View("person-list"))
    assert isinstance(listing, Listing)
    said = [block for item in listing.items for block in item.body if isinstance(block, Paragraph)]
    assert said and all(plain(block.line) for block in said)
    assert all(item.body[-1] == NamedIn("person", item.id) for item in listing.items)


def test_an_event_has_its_anchor_where_that_is_its_entry() -> None:
    for anchored in (True, False):
        first, *_, last = shown("event-timeline", View(anchors=anchored, part=0), span="1958-02")
        assert isinstance(first, Paragraph) and isinstance(last, NamedIn)
        assert bool(first.anchor) == bool(last.id) == anchored


def test_the_parts_of_a_picture() -> None:
    (folded,) = shown("strength-chart", View(part="folded"))
    assert isinstance(folded, Folded)
    assert (
        *shown("strength-chart", View(part="rows")),
        *shown("strength-chart", View(part="sources")),
    ) == folded.blocks
    (legend,) = shown("strength-chart", View(part="legend"))
    assert isinstance(legend, Paragraph) and legend.kind == "picture-legend"


def test_what_is_found_in_blocks() -> None:
    found = shown("batch-table", View(), campaign="final")
    assert {"final-2.strength", "final-2.dates", "final.strength"} <= set(figures(found))
    marks: list[Mark] = list(within(found, Mark))
    assert {mark.words for mark in marks} >= {"restored"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_a_value_with_an_answer(name: str) -> None:
    question = put(name, **GIVEN.get(name, {}))
    assert question == pickle.loads(pickle.dumps(question)) and hash(question) == hash(
        put(name, **GIVEN.get(name, {}))
    )
    answer = question.answer(book())
    assert not isinstance(answer, Unanswered) and repr(answer) == repr(question.answer(book()))


def test_an_option_that_is_empty_was_not_given() -> None:
    assert put("batch-table", campaign="", columns=()) == Question("batch-table")
    assert put("claim-list", paragraph=0).options == (("paragraph", 0),)
    assert options("batch-table") == {"campaign": False, "columns": False}
    assert options("lane-chart") == {"span": True}


def test_a_question_beyond_the_data_is_unanswered() -> None:
    assert isinstance(put("who-says-what", of="nothing").answer(book()), Unanswered)


def test_a_note_tells_of_what_there_is() -> None:
    assert Note((("nothing.at-all", "nine"),)).answer(book()) == ()
    line, *_ = Note((("final.strength", "a quarter of a million"),)).answer(book())
    assert plain(line).startswith("a quarter of a million (about 250,000 men): ")
    assert "derived" in plain(line)
    figure, works = Note(
        (("cpv-dead-medical.count", "148,000"),), (("tian_tsyq", "see", "p. 3"),)
    ).answer(book())[::2]
    assert plain(figure).startswith("148,000")
    assert plain(works) == f"Cited: see {book().data.sources['tian_tsyq'].label}, p. 3."
