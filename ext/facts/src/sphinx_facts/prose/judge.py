"""The comparison: what pages say against what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sphinx_facts import wording
from sphinx_facts.guard.markup import LEFT
from sphinx_facts.prose.collect import Found, Loose, Use
from sphinx_facts.prose.subject import Subjects
from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Catalog, Entity, Fact, called, near
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.values.problem import Problem
from sphinx_facts.wording import Language


class Judge:
    """Judges pages by one catalogue."""

    def __init__(self, catalog: Catalog, code: str) -> None:
        self.catalog, self.language = catalog, wording.language(code)
        self.finder, self.subjects = (
            Fitting(catalog, self.language),
            Subjects(catalog, self.language),
        )

    def page(self, page: Found) -> Iterator[Problem]:
        """Every use that does not say what it is bound to, and every figure that nothing binds."""
        for use in page.uses:
            yield from self._use(page, use)
        if not self.catalog.broken:
            yield from self._pairs(page)
        for sign in page.stray:
            hint = f"write \\{sign.text} if the sign is meant; else mend the role, link, table or option it belongs to"
            yield Problem(sign.position, "page.syntax", f"“{sign.text}” {LEFT}", hint)
        for figure in page.loose:
            yield self.finder.unbound(figure)

    def unused_pins(self, pages: Iterable[Found]) -> Iterator[Problem]:
        """Every pin that no page uses."""
        used = {use.id for page in pages for use in page.uses if use.role == "asis"}
        for pin in self.catalog.pins.values():
            if pin.text not in used and not self.catalog.broken:
                said = f"no page uses the pin “{pin.text}”"
                yield Problem(pin.position, "fact.unused-pin", said, "delete it")

    def _use(self, page: Found, use: Use) -> Iterator[Problem]:
        catalog = self.catalog
        if use.role == "asis":
            if use.id not in catalog.pins and not catalog.broken:
                guess = near(use.id, catalog.pins)
                hint = (
                    f"did you mean “{guess}”?"
                    if guess
                    else "add it to the pins with its reason, or bind it with {fact}"
                )
                yield Problem(use.position, "fact.unknown", f"no pin says “{use.id}”", hint)
        elif use.role == "fact":
            fact = catalog.facts.get(use.id)
            if catalog.is_broken(use.id):
                return
            if fact is None:
                yield _unknown_fact(use, catalog, self.language)
            else:
                said = list(_fact(page, use, fact, self.language, catalog.gentle))
                yield from said or self._about(page, use, fact)
        elif use.role in catalog.roles:
            entity = catalog.find(use.role, use.id)
            if entity is None:
                if not catalog.broken:
                    yield _unknown_entity(use, catalog)
            elif use.words != entity.title and not called(entity, use.words):
                yield _wrong_name(use, entity)

    def _about(self, page: Found, use: Use, fact: Fact) -> Iterator[Problem]:
        """A true figure of another thing than its sentence is about."""
        quiet = self.catalog.broken or self.catalog.gentle
        rival = None if quiet else self.subjects.rival(page, use, fact)
        if rival:
            yield Problem(
                use.position,
                "fact.subject",
                f"“{use.words}” is {fact.id} here, but its sentence speaks of {rival.id}, which is equal to it",
                f"write {{fact}}`{use.words} <{rival.id}>`, or say in the sentence what the figure is of",
            )

    def _pairs(self, page: Found) -> Iterator[Problem]:
        for use, other in () if self.catalog.gentle else self.subjects.turned(page):
            yield Problem(
                other.position,
                "fact.subject",
                f"“{use.words}” ({use.id}) and “{other.words}” ({other.id}) stand in each other’s place",
                "change them about, or say nearer to each what it is of",
            )
        for use, other in pairwise(use for use in page.uses if use.role == "fact"):
            if use.block == other.block >= 0:
                yield from self._order(page, use, other)

    def _order(self, page: Found, use: Use, other: Use) -> Iterator[Problem]:
        """Two figures in a row that cannot stand so: a span that runs backwards, a part larger than its whole."""
        first, second = (self.catalog.facts.get(each.id) for each in (use, other))
        if not first or not second:
            return
        before, between = page.around(use)[0], page.between(use, other)
        runs = self.language.runs(before, between) or self.language.leads_on(between)
        shown = f"“{use.words}” to “{other.words}”"
        if (
            isinstance(first.value, Date | Interval)
            and isinstance(second.value, Date | Interval)
            and runs
            and not (first.edge and self.language.against(first.edge, before))
            and dates.latest(second.value) < dates.earliest(first.value)
        ):
            said, hint = (
                f"time runs backwards from {shown}",
                "change the two about, or say it otherwise",
            )
            yield Problem(other.position, "fact.span", said, hint)
        elif (
            isinstance(first.value, int)
            and isinstance(second.value, int)
            and self.language.part_of(between)
            and first.value > second.value
        ):
            said = f"a part is larger than its whole: “{use.words}{between}{other.words}”"
            yield Problem(
                other.position, "fact.subject", said, "change the two about, or say it otherwise"
            )


def judge(pages: Iterable[Found], catalog: Catalog, code: str) -> Iterator[Problem]:
    """Everything that is wrong with some pages, and every pin that none of them uses."""
    each, found = Judge(catalog, code), list(pages)
    for page in found:
        yield from each.page(page)
    yield from each.unused_pins(found)


def _fact(page: Found, use: Use, fact: Fact, language: Language, gentle: bool) -> Iterator[Problem]:
    before, after = page.around(use)
    hedge = language.hedge_before(before, use.words, fact.kind).strip()
    whole = f"{hedge} {use.words}"
    behind = language.hedge_after(after, fact.kind)
    if not language.accepts(fact, use.words) and not (hedge and language.accepts(fact, whole)):
        yield Problem(
            use.position,
            "fact.mismatch",
            f"the text says “{use.words}”, but {fact.id} is {language.said(fact)}{_place(fact)}",
            f"write “{language.alike(fact, use.words)}”, or correct the record",
            (fact.id,),
        )
    elif hedge or behind:
        said = hedge or behind
        hint = (
            f"write {{fact}}`{whole} <{fact.id}>`"
            if hedge and language.accepts(fact, whole)
            else f"{f'“{whole}” is not true' if hedge else 'it is no wording'} of {fact.id}: take “{said}” away"
        )
        outside = f"“{said}” stands outside the role, where nothing checks it"
        yield Problem(use.position, "fact.hedge", outside, hint)
    elif not gentle and fact.counted == use.asserts:
        new = f"{{fact}}`{fact.id}`"
        said = f"“{use.words}” counts the collection, which the page lets the data write"
        if not fact.counted:
            new = f"{{fact}}`{language.canonical(fact)} <{fact.id}>`"
            said = f"{fact.id} has no words here: a figure of the story is said, and then checked"
        yield Problem(use.position, "fact.rendered", said, f"write {new}")
    elif fact.kind == "count" and (noun := language.misfit(fact.unit, after)):
        said = f"the text counts {noun}, but {fact.id} is a number of {fact.unit}{_place(fact)}"
        hint = f"write {fact.unit}, or name the fact that counts {noun}"
        yield Problem(use.position, "fact.unit", said, hint)
    elif fact.edge and (word := language.against(fact.edge, before)):
        does = "begins" if fact.edge == "start" else "ends"
        said = f"“{word}” stands before {fact.id}, which {does} a span"
        hint = "name the other end, or say it in another way"
        yield Problem(use.position, "fact.span", said, hint)


def _place(fact: Fact) -> str:
    if fact.position.line:
        return f" ({fact.position.path}:{fact.position.line})"
    return (
        f" (computed from {', '.join(fact.parts)})" if fact.parts else " (counted from the records)"
    )


def _unknown_fact(use: Use, catalog: Catalog, language: Language) -> Problem:
    guess = near(use.id, catalog.facts)
    hint = (
        f"did you mean {guess}, which is {language.said(catalog.facts[guess])}?"
        if guess
        else f"an id is one of those in the data, for example {next(iter(catalog.facts), 'bridge.spans')}"
    )
    return Problem(use.position, "fact.unknown", f"there is no fact “{use.id}”", hint)


def _unknown_entity(use: Use, catalog: Catalog) -> Problem:
    ids = [name for role, name in catalog.entities if role == use.role]
    sharing = [
        name
        for (role, name), entity in catalog.entities.items()
        if role == use.role and called(entity, use.id)
    ]
    if sharing:
        return Problem(
            use.position,
            "fact.unknown",
            f"“{use.id}” is the name of more than one {use.role}",
            "write " + " or ".join(f"{{{use.role}}}`{use.id} <{name}>`" for name in sharing),
        )
    guess = near(use.id, ids)
    return Problem(
        use.position,
        "fact.unknown",
        f"there is no {use.role} “{use.id}”",
        f"did you mean “{guess}”?" if guess else f"the ids begin: {', '.join(ids[:5])}",
    )


def _wrong_name(use: Use, entity: Entity) -> Problem:
    names = sorted(entity.names)
    guess = near(use.words, names) or entity.title
    return Problem(
        use.position,
        "fact.mismatch",
        f"“{use.words}” is not a name of {entity.id} ({entity.position.path}:{entity.position.line})",
        f"write “{guess}”, or add the name to the record",
    )


class Fitting:
    """Looks a loose figure up among the facts, to name the role that would bind it."""

    def __init__(self, catalog: Catalog, language: Language) -> None:
        self.catalog = catalog
        self.language = language
        self._seen: dict[str, str] = {}

    def unbound(self, figure: Loose) -> Problem:
        """The problem for a figure that nothing binds, with the role to write if a value fits."""
        if figure.text not in self._seen:
            self._seen[figure.text] = self._hint(figure.text)
        return Problem(
            figure.position,
            "fact.unbound",
            f"nothing binds the figure “{figure.text}”",
            self._seen[figure.text],
            mild=figure.mild,
        )

    def ids(self, text: str) -> list[str]:
        """The facts that a figure says."""
        return [
            fact.id
            for fact in self.catalog.facts.values()
            if not fact.counted and self.language.accepts(fact, text)
        ]

    def _hint(self, text: str) -> str:
        fitting = self.ids(text)
        if not fitting:
            return "no value fits: bind it to a fact ({fact}`… <id>`), or pin it with {asis} and a reason"
        best = sorted(fitting, key=lambda name: (name.count("."), len(name)))[:3]
        more = f", or one of {len(fitting) - len(best)} more" if len(fitting) > len(best) else ""
        return "write " + " or ".join(f"{{fact}}`{text} <{name}>`" for name in best) + more
