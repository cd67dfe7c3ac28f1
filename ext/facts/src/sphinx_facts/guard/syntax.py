"""What is wrong with the syntax of one role or one directive: a message and a hint, in words for people. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.states import MarkupError
from myst_parser.parsers.directives import parse_directive_arguments
from myst_parser.parsers.options import TokenizeError, options_to_items

from sphinx_facts.values.catalog import near

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
    """A slip: how many lines below the first it stands, what stands there, what is wrong with it, how to mend it."""

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
        return (
            f"“{text}” is not a citation",
            f"it is written {{{name}}}`key` or {{{name}}}`key{{p. 3}}`",
        )
    if name == "abbr":
        if re.fullmatch(r"[^()]*[^()\s]\s+\([^()]*[^()\s][^()]*\)", text):
            return None
        return (
            f"“{text}” does not say what it is short for",
            "write {abbr}`short (what it is short for)`",
        )
    if name == "file" and re.search(r"[{}<>\[\]|*]", re.sub(r"\{[^{}]+\}", "", text)):
        return f"“{text}” is not the name of a file", "take the bracket away, or write its partner"
    if name in ("asis", "file") or _TITLED.fullmatch(text):
        return None
    half = _HALF.fullmatch(text)
    words, target = (
        (half["words"] or half["more"], half["id"] or half["last"]) if half else ("words", "id")
    )
    message = f"“{text}” is neither an id nor words with an id in angle brackets"
    return message, f"write {{{name}}}`{words} <{target}>`" + (
        f" in the place of {written}" if not half else ""
    )


def wrong_directive(
    kind: type[Directive], name: str, first: str, lines: list[str]
) -> Iterator[Wrong]:
    """What is wrong with a directive: `first` is what follows its name, `lines` what stands in it."""
    known: Mapping[str, Converter] = kind.option_spec or {}
    if known and lines and lines[0].startswith("---"):
        yield Wrong(
            1,
            lines[0],
            "lines of dashes around options are not taken",
            "write each option like :name: value",
            False,
        )
        return
    yield from _arguments(kind, name, first)
    seen: set[str] = set()
    body, torn = 0, False
    for body, line in enumerate(lines):
        if not known or not OPTION.match(line):
            break
        if wrong := _option(line, known, seen):
            # Without a name it is the rest of a line above that was torn.
            rest = torn and re.match(r"\s*:(?:\s|$)", line)
            yield Wrong(body + 1, "", "", "") if rest else Wrong(body + 1, line.strip(), *wrong)
        torn = bool(wrong)
    else:
        body = len(lines)
    text = next(
        ((at, line.strip()) for at, line in enumerate(lines) if at >= body and line.strip()), None
    )
    if text is None:
        if (
            kind.has_content
            and not kind.required_arguments
            and not kind.optional_arguments
            and not first.strip()
        ):
            yield Wrong(
                0,
                name,
                f"{{{name}}} is empty",
                "write what it is to hold below it, or delete it",
                False,
            )
        return
    nearly = _NEARLY.fullmatch(text[1])
    option = nearly["name"] if nearly and (nearly["colon"] or not nearly["value"]) else ""
    if option in known or (text[1].startswith(":") and known):
        apart = "" if text[0] == body else ", right below the first line of the directive"
        hint = f"{_as_option(text[1], known)}{apart}"
        yield Wrong(
            text[0] + 1, text[1], f"“{text[1][:40]}” is read as text, not as an option", hint
        )
    elif not kind.has_content:
        more = any(line.strip() for line in lines[text[0] + 1 :])
        hint = "delete what stands there, up to the end of the block" if more else "delete it"
        yield Wrong(
            text[0] + 1, text[1], f"“{text[1][:40]}” is not read: {{{name}}} holds no text", hint
        )
    elif (
        name == "glossary"
        and (
            odd := next(
                (at for at, line in enumerate(lines) if line[:1] == ":" and at >= body), None
            )
        )
        is not None
    ):
        yield Wrong(
            odd + 1,
            lines[odd],
            f"“{lines[odd][:40]}” is read as a term",
            "write its meaning two spaces in, without the colon",
        )
    if not kind.has_content:  # it goes with the first line
        yield from (Wrong(at + 1, "", "", "") for at in range(text[0] + 1, len(lines)))


def _arguments(kind: type[Directive], name: str, first: str) -> Iterator[Wrong]:
    takes = kind.required_arguments + kind.optional_arguments
    if first.strip() and not takes and not kind.has_content:
        yield Wrong(
            0,
            first.strip(),
            f"“{first.strip()[:40]}” is not read: {{{name}}} takes nothing on its line",
            "delete it",
        )
    elif takes:
        try:
            parse_directive_arguments(kind, first)
        except MarkupError:
            few = len(first.split()) < kind.required_arguments
            message = (
                f"{{{name}}} needs something behind it"
                if few
                else f"{{{name}}} takes {takes} at most behind it"
            )
            hint = (
                f"write what it is about behind {{{name}}}, on the same line"
                if few
                else "delete the rest"
            )
            yield Wrong(0, f"{{{name}}}", message, hint, False)


def _option(line: str, known: Mapping[str, Converter], seen: set[str]) -> tuple[str, str] | None:
    """What is wrong with one line of options."""
    found = _OPTION.fullmatch(line)
    if found is None:
        return f"“{line.strip()[:40]}” is not an option", _as_option(line, known)
    name, given = found["name"], found["value"] or ""
    if name not in known:
        guess = near(name, known)
        hint = (
            f"did you mean “{guess}”?" if guess else f"the options are: {', '.join(sorted(known))}"
        )
        return f"there is no option “{name}”", hint
    if name in seen:
        return f"the option “{name}” stands twice", "keep one"
    seen.add(name)
    try:
        ((_, value),), state = options_to_items(f"{name}: {given}")
    except (TokenizeError, ValueError) as error:
        said = getattr(error, "problem", "it is more than one value")
        return (
            f"the value of “{name}” cannot be read: {said}",
            f"write :{name}: '{given.replace(chr(39), chr(39) * 2)}'",
        )
    if state.has_comments:
        return (
            f"a space and # cut the value of “{name}” off",
            f"write :{name}: '{given.replace(chr(39), chr(39) * 2)}'",
        )
    return _value(name, value, known[name])


def _value(name: str, value: str, convert: Converter) -> tuple[str, str] | None:
    if convert is directives.flag:
        return (f"the option “{name}” takes no value", f"write :{name}:") if value else None
    try:
        empty = convert(value or None) == ""
    except (ValueError, TypeError, AttributeError) as error:
        if value:
            said = " ".join(str(error).split())
            guess = near(
                value,
                re.findall(
                    r"[\w-]+", said.partition("none of:")[2] or said.partition("choose from")[2]
                ),
            )
            return (
                f"“{value[:40]}” is not taken for “{name}”",
                f"did you mean “{guess}”?" if guess else said,
            )
        empty = True
    return (
        (f"the option “{name}” has no value", "write its value behind it, or delete the line")
        if empty
        else None
    )


def _as_option(line: str, known: Mapping[str, Converter]) -> str:
    """How to write as an option what is nearly one."""
    nearly = _NEARLY.fullmatch(line)
    name = nearly["name"] if nearly else ""
    name = name if name in known else near(name, known)
    if not nearly or not name:
        return f"write it like :name: value; the options are: {', '.join(sorted(known))}"
    return f"write :{name}: {nearly['value'].lstrip(': ')}".rstrip()
