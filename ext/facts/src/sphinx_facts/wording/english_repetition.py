"""When words merely repeat a value, and how they say another: digits stay digits, words stay words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sphinx_facts.wording.english_likeness import shape

_FORMS = {
    ("W",): "words",
    ("N",): "digits",
    ("N ",): "digits",
    ("Ow",): "words",
    ("Od",): "digits",
    ("N", " ", "W"): "scaled",
    ("N", "%"): "per cent",
    ("N", " ", "%"): "per cent",
    ("N", " ", "per", " ", "cent"): "per cent",
    ("N", " ", "percent"): "per cent",
}
_PART = re.compile(r"\b(?:hal(?:f|ves)|quarters?|dozen|twice|double|triple)\b", re.IGNORECASE)
_SINGULAR = ("one", "1", "a hundred", "a thousand", "a million")


def form(words: str) -> tuple[str, ...]:
    """The form of a plain number, ordinal or percentage, marks of thousands and decimals included; empty if other."""
    tokens = shape(words)
    if tokens not in _FORMS or _PART.search(words):
        return ()
    digits = re.sub(r"[^0-9.,]", "", words)
    decimals = len(digits.partition(".")[2])
    return (*tokens, str(decimals) if _FORMS[tokens] != "scaled" else "", _grouped(words))


def _grouped(words: str) -> str:
    """Whether the thousands of a numeral are marked: “yes”, “no”, or neither where it is too short to tell."""
    whole = re.match(r"[0-9][0-9, ]*", words)
    if not whole or len(re.sub(r"[^0-9]", "", whole[0])) <= 3:
        return ""
    return "yes" if "," in whole[0] else "no"


def is_singular(words: str) -> bool:
    """Whether the words stand before a noun in the singular, which another number would not fit."""
    return words.lower() in _SINGULAR


def same_form(words: str, others: Iterable[str]) -> str:
    """The first of `others` that has the form of `words`, a plain number; empty if there is none."""
    wanted = form(words)
    if not wanted:
        return ""
    return next((other for other in others if _agree(wanted, form(other))), "")


def _agree(wanted: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return (
        bool(other)
        and wanted[:-1] == other[:-1]
        and (wanted[-1] == other[-1] or "" in (wanted[-1], other[-1]))
    )


def dated(words: str, old: Sequence[str], new: Sequence[str]) -> str:
    """The wording of another date that stands where `words` does among those of its form; empty if there is none.

    `old` and `new` are the wordings of both dates at their full precision, written in the same order.
    """
    wanted = shape(words)
    before, after = ([text for text in texts if shape(text) == wanted] for texts in (old, new))
    return after[before.index(words)] if words in before and len(before) == len(after) else ""
