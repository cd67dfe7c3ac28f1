"""The only reader of data/: every file once, into one frozen dataset and the list of what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ext.withdrawal.records.bibliography import read_works
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.dataset import key as identity
from ext.withdrawal.records.fields import meant_id
from ext.withdrawal.records.kinds import FILES, KINDS
from sphinx_facts.values.catalog import near
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.reader import Node, key_position, locate, plain, read

BIBLIOGRAPHY = KINDS["sources"].file


class Loaded(NamedTuple):
    """What was read, and what is wrong with it. Records with a problem are left out of the dataset."""

    dataset: Dataset
    problems: tuple[Problem, ...]


def load(folder: Path) -> Loaded:
    """Read the data folder. Never raises for what a file holds: each mistake is a problem with its place."""
    problems: list[Problem] = []
    nodes: dict[str, Node] = {}
    broken: set[str] = set()
    kinds: dict[str, dict[str, Any]] = {}
    whole = True
    for kind, shape in FILES.items():
        shown = f"{folder.name}/{kind}.yaml"
        path = folder / f"{kind}.yaml"
        kinds[kind] = {}
        if not path.is_file():
            problems.append(
                Problem(
                    Position(shown, 1, 1),
                    "data.unread",
                    "the file is missing",
                    "take it back from git",
                )
            )
            whole = False
            continue
        root, found = read(path, shown)
        problems += found
        whole = whole and root is not None and root.kind == "map"
        for node in _records(kind, shown, root, problems):
            name = _name(kind, node)
            if name in nodes:
                first = nodes[name].position
                problems.append(
                    Problem(
                        locate(node, [KINDS[kind].identity]),
                        "data.key",
                        f"“{name.removeprefix(f'{kind} ')}” stands twice (first at {first.path}:{first.line})",
                        "ids are unique in the whole book",
                    )
                )
                continue
            nodes[name] = node
            record, found = _validate(shape, node)
            said = {problem.position for problem in problems}
            problems += [problem for problem in found if problem.position not in said]
            if record is None:
                broken |= {name, identity(kind, meant_id(name.removeprefix(f"{kind} ")))}
            else:
                kinds[kind][name.removeprefix(f"{kind} ")] = record
    sources, places, found = read_works(folder / BIBLIOGRAPHY, f"{folder.name}/{BIBLIOGRAPHY}")
    nodes |= {identity("sources", name): Node("map", (), place) for name, place in places.items()}
    problems += [*found, *_unread(folder)]
    dataset = Dataset(
        **kinds,
        sources=sources,
        nodes=nodes,
        broken=frozenset(broken),
        whole=whole and bool(sources),
    )
    return Loaded(dataset, tuple(sorted(problems)))


def _records(kind: str, shown: str, root: Node | None, problems: list[Problem]) -> Iterator[Node]:
    """The nodes of the records in a file that is one map with one list."""
    if root is None:
        return
    hint = f"begin the file with “{kind}:” and indent the list under it"
    if root.kind != "map":
        problems.append(
            Problem(root.position, "data.type", "a map is needed at the top of the file", hint)
        )
        return
    for key, value in root.value:
        if key.value != kind:
            problems.append(
                Problem(key.position, "data.key", f"unknown key “{key.value}” in {shown}", hint)
            )
        elif value.kind != "list":
            problems.append(
                Problem(value.position, "data.type", f"“{kind}” must be a list of records", hint)
            )
        else:
            yield from value.value


def _name(kind: str, node: Node) -> str:
    """The id of a record, or its place where it has none, so that it can be told apart."""
    wanted = KINDS[kind].identity
    if node.kind == "map":
        for key, value in node.value:
            if key.value == wanted and value.kind == "scalar":
                return identity(kind, str(value.value))
    return str(node.position)


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(shape: type[Any]) -> TypeAdapter[Any]:
    """The validator of a class of records; making one is slow, so each is made once."""
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def _validate(shape: type[Any], node: Node) -> tuple[Any, list[Problem]]:
    try:
        return adapter(shape).validate_json(json.dumps(plain(node)), strict=True), []
    except ValidationError as error:
        return None, [_problem(node, details, shape) for details in error.errors(include_url=False)]


def _problem(node: Node, error: ErrorDetails, shape: type[Any]) -> Problem:
    """A pydantic error as a problem at its place, in words for people."""
    path = [
        step
        for step in error["loc"]
        if not (isinstance(step, str) and step.startswith("function-"))
    ]
    name = str(path[-1]) if path else ""
    given = error["input"]
    match error["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = _keys_beside(shape, path[:-1])
            guess = near(name, known)
            hint = f"did you mean “{guess}”?" if guess else "allowed here: " + ", ".join(known)
            return Problem(key_position(node, path), "data.key", f"unknown key “{name}”", hint)
        case "missing":
            return Problem(
                locate(node, path[:-1]),
                "data.key",
                f"the key “{name}” is missing",
                f"add “{name}:”",
            )
        case "literal_error":
            expected = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            guess = near(str(given), expected)
            hint = (
                f"did you mean “{guess}”?"
                if guess
                else "one of: " + ", ".join(word for word in expected if word)
            )
            return Problem(
                locate(node, path), "data.type", f"“{given}” is not taken for “{name}”", hint
            )
        case "field":
            return Problem(locate(node, path), "data.type", error["msg"], error["ctx"]["hint"])
        case "bool_type":
            return Problem(
                locate(node, path),
                "data.type",
                f"“{name}” must be true or false",
                "write true or false",
            )
        case kind:
            needed = {
                "tuple_type": "a list",
                "dataclass_type": "a map of keys and values",
                "mapping_type": "a map",
            }
            message = f"“{name}” must be {needed.get(kind, 'of another kind')}"
            hint = (
                f"write [{given}]"
                if kind == "tuple_type" and isinstance(given, str)
                else "see the example on top of the file"
            )
            return Problem(locate(node, path), "data.type", message, hint)


def _keys_beside(shape: type[Any], path: list[int | str]) -> list[str]:
    """The keys a map of this shape may have, found by following `path` through the JSON schema."""
    schema = adapter(shape).json_schema()
    here: dict[str, Any] = schema
    for step in path:
        here = _resolve(here, schema)
        here = (
            here["items"]
            if isinstance(step, int)
            else here.get("properties", {}).get(step) or here.get("additionalProperties", {})
        )
    return list(_resolve(here, schema).get("properties", {}))


def _resolve(here: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in here.get("anyOf", []):
        if option.get("type") != "null":
            here = option
            break
    if "$ref" in here:
        found = schema["$defs"][here["$ref"].rsplit("/", 1)[1]]
        assert isinstance(found, dict)
        return found
    return here


def _unread(folder: Path) -> Iterator[Problem]:
    """A file in data/ that no loader reads looks like data and is none."""
    known = {kind.file for kind in KINDS.values()}
    for path in sorted(folder.iterdir() if folder.is_dir() else []):
        if path.is_file() and path.name not in known:
            guess = near(path.name, known)
            yield Problem(
                Position(f"{folder.name}/{path.name}", 1, 1),
                "data.unread",
                "nothing reads this file",
                f"did you mean “{guess}”?"
                if guess
                else "move it out of data/, or give it a kind in ext/withdrawal/records/kinds.py",
            )
