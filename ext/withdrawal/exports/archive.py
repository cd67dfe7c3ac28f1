"""The data of an edition as one file: what is written by hand, what is exported from it, and the licences.

The same data give the same bytes: names in order, one date for all, nothing of the machine it is made on.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

TOP = "going-home-data"
BESIDE = ("CITATION.cff", "LICENSE", "LICENSES/CC-BY-4.0.txt", "LICENSES/MIT.txt")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first date that the format knows."""


def archive(root: Path, exported: Mapping[str, bytes]) -> bytes:
    """A ZIP file: the book’s files of data under `data/`, those made of them under `export/`, the licences beside."""
    data = sorted(
        path for kind in ("*.yaml", "*.bib", "schema/*.json") for path in (root / "data").glob(kind)
    )
    written = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (*data, *(root / n for n in BESIDE))
    }
    made = {f"export/{name}": content for name, content in exported.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in sorted((written | made).items()):
            entry = zipfile.ZipInfo(f"{TOP}/{name}", _OLDEST)
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o644 << 16,
            )
            file.writestr(entry, content)
    return packed.getvalue()
