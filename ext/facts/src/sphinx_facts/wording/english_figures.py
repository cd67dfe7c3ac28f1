"""The figures in English text: numerals, number words, dates, parts, Roman numerals and Chinese and Korean numerals.

A figure is only found here, never read: to bind one, the writer names the fact that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from sphinx_facts.wording import english_patterns as patterns
from sphinx_facts.wording.english_idioms import IDIOMS, innocent
from sphinx_facts.wording.figure import Figure, FigureKind

# Each of these stands for one character, so that places in the text stay what they are.
_SPACES = dict.fromkeys("\t\n\r\u00a0\u2009\u202f\u2002\u2003\u2005", " ")
_SAME = str.maketrans(_SPACES | {"\u2010": "-", "\u2011": "-", "'": "’"})
_TOKENS = re.compile(r"[A-Za-z]+|\d|[^\x00-\x7f]")


def _first_word(text: str) -> str:
    found = _TOKENS.match(text)
    return found[0] if found else ""


def _phrases() -> str:
    """All idioms as one pattern, those with the same first word together: a hundred single ones are slow to try."""
    rests: dict[str, list[str]] = {}
    for phrase in sorted(IDIOMS, key=len, reverse=True):
        word = _first_word(phrase)
        rests.setdefault(word, []).append(re.escape(phrase.removeprefix(word)))
    return "|".join(f"{word}(?:{'|'.join(rest)})" for word, rest in rests.items())


# “the one hundred” and “at one-thirty” are no idioms.
_IDIOM = rf"(?i:{_phrases()})(?![\w-])(?! {patterns.SCALE}\b)"
_ORDER = (
    ("sign", patterns.EAST_ASIAN),
    ("idiom", rf"(?<![\w-]){_IDIOM}"),
    ("share", rf"(?<!\w){patterns.SHARE}"),
    ("date", rf"(?<!\w)(?:{patterns.DATE})"),
    ("fraction", rf"(?<!\w)(?i:{patterns.FRACTION})"),
    ("multiple", rf"(?<!\w)(?i:{patterns.MULTIPLE})"),
    (
        "ordinal",
        rf"(?<!\w)(?:(?i:{patterns.ORDINAL})|\d{{1,15}}(?:,\d{{3}}){{0,4}}(?:st|nd|rd|th)\b)",
    ),
    ("count", rf"(?<!\w)(?i:{patterns.COUNT_WORDS})|{patterns.NUMERALS}"),
    ("roman", rf"(?<!\w)(?:{patterns.ROMAN})"),
    ("mark", rf"[{patterns.SIGNS}]+"),
)
_KINDS: dict[str, FigureKind] = {"mark": "sign"}
# To try the whole expression at every letter is slow: it is tried only at a word that may open a figure or an idiom.
_ROMAN_WORD = re.compile(r"[xliv]+")
_ARTICLES, _AFTER_ARTICLE = frozenset(("a", "an", "the")), frozenset(("only", "other"))
_OPENERS = patterns.OPENERS | {_first_word(phrase).lower() for phrase in IDIOMS}


@cache
def _any_figure() -> re.Pattern[str]:
    """The whole expression; compiled when the first page is read, since it takes a twentieth of a build without one."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _ORDER))


def figures(text: str) -> Iterator[Figure]:
    """Every figure in `text` from left to right, each as long as it can be, none inside another."""
    for found in _found(text):
        name = found.lastgroup or ""
        if name != "idiom":
            start, end = found.span()
            yield Figure(text[start:end], start, end, _KINDS.get(name) or cast(FigureKind, name))


def idioms(text: str) -> Iterator[str]:
    """The phrases of `IDIOMS` that kept a number word of `text` from being a figure, as they stand in the list."""
    known = {phrase.lower(): phrase for phrase in IDIOMS}
    yield from (known[found[0].lower()] for found in _found(text) if found.lastgroup == "idiom")


def _found(text: str) -> Iterator[re.Match[str]]:
    same, end = text.translate(_SAME), 0
    for token in _TOKENS.finditer(same):
        word, start = token[0], token.start()
        if start < end or not _opens(same, word.lower(), token.end()):
            continue
        found = _any_figure().match(same, start)
        if found and not innocent(same, *found.span()):
            end = found.end()
            yield found


def _opens(text: str, word: str, end: int) -> bool:
    """Whether a figure or an idiom may begin with `word`, ending at `end`; an article needs one after it."""
    if word in _ARTICLES:
        after = _TOKENS.match(text, end + 1)
        follows = after[0].lower() if after else ""
        return follows in _AFTER_ARTICLE or (
            follows not in _ARTICLES and _opens(text, follows, end)
        )
    return (
        word in _OPENERS
        or not (word.isascii() and word.isalpha())
        or bool(_ROMAN_WORD.fullmatch(word))
    )
