"""The patterns of figures in English text, as parts of one regular expression. No pattern has a group that captures."""

from __future__ import annotations

from sphinx_facts.values.date_hints import MONTHS


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


def _after(words: str) -> str:
    """What stands after one of `words` and a space (each has its own look back, since they differ in length)."""
    return "(?:" + "|".join(f"(?<={word} )" for word in words.split()) + ")"


# Number words, small or capital: used inside (?i:…).
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = (
    "zero one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_SCALES = "hundred thousand million billion trillion dozen"
SCALE = _any(_SCALES)
_WORD = _any(f"{_UNITS} {_TENS} {_SCALES}")
_MANY = _any("tens dozens scores hundreds thousands millions billions trillions")
_AND = "(?:(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion)),? and )"
_WORDS = (
    rf"(?:an? (?={SCALE}\b))?{_WORD}\b(?:(?:-| |{_AND}|, (?={_WORD} hundred\b)){_WORD}\b){{0,20}}"
)
_SMALL = _any("one two three four five six seven eight nine ten")
_PART = _any(
    "half third quarter fourth fifth sixth seventh eighth ninth tenth hundredth thousandth"
)
_PARTS = _any(
    "halves thirds quarters fourths fifths sixths sevenths eighths ninths tenths hundredths thousandths"
)
_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
    " fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth"
)
ORDINAL = rf"(?:(?:{_WORDS}(?:-| |{_AND}))?{_any(_FIRST)}\b)"

# Numerals. “13(d)” is one figure, as is “10–12”; what is left of anything else with digits in it is a figure too.
# Superscripts, subscripts, circled digits, fractions, Roman signs, circled hanzi.
SIGNS = (
    "²³¹\u2070-\u2079\u2080-\u2089\u2460-\u24ff\u2776-\u2793"
    "¼½¾\u2150-\u215e\u2189\u2160-\u2188\u3220-\u3229\u3280-\u3289"
)
_NUMERAL = rf"(?:\d{{1,3}}(?:[, ]\d{{3}}(?!\d))+|\d+)(?:\.\d+)?(?:[{SIGNS}]+)?"
_SCALED = rf"{_NUMERAL}(?:[ -](?i:{SCALE})\b)?"
_TO = "(?: ?[–—] ?|-| to )"
NUMERALS = rf"{_SCALED}(?:\([a-z]\)|{_TO}(?=\d){_SCALED}|(?:[/.:]\d+)+|(?:st|nd|rd|th)\b)?"

# Dates. At the start of a sentence a bare “March” or “May” may be a verb, so it is a month only in the middle of one.
_MONTH = rf"(?:{'|'.join(MONTHS)})\b"
_SHORT = rf"(?:Sept|{'|'.join(month[:3] for month in MONTHS if len(month) > 3)})\b\.?"
_MONTHS = f"(?:{_MONTH}|{_SHORT})"
_CLEAR = "|".join(month for month in MONTHS if month not in ("March", "May"))
_BEFORE = _after("In Of By Until Since During From Early Mid Late Between After Before")
_INSIDE = f"(?:{_BEFORE}|(?<=[a-z,;:(–-] )|(?<=[(-]))"
_BARE = rf"(?:{_CLEAR}|{_INSIDE}(?:March|May))\b"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\b(?![.,:]\d))"
_YEAR = r"(?:(?:1\d|20)\d\d(?!\w|[.,]\d))"
_SEASON = "(?i:(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)?)"
_OF_YEAR = rf"(?:,? {_YEAR})?"
_FULL = rf"(?:{_DAY}(?: of)? {_MONTHS}{_OF_YEAR}|{_MONTHS} {_DAY}{_OF_YEAR}|{_MONTHS},? {_YEAR}|{_SEASON} {_YEAR})"
_UNTIL = "(?: ?[–—] ?|-| to | until | till | through )"
_SPAN = (
    rf"(?:(?:{_FULL}|{_MONTH}|{_DAY}|{_YEAR}){_UNTIL}|(?:{_DAY}|{_MONTH}) and )(?:{_FULL}|{_MONTH})"
)
_YEARS = rf"{_YEAR}(?:{_UNTIL}{_YEAR}|[–-]\d\d(?!\w)(?:-\d\d(?!\w))?)"
_FIFTIES = _any("twenties thirties forties fifties sixties seventies eighties nineties")
_DECADE = rf"(?i:the )?(?:1\d|20)\d0’?s\b|’[2-9]0s\b|(?i:(?:the )?{_FIFTIES})\b"
_NTH = rf"(?:(?i:{ORDINAL})|\d{{1,2}}(?:st|nd|rd|th)\b)"
_CENTURY = rf"{_NTH}(?:{_TO}{_NTH}|(?: and | or ){_NTH})?[ -](?i:centur(?:y|ies))\b"
DATE = "|".join(
    (
        _SPAN,
        rf"{_FULL}{_UNTIL}(?:{_DAY}(?:,? {_YEAR})?|{_YEAR})",
        _YEARS,
        _FULL,
        _BARE,
        _DECADE,
        _YEAR,
        _CENTURY,
    )
)

# Parts and multiples, used inside (?i:…) but for SHARE.
_HALVES = (
    rf"(?:(?:an? |one[- ])?(?:quarter|half) (?:of )?an? {SCALE}|an? (?:half|quarter) {SCALE}"
    rf"|three[- ]quarters of an? {SCALE})\b"
)
_MIXED = rf"(?:{_WORDS}) and (?:an? |one[- ]|three[- ])?(?:half|quarters?|third)\b(?: {SCALE}\b)?"
_ONE_PART = rf"an? {_PART}(?=[^\w\s]|\Z| (?:of|less|more|as|in|by)\b)|one[- ]{_PART}\b|an? quarter\b|quarters? of\b"
_IN_FIVE = rf"{_SMALL} (?:in|out of) {_SMALL}\b"
FRACTION = (
    rf"(?:{_HALVES}|{_MIXED}|(?:{_WORDS})[ -]{_PARTS}\b|{_ONE_PART}|{_IN_FIVE}|half\b|halves\b)"
)
_PER_CENT = r"(?: ?[%‰]| (?i:per cent|percent|percentage points?)\b)"
SHARE = rf"(?:{_SCALED}(?:{_TO}{_SCALED})?|(?i:{_WORDS}(?:{_TO}{_WORDS})?)){_PER_CENT}"
_TURNED = (
    "twice|thrice|double[ds]?|doubling|halv(?:e[ds]?|ing)|(?:tripl|trebl|quadrupl)(?:e[ds]?|ing)"
)
MULTIPLE = rf"(?:{_TURNED}|(?:{_SMALL}|hundred|thousand|\d+)-?fold)\b"
_FEW = "a (?:couple|pair) of|(?:an? )?fortnights?"
COUNT_WORDS = rf"(?:{_FEW}|(?:{_MANY} of )*{_MANY}|{_WORDS}(?: point {_WORD}(?: {_WORD})*)?(?: (?:to|or) {_WORDS})?)\b"

# Roman numerals up to LXXXIX: two letters or more, or one letter after the name of a part of a text.
ROMAN = (
    r"(?=[XLIV]{2})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
    rf"|{_after('Part Book Item Annex Phase Volume Chapter Article Section Appendix')}[IVX](?!\w)"
)

# Chinese and Korean numerals: with 第 or 제 before them, a counting word after them, or two and more together.
_HAN = "〇零一二三四五六七八九十百千万萬亿億两兩"
_HAN_UNITS = (
    "(?:军团|軍團|[余餘多]?[万萬千百亿億]|世纪|世紀|年代|[年月日号號师師军軍团團旅营營连連批次名人个個辆輛]"
    "|[架门門座条條天周岁歲时時分元米])"
)
_HANGUL_UNITS = "여?(?:[만천백억조]|년|월|일|명|개|차|회|군단|사단|군|호|세기|퍼센트)"
_PLAIN = r"\d{1,15}(?:[.,]\d{1,15}){0,4}"
EAST_ASIAN = (
    rf"(?!十分|万一|千万[不别])"
    rf"(?:(?:第?(?:{_PLAIN}|(?<![统統])[{_HAN}]+) ?{_HAN_UNITS}+)+|第[{_HAN}\d]+|[{_HAN}]{{2,}})"
    rf"|(?:제 ?)?(?:{_PLAIN}{_HANGUL_UNITS}+ ?)*{_PLAIN}{_HANGUL_UNITS}+"
    r"|제 ?(?:\d+|[일이삼사오육칠팔구십백]+)(?:차|군단|군|사단|회|호)?"
    r"|(?<![가-힣])[일이삼사오육칠팔구십백천]+만(?![가-힣])"
)

# The words, in small letters, that a figure can begin with (Roman numerals and signs apart).
_OTHERS = (
    "a an the tens dozens scores hundreds thousands millions billions trillions half halves quarter quarters"
    " couple pair fortnight fortnights twice thrice double doubled doubles doubling halve halved halves halving triple"
    " tripled triples tripling treble trebled trebles trebling quadruple quadrupled quadruples quadrupling"
    " twofold threefold fourfold fivefold sixfold sevenfold eightfold"
    " ninefold tenfold onefold hundredfold thousandfold spring summer autumn fall winter twenties thirties"
    " forties fifties sixties seventies eighties nineties sept"
)
_SHORTENED = (month[:3] for month in MONTHS)
OPENERS = frozenset(
    " ".join((_UNITS, _TENS, _SCALES, _FIRST, *MONTHS, *_SHORTENED, _OTHERS)).lower().split()
)
