"""What a page may be written in: an allow-list of directives, roles and links, and plain visible
characters.

Pages come by pull request from anybody, and a build runs what they hold: Markdown can carry HTML,
include files, and (through page settings on top) templates that run code. Everything that is not on
the list is refused, by the text of the source before it is parsed and again by the nodes it became,
whatever wrote them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_facts.guard.fences import FENCE, NAME, mended, torn_marks
from sphinx_facts.guard.locate import Finder
from sphinx_facts.values.problem import Position, Problem
from sphinx_facts.yaml.characters import HIDDEN, TAKEN, WEB_ADDRESS, conflict, scan

RULE = "page.markup"
HTML = "HTML is switched off in this book"
_REFUSED = "a link of this kind is not taken"
LEFT = "is shown as it stands"
UNCLOSED = "the block that begins here is not closed, and takes in the rest of the page"
_CODE = re.compile(r"(?<!`)(`{2,})(?!`)(.+?)(?<!`)\1(?!`)")
_ROLE = re.compile(r"\{(?P<name>[^{}\s`]+)\}(?=`)")
_SINGLE = re.compile(r"(?<!`)`[^`]*`")
# A stretch of code or of a role, over the lines of a paragraph.
_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(?:(?!\n[ \t>]*\n).)+?(?<!`)\1(?!`)", re.S)
_ENTRY = re.compile(r"<[\w./-]+>\s*$")
_HTML = re.compile(r"<(?:!--|!|\?|/?[A-Za-z])[^>\n]*>?")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>")
_SCHEME = re.compile(r"(?i)\b(javascript|vbscript|data|file)\s*:\s*(?=[^\s])")
_PICTURE = re.compile(r"_static/(?:[\w-]+/)*[\w.-]+\.(?:png|jpe?g|webp)", re.A)
_BARE_ROLE = re.compile(r"\{(?P<name>[\w:.+-]+)\}|(?<![\w:]):(?P<other>[a-z]+):")
_TEMPLATE = re.compile(r"\{\{|\{%")
_LINK = re.compile(
    rf"{WEB_ADDRESS.pattern}|mailto:[\w.+-]+@[\w.-]+"
    r"|#[^\s\\{}<>\"`|^]*|(?!//)[\w./-]+(?:#[\w.-]+)?",
    re.A,
)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")


class _Fence(NamedTuple):
    """The beginning of a block between marks: whether only code is in it, the line, which is 0
    where the block ends with a list, and the name of the directive."""

    marks: str
    code: bool
    line: int
    name: str


def source_problems(
    path: str, source: str, directives: Iterable[str], roles: Iterable[str]
) -> Iterator[Problem]:
    """What the text of a page holds that this book does not take. `path` is as shown to people."""
    yield from scan(source, path, RULE)
    allowed, known = frozenset(directives), frozenset(roles)
    source = source.removeprefix("\ufeff")
    slips = sorted(torn_marks(path, source.split("\n"), allowed, RULE))
    yield from slips
    source = harmless(source, slips)
    lines, bare = source.split("\n"), _SPAN.sub(_blank, source).split("\n")
    if re.fullmatch(r"---\s*", lines[0]):
        what = "page settings on top of a page are switched off"
        yield _wrong(path, 1, 1, what, "delete the lines between the two ---")
    fences: list[_Fence] = []
    for number, line in enumerate(lines, start=1):
        fence = FENCE.match(line)
        if fence and not fence["info"]:
            closed = [at for at, each in enumerate(fences) if fence["marks"].startswith(each.marks)]
            if closed:
                del fences[closed[0] :]
                continue
        if fences and fences[-1].code:
            continue
        named = NAME.match(fence["info"]) if fence else None
        if fence and (fence["marks"][0] != ":" or named):
            # Only a fence at the margin is sure to hold code to its end; in a list it ends there.
            inside, name = bool(fence["before"]), named["name"] if named else ""
            code, place = not named and not inside, 0 if inside else number
            fences.append(_Fence(fence["marks"], code, place, name))
        if fence and named and named["name"] not in allowed:
            what = f"the directive {named[0]} is switched off in this book"
            hint = f"write it in plain Markdown, or use one of: {', '.join(sorted(allowed))}"
            yield _wrong(path, number, fence.start("info") + 1, what, hint)
        if torn := conflict(line, Position(path, number, 1), RULE):
            yield torn
        if not fence or named:
            clear = bare[number - 1]
            if fences and fences[-1].name == "toctree":  # its entries have pages in angle brackets
                clear = _ENTRY.sub(_blank, clear)
            yield from _line(path, number, line, clear, known)
    for each in fences:
        if each.line:
            hint = f"write {each.marks} on a line of its own at its end"
            yield _wrong(path, each.line, 1, UNCLOSED, hint)


def _wrong(path: str, line: int, column: int, what: str, hint: str) -> Problem:
    return Problem(Position(path, line, column), RULE, what, hint)


def harmless(source: str, problems: Iterable[Problem]) -> str:
    """The source with page settings, the names of refused directives and roles, and hidden
    characters made blank."""
    lines = HIDDEN.sub(" ", source).split("\n")
    for problem in problems:
        row, column = problem.position.line - 1, problem.position.column - 1
        if problem.rule != RULE or row >= len(lines):
            continue
        if (new := mended(lines[row], problem)) is not None:
            lines[row] = new
            continue
        if row == column == 0 and lines[0].lstrip("\ufeff").rstrip() == "---":
            ends = (at for at, line in enumerate(lines) if at and line.rstrip() in ("---", "..."))
            end = next(ends, len(lines) - 1) + 1
            lines[:end] = [""] * end
        elif named := re.compile(r"\{[^{}\s`]*\}|\{[^\s`]*|&#?\w+;").match(lines[row], column):
            lines[row] = lines[row][:column] + " " * len(named[0]) + lines[row][named.end() :]
    return "\n".join(lines)


def _line(path: str, number: int, line: str, bare: str, roles: frozenset[str]) -> Iterator[Problem]:
    """What a line may not hold. `bare` is the line without code and the words of roles."""
    plain = _CODE.sub(_blank, line)
    for found in _ROLE.finditer(plain):
        if found["name"] not in roles:
            what = f"the role {{{found['name']}}} is switched off in this book"
            hint = f"use one of: {', '.join(sorted(roles))}"
            yield _wrong(path, number, found.start() + 1, what, hint)
    plain = _SINGLE.sub(_blank, plain)
    for entity in _ENTITY.finditer(plain):
        for problem in scan(html.unescape(entity[0]), path, RULE):
            what = f"“{entity[0]}” is {problem.message}"
            yield _wrong(path, number, entity.start() + 1, what, problem.hint)
    if not FENCE.match(line):
        yield from _bare_roles(path, number, line, plain, roles)
    plain = _AUTOLINK.sub(_blank, _SINGLE.sub(_blank, _CODE.sub(_blank, bare)))
    for pattern, what, hint in (
        (_HTML, HTML, "write it in Markdown; a lone < is written \\<"),
        (_SCHEME, _REFUSED, "links begin with https://"),
        (_TEMPLATE, "templates are switched off in this book", "delete the braces"),
    ):
        for found in pattern.finditer(plain):
            yield _wrong(path, number, found.start() + 1, f"{what}: “{found[0][:40]}”", hint)


def _bare_roles(
    path: str, number: int, line: str, plain: str, roles: frozenset[str]
) -> Iterator[Problem]:
    """Names of roles that no words follow, so that they would be printed and nothing would be
    checked."""
    for found in _BARE_ROLE.finditer(plain):
        name, rest = found["name"] or found["other"], line[found.end() :]
        followed = re.match(r"`[^`]|``[^`]+``|`$", rest)
        if name in roles and (rest.startswith("`") if found["other"] else not followed):
            what = f"“{found[0]}” is not read as a role"
            hint = f"write the words in backticks right behind it: {{{name}}}`…`"
            yield _wrong(path, number, found.start() + 1, what, hint)


def node_problems(
    finder: Finder, document: nodes.document, resolved: Callable[[str], str]
) -> Iterator[Problem]:
    """What became of the page that this book does not take; the node is taken out, or its link made
    harmless.

    `resolved` makes the address of a picture on the page a path from the folder of the pages.
    """
    path = finder.path
    tops = [node for node in document.children if isinstance(node, nodes.section)]
    if not tops:
        hint = "begin it with a line of # and its title"
        yield _wrong(path, 1, 1, "the page has no heading", hint)
    for section in tops[1:]:
        hint = "write ## for what stands below the title of the page"
        yield _wrong(path, line_of(section), 1, "a second title", hint)
    for node in list(_written(document)):
        line = line_of(node)
        if isinstance(node, nodes.title) and not node.astext().strip():
            hint = "write its words, or delete it"
            yield _wrong(path, line, 1, "a heading without words", hint)
        if isinstance(node, nodes.rubric):
            hint = "begin its line with # at the margin"
            yield _wrong(path, line, 1, "a heading inside of a block", hint)
        if refused := _refused(node, resolved):
            words, what, hint = refused
            place = finder.words(line, words) if words else Position(path, line, 1)
            yield Problem(place, RULE, what, hint)
            if node.parent is not None:
                node.parent.remove(node)
        else:
            yield from _links(finder, node, line)


def _refused(node: nodes.Element, resolved: Callable[[str], str]) -> tuple[str, str, str] | None:
    """What the source has of a node that is not taken at all, what is wrong with it, and what to do
    about it."""
    if isinstance(node, nodes.raw | nodes.math | nodes.math_block):
        what = f"{node.tagname} output is switched off in this book"
        return "", what, "write it in plain Markdown"
    if isinstance(node, addnodes.download_reference):
        what = f"“{node['reftarget'][:60]}” is no page"
        return node["reftarget"], what, "link to a page, or to a web address"
    if isinstance(node, nodes.image) and not _PICTURE.fullmatch(resolved(str(node["uri"]))):
        what = f"a picture of this kind is not taken: “{node['uri'][:60]}”"
        return node["uri"], what, "keep it as PNG, JPEG or WebP in docs/_static/"
    return None


def _links(finder: Finder, node: nodes.Element, line: int) -> Iterator[Problem]:
    """The links of a node that lead where this book does not, each made harmless."""

    def refused(link: str) -> Problem:
        return Problem(finder.words(line, link), RULE, f"{_REFUSED}: “{link[:60]}”", TAKEN)

    if isinstance(node, addnodes.toctree):
        for place, (title, link) in enumerate(node["entries"]):
            if not _LINK.fullmatch(link):
                yield refused(link)
                node["entries"][place] = (title, "self")
    if (link := node.get("refuri")) and not _LINK.fullmatch(str(link)):
        yield refused(str(link))
        node["refuri"] = "#"


def outward(path: str, document: nodes.document) -> Iterator[Problem]:
    """The links of a finished page that this book does not take, each made harmless."""
    for node in document.findall(nodes.reference):
        link = str(node.get("refuri", ""))
        if re.match(r"[A-Za-z][\w+.-]*:|//", link) and not _LINK.fullmatch(link):
            yield _wrong(path, line_of(node), 1, f"{_REFUSED}: “{link[:60]}”", TAKEN)
            node["refuri"] = "#"


def _written(document: nodes.document) -> Iterator[nodes.Element]:
    """Every element that the page itself holds: what is made of data does not come from it."""
    stack: list[nodes.Node] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Element) and not node.get("generated"):
            yield node
            stack.extend(node.children)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def line_of(node: nodes.Node | None) -> int:
    """The line of a node, or of the nearest one around it that knows its own."""
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1
