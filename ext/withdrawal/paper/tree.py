"""The order of the printed book: preface, parts, quiet headings, page numbers after links to chapters."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from ext.withdrawal.paper.lists import DENSE
from ext.withdrawal.paper.tex import Held, escaped, first_sentence, run, seen, tex
from sphinx_facts.values.date_hints import MONTHS

PREFACE = "In brief"
STYLES = ("", "\\bookunnumbered", "\\bookunnumbered\\bookbrief")
"""The chapters of the first part have numbers; from the third part on, the contents name chapters only."""
LINE, SMALL, CHAPTER, PAGE = 4.25, 3.9, 6.5, 246.0
"""The heights of a line of the contents, of their lists, of a chapter there, and of a page of text, in millimetres."""


SHORT = 500
"""A paragraph of fewer letters has fewer than six lines."""
_DAY = re.compile(rf"(?<=\d) (?=(?:{'|'.join(MONTHS)})\b)")


CODE, WHOLE = 74, 16
"""So many letters of code have room on a line; a piece of up to so many lines is not broken."""


def parts(tree: nodes.document, captions: Sequence[str]) -> None:
    """Put the front page first as a preface, and begin a part at each list of pages."""
    (book,) = (child for child in tree.children if isinstance(child, nodes.section))
    book.insert(1, tex(f"\\bookpreface{{{PREFACE}}}"))
    lists = [
        box
        for box in book.children
        if isinstance(box, nodes.compound) and "toctree-wrapper" in box["classes"]
    ]
    for number, (box, caption) in enumerate(zip(lists, captions, strict=True)):
        box.insert(0, tex(f"\\bookbegin{{{escaped(caption)}}}" + STYLES[min(number, 2)]))


def pages_of_contents(tree: nodes.document) -> int:
    """About how many pages the contents and the lists of tables and figures fill.

    LaTeX leaves so many free on its first run. A wrong guess costs a run more, and nothing else.
    """
    height = 35.0 + 2 * 12.0
    parts = [box for box in tree.findall(nodes.compound) if "toctree-wrapper" in box["classes"]]
    for place, part in enumerate(parts):
        height += 10
        for chapter in (
            child for page in part.findall(addnodes.start_of_file) for child in page.children
        ):
            if isinstance(chapter, nodes.section):
                inner = [child for child in chapter.children if isinstance(child, nodes.section)]
                height += CHAPTER + (LINE * len(inner) if place < 2 else 0)
    boxes = [table.parent for table in tree.findall(nodes.table) if table.get("generated")]
    captions = [box[0] if isinstance(box[0], nodes.paragraph) else box.parent[0] for box in boxes]
    for caption in (*captions, *tree.findall(nodes.caption)):
        height += SMALL * (2 if len(first_sentence(seen(caption))) > 95 else 1)
    return max(1, math.ceil(height / PAGE))


def quiet_titles(held: Held) -> None:
    """Headings go into the contents and the bookmarks, where a link in a link has no place: keep their words."""
    for title in held.all(nodes.title):
        words = seen(title)
        title.children = []
        title.append(nodes.Text(words))


def see_pages(held: Held) -> None:
    """After a link to a whole page of the website, the page of the printed book where that chapter begins."""
    for link in held.all(nodes.reference):
        page, _, anchor = link.get("refuri", "").partition("#")
        chapter = any("std-doc" in inner["classes"] for inner in link.findall(nodes.inline))
        if page.startswith("%") and not anchor and chapter:
            place = link.parent.index(link)
            link.parent.insert(place + 1, run(f"\\booksee{{\\detokenize{{{page[1:]}::doc}}}}"))


def pages_of_uses(held: Held) -> None:
    """“Named in” leads to the very words that name a thing, and says on which page they are."""
    lines = [line for line in held.all(nodes.paragraph) if "uses" in line["classes"]]
    found = (link for line in lines for link in line.findall(nodes.reference))
    links = [(link, _address(held, link)) for link in found]
    wanted = {address.partition("#")[2] for _, address in links}
    sections = held.all(nodes.section)
    known = {f"%{held.page(each)}#{name}" for each in sections for name in each["ids"]}
    for words in held.all(nodes.inline):
        for name in wanted.intersection(words["ids"]):
            place = f"%{held.page(words)}#{name}"
            if place not in known:
                known.add(place)
                words.insert(0, tex(f"\\bookplace{{{_label(place)}}}"))
    for link, address in links:
        if address in known:
            link.parent.insert(link.parent.index(link) + 1, run(f"\\booksee{{{_label(address)}}}"))
        else:
            link["refuri"] = address.partition("#")[0]
            link.attributes.pop("refid", None)


def _address(held: Held, link: nodes.reference) -> str:
    """Where a link leads, also one that stays on its page of the website."""
    return f"%{held.page(link)}#{link['refid']}" if "refid" in link else str(link.get("refuri", ""))


def _label(address: str) -> str:
    """The label of an address within the book."""
    return f"\\detokenize{{{address[1:].replace('#', ':')}}}"


def numbers_of_evidence(held: Held) -> None:
    """Ids of claims, discrepancies and sums are set with figures of full height: F017, not a word."""
    for link in held.all(nodes.reference):
        if {"claim", "discrepancy", "sum"} & set(link["classes"]):
            for inner in link.findall(nodes.inline):
                inner["classes"] = ["claim"]


def close_chapters(held: Held) -> None:
    """The last lines of each chapter stay together; a short last paragraph keeps the end of the one before it too."""
    for page in held.all(addnodes.start_of_file):
        holder: nodes.Element = page
        while isinstance(holder[-1], nodes.section):
            holder = holder[-1]
        last = holder[-1]
        if isinstance(last, nodes.paragraph):
            before = holder[-2] if len(holder) > 1 else holder  # a page without a heading
            short = len(seen(last)) < SHORT and isinstance(before, nodes.paragraph)
            kept = [before] if short else []
            for node in (*kept, last):
                holder.remove(node)
            lines = [run(node, "\\par\\nobreak\n") for node in kept]
            holder += run("\n{\\bookclose\n", lines, last, "\\par}\n")


def tied_dates(held: Held) -> None:
    """The day and the month stay on one line."""
    for text in held.all(nodes.Text):
        if _DAY.search(text) and not isinstance(
            text.parent, (nodes.raw, nodes.literal, nodes.literal_block)
        ):
            text.parent.replace(text, nodes.Text(_DAY.sub("\u00a0", text)))


def code(held: Held) -> None:
    """Code with long lines is set smaller, so that its columns stay columns; a short piece stays on one page."""
    for block in held.all(nodes.literal_block):
        lines = block.astext().splitlines()
        size = "\\fvset{fontsize=\\bookcodesize}" if max(map(len, lines), default=0) > CODE else ""
        section, place = block.parent, block.parent.index(block)
        block.replace_self(run("\n{", size, block.deepcopy(), "}\n"))
        if len(lines) <= WHOLE:
            before = sum(len(seen(node)) for node in section[1:place])
            headed = isinstance(section, nodes.section) and before < SHORT // 2
            room = 6 + 4 * len(lines) + (14 + 6 * (before // 80) if headed else 0)
            section.insert(0 if headed else place, tex(f"\\Needspace{{{room}mm}}\n"))


def lists_with_headings(held: Held) -> None:
    """A heading that a list in columns follows soon goes to the next page unless some of the list has room with it."""
    for listed in held.all(nodes.definition_list):
        section = listed.parent
        if DENSE & set(listed["classes"]) and isinstance(section, nodes.section):
            section.insert(0, tex("\\Needspace{60mm}"))


STYLED = {
    "fact", "status", "verdict", "state", "lane", "relation", "label", "rests", "claim", "fact-id"
}  # fmt: skip
"""The classes of inline text that the style files know."""


def quiet_classes(held: Held) -> None:
    """Take away the classes that mean nothing in print, which would only cost LaTeX time."""
    for node in held.all(nodes.inline):
        node["classes"] = [name for name in node["classes"] if name in STYLED]


def whole_letters(held: Held) -> None:
    """“ff’” is one letter of the face, and a PDF gives one “f” back for it: set the sign apart."""
    for text in held.all(nodes.Text):
        if "ff’" in text and not isinstance(text.parent, nodes.raw):
            first, *others = (nodes.Text(part) for part in text.replace("ff’", "ff\0’").split("\0"))
            rest = (node for other in others for node in (tex("\\kern0pt{}"), other))
            text.parent.replace(text, [first, *rest])


def plain_addresses(held: Held) -> None:
    """Addresses with hanzi in the form that can be typed from paper: the face of addresses has Latin letters only."""
    for link in held.all(nodes.reference):
        address = link.get("refuri", "")
        if "://" in address and not address.isascii():
            link["refuri"] = quote(address, safe=":/?#[]@!$&'()*+,;=%~")
            if link.astext() == address:
                link.children = []
                link.append(nodes.Text(link["refuri"]))


def plain_lists(held: Held) -> None:
    """The list of pages of a website is hidden; in print nothing of it is left but what it lists."""
    for toctree in held.all(addnodes.toctree):
        toctree.parent.remove(toctree)
