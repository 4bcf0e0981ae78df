"""鉴定 and 销毁: what is due, who judges, who approves, who watches, and that every line stays (4.6.3, F85)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import closures
from lianluozhan.models.archive import appraisal_approval, appraising, correcting, destroying, lists, packages
from lianluozhan.models.archive.appraising import Appraisal, AppraisalDecision, AppraisalLine, AppraisalState
from lianluozhan.models.archive.destroying import Destruction
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.archive.record import Correction, Item, ItemKind, Retention, Volume
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.models.archive.old_years import bring_back, lend, put

MEMBERS = "陈国栋、刘桂兰、王秀英"
DESTROY, EXTEND = AppraisalDecision.DESTROY, AppraisalDecision.EXTEND


@pytest.fixture
def archivist(sign_in, clock) -> Session:
    """The archivist, on 10 January 2057."""
    clock.go_to(date(2057, 1, 10))
    return sign_in(Role.ARCHIVIST)


@pytest.fixture
def head(sign_in) -> Session:
    return sign_in(Role.HEAD)


def begun(archivist: Session, count: int = 3) -> tuple[Appraisal, list[Item]]:
    items = [put(archivist, n) for n in range(1, count + 1)]
    return appraising.begin(archivist, [item.id for item in items], MEMBERS), items


def judged(archivist: Session, count: int = 3, *, kept: int = 1) -> tuple[Appraisal, list[Item]]:
    """The first `kept` stay for ten more years, the others go; it lies with the head."""
    made, items = begun(archivist, count)
    if kept:
        stay = [item.id for item in items[:kept]]
        appraising.judge(archivist, made.id, stay, "还在查用", EXTEND, 2066)
    if count > kept:
        appraising.judge(archivist, made.id, [item.id for item in items[kept:]], "没有继续保存的价值", DESTROY)
    appraising.edit(archivist, made.id, made.title, made.members, "到期，逐件看过。", "")
    return appraisal_approval.submit(archivist, made.id), items


def watched(**values: object) -> Destruction:
    usual = Destruction("赵明", "周倩", date(2057, 1, 10), "县国家保密局销毁点", "化浆")
    return replace(usual, **values)  # type: ignore[arg-type]


def again(session: Session, item: Item) -> Item:
    return session.get(Item, item.id)


@pytest.mark.clause("4.6.3")
def test_a_thing_is_due_the_day_after_the_last_of_its_years(archivist, clock) -> None:
    item = put(archivist)
    clock.go_to(date(2056, 12, 31))
    assert appraising.due(archivist) == []
    with pytest.raises(RuleError, match="要保管到 2056-12-31，还没有到期"):
        appraising.begin(archivist, [item.id], MEMBERS)
    clock.go_to(date(2057, 1, 1))
    assert [one.id for one in appraising.due(archivist)] == [item.id]


def test_what_is_kept_for_good_or_has_left_or_has_no_number_is_never_due(archivist) -> None:
    put(archivist, 1, retention=Retention.PERMANENT)
    put(archivist, 2, voided_on=date(2030, 1, 1))
    put(archivist, 3, destroyed_on=date(2056, 1, 1))
    put(archivist, 4, handed_over_on=date(2040, 1, 1))
    put(archivist, None)
    assert appraising.due(archivist) == []
    for item in archivist.select(Item):
        with pytest.raises(RuleError):
            appraising.begin(archivist, [item.id], MEMBERS)
    assert archivist.select(Appraisal) == []


def test_an_appraisal_has_three_members_and_a_number_of_its_year(archivist) -> None:
    item = put(archivist)
    for few in ("", "陈国栋、刘桂兰", "陈国栋、刘桂兰、陈国栋"):
        with pytest.raises(InvalidRecord, match="至少 3 人"):
            appraising.begin(archivist, [item.id], few)
    made = appraising.begin(archivist, [item.id], "陈国栋,刘桂兰 王秀英")
    assert (made.number, made.members) == ("鉴定〔2057〕1号", MEMBERS)
    assert made.title == "2057年到期档案鉴定"


def test_a_thing_is_in_one_appraisal_at_a_time(archivist) -> None:
    made, items = begun(archivist)
    assert appraising.due(archivist) == []
    with pytest.raises(RuleError, match="已经在另一次鉴定里"):
        appraising.begin(archivist, [items[0].id], MEMBERS)
    appraising.take_out(archivist, made.id, [items[0].id])
    assert [one.id for one in appraising.due(archivist)] == [items[0].id]
    appraising.void(archivist, made.id, "成员写错")
    assert len(appraising.due(archivist)) == 3


def test_an_appraisal_goes_to_the_head_when_every_thing_is_judged(archivist) -> None:
    made, items = begun(archivist)
    appraising.judge(archivist, made.id, [items[0].id, items[1].id], "没有继续保存的价值", DESTROY)
    with pytest.raises(RuleError, match="还有 1 件没有鉴定意见，第一件是Z109-WS·2026-D30-0003"):
        appraisal_approval.submit(archivist, made.id)
    appraising.judge(archivist, made.id, [items[2].id], "还在查用", EXTEND)
    with pytest.raises(InvalidRecord, match="总意见"):
        appraisal_approval.submit(archivist, made.id)
    appraising.edit(archivist, made.id, made.title, MEMBERS, "逐件看过。", "")
    assert appraisal_approval.submit(archivist, made.id).state is AppraisalState.IN_APPROVAL
    with pytest.raises(RuleError, match="待审批"):
        appraising.judge(archivist, made.id, [items[0].id], "留", EXTEND)


def test_a_thing_is_kept_on_until_a_year_still_to_come(archivist) -> None:
    made, items = begun(archivist)
    with pytest.raises(InvalidRecord, match="比今年晚"):
        appraising.judge(archivist, made.id, [items[0].id], "留", EXTEND, 2057)
    line = appraising.judge(archivist, made.id, [items[0].id], "留", EXTEND, 2058)[0]
    assert line.kept_until == date(2058, 12, 31)
    assert appraising.judge(archivist, made.id, [items[0].id], "销", DESTROY, 2058)[0].kept_until is None
    with pytest.raises(InvalidRecord, match="鉴定意见"):
        appraising.judge(archivist, made.id, [items[0].id], " ", DESTROY)


@pytest.mark.clause("4.6.3")
def test_what_is_kept_on_has_its_new_end_with_the_approval_and_keeps_its_number(archivist, head) -> None:
    made, items = judged(archivist)
    approved = appraisal_approval.approve(head, made.id, "同意。")
    stays, goes = again(head, items[0]), again(head, items[1])
    assert approved.state is AppraisalState.APPROVED
    assert (stays.kept_until, stays.archival_number) == (date(2066, 12, 31), items[0].archival_number)
    assert (goes.kept_until, goes.destroyed_on) == (date(2056, 12, 31), None)
    [said] = head.select(Correction)
    assert (said.item_id, said.what, said.before, said.after) == (stays.id, "保管到", "2056-12-31", "2066-12-31")
    assert said.approved_by == head.staff.id and "鉴定〔2057〕1号" in said.reason


def test_what_is_kept_for_good_after_its_years_is_never_due_again(archivist, head, clock) -> None:
    made, items = begun(archivist, 1)
    appraising.judge(archivist, made.id, [items[0].id], "有重要批示", EXTEND)
    appraising.edit(archivist, made.id, made.title, MEMBERS, "看过。", "")
    appraisal_approval.submit(archivist, made.id)
    assert appraisal_approval.approve(head, made.id, "同意。").state is AppraisalState.DONE
    clock.go_to(date(2120, 1, 1))
    assert again(head, items[0]).kept_until is None
    assert appraising.due(archivist) == []


def test_nobody_approves_what_he_began(archivist, head, everybody) -> None:
    made, _ = judged(archivist)
    both = Session(
        archivist.db,
        archivist.staff,
        frozenset({Role.HEAD}),
        keys=archivist.keys,
        folder=archivist.folder,
        now=archivist.now,
    )
    with pytest.raises(RuleError, match="不能审批自己经手的鉴定"):
        appraisal_approval.approve(both, made.id, "同意。")
    assert not appraisal_approval.may_approve(both, made)
    assert appraisal_approval.may_approve(head, made)
    with pytest.raises(InvalidRecord, match="批准意见"):
        appraisal_approval.approve(head, made.id, " ")


def test_the_approval_may_come_from_signed_paper(archivist, head, everybody) -> None:
    made, _ = judged(archivist)
    chief = everybody[Role.HEAD].id
    wrong = {
        "晚于今天": Signed(chief, date(2057, 1, 11)),
        "早于鉴定开始": Signed(chief, date(2057, 1, 9)),
        "不是站长": Signed(everybody[Role.VICE_HEAD].id, date(2057, 1, 10)),
    }
    for words, signed in wrong.items():
        with pytest.raises(InvalidRecord, match=words):
            appraisal_approval.record_signed(archivist, made.id, signed)
    found = appraisal_approval.record_signed(archivist, made.id, Signed(chief, date(2057, 1, 10)))
    assert (found.state, found.source, found.approved_by) == (AppraisalState.APPROVED, Source.PAPER, chief)


def test_signed_paper_does_not_let_the_head_approve_what_he_began(archivist, head, everybody) -> None:
    keeper_too = Session(
        archivist.db,
        head.staff,
        frozenset({Role.ARCHIVIST}),
        keys=archivist.keys,
        folder=archivist.folder,
        now=archivist.now,
    )
    made, _ = judged(keeper_too)
    with pytest.raises(InvalidRecord, match="陈国栋经手了这次鉴定，不能自己批准"):
        appraisal_approval.record_signed(archivist, made.id, Signed(head.staff.id, date(2057, 1, 10)))


@pytest.mark.clause("4.6.3")
def test_nothing_is_destroyed_before_it_was_approved(archivist, head) -> None:
    made, items = judged(archivist)
    with pytest.raises(RuleError, match="站长还没有批准，不能销毁"):
        destroying.destroy(archivist, made.id, watched())
    assert again(archivist, items[1]).destroyed_on is None


def test_two_different_people_who_had_no_part_in_it_watch_the_destruction(archivist, head) -> None:
    made, items = judged(archivist)
    appraisal_approval.approve(head, made.id, "同意。")
    wrong = {
        "第一位监销人": watched(first_supervisor=" "),
        "第二位监销人": watched(second_supervisor=""),
        "同一个人": watched(second_supervisor="赵 明"),
        "经手了这次鉴定": watched(first_supervisor="李建民"),
        "批准了这次鉴定": watched(second_supervisor="陈 国栋"),
        "不能晚于今天": watched(destroyed_on=date(2057, 1, 11)),
        "不能早于批准日期": watched(destroyed_on=date(2057, 1, 9)),
        "销毁地点": watched(destroyed_place=""),
        "销毁方式": watched(destroyed_way=" "),
    }
    for words, done in wrong.items():
        with pytest.raises(InvalidRecord, match=words):
            destroying.destroy(archivist, made.id, done)
    assert again(archivist, items[1]).destroyed_on is None
    assert archivist.get(Appraisal, made.id).first_supervisor == ""


@pytest.mark.clause("4.6.3")
def test_what_is_destroyed_leaves_its_line_with_what_became_of_it(archivist, head) -> None:
    made, items = judged(archivist)
    appraisal_approval.approve(head, made.id, "同意。")
    done = destroying.destroy(archivist, made.id, watched())
    gone, stays = again(archivist, items[1]), again(archivist, items[0])
    assert done.state is AppraisalState.DONE
    assert (gone.destroyed_on, gone.remark) == (date(2057, 1, 10), "2057年1月10日销毁（鉴定〔2057〕1号）")
    assert (gone.sequence, gone.archival_number, gone.title) == (2, items[1].archival_number, items[1].title)
    assert (stays.destroyed_on, stays.remark) == (None, "")
    with pytest.raises(RuleError, match="已经办完"):
        destroying.destroy(archivist, made.id, watched())
    file = destroying.appraisal_file(archivist, made.id)
    assert [line.decision for line, _ in file.lines] == [EXTEND, DESTROY, DESTROY]
    assert (file.begun_by, file.approved_by) == ("李建民", "陈国栋")


def test_packages_that_were_made_before_and_hold_what_was_destroyed_are_named(archivist, head, clock) -> None:
    def packed(year: int) -> None:
        packages.register(archivist, Package(year=year, made_at=archivist.now(), folder=f"{year}年度电子档案"))

    packed(2026)
    packed(2027)
    clock.go_to(date(2057, 1, 11))
    made, _ = judged(archivist)
    appraisal_approval.approve(head, made.id, "同意。")
    assert destroying.outdated_packages(archivist, made.id) == []
    destroying.destroy(archivist, made.id, watched(destroyed_on=date(2057, 1, 11)))
    clock.go_to(date(2057, 1, 12))
    packed(2026)
    assert [(each.year, each.made_at.day) for each in destroying.outdated_packages(archivist, made.id)] == [(2026, 10)]


def test_a_long_remark_makes_room_for_the_destruction(archivist) -> None:
    item = put(archivist, remark="水渍" * 50)
    said = destroying.with_remark(item, "2057年1月10日销毁（鉴定〔2057〕1号）")
    assert len(said) == 100
    assert said.startswith("水渍水渍") and said.endswith("…；2057年1月10日销毁（鉴定〔2057〕1号）")


def test_what_is_lent_is_not_destroyed_until_it_is_back_or_left_out(archivist, head) -> None:
    made, items = judged(archivist)
    loan = lend(archivist, items[2])
    appraisal_approval.approve(head, made.id, "同意。")
    with pytest.raises(RuleError, match="0003还没有归还，不能销毁"):
        destroying.destroy(archivist, made.id, watched())
    assert again(archivist, items[1]).destroyed_on is None
    bring_back(archivist, loan)
    destroying.destroy(archivist, made.id, watched())
    assert again(archivist, items[2]).destroyed_on == date(2057, 1, 10)


def test_a_piece_is_not_destroyed_while_another_of_its_volume_is_out(archivist, head) -> None:
    """What is bound together goes out together."""
    made, items = judged(archivist, kept=0)
    with archivist.action("archive.box"):
        volume = archivist.add(Volume(year=2026, title="来信", number=1))
        archivist.db.conn.execute("DROP TRIGGER archive_items_frozen")
        for item in items[:2]:
            archivist.change(again(archivist, item), volume_id=volume.id)
    loan = lend(archivist, items[0])
    appraisal_approval.approve(head, made.id, "同意。")
    appraising.take_out(archivist, made.id, [items[0].id])
    with pytest.raises(RuleError, match="0002还没有归还，不能销毁"):
        destroying.destroy(archivist, made.id, watched())
    with pytest.raises(RuleError, match="正借出在外"):
        correcting.strike(archivist, items[1].id, "重复", head.staff.id)
    assert [row["is_out"] for row in lists.listing(archivist).page(9)] == [1, 1, 0]
    bring_back(archivist, loan)
    destroying.destroy(archivist, made.id, watched())


def test_what_was_struck_or_handed_over_meanwhile_stops_the_list(archivist, head) -> None:
    made, items = judged(archivist)
    with archivist.action("archive.correct"):
        archivist.change(again(archivist, items[1]), voided_on=archivist.today)
    with pytest.raises(RuleError, match="0002已经撤件"):
        appraisal_approval.approve(head, made.id, "同意。")
    appraisal_approval.take_back(archivist, made.id)
    appraising.take_out(archivist, made.id, [items[1].id])
    appraisal_approval.submit(archivist, made.id)
    appraisal_approval.approve(head, made.id, "同意。")
    with archivist.action("archive.transfer"):
        archivist.change(again(archivist, items[2]), handed_over_on=archivist.today)
    with pytest.raises(RuleError, match="0003已经移交"):
        destroying.destroy(archivist, made.id, watched())


def test_a_thing_may_be_spared_after_the_approval_and_with_the_last_the_appraisal_is_done(archivist, head) -> None:
    made, items = judged(archivist)
    appraisal_approval.approve(head, made.id, "同意。")
    with pytest.raises(RuleError, match="已经处理过"):
        appraising.take_out(archivist, made.id, [items[0].id])
    appraising.take_out(archivist, made.id, [items[1].id])
    assert archivist.get(Appraisal, made.id).state is AppraisalState.APPROVED
    appraising.take_out(archivist, made.id, [items[2].id])
    assert archivist.get(Appraisal, made.id).state is AppraisalState.DONE
    assert {one.id for one in appraising.due(archivist)} == {items[1].id, items[2].id}


def test_before_the_approval_every_step_can_be_taken_back_and_afterwards_none(archivist, head) -> None:
    made, _ = judged(archivist)
    sent = appraisal_approval.send_back(head, made.id, "第 2 件要留")
    assert (sent.state, sent.approval_words) == (AppraisalState.OPEN, "退回：第 2 件要留")
    appraisal_approval.submit(archivist, made.id)
    assert appraisal_approval.take_back(archivist, made.id).state is AppraisalState.OPEN
    appraisal_approval.submit(archivist, made.id)
    with pytest.raises(InvalidRecord, match="退回的原因"):
        appraisal_approval.send_back(head, made.id, "")
    appraisal_approval.approve(head, made.id, "同意。")
    for deed in (
        lambda: appraisal_approval.take_back(archivist, made.id),
        lambda: appraisal_approval.send_back(head, made.id, "改"),
        lambda: appraisal_approval.approve(head, made.id, "同意。"),
        lambda: appraising.void(archivist, made.id, "不办了"),
        lambda: appraising.edit(archivist, made.id, "题", MEMBERS, "", ""),
    ):
        with pytest.raises(RuleError):
            deed()
    assert archivist.get(Appraisal, made.id).state is AppraisalState.APPROVED


def test_nobody_handles_a_list_of_which_a_thing_is_closed_to_him(archivist, head, sign_in, everybody) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    with officer.action("opinion.register"):
        matter = officer.add(Opinion(received_on=date(2026, 3, 1), title="路灯", content="坏了"))
    closed = put(archivist, 1, kind=ItemKind.OPINION, source_table="opinions", source_id=matter.id)
    other = put(archivist, 2)
    made = appraising.begin(archivist, [closed.id, other.id], MEMBERS)
    appraising.judge(archivist, made.id, [closed.id, other.id], "没有价值", DESTROY)
    appraising.edit(archivist, made.id, made.title, MEMBERS, "看过。", "")
    assert destroying.refusal(destroying.appraisal_file(archivist, made.id)) == ""
    closures.decide(
        head,
        Closure(staff_id=archivist.staff.id, subject=ClosureSubject.MATTER, opinion_id=matter.id, reason="亲属"),
    )
    closures.apply(archivist)
    assert len(appraising.lines_of(archivist, made.id)) == 1
    with pytest.raises(RuleError, match="对您回避"):
        appraisal_approval.submit(archivist, made.id)
    assert "对您回避" in destroying.refusal(destroying.appraisal_file(archivist, made.id))


def test_the_list_of_appraisals_counts_what_stays_and_what_goes(archivist, head) -> None:
    made, _ = judged(archivist, 5, kept=2)
    [row] = appraising.listing(archivist).page(9)
    assert (row["number"], row["kept_on"], row["destroyed"]) == (made.number, 2, 3)
    assert appraising.listing(archivist, "陈国栋", view="open").count() == 1
    assert appraising.listing(archivist, view="done").count() == 0
    assert len(archivist.select(AppraisalLine)) == 5
