"""A small book with the extensions of the large one, for the tests to break."""

project = "Mini"
copyright = "none"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "ext.withdrawal"]
nitpicky = True
smartquotes = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_disable_syntax = ["html_inline", "html_block"]
bibtex_bibfiles = ["data/references.bib"]
bibtex_default_style = "evidence"
bibtex_reference_style = "evidence"
bibtex_cite_id = "cite-{key}"
