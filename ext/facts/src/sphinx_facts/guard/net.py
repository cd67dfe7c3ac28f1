"""The last net: what any program raises while it reads a page becomes a problem of that page, and the build goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def watch(app: Sphinx, failed: Callable[[str, str, int], None]) -> None:
    """Catch what is raised while this build reads a page, and read it once more.

    `failed` is told the page, what was raised, and the line it was at; it has to leave nothing there that could fail.
    """
    read = app.builder.read_doc

    def guarded(docname: str, **options: Any) -> None:
        try:
            read(docname, **options)
        except Exception as error:
            app.events.emit("env-purge-doc", app.env, docname)
            app.env.clear_doc(docname)
            failed(docname, " ".join(str(error).split()) or type(error).__name__, _line(error))
            read(docname, **options)

    vars(app.builder)["read_doc"] = guarded


def _line(error: BaseException) -> int:
    """The line of the innermost thing that knows the one it was made of."""
    line = 1
    for frame, _ in traceback.walk_tb(error.__traceback__):
        for name in ("node", "self"):
            found = frame.f_locals.get(name)
            known = getattr(found, "line" if isinstance(found, nodes.Node) else "lineno", None)
            line = known if isinstance(known, int) and known > 0 else line
    return line
