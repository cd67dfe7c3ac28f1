"""What may be quoted, and how: headlines of newspapers and documents in the public domain, word for word and short."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.model import Language, Source, Testimony
from ext.withdrawal.records.vocabulary import FAMILIES, NEWSPAPER
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem

MOST = 40
"""So many words may be quoted."""
FREE = (NEWSPAPER, "US document", "United Nations document", "armistice agreement")
"""The families of sources whose words are free to quote; of a newspaper, its headlines."""
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SCRIPTS: Mapping[Language, re.Pattern[str]] = {
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"),
    "zh": _HANZI,
    "ru": re.compile(r"[\u0400-\u04ff]"),
}


def words(text: str) -> int:
    """How many words a text has. Hanzi stand without spaces and make words of two on average: two count as one.

    Every other word is what stands between spaces and has a letter or a digit, in hangul too.
    """
    others = _HANZI.sub(" ", text).split()
    spaced = sum(any(sign.isalnum() for sign in word) for word in others)
    return math.ceil(len(_HANZI.findall(text)) / 2) + spaced


def language(text: str) -> Language:
    """The language that the script of a text tells; English if it is none of the others."""
    return next((lang for lang, script in _SCRIPTS.items() if script.search(text)), "en")


def quotations_are_in_order(data: Dataset, _: Mapping[str, Fact]) -> Iterator[Problem]:
    """Each quotation is free and short, and says where it stands, in what language, and what it means."""
    for claim in data.claims.values():
        for step, line in enumerate(claim.evidence):
            for field, message, hint in _faults(line, data.sources.get(line.source)):
                path = ("evidence", step, field) if field else ("evidence", step)
                where = data.where(key("claims", claim.id), *path)
                yield Problem(where, "data.quote", f"{claim.id}: {message}", hint)


def _faults(line: Testimony, source: Source | None) -> Iterator[tuple[str, str, str]]:
    """What is wrong, in which field of the line or in none that is there, and a hint."""
    said, of = line.quote or line.look_for, "quote" if line.quote else "look_for"
    for name in ("lang", "translation"):
        if getattr(line, name) and not (said if name == "lang" else line.quote):
            yield name, f"“{name}” belongs to a quotation, and there is none", "delete it"
    if not said:
        return
    if not line.locator:
        yield "", f"“{of}” without its place in the source", "add “locator:” with the place"
    if not line.lang:
        yield "", f"“{of}” without its language", f"add “lang: {language(said)}”"
    elif line.lang != language(said):
        yield "lang", f"the words are not in “{line.lang}”", f"write {language(said)}"
    if line.quote:
        yield from _quoted(line, source)


def _quoted(line: Testimony, source: Source | None) -> Iterator[tuple[str, str, str]]:
    foreign = language(line.quote) != "en"
    if foreign and not line.translation:
        told = "a quotation in another language has no translation"
        yield "", told, "add “translation:” in English"
    elif line.translation and not foreign:
        yield "translation", "a quotation in English needs no translation", "delete it"
    if (long := words(line.quote)) > MOST:
        hint = f"leave out {long - MOST} or more, with … for them"
        yield "quote", f"a quotation of {long} words, more than {MOST}", hint
    if source and source.family in FAMILIES and source.family not in FREE:
        hint = "delete quote, lang and translation, and tell it in your own words under “says:”"
        yield "quote", f"the words of “{source.key}” are not free to quote ({source.family})", hint
    elif source and source.family == NEWSPAPER and line.locator and "headline" not in line.locator:
        hint = f"write “{line.locator}, headline” if it is one; nothing else is quoted"
        yield "locator", "of a newspaper only headlines are quoted", hint
