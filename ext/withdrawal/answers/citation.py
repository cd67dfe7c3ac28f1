"""How to cite a single value: as text and as BibTeX, with the edition. Pure."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_facts.values.catalog import Fact

TITLE = "Going Home: The Withdrawal of the Chinese People’s Volunteers from Korea, 1953–1958"
AUTHOR = "Going Home contributors"


class Edition(NamedTuple):
    """The edition that is cited, and the address of its website, if it has one."""

    version: str
    base: str = ""


def address(edition: Edition, fact: Fact, page: str) -> str:
    """The permanent address of a value; without a website, the part of it that stays the same everywhere."""
    base = f"{edition.base.rstrip('/')}/" if edition.base else ""
    return f"{base}{page}#{fact.target[1]}"


def text(edition: Edition, fact: Fact, words: str, page: str, rivals: tuple[str, ...] = ()) -> str:
    """The citation as a sentence. `rivals` are the discrepancies about the value, which a reader must know of."""
    unit = f" {fact.unit}" if fact.unit else ""
    return (
        f"{AUTHOR}, {TITLE}, edition {edition.version}, value {fact.id} ({fact.title}): {words}{unit}, "
        f"{_known(fact, rivals)}. {address(edition, fact, page)}"
    )


def bibtex(
    edition: Edition, fact: Fact, words: str, page: str, rivals: tuple[str, ...] = ()
) -> str:
    """The citation as a BibTeX entry; braces in a title would end it, so there are none."""
    unit = f" {fact.unit}" if fact.unit else ""
    lines = [
        f"@misc{{goinghome-{fact.id},",
        f"  author = {{{{{AUTHOR}}}}},",
        f"  title = {{{TITLE}: {_plain(fact.title)}}},",
        f"  edition = {{{edition.version}}},",
        f"  note = {{Value {fact.id}: {_plain(words + unit)}, {_known(fact, rivals)}}},",
        f"  {'url' if edition.base else 'howpublished'} = {{{address(edition, fact, page)}}}",
        "}",
    ]
    return "\n".join(lines)


def _known(fact: Fact, rivals: tuple[str, ...]) -> str:
    return f"{fact.status}; sources differ ({', '.join(rivals)})" if rivals else fact.status


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")").replace("%", r"\%").replace("&", r"\&")
