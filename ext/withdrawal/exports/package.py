"""The description of the data as a Frictionless data package: types, keys, licences. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ext.withdrawal.answers.citation import AUTHOR, TITLE
from ext.withdrawal.exports.sheets import Sheet

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def package(
    sheets: Iterable[Sheet], others: Mapping[str, bytes], files: Mapping[str, bytes], version: str
) -> str:
    """The text of datapackage.json: a tabular resource for each sheet, and the other files by name."""
    resources = [_tabular(sheet, files[f"{sheet.name}.csv"]) for sheet in sheets]
    resources += [_other(name, content) for name, content in others.items()]
    described = {
        "profile": "data-package",
        "name": "going-home",
        "title": TITLE,
        "version": version,
        "description": "Every record of the book. Lists in a cell are separated by “ ; ”. A cell that a spreadsheet "
        "could take for a formula, or that begins with an apostrophe, has one apostrophe more in front.",
        "licenses": [LICENCE],
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "resources": resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _tabular(sheet: Sheet, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name.replace("_", "-"),
        "title": sheet.title,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        **_measured(content),
        "schema": _schema(sheet),
    }


def _schema(sheet: Sheet) -> dict[str, Any]:
    columns = [
        {
            "name": column.name,
            "type": column.type,
            **({"constraints": {"required": True}} if column.required else {}),
            **(
                {"trueValues": ["true"], "falseValues": ["false"]}
                if column.type == "boolean"
                else {}
            ),
        }
        for column in sheet.columns
    ]
    foreign = [
        {
            "fields": [column.name],
            "reference": {
                "resource": column.refers[0].replace("_", "-"),
                "fields": [column.refers[1]],
            },
        }
        for column in sheet.columns
        if column.refers
    ]
    keys = {"foreignKeys": foreign} if foreign else {}
    return {"fields": columns, "missingValues": [""], "primaryKey": list(sheet.key), **keys}


def _other(name: str, content: bytes) -> dict[str, Any]:
    kinds = {
        "json": "application/json",
        "sqlite": "application/vnd.sqlite3",
        "ics": "text/calendar",
    }
    kinds["atom"] = "application/atom+xml"
    stem, _, ending = name.partition(".")
    return {
        "name": f"{stem}-{ending}",
        "path": name,
        "format": ending,
        "mediatype": kinds[ending],
        **_measured(content),
    }


def _measured(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
