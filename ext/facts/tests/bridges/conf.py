"""A small book on bridges, in two languages and two kinds of markup."""

project = "Bridges"
extensions = ["myst_parser", "sphinx_facts"]
facts_files = ["facts.csv", "data/*.yaml", "prices.json"]
facts_unbound = {"*": "error", "loose": "off"}
html_theme = "basic"
exclude_patterns = ["_build"]
