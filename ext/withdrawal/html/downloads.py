"""The data beside the pages: the files of a website, a link to the file of each table, linked data in the head."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ext.withdrawal.exports import folder, linked, rows
from ext.withdrawal.exports.rows import FOLDER
from ext.withdrawal.pages.build import book_of, carrier_of
from sphinx_facts import domain_of
from sphinx_facts.builds import written

FILES = ("datapackage.json", "application/json"), *folder.OTHERS
EVENTS = "reference/chronology"


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write the download folder of a website, unless an earlier build has made it of the same."""
    if error is not None or app.builder.name != "html":
        return
    out, stamp = Path(app.outdir) / FOLDER, written.note(app, FOLDER)
    book, domain = book_of(app.env), domain_of(app.env)
    about: dict[str, Any] = {"version": app.config.version, "base": app.config.html_baseurl}
    put = domain.data["asked"].items()
    asked = {page: sorted(rows.questions_in(each), key=repr) for page, each in put}
    of = (book.digest, about, folder.pages(domain.data["found"]), asked)
    digest = hashlib.blake2b(repr(of).encode(), digest_size=12).hexdigest() if book.digest else ""
    stands = stamp.is_file() and (out / FILES[0][0]).is_file()  # else the folder was cleared
    if digest and stands and stamp.read_text(encoding="utf-8") == digest:
        return
    made = folder.files(
        book, **about, found=domain.data["found"], asked=asked, ask=carrier_of(app.env).ask
    )
    folder.write(out, made, prune=True)
    stamp.write_text(digest, encoding="utf-8")


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
    base = f"{app.config.html_baseurl.rstrip('/')}/" if app.config.html_baseurl else ""
    items: list[linked.Item] = []
    if pagename == app.config.root_doc:
        version, span = app.config.version, linked.covered(book_of(app.env))
        data = linked.dataset(base, version, span, list(FILES))
        items = [linked.the_book(base, version, span), data]
    elif pagename == EVENTS:
        items = linked.events(book_of(app.env), base)
    elif not pagename.startswith("contributing/"):
        title = app.env.titles[pagename].astext()
        items = [linked.chapter(base, title, app.builder.get_target_uri(pagename))]
    if pagename == "reference/errata":
        address = f"../{FOLDER}/errata.atom"
        context["metatags"] += (
            f'<link rel="alternate" type="application/atom+xml" title="Errata" href="{address}">\n'
        )
    if items:
        context["metatags"] += linked.script(items) + "\n"


def setup(app: Sphinx) -> None:
    """Register the hooks."""
    app.connect("html-page-context", head)
    app.connect("build-finished", write_files)
