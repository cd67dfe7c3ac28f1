"""An extension beside `sphinx_facts`: a build that starts from an older one gives what a clean build gives.

It forgets what was read when settings, code or packages change, takes away what no build of today would write, and lets
one build at a time into a folder.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_facts.builds import alone, fresh, written


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect what looks after the folders of a build; what is only read begins afresh, and leaves nothing."""
    app.setup_extension("sphinx_facts")
    if not app.config.facts_reading:
        alone.connect(app)
        fresh.connect(app)
        written.Output(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
