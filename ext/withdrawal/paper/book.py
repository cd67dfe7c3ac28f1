"""Makes a printed book of the pages: what the LaTeX builder needs beyond the settings in conf.py."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from ext.withdrawal.paper import figures, index, lists, tables
from ext.withdrawal.paper import tree as print_tree
from ext.withdrawal.paper.tex import Held, printed


class PrintedBook(SphinxPostTransform):
    """Turn the whole book, all pages in one tree, into what is set in type."""

    default_priority = 700  # links (10) and footnotes (600) are there, and Sphinx has not yet moved the sources (750)
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Rearrange the tree; the order matters, since lists and tables take the words out of their paragraphs."""
        root = self.env.get_doctree(self.config.root_doc)
        captions = [tree.get("caption") or "" for tree in root.findall(addnodes.toctree)]
        self.document["contents"] = print_tree.pages_of_contents(self.document)
        held = Held(self.document)
        print_tree.plain_lists(held)
        print_tree.parts(self.document, captions)
        print_tree.whole_letters(held)
        print_tree.tied_dates(held)
        print_tree.quiet_titles(held)
        print_tree.see_pages(held)
        print_tree.pages_of_uses(held)
        print_tree.plain_addresses(held)
        print_tree.numbers_of_evidence(held)
        index.index_entries(held)
        print_tree.code(held)
        print_tree.lists_with_headings(held)
        print_tree.close_chapters(held)
        tables.tables(held)
        figures.figures(held)
        lists.timelines(held)
        lists.quotations(held)
        lists.entries(held)
        lists.sources(held)
        print_tree.quiet_classes(held)


def setup(app: Sphinx) -> None:
    """Register the transform and its node."""
    app.add_post_transform(PrintedBook)
    app.add_node(printed, latex=(_pass, _pass))
    figures.setup(app)
    app.connect("doctree-resolved", _reserve)


def _reserve(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Tell LaTeX how many pages to leave for the contents."""
    if isinstance(app.builder, LaTeXBuilder):
        app.builder.context["preamble"] += f"\n\\newcommand\\bookreserve{{{document['contents']}}}"


def _pass(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write nothing of the run itself."""
