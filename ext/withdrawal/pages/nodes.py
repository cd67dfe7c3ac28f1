"""Answers as docutils nodes, for the formats that are not HTML. What is made here is marked `generated`: it is data."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, assert_never, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx_timeline.main import TimelineDiv, depart_tl_div, visit_tl_div

from ext.withdrawal.answers import blocks as form
from ext.withdrawal.answers import line as said
from ext.withdrawal.answers.blocks import Block, Item, NamedIn, Rows
from ext.withdrawal.answers.evidence import ON_SCREEN
from ext.withdrawal.answers.line import Line, Piece
from ext.withdrawal.answers.tables import Row, Table
from ext.withdrawal.pages.answer_node import blocks_of, drawing, shown, tabular
from ext.withdrawal.pages.build import weak_values
from ext.withdrawal.pages.mentions import first_anchor, mentions_of
from sphinx_facts import domain_of


class folded(nodes.General, nodes.Element):
    """What is folded away on a screen, and open on paper."""


class Maker:
    """Makes nodes of what a place shows, with its index entries at the records they belong to."""

    def __init__(self, env: BuildEnvironment, place: shown) -> None:
        self.env, self.docname, self.builder = env, place["docname"], mentions_of(env).builder
        self.index = {node["entries"][0][2]: node for node in place.findall(addnodes.index)}

    def made(self, blocks: tuple[Block, ...]) -> list[nodes.Node]:
        """The nodes of blocks."""
        return [node for block in blocks for node in self._block(block)]

    def _block(self, block: Block) -> Iterator[nodes.Node]:
        match block:
            case form.Paragraph(line, kind, label, anchor):
                if not any(
                    isinstance(piece, said.Label) and ON_SCREEN in piece.kind for piece in line
                ):
                    before = (said.Label(f"{label}:", "label"), " ") if label else ()
                    yield paragraph((*before, *line), *kind.split(), anchor=anchor)
            case form.Bullets(lines, kind):
                items = (nodes.list_item("", paragraph(line)) for line in lines)
                yield nodes.bullet_list("", *items, bullet="-", classes=[kind])
            case NamedIn(role, name):
                yield from self._named_in(role, name)
            case Rows():
                yield from self._rows(block)
            case form.Listing(items, kind):
                listed = map(self._item, items)
                yield nodes.definition_list("", *listed, classes=kind.split(), generated=True)
            case form.Folded(_, within):
                yield folded("", *self.made(within))
            case form.File():
                pass
            case _:
                assert_never(block)

    def _item(self, item: Item) -> nodes.definition_list_item:
        term = nodes.term("", "", *inline(item.heading), *self._entry(item.id), ids=[item.id])
        body = nodes.definition("", *self.made(item.body))
        return nodes.definition_list_item("", term, body)

    def _entry(self, name: str) -> list[nodes.Node]:
        """The index entry of a record, if it has one."""
        return [self.index[name]] if name in self.index else []

    def _named_in(self, role: str, name: str) -> Iterator[nodes.Node]:
        """A line with the pages that name something, each once."""
        line: list[nodes.Node] = []
        for page, given in mentions_of(self.env).of((role, name)).items():
            title = nodes.inline("", self.env.titles[page].astext())
            link = make_refnode(self.builder, self.docname, page, first_anchor(given), title)
            line += [nodes.Text(" · " if line else " "), link]
        if line:
            label = nodes.inline("", "Named in:", classes=["label"])
            yield nodes.paragraph("", "", label, *line, classes=["uses"])

    def _rows(self, rows: Rows) -> Iterator[nodes.Node]:
        """A table with a heading row, its rows and its total; then the notes to its values."""
        table = rows.table
        group = nodes.tgroup("", cols=len(table.columns))
        group += [nodes.colspec(colwidth=_width(table, at)) for at in range(len(table.columns))]
        head = (_cell((column.head,), column.number) for column in table.columns)
        group += nodes.thead("", nodes.row("", *head))
        body = [self._row(table, row, row.id if rows.anchors else "") for row in table.rows]
        total = [self._row(table, table.total, "", "total")] if table.total else []
        group += nodes.tbody("", *body, *total)
        kinds = rows.kind.split()
        yield nodes.table("", group, classes=kinds, called=rows.called, generated=True)
        if rows.notes and table.notes:
            notes = (
                nodes.definition_list_item(
                    "", nodes.term("", what), nodes.definition("", nodes.paragraph("", note))
                )
                for what, note in table.notes
            )
            yield nodes.definition_list("", *notes, classes=["table-notes"], generated=True)

    def _row(self, table: Table, row: Row, anchor: str, *kinds: str) -> nodes.row:
        pairs = zip(row.cells, table.columns, strict=True)
        first, *rest = (_cell(cell, column.number) for cell, column in pairs)
        if anchor:
            line = first[0]
            assert isinstance(line, nodes.paragraph)
            line.insert(0, nodes.target("", "", ids=[anchor]))
            line += self._entry(anchor)
        return nodes.row("", first, *rest, classes=list(kinds))


def inline(line: Line) -> list[nodes.Node]:
    """The nodes of a line."""
    return [_piece(piece) for piece in line]


def _piece(piece: Piece) -> nodes.Node:
    match piece:
        case str():
            return nodes.Text(piece)
        case said.Link(words, role, name):
            return _to_entry(role, name, words)
        case said.Figure(words, fact) | said.Moment(words, _, fact) if fact:
            return _to_entry("fact", fact, words)
        case said.Mark(status):
            return nodes.inline("", status, classes=["status", f"status-{status}"])
        case said.Named(words, lang):
            return nodes.inline("", words, classes=[f"language-{lang}"])
        case said.Quote(words, lang):
            return nodes.inline("", f"“{words}”", classes=["quote", f"language-{lang}"])
        case said.Label(words, kind):
            return nodes.inline("", words, classes=kind.split())
        case said.Strong(words):
            return nodes.strong("", words)
    return nodes.inline("", piece.words)


def _to_entry(role: str, name: str, words: str) -> nodes.Element:
    """A link to the entry of a fact or an entity."""
    return addnodes.pending_xref("", nodes.inline("", words), refdomain="facts", reftype=role,
                                 reftarget=name, refexplicit=True, refwarn=True)  # fmt: skip


def paragraph(line: Line, *classes: str, anchor: str = "") -> nodes.paragraph:
    """A paragraph of a line; what the claims say stands on paper in the chapters of claims."""
    target = [nodes.target("", "", ids=[anchor])] if anchor else []
    kept = [each for each in line if not (isinstance(each, said.Label) and each.kind == "said")]
    return nodes.paragraph("", "", *target, *inline(tuple(kept)), classes=list(classes))


def _cell(line: Line, number: bool) -> nodes.entry:
    return nodes.entry("", paragraph(line), classes=["number"] if number else [])


def _width(table: Table, place: int) -> int:
    """A width in parts, from the longest cell, so that print gives a column about what it needs."""
    cells = [row.cells[place] for row in table.rows] + [(table.columns[place].head,)]
    return min(max(6, *(len(said.plain(cell)) for cell in cells)), 40)


class Unfolded(SphinxPostTransform):
    """Gives every answer its nodes, before links are resolved."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        if mentions_of(self.env).builder.format != "html":
            unfold(self.env, self.document)


def unfold(env: BuildEnvironment, tree: nodes.Element) -> None:
    """Make nodes of every answer that is shown in a tree."""
    for place in list(tree.findall(shown)):
        place.replace_self(Maker(env, place).made(blocks_of(env, place)))


class WeakMarks(SphinxPostTransform):
    """A sign after each figure that rests on a single weak source."""

    default_priority = 61

    def run(self, **_: Any) -> None:
        weak, facts = weak_values(self.env), domain_of(self.env).catalog.facts
        if mentions_of(self.env).builder.format == "html":
            return
        for link in self.document.findall(nodes.reference):
            if "fact" in link["classes"] and not isinstance(link.parent, nodes.title):
                name = link.get("refuri", "").partition("#")[2] or link.get("refid", "")
                if name in weak and name in facts:
                    link["classes"].append("weak")
                    link.append(nodes.Text("†"))


def pass_over(self: object, node: nodes.Element) -> None:
    """Write nothing of the node itself, in the formats that have no element for it."""


def _said(self: nodes.NodeVisitor, node: drawing) -> None:
    cast("list[str]", getattr(self, "body", [])).append(str(node["alt"]))
    raise nodes.SkipNode


def _fold(self: nodes.NodeVisitor, node: tabular) -> None:
    """Begin a table or timeline, folded away on a screen where the page asks for it."""
    if node.get("folded"):
        opening = f'<details class="folded"><summary>{escape(node["folded"])}</summary>'
        cast("list[str]", getattr(self, "body", [])).append(f"{opening}\n")


def _unfold(self: nodes.NodeVisitor, node: tabular) -> None:
    if node.get("folded"):
        cast("list[str]", getattr(self, "body", [])).append("</details>\n")


FORMATS = ("html", "text", "man", "texinfo")


def setup(app: Sphinx) -> None:
    """Register the nodes, of which no writer ever meets the first, and what replaces it."""
    app.add_node(shown)
    passed: dict[str, Any] = dict.fromkeys(FORMATS, (pass_over, pass_over))
    app.add_node(tabular, **{**passed, "html": (_fold, _unfold)})
    app.add_node(folded, **passed)
    app.add_node(TimelineDiv, **{**passed, "html": (visit_tl_div, depart_tl_div)})
    said: dict[str, Any] = dict.fromkeys(FORMATS, (_said, None))
    app.add_node(drawing, **said)
    app.add_post_transform(Unfolded)
    app.add_post_transform(WeakMarks)
