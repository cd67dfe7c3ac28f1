"""Tables as Typst code: ragged cells, heads on each page, wide ones in the margins too."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ext.withdrawal.paper.code import call, first_sentence, joined, plain, spoken, string
from ext.withdrawal.paper.inline import InlineWriter
from ext.withdrawal.paper.widths import layout

SMALL = 14
"""A table of up to so many lines is not broken over two pages."""


def table(
    writer: InlineWriter, node: nodes.table, caption: str, notes: nodes.Element | None
) -> str:
    """A table with its caption, which may be empty, and the notes to its values."""
    rows = [list(row.findall(nodes.entry)) for row in node.findall(nodes.row)]
    if "key-figures" in node["classes"]:
        pairs = (f"({','.join(cell(writer, entry) for entry in row)})" for row in rows)
        return call("keys", *pairs)
    heads = sum(len(list(head.findall(nodes.row))) for head in node.findall(nodes.thead))
    texts = [[entry.astext() for entry in row] for row in rows]
    spans = any(entry.get("morecols") or entry.get("morerows") for row in rows for entry in row)
    kept = (
        [True] * len(rows[0])
        if spans
        else [
            any(column) and writer.volume.keeps(head)
            for head, column in zip(rows[0], zip(*texts[heads:], strict=True), strict=True)
        ]
    )
    if not spans:
        rows = [[entry for entry, keep in zip(row, kept, strict=True) if keep] for row in rows]
        texts = [[entry.astext() for entry in row] for row in rows]
    laid = None if spans else layout(texts)
    sums = ["total" in row["classes"] for row in node.findall(nodes.row)]
    stubs = [bool(spec.get("stub")) for spec in node.findall(nodes.colspec)]
    stubs = [stub for stub, keep in zip(stubs, kept, strict=False) if keep]
    numbers = [
        any("number" in row[at]["classes"] for row in rows if at < len(row))
        for at in range(len(kept) if spans else sum(kept))
    ]
    body = list[str]()
    for place, row in enumerate(rows):
        line = ",".join(
            _cell(writer, entry, strong=place >= heads and stubs[at : at + 1] == [True])
            for at, entry in enumerate(row)
        )
        if place < heads:
            line = ("table.header(" if place == 0 else "") + line + ")" * (place == heads - 1)
        body.append(("trule," if sums[place] else "") + line)
    widths = "(" + ",".join(f"{width:.2f}mm" for width in laid.columns) + ",)" if laid else "auto"
    return call(
        "tbl", caption or "none", string(laid.stands if laid else "text"), widths,
        "(" + ",".join("right" if number else "left" for number in numbers) + ",)",
        _notes(writer, notes), "true" if laid and laid.lines <= SMALL else "false",
        *("\n" + line for line in body),
    )  # fmt: skip


def _cell(writer: InlineWriter, entry: nodes.entry, *, strong: bool) -> str:
    held = cell(writer, entry)
    held = call("strong", held) if strong else held
    across, down = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
    if across == down == 1:
        return held
    return call("table.cell", held, colspan=str(across), rowspan=str(down))


def cell(writer: InlineWriter, entry: nodes.Element) -> str:
    """What a cell or an item holds; a single paragraph without its end."""
    if len(entry) == 1 and isinstance(entry[0], nodes.paragraph):
        return writer.line(entry[0])
    return f"{{[];{writer.flow(entry.children)}}}"


def _notes(writer: InlineWriter, notes: nodes.Element | None) -> str:
    if notes is None:
        return "none"
    listed = (item for item in notes.children if isinstance(item, nodes.Element))
    pairs = ((each[0], next(each.findall(nodes.paragraph))) for each in listed)
    return joined(
        call("par", joined((call("quiet", writer.inner([*what.children, nodes.Text(": ")])), writer.line(told))))
        for what, told in pairs
    )  # fmt: skip


def title(box: nodes.Element, node: nodes.table) -> str:
    """What a generated table is called that has no caption: after its picture, or the heading of its section."""
    if called := node.get("called"):
        return spoken(f"{first_sentence(called)}, as a table")
    section = box.parent
    if not isinstance(section, nodes.section) or not node.get("generated"):
        return ""
    before = section.children[: section.index(box)]
    if any(list(each.findall(nodes.table)) for each in before):
        return ""
    return spoken(plain(section[0]))


def repeated(drawn: Iterable[nodes.table]) -> tuple[dict[int, int], set[int]]:
    """Of the tables behind pictures by identity, the number of one that has all their rows, and whose number is kept.

    The last of those with the same rows has no other: its number is its own.
    """
    tables = list(drawn)
    rows = [frozenset(row.astext() for row in each.findall(nodes.row)) for each in tables]
    best = [
        max(
            (at for at, other in enumerate(rows) if own <= other),
            key=lambda at: (len(rows[at]), at),
        )
        for own in rows
    ]
    found = {id(each): number for each, number in zip(tables, best, strict=True)}
    return found, {id(tables[number]) for number in best}
