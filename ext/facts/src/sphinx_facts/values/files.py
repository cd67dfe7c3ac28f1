"""Facts from plain files: CSV with a head, and YAML or JSON by path.

A row, or a map with the key `value`, is a fact: its id, value, unit, title, note, source and precision, and its kind if
that is not plain from the value. Any other scalar of YAML or JSON is a fact of its own, named by the path to it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import get_args

import yaml
from babel.numbers import list_currencies

from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Bound, Fact, FactValue, Kind, did_you_mean
from sphinx_facts.values.problem import Position, Problem

FIELDS = ("id", "value", "unit", "title", "note", "source", "precision", "kind")
_BOUNDS: Mapping[str, Bound] = {">": "more", "<": "less"}
_NUMBER = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?")
_ORDINAL = re.compile(r"(?P<number>[0-9]+)(?P<sign>st|nd|rd|th)?")
_MONEY = re.compile(r"(?:(?P<before>[A-Z]{3}) )?(?P<sum>[^A-Z]+?)(?: (?P<after>[A-Z]{3}))?")
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(?:[,’' \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_DATED = re.compile(
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[~?%]?|(?:[0-9X-]{4,10}|\.\.)?/(?:[0-9X-]{4,10}|\.\.)?|[0-9]{3}X"
)


class _SlipError(ValueError):
    """What is wrong with a field, and how to mend it."""

    def __init__(self, field: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.field, self.hint = field, hint


class _Row(dict[str, str]):
    """The fields of a fact, and where they stand."""

    def __init__(self, fields: Mapping[str, str], places: Mapping[str, Position]) -> None:
        super().__init__(fields)
        self.places = places


def read_files(
    root: Path, patterns: Iterable[str], taken: Mapping[str, Fact]
) -> tuple[dict[str, Fact], list[Problem], str]:
    """The facts of the files that some patterns name, from the folder `root`; the problems, and a digest of all."""
    facts, problems, digest = dict[str, Fact](), list[Problem](), blake2b(digest_size=16)
    for pattern in patterns:
        paths = sorted(path for path in root.glob(pattern) if path.is_file())
        if not paths:
            hint = "facts_files are named from the folder of conf.py"
            said = f"no file is called “{pattern}”"
            problems.append(Problem(Position("conf.py", 1, 1), "data.unread", said, hint))
        for path in paths:
            shown, raw = path.relative_to(root).as_posix(), path.read_bytes()
            digest.update(f"{shown} {len(raw)} ".encode() + raw)
            for row in _rows(raw, shown):
                fact = row if isinstance(row, Problem) else _fact(row)
                if isinstance(fact, Problem):
                    problems.append(fact)
                elif before := facts.get(fact.id) or taken.get(fact.id):
                    said = f"“{fact.id}” stands twice, first in {before.position}"
                    problems.append(Problem(fact.position, "data.key", said, "give one another id"))
                else:
                    facts[fact.id] = fact
    return facts, problems, digest.hexdigest()


def _rows(raw: bytes, shown: str) -> Iterator[_Row | Problem]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Position(shown, raw.count(b"\n", 0, error.start) + 1, 1)
        yield Problem(place, "data.syntax", "the file is not UTF-8", "save it again as UTF-8")
        return
    if shown.lower().endswith(".csv"):
        yield from _of_csv(text, shown)
        return
    try:
        # JSON takes tabs between its signs, which YAML does not.
        root = yaml.compose(
            text.replace("\t", " ") if shown.endswith(".json") else text, yaml.SafeLoader
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Position(shown, mark.line + 1, mark.column + 1) if mark else Position(shown, 1, 1)
        said = f"this cannot be read: {error.problem}"
        yield Problem(place, "data.syntax", said, "look here and on the line above")
    except yaml.YAMLError as error:
        yield Problem(Position(shown, 1, 1), "data.syntax", f"this cannot be read: {error}")
    else:
        yield from _of_tree(root, (), shown, frozenset())


def _of_csv(text: str, shown: str) -> Iterator[_Row | Problem]:
    lines = text.splitlines()
    head = lines[0] if lines else ""
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if missing := {"id", "value"} - {*names}:
        said = f"the first line names no column “{min(missing)}”"
        hint = f"the columns are: {', '.join(FIELDS)}"
        yield Problem(Position(shown, 1, 1), "data.key", said, hint)
        return
    last = 1
    for row in reader:
        line, last = last + 1, reader.line_num
        fields = {name: (row[name] or "").strip() for name in names if name in FIELDS}
        if any(fields.values()):
            source = lines[line - 1]
            found = {name: source.find(value) + 1 or 1 for name, value in fields.items()}
            yield _Row(fields, {name: Position(shown, line, at) for name, at in found.items()})


def _of_tree(
    node: yaml.Node | None, path: tuple[str, ...], shown: str, above: frozenset[int]
) -> Iterator[_Row | Problem]:
    """Every fact below a node; one that is an alias of a node `above` it is not gone into again."""
    if node is None or id(node) in above:
        return
    within, mark = above | {id(node)}, node.start_mark
    place = Position(shown, mark.line + 1, mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        if node.tag != "tag:yaml.org,2002:null" and path:
            yield _Row({"id": ".".join(path), "value": node.value}, {"id": place, "value": place})
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, start=1):
            named = [value.value for key, value in _pairs(item) if key.value == "id"]
            whole = any(key.value == "value" for key, _ in _pairs(item))
            name = str(named[0]) if named else str(number)
            yield from _of_tree(
                item, (*path, name) if not (named and whole) else (name,), shown, within
            )
    else:
        pairs = _pairs(node)
        fields = {key.value: value for key, value in pairs if key.value in FIELDS}
        if isinstance(fields.get("value"), yaml.ScalarNode):
            said = {name: str(value.value) for name, value in fields.items()}
            places = {
                name: Position(shown, value.start_mark.line + 1, value.start_mark.column + 1)
                for name, value in fields.items()
            }
            yield _Row({"id": ".".join(path), **said}, {"id": place, **places})
            return
        for key, value in pairs:
            if key.value != "id" or isinstance(value, yaml.MappingNode):
                yield from _of_tree(value, (*path, str(key.value)), shown, within)


def _pairs(node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [(key, value) for key, value in pairs if isinstance(key, yaml.ScalarNode)]


def _fact(row: _Row) -> Fact | Problem:
    try:
        return _made(row)
    except _SlipError as slip:
        place = row.places.get(slip.field, row.places["id"])
        rule = "data.key" if slip.field == "id" else "data.type"
        return Problem(place, rule, str(slip), slip.hint)


def _made(row: _Row) -> Fact:
    name, precision = row.get("id", ""), row.get("precision", "")
    if not name or re.search(r"[\s<>`{}]", name):
        hint = "an id is letters, digits, dots and dashes, like bridge.spans"
        raise _SlipError("id", f"“{name}” is no id" if name else "the id is missing", hint)
    if precision and not re.fullmatch("[0-9]", precision):
        hint = "write how many decimals are shown, 0 to 9"
        raise _SlipError("precision", f"“{precision}” is no number of decimals", hint)
    text = row.get("value", "")
    sign = text[:1] if text[:1] in ("~", ">", "<") and text[1:].strip() else ""
    kind, value, unit = _value(
        text.removeprefix(sign).strip(), row.get("unit", ""), row.get("kind", "")
    )
    return Fact(
        id=name,
        kind=kind,
        value=value,
        unit=unit,
        title=row.get("title", ""),
        note=row.get("note", ""),
        sources=tuple(filter(None, [row.get("source", "")])),
        precision=int(precision) if precision else None,
        approximate=sign == "~",
        bound=_BOUNDS.get(sign, ""),
        position=row.places["value"],
    )


def _value(text: str, unit: str, kind: str) -> tuple[Kind, FactValue, str]:
    """The kind, the value and the unit of what a field says; by its form, if no `kind` is given."""
    if not text:
        raise _SlipError("value", "the value is missing", "write it, or take the row out")
    if kind and kind not in get_args(Kind):
        hint = did_you_mean(kind, get_args(Kind), f"the kinds are: {', '.join(get_args(Kind))}")
        raise _SlipError("kind", f"there is no kind “{kind}”", hint)
    if kind == "text":
        return "text", text, unit
    if kind == "date" or (not kind and (_DATED.fullmatch(text) or unit in ("year", "date"))):
        return "date", _date(text), "" if unit in ("year", "date") else unit
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal and (ordinal["sign"] or kind == "ordinal"):
        return "ordinal", int(ordinal["number"]), unit
    if kind in ("", "share") and re.fullmatch(r"[0-9]+/0*[1-9][0-9]*", text):
        return "share", Fraction(text), unit
    money = _MONEY.fullmatch(text)
    if money and (code := money["before"] or money["after"]) in _currencies():
        text, unit = money["sum"], code
    if text.endswith("%"):
        text, unit = text.removesuffix("%").strip(), "%"
    return _number(text, "%" if unit.lower() in ("percent", "per cent") else unit, kind)


def _number(text: str, unit: str, kind: str) -> tuple[Kind, FactValue, str]:
    """The kind, the value and the unit of a number; of words, if no number is meant."""
    money = unit in _currencies()
    if _GROUPED.fullmatch(text):
        hint = f"write {re.sub('[^0-9.-]', '', text.replace('−', '-'))}"
        raise _SlipError("value", f"“{text}” has marks between its digits", hint)
    if not _NUMBER.fullmatch(text):
        if kind or unit == "%" or money:
            hint = "write digits, with a point before decimals, or the kind text if it is words"
            raise _SlipError("value", f"“{text}” is no {kind or 'number'}", hint)
        return "text", text, unit
    number = Decimal(text.replace("−", "-"))
    if kind == "money" and not money:
        hint = "write the code of a currency as its unit, like EUR"
        raise _SlipError("unit", f"“{unit}” is no currency", hint)
    whole = "." not in text and number >= 0
    if kind == "ordinal" or (kind == "count" and not whole):
        raise _SlipError(
            "value", f"“{text}” is no {kind}", "write a whole number, or the kind number"
        )
    if kind == "share":
        return "share", Fraction(number), unit
    if money and kind in ("", "money"):
        return "money", number, unit
    return (
        ("count", int(number), unit)
        if whole and unit != "%" and kind != "number"
        else ("number", number, unit)
    )


def _date(text: str) -> FactValue:
    try:
        return dates.parse(text)
    except dates.DateError as error:
        raise _SlipError("value", str(error), error.hint) from None


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())
