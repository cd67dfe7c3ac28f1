"""Tells in the entries of people, units, claims and the like which pages name them, in the formats made of nodes."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from ext.withdrawal import mentions
from ext.withdrawal.nodes import used_in


class Backlinks(SphinxPostTransform):
    """Puts the mentions into the entries, once links are resolved and before print reorders anything."""

    default_priority = 60

    def run(self, **_: object) -> None:
        for place in list(self.document.findall(used_in)):
            found = mentions.mentions_of(self.env).of((place["role"], place["name"]))
            place.replace_self([self._pages(place["docname"], found)] if found else [])

    def _pages(self, here: str, found: dict[str, list[mentions.Mention]]) -> nodes.paragraph:
        """A line: the pages, each once."""
        line = nodes.paragraph("", "", nodes.inline("", "Named in:", classes=["label"]), classes=["uses"])
        builder = mentions.mentions_of(self.env).builder
        for number, (docname, given) in enumerate(found.items()):
            anchor = next((mention.anchor for mention in given if mention.anchor), "")
            title = nodes.inline("", self.env.titles[docname].astext())
            link = make_refnode(builder, here, docname, anchor, title)
            line += [nodes.Text(" · " if number else " "), link]
        return line


def setup(app: Sphinx) -> None:
    """Register the domain, the events and the nodes."""
    app.add_domain(mentions.MentionsDomain)
    app.connect("builder-inited", mentions.know_builder)
    app.connect("doctree-read", mentions.read_page, priority=700)
    app.connect("env-updated", mentions.rewrite)
    app.add_post_transform(Backlinks)
    app.add_node(used_in)
