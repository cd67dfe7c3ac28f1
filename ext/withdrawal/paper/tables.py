"""Every table as a longtable: ragged cells, heads on each page, wide ones in the margin too, or turned by a rule."""

from __future__ import annotations

from docutils import nodes

from ext.withdrawal.paper.tex import (
    Held,
    blocks,
    escaped,
    first_sentence,
    printed,
    run,
    seen,
    tex,
    words,
)
from ext.withdrawal.paper.widths import WIDE, Layout, depths, layout

FREE, TIED = " \\\\\n", " \\\\\n\\noalign{\\nobreak}\n"
"""What ends a row: so that the page may end too, or not. (The star of a row has no effect beside colortbl.)"""
SPACE = "\\addlinespace[1mm]\n"
HEADING, LINE = 38.0, 4.6
"""The heights, in millimetres, of a heading with the caption and the head of its table, and of a line of a table."""
SMALL, ENDS = 12, 3
"""A table of up to so many lines is not broken over two pages; of others, so many rows stay together at either end."""


def tables(held: Held) -> None:
    """Replace the tables of a document."""
    found = held.all(nodes.table)
    drawn = [table for table in found if "picture-table" in table["classes"]]
    _once(drawn)
    for table in found:
        if table in drawn and table not in table.parent.children:
            continue
        caption = _caption(table)
        rows = _rows(table)
        if any(entry.get("morecols") or entry.get("morerows") for row in rows for entry in row):
            table["classes"].append(
                "longtable"
            )  # joined cells are left to Sphinx, which can break them too
        elif "key-figures" in table["classes"]:
            table.replace_self(_key_figures(rows))
        else:
            table.replace_self(_longtable(table, rows, caption))


def _once(drawn: list[nodes.table]) -> None:
    """Of the tables behind pictures, keep those whose rows no other has too; the others say where their rows are."""
    rows = [frozenset(seen(row) for row in table.findall(nodes.row)) for table in drawn]
    kept: dict[int, str] = {}
    for place, table in enumerate(drawn):
        wider = [
            other
            for other in range(len(drawn))
            if rows[place] < rows[other] or (rows[place] == rows[other] and place < other)
        ]
        if wider:
            best = max(wider, key=lambda other: (len(rows[other]), other))
            kept[best] = f"booktable:{best}"
            table.replace_self(run(f"\\bookelsewhere{{{kept[best]}}}\n", classes=["elsewhere"]))
    for place, label in kept.items():
        table = drawn[place]
        table.parent.insert(
            table.parent.index(table),
            run(f"\\Needspace{{5\\baselineskip}}\\phantomsection\\label{{{label}}}\n"),
        )


def _keep_with_heading(table: nodes.table, lines: int) -> None:
    """A heading that a table follows soon goes to the next page unless the table’s first lines have room with it."""
    section = table.parent
    if isinstance(section, nodes.section):
        before = sum(len(seen(node)) for node in section.children[1 : section.index(table)])
        if before < 250:
            room = HEADING + LINE * (before // 80 + lines)
            section.insert(
                0, tex(f"\\Needspace{{{room:.0f}mm}}")
            )  # inside: a target before it must stay next to it


def _rows(table: nodes.table) -> list[list[nodes.entry]]:
    return [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]


def _caption(table: nodes.table) -> list[nodes.Node]:
    """The caption: the table’s own title, or the paragraph before it that is marked as one, which is taken away."""
    if isinstance(table[0], nodes.title):
        return words(table[0])
    if "picture-table" in table["classes"]:
        return [nodes.Text(f"{_picture(table)}, as a table")]
    place = table.parent.index(table)
    before = table.parent[place - 1] if place else None
    if isinstance(before, nodes.paragraph) and "table-caption" in before["classes"]:
        table.parent.remove(before)
        return words(before)
    section = table.parent
    if (
        table.get("generated")
        and isinstance(section, nodes.section)
        and not before_is_table(section, place)
    ):
        return [nodes.Text(section[0].astext())]
    return []


def _picture(table: nodes.table) -> str:
    """The first sentence of the caption of the picture before a table."""
    place: nodes.Element = table
    while not isinstance(place, nodes.section):
        before = place.parent.children[: place.parent.index(place)]
        for figure in (node for node in reversed(before) if isinstance(node, nodes.figure)):
            return first_sentence(
                " ".join(seen(caption) for caption in figure.findall(nodes.caption))
            )
        place = place.parent
    return seen(place[0])


def before_is_table(section: nodes.section, place: int) -> bool:
    """Whether another table of the section stands before the place; the section’s title names only the first."""
    return any(isinstance(child, (nodes.table, printed)) for child in section.children[:place])


def _longtable(
    table: nodes.table, rows: list[list[nodes.entry]], caption: list[nodes.Node]
) -> printed:
    heads = sum(len(list(head.findall(nodes.row))) for head in table.findall(nodes.thead))
    numbers = [
        any("number" in row[place]["classes"] for row in rows) for place in range(len(rows[0]))
    ]
    stubs = [bool(spec.get("stub")) for spec in table.findall(nodes.colspec)]
    total = [("total" in row["classes"]) for row in table.findall(nodes.row)]
    texts = [[seen(entry) for entry in row] for row in rows]
    laid = layout(texts)
    node = run(*_opening(laid, numbers), classes=["whole-table"])
    notes = _notes(table)
    deep = depths(texts[heads:], laid.columns)
    small = sum(deep) <= SMALL
    noted = sum(len(seen(note)) // 90 + 1 for note in notes) if small else 0
    _keep_with_heading(table, sum(deep if small else deep[:ENDS]) + noted)
    if caption:
        node += run(f"\\caption[{{{escaped(_brief(table, caption))}}}]{{", caption, "}\\\\[1mm]\n")
    node += tex("\\toprule\n")
    if heads:
        again = [[entry.deepcopy() for entry in row] for row in rows[:heads]]
        node += [_row(row, head=True) for row in rows[:heads]]
        node += tex("\\midrule\n\\endfirsthead\n")
        if caption:
            node += tex(f"\\multicolumn{{{len(rows[0])}}}{{@{{}}l@{{}}}}{{\\bookagain}}\\\\[1mm]\n")
        node += tex("\\toprule\n")
        node += [_row(row, head=True) for row in again]
        node += tex("\\midrule\n\\endhead\n")
    node += tex(
        "\\bottomrule\n\\endfoot\n" + ("" if notes else "\\bottomrule\n") + "\\endlastfoot\n"
    )
    body = list(zip(rows[heads:], total[heads:], strict=True))
    for place, (row, last) in enumerate(body, 1):
        if last:
            node += tex("\\booktotal\n")
        node += _row(row, stubs=stubs)
        left = len(body) - place
        tied = small or place < ENDS or left < ENDS
        node += tex(
            (TIED if tied and left else FREE) + (SPACE if left and not total[heads + place] else "")
        )
    if notes:
        width = f"{{{len(rows[0])}}}{{@{{}}p{{{laid.whole:.2f}mm}}@{{}}}}"
        node += run(f"\\booknotes\n\\multicolumn{width}{{", notes, "} \\\\\n")
    node += tex(
        "\\end{longtable}\n\\end{booktable}\n"
        + ("\\end{bookturned}\n" if laid.stands == "turned" else "")
    )
    return node


def _brief(table: nodes.table, caption: list[nodes.Node]) -> str:
    """A caption as the list of tables has it: its first sentence, or where it repeats a heading, the chapter too."""
    text = first_sentence("".join(seen(piece) for piece in caption))
    section = table.parent
    if (
        isinstance(section, nodes.section)
        and text == section[0].astext()
        and isinstance(section.parent, nodes.section)
    ):
        return f"{text} ({section.parent[0].astext()})"
    return text


def _opening(laid: Layout, numbers: list[bool]) -> list[str]:
    columns = "".join(
        f"{'N' if number else 'L'}{{{width:.2f}mm}}"
        for width, number in zip(laid.columns, numbers, strict=True)
    )
    whole = min(laid.whole, WIDE) if laid.stands != "turned" else laid.whole
    turned = "\\begin{bookturned}\n" if laid.stands == "turned" else ""
    return [
        f"\n{turned}\\begin{{booktable}}{{{whole:.2f}mm}}{{{laid.reaches:.2f}mm}}\n\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n"
    ]


def _row(row: list[nodes.entry], *, head: bool = False, stubs: list[bool] | None = None) -> printed:
    node = printed()
    for place, entry in enumerate(row):
        strong = head or (stubs is not None and stubs[place])
        node += tex(" & " if place else "")
        node += tex(("\\bookhd{" if head else "\\textbf{") if strong else "")
        node += _cell(entry)
        node += tex("}" if strong else "")
    if head:
        node += tex(" \\\\\n")
    return node


def _cell(entry: nodes.entry) -> list[nodes.Node]:
    """What a cell holds; a single paragraph without its end."""
    if len(entry) == 1 and isinstance(entry[0], nodes.paragraph):
        return words(entry[0])
    return blocks(entry)


def _key_figures(rows: list[list[nodes.entry]]) -> printed:
    node = printed()
    for first, *others in rows:
        node += run("\n\\bookkey{", _cell(first), "}{", *[_cell(other) for other in others], "}\n")
    node += tex("\\par\\addvspace{5mm}\n")
    return node


def _notes(table: nodes.table) -> list[nodes.Node]:
    """The notes to the values of a table, which stand after it and are taken away: they are its last row."""
    place = table.parent.index(table) + 1
    after = table.parent[place] if place < len(table.parent) else None
    if not (isinstance(after, nodes.definition_list) and "table-notes" in after["classes"]):
        return []
    table.parent.remove(after)
    found: list[nodes.Node] = []
    for item in after:
        term, definition = item.children
        assert isinstance(term, nodes.Element)
        assert isinstance(definition, nodes.Element)
        found.append(
            run(
                "\\booknote{",
                words(term),
                "}",
                *[words(line) for line in definition.findall(nodes.paragraph)],
            )
        )
    return found
