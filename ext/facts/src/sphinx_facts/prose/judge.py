"""The comparison: what pages say against what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinx_facts import wording
from sphinx_facts.guard.markup import LEFT
from sphinx_facts.prose.collect import Found, Loose, Use
from sphinx_facts.values.catalog import Catalog, Entity, Fact, called, near
from sphinx_facts.values.problem import Problem
from sphinx_facts.wording import Language


def judge(pages: Iterable[Found], catalog: Catalog, code: str) -> Iterator[Problem]:
    """Every use that does not say what it is bound to, every figure that nothing binds, every pin that nobody uses."""
    language = wording.language(code)
    pinned: set[str] = set()
    finder = _Finder(catalog, language)
    for page in pages:
        for use in page.uses:
            if use.role == "asis":
                pinned.add(use.id)
            yield from _use(use, catalog, language)
        for sign in page.stray:
            hint = f"write \\{sign.text} if the sign is meant; else mend the role, link, table or option it belongs to"
            yield Problem(sign.position, "page.syntax", f"“{sign.text}” {LEFT}", hint)
        for figure in page.loose:
            yield finder.unbound(figure)
    for pin in catalog.pins.values():
        if pin.text not in pinned and not catalog.broken:
            yield Problem(
                pin.position, "fact.unused-pin", f"no page uses the pin “{pin.text}”", "delete it"
            )


def _use(use: Use, catalog: Catalog, language: Language) -> Iterator[Problem]:
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
            yield _unknown_fact(use, catalog, language)
        else:
            yield from _fact(use, fact, language)
    elif use.role in catalog.roles:
        entity = catalog.find(use.role, use.id)
        if entity is None:
            if not catalog.broken:
                yield _unknown_entity(use, catalog)
        elif use.words != entity.title and not called(entity, use.words):
            yield _wrong_name(use, entity)


def _fact(use: Use, fact: Fact, language: Language) -> Iterator[Problem]:
    hedge = use.hedge.strip() if fact.kind in ("count", "share") else ""
    whole = f"{hedge} {use.words}"
    if hedge and language.accepts(fact, whole):
        yield Problem(
            use.position,
            "fact.hedge",
            f"“{hedge}” stands outside the role, where nothing checks it",
            f"write {{fact}}`{whole} <{fact.id}>`",
        )
    elif not language.accepts(fact, use.words):
        yield Problem(
            use.position,
            "fact.mismatch",
            f"the text says “{use.words}”, but {fact.id} is {language.said(fact)}{_place(fact)}",
            f"write “{language.alike(fact, use.words)}”, or correct the record",
        )
    elif hedge:
        yield Problem(
            use.position,
            "fact.hedge",
            f"“{hedge}” stands outside the role, where nothing checks it",
            f"“{whole}” is not true of {fact.id}: take “{hedge}” away",
        )


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
        else ("an id is record.field, for example final-2.strength")
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


class _Finder:
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
        )

    def _hint(self, text: str) -> str:
        fitting = [
            fact.id for fact in self.catalog.facts.values() if self.language.accepts(fact, text)
        ]
        if not fitting:
            return "no value fits: bind it to a fact ({fact}`… <id>`), or pin it with {asis} and a reason"
        best = sorted(fitting, key=lambda name: (name.count("."), len(name)))[:3]
        more = f", or one of {len(fitting) - len(best)} more" if len(fitting) > len(best) else ""
        return "write " + " or ".join(f"{{fact}}`{text} <{name}>`" for name in best) + more
