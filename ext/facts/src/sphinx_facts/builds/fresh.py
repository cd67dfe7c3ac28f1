"""Makes a build that starts from an older one give what a clean build gives.

An edit of prose or data is followed page by page. Whatever else a book is made of (settings, code, pictures, style
sheets, the bibliography, which pages there are, what is installed) changes seldom and may change any page: then, and
after a build that did not come to its end, what was read before is forgotten, and everything is read again.
What was written is looked after by `written`.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util._files import FilenameUniqDict

from sphinx_facts.builds import alone

_STORE, _KEPT = "fresh", "kept"
"""The names under which the environment keeps the digests of what was read, and of what it was made with."""
_MADE, UNFINISHED = "made.txt", "unfinished.txt"
"""The files beside the environment: a digest of all that is not followed, and the sign of a build on its way."""
_SETTINGS = (
    "html_static_path", "html_extra_path", "html_theme_path", "html_logo", "html_favicon", "templates_path",
    "latex_additional_files", "latex_logo", "epub_pre_files", "bibtex_bibfiles",
)  # fmt: skip
"""The settings that name files and folders, from the folder of conf.py."""


def connect(app: Sphinx) -> None:
    """Connect the hooks."""
    app.connect("config-inited", _forget, priority=900)  # after all that change the settings
    app.connect("env-get-outdated", _changed)
    app.connect("env-before-read-docs", _begin, priority=850)  # after all that refuse a page
    app.connect("env-updated", _in_order, priority=100)
    app.connect("build-finished", _finished, priority=950)


def made(app: Sphinx) -> str:
    """A digest of all that the book is made of and that is not followed page by page."""
    return (Path(app.doctreedir) / _MADE).read_text(encoding="utf-8")


def _forget(app: Sphinx, config: Config) -> None:
    """Remove the environment, before Sphinx reads it, if it was made of other things or by a build without an end."""
    folder = Path(app.doctreedir)
    note = folder / _MADE
    try:
        now = _made(app)
        if (folder / UNFINISHED).exists() or not note.is_file() or made(app) != now:
            (folder / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
            note.write_text(now, encoding="utf-8")
    except OSError as error:
        raise alone.told(error) from None


def _made(app: Sphinx) -> str:
    """See `made`."""
    root, docs = Path(app.confdir), Path(app.srcdir)
    values = (getattr(app.config, name, None) or () for name in _SETTINGS)
    named = (each for value in values for each in ([value] if isinstance(value, str) else value))
    places = [root / (each if isinstance(each, str) else each[0]) for each in named]
    sources = list(files_of(docs, Path(app.outdir), Path(app.doctreedir)))
    pages = {path for path in sources if path.suffix in app.config.source_suffix}
    others = [path for place in (*places, *_code(app)) for path in files_of(place)]
    files = [
        root / "conf.py",
        root / "docutils.conf",
        *(path for path in (*sources, *others) if path not in pages),
    ]
    packages = (
        Path(place).glob("*.dist-info") for place in sys.path if place.endswith("-packages")
    )
    installed = sorted(path.name for found in packages for path in found)
    made_of = (sys.version, installed, sorted(pages), digest(files))
    return hashlib.blake2b(repr(made_of).encode(), digest_size=12).hexdigest()


def _code(app: Sphinx) -> list[Path]:
    """The extensions that belong to the book and are not installed: the folders of each package, or the one file."""
    tops = {extension.module.__name__.partition(".")[0] for extension in app.extensions.values()}
    modules = [sys.modules[name] for name in sorted(tops)]
    # A package has one folder, and one that is only a name for others has several, and no file.
    places = [
        [*getattr(module, "__path__", ())] or [module.__file__ or "-packages"] for module in modules
    ]
    return [Path(place) for found in places for place in found if "-packages" not in place]


def files_of(place: Path, *but: Path) -> Iterator[Path]:
    """The one file, or all in a folder, in order, save what is hidden, what Python keeps, and some folders."""
    if place.is_file():
        yield place
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__pycache__")) and Path(folder, name) not in but
        )
        yield from (Path(folder, name) for name in sorted(names))


def _changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """The pages whose text is not what was read last, whatever the times of the files say."""
    now = {page: digest([Path(env.doc2path(page))]) for page in env.found_docs}
    before: dict[str, str] = env.domaindata.get(_STORE, {})
    env.domaindata[_STORE] = now
    return {page for page in now if page in env.all_docs and before.get(page) != now[page]}


def _begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave the sign of a build on its way: one that does not come to its end does not remove it."""
    (Path(app.doctreedir) / UNFINISHED).touch()


def _finished(app: Sphinx, failure: Exception | None) -> None:
    if failure is None:
        (Path(app.doctreedir) / UNFINISHED).unlink(missing_ok=True)


def _in_order(app: Sphinx, env: BuildEnvironment) -> None:
    """Put what is kept by page, and the names of pictures, in the order in which a clean build meets the pages."""
    for data in env.domaindata.values():
        for kind, kept in data.items():
            if isinstance(kept, dict) and kept and kept.keys() <= env.found_docs:
                data[kind] = dict(sorted(kept.items()))
    pictures = FilenameUniqDict()
    for page, path in sorted(
        (page, path) for path, (pages, _) in env.images.items() for page in pages
    ):
        pictures.add_file(page, path)
    env.images = pictures


def same(env: BuildEnvironment, name: str, found: str) -> bool:
    """Whether a hash, kept under a name, is that of the build before. From now on it is; an empty one never is."""
    kept: dict[str, str] = env.domaindata.setdefault(_KEPT, {})
    before, kept[name] = kept.get(name), found
    return bool(found) and before == found


def digest(files: Iterable[Path]) -> str:
    """A hash of some files: their names, and what is in them; one that is not there counts as empty."""
    found = hashlib.blake2b(digest_size=12)
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        found.update(f"{file.name} {len(content)} ".encode() + content)
    return found.hexdigest()
