"""The kinds of text a field may hold, each with its check and its part of the JSON schema.

A check raises `PydanticCustomError`, whose context has the hint; `load` adds file, line and column.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from sphinx_facts.values import dates
from sphinx_facts.yaml.scalars import in_quotes, number

UNKNOWN: Literal["unknown"] = "unknown"
MOST = 10**12
_ID, _KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Refers(NamedTuple):
    """Says of a field that its ids are those of this kind of record, or of facts."""

    kind: str


YEARS = (1900, 2100)
"""The first and the last year that a date of the book may be of."""


def Told(text: str) -> FieldInfo:  # stands in annotations, like Refers
    """Says of a field what it holds: for editors, for the codebook, and for who reads the class."""
    told: FieldInfo = Field(description=text)
    return told


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """The error for a value that is not taken; pydantic formats the message, braces and all."""
    doubled = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError("field", doubled, {"hint": hint})


def _quantity(value: Any) -> int | Literal["unknown"]:
    return UNKNOWN if value == UNKNOWN else _whole(value)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if 0 <= value <= MOST:
            return value
        raise refuse(f"{value} is out of range", f"between 0 and {MOST}")
    if not isinstance(value, str):
        single = isinstance(value, list) and len(value) == 1 and isinstance(value[0], int)
        hint = f"write {value[0]}" if single else ""
        raise refuse("a whole number is needed here, one single value", hint)
    raise refuse(f"“{value[:40]}” is not a whole number", _whole_hint(value))


def _whole_hint(text: str) -> str:
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:[,  _’'\u00a0\u2009\u202f][0-9]{3})+", text):
        return "write " + re.sub(r"[^0-9]", "", text)
    meant = number(text)
    return "" if meant is None or meant > MOST else f"write {meant}"


def _edtf(value: Any) -> str:
    if value == UNKNOWN:
        return UNKNOWN
    text = _said(value)
    try:
        dates.parse(text, YEARS)
    except dates.DateError as error:
        what = str(error) if text else f"a date is needed here, not {_kind(value)}"
        raise refuse(what, error.hint) from None
    if text != value:
        raise refuse(f"{text} is not a date in quotes", f'write "{text}"')
    return text


def _rival(value: Any) -> int | str:
    return _whole(value) if isinstance(value, int) else _edtf(value)


def _prose(value: Any) -> str:
    if not isinstance(value, str):
        hint = f'write "{_said(value)}"' if _said(value) else ""
        raise refuse(f"text is needed here, not {_kind(value)}", hint)
    if not value.strip():
        raise refuse("the text is empty")
    if value != value.strip():
        raise refuse("space at the beginning or the end of a text", in_quotes(value.strip()))
    return value


def _said(value: Any) -> str:
    """What a scalar says as it is written; empty for a list, a map and nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int) else ""


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        meant = meant_id(value) if isinstance(value, str) else ""
        raise refuse(f"“{value}” is not an id", f"write {meant}" if meant else "")
    return value


def _fact_id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", value):
        raise refuse(f"“{value}” is not an id", "an id and a name, for example open.strength")
    return value


def meant_id(text: str) -> str:
    """The id that a text with capitals, quotes, spaces or underscores was meant to be, if any."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") if text.isprintable() else ""


def _key(value: Any) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise refuse(f"“{value}” is not a key")
    return value


def _kind(value: Any) -> str:
    kinds = {dict: "a map", list: "a list", bool: "yes or no", int: "a number"}
    return kinds.get(type(value), "nothing")


def _degrees(value: Any) -> str:
    text = _said(value)
    fits = re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", text) and float(text) <= 180
    if not isinstance(value, str) or not fits:
        hint = f'write "{text}"' if fits else ""
        raise refuse(f"“{text}” is not a number of degrees in quotes", hint)
    return value


def _text(description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description})


_WHOLE: dict[str, Any] = {
    "type": "integer", "minimum": 0, "maximum": MOST,
    "description": "a whole number, for example 80000",
}  # fmt: skip
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE)]
Quantity = Annotated[
    int | Literal["unknown"],
    PlainValidator(_quantity),
    WithJsonSchema({"anyOf": [_WHOLE, {"const": UNKNOWN}]}),
]
EdtfText = Annotated[
    str, PlainValidator(_edtf), _text('a date in quotes, for example "1958-07-11"')
]
Rival = Annotated[
    int | str,
    PlainValidator(_rival),
    WithJsonSchema({"anyOf": [_WHOLE, {"type": "string"}]}),
]
Degrees = Annotated[str, PlainValidator(_degrees), _text('degrees in quotes, for example "39.02"')]
Prose = Annotated[str, PlainValidator(_prose), _text("a text")]
Id = Annotated[
    str,
    PlainValidator(_id),
    _text("an id of small letters, digits and hyphens, for example final-2"),
]
Key = Annotated[
    str, PlainValidator(_key), _text("the name of a claim or a source, for example F137")
]
FactId = Annotated[
    str, PlainValidator(_fact_id), _text("the id of a value, for example final.strength")
]
