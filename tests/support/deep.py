"""How much of what is random or endless a run does: a sample drawn with a seed, or, with `--deep`, all of it.

`make test` takes the sample, `make deep` the whole. A test that a sample makes no sense for is marked `deep`, and is
left out of a run without `--deep` (deselected, not skipped).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

Case = TypeVar("Case")

DEEP, SEED = "BOOK_DEEP", "BOOK_SEED"
"""The variables of the environment that `--deep` and `--seed` set, so that the processes of pytest-xdist have them."""


def deep() -> bool:
    """Whether all of it is to be done."""
    return os.environ.get(DEEP) == "1"


def seed() -> int:
    """The seed of everything random in this run: that of `--seed`, else always the same."""
    return int(os.environ.get(SEED, "1958"))


def rng(name: str) -> random.Random:
    """A source of chance for one test, which the order of the tests does not change. `name` is any text of its own."""
    return random.Random(f"{seed()} {name}")


def times(sample: int, whole: int) -> int:
    """How often to do something random: `whole` times with `--deep`, else `sample` times."""
    return whole if deep() else sample


def some(name: str, cases: Iterable[Case], count: int) -> list[Case]:
    """`count` of the cases, drawn with the seed, in their order; all with `--deep`, or if there are fewer."""
    every = list(cases)
    if deep() or len(every) <= count:
        return every
    return [every[place] for place in sorted(rng(name).sample(range(len(every)), count))]


def some_of_each(
    name: str, cases: Iterable[Case], kinds: Callable[[Case], Collection[str]], count: int
) -> list[Case]:
    """`count` of the cases, drawn with the seed, and more until there is one of each kind; all with `--deep`."""
    every = list(cases)
    if deep():
        return every
    rng(name).shuffle(every)
    chosen, known = list[Case](), set[str]()
    for case in every:
        if len(chosen) < count or not known.issuperset(kinds(case)):
            chosen.append(case)
            known.update(kinds(case))
    return chosen
