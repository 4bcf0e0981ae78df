"""Deputies' suggestions: made of an opinion without its submitter, answered within 3 or 6 months (代表法 51)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import deputies, opinions, raising
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Deadline, Reply
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion, SuggestionState

from .conftest import Clock
from .opinions.conftest import CENTRE, STREETLIGHT, Desk


@pytest.fixture
def desk(sign_in: Callable[[Role], Session]) -> Desk:
    return Desk(sign_in)


@pytest.fixture
def deputy(desk: Desk) -> Deputy:
    """A deputy of county and township."""
    levels = [Mandate(level=Level.TOWNSHIP, term="第十八届"), Mandate(level=Level.COUNTY)]
    return deputies.add(desk.officer, Deputy(name="赵明山", phone="13700001111"), levels)


def own(deputy: Deputy, **values: object) -> Suggestion:
    usual = Suggestion(
        raised_on=date(2026, 3, 5),
        deputy_ids=(deputy.id,),
        title="关于加强村内路灯日常维护的建议",
        content="近两年多村反映路灯损坏后修复慢。建议落实管护经费和责任人。",
    )
    return replace(usual, **values)  # type: ignore[arg-type]


def sent(desk: Desk, deputy: Deputy, months: int = 3, **values: object) -> Suggestion:
    made = raising.enter(desk.officer, own(deputy, **values))
    return raising.send(desk.officer, made.id, on=desk.officer.today, body_id=CENTRE, months=months)


@pytest.mark.clause("3.2.2")
def test_a_suggestion_made_of_an_opinion_takes_its_words_over_but_not_its_submitter(desk: Desk) -> None:
    content = "周长福（13812342609）说，路灯坏了四盏，快两个月了。"
    opinion = desk.approved(replace(STREETLIGHT, content=content, title="石桥村路灯损坏"))
    made = raising.blank_of(desk.officer, opinion.id)
    assert made.title == "关于解决石桥村路灯损坏的建议"
    assert "路灯坏了四盏" in made.content and "尽快修好四盏路灯" in made.content
    assert "周长福" not in made.content and "13812342609" not in made.content


@pytest.mark.clause("3.2.2")
def test_the_head_decides_first_whether_an_opinion_becomes_a_suggestion(desk: Desk, deputy: Deputy) -> None:
    reviewed = desk.reviewed()
    with pytest.raises(RuleError, match="由站长决定"):
        raising.enter(desk.officer, own(deputy, opinion_id=reviewed.id))
    opinions.approve(desk.head, reviewed.id, "同意，转代表建议。")
    made = raising.enter(desk.officer, own(deputy, opinion_id=reviewed.id))
    assert opinions.steps_of(desk.officer, reviewed.id)[0].label == "转代表建议"
    assert opinions.file_of(desk.officer, reviewed.id).suggestions == (made,)
    with pytest.raises(RuleError, match="已经转为代表建议"):
        raising.enter(desk.officer, own(deputy, opinion_id=reviewed.id))


@pytest.mark.clause("5.1.4")
@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (date(2026, 3, 5), 3, date(2026, 6, 5)),
        (date(2026, 3, 5), 6, date(2026, 9, 7)),  # 5 September is a Saturday
        (date(2026, 1, 31), 3, date(2026, 4, 30)),  # there is no 31 April
        (date(2026, 7, 1), 3, date(2026, 10, 8)),  # 1 to 7 October is a holiday
    ],
)
def test_the_answer_is_due_the_same_day_months_later_or_on_the_next_working_day(
    desk: Desk, deputy: Deputy, clock: Clock, on: date, months: int, due: date
) -> None:
    clock.go_to(on)
    made = sent(desk, deputy, months, raised_on=on)
    assert (made.due_on, made.is_hard, made.number) == (due, months == 6, "代表建议〔2026〕001号")
    assert made.due_rule == f"代表法第五十一条：自交办之日起 {months} 个月内答复"


def test_only_a_suggestion_to_the_township_can_have_the_local_limit(desk: Desk, deputy: Deputy) -> None:
    assert [months for months, _ in raising.terms(desk.officer, Level.TOWNSHIP)] == [3, 6, 2, 4]
    assert sent(desk, deputy, 2).due_rule.startswith("本地乡镇人大的规定")
    with pytest.raises(InvalidRecord, match="答复期限"):
        sent(desk, deputy, 2, level=Level.COUNTY)


@pytest.mark.clause("5.1.4")
def test_a_matter_that_waits_to_be_sent_out_goes_with_its_suggestion(desk: Desk, deputy: Deputy) -> None:
    opinion = desk.approved()
    made = sent(desk, deputy, opinion_id=opinion.id)
    moved = desk.officer.get(Opinion, opinion.id)
    assert (moved.status, moved.holder, moved.due_on, moved.due_kind) == (
        Status.HANDLING,
        "村镇建设服务中心",
        made.due_on,
        "代表建议",
    )
    assert len(desk.officer.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion.id,))) == 1
    raising.enter_answer(desk.officer, made.id, "已列入年度预算。", desk.officer.today)
    assert opinions.steps_of(desk.officer, opinion.id)[0].label == "代表建议已答复 代表建议〔2026〕001号"
    words = Reply(opinion_id=opinion.id, content="已列入预算。", result_class=ResultClass.A)
    opinions.reply(desk.officer, replace(words, replied_on=desk.officer.today))
    assert desk.officer.get(Opinion, opinion.id).status is Status.REPLIED


def test_a_matter_on_its_own_way_only_shows_its_suggestion(desk: Desk, deputy: Deputy) -> None:
    informed = desk.informed()
    sent(desk, deputy, opinion_id=informed.id)
    assert desk.officer.get(Opinion, informed.id) == informed


def test_a_voided_suggestion_gives_its_matter_back_to_be_sent_out(desk: Desk, deputy: Deputy) -> None:
    opinion = desk.approved()
    made = sent(desk, deputy, opinion_id=opinion.id)
    with pytest.raises(InvalidRecord, match="作废的原因"):
        raising.void(desk.officer, made.id, " ")
    raising.void(desk.officer, made.id, "代表收回了建议")
    back = desk.officer.get(Opinion, opinion.id)
    assert (back.status, back.holder, back.due_kind, back.lead_body_id) == (
        Status.TO_DISPATCH,
        "王秀英",
        "交办",
        None,
    )
    again = raising.enter(desk.officer, own(deputy, opinion_id=opinion.id))
    assert again.state is SuggestionState.DRAFT


@pytest.mark.clause("3.2.2")
def test_an_answer_is_judged_by_the_deputies_and_answered_again_when_they_are_not_satisfied(
    desk: Desk, deputy: Deputy
) -> None:
    made, today = sent(desk, deputy), desk.officer.today
    raising.enter_answer(desk.officer, made.id, "正在研究。", today)
    with pytest.raises(RuleError, match="还没有评价"):
        raising.close(desk.officer, made.id, today)
    with pytest.raises(RuleError, match="已经答复"):
        raising.enter_answer(desk.officer, made.id, "再答。", today)
    raising.judge(desk.officer, made.id, "不满意")
    again = raising.enter_answer(desk.officer, made.id, "已安排经费。", today)
    assert (again.answer, again.judgement) == ("正在研究。\n\n再次答复：\n已安排经费。", "")
    raising.judge(desk.officer, made.id, "满意")
    closed = raising.close(desk.officer, made.id, today)
    assert (closed.state, closed.closed_on) == (SuggestionState.CLOSED, today)
    with pytest.raises(RuleError, match="“办结”，不能登记答复"):
        raising.enter_answer(desk.officer, made.id, "又答。", today)


def test_a_deputy_of_another_level_or_out_of_office_cannot_raise_it(desk: Desk, deputy: Deputy) -> None:
    for level in (Level.CITY, Level.NATIONAL):
        with pytest.raises(InvalidRecord, match=r"赵明山不是.*在任代表"):
            raising.enter(desk.officer, own(deputy, level=level))
    with pytest.raises(InvalidRecord, match="领衔代表"):
        raising.enter(desk.officer, own(deputy, deputy_ids=()))
    assert desk.officer.select(Suggestion) == []


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        ("法院的判决两年没有执行，请人大督促执行案件尽快办结。", "具体案件"),
        ("村道工程的招标结果不公，请重新确定中标单位。", "招标投标"),
        ("我家的宅基地多年没有批下来，请镇里尽快办理批准。", "个人问题"),
        ("代转石桥村群众来信一封，请镇里阅处并答复群众。", "代转信件"),
        ("这项节能路灯产品很好，特此推介给全镇使用。", "产品推介"),
        ("路灯要修。", "内容很短"),
    ],
)
def test_what_is_hardly_a_suggestion_is_said_and_not_refused(
    desk: Desk, deputy: Deputy, content: str, doubt: str
) -> None:
    suggestion = own(deputy, content=content)
    assert [sentence for sentence in raising.doubts(desk.officer, suggestion) if doubt in sentence]
    assert raising.enter(desk.officer, suggestion).id
    assert raising.doubts(desk.officer, own(deputy)) == []


@pytest.mark.clause("4.7.2")
def test_a_submitter_who_wants_secrecy_is_not_named_in_the_suggestion(desk: Desk, deputy: Deputy) -> None:
    opinion = desk.approved(replace(STREETLIGHT, keeps_secret=True))
    named = own(deputy, opinion_id=opinion.id, content="周长福反映路灯坏了，建议尽快修复并落实管护。")
    with pytest.raises(InvalidRecord, match="要求保密"):
        raising.enter(desk.officer, named)
    open_one = desk.approved()
    words = raising.doubts(desk.officer, replace(named, opinion_id=open_one.id))
    assert words == ["写了反映人“周长福”。代表建议不写反映人的姓名和电话，请改掉。"]


def test_the_list_shows_what_is_due_first_and_counts_what_is_late(desk: Desk, deputy: Deputy, clock: Clock) -> None:
    hard, usual = sent(desk, deputy, 6), sent(desk, deputy)
    draft = raising.enter(desk.officer, own(deputy))
    assert [row["id"] for row in raising.listing(desk.officer).page(9)] == [usual.id, hard.id, draft.id]
    assert raising.listing(desk.officer).page(1)[0]["deputy_names"] == "赵明山"
    clock.go_to(date(2026, 6, 6))
    assert raising.count_late(desk.officer) == 1
    raising.void(desk.officer, usual.id, "重复")
    assert raising.count_late(desk.officer) == 0
    assert raising.listing(desk.officer).count() == 2
    assert raising.listing(desk.officer, voided=True).count() == 3


def test_the_special_paper_names_the_signers_with_their_mandate(desk: Desk, deputy: Deputy) -> None:
    opinion = desk.approved()
    made = sent(desk, deputy, opinion_id=opinion.id)
    file = raising.suggestion_file(desk.officer, made.id)
    assert [(s.deputy.name, s.mandate.term if s.mandate else "") for s in file.signers] == [("赵明山", "第十八届")]
    assert (file.opinion_number, file.body and file.body.name) == (opinion.number, "村镇建设服务中心")


def test_at_most_three_files_go_with_a_suggestion_and_stand_on_its_paper(
    desk: Desk, deputy: Deputy, tmp_path: Path
) -> None:
    files = [tmp_path / f"照片{n}.jpg" for n in range(4)]
    for path in files:
        path.write_bytes(b"picture")
    with pytest.raises(InvalidRecord, match="最多附 3 个"):
        raising.enter(desk.officer, own(deputy), files)
    made = raising.enter(desk.officer, own(deputy), files[:2])
    with pytest.raises(InvalidRecord, match="最多附 3 个"):
        raising.edit(desk.officer, made.id, files=files[2:])
    raising.edit(desk.officer, made.id, files=files[2:3])
    assert raising.suggestion_file(desk.officer, made.id).attachments == ("照片0.jpg", "照片1.jpg", "照片2.jpg")


def test_a_suggestion_that_was_sent_is_not_changed_any_more(desk: Desk, deputy: Deputy) -> None:
    draft = raising.enter(desk.officer, own(deputy))
    assert raising.edit(desk.officer, draft.id, title="关于路灯管护的建议").title == "关于路灯管护的建议"
    raising.send(desk.officer, draft.id, on=desk.officer.today, body_id=CENTRE, months=3, number="第 12 号")
    assert desk.officer.get(Suggestion, draft.id).number == "第 12 号"
    with pytest.raises(RuleError, match="“已交办”，不能修改"):
        raising.edit(desk.officer, draft.id, title="别的")
