"""What is counted, in English: the noun that stands after a figure, and whether it fits the unit of a fact."""

from __future__ import annotations

import re
from functools import cache

# Nouns on a line may stand for each other; a noun may stand on several lines. All in the plural.
_GROUPS = tuple(
    frozenset(line.split())
    for line in """
    americans koreans men people persons individuals soldiers troops volunteers servicemen personnel others
    men people persons commanders generals officers leaders members delegates
    people persons spectators onlookers citizens inhabitants residents women children
    people persons prisoners captives wounded dead casualties workers
    nations countries states governments powers
    armies corps
    divisions
    brigades
    regiments
    battalions
    companies
    units formations headquarters
    batches stages columns withdrawals groups waves
    teams
    tanks
    guns pieces
    trains
    cars wagons carriages coaches
    lorries trucks vehicles
    aircraft aeroplanes planes
    ships vessels
    seconds
    minutes
    hours
    days
    weeks
    fortnights
    months
    years
    decades
    centuries
    millimetres mm
    centimetres cm
    metres m
    kilometres km
    miles
    feet
    hectares acres
    tons tonnes
    kilograms kilogrammes kg
    yuan
    won
    dollars
    roubles rubles
    pounds
    claims statements
    sources works
    discrepancies places differences disagreements
    places towns sites
    events
    documents letters papers texts
    telegrams
    sums
    parts
    articles paragraphs clauses
    rules
    plans
    projects
    relics
    ports
    crossings ways roads routes
    graves tombs
    bridges
    buildings
    houses homes
    dykes embankments
    canals
    trees
    villages
    cities
    wars
    """.strip().splitlines()
)
_IRREGULAR = {
    "man": "men", "person": "persons", "army": "armies", "company": "companies", "lorry": "lorries",
    "country": "countries", "city": "cities", "century": "centuries", "batch": "batches", "foot": "feet",
    "volunteer": "volunteers", "spokesman": "spokesmen", "woman": "women", "child": "children",
    "discrepancy": "discrepancies", "family": "families", "percent": "per cent", "%": "per cent",
}  # fmt: skip
_KNOWN = frozenset[str]().union(*_GROUPS) | {"per cent"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that end the noun phrase of a figure; a noun behind them belongs to something else.
_ENDS = _words(
    """
    a an the and or but nor of in on at by to from for with without as than that which who whom
    whose this these those it its he she they we was were is are be been being has have had did
    does do will would could can may might must should shall not no when while where after
    before since until till over under against between among across along into onto out up down
    off about around per home each all both remain remained remains left stayed went came made
    make makes had gone ago early late earlier later more
    """
)
_BEGINS = re.compile(r"\s*(?:of\s+(?:the|these|those|its|his|her|their|our|all)\s+)?|-")
_WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*|%")
_REACH = 5


def misfit(unit: str, after: str) -> str:
    """The noun that `after` begins with, if it counts something else than `unit`; else an empty text.

    A known noun may have words before it (“six American divisions”); an unknown one is told at once after the figure.
    """
    noun = _noun(after)
    return noun if noun and unit and not _fits(_plural(noun.lower()), _units(unit)) else ""


def _noun(after: str) -> str:
    begin = _BEGINS.match(after)
    at = begin.end() if begin else 0
    found, reached, partitive = "", 0, bool(begin and "of" in begin[0])
    while reached < _REACH:
        word = _WORD.match(after, at)
        if not word or (word[0].lower() in _ENDS and not after.startswith("per cent", at)):
            break
        if after.startswith("per cent", at):
            return found or "per cent"
        plural = _plural(word[0].lower())
        if plural in _KNOWN:
            if partitive and plural != word[0].lower():
                return ""  # “six of the batch”, but “six of the batches”
            found = word[0]
        elif found:
            break
        elif not reached and _is_plural(word[0]):
            return word[0]
        reached, at = reached + 1, word.end()
        gap = re.match(r"\s+|(?<=%)", after[at:])
        if not gap:
            break
        at += gap.end()
    return found


def _is_plural(word: str) -> bool:
    return word.islower() and len(word) > 3 and bool(re.search(r"[^sui’]s$|men$", word))


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word if word in _KNOWN or f"{word}s" not in _KNOWN else f"{word}s"


@cache
def _units(unit: str) -> frozenset[str]:
    return frozenset({unit, *(_plural(word.lower()) for word in re.split(r"[\s-]+", unit))})


def _fits(noun: str, units: frozenset[str]) -> bool:
    return noun in units or any(noun in group and units & group for group in _GROUPS)
