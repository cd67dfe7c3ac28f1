"""The data beside the pages: the files of a website, a link to the file of each table, linked data in the head."""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ext.withdrawal.answers import citation
from ext.withdrawal.exports import folder, linked, rows
from ext.withdrawal.exports.package import LICENCE
from ext.withdrawal.exports.rows import FOLDER
from ext.withdrawal.pages.build import book_of, carrier_of, sheets_of
from sphinx_facts import domain_of
from sphinx_facts.builds import written

FILES = ("datapackage.json", "application/json"), *folder.OTHERS
EVENTS = "reference/chronology"


STATIC = Path(__file__).parents[3] / "docs/_static"
PAGE = "reference/downloads"


def _digest(app: Sphinx) -> str:
    """A hash of all that the files are made from, or empty if none is known."""
    book, domain = book_of(app.env), domain_of(app.env)
    of = (book.digest, _about(app), folder.pages(domain.data["found"]), _asked(app))
    return hashlib.blake2b(repr(of).encode(), digest_size=12).hexdigest() if book.digest else ""


def _about(app: Sphinx | Builder) -> dict[str, Any]:
    return {"version": app.config.version, "base": app.config.html_baseurl}


def _asked(app: Sphinx | Builder) -> dict[str, list[Any]]:
    put = domain_of(app.env).data["asked"].items()
    return {page: sorted(rows.questions_in(each), key=repr) for page, each in put}


def _made(app: Sphinx | Builder) -> dict[str, bytes]:
    """The files, made once for a build."""
    carrier = carrier_of(app.env)
    found = domain_of(app.env).data["found"]
    made: dict[str, bytes] = carrier.once("files", lambda: folder.files(
        book_of(app.env), **_about(app), found=found, asked=_asked(app), ask=carrier.ask,
        style=folder.styles(STATIC),
    ))  # fmt: skip
    return made


def size(app: Builder, name: str) -> str:
    """How large a file is, and how many rows it has."""
    made = _made(app)
    count = carrier_of(app.env).once("rows", lambda: _rows(made["datapackage.json"]))
    told = f"{count[name]:,} rows, " if name in count else ""
    return f" ({told}{-(-len(made[name]) // 1000):,} kB)"


def _rows(package: bytes) -> dict[str, int]:
    """How many rows each table has, by its file."""
    described = json.loads(package)["resources"]
    return {each["path"]: each["rows"] for each in described if "rows" in each}


def _stands(app: Sphinx) -> bool:
    """Whether an earlier build has made the files of the same."""
    digest, stamp = _digest(app), written.note(app, FOLDER)
    there = stamp.is_file() and (Path(app.outdir) / FOLDER / FILES[0][0]).is_file()
    return bool(digest) and there and stamp.read_text(encoding="utf-8") == digest


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The page that tells how large the files are is written anew when they change."""
    fits = app.builder.name == "html" and PAGE in env.found_docs
    return [PAGE] if fits and not _stands(app) else []


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write the download folder of a website, unless an earlier build has made it of the same."""
    if error is not None or app.builder.name != "html" or _stands(app):
        return
    folder.write(Path(app.outdir) / FOLDER, _made(app), prune=True)
    written.note(app, FOLDER).write_text(_digest(app), encoding="utf-8")


def head(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the linked data of a page and the feed of errata into its head."""
    if doctree is None or app.builder.name != "html":
        return
    base = "../" * pagename.count("/") or "./"
    if app.config.html_baseurl:
        base = f"{app.config.html_baseurl.rstrip('/')}/"
    items: list[linked.Item] = []
    if pagename == app.config.root_doc:
        version, span = app.config.version, linked.covered(book_of(app.env))
        tables = ((f"{each.name}.csv", "text/csv") for each in sheets_of(app.env))
        data = linked.dataset(base, version, span, [*FILES, *tables])
        items = [linked.the_book(base, version, span), data]
    elif pagename == EVENTS:
        items = linked.events(book_of(app.env), base)
    elif not pagename.startswith("contributing/"):
        title = app.env.titles[pagename].astext()
        items = [linked.chapter(base, title, app.builder.get_target_uri(pagename))]
        context["metatags"] += tags(title, app.config.version)
    if pagename == "reference/errata":
        address = f"../{FOLDER}/errata.atom"
        context["metatags"] += (
            f'<link rel="alternate" type="application/atom+xml" title="Errata" href="{address}">\n'
        )
    if items:
        context["metatags"] += linked.script(items) + "\n"


def tags(title: str, version: str) -> str:
    """What Zotero and the like take a chapter by: a section of a book, with author, edition, date."""
    told = {
        "citation_title": title,
        "citation_inbook_title": citation.TITLE,
        "citation_author": citation.AUTHOR,
        "citation_publication_date": citation.DATE.replace("-", "/"),
        "citation_language": "en",
        "prism.edition": version,
        "DC.title": title,
        "DC.creator": citation.AUTHOR,
        "DC.date": citation.DATE,
        "DC.language": "en",
        "DC.rights": LICENCE["path"],
        "DCTERMS.isPartOf": citation.TITLE,
    }
    return "".join(
        f'<meta name="{name}" content="{escape(given)}">\n' for name, given in told.items()
    )


def setup(app: Sphinx) -> None:
    """Register the hooks."""
    app.connect("html-page-context", head)
    app.connect("env-updated", changed)
    app.connect("build-finished", write_files)
