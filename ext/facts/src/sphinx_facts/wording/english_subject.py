"""What a text speaks of, in English: its telling words in one form each, and where its sentences and clauses end."""

from __future__ import annotations

import re
from functools import lru_cache

from sphinx_facts.values.date_hints import MONTHS

_SMALL = """
    a an the of in on at to for by and or but is was were are be been its it as from with that
    this these those than then not no had has have he she they them their his her who which what
    when where while also into out up so all any count date dates start end number
    value figure one two three four five six seven eight nine ten
"""
_SILENT = frozenset(_SMALL.split()) | {month.lower() for month in MONTHS}
_WORD = re.compile(r"[^\W\d_]+(?:’s)?")
_END = re.compile(r"[.!?]”?\s+(?=[A-Z“])")
_BREAK = re.compile(r"[,;:(]|\b(?:and|but)\b")
_ENDINGS = ("ly", "ing", "ies", "ied", "es", "ed", "s", "e", "y")


@lru_cache(maxsize=256)  # a block is asked for each of its figures
def telling(text: str) -> tuple[tuple[int, int, str], ...]:
    """The place and the stem of each word of `text` that tells what it speaks of: no figure, month or small word."""
    words = ((*each.span(), each[0].lower().removesuffix("’s")) for each in _WORD.finditer(text))
    return tuple(
        (start, end, _stem(word))
        for start, end, word in words
        if word not in _SILENT and len(word) > 1
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def parted(text: str) -> tuple[int, int]:
    """How many ends of sentences, and how many of clauses, stand in `text`."""
    return len(_END.findall(text)), len(_BREAK.findall(text))


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence of `text` that holds its characters from `start` to `end`: where it begins, and where it ends."""
    begin = max((found.end() for found in _END.finditer(text, 0, start)), default=0)
    after = _END.search(text, end)
    return begin, after.start() + 1 if after else len(text)


# A sentence with one of these does more with its figures than to state them.
_ATTRIBUTES = (
    "according|says?|said|saying|writes?|wrote|written|prints?|printed|reports?|reported|reckons?"
    "|reckoned|calls?|quotes?|quoted|puts?|claims?|claimed|tells?|told|notes?|noted|credited|argues?"
    "|declared|recorded|records?|dates?|dated|(?:has|have|had) \\0|keeps?|gives?|reads?|arrives|names"
    "|account|essay|article|digest|newspaper|scholar|historian|author|memoirs?|headlines?|source"
    "|sources|encyclopaedia|text|survey|history|page|pages|magazine|official|by whom"
)
_COMPARES = (
    "than|as (?:many|much|few|long)|same|equal|equals|both|agrees?|agreed|differs?|differ|against|unlike|compared?"
    "|largest|smallest|heaviest|most|least|fewest|longest|shortest|latest|earliest|earlier|later|ahead|behind"
    "|before|after|exactly|nearest|fits?|twice|half|double|too"
)
_COMPUTES = (
    "sum|sums|together|total|makes?|made|come to|comes to|came to|add|adds|remains?|leaves|left over|take away"
    "|taken? out|per cent|share|average|divided|rate|difference|missing|out of|of whom|of which|rest|otherwise"
)
_MORE = re.compile(rf"(?<![\w-])(?:{_ATTRIBUTES}|{_COMPARES}|{_COMPUTES})(?![\w-])", re.IGNORECASE)


def does_more(text: str) -> str:
    """The word by which a sentence attributes, compares or computes, or an empty text if it merely states."""
    found = _MORE.search(text)
    return found[0] if found else ""


_LATER = re.compile(
    r"\b(?:then|once more|afterwards|later|finally|thereafter|followed by|only to)\b(?![^,;]*\bbefore\b)"
)
_OF = re.compile(r" (?:out )?of (?:the|these|those|its|his|their|all|all the) ", re.IGNORECASE)


def leads_on(between: str) -> bool:
    """Whether the words between two dates of a sentence say that the second is the later one."""
    return bool(_LATER.search(between)) and not _END.search(f"{between}A")


def part_of(between: str) -> bool:
    """Whether the words between two counts say that the first is a part of the second."""
    return bool(_OF.fullmatch(between))
