"""Makes a build that starts from an older one give what a clean build gives.

Sphinx compares times of files and reads a page again when its own file is newer. That misses files whose time was kept
(a checkout, a copy), titles that other pages show, pages that are gone, and a build that was stopped half way.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_STORE, _KEPT = "fresh", "kept"
"""The names under which the environment keeps the digests of what was read, and of what it was made with."""


def connect(app: Sphinx) -> None:
    """Connect the hooks."""
    app.connect("env-get-outdated", _changed)
    app.connect("env-updated", _unwritten)
    app.connect("build-finished", _finished)


def _changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """The pages whose text is not what was read last, whatever the times of the files say.

    All pages, if the code or the bibliography has changed: any of them may show it.
    """
    now = {page: digest([Path(env.doc2path(page))]) for page in env.found_docs}
    code = own_code(app) + digest(_bibliography(env))
    before: dict[str, Any] = env.domaindata.get(_STORE, {"pages": {}, "code": code})
    env.domaindata[_STORE] = {"pages": now, "code": code}
    if before["code"] != code:
        return set(env.found_docs)
    return {page for page in now if page in env.all_docs and before["pages"].get(page) != now[page]}


def _unwritten(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """The pages that this builder has to write, though they may not have been read in this build.

    That is what was read since it last finished (by a build that was killed, or by another builder with the same
    environment), and every page if titles or the order of pages have changed, since each page shows those of others.
    """
    before = _state(app)
    if before.get("shared") != _shared(env):
        return set(env.found_docs)
    return {page for page in env.found_docs if before["pages"].get(page) != env.all_docs.get(page)}


def _finished(app: Sphinx, failure: Exception | None) -> None:
    """Delete what is left of pages that are gone, and note what was written. After a failure nothing is noted."""
    if failure is not None:
        return
    written = {
        page: app.env.all_docs[page] for page in app.env.found_docs if page in app.env.all_docs
    }
    for page in set(_state(app).get("pages", ())) - set(written):
        for path in _outputs(app, page):
            path.unlink(missing_ok=True)
    # Sphinx keeps the settings of the build before; a clean build has no such file.
    (Path(app.outdir) / ".buildinfo.bak").unlink(missing_ok=True)
    state_file(app, app.builder.name).write_text(
        json.dumps({"shared": _shared(app.env), "pages": written}), encoding="utf-8"
    )


def _outputs(app: Sphinx, page: str) -> Iterator[Path]:
    """The files that an HTML builder made of a page."""
    if hasattr(app.builder, "get_output_path"):
        yield Path(app.builder.get_output_path(page))
        yield from (Path(app.outdir) / "_sources").glob(f"{page}.*.txt")


def _shared(env: BuildEnvironment) -> str:
    """A digest of what pages show of each other: titles, the order of pages, and the targets of references."""
    standard = env.domains.standard_domain
    titles = [(page, title.astext()) for page, title in sorted(env.titles.items())]
    trees = [
        tree.attributes
        for _, toc in sorted(env.tocs.items())
        for tree in toc.findall(addnodes.toctree)
    ]
    pages = (titles, [sorted(map(str, tree.items())) for tree in trees])
    targets = [
        sorted(map(str, found.items()))
        for found in (standard.labels, standard.anonlabels, standard.objects)
    ]
    return hashlib.blake2b(repr((pages, targets)).encode(), digest_size=12).hexdigest()


def _bibliography(env: BuildEnvironment) -> Iterable[Path]:
    """The files of sphinxcontrib-bibtex, which trusts their times: it is made to parse them in every build."""
    kept = env.domaindata.get("cite", {}).get("bibdata")
    if kept is None:
        return []
    forgotten = {path: file._replace(mtime=-1.0) for path, file in kept.bibfiles.items()}
    env.domaindata["cite"]["bibdata"] = kept._replace(bibfiles=forgotten)
    return sorted(forgotten)


def own_code(app: Sphinx) -> str:
    """A hash of the extensions that belong to the book and are not installed: every file of their packages."""
    own = {
        Path(module.__file__).parent
        for name, extension in app.extensions.items()
        if "-packages" not in (extension.module.__file__ or "-packages")
        and (module := sys.modules[name.partition(".")[0]]).__file__
    }
    return digest(path for folder in sorted(own) for path in sorted(folder.rglob("*.py")))


def same(env: BuildEnvironment, name: str, found: str) -> bool:
    """Whether a hash, kept under a name, is that of the build before. From now on it is; an empty one never is."""
    kept: dict[str, str] = env.domaindata.setdefault(_KEPT, {})
    before, kept[name] = kept.get(name), found
    return bool(found) and before == found


def digest(files: Iterable[Path]) -> str:
    """A hash of what is in some files; one that is not there counts as empty."""
    found = hashlib.blake2b(digest_size=12)
    for file in files:
        found.update(file.read_bytes() if file.is_file() else b"")
    return found.hexdigest()


def state_file(app: Sphinx, what: str) -> Path:
    """Where to note what was written into the output of this build.

    Beside the environment, not in the output: it holds times, and the output is the same on every machine.
    """
    place = hashlib.blake2b(str(app.outdir).encode(), digest_size=6).hexdigest()
    return Path(app.doctreedir) / f"written-{what}-{place}.json"


def _state(app: Sphinx) -> dict[str, Any]:
    try:
        found = json.loads(state_file(app, app.builder.name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
