"""The domain that carries the book through a build."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar, cast

from sphinx.environment import BuildEnvironment

from ext.withdrawal.exports.cells import Sheet
from ext.withdrawal.exports.sheets import sheets
from ext.withdrawal.records import evidence
from ext.withdrawal.records.book import Book
from sphinx_facts.builds.pagewise import PagewiseDomain

Made = TypeVar("Made")


class Asked(Hashable, Protocol):
    """A question: what the book answers decides whether a page that asks it is read again."""

    def answer(self, book: Book) -> Any:
        """The answer of a book."""


class WithdrawalDomain(PagewiseDomain):
    """Holds the book of a build; it stores nothing, since the data files are read anew each time."""

    name = "withdrawal"
    label = "Withdrawal"
    book: Book | None = None
    answers: dict[Hashable, Any]

    def take(self, book: Book) -> None:
        """Begin a build with a book, of which nothing has been asked yet."""
        self.book, self.answers = book, {}

    def ask(self, question: Asked) -> Any:
        """The answer of the book to a question; each is worked out once in a build."""
        book = self.book
        assert book is not None
        return self.once(question, lambda: question.answer(book))

    def once(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once in a build and kept under a name."""
        if name not in self.answers:
            self.answers[name] = make()
        return cast(Made, self.answers[name])


def carrier_of(env: BuildEnvironment) -> WithdrawalDomain:
    """The domain of a build."""
    return cast(WithdrawalDomain, env.get_domain(WithdrawalDomain.name))


def weak_values(env: BuildEnvironment) -> frozenset[str]:
    """The ids of all values that rest on a single weak source."""
    return carrier_of(env).once("weak", lambda: evidence.weak_facts(book_of(env)))


def sheets_of(env: BuildEnvironment) -> list[Sheet]:
    """The tables of the download folder."""
    return carrier_of(env).once("sheets", lambda: sheets(book_of(env)))


def book_of(env: BuildEnvironment) -> Book:
    """The book of a build."""
    book = carrier_of(env).book
    assert book is not None
    return book
