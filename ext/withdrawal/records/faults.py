"""What the validator finds wrong with a record, as problems with their places, in words for people.

A hint says what the field takes, as the JSON schema of the record has it; so it is never of another
type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import ne
from typing import Any

from pydantic_core import ErrorDetails

from sphinx_facts.values.catalog import did_you_mean, near
from sphinx_facts.values.problem import Problem
from sphinx_facts.yaml.reader import Node, key_position, locate

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]
_KINDS = {
    "array": "a list", "object": "a map", "boolean": "true or false", "integer": "a whole number"
}  # fmt: skip
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


def faults(node: Node, errors: list[ErrorDetails], schema: Schema) -> Iterator[Problem]:
    """The problems of the record that `node` holds. A misspelt key is told once, not as a missing
    one too."""
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
            what, hint = _wrong(path, error, _at(schema, path))
            # Of a figure, it is the name that is wrong, not its value.
            wrong_key = path[-1:] == ("[key]",)
            place = key_position(node, path[:-1]) if wrong_key else locate(node, path)
            yield Problem(place, "data.type", what, hint)
    for path, names in missing.items():
        if names:
            said = " and ".join(f"“{name}”" for name in names)
            what = f"the keys {said} are missing" if names[1:] else f"the key {said} is missing"
            wanted = ((name, _wanted(_at(schema, (*path, name)))) for name in names)
            hint = "; ".join(f"add “{name}:” with {what}" for name, what in wanted)
            yield Problem(locate(node, path), "data.key", what, hint)


def _unknown(node: Node, path: Path, missing: list[str], schema: Schema) -> Problem:
    """A key that its map does not know; one that is missing there may be meant, and is taken from
    `missing`."""
    *above, last = path
    name, known, here = str(last), list(schema.get("properties", {})), locate(node, above)
    free = [key for key in known if key_position(node, (*above, key)) == here]
    slip = (each for each in missing if len(each) == len(name) and sum(map(ne, each, name)) == 1)
    guess = near(name, missing) or next(slip, "") or near(name, free)
    if guess in missing:
        missing.remove(guess)
    hint = f"did you mean “{guess}”?" if guess else "allowed here: " + ", ".join(known)
    return Problem(key_position(node, path), "data.key", f"unknown key “{name}”", hint)


def _wrong(path: Path, error: ErrorDetails, schema: Schema) -> tuple[str, str]:
    """What to say of a value that is not of its type, and the hint."""
    given, words, kind = error["input"], _enum(schema), error["type"]
    name, wanted = str(path[-1]) if path else "", f"write {_wanted(schema)}"
    if kind == "field":
        return error["msg"], error["ctx"]["hint"] or wanted
    if words and isinstance(given, str | int):
        hint = did_you_mean(str(given), words, f"one of: {', '.join(words)}")
        return f"“{given}” is not taken for “{name}”", hint
    if not path:
        what = given if isinstance(given, str | int) else "a list"
        return f"a record is a map, not “{what}”", wanted
    if kind == "tuple_type" and isinstance(given, str) and given:
        return f"“{name}” must be a list", f"write [{given}]"
    return f"“{name}” must be {_kind(schema)}", wanted


def _kind(schema: Schema) -> str:
    return _KINDS.get(schema.get("type", ""), "a text")


def _enum(schema: Schema) -> list[str]:
    return [word for word in schema.get("enum", ()) if word]


def _wanted(schema: Schema) -> str:
    """What a value of this schema is, in words that can follow “write”."""
    inside, kind = schema.get("properties", ()), schema.get("type")
    if words := _enum(schema):
        return f"one of: {', '.join(words)}"
    if "description" in schema and "properties" not in schema:
        return str(schema["description"])
    if kind == "object":
        claims = ["claims"] if {"value", "claims"} <= {*inside} else []
        needed = (f"“{key}:”" for key in [*schema.get("required", inside), *claims])
        return f"a map, with {', '.join(needed)} on lines under it"
    return "a list, in brackets" if kind == "array" else _kind(schema)


def _at(schema: Schema, path: Path) -> Schema:
    """The part of a schema that the value at `path` has to fit."""
    here = _resolved(schema, schema)
    for step in path:
        inside = here.get("properties", {}).get(step)
        if isinstance(step, int):
            inside = here.get("items")
        here = _resolved(inside or here.get("additionalProperties") or {}, schema)
    return here


def _resolved(here: Any, schema: Schema) -> Schema:
    if not isinstance(here, Mapping):
        return {}
    here = next((option for option in here.get("anyOf", ()) if option.get("type") != "null"), here)
    found: Schema = schema["$defs"][here["$ref"].rsplit("/", 1)[1]] if "$ref" in here else here
    return found
