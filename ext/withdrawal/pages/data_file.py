"""The link to a file of the download folder: one file for each table, timeline, picture and list of records."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ext.withdrawal.exports import rows
from ext.withdrawal.records.kinds import KINDS

FOLDER = "data"
"""The folder of the website that holds the files."""


class data_file(nodes.General, nodes.Element):
    """A link to a file of the download folder: `name`, and `words`. Only the website has such files, and writes it."""


LISTS = {
    "computed-list": "facts",
    **{kind.listing.format(role=kind.role): kind.name for kind in KINDS.values() if kind.sheet},
}
"""Directive of a list, and the sheet that has the same."""


def rows_link(env: BuildEnvironment, question: str, what: str) -> data_file:
    """The link to the file of the rows that answer a question: of a table, a timeline or a picture."""
    return data_file(
        docname=env.current_document.docname, name=rows.file(question), words=f"This {what} as CSV"
    )


def list_link(directive: str, docname: str) -> list[nodes.Node]:
    """The link to the sheet of what a directive lists, if there is one."""
    name = LISTS.get(directive)
    return (
        [data_file(docname=docname, name=f"{name}.csv", words="This list as CSV")] if name else []
    )


def skip(self: object, node: nodes.Element) -> None:
    """Write nothing: a book on paper has no files beside it."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node; `html` says how it is written there."""
    nothing = (skip, None)
    app.add_node(data_file, html=nothing, latex=nothing, text=nothing, man=nothing)
