"""Dataset to plain rows: the one source of every table, in every format. No Sphinx here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import UNKNOWN, Line, Link, Strong, joined, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch, Unit, When
from sphinx_facts.values import dates


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in options, its heading, and whether its cells are numbers."""

    name: str
    head: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `id` is its anchor."""

    id: str
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading row, its rows, a row of totals if there is one, and notes to its values."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_wordy(self) -> bool:
        """Whether it has more columns of words than a phone has room for beside each other."""
        return sum(not column.number for column in self.columns) > 3


BATCH_DEFAULT = ("batch", "dates", "units", "divisions", "strength")
UNIT_DEFAULT = ("unit", "chinese", "left", "home", "station")
YEAR_DEFAULT = ("unit", "chinese", "kind", "left", "home", "evidence")
Cell = Callable[[Book, Any], Line]
"""What a column says of a record."""


def _fact(field: str) -> Cell:
    return lambda book, record: value(book.facts.get(f"{record.id}.{field}"))


def _rests(book: Book, record: Batch | Unit) -> Line:
    return line.rests(book, record, most=line.FEW)


def _columns(heads: Mapping[str, tuple[str, Cell]]) -> dict[str, Column]:
    return {name: Column(name, head, name in _NUMBERS) for name, (head, _) in heads.items()}


def batch_table(book: Book, campaign: str = "", columns: tuple[str, ...] = BATCH_DEFAULT) -> Table:
    """The batches of a campaign (all, without one), with the chosen columns and, for one campaign, its totals."""
    batches = queries.batches(book.data, campaign)
    cells = (tuple(_BATCH[name][1](book, each) for name in columns) for each in batches)
    rows = tuple(map(Row, (each.id for each in batches), cells))
    total = None
    if campaign and len(batches) > 1:
        facts = [name != "days" and book.facts.get(f"{campaign}.{name}") for name in columns[1:]]
        sums = [value(fact) if fact else () for fact in facts]
        total = Row("", ((Strong("Together"),), *sums)) if any(sums) else None
    notes = [
        (f"{batch.title}, {'men' if field == 'strength' else field}", note)
        for batch in batches
        for field in ("dates", "strength", "divisions")
        if (note := getattr(batch, field).note) and field in columns
    ]
    return Table(tuple(BATCH_COLUMNS[name] for name in columns), rows, total, _once(notes))


def _formations(book: Book, batch: Batch) -> Line:
    """The armies and headquarters of a batch by name, its special-arms divisions by number of each arm."""
    units = [book.data.units[unit] for unit in batch.units if unit in book.data.units]
    special = {
        arm: [unit for unit in units if unit.arm == arm and unit.echelon == "division"]
        for arm in queries.SPECIAL_ARMS
    }
    single = [unit for unit in units if not any(unit in group for group in special.values())]
    lines: list[Line] = [line.link(book.data, "unit", unit.id) for unit in single]
    for arm, group in special.items():
        if group:
            fact = book.facts.get(f"{batch.campaign}.{arm.replace(' ', '-')}-divisions")
            many = "s" if len(group) > 1 else ""
            lines.append((*value(fact, "stated"), f" {arm} division{many}"))
    return joined(lines)


def unit_table(
    book: Book,
    *,
    arm: tuple[str, ...] = (),
    echelon: tuple[str, ...] = (),
    campaign: str = "",
    year: str = "",
    columns: tuple[str, ...] = (),
    order: str = "",
) -> Table:
    """Units by arm, echelon, and the campaign or year they left in; `order` is “home” for the month of return, which
    is the order of a year.

    Without `columns` the usual ones are shown. A column that would be empty in every row is left out.
    """
    left = {unit: batch.campaign for batch in book.data.batches.values() for unit in batch.units}
    units = [
        unit
        for unit in (queries.left_in(book.data, year) if year else book.data.units.values())
        if (not arm or unit.arm in arm)
        and (not echelon or unit.echelon in echelon)
        and campaign in ("", left.get(unit.id))
    ]
    columns = columns or (YEAR_DEFAULT if year else UNIT_DEFAULT)
    if order == "home" or year:
        units.sort(key=lambda unit: _by_day(unit.home))
    cells = {name: [_UNIT[name][1](book, unit) for unit in units] for name in columns}
    filled = {name: column for name, column in cells.items() if any(map(line.plain, column))}
    rows = zip(units, zip(*filled.values(), strict=True), strict=True)
    notes = [
        (f"{unit.names.en}, {field}", held.note)
        for unit in units
        for field, held in (("home", unit.home), ("station", unit.station))
        if held and held.note and field in columns
    ]
    shown = tuple(Row(unit.id, row) for unit, row in rows)
    return Table(tuple(UNIT_COLUMNS[name] for name in filled), shown, notes=_once(notes))


def _once(notes: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each note once, with everything that it is a note to."""
    said: dict[str, list[str]] = {}
    for what, note in notes:
        said.setdefault(note, []).append(what)
    return tuple(("; ".join(whats), note) for note, whats in said.items())


def _years(batch: Batch) -> str:
    """The year of a batch, or its first and last, in brackets: two campaigns have a first batch each."""
    span = queries.edtf(batch.dates)
    if span is None or span.earliest is None or span.latest is None:
        return ""
    first, last = span.earliest.year, span.latest.year
    return f" ({first})" if first == last else f" ({first}–{last % 100:02})"


def _by_day(when: When | None) -> tuple[bool, tuple[object, ...]]:
    """The place of a date among others; what has none comes last."""
    date = queries.edtf(when) if when else None
    return (date is None, dates.sort_key(date) if date else ())


def _part(book: Book, unit: Unit) -> Line:
    return line.link(book.data, "unit", unit.parent) if unit.parent else ()


def _kind(book: Book, unit: Unit) -> Line:
    parent = _part(book, unit)
    return (line.kind_of(unit), *((" of the ", *parent) if parent else ()))


def _left(book: Book, unit: Unit) -> Line:
    """The batch a unit left with, or that of what it is part of."""
    if batch := queries.left_with(book.data, unit.id):
        return (Link(batch.title, "batch", batch.id), _years(batch))
    return ("alone" if unit.home else "",)


_NUMBERS = ("days", "divisions", "strength")
_BATCH: Mapping[str, tuple[str, Cell]] = {
    "batch": ("Batch", lambda _, batch: (Link(batch.title, "batch", batch.id),)),
    "dates": ("Dates", _fact("dates")),
    "days": ("Days", _fact("days")),
    "units": ("Formations", _formations),
    "divisions": ("Divisions", _fact("divisions")),
    "strength": ("Men", _fact("strength")),
    "others": ("With them", lambda _, batch: line.words(batch.others) if batch.others else ()),
    "evidence": ("Rests on", _rests),
}
"""Each column of batches: its heading, and what it says of one."""
_UNIT: Mapping[str, tuple[str, Cell]] = {
    "unit": ("Formation", lambda _, unit: (Link(unit.names.en, "unit", unit.id),)),
    "chinese": ("Chinese", lambda _, unit: line.names(unit.names)),
    "kind": ("Kind", _kind),
    "part": ("Part of", _part),
    "left": ("Left with", _left),
    "home": ("Home", lambda book, unit: _fact("home")(book, unit) if unit.home else ()),
    "station": ("First station", lambda _, unit: line.words(unit.station) if unit.station else ()),
    "evidence": ("Rests on", _rests),
    "note": ("Note", lambda _, unit: (unit.note,)),
}
"""Each column of units."""
BATCH_COLUMNS, UNIT_COLUMNS = _columns(_BATCH), _columns(_UNIT)
COLUMNS = {"batch-table": BATCH_COLUMNS, "order-of-battle": UNIT_COLUMNS}
"""The columns that each table can have."""


STAFFS = ("army group", "command post", "headquarters", "department")


def unit_matrix(book: Book) -> Table:
    """A row for each kind of formation, a column for each batch; divisions of armies by the count of their batch."""
    batches = sorted(book.data.batches.values(), key=lambda batch: _by_day(batch.dates))
    each = (Column(batch.id, _short(book, batch), number=True) for batch in batches)
    columns = (Column("kind", "Formations"), *each, Column("together", "Together", number=True))

    def formed(*echelons: str, arm: str = "") -> list[int | None]:
        return [_formed(book, batch, echelons, arm) for batch in batches]

    led = [_led(book, each) for each in batches]
    divisions = {"Divisions of armies, and the independent one": led}
    for arm in queries.SPECIAL_ARMS:
        divisions[f"{arm.capitalize()} divisions"] = formed("division", arm=arm)
    staffs = {"Headquarters and command posts": formed(*STAFFS)}
    rows = {"Armies": formed("army", arm="infantry"), **divisions, **staffs}
    total = [_sum(column) for column in zip(*divisions.values(), strict=True)]
    shown = tuple(_numbers((name,), numbers) for name, numbers in rows.items())
    return Table(columns, shown, _numbers((Strong("Divisions in all"),), total))


def _short(book: Book, batch: Batch) -> str:
    """The name of a batch under that of its campaign: its place in it and its year; its own, where it is alone."""
    if batch.id == batch.campaign:
        return batch.title
    start = book.facts.get(f"{batch.id}.dates.start")
    order = line.say(book.facts.get(f"{batch.id}.order")).capitalize()
    return f"{order}, {str(start.value)[:4]}" if start else order


def _formed(book: Book, batch: Batch, echelons: tuple[str, ...], arm: str) -> int:
    units = [book.data.units[name] for name in batch.units if name in book.data.units]
    return sum(1 for unit in units if unit.echelon in echelons and arm in ("", unit.arm))


def _led(book: Book, batch: Batch) -> int | None:
    fact = book.facts.get(f"{batch.id}.divisions")
    return fact.value if fact and isinstance(fact.value, int) else None


def _sum(numbers: tuple[int | None, ...]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _numbers(name: Line, numbers: list[int | None]) -> Row:
    cells = (*numbers, _sum(tuple(numbers)))
    return Row("", (name, *((UNKNOWN,) if each is None else (f"{each or '–'}",) for each in cells)))
