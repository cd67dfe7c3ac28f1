"""Characters that no text may hold are found at their place; the writing of the book’s languages is left alone."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest

from sphinx_facts.yaml.characters import MOST, scan

SOUND = [
    "plain text\nof two lines\n",
    "Windows line ends\r\nare fine\r\n",
    "a\ttab is left to the caller",
    "第一批志愿军部队（六个师），八万人：1958年。",
    "중국 인민지원군 철수",
    "Ch’oe Yŏng-gŏn, P’yŏngyang, Ŭiju, Hoech’ang",
    "« L’été », “É”, ‘café’”, “résumé…” – naïve Œuvre, Łódź, Škoda, Ångström",
    "1953–1958 — “quoted ‘twice’” … 90° ½ № \u03b1-helix",
    "Привет, мир",
    "\ufa0e is an ordinary character",
]

# Text, place, how the message begins, hint.
BAD = [
    ("a\rb", "1:2", "U+000D", "save the file with Unix or Windows line ends"),
    ("é\rb", "1:2", "U+000D", "save the file with Unix or Windows line ends"),
    ("x\nab\x1bc", "2:3", "U+001B", "delete it"),
    ("é\x00", "1:2", "U+0000", "delete it"),
    ("a\x85b", "1:2", "U+0085", "delete it"),
    ("a\u2028b", "1:2", "U+2028 line separator", "delete it"),
    ("a\u202eb", "1:2", "U+202E right-to-left override", "delete it"),
    ("# \u2066x", "1:3", "U+2066 left-to-right isolate", "delete it"),
    ("Unit\u200b A", "1:5", "U+200B zero width space", "delete it"),
    ("Unit\u200d A", "1:5", "U+200D zero width joiner", "delete it"),
    ("a\u00adb", "1:2", "U+00AD soft hyphen", "delete it"),
    ("a\ufeffb", "1:2", "U+FEFF", "delete it"),
    ("80\u00a0000", "1:3", "U+00A0 no-break space", "write a plain space"),
    ("\u3000第一批", "1:1", "U+3000 ideographic space", "write a plain space"),
    ("a\ufe0fb", "1:2", "U+FE0F variation selector-16", "delete it"),
    ("A\U000e0041", "1:2", "U+E0041 tag latin capital letter a", "delete it"),
    ("a\ufffdb", "1:2", "U+FFFD replacement character: a letter was lost", "type the word again"),
    ("\ue000", "1:1", "U+E000", "type the word again"),
    ("x\ud800", "1:2", "U+D800", "type the word again"),
    ("第\u2f8f批", "1:2", "“\u2f8f” U+2F8F is a compatibility form; usual is “行”", "write 行"),
    ("\uf900", "1:1", "“\uf900” U+F900 is a compatibility form", "write 豈"),
    ("\ufb01ne", "1:1", "“\ufb01” U+FB01 is a compatibility form; usual is “fi”", "write fi"),
    ("a \uff18\uff10人", "1:3", "“\uff18\uff10” U+FF18 is full-width digits", "write 80"),
    (
        unicodedata.normalize("NFD", "제1진"),
        "1:1",
        "“제1진” is written with letters split",
        "write 제1진",
    ),
    (
        "P’y" + unicodedata.normalize("NFD", "ŏ") + "ng",
        "1:4",
        "“P’yŏng” is written with letters split",
        "write P’yŏng",
    ),
    (
        "M\u00c3\u00bcller",
        "1:2",
        "“\u00c3\u00bc” is UTF-8 that was read as Windows-1252",
        "write ü",
    ),
    ("don\u00e2\u20ac\u2122t", "1:4", "“\u00e2\u20ac\u2122” is UTF-8 that was read", "write ’"),
    ("ç¬¬ä\u00b8€æ‰¹", "1:1", "“ç¬¬ä\u00b8€æ‰¹” is UTF-8 that was read", "write 第一批"),
    (
        "H\u0430rbour",
        "1:2",
        "Cyrillic letter “\u0430” U+0430 in the word “H\u0430rbour”",
        "write Harbour",
    ),
    ("\u039fsaka", "1:1", "Greek letter “\u039f” U+039F", "write Osaka"),
    ("\u041f\u0440p\u0432", "1:3", "Latin letter “p”", "type the word again"),
]


@pytest.mark.parametrize("text", SOUND)
def test_normal_writing_is_left_alone(text: str) -> None:
    assert list(scan(text, "page.md")) == []


@pytest.mark.parametrize(("text", "place", "message", "hint"), BAD)
def test_bad_characters_are_found(text: str, place: str, message: str, hint: str) -> None:
    (problem,) = scan(text, "page.md", "page.markup")
    assert str(problem.position) == f"page.md:{place}"
    assert problem.rule == "page.markup"
    assert problem.message.startswith(message)
    assert problem.hint == hint


@pytest.mark.parametrize(("text", "place", "message", "hint"), BAD)
def test_hints_mend_the_text(text: str, place: str, message: str, hint: str) -> None:
    line, column = map(int, place.split(":"))
    before = "".join(row + "\n" for row in text.split("\n")[: line - 1])
    at = len(before) + column - 1
    named = re.search("“([^”]*)” (?:is|U)|word “([^”]*)”", message)
    if hint == "delete it":
        mended = text[:at] + text[at + 1 :]
    elif hint == "write a plain space":
        mended = text[:at] + " " + text[at + 1 :]
    elif hint.startswith("write ") and "split" in message:
        mended = hint.removeprefix("write ")
    elif hint.startswith("write ") and named:
        fault = named[2] or named[1]
        start = text.index(fault)
        mended = text[:start] + hint.removeprefix("write ") + text[start + len(fault) :]
    elif hint.startswith("write "):
        mended = hint.removeprefix("write ")
    else:
        return
    assert list(scan(mended, "page.md")) == []


def test_a_flood_is_cut_and_clean_text_is_fast() -> None:
    assert len(list(scan("\u00a0" * 10_000, "x"))) == MOST
    text = "The first batch – 第一批 – left Ch’ŏrwŏn on the day that was named.\n" * 15_000
    start = time.process_time()
    assert list(scan(text, "x")) == []
    assert time.process_time() - start < 1
