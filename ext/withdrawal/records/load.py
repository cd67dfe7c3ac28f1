"""The only reader of data/: every file once, into one frozen dataset and the list of what is wrong with it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from ext.withdrawal.records.bibliography import read_works
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.dataset import key as identity
from ext.withdrawal.records.faults import faults
from ext.withdrawal.records.fields import UNKNOWN, meant_id
from ext.withdrawal.records.kinds import FILES, KINDS
from ext.withdrawal.records.mending import verified
from sphinx_facts.values.catalog import near
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml import reader as yaml
from sphinx_facts.yaml.reader import Node, Unread, content, locate, plain

Record = Node | Unread
BIBLIOGRAPHY, SCHEMAS = KINDS["sources"].file, "schema"


_MAY_BE_EMPTY = ("discrepancies", "sums", "gaps", "errata", "pins")


class Loaded(NamedTuple):
    """What was read, and what is wrong with it. Records with a problem are left out of the dataset."""

    dataset: Dataset
    problems: tuple[Problem, ...]


def load(folder: Path) -> Loaded:
    """Read the data folder. Never raises for what a file holds: each mistake is a problem with its place."""
    if folder.is_symlink() or not folder.is_dir():
        place, hint = Position(folder.name, 1, 1), "take it back from git"
        lost = Problem(place, "data.unread", "this is no folder", hint)
        return Loaded(Dataset(broken=frozenset(KINDS)), (lost,))
    reader = _Reader(folder)
    kinds = {kind: reader.records(kind) for kind in FILES}
    sources, places, found = read_works(folder / BIBLIOGRAPHY, f"{folder.name}/{BIBLIOGRAPHY}")
    if not sources:
        reader.broken.add("sources")
    works = {identity("sources", name): Node("map", (), at) for name, at in places.items()}
    nodes = reader.nodes | works
    dataset = Dataset(**kinds, sources=sources, nodes=nodes, broken=frozenset(reader.broken))
    return Loaded(dataset, tuple(sorted([*reader.problems, *found, *_unread(folder)])))


@dataclass(slots=True)
class _Reader:
    """Reads one file after the other: `nodes` by the name of the record, and what is `broken` (as in a dataset)."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[str, Record] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def records(self, kind: str) -> dict[str, Any]:
        """The sound records of a kind by id."""
        shown = f"{self.folder.name}/{kind}.yaml"
        raw, refused = content(self.folder / f"{kind}.yaml", shown)
        text, refused = ("", refused) if refused else yaml.decode(raw, shown)
        told = {refused.position: refused} if refused else {}
        every: Sequence[tuple[Record, Any]] = [] if refused else yaml.items(text, shown, kind)
        if not every and not refused:
            root, found = yaml.tree(text, shown)
            told = {problem.position: problem for problem in found}
            every = [(node, plain(node)) for node in _listed(kind, shown, root, told)]
        names = [self.record(kind, node, values, told) for node, values in every]
        starts = [node.position.line for node, _ in every]
        spoilt = {bisect.bisect_right(starts, place.line) - 1 for place in told}
        if -1 in spoilt:  # a fault of the whole file, or above its first record
            self.broken.add(kind)
        sound: dict[str, Any] = {}
        for number, (name, record) in enumerate(names):
            if record is not None and number not in spoilt:
                sound[name.removeprefix(f"{kind} ")] = record
            else:
                meant = identity(kind, meant_id(name.removeprefix(f"{kind} ")))
                self.broken |= {name, meant} if name else {kind}
        # What is wrong with the file itself has no text.
        self.problems += verified(told.values(), text, partial(_wrong_with, kind))
        return sound

    def record(
        self, kind: str, node: Record, values: Any, told: dict[Position, Problem]
    ) -> tuple[str, Any]:
        """The name of a record, empty if it has none of its own, and the record, unless something is wrong with it."""
        given = values.get(KINDS[kind].identity) if isinstance(values, dict) else None
        given = str(given) if isinstance(given, str | int) else ""
        name = identity(kind, given)
        if given and name in self.nodes:
            place, first = locate(node, [KINDS[kind].identity]), self.nodes[name].position
            message = f"“{given}” stands twice (first at {first.path}:{first.line})"
            hint = f"ids are unique in the whole book{self._free(kind, given)}"
            told[place] = Problem(place, "data.key", message, hint)
            return "", None
        shape, record = adapter(FILES[kind]), None
        try:
            record = shape.validate_json(to_json(_shared(values)), strict=True)
        except ValidationError as error:
            node = node.node() if isinstance(node, Unread) else node
            lines = {position.line for position in told}
            for problem in faults(node, error.errors(include_url=False), shape.json_schema()):
                # The reader of the text has said what is wrong; what to write there, only the field knows.
                before = told.get(problem.position)
                if before and before.rule == "data.type":
                    told[problem.position] = replace(before, hint=problem.hint)
                elif problem.position.line not in lines and before is None:
                    told[problem.position] = problem
        at = locate(node, [KINDS[kind].identity]).line if told else 0
        if not given or any(place.line == at for place in told):
            return "", None
        self.nodes[name] = node
        return name, record

    def _free(self, kind: str, given: str) -> str:
        """What to say of the next id, where the ids of a kind are numbered."""
        if "numbered" not in KINDS[kind].traits:
            return ""
        letter, raw = given[:1], content(self.folder / f"{kind}.yaml", "")[0]
        ids = re.findall(rf"^  - id: {letter}(\d+)\b", raw.decode(errors="replace"), re.M)
        used = [int(number) for number in ids]
        return f"; the next free one is {letter}{max(used) + 1:03}" if used else ""


def _shared(given: Any) -> Any:
    """What a record holds, with “unknown” where a value is to be taken from another fact (see `shared`)."""
    if isinstance(given, list):
        return [_shared(each) for each in given]
    if not isinstance(given, dict):
        return given
    found = {name: _shared(each) for name, each in given.items()}
    return {"value": UNKNOWN, **found} if "same" in found else found


def _wrong_with(kind: str, text: str) -> Iterator[Problem]:
    """What is wrong with a record of a kind, given its lines, or with a file."""
    whole = f"{kind}:\n{text}\n" if text.startswith("  - ") else text
    root, found = yaml.parse(whole.encode(), "")
    told = {problem.position: problem for problem in found}
    reader = _Reader(Path())
    for node in _listed(kind, "", root, told):
        reader.record(kind, node, plain(node), told)
    yield from told.values()


def _listed(
    kind: str, shown: str, root: Node | None, told: dict[Position, Problem]
) -> tuple[Node, ...]:
    """The nodes of the records in a file that is one map with one list; else a problem, unless one is told."""
    hint = f"begin the file with “{kind}:” and indent the list under it"
    wrong: tuple[Position, str, str] | None = None
    found: tuple[Node, ...] = ()
    for key, value in root.value if root is not None and root.kind == "map" else ():
        if key.value != kind:
            wrong = wrong or (key.position, "data.key", f"unknown key “{key.value}” in {shown}")
        elif value.kind != "list":
            wrong = wrong or (value.position, "data.type", f"“{kind}” must be a list of records")
        elif not value.value and kind not in _MAY_BE_EMPTY:
            wrong = value.position, "data.type", f"“{kind}” is empty"
            hint = "take it back from git"
        else:
            found = value.value
    if root is not None and root.kind != "map":
        wrong = root.position, "data.type", "a map is needed at the top of the file"
    if wrong and not told:
        told[wrong[0]] = Problem(*wrong, hint)
    return found


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(shape: type[Any]) -> TypeAdapter[Any]:
    """The validator of a class of records; making one is slow, so each is made once."""
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def _unread(folder: Path) -> Iterator[Problem]:
    """What lies in data/ and no loader reads looks like data and is none."""
    known = {kind.file for kind in KINDS.values()}
    for path in sorted(folder.iterdir()):
        schemas = path.name == SCHEMAS and path.is_dir() and not path.is_symlink()
        if path.name not in known and not schemas:
            guess = near(path.name, {name for name in known if not (folder / name).exists()})
            hint = f"did you mean “{guess}”?" if guess else "move it out of data/"
            place = Position(f"{folder.name}/{path.name}", 1, 1)
            yield Problem(place, "data.unread", "nothing reads this", hint)
