"""How pictures are written in HTML."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from ext.withdrawal.answers.pictures import svg
from ext.withdrawal.pages.answer_node import drawing, drawn_for
from sphinx_facts import domain_of

_ENTRY = re.compile(r"@entry:([\w-]+):([^@]+)@")
"""Where a link leads, as a picture has it: to the role and id of an entry."""


def setup(app: Sphinx) -> None:
    """Register how the node is written."""
    app.add_node(drawing, override=True, html=(_visit, None))


def _visit(self: HTML5Translator, node: drawing) -> None:
    """Write the picture; with two layouts, the style sheet shows the one that fits."""

    def address(found: re.Match[str]) -> str:
        entity = domain_of(self.builder.env).catalog.find(found[1], found[2])
        page, anchor = entity.target if entity else ("", "")
        if page in ("", self.builder.current_docname):
            return f"#{anchor}"
        return f"{self.builder.get_relative_uri(self.builder.current_docname, page)}#{anchor}"

    drawn, key = drawn_for(self.builder.env, node), str(node["key"])
    wide = _ENTRY.sub(address, svg.render(drawn.wide, key))
    if drawn.narrow == drawn.wide:
        self.body.append(f'<div class="drawing">{wide}</div>\n')
    else:
        narrow = _ENTRY.sub(address, svg.render(drawn.narrow, f"{key}n"))
        self.body.append(
            f'<div class="drawing wide">{wide}</div>\n<div class="drawing narrow">{narrow}</div>\n'
        )
    raise nodes.SkipNode
