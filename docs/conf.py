"""Only for those who type “sphinx-build docs build”: the settings are in conf.py above."""

import os
import sys

TELL = "The settings are one folder up. Type: make html, or: sphinx-build -c . docs build/html"
print(TELL, file=sys.stderr, flush=True)
os._exit(2)  # after any exception, sys.exit() too, Sphinx would add a page about itself
