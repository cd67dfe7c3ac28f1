"""How to cite a single value: as text and as BibTeX, with the edition. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sphinx_facts.values.catalog import Fact

TITLE = "Going Home: The Withdrawal of the Chinese People’s Volunteers from Korea, 1953–1958"
AUTHOR = "Going Home contributors"
DATE = "2026-11-22"
"""The day of this edition, as `CITATION.cff` has it; errata are kept from it on."""


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
        f"  year = {{{DATE[:4]}}},",
        f"  date = {{{DATE}}},",
        f"  note = {{Value {fact.id}: {_plain(words + unit)}, {_known(fact, rivals)}}},",
        f"  {'url' if edition.base else 'howpublished'} = {{{address(edition, fact, page)}}}",
        "}",
    ]
    return "\n".join(lines)


def ris(edition: Edition, fact: Fact, words: str, page: str, rivals: tuple[str, ...] = ()) -> str:
    """The citation as a RIS record."""
    unit = f" {fact.unit}" if fact.unit else ""
    where = address(edition, fact, page)
    lines = [
        ("TY", "DATA"), ("ID", f"goinghome-{fact.id}"), ("AU", f"{AUTHOR},"),
        ("TI", f"{TITLE}: {fact.title}"), ("ET", edition.version), ("PY", DATE[:4]),
        ("DA", DATE.replace("-", "/")), ("N1", f"Value {fact.id}: {words}{unit}, {_known(fact, rivals)}"),
        ("UR", where if edition.base else ""), ("M1", "" if edition.base else where),
    ]  # fmt: skip
    return ris_record(lines).rstrip()


def ris_record(lines: Iterable[tuple[str, str]]) -> str:
    """A record of RIS: its fields that hold something, each on a line, and its end."""
    held = (f"{tag}  - {' '.join(given.split())}\r\n" for tag, given in lines if given)
    return "".join((*held, "ER  - \r\n"))


def _known(fact: Fact, rivals: tuple[str, ...]) -> str:
    return f"{fact.status}; sources differ ({', '.join(rivals)})" if rivals else fact.status


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")").replace("%", r"\%").replace("&", r"\&")
