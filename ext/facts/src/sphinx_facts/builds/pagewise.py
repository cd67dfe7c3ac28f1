"""A domain that keeps something for each page, and forgets and merges it page by page.

A parallel build without the merge keeps nothing of what its other processes read; a page read again without the
clearing keeps what it no longer says. Both are told here once, for every domain of the book.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from docutils import nodes
from sphinx.domains import Domain


class PagewiseDomain(Domain):
    """Each entry of `initial_data` is a map from the name of a page to what is kept for it."""

    def clear_doc(self, docname: str) -> None:
        for kind in self.initial_data:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for kind in self.initial_data:
            for docname in docnames:
                if docname in otherdata[kind]:
                    self.data[kind][docname] = otherdata[kind][docname]

    def resolve_any_xref(self, *_: object) -> list[tuple[str, nodes.reference]]:
        """No link without a role leads to these domains."""
        return []
