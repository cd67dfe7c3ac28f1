"""What a page shows of data, as one node: the question that was asked, and the form in which the answer is shown.

Nine tenths of the book are made of data. As nodes they would go through forty transforms and be visited one by one;
so a page that was read holds one node for each answer. Where HTML is written, that becomes HTML straight from the
blocks of the answer (`html.answers`); any other format gets nodes, and transforms them as it likes (`nodes`).
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ext.withdrawal.answers.blocks import Block, blocks
from ext.withdrawal.answers.pictures.shapes import Drawn
from ext.withdrawal.pages.build import carrier_of


class shown(nodes.General, nodes.Element):
    """Stands, on the page `docname`, for the answer to `question` in a `view`, or for `blocks` that need no question.

    The index entries of what is shown are its children.
    """


class tabular(nodes.General, nodes.Element):
    """A table or a timeline, with its caption before it and its notes after it."""


class drawing(nodes.General, nodes.Element):
    """The picture that answers `question`, drawn when it is written, by `html` or by `paper`; `alt` says it in words.

    `key` is the beginning of the ids in it, which no other picture of the page has.
    """


def drawn_for(env: BuildEnvironment, node: drawing) -> Drawn:
    """The picture that a node stands for, in all its layouts."""
    found: Drawn = carrier_of(env).ask(node["question"])
    return found


def blocks_of(env: BuildEnvironment, place: shown) -> tuple[Block, ...]:
    """What a place shows."""
    if place["question"]:
        return blocks(carrier_of(env).ask(place["question"]), place["view"])
    found: tuple[Block, ...] = place["blocks"]
    return found
