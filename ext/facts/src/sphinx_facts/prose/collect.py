"""What a finished page says: the uses of facts and names in it, and the figures that nothing binds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from sphinx_facts.prose.locate import Finder
from sphinx_facts.values.problem import Position
from sphinx_facts.wording import Language

COVERED = "\ufffc"
"""Stands in the text of a block for whatever a role covers, so that no figure is seen across it."""

_IN_TEXT = re.compile(r"\{(?P<role>[\w-]+)\}`(?P<text>[^`]*)`")
_TITLED = re.compile(r"^(?P<words>.+?)\s*<(?P<id>[^<>]+)>$", re.S)


@dataclass(frozen=True, slots=True)
class Use:
    """A role on a page: which fact or entity it names, the words a reader sees, and a hedge in front of it."""

    role: str
    id: str
    words: str
    hedge: str
    position: Position


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure on a page that nothing binds."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that is to be judged on one page."""

    uses: tuple[Use, ...] = ()
    loose: tuple[Loose, ...] = ()


def collect(document: nodes.document, finder: Finder, language: Language) -> Found:
    """Read a page's doctree. Alt texts get their roles replaced by the words, since no parser reads roles there."""
    uses: list[Use] = []
    loose: list[Loose] = []
    read: dict[
        int, str
    ] = {}  # the blocks on a line that were read so far: cells of a table may share one

    def judge(line: int, text: str) -> None:
        earlier = read.get(line, "")
        for figure in language.figures(text):
            before = f"{earlier}\n{text[: figure.start]}"
            loose.append(Loose(figure.text, finder.figure(line, figure.text, before)))
        read[line] = f"{earlier}\n{text}"

    for block, parts in _blocks(document):
        line = _line(block)
        text = ""
        for part in parts:
            if isinstance(part, nodes.Text):
                text += part.astext()
                continue
            if role := part.get("facts_role"):
                words = part.astext()
                where = finder.role(line, role, part["facts_text"])
                uses.append(Use(role, part["facts_id"], words, language.hedge_before(text), where))
            text += COVERED
        judge(line, text)
    for line, text, image in _texts(document):
        said = text
        for found in _IN_TEXT.finditer(text):
            titled = _TITLED.match(found["text"])
            words, name = (
                (titled["words"], titled["id"]) if titled else (found["text"], found["text"])
            )
            before = _IN_TEXT.sub(COVERED, text[: found.start()])
            uses.append(
                Use(
                    found["role"],
                    name,
                    words,
                    language.hedge_before(before),
                    finder.role(line, found["role"], found["text"]),
                )
            )
            said = said.replace(found[0], words)
        if image is not None:
            image["alt"] = said
        judge(line, _IN_TEXT.sub(COVERED, text))
    return Found(tuple(uses), tuple(loose))


def _blocks(
    document: nodes.document,
) -> Iterator[tuple[nodes.Element, list[nodes.Text | nodes.Element]]]:
    """Each block of running text with its parts in order: plain text, and elements whose text is covered."""
    blocks: dict[int, tuple[nodes.Element, list[nodes.Text | nodes.Element]]] = {}
    stack: list[nodes.Node] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Text) or _covers(node):
            block = _block_of(node)
            blocks.setdefault(id(block), (block, []))[1].append(node)  # type: ignore[arg-type]  # Text or Element by the line above
        elif not _silent(node):
            stack.extend(reversed(node.children))
    yield from blocks.values()


def _covers(node: nodes.Node) -> bool:
    """Whether the text inside a node is not judged as prose: a role of ours, a citation, code, a title yet to come."""
    if not isinstance(node, nodes.Element):
        return False
    if node.get("facts_role"):
        return True
    if isinstance(node, addnodes.pending_xref):
        return not node.get("refexplicit") or node.get("refdomain") == "cite"
    return isinstance(
        node, nodes.literal | nodes.citation_reference | nodes.footnote_reference | nodes.label
    )


def _silent(node: nodes.Node) -> bool:
    """Whether a node holds nothing that the author wrote as prose."""
    if isinstance(
        node, nodes.literal_block | nodes.doctest_block | nodes.Invisible | nodes.system_message
    ):
        return True
    return isinstance(node, nodes.Element) and bool(node.get("generated"))


def _block_of(node: nodes.Node) -> nodes.Element:
    here: nodes.Node | None = node.parent
    while (
        isinstance(here, nodes.Inline) and isinstance(here, nodes.Node) and here.parent is not None
    ):
        here = here.parent
    assert isinstance(here, nodes.Element)
    return here


def _line(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1


def _texts(document: nodes.document) -> Iterator[tuple[int, str, nodes.Element | None]]:
    """Texts outside the running text that a reader meets: alt texts, captions and titles in a table of contents."""
    for image in document.findall(nodes.image):
        if image.get("alt") and not _inside_generated(image):
            yield _line(image), str(image["alt"]), image
    for tree in document.findall(addnodes.toctree):
        for text in (
            tree.get("rawcaption") or tree.get("caption"),
            *(title for title, _ in tree["entries"]),
        ):
            if text:
                yield _line(tree), str(text), None
    for index in document.findall(addnodes.index):
        for entry in index["entries"]:
            if not _inside_generated(index):
                yield _line(index), str(entry[1]), None


def _inside_generated(node: nodes.Node) -> bool:
    here: nodes.Node | None = node
    while here is not None:
        if isinstance(here, nodes.Element) and here.get("generated"):
            return True
        here = here.parent
    return False
