"""The JSON schemas of the data files, made from the model: editors complete and check with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ext.withdrawal.records.kinds import FILES
from ext.withdrawal.records.load import adapter


def schemas() -> Iterator[tuple[str, str]]:
    """The name and the text of each schema file."""
    for kind, shape in FILES.items():
        record = adapter(shape).json_schema(ref_template="#/$defs/{model}")
        definitions = record.pop("$defs", {})
        whole = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": kind,
            "type": "object",
            "properties": {kind: {"type": "array", "items": record}},
            "required": [kind],
            "additionalProperties": False,
            "$defs": definitions,
        }
        yield f"{kind}.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas():
        (folder / name).write_text(text, encoding="utf-8")
