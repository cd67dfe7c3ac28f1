"""The kinds of text a field may hold, each with its check and its part of the JSON schema.

A check raises `PydanticCustomError`, whose context carries the hint; `load` adds file, line and column.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from sphinx_facts.values import dates

UNKNOWN: Literal["unknown"] = "unknown"
MOST = 10**12


class Refers(NamedTuple):
    """Says of a field that its ids are those of this kind of record, or of facts."""

    kind: str


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """The error for a value that is not taken; braces are doubled since pydantic formats the message."""
    return PydanticCustomError(
        "field", message.replace("{", "{{").replace("}", "}}"), {"hint": hint}
    )


def _quantity(value: Any) -> int | Literal["unknown"]:
    return UNKNOWN if value == UNKNOWN else _whole(value)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if 0 <= value <= MOST:
            return value
        raise refuse(f"{value} is out of range", f"between 0 and {MOST}")
    if not isinstance(value, str):
        single = isinstance(value, list) and len(value) == 1 and isinstance(value[0], int)
        hint = (
            f"write {value[0]}"
            if single
            else "the number stands behind the colon, on the same line"
        )
        raise refuse("a whole number is needed here, one single value", hint)
    raise refuse(f"“{value[:40]}” is not a whole number", _whole_hint(value))


def _whole_hint(text: str) -> str:
    if re.fullmatch(r"0|[1-9][0-9]*", text):
        return f"take the quote marks off: {text}"
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:[,  _’'\u00a0\u2009\u202f][0-9]{3})+", text):
        return "write " + re.sub(r"[^0-9]", "", text)
    if found := re.fullmatch(r"([1-9][0-9]*)\.0+", text):
        return f"write {found[1]}"
    if found := re.fullmatch(r"0+([1-9][0-9]*)", text):
        return f"no zero in front: {found[1]}"
    return "write the digits only, for example 80000"


def _edtf(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(
            f"{value!r} is not a date in quotes",
            f'write it in quotes: "{value}"' if isinstance(value, int) else "",
        )
    if value == UNKNOWN:
        return value
    try:
        dates.parse(value)
    except dates.DateError as error:
        raise refuse(str(error), error.hint) from None
    return value


def _prose(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(
            f"text is needed here, not {_kind(value)}",
            f'write it in quotes: "{value}"' if isinstance(value, int) else "",
        )
    if value and not value.strip():
        raise refuse("the text is empty", "give a value or delete the line")
    if value != value.strip():
        raise refuse("space at the beginning or the end of a text", f'write "{value.strip()}"')
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        meant = meant_id(value) if isinstance(value, str) else ""
        usual = "small Latin letters, digits and single hyphens, for example final-2"
        raise refuse(f"“{value}” is not an id", f"write {meant}" if meant else usual)
    return value


def _fact_id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", value):
        raise refuse(f"“{value}” is not an id", "an id and a name, for example open.strength")
    return value


def meant_id(text: str) -> str:
    """The id that a text with capitals, quotes, spaces or underscores was meant to be; empty if there is none."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") if text.isprintable() else ""


def _key(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", value):
        raise refuse(
            f"“{value}” is not a key",
            "a claim is F or X and a number (F137), a source a key of references.bib",
        )
    return value


def _kind(value: Any) -> str:
    return {dict: "a map", list: "a list", bool: "yes or no", int: "a number"}.get(
        type(value), "nothing"
    )


_TEXT = WithJsonSchema({"type": "string"})
_WHOLE: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": MOST}
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE)]
Quantity = Annotated[
    int | Literal["unknown"],
    PlainValidator(_quantity),
    WithJsonSchema({"anyOf": [_WHOLE, {"const": UNKNOWN}]}),
]
EdtfText = Annotated[str, PlainValidator(_edtf), _TEXT]
Prose = Annotated[str, PlainValidator(_prose), _TEXT]
Id = Annotated[str, PlainValidator(_id), _TEXT]
Key = Annotated[str, PlainValidator(_key), _TEXT]
FactId = Annotated[str, PlainValidator(_fact_id), _TEXT]
