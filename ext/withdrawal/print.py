"""Makes a printed book of the pages: what the LaTeX builder needs beyond the settings in conf.py."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ext.withdrawal import print_index, print_lists, print_tables, print_tree
from ext.withdrawal.print_tex import printed


class PrintedBook(SphinxPostTransform):
    """Turn the whole book, all pages in one tree, into what is set in type."""

    default_priority = 700  # links (10) and footnotes (600) are there, and Sphinx has not yet moved the sources (750)
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Rearrange the tree; the order matters, since lists and tables take the words out of their paragraphs."""
        root = self.env.get_doctree(self.config.root_doc)
        captions = [tree.get("caption") or "" for tree in root.findall(addnodes.toctree)]
        print_tree.plain_lists(self.document)
        print_tree.parts(self.document, captions)
        print_tree.quiet_titles(self.document)
        print_tree.see_pages(self.document)
        print_tree.plain_addresses(self.document)
        print_tree.numbers_of_evidence(self.document)
        print_index.index_entries(self.document)
        print_tables.tables(self.document)
        print_lists.timelines(self.document)
        print_lists.entries(self.document)
        print_lists.sources(self.document)
        print_tree.quiet_classes(self.document)


def setup(app: Sphinx) -> None:
    """Register the transform and its node."""
    app.add_post_transform(PrintedBook)
    app.add_node(printed, latex=(_pass, _pass))


def _pass(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write nothing of the run itself."""
