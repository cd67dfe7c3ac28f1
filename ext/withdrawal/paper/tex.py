"""Pieces of LaTeX as docutils nodes: what the modules that prepare the printed book share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util import texescape

ENGINE = "xelatex"
_Kind = TypeVar("_Kind", bound=nodes.Node)


class printed(nodes.General, nodes.TextElement):
    """A run of LaTeX and of ordinary nodes, written one after the other with nothing between them."""


class Held:
    """Every node of a tree by its class, from one walk: the tree of a whole book is too large for many."""

    def __init__(self, tree: nodes.document) -> None:
        self.found: dict[type[nodes.Node], list[nodes.Node]] = {}
        self._pages: dict[int, str] = {}
        page = str(tree.get("docname", "index"))
        for node in tree.findall():
            self.found.setdefault(type(node), []).append(node)
            if isinstance(node, addnodes.start_of_file):
                page = str(node["docname"])
            elif isinstance(node, (nodes.section, nodes.inline, nodes.reference)):
                self._pages[id(node)] = page

    def all(self, kind: type[_Kind]) -> list[_Kind]:
        """The nodes of exactly this class, in their order."""
        return cast("list[_Kind]", self.found.get(kind, []))

    def page(self, node: nodes.section | nodes.inline | nodes.reference) -> str:
        """The page of the website that a node is from. Pages that a page lists come after all else that it holds.

        The parents of a node do not tell: Sphinx leaves them in the tree of that page when it joins the trees.
        """
        return self._pages[id(node)]


def tex(code: str) -> nodes.raw:
    """LaTeX that is written as it stands."""
    return nodes.raw("", code, format="latex")


def escaped(text: str) -> str:
    """Plain text as LaTeX."""
    return str(texescape.escape(text, ENGINE))


def run(*parts: str | nodes.Node | Iterable[nodes.Node], classes: Sequence[str] = ()) -> printed:
    """LaTeX code, nodes and lists of nodes as one run."""
    node = printed(classes=list(classes))
    for part in parts:
        if isinstance(part, str):
            node += tex(part)
        elif isinstance(part, nodes.Node):
            node += part
        else:
            node += list(part)
    return node


def words(paragraph: nodes.Element) -> list[nodes.Node]:
    """What a paragraph holds, taken out of it."""
    held: Sequence[nodes.Node] = paragraph.children
    paragraph.children = []
    return list(held)


def blocks(holder: nodes.Element) -> list[nodes.Node]:
    """What an element holds: paragraphs as runs that end a paragraph, everything else as it is."""
    found: list[nodes.Node] = []
    for child in holder.children:
        if isinstance(child, nodes.paragraph):
            if child.children:
                found.append(run(words(child), "\\par\n"))
        else:
            found.append(child)
    return found


def seen(node: nodes.Node) -> str:
    """The text of a node that a reader sees, without LaTeX."""
    return "".join(
        text.astext() for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)
    )


def first_sentence(text: str) -> str:
    """The first sentence of a caption without its full stop, as lists of tables and figures have it."""
    return text.partition(". ")[0].rstrip(".")
