"""What is wrong with the syntax of one role or one directive: a message and a hint, in words for
people. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.states import MarkupError
from myst_parser.parsers.directives import parse_directive_arguments
from myst_parser.parsers.options import TokenizeError, options_to_items

from sphinx_facts.values.catalog import did_you_mean, near

OPTION = re.compile(r"\s*:(?!::)")
"""How a line of options begins."""
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>\S.*?))?\s*")
_NEARLY = re.compile(r"\W{0,3}(?P<name>[\w-]+)\s*(?P<colon>:?)\s*(?P<value>.*?)\s*")
_TITLED = re.compile(r"[^<>]*[^<>\s][^<>]*<[^<>\s](?:[^<>]*[^<>\s])?>|[^<>]*")
_HALF = re.compile(
    r"(?P<words>[^<>]*[^<>\s])\s*<(?P<id>[\w.-]+)|(?P<more>[^<>]*[^<>\s])\s+(?P<last>[\w.-]+)>"
)
_NOTE = r"(?:\{(?!\s)[^{}<>\[\]|*]+(?<!\s)\})?"
_CITED = re.compile(rf"{_NOTE}[^{{}}\s,]+{_NOTE}")
_NAMED = ("cite", "cite:p", "cite:t")

Converter = Callable[[Any], Any]


class Wrong(NamedTuple):
    """A slip: how many lines below the first it stands, what stands there, what is wrong with it,
    how to mend it."""

    below: int
    words: str
    message: str
    hint: str
    spared: bool = True
    """Whether the directive can be read without the line."""


def wrong_role(name: str, text: str) -> tuple[str, str] | None:
    """What is wrong with `{name}`text``, and how to mend it."""
    written = f"{{{name}}}`{text}`"
    if not text.strip():
        return f"{{{name}}} holds no words", f"write the words between the backticks: {{{name}}}`…`"
    if name in _NAMED:
        if all(_CITED.fullmatch(part.strip()) for part in re.split(r",(?![^{]*\})", text)):
            return None
        hint = f"it is written {{{name}}}`key` or {{{name}}}`key{{p. 3}}`"
        return f"“{text}” is not a citation", hint
    if name == "abbr":
        if re.fullmatch(r"[^()]*[^()\s]\s+\([^()]*[^()\s][^()]*\)", text):
            return None
        hint = "write {abbr}`short (what it is short for)`"
        return f"“{text}” does not say what it is short for", hint
    if name == "file" and re.search(r"[{}<>\[\]|*]", re.sub(r"\{[^{}]+\}", "", text)):
        return f"“{text}” is not the name of a file", "take the bracket away, or write its partner"
    if name in ("asis", "file") or _TITLED.fullmatch(text):
        return None
    message = f"“{text}” is neither an id nor words with an id in angle brackets"
    if half := _HALF.fullmatch(text):
        words, target = half["words"] or half["more"], half["id"] or half["last"]
        return message, f"write {{{name}}}`{words} <{target}>`"
    return message, f"write {{{name}}}`words <id>` in the place of {written}"


def wrong_directive(
    kind: type[Directive], name: str, first: str, lines: list[str]
) -> Iterator[Wrong]:
    """What is wrong with a directive: `first` follows its name, `lines` stand in it."""
    known: Mapping[str, Converter] = kind.option_spec or {}
    if known and lines and lines[0].startswith("---"):
        what = "lines of dashes around options are not taken"
        yield Wrong(1, lines[0], what, "write each option like :name: value", spared=False)
        return
    yield from _arguments(kind, name, first)
    seen: set[str] = set()
    options, torn = list(takewhile(OPTION.match, lines if known else [])), False
    for at, line in enumerate(options, start=1):
        wrong = _option(line, known, seen)
        if wrong and torn and re.match(r"\s*:(?:\s|$)", line):
            yield Wrong(at, "", "", "")  # without a name it is the rest of a line that was torn
        elif wrong:
            yield Wrong(at, line.strip(), *wrong)
        torn = bool(wrong)
    body = [(at, line) for at, line in enumerate(lines) if line.strip()][len(options) :]
    takes = kind.required_arguments + kind.optional_arguments
    if body:
        yield from _body(kind, name, body, len(options), len(lines))
    elif kind.has_content and not takes and not first.strip():
        hint = "write what it is to hold below it, or delete it"
        yield Wrong(0, name, f"{{{name}}} is empty", hint, spared=False)


def _body(
    kind: type[Directive], name: str, body: list[tuple[int, str]], options: int, end: int
) -> Iterator[Wrong]:
    """What is wrong with the text of a directive: its lines that are not blank, each with how many
    stand above it; `options` lines of options stand above them all."""
    known: Mapping[str, Converter] = kind.option_spec or {}
    at, text = body[0][0], body[0][1].strip()
    nearly, said = _NEARLY.fullmatch(text), f"“{text[:40]}”"
    option = nearly["name"] if nearly and (nearly["colon"] or not nearly["value"]) else ""
    if option in known or (text.startswith(":") and known):
        apart = "" if at == options else ", right below the first line of the directive"
        hint = f"{_as_option(text, known)}{apart}"
        yield Wrong(at + 1, text, f"{said} is read as text, not as an option", hint)
    elif not kind.has_content:
        more = "delete what stands there, up to the end of the block"
        what = f"{said} is not read: {{{name}}} holds no text"
        yield Wrong(at + 1, text, what, more if len(body) > 1 else "delete it")
    elif name == "glossary":
        for odd, line in [each for each in body if each[1].startswith(":")][:1]:
            hint = "write its meaning two spaces in, without the colon"
            yield Wrong(odd + 1, line, f"“{line[:40]}” is read as a term", hint)
    if not kind.has_content:  # the rest goes with the first line
        yield from (Wrong(below + 1, "", "", "") for below in range(at + 1, end))


def _arguments(kind: type[Directive], name: str, first: str) -> Iterator[Wrong]:
    takes, given = kind.required_arguments + kind.optional_arguments, first.strip()
    if given and not takes and not kind.has_content:
        what = f"“{given[:40]}” is not read: {{{name}}} takes nothing on its line"
        yield Wrong(0, given, what, "delete it")
    elif takes:
        try:
            parse_directive_arguments(kind, first)
        except MarkupError:
            what, hint = f"{{{name}}} takes {takes} at most behind it", "delete the rest"
            if len(first.split()) < kind.required_arguments:
                what = f"{{{name}}} needs something behind it"
                hint = f"write what it is about behind {{{name}}}, on the same line"
            yield Wrong(0, f"{{{name}}}", what, hint, spared=False)


def _option(line: str, known: Mapping[str, Converter], seen: set[str]) -> tuple[str, str] | None:
    """What is wrong with one line of options."""
    found = _OPTION.fullmatch(line)
    if found is None:
        return f"“{line.strip()[:40]}” is not an option", _as_option(line, known)
    name, given = found["name"], found["value"] or ""
    if name not in known:
        others = f"the options are: {', '.join(sorted(known))}"
        return f"there is no option “{name}”", did_you_mean(name, known, others)
    if name in seen:
        return f"the option “{name}” stands twice", "keep one"
    seen.add(name)
    quoted = f"write :{name}: '{given.replace(chr(39), chr(39) * 2)}'"
    try:
        ((_, value),), state = options_to_items(f"{name}: {given}")
    except (TokenizeError, ValueError) as error:
        said = getattr(error, "problem", "it is more than one value")
        return f"the value of “{name}” cannot be read: {said}", quoted
    if state.has_comments:
        return f"a space and # cut the value of “{name}” off", quoted
    return _value(name, value, known[name])


def _value(name: str, value: str, convert: Converter) -> tuple[str, str] | None:
    if convert is directives.flag:
        return (f"the option “{name}” takes no value", f"write :{name}:") if value else None
    try:
        empty = convert(value or None) == ""
    except (ValueError, TypeError, AttributeError) as error:
        empty, said = not value, " ".join(str(error).split())
        if value:
            listed = said.partition("none of:")[2] or said.partition("choose from")[2]
            hint = did_you_mean(value, re.findall(r"[\w-]+", listed), said)
            return f"“{value[:40]}” is not taken for “{name}”", hint
    if empty:
        return f"the option “{name}” has no value", "write its value behind it, or delete the line"
    return None


def _as_option(line: str, known: Mapping[str, Converter]) -> str:
    """How to write as an option what is nearly one."""
    nearly = _NEARLY.fullmatch(line)
    name = nearly["name"] if nearly else ""
    name = name if name in known else near(name, known)
    if not nearly or not name:
        return f"write it like :name: value; the options are: {', '.join(sorted(known))}"
    return f"write :{name}: {nearly['value'].lstrip(': ')}".rstrip()
