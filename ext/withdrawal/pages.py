"""Which page of the book shows which kind of record, so that a link can be made from an id alone."""

from __future__ import annotations

PAGES = {
    "campaigns": "reference/batches",
    "batches": "reference/batches",
    "units": "reference/order-of-battle",
    "events": "reference/chronology",
    "people": "reference/people",
    "places": "reference/places",
    "documents": "reference/documents",
    "tallies": "reference/counts",
    "terms": "reference/glossary",
    "claims": "reference/claims",
    "discrepancies": "reference/discrepancies",
    "sums": "reference/sums",
    "sources": "reference/sources",
}


def target(kind: str, record: str) -> tuple[str, str]:
    """The page and the anchor of a record's entry."""
    return PAGES[kind], record
