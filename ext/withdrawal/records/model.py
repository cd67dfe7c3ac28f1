"""The records of this book: frozen, typed, one class for each file in data/.

Shapes only. Every value says how it is known (`status`) and what it rests on (`claims`, `sources`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict

from ext.withdrawal.records.fields import (
    Degrees,
    EdtfText,
    FactId,
    Id,
    Key,
    Prose,
    Quantity,
    Refers,
    Rival,
    Told,
    Whole,
)
from ext.withdrawal.records.work import Source as Source  # noqa: PLC0414  # one of the shapes
from sphinx_facts.values.catalog import Bound

Status = Literal["stated", "derived", "restored", "disputed", "unverified"]
Lane = Literal["diplomacy", "command", "movement", "handover", "farewell", "abroad"]
Arm = Literal[
    "infantry", "artillery", "anti-aircraft", "armour", "engineers", "railway", "public security", "logistics",
    "headquarters", "foreign",
]  # fmt: skip
Echelon = Literal["force", "army group", "army", "division", "command post", "headquarters", "department"]  # fmt: skip
Verdict = Literal["corroborated", "partly", "contradicted", "not found"]
TextState = Literal["clear", "garbled", "internally inconsistent"]
Relation = Literal["+", "~", "-"]
Unsaid = Literal["", "issue", "printed", "outer", "counted", "inferred", "unquoted"]
Language = Literal["", "en", "zh", "ko", "ru"]
Script = Literal["en", "zh", "hant", "pinyin", "ko", "mr"]

# What a field names is declared here, and found by `kinds`.
SourceKey = Annotated[Key, Refers("sources")]
Claims = Annotated[
    tuple[Annotated[Key, Refers("claims")], ...], Told("the claims that it rests on")
]
Sources = Annotated[tuple[SourceKey, ...], Told("the sources that it rests on")]
PlaceIds = Annotated[tuple[Annotated[Id, Refers("places")], ...], Told("the places in it, by id")]
UnitId = Annotated[Id, Refers("units")]
FactName = Annotated[Prose, Refers("facts")]


class Shape:
    """Every shape refuses keys it does not know and never guesses a type."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Shape):
    """What a value rests on (`data.evidence`); `unsaid` is why no claim of it says it, in one word (`data.unsaid`)."""

    status: Annotated[Status, Told("how it is known")] = "stated"
    claims: Claims = ()
    sources: Sources = ()
    unsaid: Annotated[Unsaid, Told("why no claim of it says it, in one word")] = ""
    note: Annotated[Prose, Told("what a reader must know about it")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Evidence):
    """What may be the `same` as another fact, whose value it takes, or `apart` from what it seems to be, and why."""

    same: Annotated[FactName, Told("the value that this one is the same as")] = ""
    apart: Annotated[
        Mapping[FactId, Prose], Told("values that it seems to be and is not, and why")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Shared):
    """A whole number of `unit`, or `unknown` with a note that says why."""

    value: Annotated[Quantity, Told("a whole number, for example 80000, or unknown")]
    unit: Annotated[Prose, Told("what is counted")] = ""
    approximate: Annotated[bool, Told("whether it is a round or estimated number")] = False
    bound: Annotated[Bound, Told("whether it is a limit: more (than), less (at most), nearly")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Shared):
    """A date or a span of dates as EDTF text, or `unknown` with a note that says why."""

    value: Annotated[EdtfText, Told("an EDTF date or span, for example “1958-07-11”, or unknown")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Evidence):
    """A value that is said in words: an office, a role, a station."""

    value: Annotated[Prose, Told("what is said, in words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Shape):
    """The names of one thing; `hant` in traditional characters, where these differ.

    `reconstructed` and `unverified` list the fields that no source seen prints; `printed` says where `sources` print
    the characters; `unquoted` lists those that a source prints whose words are not in the claims of the thing.
    """

    en: Annotated[Prose, Told("in English")]
    zh: Annotated[Prose, Told("in simplified Chinese characters")] = ""
    hant: Annotated[Prose, Told("in traditional Chinese characters, where these differ")] = ""
    pinyin: Annotated[Prose, Told("in Hanyu Pinyin")] = ""
    ko: Annotated[Prose, Told("in Korean script")] = ""
    mr: Annotated[Prose, Told("in McCune–Reischauer romanization")] = ""
    also: Annotated[tuple[Prose, ...], Told("other names and spellings")] = ()
    reconstructed: Annotated[
        tuple[Script, ...],
        Told("scripts in which it is built on a pattern; no source seen prints it"),
    ] = ()
    unverified: Annotated[
        tuple[Script, ...], Told("scripts in which no source was seen to print it")
    ] = ()
    unquoted: Annotated[
        tuple[Script, ...],
        Told("scripts in which a source prints it whose words are not in the claims"),
    ] = ()
    printed: Annotated[Prose, Told("where the characters are printed")] = ""
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Shape):
    """What every record has: an id that never changes, and figures of its own by name."""

    id: Annotated[Id, Told("the permanent id: small letters, digits and hyphens")]
    figures: Annotated[Mapping[Id, Count], Told("further figures, by name")] = field(
        default_factory=dict
    )
    note: Annotated[Prose, Told("what a reader must know")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Record):
    """One of the three ways of leaving: open, covert, final."""

    title: Annotated[Prose, Told("what it is called")]
    text: Annotated[Prose, Told("what it was")]
    also: Annotated[tuple[Prose, ...], Told("other words for it")] = ()
    claims: Claims = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Record):
    """A group of units that left together."""

    title: Annotated[Prose, Told("what it is called")]
    campaign: Annotated[Id, Refers("campaigns"), Told("the way of leaving that it belongs to")]
    order: Annotated[Whole, Told("its place in its campaign, a whole number")]
    dates: Annotated[When, Told("the first and last day of the crossing")]
    divisions: Annotated[Count, Told("how many divisions left")]
    strength: Annotated[Count, Told("how many men left")]
    units: Annotated[tuple[UnitId, ...], Told("the units that left, by id")]
    others: Annotated[Words | None, Told("what left with them")] = None
    also: Annotated[tuple[Prose, ...], Told("other words for it")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """A formation or a headquarters. `home` is when it was back in China, `station` where it was then."""

    names: Annotated[Names, Told("its name")]
    arm: Annotated[Arm, Told("the arm of service")]
    echelon: Annotated[Echelon, Told("the size of a formation")]
    parent: Annotated[UnitId | None, Told("the formation it was part of")] = None
    arrived: Annotated[When | None, Told("when it entered Korea")] = None
    home: Annotated[When | None, Told("when it was back in China")] = None
    station: Annotated[Words | None, Told("where it stood when it was back in China")] = None
    places: PlaceIds = ()
    claims: Claims = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """A dated happening, in one lane of the chronology."""

    title: Annotated[Prose, Told("what happened, in a few words")]
    date: Annotated[When, Told("when it happened")]
    lane: Annotated[Lane, Told("the strand of the story")]
    text: Annotated[Prose, Told("what happened")]
    batch: Annotated[
        Annotated[Id, Refers("batches")] | None, Told("the batch that it belongs to")
    ] = None
    people: Annotated[
        tuple[Annotated[Id, Refers("people")], ...], Told("the people in it, by id")
    ] = ()
    places: PlaceIds = ()
    units: Annotated[tuple[UnitId, ...], Told("the units in it, by id")] = ()
    documents: Annotated[
        tuple[Annotated[Id, Refers("documents")], ...], Told("the documents in it, by id")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person, with the offices held at the time."""

    names: Annotated[Names, Told("its name")]
    offices: Annotated[tuple[Words, ...], Told("the offices held at the time")]
    tenure: Annotated[When | None, Told("when they were held")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Shape):
    """Degrees north and east as decimal text; `status` unverified where they are general knowledge."""

    lat: Annotated[Degrees, Told("degrees north")]
    lon: Annotated[Degrees, Told("degrees east")]
    status: Annotated[Status, Told("how it is known")] = "stated"
    sources: Sources = ()
    note: Annotated[Prose, Told("what a reader must know about it")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """A place of the story, with its number in GeoNames. Without `location` its coordinates were not found."""

    names: Annotated[Names, Told("its name")]
    roles: Annotated[tuple[Words, ...], Told("what it was in this story")]
    location: Annotated[Location | None, Told("where it is")] = None
    geonames: Annotated[Whole | None, Told("its number in GeoNames")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A letter, statement, order or communique, and how much of its text was seen."""

    names: Annotated[Names, Told("its name")]
    date: Annotated[When, Told("the day it bears, or became known")]
    seen: Annotated[Prose, Told("how much of its text was seen")]
    claims: Claims = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Record):
    """A count that belongs to no batch: a strength at a date, a value handed over, bridges built."""

    title: Annotated[Prose, Told("what is counted")]
    count: Annotated[Count, Told("the number")]
    date: Annotated[When | None, Told("the time that it holds for")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word of the field, with its names and what it means here."""

    names: Annotated[Names, Told("its name")]
    text: Annotated[Prose, Told("what it means in this book")]
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony(Shape):
    """What one source says of a claim: `+` supports, `~` supports in part or gives context, `-` contradicts.

    `quote` has its very words, in `lang`; where these are not free, `look_for` has a word to find the place by.
    """

    relation: Annotated[Relation, Told("what the source does with the claim")]
    source: Annotated[SourceKey, Told("the source")]
    locator: Annotated[Prose, Told("where in the source")] = ""
    says: Annotated[Prose, Told("what it says, in our words")] = ""
    quote: Annotated[Prose, Told("its very words")] = ""
    look_for: Annotated[Prose, Told("a word to find the place by")] = ""
    lang: Annotated[Language, Told("the language of the quotation")] = ""
    translation: Annotated[Prose, Told("our translation of it")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Shape):
    """One statement: F, of the source text; X, of others. `amended` and `withdrawn` say what later reading changed."""

    id: Annotated[Key, Told("the permanent id: F of the source text, X of others")]
    statement: Annotated[Prose, Told("what is claimed")]
    verdict: Annotated[Verdict, Told("what other sources say to it")]
    paragraph: Annotated[Whole | None, Told("the paragraph of the source text")] = None
    status: Annotated[TextState | None, Told("the state of the source text there")] = None
    status_note: Annotated[Prose, Told("what is wrong with the text there")] = ""
    evidence: Annotated[tuple[Testimony, ...], Told("what each source says of it")] = ()
    amended: Annotated[tuple[Prose, ...], Told("what later reading changed")] = ()
    tags: Annotated[tuple[Prose, ...], Told("what it is about")] = ()
    note: Annotated[Prose, Told("what a reader must know")] = ""
    withdrawn: Annotated[Prose, Told("why it was withdrawn")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Shape):
    """One side: what is said, by whom, where in a source of two sides, and what of each fact, as a value."""

    value: Annotated[Prose, Told("what this side says")]
    by: Annotated[Prose, Told("who says it")]
    sources: Sources = ()
    place: Annotated[Prose, Told("where in a source that has two sides")] = ""
    values: Annotated[Mapping[FactId, Rival], Told("what it says of each value")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy(Shape):
    """Where sources differ: `held` is what we hold, `facts` the values touched, or `unheld` why there are none."""

    id: Annotated[Key, Told("the permanent id")]
    item: Annotated[Prose, Told("what the sources differ on")]
    sides: Annotated[tuple[Side, ...], Told("what each side says")]
    state: Annotated[Literal["open", "closed"], Told("whether it is settled")]
    held: Annotated[Prose, Told("what this book holds, and why")]
    facts: Annotated[tuple[FactName, ...], Told("the values that it touches")] = ()
    unheld: Annotated[Prose, Told("why it touches no value")] = ""
    claims: Claims = ()
    amended: Annotated[tuple[Prose, ...], Told("what later reading changed")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Shape):
    """An invariant over facts: `formula` is computed on every build and must come out as `holds` says.

    `holds: false` records a sum that does not balance, which `note` must explain; it fails when it begins to hold.
    `checkable: false` records a sum whose terms nobody has, which has no formula.
    """

    id: Annotated[Key, Told("the permanent id")]
    statement: Annotated[Prose, Told("the sum in words")]
    formula: Annotated[tuple[Prose, ...], Told("the sum as it is computed")] = ()
    holds: Annotated[bool, Told("whether it comes out")] = True
    checkable: Annotated[bool, Told("whether its terms are known")] = True
    finding: Annotated[Prose, Told("what comes out")] = ""
    note: Annotated[Prose, Told("what a reader must know")] = ""
    claims: Claims = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Shape):
    """A value that the book works out from others by `formula`, or one for each record of the kind `each`.

    The id of such a value is that of the record with this one behind it, and so is its title.
    """

    id: Annotated[FactId, Told("the permanent id")]
    title: Annotated[Prose, Told("what it is called")]
    each: Annotated[Prose, Told("the kind of records that have one each")] = ""
    kind: Annotated[Literal["count", "share", "date"], Told("what comes out")] = "count"
    unit: Annotated[Prose, Told("what is counted")] = ""
    formula: Annotated[Prose, Told("how it is computed")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedFigure(Shape):
    """A figure in prose that is not data, with the reason."""

    text: Annotated[Prose, Told("the figure as the page has it")]
    reason: Annotated[Prose, Told("why it is no value of the data")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Shape):
    """Something that no source seen says: what is known of it, and what would close the gap."""

    id: Annotated[Id, Told("the permanent id")]
    title: Annotated[Prose, Told("what is not known")]
    text: Annotated[Prose, Told("what is known of it")]
    closing: Annotated[Prose, Told("what would close the gap")]
    claims: Claims = ()
    sources: Sources = ()
    discrepancies: Annotated[
        tuple[Annotated[Key, Refers("discrepancies")], ...], Told("the discrepancies about it")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum(Shape):
    """A published value that was corrected: from `before` to `after`, when and why; `edition` is the last wrong one."""

    id: Annotated[Id, Told("the permanent id")]
    fact: Annotated[FactName, Told("the value that was wrong")]
    date: Annotated[EdtfText, Told("when it was corrected")]
    edition: Annotated[Prose, Told("the last edition that has it wrong")]
    before: Annotated[Prose, Told("what was published")]
    after: Annotated[Prose, Told("what is right")]
    reason: Annotated[Prose, Told("why")]
    claims: Claims = ()
    sources: Sources = ()
