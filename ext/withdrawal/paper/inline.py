"""What stands within a line: words, links, marks and notes, as Typst code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from docutils import nodes
from sphinx.util.logging import getLogger

from ext.withdrawal.paper.code import call, joined, spoken, string

STYLES: Mapping[str, str] = {
    "status": "mark", "state": "mark",
    "verdict": "slant", "lane": "slant", "relation": "slant",
    "label": "quiet", "rests": "quiet", "fact-id": "quiet", "grade": "quiet",
    "claim": "lining", "discrepancy": "lining", "sum": "lining",
}  # fmt: skip
"""How the classes of inline text are set; the first that fits counts."""
RESTS = "Rests on"
"""How a line or a column begins that says what something rests on."""
NUMBERS = {"claim", "discrepancy", "sum"}
_SAFE = ":/?#[]@!$&'()*+,;=%~"
logger = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Volume:
    """A PDF: its file name, what its title adds, its pages in their order, the address of the website, if known."""

    name: str
    title: str
    pages: tuple[str, ...]
    site: str
    brief: bool
    """Whether what things rest on is left to another volume."""
    thin: frozenset[str]
    """Pages on which only numbers of evidence and links out of the book lead on: each link costs memory."""

    def keeps(self, node: nodes.Node) -> bool:
        """Whether a line or a column belongs here; who names an entry is told by the index."""
        uses = isinstance(node, nodes.Element) and "uses" in node["classes"]
        return not uses and not (self.brief and node.astext().startswith(RESTS))


class InlineWriter:
    """Writes what stands within a line. `doc` is the page of the website at work, `notes` are its footnotes by id."""

    doc: str = ""

    def __init__(self, volume: Volume, wanted: set[str]) -> None:
        self.volume, self.wanted = volume, wanted
        self.made: set[str] = set()
        self.noted: set[str] = set()
        self.notes: dict[str, nodes.footnote] = {}
        self.index: dict[tuple[str, ...], int] = {}

    def one(self, node: nodes.Node) -> str:
        """The code of a node."""
        write = getattr(self, f"on_{type(node).__name__}", None)
        if write is None:
            logger.warning(
                "Print has no form for “%s”.", type(node).__name__, location=node, type="paper"
            )
            return ""
        return str(write(node))

    def flow(self, children: Sequence[nodes.Node], *, closing: bool = False) -> str:
        """Blocks, one below the other; with `closing` their last lines stay together."""
        raise NotImplementedError

    def inner(self, children: Iterable[nodes.Node]) -> str:
        """Content made of inline nodes."""
        return joined(self.one(child) for child in children)

    def anchors(self, node: nodes.Element) -> str:
        """The places in a node that a link of this volume leads to."""
        names: list[str] = node.get("ids", [])
        places = [f"{self.doc}#{name}" for name in names]
        new = [place for place in places if place in self.wanted and place not in self.made]
        self.made.update(new)
        return "".join(call("a", string(place)) + ";" for place in new)

    def line(self, node: nodes.Element) -> str:
        """The content of a paragraph, with its anchors."""
        anchors = self.anchors(node)
        body = self.inner(node.children)
        return f"{{{anchors}{body}}}" if anchors else body

    def on_Text(self, node: nodes.Text) -> str:
        return spoken(str(node))

    def on_inline(self, node: nodes.Element) -> str:
        body, classes = self.inner(node.children), node["classes"]
        lang = next((name[9:] for name in classes if name.startswith("language-")), "")
        if lang.endswith("-Latn"):
            body = call("latn", string(lang[:2]), body)
        elif lang and lang not in ("zh", "ko"):
            body = call("lang", string(lang.split("-")[0]), body)
        style = next((STYLES[name] for name in classes if name in STYLES), "")
        return self.anchors(node) + (call(style, body) if style else body)

    def on_strong(self, node: nodes.Element) -> str:
        return call("strong", self.inner(node.children))

    def on_emphasis(self, node: nodes.Element) -> str:
        return call("emph", self.inner(node.children))

    def on_literal(self, node: nodes.Element) -> str:
        return call("raw", string(node.astext()))

    def on_superscript(self, node: nodes.Element) -> str:
        return call("super", self.inner(node.children))

    def on_subscript(self, node: nodes.Element) -> str:
        return call("sub", self.inner(node.children))

    def on_passed(self, node: nodes.Element) -> str:
        return self.inner(node.children)

    on_moment = on_title_reference = on_abbreviation = on_pending_xref = on_passed

    def on_nothing(self, node: nodes.Node) -> str:
        return ""

    on_comment = on_substitution_definition = on_toctree = on_data_file = on_footnote = on_nothing
    on_label = on_system_message = on_start_of_file = on_nothing

    def on_target(self, node: nodes.Element) -> str:
        return self.anchors(node).rstrip(";")

    def on_footnote_reference(self, node: nodes.Element) -> str:
        name = node["refid"]
        place = string(f"{self.doc}#{name}")
        if name in self.noted:
            return call("footnote", call("label", place))
        self.noted.add(name)
        parts = [self.line(each) for each in self.notes[name].findall(nodes.paragraph)]
        spaced = [part for each in parts for part in ('" · "', each)][1:]
        return call("note", place, joined(spaced))

    def on_index(self, node: nodes.Element) -> str:
        out = list[str]()
        for kind, words, _, main, _ in node["entries"]:
            if kind == "single":
                parts = tuple(part.strip() for part in words.split(";", 1))
                # A name is sought under its own letter; only values stand under a heading of theirs.
                number = self.index.setdefault(parts[-1:], len(self.index))
                out.append(call("ix", str(number), *(("main: true",) if main else ())))
        return ";".join(out)

    def on_reference(self, node: nodes.Element) -> str:
        body, address = self.inner(node.children), address_of(node, self.doc)
        if "weak" in node["classes"]:
            body = f"{{{body};[†]}}" if not node.astext().endswith("†") else body
        doc, _, name = address.partition("#")
        if "://" in address or address.startswith("mailto:"):
            return call("out", string(quote(address, safe=_SAFE)), body)
        if doc not in self.volume.pages:
            site = self.volume.site
            return (
                call("out", string(site + doc + ".html" + (f"#{name}" if name else "")), body)
                if site
                else body
            )
        classes = set(node["classes"])
        if self.doc in self.volume.thin and classes and not classes & NUMBERS:
            return body
        if "fact" in classes:
            return call("fact", string(address), body)
        whole = any("std-doc" in each["classes"] for each in node.findall(nodes.inline))
        see = ";" + call("see", string(address)) if whole and not name else ""
        return call("l", string(address), body) + see


def address_of(link: nodes.Element, doc: str) -> str:
    """Where a link leads: an address, or a page of the website and a place on it."""
    if "refid" in link:
        return f"{doc}#{link['refid']}"
    return str(link.get("refuri", "")).removeprefix("%")
