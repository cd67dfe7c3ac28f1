"""The layout of data files: whatever order and indent they come in, the values stay and the layout is one."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ext.withdrawal.records.kinds import FILES
from ext.withdrawal.records.layout import files_out_of_layout, laid_out
from sphinx_facts.yaml.reader import parse, plain

ROOT = Path(__file__).parents[2]

UNTIDY = """\
# Batches: a comment on top.
#   an example
batches:


# A group of them
- title: "First batch"   # said so
  id: open-1
  units: [ 47th-army,67th-army ]
  strength:
      claims: [X001]
      # counted by hand
      value:   87894
      note: "Five: or six"
  dates:
    claims:
    - F002
    value: "1954-09-16/1954-10-03"
"""

TIDY = """\
# Batches: a comment on top.
#   an example
batches:

  # A group of them
  - id: open-1
    title: "First batch"   # said so
    dates:
      value: "1954-09-16/1954-10-03"
      claims:
        - F002
    strength:
      # counted by hand
      value: 87894
      claims: [X001]
      note: "Five: or six"
    units: [47th-army, 67th-army]
"""


def test_order_and_indent() -> None:
    assert laid_out(UNTIDY, "batches") == TIDY
    assert laid_out(TIDY, "batches") == TIDY


def test_line_ends_and_spaces() -> None:
    assert laid_out("\ufeff" + TIDY.replace("\n", "  \r\n") + "\r\n\r\n", "batches") == TIDY


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    broken = TIDY.replace("    title", "   title")
    assert laid_out(broken, "batches") == broken


@pytest.mark.parametrize("kind", FILES)
def test_the_files_of_the_book_are_in_their_layout(kind: str) -> None:
    text = (ROOT / "data" / f"{kind}.yaml").read_text(encoding="utf-8")
    assert laid_out(text, kind) == text


@pytest.mark.parametrize("kind", FILES)
def test_shuffled_keys_come_back(kind: str) -> None:
    """Every record of the book with its keys in another order, deeper indents and wider gaps: the same file again."""
    text = (ROOT / "data" / f"{kind}.yaml").read_text(encoding="utf-8")
    root, _ = parse(text.encode(), kind)
    assert root is not None
    mixed = (
        f"{kind}:\n" + emit(plain(root)[kind], 4, random.Random(1))
        if plain(root)[kind]
        else f"{kind}:   []"
    )
    again = laid_out(mixed, kind)
    tree, _ = parse(again.encode(), kind)
    assert tree is not None
    assert plain(tree) == plain(root)
    assert keys(again) == keys(text)


def keys(text: str) -> list[str]:
    """The keys of a file, one for each line that has one, with their indent."""
    return re.findall(r"^ *(?:- )?[\w-]+(?=:(?: |$))", text, re.M)


def emit(value: object, indent: int, chance: random.Random) -> str:
    """A value as YAML with its keys in any order."""
    pad = " " * indent
    if isinstance(value, list):
        return "".join(item(each, indent, chance) for each in value)
    assert isinstance(value, dict)
    pairs = list(value.items())
    if (
        all(isinstance(inner, str | int | list) for inner in value.values()) or "id" in value
    ):  # names of figures stay
        chance.shuffle(pairs)
    return "".join(pad + pair(name, inner, indent, chance) for name, inner in pairs)


def item(value: object, indent: int, chance: random.Random) -> str:
    if isinstance(value, dict):
        return " " * indent + "- " + emit(value, indent + 2, chance).lstrip(" ")
    return " " * indent + f"- {scalar(value)}\n"


def pair(name: str, value: object, indent: int, chance: random.Random) -> str:
    if (
        isinstance(value, list)
        and value
        and not any(isinstance(each, dict) for each in value)
        and name != "formula"
    ):
        return f"{name}:  [{' , '.join(map(scalar, value))}]\n"
    if value and isinstance(value, dict | list):
        return f"{name}:\n" + emit(value, indent + 4, chance)
    return f"{name}:   {scalar(value)}\n"


def scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'" if value != [] else "[]"


def test_the_command_says_what_is_out_of_layout(tmp_path: Path) -> None:
    (tmp_path / "batches.yaml").write_text(UNTIDY, encoding="utf-8")
    assert list(files_out_of_layout(tmp_path)) == [(tmp_path / "batches.yaml", TIDY)]
    (tmp_path / "batches.yaml").write_text(TIDY, encoding="utf-8")
    assert not list(files_out_of_layout(tmp_path))
