"""The order of the printed book: preface, parts, quiet headings, page numbers after links to chapters."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes

from ext.withdrawal.print_tex import escaped, run, tex

PREFACE = "In brief"


def parts(tree: nodes.document, captions: Sequence[str]) -> None:
    """Put the front page first as a preface, and begin a part at each list of pages; only the first part has numbers."""
    (book,) = (child for child in tree.children if isinstance(child, nodes.section))
    book.insert(1, tex(f"\\bookpreface{{{PREFACE}}}"))
    lists = [box for box in book.findall(nodes.compound) if "toctree-wrapper" in box["classes"] and box.children]
    for number, (box, caption) in enumerate(zip(lists, captions, strict=True)):
        box.insert(0, tex(f"\\bookbegin{{{escaped(caption)}}}" + ("\\bookunnumbered" if number else "")))


def quiet_titles(tree: nodes.document) -> None:
    """Headings go into the contents and the bookmarks, where a link in a link has no place: keep their words."""
    for title in tree.findall(nodes.title):
        words = title.astext()
        title.children = []
        title += nodes.Text(words)


def see_pages(tree: nodes.document) -> None:
    """After a link to a whole page of the website, the page of the printed book where that chapter begins."""
    for link in list(tree.findall(nodes.reference)):
        page, _, anchor = link.get("refuri", "").partition("#")
        if page.startswith("%") and not anchor and any("std-doc" in inner["classes"] for inner in link.findall(nodes.inline)):
            place = link.parent.index(link)
            link.parent.insert(place + 1, run(f"\\booksee{{\\detokenize{{{page[1:]}::doc}}}}"))


def plain_lists(tree: nodes.document) -> None:
    """The list of pages of a website is hidden; in print nothing of it is left but what it lists."""
    for toctree in list(tree.findall(addnodes.toctree)):
        toctree.parent.remove(toctree)
