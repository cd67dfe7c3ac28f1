"""The JSON schemas of the data files, made from the model: editors complete and check with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ext.withdrawal.records.kinds import FILES
from ext.withdrawal.records.load import adapter
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.reader import content


def schemas() -> Iterator[tuple[str, str]]:
    """The name and the text of each schema file."""
    for kind, shape in FILES.items():
        record = adapter(shape).json_schema(ref_template="#/$defs/{model}")
        definitions = record.pop("$defs", {})
        for inner in definitions.values():
            if "same" in inner["properties"]:
                inner["required"].remove("value")
                inner["anyOf"] = [{"required": ["value"]}, {"required": ["same"]}]
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


def problems(data: Path) -> Iterator[Problem]:
    """Each schema that a data file names on its first line and that the model makes otherwise."""
    for name, text in schemas():
        head, _ = content(data / f"{Path(name).stem}.yaml", "")
        if f"schema/{name}".encode() not in head.split(b"\n")[0]:
            continue
        shown = f"{data.name}/schema/{name}"
        found, refused = content(data / "schema" / name, shown)
        hint = "python -m ext.withdrawal schema writes it anew"
        if refused:
            yield replace(refused, hint=hint)
        elif found.replace(b"\r\n", b"\n") != text.encode():
            what = "this is not the schema of the data"
            yield Problem(Position(shown, 1, 1), "data.unread", what, hint)


def write(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas():
        (folder / name).write_text(text, encoding="utf-8")
