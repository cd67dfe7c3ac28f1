"""How long a quotation is, and in what language, as the rules of quoting reckon it."""

from __future__ import annotations

import pytest

from ext.withdrawal.records.quotations import language, words


@pytest.mark.parametrize(("text", "count"), [
    ("on the withdrawal of seven divisions", 6), ("withdrawn … in part, 13(d) — and all", 6),
    ("志愿军", 2), ("志愿军全部回国", 4), ("志愿军 全部回国，1958 年", 5), ("중국인민지원군 개선", 2), ("", 0),
])  # fmt: skip
def test_words_are_counted(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(("text", "lang"), [
    ("Matador", "en"), ("志愿军", "zh"), ("중국인민지원군 (志願軍)", "ko"), ("Пузанов", "ru"), ("“7:6”", "en"),
])  # fmt: skip
def test_the_script_tells_the_language(text: str, lang: str) -> None:
    assert language(text) == lang
