"""Sphinx settings of the book. No logic stands here: it is in ext/."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Going Home"
author = "Going Home contributors"
copyright = "Going Home contributors, CC BY 4.0"
version = release = "1.0"
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "ext.facts", "ext.withdrawal"]
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
html_css_files = ["book.css", ("print.css", {"media": "print"})]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
