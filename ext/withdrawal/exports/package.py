"""The description of the data as a Frictionless data package: types, keys, licences. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ext.withdrawal.answers.citation import AUTHOR, TITLE
from ext.withdrawal.exports.cells import Sheet

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
KEYWORDS = [
    "Chinese People’s Volunteers", "Korean War", "Korean armistice",
    "withdrawal of foreign troops", "order of battle", "open data",
]  # fmt: skip
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}


def package(
    sheets: Iterable[Sheet],
    others: Iterable[tuple[str, str, bytes]],
    files: Mapping[str, bytes],
    version: str,
    *,
    created: str,
    cited: list[dict[str, str]],
    base: str = "",
) -> str:
    """The text of datapackage.json: a tabular resource for each sheet, whose file is one of
    `files`, and the other files, each with its name, media type and content; `cited` are the works
    that the data come from, `base` is the website."""
    resources = [_tabular(sheet, files[f"{sheet.name}.csv"]) for sheet in sheets]
    resources += [_other(*other) for other in others]
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "going-home",
        "title": TITLE,
        "version": version,
        "description": "Every record of the book. Lists in a cell are separated by “ ; ”. A cell "
        "that a spreadsheet could take for a formula, or that begins with an apostrophe, has one "
        "apostrophe more in front.",
        "created": f"{created}T00:00:00Z",
        **({"homepage": base} if base else {}),
        "keywords": KEYWORDS,
        "licenses": [LICENCE],
        "contributors": [{"title": AUTHOR, "roles": ["author"]}],
        "sources": cited,
        "resources": resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _tabular(sheet: Sheet, content: bytes) -> dict[str, Any]:
    return {
        "type": "table",
        "name": sheet.name.replace("_", "-"),
        "title": sheet.title,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": _DIALECT,
        **_measured(content),
        "rows": len(sheet.rows),
        "schema": _schema(sheet),
    }


def _schema(sheet: Sheet) -> dict[str, Any]:
    columns, foreign = [], []
    for column in sheet.columns:
        described: dict[str, Any] = {
            "name": column.name, "type": column.type, "title": column.name.replace("_", " "),
            "description": column.told,
        }  # fmt: skip
        limits: dict[str, Any] = {"required": True} if column.required else {}
        if limits := {**limits, **({"enum": list(column.allowed)} if column.allowed else {})}:
            described["constraints"] = limits
        if column.type == "boolean":
            described |= {"trueValues": ["true"], "falseValues": ["false"]}
        columns.append(described)
        if column.refers:
            name, key = column.refers
            leads = {"resource": name.replace("_", "-"), "fields": [key]}
            foreign.append({"fields": [column.name], "reference": leads})
    keys = {"foreignKeys": foreign} if foreign else {}
    return {"fields": columns, "missingValues": [""], "primaryKey": list(sheet.key), **keys}


def _other(name: str, media: str, content: bytes) -> dict[str, Any]:
    stem, _, ending = name.partition(".")
    head = {"name": f"{stem}-{ending}", "path": name, "format": ending, "mediatype": media}
    return {**head, **_measured(content)}


def _measured(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
