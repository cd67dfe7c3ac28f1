"""What the e-book needs beyond Sphinx’s builder: languages of hanzi and hangul, an archive that is always the same."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

SCRIPTS = re.compile(
    r"(?P<zh>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff][\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]*)"
    r"|(?P<ko>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+(?: [\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+)*)"
)
"""A run of hanzi, with their punctuation; a run of hangul, with spaces inside."""
_GROUP = re.compile(rb'(<svg [^>]*?)role="group"')
_NUMBER = re.compile(rb"<dc:identifier [^>]*>([^<]+)<")
_NCX = re.compile(rb'(<meta name="dtb:uid" content=")[^"]*(")')
"""The older table of contents must repeat the number of the book; Sphinx writes the name of the number there."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can write: the time of every file in the e-book."""


class Languages(SphinxPostTransform):
    """Mark hanzi and hangul in prose and in titles of works, so that a reader picks the right face and voice."""

    default_priority = 800
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Wrap each run in an inline of its language, unless it has one."""
        for text in list(self.document.findall(nodes.Text)):
            if SCRIPTS.search(text) and not _marked(text):
                text.parent.replace(text, list(pieces(text)))


def pieces(text: str) -> Iterator[nodes.Node]:
    """A text as plain text and inlines with a language."""
    end = 0
    for found in SCRIPTS.finditer(text):
        if found.start() > end:
            yield nodes.Text(text[end : found.start()])
        yield nodes.inline("", found[0], classes=[f"language-{found.lastgroup}"])
        end = found.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def _marked(text: nodes.Text) -> bool:
    node: Any = text.parent
    while node is not None:
        if isinstance(node, (nodes.raw, nodes.literal_block)) or any(
            name.startswith("language-") for name in node.get("classes", ())
        ):
            return True
        node = node.parent
    return False


def with_properties(manifest: str, files: Mapping[str, bytes]) -> str:
    """The manifest, with a word on each page that holds a drawing, as the format asks."""

    def say(item: re.Match[str]) -> str:
        drawn = b"<svg" in files.get(item["href"], b"") and "properties=" not in item[0]
        return item[0].replace("<item ", '<item properties="svg" ', 1) if drawn else item[0]

    return re.sub(r'<item [^>]*href="(?P<href>[^"]+\.xhtml)"[^>]*/>', say, manifest)


def plain(page: bytes) -> bytes:
    """A page without what the format does not know: a drawing is an image there, not a group."""
    return _GROUP.sub(rb'\1role="img"', page)


def pack(path: Path) -> None:
    """Write an e-book again: the type first and stored, the rest sorted, all with one time and one set of rights."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name) for name in book.namelist()}
    files = {name: plain(data) if name.endswith(".xhtml") else data for name, data in files.items()}
    files["content.opf"] = with_properties(files["content.opf"].decode(), files).encode()
    number = _NUMBER.search(files["content.opf"])
    if number:
        files["toc.ncx"] = _NCX.sub(rb"\g<1>" + number[1] + rb"\2", files["toc.ncx"])
    with zipfile.ZipFile(path, "w") as book:
        for name in sorted(files, key=lambda name: (name != "mimetype", not name.startswith("META-INF/"), name)):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(entry, files[name], compresslevel=9)


def setup(app: Sphinx) -> None:
    """Register the transform and the packing."""
    app.add_post_transform(Languages)
    app.connect("builder-inited", _begin)
    app.connect("build-finished", _finish)


def _begin(app: Sphinx) -> None:
    """Remove the cover of an earlier build, which Sphinx would list a second time."""
    if app.builder.name == "epub" and app.config.epub_cover:
        (Path(app.outdir) / "epub-cover.xhtml").unlink(missing_ok=True)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if app.builder.name == "epub" and exception is None:
        pack(Path(app.outdir) / f"{app.config.epub_basename}.epub")
