"""JSON-LD in the terms of schema.org: the book, its data, its events. Pure."""

from __future__ import annotations

import json
from typing import Any

from ext.withdrawal.answers.citation import AUTHOR, DATE, TITLE
from ext.withdrawal.exports.package import KEYWORDS, LICENCE
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import target

CONTEXT = {"@vocab": "https://schema.org/"}
Item = dict[str, Any]


def script(items: list[Item]) -> str:
    """Items as a `script` element; nothing in it can end the element or begin another."""
    text = json.dumps(
        {"@context": CONTEXT, "@graph": items}, ensure_ascii=False, separators=(",", ":")
    )
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _item(kind: str, **known: Any) -> Item:
    """An item of a type of schema.org; `id` is its address."""
    at = {"@id": known.pop("id")} if "id" in known else {}
    return {"@type": kind, **at, **known}


def _author() -> Item:
    return _item("Organization", name=AUTHOR)


def covered(book: Book) -> str:
    """From the first day of the first batch to the last of the last."""
    spans = [span for batch in book.data.batches.values() if (span := queries.edtf(batch.dates))]
    first = min((span.earliest for span in spans if span.earliest), default="")
    last = max((span.latest for span in spans if span.latest), default="")
    return f"{first}/{last}"


def the_book(base: str, version: str, span: str) -> Item:
    """The book as a whole; `base` is the address of the website, or empty."""
    about = _item("Event", name="Withdrawal of the Chinese People’s Volunteers from Korea")
    return _item(
        "Book", id=f"{base}#book", name=TITLE, bookEdition=version, datePublished=DATE, author=_author(),
        inLanguage="en", license=LICENCE["path"], temporalCoverage=span, about=about,
    )  # fmt: skip


def dataset(base: str, version: str, span: str, files: list[tuple[str, str]]) -> Item:
    """The data of the book, with each file and its media type."""
    described = (
        "Batches, units, events, people, places, documents and counts of the withdrawal of the "
        "Chinese People’s Volunteers from Korea, each value with its claims, sources and status."
    )
    distribution = [
        _item("DataDownload", name=name, encodingFormat=media, contentUrl=f"{base}data/{name}")
        for name, media in files
    ]
    return _item(
        "Dataset", id=f"{base}#data", name=f"{TITLE}: data", description=described,
        datePublished=DATE, keywords=KEYWORDS, url=f"{base}reference/downloads.html",
        version=version, creator=_author(), license=LICENCE["path"], temporalCoverage=span,
        spatialCoverage=_item("Place", name="Korea"), isAccessibleForFree=True,
        distribution=distribution,
    )  # fmt: skip


def chapter(base: str, title: str, page: str) -> Item:
    """A chapter of the book."""
    return _item("Chapter", id=f"{base}{page}", name=title, isPartOf={"@id": f"{base}#book"})


def events(book: Book, base: str) -> list[Item]:
    """Every event with a known day, with the places it names."""
    page, _ = target("events", "")
    found: list[Item] = []
    for event in queries.events(book.data):
        date = queries.edtf(event.date)
        if date is None or date.earliest is None:
            continue
        item = _item(
            "Event", id=f"{base}{page}.html#{event.id}", name=event.title, description=event.text,
            startDate=date.earliest.isoformat(),
        )  # fmt: skip
        if date.latest and date.latest != date.earliest:
            item["endDate"] = date.latest.isoformat()
        places = [book.data.places[name] for name in event.places if name in book.data.places]
        if places:
            item["location"] = [_item("Place", name=place.names.en) for place in places]
        found.append(item)
    return found
