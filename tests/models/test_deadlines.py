"""Time limits: counted by hand, against a slow second counter, and when the table of a new year comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianluozhan import paths
from lianluozhan.models import calendars, deadlines, settings
from lianluozhan.models.calendars import Calendar, CalendarDay, DayKind, YearTable
from lianluozhan.models.deadlines import Count, Term, count, parse_term
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions.handling import Deadline, Dispatch
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

SignIn = Callable[[Role], Session]
CALENDAR = calendars.with_table(Calendar(), calendars.read_file(paths.resources() / "calendars" / "2026.json"))


def due(year: int, month: int, day: int, words: str) -> Count:
    return count(date(year, month, day), parse_term(words), CALENDAR)


@pytest.mark.parametrize(
    ("start", "words", "ends"),
    [
        (date(2026, 9, 16), "10 工", date(2026, 9, 30)),  # over 中秋 and the worked Sunday 20 September
        (date(2026, 9, 30), "1 工", date(2026, 10, 8)),  # over the whole 国庆
        (date(2026, 10, 9), "1 工", date(2026, 10, 10)),  # the Saturday after it is worked
        (date(2026, 2, 13), "1 工", date(2026, 2, 14)),  # Saturday before 春节, worked
        (date(2026, 2, 14), "1 工", date(2026, 2, 24)),
        (date(2026, 12, 31), "0 工", date(2026, 12, 31)),
        (date(2026, 3, 5), "30 日", date(2026, 4, 7)),  # 4 April is 清明节, off to the 6th
        (date(2026, 3, 9), "30 日", date(2026, 4, 8)),
        (date(2026, 9, 5), "15 日", date(2026, 9, 20)),  # a Sunday, but worked
        (date(2026, 1, 31), "1 月", date(2026, 2, 28)),  # month's last day, a worked Saturday
        (date(2026, 3, 31), "1 月", date(2026, 4, 30)),
        (date(2026, 4, 1), "1 月", date(2026, 5, 6)),
        (date(2026, 7, 31), "3 月", date(2026, 11, 2)),  # 31 October is a Saturday
    ],
)
def test_a_limit_ends_where_one_counts_it_by_hand(start: date, words: str, ends: date) -> None:
    found = count(start, parse_term(words), CALENDAR)
    assert found.due_on == ends
    assert not found.provisional


def test_three_months_from_the_end_of_november_end_on_the_monday_after_the_last_sunday_of_february() -> None:
    found = due(2026, 11, 30, "3 月")
    assert date(2027, 2, 28).weekday() == 6
    assert found.due_on == date(2027, 3, 1)
    assert found.provisional


def test_every_day_of_the_strip_carries_its_number_or_its_reason() -> None:
    found = due(2026, 9, 16, "10 工")
    assert [(entry.day.day, entry.number, entry.why) for entry in found.days] == [
        (16, None, "起算日"),
        (17, 1, ""),
        (18, 2, ""),
        (19, None, "周末"),
        (20, 3, "调休上班"),
        (21, 4, ""),
        (22, 5, ""),
        (23, 6, ""),
        (24, 7, ""),
        (25, None, "中秋节"),
        (26, None, "中秋节"),
        (27, None, "中秋节"),
        (28, 8, ""),
        (29, 9, ""),
        (30, 10, ""),
    ]


def test_the_count_can_be_read_aloud() -> None:
    found = count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办", "一般件 10 个工作日")
    assert found.sentence == (
        "9月16日交办，次日起算；周末、中秋放假不计，9月20日调休上班计入；"
        "到9月30日（星期三）为止。依据：一般件 10 个工作日。"
    )


def test_a_last_day_that_is_not_worked_is_named_in_the_sentence() -> None:
    found = due(2026, 9, 1, "30 日")
    assert "10月1日是国庆节，顺延到下一个工作日；到10月8日（星期四）为止" in found.sentence
    assert [entry.why for entry in found.days if entry.number is None][1:] == ["国庆节"] * 6 + ["顺延"]


def test_a_year_without_its_table_is_named_as_counted_for_now() -> None:
    found = due(2026, 12, 28, "5 工")
    assert found.due_on == date(2027, 1, 4)
    assert "到2027年1月4日" in found.sentence
    assert "2027年的放假安排还没有公布，先按周末暂算" in found.sentence


def test_a_limit_that_ends_on_the_last_worked_day_of_a_known_year_is_certain() -> None:
    assert not due(2026, 12, 24, "5 工").provisional
    assert due(2026, 12, 24, "6 工").provisional


@pytest.mark.parametrize("words", ["", "三日", "3", "3 年", "-3 日", "3.5 日", "99999 日"])
def test_a_term_that_cannot_be_read_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(RuleError, match="例如"):
        parse_term(words)


@pytest.mark.parametrize("words", ["15个工作日", "15 工", "15工作日", " 15 个工作日 "])
def test_a_term_is_read_as_people_write_it(words: str) -> None:
    assert parse_term(words) == Term(15, "工")


def slow_count(start: date, term: Term, calendar: Calendar) -> date:
    """A second opinion: walks day by day and asks only whether a day is worked."""

    def works(day: date) -> bool:
        if day.isoformat() in {d.isoformat() for d in calendar.work}:
            return True
        return day.isoformat() not in {d.isoformat() for d in calendar.off} and day.isoweekday() not in (6, 7)

    at = start
    if term.unit == "工":
        left = term.amount
        while left:
            at = at + timedelta(days=1)
            left -= works(at)
        return at
    if term.unit == "日":
        for _ in range(term.amount):
            at = at + timedelta(days=1)
    else:
        wanted = (start.month - 1 + term.amount) % 12 + 1
        for _ in range(term.amount):
            month = at.month
            while at.month == month:
                at = at + timedelta(days=1)
        while at.day < start.day and (at + timedelta(days=1)).month == wanted:
            at = at + timedelta(days=1)
    while not works(at):
        at = at + timedelta(days=1)
    return at


terms = st.builds(Term, st.integers(0, 60), st.sampled_from(("日", "工"))) | st.builds(
    Term, st.integers(0, 12), st.just("月")
)
days_around = st.dates(date(2025, 10, 1), date(2027, 3, 1))


@given(days_around, terms)
def test_the_counter_agrees_with_a_slow_one(start: date, term: Term) -> None:
    assert count(start, term, CALENDAR).due_on == slow_count(start, term, CALENDAR)


@given(days_around, terms)
def test_the_days_of_a_count_follow_each_other_and_are_numbered_in_order(start: date, term: Term) -> None:
    found = count(start, term, CALENDAR)
    assert [entry.day for entry in found.days] == [
        start + timedelta(days=n) for n in range((found.due_on - start).days + 1)
    ]
    numbers = [entry.number for entry in found.days if entry.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    if term.unit != "月":
        assert len(numbers) == term.amount


@given(days_around, terms)
def test_a_skipped_day_always_has_a_reason(start: date, term: Term) -> None:
    found = count(start, term, CALENDAR)
    if term.unit == "工":
        assert all(entry.why for entry in found.days if entry.number is None)
    assert (found.due_on == start and term.unit == "工") or CALENDAR.is_working(found.due_on)


@given(days_around, terms)
def test_a_limit_is_counted_for_now_exactly_when_a_counted_day_lies_in_a_year_without_table(
    start: date, term: Term
) -> None:
    found = count(start, term, CALENDAR)
    examined = found.days[1:] or (found.days if term.unit != "工" else ())
    assert found.provisional == any(entry.day.year != 2026 for entry in examined)


# --- when the table of the next year comes ---------------------------------------------------------------------

NEW_YEAR = YearTable(
    2027,
    "国务院办公厅关于2027年部分节假日安排的通知",
    (
        CalendarDay(day=date(2027, 1, 1), kind=DayKind.OFF, name="元旦"),
        CalendarDay(day=date(2027, 1, 4), kind=DayKind.OFF, name="元旦"),
        CalendarDay(day=date(2027, 3, 1), kind=DayKind.OFF, name="春节"),
        CalendarDay(day=date(2027, 1, 9), kind=DayKind.WORK, name="调休上班"),
    ),
)


def running(session: Session, kind: str, start: date, words: str) -> tuple[Opinion, Deadline]:
    """An opinion with one time limit of a kind, both as the station stores them."""
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title=f"{kind} {words}", content="路灯坏了。", received_on=start))
        made = deadlines.set_deadline(session, opinion.id, kind, start, parse_term(words), f"{kind} {words}")
        return session.change(opinion, due_on=made.due_on, due_kind=kind, due_provisional=made.is_provisional), made


def test_a_new_table_moves_the_running_provisional_limits_and_no_others(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    moving, moved = running(session, "审核", date(2026, 12, 28), "5 工")
    staying, stayed = running(session, "审核", date(2027, 3, 2), "3 工")
    certain, fixed = running(session, "审核", date(2026, 12, 1), "3 工")
    done, ended = running(session, "审核", date(2026, 12, 28), "5 工")
    with session.action("opinion.register"):
        deadlines.meet(session, done.id, date(2027, 1, 2))

    expected = deadlines.what_would_move(session, NEW_YEAR)
    assert [(m.opinion_id, m.kind, m.old, m.new, m.why) for m in expected] == [
        (moving.id, "审核", date(2027, 1, 4), date(2027, 1, 6), "1月1日元旦放假，1月4日元旦放假")
    ]
    assert session.get(Deadline, moved.id).due_on == date(2027, 1, 4)

    assert deadlines.put_year(session, NEW_YEAR) == expected
    assert session.get(Opinion, moving.id).due_on == date(2027, 1, 6)
    assert not session.get(Opinion, moving.id).due_provisional
    assert session.get(Opinion, staying.id).due_on == stayed.due_on
    assert session.get(Opinion, certain.id).due_on == fixed.due_on
    assert session.get(Deadline, ended.id).due_on == date(2027, 1, 4)
    assert session.get(Deadline, ended.id).is_provisional


def test_a_limit_a_new_table_confirms_is_no_longer_counted_for_now(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    opinion, made = running(session, "审核", date(2027, 3, 2), "3 工")
    assert made.is_provisional
    assert deadlines.put_year(session, NEW_YEAR) == []
    assert not session.get(Deadline, made.id).is_provisional
    assert not session.get(Opinion, opinion.id).due_provisional


def test_a_moved_limit_leaves_its_old_and_new_day_in_the_log(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    _, made = running(session, "审核", date(2026, 12, 28), "5 工")
    deadlines.put_year(session, NEW_YEAR)
    sql = (
        "SELECT changes FROM audit_log WHERE action = 'calendar.change' AND table_name = 'deadlines' AND record_id = ?"
    )
    assert '"due_on":["2027-01-04","2027-01-06"]' in session.value(sql, (made.id,))


def test_the_letter_that_states_the_limit_moves_with_it(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    opinion, made = running(session, "办理", date(2026, 12, 28), "5 工")
    with session.action("opinion.dispatch"):
        letter = session.add(
            Dispatch(
                opinion_id=opinion.id,
                lead_body_id=2,
                requirement="请书面答复。",
                dispatched_on=date(2026, 12, 28),
                due_on=made.due_on,
            )
        )
    deadlines.put_year(session, NEW_YEAR)
    assert session.get(Dispatch, letter.id).due_on == date(2027, 1, 6)


def test_a_limit_given_on_paper_never_moves(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    opinion, _ = running(session, "审核", date(2026, 12, 1), "3 工")
    with session.action("opinion.dispatch"):
        paper = session.add(
            Deadline(
                opinion_id=opinion.id,
                kind="办理",
                starts_on=date(2026, 12, 28),
                due_on=date(2027, 1, 4),
                rule="按交办单写明的期限",
            )
        )
    assert deadlines.counted(session, paper) is None
    deadlines.put_year(session, NEW_YEAR)
    assert session.get(Deadline, paper.id).due_on == date(2027, 1, 4)


def test_a_changed_setting_moves_no_running_limit(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    term = settings.term(session, "opinion.review_days")
    opinion, made = running(session, "审核", date(2026, 3, 5), str(term))
    settings.change(sign_in(Role.HEAD), "opinion.review_days", "10 工")
    assert session.get(Deadline, made.id) == made
    assert session.get(Opinion, opinion.id).due_on == date(2026, 3, 10)
    assert settings.term(session, "opinion.review_days") == Term(10, "工")


def test_a_stored_limit_lists_its_days_with_the_event_and_the_rule(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    _, made = running(session, "办理", date(2026, 9, 16), "10 工")
    found = deadlines.counted(session, made)
    assert found is not None
    assert found.sentence.startswith("9月16日交办，次日起算")
    assert found.sentence.endswith("依据：办理 10 工。")


def test_a_corrected_table_takes_no_known_limit_along_and_does_not_list_other_days_for_it(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    _, made = running(session, "办理", date(2026, 9, 16), "10 工")
    known = calendars.read_file(paths.resources() / "calendars" / "2026.json")
    shorter = tuple(d for d in known.days if d.day not in (date(2026, 9, 20), date(2026, 9, 25)))
    assert deadlines.put_year(session, YearTable(2026, "更正", shorter)) == []
    assert session.get(Deadline, made.id).due_on == date(2026, 9, 30)
    assert calendars.load(session).why(date(2026, 9, 25)) == ""
    assert calendars.load(session).why(date(2026, 9, 20)) == "周末"


@pytest.mark.clause("5.1.4")
def test_of_calendar_days_only_the_days_at_the_end_are_named_as_the_reason(sign_in: SignIn) -> None:
    session = sign_in(Role.LIAISON_OFFICER)
    running(session, "办理", date(2026, 12, 5), "30 日")  # to Monday 4 January, off in the new table
    assert [(m.new, m.why) for m in deadlines.what_would_move(session, NEW_YEAR)] == [
        (date(2027, 1, 5), "1月4日元旦放假")
    ]


@pytest.mark.clause("4.3.2")
def test_a_long_count_is_told_in_weeks_and_every_special_day_by_itself() -> None:
    found = due(2026, 3, 2, "3 月")
    text = deadlines.in_words(found, "交办").splitlines()
    assert text[0] == "3月2日（星期一）交办，起算日，不计"
    assert "3月9日至3月15日，第 7—13 日" in text
    assert "4月5日（星期日）清明节，第 34 日" in text
    assert text[-2] == "6月2日（星期二）第 92 日，到期"
    assert text[-1] == found.sentence
    assert len(text) < 50


@pytest.mark.clause("4.3.2")
def test_a_short_count_is_told_day_by_day() -> None:
    found = count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办")
    text = deadlines.in_words(found, "交办").splitlines()
    assert text[:5] == [
        "9月16日（星期三）交办，起算日，不计",
        "9月17日（星期四）第 1 日",
        "9月18日（星期五）第 2 日",
        "9月19日（星期六）周末，不计",
        "9月20日（星期日）调休上班，第 3 日",
    ]
    assert text[-2] == "9月30日（星期三）第 10 日，到期"


@given(days_around, terms)
def test_folded_or_not_every_day_of_a_count_is_told_once(start: date, term: Term) -> None:
    found = count(start, term, CALENDAR)
    runs = deadlines.weeks(found.days, lambda entry: entry.day == found.due_on)
    assert [entry for run in runs for entry in run] == list(found.days)
    assert all(len(run) == 7 for run in runs if len(run) > 1)


waits = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=2)


@given(days_around, terms.filter(lambda term: term.amount > 0 and term.unit != "月"), waits)
def test_days_of_waiting_never_count_and_all_others_still_do(
    start: date, term: Term, spans: list[tuple[int, int]]
) -> None:
    stood, since = [], start
    for after, length in spans:
        since += timedelta(days=after)
        stood.append(deadlines.Wait(since, since + timedelta(days=length), "等待反映人补充"))
        since += timedelta(days=length)
    found = count(start, term, CALENDAR, waits=tuple(stood))
    numbered = [entry for entry in found.days if entry.number is not None]
    assert [entry.number for entry in numbered] == list(range(1, term.amount + 1))
    assert not any(entry.day in wait for entry in numbered for wait in stood)
    assert found.due_on >= count(start, term, CALENDAR).due_on
