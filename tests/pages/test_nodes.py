"""Blocks as nodes, and the way of a table from its nodes to Typst."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

from ext.withdrawal.answers.blocks import Block, File, Folded, Item, Listing, Paragraph, Rows
from ext.withdrawal.answers.evidence import ON_SCREEN
from ext.withdrawal.answers.line import Figure, Label, Mark, Moment, Named, Strong
from ext.withdrawal.answers.tables import Column, Row, Table
from ext.withdrawal.pages import nodes as own
from ext.withdrawal.pages.answer_node import shown, tabular
from ext.withdrawal.paper.inline import Volume
from ext.withdrawal.paper.writer import Hands, Writer

TABLE = Table(
    (Column("batch", "Batch"), Column("men", "Men", number=True)),
    (Row("one", (("First",), (Figure("80,000", "one.strength"),))), Row("two", (("Second",), ("70,000",)))),
    Row("", ((Strong("Together"),), ("150,000",))),
    (("First, men", "Rounded."),),
)  # fmt: skip


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> own.Maker:
    """What makes nodes for a page, with an index entry for one record."""
    domain: Any = SimpleNamespace(builder=None, of=lambda key: {})
    monkeypatch.setattr(own, "mentions_of", lambda env: domain)
    entry = addnodes.index(entries=[("single", "First", "one", "main", None)])
    return own.Maker(SimpleNamespace(), shown("", entry, docname="page"))  # type: ignore[arg-type]


def test_pieces_are_nodes(maker: own.Maker) -> None:
    line = (
        "Men: ",
        Figure("80,000", "one.strength"),
        Mark("restored"),
        Named("志愿军", "zh"),
        Moment("July", "1953-07"),
    )
    (paragraph,) = maker.made((Paragraph(line, "kind", "Label", "here"),))
    assert paragraph.astext() == "Label: Men: 80,000restored志愿军July"
    assert [link["reftarget"] for link in paragraph.findall(addnodes.pending_xref)] == [
        "one.strength"
    ]
    assert [target["ids"] for target in paragraph.findall(nodes.target)] == [["here"]]


@pytest.mark.parametrize(
    "block", [File("a.csv", "This table"), Paragraph((Label("none", ON_SCREEN),))]
)
def test_what_is_for_the_screen_has_no_nodes(maker: own.Maker, block: Block) -> None:
    assert maker.made((block,)) == []


def test_a_record_has_its_index_entry(maker: own.Maker) -> None:
    (listing,) = maker.made(
        (Listing((Item("one", ("First",), ()), Item("two", ("Second",), ())), "entries"),)
    )
    assert [len(list(term.findall(addnodes.index))) for term in listing.findall(nodes.term)] == [
        1,
        0,
    ]
    table, _ = maker.made((Rows(TABLE, "data", anchors=True, notes=True),))
    assert len(list(table.findall(addnodes.index))) == 1


def test_what_is_folded_is_open(maker: own.Maker) -> None:
    (folded,) = maker.made((Folded("More", (Rows(TABLE, "data", called="A picture."),)),))
    assert isinstance(folded, own.folded)
    assert [table["called"] for table in folded.findall(nodes.table)] == ["A picture."]


def printed(*children: nodes.Node) -> str:
    """A section with a heading and these nodes, as the Typst code that becomes of them."""
    document = new_document("page")
    document += nodes.section("", nodes.title("", "Heading"), *children, ids=["page"])
    volume = Volume("book", "", ("page",), "", brief=False, thin=frozenset())
    return Writer(volume, Hands({"page": document}, {"page": ("", 0)}, _none, _none)).write({})


def _none(node: nodes.Node) -> Any:
    raise AssertionError(node)


def test_paper_gets_caption_notes_and_total_with_the_table(maker: own.Maker) -> None:
    caption = nodes.paragraph("", "The batches. More of them.", classes=["table-caption"])
    made = maker.made((Rows(TABLE, "data", notes=True),))
    code = printed(
        nodes.paragraph("", "Before."), tabular("", caption, *made), nodes.paragraph("", "After.")
    )
    assert code.count("The batches. More of them.") == 1
    assert "\ntrule," in code
    assert (
        code.index("Before.") < code.index("tbl(") < code.index("Rounded.") < code.index("After.")
    )
    assert "table.header(" in code


def test_a_table_without_a_caption_is_called_by_its_heading_or_its_picture(
    maker: own.Maker,
) -> None:
    code = printed(tabular("", *maker.made((Rows(TABLE, "data"),))))
    assert 'tbl("Heading",' in code
    (table,) = maker.made((Rows(TABLE, "picture-table data", called="Men in Korea. And more"),))
    assert 'tbl("Men in Korea, as a table",' in printed(table)


def test_a_note_stands_where_it_is_referred_to(maker: own.Maker) -> None:
    """A note is set once; who refers to it again leads to the same."""
    note = nodes.footnote("", nodes.label("", "1"), nodes.paragraph("", "Said so."), ids=["n"])
    refer = [nodes.footnote_reference("", "1", refid="n") for _ in range(2)]
    code = printed(
        nodes.paragraph("", "", nodes.Text("One"), refer[0], nodes.Text(", two"), refer[1]), note
    )
    assert code.count("Said so.") == 1
    assert 'note("page#n",' in code and 'footnote(label("page#n"))' in code
    assert code.index("One") < code.index("Said so.") < code.index("two")


def test_what_code_means_is_only_words() -> None:
    r"""Nothing that a page says is a command: it stands in strings, with quotes and \\ escaped."""
    said = 'a "quote\\" #import $x$ *b* ] }) panic("x") 인민 and 志愿'
    code = printed(nodes.paragraph("", said))
    assert '"a \\"quote\\\\\\" #import $x$ *b* ] }) panic(\\"x\\") "' in code
    assert 'ko("인민")' in code and 'zh("志愿")' in code


def test_a_table_is_folded_under_the_words_that_the_page_gives() -> None:
    writer: Any = SimpleNamespace(body=[])
    for folded in ("", "The days & nights"):
        node = tabular("", folded=folded)
        own._fold(writer, node)
        own._unfold(writer, node)
    assert "".join(writer.body) == (
        '<details class="folded"><summary>The days &amp; nights</summary>\n</details>\n'
    )
