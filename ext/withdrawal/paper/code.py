"""Pieces of Typst code: strings, and text in which each run of hanzi or hangul says its language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes

from ext.withdrawal.records.vocabulary import RUN
from sphinx_facts.values.date_hints import MONTHS

_DAY = re.compile(rf"(?<=\d) (?=(?:{'|'.join(MONTHS)})\b)")
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_SIGN = re.compile(r"[\u3000-\u303f\uff00-\uffef]+")


def string(words: str) -> str:
    """A string in Typst."""
    return f'"{words.translate(_ESCAPED)}"'


def call(name: str, *given: str, **named: str) -> str:
    """A call of a function of the page."""
    return f"{name}({','.join([*given, *(f'{key}: {value}' for key, value in named.items())])})"


def joined(parts: Iterable[str]) -> str:
    """Pieces of content, one after the other, as one piece."""
    held = [part for part in parts if part]
    return "{[];" + ";".join(held) + "}" if held else "[]"


def spoken(words: str) -> str:
    """Plain text as content; a day and its month stay on one line."""
    words, parts, last = _DAY.sub("\u00a0", words.replace("\n", " ")), list[str](), 0
    for found in RUN.finditer(words):
        parts += [_latin(words[last : found.start()])] if found.start() > last else []
        parts.append(call(str(found.lastgroup), string(found[0])))
        last = found.end()
    return ";".join([*parts, *([_latin(words[last:])] if last < len(words) else [])])


def _latin(words: str) -> str:
    """Text outside of such runs; signs as wide as hanzi may stand there alone."""
    return ";".join(
        call("zh", string(part)) if _SIGN.fullmatch(part) else string(part)
        for part in re.split(f"({_SIGN.pattern})", words)
        if part
    )


def first_sentence(text: str) -> str:
    """The first sentence of a caption without its full stop."""
    return text.partition(". ")[0].rstrip(".")


def plain(node: nodes.Node) -> str:
    """The words of a node, on one line."""
    return " ".join(node.astext().split())
