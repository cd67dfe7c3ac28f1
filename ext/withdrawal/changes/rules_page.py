"""The page of the rules in the contributor’s guide: made from the registry and from the cases that
test each rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sphinx_facts.values.rules import RULES

PAGE = "docs/contributing/rules.md"
_TOP = """\
# The rules of the check

This page is made from the program and its tests by `.venv/bin/python -m ext.withdrawal rules`. Under each
rule stands a sentence that must hold, and then an example: what somebody changed in the small book of the
tests (`-` is the line before, `+` the line after), and what the check answers. A hint that says what to
write, applied as printed, makes the problem go away; the tests apply each of them. Hints that leave a choice,
such as which of several dates is wrong, say so.
"""
_GROUPS = {
    "fact": ("In the prose", "What pages say, compared with the data."),
    "data": ("In the data", "What the files in `data/` hold, each by itself and all together."),
    "page": ("In the markup of pages", "What a page may be written in."),
}


def page(cases: Mapping[str, Iterable[str]]) -> str:
    """The whole page. `cases` holds the texts of the test cases of each rule."""
    parts = [_TOP]
    for group, (title, sentence) in _GROUPS.items():
        parts.append(f"## {title}\n\n{sentence}\n")
        for rule, meaning in RULES.items():
            if rule.startswith(f"{group}."):
                example = min(cases[rule], key=lambda text: (len(text), text))
                made, answer = (part.strip() for part in example.split("\n---\n", 1))
                said = meaning.replace("UTF-8", "`UTF-8`")  # so that no name looks like a figure
                block = f"`````text\n{made}\n\n{answer}\n`````\n"
                parts.append(f"### `{rule}`\n\n{said}\n\n{block}")
    return "\n".join(parts)


def cases_in(folder: Path) -> dict[str, list[str]]:
    """The texts of the cases of each rule, from the folders of the tests."""
    return {
        each.name: [path.read_text(encoding="utf-8") for path in sorted(each.glob("*.txt"))]
        for each in sorted(folder.iterdir())
        if each.is_dir()
    }
