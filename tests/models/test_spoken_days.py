"""Days are understood as people write and say them, and only if they exist."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianluozhan.models.spoken_days import impossible, read_day, weekday

THURSDAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        *("3.5", "3-5", "3/5", "3 5", "03.05", "３．５", "３／５", "3月5日", "3月5号", "三月五日", "三月五号", "3。5"),
        *("2026/3/5", "2026.3.5", "2026-03-05", "20260305", "２０２６０３０５", "26.3.5", "2026年3月5日", "2026 3 5"),
        *("二〇二六年三月五日", "二零二六年三月五日", "2026年3月5日（星期四）", "3月5日 周四", "3—5", "5日", "五号"),
    ],
)
def test_a_day_is_understood_however_it_is_written(typed: str) -> None:
    assert read_day(typed, date(2026, 3, 12)) == THURSDAY


@pytest.mark.parametrize(
    ("said", "day"),
    [
        *(("今天", 5), ("昨天", 4), ("前天", 3), ("大前天", 2), ("明天", 6), ("后天", 7)),
        *(("-2", 3), ("- 2天", 3), ("+3", 8), ("＋３天", 8), ("-0", 5)),
        *(("周四", 5), ("这周一", 2), ("本周五", 6), ("下周一", 9), ("星期三", 4), ("礼拜天", 8)),
    ],
)
def test_a_day_is_understood_as_it_is_said(said: str, day: int) -> None:
    assert read_day(said, THURSDAY) == date(2026, 3, day)


def test_last_friday_is_that_of_the_week_before() -> None:
    assert read_day("上周五", THURSDAY) == date(2026, 2, 27)
    assert read_day("上个星期五", THURSDAY) == date(2026, 2, 27)
    assert read_day("上上周日", THURSDAY) == date(2026, 2, 22)


def test_a_weekday_alone_lies_in_the_past_where_days_lie_in_the_past() -> None:
    assert read_day("周五", THURSDAY) == date(2026, 3, 6)
    assert read_day("周五", THURSDAY, past=True) == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("typed", "today", "nearest", "last"),
    [
        ("12.30", date(2027, 1, 4), date(2026, 12, 30), date(2026, 12, 30)),
        ("3.5", date(2026, 12, 20), date(2027, 3, 5), date(2026, 3, 5)),
        ("2.29", date(2026, 3, 5), date(2028, 2, 29), date(2024, 2, 29)),
        ("31日", date(2026, 3, 2), date(2026, 3, 31), date(2026, 1, 31)),
    ],
)
def test_a_day_without_its_year_is_the_nearest_or_the_last_one(
    typed: str, today: date, nearest: date, last: date
) -> None:
    assert read_day(typed, today) == nearest
    assert read_day(typed, today, past=True) == last


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        *(("2.30", "2月30日"), ("2026-2-29", "2026年2月29日"), ("二月三十日", "2月30日"), ("13.1", "13月1日")),
        *(("20260431", "2026年4月31日"), ("9月31日（星期一）", "9月31日")),
    ],
)
def test_a_day_that_no_calendar_has_is_called_by_its_name(typed: str, named: str) -> None:
    assert read_day(typed, THURSDAY) is None
    assert impossible(typed, THURSDAY) == named


@pytest.mark.parametrize("typed", ["", "  ", "3", "路灯", "3.", "2026", "上周", "十", "3.5.", "-99999", "0000年1月1日"])
def test_what_is_no_day_is_not_taken_for_one(typed: str) -> None:
    assert read_day(typed, THURSDAY) is None


def test_a_day_that_exists_is_not_called_impossible() -> None:
    assert [impossible(typed, THURSDAY) for typed in ("3.5", "2.29", "今天", "", "路灯")] == [""] * 5


@pytest.mark.parametrize("today", [date(1, 1, 1), date(1970, 1, 1), date(9999, 12, 31)])
def test_a_clock_that_is_far_off_does_not_stop_the_typing(today: date) -> None:
    for typed in ("昨天", "后天", "上周五", "+9", "-9", "5日", "周四", "2.29"):
        read_day(typed, today)
        read_day(typed, today, past=True)
        impossible(typed, today)
    assert read_day("2026-3-5", today) == THURSDAY


@given(st.text(max_size=20))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    read_day(text, THURSDAY, past=True)
    impossible(text, THURSDAY)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_as_it_is_shown_is_read_back(day: date) -> None:
    assert read_day(f"{day.year}年{day.month}月{day.day}日 {weekday(day)}", THURSDAY) == day
