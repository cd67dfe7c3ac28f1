"""Records to flat sheets: one for each kind, and one for each list inside a record. Pure.

A value becomes columns beside each other: `strength`, `strength_unit`, `strength_status`, `strength_claims` … Lists of
words and ids stand in one cell, separated by “ ; ”; what a record names is also in `links`, and what a value rests on
in `rests_on`, a line each, for those who join tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, get_type_hints

from ext.withdrawal.answers.line import say
from ext.withdrawal.exports.cells import Value
from ext.withdrawal.records import evidence, model, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import (
    FILES,
    KINDS,
    VALUES,
    Kind,
    every,
    named_by,
    parts_of,
    references,
)
from ext.withdrawal.records.vocabulary import RELATIONS, SCRIPTS
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

BETWEEN = " ; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (string, integer, number, boolean) and the sheet and column that it refers to."""

    name: str
    type: str = "string"
    refers: tuple[str, str] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of plain values. The columns named in `key` tell its rows apart."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...]


def listed(values: tuple[str, ...]) -> str | None:
    """A list in one cell."""
    return BETWEEN.join(values) or None


_EVIDENCE = ("status", "claims", "sources", "unsaid", "note")


def _evidence(prefix: str, value: model.Evidence | None) -> Iterator[tuple[Column, Value]]:
    cells = (
        (
            value.status,
            listed(value.claims),
            listed(value.sources),
            value.unsaid or None,
            value.note or None,
        )
        if value
        else (None,) * len(_EVIDENCE)
    )
    for name, cell in zip(_EVIDENCE, cells, strict=True):
        yield Column(f"{prefix}{name}"), cell


def _shared(name: str, value: model.Shared | None) -> Iterator[tuple[Column, Value]]:
    yield Column(f"{name}_same"), (value.same or None) if value else None
    yield Column(f"{name}_apart"), _pairs(value.apart) if value else None
    yield from _evidence(f"{name}_", value)


def _pairs(given: Mapping[str, Any]) -> Value:
    """The names and values of a map, one after the other."""
    return listed(tuple(str(each) for pair in given.items() for each in pair))


def _count(name: str, value: model.Count | None) -> Iterator[tuple[Column, Value]]:
    known = value is not None and value.value != "unknown"
    yield Column(name, "integer"), value.value if value and known else None
    yield Column(f"{name}_unit"), (value.unit or None) if value else None
    yield Column(f"{name}_approximate", "boolean"), value.approximate if value else None
    yield Column(f"{name}_bound"), (value.bound or None) if value else None
    yield from _shared(name, value)


def _when(name: str, value: model.When | None) -> Iterator[tuple[Column, Value]]:
    """The EDTF text, and the first and last day it can mean."""
    date = queries.edtf(value) if value else None
    yield Column(name), str(value.value) if value and date else None
    for end, day in (("first", date and date.earliest), ("last", date and date.latest)):
        yield Column(f"{name}_{end}", "date"), day.isoformat() if day else None
    yield from _shared(name, value)


def _words(name: str, value: model.Words | None) -> Iterator[tuple[Column, Value]]:
    yield Column(name), value.value if value else None
    yield from _evidence(f"{name}_", value)


def _names(_: str, value: model.Names) -> Iterator[tuple[Column, Value]]:
    yield Column("name", required=True), value.en
    for script in SCRIPTS:
        if script != "en":
            yield Column(script), getattr(value, script) or None
    for name in ("also", "reconstructed", "unverified", "unquoted"):
        yield Column(f"{name}_names"), listed(getattr(value, name))
    yield Column("printed"), value.printed or None
    yield Column("printed_sources"), listed(value.sources)


def _location(_: str, value: model.Location | None) -> Iterator[tuple[Column, Value]]:
    yield Column("lat", "number"), float(value.lat) if value else None
    yield Column("lon", "number"), float(value.lon) if value else None
    yield Column("location_status"), value.status if value else None
    yield Column("location_sources"), listed(value.sources) if value else None
    yield Column("location_note"), (value.note or None) if value else None


_SHAPES: tuple[tuple[type[Any], Callable[[str, Any], Iterator[tuple[Column, Value]]]], ...] = (
    (model.Count, _count),
    (model.When, _when),
    (model.Words, _words),
    (model.Names, _names),
    (model.Location, _location),
)


def _plain(
    name: str, hint: Any, value: Any, refers: tuple[str, str] | None
) -> Iterator[tuple[Column, Value]]:
    if isinstance(value, tuple):
        yield Column(name), listed(value)
    elif isinstance(value, Mapping):
        yield Column(name), _pairs(value)
    elif isinstance(value, bool):
        yield Column(name, "boolean"), value
    elif "int" in str(hint) and "Literal" not in str(hint):
        yield Column(name, "integer"), value
    else:
        yield (
            Column(name, refers=refers, required=name == "id"),
            value if value not in ("", None) else None,
        )


def records(kind: str, given: Mapping[str, Any]) -> Sheet:
    """The sheet of a kind of record."""
    shape = KINDS[kind].shape
    hints = get_type_hints(shape)
    columns: tuple[Column, ...] = ()
    rows: list[tuple[Value, ...]] = []
    for record in given.values():
        found: list[tuple[Column, Value]] = []
        for field in fields(shape):
            if field.name == "figures" or field.name in _inner(KINDS[kind]):
                continue
            hint, value = hints[field.name], getattr(record, field.name)
            flat = next(
                (make for known, make in _SHAPES if hint == known or hint == known | None), None
            )
            refers = _refers(shape, field.name)
            found += flat(field.name, value) if flat else _plain(field.name, hint, value, refers)
        columns = tuple(column for column, _ in found)
        rows.append(tuple(value for _, value in found))
    if not rows:
        columns = (Column(KINDS[kind].identity, required=True),)
    return Sheet(kind, kind.capitalize(), columns, tuple(rows), (columns[0].name,))


_TITLES = {
    "claim_evidence": "What each source says of a claim",
    "discrepancy_sides": "What each side of a discrepancy holds",
    "person_offices": "The offices of people",
    "place_roles": "What places were in this story",
}


def _inner(kind: Kind) -> dict[str, type[Any]]:
    """The fields of a kind that hold a list of things with fields of their own, and the class of these."""
    lists = [(name, parts[0]) for name, parts in parts_of(kind.shape).items() if ... in parts]
    return {name: of for name, of in lists if isinstance(of, type) and is_dataclass(of)}


def _list(book: Book, kind: Kind, field: str, shape: type[Any]) -> Sheet:
    """The sheet of a list inside records; what each item must have comes first."""
    needed = {
        each.name for each in fields(shape) if each.default is each.default_factory is MISSING
    }
    inner = sorted(fields(shape), key=lambda each: each.name not in needed)
    head = (
        Column(kind.role, refers=(kind.name, kind.identity), required=True),
        Column("position", "integer", required=True),
        *(
            Column(each.name, "string", _refers(shape, each.name), each.name in needed)
            for each in inner
        ),
    )
    rows = tuple(
        (name, place, *(_cell(each.name, getattr(item, each.name)) for each in inner))
        for name, record in getattr(book.data, kind.name).items()
        for place, item in enumerate(getattr(record, field), start=1)
    )
    name = f"{kind.role}_{field}"
    return Sheet(name, _TITLES.get(name, name), head, rows, (kind.role, "position"))


def _cell(field: str, value: Any) -> Value:
    value = RELATIONS[value] if field == "relation" else value
    if isinstance(value, Mapping):
        return _pairs(value)
    return listed(value) if isinstance(value, tuple) else value or None


def _refers(shape: type[Any], field: str) -> tuple[str, str] | None:
    """The sheet and the column that a field refers to, if it names a single record."""
    of = KINDS.get(named_by(shape).get(field, ""))
    return (of.name, of.identity) if of and ... not in parts_of(shape)[field] else None


def figures(book: Book) -> Sheet:
    """The figures that records hold by name."""
    columns: tuple[Column, ...] = ()
    rows: list[tuple[Value, ...]] = []
    for kind, record in book.data.records():
        for name, count in record.figures.items():
            found = list(_count("value", count))
            columns = tuple(column for column, _ in found)
            rows.append(
                (f"{record.id}.{name}", kind, record.id, name, *(value for _, value in found))
            )
    head = (Column("id", required=True), Column("kind"), Column("record"), Column("figure"))
    return Sheet("figures", "Figures of records", (*head, *columns), tuple(rows), ("id",))


def links(book: Book) -> Sheet:
    """Which record names which, one a line."""
    rows: list[tuple[Value, ...]] = []
    held = {kind.name for kind in VALUES}
    for kind in VALUES:
        for field, of in named_by(kind.shape).items():
            for name, record in getattr(book.data, kind.name).items() if of in held else ():
                named = enumerate(every(getattr(record, field)), start=1)
                rows += [(kind.name, name, field, place, of, each) for place, each in named]
    names = ("kind", "id", "field", "position", "to_kind", "to_id")
    columns = tuple(
        Column(name, "integer" if name == "position" else "string", required=True) for name in names
    )
    return Sheet(
        "links",
        "Which record names which",
        columns,
        tuple(rows),
        ("kind", "id", "field", "position"),
    )


def rests_on(book: Book) -> Sheet:
    """What each value and record rests on: a claim or a source a line."""
    rows: list[tuple[Value, ...]] = []
    for kind, record in book.data.records():
        named: dict[str, dict[str, tuple[str, ...]]] = {}
        for path, name, wanted in references(record):
            if wanted in ("claims", "sources"):
                field = ".".join(map(str, path[:-2]))
                given = named.setdefault(field, {"claims": (), "sources": ()})
                given[wanted] = (*given[wanted], name)
        for field, given in named.items():
            held = model.Evidence(claims=given["claims"], sources=given["sources"])
            found = evidence.rests_on(book, held)
            pairs = [(claim, None) for claim in found.claims]
            for claim, source in (*pairs, *((None, key) for key in found.sources)):
                rows.append((len(rows) + 1, kind, record.id, field or None, claim, source))
    columns = (
        Column("line", "integer", required=True),
        Column("kind", required=True),
        Column("record", required=True),
        Column("field"),
        Column("claim", refers=("claims", "id")),
        Column("source", refers=("sources", "key")),
    )
    return Sheet("rests_on", "What each value rests on", columns, tuple(rows), ("line",))


def sources(book: Book) -> Sheet:
    """The bibliography, with what was read of each work and its grade."""
    names = tuple(field.name for field in fields(model.Source))
    rows = tuple(
        tuple(getattr(source, name) or None for name in names)
        for source in book.data.sources.values()
    )
    columns = tuple(Column(name, required=name in ("key", "label", "family")) for name in names)
    return Sheet("sources", "Sources", columns, rows, ("key",))


def facts(book: Book) -> Sheet:
    """Every value under its permanent id, also those that the book computes."""
    columns = (
        Column("id", required=True),
        Column("title", required=True),
        Column("kind", required=True),
        Column("value", required=True),
        Column("number", "number"),
        Column("unit"),
        Column("status", required=True),
        Column("independence"),
        Column("bound"),
        Column("approximate", "boolean"),
        Column("wording"),
        Column("first", "date"),
        Column("last", "date"),
        *(Column(name) for name in ("parts", "claims", "sources", "weak_source", "note")),
    )
    rows = tuple(_fact(book, fact) for fact in book.facts.values())
    return Sheet("facts", "Facts", columns, rows, ("id",))


def _fact(book: Book, fact: Fact) -> tuple[Value, ...]:
    first = last = None
    rests = evidence.rests_on(book, fact)
    number: float | None = None
    match fact.value:
        case dates.Date() | dates.Interval() as date:
            first, last = date.earliest, date.latest
        case int() as count:
            number = count
        case share:
            number = round(float(share), 6)
    return (
        fact.id,
        fact.title,
        fact.kind,
        str(fact.value),
        number,
        fact.unit or None,
        fact.status,
        evidence.independence(book, fact) or None,
        fact.bound or None,
        fact.approximate,
        say(fact),
        first.isoformat() if first else None,
        last.isoformat() if last else None,
        listed(fact.parts),
        listed(rests.claims),
        listed(rests.sources),
        evidence.lone_weak_source(book, fact) or None,
        fact.note or None,
    )


def sheets(book: Book) -> list[Sheet]:
    """Every sheet of the book, each after those that it refers to."""
    found = [sources(book)]
    found += [
        records(kind, getattr(book.data, kind))
        for kind in ("claims", *(kind for kind in FILES if KINDS[kind].sheet and kind != "claims"))
    ]
    inside = [
        _list(book, kind, field, shape)
        for kind in KINDS.values()
        for field, shape in _inner(kind).items()
    ]
    found += sorted(inside, key=lambda sheet: sheet.name)
    return [*found, figures(book), links(book), rests_on(book), facts(book)]
