"""The order of the printed book: preface, parts, quiet headings, page numbers after links to chapters."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from ext.withdrawal.print_tex import escaped, run, seen, tex

PREFACE = "In brief"


def parts(tree: nodes.document, captions: Sequence[str]) -> None:
    """Put the front page first as a preface, and begin a part at each list of pages; only the first part has numbers."""
    (book,) = (child for child in tree.children if isinstance(child, nodes.section))
    book.insert(1, tex(f"\\bookpreface{{{PREFACE}}}"))
    lists = [box for box in book.children if isinstance(box, nodes.compound) and "toctree-wrapper" in box["classes"]]
    for number, (box, caption) in enumerate(zip(lists, captions, strict=True)):
        box.insert(0, tex(f"\\bookbegin{{{escaped(caption)}}}" + ("\\bookunnumbered" if number else "")))


def quiet_titles(tree: nodes.document) -> None:
    """Headings go into the contents and the bookmarks, where a link in a link has no place: keep their words."""
    for title in tree.findall(nodes.title):
        words = seen(title)
        title.children = []
        title += nodes.Text(words)


def see_pages(tree: nodes.document) -> None:
    """After a link to a whole page of the website, the page of the printed book where that chapter begins."""
    for link in list(tree.findall(nodes.reference)):
        page, _, anchor = link.get("refuri", "").partition("#")
        if (
            page.startswith("%")
            and not anchor
            and any("std-doc" in inner["classes"] for inner in link.findall(nodes.inline))
        ):
            place = link.parent.index(link)
            link.parent.insert(place + 1, run(f"\\booksee{{\\detokenize{{{page[1:]}::doc}}}}"))


def numbers_of_evidence(tree: nodes.document) -> None:
    """Ids of claims, discrepancies and sums are set with figures of full height: F017, not a word."""
    for link in tree.findall(nodes.reference):
        if {"claim", "discrepancy", "sum"} & set(link["classes"]):
            for inner in link.findall(nodes.inline):
                inner["classes"] = ["claim"]


STYLED = {"fact", "status", "verdict", "state", "lane", "relation", "label", "rests", "claim"}
"""The classes of inline text that the style files know."""


def quiet_classes(tree: nodes.document) -> None:
    """Take away the classes that mean nothing in print, which would only cost LaTeX time."""
    for node in tree.findall(nodes.inline):
        node["classes"] = [name for name in node["classes"] if name in STYLED]


def plain_addresses(tree: nodes.document) -> None:
    """Addresses with hanzi in the form that can be typed from paper: the face of addresses has Latin letters only."""
    for link in tree.findall(nodes.reference):
        address = link.get("refuri", "")
        if "://" in address and not address.isascii():
            link["refuri"] = quote(address, safe=":/?#[]@!$&'()*+,;=%~")
            if link.astext() == address:
                link.children = []
                link += nodes.Text(link["refuri"])


def plain_lists(tree: nodes.document) -> None:
    """The list of pages of a website is hidden; in print nothing of it is left but what it lists."""
    for toctree in list(tree.findall(addnodes.toctree)):
        toctree.parent.remove(toctree)
