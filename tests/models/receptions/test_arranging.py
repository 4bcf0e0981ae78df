"""Single receptions by hand, and the plan on its way to approval: clashes, rest days, reasons, who may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import attendances, staff
from lianluozhan.models.attachments import of as attachments_of
from lianluozhan.models.attendances import Presence
from lianluozhan.models.calendars import CalendarDay, DayKind
from lianluozhan.models.deputies import Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions import approving, arranging, calling, day, lists, turns
from lianluozhan.models.receptions.record import PlanState, Reception, ReceptionPlan, ReceptionState
from lianluozhan.models.staff import Post
from lianluozhan.models.terms import Term

EXTRA = Reception(held_on=date(2026, 3, 18), starts_at="14:00", ends_at="16:00", place="石桥村党群服务中心")


def named(session, reception_id):
    return arranging.names_on_duty(session, reception_id)


# By hand -------------------------------------------------------------------------------------------------------------


def test_an_extra_reception_beside_an_approved_plan_is_numbered_and_says_so(year):
    plan = year.approved()
    added = arranging.add(year.clerk, EXTRA, [1, 2])
    assert added.number == "接待〔2026〕13期" and added.plan_id is None and added.note == "计划外增加"
    assert named(year.clerk, added.id) == ["赵明山", "郑敏"]
    assert len(year.receptions(plan)) == 12


def test_an_extra_reception_joins_a_plan_that_is_being_made(year):
    plan = year.drafted()
    assert arranging.add(year.clerk, EXTRA, [1]).plan_id == plan.id
    assert len(year.receptions(plan)) == 13


@pytest.mark.clause("5.2.1")
def test_a_reception_on_no_working_day_asks_for_the_reason(year):
    sunday = replace(EXTRA, held_on=date(2026, 3, 15))
    with pytest.raises(InvalidRecord, match="星期日，不是工作日") as refusal:
        arranging.add(year.clerk, sunday, [1])
    assert "rest_day_reason" in refusal.value.problems
    holiday = replace(EXTRA, held_on=date(2026, 10, 1))
    with pytest.raises(InvalidRecord, match="国庆"):
        arranging.add(year.clerk, holiday, [1])
    kept = arranging.add(year.clerk, replace(sunday, rest_day_reason="逢集，群众方便"), [1])
    assert kept.rest_day_reason == "逢集，群众方便"


def test_two_receptions_at_one_time_and_place_are_refused(year):
    arranging.add(year.clerk, EXTRA, [1])
    overlapping = replace(EXTRA, starts_at="15:00", ends_at="17:00")
    with pytest.raises(InvalidRecord, match="14:00—16:00在石桥村党群服务中心已经有一次接待"):
        arranging.add(year.clerk, overlapping, [2])
    assert arranging.add(year.clerk, replace(overlapping, place="柳河村"), [2]).id
    assert arranging.add(year.clerk, replace(EXTRA, starts_at="16:00", ends_at="17:00"), [3]).id
    assert arranging.add(year.clerk, replace(EXTRA, starts_at="13:00", ends_at="14:00"), [4]).id


def test_a_deputy_is_not_on_duty_twice_on_one_day(year):
    arranging.add(year.clerk, EXTRA, [1])
    with pytest.raises(InvalidRecord, match="赵明山3月18日已经安排在石桥村党群服务中心接待") as refusal:
        arranging.add(year.clerk, replace(EXTRA, place="柳河村"), [2, 1])
    assert "deputy_ids" in refusal.value.problems
    assert year.clerk.value("SELECT count(*) FROM receptions") == 1


@pytest.mark.parametrize(
    ("values", "deputies", "field"),
    [
        ({"starts_at": ""}, [1], "starts_at"),
        ({"ends_at": "13:00"}, [1], "ends_at"),
        ({"place": " "}, [1], "place"),
        ({"held_on": None}, [1], "held_on"),
        ({}, [], "deputy_ids"),
    ],
)
def test_a_reception_that_lacks_something_is_refused_at_its_field(year, values, deputies, field):
    with pytest.raises(InvalidRecord) as refusal:
        arranging.add(year.clerk, replace(EXTRA, **values), deputies)
    assert field in refusal.value.problems


def test_a_deputy_without_a_mandate_that_day_is_refused(year):
    with year.clerk.action("deputy.edit"):
        mandate = year.clerk.select(Mandate, "deputy_id = 1")[0]
        year.clerk.change(mandate, ends_on=date(2026, 3, 1))
    with pytest.raises(InvalidRecord, match="不是在任的代表"):
        arranging.add(year.clerk, EXTRA, [1])


def test_a_day_that_moves_after_approval_needs_a_reason_and_keeps_the_first_day(year):
    reception = year.receptions(year.approved())[2]
    with pytest.raises(InvalidRecord, match="计划已经批准") as refusal:
        arranging.edit(year.clerk, reception.id, held_on=date(2026, 3, 20))
    assert "reason" in refusal.value.problems
    moved = arranging.edit(year.clerk, reception.id, None, "村里办事", held_on=date(2026, 3, 20))
    assert moved.moved_from == date(2026, 3, 15) and moved.moved_reason == "村里办事"
    assert "由3月16日改到3月20日（村里办事）" in moved.note
    assert moved.number == reception.number


def test_a_day_moved_in_a_draft_needs_no_reason_and_back_again_leaves_no_trace(year):
    reception = year.receptions(year.drafted())[3]
    arranging.edit(year.clerk, reception.id, held_on=date(2026, 4, 20))
    back = arranging.edit(year.clerk, reception.id, held_on=reception.held_on)
    assert back.moved_from is None and back.moved_reason == ""


def test_deputies_are_swapped_with_the_reason_in_the_note(year):
    reception = year.receptions(year.approved())[2]
    old = arranging.on_duty(year.clerk, reception.id)
    other = next(id_ for id_ in range(1, 7) if id_ not in old)
    changed = arranging.edit(year.clerk, reception.id, [old[0], other], "开会")
    assert arranging.on_duty(year.clerk, reception.id) == [old[0], other]
    assert "换成" in changed.note and "（开会）" in changed.note


def test_falling_below_the_minimum_is_told(year):
    plan = year.approved()
    assert turns.said(year.clerk, 2026) == ""
    for reception in year.receptions(plan)[2:11]:
        arranging.cancel(year.clerk, reception.id, "代表都要开会")
    words = turns.said(year.clerk, 2026)
    assert words.startswith("2026年接待不足2次的：") and "郑敏" in words


def test_a_cancelled_reception_keeps_its_reason_and_can_be_resumed_while_its_day_is_free(year):
    reception = year.receptions(year.approved())[2]
    with pytest.raises(InvalidRecord, match="取消的原因"):
        arranging.cancel(year.clerk, reception.id, " ")
    cancelled = arranging.cancel(year.clerk, reception.id, "代表都要开会")
    assert cancelled.state is ReceptionState.CANCELLED
    with pytest.raises(RuleError, match="已经取消"):
        arranging.edit(year.clerk, reception.id, topic="道路")
    taken = arranging.add(year.clerk, replace(reception, id=0, cancel_reason=""), arranging.on_duty(year.clerk, 3))
    with pytest.raises(InvalidRecord, match="已经有一次接待"):
        arranging.resume(year.clerk, reception.id)
    arranging.void(year.clerk, taken.id, "登记重了")
    assert arranging.resume(year.clerk, reception.id).state is ReceptionState.PLANNED


def test_a_voided_reception_leaves_the_lists_and_comes_back(year):
    added = arranging.add(year.clerk, EXTRA, [1])
    arranging.void(year.clerk, added.id, "登记重了")
    assert lists.listing(year.clerk).count() == 0
    assert lists.listing(year.clerk, voided=True).count() == 1
    arranging.unvoid(year.clerk, added.id)
    assert lists.listing(year.clerk).page(5)[0]["duty"] == "赵明山"


def test_a_reception_that_has_begun_keeps_its_day(year):
    added = arranging.add(year.clerk, replace(EXTRA, held_on=year.clerk.today), [1])
    day.open_day(year.clerk, added.id)
    with pytest.raises(RuleError, match="日期不能再改"):
        arranging.edit(year.clerk, added.id, held_on=date(2026, 3, 20))
    assert arranging.edit(year.clerk, added.id, topic="道路").topic == "道路"
    with pytest.raises(RuleError, match="不能取消"):
        arranging.cancel(year.clerk, added.id, "没有人来")


def test_a_reception_of_an_unapproved_plan_is_numbered_when_it_begins(year, clock):
    reception = year.receptions(year.drafted())[2]
    clock.go_to(date(2026, 3, 16))
    assert day.open_day(year.clerk, reception.id).number == "接待〔2026〕01期"


def test_nothing_is_arranged_in_a_term_that_was_closed(year):
    with year.clerk.action("term.edit"):
        year.clerk.add(
            Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 2, 28), closed_on=date(2026, 3, 1))
        )
    with pytest.raises(RuleError, match="已经封存"):
        arranging.add(year.clerk, replace(EXTRA, held_on=date(2026, 2, 25)), [1])


def test_the_nearest_reception_to_come_stands_on_top_and_then_the_latest_that_was_held(year):
    year.approved()
    with year.clerk.action("reception.plan"):
        for reception in year.clerk.select(Reception, "held_on < '2026-03-01'"):
            year.clerk.change(reception, state=ReceptionState.HELD)
    order = [row["held_on"][5:7] for row in lists.listing(year.clerk).page(20)]
    assert order == ["03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "02", "01"]


def test_receptions_that_a_new_calendar_puts_on_days_off_are_found(year, sign_in):
    reception = next(each for each in year.receptions(year.approved()) if each.held_on.month == 6)
    assert lists.on_rest_days(year.clerk) == []
    head = sign_in(Role.HEAD)
    with head.action("calendar.change"):
        head.add(CalendarDay(day=reception.held_on, kind=DayKind.OFF, name="端午节"))
    assert [each.id for each in lists.on_rest_days(year.clerk)] == [reception.id]
    assert lists.listing(year.clerk, view="rest").count() == 1
    assert lists.listing(year.clerk).count() == 12


# Told and excused ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.2.1")
def test_deputies_are_told_by_the_call_list_and_whoever_was_not_reached_stays_on_it(year, clock):
    year.approved()
    rows = calling.listing(year.clerk, view="untold").page(30)
    assert [row["held_on"] for row in rows[:2]] == ["2026-03-16", "2026-03-16"]
    assert rows[0]["phone"] == "13900000001"
    told = calling.tell(year.clerk, rows[0]["id"], clock.at, "电话通知到本人")
    assert told.told_at == clock.at and told.told_by == year.clerk.staff.id
    missed = calling.tell(year.clerk, rows[1]["id"], clock.at, "打了没有人接")
    assert missed.told_at is None and missed.told_words == "打了没有人接"
    assert calling.count_untold(year.clerk) == len(rows) - 1
    with pytest.raises(InvalidRecord, match="不能晚于现在"):
        calling.tell(year.clerk, rows[1]["id"], datetime(2026, 3, 6, 9, 0), "电话通知到本人")


def test_an_excused_deputy_is_replaced_by_whoever_has_the_fewest_turns(year):
    reception = year.receptions(year.approved())[2]
    extra = arranging.add(year.clerk, EXTRA, [2])
    first = arranging.on_duty(year.clerk, reception.id)[0]
    offered = arranging.substitutes(year.clerk, reception.id)
    assert len(offered) == 4 and "4次" in offered[0][1]
    changed = arranging.substitute(year.clerk, reception.id, first, offered[0][0], "外出开会")
    assert first not in arranging.on_duty(year.clerk, reception.id)
    assert offered[0][0] in arranging.on_duty(year.clerk, reception.id)
    assert "请假，由" in changed.note and extra.id
    line = next(a for a in attendances.of(year.clerk, Reception.TABLE, reception.id) if a.deputy_id == first)
    assert line.presence is Presence.EXCUSED and line.reason == "外出开会"
    with pytest.raises(InvalidRecord):
        arranging.substitute(year.clerk, reception.id, offered[0][0], None, " ")


# Approval ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("3.1.2")
def test_a_plan_is_reviewed_and_approved_and_its_receptions_get_their_numbers_by_day(year):
    plan = year.approved()
    assert plan.state is PlanState.APPROVED and plan.approval_words == "同意，请公布。"
    numbers = [reception.number for reception in year.receptions(plan)]
    assert numbers[0] == "接待〔2026〕01期" and numbers[11] == "接待〔2026〕12期"


def test_a_plan_sent_back_says_why_and_comes_again(year):
    plan = year.drafted()
    with pytest.raises(RuleError, match="没有在等这一步"):
        approving.send_back_review(year.vice, plan.id, "地点写错")
    approving.submit(year.clerk, plan.id)
    with pytest.raises(InvalidRecord, match="退回的原因"):
        approving.send_back(year.vice, plan.id, "")
    back = approving.send_back(year.vice, plan.id, "地点写错了")
    assert back.state is PlanState.SENT_BACK and back.review_words == "地点写错了"
    approving.edit_plan(year.clerk, plan.id, note="地点已改")
    approving.submit(year.clerk, plan.id)
    approving.review(year.vice, plan.id, "同意。")
    assert approving.send_back(year.head, plan.id, "少一次联合接待").approval_words == "少一次联合接待"


def test_nobody_judges_the_plan_he_made_nor_both_reviews_and_approves(year, everybody, sign_in):
    plan = year.drafted()
    with year.clerk.action("reception.plan"):
        year.clerk.change(plan, made_by=year.vice.staff.id)
    approving.submit(year.clerk, plan.id)
    with pytest.raises(RuleError, match="自己编制"):
        approving.review(year.vice, plan.id, "同意。")
    with year.clerk.action("reception.plan"):
        moved = year.clerk.change(
            year.clerk.get(ReceptionPlan, plan.id),
            made_by=year.clerk.staff.id,
            state=PlanState.IN_APPROVAL,
            reviewed_by=year.head.staff.id,
        )
    assert not approving.may_judge(year.head, moved)
    with pytest.raises(RuleError, match="不能是同一个人"):
        approving.approve(year.head, plan.id, "同意。")


def test_a_plan_waits_for_the_person_whose_turn_it_is(year):
    plan = year.drafted()
    assert approving.waiting(year.vice) == []
    approving.submit(year.clerk, plan.id)
    assert [each.id for each in approving.waiting(year.vice)] == [plan.id]
    assert approving.waiting(year.head) == approving.waiting(year.clerk) == []


def test_a_signed_plan_is_typed_in_with_both_signatures_and_its_scan(year, everybody, tmp_path):
    plan = year.drafted()
    scan = tmp_path / "计划签字.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    vice = Signed(everybody[Role.VICE_HEAD].id, date(2026, 3, 5))
    head = Signed(everybody[Role.HEAD].id, date(2026, 3, 5), scan)
    with pytest.raises(InvalidRecord, match="不是站长"):
        approving.record_signed(year.clerk, plan.id, vice, replace(head, staff_id=everybody[Role.ARCHIVIST].id))
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        approving.record_signed(year.clerk, plan.id, replace(vice, signed_on=date(2026, 3, 6)), head)
    done = approving.record_signed(year.clerk, plan.id, vice, head)
    assert done.state is PlanState.APPROVED and done.source is Source.PAPER
    assert [file.name for file in attachments_of(year.clerk, ReceptionPlan.TABLE, plan.id)] == ["计划签字.pdf"]


def test_a_plan_with_a_reception_without_deputies_is_not_submitted(year):
    plan = year.drafted()
    with year.clerk.action("reception.plan"):
        attendances.called(year.clerk, Reception.TABLE, year.receptions(plan)[4].id, [])
    with pytest.raises(RuleError, match="有 1 次接待还没有安排代表，最早的是5月15日"):
        approving.submit(year.clerk, plan.id)


def test_an_approved_plan_is_not_changed_any_more(year):
    plan = year.approved()
    with pytest.raises(RuleError, match="已经批准"):
        approving.edit_plan(year.clerk, plan.id, title="另一个标题")


def test_a_plan_of_which_something_was_held_is_not_voided(year):
    plan = year.approved()
    with year.clerk.action("reception.plan"):
        year.clerk.change(year.receptions(plan)[0], state=ReceptionState.HELD)
    with pytest.raises(RuleError, match="已经接待了 1 次"):
        approving.void_plan(year.clerk, plan.id, "重新编排")


def test_a_voided_plan_comes_back_with_its_receptions_while_their_days_are_free(year):
    plan = year.approved()
    single = year.receptions(plan)[0]
    arranging.void(year.clerk, single.id, "登记重了")
    approving.void_plan(year.clerk, plan.id, "重新编排")
    assert year.receptions(plan) == []
    extra = arranging.add(year.clerk, replace(EXTRA, held_on=date(2026, 3, 16)), [1, 2, 3, 4, 5, 6])
    with pytest.raises(InvalidRecord, match="一天不排两次"):
        approving.unvoid_plan(year.clerk, plan.id)
    assert year.receptions(plan) == []
    arranging.cancel(year.clerk, extra.id, "计划恢复了")
    approving.unvoid_plan(year.clerk, plan.id)
    assert len(year.receptions(plan)) == 11
    with pytest.raises(RuleError, match="没有作废"):
        approving.unvoid_plan(year.clerk, plan.id)


def test_every_step_of_a_plan_leaves_a_line_in_the_log(year):
    year.approved()
    actions = {row[0] for row in year.clerk.rows("SELECT action FROM audit_log")}
    assert {"reception.plan", "reception.review", "reception.approve"} <= actions


def test_a_station_with_two_vice_heads_lets_the_other_one_review(year, everybody):
    staff.appoint(year.head, everybody[Role.ARCHIVIST].id, Post.VICE_HEAD, date(2026, 1, 1))
    plan = year.drafted()
    signed = Signed(everybody[Role.ARCHIVIST].id, date(2026, 3, 5))
    head = Signed(everybody[Role.HEAD].id, date(2026, 3, 5))
    assert approving.record_signed(year.clerk, plan.id, signed, head).reviewed_by == everybody[Role.ARCHIVIST].id
