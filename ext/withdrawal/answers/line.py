"""Pieces of text that know what they are: the one form in which tables, entries and timelines hand over their words.

Pure: they stand in `blocks`; exports make plain text of them with `plain`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ext.withdrawal.records import evidence, model
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import ROLES, title
from ext.withdrawal.records.vocabulary import RUN, SCRIPTS
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact

UNKNOWN = "unknown"
FEW = 4
"""How many sources a cell of a table and the legend of a picture name; entries name them all."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to the entry of an entity (`role`, `id`)."""

    words: str
    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name in another script or language: `lang` is zh, ko, zh-Latn or ko-Latn."""

    words: str
    lang: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The very words of a source in their language, or their translation; `cite` is the address of the source."""

    words: str
    lang: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A status, said in words beside the value."""

    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as people write it, with its EDTF text."""

    words: str
    edtf: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as people write it, of the fact with this id: it leads to the evidence, and so does a `Moment`."""

    words: str
    fact: str


@dataclass(frozen=True, slots=True)
class Label:
    """A small heading inside a line: a lane, a verdict. `kind` is the style class."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


Piece = str | Link | Named | Quote | Mark | Moment | Figure | Label | Strong
Line = tuple[Piece, ...]


def plain(line: Line) -> str:
    """The words of a line, without what they are."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in line)


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Lines one after the other, with a separator between them."""
    result: list[Piece] = []
    for line in lines:
        if result and line:
            result.append(between)
        result += line
    return tuple(result)


def first_day(edtf: str) -> str:
    """The beginning of a date, in the form that a `time` element takes."""
    ends = [end.strip("~?%.") for end in edtf.split("/")]
    return ends[0] or ends[-1]


def say(fact: Fact | None, *, unit: bool = False) -> str:
    """A value in words, wherever it stands outside prose: counts in digits, each with its hedge or as the limit it is.

    “unknown” where there is none; with `unit`, also what is counted.
    """
    if fact is None:
        return UNKNOWN
    words = wording.language("en").said(fact)
    return f"{words} {fact.unit}" if unit and fact.unit else words


def value(fact: Fact | None, status: str = "") -> Line:
    """A fact with its status, as a link to its evidence."""
    if fact is None:
        return (UNKNOWN,)
    words, dated = say(fact), fact.kind == "date"
    piece = Moment(words, str(fact.value), fact.id) if dated else Figure(words, fact.id)
    return (piece, *mark(status or fact.status))


def mark(status: str) -> Line:
    """The mark of a status that is not plainly stated."""
    return () if status == "stated" else (" ", Mark(status))


def term(kind: str, key: str, words: str = "") -> Label:
    """A term of the vocabulary, in the style of its kind and its own."""
    return Label(words or key, f"{kind} {kind}-{key.replace(' ', '-')}")


def kind_of(unit: model.Unit) -> str:
    """Echelon and arm of a unit, without saying one thing twice."""
    return unit.echelon if unit.arm in unit.echelon else f"{unit.echelon}, {unit.arm}"


def words(said: model.Words) -> Line:
    """A value in words with its status."""
    return (said.value, *mark(said.status))


def names(called: model.Names) -> Line:
    """The names of a thing in its other scripts, with the ones no source prints marked as such."""
    parts: list[Line] = []
    for field, lang in SCRIPTS.items():
        text = getattr(called, field)
        if text and text != called.en:
            lists = ("reconstructed", "unverified")
            kind = next((each for each in lists if field in getattr(called, each)), "stated")
            parts.append((Named(text, lang), *mark(kind)))
    return joined(parts)


def spoken(text: str) -> Line:
    """A text in which each run of hanzi or hangul says its language, for its face and its voice."""
    pieces: list[Piece] = []
    end = 0
    for run in RUN.finditer(text):
        pieces += [text[end : run.start()], Named(run[0], run.lastgroup or "")]
        end = run.end()
    return tuple(piece for piece in (*pieces, text[end:]) if piece)


def link(data: Dataset, role: str, name: str) -> Line:
    """The link to the record of this role and id, under its usual name; the id alone where it leads nowhere."""
    record = getattr(data, ROLES[role]).get(name)
    return (Link(title(record), role, name),) if record else (name,)


def rests(book: Book, *held: evidence.Held | None, most: int | None = None) -> Line:
    """What some values or records rest on, as links; of more than `most` sources, how many there are besides."""
    claims, keys = evidence.rests_on(book, *held)
    more = f" and {len(keys[most:])} more" if most and keys[most:] else ""
    return (*references(book.data, claims, keys[:most]), *filter(None, (more,)))


def references(data: Dataset, claims: Iterable[str] = (), keys: Iterable[str] = ()) -> Line:
    """Claims and sources as links, claims first."""
    named = [Link(claim, "claim", claim) for claim in claims]
    return joined((each,) for each in (*named, *(source(data, key) for key in keys)))


def by(data: Dataset, side: model.Side) -> Line:
    """Who says what one side says."""
    return references(data, keys=side.sources) or (side.by,)


def source(data: Dataset, key: str) -> Link:
    """The link to a source under its label."""
    return Link(data.sources[key].label if key in data.sources else key, "source", key)
