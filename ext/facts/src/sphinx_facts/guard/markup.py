"""What a page may be written in: an allow-list of directives, roles and links, and plain visible characters.

Pages come by pull request from anybody, and a build runs what they hold: Markdown can carry HTML, include files,
and (through page settings on top) templates that run code. Everything that is not on the list is refused, by
the text of the source before it is parsed and again by the nodes it became, whatever wrote them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

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
        yield Problem(
            Position(path, 1, 1),
            RULE,
            "page settings on top of a page are switched off",
            "delete the lines between the two ---",
        )
    fences: list[tuple[str, bool, int, str]] = []
    for number, line in enumerate(lines, start=1):
        fence = FENCE.match(line)
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
        named = NAME.match(fence["info"]) if fence else None
        if fence and (fence["marks"][0] != ":" or named):
            # Only a fence at the margin is trusted to hold code up to its end; in a list it ends with the list.
            fences.append(
                (
                    fence["marks"],
                    not named and not fence["before"],
                    number if not fence["before"] else 0,
                    named["name"] if named else "",
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
            # The entries of a table of contents have their pages in angle brackets.
            clear = (
                _ENTRY.sub(_blank, bare[number - 1])
                if fences and fences[-1][3] == "toctree"
                else bare[number - 1]
            )
            yield from _line(path, number, line, clear, known)
    for marks, _, number, _ in fences:
        if number:
            yield Problem(
                Position(path, number, 1),
                RULE,
                UNCLOSED,
                f"write {marks} on a line of its own at its end",
            )


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in order, without those that only follow from another.

    A slip of markup leaves signs, words that look like HTML and bare figures on its line, is seen in the text and again
    in what became of it, and a block that is not closed takes in all that is below it.
    """
    firsts: dict[object, Problem] = {}
    for problem in problems:
        firsts.setdefault(
            problem.position if problem.rule.startswith("page.") else problem, problem
        )
    least: dict[tuple[str, int], int] = {}
    broken: set[tuple[str, int]] = set()
    """The lines below those on which a role is torn: its other half may stand there."""
    closing: dict[str, int] = {}
    for problem in firsts.values():
        path, line, _ = problem.position
        if problem.rule.startswith("page."):
            least[path, line] = min(_follows(problem), least.get((path, line), 9))
            if problem.message.startswith("“{"):
                broken.add((path, line + 1))
        if problem.message == UNCLOSED:
            closing[path] = line
    return sorted(
        problem
        for problem in firsts.values()
        if _follows(problem) <= least.get(problem.position[:2], 9)
        and not (_follows(problem) and problem.position[:2] in broken)
        and problem.position.line <= closing.get(problem.position.path, problem.position.line)
    )


def _follows(problem: Problem) -> int:
    """How likely a problem follows from another on its line: not at all (0), to most likely."""
    if problem.rule == "fact.unbound":
        return 3
    if problem.message.startswith((HTML, "raw output")):
        return 2
    return int(problem.message.endswith(LEFT) or "has no option" in problem.message)


def harmless(source: str, problems: Iterable[Problem]) -> str:
    """The source with page settings, the names of refused directives and roles, and hidden characters made blank."""
    lines = HIDDEN.sub(" ", source).split("\n")
    for problem in problems:
        row, column = problem.position.line - 1, problem.position.column - 1
        if problem.rule != RULE or row >= len(lines):
            continue
        if (new := mended(lines[row], problem)) is not None:
            lines[row] = new
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
        elif named := re.compile(r"\{[^{}\s`]*\}|\{[^\s`]*|&#?\w+;").match(lines[row], column):
            lines[row] = lines[row][:column] + " " * len(named[0]) + lines[row][named.end() :]
    return "\n".join(lines)


def _line(path: str, number: int, line: str, bare: str, roles: frozenset[str]) -> Iterator[Problem]:
    """What a line may not hold. `bare` is the line without code and the words of roles."""
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
    for entity in _ENTITY.finditer(plain):
        for problem in scan(html.unescape(entity[0]), path, RULE):
            message = f"“{entity[0]}” is {problem.message}"
            yield Problem(Position(path, number, entity.start() + 1), RULE, message, problem.hint)
    if not FENCE.match(line):
        yield from _bare_roles(path, number, line, plain, roles)
    plain = _AUTOLINK.sub(_blank, _SINGLE.sub(_blank, _CODE.sub(_blank, bare)))
    for pattern, what, hint in (
        (_HTML, HTML, "write it in Markdown; a lone < is written \\<"),
        (_SCHEME, _REFUSED, "links begin with https://"),
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


def node_problems(
    finder: Finder, document: nodes.document, resolved: Callable[[str], str]
) -> Iterator[Problem]:
    """What became of the page that this book does not take; the node is taken out, or its link made harmless.

    `resolved` makes the address of a picture on the page a path from the folder of the pages.
    """
    tops = [node for node in document.children if isinstance(node, nodes.section)]
    if not tops:
        yield Problem(
            Position(finder.path, 1, 1),
            RULE,
            "the page has no heading",
            "begin it with a line of # and its title",
        )
    for section in tops[1:]:
        place = Position(finder.path, _line_of(section), 1)
        yield Problem(
            place, RULE, "a second title", "write ## for what stands below the title of the page"
        )
    for node in list(_written(document)):
        line = _line_of(node)
        place = Position(finder.path, line, 1)
        if isinstance(node, nodes.title) and not node.astext().strip():
            yield Problem(place, RULE, "a heading without words", "write its words, or delete it")
        if isinstance(node, nodes.rubric):
            yield Problem(
                place, RULE, "a heading inside of a block", "begin its line with # at the margin"
            )
        if isinstance(node, nodes.raw | nodes.math | nodes.math_block):
            message, hint = (
                f"{node.tagname} output is switched off in this book",
                "write it in plain Markdown",
            )
            yield Problem(place, RULE, message, hint)
            _take_out(node)
        elif isinstance(node, addnodes.download_reference):
            message, hint = (
                f"“{node['reftarget'][:60]}” is no page",
                "link to a page, or to a web address",
            )
            yield Problem(finder.words(line, node["reftarget"]), RULE, message, hint)
            _take_out(node)
        elif isinstance(node, nodes.image) and not _PICTURE.fullmatch(resolved(str(node["uri"]))):
            message = f"a picture of this kind is not taken: “{node['uri'][:60]}”"
            hint = "keep it as PNG, JPEG or WebP in docs/_static/"
            yield Problem(finder.words(line, node["uri"]), RULE, message, hint)
            _take_out(node)
        else:
            yield from _links(finder, node, line)


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
    """The links of a finished page to somewhere that this book does not take, each made harmless."""
    for node in document.findall(nodes.reference):
        link = str(node.get("refuri", ""))
        if re.match(r"[A-Za-z][\w+.-]*:|//", link) and not _LINK.fullmatch(link):
            yield Problem(
                Position(path, _line_of(node), 1), RULE, f"{_REFUSED}: “{link[:60]}”", TAKEN
            )
            node["refuri"] = "#"


def _take_out(node: nodes.Element) -> None:
    if node.parent is not None:
        node.parent.remove(node)


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


def _line_of(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1
