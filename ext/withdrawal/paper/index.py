"""The index of the printed book: the same entries as on the web, sorted as a reader expects."""

from __future__ import annotations

import re
import unicodedata

from sphinx import addnodes

from ext.withdrawal.paper.tex import Held, escaped, run

_SPECIAL = re.compile(r'(["@!|])')


def index_entries(held: Held) -> None:
    """Replace index nodes by entries with a key to sort by."""
    for index in held.all(addnodes.index):
        code = "".join(
            _entry(words, bool(main))
            for kind, words, _, main, _ in index["entries"]
            if kind == "single"
        )
        index.replace_self(run(code))


def _entry(words: str, main: bool) -> str:
    parts = [part.strip() for part in words.split(";", 1)]
    levels = "!".join(f"{sort_key(part)}@{_quoted(escaped(part))}" for part in parts)
    return f"\\index{{{levels}{'|textbf' if main else ''}}}"


def _quoted(code: str) -> str:
    """The signs that mean something to makeindex, as themselves.

    A hyphen is not a command here: TeX would write it with a space after it in some places, and make two of one entry.
    """
    return _SPECIAL.sub(r'"\1', code.replace("\\sphinxhyphen{}", "-"))


def sort_key(words: str) -> str:
    """Letters without marks, numbers by their size: “2nd” before “12th”."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char)
    )
    padded = re.sub(r"\d+", lambda found: found[0].zfill(7), bare)
    return re.sub(r"[^A-Za-z0-9 ]", "", padded)
