"""The reception day: who came, what was said in whose words, and what is not answered becomes a form by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import attachments, attendances, opinions, residents
from lianluozhan.models.attendances import Presence
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Feedback, Reply, Satisfaction, Told, Way
from lianluozhan.models.opinions.record import Channel, DeclineGround, ResultClass, Screening
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import HandlingBody
from lianluozhan.models.receptions import day, feeding_back, visiting
from lianluozhan.models.receptions.record import (
    Reception,
    ReceptionState,
    Visit,
    VisitState,
    VisitTreatment,
)
from lianluozhan.models.service import generating
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.terms import Term

HEARD = {
    "content": "村口的路塌了半边，晴天一身灰，雨天一身泥。",
    "request": "汛期前修好。",
    "answer": "已列入修复项目，转镇政府研究答复。",
    "treatment": VisitTreatment.TOWNSHIP,
    "category_id": 1,
    "subject": "通组公路塌陷",
}
SUN = Visit(name="孙桂兰", phone="13812342609", village_id=1, address="石桥村三组")


@pytest.fixture
def clerk(sign_in):
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def deputies(clerk):
    with clerk.action("deputy.edit"):
        return [clerk.add(Deputy(name=name)).id for name in ("赵明山", "郑敏")]


@pytest.fixture
def planned(clerk, deputies):
    with clerk.action("reception.plan"):
        made = clerk.add(
            Reception(
                number="接待〔2026〕03期", held_on=clerk.today, starts_at="09:00", ends_at="11:00", place="联络站"
            )
        )
        attendances.called(clerk, Reception.TABLE, made.id, deputies)
    return made


@pytest.fixture
def reception(clerk, planned):
    return day.open_day(clerk, planned.id)


def entry(clerk, reception, deputy_id):
    found = attendances.of(clerk, Reception.TABLE, reception.id)
    return next(line for line in found if line.deputy_id == deputy_id)


def heard(clerk, reception, visit=SUN, **values):
    made = visiting.arrive(clerk, reception.id, visit)
    visiting.begin(clerk, made.id)
    return visiting.finish(clerk, made.id, **(HEARD | values))


@pytest.mark.clause("4.2.2")
def test_who_comes_stands_in_the_queue_with_the_time_and_is_heard_in_turn(clerk, reception, deputies, clock):
    first = visiting.arrive(clerk, reception.id, SUN)
    clock.at = datetime(2026, 3, 5, 9, 12)
    second = visiting.arrive(clerk, reception.id, Visit(name="周大山"))
    assert [(v.position, v.state, v.arrived_at) for v in (first, second)] == [
        (1, VisitState.WAITING, datetime(2026, 3, 5, 9, 0)),
        (2, VisitState.WAITING, datetime(2026, 3, 5, 9, 12)),
    ]
    talking = visiting.begin(clerk, first.id)
    assert (talking.state, talking.number) == (VisitState.TALKING, "接待〔2026〕0001号")
    assert talking.deputy_ids == tuple(deputies)
    assert visiting.begin(clerk, second.id).number == "接待〔2026〕0002号"


@pytest.mark.clause("5.2.2")
def test_nobody_is_entered_before_the_reception_is_begun_or_on_a_day_to_come(clerk, planned):
    with pytest.raises(RuleError, match="要先开始接待"):
        visiting.arrive(clerk, planned.id, SUN)
    with clerk.action("reception.plan"):
        clerk.change(planned, held_on=date(2026, 3, 20))
    with pytest.raises(RuleError, match="3月20日，还没有到"):
        day.open_day(clerk, planned.id)


def test_a_second_arrival_of_the_same_name_needs_a_word_that_tells_them_apart(clerk, reception):
    visiting.arrive(clerk, reception.id, SUN)
    with pytest.raises(InvalidRecord) as refusal:
        visiting.arrive(clerk, reception.id, replace(SUN, phone=""))
    assert "已经有一位孙桂兰（1号）" in refusal.value.problems["same_name_note"]
    other = visiting.arrive(clerk, reception.id, replace(SUN, phone="", same_name_note="五组的"))
    assert (other.position, other.same_name_note) == (2, "五组的")
    assert visiting.write(clerk, visiting.visits_of(clerk, reception.id)[0].id, age=70).age == 70


@pytest.mark.clause("4.2.3")
def test_what_is_not_answered_becomes_a_form_under_review_without_a_word_typed_twice(clerk, reception, deputies):
    sheet = heard(clerk, reception)
    form = clerk.get(Opinion, sheet.opinion_id)
    assert (sheet.state, sheet.reply_by) == (VisitState.DONE, date(2026, 3, 20))
    assert (form.channel, form.status, form.screening) == (Channel.RECEPTION, Status.IN_REVIEW, Screening.ACCEPT)
    assert (form.submitter_name, form.phone, form.village_id, form.address) == ("孙桂兰", SUN.phone, 1, "石桥村三组")
    assert (form.title, form.content, form.request) == (HEARD["subject"], HEARD["content"], HEARD["request"])
    assert (form.received_on, form.deputy_ids) == (reception.held_on, tuple(deputies))
    assert HEARD["answer"] in form.proposal
    assert form.number


def test_a_form_that_lacks_its_category_waits_as_a_draft(clerk, reception):
    sheet = heard(clerk, reception, category_id=None, subject="")
    form = clerk.get(Opinion, sheet.opinion_id)
    assert (form.status, form.number, form.title) == (Status.DRAFT, "", HEARD["content"].rstrip("。"))
    assert feeding_back.outcome_of(clerk, sheet).state == "草稿，要补全再送审"


def test_a_matter_for_the_village_proposes_its_committee(clerk, reception):
    form = clerk.get(Opinion, heard(clerk, reception, treatment=VisitTreatment.VILLAGE).opinion_id)
    assert clerk.get(HandlingBody, form.proposed_body_id).name == "石桥村村民委员会"
    assert form.proposal.startswith("建议交石桥村办理")


def test_a_joint_reception_proposes_the_department_that_took_charge(clerk, planned):
    with clerk.action("reception.plan"):
        clerk.change(planned, lead_body_id=2)
    day.open_day(clerk, planned.id)
    assert clerk.get(Opinion, heard(clerk, planned).opinion_id).proposed_body_id == 2


@pytest.mark.clause("4.2.3")
def test_what_is_answered_on_the_spot_ends_there_with_the_judgement_of_the_resident(clerk, reception):
    sheet = heard(clerk, reception, treatment=VisitTreatment.ON_SPOT, satisfaction=Satisfaction.SATISFIED)
    assert (sheet.opinion_id, sheet.reply_by, sheet.satisfaction) == (None, None, Satisfaction.SATISFIED)
    assert clerk.select(Opinion) == []
    assert feeding_back.outcome_of(clerk, sheet).state == "当场答复"


def test_a_matter_that_does_not_belong_here_is_declined_with_its_ground_and_where_to_go(clerk, reception):
    with pytest.raises(InvalidRecord) as refusal:
        heard(clerk, reception, treatment=VisitTreatment.DECLINED)
    assert "哪种情形" in refusal.value.problems["decline_ground"]
    assert clerk.select(Opinion) == []
    waiting = visiting.visits_of(clerk, reception.id)[0]
    sheet = visiting.finish(
        clerk, waiting.id, **(HEARD | {"treatment": VisitTreatment.DECLINED, "decline_ground": DeclineGround.CASE})
    )
    form = clerk.get(Opinion, sheet.opinion_id)
    assert (form.screening, form.decline_ground, form.referral) == (
        Screening.DECLINE,
        DeclineGround.CASE,
        "政法部门",
    )
    assert sheet.referral == "政法部门"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"content": " "}, "content"),
        ({"answer": ""}, "answer"),
        ({"treatment": None}, "treatment"),
        ({"deputy_ids": ()}, "deputy_ids"),
        ({"treatment": VisitTreatment.ON_SPOT, "satisfaction": Satisfaction.DISSATISFIED}, "note"),
    ],
)
def test_a_sheet_that_is_not_whole_is_refused_and_leaves_nothing_behind(clerk, reception, missing, field):
    made = visiting.begin(clerk, visiting.arrive(clerk, reception.id, SUN).id)
    with pytest.raises(InvalidRecord) as refusal:
        visiting.finish(clerk, made.id, **(HEARD | missing))
    assert field in refusal.value.problems
    assert clerk.get(Visit, made.id) == made and clerk.select(Opinion) == []


@pytest.mark.clause("5.2.3")
def test_a_resident_who_leaves_before_the_end_is_kept_with_what_he_said_and_why(clerk, reception):
    made = visiting.begin(clerk, visiting.arrive(clerk, reception.id, SUN).id)
    with pytest.raises(InvalidRecord, match="中途离开的原因"):
        visiting.left(clerk, made.id, " ")
    gone = visiting.left(clerk, made.id, "要接孩子", content="水渠堵了。")
    assert (gone.state, gone.content, gone.left_reason) == (VisitState.LEFT, "水渠堵了。", "要接孩子")
    assert gone.opinion_id is None
    assert visiting.begin(clerk, made.id).number == gone.number


def test_a_judgement_goes_with_the_answer_it_was_given_on_when_somebody_leaves_early(clerk, reception):
    made = visiting.begin(clerk, visiting.arrive(clerk, reception.id, SUN).id)
    judged = {"treatment": VisitTreatment.ON_SPOT, "satisfaction": Satisfaction.SATISFIED}
    gone = visiting.left(clerk, made.id, "家里有急事", content="水渠堵了。", **judged)
    assert (gone.treatment, gone.satisfaction) == (None, None)


def test_what_somebody_said_who_left_early_is_registered_if_it_is_known_where_it_goes(clerk, reception):
    made = visiting.begin(clerk, visiting.arrive(clerk, reception.id, SUN).id)
    gone = visiting.left(clerk, made.id, "要接孩子", **(HEARD | {"answer": ""}))
    assert clerk.get(Opinion, gone.opinion_id).content == HEARD["content"]


def test_a_deputy_who_received_somebody_was_there_and_cannot_be_excused_too(clerk, reception, deputies):
    first, second = (entry(clerk, reception, deputy_id) for deputy_id in deputies)
    with pytest.raises(InvalidRecord, match="原因"):
        day.put_presence(clerk, second.id, Presence.EXCUSED)
    day.put_presence(clerk, second.id, Presence.EXCUSED, "外出开会")
    with pytest.raises(InvalidRecord) as refusal:
        heard(clerk, reception, deputy_ids=tuple(deputies))
    assert "不能又是接待代表" in refusal.value.problems["deputy_ids"]
    visiting.finish(clerk, visiting.visits_of(clerk, reception.id)[0].id, **HEARD)
    assert entry(clerk, reception, first.deputy_id).presence is Presence.PRESENT
    with pytest.raises(RuleError, match="1号孙桂兰的接待记录写着由赵明山接待"):
        day.put_presence(clerk, first.id, Presence.ABSENT, "没有来")


@pytest.mark.clause("5.2.2")
def test_a_reception_ends_when_nobody_waits_and_it_is_known_who_of_the_deputies_came(clerk, reception, deputies):
    made = visiting.arrive(clerk, reception.id, SUN)
    with pytest.raises(RuleError, match="还有 1 位选民没有接待完：1号孙桂兰"):
        day.close_day(clerk, reception.id)
    visiting.finish(clerk, made.id, **(HEARD | {"deputy_ids": (deputies[0],)}))
    with pytest.raises(RuleError, match="还没有登记郑敏的到会情况"):
        day.close_day(clerk, reception.id)
    day.put_presence(clerk, entry(clerk, reception, deputies[1]).id, Presence.EXCUSED, "外出开会")
    assert day.close_day(clerk, reception.id).state is ReceptionState.HELD
    lines = clerk.select(ServiceRecord, "voided_on IS NULL")
    assert [(line.deputy_id, line.content) for line in lines] == [(deputies[0], "接待选民1人，反映事项1件。")]
    day.reopen_day(clerk, reception.id)
    assert clerk.select(ServiceRecord, "voided_on IS NULL") == []


def test_a_deputy_who_was_not_on_the_roster_is_added_as_present(clerk, reception):
    with clerk.action("deputy.edit"):
        other = clerk.add(Deputy(name="何桂芬")).id
    assert day.add_deputy(clerk, reception.id, other).presence is Presence.PRESENT
    with pytest.raises(InvalidRecord, match="已经在名单里"):
        day.add_deputy(clerk, reception.id, other)


def test_a_reception_without_any_deputy_is_no_reception(clerk, reception, deputies):
    for deputy_id in deputies:
        day.put_presence(clerk, entry(clerk, reception, deputy_id).id, Presence.ABSENT, "没有来")
    with pytest.raises(RuleError, match="没有一位代表实到"):
        day.close_day(clerk, reception.id)


def test_a_sheet_is_not_struck_out_while_its_form_is_in_force(clerk, reception, sign_in):
    sheet = heard(clerk, reception)
    with pytest.raises(RuleError, match="已经登记成 社情民意〔2026〕0001号"):
        visiting.void(clerk, sheet.id, "登记重了")
    opinions.void(sign_in(Role.HEAD), sheet.opinion_id, "登记重了")
    assert feeding_back.outcome_of(clerk, sheet).state == "登记表已作废"
    assert visiting.void(clerk, sheet.id, "登记重了").voided_on == clerk.today
    with pytest.raises(RuleError, match="已经作废"):
        visiting.write(clerk, sheet.id, age=3)
    assert visiting.unvoid(clerk, sheet.id).voided_on is None


def test_after_its_form_was_struck_out_a_sheet_can_be_settled_anew(clerk, reception, sign_in):
    sheet = heard(clerk, reception, category_id=None)
    with pytest.raises(RuleError, match="不能再改成当场答复"):
        visiting.finish(clerk, sheet.id, treatment=VisitTreatment.ON_SPOT)
    opinions.void(sign_in(Role.HEAD), sheet.opinion_id, "当场就答复了")
    again = visiting.finish(clerk, sheet.id, treatment=VisitTreatment.ON_SPOT)
    assert again.opinion_id is None


def test_a_finished_sheet_and_its_form_are_corrected_together_while_the_officer_has_it(clerk, reception):
    draft = heard(clerk, reception, category_id=None)
    visiting.write(clerk, draft.id, content="路塌了一半。", keeps_secret=True)
    form = clerk.get(Opinion, draft.opinion_id)
    assert (form.content, form.keeps_secret) == ("路塌了一半。", True)
    sent = heard(clerk, reception, Visit(name="周大山"))
    with pytest.raises(RuleError, match="请先请审核人退回"):
        visiting.write(clerk, sent.id, content="改一改")
    assert visiting.write(clerk, sent.id, answer="补充解答。").answer == "补充解答。"


def test_a_reception_of_an_earlier_day_is_entered_from_its_paper(clerk, planned):
    with clerk.action("reception.plan"):
        clerk.change(planned, held_on=date(2026, 3, 2))
    day.open_day(clerk, planned.id)
    sheet = heard(clerk, planned)
    assert sheet.arrived_at == datetime(2026, 3, 2, 9, 0)
    assert clerk.get(Opinion, sheet.opinion_id).received_on == date(2026, 3, 2)


@pytest.mark.clause("5.2.4")
def test_when_the_resident_knows_the_answer_the_deputy_who_heard_him_is_to_be_told(clerk, reception, sign_in, clock):
    sheet = heard(clerk, reception)
    opinions.review(sign_in(Role.VICE_HEAD), sheet.opinion_id, "属实。")
    opinions.approve(sign_in(Role.HEAD), sheet.opinion_id, "同意交办。")
    opinions.dispatch(clerk, sheet.opinion_id, lead_body_id=2, requirement="请办理。")
    assert feeding_back.outcome_of(clerk, sheet).state == "已交办"
    answer = Reply(
        opinion_id=sheet.opinion_id, content="路已修好。", result_class=ResultClass.A, replied_on=clerk.today
    )
    opinions.reply(clerk, answer)
    assert feeding_back.to_tell_deputies(clerk) == []
    missed = Feedback(opinion_id=sheet.opinion_id, told=Told.UNREACHABLE, way=Way.PHONE, told_on=clerk.today)
    opinions.inform(clerk, missed)
    assert feeding_back.to_tell_deputies(clerk) == []
    told = Feedback(opinion_id=sheet.opinion_id, told=Told.TOLD, way=Way.PHONE, told_on=clerk.today)
    opinions.inform(clerk, told)
    found = feeding_back.outcome_of(clerk, sheet)
    assert (found.answer, found.told_on, found.way) == ("路已修好。", clerk.today, Way.PHONE)
    assert feeding_back.to_tell_deputies(clerk) == [sheet]
    with pytest.raises(InvalidRecord, match="怎么告知的"):
        feeding_back.tell_deputies(clerk, sheet.id, clerk.today)
    done = feeding_back.tell_deputies(clerk, sheet.id, clerk.today, "电话告知赵明山")
    assert done.told_deputies_words == "电话告知赵明山"
    assert feeding_back.count_to_tell(clerk) == 0
    clock.forward(days=5)
    with clerk.action("opinion.inform"):  # as after a second handling
        clerk.add(replace(told, id=0, told_on=clerk.today, told_by=1))
    assert feeding_back.is_to_tell(clerk, sheet.id)


def test_deputies_are_told_only_of_matters_that_left_the_room(clerk, reception):
    sheet = heard(clerk, reception, treatment=VisitTreatment.ON_SPOT)
    with pytest.raises(RuleError, match="不用再告知"):
        feeding_back.tell_deputies(clerk, sheet.id, clerk.today, "电话")


def test_what_is_entered_stays_out_of_a_closed_term(clerk, reception):
    with clerk.action("term.edit"):
        clerk.add(
            Term(name="第十九届", starts_on=date(2017, 1, 1), ends_on=date(2026, 12, 1), closed_on=date(2026, 12, 2))
        )
    with pytest.raises(RuleError, match="已经封存"):
        visiting.arrive(clerk, reception.id, SUN)


def test_who_was_answered_on_the_spot_is_known_when_he_comes_again(clerk, reception):
    heard(clerk, reception, treatment=VisitTreatment.ON_SPOT)
    (known,) = residents.by_name(clerk, "孙桂")
    assert (known.phone, known.address, known.title, known.table) == (SUN.phone, SUN.address, "通组公路塌陷", "visits")
    assert residents.by_phone(clerk, "138123") == [known]
    assert residents.taken(clerk, known)["village_id"] == 1


def test_what_is_added_for_one_who_left_early_is_counted_for_the_deputies_too(clerk, reception, deputies):
    heard(clerk, reception)
    gone = visiting.left(clerk, visiting.arrive(clerk, reception.id, Visit(name="周大山")).id, "要赶车")
    day.close_day(clerk, reception.id)
    visiting.write(clerk, gone.id, content="水渠堵了。")
    lines = clerk.select(ServiceRecord, "voided_on IS NULL")
    assert {line.content for line in lines} == {"接待选民2人，反映事项2件。"}
    assert list(generating.differences(clerk)) == []


def test_the_signed_sheet_is_kept_as_a_scan(clerk, reception, tmp_path):
    sheet, scan = heard(clerk, reception), tmp_path / "记录表.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    with pytest.raises(InvalidRecord, match="扫描件"):
        visiting.keep_scans(clerk, sheet.id, [])
    visiting.keep_scans(clerk, sheet.id, [scan])
    (kept,) = attachments.of(clerk, Visit.TABLE, sheet.id)
    assert (kept.name, kept.purpose) == ("记录表.pdf", visiting.SCAN)
