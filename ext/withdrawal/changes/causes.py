"""Problems in the order of use: each value that nothing says, then what follows from it, then all else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ext.withdrawal.answers.line import say
from sphinx_facts.values.catalog import Fact
from sphinx_facts.values.problem import Problem


class Cause(NamedTuple):
    """A problem and those that follow from it: values first, then sums, then sentences; `because` is the line that
    stands between, empty where nothing follows."""

    first: Problem
    because: str
    following: tuple[Problem, ...]


_CAUSES = ("data.unsaid",)
_ORDER = {"value": 0, "sum": 1, "sentence": 2}


def by_cause(problems: Iterable[Problem], facts: Mapping[str, Fact]) -> list[Cause]:
    """The problems, those that follow from another under it; nothing is left out, and nothing stands twice."""
    left = sorted(problems)
    roots = [
        problem
        for problem in left
        if problem.rule in _CAUSES and len(problem.about) == 1 and problem.about[0] in facts
    ]
    roots.sort(key=lambda root: len(_made_of(root.about[0], facts)))
    found: list[Cause] = []
    for root in roots:
        if root not in left:
            continue
        left.remove(root)
        name = root.about[0]
        following = [
            each for each in left if any(name in _made_of(fact, facts) for fact in each.about)
        ]
        following.sort(key=lambda each: (_ORDER[_what(each)], each))
        left = [each for each in left if each not in following]
        found.append(Cause(root, _because(facts[name], following), tuple(following)))
    return [*found, *(Cause(problem, "", ()) for problem in left)]


def in_order(causes: Iterable[Cause]) -> Iterator[Problem]:
    """The problems alone."""
    for cause in causes:
        yield from (cause.first, *cause.following)


def _made_of(name: str, facts: Mapping[str, Fact]) -> frozenset[str]:
    """A fact and all that it is made of."""
    found, todo = set[str](), [name]
    while todo:
        if (each := todo.pop()) not in found:
            found.add(each)
            todo += facts[each].parts if each in facts else ()
    return frozenset(found)


def _what(problem: Problem) -> str:
    if not problem.position.path.startswith("data/"):
        return "sentence"
    return "sum" if problem.rule in ("data.sum", "data.text") else "value"


def _because(fact: Fact, following: list[Problem]) -> str:
    kinds = [_what(each) for each in following]
    counts = [
        f"{kinds.count(kind)} {kind}{'s' if kinds.count(kind) > 1 else ''}"
        for kind in _ORDER
        if kind in kinds
    ]
    return f"because {fact.id} is now {say(fact)}: {', '.join(counts)}" if counts else ""
