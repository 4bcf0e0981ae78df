"""迎检: every clause is asked for, what is counted agrees with counting by hand, what is missing is named."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from lianluozhan.models import settings
from lianluozhan.models.accounts import Account
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.archive import inspecting
from lianluozhan.models.archive.inspecting import InspectionMark, Point, PointState
from lianluozhan.models.archive.inspection_points import ASKED, CHAPTERS
from lianluozhan.models.archive.record import Retention
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.boxes import BoxOpening
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.homes import sign_in as sign_in_at
from lianluozhan.models.official import DocumentState, Genre, OfficialDocument
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState
from lianluozhan.models.session import Session
from tests.keeping import noon
from tests.models.archive.old_years import lend, put
from tests.sample_station import sample_station
from tests.test_completeness import SECTIONS

YEAR = 2026


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample station, read only."""
    from lianluozhan.models.demo import content

    home = sample_station(tmp_path_factory.mktemp("inspected") / "home")
    session = sign_in_at(home, "zhouchangfu", content.PASSWORD, now=noon)
    yield session
    session.close()


@pytest.fixture
def officer(sign_in, clock) -> Session:
    """The officer of an empty station, on 24 November 2026."""
    clock.go_to(date(2026, 11, 24))
    return sign_in(Role.LIAISON_OFFICER)


def point(session: Session, key: str, year: int = YEAR) -> Point:
    return next(each for each in inspecting.inspection(session, year) if each.asked.key == key)


def lacking(session: Session, key: str, year: int = YEAR) -> tuple[str, ...]:
    return point(session, key, year).found.lacking


def clauses_of_the_regulation() -> list[str]:
    """Those of the chapters that ask something of a station."""
    pairs = [text.split("/") for text in SECTIONS]
    return [f"{section}.{n}" for section, last in pairs if section[0] in CHAPTERS for n in range(1, int(last) + 1)]


def test_every_clause_from_the_second_chapter_on_is_asked_for() -> None:
    asked = {clause for each in ASKED for clause in each.clauses}
    wanted = set(clauses_of_the_regulation())
    assert wanted - asked == set()
    assert asked - wanted == set()


def test_the_points_stand_in_the_order_of_the_clauses_and_no_two_have_one_key() -> None:
    firsts = [tuple(map(int, each.clauses[0].split("."))) for each in ASKED]
    assert firsts == sorted(firsts)
    assert len({each.key for each in ASKED}) == len(ASKED)
    assert all(len(each.key) <= 40 for each in ASKED)


def test_what_is_marked_by_hand_waits_for_it_and_what_is_counted_leads_to_a_room() -> None:
    for each in ASKED:
        assert bool(each.read) == bool(each.room[0])


@pytest.mark.clause("4.2.2")
def test_receptions_are_counted_as_by_hand(sample) -> None:
    today = noon().date()
    due = [
        each
        for each in sample.select(Reception, "voided_on IS NULL")
        if each.held_on.year == YEAR and each.held_on <= today and each.state is not ReceptionState.CANCELLED
    ]
    held = [each for each in due if each.state is ReceptionState.HELD]
    found = inspecting.inspection(sample, YEAR)
    said = {each.asked.key: each.found.there for each in found}
    assert said["3.1.2/held"].startswith(f"应接待 {len(due)} 期")
    assert said["4.2.1/notice"].startswith(f"{len(due)} 期")
    assert said["4.2.2/signed"].startswith(f"已接待 {len(held)} 期")
    ids = {each.id for each in held}
    visits = [
        each
        for each in sample.select(Visit, "voided_on IS NULL")
        if each.reception_id in ids and each.state is VisitState.DONE
    ]
    assert said["4.2.3/answered"].startswith(f"接待选民 {len(visits)} 人次")


def test_matters_are_counted_as_by_hand(sample) -> None:
    received = [
        each
        for each in sample.select(Opinion, "voided_on IS NULL")
        if each.received_on and each.received_on.year == YEAR
    ]
    drafts = [each for each in received if each.status in (Status.DRAFT, Status.SENT_BACK)]
    numbered = [each for each in received if each.number]
    waiting = [
        each.number
        for each in numbered
        if each.status in (Status.IN_REVIEW, Status.IN_APPROVAL) and each.due_on and each.due_on < noon().date()
    ]
    found = {each.asked.key: each.found for each in inspecting.inspection(sample, YEAR)}
    assert found["5.1.2/forms"].there == f"收到 {len(received)} 件，登记 {len(received) - len(drafts)} 件"
    assert len(found["5.1.2/forms"].lacking) == len(drafts)
    assert found["4.3.2/sorted"].there.startswith(f"{len(numbered)} 件")
    assert sorted(found["5.1.3/approved"].lacking) == sorted(waiting)


@pytest.mark.clause("3.1.2")
def test_deputies_who_did_not_receive_often_enough_are_named(sample) -> None:
    wanted = settings.number(sample, "reception.min_per_deputy_year") * noon().month // 12
    year = {each.id for each in sample.select(Reception, "voided_on IS NULL") if each.held_on.year == YEAR}
    came = Counter(
        each.deputy_id
        for each in sample.select(Attendance, "owner_table = 'receptions' AND voided_on IS NULL")
        if each.presence is Presence.PRESENT and each.owner_id in year
    )
    short = {each.name for each in sample.select(Deputy, "retired_on IS NULL") if came[each.id] < wanted}
    named = {words.partition("（")[0] for words in lacking(sample, "3.1.2/often")}
    assert named == short


def test_the_list_takes_as_many_queries_however_much_there_is(sample, officer) -> None:
    def asked(session: Session) -> int:
        seen: list[str] = []
        rows = session.rows

        def counting(sql: str, params: object = ()) -> list[tuple[object, ...]]:
            seen.append(sql)
            return rows(sql, params)

        session.rows = counting  # type: ignore[method-assign]
        try:
            inspecting.inspection(session, YEAR)
        finally:
            del session.rows
        return len(seen)

    assert asked(sample) <= 2 * len(ASKED)
    assert abs(asked(sample) - asked(officer)) <= 8  # lists that hang on whether there is anything


@pytest.mark.clause("2.2.1")
def test_posts_are_those_held_in_that_year(officer) -> None:
    assert point(officer, "2.2.1/head").found.there == "陈国栋"
    assert lacking(officer, "2.2.1/head", 2024) == ("没有任职的站长",)


@pytest.mark.clause("5.2.2")
def test_a_reception_that_was_due_and_not_held_is_named_and_a_cancelled_one_is_not(officer) -> None:
    def reception(day: int, state: ReceptionState, **values: object) -> None:
        with officer.action("reception.plan"):
            officer.add(Reception(held_on=date(2026, 11, day), state=state, place="站内", **values))

    reception(2, ReceptionState.HELD, summary="没有人来。", summed_on=date(2026, 11, 3))
    reception(9, ReceptionState.HELD)
    reception(16, ReceptionState.CANCELLED, cancel_reason="停电")
    reception(23, ReceptionState.PLANNED)
    reception(24, ReceptionState.PLANNED)
    found = {each.asked.key: each.found for each in inspecting.inspection(officer, YEAR)}
    assert found["3.1.2/held"].lacking == ("11月9日（没有记录）", "11月23日（没有办）")
    assert found["3.1.2/held"].there == "应接待 4 期，1 期有记录"
    assert found["5.2.4/summary"].lacking == ("11月9日",)
    assert found["4.2.1/notice"].lacking == ("11月2日", "11月9日", "11月23日", "11月24日")


@pytest.mark.clause("3.2.1")
def test_each_span_in_which_a_box_stayed_shut_too_long_is_named(officer) -> None:
    for on in (date(2026, 11, 1), date(2026, 11, 8), date(2026, 11, 20)):
        opening = BoxOpening(opened_on=on, box="1号箱", first_opener_id=officer.staff.id, witness="张", piece_count=0)
        with officer.action("box.enter"):
            officer.add(opening)
    assert lacking(officer, "3.2.1/boxes") == ("1号箱 11月8日至11月19日没有开",)
    assert point(officer, "3.2.1/boxes").found.there == "1 个箱开箱 3 次"


def test_without_any_opening_the_box_is_missing(officer) -> None:
    assert lacking(officer, "3.2.1/boxes") == ("没有开箱登记",)


@pytest.mark.clause("3.2.3")
def test_each_quarter_that_is_over_has_its_report(officer, sign_in) -> None:
    def report(first: date, last: date, state: DocumentState = DocumentState.ISSUED) -> None:
        with officer.action("official.edit"):
            officer.add(
                OfficialDocument(
                    genre=Genre.ANALYSIS, title="分析", state=state, period_from=first, period_until=last, dated_on=last
                )
            )

    report(date(2026, 1, 1), date(2026, 3, 31))
    report(date(2026, 4, 1), date(2026, 6, 30), DocumentState.DRAFT)
    assert lacking(officer, "3.2.3/analysis") == ("第 2 季度", "第 3 季度")
    settings.change(sign_in(Role.HEAD), "analysis.cycle", "每半年")
    assert lacking(officer, "3.2.3/analysis") == ("第 1 个半年",)


def test_each_month_that_is_over_has_a_proven_backup(officer) -> None:
    for month, proven in ((3, True), (4, False), (5, True)):
        with officer.action("backup.make"):
            officer.add(BackupEntry(made_at=datetime(2026, month, 2, 9, 0), is_verified=proven))
    months = lacking(officer, "4.7.2/backups")
    assert "3月" not in months and "5月" not in months
    assert "4月" in months and "10月" in months and "11月" not in months


@pytest.mark.clause("4.1.3")
def test_a_training_without_who_came_or_what_it_was_about_is_named(officer) -> None:
    with officer.action("activity.enter"):
        made = officer.add(
            Activity(kind=ActivityKind.TRAINING, title="学条例", starts_at=datetime(2026, 5, 6, 9, 0), content="讲条例")
        )
    assert lacking(officer, "4.1.3/records") == ("5月6日 学条例：没有签到",)
    with officer.action("activity.enter"):
        officer.change(officer.get(Activity, made.id), content="")
    assert lacking(officer, "4.1.3/records") == ("5月6日 学条例：没有签到、内容",)


@pytest.mark.clause("4.6.3")
def test_the_archive_of_the_last_whole_year_is_looked_at(officer, sign_in, clock) -> None:
    keeper = sign_in(Role.ARCHIVIST)
    first, second = (put(keeper, n, year=2025, retention=Retention.PERMANENT) for n in (1, 2))
    put(keeper, None, year=2025)
    assert lacking(officer, "4.6.2/filed") == ("2025年还有 1 件没有编件号",)
    assert lacking(officer, "4.6.3/boxed") == (first.archival_number, second.archival_number)
    assert lacking(officer, "4.6.3/catalogue") == ("2025年的目录还没有打印",)
    assert lacking(officer, "4.6.3/package") == ("2025年的电子档案包",)
    loan = lend(keeper, first)
    with keeper.action("archive.lend"):
        keeper.change(loan, due_on=date(2026, 11, 20))
    assert lacking(officer, "4.6.3/lent") == ("借阅1号 逾期未还",)
    clock.go_to(date(2027, 3, 1))
    assert point(officer, "4.6.2/filed", 2026).found.expected.startswith("2026年")


def test_what_is_asked_in_a_year_is_asked_in_part_while_it_goes_on(officer, clock) -> None:
    found = point(officer, "3.1.1/training")
    assert found.found.expected == "全年 2 次，到今天 1 次"
    assert found.found.lacking == ("还差 1 次",)
    clock.go_to(date(2026, 3, 1))
    assert lacking(officer, "3.1.1/training") == ()
    clock.go_to(date(2027, 1, 1))
    assert lacking(officer, "3.1.1/training") == ("还差 2 次",)


def test_a_year_to_come_is_refused(officer) -> None:
    with pytest.raises(RuleError, match="2027年还没有到"):
        inspecting.inspection(officer, 2027)
    with pytest.raises(RuleError, match="还没有到"):
        inspecting.mark(officer, 2027, "2.1.2/sign", True, "门口")


@pytest.mark.clause("2.1.2")
def test_what_the_program_cannot_see_is_marked_with_its_place(officer) -> None:
    assert point(officer, "2.1.2/sign").state is PointState.OPEN
    with pytest.raises(InvalidRecord, match="放在哪里"):
        inspecting.mark(officer, YEAR, "2.1.2/sign", True)
    inspecting.mark(officer, YEAR, "2.1.2/sign", True, "门口左侧", "照片在 3 号盒")
    found = point(officer, "2.1.2/sign")
    assert (found.state, found.there_words) == (PointState.WHOLE, "门口左侧；存放：照片在 3 号盒")
    assert (found.marked_by, found.mark.marked_on) == ("王秀英", date(2026, 11, 24))
    inspecting.mark(officer, YEAR, "2.1.2/sign", False, "牌子坏了，正在做")
    assert point(officer, "2.1.2/sign").state is PointState.MISSING
    assert len(officer.select(InspectionMark)) == 1


def test_paper_may_answer_for_what_the_program_counts_as_missing(officer) -> None:
    assert point(officer, "3.2.1/boxes").state is PointState.MISSING
    inspecting.mark(officer, YEAR, "3.2.1/boxes", True, "上半年用纸登记", "2 号柜")
    found = point(officer, "3.2.1/boxes")
    assert found.state is PointState.WHOLE
    assert found.found.lacking == ("没有开箱登记",)
    inspecting.mark(officer, YEAR, "3.2.1/boxes", False)
    assert point(officer, "3.2.1/boxes").state is PointState.MISSING
    inspecting.mark(officer, YEAR, "2.2.1/head", False)
    assert point(officer, "2.2.1/head").state is PointState.WHOLE  # what is counted is there, whatever is marked


def test_marks_of_the_year_before_are_taken_over_once(officer, clock) -> None:
    inspecting.mark(officer, YEAR, "2.1.2/sign", True, "门口左侧")
    inspecting.mark(officer, YEAR, "2.1.2/wall", False, "还没有上墙")
    clock.go_to(date(2027, 3, 1))
    inspecting.mark(officer, 2027, "2.1.2/equipment", True, "电脑两台")
    assert inspecting.carry_marks(officer, 2027) == 1
    assert point(officer, "2.1.2/sign", 2027).state is PointState.WHOLE
    assert point(officer, "2.1.2/wall", 2027).state is PointState.OPEN
    with pytest.raises(RuleError, match="没有可以沿用的"):
        inspecting.carry_marks(officer, 2027)
    with pytest.raises(RuleError, match="没有这一项"):
        inspecting.mark(officer, 2027, "9.9.9/none", True, "有")


def test_the_list_adds_up_and_offers_the_years(officer, everybody) -> None:
    file = inspecting.inspection_file(officer, YEAR)
    assert sum(file.count(state) for state in PointState) == len(ASKED)
    assert inspecting.years(officer)[:5] == [2026, 2025, 2024, 2023, 2022]
    assert officer.select(Account)
