"""Formulas over facts, as they stand in data/sums.yaml: `{open-1.divisions} + 6 == 13`.

Numbers, facts in braces, + - * / and parentheses, comparisons (chains too), and the functions
`days` (of a span, both ends counted), `gap` (days from the first date to the second), `year` and `round`.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from sphinx_facts.values import dates
from sphinx_facts.values.catalog import Fact

Term = Fraction | dates.Date | dates.Interval
_NAME = re.compile(r"\{([^{}]+)\}")


class FormulaError(ValueError):
    """The formula cannot be computed; the text says why, `fact` names a fact that does not exist."""

    def __init__(self, message: str, fact: str = "") -> None:
        super().__init__(message)
        self.fact = fact


class Result(NamedTuple):
    """Whether the formula holds, and the values that were compared, for a message to people."""

    holds: bool
    values: tuple[str, ...]


def facts_in(formula: str) -> list[str]:
    """The ids of the facts a formula names, in order."""
    return _NAME.findall(formula)


def evaluate(formula: str, facts: Mapping[str, Fact]) -> Result:
    """Compute a formula, which must be a comparison. Raises `FormulaError`."""
    terms: dict[str, Term] = {}

    def name(found: re.Match[str]) -> str:
        fact = facts.get(found[1])
        if fact is None:
            raise FormulaError(f"there is no fact “{found[1]}”", found[1])
        terms[f"_{len(terms)}"] = (
            Fraction(fact.value) if isinstance(fact.value, int) else fact.value
        )
        return f"_{len(terms) - 1}"

    try:
        tree = ast.parse(_NAME.sub(name, formula), mode="eval").body
    except SyntaxError:
        raise FormulaError("the formula cannot be read") from None
    if not isinstance(tree, ast.Compare):
        raise FormulaError("a formula compares: it needs ==, <, <=, >, >= or !=")
    values = [_compute(node, terms) for node in (tree.left, *tree.comparators)]
    holds = all(
        _compare(kind, left, right)
        for kind, left, right in zip(tree.ops, values, values[1:], strict=False)
    )
    return Result(holds, tuple(_text(value) for value in values))


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
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
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
    raise FormulaError(
        "the formula holds something other than numbers, facts in braces, + - * / and days, gap, year, round"
    )


def _call(function: str, given: list[Term]) -> Fraction:
    match function, given:
        case "days", [dates.Date() | dates.Interval() as span]:
            try:
                return Fraction(dates.days(span))
            except dates.DateError as error:
                raise FormulaError(str(error)) from None
        case "gap", [
            dates.Date() | dates.Interval() as first,
            dates.Date() | dates.Interval() as second,
        ]:
            return Fraction(_first_day(second) - _first_day(first))
        case "year", [dates.Date() as date]:
            return Fraction(date.year)
        case "round", [Fraction() as number]:
            return Fraction(_half_up(number, 0))
        case "round", [Fraction() as number, Fraction() as digits]:
            return Fraction(_half_up(number, int(digits)))
    raise FormulaError(f"{function}() does not take these values")


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
        raise FormulaError(f"{_text(left)} cannot be compared with {_text(right)}")
    first = left if isinstance(left, Fraction) else _first_day(left)
    second = right if isinstance(right, Fraction) else _first_day(right)
    return _COMPARISONS[type(kind)](first, second)


def _text(value: Term) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.3f}"
    return str(value)
