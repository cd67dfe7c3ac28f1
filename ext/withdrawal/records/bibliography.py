"""Reads the bibliography: its lines first, for faults in words for people, and then its entries as BibTeX.

An entry is laid out as in the file itself: `@kind{key,` on a line, each field on a line, `}` on a line. BibTeX takes
more than that, but would pass over whatever stands outside an entry in silence, and stop at the first fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

from pybtex.database import Entry, PybtexError
from pybtex.database.input.bibtex import Parser

from ext.withdrawal.records import model
from ext.withdrawal.records.vocabulary import FAMILIES
from sphinx_facts.values.catalog import did_you_mean
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.characters import TAKEN, WEB_ADDRESS, conflict, scan
from sphinx_facts.yaml.reader import content, decode

NEEDED = ("title", "shorthand", "seen", "grade", "family")
GRADES = ("A", "A-", "B+", "B", "B-", "C+", "C", "C-", "not seen")
FIELDS = frozenset(field.name.replace("_", "") for field in fields(model.Source)) | set(
    re.findall(
        r"\w+",
        "address articleid edition editor gradenote howpublished institution journal journalnative note number pages "
        "publisher publishernative school shorthand titlebasis translator type urldate volume year",
    )
) - {"key", "label", "kind"}
"""Every field that an entry may have."""
CLOSED = {"grade": GRADES, "family": tuple(FAMILIES)}
"""The fields that hold one of a few words."""
_FIRST = re.compile(r"@\w+\{([^\s,{}=]+),")
_FIELD = re.compile(r"([A-Za-z]+) *= *(.*?)(,?)")
_TEXT = re.compile(r'\{.*\}|"[^"]*"|\d+')


class Works(NamedTuple):
    """The works by key, the line where the entry of each begins, and what is wrong; no works if they cannot be read."""

    sources: Mapping[str, model.Source]
    places: Mapping[str, Position]
    problems: list[Problem]


@dataclass(slots=True)
class _Lines:
    """What is told of a file line by line: where entries and fields stand, and the faults."""

    shown: str
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Position] = field(default_factory=dict)
    fields: dict[tuple[str, str], Position] = field(default_factory=dict)
    key: str = ""
    """The key of the entry that is open."""
    lost: bool = False
    """Whether the lines belong to nothing, which was said of the first of them."""
    bare: tuple[Position, str] | None = None
    """A field without a comma after it: a fault if another follows."""

    def add(self, place: Position, message: str, hint: str, rule: str = "data.syntax") -> None:
        self.problems.append(Problem(place, rule, message, hint))

    def read(self, text: str) -> None:
        """Go through the whole file."""
        for number, line in enumerate(text.split("\n"), start=1):
            said = line.strip()
            place = Position(self.shown, number, len(line) - len(line.lstrip()) + 1)
            if torn := conflict(said, place, "data.syntax"):
                self.problems.append(torn)
            elif said.startswith("@"):
                self.first(place, said)
            elif said in ("}", "},"):
                self.last(place)
            elif said and not said.startswith("%"):
                self.inside(place, said)
        if self.key:
            self.unclosed(self.places[self.key])

    def first(self, place: Position, said: str) -> None:
        """The first line of an entry."""
        if self.key:
            self.unclosed(place)
        self.lost = False
        found = _FIRST.fullmatch(said)
        if found is None:
            hint = (
                "write it like @misc{key, with a key without spaces, and nothing behind the comma"
            )
            self.add(place, f"“{said[:40]}” is not the first line of an entry", hint)
        self.key = found[1] if found else said
        same = next((key for key in self.places if key.lower() == self.key.lower()), "")
        if same:
            first = self.places[same].line
            message = f"the source “{self.key}” stands twice (first on line {first})"
            self.add(place, message, "give one of them another key, or delete it", "data.key")
            self.key += " again"
        self.places[self.key] = place
        self.bare = None

    def last(self, place: Position) -> None:
        """A line with nothing but a closing brace."""
        if not self.key and not self.lost:
            self.add(place, "a closing brace that closes nothing", "delete it")
        self.key, self.lost = "", False

    def unclosed(self, place: Position) -> None:
        message = f"the entry “{self.key[:40]}” is not closed"
        self.add(place, message, "write } on a line of its own at its end")

    def inside(self, place: Position, said: str) -> None:
        """A field, or something that is none."""
        found = _FIELD.fullmatch(said)
        if not self.key:
            if not self.lost:
                hint = "an entry begins with @ and its kind; a remark begins with %"
                self.add(place, f"nothing reads “{said[:40]}”", hint)
            self.lost = True
        elif found is None or _fields_in(found[2]) > 1:
            hint = "write each field on a line of its own, like title = {Words},"
            self.add(place, f"“{said[:40]}” is not a field", hint)
        else:
            self.field(place, *found.groups())

    def field(self, place: Position, name: str, value: str, comma: str) -> None:
        name = name.lower()
        if self.bare:
            message = "a comma is missing at the end of this line"
            self.add(self.bare[0], message, f"write {self.bare[1]},")
        self.bare = None if comma else (place, f"{name} = {value}")
        if (self.key, name) in self.fields:
            message = f"the field “{name}” stands twice in “{self.key}”"
            self.add(place, message, "keep one", "data.key")
        self.fields[self.key, name] = place
        depth = _depth(value)
        if depth:
            mended = value + "}" * depth if depth > 0 else value[:depth]
            if not _TEXT.fullmatch(mended):
                mended = "{" + re.sub(r'[{}"]', "", value) + "}"
            opened = "a brace opened here is not closed"
            message = opened if depth > 0 else "a closing brace too many"
            self.add(place, message, _written(name, mended, f"{comma} if the fault is at the end"))
        elif not _TEXT.fullmatch(value):
            message = f"the text “{value[:40]}” has no braces"
            self.add(place, message, _written(name, f"{{{value}}}", comma))


def _written(name: str, value: str, after: str) -> str:
    """The hint to write a field so, if it may hold that."""
    words = CLOSED.get(name)
    if words is None or value[1:-1] in words:
        return f"write {name} = {value}{after}"
    return f"in braces one of: {', '.join(words)}"


def _fields_in(value: str) -> int:
    """How many texts in braces stand beside each other in what should be one."""
    depth, found = 0, 0
    for brace in re.findall(r"(?<!\\)[{}]", value):
        found += depth == 0 and brace == "{"
        depth += 1 if brace == "{" else -1
    return found


def _depth(value: str) -> int:
    """How many braces of a value are not closed; negative if too many are."""
    plain = re.sub(r"\\[{}]", "", value)
    return plain.count("{") - plain.count("}")


def read_works(path: Path, shown: str) -> Works:
    """The works in the file at `path`, called `shown` in messages. Never raises, whatever the file holds."""
    raw, refused = content(path, shown)
    text, refused = ("", refused) if refused else decode(raw, shown)
    if refused:
        return Works({}, {}, [refused])
    lines = _Lines(shown, list(scan(text, shown)))
    lines.read(text)
    if torn := [problem for problem in lines.problems if "conflict" in problem.message]:
        return Works({}, {}, [problem for problem in torn if "<" in problem.message] or torn[:1])
    if lines.problems:
        return Works({}, lines.places, lines.problems)
    try:
        entries: Mapping[str, Entry] = Parser(macros={}).parse_string(text).entries
    except PybtexError as error:
        place = Position(shown, getattr(error, "lineno", None) or 1, 1)
        lost = Problem(place, "data.syntax", f"this is no BibTeX: {error}")
        return Works({}, lines.places, [lost])
    if not entries:
        place, hint = Position(shown, 1, 1), "take it back from git"
        return Works({}, {}, [Problem(place, "data.syntax", "the bibliography is empty", hint)])
    pairs = entries.items()
    problems = [each for key, entry in pairs for each in _faults(key, entry, entries, lines)]
    return Works({key: _source(key, entry) for key, entry in pairs}, lines.places, problems)


def _faults(
    key: str, entry: Entry, entries: Mapping[str, Entry], lines: _Lines
) -> Iterator[Problem]:
    """What is wrong with an entry that can be read."""
    for name in NEEDED:
        if not entry.fields.get(name):
            among = f", one of: {', '.join(CLOSED[name])}" if name in CLOSED else ""
            message, hint = f"source “{key}” has no field “{name}”", f"add {name} = {{…}}{among}"
            yield Problem(lines.places[key], "data.key", message, hint)
    for _, name in (place for place in lines.fields if place[0] == key and place[1] not in FIELDS):
        hint = did_you_mean(name, FIELDS, f"one of: {', '.join(sorted(FIELDS))}")
        message = f"“{name[:40]}” is no field of the bibliography"
        yield Problem(lines.fields[key, name], "data.key", message, hint)
    for name, known in CLOSED.items():
        given = entry.fields.get(name)
        if given and given not in known:
            hint = did_you_mean(given, known, f"one of: {', '.join(known)}")
            message = f"“{given[:40]}” is not a {name}"
            yield Problem(lines.fields[key, name], "data.type", message, hint)
    for name in ("via", "samewitness"):
        given = entry.fields.get(name)
        if given is not None and given not in entries:
            hint = did_you_mean(given, entries, f"the sources stand in {lines.shown}")
            message = f"there is no source “{given[:40]}”"
            yield Problem(lines.fields[key, name], "data.reference", message, hint)
        elif given == key:
            message = f"“{key[:40]}” names itself in “{name}”"
            hint = "name another source, or delete the line"
            yield Problem(lines.fields[key, name], "data.reference", message, hint)
    url = entry.fields.get("url")
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        message = f"the url of “{key}” is not a web address this book takes: “{url[:60]}”"
        yield Problem(lines.fields[key, "url"], "data.type", message, TAKEN)


def _source(key: str, entry: Entry) -> model.Source:
    def get(name: str) -> str:
        return re.sub(r"[{}]|\\(?=[&%_#$])", "", entry.fields.get(name.replace("_", ""), ""))

    named = {each.name: get(each.name) for each in fields(model.Source)}
    authors = "; ".join(re.sub(r"[{}]", "", str(each)) for each in entry.persons.get("author", ()))
    named |= {"key": key, "label": get("shorthand"), "author": authors, "kind": entry.type}
    named["publisher"] = get("publisher") or get("school") or get("institution")
    return model.Source(**named | {"date": named["date"] or get("year")})
