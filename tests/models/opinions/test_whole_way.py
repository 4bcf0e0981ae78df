"""Every kind of opinion goes the whole way to its end (3.2, 4.2.3, 4.3, 5.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import opinions, settings
from lianluozhan.models.attachments import Attachment, stored_path
from lianluozhan.models.deputies import Deputy, Level, Mandate, add
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import STEPS, Opinion, Signed, Status, View
from lianluozhan.models.opinions.handling import (
    Deadline,
    Dispatch,
    Evaluation,
    Feedback,
    Reply,
    Satisfaction,
    Source,
    Told,
)
from lianluozhan.models.opinions.record import DeclineGround, ResultClass, Screening
from lianluozhan.models.permissions import PERMISSIONS, Role
from lianluozhan.models.places import BodyKind, HandlingBody
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ..conftest import Clock
from .conftest import CENTRE, LOOK, POLICE, STATION, STREETLIGHT, VILLAGE, Desk

GOOD, BAD = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED


def answer(desk: Desk, opinion: Opinion, result: ResultClass = ResultClass.A) -> None:
    promise = "五月底前更换" if result in (ResultClass.B, ResultClass.C) else ""
    words = Reply(opinion_id=opinion.id, content="已修。", result_class=result, promise=promise)
    opinions.reply(desk.officer, replace(words, replied_on=desk.officer.today))


def tell(desk: Desk, opinion: Opinion, told: Told = Told.TOLD) -> None:
    opinions.inform(desk.officer, Feedback(opinion_id=opinion.id, told=told, told_on=desk.officer.today))


def judge(desk: Desk, opinion: Opinion, result: Satisfaction, attitude: Satisfaction = GOOD, reason: str = "") -> None:
    judged = Evaluation(opinion_id=opinion.id, attitude=attitude, result=result, reason=reason)
    opinions.evaluate(desk.officer, replace(judged, evaluated_on=desk.officer.today))


def now(desk: Desk, opinion: Opinion) -> Opinion:
    return desk.officer.get(Opinion, opinion.id)


@pytest.mark.clause("3.2.2")
@pytest.mark.parametrize("result", ResultClass)
def test_an_answer_of_any_class_is_told_judged_and_closed(desk: Desk, result: ResultClass) -> None:
    answered = desk.replied(result=result)
    tell(desk, answered)
    judge(desk, answered, Satisfaction.FAIRLY)
    closed = desk.closed(answered.id)
    assert (closed.status, closed.result_class, closed.satisfaction) == (Status.CLOSED, result, "fairly")
    assert (closed.holder, closed.due_on, closed.closed_on) == ("", None, date(2026, 3, 5))


@pytest.mark.clause("3.1.4")
def test_the_deputy_through_whom_it_came_stays_named_to_the_end(desk: Desk) -> None:
    deputy = add(desk.officer, Deputy(name="赵明山"), [Mandate(level=Level.TOWNSHIP), Mandate(level=Level.COUNTY)])
    informed = desk.informed(replace(STREETLIGHT, deputy_ids=(deputy.id,)))
    judge(desk, informed, GOOD)
    desk.closed(informed.id)
    assert opinions.file_of(desk.officer, informed.id).deputies == ("赵明山（镇、县）",)


def test_a_deputy_who_is_not_there_cannot_be_named(desk: Desk) -> None:
    with pytest.raises(InvalidRecord, match="反映代表"):
        desk.drafted(replace(STREETLIGHT, deputy_ids=(7,)))
    assert desk.officer.value("SELECT count(*) FROM opinions") == 0


@pytest.mark.clause("4.7.2")
def test_a_wish_for_secrecy_holds_in_everything_written_on_the_way(desk: Desk) -> None:
    sent = desk.dispatched(replace(STREETLIGHT, keeps_secret=True))
    answer(desk, sent)
    opinions.inform(
        desk.officer,
        Feedback(opinion_id=sent.id, told=Told.TOLD, told_on=desk.officer.today, note="打13812342609找到周长福本人"),
    )
    judge(desk, sent, BAD, reason="周长福说石桥村三组17号门口那盏没修。")
    opinions.decide(desk.head, sent.id, "请再向周长福说明，说明后结案。")
    desk.closed(sent.id)
    hidden = opinions.masked(opinions.file_of(desk.officer, sent.id))
    assert not [secret for secret in ("周长福", "13812342609", "石桥村三组17号") if secret in repr(hidden)]


@pytest.mark.clause("5.1.1")
def test_who_gives_no_name_is_neither_told_nor_asked(desk: Desk) -> None:
    answered = desk.replied(replace(STREETLIGHT, submitter_name="", phone="", is_anonymous=True))
    assert answered.due_on is None
    assert opinions.open_steps_for(desk.officer, answered) == ["apply_close"]
    assert desk.closed(answered.id).satisfaction == ""


@pytest.mark.clause("4.2.3")
def test_an_answer_on_the_spot_is_entered_the_same_day_unless_the_setting_allows_later(desk: Desk) -> None:
    draft = desk.drafted(replace(STREETLIGHT, screening=Screening.ON_SPOT, proposal=""))
    with pytest.raises(InvalidRecord, match="当日登记"):
        opinions.answer_on_spot(desk.officer, draft.id, "周末也上班。", date(2026, 3, 4))
    with pytest.raises(InvalidRecord, match="写明原因"):
        opinions.answer_on_spot(desk.officer, draft.id, "周末也上班。", date(2026, 3, 5), BAD)
    settings.change(desk.head, "reply.on_spot_same_day", "否")
    ended = opinions.answer_on_spot(desk.officer, draft.id, "周末也上班。", date(2026, 3, 4), GOOD)
    assert (ended.status, ended.closed_on, opinions.open_steps_for(desk.officer, ended)) == (
        Status.ON_SPOT,
        date(2026, 3, 4),
        [],
    )


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize("ground", DeclineGround)
def test_what_is_not_taken_up_is_told_with_where_to_go_and_closed(desk: Desk, ground: DeclineGround) -> None:
    reviewed = desk.submitted()
    opinions.review(desk.vice, reviewed.id, "不属受理范围。", accept=False, ground=ground)
    declined = opinions.approve(desk.head, reviewed.id, "不予受理。", accept=False)
    assert (declined.decline_ground, bool(declined.referral), declined.due_kind) == (ground, True, "告知")
    assert "close" not in opinions.open_steps_for(desk.officer, declined)
    tell(desk, declined)
    closed = opinions.close(desk.officer, declined.id)
    assert (closed.status, closed.satisfaction, closed.due_on) == (Status.CLOSED, "", None)


@pytest.mark.clause("4.3.2")
def test_who_cannot_be_told_of_a_refusal_is_tried_on_two_days(desk: Desk, clock: Clock) -> None:
    reviewed = desk.submitted()
    opinions.review(desk.vice, reviewed.id, "已在诉讼中。", accept=False, ground=DeclineGround.LITIGATION)
    opinions.approve(desk.head, reviewed.id, "不予受理。", accept=False)
    tell(desk, reviewed, Told.UNREACHABLE)
    with pytest.raises(RuleError, match="还没有把不予受理的原因和去向告知反映人"):
        opinions.close(desk.officer, reviewed.id)
    clock.forward(1)
    tell(desk, reviewed, Told.UNREACHABLE)
    assert opinions.close(desk.officer, reviewed.id).status is Status.CLOSED


@pytest.mark.clause("5.1.4")
@pytest.mark.parametrize("body", [STATION, VILLAGE])
def test_what_the_station_or_a_village_does_itself_is_answered_told_and_closed(desk: Desk, body: int) -> None:
    approved = desk.approved()
    opinions.handle_self(desk.officer, approved.id, body_id=body, requirement="请村里先修。")
    answer(desk, approved)
    tell(desk, approved)
    judge(desk, approved, GOOD)
    assert desk.closed(approved.id).status is Status.CLOSED


@pytest.mark.clause("5.1.3")
def test_a_matter_done_wholly_on_paper_is_entered_afterwards_with_the_days_of_the_paper(
    desk: Desk, everybody: dict[Role, Staff]
) -> None:
    def signed(role: Role, day: int) -> Signed:
        return Signed(everybody[role].id, date(2026, 2, day))

    me = desk.officer
    draft = desk.drafted(replace(STREETLIGHT, received_on=date(2026, 2, 2), registered_on=date(2026, 2, 2)))
    opinions.submit(me, draft.id, signed=signed(Role.LIAISON_OFFICER, 2))
    opinions.review(me, draft.id, "属实。", signed=signed(Role.VICE_HEAD, 3))
    opinions.approve(me, draft.id, "同意。", signed=signed(Role.HEAD, 4))
    sent = opinions.dispatch(
        me,
        draft.id,
        lead_body_id=CENTRE,
        requirement=LOOK,
        dispatched_on=date(2026, 2, 5),
        signed=signed(Role.HEAD, 4),
    )
    opinions.receive(me, sent.id, "李建军", date(2026, 2, 6))
    opinions.reply(
        me, Reply(opinion_id=draft.id, content="只修了两盏。", result_class=ResultClass.A, replied_on=date(2026, 2, 10))
    )
    opinions.inform(me, Feedback(opinion_id=draft.id, told_on=date(2026, 2, 11)))
    judged = Evaluation(opinion_id=draft.id, result=BAD, reason="少两盏。", evaluated_on=date(2026, 2, 12))
    opinions.evaluate(me, judged)
    opinions.decide(me, draft.id, "说明后结案。", signed=signed(Role.HEAD, 13))
    with pytest.raises(InvalidRecord, match="办结日期”不能早于"):
        opinions.close(me, draft.id, signed=signed(Role.HEAD, 12))
    closed = opinions.close(me, draft.id, signed=signed(Role.HEAD, 14))
    assert (closed.status, closed.closed_on) == (Status.CLOSED, date(2026, 2, 14))
    trail = {step.name: step for step in opinions.steps_of(me, draft.id)}
    paper = {name for name, step in trail.items() if step.source is Source.PAPER}
    assert paper == {"submit", "review", "approve", "dispatch", "decide", "close"}
    assert [step.acted_on.day for step in trail.values() if step.acted_on and step.name != "register"] == [
        *(14, 13, 12, 11, 10, 6, 5, 4, 3, 2)
    ]
    assert all(limit.met_on for limit in me.select(Deadline))


@pytest.mark.clause("4.3.3")
def test_a_complaint_about_the_attitude_alone_goes_to_the_head_too(desk: Desk) -> None:
    informed = desk.informed()
    judge(desk, informed, GOOD, attitude=BAD, reason="推来推去。")
    assert now(desk, informed).holder == "站长 陈国栋"
    with pytest.raises(RuleError, match="站长的处理决定"):
        opinions.close(desk.officer, informed.id)
    opinions.decide(desk.head, informed.id, "已约谈承办人，说明后结案。")
    assert desk.closed(informed.id).satisfaction == "satisfied"


@pytest.mark.clause("4.3.2")
def test_a_dissatisfied_submitter_gets_it_handled_once_more_and_is_told_and_asked_anew(
    desk: Desk, clock: Clock
) -> None:
    informed = desk.informed()
    judge(desk, informed, BAD, reason="只修了两盏。")
    opinions.decide(desk.head, informed.id, "请再修两盏。", redo=True)
    again = now(desk, informed)
    assert (again.status, again.holder, again.due_kind) == (Status.HANDLING, "村镇建设服务中心", "二次办理")
    assert again.due_on == date(2026, 4, 7)  # 30 days end on Saturday 4 April, a holiday till the 6th
    assert opinions.listing(desk.officer, view=View.DISSATISFIED).count() == 1
    answer(desk, informed)  # on the same day as the first answer, the first telling and the first judgement
    assert opinions.close_problems(desk.officer, informed.id) == [
        "还没有告知反映人；联系不上的，要有不同日期的两次记录。"
    ]
    tell(desk, informed)
    assert opinions.close_problems(desk.officer, informed.id) == ["反映人还没有评价，等待评价的期限也没有到。"]
    judge(desk, informed, GOOD)
    assert desk.closed(informed.id).satisfaction == "satisfied"
    assert [e.result for e in desk.officer.select(Evaluation)] == [BAD, GOOD]


@pytest.mark.clause("4.3.2")
def test_after_the_second_handling_the_head_decides_how_it_ends(desk: Desk) -> None:
    informed = desk.informed()
    judge(desk, informed, BAD, reason="只修了两盏。")
    opinions.decide(desk.head, informed.id, "请再修两盏。", redo=True)
    answer(desk, informed)
    tell(desk, informed)
    judge(desk, informed, BAD, reason="又坏了。")
    with pytest.raises(RuleError, match="已经二次办理过 1 次"):
        opinions.decide(desk.head, informed.id, "再修。", redo=True)
    opinions.decide(desk.head, informed.id, "列为重点督办，说明后结案。")
    assert desk.closed(informed.id).satisfaction == "dissatisfied"


def test_a_second_handling_is_not_answered_before_it_was_decided(desk: Desk, clock: Clock) -> None:
    informed = desk.informed()
    judge(desk, informed, BAD, reason="只修了两盏。")
    clock.forward(4)
    opinions.decide(desk.head, informed.id, "请再修两盏。", redo=True)
    early = Reply(opinion_id=informed.id, content="已修。", result_class=ResultClass.A, replied_on=date(2026, 3, 6))
    with pytest.raises(InvalidRecord, match="不能早于 2026年3月9日"):
        opinions.reply(desk.officer, early)


@pytest.mark.clause("4.6.3")
def test_nothing_is_closed_while_a_file_that_belongs_to_it_is_gone(desk: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "答复函.pdf"
    letter.write_bytes(b"%PDF-1.4")
    sent = desk.dispatched(replace(STREETLIGHT, submitter_name="", is_anonymous=True))
    words = Reply(opinion_id=sent.id, content="已修。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, words, [letter])
    kept = stored_path(desk.officer.folder, desk.officer.select(Attachment)[0])
    kept.rename(tmp_path / "elsewhere")
    with pytest.raises(RuleError, match="文件找不到了"):
        opinions.close(desk.officer, sent.id)
    (tmp_path / "elsewhere").rename(kept)
    assert desk.closed(sent.id).status is Status.CLOSED


@pytest.mark.clause("5.1.4")
def test_a_body_that_is_not_the_right_one_gives_it_back_and_another_one_gets_it(desk: Desk) -> None:
    sent = desk.dispatched()
    with pytest.raises(InvalidRecord, match="为什么申请退办"):
        desk.given_back(sent.id, " ")
    back = desk.given_back(sent.id, "不属我中心职责。")
    assert (back.status, back.lead_body_id, back.due_kind, back.holder) == (Status.TO_DISPATCH, None, "交办", "王秀英")
    again = opinions.dispatch(desk.officer, sent.id, lead_body_id=POLICE, requirement=LOOK)
    assert (again.number, now(desk, sent).holder) == ("交办〔2026〕002号", "镇派出所")
    answer(desk, sent)
    assert now(desk, sent).status is Status.REPLIED


@pytest.mark.clause("5.1.4")
def test_more_time_is_given_once_before_the_limit_and_the_old_limit_stays_on_record(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()  # until 7 April
    extended = desk.extended(sent.id, "等灯具到货。")
    assert (extended.due_on, extended.due_kind) == (date(2026, 5, 7), "办理")
    limits = desk.officer.select(Deadline, "kind = '办理'")
    assert [(limit.due_on, limit.rule.split()[0]) for limit in limits][1:] == [(date(2026, 5, 7), "延期")]
    assert limits[0].due_on == date(2026, 4, 7)
    with pytest.raises(RuleError, match="最多延期 1 次"):
        desk.extended(sent.id, "还没到货。")


def test_what_is_late_gets_no_more_time(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 4, 8))
    with pytest.raises(RuleError, match="已经超过办理期限"):
        desk.extended(sent.id, "等灯具到货。")


@pytest.mark.clause("5.1.4")
def test_each_step_has_its_limit_counted_from_the_day_of_the_step(desk: Desk) -> None:
    informed = desk.informed()
    limits = [(limit.kind, limit.due_on) for limit in desk.officer.select(Deadline, "opinion_id = ?", (informed.id,))]
    assert limits == [
        ("审核", date(2026, 3, 10)),
        ("审批", date(2026, 3, 10)),
        ("交办", date(2026, 3, 10)),
        ("办理", date(2026, 4, 7)),
        ("告知", date(2026, 3, 12)),
        ("评价", date(2026, 3, 26)),
    ]


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_open_to_its_own_role_only(desk: Desk, sign_in: Callable[[Role], Session], name: str) -> None:
    step, draft = STEPS[name], desk.drafted()
    for role in Role:
        session = sign_in(role)
        if role not in PERMISSIONS[step.action]:
            for status in step.sources:
                assert name not in opinions.open_steps_for(session, replace(draft, status=Status(status)))
    officer_only = {"submit", "dispatch", "handle_self", "receive", "reply", "inform", "evaluate", "close", "withdraw"}
    if name in officer_only:
        assert PERMISSIONS[step.action] == {Role.LIAISON_OFFICER}


def test_a_body_with_a_long_name_can_handle_a_matter(desk: Desk) -> None:
    name = "青石镇综合治理和应急管理办公室暨安全生产监督管理委员会办公室（东片区联合工作站）"
    with desk.officer.action("handling_body.edit"):
        body = desk.officer.add(HandlingBody(name=name, kind=BodyKind.DEPARTMENT))
    approved = desk.approved()
    opinions.dispatch(desk.officer, approved.id, lead_body_id=body.id, requirement=LOOK)
    assert desk.officer.select(Dispatch)[0].lead_body_id == body.id
    assert opinions.steps_of(desk.officer, approved.id)[0].label == f"交办 {name}"
