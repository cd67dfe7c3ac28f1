"""Where the project is kept, and the addresses there of a line, a page and a form that is filled in.

The address is derived from the surroundings of the build, so that a fork leads to the fork; without it, no links.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from sphinx_facts.values.problem import Position

FORM = "wrong-figure.yml"
MAIN = "main"
"""The branch that the build of a tag or a pull request is corrected on."""


@dataclass(frozen=True, slots=True)
class Forge:
    """The address of the repository on a forge, the branch, tag or commit that the build is made from, and the branch
    that corrections go to: a forge edits branches only."""

    address: str
    revision: str
    branch: str = MAIN

    @property
    def _gitlab(self) -> bool:
        return "gitlab" in self.address.split("/")[2]

    @property
    def _github(self) -> bool:
        return self.address.split("/")[2] == "github.com"

    def line(self, position: Position) -> str:
        """The address of a line in a file, its text shown plainly."""
        where = f"{quote(self.revision)}/{quote(position.path)}"
        if self._github:
            return f"{self.address}/blob/{where}?plain=1#L{position.line}"
        if self._gitlab:
            return f"{self.address}/-/blob/{where}?plain=1#L{position.line}"
        return f"{self.address}/src/branch/{where}?display=source#L{position.line}"

    def edit(self, path: str) -> str:
        """The address of the editor for a file. `path` may hold the placeholder {filename}."""
        where = f"{quote(self.branch)}/{quote(path, safe='/{}')}"
        if self._gitlab:
            return f"{self.address}/-/edit/{where}"
        return f"{self.address}/{'edit' if self._github else '_edit'}/{where}"

    def report(self, name: str, value: str, page: str) -> str:
        """The address of the form for a wrong figure, with id, present value and page filled in."""
        if self._github:
            fields = {
                "template": FORM,
                "id": name,
                **({"value": value} if value else {}),
                "page": page,
            }
            return f"{self.address}/issues/new?{urlencode(fields, quote_via=quote)}"
        body = f"id: {name}\npresent value: {value}\npage: {page}\nright value: \nsource: \n"
        title, text = ("issue[title]", "issue[description]") if self._gitlab else ("title", "body")
        address = f"{self.address}/-/issues/new" if self._gitlab else f"{self.address}/issues/new"
        return (
            f"{address}?{urlencode({title: f'Wrong figure: {name}', text: body}, quote_via=quote)}"
        )


def find(root: Path, environment: Mapping[str, str]) -> Forge | None:
    """The forge of the checkout under `root`, from the environment of a service or from git, if there is one."""
    if clone := environment.get("READTHEDOCS_GIT_CLONE_URL"):
        # For a pull request the identifier is its number, which names no branch.
        own = environment.get("READTHEDOCS_VERSION_TYPE") != "external"
        names = ("READTHEDOCS_GIT_IDENTIFIER", "READTHEDOCS_GIT_COMMIT_HASH")
        revision = next(
            (environment[name] for name in (names if own else names[1:]) if environment.get(name)),
            "",
        )
        of_branch = environment.get("READTHEDOCS_VERSION_TYPE", "branch") == "branch"
        return _forge(clone, revision, revision if of_branch else MAIN)
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if server and repository:
        told = ("GITHUB_HEAD_REF", "GITHUB_REF_NAME", "GITHUB_SHA")
        revision = next((environment[name] for name in told if environment.get(name)), "")
        of_branch = environment.get("GITHUB_REF_TYPE", "branch") == "branch"
        edited = revision if of_branch and environment.get("GITHUB_REF_NAME") == revision else MAIN
        return _forge(f"{server}/{repository}", revision, edited)
    if _git(root, "rev-parse", "--show-toplevel") != str(root.resolve()):
        return None  # the book stands inside another checkout, whose address is not its own
    branch = _git(root, "symbolic-ref", "--short", "HEAD")
    revision = branch or _git(root, "rev-parse", "HEAD")
    return _forge(_git(root, "remote", "get-url", "origin"), revision, branch or MAIN)


def _forge(clone: str, revision: str, branch: str) -> Forge | None:
    address, sound = web_address(clone), re.compile(r"[\w./+@-]+")
    told = sound.fullmatch(revision) and sound.fullmatch(branch)
    return Forge(address, revision, branch) if address and told else None


def web_address(clone: str) -> str:
    """The web address of a repository from the address it is cloned from; empty for a path or anything else."""
    found = re.fullmatch(
        r"(?:https?://(?:[^@/\s]+@)?|ssh://(?:[^@/\s]+@)?|git@)(?P<host>[\w.-]+\.[a-z]+)(?::\d+)?[:/]"
        r"(?P<path>[\w.-]+(?:/[\w.-]+?)+?)(?:\.git)?/?",
        clone,
    )
    return f"https://{found['host']}/{found['path']}" if found else ""


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
