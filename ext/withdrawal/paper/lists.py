"""The timeline, the entries and the sources as a printed book has them: dates and numbers in the margin."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from ext.withdrawal.paper.code import call, joined, spoken, string
from ext.withdrawal.paper.inline import InlineWriter
from ext.withdrawal.records.kinds import roles

NUMBERED = {"other-claim-list", *(f"{role}-list" for role in roles("numbered"))}
"""Lists whose entries have numbers: they stand in the margin."""
DENSE = {"evidence-list", "source-list"}
"""Lists with an entry for every value or source: set like an apparatus, in two columns, each entry one paragraph."""
TOGETHER = 4
"""The last events of a timeline stay on a page, so many."""
LONG = 520
"""An entry of more letters may be broken over two pages."""


def timeline(writer: InlineWriter, box: nodes.Element, caption: str) -> str:
    """A timeline: the date in the margin, then the title and what happened."""
    items = list(box.findall(nodes.list_item))
    events = [_event(writer, item, held=item in items[-TOGETHER:-1]) for item in items]
    head = [call("tcaption", caption)] if caption else []
    return call("events", "{" + "\n".join([*head, *events]) + "}")


def _event(writer: InlineWriter, item: nodes.list_item, *, held: bool) -> str:
    date, title, words, *details = item.findall(nodes.paragraph)
    lanes = [
        each
        for each in date.children
        if isinstance(each, nodes.inline) and "lane" in each["classes"]
    ]
    shown = [each for each in date.children if each not in lanes]
    while shown and not shown[-1].astext().strip():
        shown.pop()
    more = [writer.line(each) for each in details if writer.volume.keeps(each)]
    return call(
        "event",
        writer.inner(shown),
        writer.line(title),
        writer.inner(lanes),
        writer.line(words),
        *more,
        held="true" if held else "false",
    )


def entries(writer: InlineWriter, node: nodes.Element) -> str:
    """A list of entries, as its kind is set."""
    kinds = set(node["classes"])
    write = _dense if kinds & DENSE else _numbered if kinds & NUMBERED else _entry
    lines = "\n".join(
        write(writer, item) for item in node.children if isinstance(item, nodes.Element)
    )
    return call("dense" if kinds & DENSE else "entries", f"{{{lines}}}")


def _headed(
    writer: InlineWriter, item: nodes.Element
) -> tuple[nodes.Element, nodes.Element | None, str, str]:
    """Of an entry: its heading, what stands out in that, its mark for the running head, and what is below, as code."""
    term, definition = item.children
    assert isinstance(term, nodes.Element) and isinstance(definition, nodes.Element)
    name = next(iter(term.findall(nodes.strong)), None)
    mark = name.astext() if name is not None else ""
    return term, name, string(mark), f"{{[];{writer.flow(definition.children)}}}"


def _short(item: nodes.Element) -> str:
    return "true" if len(item.astext()) < LONG else "false"


def _entry(writer: InlineWriter, item: nodes.Element) -> str:
    term, _, mark, body = _headed(writer, item)
    return call("entry", mark, writer.line(term), body, short=_short(item))


def _numbered(writer: InlineWriter, item: nodes.Element) -> str:
    term, name, mark, body = _headed(writer, item)
    rest: Sequence[nodes.Node] = [each for each in term.children if each is not name]
    state = [
        each
        for each in rest
        if isinstance(each, nodes.inline) and {"verdict", "state"} & set(each["classes"])
    ]
    for each in state:
        each["classes"] = ["verdict"]
    rest = [each for each in rest if each not in state]
    held = writer.inner(rest) if any(each.astext().strip() for each in rest) else "[]"
    anchors = writer.anchors(term)
    number = writer.inner(name.children) if name is not None else "[]"
    return call(
        "numbered",
        mark,
        f"{{{anchors}{number}}}",
        writer.inner(state),
        held,
        body,
        short=_short(item),
    )


def _dense(writer: InlineWriter, item: nodes.Element) -> str:
    term, definition = item.children
    assert isinstance(term, nodes.Element) and isinstance(definition, nodes.Element)
    name = next(iter(term.findall(nodes.strong)), None)
    lines = list[str]()
    for child in definition.children:
        first = child.children[0] if child.children else None
        alone = isinstance(first, nodes.reference) and "source" in first["classes"]
        if isinstance(child, nodes.paragraph):
            # What a source says of a claim stands once on paper, under the claim.
            lines.append(writer.inner(child.children[:1] if alone else child.children))
        else:
            lines.append(f"{{{writer.flow([child])}}}")
    mark = string(name.astext() if name is not None else "")
    return call("value", mark, writer.line(term), f"({','.join(lines)},)" if lines else "()")


def sources(writer: InlineWriter, found: Sequence[nodes.citation]) -> str:
    """The bibliography, in the order of the short names by which a reader looks works up."""
    lines = list[str]()
    for work in sorted(found, key=lambda each: each[0].astext().casefold()):
        label, *rest = work.children
        body = joined(writer.line(each) for each in rest if isinstance(each, nodes.paragraph))
        name = f"{{{writer.anchors(work)}{spoken(label.astext())}}}"
        lines.append(call("source", string(label.astext()), name, body))
    return call("works", "{" + "\n".join(lines) + "}")
