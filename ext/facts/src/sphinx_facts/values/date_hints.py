"""What a text that is no EDTF date most likely meant: rewritings of it, the best first.

Nothing here decides what a date is: `dates.parse` tries each rewriting and shows only one that is valid.
"""

from __future__ import annotations

import datetime
import re
import string
import unicodedata
from collections.abc import Iterator

from babel.dates import get_month_names

# A rewriting and what a person must add to it (begins with a space; “ (” marks one of two equal readings).
Candidate = tuple[str, str]

MONTHS = tuple(get_month_names("wide", locale="en_GB").values())
"""The names of the months in English, whatever the language of the machine."""
_MONTHS = {"sept": 9} | {
    name.lower(): number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month, month[:3])
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# Hyphen, no-break hyphen, figure dash, en dash, em dash, minus.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_VAGUE = re.compile(
    r"(?:(?P<part>early|mid|middle of|late|beginning of|end of)"
    r"|(?:about|around|circa|approximately|approx\.?|ca?\.?)"
    r"|(?P<doubt>probably|perhaps|possibly))[ -]+(?:the )?(?P<rest>.+)"
)
_PLACES = (
    r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (?P<name>[a-z]+)\.?,? (?P<y>[0-9]{4})",
    r"(?P<name>[a-z]+)\.? (?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y>[0-9]{4})",
    r"(?P<name>[a-z]+)\.?,?(?: of)? (?P<y>[0-9]{4})",
    r"(?P<y>[0-9]{4}),? (?P<name>[a-z]+)\.?(?: (?P<d>[0-9]{1,2}))?",
    r"(?P<y>[0-9]{4})年(?:(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日)?)?",
    r"(?P<y>[0-9]{4})년(?: ?(?P<m>[0-9]{1,2})월(?: ?(?P<d>[0-9]{1,2})일)?)?",
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    r"(?P<y>[0-9]{4})[-/. ](?P<m>[0-9]{1,2})(?:[-/. ](?P<d>[0-9]{1,2}))?",
)

_AROUND = string.whitespace + "\"'“”„‟‘’"


def candidates(text: str) -> Iterator[Candidate]:
    """Rewritings of `text` as EDTF, valid or not, the likeliest first."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).strip(_AROUND)
    yield folded, ""
    yield from _one(folded)
    yield from _spans(folded)
    yield from _shorter(folded)


def _one(text: str) -> Iterator[Candidate]:
    """`text` as one date."""
    yield from _words(text.lower())
    yield from _reversed(text)
    yield from _counted(text)
    if found := re.fullmatch(r"(.*?[0-9])(?:T| ?,? )[0-9]{1,2}:[0-9]{2}.*", text):
        yield found[1], " and put the time of day into the note"
    bare = re.sub(r"[ ~?%()]", "", text)
    marks = {mark for mark in "~?%" if mark in text}
    if marks and "/" not in text:
        yield bare + (marks.pop() if len(marks) == 1 else "%"), ""
    if re.fullmatch(r"[0-9Xx-]+", text):
        yield text.upper(), ""
        yield re.sub(r"-(?:[0-9]X|X[0-9])", "-XX", text.upper()), ""
    yield text.removeprefix("Y"), ""


def _words(text: str) -> Iterator[Candidate]:
    mark, remark = "", ""
    if found := _VAGUE.fullmatch(text):
        mark, text = "?" if found["doubt"] else "~", found["rest"]
        remark = f" and say “{found['part']}” in the note" if found["part"] else ""
    if found := re.fullmatch(r"([0-9]{3})0s", text):
        yield f"{found[1]}X{mark}", remark
    for form in _PLACES:
        if found := re.fullmatch(form, text):
            yield from ((date + mark, remark) for date in _numbers(found.groupdict()))
    yield text.upper() + mark, remark


def _numbers(parts: dict[str, str | None]) -> Iterator[str]:
    name, day = parts.get("name"), parts.get("d")
    month = int(parts.get("m") or 0) or _MONTHS.get(name or "") or _SEASONS.get(name or "", 0)
    if not month and (name or parts.get("m")):
        return
    yield f"{parts['y']}" + (f"-{month:02}" if month else "") + (f"-{int(day):02}" if day else "")


def _reversed(text: str) -> Iterator[Candidate]:
    """Day or month first; where both readings exist, both are offered."""
    if found := re.fullmatch(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})", text):
        first, second, year = int(found[1]), int(found[3]), found[4]
        day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        readings = {day_first: (first, second), month_first: (second, first)}
        both = len(readings) > 1 and max(first, second) <= 12
        for date, (day, month) in readings.items():
            yield date, f" ({day} {MONTHS[month - 1]})" if both else ""
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{4})", text):
        yield f"{found[2]}-{int(found[1]):02}", ""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        yield f"{found[1]}-{found[3]}-{found[2]}", f" if {int(found[2])} is the day"


def _counted(text: str) -> Iterator[Candidate]:
    """Weeks and days of the year, worked out."""
    try:
        if found := re.fullmatch(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?", text):
            first = datetime.date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
            yield (
                (f"{first}", "")
                if found[3]
                else (f"{first}/{first + datetime.timedelta(days=6)}", "")
            )
        if (found := re.fullmatch(r"([0-9]{4})-([0-9]{3})", text)) and int(found[2]):
            day = datetime.date(int(found[1]), 1, 1) + datetime.timedelta(days=int(found[2]) - 1)
            if day.year == int(found[1]):
                yield f"{day}", ""
    except (ValueError, OverflowError):  # no such week or year: nothing to offer
        return


def _spans(text: str) -> Iterator[Candidate]:
    """`text` as an interval: other marks between the ends, shortened ends, ends the wrong way round."""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2}|[0-9]{4})", text):
        yield f"{found[1]}/{found[1][: 4 - len(found[2])]}{found[2]}", " if it is a span of years"
    lower = text.lower()
    if found := re.fullmatch(r"(?:until|to|up to) (.+)", lower):
        yield from ((f"../{date}", "") for date, _ in [(found[1], ""), *_one(found[1])])
    if found := re.fullmatch(r"(?:from|since) (.+)", lower):
        yield from ((f"{date}/..", "") for date, _ in [(found[1], ""), *_one(found[1])])
    for mark in ("/", " to ", " until ", " - ", "--", "..", "-"):
        if lower.count(mark) != 1 and not (mark == "-" and lower.count("-") % 2):
            continue
        pieces = lower.removeprefix("from ").split(mark)
        half = len(pieces) // 2
        left, right = (mark.join(side).strip() for side in (pieces[:half], pieces[half:]))
        yield from _joined(left, right)


def _joined(left: str, right: str) -> Iterator[Candidate]:
    words = {"open": "..", "now": "..", "unknown": ""}
    lefts, rights = ([side.upper(), *(date for date, _ in _one(side))] for side in (left, right))
    if re.fullmatch(r"[0-9]{2}(?:-[0-9]{2})?", right) and len(right) < len(left):
        rights.insert(1, left[: len(left) - len(right)] + right)
    if left in words or right in words:
        yield f"{words.get(left, left)}/{words.get(right, right)}", ""
    yield from ((f"{start}/{end}", "") for start in lefts for end in rights)
    yield f"{right}/{left}".upper(), " if the two ends are exchanged"
    yield from ((f"{start}/{right}".upper(), remark) for start, remark in _shorter(left))
    yield from ((f"{left}/{end}".upper(), remark) for end, remark in _shorter(right))


def _shorter(text: str) -> Iterator[Candidate]:
    """`text` without the part that cannot be."""
    if found := re.fullmatch(r"([0-9]{4}-[0-9]{2})-[^/]*", text):
        yield found[1], " if the day is not known"
    if found := re.fullmatch(r"([0-9]{4}|[0-9]{3}X)-(?![0-9]{3}$)[^/]*", text):
        yield found[1], " if the month is not known"
