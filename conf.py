"""Sphinx settings of the book. No logic stands here: it is in ext/."""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent / folder) for folder in (".", "ext/facts/src")]

project = "Going Home"
author = "Going Home contributors"
copyright = "Going Home contributors, CC BY 4.0"
version = release = "1.0"
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "ext.withdrawal"]
exclude_patterns = ["_static"]
templates_path: list[str] = []
nitpicky = True
suppress_warnings: list[str] = []
smartquotes = False
numfig = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_disable_syntax = ["html_inline", "html_block"]
myst_url_schemes = {"https": None, "http": None, "mailto": None}
myst_links_external_new_tab = False

bibtex_bibfiles = ["data/references.bib"]
bibtex_default_style = "evidence"
bibtex_reference_style = "evidence"
bibtex_cite_id = "cite-{key}"
bibtex_tooltips = False

html_theme = "furo"
html_title = "Going Home"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_static_path = ["docs/_static"]
html_css_files = [
    "book.css",
    "face.css",
    "title.css",
    "pictures.css",
    "trust.css",
    ("print.css", {"media": "print"}),
]
html_search_scorer = "ext/withdrawal/html/scorer.js"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None

# make linkcheck: others’ servers are slow, limit how often they are asked, and write their anchors by script.
linkcheck_timeout = 30
linkcheck_retries = 2
linkcheck_workers = 4
linkcheck_rate_limit_timeout = 60.0
linkcheck_anchors = False
linkcheck_report_timeouts_as_broken = False

# The printed book: its volumes by file name, each with what its title adds, its pages, whether it leaves out what
# things rest on, and the pages where few links lead on. A page belongs to the first volume that names it.
typst_paper = os.environ.get("BOOK_PAPER", "a4")  # or letter, or screen: not mirrored
typst_volumes = {
    "going-home": (
        "",
        ["index", "[0-9]*", *(f"reference/{name}" for name in (
            "how-this-book-works", "chronology", "order-of-battle", "people", "places", "glossary", "sources",
        ))],
        True,
        ["reference/*"],
    ),
    "going-home-evidence": (
        "The Evidence", ["reference/[!dw]*", "reference/documents", "reference/di*", "reference/who*"], False, ["*"],
    ),
}  # fmt: skip
today_fmt = "%-d %B %Y"

# The e-book. It has a style sheet of its own: readers know less than browsers.
epub_basename = "going-home"
epub_title = "Going Home: The Withdrawal of the Chinese People’s Volunteers from Korea, 1953–1958"
epub_description = (
    "A book whose every figure is bound to data, and whose every datum is bound to its evidence."
)
epub_author = epub_publisher = epub_contributor = author
epub_copyright = copyright
epub_uid = "book-id"
epub_identifier = "urn:uuid:6f0c8a52-3b0d-5e0e-9d4c-1f5819581026"
epub_scheme = "UUID"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["epub-book.css"]
epub_exclude_files = [
    f"_static/{name}"
    for name in (
        "book.css",
        "face.css",
        "title.css",
        "pictures.css",
        "trust.css",
        "print.css",
        "minus.png",
        "plus.png",
        "preview.png",
        "readme.png",
    )
]
epub_show_urls = "no"
epub_tocscope = "includehidden"
epub_tocdepth = 2
