"""Records to flat sheets: one for each kind, and one for each list inside a record. Pure.

A value becomes columns beside each other: `strength`, `strength_unit`, `strength_status`,
`strength_claims` … Lists of words and ids stand in one cell, separated by “ ; ”; what a record
names is also in `links`, and what a value rests on in `rests_on`, a line each, for those who join
tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from ext.withdrawal.exports import facts, returns
from ext.withdrawal.exports.cells import Column, Sheet, Value, single
from ext.withdrawal.records import evidence, kinds, model, queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.fields import UNKNOWN, Degrees
from ext.withdrawal.records.kinds import (
    KINDS,
    Kind,
    allowed,
    class_in,
    named_by,
    parts_of,
    told,
)
from ext.withdrawal.records.vocabulary import RELATIONS, SCRIPTS

_LAST = ("same", "apart", *(field.name for field in fields(model.Evidence)))
_ORDER = {field: place for place, field in enumerate(_LAST, start=1)}
_CALLED = {
    **{f"names_{script}": script for script in SCRIPTS},
    "names_en": "name",
    **{
        f"names_{name}": f"{name}_names"
        for name in ("also", "reconstructed", "unverified", "unquoted")
    },
    **{f"location_{name}": name for name in ("lat", "lon")},
    "names_printed": "printed",
    "names_sources": "printed_sources",
}
"""The columns that are not called after the field and what stands in it."""
_TITLES = {
    "claim_evidence": "What each source says of a claim",
    "discrepancy_sides": "What each side of a discrepancy holds",
    "person_offices": "The offices of people",
    "place_roles": "What places were in this story",
}


def _cells(
    shape: type[Any], given: Any, name: str = "", of: str = ""
) -> Iterator[tuple[Column, Value]]:
    """The columns of a class, and what `given` holds in each: None for all where it is None.

    Those of a class that stands in the field `name` of a record, which holds `of`, begin with this
    name; what it shares and rests on comes last there.
    """
    for field in sorted(parts_of(shape), key=lambda each: _ORDER.get(each, 0) if name else 0):
        value, inner = getattr(given, field, None), class_in(shape, field)
        if field == "figures" or (inner and ... in parts_of(shape)[field]):
            continue  # they have a sheet of their own
        if inner:
            yield from _cells(inner, value, field, told(shape, field))
            continue
        called = (name if field == "value" else f"{name}_{field}") if name else field
        column = _column(shape, field, _CALLED.get(called, called), of)
        unknown = value == UNKNOWN and issubclass(shape, model.Count | model.When)
        if value is not None and column.type == "number":
            value = float(value)
        yield column, None if unknown else single(value)
        if shape is model.When and field == "value":
            date = queries.edtf(given) if given else None
            for end, day in (("first", date and date.earliest), ("last", date and date.latest)):
                says = f"{of}: the {end} day that it can be"
                yield Column(f"{name}_{end}", "date", told=says), day.isoformat() if day else None


def _column(
    shape: type[Any], field: str, called: str, of: str = "", *, needed: bool | None = None
) -> Column:
    parts = parts_of(shape)[field]
    types = {bool: "boolean", int: "integer", Degrees.__metadata__[0]: "number"}  # type: ignore[attr-defined]  # what Annotated adds
    several = ... in parts or (str in parts and int in parts)
    kind = next((kind for part, kind in types.items() if part in parts and not several), "string")
    required = called in ("id", "name") if needed is None else needed
    says = ": ".join(filter(None, (of, told(shape, field))))
    words = tuple(map(RELATIONS.__getitem__, allowed(shape, field))) if field == "relation" else ()  # type: ignore[arg-type]  # the keys
    return Column(
        called, kind, _refers(shape, field), required, says, words or allowed(shape, field)
    )


def _refers(shape: type[Any], field: str) -> tuple[str, str] | None:
    """The sheet and the column that a field refers to, if it names a single record."""
    of = KINDS.get(named_by(shape).get(field, ""))
    return (of.name, of.identity) if of and ... not in parts_of(shape)[field] else None


def records(kind: str, given: Mapping[str, Any]) -> Sheet:
    """The sheet of a kind of record."""
    found = [tuple(_cells(KINDS[kind].shape, record)) for record in given.values()]
    rows = tuple(tuple(value for _, value in row) for row in found)
    alone = (Column(KINDS[kind].identity, required=True, told="the permanent id"),)
    columns = tuple(column for column, _ in found[0]) if found else alone
    return Sheet(kind, kind.capitalize(), columns, rows, (columns[0].name,))


def _lists(book: Book, kind: Kind) -> Iterator[Sheet]:
    """The sheets of lists inside the records of a kind; what each item must have comes first."""
    for field, parts in parts_of(kind.shape).items():
        shape = class_in(kind.shape, field)
        if shape is None or ... not in parts:
            continue
        needed = {
            each.name for each in fields(shape) if each.default is each.default_factory is MISSING
        }
        inner = sorted(fields(shape), key=lambda each: each.name not in needed)
        head = (
            Column(kind.role, "string", (kind.name, kind.identity), True, f"the {kind.role}"),
            Column("position", "integer", required=True, told="its place in the list"),
            *(_column(shape, each.name, each.name, needed=each.name in needed) for each in inner),
        )
        rows = tuple(
            (record, place, *(_cell(each.name, getattr(item, each.name)) for each in inner))
            for record, given in getattr(book.data, kind.name).items()
            for place, item in enumerate(getattr(given, field), start=1)
        )
        name = f"{kind.role}_{field}"
        yield Sheet(name, _TITLES.get(name, name), head, rows, (kind.role, "position"))


def _cell(field: str, value: Any) -> Value:
    return RELATIONS[value] if field == "relation" else single(value)


def figures(book: Book) -> Sheet:
    """The figures that records hold by name."""
    rows: list[tuple[Value, ...]] = []
    for kind, record in book.data.records():
        for name, count in record.figures.items():
            values = (value for _, value in _cells(model.Count, count, "value"))
            rows.append((f"{record.id}.{name}", kind, record.id, name, *values))
    head = (
        Column("id", required=True, told="the permanent id of the value"),
        Column("kind", told="the kind of the record"),
        Column("record", told="the id of the record"),
        Column("figure", told="the name of the figure in the record"),
    )
    columns = (column for column, _ in _cells(model.Count, None, "value") if rows)
    return Sheet("figures", "Figures of records", (*head, *columns), tuple(rows), ("id",))


def links(book: Book) -> Sheet:
    """Which record names which, one a line."""
    rows: list[tuple[Value, ...]] = []
    held = {kind.name for kind in kinds.VALUES}
    for kind in kinds.VALUES:
        for field, of in named_by(kind.shape).items():
            for name, record in getattr(book.data, kind.name).items() if of in held else ():
                named = enumerate(kinds.every(getattr(record, field)), start=1)
                rows += [(kind.name, name, field, place, of, each) for place, each in named]
    key = ("kind", "id", "field", "position")
    says = {
        "kind": "the kind of the record that names another", "id": "its id",
        "field": "the field in which it names it", "position": "the place in that field",
        "to_kind": "the kind of the record named", "to_id": "its id",
    }  # fmt: skip
    columns = tuple(
        Column(name, "integer" if name == "position" else "string", required=True, told=each)
        for name, each in says.items()
    )
    return Sheet("links", "Which record names which", columns, tuple(rows), key)


def rests_on(book: Book) -> Sheet:
    """What each value and record rests on: a claim or a source a line."""
    rows: list[tuple[Value, ...]] = []
    for kind, record in book.data.records():
        named: dict[str, dict[str, tuple[str, ...]]] = {}
        for path, name, wanted in kinds.references(record):
            if wanted in ("claims", "sources"):
                field = ".".join(map(str, path[:-2]))
                given = named.setdefault(field, {"claims": (), "sources": ()})
                given[wanted] = (*given[wanted], name)
        for field, given in named.items():
            held = model.Evidence(claims=given["claims"], sources=given["sources"])
            found = evidence.rests_on(book, held)
            pairs = [(claim, None) for claim in found.claims]
            for claim, source in (*pairs, *((None, key) for key in found.sources)):
                fact = next((n for n in (f"{record.id}.{field}", record.id) if n in book.facts), "")
                place = (kind, record.id, field or None, fact if field and fact else None)
                rows.append((len(rows) + 1, *place, claim, source))
    columns = (
        Column("line", "integer", required=True, told="the number of the line"),
        Column("kind", required=True, told="the kind of the record"),
        Column("record", required=True, told="the id of the record"),
        Column("field", told="the field that rests on it; empty for the record as a whole"),
        Column("fact", refers=("facts", "id"), told="the permanent id of the value"),
        Column("claim", refers=("claims", "id"), told="the claim that it rests on"),
        Column("source", refers=("sources", "key"), told="the source that it rests on"),
    )
    return Sheet("rests_on", "What each value rests on", columns, tuple(rows), ("line",))


def sources(book: Book) -> Sheet:
    """The bibliography, with what was read of each work and its grade."""
    names = tuple(field.name for field in fields(model.Source))
    rows = tuple(
        tuple(getattr(source, name) or None for name in names)
        for source in book.data.sources.values()
    )
    needed = ("key", "label", "family")
    columns = tuple(_column(model.Source, name, name, needed=name in needed) for name in names)
    return Sheet("sources", "Sources", columns, rows, ("key",))


def sheets(book: Book) -> list[Sheet]:
    """Every sheet of the book, each after those that it refers to."""
    names = ("claims", *(kind for kind in kinds.FILES if KINDS[kind].sheet and kind != "claims"))
    found = [sources(book), *(records(kind, getattr(book.data, kind)) for kind in names)]
    inside = (sheet for kind in KINDS.values() for sheet in _lists(book, kind))
    found += sorted(inside, key=lambda sheet: sheet.name)
    found += [figures(book), links(book), facts.sheet(book), rests_on(book)]
    return [*found, returns.sheet(book), returns.sides(book)]
