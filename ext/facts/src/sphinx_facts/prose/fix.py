"""What a change of values means for prose: words that merely repeat a value are rewritten, the rest is to be reread.

Two catalogues are compared, the one before and the one after. A sentence is touched only if it said the old value
rightly and plainly; a sentence that was wrong before, or is wrong although its value never changed, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sphinx_facts import wording
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.values.catalog import Catalog, Entity, Fact, called
from sphinx_facts.values.problem import Position
from sphinx_facts.wording import Language


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Words of a role that become others: `old` stands at `position`."""

    position: Position
    old: str
    new: str
    id: str

    def __str__(self) -> str:
        return f"{self.position}: “{self.old}” is now “{self.new}” ({self.id})"


@dataclass(frozen=True, slots=True)
class Reread:
    """Words that a person has to read again, and why; `true` if they still hold.

    `passage` is their sentence, with the words that would say the new value marked beside the old.
    """

    position: Position
    words: str
    id: str
    why: str
    true: bool
    passage: str = ""

    def __str__(self) -> str:
        state = "still true" if self.true else "no longer true"
        said = f"{self.position}: read again: “{self.words}” ({self.id}) is {state}; {self.why}"
        return f"{said}\n    {self.passage}" if self.passage else said


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be rewritten and what is to be reread, each in order of place."""

    rewrites: tuple[Rewrite, ...] = field(default=())
    rereads: tuple[Reread, ...] = field(default=())


def plan(pages: Iterable[Found], before: Catalog, after: Catalog, code: str) -> Plan:
    """Compare every use on the pages with both catalogues. `code` is the language of the pages."""
    language = wording.language(code)
    found = {
        change
        for page in pages
        for use in page.uses
        for change in _changes(page, use, before, after, language)
    }
    rewrites = sorted(
        (each for each in found if isinstance(each, Rewrite)), key=lambda each: each.position
    )
    rereads = sorted(
        (each for each in found if isinstance(each, Reread)), key=lambda each: each.position
    )
    return Plan(tuple(rewrites), tuple(rereads))


def _changes(
    page: Found, use: Use, before: Catalog, after: Catalog, language: Language
) -> Iterator[Rewrite | Reread]:
    if use.role == "fact":
        old, new = before.facts.get(use.id), after.facts.get(use.id)
        if old and new:
            yield from _fact(page, use, old, new, language)
    elif use.role in after.roles:
        was, now = before.find(use.role, use.id), after.find(use.role, use.id)
        now = now or (after.entities.get((was.role, was.id)) if was else None)
        if was and now and was.names != now.names:
            yield from _entity(use, was, now)


def _fact(
    page: Found, use: Use, old: Fact, new: Fact, language: Language
) -> Iterator[Rewrite | Reread]:
    same = (old.value, old.bound, old.approximate) == (new.value, new.bound, new.approximate)
    if same or not use.asserts or not language.accepts(old, use.words):
        return
    true, (before, after) = language.accepts(new, use.words), page.around(use)
    text, end = f"{before}{use.words}{after}", len(before) + len(use.words)
    first, last = language.sentence(text, len(before), end)
    left, right = text[first : len(before)], text[end:last]
    hedged = language.hedge_before(before, use.words, old.kind) or language.hedge_after(
        after, old.kind
    )
    again = "" if hedged else language.again(old, new, use.words)
    more = does_more(page, use, language)
    if again and not more and again != use.words:
        yield Rewrite(use.position, use.words, again, use.id)
    elif again != use.words:
        why = f"the value was {language.said(old)} and is {language.said(new)}"
        why += f", and “{more}” may not hold of it" if more else ""
        words = use.words if true else f"[{use.words} → {again or language.alike(new, use.words)}]"
        passage = " ".join(f"{left}{words}{right}".split()) if use.block >= 0 else ""
        yield Reread(use.position, use.words, use.id, why, true, passage)


def does_more(page: Found, use: Use, language: Language) -> str:
    """The word by which the sentence of a use attributes, compares or computes its figure; else an empty text."""
    before, after = page.around(use)
    text, end = f"{before}{use.words}{after}", len(before) + len(use.words)
    first, last = language.sentence(text, len(before), end)
    plain = list(text)  # what other roles say does nothing with this figure
    for each in page.uses:
        if each.block == use.block >= 0 and each is not use:
            plain[each.at : each.at + len(each.words)] = " " * len(each.words)
    beside = "".join(plain)
    return language.does_more(f"{beside[first : len(before)]}\0{beside[end:last]}")


def _entity(use: Use, was: Entity, now: Entity) -> Iterator[Rewrite | Reread]:
    """A name that is gone becomes the one that came in its place, if only one did."""
    if not called(was, use.words) or called(now, use.words):
        return
    gone, come = was.names - now.names, now.names - was.names
    if gone == {use.words} and len(come) == 1:
        yield Rewrite(use.position, use.words, next(iter(come)), now.id)
    else:
        why = f"it is called {', '.join(sorted(now.names))}"
        yield Reread(use.position, use.words, now.id, why, False)


def apply(source: str, rewrites: Iterable[Rewrite]) -> tuple[str, list[Rewrite]]:
    """The source of a page with the rewrites made, and those whose words do not stand where they should."""
    lines = [0, *(found.end() for found in re.finditer("\n", source))]
    missed = []
    for each in sorted(rewrites, key=lambda rewrite: rewrite.position, reverse=True):
        start = lines[each.position.line - 1] + each.position.column - 1
        words = re.compile(r"\s+(?:>\s*)?".join(map(re.escape, each.old.split()))).match(
            source, start
        )
        if words is None or not re.match(r"\s*[<`]", source[words.end() :]):
            missed.append(each)
            continue
        source = source[:start] + each.new + source[words.end() :]
    return source, missed[::-1]


def by_page(rewrites: Iterable[Rewrite]) -> Mapping[str, list[Rewrite]]:
    """The rewrites of each file."""
    pages: dict[str, list[Rewrite]] = {}
    for each in rewrites:
        pages.setdefault(each.position.path, []).append(each)
    return pages
