"""Which wordings say a fact, and which one a hint offers."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_facts.values.catalog import Bound, Fact
from sphinx_facts.values.dates import Date, Interval, parse
from sphinx_facts.wording import language

ENGLISH = language("en")


def count(value: int, bound: Bound = "", approximate: bool = False) -> Fact:
    return Fact(id="x", kind="count", value=value, bound=bound, approximate=approximate)


def ordinal(value: int) -> Fact:
    return Fact(id="x", kind="ordinal", value=value)


def share(over: int, under: int) -> Fact:
    return Fact(id="x", kind="share", value=Fraction(over, under))


def date(text: str, note: str = "") -> Fact:
    return Fact(id="x", kind="date", value=parse(text), note=note)


def table(*rows: tuple[Fact, str]) -> list[object]:
    """One case for each wording of a row; wordings are parted by “|”."""
    return [
        pytest.param(fact, words.strip(), id=f"{fact.value}: {words.strip()}")
        for fact, all_ in rows
        for words in all_.split("|")
    ]


ACCEPTED = table(
    (count(0), "0 | zero | none | no | None"),
    (count(1), "1 | one | One | single | a single"),
    (count(2), "two | 2 | both | twice | Both"),
    (
        count(7),
        "7 | seven | Seven | about seven | at least seven | at most 7 | up to seven | no more than seven | About seven",
    ),
    (count(12), "12 | twelve | a dozen | A dozen | about a dozen"),
    (count(24), "two dozen | 24 | twenty-four"),
    (count(19), "nineteen | Nineteen | 19"),
    (count(100), "100 | a hundred | one hundred"),
    (count(120), "120 | a hundred and twenty | one hundred twenty | one hundred and twenty"),
    (
        count(1200),
        "1,200 | 1200 | 1 200 | 1\u202f200 | 1\u00a0200 | twelve hundred | one thousand two hundred",
    ),
    (count(1000), "1,000 | a thousand | one thousand"),
    (
        count(80000),
        "80,000 | 80 000 | 80\u2009000 | 80 thousand | eighty thousand | Eighty thousand | at least 80,000",
    ),
    (count(200000), "two hundred thousand | 200,000 | 0.2 million"),
    (
        count(250000),
        "250,000 | a quarter of a million | two hundred and fifty thousand | two hundred fifty thousand | 0.25 million",
    ),
    (count(500000), "half a million | 500,000 | five hundred thousand | about half a million"),
    (count(1000000), "a million | one million | 1 million | 1,000,000"),
    (
        count(1200000),
        "1.2 million | 1\u00a0200\u00a0000 | one million two hundred thousand | 1.2\u00a0million",
    ),
    (count(1250000), "one and a quarter million | 1.25 million"),
    (count(1500000), "one and a half million | a million and a half | 1.5 million"),
    (count(1350000), "1.35 million"),
    (count(36000000), "36 million | thirty-six million"),
    (count(157000000), "157 million | one hundred and fifty-seven million"),
    (count(8 * 10**12), "8 trillion | eight trillion"),
    (
        count(52192),
        "52,192 | about 52,000 | about 52,200 | roughly 50,000 | some 52,000 | close to 52,000 | approximately 52,190",
    ),
    (
        count(52192),
        "over 52,000 | more than 52,000 | just over 52,000 | above 50,000 | at least 52,000 | no fewer than 52,000",
    ),
    (
        count(52192),
        "nearly 53,000 | almost 53,000 | fewer than 53,000 | just under 53,000 | at most 53,000 | up to 52,192",
    ),
    (
        count(60000, "more"),
        "more than 60,000 | over 60,000 | above sixty thousand | upwards of 60,000 | More than 60,000",
    ),
    (
        count(60000, "less"),
        "up to 60,000 | no more than 60,000 | at most 60,000 | fewer than 60,000 | under 60,000",
    ),
    (count(60000, "nearly"), "nearly 60,000 | almost 60,000 | Nearly sixty thousand"),
    (
        count(60000, approximate=True),
        "60,000 | about 60,000 | some 60,000 | around sixty thousand | roughly 60,000",
    ),
    (ordinal(1), "first | First | 1st"),
    (ordinal(21), "twenty-first | 21st | Twenty-first"),
    (ordinal(12), "12th | twelfth"),
    (ordinal(103), "103rd | one hundred and third | one hundred third"),
    (
        share(208, 1000),
        "21 per cent | 20.8 per cent | 21% | 20.8% | 21 percent | twenty-one per cent | a fifth | one in five",
    ),
    (
        share(208, 1000),
        "about 20 per cent | over 20 per cent | nearly 21 per cent | about a fifth | more than a fifth | about 21%",
    ),
    (share(2, 3), "two thirds | two-thirds | 66.7 per cent | 67 per cent"),
    (share(1, 2), "half | a half | one half | 50 per cent | fifty per cent | one in two"),
    (share(3, 4), "three quarters | three-quarters | 75%"),
    (share(72, 100), "nearly three quarters | about three quarters | 72 per cent"),
    (share(2, 1), "twice | double | 200 per cent"),
    (
        date("1958-03-15"),
        "15 March 1958 | 15 March | March 1958 | 1958 | March | 15th | the 15th | The 15th | 15\u00a0March 1958 | 15",
    ),
    (date("1958-03-15"), "mid-March | mid-March 1958 | up to 15 March | the 15th of March"),
    (date("1954-09"), "September 1954 | September | 1954"),
    (date("1955"), "1955"),
    (date("195X"), "1950s | the 1950s | the fifties | The fifties"),
    (date("19XX"), "twentieth century | 20th century"),
    (date("1955-21"), "spring 1955 | the spring of 1955 | Spring 1955 | 1955"),
    (date("1955-04~"), "April 1955 | about April 1955 | around April 1955"),
    (
        date("1955-04", note="The source says early April."),
        "early April 1955 | early April | April 1955 | Early April 1955",
    ),
    (
        date("1954-09-16/1954-10-03"),
        "16 September to 3 October 1954 | 16 September–3 October 1954 | 16 September – 3 October",
    ),
    (
        date("1954-09-16/1954-10-03"),
        "September and October 1954 | September to October 1954 | 1954 | 16 September 1954 to 3 October 1954",
    ),
    (
        date("1955-10-10/1955-10-26"),
        "10–26 October 1955 | 10 to 26 October | 10 and 26 October 1955 | October 1955 | 1955 | October",
    ),
    (date("1955-10-10/1955-10-26"), "10 October to 26 October 1955 | 10 October until 26 October"),
    (
        date("1954-09/1955-10"),
        "September 1954 to October 1955 | September 1954–October 1955 | 1954–55 | 1954–1955 | 1954 and 1955",
    ),
    (
        date("1958-07-11/1958-08-14"),
        "July and August 1958 | 11 July to 14 August 1958 | July and August | 1958 | July–August 1958",
    ),
    (date("1953/1958"), "1953–1958 | 1953 to 1958 | 1953–58"),
    (
        date("1957-12-30/1958-01-03"),
        "30 December 1957 to 3 January 1958 | 30 December to 3 January | December 1957 to January 1958",
    ),
    (date("1954-03/1955-03"), "March 1954 to March 1955 | March 1954 and March 1955 | 1954–55"),
    (date("1954-21/1955-21"), "spring 1954 to spring 1955"),
    (date("../1955-12-31"), "until 31 December 1955 | 31 December 1955 | December 1955"),
    (
        date("1953-07-27/1955-12-31"),
        "27 July 1953 to 31 December 1955 | 1953–55 | July 1953 to December 1955",
    ),
)

REFUSED = table(
    (count(0), "1 | one | "),
    (count(1), "a | an | two | once | first | 1st"),
    (count(3), "both | twice | threefold | third"),
    (
        count(7),
        "six | eight | 70 | SEVEN | over seven | nearly seven | fewer than seven | seven hundred | a seven",
    ),
    (count(13), "a dozen | about a dozen"),
    (
        count(52192),
        "52,000 | nearly 52,000 | about 53,000 | over 53,000 | over 45,000 | just over 50,000 | nearly 60,000",
    ),
    (
        count(80000),
        "8,000 | 800,000 | 80.000 | 8 0000 | 80,00 | over 80,000 | nearly 80,000 | 80, 000 | eighty | 80000 | 81,000",
    ),
    (count(1234567), "1.2 million | 1.23 million"),
    (count(250000), "half a million | a quarter | quarter"),
    (
        count(60000, "more"),
        "60,000 | about 60,000 | at least 60,000 | nearly 60,000 | more than 50,000 | sixty thousand",
    ),
    (count(60000, "less"), "60,000 | about 60,000 | more than 60,000 | over 60,000"),
    (count(60000, approximate=True), "over 60,000 | nearly 60,000 | 61,000 | more than 60,000"),
    (ordinal(1), "one | 1 | second | 1th | firstly"),
    (ordinal(22), "22th | twenty-first | 21st | twenty-two"),
    (
        share(208, 1000),
        "22 per cent | 20 per cent | a quarter | 20.7% | nearly a fifth | over 21 per cent | two fifths | 21",
    ),
    (share(9, 10), "all | nine | a tenth"),
    (
        date("1958-03-15"),
        "16 March 1958 | 14 March | 15 April | 15 March 1957 | 1957 | April | early March | March 15, 1958 | 5 March",
    ),
    (
        date("1954-09"),
        "16 September 1954 | October | 1955 | early September 1954 | about September 1954",
    ),
    (date("1955"), "1954 | March 1955 | 1950s | 55 | the fifties"),
    (date("195X"), "1955 | 1940s | 1950"),
    (date("1955-21"), "summer 1955 | April 1955 | spring 1954"),
    (
        date("1955-04", note="The source says early April."),
        "late April 1955 | mid-April 1955 | 3 April 1955",
    ),
    (
        date("1954-09-16/1954-10-03"),
        "16 September | 16 October to 3 September 1954 | 15 September to 3 October 1954 | October 1954 | 1955",
    ),
    (
        date("1955-10-10/1955-10-26"),
        "10–27 October 1955 | 9–26 October | 10-26 November | 26–10 October 1955",
    ),
    (date("1954-03/1955-03"), "March | March to March | March 1954 to March | 1954"),
    (
        date("1954-09/1955-10"),
        "1954 | 1955 | September and October 1955 | September and October 1954 | 1953–55",
    ),
    (date("1958-03/1958-10"), "March and October 1958 | March to November 1958 | April 1958"),
    (date("1954-03/1955-03"), "March | March to March | March 1954 to March | 1954"),
    (date("../1955-12-31"), "from 31 December 1955 | since 1955"),
)

ALIKE = [
    (count(7), "six", "seven"),
    (count(7), "Six", "Seven"),
    (count(7), "6", "7"),
    (count(7), "about six", "about seven"),
    (count(18), "Nineteen", "Eighteen"),
    (count(110000), "100,000", "110,000"),
    (count(110000), "100 000", "110 000"),
    (count(90000), "eighty thousand", "ninety thousand"),
    (count(4012), "3012", "4012"),
    (count(4012), "Over 3,000", "Over 4,000"),
    (count(52192), "nearly 52,000", "over 52,000"),
    (count(55321), "over 50,000", "over 55,000"),
    (count(36000000), "157 million", "36 million"),
    (count(1234567), "1.2 million", "about 1.2 million"),
    (count(60000, "more"), "more than 50,000", "more than 60,000"),
    (count(7), "", "seven"),
    (ordinal(2), "First", "Second"),
    (ordinal(22), "21st", "22nd"),
    (share(30, 100), "21%", "30%"),
    (share(30, 100), "21 per cent", "30 per cent"),
    (share(35, 100), "a fifth", "about a third"),
    (share(1, 4), "a fifth", "a quarter"),
    (date("1958-07-12"), "11 July", "12 July"),
    (date("1958-07-12"), "11 July 1958", "12 July 1958"),
    (date("1958-07-12"), "the 11th", "the 12th"),
    (date("1958-07-12"), "August 1958", "July 1958"),
    (date("1955-04", note="early April"), "late March 1955", "early April 1955"),
    (date("1955-21"), "the autumn of 1954", "the spring of 1955"),
    (date("1954-09-16/1954-10-03"), "10–26 October 1955", "16 September–3 October 1954"),
    (date("1955-10-11/1955-10-26"), "10 to 26 October", "11 to 26 October"),
    (date("1953/1958"), "1954–55", "1953–58"),
]

ODD = [
    *(
        date(text)
        for text in (
            "../1955",
            "1955/..",
            "195X/196X",
            "19XX/20XX",
            "1954/1955-03",
            "1954-21/1955-21",
            "1955/195X",
        )
    ),
    *(
        date(text)
        for text in (
            "1955-24",
            "1958-XX",
            "1958-03-XX",
            "1955-03-03/1955-03-03",
            "1955-03/1955",
            "1954-03-01~/1955-03-01",
        )
    ),
    share(1, 10**7),
    share(0, 1),
    share(7, 3),
    count(60000, "less", approximate=True),
    Fact(id="x", kind="share", value=Fraction(1, 5), bound="more"),
]
SAMPLES = [fact for fact, _, _ in ALIKE] + [
    ordinal(103),
    share(1, 1),
    share(7, 1000),
    count(0),
    count(10**12),
    count(999999),
    *ODD,
]
OLD = [
    "six",
    "Nineteen",
    "80,000",
    "nearly 52,000",
    "a fifth",
    "1.2 million",
    "21%",
    "15 March 1958",
    "10–26 October",
    "the fifties",
    "?",
]


def test_tables_are_large() -> None:
    assert len(ACCEPTED) + len(REFUSED) >= 150


@pytest.mark.parametrize(("fact", "words"), ACCEPTED)
def test_accepted(fact: Fact, words: str) -> None:
    assert ENGLISH.accepts(fact, words)


@pytest.mark.parametrize(("fact", "words"), REFUSED)
def test_refused(fact: Fact, words: str) -> None:
    assert not ENGLISH.accepts(fact, words)


@pytest.mark.parametrize(("fact", "words", "offered"), ALIKE)
def test_alike(fact: Fact, words: str, offered: str) -> None:
    assert ENGLISH.alike(fact, words) == offered


@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: str(fact.value))
def test_canonical_is_accepted(fact: Fact) -> None:
    assert ENGLISH.accepts(fact, ENGLISH.canonical(fact))


@pytest.mark.parametrize("words", OLD)
@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: str(fact.value))
def test_alike_is_accepted(fact: Fact, words: str) -> None:
    assert ENGLISH.accepts(fact, ENGLISH.alike(fact, words))


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (count(7), "seven"),
        (count(80000), "80,000"),
        (count(157000000), "157 million"),
        (count(150000000), "150 million"),
        (count(60000, "more"), "more than 60,000"),
        (count(60000, "less"), "up to 60,000"),
        (count(60000, approximate=True), "about 60,000"),
        (ordinal(3), "third"),
        (ordinal(47), "47th"),
        (share(208, 1000), "21 per cent"),
        (share(7, 1000), "0.7 per cent"),
        (date("1958-03-15"), "15 March 1958"),
        (date("1955-04~"), "about April 1955"),
        (date("1955-04~", note="early April"), "early April 1955"),
        (date("1955-10-10/1955-10-26"), "10 to 26 October 1955"),
        (date("1954-09-16/1954-10-03"), "16 September to 3 October 1954"),
        (date("1954-09/1955-10"), "September 1954 to October 1955"),
        (date("195X"), "1950s"),
    ],
)
def test_canonical(fact: Fact, words: str) -> None:
    assert ENGLISH.canonical(fact) == words


HEDGED = [
    ("with about ", "about "),
    ("More than ", "More than "),
    ("no more than ", "no more than "),
    ("it had just over\n", "just over\n"),
    ("nearly ", "nearly "),
    ("there were ", ""),
    ("about the ", ""),
    ("about", ""),
    ("moreover ", ""),
    ("left-over ", ""),
]


@pytest.mark.parametrize(("text", "hedge"), HEDGED)
def test_hedge_before(text: str, hedge: str) -> None:
    assert ENGLISH.hedge_before(text) == hedge


def test_unknown_language_is_english() -> None:
    assert language("xx") is language("en") is language("en_GB")


def plain_wordings(fact: Fact) -> list[str]:
    """What alike offers for many forms: a sample of the wordings without a hedge."""
    forms = [
        "6",
        "six",
        "1,234",
        "1 234",
        "one hundred and six",
        "half a million",
        "1.2 million",
        "12 thousand",
        "two dozen",
        "a dozen",
    ]
    return [
        words
        for words in {ENGLISH.alike(fact, form) for form in forms}
        if not ENGLISH.hedge_before(first_words(words))
    ]


def first_words(words: str) -> str:
    number = next((place for place, letter in enumerate(words) if letter.isdigit()), len(words))
    return words[:number] if number else ""


@given(st.integers(0, 10**9), st.text(max_size=20))
def test_alike_is_accepted_for_any_number(value: int, words: str) -> None:
    assert ENGLISH.accepts(count(value), ENGLISH.alike(count(value), words))


@given(
    st.one_of(
        st.integers(0, 200),
        st.integers(0, 10**7),
        st.integers(1, 400).map(lambda number: number * 25_000),
    )
)
def test_neighbours_share_no_wording(value: int) -> None:
    others = [
        other for other in (value - 1, value + 1, value * 10) if other >= 0 and other != value
    ]
    for words in plain_wordings(count(value)):
        if ENGLISH.accepts(count(value, bound="more"), f"more than {words[:1].lower()}{words[1:]}"):
            assert not [other for other in others if ENGLISH.accepts(count(other), words)], words


@given(
    st.dates(
        min_value=datetime.date.fromisoformat("1900-01-02"),
        max_value=datetime.date.fromisoformat("2099-12-30"),
    ),
    st.sampled_from((-1, 1)),
)
def test_neighbouring_days_share_no_full_wording(day: datetime.date, step: int) -> None:
    first = parse(str(day))
    other = parse(str(day.fromordinal(day.toordinal() + step)))
    assert isinstance(first, Date) and isinstance(other, Date)
    for form in ("1 May 1958", "1 May", "the 1st", "1st", "1"):
        words = ENGLISH.alike(replace(date("1958"), value=first), form)
        assert not ENGLISH.accepts(replace(date("1958"), value=other), words)


@given(
    st.dates(
        min_value=datetime.date.fromisoformat("1950-01-01"),
        max_value=datetime.date.fromisoformat("1960-01-01"),
    ),
    st.integers(0, 900),
    st.sampled_from(OLD),
)
def test_alike_is_accepted_for_any_interval(day: datetime.date, length: int, words: str) -> None:
    start, end = (parse(str(day.fromordinal(day.toordinal() + step))) for step in (0, length))
    assert isinstance(start, Date) and isinstance(end, Date)
    fact = replace(date("1958"), value=Interval(start, end))
    assert ENGLISH.accepts(fact, ENGLISH.alike(fact, words)) and ENGLISH.accepts(
        fact, ENGLISH.canonical(fact)
    )
