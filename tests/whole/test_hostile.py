"""Pages as an attacker would send them: none runs code, leaks a file, or puts live markup into the book."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from myst_parser.mdit_to_docutils.transforms import SortFootnotes
from sphinx.application import Sphinx

from ext.withdrawal.pages.directives import DIRECTIVES
from ext.withdrawal.pages.reading import read_pages
from sphinx_facts import domain_of
from sphinx_facts.prose.roles import AsisRole
from sphinx_facts.values.problem import Position, Problem
from tests.support.mini import Edit, copy

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
    "bidi-entity": "safe &#x202e;txet desrever&rlm;",
    "invisible-entity": "in&ZeroWidthSpace;visible &shy; and &nbsp;",
    "invisible-in-code": "`in\u200bvisible`",
    "invisible-in-title": "[x](story.md 'in\u2060visible')",
    "private": "a \ue000 letter",
    "look-alike-host": "<https://ex\u0430mple.org/>",
    "punycode-host": "[x](https://xn--80ak6aa92e.com/)",
    "number-host": "[x](https://192.168.0.1/)",
    "port": "[x](https://example.org:8443/)",
    "user": "[x](https://user:pw@example.org/)",
    "user-autolink": "<https://user:pw@example.org/>",
    "user-only": "[x](https://user@example.org/)",
    "user-in-text": "Get it at https://user:pw@example.org/.",
    "user-in-code": "`git clone https://user:pw@example.org/`",
    "user-in-toctree": "```{toctree}\nThere <https://user:pw@example.org/>\n```",
    "user-in-target": "```{figure} _static/map.png\n:target: https://user:pw@example.org/\n\nx\n```",
    "script-in-target": "```{figure} _static/map.png\n:target: javascript:alert(1)\n\nx\n```",
    "script-in-toctree": "```{toctree}\nThere <javascript:alert(1)>\n```",
    "script-in-case": "[x](JaVaScRiPt:alert(1))",
    "script-in-entity": "[x](javascript&colon;alert(1))",
    "script-in-tab": "[x](<java&Tab;script:alert(1)>)",
    "vbscript": "[x](vbscript:msgbox)",
    "ftp": "[x](ftp://example.org/x)",
    "host-alone": "[x](//evil.example/x)",
    "host-alone-in-picture": "![x](//evil.example/x.png)",
    "data-in-picture": "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "link-to-file": "[x](../secret.txt)",
    "link-to-file-by-path": "[x](path:../secret.txt)",
    "link-to-file-hard": "[x](SECRETFILE)",
    "link-to-data": "[x](../data/batches.yaml)",
    "picture-outside": "![x](../outside.png)",
    "picture-outside-by-way": "![x](_static/../../outside.png)",
    "picture-hard": "```{figure} /../outside.png\nx\n```",
    "toctree-outside": "```{toctree}\n../../secret\n```",
    "figure-in-code": "They were `4,711 men`.",
    "figure-in-title": "[x](story.md '4,711 men')",
    "figure-in-picture-title": "![x](_static/map.png '4,711 men')",
    "figure-in-abbreviation": "{abbr}`CPV (4,711 men)`",
    "latex": "```{latex}\n\\input{SECRETFILE}\n```",
    "code-block-option": "```{code-block} text\n:caption: <script>alert(1)</script>\n```",
    "parsed-literal": "```{parsed-literal}\n<script>alert(1)</script>\n```",
    "substitution": "{{ config }}",
    "inventory": "[x](inv:other#thing)",
    "bibliography-style": "```{bibliography}\n:style: os\n```",
}
BARE = {
    "no-heading": "Words without a title.",
    "empty-heading": "#\n\nWords.",
    "two-titles": "# One\n\n# Another",
}
"""Pages without the title that the others begin with."""
HARM = (
    "<script>alert",
    "<img src=x",
    "<svg/onload",
    "<b onclick",
    "<iframe",
    SECRET,
    "\u202e",
    "\u200b",
)
LINKS = (
    'href="javascript',
    'href="data:',
    'href="file:',
    'src="http',
    "/_downloads/",
    'user:pw@example.org/"',
    'href="//',
    'src="//',
)
HARMLESS = {"fact-title", "alt-role", "code-role", "image-of-file", "toctree-outside"}
"""Pages that need no refusal of their own as markup: what they hold is shown as text, or told by another rule."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sphinx, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    root = copy(folder)
    (root / "secret.txt").write_text(SECRET, encoding="utf-8")
    (root / "docs" / "_static" / "evil.svg").write_text(
        "<svg onload='alert(1)'/>", encoding="utf-8"
    )
    shutil.copy(root / "docs" / "_static" / "map.png", root / "outside.png")
    pages = "\n".join(f"evil-{name}" for name in (*PAGES, *BARE))
    Edit("docs/index.md", "story\n", f"story\n{pages}\n").apply(root)
    for name, text in BARE.items():
        (root / "docs" / f"evil-{name}.md").write_text(f"{text}\n", encoding="utf-8")
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


@pytest.mark.parametrize("name", [*PAGES, *BARE])
def test_page_does_no_harm(name: str, built: tuple[Sphinx, Path]) -> None:
    app, folder = built
    html = (folder / "html" / f"evil-{name}.html").read_text(encoding="utf-8")
    body = html[html.index("<body") :]
    assert not [harm for harm in HARM if harm in body]
    assert not [link for link in LINKS if link in body]
    assert 'http-equiv="refresh"' not in html
    assert not (folder / "pwned").exists()
    first = 1 if name in BARE or PAGES[name].startswith("---") else 3
    problems = [
        problem for problem in said_of(app) if problem.position.path == f"docs/evil-{name}.md"
    ]
    assert name in HARMLESS or [problem for problem in problems if problem.position.line >= first]


def said_of(app: Sphinx) -> list[Problem]:
    """The problems of a build, and what Sphinx complained of."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", app._warning.getvalue())  # type: ignore[attr-defined]  # a StringIO
    warned = re.findall(r"^(docs/\S+?):(\d+):(\d+): WARNING: (.*)", plain, re.M)
    told = [
        Problem(Position(path, int(line), int(column)), "", said)
        for path, line, column, said in warned
    ]
    return [*domain_of(app.env).problems(), *told]


def test_no_page_leaks_through_another(built: tuple[Sphinx, Path]) -> None:
    _, folder = built
    for page in (folder / "html").rglob("*.html"):
        assert SECRET not in page.read_text(encoding="utf-8")
    assert "<script>alert" not in (folder / "html" / "genindex.html").read_text(encoding="utf-8")
    assert not [
        path
        for path in (folder / "html").rglob("*")
        if path.name in ("evil.svg", "outside.png", "secret.txt")
    ]


@pytest.mark.parametrize("builder", ["typst", "epub"])
def test_other_formats_hold_no_harm(builder: str, built: tuple[Sphinx, Path]) -> None:
    app, folder = built
    out = folder / builder
    Sphinx(
        app.srcdir, app.confdir, out, folder / "doctrees", builder, status=None, warning=None
    ).build()
    texts = [path for path in out.rglob("*") if path.suffix in (".typ", ".xhtml", ".html", ".opf")]
    assert texts
    for path in texts:
        text = path.read_text(encoding="utf-8")
        said = text if builder == "typst" else text[text.find("<body") :]
        # In Typst the words of a page are strings, whatever they look like; a link or a call is not.
        wrong = (
            'out("javascript',
            "user:pw@example.org/",
            "read(",
            "eval(",
            SECRET,
        )
        assert not [
            harm for harm in ((*HARM, *LINKS) if builder == "epub" else wrong) if harm in said
        ], path
    assert not [
        path for path in out.rglob("*") if path.name in ("evil.svg", "outside.png", "secret.txt")
    ]


FILES: dict[str, bytes] = {
    "docs/notes.txt": b"Notes.",
    "docs/page.html": b"<script>alert(1)</script>",
    "docs/page.rst": b".. raw:: html",
    "docs/data.csv": b"=cmd|' /C calc'!A0",
    "docs/reference/run.py": b"import os",
    "docs/_static/drawing.svg": b"<svg onload='alert(1)'/>",
    "docs/_static/DRAWING.SVG": b"<svg onload='alert(1)'/>",
    "docs/_static/page.html": b"<script>alert(1)</script>",
    "docs/_static/run.js": b"alert(1)",
    "docs/_static/page.xhtml": b"<script>alert(1)</script>",
    "docs/_static/false.png": b"<svg onload='alert(1)'/>",
    "docs/_static/false.jpg": b"<script>alert(1)</script>",
    "docs/_static/inner/run.js": b"alert(1)",
    "docs/_static/loads.css": b"a {}\n@import 'https://evil.example/x.css';",
    "docs/_static/asks.css": b"a {}\nb { background: url(//evil.example/x.png) }",
    "docs/_static/runs.css": b"a { width: expression(alert(1)) }",
    "docs/_static/hides.css": "a {}\n/* \u202e */".encode(),
    "docs/a\u202eb.md": b"# A page",
    "docs/in\u200bvisible.md": b"# A page",
    "docs/with space.md": b"# A page",
    "docs/bad folder/page.md": b"# A page",
    "docs/.hidden.md": b"# A page",
    "docs/p\u0430ge.md": b"# A page",
    "docs/colon:.md": b"# A page",
}
LINES = {"docs/_static/loads.css": 2, "docs/_static/asks.css": 2, "docs/_static/hides.css": 2}


@pytest.fixture(scope="module")
def littered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sphinx, Path]:
    """The small book with files that nobody should publish, built without heed of warnings."""
    folder = tmp_path_factory.mktemp("littered")
    root = copy(folder)
    for name, content in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
    os.mkfifo(root / "docs" / "pipe.md")
    app = Sphinx(
        root / "docs", root, folder / "html", folder / "doctrees", "html", status=None, warning=None
    )
    app.build()
    return app, folder


@pytest.mark.parametrize("name", [*FILES, "docs/pipe.md"])
def test_file_is_not_published(name: str, littered: tuple[Sphinx, Path]) -> None:
    app, folder = littered
    places = [problem.position for problem in domain_of(app.env).problems()]
    path = Path(name)
    assert any(
        place.path in (name, path.parent.as_posix()) and place.line == LINES.get(name, 1)
        for place in places
    )
    inside = (
        path.relative_to("docs").with_suffix(".html")
        if path.suffix == ".md"
        else path.relative_to("docs")
    )
    assert not (folder / "html" / inside).exists()


def test_what_else_lies_there_is_published(littered: tuple[Sphinx, Path]) -> None:
    _, folder = littered
    assert (folder / "html" / "story.html").is_file()
    assert (folder / "html" / "_images" / "map.png").is_file()


LINKED = (
    "docs/linked.md", "docs/index.md", "docs/folder", "docs/reference/batches.md", "docs/_static",
    "docs/_static/map.png", "docs/_static/more.css", "docs/nowhere.md", "docs/inside.md", "data/batches.yaml",
    "data/references.bib", "data/more",
)  # fmt: skip
"""Paths that are links, each in a book of its own: to a file or folder outside, to nothing, to another page."""


@pytest.mark.parametrize("strict", [False, True], ids=["", "strict"])
@pytest.mark.parametrize("builder", ["html", "typst", "epub", "reading"])
def test_link_out_of_the_tree_is_not_read(builder: str, strict: bool, tmp_path: Path) -> None:
    root = copy(tmp_path)
    (tmp_path / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    (root / "docs" / "linked.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(SystemExit) as caught:
        Sphinx(
            root / "docs",
            root,
            tmp_path / "out",
            tmp_path / "doctrees",
            builder,
            None,
            None,
            None,
            True,
            strict,
        )
    assert str(caught.value).startswith("docs/linked.md:1:1: page.markup: a link to ")
    assert not [
        path
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and SECRET in path.read_text("utf-8")
    ]


@pytest.mark.parametrize("name", LINKED)
def test_link(name: str, tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / name
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, tmp_path / "kept")
        shutil.rmtree(path)
    elif path.exists():
        shutil.copy(path, tmp_path / "kept")
        path.unlink()
    elif name.endswith(("folder", "more")):
        (tmp_path / "kept").mkdir()
    elif "nowhere" not in name:
        (tmp_path / "kept").write_text(f"# {SECRET}", encoding="utf-8")
    path.symlink_to(root / "docs" / "story.md" if "inside" in name else tmp_path / "kept")
    problems = read_pages(root).problems
    assert (name, 1, 1) in [problem.position for problem in problems]
    assert not [problem for problem in problems if SECRET in str(problem)]


def test_folder_of_pages_that_is_a_link(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "docs").rename(tmp_path / "elsewhere")
    (root / "docs").symlink_to(tmp_path / "elsewhere")
    (problem,) = read_pages(root).problems
    assert "outside of the book" in problem.message


DATA = {
    "user": Edit(
        "data/people.yaml", "value: Premier", "value: Premier at https://user:pw@example.org/"
    ),
    "bidi": Edit("data/people.yaml", "value: Premier", "value: Pre\u202emier"),
    "bidi-escaped": Edit("data/people.yaml", "value: Premier", 'value: "Pre\\u202emier"'),
    "invisible": Edit("data/people.yaml", "value: Premier", "value: Pre\u200bmier"),
    "look-alike": Edit("data/people.yaml", "value: Premier", "value: Prem\u0456er"),
    "bib-user": Edit(
        "data/references.bib",
        "title = {{News}}",
        "url = {https://user:pw@example.org/},\n  title = {{News}}",
    ),
    **{
        f"bib-{what}": Edit(
            "data/references.bib",
            "title = {{News}}",
            f"url = {{https://{host}/}},\n  title = {{{{News}}}}",
        )
        for what, host in {
            "port": "example.org:8080",
            "number": "127.0.0.1",
            "disguised": "xn--exmple-cua.org",
        }.items()
    },
    "bib-script": Edit(
        "data/references.bib",
        "title = {{News}}",
        "url = {javascript:alert(1)},\n  title = {{News}}",
    ),
    "bib-note": Edit(
        "data/references.bib",
        "title = {{News}}",
        "note = {\\url{javascript:alert(1)}},\n  title = {{News}}",
    ),
    "bib-bidi": Edit("data/references.bib", "{{News}}", "{{Ne\u202ews}}"),
    "bib-invisible": Edit("data/references.bib", "{{News}}", "{{Ne\u2060ws}}"),
}


@pytest.mark.parametrize("name", DATA)
def test_data_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    root, edit = copy(tmp_path), DATA[name]
    before = (root / edit.path).read_text(encoding="utf-8")
    edit.apply(root)
    line = before.count("\n", 0, before.index(edit.old)) + 1
    assert (edit.path, line) in [problem.position[:2] for problem in read_pages(root).problems]


def test_links_made_of_data_are_looked_at_once_more(tmp_path: Path) -> None:
    root = copy(tmp_path)
    Edit(
        "data/references.bib",
        "title = {{News}}",
        'doi = {x"onclick="alert(1)},\n  title = {{News}}',
    ).apply(root)
    app = Sphinx(
        root / "docs",
        root,
        tmp_path / "html",
        tmp_path / "doctrees",
        "html",
        status=None,
        warning=None,
    )
    app.build()
    assert 'href="https://doi.org/x' not in (tmp_path / "html/reference/sources.html").read_text(
        encoding="utf-8"
    )
    assert app._warncount


def test_whatever_is_raised_becomes_a_problem_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three nets: under a role, under a directive, and under all that happens while a page is read."""
    root = copy(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setattr(AsisRole, "run", fail)
    monkeypatch.setattr(DIRECTIVES["order-of-battle"], "run", fail)
    monkeypatch.setattr(SortFootnotes, "apply", lambda self: self.document.autofootnotes and fail())
    problems = read_pages(root).problems
    found = {
        problem.position.path: problem
        for problem in problems
        if "fault of the program" in problem.message
    }
    assert {"docs/index.md", "docs/data.md", "docs/story.md"} <= set(found)
    assert (found["docs/index.md"].position.line, found["docs/data.md"].position.line) == (31, 3)


def test_list_is_long_enough() -> None:
    assert len(PAGES) + len(BARE) + len(FILES) + len(LINKED) + len(DATA) >= 120
