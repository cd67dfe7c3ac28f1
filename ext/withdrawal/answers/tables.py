"""Dataset to plain rows: the one source of every table, in every format. No Sphinx here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import UNKNOWN, Line, Link, Strong, joined, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Batch, Unit, When
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact


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


BATCH_COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("batch", "Batch"),
        Column("dates", "Dates"),
        Column("days", "Days", number=True),
        Column("units", "Formations"),
        Column("divisions", "Divisions", number=True),
        Column("strength", "Men", number=True),
        Column("others", "With them"),
        Column("evidence", "Rests on"),
    )
}
BATCH_DEFAULT = ("batch", "dates", "units", "divisions", "strength")


def batch_table(book: Book, campaign: str = "", columns: tuple[str, ...] = BATCH_DEFAULT) -> Table:
    """The batches of a campaign (all, without one), with the chosen columns and, for one campaign, its totals."""
    chosen = tuple(BATCH_COLUMNS[name] for name in columns)
    batches = queries.batches(book.data, campaign)
    total = None
    if campaign and len(batches) > 1:
        cells = tuple(
            _batch_total(book, campaign, column, place) for place, column in enumerate(chosen)
        )
        total = Row("", cells) if any(cells[1:]) else None
    return Table(
        chosen,
        tuple(
            Row(batch.id, tuple(_batch_cell(book, batch, column.name) for column in chosen))
            for batch in batches
        ),
        total,
        _once(
            [
                (f"{batch.title}, {label}", held.note)
                for batch in batches
                for field, label, held in (
                    ("dates", "dates", batch.dates),
                    ("strength", "men", batch.strength),
                    ("divisions", "divisions", batch.divisions),
                )
                if held.note and field in columns
            ]
        ),
    )


def _batch_cell(book: Book, batch: Batch, column: str) -> Line:
    match column:
        case "batch":
            return (Link(batch.title, "batch", batch.id),)
        case "dates" | "days" | "strength" | "divisions":
            return value(book.facts.get(f"{batch.id}.{column}"))
        case "units":
            return _formations(book, batch)
        case "others":
            return line.words(batch.others) if batch.others else ()
        case "evidence":
            return line.rests(book, batch, most=line.FEW)
    raise ValueError(f"a table of batches has no column “{column}”")


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
            lines.append(
                (*value(fact, "stated"), f" {arm} division{'s' if len(group) > 1 else ''}")
            )
    return joined(lines)


def _batch_total(book: Book, campaign: str, column: Column, place: int) -> Line:
    if place == 0:
        return (Strong("Together"),)
    fact: Fact | None = book.facts.get(f"{campaign}.{column.name}")
    if column.name == "days":
        return ()
    return value(fact) if fact else ()


UNIT_COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("unit", "Formation"),
        Column("chinese", "Chinese"),
        Column("kind", "Kind"),
        Column("part", "Part of"),
        Column("left", "Left with"),
        Column("home", "Home"),
        Column("station", "First station"),
        Column("evidence", "Rests on"),
        Column("note", "Note"),
    )
}
UNIT_DEFAULT = ("unit", "chinese", "left", "home", "station")
YEAR_DEFAULT = ("unit", "chinese", "kind", "left", "home", "evidence")


def unit_table(
    book: Book,
    *,
    arms: tuple[str, ...] = (),
    echelons: tuple[str, ...] = (),
    campaign: str = "",
    year: str = "",
    columns: tuple[str, ...] = (),
    order: str = "",
) -> Table:
    """Units by arm, echelon, and the campaign or year they left in; `order` is “home” for the month of return, which
    is the order of a year.

    Without `columns` the usual ones are shown. A column that would be empty in every row is left out.
    """
    units = [
        unit
        for unit in (queries.left_in(book.data, year) if year else book.data.units.values())
        if (not arms or unit.arm in arms)
        and (not echelons or unit.echelon in echelons)
        and (
            not campaign
            or (
                (batch := queries.batch_of(book.data, unit.id)) is not None
                and batch.campaign == campaign
            )
        )
    ]
    columns = columns or (YEAR_DEFAULT if year else UNIT_DEFAULT)
    if order == "home" or year:
        units.sort(key=lambda unit: _by_day(unit.home))
    cells = {name: [_unit_cell(book, unit, name) for unit in units] for name in columns}
    filled = {name: column for name, column in cells.items() if any(map(line.plain, column))}
    chosen = tuple(UNIT_COLUMNS[name] for name in filled)
    rows = tuple(
        Row(unit.id, tuple(column[place] for column in filled.values()))
        for place, unit in enumerate(units)
    )
    notes = [
        (f"{unit.names.en}, {field}", note)
        for unit in units
        for field, held in (("home", unit.home), ("station", unit.station))
        if held and (note := held.note) and field in columns
    ]
    return Table(chosen, rows, notes=_once(notes))


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


def _unit_cell(book: Book, unit: Unit, column: str) -> Line:
    data = book.data
    match column:
        case "unit":
            return (Link(unit.names.en, "unit", unit.id),)
        case "chinese":
            return line.names(unit.names)
        case "kind":
            return (
                line.kind_of(unit),
                *((" of the ", *line.link(data, "unit", unit.parent)) if unit.parent else ()),
            )
        case "part":
            return line.link(data, "unit", unit.parent) if unit.parent else ()
        case "left":
            batch = queries.batch_of(data, unit.id) or (
                queries.batch_of(data, unit.parent) if unit.parent else None
            )
            return (
                (Link(batch.title, "batch", batch.id), _years(batch))
                if batch
                else ("alone" if unit.home else "",)
            )
        case "home":
            return value(book.facts.get(f"{unit.id}.home")) if unit.home else ()
        case "station":
            return line.words(unit.station) if unit.station else ()
        case "note":
            return (unit.note,)
        case "evidence":
            return line.rests(book, unit, most=line.FEW)
    raise ValueError(f"a table of units has no column “{column}”")


STAFFS = ("army group", "command post", "headquarters", "department")


def unit_matrix(book: Book) -> Table:
    """A row for each kind of formation, a column for each batch; divisions of armies by the count of their batch."""
    batches = sorted(book.data.batches.values(), key=lambda batch: _by_day(batch.dates))
    columns = (
        Column("kind", "Formations"),
        *(Column(batch.id, _short(book, batch), number=True) for batch in batches),
        Column("together", "Together", number=True),
    )

    def formed(*echelons: str, arm: str = "") -> list[int | None]:
        return [_formed(book, batch, echelons, arm) for batch in batches]

    divisions = {
        "Divisions of armies, and the independent one": [_led(book, each) for each in batches],
        **{
            f"{arm.capitalize()} divisions": formed("division", arm=arm)
            for arm in queries.SPECIAL_ARMS
        },
    }
    rows = {
        "Armies": formed("army", arm="infantry"),
        **divisions,
        "Headquarters and command posts": formed(*STAFFS),
    }
    total = [_sum(column) for column in zip(*divisions.values(), strict=True)]
    return Table(
        columns,
        tuple(_numbers((name,), numbers) for name, numbers in rows.items()),
        _numbers((Strong("Divisions in all"),), total),
    )


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
