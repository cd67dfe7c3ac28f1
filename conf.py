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
html_css_files = ["book.css", "pictures.css", "trust.css", ("print.css", {"media": "print"})]
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

# The printed book. The style files are the book’s own; ext/withdrawal/print.py makes the tree that they set.
latex_engine = "xelatex"
latex_use_xindy = False
latex_domain_indices = False
latex_show_urls = "no"
today_fmt = "%-d %B %Y"
latex_documents = [("index", "going-home.tex", project, author, "manual")]
latex_additional_files = [
    f"ext/withdrawal/paper/latex/book{name}"
    for name in ("-type.sty", "-page.sty", "-matter.sty", "-title.tex", ".latexmkrc")
]
latex_elements = {
    "papersize": os.environ.get("BOOK_PAPER", "a4paper"),  # or letterpaper
    "pointsize": "11pt",
    "extraclassoptions": "oneside,openany",
    "polyglossia": "",
    "babel": "",
    "fontpkg": r"\usepackage{book-type}",
    "fncychap": "",
    "cmappkg": "",
    "passoptionstopackages": r"\PassOptionsToPackage{explicit}{titlesec}\PassOptionsToPackage{hyphens}{url}",
    "geometry": r"\usepackage[left=52mm,right=\dimexpr\paperwidth-180mm\relax,"
    r"top=26mm,bottom=23mm,headsep=9mm,footskip=11mm]{geometry}",
    "sphinxsetup": "InnerLinkColor={RGB}{38,62,92}, OuterLinkColor={RGB}{38,62,92}, verbatimvisiblespace={}",
    "extrapackages": r"\usepackage{multicol,book-page,book-matter}",
    "preamble": rf"\newcommand\bookversion{{{version}}}\makeatletter\def\bookdate{{\@date}}\makeatother",
    "maketitle": r"\input{book-title.tex}",
    "tableofcontents": r"\bookcontents",
    "printindex": r"\bookindex",
}

# The e-book. It has a style sheet of its own: readers know less than browsers.
epub_basename = "going-home"
epub_title = "Going Home: The Withdrawal of the Chinese People’s Volunteers from Korea, 1953–1958"
epub_description = (
    "A book whose every figure is bound to data, and whose every datum is bound to its evidence."
)
epub_author = epub_publisher = author
epub_copyright = copyright
epub_uid = "book-id"
epub_identifier = "urn:uuid:6f0c8a52-3b0d-5e0e-9d4c-1f5819581026"
epub_scheme = "UUID"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["epub-book.css"]
epub_exclude_files = [
    f"_static/{name}"
    for name in ("book.css", "pictures.css", "trust.css", "print.css", "minus.png", "plus.png")
]
epub_show_urls = "no"
epub_tocscope = "includehidden"
epub_tocdepth = 2
