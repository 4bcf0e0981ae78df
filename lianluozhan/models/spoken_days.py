"""Days as people write and say them: 3.5, 2026/3/5, 三月五日, 昨天, 上周五, -2."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"
_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2}
_WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_TAIL = re.compile(rf"\s*[(（]?{_WEEKDAY}[)）]?$")  # 9月28日（星期一）: the weekday adds nothing
_FULL = re.compile(r"(\d{4}|\d{2})\s*[年./\-\s]\s*(\d{1,2})\s*[月./\-\s]\s*(\d{1,2})\s*[日号]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[月./\-\s]\s*(\d{1,2})\s*[日号]?")
_ALONE = re.compile(r"(\d{1,2})\s*[日号]")
_STEP = re.compile(r"([+-])\s*(\d{1,4})\s*天?")
_WEEK = re.compile(rf"(上上|上|这|本|下|)(?:个)?{_WEEKDAY}")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}
_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_NUMBER = re.compile(r"([二三]?)十([一二三四五六七八九]?)")
_DASHES = re.compile("[‐-―−﹣～~]")


def read_day(text: str, today: date, *, past: bool = False) -> date | None:
    """The day meant by `text`; None if it means no day, or one that does not exist.

    Without a year the nearest such day is meant, with `past` the last one up to today.
    """
    text = _usual(text)
    try:
        return _counted(text, today, past) or _written(_TAIL.sub("", text), today, past)
    except (ValueError, OverflowError):
        return None


def impossible(text: str, today: date) -> str:
    """The day that `text` names although no calendar has it, as 2月30日; empty if that is not so."""
    text = _TAIL.sub("", _usual(text))
    found = _FULL.fullmatch(text) or _PACKED.fullmatch(text) or _SHORT.fullmatch(text)
    if found is None or read_day(text, today) is not None:
        return ""
    *years, month, day = found.groups()
    year = f"{_century(years[0])}年" if years else ""
    return f"{year}{int(month)}月{int(day)}日"


def weekday(day: date) -> str:
    """周四."""
    return f"周{WEEKDAYS[day.weekday()]}"


def _usual(text: str) -> str:
    """Figures, points and dashes in one way of writing them."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip().replace("。", "."))
    if not any(character in text for character in "年月日号"):
        return text  # 周三 and 三天 are no numbers of a date
    found = _TAIL.search(text)
    end = found.start() if found else len(text)
    head = _NUMBER.sub(lambda ten: f"{_DIGITS.get(ten[1], '1')}{_DIGITS.get(ten[2], '0')}", text[:end])
    return "".join(_DIGITS.get(character, character) for character in head) + text[end:]


def _counted(text: str, today: date, past: bool) -> date | None:
    """A day counted from today."""
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if found := _STEP.fullmatch(text):
        return today + timedelta(days=int(found[1] + found[2]))
    if found := _WEEK.fullmatch(text):
        ahead = WEEKDAYS.index(found[2].replace("天", "日")) - today.weekday()
        if found[1]:
            return today + timedelta(days=7 * _WEEKS[found[1]] + ahead)
        return today + timedelta(days=ahead - 7 if past and ahead > 0 else ahead)
    return None


def _written(text: str, today: date, past: bool) -> date | None:
    if found := _FULL.fullmatch(text) or _PACKED.fullmatch(text):
        return date(_century(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.fullmatch(text):
        return _nearest(_days(range(today.year - 4, today.year + 5), int(found[1]), int(found[2])), today, past)
    if found := _ALONE.fullmatch(text):
        months = [today.replace(day=1) + timedelta(days=offset) for offset in (-32, -1, 0, 31)]
        near = [day for month in months for day in _days([month.year], month.month, int(found[1]))]
        return _nearest(near, today, past)
    return None


def _century(year: str) -> int:
    return 2000 + int(year) if len(year) == 2 else int(year)


def _days(years: range | list[int], month: int, day: int) -> list[date]:
    found = []
    for year in years:
        try:
            found.append(date(year, month, day))
        except ValueError:  # 29 February of most years
            continue
    return found


def _nearest(days: list[date], today: date, past: bool) -> date | None:
    """3.5 typed in December is the coming March, and the March just past where days lie in the past."""
    fit = [day for day in days if day <= today] if past else days
    return min(fit, key=lambda day: abs((day - today).days), default=None)
