"""The domain: what each page uses, and the comparison with the data on every build.

Sphinx forgets the warnings of pages that it does not read again; therefore the uses are kept in the
environment, and judged in `env-updated`, which every build fires, whether a page changed or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from sphinx_facts.builds.pagewise import PagewiseDomain
from sphinx_facts.guard.complaints import told_once
from sphinx_facts.prose.collect import Found
from sphinx_facts.prose.judge import Judge
from sphinx_facts.values.catalog import Catalog
from sphinx_facts.values.problem import Problem


class Named(NamedTuple):
    """The role and the id of a fact or an entity that a page names: what it is is asked of the catalogue."""

    role: str
    id: str


class FactsDomain(PagewiseDomain):
    """Keeps, for each page: `found`, what is to be judged; `asked`, each question with the digest of its answer;
    `markup`, the problems met while reading; `verdicts`, what was wrong with it, and by which data."""

    name = "facts"
    label = "Facts"
    data_version = 3
    initial_data: ClassVar[dict[str, Any]] = {
        "found": {},
        "asked": {},
        "markup": {},
        "verdicts": {},
    }
    catalog: Catalog = Catalog()
    answer: Callable[[Any], object] = staticmethod(lambda question: None)
    """The book's answer to a question of its own; set by the book, never stored."""

    also: Callable[[Found], Iterable[Problem]] = staticmethod(lambda page: ())
    """What the book says of a page beside the judge; set by the book, never stored."""

    def setup(self) -> None:
        """Begin a build, in which no page has failed yet."""
        super().setup()
        self.unread: dict[str, Problem] = {}
        self.files: list[Problem] = []

    def note(self, docname: str, found: Found) -> None:
        """Keep what a page says."""
        self.data["found"][docname] = found
        self.data["verdicts"].pop(docname, None)
        for use in found.uses:
            self.ask(docname, Named(use.role, use.id))

    def note_markup(self, docname: str, problems: list[Problem]) -> None:
        """Keep the problems met while the page was read."""
        self.data["markup"][docname] = problems

    def ask(self, docname: str, question: Hashable) -> None:
        """Keep that a page depends on the answer to a question, so that it is read again when the answer changes."""
        self.data["asked"].setdefault(docname, {})[question] = self.digest(question)

    def digest(self, question: Hashable) -> str:
        """A short hash of the present answer: of a fact, an entity, or whatever the book answers."""
        known = self._known(question) if isinstance(question, Named) else self.answer(question)
        return hashlib.blake2b(repr(known).encode(), digest_size=12).hexdigest()

    def _known(self, named: Named) -> object:
        if fact := self.catalog.facts.get(named.id) if named.role == "fact" else None:
            hedges = fact.bound, fact.approximate, fact.note
            more = (fact.unit, fact.precision) if fact.kind in ("number", "money") else ()
            return fact.kind, fact.value, *hedges, fact.status, fact.target, *more
        entity = self.catalog.find(named.role, named.id)
        return entity and (entity.title, sorted(entity.names), entity.target)

    def outdated(self) -> Iterator[str]:
        """The pages of which an answer has changed since they were read."""
        digests: dict[Hashable, str] = {}
        for docname, asked in self.data["asked"].items():
            for question, before in asked.items():
                if question not in digests:
                    digests[question] = self.digest(question)
                if digests[question] != before:
                    yield docname
                    break

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the data and the prose, in order of place."""
        language = self.env.config.language
        markup = (problem for problems in self.data["markup"].values() for problem in problems)
        return told_once(
            [
                *self.catalog.problems,
                *self.files,
                *markup,
                *self._judged(language),
            ]
        )

    def page_problems(self, page: Found, judge: Judge) -> list[Problem]:
        """What is wrong with a page: what the judge says of it, and then what the book does."""
        return [*judge.page(page), *self.also(page)]

    def _judged(self, language: str) -> Iterator[Problem]:
        """The verdicts; that on a page is kept as long as neither it nor the data change."""
        found: dict[str, Found] = self.data["found"]
        judge, kept = Judge(self.catalog, language), self.data["verdicts"]
        for docname, page in found.items():
            digest, problems = kept.get(docname, ("", []))
            if not digest or digest != self.catalog.digest:
                problems = self.page_problems(page, judge)
                kept[docname] = self.catalog.digest, problems
            yield from problems
        yield from judge.unused_pins(found.values())

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        if typ == "fact":
            fact = self.catalog.facts.get(target)
            page, anchor = fact.target if fact else ("", "")
        else:
            entity = self.catalog.find(typ, target)
            page, anchor = entity.target if entity else ("", "")
        if not page:
            return cast(
                nodes.reference, contnode
            )  # an unknown id has its own problem; its words stay
        if page not in env.found_docs:
            return None
        link = make_refnode(builder, fromdocname, page, anchor, contnode)
        link["classes"].append(typ)
        return link
