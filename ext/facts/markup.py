"""What a page may be written in: an allow-list of directives, roles and links, and plain visible characters.

Pages come by pull request from anybody, and a build runs what they hold: Markdown can carry HTML, include files,
and (through page settings on top) templates that run code. Everything that is not on the list is refused, by
the text of the source before it is parsed and again by the nodes it became, whatever wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from ext.facts.characters import scan
from ext.facts.problem import Position, Problem

RULE = "page.markup"
_FENCE = re.compile(r"^(?P<indent>[ >\t]*(?:[-*+]\s+|\d+[.)]\s+)?)(?P<marks>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
_NAME = re.compile(r"^\{(?P<name>[^}\s]*)\}")
_CODE = re.compile(r"(?<!`)(`{2,})(?!`)(.+?)(?<!`)\1(?!`)")
_ROLE = re.compile(r"\{(?P<name>[^{}\s`]+)\}(?=`)")
_SINGLE = re.compile(r"(?<!`)`[^`]*`")
_HTML = re.compile(r"<(?:!--|!|\?|/?[A-Za-z])[^>\n]*>?")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>")
_SCHEME = re.compile(r"(?i)\b(javascript|vbscript|data|file)\s*:\s*(?=[^\s])")
_TEMPLATE = re.compile(r"\{\{|\{%")
_LINK = re.compile(r"^(?:https?://[^\s\\{}<>\"`|^]+|mailto:[^\s\\{}<>\"`|^]+|#[^\s\\{}<>\"`|^]*|[\w./-]+(?:#[\w.-]+)?)$", re.A)


def source_problems(path: str, source: str, directives: Iterable[str], roles: Iterable[str]) -> Iterator[Problem]:
    """What the text of a page holds that this book does not take. `path` is as shown to people."""
    yield from scan(source, path, RULE)
    allowed, known = frozenset(directives), frozenset(roles)
    lines = source.removeprefix("\ufeff").split("\n")
    if re.fullmatch(r"---\s*", lines[0]):
        yield Problem(Position(path, 1, 1), RULE, "page settings on top of a page are switched off", "delete the lines between the two ---")
    closing: tuple[str, int] | None = None
    for number, line in enumerate(lines, start=1):
        fence = _FENCE.match(line)
        if closing:
            if fence and not fence["info"] and fence["marks"][0] == closing[0] and len(fence["marks"]) >= closing[1]:
                closing = None
            continue
        if fence and (fence["marks"][0] != ":" or fence["info"].startswith("{")):
            named = _NAME.match(fence["info"])
            if not named:
                closing = (fence["marks"][0], len(fence["marks"])) if fence["info"] or fence["marks"][0] != ":" else None
                continue
            if named["name"] not in allowed:
                yield Problem(
                    Position(path, number, fence.start("info") + 1), RULE, f"the directive {{{named['name']}}} is switched off in this book",
                    "write it in plain Markdown, or use one of: " + ", ".join(sorted(allowed)),
                )
            line = " " * fence.start("info") + fence["info"]  # noqa: PLW2901  the fence itself is no code
        yield from _line(path, number, line, known)


def _line(path: str, number: int, line: str, roles: frozenset[str]) -> Iterator[Problem]:
    plain = _CODE.sub(lambda found: " " * len(found[0]), line)
    for found in _ROLE.finditer(plain):
        if found["name"] not in roles:
            yield Problem(
                Position(path, number, found.start() + 1), RULE, f"the role {{{found['name']}}} is switched off in this book",
                "use one of: " + ", ".join(sorted(roles)),
            )
    plain = _SINGLE.sub(lambda found: " " * len(found[0]), plain)
    plain = _AUTOLINK.sub(lambda found: " " * len(found[0]), plain)
    for pattern, what, hint in (
        (_HTML, "HTML is switched off in this book", "write it in Markdown; a lone < is written \\<"),
        (_SCHEME, "a link of this kind is not taken", "links begin with https://"),
        (_TEMPLATE, "templates are switched off in this book", "delete the braces"),
    ):
        for found in pattern.finditer(plain):
            yield Problem(Position(path, number, found.start() + 1), RULE, f"{what}: “{found[0][:40]}”", hint)


def node_problems(path: str, document: nodes.document) -> Iterator[Problem]:
    """What became of the page that this book does not take; the node is taken out, or its link made harmless."""
    for node in list(document.findall(nodes.Element)):
        where = Position(path, _line_of(node), 1)
        if isinstance(node, nodes.raw | nodes.math | nodes.math_block) and not node.get("generated"):
            yield Problem(where, RULE, f"{node.tagname} output is switched off in this book", "write it in plain Markdown")
            if node.parent is not None:
                node.parent.remove(node)
            continue
        for name in ("refuri", "uri"):
            link = node.get(name)
            if link and not _LINK.match(str(link)):
                yield Problem(where, RULE, f"a link of this kind is not taken: “{str(link)[:60]}”", "links begin with https://")
                node[name] = "#"
        if isinstance(node, nodes.image) and "://" in str(node.get("uri", "")):
            yield Problem(where, RULE, f"a picture from another site: “{str(node['uri'])[:60]}”", "keep the picture in docs/_static/")
            node["uri"] = "#"


def _line_of(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1
