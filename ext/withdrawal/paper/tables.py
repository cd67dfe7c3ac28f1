"""Every table as a longtable: ragged cells, heads on each page, wide ones in the margin too, or turned by a rule."""

from __future__ import annotations

from docutils import nodes

from ext.withdrawal.pages.answer_node import tabular
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
        box = table.parent if isinstance(table.parent, tabular) else table
        caption = _caption(box, table)
        rows = _rows(table)
        if any(entry.get("morecols") or entry.get("morerows") for row in rows for entry in row):
            # Joined cells are left to Sphinx, which can break them too.
            table["classes"].append("longtable")
        elif "key-figures" in table["classes"]:
            table.replace_self(_key_figures(rows))
        else:
            box.replace_self(_longtable(box, table, rows, caption))


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
        before = run(f"\\Needspace{{5\\baselineskip}}\\phantomsection\\label{{{label}}}\n")
        drawn[place].parent.insert(drawn[place].parent.index(drawn[place]), before)


def _keep_with_heading(box: nodes.Element, lines: int) -> None:
    """A heading that a table follows soon goes to the next page unless the table’s first lines have room with it."""
    section = box.parent
    if isinstance(section, nodes.section):
        before = sum(len(seen(node)) for node in section.children[1 : section.index(box)])
        if before < 250:
            room = HEADING + LINE * (before // 80 + lines)
            section.insert(
                0, tex(f"\\Needspace{{{room:.0f}mm}}")
            )  # inside: a target before it must stay next to it


def _rows(table: nodes.table) -> list[list[nodes.entry]]:
    return [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]


def _caption(box: nodes.Element, table: nodes.table) -> list[nodes.Node]:
    """The caption, the title of a table in prose, what a table is called, or else the heading of its section."""
    if isinstance(first := box[0], nodes.paragraph | nodes.title):
        return words(first)
    if called := table.get("called"):
        return [nodes.Text(f"{first_sentence(called)}, as a table")]
    section = box.parent
    if (
        isinstance(box, tabular)
        and isinstance(section, nodes.section)
        and not before_is_table(section, section.index(box))
    ):
        return [nodes.Text(section[0].astext())]
    return []


def before_is_table(section: nodes.section, place: int) -> bool:
    """Whether another table of the section stands before the place; the section’s title names only the first."""
    return any(isinstance(child, (nodes.table, printed)) for child in section.children[:place])


def _longtable(
    box: nodes.Element, table: nodes.table, rows: list[list[nodes.entry]], caption: list[nodes.Node]
) -> printed:
    heads = sum(len(list(head.findall(nodes.row))) for head in table.findall(nodes.thead))
    numbers = [
        any("number" in row[place]["classes"] for row in rows) for place in range(len(rows[0]))
    ]
    stubs = [bool(spec.get("stub")) for spec in table.findall(nodes.colspec)]
    total = [("total" in row["classes"]) for row in table.findall(nodes.row)]
    texts = [[seen(entry) for entry in row] for row in rows]
    laid = layout(texts)
    notes = _notes(box)
    deep = depths(texts[heads:], laid.columns)
    small = sum(deep) <= SMALL
    noted = sum(len(seen(note)) // 90 + 1 for note in notes) if small else 0
    _keep_with_heading(box, sum(deep if small else deep[:ENDS]) + noted)
    node = run(_opening(laid, numbers), classes=["whole-table"])
    if caption:
        short = escaped(_brief(box.parent, caption))
        node += run(f"\\caption[{{{short}}}]{{", caption, "}\\\\[1mm]\n")
    if heads:
        again = [[entry.deepcopy() for entry in row] for row in rows[:heads]]
        more = f"\\multicolumn{{{len(rows[0])}}}{{@{{}}l@{{}}}}{{\\bookagain}}\\\\[1mm]\n"
        node += run("\\toprule\n", [_row(row, head=True) for row in rows[:heads]])
        node += run("\\midrule\n\\endfirsthead\n", more if caption else "", "\\toprule\n")
        node += run([_row(row, head=True) for row in again], "\\midrule\n\\endhead\n")
    else:
        node += tex("\\toprule\n")
    last = "" if notes else "\\bottomrule\n"
    node += tex(f"\\bottomrule\n\\endfoot\n{last}\\endlastfoot\n")
    for place, row in enumerate(rows[heads:], heads + 1):
        left = len(rows) - place
        tied = left and (small or place - heads < ENDS or left < ENDS)
        space = SPACE if left and not total[place] else ""
        sign = "\\booktotal\n" if total[place - 1] else ""
        node += run(sign, _row(row, stubs=stubs), (TIED if tied else FREE) + space)
    if notes:
        width = f"{{{len(rows[0])}}}{{@{{}}p{{{laid.whole:.2f}mm}}@{{}}}}"
        node += run(f"\\booknotes\n\\multicolumn{width}{{", notes, "} \\\\\n")
    turned = "\\end{bookturned}\n" if laid.stands == "turned" else ""
    node += tex(f"\\end{{longtable}}\n\\end{{booktable}}\n{turned}")
    return node


def _brief(section: nodes.Element, caption: list[nodes.Node]) -> str:
    """A caption as the list of tables has it: its first sentence, or where it repeats a heading, the chapter too."""
    text = first_sentence("".join(seen(piece) for piece in caption))
    if (
        isinstance(section, nodes.section)
        and text == section[0].astext()
        and isinstance(section.parent, nodes.section)
    ):
        return f"{text} ({section.parent[0].astext()})"
    return text


def _opening(laid: Layout, numbers: list[bool]) -> str:
    columns = "".join(
        f"{'N' if number else 'L'}{{{width:.2f}mm}}"
        for width, number in zip(laid.columns, numbers, strict=True)
    )
    whole = min(laid.whole, WIDE) if laid.stands != "turned" else laid.whole
    turned = "\\begin{bookturned}\n" if laid.stands == "turned" else ""
    table = f"\\begin{{booktable}}{{{whole:.2f}mm}}{{{laid.reaches:.2f}mm}}\n"
    return f"\n{turned}{table}\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n"


def _row(row: list[nodes.entry], *, head: bool = False, stubs: list[bool] | None = None) -> printed:
    node = printed()
    for place, entry in enumerate(row):
        strong = "\\bookhd{" if head else "\\textbf{" if stubs and stubs[place] else ""
        node += run(" & " if place else "", strong, _cell(entry), "}" if strong else "")
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


def _notes(box: nodes.Element) -> list[nodes.Node]:
    """The notes to the values of a table: they are its last row."""
    notes = box[-1] if isinstance(box[-1], nodes.definition_list) else nodes.definition_list()
    listed = list(notes.findall(nodes.definition_list_item))
    pairs = [[words(line) for line in item.findall(nodes.term)] for item in listed]
    told = [[words(line) for line in item.findall(nodes.paragraph)] for item in listed]
    return [run("\\booknote{", *term, "}", *note) for term, note in zip(pairs, told, strict=True)]
