"""The parser of pages: MyST without page settings, which says of each role and directive what is
wrong with its syntax.

Markdown takes whatever it is given: an option that is misspelt, empty or given twice is passed over
or takes the whole directive with it, and what a role makes of a slip may be an error of its code.
Here each slip is told at its place, and the page is read on without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter

from docutils import nodes
from docutils.parsers.rst import directives
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from sphinx_facts.guard.markup import LEFT
from sphinx_facts.guard.syntax import OPTION, wrong_directive, wrong_role
from sphinx_facts.values.problem import Position, Problem

RULE = "page.syntax"


class PageParser(MystParser):
    """Reads a page. The problems of its syntax are left in `document["problems"]`, without a path."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a page into `document`; settings on top of it are not heeded."""
        document["problems"] = []
        parser = create_md_parser(document.settings.env.myst_config, Renderer)
        parser.options["document"] = document
        parser.renderer.lines = inputstring.split("\n")  # type: ignore[attr-defined]  # the class given above
        parser.render(inputstring)


class Renderer(SphinxRenderer):
    """Makes nodes of a page, knowing its lines."""

    lines: list[str]

    def tell(self, line: int, words: str, message: str, hint: str) -> None:
        """Note a problem where `words` stand next: on `line` or below, else above it."""
        first = max(line, 1)
        pattern = re.compile(re.escape(words).replace("`", "`+"))
        numbers = (*range(first, len(self.lines) + 1), *range(first - 1, 0, -1))
        near = ((at, pattern.search(self.lines[at - 1])) for at in numbers)
        place = next(((at, found.start() + 1) for at, found in near if found), (first, 1))
        self.document["problems"].append(Problem(Position("", *place), RULE, message, hint))

    @contextmanager
    def caught(self, line: int, name: str, words: str) -> Iterator[None]:
        """Whatever is raised inside becomes a problem of the role or directive `name`."""
        try:
            yield
        except Exception as error:
            said = " ".join(str(error).split()) or type(error).__name__
            hint = "look for a brace, a bracket or a comma that is missing or too many"
            self.tell(line, words, f"{{{name}}} cannot be read: {said}", hint)

    def renderInlineAsText(self, tokens: list[SyntaxTreeNode]) -> str:
        """An alt text, with its roles as they are written: its words are judged like others, and
        replaced there."""
        return "".join(
            f"{{{token.meta['name']}}}`{token.content}`"
            if token.type == "myst_role"
            else super(Renderer, self).renderInlineAsText([token])
            for token in tokens
        )

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """A block between marks; one without a name is mostly what is left of a directive."""
        if not token.info.strip():
            hint = (
                f"write {token.markup}text if it is code, or the name of a directive; delete it if "
                "it closes nothing"
            )
            what = f"a block of code that does not say what it holds {LEFT}"
            self.tell(token_line(token, 1), token.markup, what, hint)
        super().render_fence(token)

    def render_code_block(self, token: SyntaxTreeNode) -> None:
        """Lines that stand four spaces in."""
        words = token.content.strip().partition("\n")[0]
        what = f"“{words[:40]}” is read as code: it stands too far in"
        self.tell(token_line(token, 1), words, what, "take the spaces away")
        super().render_code_block(token)

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """A row of a table; Markdown leaves out what does not fit, and fills up what is missing."""
        line, wanted = token_line(token, 1), len(token.children)
        row = self.lines[line - 1].lstrip(" \t>-*+").strip()
        cells = len(re.findall(r"(?<!\\)\|", row.removeprefix("|").removesuffix("|"))) + 1
        if cells != wanted:
            hint = "write as many cells as in the first row; a | that is meant in a cell is written \\|"
            self.tell(line, row, f"a row of {cells} in a table of {wanted} columns", hint)
        super().render_table_row(token)

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """A role; one that is wrong leaves nothing."""
        name, text, line = token.meta["name"], token.content, token_line(token, 1)
        written = f"{{{name}}}{token.markup or '`'}{text.splitlines()[0] if text else ''}"
        if wrong := wrong_role(name, text):
            self.tell(line, written, *wrong)
            return
        with self.caught(line, name, written):
            super().render_myst_role(token)

    def run_directive(
        self,
        name: str,
        first_line: str,
        content: str,
        position: int,
        additional_options: dict[str, str] | None = None,
        *,
        block_text: str | None = None,
    ) -> list[nodes.Element]:
        """A directive, without options that are wrong; one that cannot be read leaves nothing."""
        kind = directives.directive(name, self.language_module_rst, self.document)[0]
        with self.caught(position, name, f"{{{name}"):
            lines = content.split("\n")
            wrong = list(wrong_directive(kind, name, first_line, lines)) if kind else []
            for slip in filter(attrgetter("message"), wrong):
                self.tell(position + slip.below, slip.words, slip.message, slip.hint)
            if not all(slip.spared for slip in wrong):
                return []
            bad = {slip.below - 1 for slip in wrong}
            first_line = "" if -1 in bad else first_line
            body = (at for at, line in enumerate(lines) if not OPTION.match(line))
            options = next(body, len(lines))
            top = max(options, *(at + 1 for at in bad)) if bad else 0
            good = [line for at, line in enumerate(lines[:top]) if at not in bad]
            # The good lines above blank ones, so that the options end where they did.
            content = "\n".join((*good, *[""] * (top - len(good)), *lines[top:])).rstrip()
            return super().run_directive(
                name, first_line, content, position, additional_options, block_text=block_text
            )
        return []
