"""Citations: each figure before a mark has a work in it that supports it, and each work there supports a figure."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib.bibtex.citation_target import CitationTarget, parse_citation_targets

from ext.withdrawal.records.book import Book
from ext.withdrawal.records.evidence import rests_on
from sphinx_facts.prose.collect import Found, Use
from sphinx_facts.values.problem import Problem


def cited(book: Book, page: Found) -> Iterator[Problem]:
    """The figures of a page that no work cited for them supports, and the works cited for figures they say nothing of.

    A mark cites for what stands before it in its block, back to the mark before. What no mark follows takes its
    witnesses from the data.
    """
    for number, block in enumerate(page.blocks):
        said = (use for use in page.uses if use.block == number and use.asserts)
        uses = [use for use in said if use.role == "fact"]
        begin = 0
        for at, text in block.marks:
            stated = [use for use in uses if begin <= use.at < at]
            yield from _range(book, stated, [each.key for each in works_in(text)])
            begin = at


def _works(book: Book, name: str) -> tuple[str, ...]:
    """The works that support a value, or one that a sum holds equal to it."""
    fact = book.facts.get(name)
    equal = (book.facts.get(each) for each in (fact.same if fact else ()))
    return tuple(key for key in rests_on(book, fact, *equal).sources if key in book.data.sources)


def works_in(text: str) -> list[CitationTarget]:
    """The works that a mark cites, each with the words before and after it; none where it cannot be read."""
    try:
        return list(parse_citation_targets(text))
    except ValueError:  # told elsewhere
        return []


def _range(book: Book, stated: list[Use], keys: list[str]) -> Iterator[Problem]:
    held = {use.id: _works(book, use.id) for use in stated}
    idle = [key for key in keys if not any(key in works for works in held.values())]
    bare = [use for use in stated if keys and held[use.id] and not set(held[use.id]) & set(keys)]
    for use in bare:
        yield Problem(
            use.position,
            "fact.uncited",
            f"none of the works cited here ({', '.join(keys)}) supports “{use.words}” ({use.id})",
            f"cite {' or '.join(held[use.id][:3])} {f'instead of {idle[0]}' if idle else 'too'}, "
            "or end the citation before this figure",
        )
    if idle and not bare and any(held.values()):
        many = len(idle) > 1
        yield Problem(
            stated[-1].position,
            "fact.uncited",
            f"the citation after “{stated[-1].words}” stands for figures that {', '.join(idle)} "
            f"{'say' if many else 'says'} nothing of",
            f"give {'them' if many else 'it'} a mark apart, {{cite:p}}`{','.join(idle)}`",
        )
