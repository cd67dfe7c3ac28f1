"""Every figure that a reader sees in plain English text is found, and nothing else."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_facts.wording import language
from sphinx_facts.wording.english_figures import idioms
from sphinx_facts.wording.english_idioms import IDIOMS

ENGLISH = language("en")

# The text, and the figures in it, parted by “|”.
FOUND = [
    ("some 80,000 troops", "80,000"),
    ("80 000 men", "80 000"),
    ("80\u202f000 men", "80\u202f000"),
    ("80\u00a0000 men", "80\u00a0000"),
    ("more than 60,000 people", "60,000"),
    ("In 1958 it ended", "1958"),
    ("1.2 million", "1.2 million"),
    ("157\u00a0million hours", "157\u00a0million"),
    ("8 trillion won", "8 trillion"),
    ("paragraph 13(d) of it", "13(d)"),
    ("a 20-car train", "20"),
    ("3.5 km", "3.5"),
    ("20.8 per cent of them", "20.8 per cent"),
    ("21% and 5 %", "21%|5 %"),
    ("twenty-one per cent", "twenty-one per cent"),
    ("10 to 15 per cent", "10 to 15 per cent"),
    ("nineteen divisions", "nineteen"),
    ("Nineteen divisions", "Nineteen"),
    ("NINETEEN DIVISIONS", "NINETEEN"),
    ("two hundred thousand", "two hundred thousand"),
    ("one hundred and twenty-one men and six guns", "one hundred and twenty-one|six"),
    ("two and three divisions", "two|three"),
    ("two thousand, five hundred", "two thousand, five hundred"),
    ("three point five", "three point five"),
    ("a dozen", "a dozen"),
    ("half a dozen", "half a dozen"),
    ("dozens of trains", "dozens"),
    ("hundreds of thousands", "hundreds of thousands"),
    ("Thousands came", "Thousands"),
    ("tens of thousands", "tens of thousands"),
    ("several thousand men", "thousand"),
    ("a hundred men", "a hundred"),
    ("half a million people", "half a million"),
    ("a quarter of a million", "a quarter of a million"),
    ("one and a half million", "one and a half million"),
    ("a million and a half", "a million and a half"),
    ("zero hour", "zero"),
    ("one division stayed", "one"),
    ("the one hundred left", "one hundred"),
    ("at one-thirty", "one-thirty"),
    ("the first batch and the 2nd", "first|2nd"),
    ("The second batch", "second"),
    ("the twenty-first day", "twenty-first"),
    ("the 1st, the 22nd, the 33rd", "1st|22nd|33rd"),
    ("the one hundred and third time", "one hundred and third"),
    ("First, they left.", "First"),
    ("the third-largest army", "third"),
    ("on 15 March 1958.", "15 March 1958"),
    ("on 15\u00a0March\u00a01958.", "15\u00a0March\u00a01958"),
    ("on 15\nMarch", "15\nMarch"),
    ("on the 15th of March", "15th of March"),
    ("March 15, 1958, was", "March 15, 1958"),
    ("in March 1958", "March 1958"),
    ("in March.", "March"),
    ("In May it rained", "May"),
    ("by early May", "May"),
    ("September came", "September"),
    ("on 3 Oct 1954", "3 Oct 1954"),
    ("Sept. 1954", "Sept. 1954"),
    ("on 1958-03-15", "1958-03-15"),
    ("on 15/3/58", "15/3/58"),
    ("at 10:30", "10:30"),
    ("16 September to 3 October 1954", "16 September to 3 October 1954"),
    ("10–26 October 1955", "10–26 October 1955"),
    ("between 10 and 26 October", "10 and 26 October"),
    ("September 1954 to October 1955", "September 1954 to October 1955"),
    ("September and October 1954", "September and October 1954"),
    ("July–August 1958", "July–August 1958"),
    ("March 15–18, 1958", "March 15–18, 1958"),
    ("1954–55 and 1953 to 1958", "1954–55|1953 to 1958"),
    ("3 January and 5 May", "3 January|5 May"),
    ("spring 1955, the autumn of 1957", "spring 1955|the autumn of 1957"),
    ("the 1950s and the fifties", "the 1950s|the fifties"),
    ("the ’50s", "’50s"),
    ("the twentieth century", "twentieth century"),
    ("20th-century wars", "20th-century"),
    ("10–12 guns", "10–12"),
    ("ten to twelve guns", "ten to twelve"),
    ("half of them", "half"),
    ("the first half of 1958", "first|half|1958"),
    ("a third of them", "a third"),
    ("a third batch", "third"),
    ("two thirds, two-thirds", "two thirds|two-thirds"),
    ("a quarter, three quarters, one-fifth", "a quarter|three quarters|one-fifth"),
    ("one in five", "one in five"),
    ("twice, double and tenfold", "twice|double|tenfold"),
    ("2-fold", "2-fold"),
    ("World War II", "II"),
    ("Chapter IV and Appendix XVIII", "IV|XVIII"),
    ("Part I, Article V", "I|V"),
    ("第一批 left", "第一批"),
    ("八万人", "八万人"),
    ("8만 명", "8만"),
    ("2월", "2월"),
    ("1958年3月15日", "1958年3月15日"),
    ("一九五八年", "一九五八年"),
    ("三八线", "三八"),
    ("제1차", "제1차"),
    ("x² and ① and ½", "²|①|½"),
    ("\uff13\uff14 and 3½", "\uff13\uff14|3½"),
    ("T-34, MiG-15, F137", "34|15|137"),
    ("no one of the 12", "12"),
]
NOTHING = [
    "one another", "One of the armies", "no one came", "one by one", "at once", "first of all",
    "At first it held", "second to none", "one-sided", "on the one hand", "for the first time",
    "the only one", "each one of them", "one’s own", "half-hearted", "They may go", "May they go",
    "March on!", "the march north", "an august body", "Kim Il Sung", "I went", "Xi and Li",
    "V for victory", "both sides", "none left", "several, many and few", "a pair and a couple", "once",
    "single file", "in spring", "living quarters", "headquarters", "someone, anyone",
    "stone, often, weight, tent", "tension", "attended", "the artillery", "hundredweight", "monthly",
    "统一", "一起", "十分", "统一的", "a man, an army, the end", "CIVIL", "MIX", "DC", "CC BY", "per second",
    "Second World War", "",
]  # fmt: skip


def test_tables_are_large() -> None:
    assert len(FOUND) + len(NOTHING) >= 100
    assert len(IDIOMS) >= 40
    assert len(set(IDIOMS)) == len(IDIOMS)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: str) -> None:
    assert "|".join(figure.text for figure in ENGLISH.figures(text)) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_found(text: str) -> None:
    assert [figure.text for figure in ENGLISH.figures(text)] == []


@pytest.mark.parametrize("phrase", IDIOMS)
def test_idiom(phrase: str) -> None:
    text = f"so {phrase}, so"
    assert [figure.text for figure in ENGLISH.figures(text)] == []


def test_idioms_in_use_are_named() -> None:
    assert list(idioms("At first no one came; one by one they left in one train.")) == [
        "at first",
        "no one",
        "one by one",
    ]


def test_kinds() -> None:
    text = "On 5 May the second of two columns, a third of all, 21 per cent, twice Part II 八万"
    kinds = [figure.kind for figure in ENGLISH.figures(text)]
    assert kinds == ["date", "ordinal", "count", "fraction", "share", "multiple", "roman", "sign"]


WORDS = [
    "one",
    "two",
    "second",
    "a",
    "the",
    "half",
    "May",
    "March",
    "15",
    "1958",
    "–",
    "to",
    "and",
    "of",
    "hundred",
    "II",
    "八万",
    "2월",
    "5%",
    ",",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_places_are_right_and_no_digit_is_missed(text: str) -> None:
    end, left = 0, text
    for figure in ENGLISH.figures(text):
        assert end <= figure.start < figure.end
        assert text[figure.start : figure.end] == figure.text
        end = figure.end
        left = left[: figure.start] + " " * len(figure.text) + left[figure.end :]
    assert not [letter for letter in left if unicodedata.category(letter) == "Nd"]


SLOW = [
    "one ",
    "1",
    "1 to ",
    "一",
    "May and ",
    "half a ",
    "1,",
    "hundred and ",
    "1万",
    "1 May to ",
    "a ",
    "the ",
    "one-",
    "II",
    "第",
    "X",
]


@pytest.mark.parametrize("part", SLOW)
def test_no_text_is_slow(part: str) -> None:
    text, start = part * 4000, time.perf_counter()
    list(ENGLISH.figures(text))
    assert time.perf_counter() - start < 2


def test_ten_thousand_words_are_quick() -> None:
    text = (
        "The second batch, some 100,000 strong, began to leave on the railway with its guns and its stores in July. "
        * 500
    )
    best = 1.0
    for _ in range(3):
        start = time.perf_counter()
        list(ENGLISH.figures(text))
        best = min(best, time.perf_counter() - start)
    # 50 ms are the aim; a busy machine gets four times as long.
    assert best < 0.2
