"""What a build costs, beside the floor: the same pages with the tables typed as Markdown.

`python -m tests.support.bench`

The floor is made from the finished pages of the book: the same text, tables and citations, the same theme, no data
behind them. Both are built in turn, in processes of their own, and the medians are compared.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ext.withdrawal.pages.nodes import unfold
from tests.support.whole import sphinx

ROOT = Path(__file__).resolve().parents[2]
STYLE = ROOT / "ext/withdrawal/pages/citation_style.py"
TIMES = 3
FLOOR_CONF = f"""
import importlib.util, sys
__file__ = {str(ROOT / "conf.py")!r}
exec(open(__file__, encoding="utf-8").read())
extensions, nitpicky = ["myst_parser", "sphinxcontrib.bibtex"], False
own = importlib.util.spec_from_file_location("floor_bibliography", {str(STYLE)!r})
module = importlib.util.module_from_spec(own)
sys.modules[own.name] = module
own.loader.exec_module(module)
module.register()
"""


# --- the floor ---------------------------------------------------------------------------------------------------


def floor(folder: Path) -> None:
    """Write the floor: each page of the book as plain Markdown."""
    (folder / "data").mkdir(parents=True)
    (folder / "conf.py").write_text(FLOOR_CONF, encoding="utf-8")
    shutil.copy(ROOT / "data/references.bib", folder / "data")
    shutil.copytree(ROOT / "docs/_static", folder / "docs/_static")
    with tempfile.TemporaryDirectory() as made:
        app = Sphinx(
            ROOT / "docs",
            ROOT,
            made,
            f"{made}/doctrees",
            "dummy",
            status=None,
            warning=None,
            freshenv=True,
        )
        app.build()
        for page in sorted(app.env.found_docs):
            file = folder / "docs" / f"{page}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            tree = app.env.get_doctree(page)
            unfold(app.env, tree)
            blocks = [block for block in _blocks(tree, page, 0) if block.strip()]
            file.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _blocks(node: nodes.Node, page: str, depth: int) -> Iterator[str]:
    """The Markdown of a block and what is in it."""
    match node:
        case nodes.section():
            for child in node.children:
                yield from _blocks(child, page, depth + 1)
        case nodes.table():
            yield from _table(node, page)
        case nodes.bullet_list() | nodes.enumerated_list():
            yield "\n".join(_indent(item, page, "- ", "  ") for item in node.children)
        case nodes.definition_list_item():
            *terms, body = node.children
            yield "\n".join(
                [*(_inline(term, page) for term in terms), _indent(body, page, ": ", "  ")]
            )
        case nodes.block_quote():
            yield _indent(node, page, "> ", "> ")
        case nodes.footnote():
            label, *body = node.children
            yield f"[^{label.astext()}]: " + " ".join(
                block for child in body for block in _blocks(child, page, depth)
            )
        case nodes.Invisible() | nodes.Text():
            return
        case nodes.Element():
            leaf = _leaf(node, page, depth)
            yield from [leaf] if leaf else _children(node, page, depth)


def _leaf(node: nodes.Element, page: str, depth: int) -> str:
    """The Markdown of a block without blocks in it; empty for any other."""
    match node:
        case nodes.title() | nodes.rubric():
            return f"{'#' * max(depth, 1)} {_inline(node, page)}"
        case nodes.literal_block():
            return f"`````\n{node.astext()}\n`````"
        case nodes.image():
            return f"![{_plain(node.get('alt', ''))}]({os.path.relpath(node['uri'], Path(page).parent)})"
        case addnodes.toctree():
            options = ":hidden:\n" * bool(node.get("hidden"))
            options += f":caption: {node['caption']}\n" if node.get("caption") else ""
            rows = [
                f"{title} </{target}>" if title else f"/{target}"
                for title, target in node["entries"]
            ]
            return "\n".join([f"```{{toctree}}\n{options}", *rows, "```"])
        case nodes.TextElement():
            return _inline(node, page)
    return "```{bibliography}\n:all:\n```" if node.tagname == "bibliography" else ""


def _children(node: nodes.Node, page: str, depth: int) -> list[str]:
    return [
        block for child in node.children for block in _blocks(child, page, depth) if block.strip()
    ]


def _indent(node: nodes.Node, page: str, first: str, rest: str) -> str:
    return first + "\n\n".join(_children(node, page, 0)).replace("\n", f"\n{rest}")


def _table(table: nodes.Element, page: str) -> Iterator[str]:
    for title in table.findall(nodes.title):
        yield _inline(title, page)
    cells = [
        [" ".join(_children(cell, page, 0)) for cell in row.children]
        for row in table.findall(nodes.row)
    ]
    rows = [f"| {' | '.join(row)} |".replace("\n", " ") for row in cells]
    yield "\n".join([rows[0], f"|{'---|' * len(cells[0])}", *rows[1:]])


def _inline(node: nodes.Node, page: str) -> str:
    """The Markdown of running text: roles and links to entries become links to their page."""
    match node:
        case nodes.Text():
            return _plain(node.astext())
        case addnodes.pending_xref() if node["refdomain"] == "cite":
            return f"{{cite:{'t' if node.get('reftype') == 't' else 'p'}}}`{node['reftarget']}`"
        case nodes.literal():
            return f"`` {node.astext()} ``"
        case nodes.footnote_reference():
            return f"[^{node.astext()}]"
        case nodes.Invisible():
            return ""
    text = "".join(_inline(child, page) for child in node.children)
    match node:
        case nodes.strong() | nodes.emphasis():
            marks = "**" if isinstance(node, nodes.strong) else "*"
            return f"{marks}{text}{marks}"
        case nodes.reference() if "refuri" in node:
            return f"[{text}]({node['refuri']})"
        case addnodes.pending_xref():
            return f"[{text}](/{_page_of(node)}.md)"
    return text


def _page_of(link: addnodes.pending_xref) -> str:
    if link["refdomain"] == "facts":
        return PAGES.get(link["reftype"], "reference/sums")
    target = re.sub(r"\.md$|#.*", "", str(link["reftarget"])).strip("/")
    return target if (ROOT / f"docs/{target}.md").exists() else "index"


PAGES = {
    "unit": "reference/order-of-battle", "person": "reference/people", "place": "reference/places",
    "event": "reference/chronology", "document": "reference/documents", "claim": "reference/claims",
    "source": "reference/sources", "batch": "reference/batches",
    "discrepancy": "reference/discrepancies", "term": "reference/glossary", "tally": "reference/counts",
}  # fmt: skip


def _plain(text: str) -> str:
    return re.sub(r"([\\*_\[\]<>|{}`#$~])", r"\\\1", text.replace("\n", " "))


# --- the comparison ----------------------------------------------------------------------------------------------


class Cost(NamedTuple):
    cpu: float
    """Seconds."""
    memory: float
    """MiB at the peak."""


def build(root: Path, out: Path) -> Cost:
    """Build the pages under `root` by the real command. Raises SystemExit if that fails."""
    command = sphinx("html", out / "html", out / "doctrees")
    process = subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {root.name} has failed")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def measure(folder: Path) -> dict[str, dict[str, list[Cost]]]:
    """Clean builds, builds with nothing to do and builds after one edit, of both in turn."""
    kinds = ("clean", "no change", "one edit")
    found: dict[str, dict[str, list[Cost]]] = {kind: {"book": [], "floor": []} for kind in kinds}
    for name in ("data", "docs", "ext"):
        shutil.copytree(
            ROOT / name, folder / "book" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "conf.py", folder / "book")
    floor(folder / "floor")
    for turn in range(TIMES):
        for name in ("book", "floor"):
            root, out = folder / name, folder / f"{name}-{turn}"
            page = root / "docs/01-armistice.md"
            found["clean"][name].append(build(root, out))
            found["no change"][name].append(build(root, out))
            page.write_text(
                page.read_text(encoding="utf-8") + f"\nThe end{' again' * turn}.\n",
                encoding="utf-8",
            )
            found["one edit"][name].append(build(root, out))
            shutil.rmtree(out)
    return found


def main() -> None:
    """Print seconds of CPU, memory, and the ratio of the medians."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder))
    print(f"{'':12}{'book':>22}{'floor':>22}{'ratio of CPU':>16}{'of memory':>12}")
    for kind, costs in found.items():
        book, plain = (
            Cost(*(statistics.median(values) for values in zip(*costs[name], strict=True)))
            for name in ("book", "floor")
        )
        shown = "".join(f"{cost.cpu:>12.2f} s{cost.memory:>5.0f} MiB" for cost in (book, plain))
        print(f"{kind:12}{shown}{book.cpu / plain.cpu:>16.2f}{book.memory / plain.memory:>12.2f}")


if __name__ == "__main__":
    main()
