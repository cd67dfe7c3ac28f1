"""The codebook: what each column of each table holds, and what the words in it mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ext.withdrawal.answers.blocks import Block, File, Item, Listing, Rows
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.exports.cells import Column as Field
from ext.withdrawal.exports.cells import Sheet
from ext.withdrawal.records.bibliography import GRADES
from ext.withdrawal.records.vocabulary import INDEPENDENCE, RELATIONS, STATUS, UNSAID, VERDICTS

_SCALES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "status": ("How a value is known", STATUS),
    "independence": ("How far the witnesses of a value are independent, the best first", INDEPENDENCE),
    "grade": (
        "How far a source is to be trusted, the best first",
        {grade: "not read, and cited through another" if grade == "not seen" else
         {"A": "high", "B": "middling", "C": "low"}[grade[0]] for grade in GRADES},
    ),
    "verdict": ("What other sources say to a claim", dict(VERDICTS.items())),
    "relation": ("What a source does with a claim", {word: sign for sign, word in RELATIONS.items()}),
    "unsaid": ("Why no claim of a value says it", UNSAID),
}  # fmt: skip
"""The scales that values, sources and claims are coded on: what each is, and its words."""


def scales() -> Iterator[Block]:
    """The scales of confidence."""
    items = []
    for name, (called, words) in _SCALES.items():
        rows = tuple(Row("", ((word,), (means,))) for word, means in words.items())
        table = Table((Column("word", "Word"), Column("means", "Meaning")), rows)
        items.append(Item(f"scale-{name}", (called,), (Rows(table, "codebook data"),)))
    yield Listing(tuple(items), "entries codebook-list")


def tables(listed: Iterable[Sheet]) -> Iterator[Block]:
    """Every table with its columns."""
    heads = (("column", "Column"), ("type", "Type"), ("holds", "What it holds"))
    items = []
    for sheet in listed:
        rows = tuple(
            Row("", ((each.name,), (_type(each, sheet),), (_holds(each),)))
            for each in sheet.columns
        )
        table = Table(tuple(Column(*head) for head in heads), rows)
        body = (Rows(table, "codebook data"), File(f"{sheet.name}.csv", f"{sheet.name}.csv"))
        items.append(Item(f"table-{sheet.name.replace('_', '-')}", (sheet.title,), body))
    yield Listing(tuple(items), "entries codebook-list")


def _type(field: Field, sheet: Sheet) -> str:
    needed = "key" if field.name in sheet.key else "always there" if field.required else ""
    return ", ".join(filter(None, (field.type, needed)))


def _holds(field: Field) -> str:
    words = f"one of: {', '.join(field.allowed)}" if field.allowed else ""
    leads = "leads to {}.{}".format(*field.refers) if field.refers else ""
    told = "; ".join(filter(None, (field.told, words, leads)))
    return f"{told[:1].upper()}{told[1:]}."
