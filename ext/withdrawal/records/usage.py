"""Which claims nothing rests on: neither a record, nor a discrepancy, nor a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.kinds import references
from ext.withdrawal.records.model import Claim
from sphinx_facts.prose.collect import Found


def unused_claims(data: Dataset, pages: Iterable[Found]) -> list[Claim]:
    """The claims that no record, no discrepancy and no `{claim}` role on a page names, in order."""
    used = used_claims(data, pages)
    return [claim for claim in data.claims.values() if claim.id not in used]


def used_claims(data: Dataset, pages: Iterable[Found]) -> set[str]:
    """The ids of the claims that a record, a discrepancy or a `{claim}` role on a page names."""
    return {*_named(data), *(use.id for page in pages for use in page.uses if use.role == "claim")}


def _named(data: Dataset) -> Iterator[str]:
    held = (record for _, record in data.records())
    for record in (*held, *data.discrepancies.values()):
        yield from (name for _, name, wanted in references(record) if wanted == "claims")
