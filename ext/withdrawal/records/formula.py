"""Formulas over facts, as they stand in data/sums.yaml: `{open-1.divisions} + 6 == 13`.

Numbers, facts in braces, + - * / and parentheses, comparisons (chains too), and the functions
`days` (of a span, both ends counted), `gap` (days from the first date to the second), `year`, `round`,
`sum`, and `span` (from the first of several dates to the last). What else may stand in the formulas of
data/computed.yaml is taken out by `computed` before they come here.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, cast

from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact, did_you_mean

Term = Fraction | dates.Date | dates.Interval
_NAME = re.compile(r"\{([^{}]+)\}")
UNREADABLE = "the formula cannot be read"  # also what is nested deeper than Python reads
FUNCTIONS = ("days", "gap", "year", "round", "sum", "span")


class FormulaError(ValueError):
    """The formula cannot be computed; the text says why, `fact` names a fact that does not exist."""

    def __init__(self, message: str, fact: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.fact, self.hint = fact, hint

    def meant(self, facts: Mapping[str, Fact]) -> str:
        """The hint, or the fact that may be meant."""
        return self.hint or (did_you_mean(self.fact, facts) if self.fact else "")


class UnknownError(FormulaError):
    """What the formula is made of is there, but nobody knows its value."""


class Result(NamedTuple):
    """Whether the formula holds, and the values that were compared, for a message to people."""

    holds: bool
    values: tuple[str, ...]


def facts_in(formula: str) -> list[str]:
    """The ids of the facts a formula names, in order."""
    return _NAME.findall(formula)


class Formula(NamedTuple):
    """A formula that was read: in `tree` the name `_0` stands for the first of the facts in `names`."""

    tree: ast.expr
    names: tuple[str, ...]

    def value(self, facts: Mapping[str, Fact]) -> Term:
        """What it comes to. Raises `FormulaError`."""
        terms: dict[str, Term] = {}
        for place, name in enumerate(self.names):
            if name not in facts:
                raise FormulaError(f"there is no fact “{name}”", name)
            value = facts[name].value
            terms[f"_{place}"] = Fraction(value) if isinstance(value, int) else cast(Term, value)
        try:
            return _compute(self.tree, terms)
        except RecursionError:
            raise FormulaError(UNREADABLE) from None


def read(formula: str) -> Formula:
    """Read a formula. Raises `FormulaError`."""
    names = facts_in(formula)
    places = iter(range(len(names)))
    try:
        spelt = _NAME.sub(lambda _: f"_{next(places)}", formula)
        return Formula(ast.parse(spelt, mode="eval").body, tuple(names))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(UNREADABLE) from None


def evaluate(formula: str, facts: Mapping[str, Fact]) -> Result:
    """Compute a formula; what compares nothing holds. Raises `FormulaError`."""
    tree, names = read(formula)
    if not isinstance(tree, ast.Compare):
        return Result(True, (text(Formula(tree, names).value(facts)),))
    values = [Formula(node, names).value(facts) for node in (tree.left, *tree.comparators)]
    pairs = zip(tree.ops, pairwise(values), strict=True)
    holds = all(_compare(kind, *pair) for kind, pair in pairs)
    return Result(holds, tuple(map(text, values)))


_ARITHMETIC: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _compute(node: ast.expr, terms: Mapping[str, Term]) -> Term:
    match node:
        case ast.Constant(bool()):
            pass
        case ast.Constant(int() | float() as number) if math.isfinite(number):
            return Fraction(str(number))
        case ast.Name(id=name) if name in terms:
            return terms[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(_compute(operand, terms))
        case ast.BinOp(left=left, op=kind, right=right) if type(kind) in _ARITHMETIC:
            first, second = _number(_compute(left, terms)), _number(_compute(right, terms))
            if isinstance(kind, ast.Div) and second == 0:
                raise FormulaError("division by zero")
            return _ARITHMETIC[type(kind)](first, second)
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            return _call(function, [_compute(argument, terms) for argument in arguments])
    taken = f"numbers, facts in braces, + - * / and {', '.join(FUNCTIONS)}"
    raise FormulaError(f"the formula holds something other than {taken}")


def _call(function: str, given: list[Term]) -> Term:
    match function, given:
        case "days", [dates.Date() | dates.Interval() as span]:
            try:
                return Fraction(dates.days(span))
            except dates.DateError as error:
                raise FormulaError(str(error)) from None
        case "gap", [
            dates.Date() | dates.Interval() as one,
            dates.Date() | dates.Interval() as two,
        ]:
            return Fraction(_first_day(two) - _first_day(one))
        case "year", [dates.Date() as date]:
            return Fraction(date.year)
        case "round", [Fraction() as number]:
            return Fraction(_half_up(number, 0))
        case "round", [Fraction() as number, Fraction() as digits] if 0 <= digits <= 12:
            return Fraction(_half_up(number, int(digits)))
        case "sum", [_, *_]:
            return sum(map(_number, given), Fraction())
        case "span", [_, *_]:
            return _span(given)
    raise FormulaError(f"{function}() does not take these values")


def _span(given: list[Term]) -> dates.Interval:
    """From the first of the dates to the last; unknown if one of them has no beginning or no end."""
    spans = [date for date in given if isinstance(date, dates.Date | dates.Interval)]
    firsts = [span.start if isinstance(span, dates.Interval) else span for span in spans]
    lasts = [span.end if isinstance(span, dates.Interval) else span for span in spans]
    if len(spans) < len(given):
        raise FormulaError("span() takes dates only")
    if None in firsts or None in lasts:
        raise UnknownError("one of the dates is open")
    return dates.Interval(
        min((date for date in firsts if date), key=dates.sort_key),
        max((date for date in lasts if date), key=dates.sort_key),
    )


def _half_up(number: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction((number * scale * 2 + 1) // 2, scale)


def _first_day(date: dates.Date | dates.Interval) -> int:
    day = date.earliest
    if day is None:
        raise FormulaError(f"{date} has no first day")
    return day.toordinal()


def _number(value: Term) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise FormulaError(f"{value} is a date; use days(), gap() or year()")


def _compare(kind: ast.cmpop, left: Term, right: Term) -> bool:
    if isinstance(left, Fraction) != isinstance(right, Fraction):
        raise FormulaError(f"{text(left)} cannot be compared with {text(right)}")
    first = left if isinstance(left, Fraction) else _first_day(left)
    second = right if isinstance(right, Fraction) else _first_day(right)
    return _COMPARISONS[type(kind)](first, second)


def text(value: Term) -> str:
    """A value for a message to people."""
    if isinstance(value, Fraction):
        return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.3f}"
    return str(value)
