"""Marks in the free text of data: they are written out where text is shown, and told where they are wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ext.withdrawal.records import texts
from sphinx_facts.values.dates import parse
from tests.support.whole import book


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{fact}`final-2.strength` men", "about 100,000 men"),
        ("{fact}`11 July to 14 August <final-2.dates>`", "11 July to 14 August"),
        ("[= days({final-2.dates})] days", "35 days"),
        ("[= round({final-2.strength} / 7, 2)] men", "about 14,285.71 men"),
        ("from [= {final-2.dates.start}]", "from 11 July 1958"),
        ("about nothing", "about nothing"),
    ],
)
def test_marks_are_written_out(mark: str, words: str) -> None:
    row = replace(book().data.sums["A10"], finding=mark)
    nodes = {name: node for name, node in book().data.nodes.items() if name != "A10"}
    data = replace(book().data, sums={"A10": row}, nodes=nodes)
    made, problems = texts.resolved(data, book().facts)
    assert made.sums["A10"].finding == words
    assert not [problem for problem in problems if "typed" not in problem.message]


def test_what_is_made_of_something_approximate_is_approximate() -> None:
    near = next(fact for fact in book().facts.values() if fact.approximate and fact.kind == "count")
    row = replace(book().data.sums["A10"], finding=f"[= {{{near.id}}}]")
    data = replace(book().data, sums={"A10": row}, nodes={})
    assert texts.resolved(data, book().facts)[0].sums["A10"].finding.startswith("about ")


def test_a_finding_follows_its_values() -> None:
    """The length of a batch in the finding is that of the dates, whatever they become."""
    row = replace(book().data.sums["A10"], finding="[= days({final-2.dates})] days")
    fact = replace(book().facts["final-2.dates"], value=parse("1958-07-10/1958-08-14"))
    data = replace(book().data, sums={"A10": row}, nodes={})
    made, _ = texts.resolved(data, {**book().facts, fact.id: fact})
    assert made.sums["A10"].finding == "36 days"


def test_no_mark_is_left_in_the_book() -> None:
    assert not any(
        "{fact}`" in text or "[=" in text
        for row in book().data.sums.values()
        for text in (row.finding, row.note, row.statement)
    )
    assert not any(
        "{fact}`" in fact.note or "{fact}`" in fact.title for fact in book().facts.values()
    )
