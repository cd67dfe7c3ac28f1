"""What a finished page says: the uses of facts and names in it, and the figures that nothing binds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from sphinx_facts.guard.locate import Finder
from sphinx_facts.guard.markup import line_of
from sphinx_facts.values.problem import Position
from sphinx_facts.wording import Language

COVERED = "\ufffc"
"""Stands in the text of a block for whatever a role covers, so that no figure is seen across it."""

_IN_TEXT = re.compile(r"(?:\{(?P<role>[\w-]+)\}|:(?P<other>[\w-]+):)`(?P<text>[^`]*)`")
_STRAY = re.compile(
    r"[{}`\[\]|*<>]|(?<=\s):|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|^#+|#+(?=\s|$)|:[A-Za-z][\w-]*:(?=\s|$)|^:::|\)=$",
    re.M,
)
"""Signs that are markup and were read as text: what they belong to is not closed, or written in another way."""
_PART = re.compile(r"(?=\S*[A-Za-z])(?=\S*\d)\S*[-._/=]\w\S*")
"""A word of code with a number in it, like the id of a fact: no figure that a reader takes for one."""
_ALL = re.compile(r"\S+")
_TITLED = re.compile(r"^(?P<words>.+?)\s*<(?P<id>[^<>]+)>$", re.S)


@dataclass(frozen=True, slots=True)
class Use:
    """A role on a page: which fact or entity it names, and the words a reader sees."""

    role: str
    id: str
    words: str
    position: Position
    block: int = -1
    """The block of the page that it stands in, or -1 where none is known; and where in its text."""
    at: int = 0
    asserts: bool = True
    """Whether the words are the author’s, and not written from the data."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of prose as a reader sees it, and its citations: the place of each, and what it cites, as written."""

    text: str
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure on a page that nothing binds."""

    text: str
    position: Position
    mild: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that is to be judged on one page."""

    uses: tuple[Use, ...] = ()
    loose: tuple[Loose, ...] = ()
    stray: tuple[Loose, ...] = ()
    """Signs of markup that are shown as text, the first of each block."""
    blocks: tuple[Block, ...] = ()

    def around(self, use: Use) -> tuple[str, str]:
        """What a reader sees before and after the words of a use, in the same block."""
        if use.block < 0:
            return "", ""
        text = self.blocks[use.block].text
        return text[: use.at], text[use.at + len(use.words) :]

    def between(self, use: Use, other: Use) -> str:
        """What stands between two uses of the same block."""
        return self.blocks[use.block].text[use.at + len(use.words) : other.at]


def collect(
    document: nodes.document,
    finder: Finder,
    language: Language,
    render: Callable[[str], str] = str,
    strict: bool = True,
    wanted: Callable[[nodes.Node], str] = lambda node: "error",
) -> Found:
    """Read a page's doctree. Alt texts get their roles replaced by the words, since no parser reads roles there.

    `render` writes the fact of an id. A `strict` page is read for stray signs of markup, and for figures in code; what
    is `wanted` of a loose figure (“off”, “warn” or “error”) is asked of the node it stands in.
    """
    uses, seen = list[Use](), list[Block]()
    loose = [] if wanted(document) == "off" else list(_list_numbers(document, finder))
    stray, hidden = list[Loose](), _PART if strict else _ALL
    read: dict[
        int, str
    ] = {}  # the blocks on a line that were read so far: cells of a table may share one

    def judge(line: int, text: str, shown: str, figured: str, node: nodes.Node) -> None:
        earlier, level = read.get(line, ""), wanted(node)
        for sign in _STRAY.finditer(shown) if strict else ():
            place, meant = finder.sign(line, shown, sign.start())
            if not meant:
                stray.append(Loose(sign[0], place))
                break
        for figure in language.figures(figured) if level != "off" else ():
            before = f"{earlier}\n{text[: figure.start]}"
            place = finder.figure(line, figure.text, before)
            loose.append(Loose(figure.text, place, level == "warn", text[figure.end :][:40]))
        read[line] = f"{earlier}\n{text}"

    def note(
        role: str, name: str, words: str, raw: str, line: int, at: int, asserts: bool = True
    ) -> None:
        where = finder.role(line, role, raw)
        uses.append(Use(role, name, words, where, len(seen), at, asserts))

    for block, parts in _blocks(document):
        # A title of reStructuredText is known by the line of the rule below it.
        line = line_of(block) - (isinstance(block, nodes.title) and finder.path.endswith(".rst"))
        text = prose = figured = shown = ""
        marks: list[tuple[int, str]] = []
        for part in parts:
            said = covered = COVERED
            if isinstance(part, nodes.Text):
                said = covered = part.astext()
                if isinstance(part.parent, nodes.literal):
                    covered = COVERED * len(said)
            elif role := part.get("facts_role"):
                named = (role, part["facts_id"], part.astext(), part["facts_text"])
                note(*named, line, len(shown), part.get("facts_asserts", True))
                shown += part.astext()
            elif part.get("refdomain") == "cite":
                marks.append((len(shown), str(part["reftarget"])))
            shown += said if said != COVERED else ""
            text, prose = text + said, prose + covered
            code = isinstance(part.parent, nodes.literal)
            figured += hidden.sub(lambda found: "_" * len(found[0]), said) if code else said
        judge(line, text, prose, figured, block)
        seen.append(Block(shown, tuple(marks)))
    for line, text, image, node in _texts(document):
        said, end = "", 0
        for found in _IN_TEXT.finditer(text):
            role, words, name, asserts = _in_text(found, render)
            said += text[end : found.start()]
            note(role, name, words, found["text"], line, len(said), asserts)
            said, end = said + words, found.end()
        said += text[end:]
        if image is not None:
            image["alt"] = said
        plain = _IN_TEXT.sub(COVERED, text)
        judge(line, plain, plain, plain, node)
        seen.append(Block(said))
    return Found(tuple(uses), tuple(loose), tuple(stray), tuple(seen))


def _in_text(found: re.Match[str], render: Callable[[str], str]) -> tuple[str, str, str, bool]:
    """The name of a role in an alt text, its words, its id, and whether the words are the author’s."""
    role, text = found["role"] or found["other"], found["text"]
    if titled := _TITLED.match(text):
        return role, titled["words"], titled["id"], True
    words = render(text) if role == "fact" else text
    return role, words, text, words == text


def _list_numbers(document: nodes.document, finder: Finder) -> Iterator[Loose]:
    """The figures that lists begin with: “1953. The armistice” is read as one."""
    for numbered in document.findall(nodes.enumerated_list):
        if numbered.get("start", 1) > 1:
            shown, line = str(numbered["start"]), line_of(numbered[0])
            yield Loose(shown, finder.figure(line, shown, ""))


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
    """Whether the text inside a node is not judged as prose: a role of ours, a citation, a title yet to come."""
    if not isinstance(node, nodes.Element):
        return False
    if node.get("facts_role"):
        return True
    if isinstance(node, addnodes.pending_xref):
        return not node.get("refexplicit") or node.get("refdomain") == "cite"
    return isinstance(node, nodes.citation_reference | nodes.footnote_reference | nodes.label)


def _silent(node: nodes.Node) -> bool:
    """Whether a node holds nothing that the author wrote as prose."""
    if isinstance(
        node,
        nodes.literal_block
        | nodes.doctest_block
        | nodes.Invisible
        | nodes.system_message
        | nodes.problematic,
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


def _texts(
    document: nodes.document,
) -> Iterator[tuple[int, str, nodes.Element | None, nodes.Node]]:
    """Texts outside the running text that a reader meets: alt texts, titles of links and of a toctree.

    With each its line, the picture that it belongs to, and the node it stands in.
    """
    for image in document.findall(nodes.image):
        if image.get("alt") and not _inside_generated(image):
            yield line_of(image), str(image["alt"]), image, image
    for tree in document.findall(addnodes.toctree):
        for text in (
            tree.get("rawcaption") or tree.get("caption"),
            *(title for title, _ in tree["entries"]),
        ):
            if text:
                yield line_of(tree), str(text), None, tree
    for node in document.findall(nodes.Element):
        said = [
            node.get("reftitle"),
            node.get("explanation"),
            isinstance(node, nodes.image) and node.get("title"),
        ]
        if isinstance(node, addnodes.index):
            said = [entry[1] for entry in node["entries"]]
        for text in filter(None, said):
            if not _inside_generated(node):
                yield line_of(node), str(text), None, node


def _inside_generated(node: nodes.Node) -> bool:
    here: nodes.Node | None = node
    while here is not None:
        if isinstance(here, nodes.Element) and here.get("generated"):
            return True
        here = here.parent
    return False
