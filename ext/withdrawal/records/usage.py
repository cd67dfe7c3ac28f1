"""Which claims nothing rests on: neither a record, nor a discrepancy, nor a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from ext.withdrawal.records.checks import evidence_in
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.model import Claim
from sphinx_facts.prose.collect import Found

_HOLDERS = (
    "campaigns",
    "batches",
    "units",
    "events",
    "people",
    "places",
    "documents",
    "tallies",
    "terms",
    "discrepancies",
)


def unused_claims(data: Dataset, pages: Iterable[Found]) -> list[Claim]:
    """The claims that no record, no discrepancy and no `{claim}` role on a page names, in order."""
    used = used_claims(data, pages)
    return [claim for claim in data.claims.values() if claim.id not in used]


def used_claims(data: Dataset, pages: Iterable[Found]) -> set[str]:
    """The ids of the claims that a record, a discrepancy or a `{claim}` role on a page names."""
    return {*_named(data), *(use.id for page in pages for use in page.uses if use.role == "claim")}


def _named(data: Dataset) -> Iterator[str]:
    for kind in fields(data):
        if kind.name in _HOLDERS:
            for record in getattr(data, kind.name).values():
                yield from (key for _, key, wanted in evidence_in(record, ()) if wanted == "claims")
