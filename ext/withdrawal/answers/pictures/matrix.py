"""Units by the way they left: kinds of formation against batches, with totals both ways. A table, not a picture."""

from __future__ import annotations

from ext.withdrawal.answers.line import UNKNOWN, Line, Link, Strong
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch, Unit

STAFFS = ("army group", "command post", "headquarters", "department")


def matrix(book: Book) -> Table:
    """A row for each kind of formation, a column for each batch; divisions of armies by the count of their batch."""
    batches = sorted(
        book.data.batches.values(),
        key=lambda batch: ("covert", "open", "final").index(batch.campaign),
    )
    columns = (
        Column("kind", "Formations"),
        *(Column(batch.id, _head(book, batch), number=True) for batch in batches),
        Column("together", "Together", number=True),
    )
    rows = [
        _row("Armies", [_count(book, batch, "army", "infantry") for batch in batches]),
        _row(
            "Divisions of armies, and the independent one",
            divisions := [_known(book, batch) for batch in batches],
        ),
    ]
    special = []
    for arm in queries.SPECIAL_ARMS:
        counts: list[int | None] = [_count(book, batch, "division", arm) for batch in batches]
        special.append(counts)
        rows.append(_row(f"{arm.capitalize()} divisions", counts))
    staffs = [sum(_count(book, batch, echelon, "") for echelon in STAFFS) for batch in batches]
    rows.append(_row("Headquarters and command posts", staffs))
    sums = [_sum(column) for column in zip(divisions, *special, strict=True)]
    total = _row("Divisions in all", sums)
    strong = Row("", ((Strong("Divisions in all"),), *total.cells[1:]))
    return Table(columns, tuple(rows), strong)


def _head(book: Book, batch: Batch) -> str:
    """The name of a batch under that of its campaign, in few words."""
    year = (
        str(book.facts[f"{batch.id}.dates.start"].value)[:4]
        if f"{batch.id}.dates.start" in book.facts
        else ""
    )
    return (
        batch.title
        if batch.campaign == "covert"
        else f"{batch.title.replace(' open batch', '').replace(' batch', '')}, {year}"
    )


def _count(book: Book, batch: Batch, echelon: str, arm: str) -> int:
    found: list[Unit] = [book.data.units[name] for name in batch.units if name in book.data.units]
    return sum(1 for unit in found if unit.echelon == echelon and arm in ("", unit.arm))


def _known(book: Book, batch: Batch) -> int | None:
    fact = book.facts.get(f"{batch.id}.divisions")
    return fact.value if fact and isinstance(fact.value, int) else None


def _sum(numbers: tuple[int | None, ...]) -> int | None:
    return None if None in numbers else sum(number for number in numbers if number is not None)


def _row(name: str, numbers: list[int | None] | list[int]) -> Row:
    total = _sum(tuple(numbers))
    return Row("", ((name,), *(_cell(number) for number in numbers), _cell(total)))


def _cell(number: int | None) -> Line:
    return (UNKNOWN,) if number is None else (str(number),) if number else ("–",)


def links(book: Book) -> Line:
    """The batches as links, for the legend."""
    return tuple(Link(batch.title, "batch", batch.id) for batch in book.data.batches.values())
