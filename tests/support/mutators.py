"""Finds every figure in the source of a page, and writes each of them wrong: for tests/whole/test_mutants.py.

Nothing here comes from `ext`: with the checker's own word lists, a blind spot of the checker would hide itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words(
    "January February March April May June July August September October November December"
)
WORDS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
)
ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth"
)
PARTS = _words("half quarter")
SHARES = _words("halves thirds quarters fifths sixths sevenths eighths tenths")
SEASONS = _words("spring summer autumn winter")
HANZI = [*"一二三四五六七八九十"]
ROMAN = _words("II III IV V VI VII VIII IX X XI XII")
LISTS = {
    "number word": WORDS,
    "ordinal": ORDINALS,
    "month": MONTHS,
    "fraction": PARTS,
    "share": SHARES,
    "season": SEASONS,
    "Roman": ROMAN,
}
HEDGES = {
    "just over": "just under",
    "more than": "fewer than",
    "over": "nearly",
    "nearly": "over",
    "almost": "over",
    "fewer than": "more than",
    "less than": "more than",
    "at least": "at most",
    "at most": "at least",
    "up to": "over",
    "about": "over",
    "around": "over",
    "roughly": "over",
    "some": "over",
    "close to": "over",
}

_ROLE = re.compile(r"\{(?P<role>[\w:-]+)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)(?!`)", re.S)
_CODE = re.compile(r"(?<!`)``(?!`).+?(?<!`)``(?!`)")
_TITLED = re.compile(r"(?P<words>.+?)\s*<(?P<id>[^<>]+)>", re.S)
# Addresses, names of notes, code; roles are blank when this is looked for.
_UNSEEN = r"\]\([^()\s]*\)|<(?:https?:|mailto:)[^>]*>|\[\^[^\]]+\]|(`+)(?!`)[^`]+\1(?!`)"
_FENCE = re.compile(r"\s*(?P<marks>`{3,}|:{3,})\s*(?:\{(?P<name>[\w-]+)\})?(?P<rest>.*)")
_TOKEN = re.compile(
    r"(?P<numeral>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<suffix>st|nd|rd|th)?"
    + "".join(
        rf"|(?<![A-Za-z])(?P<{name.replace(' ', '_')}>{'|'.join(sorted(words, key=len, reverse=True))})(?![A-Za-z])"
        for name, words in LISTS.items()
        if name not in ("month", "Roman")
    )
    + rf"|(?-i:(?<![A-Za-z])(?P<month>{'|'.join(MONTHS)})(?![A-Za-z]))"
    + rf"|(?-i:(?<![A-Za-z])(?P<Roman>{'|'.join(sorted(ROMAN, key=len, reverse=True))})(?![A-Za-z]))"
    + rf"|(?P<hanzi>[{''.join(HANZI)}](?=[年月日军軍师師个個次批万千百])|(?<=第)[{''.join(HANZI)}])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One figure written wrong: what stands at `start` to `end` becomes `new`."""

    kind: str
    start: int
    end: int
    new: str


@dataclass(slots=True)
class Words:
    """A stretch of text that is judged as one: the words of a role, or figures close together outside roles."""

    start: int
    end: int
    text: str
    place: str
    role: str = ""
    id: str = ""
    mutants: tuple[Mutant, ...] = ()

    @property
    def titled(self) -> bool:
        """Whether the role names what it is bound to beside the words."""
        return bool(self.role) and self.id != self.text


def stretches(source: str, *, all_facts: bool = False) -> Iterator[Words]:
    """Every stretch of a page with a figure or a hedge that a reader sees; with `all_facts`, every fact."""
    places = _places(source)
    masked = list(source)
    for begin, end in (
        *_unseen_lines(source, places),
        *(code.span() for code in _CODE.finditer(source)),
    ):
        masked[begin:end] = " " * (end - begin)
    for role in _ROLE.finditer("".join(masked)):
        masked[role.start() : role.end()] = "\0" * len(role[0])
        name, start = role["role"], role.start("text")
        if name.startswith("cite") or name in (
            "doc",
            "ref",
            "file",
            "abbr",
            "claim",
            "discrepancy",
            "sum",
        ):
            continue
        titled = _TITLED.fullmatch(role["text"])
        text = titled["words"] if titled else role["text"]
        if name == "fact" and not titled:
            continue  # the words are written from the data
        found = Words(
            start,
            start + len(text),
            text,
            _place(source, places, start),
            name,
            titled["id"] if titled else text,
        )
        found.mutants = (
            *_hedge(text, start),
            *(mutant for token in _TOKEN.finditer(text) for mutant in _mutants(token, start)),
        )
        if found.mutants or (all_facts and name == "fact"):
            yield found
    plain = re.sub(_UNSEEN, lambda found: " " * len(found[0]), "".join(masked))
    group: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(plain), None):
        if group and (token is None or token.start() - group[-1].end() > 12):
            start, end = group[0].start(), group[-1].end()
            mutants = tuple(mutant for each in group for mutant in _mutants(each, 0))
            yield Words(
                start, end, source[start:end], _place(source, places, start), mutants=mutants
            )
            group = []
        if token is not None and not token["season"]:  # a season is a figure only beside a year
            group.append(token)


def locators(source: str) -> int:
    """How many figures stand in the page numbers of citations, which no data hold."""
    return sum(
        len(re.findall(r"\d+", part))
        for role in re.findall(r"\{cite[:\w]*\}`([^`]*)`", source)
        for part in re.findall(r"\{([^}]*)\}", role)
    )


def insertions() -> dict[str, str]:
    """A new figure of every kind, by kind."""
    return {
        "digits": "4,711",
        "words": "forty-seven",
        "ordinal": "nineteenth",
        "date": "3 June 1951",
        "month": "August",
        "year": "1951",
        "percentage": "17 per cent",
        "fraction": "two thirds",
        "Roman": "XIV",
        "range": "10–12",
        "decade": "the 1960s",
        "hanzi": "第三",
    }


def paragraphs(source: str) -> list[int]:
    """The ends of the plain paragraphs of a page, outside lists, tables and directives."""
    places, lines, offset, ends = _places(source), source.split("\n"), 0, []
    for number, line in enumerate(lines):
        offset += len(line)
        alone = (number == 0 or not lines[number - 1].strip()) and (
            number + 1 == len(lines) or not lines[number + 1].strip()
        )
        if alone and places[number] == "paragraph" and re.match(r"[\w{“*]", line):
            ends.append(offset)
        offset += 1
    return ends


def spots(source: str) -> dict[str, int]:
    """One spot for each kind of place of a page at which a figure can be typed: heading, cell, caption and so on."""
    found: dict[str, int] = {}
    offset = 0
    for line, place in zip(source.split("\n"), _places(source), strict=True):
        if (
            place == "table cell"
            and line.rstrip().endswith("|")
            and not re.fullmatch(r"[|\s:-]+", line)
        ):
            found.setdefault(place, offset + line.rstrip().rindex("|"))
        elif place in ("heading", "caption", "alt text", "footnote", "list") and line.strip():
            found.setdefault(place, offset + len(line.rstrip()))
        offset += len(line) + 1
    return found


def _mutants(token: re.Match[str], offset: int) -> Iterator[Mutant]:
    start, end = token.start() + offset, token.end() + offset
    for name, words in LISTS.items():
        if word := token.group(name.replace(" ", "_")):
            small = word if name in ("month", "Roman") else word.lower()
            new = words[(words.index(small) + 1) % len(words)]
            yield Mutant(
                f"{name} → next",
                start,
                end,
                new.capitalize() if word[0].isupper() and name != "Roman" else new,
            )
            return
    if sign := token["hanzi"]:
        yield Mutant("hanzi → next", start, end, HANZI[(HANZI.index(sign) + 1) % len(HANZI)])
        return
    shown, suffix = token["numeral"], token["suffix"] or ""
    kind = _kind(token)
    for label, new in _numerals(shown):
        yield Mutant(f"{kind} {label}", start, end, new + (_suffix(new) if suffix else ""))


def _kind(token: re.Match[str]) -> str:
    text, shown = token.string, token["numeral"]
    after = text[token.end() :]
    if token["suffix"]:
        return "ordinal"
    if re.match(r" ?%| per ?cent", after):
        return "percentage"
    if re.fullmatch(r"(18|19|20)\d\d", shown):
        return "year"
    if re.match(rf" (?:{'|'.join(MONTHS)})|[–-]\d+ (?:{'|'.join(MONTHS)})", after):
        return "day"
    return "numeral"


def _numerals(shown: str) -> Iterator[tuple[str, str]]:
    places = len(shown.partition(".")[2])
    number = int(re.sub(r"[.,]", "", shown))

    def write(value: int) -> str:
        digits = str(value).rjust(places + 1, "0")
        whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
        return (f"{int(whole):,}" if "," in shown or int(whole) > 99999 else whole) + (
            f".{part}" if part else ""
        )

    yield "+1", write(number + 1)
    if number > 0:
        yield "−1", write(number - 1)
        yield "×10", write(number * 10)
    if (turned := int(str(number)[::-1])) != number:
        yield "reversed", write(turned)


def _suffix(shown: str) -> str:
    last = int(shown.replace(",", "")) % 100
    return "th" if last in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")


def _hedge(text: str, offset: int) -> Iterator[Mutant]:
    for hedge, other in HEDGES.items():
        if re.match(rf"{hedge}\s", text, re.I):
            new = other.capitalize() if text[0].isupper() else other
            yield Mutant("hedge swapped", offset, offset + len(hedge), new)
            return


def _places(source: str) -> list[str]:
    """For each line what kind of place it is; empty where a reader sees nothing of it."""
    places: list[str] = []
    open_fences: list[tuple[str, str]] = []
    options = False
    for line in source.split("\n"):
        fence = _FENCE.match(line)
        if fence and (fence["name"] or open_fences or fence["marks"][0] == "`"):
            if not fence["name"] and open_fences and fence["marks"].startswith(open_fences[-1][0]):
                open_fences.pop()
            else:
                open_fences.append((fence["marks"], fence["name"] or "code"))
                options = True
            places.append("")
            continue
        inside = open_fences[-1][1] if open_fences else ""
        option = re.match(r"\s*:(\w[\w-]*):", line) if inside and options else None
        options = options and (option is not None)
        if option:
            places.append({"caption": "caption", "alt": "alt text"}.get(option[1], ""))
        elif inside in ("code", "toctree"):
            places.append("")
        elif inside == "list-table" or re.match(r"\s*\|", line):
            places.append("table cell")
        elif inside == "figure":
            places.append("caption")
        elif re.match(r"#+ ", line):
            places.append("heading")
        elif re.match(r"\[\^[^\]]+\]:", line):
            places.append("footnote")
        elif re.match(r"\s*(?:[-*+]|\d+[.)])\s", line):
            places.append("list")
        else:
            places.append("" if re.fullmatch(r"\([\w-]+\)=\s*", line) else "paragraph")
    return places


def _place(source: str, places: list[str], offset: int) -> str:
    return places[source.count("\n", 0, offset)]


def _unseen_lines(source: str, places: list[str]) -> Iterator[tuple[int, int]]:
    """The lines that no reader sees as words, and the beginnings of lines: option names, marks of lists and notes."""
    offset = 0
    for line, place in zip(source.split("\n"), places, strict=True):
        if not place:
            yield offset, offset + len(line)
        elif found := re.match(r"\s*(?::\w[\w-]*:|\[\^[^\]]+\]:|\d+[.)]\s)", line):
            yield offset, offset + found.end()
        offset += len(line) + 1


def figures(text: str) -> list[re.Match[str]]:
    """Every word of a text that is a figure."""
    return list(_TOKEN.finditer(text))
