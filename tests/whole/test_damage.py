"""Data damaged at random: nothing raises, nothing is silent that a check could know, and hints are true."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_facts.values.problem import Problem
from sphinx_facts.yaml.quick import values
from sphinx_facts.yaml.reader import decode, plain, tree
from tests.conftest import ROOT
from tests.support.damage import Damaged, Laboratory, changed, damaged, meaning
from tests.support.deep import rng, seed, times
from tests.support.mini import MINI
from tests.whole.test_hints import APPLIED, Page, Said

BOOKS = {"small": (MINI, 150, 4000), "real": (ROOT, 8, 1500)}
"""Each book with the number of damages of a sample, and of all."""
SLOWEST = 3.0
"""In seconds of this process alone; told within one, with room for a slow machine."""

FREE = re.compile(
    r".*\b(?:note|title|text|also|en|zh|pinyin|ko|mr|says|statement|finding|reason|seen|label|held"
    r"|item|by|amended|closing|status_note|tags|unit|url|via|grade|edition|before)"
    r"|(?:sides|offices|roles|others|station)\.value"
)
"""Words for people, which nothing else in the book holds."""
LOOSE = {
    "number": r".*\b(?:value|lat|lon|paragraph|order|divisions|strength|count)",
    "evidence": r".*\b(?:claims|sources|source|discrepancies)|evidence",
    "link to another record": r".*\b(?:units|places|people|documents|batch|parent|campaign|facts|fact)",
    "one of a few words": r".*\b(?:status|lane|arm|echelon|relation|verdict|state|bound|approximate"
    r"|reconstructed|unverified|holds|checkable)",
    "part that may be left out": r"home|arrived|station|location|tenure|date|others|figures|names|sides|roles|offices",
    "sum that still comes out": r"formula",
    "record that nothing names": r"a record",
}
"""What one true value is as good as another for, as far as the data can tell: counted and printed."""


def said_of(laboratory: Laboratory, damage: Damaged) -> list[Problem]:
    """What the book says of a damage; it may take a second."""
    begun = time.process_time()
    problems = laboratory.problems(laboratory.read(damage.name, damage.raw))
    assert time.process_time() - begun < SLOWEST, damage
    return problems


@pytest.mark.parametrize("book", BOOKS)
def test_damage(
    book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    root, sample, whole = BOOKS[book]
    laboratory, chance = Laboratory(root, tmp_path, monkeypatch), rng(f"damage {book}")
    before = meaning(laboratory.sound)
    told: list[int] = []
    silent: Counter[str] = Counter()
    for _ in range(times(sample, whole)):
        damage = damaged(laboratory.files, chance)
        problems = said_of(laboratory, damage)
        if problems:
            told.append(len(problems))
            continue
        after = meaning(laboratory.read(damage.name, damage.raw))
        for name in before.keys() | after.keys():
            for field in changed(before.get(name), after.get(name)):
                kind = "free words" if FREE.fullmatch(field) else ""
                kind = kind or next(
                    (kind for kind, form in LOOSE.items() if re.fullmatch(form, field)), ""
                )
                assert kind, (field, damage.kind, damage.name)
                silent[kind] += 1
    say(f"{book} book, seed {seed()}: {len(told)} damages told, {statistics.mean(told):.2f} problems "
        f"each (most {max(told)}); changed in silence: {dict(silent.most_common())}")  # fmt: skip
    assert statistics.median(told) == 1
    assert sorted(told)[len(told) * 9 // 10] <= 3


def test_the_quick_reader_takes_only_what_is_sound(say: Callable[[str], None]) -> None:
    """What it takes, the parser has no complaint about, and reads the same; it takes the book nearly whole."""
    chance, files = (
        rng("quick"),
        {path.name: path.read_bytes() for path in (ROOT / "data").glob("*.yaml")},
    )
    assert sum(values(raw.decode()) is not None for raw in files.values()) >= len(files) - 1
    small = {path.name: path.read_bytes() for path in (MINI / "data").glob("*.yaml")}
    count, taken = times(500, 5000), 0
    for _ in range(count):
        text, refused = decode(damaged(small, chance).raw, "x")
        if refused or (found := values(text)) is None:
            continue
        root, problems = tree(text, "x")
        assert root is not None and not problems, text
        assert repr(plain(root)) == repr(found.root), text
        taken += 1
    say(f"{count} damages, {taken} read quickly, seed {seed()}")
    assert taken


def _known(problem: Problem) -> tuple[str, str, str]:
    message = re.sub(r"line \d+|yaml:\d+", "", problem.message)
    return problem.position.path, problem.rule, message


def _record(text: str, problem: Problem) -> int:
    lines = text.split("\n")[: problem.position.line]
    starts = (number for number, line in enumerate(lines) if line.startswith(("  - ", "@")))
    return max(starts, default=-1)


def _act(problem: Problem) -> tuple[Callable[[Page, str], str], str] | None:
    for rule, hint, act in APPLIED:
        found = re.match(hint, problem.hint)
        if found and re.fullmatch(rule, problem.rule):
            return act, found[1]
    return None


def test_hints_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    """Each hint that a machine can apply is applied: its problem is gone, no other comes there."""
    laboratory, chance = Laboratory(MINI, tmp_path, monkeypatch), rng("hints")
    count: Counter[str] = Counter()
    untrue: list[str] = []
    for _ in range(times(120, 4000)):
        damage = damaged(laboratory.files, chance)
        # More than one fault, of which some hide others, or a quote in what a message quotes.
        if damage.kind in ("cut", "tail", "bytes", "move", "swap") or b"\xe2\x80\x9d" in damage.raw:
            continue
        text = damage.raw.decode("utf-8", "surrogatepass")
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        problems = laboratory.problems(laboratory.read(damage.name, damage.raw))
        for problem in problems:
            act = _act(problem)
            if act is None or problem.position.path != f"data/{damage.name}":
                count["left to a person" if problem.hint else "without a hint"] += 1
                continue
            said = Said(*problem.position, problem.rule, problem.message, problem.hint)
            mended = act[0](Page(text, said), act[1])
            after = laboratory.problems(
                laboratory.read(damage.name, mended.encode("utf-8", "surrogatepass"))
            )
            known = {_known(each) for each in problems}
            others = [str(each) for each in after if _known(each) not in known
                      and each.position.path == said.path
                      and each.rule in ("data.syntax", "data.key", "data.type")
                      and _record(mended, each) == _record(text, problem)]  # fmt: skip
            if _known(problem) in {_known(each) for each in after} or others:
                untrue.append(f"{problem}\n{text.split(chr(10))[said.line - 1]}\n{others}")
            else:
                count["true"] += 1
    say(f"hints applied, seed {seed()}: {dict(count)}, untrue: {len(untrue)}")
    assert count["true"] > count["without a hint"]
    assert not untrue, "\n\n".join(untrue[:20])
