"""The working-day calendar: the table of 2026, a file that is no table, a year entered twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianluozhan import paths
from lianluozhan.models import calendars, deadlines
from lianluozhan.models.calendars import Calendar, CalendarDay, DayKind, YearTable
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

SignIn = Callable[[Role], Session]
FILE = paths.resources() / "calendars" / "2026.json"


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_2026_is_the_table_of_the_state_council(sign_in: SignIn) -> None:
    calendar = calendars.load(sign_in(Role.LIAISON_OFFICER))
    holidays = {
        "元旦": days(date(2026, 1, 1), date(2026, 1, 3)),
        "春节": days(date(2026, 2, 15), date(2026, 2, 23)),
        "清明节": days(date(2026, 4, 4), date(2026, 4, 6)),
        "劳动节": days(date(2026, 5, 1), date(2026, 5, 5)),
        "端午节": days(date(2026, 6, 19), date(2026, 6, 21)),
        "中秋节": days(date(2026, 9, 25), date(2026, 9, 27)),
        "国庆节": days(date(2026, 10, 1), date(2026, 10, 7)),
    }
    assert Counter(calendar.off.values()) == {name: len(found) for name, found in holidays.items()}
    assert all(calendar.why(day) == name for name, found in holidays.items() for day in found)
    worked = [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)]
    assert sorted(calendar.work) == [*worked, date(2026, 9, 20), date(2026, 10, 10)]


def test_2026_has_as_many_working_days_as_the_paper_calendar() -> None:
    calendar = calendars.with_table(Calendar(), calendars.read_file(FILE))
    year = days(date(2026, 1, 1), date(2026, 12, 31))
    weekdays = sum(day.weekday() < 5 for day in year)
    holidays_on_weekdays = sum(day.weekday() < 5 for day in calendar.off)
    assert sum(calendar.is_working(day) for day in year) == weekdays - holidays_on_weekdays + 6 == 248


PUBLISHED = {  # as the State Council announced them: holidays from and to, worked weekend days, working days in all
    2024: (
        {
            "元旦": ("1-1", "1-1"),
            "春节": ("2-10", "2-17"),
            "清明节": ("4-4", "4-6"),
            "劳动节": ("5-1", "5-5"),
            "端午节": ("6-10", "6-10"),
            "中秋节": ("9-15", "9-17"),
            "国庆节": ("10-1", "10-7"),
        },
        ("2-4", "2-18", "4-7", "4-28", "5-11", "9-14", "9-29", "10-12"),
        251,
    ),
    2025: (
        {
            "元旦": ("1-1", "1-1"),
            "春节": ("1-28", "2-4"),
            "清明节": ("4-4", "4-6"),
            "劳动节": ("5-1", "5-5"),
            "端午节": ("5-31", "6-2"),
            "国庆节、中秋节": ("10-1", "10-8"),
        },
        ("1-26", "2-8", "4-27", "9-28", "10-11"),
        248,
    ),
}


def published(folder: Path, year: int) -> Path:
    """A year's announcement written down as the file that the stick brings."""

    def on(words: str) -> date:
        month, day = map(int, words.split("-"))
        return date(year, month, day)

    holidays, worked, _ = PUBLISHED[year]
    off = {str(d): name for name, (first, last) in holidays.items() for d in days(on(first), on(last))}
    content = {"year": year, "source": f"{year}年通知", "off": off, "work": [str(on(day)) for day in worked]}
    path = folder / f"{year}.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


@pytest.mark.clause("3.2.2")
@pytest.mark.parametrize("year", PUBLISHED)
def test_a_published_calendar_gives_the_working_days_that_were_published(tmp_path: Path, year: int) -> None:
    calendar = calendars.with_table(Calendar(), calendars.read_file(published(tmp_path, year)))
    whole = days(date(year, 1, 1), date(year, 12, 31))
    assert sum(calendar.is_working(day) for day in whole) == PUBLISHED[year][2]


@pytest.mark.clause("5.1.4")
@pytest.mark.parametrize(
    ("start", "words", "ends"),
    [
        (date(2025, 1, 24), "3 工", date(2025, 2, 5)),  # 26 January is worked, then the whole 春节
        (date(2025, 9, 26), "3 工", date(2025, 9, 30)),  # Sunday 28 September is worked
        (date(2025, 9, 30), "1 工", date(2025, 10, 9)),
        (date(2025, 10, 9), "2 工", date(2025, 10, 11)),  # the Saturday after it is worked
        (date(2024, 2, 2), "5 工", date(2024, 2, 8)),  # Sunday 4 February is worked; the eve was no holiday
        (date(2024, 9, 13), "1 工", date(2024, 9, 14)),  # a worked Saturday before 中秋
        (date(2024, 4, 26), "30 日", date(2024, 5, 27)),  # 26 May is a Sunday
        (date(2025, 4, 1), "1 月", date(2025, 5, 6)),
    ],
)
def test_limits_of_the_years_before_end_where_the_paper_calendar_ends_them(
    tmp_path: Path, start: date, words: str, ends: date
) -> None:
    calendar = calendars.with_table(Calendar(), calendars.read_file(published(tmp_path, start.year)))
    assert deadlines.count(start, deadlines.parse_term(words), calendar).due_on == ends


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2026, 9, 20), True, "调休上班"),
        (date(2026, 9, 25), False, "中秋节"),
        (date(2026, 9, 19), False, "周末"),
        (date(2026, 9, 21), True, ""),
    ],
)
def test_a_day_says_why_it_is_worked_or_not(sign_in: SignIn, day: date, works: bool, why: str) -> None:
    calendar = calendars.load(sign_in(Role.LIAISON_OFFICER))
    assert (calendar.is_working(day), calendar.why(day)) == (works, why)


def test_a_year_without_a_table_is_not_known_and_goes_by_weekends(sign_in: SignIn) -> None:
    calendar = calendars.load(sign_in(Role.LIAISON_OFFICER))
    assert calendar.known(date(2026, 10, 1))
    assert not calendar.known(date(2027, 10, 1))
    assert calendar.is_working(date(2027, 10, 1))
    assert not calendar.is_working(date(2027, 10, 2))


def written(folder: Path, **changes: Any) -> Path:
    content = {"year": 2027, "source": "通知", "off": {"2027-01-01": "元旦"}, "work": ["2027-01-03"]} | changes
    path = folder / "2027.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_a_table_is_read_from_a_file(tmp_path: Path) -> None:
    table = calendars.read_file(written(tmp_path))
    assert (table.year, table.source) == (2027, "通知")
    assert [(d.day, d.kind, d.name) for d in table.days] == [
        (date(2027, 1, 1), DayKind.OFF, "元旦"),
        (date(2027, 1, 3), DayKind.WORK, "调休上班"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"off": {"2028-01-01": "元旦"}}, "不是2027年的日期"),
        ({"off": {}}, "一个放假的日子也没有"),
        ({"off": {"2027-01-01": "元旦", "20270101": "元旦"}}, "1月1日写了两次"),
        ({"work": ["2027-01-01"]}, "1月1日写了两次"),
        ({"work": ["2027-01-04"]}, "1月4日不是周末"),
        ({"off": {"明天": "元旦"}}, "不是节假日表文件"),
        ({"off": ["2027-01-01"]}, "不是节假日表文件"),
        ({"year": "牛年"}, "不是节假日表文件"),
        ({"year": None}, "不是节假日表文件"),
    ],
)
def test_a_table_with_something_odd_is_refused_whole(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        calendars.read_file(written(tmp_path, **changes))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[]", b"PK\x03\x04", b"[" * 100_000, b" " * 1_000_001])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.json"
    path.write_bytes(content)
    with pytest.raises(RuleError, match="不是节假日表文件"):
        calendars.read_file(path)


def test_a_file_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="U 盘可能已拔出"):
        calendars.read_file(tmp_path / "gone.json")


def test_a_year_becomes_known_when_its_table_is_entered(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    deadlines.put_year(clerk, calendars.read_file(written(tmp_path)))
    assert [(year.year, year.source) for year in calendars.known_years(clerk)][1] == (2027, "通知")
    assert calendars.load(clerk).is_working(date(2027, 1, 3))
    assert [entry.name for entry in calendars.days_of(clerk, 2027)] == ["元旦", "调休上班"]


def test_a_table_entered_again_replaces_the_year_and_leaves_the_others(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    deadlines.put_year(clerk, calendars.read_file(written(tmp_path)))
    before = calendars.days_of(clerk, 2026)
    deadlines.put_year(
        clerk, calendars.read_file(written(tmp_path, source="更正", off={"2027-01-04": "元旦"}, work=[]))
    )
    calendar = calendars.load(clerk)
    assert [(d.day, d.name) for d in calendars.days_of(clerk, 2027)] == [(date(2027, 1, 4), "元旦")]
    assert (calendar.is_working(date(2027, 1, 1)), calendar.why(date(2027, 1, 1))) == (True, "")
    assert (calendar.is_working(date(2027, 1, 3)), calendar.why(date(2027, 1, 3))) == (False, "周末")
    assert [year.source for year in calendars.known_years(clerk)][1] == "更正"
    assert calendars.days_of(clerk, 2026) == before


def test_what_a_table_would_do_is_asked_without_storing_it(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    assert deadlines.what_would_move(clerk, calendars.read_file(written(tmp_path))) == []
    assert not calendars.load(clerk).known(date(2027, 1, 1))


def test_a_vice_head_does_not_change_the_calendar(sign_in: SignIn, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="没有这项权限"):
        deadlines.put_year(sign_in(Role.VICE_HEAD), calendars.read_file(written(tmp_path)))


def test_a_table_typed_by_hand_is_checked_like_a_file(sign_in: SignIn) -> None:
    wrong = YearTable(2027, "手工录入", (CalendarDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="元旦"),))
    with pytest.raises(RuleError, match="不是2027年的日期"):
        deadlines.put_year(sign_in(Role.LIAISON_OFFICER), wrong)


def test_days_of_another_year_are_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="2026年12月31日，一份表只管一年。请把跨年的那几天写到那一年的表里"):
        calendars.read_file(written(tmp_path, off={"2026-12-31": "元旦", "2027-01-01": "元旦"}))


def test_a_year_that_cannot_have_been_announced_is_doubted(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    far = calendars.read_file(written(tmp_path, year=2035, off={"2035-01-01": "元旦"}, work=[]))
    with pytest.raises(RuleError, match="这份表写的是 2035 年，今年是 2026 年"):
        calendars.check_new(clerk, far)
    assert calendars.check_new(clerk, calendars.read_file(written(tmp_path))).year == 2027


def test_the_same_table_once_more_is_told_as_such(sign_in: SignIn) -> None:
    with pytest.raises(RuleError, match="2026 年的节假日表已经有了，和这份一样"):
        calendars.check_new(sign_in(Role.LIAISON_OFFICER), calendars.read_file(FILE))


def test_a_corrected_table_says_which_days_are_other(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    known = calendars.read_file(FILE)
    fewer = tuple(d for d in known.days if d.day not in (date(2026, 9, 20), date(2026, 10, 7)))
    assert calendars.differences(clerk, YearTable(2026, "更正", fewer)) == [date(2026, 9, 20), date(2026, 10, 7)]
