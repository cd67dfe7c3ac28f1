"""The addresses of lines, pages and forms, on the forge that the build comes from; and the links in the pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from ext.withdrawal.html.forge import FORM, Forge, find, web_address
from sphinx_facts import domain_of
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Position
from tests.support.mini import Edit, copy
from tests.support.shared import GITHUB

ROOT = Path(__file__).parents[2]
PLACE = Position("data/batches.yaml", 12, 7)


@pytest.mark.parametrize(
    ("clone", "address"),
    [
        ("https://github.com/one/book.git", "https://github.com/one/book"),
        ("https://user:word@github.com/one/book", "https://github.com/one/book"),
        ("git@github.com:one/book.git", "https://github.com/one/book"),
        ("ssh://git@gitlab.com:22/group/sub/book.git", "https://gitlab.com/group/sub/book"),
        ("https://codeberg.org/one/book/", "https://codeberg.org/one/book"),
        ("/srv/git/book.git", ""),
        ("file:///srv/git/book", ""),
        ("javascript:alert(1)//a/b", ""),
        ("", ""),
    ],
)
def test_web_address(clone: str, address: str) -> None:
    assert web_address(clone) == address


def test_a_fork_leads_to_the_fork(tmp_path: Path) -> None:
    assert find(tmp_path, GITHUB) == Forge("https://github.com/reader/fork", "main")
    read_the_docs = {
        "READTHEDOCS_GIT_CLONE_URL": "https://github.com/one/book.git",
        "READTHEDOCS_GIT_IDENTIFIER": "main",
    }
    assert find(tmp_path, read_the_docs) == Forge("https://github.com/one/book", "main")


def test_a_pull_request_leads_to_its_commit(tmp_path: Path) -> None:
    environment = {
        "READTHEDOCS_GIT_CLONE_URL": "https://github.com/one/book.git",
        "READTHEDOCS_VERSION_TYPE": "external",
        "READTHEDOCS_GIT_IDENTIFIER": "17",
        "READTHEDOCS_GIT_COMMIT_HASH": "0123abc",
    }
    assert find(tmp_path, environment) == Forge("https://github.com/one/book", "0123abc", "main")


@pytest.mark.parametrize(
    ("environment", "line", "edit"),
    [
        ({"READTHEDOCS_GIT_IDENTIFIER": "v1.0", "READTHEDOCS_VERSION_TYPE": "tag"}, "v1.0", "main"),
        ({"READTHEDOCS_GIT_IDENTIFIER": "next", "READTHEDOCS_VERSION_TYPE": "branch"}, "next", "next"),
        ({"GITHUB_REF_NAME": "v1.0", "GITHUB_REF_TYPE": "tag"}, "v1.0", "main"),
        ({"GITHUB_REF_NAME": "17/merge", "GITHUB_HEAD_REF": "mine"}, "mine", "main"),
        ({"GITHUB_REF_NAME": "next", "GITHUB_REF_TYPE": "branch"}, "next", "next"),
    ],
)  # fmt: skip
def test_only_branches_are_edited(
    tmp_path: Path, environment: dict[str, str], line: str, edit: str
) -> None:
    """A line is shown as it was built; the editor opens on a branch, for no forge edits a tag."""
    if "READTHEDOCS_GIT_IDENTIFIER" in environment:
        environment |= {"READTHEDOCS_GIT_CLONE_URL": "https://github.com/one/book"}
    else:
        environment |= {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "one/book"}
    forge = find(tmp_path, environment)
    assert forge
    assert f"/blob/{line}/" in forge.line(PLACE)
    assert f"/edit/{edit}/" in forge.edit("docs/index.md")


def test_git_is_asked_where_no_service_says_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=tmp_path, check=True)
    assert find(tmp_path, {}) is None
    subprocess.run(
        ["git", "remote", "add", "origin", "git@github.com:one/book.git"], cwd=tmp_path, check=True
    )
    assert find(tmp_path, {}) == Forge("https://github.com/one/book", "main")
    (tmp_path / "inner").mkdir()
    assert find(tmp_path / "inner", {}) is None


def test_addresses() -> None:
    github, gitlab, other = (
        Forge(f"https://{host}/one/book", "main")
        for host in ("github.com", "gitlab.com", "codeberg.org")
    )
    assert (
        github.line(PLACE) == "https://github.com/one/book/blob/main/data/batches.yaml?plain=1#L12"
    )
    assert (
        gitlab.line(PLACE)
        == "https://gitlab.com/one/book/-/blob/main/data/batches.yaml?plain=1#L12"
    )
    assert (
        other.line(PLACE)
        == "https://codeberg.org/one/book/src/branch/main/data/batches.yaml?display=source#L12"
    )
    assert github.edit("docs/{filename}") == "https://github.com/one/book/edit/main/docs/{filename}"
    shown = github.report("final-2.strength", "100,000 & more", "10.html")
    assert shown.endswith(
        f"/issues/new?template={FORM}&id=final-2.strength&value=100%2C000%20%26%20more&page=10.html"
    )
    assert "issue%5Btitle%5D=" in gitlab.report("x", "1", "p")


def test_the_form_has_the_fields_that_are_filled_in() -> None:
    form = (ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8")
    ids = re.findall(r"^    id: (\w+)$", form, re.M)
    assert {"id", "value", "page"} <= set(ids)


def build(root: Path, builder: str = "html") -> Path:
    app = Sphinx(
        root / "docs", root, root / "out", root / "trees", builder, status=None, warning=None
    )
    app.build()
    return root / "out"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READTHEDOCS_GIT_CLONE_URL", "GITHUB_HEAD_REF"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GITHUB.items():
        monkeypatch.setenv(name, value)


LINK = re.compile(
    r'href="https://github\.com/reader/fork/blob/main/(data/[\w.-]+)\?plain=1#L(\d+)"'
)


@pytest.mark.usefixtures("environment")
def test_every_entry_leads_to_its_line(tmp_path: Path) -> None:
    root = copy(tmp_path)
    out = build(root)
    for page, kind, number in (
        ("batches", "batches", 2),
        ("people", "people", 1),
        ("chronology", "events", 2),
    ):
        links = LINK.findall((out / "reference" / f"{page}.html").read_text(encoding="utf-8"))
        found = {path for path, _ in links}
        assert found == {f"data/{kind}.yaml"}
        assert len(links) >= number
        for path, line in links:
            assert re.match(
                r"  - id: ", (root / path).read_text(encoding="utf-8").split("\n")[int(line) - 1]
            )


def linked_lines(app: Sphinx, target: tuple[str, str]) -> list[str]:
    """The lines of data to which the links of the entry at a target lead: those up to the next entry."""
    docname, anchor = target
    html = (Path(app.outdir) / f"{docname}.html").read_text(encoding="utf-8")
    start = html.index(f'id="{anchor}"')
    known = {
        each.target[1]
        for each in (*domain_of(app.env).catalog.entities.values(), *facts_of(app).values())
    }
    others = (
        found.start()
        for found in re.finditer(r'id="([^"]+)"', html[start + 4 :])
        if found[1] in known
    )
    end = start + 4 + next(others, len(html))
    places = LINK.findall(html, start, end)
    return [
        (ROOT / path).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        for path, line in places
    ]


def facts_of(app: Sphinx) -> Mapping[str, Fact]:
    return domain_of(app.env).catalog.facts


def test_every_record_of_the_book_leads_to_its_line(built: Sphinx) -> None:
    wrong = []
    for (role, name), entity in domain_of(built.env).catalog.entities.items():
        first = rf"@\w+{{{name}," if role == "source" else rf"  - id: {name}"
        if not any(re.fullmatch(first, line) for line in linked_lines(built, entity.target)):
            wrong.append(f"{role} {name}")
    assert not wrong


def test_every_value_of_the_book_leads_to_its_line(built: Sphinx) -> None:
    """To the value itself, or to the name of the one that it is the same as; for one that is computed, to each value
    that it is made from, or a record it counts."""
    facts, wrong = facts_of(built), []
    own = {str(fact.value) for fact in facts.values() if fact.position.line}
    for fact in facts.values():
        lines = linked_lines(built, fact.target)
        said = [line.partition(": ")[2].strip('"') for line in lines]
        if fact.position.line and lines and lines[0].lstrip().startswith("same: "):
            whole = facts[fact.id.removesuffix(".start").removesuffix(".end")]
            right = len(said) == 1 and facts[said[0]].value == whole.value
        elif fact.position.line and fact.status != "derived":
            right = len(said) == 1 and str(fact.value) in said[0]
        elif fact.parts and facts[fact.parts[0]].position.line:
            right = bool(said) and set(said) <= own
        else:
            right = bool(lines) and all(
                re.match(r"  - id: |@\w+{|      value: ", line) for line in lines
            )
        if not right:
            wrong.append(f"{fact.id}: {lines}")
    assert not wrong


@pytest.mark.usefixtures("environment")
def test_lines_follow_when_they_move(tmp_path: Path) -> None:
    """A comment above a record moves its line: the page is made anew, as in a clean build."""
    root = copy(tmp_path)
    before = LINK.findall((build(root) / "reference" / "batches.html").read_text(encoding="utf-8"))
    Edit("data/batches.yaml", "batches:\n", "# A new comment\nbatches:\n").apply(root)
    after = LINK.findall((build(root) / "reference" / "batches.html").read_text(encoding="utf-8"))
    assert after == [(path, str(int(line) + 1)) for path, line in before]


@pytest.mark.usefixtures("environment")
def test_the_e_book_has_no_such_links(tmp_path: Path) -> None:
    out = build(copy(tmp_path), "epub")
    assert "github.com" not in (out / "reference" / "people.xhtml").read_text(encoding="utf-8")


def test_no_address_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*GITHUB, "READTHEDOCS_GIT_CLONE_URL"):
        monkeypatch.delenv(name, raising=False)
    out = build(copy(tmp_path))
    assert 'class="correct' not in (out / "reference" / "people.html").read_text(encoding="utf-8")
    shutil.rmtree(out)
