"""The files of the download folder: made by the modules beside this one, written here and nowhere
else; and all data of an edition as one file."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ext.withdrawal.answers import citation
from ext.withdrawal.answers.pictures import svg
from ext.withdrawal.answers.pictures.shapes import Drawn, Picture
from ext.withdrawal.answers.questions import Question
from ext.withdrawal.exports import cells, cite, excel, facts, ics, lite, package, rows
from ext.withdrawal.exports.feed import changed, feed
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import ROLES, target
from sphinx_facts.prose.collect import Found

OTHERS = (
    ("facts.json", "application/json"),
    ("going-home.sqlite", "application/vnd.sqlite3"),
    ("going-home.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("chronology.ics", "text/calendar"),
    ("errata.atom", "application/atom+xml"),
    ("bibliography.bib", "application/x-bibtex"),
    ("bibliography.ris", "application/x-research-info-systems"),
    ("bibliography.json", "application/vnd.citationstyles.csl+json"),
)
"""The files that are no sheets, with their media types."""
WORKBOOK = "going-home.xlsx"
"""The tables once more, so no resource of the package: its tools would read it as another table."""
TOP = "going-home-data"
BESIDE = ("CITATION.cff", "LICENSE", "LICENSES/CC-BY-4.0.txt", "LICENSES/MIT.txt")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first date that the format of an archive knows."""


def files(
    book: Book,
    *,
    version: str,
    base: str = "",
    found: Mapping[str, Found] | None = None,
    asked: Mapping[str, Iterable[Hashable]] | None = None,
    ask: Callable[[Question], Any] | None = None,
    style: str = "",
) -> dict[str, bytes]:
    """Every file by name. `found` and `asked` tell, for each page, the facts it uses and the
    questions it puts.

    `ask` answers a question, for a build that has its answers at hand; without it the book is
    asked again. `style` is the style sheet of pictures.
    """
    listed = sheets(book)
    made: dict[str, bytes] = {}
    for each in listed:
        head = [column.name for column in each.columns]
        made[f"{each.name}.csv"] = cells.document(head, each.rows).encode()
    others = {
        "facts.json": facts.as_json(book, pages(found or {})).encode(),
        "going-home.sqlite": lite.database(listed),
        "going-home.xlsx": packed(excel.parts(listed)),
        "chronology.ics": ics.calendar(book, base).encode(),
        "errata.atom": feed(book, base).encode(),
    }
    others |= cite.files(book)
    typed = [(name, media, others[name]) for name, media in OTHERS if name != WORKBOOK]
    works = book.data.sources.values()
    cited = [{"title": w.title, **({"path": w.url} if w.url else {})} for w in works]
    described = package.package(
        listed, typed, made, version, created=changed(book), cited=cited, base=base
    ).encode()
    put = {question for each in (asked or {}).values() for question in rows.questions_in(each)}
    answers = {each: ask(each) if ask else each.answer(book) for each in sorted(put, key=repr)}
    beside = {rows.file(each): rows.document(given).encode() for each, given in answers.items()}
    single = cite.values(book, citation.Edition(version, base), others["facts.json"].decode())
    drawn = {
        rows.picture(each): pictured(given.wide, style, base, version)
        for each, given in answers.items()
        if isinstance(given, Drawn)
    }
    beside |= single | drawn
    whole = {**made, **others, "datapackage.json": described, **beside}
    sums = (f"{hashlib.sha256(each).hexdigest()}  {name}\n" for name, each in sorted(whole.items()))
    return {**whole, "SHA256SUMS": "".join(sums).encode()}


def styles(static: Path) -> str:
    """The style sheet of pictures, from those of the website: light, and with no names left in it."""
    known = {"color-foreground-primary": "#000", "color-background-primary": "#fff"}
    lines = [line for name in ("book.css", "pictures.css") if (static / name).is_file()
             for line in (static / name).read_text(encoding="utf-8").splitlines()]  # fmt: skip
    for line in lines:
        for name, value in re.findall(r"--([\w-]+): ([^;]+);", line):
            known.setdefault(name, value)
    rules = [
        line.removeprefix(".drawing ")
        for line in lines
        if re.match(r"(\.drawing )?\.picture[ .]|\.lane-", line)
    ]
    return re.sub(
        r"var\(--(?!lane\))([\w-]+)\)", lambda name: known.get(name[1], "inherit"), "".join(rules)
    )


def pictured(picture: Picture, style: str, base: str, version: str) -> bytes:
    """A picture as a file: with its styles, its links whole or gone, and whom it is by."""

    def address(found: re.Match[str]) -> str:
        page, anchor = target(ROLES[found[1]], found[2])
        return f'href="{base.rstrip("/")}/{page}.html#{anchor}"' if base else ""

    drawn = re.sub(r'href="@entry:([^:]+):([^@]+)@"', address, svg.render(picture, "p", style))
    by = f"<metadata>{citation.AUTHOR}, {citation.TITLE}, edition {version}. CC BY 4.0.</metadata>"
    return drawn.replace("<title", f"{by}<title", 1).encode()


def pages(found: Mapping[str, Found]) -> dict[str, list[str]]:
    """The pages that use each fact, by name."""
    used: dict[str, list[str]] = {}
    for docname in sorted(found):
        for name in dict.fromkeys(use.id for use in found[docname].uses if use.role == "fact"):
            used.setdefault(name, []).append(docname)
    return used


def write(folder: Path, made: Mapping[str, bytes], *, prune: bool = False) -> None:
    """Write the files that differ; with `prune`, remove all others, which an earlier build left."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _holds(path, content):
            path.write_bytes(content)
    for path in sorted(folder.rglob("*")) if prune else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in made:
            path.unlink()


def _holds(path: Path, content: bytes) -> bool:
    if not path.is_file() or path.stat().st_size != len(content):
        return False
    with path.open("rb") as file:
        return file.read() == content


def archive(root: Path, exported: Mapping[str, bytes]) -> bytes:
    """The data of an edition as a ZIP file: the book’s files of data under `data/`, those made of
    them under `export/`, the licences beside.

    The same data give the same bytes: names in order, one date for all, nothing of the machine.
    """
    kinds = ("*.yaml", "*.bib", "schema/*.json")
    paths = [path for kind in kinds for path in (root / "data").glob(kind)]
    paths += [root / name for name in BESIDE]
    content = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    content |= {f"export/{name}": made for name, made in exported.items()}
    return packed({f"{TOP}/{name}": made for name, made in content.items()})


def packed(content: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, inside in sorted(content.items()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            file.writestr(entry, inside, zipfile.ZIP_DEFLATED)
    return made.getvalue()
