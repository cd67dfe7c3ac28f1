"""Characters that no text of the book may hold: invisible ones, look-alikes, traces of a wrong encoding, passwords.

Used for data files and for pages. Chinese, Korean, French, McCune–Reischauer letters, typographic quotes and dashes
are normal text. The text is searched once for each kind of fault, never walked through character by character.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from sphinx_facts.values.problem import Position, Problem

MOST = 25
"""At most so many problems of one kind are told of one text."""

# Offset in the text, what is wrong, how to mend it.
Found = tuple[int, str, str]

_KINDS = {
    "return": r"\r(?!\n)",
    "control": r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    "direction": r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "space": r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]",
    "lines": r"[\u2028\u2029]",
    "invisible": r"[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    r"\uffa0\ufff9-\ufffb\ufe00-\ufe0f\U000e0000-\U000e0fff]",
    "lost": r"\ufffd",
    "private": r"[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]",
    "half": r"[\ud800-\udfff]",
    # Without the twelve characters of U+FA0E to FA29 that are ordinary, and without full-width punctuation,
    # which is how Chinese is written.
    "form": r"(?:[\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufb06\ufb50-\ufdcf"
    r"\ufdf0-\ufdff\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff65-\uff9f\uffa1-\uffdc"
    r"\U0001d400-\U0001d7ff\U0002f800-\U0002fa1f])+",
}
# A host of a name in plain letters: no user, no port, no number, no letters of other scripts in disguise.
WEB_ADDRESS = re.compile(
    r"https?://(?:(?!xn--)[\w-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s\\{}<>\"`|^]*)?", re.A
)
TAKEN = "links begin with https:// and the name of a host, without user or port"
_SECRET = re.compile(r"(?<=[A-Za-z]:)[/\\]{2}(?P<who>[^\s/?#\"'<>(){}]*)@")
_LATEX = re.compile(r"\\(?:url|href)\s*\{(?!\s*https?://)[^}\s]{,40}")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
_BAD = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
HIDDEN = re.compile("|".join(_KINDS[kind] for kind in ("direction", "lines", "invisible")))
"""What a reader does not see, though it may change what is seen."""
_WHY = {
    "return": (
        "a carriage return alone is no line end",
        "save the file with Unix or Windows line ends",
    ),
    "control": ("a control character", "delete it"),
    "direction": ("it changes the order in which text is shown", "delete it"),
    "space": ("not the plain space", "write a plain space"),
    "lines": ("a line end that most programs do not see", "delete it"),
    "invisible": ("an invisible character", "delete it"),
    "lost": ("a letter was lost here", "type the word again"),
    "private": ("it has no meaning that all computers share", "type the word again"),
    "half": ("half of a character", "type the word again"),
}


def _view(byte: int) -> str:
    """How Windows-1252 shows a byte (five bytes are not in it and stay control characters)."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    _view(byte): byte for byte in range(0x80, 0x100)
}


def _class(first: int, last: int) -> str:
    return (
        "["
        + "".join(re.escape(char) for char, byte in _BYTES.items() if first <= byte <= last)
        + "]"
    )


_NEXT = _class(0x80, 0xBF)
_MANGLED = re.compile(
    f"(?:{_class(0xC2, 0xDF)}{_NEXT}|{_class(0xE0, 0xEF)}{_NEXT}{{2}}|{_class(0xF0, 0xF4)}{_NEXT}{{3}})+"
)
# What a mangled text turns out to be: Latin, Greek, Cyrillic, punctuation, Chinese, kana or Korean.
_SENSIBLE = re.compile(
    r"[\xa0-\u017f\u0391-\u03ce\u0400-\u045f\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff5e]+"
)
# Marks that follow a letter with an accent in sound text: “É”, ‘café’”, “résumé…”
_MARKS = re.compile(r"[\u2018-\u201e\u2013\u2014\u2026\u2039\u203a\xbb]+")

_FOREIGN = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\ua640-\ua69f]"
)
_LATIN = re.compile(r"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0405\u0408"
    "\u03bf\u03bd\u03b9\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxisjdhABEKMHOPCTXYISJoviABEZHIKMNOPTYX",
)


# Whatever is not printable ASCII, an ordinary mark, a letter of Europe, or a sign of Chinese or Korean; and what can
# begin a letter that was read in a wrong encoding.
_ODD = re.compile(
    r"[^\n\x20-\x7e\xbf-\u017f–—‘’“”…、。《》，：；！？（）\u4e00-\u9fff\uac00-\ud7a3]"
    f"|{_class(0xC2, 0xF4)}{_NEXT}"
)


def sound(text: str) -> bool:
    """Whether `scan` finds nothing in a text, as far as one look can tell."""
    return not _ODD.search(text) and not any(_addresses(text))


def scan(text: str, shown: str, rule: str = "data.syntax") -> Iterator[Problem]:
    """Every character of `text` that may not stand in the file `shown`, as problems of `rule`, kind by kind.

    Windows line ends are taken; tabs are left to the caller.
    """
    if sound(text):
        return
    searches = (_mangled, _bad, _split, _mixed, _addresses)
    seen: set[int] = set()
    starts: list[int] = []
    for search in searches:
        for offset, message, hint in islice(search(text), MOST):
            if offset in seen:
                continue
            seen.add(offset)
            starts = starts or [0, *(found.end() for found in re.finditer("\n", text))]
            line = bisect.bisect_right(starts, offset)
            yield Problem(Position(shown, line, offset - starts[line - 1] + 1), rule, message, hint)


def _addresses(text: str) -> Iterator[Found]:
    if "@" not in text and "\\" not in text:
        return
    for found in _LATEX.finditer(text):
        yield (
            found.start(),
            f"a link of this kind is not taken: “{found[0]}”",
            "links begin with https://",
        )
    for found in _SECRET.finditer(text):
        yield (
            found.start("who"),
            "an address with a user name or a password",
            f"delete “{found['who']}@”",
        )


def _bad(text: str) -> Iterator[Found]:
    inside = [found.span() for found in _MANGLED.finditer(text) if _mended(found[0])]
    for found in _BAD.finditer(text):
        if not any(first <= found.start() < last for first, last in inside):
            kind = found.lastgroup or ""
            yield found.start(), *(_form(found[0]) if kind == "form" else _why(kind, found[0]))


def _why(kind: str, char: str) -> tuple[str, str]:
    reason, hint = _WHY[kind]
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}{' ' * bool(name)}{name}: {reason}", hint


def _form(run: str) -> tuple[str, str]:
    usual = unicodedata.normalize("NFKC", run)
    if usual == run:
        return (
            f"“{run}” U+{ord(run[0]):04X} is a part of a character, not a character",
            "type the word again",
        )
    shape = (
        "full-width digits" if re.fullmatch(r"[\uff10-\uff19]+", run) else "a compatibility form"
    )
    return f"“{run}” U+{ord(run[0]):04X} is {shape}; usual is “{usual}”", f"write {usual}"


def _mended(run: str) -> str:
    """What a run of UTF-8 read as Windows-1252 was before; empty if it is sound as it stands."""
    text = bytes(_BYTES[char] for char in run).decode("utf-8", "ignore")
    leads = sum(_BYTES[char] >= 0xC0 for char in run)
    if len(text) != leads or not _SENSIBLE.fullmatch(text):
        return ""
    if _MARKS.fullmatch(
        "".join(char for char in run if _BYTES[char] < 0xC0)
    ) and not run.startswith(("Ã", "Â", "â€")):
        return ""
    return text


def _mangled(text: str) -> Iterator[Found]:
    for found in _MANGLED.finditer(text):
        if mended := _mended(found[0]):
            hint = (
                f"write {mended}"
                if mended.isprintable() and mended.strip()
                else "type the word again"
            )
            yield found.start(), f"“{found[0]}” is UTF-8 that was read as Windows-1252", hint


def _split(text: str) -> Iterator[Found]:
    if unicodedata.is_normalized("NFC", text):
        return
    for found in re.finditer(r"\S+", text):
        word = found[0]
        whole = unicodedata.normalize("NFC", word)
        # Compatibility forms change too; they have been told already, with the usual character.
        if whole != word and not _BAD.search(word):
            same = next(
                (k for k, (old, new) in enumerate(zip(word, whole, strict=False)) if old != new),
                len(whole),
            )
            message = f"“{whole}” is written with letters split into parts (not Unicode NFC)"
            yield found.start() + same, message, f"write {whole}"


def _mixed(text: str) -> Iterator[Found]:
    if not _FOREIGN.search(text):
        return
    for found in _WORD.finditer(text):
        word = found[0]
        foreign, latin = (len(kind.findall(word)) for kind in (_FOREIGN, _LATIN))
        if not foreign or not latin:
            continue
        rare = (_FOREIGN if foreign <= latin else _LATIN).search(word)
        assert rare is not None
        name = unicodedata.name(rare[0], "a letter").split(" ")[0].title()
        plain = word.translate(_ALIKE)
        sure = rare.re is _FOREIGN and not _FOREIGN.search(plain)
        message = f"{name} letter “{rare[0]}” U+{ord(rare[0]):04X} in the word “{word}”: it only looks right"
        yield (
            found.start() + rare.start(),
            message,
            f"write {plain}" if sure else "type the word again",
        )


def conflict(line: str, place: Position, rule: str) -> Problem | None:
    """The problem, of `rule`, of a line that is a mark of a merge conflict and nothing else; None for any other."""
    said = line.rstrip()
    if not _CONFLICT.fullmatch(said):
        return None
    hint = "take one of the two versions and delete the marks"
    return Problem(place, rule, f"“{said[:40]}” is a merge conflict mark", hint)
