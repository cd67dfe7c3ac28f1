"""Plain scalars that YAML tools read as something else than text: numbers, dates, times, yes, no, nothing."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

MOST_DIGITS = 15
LONGEST_SHOWN = 500
LONGEST_WORD = len("false")

_EDTF = r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-[0-9X]{1,2}){0,2}[~?%]?"
_WORDS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~|=)")
_CLOCK = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s+)[0-9].*"
_NUMERIC = re.compile(
    r"[-+]?0(?:x[0-9A-Fa-f_]+|o[0-7_]+|b[01_]+)|[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?"
)
# In this order: a text gets the first reason that fits.
_RISKS = (
    (re.compile(r"(?i:true|false)"), "is written with capitals"),
    (_WORDS, "is read as yes, no or nothing by YAML tools"),
    (re.compile(r"[1-9][0-9]{15,}"), f"is a number of more than {MOST_DIGITS} digits"),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?"),
        "is read as a number of seconds by YAML tools",
    ),
    (_NUMERIC, "is not a plain whole number, and YAML tools read it each in another way"),
    (re.compile(r"[-+]?\.(?i:inf|nan)"), "is read as a number by YAML tools"),
    (
        re.compile(rf"{_CLOCK}|(?:{_EDTF}|\.\.)/(?:{_EDTF}|\.\.)?|/{_EDTF}|{_EDTF}"),
        "is a date without quotes",
    ),
)


def quoted(text: str) -> str:
    """`text` as a YAML scalar in quotes."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def in_quotes(text: str) -> str:
    """The advice to put `text` in quotes, in full if it is short enough to be shown whole."""
    return f"write {quoted(text)}" if len(text) <= LONGEST_SHOWN else "put the whole text in quotes"


def whole(text: str) -> bool:
    """Whether a plain scalar is a whole number that every YAML tool reads alike."""
    return bool(re.fullmatch(r"0|[1-9][0-9]*", text)) and len(text) <= MOST_DIGITS


def plain_value(text: str) -> str | int | bool:
    """What a plain scalar stands for: an int or a bool if it is plainly such, else its text."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if whole(text) else text


def risky(text: str) -> tuple[str, str] | None:
    """Why a plain scalar may not stand without quotes, and how to mend it; None for one that may."""
    if text in ("true", "false") or whole(text):
        return None
    if text[:1].isalpha() and len(text) > LONGEST_WORD:  # nearly all texts: spared the patterns
        return None
    for pattern, reason in _RISKS:
        if pattern.fullmatch(text):
            return f"“{text[:40]}” {reason}", in_quotes(text)
    return None


def number(text: str) -> int | None:
    """The whole number from 0 that `text` stands for, if there is one and it is sure."""
    text = text.replace("_", "").removeprefix("+")
    if re.match(r"-?0[xob]", text):
        return int(text, 0) if len(text) < MOST_DIGITS and not text.startswith("-") else None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if (
        not number.is_finite()
        or number < 0
        or number.is_signed()
        or not -MOST_DIGITS < number.adjusted() < MOST_DIGITS
    ):
        return None
    return int(number) if number == int(number) else None
