"""The questions that pictures, the matrix and the sums answer, for the list of all questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ext.withdrawal.answers.pictures import (
    addition,
    batch_chart,
    lane_chart,
    matrix,
    place_map,
    strength_chart,
)
from ext.withdrawal.records.book import Book

PICTURES: Mapping[str, Callable[[Book, Mapping[str, Any]], Any]] = {
    "strength-chart": lambda book, options: strength_chart.chart(
        book, close_up="close-up" in options
    ),
    "batch-chart": lambda book, options: batch_chart.chart(book, options.get("campaign", "")),
    "place-map": lambda book, _: place_map.chart(book),
    "lane-chart": lambda book, options: lane_chart.chart(book, options["span"]),
    "unit-matrix": lambda book, options: matrix.matrix(book),
    "sum": lambda book, options: addition.addition(book, options["of"]),
}
