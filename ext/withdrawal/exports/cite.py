"""The bibliography and single values in the forms that programs for citing read: BibTeX, RIS, CSL-JSON. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pybtex.database import BibliographyData, Entry, Person

from ext.withdrawal.answers import citation
from ext.withdrawal.answers.line import say
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.model import Source

_KINDS = {
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "mastersthesis": ("THES", "thesis"),
    "techreport": ("RPRT", "report"),
}
"""The kind of a work in RIS and in CSL; any other is a page of the web, or a document without address."""
_FIELDS = (
    "title", "journal", "howpublished", "volume", "number", "pages", "publisher", "date",
    "isbn", "issn", "doi", "url", "urldate",
)  # fmt: skip


def files(book: Book) -> dict[str, bytes]:
    """The bibliography in three forms."""
    works = list(book.data.sources.values())
    made = {"bib": _bibtex(works), "ris": "".join(map(_ris, works)), "json": _csl(works)}
    return {f"bibliography.{end}": text.encode() for end, text in made.items()}


def values(book: Book, edition: citation.Edition, facts: str) -> dict[str, bytes]:
    """Each value by its id, as JSON (a line of `facts`), BibTeX and RIS."""
    index = evidence.index(book)
    made: dict[str, str] = {}
    for told in json.loads(facts):
        fact = book.facts[told["id"]]
        rivals = tuple(row.id for row in index.discrepancies.get(fact.id, ()))
        given = (edition, fact, say(fact), f"{fact.target[0]}.html", rivals)
        made[f"{fact.id}.json"] = json.dumps(told, ensure_ascii=False, indent=1)
        made[f"{fact.id}.bib"] = citation.bibtex(*given)
        made[f"{fact.id}.ris"] = citation.ris(*given)
    return {f"facts/{name}": f"{text}\n".encode() for name, text in made.items()}


def _bibtex(works: Iterable[Source]) -> str:
    entries = {}
    for work in works:
        held = {name: given for name in _FIELDS if (given := getattr(work, name))}
        held |= {"year": year} if (year := work.date[:4]).isdigit() else {}
        held |= {"origtitle": work.title_native} if work.title_native else {}
        persons = [Person(each if "," in each else f"{{{each}}}") for each in _authors(work)]
        entry = Entry(work.kind or "misc", held, {"author": persons} if persons else {})
        entries[work.key] = entry
    made: str = BibliographyData(entries).to_string("bibtex")
    # an address is no text: what pybtex escapes in it would be part of it
    return re.sub(r"(?m)^ +(?:url|doi) = .*$", lambda line: line[0].replace("\\", ""), made)


def _authors(work: Source) -> list[str]:
    return [each for each in work.author.split("; ") if each]


def _kind(work: Source) -> tuple[str, str]:
    return _KINDS.get(work.kind, ("ELEC", "webpage") if work.url else ("GEN", "document"))


def _day(edtf: str) -> list[int]:
    """The year, month and day of a date, as far as they are given."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf)
    return [int(each) for each in found.groups() if each] if found else []


def _ris(work: Source) -> str:
    first, _, last = work.pages.replace("--", "–").partition("–")
    day = _day(work.date)
    lines = [
        ("TY", _kind(work)[0]), ("ID", work.key), *(("AU", each) for each in _authors(work)),
        ("TI", work.title), ("TT", work.title_native), ("T2", work.journal or work.howpublished),
        ("VL", work.volume), ("IS", work.number), ("SP", first), ("EP", last),
        ("PB", work.publisher), ("PY", f"{day[0]}" if day else ""),
        ("DA", "/".join(f"{each:02}" for each in day)), ("SN", work.isbn or work.issn),
        ("DO", work.doi), ("UR", work.url), ("Y2", work.urldate.replace("-", "/")),
        ("N1", f"Read: {work.seen}. Grade {work.grade}."),
    ]  # fmt: skip
    return citation.ris_record(lines)


def _csl(works: Iterable[Source]) -> str:
    return json.dumps([_item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def _item(work: Source) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.key, "type": _kind(work)[1], "title": work.title,
        "original-title": work.title_native, "author": [_name(each) for each in _authors(work)],
        "container-title": work.journal or work.howpublished, "volume": work.volume,
        "issue": work.number, "page": work.pages, "publisher": work.publisher, "DOI": work.doi,
        "ISBN": work.isbn, "ISSN": work.issn, "URL": work.url,
        "note": f"Read: {work.seen}. Grade {work.grade}.",
    }  # fmt: skip
    for name, edtf in (("issued", work.date), ("accessed", work.urldate)):
        item[name] = {"date-parts": [day]} if (day := _day(edtf)) else None
    return {name: given for name, given in item.items() if given}


def _name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": author}
