"""The service file: its eight parts, what is missing from it, the review of a year (3.1.4, 4.6.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from lianluozhan.models import attachments, contacts, deputies, opinions, settings
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.service import file, missing, year_reviews
from lianluozhan.models.service.generating import follow
from lianluozhan.models.service.record import PART_OF, FilePart, ReviewState, ServiceKind
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from lianluozhan.models.terms import Term
from lianluozhan.models.voter_reports import VoterReport

from ..conftest import Clock
from .test_points import did

SignIn = Callable[[Role], Session]
K = ServiceKind


@pytest.fixture
def officer(sign_in: SignIn, clock: Clock) -> Session:
    clock.go_to(date(2026, 11, 24))
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def who(officer: Session) -> int:
    mandate = Mandate(level=Level.COUNTY, term="第十八届", starts_on=date(2025, 1, 1), ends_on=date(2030, 1, 1))
    return deputies.add(officer, Deputy(name="赵明山"), [mandate]).id


def held(officer: Session, who: int, presence: Presence = Presence.PRESENT, month: int = 6) -> int:
    """An inspection to which the deputy was called."""
    made = Activity(kind=ActivityKind.INSPECTION, title="视察饮水工程", starts_at=datetime(2026, month, 18, 9, 0))
    with officer.action("activity.enter"):
        added = officer.add(made)
        officer.add(Attendance(owner_table="activities", owner_id=added.id, deputy_id=who, presence=presence))
        follow(officer, "activities", added.id)
    return added.id


def words_of(officer: Session, who: int, year: int = 2026) -> list[str]:
    found = file.file_of(officer, who, years=[year])
    return [each.words for each in missing.missing(officer, found) if each.part is not FilePart.BASICS]


@pytest.mark.clause("3.1.4")
def test_every_kind_of_service_stands_in_its_part(officer: Session, who: int) -> None:
    for kind in ServiceKind:
        did(officer, who, kind)
    found = file.file_of(officer, who)
    for part in FilePart:
        assert {ServiceKind(line.kind) for line in found.part(part)} == {k for k, p in PART_OF.items() if p is part}
    assert sum(len(lines) for lines in found.by_part.values()) == len(ServiceKind)


@pytest.mark.clause("3.1.4")
def test_the_file_of_some_years_has_only_their_lines(officer: Session, who: int) -> None:
    did(officer, who, K.RECEPTION, 2, year=2025)
    did(officer, who, K.RECEPTION, 3)
    assert file.file_of(officer, who).years == (2025, 2026)
    assert len(file.file_of(officer, who).lines) == 5
    assert len(file.file_of(officer, who, years=[2025]).lines) == 2


@pytest.mark.clause("3.1.4")
def test_void_and_returned_lines_stay_outside_and_waiting_ones_are_named(officer: Session, who: int) -> None:
    did(officer, who, K.MEDIATION, voided_on=date(2026, 2, 1))
    did(officer, who, K.MEDIATION, state=ReviewState.RETURNED)
    did(officer, who, K.MEDIATION, state=ReviewState.WAITING, page_ref="5-1")
    assert len(file.file_of(officer, who).lines) == 1
    assert "1月5日“化解矛盾纠纷1”待审核" in words_of(officer, who)
    assert file.file_of(officer, who).count(K.MEDIATION, 2026) == 0


@pytest.mark.clause("4.6.2")
def test_an_activity_without_sign_in_or_photograph_is_missing(officer: Session, who: int, tmp_path: Path) -> None:
    came = held(officer, who)
    held(officer, who, Presence.INVITED, month=5)
    held(officer, who, Presence.EXCUSED, month=4)
    held(officer, who, Presence.INVITED, month=12)  # still to come
    found = missing.missing(officer, file.file_of(officer, who, years=[2026]))
    named = {
        (each.words, each.short, each.table, each.record_id) for each in found if each.part is FilePart.INSPECTIONS
    }
    assert named == {
        ("6月18日“视察饮水工程”没有照片或扫描件", "照片", "activities", came),
        ("5月18日“视察饮水工程”没有签到", "签到", "activities", came + 1),
    }
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 64)
    with officer.action("attachment.add"):
        attachments.attach(officer, "activities", came, photo)
    assert not any("照片" in words for words in words_of(officer, who))


@pytest.mark.clause("3.1.4")
def test_a_quarter_without_group_activity_is_missing_once_it_is_over(officer: Session, who: int, clock: Clock) -> None:
    did(officer, who, K.GROUP, page_ref="5-1")  # in January
    quarters = [words for words in words_of(officer, who) if "季度" in words]
    assert quarters == ["2026年第二季度没有参加代表小组活动", "2026年第三季度没有参加代表小组活动"]
    settings.change(session_of_head(officer), "group.activity_per_year", "2")
    assert [words for words in words_of(officer, who) if "小组" in words] == ["今年代表小组活动 1 次，还差 1 次"]
    clock.go_to(date(2026, 5, 6))
    assert not any("小组" in words for words in words_of(officer, who))


def session_of_head(officer: Session) -> Session:
    """The same station with the rights of its head."""
    roles = frozenset({Role.HEAD})
    return Session(officer.db, officer.staff, roles, keys=officer.keys, folder=officer.folder, now=officer.now)


@pytest.mark.clause("3.1.4")
def test_what_the_year_asks_for_is_missing_until_it_is_done(officer: Session, who: int) -> None:
    assert {words for words in words_of(officer, who) if "还差" in words} == {
        "今年学习培训 0 次，还差 2 次",
        "今年接待选民 0 次，还差 2 次",
        "今年联系选民 0 人次，还差 10 人次",
        "今年向选民述职 0 次，还差 1 次",
    }
    did(officer, who, K.RECEPTION, 2)
    did(officer, who, K.TRAINING, 2, page_ref="4-1")
    for n in range(10):
        contacts.enter(
            officer, Contact(deputy_id=who, contacted_on=date(2026, 5, 6), voter_name=f"孙{n}", content="问")
        )
    with officer.action("voter_report.enter"):
        officer.add(VoterReport(deputy_id=who, year=2026, reported_on=date(2026, 11, 1)))
    assert not any("还差" in words for words in words_of(officer, who))


@pytest.mark.clause("3.1.4")
def test_a_year_in_which_he_was_no_deputy_asks_for_nothing(officer: Session, who: int) -> None:
    assert words_of(officer, who, 2024) == []


@pytest.mark.clause("3.1.4")
def test_a_suggestion_without_answer_is_missing(officer: Session, who: int) -> None:
    with officer.action("suggestion.edit"):
        made = officer.add(
            Suggestion(
                title="修水渠",
                content="请修。",
                raised_on=date(2026, 3, 2),
                deputy_ids=(who,),
                state=SuggestionState.SENT,
            )
        )
        follow(officer, "suggestions", made.id)
    found = file.file_of(officer, who, years=[2026])
    [matter] = found.matters
    assert (matter.title, matter.state, matter.role, matter.is_ended) == ("修水渠", "已交办", "领衔", False)
    assert "“修水渠”还没有答复" in words_of(officer, who)
    state = next(
        each
        for each in missing.parts(found, 2026, missing.missing(officer, found))
        if each.count == 1 and each.unit == "件"
    )
    assert (state.words, state.material) == ("办结 0，办理中 1", "缺答复 1")
    with officer.action("suggestion.edit"):
        officer.change(made, state=SuggestionState.CLOSED, answered_on=date(2026, 5, 2))
    assert "“修水渠”还没有答复" not in words_of(officer, who)


@pytest.mark.clause("3.1.4")
def test_what_a_contact_became_stands_among_the_matters_with_its_state(officer: Session, who: int) -> None:
    wanted = Opinion(received_on=date(2026, 5, 6), title="修路灯", content="路灯坏了。", submitter_name="孙桂兰")
    opinion = opinions.register(officer, wanted)
    made = contacts.enter(officer, Contact(deputy_id=who, contacted_on=date(2026, 5, 6), content="路灯坏了。"))
    contacts.link(officer, made.id, opinion.id)
    [matter] = file.file_of(officer, who, years=[2026]).matters
    assert (matter.table, matter.id, matter.title) == ("opinions", opinion.id, "修路灯")
    assert (matter.role, matter.state, matter.is_ended) == ("联系选民中收集", "草稿", False)


@pytest.mark.clause("3.1.4")
def test_the_parts_say_how_much_the_newest_and_what_is_missing(officer: Session, who: int) -> None:
    did(officer, who, K.CONGRESS, 3)
    report = VoterReport(
        deputy_id=who, year=2026, reported_on=date(2026, 1, 20), ballots_valid=43, votes_1=30, votes_2=11, votes_3=2
    )
    with officer.action("voter_report.enter"):
        officer.add(report)
    found = file.file_of(officer, who, years=[2026])
    states = {each.part: each for each in missing.parts(found, 2026, missing.missing(officer, found))}
    meetings, reports, awards = states[FilePart.MEETINGS], states[FilePart.REPORTS], states[FilePart.AWARDS]
    assert (meetings.count, meetings.words, meetings.material) == (3, "最近 1月7日", "齐")
    assert (reports.count, reports.words, reports.material) == (1, "1月20日，优秀、称职 41 票，共 43 票", "齐")
    assert (awards.count, awards.words, awards.material) == (0, "2026年没有", "")
    assert states[FilePart.BASICS].material.startswith("缺")


@pytest.mark.clause("3.1.4")
def test_a_whole_file_is_read_with_few_questions(officer: Session, who: int) -> None:
    did(officer, who, K.TRAINING, 300, year=2025)
    asked: list[str] = []
    officer.db.conn.set_trace_callback(asked.append)
    file.file_of(officer, who)
    officer.db.conn.set_trace_callback(None)
    assert len(asked) <= 25


@pytest.mark.clause("3.1.4")
def test_the_review_of_a_year_begins_with_its_figures(officer: Session, who: int) -> None:
    did(officer, who, K.RECEPTION, 2, half_days=1)
    did(officer, who, K.SUGGESTION)
    seeded = year_reviews.seeded(officer, who, 2026)
    assert seeded == (
        "2026年度，接待选民2次，提出议案、建议1件。执行代表职务1.5天。履职积分12分，在1名代表中排第1名，等级为“未评”。"
    )
    written = year_reviews.write(officer, who, 2026, summary=seeded)
    again = year_reviews.write(
        officer, who, 2026, presidium_words="履职认真。", signed_by="王秀英", signed_on=date(2026, 11, 20)
    )
    assert again.id == written.id
    assert (again.summary, again.presidium_words) == (seeded, "履职认真。")
    assert file.file_of(officer, who).reviews == {2026: again}


@pytest.mark.clause("3.1.4")
def test_a_review_is_refused_where_it_says_too_little_or_too_early(officer: Session, who: int) -> None:
    with pytest.raises(InvalidRecord):
        year_reviews.write(officer, who, 2026, summary=" ")
    with pytest.raises(InvalidRecord):
        year_reviews.write(officer, who, 2026, summary="好", presidium_words="好")
    with pytest.raises(InvalidRecord):
        year_reviews.write(officer, who, 2026, summary="好", signed_by="王", signed_on=date(2026, 12, 1))
    with pytest.raises(RuleError):
        year_reviews.write(officer, who, 2027, summary="好")
    closed = Term(name="第十七届", starts_on=date(2017, 1, 1), ends_on=date(2025, 12, 31), closed_on=date(2026, 1, 5))
    with officer.action("term.edit"):
        officer.add(closed)
    with pytest.raises(RuleError, match="封存"):
        year_reviews.write(officer, who, 2025, summary="好")
    assert officer.rows("SELECT count(*) FROM year_reviews") == [(0,)]


@pytest.mark.clause("3.1.4")
def test_a_past_year_without_review_is_missing_it(officer: Session, who: int) -> None:
    assert "2025年没有写年度履职情况小结" in words_of(officer, who, 2025)
    year_reviews.write(officer, who, 2025, summary="履职认真。")
    assert "2025年的小结没有主席团评价意见" in words_of(officer, who, 2025)
