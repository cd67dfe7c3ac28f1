"""Pages as an attacker would send them: none runs code, leaks a file, or puts live markup into the book."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from sphinx_facts import domain_of
from tests.mini import copy

SECRET = "hunter2-of-the-machine"

PAGES = {
    "html-block": "<script>alert(1)</script>",
    "html-inline": "a <img src=x onerror=alert(1)> b",
    "html-heading": "# t <svg/onload=alert(1)>",
    "html-in-note": "```{note}\n<iframe src='javascript:alert(1)'></iframe>\n```",
    "html-in-title": "```{admonition} <b onclick=alert(1)>x</b>\ntext\n```",
    "raw": "```{raw} html\n<script>alert(1)</script>\n```",
    "raw-colon": ":::{raw} html\n<script>alert(1)</script>\n:::",
    "raw-tilde": "~~~{raw} html\n<script>alert(1)</script>\n~~~",
    "raw-in-list": "- 1. ```{raw} html\n     <script>alert(1)</script>\n     ```",
    "raw-in-quote": "> ```{raw} html\n> <script>alert(1)</script>\n> ```",
    "raw-after-false-code": "~~~{note}\n```text\n~~~\n\n```{raw} html\n<script>alert(1)</script>\n```",
    "raw-after-quoted-code": "> ```text\n\n```{raw} html\n<script>alert(1)</script>\n```",
    "raw-nested": "````{note}\n```{raw} html\n<script>alert(1)</script>\n```\n````",
    "eval-rst": "```{eval-rst}\n.. raw:: html\n\n   <script>alert(1)</script>\n```",
    "eval-rst-include": "```{eval-rst}\n.. include:: SECRETFILE\n```",
    "role-raw": "```{role} x(raw)\n:format: html\n```\n\n{x}`<script>alert(1)</script>`",
    "include": "```{include} SECRETFILE\n```",
    "include-relative": "```{include} ../secret.txt\n```",
    "literalinclude": "```{literalinclude} SECRETFILE\n```",
    "csv-file": "```{csv-table}\n:file: SECRETFILE\n```",
    "raw-file": "```{raw} html\n:file: SECRETFILE\n```",
    "download": "{download}`x <../secret.txt>`",
    "image-of-file": "![x](../secret.txt)",
    "image-remote": "![x](https://evil.example/x.png)",
    "image-svg": "![x](_static/evil.svg)",
    "figure-remote": "```{figure} https://evil.example/x.png\nx\n```",
    "link-javascript": "[x](javascript:alert(1))",
    "link-entity": "[x](&#106;avascript:alert(1))",
    "link-data": "[x](data:text/html,<script>alert(1)</script>)",
    "link-autolink": "<javascript:alert(1)>",
    "link-reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "link-file": "[x](file:///etc/passwd)",
    "front-matter-template": "---\nmyst: {enable_extensions: [substitution], substitutions: {a: 1}}\n---\n"
    "{{ ''.__class__.__mro__[1].__subclasses__() }} {{ cycler.__init__.__globals__.os.system('touch PWNEDFILE') }}",
    "front-matter-meta": "---\nhtml_meta:\n  refresh: '0;url=https://evil.example'\n---\ntext",
    "timeline-template": "```{timeline}\n:events: data/x.yaml\n\n"
    "{{ cycler.__init__.__globals__.os.system('touch PWNEDFILE') }}\n```",
    "timeline-inline": "```{timeline}\n- start: 1958-01-01\n---\n"
    "{{ cycler.__init__.__globals__.os.system('touch PWNEDFILE') }}\n```",
    "math": "```{math}\n\\input{SECRETFILE}\n```",
    "math-role": "{math}`\\input{SECRETFILE}`",
    "only": "```{only} html\n<script>alert(1)</script>\n```",
    "meta": "```{meta}\n:refresh: 0;url=https://evil.example\n```",
    "code-role": "{code}`<script>alert(1)</script>`",
    "alt-role": "![{fact}`<script>alert(1)</script> <open-1.strength>`](_static/map.png)",
    "fact-title": "{fact}`<script>alert(1)</script> <open-1.strength>`",
    "caption": "```{batch-table}\n:caption: <script>alert(1)</script>\n```",
    "bibliography-filter": "```{bibliography}\n:filter: __import__('os').system('touch PWNEDFILE')\n```",
    "bidi": "safe \u202etxet desrever\u202c",
}
HARM = ("<script>alert", "<img src=x", "<svg/onload", "<b onclick", "<iframe", SECRET)
LINKS = ('href="javascript', 'href="data:', 'href="file:', 'src="http', "/_downloads/")
HARMLESS = {"fact-title", "alt-role", "code-role", "image-of-file", "bibliography-filter"}
"""Pages that need no refusal of their own as markup: what they hold is shown as text, or told by another rule."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sphinx, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    root = copy(folder)
    (root / "secret.txt").write_text(SECRET, encoding="utf-8")
    (root / "docs" / "_static" / "evil.svg").write_text(
        "<svg onload='alert(1)'/>", encoding="utf-8"
    )
    for name, text in PAGES.items():
        page = text.replace("SECRETFILE", str(root / "secret.txt")).replace(
            "PWNEDFILE", str(folder / "pwned")
        )
        (root / "docs" / f"evil-{name}.md").write_text(
            f"# Evil\n\n{page}\n" if not page.startswith("---") else page, encoding="utf-8"
        )
    app = Sphinx(
        root / "docs",
        root,
        folder / "html",
        folder / "doctrees",
        "html",
        status=None,
        warning=None,
        freshenv=True,
    )
    app.build()
    return app, folder


@pytest.mark.parametrize("name", PAGES)
def test_page_does_no_harm(name: str, built: tuple[Sphinx, Path]) -> None:
    app, folder = built
    html = (folder / "html" / f"evil-{name}.html").read_text(encoding="utf-8")
    body = html[html.index("<body") :]
    assert not [harm for harm in HARM if harm in body]
    assert not [link for link in LINKS if link in body]
    assert 'http-equiv="refresh"' not in html
    assert not (folder / "pwned").exists()
    problems = [
        problem
        for problem in domain_of(app.env).problems()
        if problem.position.path == f"docs/evil-{name}.md"
    ]
    assert problems or name in HARMLESS


def test_no_page_leaks_through_another(built: tuple[Sphinx, Path]) -> None:
    _, folder = built
    for page in (folder / "html").rglob("*.html"):
        assert SECRET not in page.read_text(encoding="utf-8")
    assert "<script>alert" not in (folder / "html" / "genindex.html").read_text(encoding="utf-8")
    assert os.listdir(folder / "html")
