"""What lies in a folder that is published: pages, and files of the kinds that are copied. Nothing
else, and no links.

A link leads out of the tree to what nobody has reviewed; a drawing (SVG), a script or a page of
HTML may run code where it is opened; a name may hold what is not seen. None of it is read or
copied, whatever is built.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_facts.values.problem import Position, Problem, UnreadableError, visible
from sphinx_facts.yaml.characters import scan
from sphinx_facts.yaml.reader import decode

RULE = "page.markup"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_LOADED = re.compile(
    r"@import|(?i:javascript:|expression\s*\(|url\(\s*['\"]?\s*(?:[a-z]+:|//))[^\s)]*"
)
_FIRST = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
}
"""How a picture of each kind begins."""


def leave_out(app: Sphinx, kinds: Mapping[str, Iterable[str]]) -> list[Problem]:
    """Tell what may not lie in the folder of the pages, see `file_problems`, and keep a build from
    taking it.

    A link stops the build, by `UnreadableError`: nobody can say what else would be read through it.
    """
    folder, root = Path(app.srcdir), Path(app.confdir)
    shown = os.path.relpath(folder, root)
    if shown.startswith(".."):
        hint = "keep the folder beside conf.py, and no link in its place"
        outside = "the folder of the pages lies outside of the book"
        raise UnreadableError([Problem(Position(folder.name, 1, 1), RULE, outside, hint)])
    firsts = [f"{app.config.root_doc}{ending}" for ending in app.config.source_suffix]
    if not any((folder / name).exists() for name in firsts):
        raise UnreadableError([_no_first_page(firsts, folder, root)])
    if links := link_problems(folder, shown):
        raise UnreadableError(links)
    found = list(file_problems(folder, shown, kinds))
    bases = (folder, *(root / static for static in app.config.html_static_path))
    # Sphinx counts the paths of what it copies from the folder that it copies.
    names = sorted(
        path.relative_to(base).as_posix()
        for path in {root / problem.position.path for problem in found}
        for base in bases
        if path.is_relative_to(base)
    )
    patterns = [re.sub(r"[*?[]", "[\\g<0>]", unicodedata.normalize("NFC", name)) for name in names]
    app.config.exclude_patterns = [*app.config.exclude_patterns, *patterns]
    return found


def _no_first_page(names: list[str], folder: Path, root: Path) -> Problem:
    """The folder is another than that of the pages, or its first page is gone."""
    meant = next((path for name in names for path in sorted(root.glob(f"*/{name}"))), None)
    hint = f"type: sphinx-build -c . {meant.parent.name} build/html" if meant else ""
    shown = os.path.relpath(folder / (meant.name if meant else names[-1]), root)
    message = "the first page of the book is missing here"
    place = Position(shown.replace(os.sep, "/"), 1, 1)
    return Problem(place, RULE, message, hint or "take it back from git")


def file_problems(
    folder: Path, shown: str, kinds: Mapping[str, Iterable[str]]
) -> Iterator[Problem]:
    """What may not lie in `folder`, called `shown` in messages.

    `kinds` has the endings that are taken: by the path of a file, or of a folder with `/` behind
    it, or by an empty text, for the rest; the longest path counts.
    """
    for path, at in _inside(folder, shown):
        name = at.path.removeprefix(f"{shown}/")
        if not _NAME.fullmatch(path.name.lstrip(".")):
            yield _unnamed(path.name, at)
        elif not path.is_dir():
            over = [top for top in kinds if top[-1:] in ("", "/") and name.startswith(top)]
            top = name if name in kinds else max(over, key=len)
            yield from _file(path, at, tuple(kinds[top]))


def link_problems(folder: Path, shown: str) -> list[Problem]:
    """The links in a folder, and the folder itself if it is one."""
    links = []
    for path, at in [(folder, Position(shown, 1, 1)), *_inside(folder, shown)]:
        if path.is_symlink():
            what = f"a link to {os.readlink(path)}: what it leads to is not part of this book"
            hint = "put the file itself in its place, or delete it"
            links.append(Problem(at, RULE, what, hint))
    return links


def _inside(folder: Path, shown: str) -> Iterator[tuple[Path, Position]]:
    """Everything below a folder, and its place in messages. No link is followed."""
    for place, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(place, name)
            yield path, Position(f"{shown}/{path.relative_to(folder).as_posix()}", 1, 1)


def _file(path: Path, at: Position, kinds: tuple[str, ...]) -> Iterator[Problem]:
    name, ending = path.name, path.suffix.lower()
    if not path.is_file():
        yield Problem(at, RULE, "this is no file", "delete it")
    elif name.startswith(".") and ending != ".md":
        return  # nothing reads or copies it
    elif name.startswith(".") or not name.endswith(kinds):
        hint = f"delete it; taken are: {', '.join(kinds)}"
        yield Problem(at, RULE, "no file of this kind is published", hint)
    elif ending == ".css":
        text, refused = decode(path.read_bytes(), at.path, RULE)
        yield from [refused] if refused else scan(text, at.path, RULE)
        for found in _LOADED.finditer(text):
            above = text[: found.start()]
            place = Position(at.path, above.count("\n") + 1, len(above) - above.rfind("\n"))
            what = f"a style sheet loads nothing: “{found[0]}”"
            yield Problem(place, RULE, what, "keep what it needs in docs/_static/")
    else:
        first = _FIRST.get(ending, b"")
        with path.open("rb") as file:
            if file.read(len(first)) != first:
                what = f"this is no picture of the kind {ending}"
                yield Problem(at, RULE, what, "save it again as what its name says")


def _unnamed(name: str, at: Position) -> Problem:
    odd = next(scan(name, ""), None)
    what = f"the name “{visible(name)}” is not written in plain letters, digits, dots and dashes"
    return Problem(at, RULE, f"{what} ({odd.message})" if odd else what, "give it another name")
