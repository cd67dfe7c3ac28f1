"""The same bridges, in German."""

project = "Brücken"
language = "de"
extensions = ["myst_parser", "sphinx_facts"]
facts_files = ["facts.csv"]
facts_unbound = "warn"
html_theme = "basic"
exclude_patterns = ["_build"]
