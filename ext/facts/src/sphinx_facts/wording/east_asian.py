"""The numbers, dates and ordinals that Chinese and Korean words state: what evidence quotes, read and never written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

Point = tuple[int | None, int | None, int | None]
"""A year, a month and a day, each as far as it is said."""

_DIGITS = {
    sign: value for value, signs in enumerate(("〇零○", *"一二三四五六七八九")) for sign in signs
} | {"两": 2, "兩": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}
_STEPS |= {"천": 1000, "백": 100, "만": 10**4, "억": 10**8}
_SIGNS = "".join((*_DIGITS, *_STEPS))
_NUMBER = rf"(?:\d+(?:[,，.]\d+)*[{''.join(_STEPS)}]*|[{_SIGNS}]+)"
_DATE = re.compile(
    rf"(?:(?P<y>\d{{4}}|[{''.join(_DIGITS)}]{{4}}) ?[年년] ?)?"
    rf"(?:(?P<m>{_NUMBER}) ?[月월] ?)?(?:(?P<d>{_NUMBER}) ?[日号號일](?!군|본))?"
)
_ORDINAL = re.compile(
    rf"[第제] ?(?P<n>{_NUMBER})|(?P<m>{_NUMBER})(?=[军軍师師团團旅]|군(?!인)|사단|兵团|分部)"
)
_COUNT = re.compile(rf"(?<![第제\d{_SIGNS}])(?P<n>{_NUMBER})(?! ?[年月日号號년월일])")


def number(text: str) -> int | None:
    """The whole number that digits, signs or both make: “十九”, “10万”, “一九五八”; None if they make none."""
    plain = text.replace(",", "").replace("，", "")
    if all(sign in _DIGITS for sign in plain):
        return int("".join(str(_DIGITS[sign]) for sign in plain))
    total, part, last = 0.0, 0.0, None
    for digits, sign in re.findall(r"(\d+(?:\.\d+)?)|(.)", plain):
        if digits:
            last = float(digits)
        elif sign in _DIGITS:
            last = float(_DIGITS[sign])
        elif (step := _STEPS.get(sign, 0)) >= 10**4:
            total, part, last = total + (part + (last or 0) or 1) * step, 0.0, None
        elif step:
            part, last = part + (1 if last is None else last) * step, None
        else:
            return None
    whole = total + part + (last or 0)
    return int(whole) if whole == int(whole) else None


def counts(text: str) -> Iterator[int]:
    """Every number that is neither part of a date nor an ordinal."""
    yield from _numbers(_COUNT, text)


def ordinals(text: str) -> Iterator[int]:
    """Every ordinal, and every number of a formation: “第十九”, “47军”, “제19”."""
    yield from _numbers(_ORDINAL, text)


def points(text: str) -> Iterator[Point]:
    """Every date, as far as it is said."""
    for found in _DATE.finditer(text):
        if found[0]:
            year, month, day = (found[name] and number(found[name]) for name in "ymd")
            yield year or None, month or None, day or None


@cache
def is_east_asian(text: str) -> bool:
    """Whether there is a Chinese or Korean sign in a text."""
    return bool(re.search(r"[\u4e00-\u9fff\uac00-\ud7a3]", text))


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for found in pattern.finditer(text):
        value = number(next(group for group in found.groups() if group))
        if value is not None:
            yield value
