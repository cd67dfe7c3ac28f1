"""YAML files: each hazard is refused at its place with advice that mends it; nothing that a file holds raises."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.quick import values
from sphinx_facts.yaml.reader import (
    MOST_BYTES,
    content,
    decode,
    items,
    key_position,
    locate,
    parse,
    plain,
    tree,
)

FRAME = "k:\n  - id: a\n    v: {}\n    w: x\n"

# A value put into the frame at 3:8, the place, the rule, how the message begins, the hint.
VALUES = [
    ("yes", "3:8", "type", "“yes” is read as yes, no or nothing", 'write "yes"'),
    ("No", "3:8", "type", "“No” is read as yes, no or nothing", 'write "No"'),
    ("on", "3:8", "type", "“on” is read", 'write "on"'),
    ("off", "3:8", "type", "“off” is read", 'write "off"'),
    ("null", "3:8", "type", "“null” is read", 'write "null"'),
    ("~", "3:8", "type", "“~” is read", 'write "~"'),
    ("=", "3:8", "type", "“=” is read", 'write "="'),
    ("True", "3:8", "type", "“True” is written with capitals", 'write "True"'),
    ("", "3:7", "type", "the value is empty", "give a value, or delete the line"),
    ("12:30", "3:8", "type", "“12:30” is read as a number of seconds", 'write "12:30"'),
    ("0755", "3:8", "type", "“0755” is not a plain whole number", 'write "0755"'),
    ("0x1F", "3:8", "type", "“0x1F” is not a plain", 'write "0x1F"'),
    ("0o17", "3:8", "type", "“0o17” is not a plain", 'write "0o17"'),
    ("1e3", "3:8", "type", "“1e3” is not a plain", 'write "1e3"'),
    ("8.0e+4", "3:8", "type", "“8.0e+4” is not a plain", 'write "8.0e+4"'),
    ("1e999999999", "3:8", "type", "“1e999999999” is not a plain", 'write "1e999999999"'),
    ("80000.0", "3:8", "type", "“80000.0” is not a plain", 'write "80000.0"'),
    ("2.5", "3:8", "type", "“2.5” is not a plain", 'write "2.5"'),
    ("+80000", "3:8", "type", "“+80000” is not a plain", 'write "+80000"'),
    ("-5", "3:8", "type", "“-5” is not a plain", 'write "-5"'),
    ("1_000", "3:8", "type", "“1_000” is not a plain", 'write "1_000"'),
    (".nan", "3:8", "type", "“.nan” is read as a number", 'write ".nan"'),
    ("-.INF", "3:8", "type", "“-.INF” is read as a number", 'write "-.INF"'),
    (
        "9" * 16,
        "3:8",
        "type",
        "“9999999999999999” is a number of more than 15 digits",
        'write "9999999999999999"',
    ),
    ("9" * 5000, "3:8", "type", "“99999999", "put the whole text in quotes"),
    ("1958-07-11", "3:8", "type", "“1958-07-11” is a date without quotes", 'write "1958-07-11"'),
    ("1954-09", "3:8", "type", "“1954-09” is a date without quotes", 'write "1954-09"'),
    ("1955-04~", "3:8", "type", "“1955-04~” is a date", 'write "1955-04~"'),
    ("195X", "3:8", "type", "“195X” is a date", 'write "195X"'),
    (
        "1958-07-11/1958-08-14",
        "3:8",
        "type",
        "“1958-07-11/1958-08-14” is a date",
        'write "1958-07-11/1958-08-14"',
    ),
    ("../1955", "3:8", "type", "“../1955” is a date", 'write "../1955"'),
    (
        "1958-07-11T10:00:00Z",
        "3:8",
        "type",
        "“1958-07-11T10:00:00Z” is a date",
        'write "1958-07-11T10:00:00Z"',
    ),
    ("[80,000]", "3:12", "type", "“80,000” is two values in a list", "write 80000"),
    ("[a, no]", "3:12", "type", "“no” is read", 'write "no"'),
    (
        "Unit #5 of the line",
        "3:13",
        "syntax",
        "“#5 of the line” is cut off",
        'write "Unit #5 of the line", or',
    ),
    ("#5", "3:8", "syntax", "“#5” is cut off", 'write "#5", or'),
    (
        "'abc",
        "3:8",
        "syntax",
        "the quote opened here is not closed",
        "close it at the end of the text",
    ),
    (
        '"abc',
        "3:8",
        "syntax",
        "the quote opened here is not closed",
        "close it at the end of the text",
    ),
    ('"a" b', "3:12", "syntax", "text after the closing quote", "write '\"a\" b'"),
    (
        "The war: a history",
        "3:15",
        "syntax",
        "a value that holds a colon and a space",
        'write "The war: a history"',
    ),
    ("a:", "3:9", "syntax", "a value that holds a colon and a space", 'write "a:"'),
    ("&x 1", "3:8", "syntax", "a value begins with “&”, which is an anchor", 'write "&x 1"'),
    ("*x", "3:8", "syntax", "a value begins with “*”, which is an alias", 'write "*x"'),
    (
        "!!binary aGk=",
        "3:8",
        "syntax",
        "a value begins with “!”, which is a tag",
        'write "!!binary aGk="',
    ),
    ("@a", "3:8", "syntax", "a value begins with “@”", 'write "@a"'),
    ("`a`", "3:8", "syntax", "a value begins with “`”", 'write "`a`"'),
    ("%a", "3:8", "syntax", "a value begins with “%”", 'write "%a"'),
    ("- b", "3:8", "syntax", "a value begins with “-”, which is a list item", 'write "- b"'),
    (
        "> x",
        "3:8",
        "syntax",
        "a value begins with “>”, which is a text of several lines",
        'write "> x"',
    ),
    (
        "|\n      x",
        "3:8",
        "syntax",
        "a value begins with “|”",
        "write the whole text on one line, in quotes",
    ),
    ("[&a b]", "3:9", "syntax", "“&a” is an anchor", "write the value out"),
    ("[*a]", "3:9", "syntax", "“*a]” is an alias", "write the value out"),
    ("[!!int b]", "3:9", "syntax", "“!!int” is a tag", "write the value out"),
    ("[a, b", "3:8", "syntax", "the list opened here is not closed", "close it with ] on"),
    ("a\tb", "3:9", "syntax", "a tab", "use spaces"),
    (
        "a\n      b",
        "4:7",
        "syntax",
        "“b” is joined to the value on the line above",
        "check the indent",
    ),
    (
        '"a\n      b"',
        "3:8",
        "syntax",
        "the quote opened here is not closed",
        "close it at the end of the text",
    ),
    (
        '["a\n      b"]',
        "3:8",
        "syntax",
        "the list opened here is not closed",
        "close it with ] on the same line",
    ),
    (
        '["a]\n      b"]',
        "3:9",
        "syntax",
        "the quote opened here is not closed",
        "close it at the end of the text",
    ),
    (
        '"\\0"',
        "3:8",
        "syntax",
        "an escape makes a character that may not stand here: U+0000",
        "delete the escape",
    ),
    (
        '"\\u202e"',
        "3:8",
        "syntax",
        "an escape makes a character that may not stand here: U+202E",
        "delete the escape",
    ),
    (
        '"\\ud800"',
        "3:8",
        "syntax",
        "an escape makes a character that may not stand here: U+D800",
        "delete the escape",
    ),
    ('"a\\tb"', "3:8", "syntax", "an escape makes a tab or a line end", "delete the escape"),
    (
        '"\\q"',
        "3:10",
        "syntax",
        "a backslash in double quotes begins an escape",
        "use single quotes",
    ),
    ('"\\UFFFFFFFF"', "3:11", "syntax", "a backslash in double quotes", "use single quotes"),
    ("\n      <<: x", "4:7", "key", "“<<” is not a key", "delete it and write the keys out"),
    ("\n      a b: c", "4:7", "key", "“a b” is not a key", "put text that holds a colon in quotes"),
    ("\n      no: c", "4:7", "key", "“no” is read", 'write "no"'),
    ("\n      1958-01: c", "4:7", "key", "“1958-01” is a date", 'write "1958-01"'),
    (
        "\n      a: 1\n      a: 2",
        "5:7",
        "key",
        "the key “a” stands twice in this map (first on line 4)",
        "keep one",
    ),
    ("\n      [a]: b", "4:7", "key", "a list as a key", "a key is one word"),
    ("\n      ? a\n", "4:7", "syntax", "“?” begins a key", "a key is one word and a colon"),
    ("\n      : b", "4:7", "syntax", "the key before “:” is empty", "write the key"),
    ("[[[[a]]]]", "3:11", "syntax", "nested more than 6 deep", ""),
    ("x\u00a0y", "3:9", "syntax", "U+00A0 no-break space", "write a plain space"),
    ("\uff18\uff10", "3:8", "syntax", "“\uff18\uff10” U+FF18 is full-width digits", "write 80"),
]

FILES = [
    (
        "a: 1\nb: 2\na: 3\n",
        "3:1",
        "data.key",
        "the key “a” stands twice in this map (first on line 1)",
    ),
    ("k:\n  - a\n---\nb: 1\n", "3:1", "data.syntax", "a second document in one file"),
    ("k: 1\n...\nloose\n", "3:1", "data.syntax", "text after the end of the document"),
    ("", "1:1", "data.syntax", "the file is empty"),
    ("# a comment\n", "1:1", "data.syntax", "the file is empty"),
    ("%YAML 1.2\n---\na: 1\n", "1:1", "data.syntax", "“%YAML” is a directive"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n", "2:1", "data.syntax", "“<<<<<<<” is a merge conflict mark"),
    ("a: 1\nthat is all\n", "2:1", "data.syntax", "loose text"),
    ("k:\n  -id: b\n", "2:3", "data.syntax", "no space after the dash in “-id: b”"),
    ("k:\n  - id:b\n", "2:5", "data.syntax", "no space after the colon in “id:b”"),
    ("k\uff1ab\n", "1:2", "data.syntax", "a full-width colon"),
    ("k:\n  - a: 1\n   b: 2\n", "3:4", "data.syntax", "this does not belong to the lines above"),
    (
        "k:\n  - n: 'x\n    m: 'y'\n",
        "2:8",
        "data.syntax",
        "the quote opened here is not closed on this line",
    ),
    ("a: 1\rb: 2", "1:5", "data.syntax", "U+000D"),
    ("a: \x1b[2J\n", "1:4", "data.syntax", "U+001B"),
    ("a: " + "x" * 20_001, "1:4", "data.syntax", "a text of 20001 characters"),
    ("[" * 450_000 + "]" * 450_000, "1:7", "data.syntax", "nested more than 6 deep"),
]

RAW = [
    (b"a: b\nc: M\xfcller\n", "2:5", "the byte 0xFC is not UTF-8"),
    (b"\xff\xfea\x00:\x00", "1:1", "the file is UTF-16"),
    (b"a\x00:\x00 \x00b\x00", "1:1", "the file is UTF-16"),
    (b"\xed\xa0\x80", "1:1", "the byte 0xED is not UTF-8"),
]

SAMPLE = """\
# A comment: with a colon, "quotes" and - dashes.
batches:
  - id: final-2
    title: Second batch – “the quiet one”
    zh: 第一批志愿军（六个师）
    ko: 중국 인민지원군
    strength: 80000
    comma: 80,000
    url: https://example.org/a#b
    dates:
      value: "1958-07-11/1958-08-14"
      claims: [F137, X073,X074]
      sure: true
      note: "The text says: only 14"   # a remark
    units:
      - 47th-army
      - '65th “army”'
  - id: "1958"
"""


def _one(raw: bytes) -> Problem:
    _, problems = parse(raw, "data/x.yaml")
    assert len(problems) == 1, list(map(str, problems))
    text, refused = decode(raw, "data/x.yaml")
    assert refused or values(text) is None, "the quick reader takes what the parser refuses"
    return problems[0]


@pytest.mark.parametrize(("value", "place", "rule", "message", "hint"), VALUES)
def test_hazards_are_refused_at_their_place(
    value: str, place: str, rule: str, message: str, hint: str
) -> None:
    problem = _one(FRAME.format(value).encode())
    assert (str(problem.position), problem.rule) == (f"data/x.yaml:{place}", f"data.{rule}")
    assert problem.message.startswith(message)
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("value", "hint"), [(value, hint) for value, *_, hint in VALUES if hint.startswith("write ")]
)
def test_hints_mend_the_file(value: str, hint: str) -> None:
    problem = _one(FRAME.format(value).encode())
    advised = re.findall(r"(?:write|text,) (\"[^\"]*\"|'(?:[^']|'')*'|true\b|[0-9]+)", problem.hint)
    for advice in advised:
        # What is replaced: a word of a list or a key, else the whole value.
        named = re.match("“([^”]*)”", problem.message)
        part = named[1] if named and value.startswith(("[", "\n")) else value
        root, problems = parse(FRAME.format(value.replace(part, advice, 1)).encode(), "x")
        assert not problems
        if advice[0] == '"' and part == value:
            assert root is not None
            assert plain(root)["k"][0]["v"] == value
    assert (
        advised
        or "several lines" in problem.message
        or "space" in problem.hint
        or "write the " in problem.hint
    )


@pytest.mark.parametrize(("text", "place", "rule", "message"), FILES)
def test_broken_files_are_refused_at_their_place(
    text: str, place: str, rule: str, message: str
) -> None:
    start = time.process_time()
    problem = _one(text.encode())
    assert time.process_time() - start < 1
    assert (str(problem.position), problem.rule) == (f"data/x.yaml:{place}", rule)
    assert problem.message.startswith(message)
    assert problem.hint or "nested" in message


@pytest.mark.parametrize(("raw", "place", "message"), RAW)
def test_bytes_that_are_no_text_are_refused(raw: bytes, place: str, message: str) -> None:
    problem = _one(raw)
    assert str(problem.position) == f"data/x.yaml:{place}"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    "raw", [SAMPLE.encode(), b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode()]
)
def test_a_sound_file_becomes_plain_values(raw: bytes) -> None:
    root, problems = parse(raw, "x")
    assert problems == []
    assert root is not None
    first, second = plain(root)["batches"]
    assert first["strength"] == 80000
    assert first["comma"] == "80,000"
    assert first["dates"]["sure"] is True
    assert first["dates"]["claims"] == ["F137", "X073", "X074"]
    assert first["dates"]["note"] == "The text says: only 14"
    assert first["url"].endswith("#b")
    assert first["units"] == ["47th-army", "65th “army”"]
    assert second == {"id": "1958"}


def test_places_of_values_and_keys() -> None:
    root, _ = parse(SAMPLE.encode(), "x")
    assert root is not None
    assert locate(root, ["batches", 0, "strength"]) == Position("x", 7, 15)
    assert key_position(root, ["batches", 0, "strength"]) == Position("x", 7, 5)
    assert locate(root, ["batches", 0, "dates", "claims", 1]) == Position("x", 12, 22)
    assert key_position(root, ["batches", 0, "units", 1]) == Position("x", 17, 9)
    assert locate(root, ["batches", 0, "absent", "more"]) == Position("x", 3, 5)
    assert key_position(root, ["batches", 0, "absent"]) == Position("x", 3, 5)
    assert locate(root, ["batches", 7]) == Position("x", 3, 3)
    assert locate(root, []) == Position("x", 2, 1)


def test_characters_beyond_the_basic_plane_count_as_one_column() -> None:
    assert str(_one("k: [𠀀𠀀, no]\n".encode()).position) == "data/x.yaml:1:9"


def test_all_problems_come_in_one_run_in_order() -> None:
    text = "a: yes\nb: 0755\nc: 1958-01\nb: 2\nd: x\u00a0y\ne: [no, 12:30]\n"
    root, problems = parse(text.encode(), "x")
    assert root is not None
    assert [problem.position[1:] for problem in problems] == [
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 1),
        (5, 5),
        (6, 5),
        (6, 9),
    ]
    assert plain(root)["b"] == "0755"


def test_at_most_25_problems() -> None:
    _, problems = parse(b"k:\n" + b"  - yes\n" * 100, "x")
    assert len(problems) == 25


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    _, refused = content(tmp_path / "none.yaml", "data/none.yaml")
    assert str(refused).startswith("data/none.yaml:1:1: data.unread: the file is missing")


def test_a_file_that_is_too_long(tmp_path: Path) -> None:
    with (tmp_path / "long.yaml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # without a byte on the disk
    _, refused = content(tmp_path / "long.yaml", "data/long.yaml")
    assert str(refused).startswith("data/long.yaml:1:1: data.unread: the file has 32000001 bytes")
    assert decode(b"a: b\n" * 3, "data/x.yaml", most=14)[1] is not None


def test_random_damage_never_raises() -> None:
    """Each damaged copy gives a tree or problems inside the file, in good time."""
    chance = random.Random(1958)
    good = SAMPLE.encode()
    junk = [
        "\t",
        "\0",
        ": ",
        "- ",
        "|",
        "---\n",
        "<<: ",
        "\\U0011",
        "\r",
        "\n",
        "\u202e",
        "\u3000",
        *"\"'&*![]{}#>%?@ ~,",
    ]
    started = time.process_time()
    for _ in range(2000):
        damaged = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(damaged))
            match chance.randrange(4):
                case 0:
                    del damaged[at : at + chance.randint(1, 30)]
                case 1:
                    damaged[at:at] = chance.choice(junk).encode()
                case 2:
                    damaged[at] = chance.randrange(256)
                case _:
                    damaged[at:at] = damaged[
                        (cut := chance.randrange(len(damaged))) : cut + chance.randint(1, 40)
                    ]
        before = time.process_time()
        root, problems = parse(bytes(damaged), "x")
        assert time.process_time() - before < 1
        assert root is not None or problems
        lines = damaged.replace(b"\r\n", b"\n").count(b"\n") + 1
        assert all(
            1 <= problem.position.line <= lines and problem.position.column >= 1
            for problem in problems
        )
        if root is not None:
            plain(root)
    assert time.process_time() - started < 20


def test_a_long_file_is_read_fast() -> None:
    record = SAMPLE.split("batches:\n")[1]
    text = "batches:\n" + record * (10_000 // record.count("\n"))
    start = time.process_time()
    root, problems = parse(text.encode(), "x")
    assert time.process_time() - start < 2  # about 0.3 s on an idle machine
    assert root is not None
    assert problems == []


PLAIN = """\
# A comment: with a colon, "quotes" and - dashes.
batches:
  - id: final-2
    title: Second batch – “the quiet one”
    zh: 第一批志愿军（六个师）
    ko: 중국 인민지원군
    strength: 80000
    url: https://example.org/a#b

    dates:
      value: "1958-07-11/1958-08-14"
      claims: [F137, X073]
      tags: ["1958", UN side, "UN side"]
      none: []
      sure: true
      note: 'The text says: only “14”'
    # another comment
    units:
      - 47th-army
      - '65th “army”'
  - id: "1958"
"""
# What stands in lines of plain shapes, or nearly so.
PIECES = (
    "k:", "k: v", "- k: v", "- k:", "- v", "  ", "    ", "k: 1", "k: 01", "k: no", "no: v", "k: [a, b]", "k: [a,b]",
    "k: [1, 02]", 'k: ["a", b c]', 'k: ["a, b"]',
    "k: [a b: c]", "k: []", 'k: ""', "k: ''",
    "k: 'a''b'", 'k: "a\\b"', "k: a: b", "k: a #b", "k: a#b", "- a:b",
    "- a：b", '- "a: b"',
    "k: -", "k: - a", "- - a", "...", "---", "k: ?", "k: ~", "#", "k: v ", "k:  v", "k:v", "k : v", "<<: v",
    "k: <<", "k: a b", "k a: v", "k.b: v", "k: 1958-07", "k: true", "k: True", "%a", "k: %a", "k: é’", "k: (a",
    "k: https://a:b@example.org", r"k: \url{file:a}",
)  # fmt: skip


def agree(text: str) -> bool:
    """Whether a text can be read quickly; then the parser has no complaint, and the same values and places."""
    found = values(text)
    if found is None:
        return False
    root, problems = tree(text, "x")
    assert root is not None and not problems, (text, list(map(str, problems)))
    assert plain(root) == found.root and repr(plain(root)) == repr(found.root), text
    for key, value in root.value:
        for (quick, _), node in zip(items(text, "x", key.value), value.value, strict=False):
            assert quick.node() == node and quick.position == node.position, text
            for path in (*paths(plain(node)), ("nowhere",), (0, "nowhere")):
                assert locate(quick, path) == locate(node, path), (path, text)
    return True


def paths(value: Any) -> Iterator[tuple[str | int, ...]]:
    """The path of every value in a value."""
    yield ()
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, each in inner:
        yield from ((step, *path) for path in paths(each))


def test_what_is_written_plainly_is_read_quickly() -> None:
    assert agree(PLAIN)
    ((first, values), (second, _)) = items(PLAIN, "x", "batches")
    assert locate(first, ["dates", "claims", 1]) == Position("x", 12, 22)
    assert key_position(first.node(), ["units", 1]) == Position("x", 20, 9)
    assert (locate(second, []), locate(second, ["id"])) == (
        Position("x", 21, 5),
        Position("x", 21, 9),
    )
    assert values["dates"]["none"] == [] and values["strength"] == 80000
    assert items(PLAIN, "x", "units") == items(SAMPLE, "x", "batches") == []


@given(
    st.lists(st.tuples(st.sampled_from((0, 0, 2, 2, 4, 6, 3)), st.sampled_from(PIECES)), max_size=8)
)
def test_the_quick_reader_and_the_parser_agree(lines: list[tuple[int, str]]) -> None:
    agree("\n".join(" " * indent + piece for indent, piece in lines))


@given(
    st.integers(0, len(PLAIN)),
    st.integers(0, 12),
    st.sampled_from((*PIECES, "", "\n", "  ", "\n  ", "\t", "Ã©", ":", "#", "[")),
)
def test_they_agree_on_damage(at: int, gone: int, new: str) -> None:
    agree(PLAIN[:at] + new + PLAIN[at + gone :])
