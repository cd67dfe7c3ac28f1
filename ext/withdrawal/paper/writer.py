"""From the tree of the whole book to the Typst code of a volume."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx_timeline.main import TimelineDiv

from ext.withdrawal.answers.pictures.shapes import Picture
from ext.withdrawal.pages.answer_node import drawing, tabular
from ext.withdrawal.pages.nodes import folded
from ext.withdrawal.paper import lists, tables
from ext.withdrawal.paper.code import call, joined, plain, spoken, string
from ext.withdrawal.paper.index import index
from ext.withdrawal.paper.inline import InlineWriter, Volume, address_of

PREFACE = "In brief"
CLOSE = 500
"""A last paragraph of fewer letters keeps the end of the one before it."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the writer is handed: pages by name, the part and number of each, and what draws or copies a picture."""

    pages: Mapping[str, nodes.Element]
    parts: Mapping[str, tuple[str, int]]
    draw: Callable[[drawing], tuple[str, Picture]]
    copy: Callable[[nodes.image], str]


class Writer(InlineWriter):
    """Writes one volume."""

    def __init__(self, volume: Volume, hands: Hands) -> None:
        pages = {doc: list(own(hands.pages[doc])) for doc in volume.pages}
        links = (
            (doc, node)
            for doc, held in pages.items()
            for node in held
            if isinstance(node, nodes.reference)
        )
        super().__init__(volume, {address_of(link, doc) for doc, link in links})
        self.hands, self.held = hands, pages
        found = [node for held in pages.values() for node in held if isinstance(node, nodes.table)]
        pictured = (node for node in found if "picture-table" in node["classes"])
        self.places, self.whole = tables.repeated(pictured)
        self.level, self.part = 0, ""
        self.contents: list[str] = []
        self.drawn: set[str] = set()

    def write(self, imprint: Mapping[str, str]) -> str:
        """The code of the volume."""
        body = list[str]()
        for doc in self.volume.pages:
            self.doc, self.level = doc, 0
            self.notes = {
                node["ids"][0]: node for node in self.held[doc] if isinstance(node, nodes.footnote)
            }
            self.noted = set()
            body.append(f"// {doc}\n{self.flow(self.hands.pages[doc].children)}")
        if self.index:
            body.append(index(self.index))
            self.contents.append(call("line-of", "2", "0", '"Index"', '"index:"'))
        given = ",".join(f"{key}: {string(value)}" for key, value in imprint.items())
        contents = "\n".join(self.contents)
        return (
            f'#import "book.typ": *\n#show: book.with(({given}),() => {{{contents}}})\n#{{\n'
            + "\n".join(body) + "\n}\n"
        )  # fmt: skip

    # --- blocks ---

    def flow(self, children: Sequence[nodes.Node], *, closing: bool = False) -> str:
        """Blocks, one below the other; the last lines of a chapter stay together."""
        blocks, ended = list(children), list[nodes.Node]()
        if closing and blocks and (isinstance(blocks[-1], nodes.paragraph) or _small(blocks[-1])):
            ended = [blocks.pop()]
            short = len(ended[0].astext()) < CLOSE or not isinstance(ended[0], nodes.paragraph)
            if short and blocks and isinstance(blocks[-1], nodes.paragraph):
                ended.insert(0, blocks.pop())
        out = [self.one(node) for node in blocks if not isinstance(node, nodes.citation)]
        if works := [node for node in blocks if isinstance(node, nodes.citation)]:
            out.append(lists.sources(self, works))
        if ended:
            out.append(call("closing", "{" + "\n".join(map(self.one, ended)) + "}"))
        return "\n".join(part for part in out if part)

    def on_paragraph(self, node: nodes.Element) -> str:
        if not node.children or not self.volume.keeps(node):
            return ""
        return call("words" if "words" in node["classes"] else "par", self.line(node))

    on_caption = on_title = on_paragraph

    def on_section(self, node: nodes.Element) -> str:
        title, *rest = node.children
        self.level += 1
        words, labels = plain(title), self.anchors(node).rstrip(";")
        if self.level == 1:
            head = self._chapter(words)
        else:
            place = f"{self.doc}#{node['ids'][0]}"
            if self.level == 2 and self.hands.parts[self.doc][1]:
                if place not in self.made:
                    self.made.add(place)
                    labels += call(";a", string(place)) if labels else call("a", string(place))
                self.contents.append(call("line-of", "3", "0", string(words), string(place)))
            head = call("heading", f"{{{spoken(words)}}}", level=str(self.level + 1))
        if self.level == 1 and not self.hands.parts[self.doc][0]:
            rest.sort(key=_place)
        last = not isinstance(node.parent, nodes.section) or node.parent[-1] is node
        out = f"{head}\n{labels}\n{self.flow(rest, closing=last)}"
        self.level -= 1
        return out

    def _chapter(self, words: str) -> str:
        part, number = self.hands.parts[self.doc]
        first, self.part = part != self.part, part
        front = not part
        if first and part:
            self.contents.append(call("line-of", "1", "0", string(part), '""'))
        shown = PREFACE if front else words
        self.contents.append(call("line-of", "2", str(number), string(shown), string(self.doc)))
        return call(
            "chapter", string(part or words), str(number), string(shown), string(self.doc),
            first="true" if first else "false",
        )  # fmt: skip

    def on_compound(self, node: nodes.Element) -> str:
        return self.flow(node.children)

    on_folded = on_legend = on_definition = on_glossary = on_rubric = on_compound

    def on_container(self, node: nodes.Element) -> str:
        body = self.flow(node.children)
        return call("boxed", f"{{{body}}}") if "addition" in node["classes"] else body

    on_admonition = on_note = on_container

    def on_block_quote(self, node: nodes.Element) -> str:
        return call("quote", f"{{{self.flow(node.children)}}}", block="true")

    def on_literal_block(self, node: nodes.Element) -> str:
        return call("code", string(node.astext()))

    def on_transition(self, node: nodes.Element) -> str:
        return call("line-break")

    def on_bullet_list(self, node: nodes.Element) -> str:
        return call("list", *(tables.cell(self, item) for item in elements(node)))

    def on_enumerated_list(self, node: nodes.Element) -> str:
        return call("enum", *(tables.cell(self, item) for item in elements(node)))

    def on_definition_list(self, node: nodes.Element) -> str:
        if "entries" in node["classes"]:
            return lists.entries(self, node)
        pairs = (tuple(elements(item)) for item in elements(node))
        items = (
            call("terms.item", self.line(pair[0]), f"{{[];{self.flow(pair[-1].children)}}}")
            for pair in pairs
        )
        return call("terms", *items)

    # --- tables and pictures ---

    def on_tabular(self, node: nodes.Element) -> str:
        first, *others = elements(node)
        words = self.line(first) if isinstance(first, nodes.paragraph) else ""
        blocks = others if words else [first, *others]
        notes = next((each for each in blocks if "table-notes" in each["classes"]), None)
        out = list[str]()
        for block in blocks:
            if isinstance(block, nodes.table):
                out.append(tables.table(self, block, words or tables.title(node, block), notes))
            elif isinstance(block, TimelineDiv):
                out.append(lists.timeline(self, block, words))
            elif block is not notes:
                out.append(self.one(block))
        return "\n".join(out)

    def on_TimelineDiv(self, node: nodes.Element) -> str:
        whole = "timeline" in node["classes"]
        return lists.timeline(self, node, "") if whole else self.flow(node.children)

    def on_table(self, node: nodes.table) -> str:
        title = node[0] if isinstance(node[0], nodes.title) else None
        words = self.line(title) if title is not None else tables.title(node, node)
        place = string(f"table:{self.places.get(id(node))}")
        if id(node) not in self.places:
            return tables.table(self, node, words, None)
        if id(node) not in self.whole:
            return call("elsewhere", place)
        return f"{call('a', place)}\n{tables.table(self, node, words, None)}"

    def on_figure(self, node: nodes.Element) -> str:
        words = next((self.line(each) for each in node.findall(nodes.caption)), "none")
        boxes = list(self._under(node))
        held = [each for box in boxes for each in box.children]
        told = [each for each in held if isinstance(each, nodes.paragraph)]
        under = joined(self.one(each) for each in told)
        after = "\n".join(self.one(each) for each in held if each not in told)
        for box in boxes:
            box.children = []
        picture, anchors = node[0], self.anchors(node)
        if not isinstance(picture, drawing):
            shown = joined(self.one(each) for each in node.findall(nodes.image))
            return f"{anchors}{call('figure', shown, caption=words)}\n{after}"
        name, drawn = self.hands.draw(picture)
        if name in self.drawn:
            return f"{anchors}{call('again', words, string(name))}\n{after}"
        self.drawn.add(name)
        alt, front = string(picture["alt"]), not self.hands.parts[self.doc][0]
        later = node.parent.children[node.parent.index(node) + 1 :]
        ends = not any(isinstance(each, (nodes.paragraph, nodes.section)) for each in later)
        place = "none" if front or ends else "bottom" if self.level == 1 else "auto"
        shown = call("pic", string(name), alt, f"{drawn.width:g}", words, under, place=place)
        return f"{anchors}{shown}\n{after}"

    @staticmethod
    def _under(figure: nodes.Element) -> Iterator[nodes.Element]:
        """The legend of a picture, and the box that follows it on the website."""
        yield from figure.findall(nodes.legend)
        place = figure.parent.index(figure)
        yield from (
            each
            for each in figure.parent.children[place + 1 : place + 2]
            if isinstance(each, folded)
        )

    def on_drawing(self, node: drawing) -> str:
        name, _ = self.hands.draw(node)
        return call("image", string(name), alt=string(node["alt"]))

    def on_image(self, node: nodes.image) -> str:
        return call("image", string(self.hands.copy(node)), alt=string(node.get("alt", "")))


def _small(node: nodes.Node) -> bool:
    """Whether a table is small enough to stay with the paragraph before it."""
    return isinstance(node, (tabular, nodes.table)) and len(node.astext()) < 2 * CLOSE


def _place(node: nodes.Node) -> int:
    """The place of a block of the front page: first the opening, then the figures to know, then all else."""
    key = isinstance(node, nodes.table) and "key-figures" in node["classes"]
    first = node.parent.index(node) == 1 if node.parent is not None else False
    return 0 if first else 1 if key else 2


def elements(node: nodes.Element) -> list[nodes.Element]:
    """What a node holds, but text."""
    return [each for each in node.children if isinstance(each, nodes.Element)]


def own(page: nodes.Element) -> Iterator[nodes.Node]:
    """The nodes of one page, without those of the pages that it lists."""
    for child in page.children:
        if not isinstance(child, addnodes.start_of_file):
            yield child
            if isinstance(child, nodes.Element):
                yield from own(child)
