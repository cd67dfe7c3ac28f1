"""Every kind of record, in one list: its class, role in prose, pages, and how readers find it.

Whatever has to know about kinds asks this list. What records name is declared in `model` and found
here by reflection, so that no reference can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from ext.withdrawal.records import model
from ext.withdrawal.records.fields import Id, Key, Refers

Trait = Literal["numbered", "alphabetical", "figures", "scripts", "spellings", "parts"]
"""How readers meet the records of a kind: they are known by a number, not by a name; they are listed
by name; their entries show figures, to which the search leads; the index has their names in other
scripts, and in other spellings; the search finds parts of their names."""
Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. Its name is that of the file in data/, the field of `Dataset` and the sheet.

    `entries` and `evidence` end the names of the pages of its entries and of what its values rest
    on. `listing` is the directive that lists the entries, beside which the sheet is offered.
    `heading` is what they stand under in the index: nothing for names that stand alone, None for
    what is not in it; `indexed` ends the name of the page that the index leads to, if it is
    another. `identity` is the field that tells records apart. Where a kind stands `apart`, its ids
    may be those of other records too.
    """

    name: str
    shape: type[Any]
    role: str = ""
    entries: str = ""
    evidence: str = "records"
    listing: str = "{role}-list"
    heading: str | None = None
    indexed: str = ""
    traits: tuple[Trait, ...] = ()
    identity: str = "id"
    apart: bool = False
    sheet: bool = True

    @property
    def page(self) -> str:
        """The page of the entries."""
        return f"reference/{self.entries}"

    @property
    def evidence_page(self) -> str:
        """The page of what the values rest on."""
        return f"reference/evidence-{self.evidence}"

    @property
    def has_values(self) -> bool:
        """Whether the records hold values, which rest on something."""
        return issubclass(self.shape, model.Record)

    @property
    def file(self) -> str:
        """The file in data/ that holds the records."""
        return "references.bib" if self.name == "sources" else f"{self.name}.yaml"


_SOUGHT: tuple[Trait, ...] = ("alphabetical", "scripts", "spellings")
_ALL = (
    Kind("campaigns", model.Campaign, "campaign", "batches", "batches", apart=True),
    Kind(
        "batches", model.Batch, "batch", "batches", "batches",
        heading="Batches", traits=("figures",),
    ),
    Kind(
        "units", model.Unit, "unit", "units",
        heading="Formations", indexed="order-of-battle", traits=("scripts", "parts"),
    ),
    Kind("events", model.Event, "event", "chronology", "events", traits=("figures",)),
    Kind("people", model.Person, "person", "people", heading="", traits=_SOUGHT),
    Kind("places", model.Place, "place", "places", heading="", traits=_SOUGHT),
    Kind(
        "documents", model.Document, "document", "documents",
        heading="Documents", traits=("figures", "parts"),
    ),
    Kind(
        "tallies", model.Tally, "tally", "counts", "counts", "count-list",
        heading="Figures", traits=("figures",),
    ),
    Kind("terms", model.Term, "term", "glossary", traits=("alphabetical", "scripts", "parts")),
    Kind("claims", model.Claim, "claim", "claims", listing="other-claim-list", traits=("numbered",)),
    Kind(
        "discrepancies", model.Discrepancy, "discrepancy", "discrepancies",
        listing="", traits=("numbered",),
    ),
    Kind("sums", model.Sum, "sum", "sums", traits=("numbered",)),
    Kind("gaps", model.Gap, "gap", "gaps"),
    Kind("errata", model.Erratum, entries="errata"),
    Kind("computed", model.Computed, evidence="computed", apart=True, sheet=False),
    Kind("pins", model.PinnedFigure, identity="text"),
    Kind("sources", model.Source, "source", "sources", identity="key", apart=True),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind by its name, in the order of the book."""
FILES = {kind.name: kind.shape for kind in _ALL if kind.file.endswith(".yaml")}
"""The class of each kind with a file of YAML: `batches.yaml` holds a list of `model.Batch`."""
VALUES = tuple(kind for kind in _ALL if kind.has_values)
"""The kinds whose records hold values."""
ROLES = {kind.role: kind.name for kind in _ALL if kind.role}
"""Each entity role and the kind of record that it names."""
GROUPS = tuple(dict.fromkeys(kind.evidence for kind in (*VALUES, KINDS["computed"])))
"""The groups of pages of evidence."""
RESTING = "reference/what-rests-on-what"
"""The page that tells what rests on each source."""


def roles(trait: Trait) -> tuple[str, ...]:
    """The roles of the kinds that have a trait."""
    return tuple(kind.role for kind in _ALL if trait in kind.traits)


def evidence(kind: str, fact: str) -> tuple[str, str]:
    """The page and the anchor of the evidence for a value of a record of this kind, or computed."""
    return KINDS[kind].evidence_page, fact


def resting(source: str) -> tuple[str, str]:
    """The page and the anchor of what rests on a source."""
    return RESTING, f"source-{source}"


def target(kind: str, record: str) -> tuple[str, str]:
    """The page and the anchor of a record's entry."""
    return KINDS[kind].page, record


def title(record: Any) -> str:
    """What a record is called in a heading."""
    if isinstance(names := getattr(record, "names", None), model.Names):
        return names.en
    first = (field for field in ("label", "title", "id") if hasattr(record, field))
    return str(getattr(record, next(first)))


def every(given: Any) -> tuple[Any, ...]:
    """What a field holds, be it many, one or none."""
    return given if isinstance(given, tuple) else () if given is None else (given,)


def references(record: Any) -> Iterator[tuple[Steps, str, str]]:
    """Everything that a record names: where it stands in the record, its id, and the kind it is of.

    Beside the kinds of records, “facts” are named, by their ids.
    """
    for name, wanted in named_by(type(record)).items():
        for path, each in _inside(getattr(record, name), (name,)):
            if wanted:
                yield path, each, wanted
            else:
                yield from (((*path, *inner), named, of) for inner, named, of in references(each))


def values(record: Any) -> Iterator[tuple[Steps, model.Evidence]]:
    """Every value of a record, and where it stands in it; its figures come last."""
    for name in sorted((field.name for field in fields(record)), key="figures".__eq__):
        for path, each in _inside(getattr(record, name), (name,)):
            if isinstance(each, model.Evidence):
                yield path, each


def _inside(value: Any, path: Steps) -> Iterator[tuple[Steps, Any]]:
    """What a field holds, be it one, none, or a list or map of them, each with its place."""
    if isinstance(value, tuple | Mapping):
        steps = value.items() if isinstance(value, Mapping) else enumerate(value)
        yield from (((*path, step), each) for step, each in steps)
    elif value:
        yield path, value


def named_by(shape: type[Any]) -> Mapping[str, str]:
    """The fields of a class that name records, each with their kind, and with no kind those that
    hold other classes.

    Raises TypeError for a field that holds ids and does not say of what.
    """
    if shape in _NAMED_BY:
        return _NAMED_BY[shape]
    found = _NAMED_BY[shape] = {}
    for name, parts in parts_of(shape).items():
        kind = next((part.kind for part in parts if isinstance(part, Refers)), "")
        if not kind and name != "id" and any(part in _IDS for part in parts):
            raise TypeError(f"{shape.__name__}.{name} holds ids: say of what with Refers(…)")
        if kind or class_in(shape, name):
            found[name] = kind
    return found


_NAMED_BY: dict[type[Any], dict[str, str]] = {}
_IDS = (Id.__metadata__[0], Key.__metadata__[0])  # type: ignore[attr-defined]  # what Annotated adds


def class_in(shape: type[Any], field: str) -> type[Any] | None:
    """The class of what stands in a field, or in the list or map there, if it has fields too."""
    parts = parts_of(shape).get(field, ())
    return next((part for part in parts if isinstance(part, type) and is_dataclass(part)), None)


def told(shape: type[Any], field: str) -> str:
    """What a field of a class holds, in words."""
    found = (part.description for part in parts_of(shape)[field] if isinstance(part, FieldInfo))
    return next(filter(None, found), "")


def allowed(shape: type[Any], field: str) -> tuple[str, ...]:
    """The words that a field of a class may hold, if these are counted."""
    parts = parts_of(shape)[field]
    words = tuple(part for part in parts if isinstance(part, str) and part)
    return () if int in parts or ... in parts else words


def parts_of(shape: type[Any]) -> Mapping[str, tuple[Any, ...]]:
    """For each field of a class, the classes and literals in its annotation, and what is said of
    them."""
    if shape not in _PARTS:
        hints = get_type_hints(shape, include_extras=True)
        _PARTS[shape] = {name: tuple(_parts(hint)) for name, hint in hints.items()}
    return _PARTS[shape]


_PARTS: dict[type[Any], dict[str, tuple[Any, ...]]] = {}


def _parts(hint: Any) -> Iterator[Any]:
    """The parts of one annotation; the keys of a map are names of its own."""
    args = get_args(hint)
    for each in args[1:] if get_origin(hint) is Mapping else args:
        yield from _parts(each)
    if not args:
        yield hint


for _kind in _ALL:  # what is not declared is refused at once
    named_by(_kind.shape)
