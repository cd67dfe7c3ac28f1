"""Every table as a longtable: ragged cells, heads on each page, wide ones in the margin too, or turned by a rule."""

from __future__ import annotations

from docutils import nodes

from ext.withdrawal.print_tex import Held, blocks, escaped, printed, run, seen, tex, words
from ext.withdrawal.print_widths import WIDE, Layout, layout

ENDS = (" \\\\\n", " \\\\*\n\\addlinespace[1mm]\n", " \\\\\n\\addlinespace[1mm]\n")
"""What ends a row: the last, the last but one, which keeps the last with it, and all others."""


def tables(held: Held) -> None:
    """Replace the tables of a document."""
    found = held.all(nodes.table)
    drawn = [table for table in found if "picture-table" in table["classes"]]
    _once(drawn)
    for table in found:
        if table in drawn and table not in table.parent.children:
            continue
        caption = _caption(table)
        _keep_with_heading(table)
        rows = _rows(table)
        if any(entry.get("morecols") or entry.get("morerows") for row in rows for entry in row):
            table["classes"].append("longtable")  # joined cells are left to Sphinx, which can break them too
        elif "key-figures" in table["classes"]:
            table.replace_self(_key_figures(rows))
        else:
            table.replace_self(_longtable(table, rows, caption))
    for notes in [each for each in held.all(nodes.definition_list) if "table-notes" in each["classes"]]:
        notes.replace_self(_notes(notes))


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
            table.replace_self(run(f"\\bookelsewhere{{{kept[best]}}}\n"))
    for place, label in kept.items():
        table = drawn[place]
        table.parent.insert(
            table.parent.index(table), run(f"\\Needspace{{5\\baselineskip}}\\phantomsection\\label{{{label}}}\n")
        )


def _keep_with_heading(table: nodes.table) -> None:
    """A heading that a table follows at once goes to the next page unless a part of the table has room with it."""
    section = table.parent
    if isinstance(section, nodes.section):
        before = section.children[1 : section.index(table)]
        if sum(len(seen(node)) for node in before) < 250:
            section.insert(0, tex("\\Needspace{50mm}"))  # inside: a target before the section must stay next to it


def _rows(table: nodes.table) -> list[list[nodes.entry]]:
    return [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]


def _caption(table: nodes.table) -> list[nodes.Node]:
    """The caption: the table’s own title, or the paragraph before it that is marked as one, which is taken away."""
    if isinstance(table[0], nodes.title):
        return words(table[0])
    place = table.parent.index(table)
    before = table.parent[place - 1] if place else None
    if isinstance(before, nodes.paragraph) and "table-caption" in before["classes"]:
        table.parent.remove(before)
        return words(before)
    section = table.parent
    if table.get("generated") and isinstance(section, nodes.section) and not before_is_table(section, place):
        return [nodes.Text(section[0].astext())]
    return []


def before_is_table(section: nodes.section, place: int) -> bool:
    """Whether another table of the section stands before the place; the section’s title names only the first."""
    return any(isinstance(child, (nodes.table, printed)) for child in section.children[:place])


def _longtable(table: nodes.table, rows: list[list[nodes.entry]], caption: list[nodes.Node]) -> printed:
    heads = sum(len(list(head.findall(nodes.row))) for head in table.findall(nodes.thead))
    numbers = [any("number" in row[place]["classes"] for row in rows) for place in range(len(rows[0]))]
    stubs = [bool(spec.get("stub")) for spec in table.findall(nodes.colspec)]
    total = [("total" in row["classes"]) for row in table.findall(nodes.row)]
    laid = layout([[seen(entry) for entry in row] for row in rows])
    node = run(*_opening(laid, numbers))
    if caption:
        short = escaped("".join(seen(piece) for piece in caption))
        node += run(f"\\caption[{{{short}}}]{{", caption, "}\\\\[1mm]\n")
    node += tex("\\toprule\n")
    if heads:
        again = [[entry.deepcopy() for entry in row] for row in rows[:heads]]
        node += [_row(row, head=True) for row in rows[:heads]]
        node += tex("\\midrule\n\\endfirsthead\n\\toprule\n")
        node += [_row(row, head=True) for row in again]
        node += tex("\\midrule\n\\endhead\n")
    node += tex("\\bottomrule\n\\endfoot\n\\bottomrule\n\\endlastfoot\n")
    body = list(zip(rows[heads:], total[heads:], strict=True))
    for left, (row, last) in zip(range(len(body) - 1, -1, -1), body, strict=True):
        if last:
            node += tex("\\midrule\n")
        node += _row(row, stubs=stubs)
        node += tex(ENDS[min(left, 2)])
    node += tex("\\end{longtable}\n\\end{booktable}\n" + ("\\end{bookturned}\n" if laid.stands == "turned" else ""))
    return node


def _opening(laid: Layout, numbers: list[bool]) -> list[str]:
    columns = "".join(
        f"{'N' if number else 'L'}{{{width:.2f}mm}}" for width, number in zip(laid.columns, numbers, strict=True)
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


def _notes(notes: nodes.definition_list) -> printed:
    node = run("\n\\begin{booknotes}\n")
    for item in notes:
        term, definition = item.children
        assert isinstance(term, nodes.Element)
        assert isinstance(definition, nodes.Element)
        node += run("\\booknote{", words(term), "}")
        node += blocks(definition)
    node += tex("\\end{booknotes}\n")
    return node
