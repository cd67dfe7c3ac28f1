"""Tells in the entries of people, units, claims and the like which pages name them, in the formats made of nodes;
and leads from each source to what rests on it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from ext.withdrawal.pages import mentions
from ext.withdrawal.pages.nodes import used_in
from ext.withdrawal.records import kinds
from sphinx_facts import domain_of


class Backlinks(SphinxPostTransform):
    """Puts the mentions into the entries, once links are resolved and before print reorders anything."""

    default_priority = 60

    def run(self, **_: object) -> None:
        for place in list(self.document.findall(used_in)):
            found = mentions.mentions_of(self.env).of((place["role"], place["name"]))
            place.replace_self([self._pages(place["docname"], found)] if found else [])

    def _pages(self, here: str, found: dict[str, list[mentions.Mention]]) -> nodes.paragraph:
        """A line: the pages, each once."""
        line = nodes.paragraph(
            "", "", nodes.inline("", "Named in:", classes=["label"]), classes=["uses"]
        )
        builder = mentions.mentions_of(self.env).builder
        for number, (docname, given) in enumerate(found.items()):
            anchor = mentions.first_anchor(given)
            title = nodes.inline("", self.env.titles[docname].astext())
            link = make_refnode(builder, here, docname, anchor, title)
            line += [nodes.Text(" · " if number else " "), link]
        return line


class Resting(SphinxPostTransform):
    """Adds to each source in the bibliography the way to what rests on it, and falls with it."""

    default_priority = 62

    def run(self, **_: object) -> None:
        builder, here = mentions.mentions_of(self.env).builder, self.env.current_document.docname
        if (
            here != kinds.KINDS["sources"].page
            or builder.format != "html"
            or kinds.RESTING not in self.env.found_docs
        ):
            return
        entities = domain_of(self.env).catalog.entities.values()
        keys = {entity.target[1]: entity.id for entity in entities if entity.role == "source"}
        for work in self.document.findall(nodes.citation):
            for key in (keys[name] for name in work["ids"] if name in keys):
                link = make_refnode(
                    builder, here, *kinds.resting(key), nodes.inline("", "What rests on it")
                )
                last = work[-1]
                assert isinstance(last, nodes.Element)
                last.extend((nodes.Text(" "), link))


def setup(app: Sphinx) -> None:
    """Register the domain, the events and the nodes."""
    app.add_domain(mentions.MentionsDomain)
    app.connect("builder-inited", mentions.know_builder)
    app.connect("doctree-read", mentions.read_page, priority=700)
    app.connect("facts-shown", mentions.told)
    app.add_post_transform(Backlinks)
    app.add_post_transform(Resting)
    app.add_node(used_in)
