"""Number words that are no figure: whole phrases, and words that are none in what stands around them.

A phrase stands here only if nobody would ask “how many?” or “which in order?” on reading it, whatever follows it:
“for a second” is missing since “for a second batch” counts; what must not follow it is said in the second list.
"""

from __future__ import annotations

import re

IDIOMS: tuple[str, ...] = tuple(
    phrase.strip()
    for phrase in """
    one another | one of the | one of its | one of his | one of her | one of their
    one of these | one of those | one of them | one of which | one of whom | one of our
    one of many | one of several | no one | no one’s | each one | every one | which one
    this one | that one | the one who | the one that | the one which | the one in | the one on
    the only one | the other one | another one | one by one | one at a time | one after another
    one after the other | one or other | one or the other | one side | one side’s | one-sided
    on the one hand | on one hand | for one thing | one way or another | one kind or another
    one and the same | one and all | at one time | at one point | at one stage | at one with
    one-time | one-off | one-way | one-to-one | one’s | one’s own | one would | one might
    one may | one can | one must | one should | one sees | one reads | one could | one will
    one cannot | one can’t | one knows | one finds | one wonders | one hopes | one wishes
    one imagines | one expects | one learns | one is tempted | one is struck | one is reminded
    one is inclined | one thing | one reason | one explanation | one possibility | one answer
    one example | one consequence | one difficulty | one such | one in particular | at one blow
    at one stroke | with one voice | of one mind | as one man | on one condition | in one piece
    in one go | one in a million | the one from | the one with | the one at | the one to
    the one for | the one by | the one of | the one he | the one she | the one they | the one we
    the one it | one’s self | oneself | one-eyed | at first | first of all | at first sight
    at first glance | at first hand | first hand | first-hand | first and foremost | first name
    first names | first lady | first secretary | first vice-premier | first vice-minister
    first deputy | first-class | first aid | in the first place | in the second place
    for the first time | the first time | first come | first light | first thing | first things
    first step | first steps | first-rate | first rate | first floor | first draft
    first language | first edition | first lieutenant | first-ever | first-born | first cousin
    first impression | first impressions | first principles | first hours of | first days of
    first weeks of | first months of | first years of | first days after | first weeks after
    first months after | first years after | first half-light | second to none | second only to
    second-in-command | second in command | second-rate | second best | second-best
    second chance | second language | second home | second guess | second-guess | second wind
    second sight | second cousin | second childhood | second floor | second hand | second-hand
    second thoughts | on second thoughts | second nature | second-class | split second
    per second | a second later | every second counts | third party | third parties
    third-party | third country | third countries | third world | third degree | third rail
    third person | fourth estate | fifth column | fifth columnist | fifth columnists
    fifth wheel | sixth sense | seventh heaven | eleventh hour | first world war
    second world war | third reich | fourth republic | fifth republic | five-year plan
    five-year plans | seven years’ war | thirty years’ war | hundred years’ war | big three
    big four | gang of four | ten commandments | three kingdoms | half the battle
    half the time | half a chance | half an eye | half an ear | better half | in half | by half
    by halves | half past | half asleep | half awake | half open | half empty | half full
    half dead | half afraid | half hidden | half forgotten | half finished | half built
    half mast | half measures | double meaning | double agent | double-check | double standard
    double standards | double-edged | double game | double life | double role | double bind
    double back | doubled back | doubling back | double doors | double room | double duty
    double-track | double vision | think twice | thought twice | thinking twice | once or twice
    twice over | twice-told | two and two together | in two minds | cut in two | broke in two
    broken in two | two-faced | two-way | two by two | two sides of | two-edged | no two
    two’s company | three cheers | three-dimensional | three by three | on all fours
    four corners | four-square | four winds | five o’clock shadow | at sixes and sevens
    six of one and half a dozen of the other | seven seas | cloud nine | dressed to the nines
    nine days’ wonder | nine times out of ten | ninety-nine times out of a hundred | ten to one
    baker’s dozen | a hundred and one things | a hundred times over | a thousand times over
    a thousand times better | a thousand pardons | a thousand words | a thousand thanks
    thanks a million | a million miles away | forty winks | fifty-fifty | zero-sum
    zero tolerance | zero in on | zeroed in on | ground zero | old scores | settle scores
    the scores | in some quarters | in all quarters | from all quarters | quarters of the city
    quarter of the city | quarter of the town | long march | march past | CC BY | CC BY-SA
    half-hearted | half-heartedly | half-way
    """.replace("\n", "|").split("|")
    if phrase.strip()
)
_AFTER = (
    "(?:of|in|on|at|by|for|from|with|to|that|which|who|whose|than|as|is|was|were|are|has|had|have|and|or|but|nor|would"
    "|could|can|might|did|does|will|came|went|left|when|where|because|if|so|too|either|instead|still|here|there|again)"
)
_CLOSED = rf"(?=[^\w\s’-]|\s*\Z|\s+{_AFTER}\b)"
_OPEN = r"(?:\A|[.!?;:,–—(“]\s*|\b(?:that|as|if|when|what|where|how|than|and|but|so|because|until|for|before|after) )\Z"
_DONE = (
    r"(?:[a-z]{2,}ed|met|seen|heard|came|went|began|saw|spoke|left|known|written|put|made|set|told|shown|sent|read|found"
    "|given|taken|thought|built|held|drew|broke|took|wrote|said|learnt|became|got|drawn|spoken)"
)
_ONE_BEFORE = r"an?|the|this|that|each|every|another|any|no|some|such an?|many an?"
_ONE_DOES = (
    "has to|had to|never|always|feels?|thinks?|hears?|looks?|asks?|says?|remembers|did not|does"
)
_DAYTIME = "day|morning|afternoon|evening|night|winter|summer"
_SOMEBODY = "he|she|they|it|the|in|when|a|an|somebody|someone"
_STOP = r"[^\w\s’-]|\s*\Z"
_INNOCENT = tuple(
    (word, re.compile(before, re.IGNORECASE), re.compile(after))
    for word, before, after in (
        # “a better one”, “the one of”; “one feels”; “one day he said”; “one train after another”
        ("one", rf"\b(?:{_ONE_BEFORE})(?: [a-z’-]+){{1,2}} \Z", _CLOSED),
        ("one", r"\b(?:an?|the) (?:[a-z]+ )?\Z", _CLOSED),
        ("one", _OPEN, rf" (?:{_ONE_DOES})\b"),
        ("one", rf"{_OPEN}|(?<=\bfor )\Z", rf" (?:{_DAYTIME})(?:,| (?:{_SOMEBODY})\b)"),
        ("one", "", r" [a-z]+ (?:after|or) (?:another|the other|the next)\b"),
        ("one", r"\bfrom \Z", r" [a-z]+ to (?:another|the next|the other)\b"),
        ("one", r"\b(?:as|for|not|many an?) \Z", r"(?=[.,;:!?)”]|\s*\Z)"),
        # “the first to leave”; “was first seen”; “they came first”
        ("first", r"\bthe (?:very )?\Z", r" (?:to (?!the\b|an?\b|\d)|who |that )"),
        (
            "first",
            r"(?<!\bthe )(?<!\ba )(?<!\bits )(?<!\bhis )(?<!\btheir )\Z",
            rf" {_DONE}\b",
        ),
        (
            "first",
            r"\b(?:came|comes?|left|went|go|goes|put|was|were|is|are|safety|ladies|ask(?:ed)?) \Z",
            r"(?=[.,;:!?)”]|\s*\Z| (?:and|but)\b)",
        ),
        # “in a second”, but not “in a second batch”; “to second the motion”
        (
            "second",
            r"\b(?:in|for|within|wait|just|only|hold on|not|to) a \Z",
            rf"(?={_STOP}|\s+(?:it|he|she|they|we|and|or|but|that|to|as)\b)",
        ),
        ("second", r"\b(?:came|come|comes|placed|put|ranked) \Z", r"(?=[.,;:!?)”]|\s*\Z)"),
        (
            "second",
            r"\b(?:to|would|will|did|could|must) \Z",
            r" (?:the|his|her|their|him|them|it|this|that)\b",
        ),
        ("half", "", r"-(?!dozen|million|hour|day|year|mile|past|a\b|century)[a-z]+"),
        (
            "half",
            "",
            r" (?:[a-z]{3,}(?:ed|en)|hoping|expecting|knowing|fearing|hidden|lost|mad|blind)\b",
        ),
    )
)


def innocent(text: str, start: int, end: int) -> bool:
    """Whether the number word in `text` from `start` to `end` is no figure in what stands around it."""
    word = text[start:end].lower().removeprefix("a ")
    return any(
        word == each and before.search(text[max(0, start - 40) : start]) and after.match(text, end)
        for each, before, after in _INNOCENT
    )
