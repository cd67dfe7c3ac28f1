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
    Whole,
)
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
Claims = tuple[Annotated[Key, Refers("claims")], ...]
Sources = tuple[SourceKey, ...]
PlaceIds = tuple[Annotated[Id, Refers("places")], ...]
UnitId = Annotated[Id, Refers("units")]
FactName = Annotated[Prose, Refers("facts")]


class Shape:
    """Every shape refuses keys it does not know and never guesses a type."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Shape):
    """What a value rests on (`data.evidence`); `unsaid` is why no claim of it says it, in one word (`data.unsaid`)."""

    status: Status = "stated"
    claims: Claims = ()
    sources: Sources = ()
    unsaid: Unsaid = ""
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Evidence):
    """What may be the `same` as another fact, whose value it takes, or `apart` from what it seems to be, and why."""

    same: FactName = ""
    apart: Mapping[FactId, Prose] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Shared):
    """A whole number of `unit`, or `unknown` with a note that says why."""

    value: Quantity
    unit: Prose = ""
    approximate: bool = False
    bound: Bound = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Shared):
    """A date or a span of dates as EDTF text, or `unknown` with a note that says why."""

    value: EdtfText


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Evidence):
    """A value that is said in words: an office, a role, a station."""

    value: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Shape):
    """The names of one thing; `hant` in traditional characters, where these differ.

    `reconstructed` and `unverified` list the fields that no source seen prints; `printed` says where `sources` print
    the characters; `unquoted` lists those that a source prints whose words are not in the claims of the thing.
    """

    en: Prose
    zh: Prose = ""
    hant: Prose = ""
    pinyin: Prose = ""
    ko: Prose = ""
    mr: Prose = ""
    also: tuple[Prose, ...] = ()
    reconstructed: tuple[Script, ...] = ()
    unverified: tuple[Script, ...] = ()
    unquoted: tuple[Script, ...] = ()
    printed: Prose = ""
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Shape):
    """What every record has: an id that never changes, and figures of its own by name."""

    id: Id
    figures: Mapping[Id, Count] = field(default_factory=dict)
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Record):
    """One of the three ways of leaving: open, covert, final."""

    title: Prose
    text: Prose
    also: tuple[Prose, ...] = ()
    claims: Claims = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Record):
    """A group of units that left together."""

    title: Prose
    campaign: Annotated[Id, Refers("campaigns")]
    order: Whole
    dates: When
    divisions: Count
    strength: Count
    units: tuple[UnitId, ...]
    others: Words | None = None
    also: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """A formation or a headquarters. `home` is when it was back in China, `station` where it was then."""

    names: Names
    arm: Arm
    echelon: Echelon
    parent: UnitId | None = None
    arrived: When | None = None
    home: When | None = None
    station: Words | None = None
    places: PlaceIds = ()
    claims: Claims = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """A dated happening, in one lane of the chronology."""

    title: Prose
    date: When
    lane: Lane
    text: Prose
    batch: Annotated[Id, Refers("batches")] | None = None
    people: tuple[Annotated[Id, Refers("people")], ...] = ()
    places: PlaceIds = ()
    units: tuple[UnitId, ...] = ()
    documents: tuple[Annotated[Id, Refers("documents")], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person, with the offices held at the time."""

    names: Names
    offices: tuple[Words, ...]
    tenure: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Shape):
    """Degrees north and east as decimal text; `status` unverified where they are general knowledge."""

    lat: Degrees
    lon: Degrees
    status: Status = "stated"
    sources: Sources = ()
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """A place of the story, with its number in GeoNames. Without `location` its coordinates were not found."""

    names: Names
    roles: tuple[Words, ...]
    location: Location | None = None
    geonames: Whole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A letter, statement, order or communique, and how much of its text was seen."""

    names: Names
    date: When
    seen: Prose
    claims: Claims = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Record):
    """A count that belongs to no batch: a strength at a date, a value handed over, bridges built."""

    title: Prose
    count: Count
    date: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word of the field, with its names and what it means here."""

    names: Names
    text: Prose
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony(Shape):
    """What one source says of a claim: `+` supports, `~` supports in part or gives context, `-` contradicts.

    `quote` has its very words, in `lang`; where these are not free, `look_for` has a word to find the place by.
    """

    relation: Relation
    source: SourceKey
    locator: Prose = ""
    says: Prose = ""
    quote: Prose = ""
    look_for: Prose = ""
    lang: Language = ""
    translation: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Shape):
    """One statement: F, of the source text; X, of others. `amended` and `withdrawn` say what later reading changed."""

    id: Key
    statement: Prose
    verdict: Verdict
    paragraph: Whole | None = None
    status: TextState | None = None
    status_note: Prose = ""
    evidence: tuple[Testimony, ...] = ()
    amended: tuple[Prose, ...] = ()
    tags: tuple[Prose, ...] = ()
    note: Prose = ""
    withdrawn: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Shape):
    """One side: what is said, by whom, where in a source of two sides, and what of each fact, as a value."""

    value: Prose
    by: Prose
    sources: Sources = ()
    place: Prose = ""
    values: Mapping[FactId, Rival] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy(Shape):
    """Where sources differ: `held` is what we hold, `facts` the values touched, or `unheld` why there are none."""

    id: Key
    item: Prose
    sides: tuple[Side, ...]
    state: Literal["open", "closed"]
    held: Prose
    facts: tuple[FactName, ...] = ()
    unheld: Prose = ""
    claims: Claims = ()
    amended: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Shape):
    """An invariant over facts: `formula` is computed on every build and must come out as `holds` says.

    `holds: false` records a sum that does not balance, which `note` must explain; it fails when it begins to hold.
    `checkable: false` records a sum whose terms nobody has, which has no formula.
    """

    id: Key
    statement: Prose
    formula: tuple[Prose, ...] = ()
    holds: bool = True
    checkable: bool = True
    finding: Prose = ""
    note: Prose = ""
    claims: Claims = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Shape):
    """A value that the book works out from others by `formula`, or one for each record of the kind `each`.

    The id of such a value is that of the record with this one behind it, and so is its title.
    """

    id: FactId
    title: Prose
    each: Prose = ""
    kind: Literal["count", "share", "date"] = "count"
    unit: Prose = ""
    formula: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedFigure(Shape):
    """A figure in prose that is not data, with the reason."""

    text: Prose
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Shape):
    """Something that no source seen says: what is known of it, and what would close the gap."""

    id: Id
    title: Prose
    text: Prose
    closing: Prose
    claims: Claims = ()
    sources: Sources = ()
    discrepancies: tuple[Annotated[Key, Refers("discrepancies")], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum(Shape):
    """A published value that was corrected: from `before` to `after`, when and why; `edition` is the last wrong one."""

    id: Id
    fact: FactName
    date: EdtfText
    edition: Prose
    before: Prose
    after: Prose
    reason: Prose
    claims: Claims = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work as the bibliography gives it, with what was read of it (`seen`) and its grade (A to C-).

    Works of one `family`, those with one `voice`, and copies of the `same_witness` do not bear each other out.
    """

    key: str
    label: str
    title: str
    seen: str
    grade: str
    via: str = ""
    url: str = ""
    url_note: str = ""
    author: str = ""
    author_native: str = ""
    title_native: str = ""
    date: str = ""
    family: str = ""
    voice: str = ""
    same_witness: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    archive: str = ""
