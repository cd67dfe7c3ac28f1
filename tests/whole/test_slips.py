"""Every role and directive, with slips of the pen made at random: each is told in words for people, at a place that
exists; none ends in a traceback, and none that changes what a page says passes in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from ext.withdrawal.pages.directives import DIRECTIVES as OWN
from ext.withdrawal.records.kinds import ROLES as ENTITIES
from sphinx_facts.guarded import DIRECTIVES as PLAIN
from sphinx_facts.guarded import ROLES as PLAIN_ROLES
from sphinx_facts.values.problem import Problem
from tests.support import slips
from tests.support.deep import rng, seed, times
from tests.support.slips import PIECES, read
from tests.whole.test_hints import Said, applied

AT_ONCE = 500
"""So many pages are read in one build."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, slips.Page]:
    """What the pieces say before anything happens to them."""
    with pytest.MonkeyPatch.context() as patch:
        texts = {f"whole-{at}": text for at, text in enumerate(PIECES.values())}
        made = read(texts, tmp_path_factory.mktemp("whole"), patch)
    return dict(zip(PIECES, made.values(), strict=True))


@pytest.mark.parametrize("name", PIECES)
def test_piece_is_sound(name: str, whole: dict[str, slips.Page]) -> None:
    # The small book has a bibliography already, on another page.
    assert [
        problem for problem in whole[name].problems if "duplicate citation" not in problem.message
    ] == []


def test_every_directive_has_a_piece() -> None:
    lists = {
        name for name in OWN if name.endswith("-list")
    }  # they share one class, or differ in one option
    wanted = ({*PLAIN, *OWN} - lists) | {
        "batch-list",
        "claim-list",
        "discrepancy-list",
        "evidence-list",
    }
    assert not [
        name
        for name in sorted(wanted)
        if not any(f"{{{name}}}" in text for text in PIECES.values())
    ]


def test_every_role_has_a_piece() -> None:
    alike = {*ENTITIES} - {"unit", "batch", "campaign", "person", "claim", "term"}
    wanted = {*PLAIN_ROLES} - alike
    assert not [
        name
        for name in sorted(wanted)
        if not any(f"{{{name}}}`" in text for text in PIECES.values())
    ]


def test_slips(
    whole: dict[str, slips.Page],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    say: Callable[[str], None],
) -> None:
    count, told = times(400, 12_000), 0
    made = slips.slips(rng("slips"))
    for first in range(0, count, AT_ONCE):
        some = list(islice(made, min(AT_ONCE, count - first)))
        folder = tmp_path / str(first)
        folder.mkdir()
        pages = read({f"slip-{at}": slip.text for at, slip in enumerate(some)}, folder, monkeypatch)
        for slip, page in zip(some, pages.values(), strict=True):
            length = slip.text.count("\n") + 4
            assert page.problems or page.meaning == whole[slip.name].meaning, (
                f"in silence: {slip.done}\n{slip.text}"
            )
            for problem in page.problems:
                assert problem.hint, f"{problem}\n{slip.text}"
                assert 1 <= problem.position.line <= length and problem.position.column >= 1, (
                    f"{problem}\n{slip.text}"
                )
            told += bool(page.problems)
    say(f"{count} slips, {told} told, {count - told} without a change of meaning, seed {seed()}")


def test_hints_are_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    """Each hint that says what to write, applied as printed: what was told is told no more."""
    count, made = times(150, 1_500), slips.slips(rng("hints"))
    some = {f"slip-{at}": slip.text for at, slip in zip(range(count), made, strict=False)}
    (tmp_path / "first").mkdir()
    first = read(some, tmp_path / "first", monkeypatch)
    told: dict[str, tuple[str, Problem]] = {}
    mended: dict[str, str] = {}
    for name, page in first.items():
        for number, problem in enumerate(page.problems):
            position = problem.position
            text = f"# Page\n\n{some[name].replace('HERE', name)}\n"
            line = text.split("\n")[position.line - 1][position.column - 1 :]
            apart = re.match(r"\{[\w:-]+\}\s+`[^`]+`(?!`)", line)
            if not problem.rule.startswith("page.") or (
                "right behind it" in problem.hint and not apart
            ):
                continue
            said = Said(*position, problem.rule, problem.message, problem.hint)
            new = applied(said, text)
            if new is not None:
                mended[f"{name}-mended-{number}"] = new.partition("\n\n")[2].removesuffix("\n")
                told[f"{name}-mended-{number}"] = name, problem
    (tmp_path / "second").mkdir()
    second = read(mended, tmp_path / "second", monkeypatch)
    for name, (before, problem) in told.items():
        left = [
            each
            for each in second[name].problems
            if (each.rule, each.message) == (problem.rule, problem.message)
        ]
        there = [each for each in left if each.position.line == problem.position.line]
        # The next sign of the same kind is another problem; the same one now stands behind a backslash.
        there = [each for each in there if each.position.column <= problem.position.column + 1]
        assert not there, f"{some[before]}\n{problem}\n{mended[name]}"
    say(f"{count} slips, {len(told)} hints applied, seed {seed()}")
