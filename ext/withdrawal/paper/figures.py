"""Pictures as a printed book has them: a short title for the list of figures, and all there is to know under them."""

from __future__ import annotations

from docutils import nodes

from ext.withdrawal.pages.nodes import folded
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


def figures(held: Held) -> None:
    """Replace the pictures of a document; what stands beside one on the website goes under it and stays with it."""
    for figure in held.all(nodes.figure):
        place = figure.parent.index(figure)
        caption = next(iter(figure.findall(nodes.caption)), None)
        legend = next(iter(figure.findall(nodes.legend)), None)
        under: list[nodes.Node] = [legend] if legend is not None else []
        under += [node for node in figure.parent[place + 1 : place + 2] if _belongs(node)]
        figure.replace_self(_figure(figure, caption, under))


def _belongs(node: nodes.Node) -> bool:
    """Whether what follows a picture is the box of its sources, or says where its table is."""
    return isinstance(node, folded) or (
        isinstance(node, printed) and "elsewhere" in node["classes"]
    )


def _figure(
    figure: nodes.figure, caption: nodes.caption | None, under: list[nodes.Node]
) -> printed:
    node = run("\n\\begin{figure}[htbp]\n\\capstart\n", figure[0])
    if caption is not None:
        short = escaped(first_sentence(seen(caption)))
        anchors = [nodes.target("", "", ids=[name]) for name in figure["ids"]]
        node += run(f"\\caption[{{{short}}}]{{", words(caption), "}", anchors, "\n")
    node += tex("\\begin{sphinxlegend}\n")
    after: list[nodes.Node] = []
    for box in under:
        if isinstance(box, printed):
            box.parent.remove(box)
            node += box
        elif isinstance(box, nodes.Element):
            held = blocks(box)
            box.children = []
            after += [
                block
                for block in held
                if isinstance(block, printed) and "whole-table" in block["classes"]
            ]
            node += [block for block in held if block not in after]
    node += run("\\end{sphinxlegend}\n\\end{figure}\n", after)
    return node
