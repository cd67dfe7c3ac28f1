"""The index of a volume: the entries of the website, in the order in which a reader seeks them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ext.withdrawal.paper.code import call, spoken


def sort_key(words: str) -> str:
    """Letters without marks, numbers by their size: “2nd” before “12th”."""
    decomposed = unicodedata.normalize("NFKD", words)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    padded = re.sub(r"\d+", lambda found: found[0].zfill(7), bare)
    return re.sub(r"[^A-Za-z0-9 ]", "", padded).casefold()


def index(entries: Mapping[tuple[str, ...], int]) -> str:
    """The entries, each with its number, by which the page finds where it stands."""
    listed = sorted(entries, key=lambda parts: sort_key(parts[-1]))
    lines = (f"({{{spoken(parts[-1])}}},{entries[parts]})" for parts in listed)
    return call("index", f"({','.join(lines)},)")
