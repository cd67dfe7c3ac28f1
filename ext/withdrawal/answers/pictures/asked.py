"""The questions that pictures, the matrix and the sums answer, for the list of all questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ext.withdrawal.book import Book
from ext.withdrawal.pictures import addition, atlas, gantt, lanes, matrix, strength_chart

PICTURES: Mapping[str, Callable[[Book, Mapping[str, Any]], Any]] = {
    "strength-chart": lambda book, options: strength_chart.chart(book, close_up="close-up" in options),
    "batch-chart": lambda book, options: gantt.chart(book, options.get("campaign", "")),
    "place-map": lambda book, _: atlas.chart(book),
    "lane-chart": lambda book, options: lanes.chart(book, options["span"]),
    "unit-matrix": lambda book, options: matrix.matrix(book),
    "sum": lambda book, options: addition.addition(book, options["of"]),
}
