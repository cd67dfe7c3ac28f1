"""What a page may be written in: an allow-list of directives, roles and links, and plain visible characters.

Pages come by pull request from anybody, and a build runs what they hold: Markdown can carry HTML, include files,
and (through page settings on top) templates that run code. Everything that is not on the list is refused, by
the text of the source before it is parsed and again by the nodes it became, whatever wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.characters import conflict, scan

RULE = "page.markup"
_FENCE = re.compile(
    r"^(?P<before>(?:[ >\t]|[-*+]\s|\d+[.)]\s)*)(?P<marks>`{3,}|~{3,}|:{3,})\s*(?P<info>.*?)\s*$"
)
_NAME = re.compile(r"^\{(?P<name>[^}\s]*)\}")
_CODE = re.compile(r"(?<!`)(`{2,})(?!`)(.+?)(?<!`)\1(?!`)")
_ROLE = re.compile(r"\{(?P<name>[^{}\s`]+)\}(?=`)")
_SINGLE = re.compile(r"(?<!`)`[^`]*`")
_HTML = re.compile(r"<(?:!--|!|\?|/?[A-Za-z])[^>\n]*>?")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>")
_SCHEME = re.compile(r"(?i)\b(javascript|vbscript|data|file)\s*:\s*(?=[^\s])")
_PICTURE = re.compile(r"^(?:\.\./)*/?_static/[\w./-]+\.(?:png|jpe?g|webp)$", re.A)
_BARE_ROLE = re.compile(r"\{(?P<name>[\w:.+-]+)\}|(?<![\w:]):(?P<other>[a-z]+):")
_TEMPLATE = re.compile(r"\{\{|\{%")
_LINK = re.compile(
    r"^(?:https?://[^\s\\{}<>\"`|^]+|mailto:[^\s\\{}<>\"`|^]+|#[^\s\\{}<>\"`|^]*|[\w./-]+(?:#[\w.-]+)?)$",
    re.A,
)


def source_problems(
    path: str, source: str, directives: Iterable[str], roles: Iterable[str]
) -> Iterator[Problem]:
    """What the text of a page holds that this book does not take. `path` is as shown to people."""
    yield from scan(source, path, RULE)
    allowed, known = frozenset(directives), frozenset(roles)
    lines = source.removeprefix("\ufeff").split("\n")
    if re.fullmatch(r"---\s*", lines[0]):
        yield Problem(
            Position(path, 1, 1),
            RULE,
            "page settings on top of a page are switched off",
            "delete the lines between the two ---",
        )
    fences: list[tuple[str, bool, int]] = []
    for number, line in enumerate(lines, start=1):
        fence = _FENCE.match(line)
        if fence:
            ends = [
                place
                for place, (marks, *_) in enumerate(fences)
                if not fence["info"] and fence["marks"].startswith(marks)
            ]
            if ends:
                del fences[ends[0] :]
                continue
        if fences and fences[-1][1]:
            continue
        named = _NAME.match(fence["info"]) if fence else None
        if fence and (fence["marks"][0] != ":" or named):
            # Only a fence at the margin is trusted to hold code up to its end; in a list it ends with the list.
            fences.append(
                (
                    fence["marks"],
                    not named and not fence["before"],
                    number if not fence["before"] else 0,
                )
            )
        if named and named["name"] not in allowed:
            assert fence is not None
            yield Problem(
                Position(path, number, fence.start("info") + 1),
                RULE,
                f"the directive {named[0]} is switched off in this book",
                "write it in plain Markdown, or use one of: " + ", ".join(sorted(allowed)),
            )
        if torn := conflict(line, Position(path, number, 1), RULE):
            yield torn
        if not fence or named:
            yield from _line(path, number, line, known)
    for marks, _, number in fences:
        if number:
            message = "the block that begins here is not closed, and takes in the rest of the page"
            yield Problem(
                Position(path, number, 1),
                RULE,
                message,
                f"write {marks} on a line of its own at its end",
            )


def harmless(source: str, problems: Iterable[Problem]) -> str:
    """The source with page settings, and the names of refused directives and roles, made blank: they do not run."""
    lines = source.split("\n")
    for problem in problems:
        row, column = problem.position.line - 1, problem.position.column - 1
        if problem.rule != RULE or row >= len(lines):
            continue
        if row == column == 0 and lines[0].lstrip("\ufeff").rstrip() == "---":
            end = next(
                (
                    at
                    for at, line in enumerate(lines[1:], start=1)
                    if line.rstrip() in ("---", "...")
                ),
                len(lines) - 1,
            )
            lines[: end + 1] = [""] * (end + 1)
        elif named := re.compile(r"\{[^{}\s`]*\}").match(lines[row], column):
            lines[row] = lines[row][:column] + " " * len(named[0]) + lines[row][named.end() :]
    return "\n".join(lines)


def _line(path: str, number: int, line: str, roles: frozenset[str]) -> Iterator[Problem]:
    plain = _CODE.sub(_blank, line)
    for found in _ROLE.finditer(plain):
        if found["name"] not in roles:
            yield Problem(
                Position(path, number, found.start() + 1),
                RULE,
                f"the role {{{found['name']}}} is switched off in this book",
                "use one of: " + ", ".join(sorted(roles)),
            )
    plain = _SINGLE.sub(_blank, plain)
    if not _FENCE.match(line):
        yield from _bare_roles(path, number, line, plain, roles)
    plain = _AUTOLINK.sub(_blank, plain)
    for pattern, what, hint in (
        (
            _HTML,
            "HTML is switched off in this book",
            "write it in Markdown; a lone < is written \\<",
        ),
        (_SCHEME, "a link of this kind is not taken", "links begin with https://"),
        (_TEMPLATE, "templates are switched off in this book", "delete the braces"),
    ):
        for found in pattern.finditer(plain):
            yield Problem(
                Position(path, number, found.start() + 1), RULE, f"{what}: “{found[0][:40]}”", hint
            )


def _bare_roles(
    path: str, number: int, line: str, plain: str, roles: frozenset[str]
) -> Iterator[Problem]:
    """Names of roles that no words follow, so that they would be printed and nothing would be checked."""
    for found in _BARE_ROLE.finditer(plain):
        name, rest = found["name"] or found["other"], line[found.end() :]
        followed = re.match(r"`[^`]|``[^`]+``|`$", rest)
        if name in roles and (rest.startswith("`") if found["other"] else not followed):
            hint = f"write the words in backticks right behind it: {{{name}}}`…`"
            yield Problem(
                Position(path, number, found.start() + 1),
                RULE,
                f"“{found[0]}” is not read as a role",
                hint,
            )


def node_problems(path: str, document: nodes.document) -> Iterator[Problem]:
    """What became of the page that this book does not take; the node is taken out, or its link made harmless."""
    for node in list(_written(document)):
        where = Position(path, _line_of(node), 1)
        if isinstance(node, nodes.raw | nodes.math | nodes.math_block) and not node.get(
            "generated"
        ):
            yield Problem(
                where,
                RULE,
                f"{node.tagname} output is switched off in this book",
                "write it in plain Markdown",
            )
            if node.parent is not None:
                node.parent.remove(node)
            continue
        for name in ("refuri", "uri"):
            link = node.get(name)
            if link and not _LINK.match(str(link)):
                yield Problem(
                    where,
                    RULE,
                    f"a link of this kind is not taken: “{str(link)[:60]}”",
                    "links begin with https://",
                )
                node[name] = "#"
        if (
            isinstance(node, nodes.image)
            and not node.get("generated")
            and not _PICTURE.match(str(node.get("uri", "")))
        ):
            hint = "keep it as PNG, JPEG or WebP in docs/_static/"
            if node.parent is not None:
                node.parent.remove(node)
            yield Problem(
                where,
                RULE,
                f"a picture of this kind is not taken: “{str(node.get('uri'))[:60]}”",
                hint,
            )


def _written(document: nodes.document) -> Iterator[nodes.Element]:
    """Every element that the page itself holds: what is made of data does not come from it."""
    stack: list[nodes.Node] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Element) and not node.get("generated"):
            yield node
            stack.extend(node.children)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _line_of(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1
