"""The extensions of this book: `sphinx_facts` (generic, in facts/src/) and `ext.withdrawal` (this book's own)."""

import sys
from pathlib import Path

# The generic half need not be installed: whatever imports the book's own half finds it.
if (_facts := str(Path(__file__).parent / "facts" / "src")) not in sys.path:
    sys.path.insert(0, _facts)
