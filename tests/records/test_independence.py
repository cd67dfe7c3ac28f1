"""Sources of one tradition are one witness, however many they are: the principle, over all families and kin."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ext.withdrawal.records import model
from ext.withdrawal.records.dataset import Dataset
from ext.withdrawal.records.evidence import standing
from ext.withdrawal.records.vocabulary import FAMILIES, INDEPENDENCE

AT_THE_TIME, INDEPENDENT, TRADITION, SINGLE = INDEPENDENCE
LATER = [family for family, then in FAMILIES.items() if not then]
RANK = ["", SINGLE, TRADITION, INDEPENDENT, AT_THE_TIME]


def source(key: str, family: str, **more: str) -> model.Source:
    return model.Source(key=key, label=key, title=key, seen="", grade="B", family=family, **more)


@st.composite
def shelves(draw: st.DrawFn, families: tuple[str, ...] = tuple(FAMILIES)) -> Dataset:
    """Some sources; each may have a voice, repeat another or be cited through it."""
    keys = [f"s{number}" for number in range(draw(st.integers(1, 6)))]
    other = st.sampled_from(["", *keys])
    return Dataset(
        sources={
            key: source(
                key,
                draw(st.sampled_from(families)),
                voice=draw(st.sampled_from(["", "", "a", "b"])),
                same_witness=draw(other),
                via=draw(st.sampled_from(["", "", draw(other)])),
            )
            for key in keys
        }
    )


def with_one(data: Dataset, added: model.Source) -> Dataset:
    return replace(data, sources={**data.sources, added.key: added})


@given(shelves(), st.data())
def test_another_of_the_same_family_makes_nothing_independent(
    data: Dataset, draw: st.DataObject
) -> None:
    before = standing(data, data.sources)
    near = draw.draw(st.sampled_from(sorted(data.sources)))
    more = with_one(data, replace(data.sources[near], key="more", via="", same_witness=""))
    after = standing(more, more.sources)
    assert after == before or (before, after) in {
        (SINGLE, TRADITION),
        *((word, AT_THE_TIME) for word in RANK if FAMILIES[data.sources[near].family]),
    }


@given(shelves(), st.sampled_from(["voice", "same_witness", "via"]), st.data())
def test_kin_of_a_source_makes_nothing_independent(
    data: Dataset, tie: str, draw: st.DataObject
) -> None:
    before = standing(data, data.sources)
    near = data.sources[draw.draw(st.sampled_from(sorted(data.sources)))]
    data = with_one(data, replace(near, voice=near.voice or "its own"))
    kin = {"voice": near.voice or "its own", "same_witness": near.key, "via": near.key}
    family = draw.draw(st.sampled_from(LATER))
    more = with_one(data, source("more", family, **{tie: kin[tie]}))
    after = standing(more, more.sources)
    joined = before == INDEPENDENT and after == TRADITION  # what bound two to it may bind them
    assert after == before or (before, after) == (SINGLE, TRADITION) or joined


@given(shelves(), shelves())
def test_more_sources_never_lower_what_the_time_attests(one: Dataset, two: Dataset) -> None:
    data = Dataset(
        sources={**one.sources, **{f"t{key}": each for key, each in two.sources.items()}}
    )
    assert (standing(data, one.sources) == AT_THE_TIME) <= (
        standing(data, data.sources) == AT_THE_TIME
    )


@given(st.lists(st.sampled_from(LATER), min_size=1, max_size=6))
def test_without_kin_the_families_decide(families: list[str]) -> None:
    data = Dataset(
        sources={f"s{at}": source(f"s{at}", family) for at, family in enumerate(families)}
    )
    wanted = INDEPENDENT if len(set(families)) > 1 else TRADITION if families[1:] else SINGLE
    assert standing(data, data.sources) == wanted


@given(shelves())
def test_the_order_of_sources_does_not_matter(data: Dataset) -> None:
    assert standing(data, data.sources) == standing(data, list(reversed(list(data.sources))))


def test_what_was_not_seen_attests_nothing_at_the_time() -> None:
    paper = source("paper", "newspaper of the time", via="study")
    data = Dataset(sources={"paper": paper, "study": source("study", "Chinese scholarship")})
    assert standing(data, data.sources) == TRADITION
    assert standing(data, ["paper"]) == SINGLE
    assert standing(data, []) == standing(data, ["unknown"]) == ""
