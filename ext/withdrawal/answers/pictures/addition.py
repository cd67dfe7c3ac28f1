"""Sums with their parts: 250,000 as 80,000 + 100,000 + 70,000, each part a link, with how it is known."""

from __future__ import annotations

import re

from ext.withdrawal.answers import line
from ext.withdrawal.answers.line import Line, Link, Piece, Strong, joined, mark
from ext.withdrawal.answers.pictures.scales import said
from ext.withdrawal.records.book import Book

_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "−", "+": "+"}
_PART = re.compile(r"(\{[^{}]+\}|==|!=|<=|>=|[*/+-])")


def addition(book: Book, name: str) -> tuple[Line, ...]:
    """The lines of a sum: of a fact with parts, or of an invariant by its id. Empty if there is no such thing."""
    if row := book.data.sums.get(name):
        return tuple(_formula(book, formula) for formula in row.formula)
    fact = book.facts.get(name)
    if fact is None or not fact.parts:
        return ()
    parts = joined((_value(book, part) for part in fact.parts), " + ")
    return ((Strong(said(fact).removeprefix("about ")), *mark(fact.status), " = ", *parts),)


def _value(book: Book, name: str) -> Line:
    """A fact as a link to its entry, with its status."""
    fact = book.facts.get(name)
    words = f"{fact.value:,}" if fact and isinstance(fact.value, int) else said(fact)
    return (Link(words, "fact", name), *mark(fact.status)) if fact else (line.UNKNOWN,)


def _formula(book: Book, formula: str) -> Line:
    pieces: list[Piece] = []
    for part in _PART.split(formula):
        if part.startswith("{"):
            pieces += _value(book, part[1:-1])
        else:
            pieces.append(f" {_SIGNS[part]} " if part in _SIGNS else part.strip())
    return tuple(piece for piece in pieces if piece)
