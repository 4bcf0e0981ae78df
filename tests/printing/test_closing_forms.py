"""F18, F20 and F24 of a real matter: they say what was decided, promised, met, and by whom it is raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan import sheets
from lianluozhan.models import deputies, opinions, raising
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import promising
from lianluozhan.models.opinions.handling import Evaluation, Reply, Satisfaction, Verdict
from lianluozhan.models.opinions.promising import Promise, PromiseCheck
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.printing.document import texts

from ..models.conftest import *  # noqa: F403
from ..models.opinions.conftest import STREETLIGHT, Desk


@pytest.fixture
def desk(sign_in: Callable[[Role], Session]) -> Desk:
    return Desk(sign_in)


def said(session: Session, number: str, record_id: int) -> str:
    return "\n".join(texts(sheets.of_record(session, number, record_id)))


def sent_back(desk: Desk) -> int:
    found = desk.informed(replace(STREETLIGHT, keeps_secret=True))
    judged = Evaluation(opinion_id=found.id, result=Satisfaction.DISSATISFIED, reason="周长福家门口没修。")
    opinions.evaluate(desk.officer, replace(judged, evaluated_on=desk.officer.today))
    opinions.decide(desk.head, found.id, "请再修两盏。", verdict=Verdict.REDO)
    return found.id


@pytest.mark.clause("4.3.2")
def test_the_notice_of_a_second_handling_says_why_what_and_until_when(desk: Desk) -> None:
    informed = desk.informed()
    with pytest.raises(RuleError, match="没有二次办理"):
        sheets.of_record(desk.officer, "F18", informed.id)
    sheet = said(desk.officer, "F18", sent_back(desk))
    for words in ("请再修两盏。", "2026年4月7日前书面答复", "☑不满意", "交办〔2026〕002号", "村镇建设服务中心"):
        assert words in sheet
    assert "二次办理：" not in sheet
    assert "周长福" not in sheet  # he wants secrecy, and the notice leaves the station


@pytest.mark.clause("4.3.2")
def test_the_closing_sheet_lists_promises_and_ticks_what_is_met(desk: Desk) -> None:
    sent = desk.dispatched()
    with pytest.raises(RuleError, match="还没有答复"):
        sheets.of_record(desk.officer, "F20", sent.id)
    words = Reply(
        opinion_id=sent.id,
        content="列入计划。",
        result_class=ResultClass.B,
        promise="更换灯具",
        promised_on=date(2026, 5, 31),
        replied_on=desk.officer.today,
    )
    opinions.reply(desk.officer, words)
    promise = desk.officer.select(Promise)[0]
    check = PromiseCheck(promise_id=promise.id, checked_on=desk.officer.today, asked="李建军", words="灯具在路上。")
    promising.follow(desk.officer, check)
    sheet = said(desk.officer, "F20", sent.id)
    assert "更换灯具，2026年5月31日前（跟踪中）；2026年3月5日回访李建军：灯具在路上。" in sheet
    assert "☑答复已经登记在案" in sheet and "□已告知反映人" in sheet
    assert "□A ☑B □C □D" in sheet


@pytest.mark.clause("4.3.2")
def test_the_words_of_officer_vice_head_and_head_stand_in_their_boxes_and_the_lines_stay_for_ink(desk: Desk) -> None:
    found = desk.informed()
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=found.id, result=Satisfaction.SATISFIED, evaluated_on=desk.officer.today),
    )
    desk.closed(found.id)
    sheet = said(desk.officer, "F20", found.id)
    for words in ("已答复反映人，申请办结。", "情况属实，同意办结。", "同意办结。", "2026年3月5日"):
        assert words in sheet
    assert "站长签字：" in sheet and "陈国栋" not in sheet


@pytest.mark.clause("3.2.2")
def test_the_special_paper_is_printed_of_a_suggestion_and_names_no_submitter(desk: Desk) -> None:
    signers = [
        deputies.add(desk.officer, Deputy(name=name, organisation_post="镇中学教师"), [Mandate(level=Level.COUNTY)])
        for name in ("赵明山", "何桂芬")
    ]
    opinion = desk.approved()
    made = raising.enter(
        desk.officer,
        replace(
            raising.blank_of(desk.officer, opinion.id),
            level=Level.COUNTY,
            deputy_ids=tuple(person.id for person in signers),
        ),
    )
    sheet = said(desk.officer, "F24", made.id)
    for words in ("赵明山", "何桂芬", "☑县级", opinion.number, "关于解决石桥村三组路灯损坏", "领衔代表签名"):
        assert words in sheet
    assert "周长福" not in sheet and "13812342609" not in sheet


@pytest.mark.clause("4.7.2")
def test_the_public_version_of_a_suggestion_hides_who_brought_the_matter(desk: Desk) -> None:
    person = deputies.add(desk.officer, Deputy(name="赵明山"), [Mandate(level=Level.TOWNSHIP)])
    opinion = desk.approved()
    usual = raising.blank_of(desk.officer, opinion.id)
    named = replace(usual, deputy_ids=(person.id,), content="周长福反映路灯坏了四盏，建议尽快修复。")
    made = raising.enter(desk.officer, named)
    assert "周长福" in said(desk.officer, "F24", made.id)
    hidden = "\n".join(texts(sheets.of_record(desk.officer, "F24", made.id, hidden=True)))
    assert "周长福" not in hidden and "赵明山" in hidden
