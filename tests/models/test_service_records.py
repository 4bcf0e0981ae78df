"""Service: lines that write themselves from their sources, and lines entered by hand and reviewed (3.1.3, 3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import attendances, deputies, raising, schema_service
from lianluozhan.models.attendances import Presence
from lianluozhan.models.check import check
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState
from lianluozhan.models.service import entering, generating, points
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion
from lianluozhan.models.terms import Term

from .conftest import Clock

MEDIATION = ServiceRecord(
    deputy_id=1,
    kind=ServiceKind.MEDIATION,
    title="调解石桥村三组的用水纠纷",
    starts_on=date(2026, 3, 2),
    place="石桥村村委会",
    content="两家因灌溉用水争执，现场说和。",
    effect="双方签了协议。",
)


@pytest.fixture
def officer(sign_in: Callable[[Role], Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def vice(sign_in: Callable[[Role], Session]) -> Session:
    return sign_in(Role.VICE_HEAD)


@pytest.fixture
def two(officer: Session) -> list[int]:
    return [
        deputies.add(officer, Deputy(name=name), [Mandate(level=Level.TOWNSHIP, constituency="第三选区")]).id
        for name in ("赵明山", "郑敏")
    ]


# By hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("3.1.4")
def test_what_is_entered_by_hand_waits_for_review_whatever_it_says_of_itself(officer: Session, two: list[int]) -> None:
    own = replace(MEDIATION, state=ReviewState.PASSED, reviewed_by=officer.staff.id, source_table="contacts")
    made = entering.enter(officer, own)
    assert (made.state, made.reviewed_by, made.source_table) == (ReviewState.WAITING, None, "")
    assert made.entered_by == officer.staff.id


@pytest.mark.clause("3.1.3")
def test_a_head_passes_it_or_returns_it_with_words(officer: Session, vice: Session, two: list[int]) -> None:
    made = entering.enter(officer, MEDIATION)
    with pytest.raises(InvalidRecord, match="退回的原因"):
        entering.review(vice, made.id, passed=False)
    returned = entering.review(vice, made.id, "请补上协议的复印件。", passed=False)
    assert (returned.state, returned.review_words) == (ReviewState.RETURNED, "请补上协议的复印件。")
    entering.submit(officer, made.id)
    passed = entering.review(vice, made.id, passed=True)
    assert (passed.state, passed.reviewed_by, passed.reviewed_on) == (ReviewState.PASSED, vice.staff.id, vice.today)
    with pytest.raises(RuleError, match="不用审核"):
        entering.review(vice, made.id, passed=True)


@pytest.mark.clause("3.1.3")
def test_nobody_reviews_what_he_entered_himself(officer: Session, two: list[int]) -> None:
    both = Session(
        officer.db,
        officer.staff,
        frozenset({Role.LIAISON_OFFICER, Role.HEAD}),
        keys=officer.keys,
        folder=officer.folder,
        now=officer.now,
    )
    made = entering.enter(both, MEDIATION)
    with pytest.raises(RuleError, match="不能由自己审核"):
        entering.review(both, made.id, passed=True)
    assert entering.count_waiting(both) == 0


@pytest.mark.clause("3.1.4")
def test_a_line_that_was_passed_waits_again_when_its_words_are_changed(
    officer: Session, vice: Session, two: list[int]
) -> None:
    made = entering.enter(officer, MEDIATION)
    entering.review(vice, made.id, passed=True)
    kept = entering.edit(officer, made.id, page_ref="3-12", note="照片两张")
    assert kept.state is ReviewState.PASSED
    assert entering.edit(officer, made.id, title=MEDIATION.title) == kept
    changed = entering.edit(officer, made.id, effect="双方和解。")
    assert (changed.state, changed.reviewed_by) == (ReviewState.WAITING, None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, "标题"),
        ({"deputy_id": None}, "代表"),
        ({"starts_on": date(2026, 3, 6)}, "不能晚于今天"),
        ({"ends_on": date(2026, 3, 1)}, "不能早于"),
        ({"kind": ServiceKind.RECEPTION}, "自动生成"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(
    officer: Session, two: list[int], values: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidRecord, match=said):
        entering.enter(officer, replace(MEDIATION, **values))  # type: ignore[arg-type]


@pytest.mark.clause("3.1.4")
def test_the_same_service_is_not_entered_twice_and_another_of_its_kind_on_the_day_says_why(
    officer: Session, two: list[int]
) -> None:
    made = entering.enter(officer, MEDIATION)
    with pytest.raises(InvalidRecord, match="已经有“调解石桥村三组的用水纠纷”这一条（自报）"):
        entering.enter(officer, MEDIATION)
    other = replace(MEDIATION, title="调解五组的宅基地纠纷")
    with pytest.raises(InvalidRecord, match="不是同一件事的，请在备注里写明"):
        entering.enter(officer, other)
    entering.enter(officer, replace(other, note="下午另一件"))
    entering.enter(officer, replace(MEDIATION, deputy_id=two[1]))
    entering.edit(officer, made.id, effect="双方和解。", note="上午")
    entering.void(officer, made.id, "登记重了")
    entering.enter(officer, replace(MEDIATION, note="上午"))


def test_a_voided_line_stays_and_can_be_brought_back(officer: Session, two: list[int]) -> None:
    made = entering.enter(officer, MEDIATION)
    entering.void(officer, made.id, "登记重了")
    with pytest.raises(RuleError, match="已经作废"):
        entering.edit(officer, made.id, title="另一个标题")
    assert entering.listing(officer).count() == 0
    assert entering.listing(officer, voided=True).count() == 1
    assert entering.unvoid(officer, made.id).voided_on is None


@pytest.mark.clause("3.1.4")
def test_a_line_of_a_closed_term_is_read_only(
    officer: Session, two: list[int], sign_in: Callable[[Role], Session]
) -> None:
    made = entering.enter(officer, MEDIATION)
    head = sign_in(Role.HEAD)
    with head.action("term.close"):
        head.add(
            Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 3, 3), closed_on=date(2026, 3, 5))
        )
    for deed in (
        lambda: entering.edit(officer, made.id, note="补记"),
        lambda: entering.void(officer, made.id, "登记重了"),
        lambda: entering.review(head, made.id, passed=True),
        lambda: entering.enter(officer, MEDIATION),
    ):
        with pytest.raises(RuleError, match="已经封存"):
            deed()
    entering.enter(officer, replace(MEDIATION, starts_on=date(2026, 3, 4)))


# From sources ----------------------------------------------------------------------------------------------------


def suggestion(officer: Session, people: list[int]) -> Suggestion:
    words = Suggestion(
        raised_on=officer.today,
        deputy_ids=tuple(people),
        title="关于加强村内路灯日常维护的建议",
        content="近两年多村反映路灯损坏后修复慢。建议落实管护经费和责任人。",
    )
    made = raising.enter(officer, words)
    return raising.send(officer, made.id, on=officer.today, body_id=2, months=3)


@pytest.mark.clause("3.1.4")
def test_a_suggestion_counts_as_raised_for_the_first_and_as_seconded_for_the_others(
    officer: Session, two: list[int]
) -> None:
    made = suggestion(officer, two[::-1])
    found = {line.deputy_id: line.kind for line in officer.select(ServiceRecord)}
    assert found == {two[1]: ServiceKind.SUGGESTION, two[0]: ServiceKind.SECONDING}
    raising.void(officer, made.id, "代表收回了建议")
    assert entering.listing(officer).count() == 0


def held(officer: Session, people: list[int]) -> Reception:
    """A reception at which all came and two residents, one of them for a group, were heard."""
    with officer.action("reception.enter"):
        made = officer.add(
            Reception(
                number="接待〔2026〕03期", held_on=officer.today, topic="饮水", place="本站", state=ReceptionState.HELD
            )
        )
        for line in attendances.called(officer, Reception.TABLE, made.id, people):
            attendances.put(officer, line, presence=Presence.PRESENT)
        for name, count in (("张三友", 1), ("李四喜", 23)):
            officer.add(
                Visit(reception_id=made.id, name=name, content="水小。", people_count=count, state=VisitState.DONE)
            )
        generating.follow(officer, Reception.TABLE, made.id)
    return made


@pytest.mark.clause("3.1.4")
def test_a_held_reception_says_how_many_residents_and_matters_there_were(officer: Session, two: list[int]) -> None:
    held(officer, two)
    found = officer.select(ServiceRecord)
    assert [line.deputy_id for line in found] == two
    assert found[0].title == "接待〔2026〕03期代表接待选民：饮水"
    assert found[0].content == "接待选民2批24人，反映事项2件。"
    assert (found[0].kind, found[0].half_days, found[0].state) == (ServiceKind.RECEPTION, 1, ReviewState.PASSED)


@pytest.mark.clause("3.1.4")
def test_of_a_generated_line_only_page_and_note_are_set_by_hand_and_stay(officer: Session, two: list[int]) -> None:
    made = held(officer, two)
    line = officer.select(ServiceRecord)[0]
    with pytest.raises(RuleError, match="由代表接待自动生成"):
        entering.edit(officer, line.id, title="另一个标题")
    with pytest.raises(RuleError, match="不能单独作废"):
        entering.void(officer, line.id, "登记重了")
    entering.edit(officer, line.id, page_ref="4-02", note="照片一张")
    with officer.action("reception.enter"):
        officer.change(officer.get(Reception, made.id), topic="道路")
        generating.follow(officer, Reception.TABLE, made.id)
    now = officer.get(ServiceRecord, line.id)
    assert "道路" in now.title
    assert (now.page_ref, now.note) == ("4-02", "照片一张")


def test_following_again_changes_and_logs_nothing(officer: Session, two: list[int]) -> None:
    made = held(officer, two)
    before = officer.value("SELECT count(*) FROM audit_log")
    with officer.action("reception.enter"):
        generating.follow(officer, Reception.TABLE, made.id)
    assert officer.value("SELECT count(*) FROM audit_log") == before


def test_suggestions_of_an_older_file_get_the_lines_that_new_ones_get(officer: Session, two: list[int]) -> None:
    suggestion(officer, two)
    suggestion(officer, [two[1], two[0], two[1]])
    gone = suggestion(officer, two[:1])
    raising.void(officer, gone.id, "代表收回了建议")
    written = "SELECT deputy_id, kind, title, starts_on, half_days, organiser, content, duty, source_id, state"
    lines = f"{written} FROM service_records WHERE voided_on IS NULL ORDER BY source_id, id"
    before = officer.rows(lines)
    officer.db.execute("DELETE FROM service_records")
    officer.db.execute(schema_service.SUGGESTED)
    assert officer.rows(lines) == before
    assert list(generating.differences(officer)) == []


@pytest.mark.parametrize("quick", [True, False])
def test_the_check_tells_of_lines_that_are_not_what_their_source_says(
    officer: Session, two: list[int], *, quick: bool
) -> None:
    held(officer, two)
    told = [finding for finding in check(officer, quick=quick) if finding.area == "履职记录"]
    assert told == []
    first, second = (line.id for line in officer.select(ServiceRecord))
    officer.db.execute("UPDATE service_records SET title = '改过的标题' WHERE id = ?", (first,))
    officer.db.execute("DELETE FROM service_records WHERE id = ?", (second,))
    sentences = [finding.sentence for finding in check(officer, quick=quick) if finding.area == "履职记录"]
    assert len(sentences) == 2
    assert "赵明山" in sentences[0] and "与来源不一致" in sentences[0]
    assert "郑敏" in sentences[1] and "没有记下来" in sentences[1]


def test_the_list_finds_lines_by_words_view_kind_deputy_and_days(officer: Session, two: list[int]) -> None:
    held(officer, two)
    entering.enter(officer, MEDIATION)
    assert entering.listing(officer).count() == 3
    assert [row["title"] for row in entering.listing(officer, view="waiting").page(5)] == [MEDIATION.title]
    assert entering.listing(officer, view="generated").count() == 2
    assert entering.listing(officer, "郑敏").count() == 1
    assert entering.listing(officer, kind=ServiceKind.MEDIATION).count() == 1
    assert entering.listing(officer, deputy_id=two[0]).count() == 2
    assert entering.listing(officer, first=date(2026, 3, 3)).count() == 2
    assert entering.listing(officer, last=date(2026, 3, 3)).count() == 1


@pytest.mark.clause("3.1.4")
def test_the_points_of_the_lines_of_a_year_add_up_to_those_of_the_deputy(officer: Session, two: list[int]) -> None:
    counts = {ServiceKind.RECEPTION: 7, ServiceKind.SECONDING: 6, ServiceKind.REPORT_ORAL: 3, ServiceKind.SURVEY: 2}
    counts |= {ServiceKind.REPORT_WRITTEN: 2, ServiceKind.INSPECTION: 3, ServiceKind.AWARD: 1}
    with officer.action("service.enter"):
        made = [
            officer.add(
                ServiceRecord(
                    deputy_id=two[0],
                    kind=kind,
                    title=f"{kind.label}{n}",
                    starts_on=date(2026, 1 + n % 3, 1),
                    state=ReviewState.PASSED,
                )
            )
            for kind, count in counts.items()
            for n in range(count)
        ]
    tally = points.points(officer, two[0], 2026)
    said = [entering.service_file(officer, record.id).points for record in made]
    assert sum(float(words or 0) for words in said) == tally.total / 2 > 0
    assert said[0] == "4" and said[5] == "0" and said[-1] == ""
    waiting = entering.enter(officer, replace(MEDIATION, deputy_id=two[0]))
    assert entering.service_file(officer, waiting.id).points == ""


@pytest.mark.clause("3.1.4")
def test_no_suggestion_is_entered_into_or_voided_in_a_closed_term(
    officer: Session, two: list[int], clock: Clock, sign_in: Callable[[Role], Session]
) -> None:
    made = suggestion(officer, two)
    clock.forward(2)
    head = sign_in(Role.HEAD)
    with head.action("term.close"):
        head.add(
            Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 3, 6), closed_on=date(2026, 3, 7))
        )
    with pytest.raises(RuleError, match="已经封存"):
        raising.void(officer, made.id, "代表收回了建议")
    with pytest.raises(RuleError, match="已经封存"):
        raising.enter(officer, replace(made, id=0, opinion_id=None))
    raising.enter_answer(officer, made.id, "已经修好。", officer.today)
    assert entering.listing(officer).count() == 2
