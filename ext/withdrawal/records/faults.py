"""What the validator finds wrong with a record, as problems with their places, in words for people.

A hint says what the field takes, as the JSON schema of the record has it; so it is never of another type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import ne
from typing import Any

from pydantic_core import ErrorDetails

from sphinx_facts.values.catalog import near
from sphinx_facts.values.problem import Problem
from sphinx_facts.yaml.reader import Node, key_position, locate

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


def faults(node: Node, errors: list[ErrorDetails], schema: Schema) -> Iterator[Problem]:
    """The problems of the record that `node` holds. A misspelt key is told once, not as a missing one too."""
    missing: dict[Path, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            *above, name = error["loc"]
            missing.setdefault(tuple(above), []).append(str(name))
    for error in errors:
        path = tuple(step for step in error["loc"] if not str(step).startswith("function-"))
        if error["type"] in _UNKNOWN:
            yield _unknown(node, path, missing.get(path[:-1], []), _at(schema, path[:-1]))
        elif error["type"] != "missing":
            yield _wrong(node, path, error, _at(schema, path))
    for path, names in missing.items():
        if names:
            said = " and ".join(f"“{name}”" for name in names)
            what = (
                f"the key {said} is missing" if len(names) == 1 else f"the keys {said} are missing"
            )
            hint = "; ".join(
                f"add “{name}:” with {_wanted(_at(schema, (*path, name)))}" for name in names
            )
            yield Problem(locate(node, path), "data.key", what, hint)


def _unknown(node: Node, path: Path, missing: list[str], schema: Schema) -> Problem:
    """A key that its map does not know; one that is missing there may be meant, and is taken from `missing`."""
    name, known = str(path[-1]), list(schema.get("properties", {}))
    free = [
        key for key in known if key_position(node, (*path[:-1], key)) == locate(node, path[:-1])
    ]
    slip = (each for each in missing if len(each) == len(name) and sum(map(ne, each, name)) == 1)
    guess = near(name, missing) or next(slip, "") or near(name, free)
    if guess in missing:
        missing.remove(guess)
    hint = f"did you mean “{guess}”?" if guess else "allowed here: " + ", ".join(known)
    return Problem(key_position(node, path), "data.key", f"unknown key “{name}”", hint)


def _wrong(node: Node, path: Path, error: ErrorDetails, schema: Schema) -> Problem:
    """A value that is not of its type."""
    place, given, name = locate(node, path), error["input"], str(path[-1]) if path else ""
    if name == "[key]":  # it is the name of a figure that is wrong, not its value
        place = key_position(node, path[:-1])
    words = _enum(schema)
    if error["type"] == "field":
        return Problem(
            place, "data.type", error["msg"], error["ctx"]["hint"] or f"write {_wanted(schema)}"
        )
    if words and isinstance(given, str | int):
        guess = near(str(given), words)
        hint = f"did you mean “{guess}”?" if guess else f"one of: {', '.join(words)}"
        return Problem(place, "data.type", f"“{given}” is not taken for “{name}”", hint)
    if not path:
        what = given if isinstance(given, str | int) else "a list"
        return Problem(
            place, "data.type", f"a record is a map, not “{what}”", f"write {_wanted(schema)}"
        )
    if error["type"] == "tuple_type" and isinstance(given, str) and given:
        return Problem(place, "data.type", f"“{name}” must be a list", f"write [{given}]")
    return Problem(
        place, "data.type", f"“{name}” must be {_kind(schema)}", f"write {_wanted(schema)}"
    )


_KINDS = {
    "array": "a list",
    "object": "a map",
    "boolean": "true or false",
    "integer": "a whole number",
}


def _kind(schema: Schema) -> str:
    return _KINDS.get(schema.get("type", ""), "a text")


def _enum(schema: Schema) -> list[str]:
    return [word for word in schema.get("enum", ()) if word]


def _wanted(schema: Schema) -> str:
    """What a value of this schema is, in words that can follow “write”."""
    if words := _enum(schema):
        return f"one of: {', '.join(words)}"
    if "description" in schema and "properties" not in schema:
        return str(schema["description"])
    inside = schema.get("properties", ())
    if schema.get("type") == "object":
        needed = [
            *schema.get("required", inside),
            *(("claims",) if {"value", "claims"} <= {*inside} else ()),
        ]
        return f"a map, with {', '.join(f'“{key}:”' for key in needed)} on lines under it"
    return "a list, in brackets" if schema.get("type") == "array" else _kind(schema)


def _at(schema: Schema, path: Path) -> Schema:
    """The part of a schema that the value at `path` has to fit."""
    here = _resolved(schema, schema)
    for step in path:
        inside = (
            here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step)
        )
        here = _resolved(inside or here.get("additionalProperties") or {}, schema)
    return here


def _resolved(here: Any, schema: Schema) -> Schema:
    if not isinstance(here, Mapping):
        return {}
    here = next((option for option in here.get("anyOf", ()) if option.get("type") != "null"), here)
    found: Schema = schema["$defs"][here["$ref"].rsplit("/", 1)[1]] if "$ref" in here else here
    return found
