"""The chronology as iCalendar (RFC 5545), all-day events. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from ext.withdrawal.answers.line import plain, value
from ext.withdrawal.records import queries
from ext.withdrawal.records.book import Book
from ext.withdrawal.records.kinds import target
from ext.withdrawal.records.model import Event

STAMP = "20000101T000000Z"
"""Every event needs the moment of its writing; the clock would change the file without a change of
data."""


def calendar(book: Book, base: str = "") -> str:
    """The calendar: each event with a known date, from its first possible day to its last; `base`
    is the website."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Going Home//Chronology//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Going Home: chronology",
    ]
    for event in queries.events(book.data):
        lines += _event(book, event, base)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(book: Book, event: Event, base: str) -> Iterator[str]:
    when = queries.edtf(event.date)
    days = sorted(day for day in (when.earliest, when.latest) if day) if when else []
    if not days:
        return
    said = plain(value(book.facts.get(f"{event.id}.date")))
    words = f"{said}: {event.text} {event.date.note}".strip()
    known = event.date.status in ("stated", "derived") and not re.search(r"[~?%X]", str(when))
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@going-home"
    yield f"DTSTAMP:{STAMP}"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{days[-1] + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(event.title)}"
    yield f"DESCRIPTION:{escape(words)}"
    yield f"CATEGORIES:{escape(event.lane)}"
    yield f"STATUS:{'CONFIRMED' if known else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-EDTF:{escape(event.date.value)}"
    if base:
        page, anchor = target("events", event.id)
        yield f"URL:{base.rstrip('/')}/{page}.html#{anchor}"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """Text as a value: commas, semicolons, backslashes and line breaks are escaped."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, each but the first with a space before it; no character
    is broken."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
