"""Random edits of the small book, of every kind that people make, each of which leaves a book that can be read."""

from __future__ import annotations

import os
import random
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

CONF = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
extensions += ["own"]
html_static_path = ["docs/_static"]
exclude_patterns = ["_static"]
html_css_files = ["book.css"]
html_theme = "{theme}"
html_copy_source = False
templates_path = ["templates"]
version = "1"
epub_basename = "mini"
epub_identifier = "urn:mini"
epub_description = epub_publisher = epub_author = "Mini"
epub_copyright = copyright
epub_cover = ("_static/map.png", "epub-cover.html")
typst_volumes = {{"mini": ("", ["*"], False, [])}}
html_title = "A title"
"""
OWN = '''"""Code of the book's own."""


def setup(app):
    app.connect("source-read", lambda app, page, text: text.append(text.pop() + "\\n\\nBy code: WORDS.\\n"))
    app.connect("html-page-context", lambda app, page, name, context, tree: context.update(title="WORDS"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
'''
TEMPLATE = (
    '{%- extends "!layout.html" -%}\n{%- block footer -%}By template: WORDS.{%- endblock -%}\n'
)


def picture(shade: int) -> bytes:
    """A grey PNG of one dot."""

    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", dot) + part(b"IEND", b"")


class Editor:
    """Makes the edits under `root`, some of them with the times of the files kept."""

    def __init__(self, root: Path, chance: random.Random, theme: str = "basic") -> None:
        """Give the small book what it has not: code of its own, a style sheet, a template."""
        self.root, self.random, self.count = root, chance, 0
        self.added: list[str] = []
        self.kinds: dict[str, Callable[[], str]] = {
            name: getattr(self, name)
            for name in (
                "nothing", "text", "title", "heading", "value", "event", "note", "name", "evidence", "record",
                "less_records", "source", "cite", "add", "rename", "delete", "order", "label", "settings", "theme",
                "option", "style", "more_static", "less_static", "redraw", "show", "hide", "twin", "code", "template",
            )
        }  # fmt: skip
        (root / "own").mkdir()
        (root / "templates").mkdir()
        self.write(
            "conf.py", (root / "conf.py").read_text(encoding="utf-8") + CONF.format(theme=theme)
        )
        self.write("own/__init__.py", OWN)
        self.write("docs/_static/book.css", "body { color: black }\n")

    def edit(self, kind: str) -> str:
        """One edit; what was done."""
        self.count += 1
        times = {path: path.stat() for path in self.files()}
        what = f"{kind}: {self.kinds[kind]()}"
        if self.random.random() < 0.4:
            for path, before in times.items():
                if path.exists():
                    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            what += ", times kept"
        return what

    def files(self) -> list[Path]:
        folders = ("docs", "data", "own", "templates")
        found = (
            path for folder in folders for path in (self.root / folder).rglob("*") if path.is_file()
        )
        return sorted(
            {self.root / "conf.py", *(path for path in found if "__pycache__" not in path.parts)}
        )

    def write(self, path: str, text: str) -> str:
        (self.root / path).write_text(text, encoding="utf-8")
        return path

    def change(self, path: str | Path, old: str, new: str) -> str:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(old, new, text, count=1, flags=re.M), encoding="utf-8")
        return f"{file.relative_to(self.root).as_posix()}: {old} → {new}"

    def more(self, words: str) -> str:
        """Words that were not there before."""
        return f"{words} {self.count}{self.random.choice('abcdefghij')}"

    def page(self) -> Path:
        return self.random.choice(
            [path for path in self.files() if path.suffix == ".md" and path.stem != "index"]
        )

    def append(self, text: str) -> str:
        return self.change(self.page(), r"\Z", f"\n{text}\n")

    # --- prose -------------------------------------------------------------------------------------------------------

    def nothing(self) -> str:
        return "no change"

    def text(self) -> str:
        return self.change("docs/story.md", r"watched[^.]*\.", f"watched {self.more('tellingly')}.")

    def title(self) -> str:
        return self.change(self.page(), r"^# .*", f"# {self.more('A title')}")

    def heading(self) -> str:
        return self.append(
            f"## {self.more('A part')}\n\nWith {{asis}}`words`.".replace("{asis}`words`", "words")
        )

    def cite(self) -> str:
        role = self.random.choice(
            ["{cite:p}`paper{p. 3}`", "{unit}`47th Army`", "{person}`Kim`", "{place}`Town`"]
        )
        return self.append(f"It was told by {role} {self.more('again')}.")

    def label(self) -> str:
        name = f"label-{self.count}"
        self.append(f"({name})=\n## {self.more('A place to point at')}\n\nWords.")
        return self.append(f"See {{ref}}`{name}`.")

    def add(self) -> str:
        name = f"page{self.count}"
        self.added.append(name)
        self.write(
            f"docs/{name}.md", f"# {self.more('Page')}\n\nIt has {{fact}}`open.divisions`.\n"
        )
        return self.change("docs/index.md", r"^story$", f"story\n{name}")

    def rename(self) -> str:
        if not self.added:
            return self.add()
        name, new = self.added.pop(), f"renamed{self.count}"
        self.added.append(new)
        (self.root / f"docs/{name}.md").rename(self.root / f"docs/{new}.md")
        return self.change("docs/index.md", rf"^{name}$", new)

    def delete(self) -> str:
        if not self.added:
            return self.add()
        name = self.added.pop(self.random.randrange(len(self.added)))
        (self.root / f"docs/{name}.md").unlink()
        return self.change("docs/index.md", rf"^{name}\n", "")

    def order(self) -> str:
        return self.change("docs/index.md", r"^(reference/\w+)\n(reference/\w+)$", r"\2\n\1")

    # --- data --------------------------------------------------------------------------------------------------------

    def value(self) -> str:
        path = f"data/{self.random.choice(['batches', 'tallies', 'units'])}.yaml"
        text = (self.root / path).read_text(encoding="utf-8")
        found = self.random.choice(re.findall(r"value: \d+\b", text) or ["value: unknown"])
        return self.change(path, f"{found}$", f"value: {self.random.randrange(10, 99999)}")

    def event(self) -> str:
        return self.change(
            "data/events.yaml", r"^    title: (\w+).*", rf"    title: \1 {self.more('indeed')}"
        )

    def note(self) -> str:
        return self.change(
            "data/events.yaml", r"^      note: .*", f"      note: {self.more('Not known')}."
        )

    def name(self) -> str:
        return self.change(
            "data/batches.yaml", r"^    title: First.*", f"    title: First {self.more('batch')}"
        )

    def evidence(self) -> str:
        return (
            self.change(
                "data/claims.yaml",
                r"^    verdict: (partly|corroborated)$",
                "    verdict: not found",
            )
            if self.random.random() < 0.5
            else self.change(
                "data/claims.yaml",
                r"^    statement: (\w+).*",
                rf"    statement: \1 {self.more('words')}.",
            )
        )

    def record(self) -> str:
        text = (self.root / "data/events.yaml").read_text(encoding="utf-8")
        new = (
            f"  - id: new-{self.count}\n    title: {self.more('New')}\n    date:\n"
            f'      value: "1955-01-0{1 + self.count % 9}"\n'
            "      claims: [F001]\n    lane: diplomacy\n    text: It was new.\n    people: [kim]\n"
        )
        return self.write("data/events.yaml", text.rstrip("\n") + "\n" + new)

    def less_records(self) -> str:
        return self.change(
            "data/events.yaml", r"^  - id: new-[^-]*(?:-(?!  )[^-]*)*(?=^  - id|\Z)", ""
        )

    def source(self) -> str:
        return self.change(
            "data/references.bib", r"^( *)title = .*", rf"\1title = {{{self.more('A work')}}},"
        )

    # --- all else ----------------------------------------------------------------------------------------------------

    def settings(self) -> str:
        name = self.random.choice(
            ["project", "copyright", "version", "html_title", "epub_description"]
        )
        return self.change("conf.py", rf"^{name} = .*", f'{name} = "{self.more("Mini")}"')

    def theme(self) -> str:
        now = re.search(
            r'html_theme = "(\w+)"', (self.root / "conf.py").read_text(encoding="utf-8")
        )
        assert now is not None
        return self.change(
            "conf.py",
            r"^html_theme = .*",
            f'html_theme = "{"furo" if now[1] == "basic" else "basic"}"',
        )

    def option(self) -> str:
        return self.change(
            "conf.py", r"\Z", f"html_copy_source = {self.random.choice([True, False])}\n"
        )

    def style(self) -> str:
        return self.write("docs/_static/book.css", f"body {{ margin: {self.count}px }}\n")

    def more_static(self) -> str:
        return self.write(
            f"docs/_static/more{self.random.randrange(3)}.css", f"/* {self.count} */\n"
        )

    def less_static(self) -> str:
        for path in sorted((self.root / "docs/_static").glob("more*"))[:1]:
            path.unlink()
        return "one file less"

    def redraw(self) -> str:
        (self.root / "docs/_static/map.png").write_bytes(picture(self.count % 256))
        return "the map is drawn anew"

    def show(self) -> str:
        (self.root / "docs/_static/new.png").write_bytes(picture(255 - self.count % 256))
        return self.change(self.page(), r"\Z", "\n```{figure} /_static/new.png\n:alt: A dot\n```\n")

    def hide(self) -> str:
        for path in self.files():
            if path.suffix == ".md" and "figure} /_static" in path.read_text(encoding="utf-8"):
                return self.change(
                    path, r"^```\{figure\} /_static/(?:new|twin/map).png\n:alt: A dot\n```\n", ""
                )
        return "no figure to hide"

    def twin(self) -> str:
        (self.root / "docs/_static/twin").mkdir(exist_ok=True)
        (self.root / "docs/_static/twin/map.png").write_bytes(picture(7))
        return self.change(
            self.page(), r"\Z", "\n```{figure} /_static/twin/map.png\n:alt: A dot\n```\n"
        )

    def code(self) -> str:
        return self.write("own/__init__.py", OWN.replace("WORDS", self.more("written")))

    def template(self) -> str:
        return self.write("templates/layout.html", TEMPLATE.replace("WORDS", self.more("written")))
