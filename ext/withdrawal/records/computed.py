"""The values that the book works out, as data/computed.yaml says: records and facts to facts. Pure.

Beside what `formula` reads, such a formula may choose records: `units(echelon="army")` are those with this field,
`batches(campaign="open").units` those that others name. `count` says how many they are; `sum` and `span` take a value
of each.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from typing import Any

from ext.withdrawal.records import formula, kinds, queries
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.formula import Formula, FormulaError, UnknownError
from ext.withdrawal.records.kinds import KINDS, VALUES, Kind, every, named_by, parts_of
from ext.withdrawal.records.model import Computed, Count, When
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact, did_you_mean

COUNTS = "book."
"""What the ids of counts of the collection begin with: pages let the data write them."""


def work_out(
    data: Dataset, facts: Mapping[str, Fact]
) -> tuple[dict[str, Fact], dict[str, FormulaError]]:
    """Every value of data/computed.yaml in its order, and what is wrong with a formula, by the id of its record.

    `facts` are those of the records. What is made of something unknown is unknown too, and is no fact; nor is a count
    of nothing that was made for each record of a kind. A value that a record holds as derived is worked out too, and
    has to come to the same.
    """
    rows = {
        row.id: row
        for row in _rows(data)
        if not is_held(data, row.id)
        or (not row.each and row.id in facts and facts[row.id].status == "derived")
    }
    errors: dict[str, FormulaError] = {}
    read: dict[str, Formula] = {}
    for name, row in rows.items():
        try:
            read[name] = _Chosen(data, row.each).read(row.formula)
        except FormulaError as error:
            _tell(errors, row, error)
    found = dict(facts)
    for name in _in_order(read, rows, errors):
        try:
            fact = _fact(rows[name], read[name], found)
        except FormulaError as error:
            whole = queries.whole(error.fact)
            if not (data.broken or whole in rows or is_held(data, whole)):
                _tell(errors, rows[name], error)
            continue
        if is_held(data, name):
            held, say = facts[name], wording.language("en").said
            if (fact.value, fact.approximate) != (held.value, held.approximate):
                text = f"it comes to {say(fact)}, and the record says {say(held)}"
                hint = f"correct {name}, or what it is made of"
                _tell(errors, rows[name], FormulaError(text, hint=hint))
            found |= {
                end: replace(found[end], parts=fact.parts)
                for end in (name, f"{name}.start", f"{name}.end")
                if end in found
            }
        elif fact.value or not rows[name].each:
            found |= {each.id: each for each in _with_ends(fact)}
    order = (f"{name}{end}" for name in rows for end in ("", ".start", ".end"))
    return {name: found[name] for name in order if name in found}, errors


def _tell(errors: dict[str, FormulaError], row: Computed, error: FormulaError) -> None:
    """Keep an error under the id that stands in the file, once however many values are made there."""
    if not isinstance(error, UnknownError):
        errors.setdefault(row.id.removeprefix(f"{row.each}."), error)


def _rows(data: Dataset) -> Iterator[Computed]:
    """A row for each value, in order: with the id of the record in `each` that it is made for, if it is for one."""
    for kind, group in groupby(data.computed.values(), key=lambda row: row.each):
        rows = tuple(group)
        if not kind:
            yield from rows
        for name, record in getattr(data, kind).items() if kind in KINDS else ():
            for row in rows:
                words = f"{kinds.title(record)}: {row.title}"
                yield replace(row, id=f"{name}.{row.id}", title=words, each=name)


def _in_order(
    read: dict[str, Formula], rows: Mapping[str, Computed], errors: dict[str, FormulaError]
) -> list[str]:
    """The values, each after those it is made of; those that go in a circle are told, and left out."""
    while True:
        needed = {name: {*map(queries.whole, given.names)} for name, given in read.items()}
        try:
            return [name for name in TopologicalSorter(needed).static_order() if name in read]
        except CycleError as error:
            circle: list[str] = error.args[1]
            first = rows[min(circle, key=list(rows).index)]
            _tell(errors, first, FormulaError(f"it goes in a circle: {' → '.join(circle)}"))
            for name in set(circle):
                del read[name]


def is_held(data: Dataset, name: str) -> bool:
    """Whether a record holds a value of this name, be it known or not."""
    record, _, field = name.partition(".")
    field = "dates" if field == "days" else field
    held = [getattr(data, kind.name).get(record) for kind in VALUES]
    values = [each.figures.get(field) or getattr(each, field, None) for each in held if each]
    return any(isinstance(value, Count | When) for value in values)


def _fact(row: Computed, read: Formula, found: Mapping[str, Fact]) -> Fact:
    value, target = read.value(found), kinds.evidence("computed", row.id)
    if isinstance(read.tree, ast.Name):  # one value under another id is known as that one is
        same = found[read.names[0]]
        return replace(same, id=row.id, title=row.title, parts=read.names, note="", target=target)
    if row.kind not in (fitting := _kinds(value)):
        part = "round(…) around the formula, or " if fitting == ("share",) else ""
        hint = f"write {part}“kind: {fitting[0]}”" if fitting else ""
        raise FormulaError(f"it comes to {formula.text(value)}, which is no {row.kind}", hint=hint)
    held = int(value) if isinstance(value, Fraction) and row.kind == "count" else value
    parts = tuple(dict.fromkeys(read.names))
    near = row.kind != "date" and any(found[part].approximate for part in parts)
    return Fact(id=row.id, kind=row.kind, value=held, title=row.title, unit=row.unit,
                status="derived", parts=parts, approximate=near, target=target,
                counted=row.id.startswith(COUNTS))  # fmt: skip


def _kinds(value: formula.Term) -> tuple[str, ...]:
    """The kinds that a value may be of."""
    if not isinstance(value, Fraction):
        return ("date",)
    whole = ("count",) if value >= 0 and value.denominator == 1 else ()
    return (*whole, "share") if value >= 0 else whole


def _with_ends(fact: Fact) -> Iterator[Fact]:
    """A fact and, if it is a span, its ends."""
    yield fact
    name = fact.id.rpartition(".")[2]
    head = fact.title.removesuffix(name) if fact.title.endswith(f": {name}") else f"{fact.title}: "
    for end, date, called in queries.ends(name, fact.value):
        if end:
            at = f"{fact.id}{end}"
            target = kinds.evidence("computed", at)
            yield replace(fact, id=at, value=date, title=f"{head}{called}", target=target)


class _Chosen(ast.NodeTransformer):
    """Puts facts and numbers in a formula where it chooses records; `each` is the id that “each” stands for."""

    def __init__(self, data: Dataset, each: str) -> None:
        self._data, self._each = data, each
        self._names: list[str] = []

    def read(self, text: str) -> Formula:
        """A formula that names facts alone. Raises `FormulaError`."""
        tree, names = formula.read(text)
        self._names += names
        try:
            return Formula(self.visit(tree), tuple(self._names))
        except RecursionError:
            raise FormulaError(formula.UNREADABLE) from None

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """What a function that takes records comes to; other functions stay."""
        match node:
            case ast.Call(ast.Name("count"), [chosen], []):
                return ast.Constant(self._count(chosen))
            case ast.Call(ast.Name("sum" | "span") as function, [ast.Attribute(chosen, field)], []):
                kind, records = self._records(chosen)
                rows = [row.id for row in self._data.computed.values() if row.each == kind.name]
                _known(field, (*parts_of(kind.shape), *rows), f"{kind.name} have no")
                if not records:
                    raise UnknownError("there is none to take it of")
                first = len(self._names)
                self._names += [f"{record.id}.{field}" for record in records]
                places = range(first, len(self._names))
                return ast.Call(function, [ast.Name(f"_{place}") for place in places], [])
            case ast.Call(ast.Name(name)):
                _known(name, (*formula.FUNCTIONS, "count"), "there is no function")
        return self.generic_visit(node)

    def _count(self, node: ast.expr) -> int:
        """How many records a part of a formula chooses, or how many different words they have in a field."""
        match node:
            case ast.Attribute(chosen, field):
                kind, given = self._records(chosen)
                if field in parts_of(kind.shape) and field not in named_by(kind.shape):
                    return len({word for record in given for word in every(getattr(record, field))})
        return len(self._records(node)[1])

    def _records(self, node: ast.expr) -> tuple[Kind, list[Any]]:
        """The records that a part of a formula chooses, and their kind."""
        match node:
            case ast.Name(name):
                _known(name, KINDS, "there is no kind of record")
                return KINDS[name], list(getattr(self._data, name).values())
            case ast.Attribute(chosen, field):
                kind, given = self._records(chosen)
                named = {name: of for name, of in named_by(kind.shape).items() if of in KINDS}
                _known(field, named, f"{kind.name} name no records as")
                known = getattr(self._data, named[field])
                ids = [name for record in given for name in every(getattr(record, field))]
                return KINDS[named[field]], [known[name] for name in ids if name in known]
            case ast.Call(chosen, [], filters) if filters:
                kind, given = self._records(chosen)
                for field, texts in [self._wanted(kind, each) for each in filters]:
                    given = [each for each in given if _fits(getattr(each, field), texts)]
                return kind, given
        raise FormulaError('records are chosen as in units(echelon="army")')

    def _wanted(self, kind: Kind, given: ast.keyword) -> tuple[str, list[str]]:
        """A field, and the texts that it may have, in which a star stands for any words."""
        field, parts = given.arg or "**", parts_of(kind.shape)
        _known(field, parts, f"{kind.name} have no")
        match given.value:
            case ast.Name("each") if self._each:
                return field, [self._each]
            case ast.Constant(str()) as one:
                items: list[ast.expr] = [one]
            case ast.List(items):
                pass
            case _:
                raise FormulaError(f'{field} is chosen by a text, as in {field}="…"')
        texts = [str(item.value) for item in items if isinstance(item, ast.Constant)]
        possible = [part for part in parts[field] if isinstance(part, str)]
        if named_by(kind.shape).get(field) in KINDS and not self._data.broken:
            possible = list(getattr(self._data, named_by(kind.shape)[field]))
        for text in texts:
            if possible and not any(fnmatchcase(each, text) for each in possible):
                _known(text, possible, f"{field} of {kind.name} is never")
        return field, texts


def _fits(given: Any, texts: list[str]) -> bool:
    values = every(given) or ("",)
    return any(fnmatchcase(str(value), text) for value in values for text in texts)


def _known(name: str, known: Iterable[str], message: str) -> None:
    """Refuse a name that is none of the known ones."""
    known = dict.fromkeys(known)
    if name not in known:
        hint = did_you_mean(name, known, f"one of: {', '.join(known)}")
        raise FormulaError(f"{message} “{name}”", hint=hint)
