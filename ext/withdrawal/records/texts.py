"""Figures in the free text of records: `{fact}` says a value, `[= formula]` works one out. Pure.

As on a page, ``{fact}`18 divisions <covert.divisions>` `` asserts the words and ``{fact}`covert.divisions` `` writes
them; ``[= {a.count} - {b.count}]`` writes what the formula comes to. Whoever shows the text sees plain words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ext.withdrawal.records import formula
from ext.withdrawal.records.dataset import Dataset, key
from ext.withdrawal.records.formula import FormulaError
from ext.withdrawal.records.kinds import KINDS, Steps
from sphinx_facts import wording
from sphinx_facts.values.catalog import Fact, did_you_mean
from sphinx_facts.values.dates import Date, Interval
from sphinx_facts.values.problem import Problem
from sphinx_facts.yaml.reader import Unread

_MARK = re.compile(r"\{fact\}`([^`]*)`|\[=((?:[^\[\]])*)\]")
_NAMED = re.compile(r"(.*\S)\s*<([^<>]+)>|([^<>]+)", re.DOTALL)
_HINT = "write {fact}`its id`, {fact}`words <its id>` or [= formula]"


def resolved(data: Dataset, facts: Mapping[str, Fact]) -> tuple[Dataset, list[Problem]]:
    """The records with their marks written out, and what is wrong with a mark or with a finding."""
    made: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for kind in KINDS:
        for name, record in getattr(data, kind).items():
            if _has_marks(data, key(kind, name)):
                told = _Text(data, facts, key(kind, name))
                made.setdefault(kind, {})[name] = told.inside(record, ())
                problems += told.problems
    whole: dict[str, Any] = {
        kind: {**getattr(data, kind), **records} for kind, records in made.items()
    }
    return replace(data, **whole), [*problems, *_typed(data)]


def spoken(data: Dataset, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts with the marks in their notes written out."""
    told = _Text(data, facts, "")
    return {
        name: replace(fact, note=told.written(fact.note, ())) if _MARK.search(fact.note) else fact
        for name, fact in facts.items()
    }


def _has_marks(data: Dataset, name: str) -> bool:
    """Whether a record may hold a mark; its text is searched, which is quicker than its fields."""
    node = data.nodes.get(name)
    return not isinstance(node, Unread) or "{fact}`" in node.text or "[=" in node.text


def _typed(data: Dataset) -> Iterator[Problem]:
    """Each figure of a finding that was typed: it would stay when the values change."""
    for row in data.sums.values():
        loose = wording.language("en").figures(_MARK.sub("…", row.finding))
        if row.checkable and (typed := ", ".join(f"“{figure.text}”" for figure in loose)):
            text = f"the finding of {row.id} has {typed} typed, which stays when values change"
            yield Problem(data.where(row.id, "finding"), "data.text", text, _HINT)


class _Text:
    """Writes out the marks in the text of one record."""

    def __init__(self, data: Dataset, facts: Mapping[str, Fact], record: str) -> None:
        self._data, self._facts, self._record = data, facts, record
        self.problems: list[Problem] = []

    def inside(self, value: Any, path: Steps) -> Any:
        """A value of the record, with the marks in all its texts written out."""
        if isinstance(value, str):
            return self.written(value, path) if path[0] != "formula" else value
        if isinstance(value, tuple):
            return tuple(self.inside(each, (*path, step)) for step, each in enumerate(value))
        if isinstance(value, Mapping):
            return {step: self.inside(each, (*path, step)) for step, each in value.items()}
        if not is_dataclass(value) or isinstance(value, type):
            return value
        names = [field.name for field in fields(value)]
        found = {name: self.inside(getattr(value, name), (*path, name)) for name in names}
        return replace(
            value, **{name: new for name, new in found.items() if new != getattr(value, name)}
        )

    def written(self, text: str, path: Steps) -> str:
        """A text with its marks written out; a mark that is wrong stays, and is told."""
        return _MARK.sub(lambda found: self._mark(found, path), text)

    def _mark(self, found: re.Match[str], path: Steps) -> str:
        try:
            return self._role(found[1]) if found[1] is not None else self._sum(found[2])
        except FormulaError as error:
            if not self._data.broken:
                place = self._data.where(self._record, *path)
                told = Problem(place, "data.text", str(error), error.hint, _about(found))
                self.problems.append(told)
            return found[0]

    def _role(self, inside: str) -> str:
        words, name, alone = _role_parts(inside)
        language, fact = wording.language("en"), self._facts.get(name or alone)
        if fact is None:
            hint = did_you_mean(name or alone, self._facts) or _HINT
            raise FormulaError(f"there is no fact “{name or alone}”", hint=hint)
        if not name:
            return language.said(fact)
        if not language.accepts(fact, words):
            text = f"the text says “{words}”, but {name} is {language.said(fact)}"
            better = language.alike(fact, words)
            hint = f"write {{fact}}`{better} <{name}>`, or correct {name}"
            raise FormulaError(text, hint=hint)
        return words

    def _sum(self, text: str) -> str:
        try:
            read = formula.read(text.strip())
            made = _in_words(read.value(self._facts), _digits(read.tree))
            near = any(self._facts[name].approximate for name in read.names)
            return f"about {made}" if near else made
        except FormulaError as error:
            raise FormulaError(f"[={text}]: {error}", hint=error.meant(self._facts)) from None


def _about(mark: re.Match[str]) -> tuple[str, ...]:
    """The facts that a mark names."""
    if mark[1] is None:
        return tuple(formula.facts_in(mark[2]))
    named = _NAMED.fullmatch(mark[1].strip())
    return (named[2] or named[3],) if named else ()


def _role_parts(inside: str) -> tuple[str, str, str]:
    """The words and the id of a role, or the id alone."""
    found = _NAMED.fullmatch(inside.strip())
    if found is None:
        raise FormulaError(f"“{inside}” names no fact", hint=_HINT)
    return found[1] or "", found[2] or "", found[3] or ""


def _digits(tree: ast.expr) -> int:
    """How many digits behind the point a formula asks for: those that it rounds to."""
    match tree:
        case ast.Call(ast.Name("round"), [_, ast.Constant(int() as digits)]):
            return digits
    return 0


def _in_words(value: formula.Term, digits: int) -> str:
    if isinstance(value, Date | Interval):
        return wording.language("en").said(Fact(id="", kind="date", value=value, title=""))
    if not digits and value.denominator != 1:
        raise FormulaError(f"it comes to {formula.text(value)}", hint="write round(…, 1) around it")
    return f"{float(value):,.{digits}f}"
