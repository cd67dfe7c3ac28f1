"""Makes the printed book: a Sphinx builder that sets two volumes with Typst."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Set
from fnmatch import fnmatch
from pathlib import Path

import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import ENUM
from sphinx.errors import SphinxError
from sphinx.util.i18n import format_date
from sphinx.util.nodes import inline_all_toctrees

from ext.withdrawal.answers.pictures import svg
from ext.withdrawal.answers.pictures.shapes import Picture
from ext.withdrawal.pages.answer_node import drawing, drawn_for
from ext.withdrawal.paper.inline import Volume
from ext.withdrawal.paper.writer import Hands, Writer
from sphinx_facts.values.problem import Position, Problem, UnreadableError

HERE = Path(__file__).parent
PAGE, FONTS = HERE / "page", HERE / "fonts"
_LETTERS = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_HINT = "write it otherwise, or add it to the fonts, as ext/withdrawal/paper/fonts/README.md says"


class PrintedBook(Builder):
    """Writes each volume of `typst_volumes` as Typst code, and sets it: the PDFs lie in the output folder."""

    name = format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]  # noqa: RUF012  # as Sphinx has it

    def get_outdated_docs(self) -> str:
        return "the volumes"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return "%" + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Everything is written at once."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """No page is written alone."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write and set the volumes."""
        self.folder = Path(self.outdir) / "typst"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(PAGE, self.folder)
        root = self.config.root_doc
        tree = inline_all_toctrees(
            self, set(), root, self.env.get_doctree(root), lambda words: words, [root]
        )
        tree["docname"] = root
        self.env.resolve_references(tree, root, self)
        pages = {root: tree} | {
            each["docname"]: each for each in tree.findall(addnodes.start_of_file)
        }
        hands = Hands(pages, self._parts(pages), self._draw, self._copy)
        self.pictures: dict[str, tuple[str, Picture]] = {}
        for volume in self._volumes(list(pages)):
            code = Writer(volume, hands).write(self._imprint(volume))
            (self.folder / f"{volume.name}.typ").write_text(code, encoding="utf-8")
            self._set(volume)

    def _volumes(self, docs: list[str]) -> Iterator[Volume]:
        """The volumes; a page belongs to the first that names it, or to none."""
        left = list(docs)
        for name, (title, patterns, brief, thin) in self.config.typst_volumes.items():
            held = [doc for doc in left if any(fnmatch(doc, pattern) for pattern in patterns)]
            left = [doc for doc in left if doc not in held]
            quiet = frozenset(doc for doc in held if any(fnmatch(doc, each) for each in thin))
            yield Volume(name, title, tuple(held), self.config.html_baseurl, brief, quiet)

    def _parts(self, pages: Iterable[str]) -> dict[str, tuple[str, int]]:
        """The part that each page is in, and its number if the part is numbered."""
        parts = dict.fromkeys(pages, ("", 0))
        lists = list(self.env.get_doctree(self.config.root_doc).findall(addnodes.toctree))
        for listed in lists:
            for number, doc in enumerate(listed["includefiles"], 1):
                part = str(listed.get("caption") or "")
                for each in (doc, *self.env.toctree_includes.get(doc, ())):
                    parts[each] = (part, number if listed.get("numbered") else 0)
        return parts

    def _draw(self, node: drawing) -> tuple[str, Picture]:
        """The file of a picture, drawn once for all who ask the same, and the picture."""
        asked = repr(node["question"])
        if asked not in self.pictures:
            name = f"picture-{len(self.pictures) + 1}.svg"
            picture = drawn_for(self.env, node).paper
            style = (PAGE / "pictures.css").read_text(encoding="utf-8")
            (self.folder / name).write_text(svg.render(picture, "p", style), encoding="utf-8")
            self.pictures[asked] = (name, picture)
        return self.pictures[asked]

    def _copy(self, node: nodes.image) -> str:
        """An image of a page, beside the code."""
        source = Path(self.srcdir) / node["uri"]
        name = node["uri"].replace("/", "-")
        shutil.copyfile(source, self.folder / name)
        return str(name)

    def _imprint(self, volume: Volume) -> dict[str, str]:
        config = self.config
        date = format_date(config.today_fmt or "%d %B %Y", language=config.language)
        return {
            "title": config.project, "volume": volume.title, "author": config.author, "date": date,
            "version": config.version, "paper": config.typst_paper, "site": volume.site,
        }  # fmt: skip

    def _set(self, volume: Volume) -> None:
        source = self.folder / f"{volume.name}.typ"
        try:
            pdf = typst.compile(
                source, root=self.folder, font_paths=[FONTS], ignore_system_fonts=True,
                timestamp=int(os.environ["SOURCE_DATE_EPOCH"]), pdf_standards=["ua-1"],
            )  # fmt: skip
        except typst.TypstError as error:
            if letters := {
                each[0] for each in _LETTERS.findall(f"{error.message}{error.diagnostic}")
            }:
                raise UnreadableError(missing(Path(self.confdir), letters)) from None
            raise SphinxError(f"{volume.name}.pdf: {error.message} {error.diagnostic}") from None
        (Path(self.outdir) / f"{volume.name}.pdf").write_bytes(pdf)


def missing(root: Path, letters: Set[str]) -> list[Problem]:
    """Where in the pages and the data of a book letters stand that no font of print has, each once."""
    found = dict[str, Problem]()
    paths = (path for folder in ("docs", "data") for path in sorted((root / folder).rglob("*")))
    for path in (path for path in paths if path.suffix in (".md", ".yaml", ".bib")):
        shown = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for column, letter in enumerate(line, 1):
                if letter in letters and letter not in found:
                    rule = "page.markup" if path.suffix == ".md" else "data.syntax"
                    message = f"the fonts of print have no letter “{letter}” (U+{ord(letter):04X})"
                    place = Position(shown, number, column)
                    found[letter] = Problem(place, rule, message, _HINT)
    return sorted(found.values())


def setup(app: Sphinx) -> None:
    """Register the builder and its settings."""
    app.add_builder(PrintedBook)
    app.add_config_value("typst_volumes", {}, "env", dict)
    app.add_config_value("typst_paper", "a4", "env", ENUM("a4", "letter", "screen"))
