"""Which page of the book shows which kind of record, so that a link can be made from an id alone."""

from __future__ import annotations

PAGES = {
    "campaigns": "reference/batches",
    "batches": "reference/batches",
    "units": "reference/units",
    "events": "reference/chronology",
    "people": "reference/people",
    "places": "reference/places",
    "documents": "reference/documents",
    "tallies": "reference/counts",
    "terms": "reference/glossary",
    "claims": "reference/claims",
    "discrepancies": "reference/discrepancies",
    "sums": "reference/sums",
    "gaps": "reference/gaps",
    "errata": "reference/errata",
    "sources": "reference/sources",
}

EVIDENCE = {
    "campaigns": "reference/evidence-batches",
    "batches": "reference/evidence-batches",
    "events": "reference/evidence-events",
    "tallies": "reference/evidence-counts",
    "computed": "reference/evidence-computed",
}
RESTING = "reference/what-rests-on-what"
"""The page that tells what rests on each source."""
OTHER_EVIDENCE = "reference/evidence-records"
"""The page of evidence for the values of each kind of record; units, people and the rest share one."""


def evidence(kind: str, fact: str) -> tuple[str, str]:
    """The page and the anchor of the evidence for a value of a record of this kind, or computed."""
    return EVIDENCE.get(kind, OTHER_EVIDENCE), fact


def resting(source: str) -> tuple[str, str]:
    """The page and the anchor of what rests on a source."""
    return RESTING, f"source-{source}"


def target(kind: str, record: str) -> tuple[str, str]:
    """The page and the anchor of a record's entry."""
    return PAGES[kind], record
