"""Hand-over lists: all that somebody still has in hand is on them, and is the other's once they are signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import deputies, handovers, opinions
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.contacts import Contact, ContactResult
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.groups import DeputyGroup, GroupMember, GroupPost
from lianluozhan.models.handovers import HandOver, HandOverItem, ItemKind, Occasion
from lianluozhan.models.opinions import applying
from lianluozhan.models.opinions.applying import Application, Wish
from lianluozhan.models.opinions.handling import Reply
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.places import Village
from lianluozhan.models.receptions.record import Reception, ReceptionState
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from lianluozhan.models.terms import Term

from .opinions.conftest import STREETLIGHT, Desk

DAY = date(2026, 3, 5)
MANDATE = Mandate(starts_on=date(2022, 1, 1))


@pytest.fixture
def desk(sign_in) -> Desk:
    return Desk(sign_in)


def list_of(desk: Desk, **values) -> HandOver:
    """From the officer to the vice head, before the head."""
    usual = {
        "handed_on": DAY,
        "from_staff_id": desk.officer.staff.id,
        "to_staff_id": desk.vice.staff.id,
        "witness": desk.head.staff.name,
    }
    return HandOver(**{**usual, **values})


def kinds(items: list[HandOverItem]) -> list[ItemKind]:
    return [item.kind for item in items if item.record_table not in ("", "accounts")]


@pytest.mark.clause("2.2.3")
def test_a_leaving_officer_has_what_he_registered_promised_and_applied_for_on_his_list(desk):
    opened = desk.submitted()
    promised = desk.replied(replace(STREETLIGHT, title="村口水渠"), ResultClass.B)
    asked = desk.dispatched(replace(STREETLIGHT, title="垃圾清运"))
    applying.apply(desk.officer, asked.id, Application(wish=Wish.EXTEND, applied_on=DAY, reason="等材料"))
    items = handovers.open_items_of_staff(desk.head, desk.officer.staff.id)
    by_record = {(item.record_table, item.record_id): item for item in items}
    for opinion in (opened, promised, asked):
        assert by_record["opinions", opinion.id].subject == opinion.title
    assert by_record["opinions", opened.id].detail.startswith(f"{opened.number}，待审核，期限2026年3月")
    assert by_record["promises", 1].subject == "五月底前更换"
    assert by_record["applications", 1].subject == "延期申请：垃圾清运"
    assert next(item for item in items if item.kind is ItemKind.ACCOUNT).subject == "登录账号 王秀英"
    assert [item.kind for item in items][-4:] == [ItemKind.FILES, ItemKind.MEDIUM, ItemKind.SEAL, ItemKind.EQUIPMENT]


@pytest.mark.clause("2.2.1")
def test_a_leaving_head_has_what_waits_for_his_signature_and_no_other_work(desk):
    reviewed = desk.reviewed()
    of_head = handovers.open_items_of_staff(desk.officer, desk.head.staff.id)
    of_vice = handovers.open_items_of_staff(desk.officer, desk.vice.staff.id)
    assert [item.record_id for item in of_head if item.kind is ItemKind.OPINION] == [reviewed.id]
    assert kinds(of_vice) == []


def test_what_is_closed_is_on_nobodys_list(desk):
    informed = desk.informed()
    opinions.void(desk.head, informed.id, "登记重了")
    assert kinds(handovers.open_items_of_staff(desk.officer, desk.officer.staff.id)) == []


@pytest.mark.clause("4.6.1")
def test_once_signed_each_line_is_with_the_person_named_on_it(desk):
    lamps, drain = desk.submitted(), desk.submitted(replace(STREETLIGHT, title="村口水渠"))
    items = handovers.open_items_of_staff(desk.officer, desk.officer.staff.id)
    named = [replace(i, to_staff_id=desk.head.staff.id) if i.record_id == drain.id else i for i in items]
    made = handovers.write(desk.officer, list_of(desk), named)
    taken = {item.subject: item.to_name for item in handovers.items_of(desk.officer, made.id)}
    assert taken[lamps.title] == "刘桂兰" and taken["村口水渠"] == "陈国栋"
    assert ItemKind.OPINION in kinds(handovers.open_items_of_staff(desk.officer, desk.officer.staff.id))

    handovers.note_signed(desk.officer, made.id, DAY)
    assert kinds(handovers.open_items_of_staff(desk.officer, desk.officer.staff.id)) == []
    of_vice = handovers.open_items_of_staff(desk.officer, desk.vice.staff.id)
    assert [item.record_id for item in of_vice if item.kind is ItemKind.OPINION] == [lamps.id]

    handovers.void(desk.head, made.id, "接收人换了")
    again = handovers.open_items_of_staff(desk.officer, desk.officer.staff.id)
    assert sorted(item.record_id for item in again if item.kind is ItemKind.OPINION) == [lamps.id, drain.id]


@pytest.mark.clause("4.6.1")
def test_who_has_a_matter_is_the_one_who_took_it_over_also_at_its_next_steps(desk):
    sent, officer = desk.dispatched(), desk.officer
    with officer.action("reception.plan"):
        coming = officer.add(Reception(held_on=date(2026, 4, 15), staff_id=officer.staff.id))
    items = handovers.open_items_of_staff(officer, officer.staff.id)
    made = handovers.write(officer, list_of(desk), items)
    handovers.note_signed(officer, made.id, DAY)
    answer = Reply(opinion_id=sent.id, content="已修复。", result_class=ResultClass.A, replied_on=DAY)
    opinions.reply(officer, answer)
    assert officer.get(opinions.Opinion, sent.id).holder == "刘桂兰"
    assert officer.get(Reception, coming.id).staff_id == desk.vice.staff.id

    handovers.void(officer, made.id, "接收人换了")
    assert officer.get(opinions.Opinion, sent.id).holder == "王秀英"
    assert officer.get(Reception, coming.id).staff_id == officer.staff.id
    handovers.unvoid(officer, made.id)
    assert officer.get(opinions.Opinion, sent.id).holder == "刘桂兰"


@pytest.mark.clause("2.2.4")
def test_within_a_term_links_and_duties_of_a_deputy_go_to_the_other_and_come_back_with_the_list(desk):
    session = desk.officer
    giver = deputies.add(session, Deputy(name="赵明山", village_ids=(1,), linked_voters="孙桂兰\n周大山"), [MANDATE])
    taker = deputies.add(session, Deputy(name="钱丽", linked_voters="周大山"), [MANDATE])
    with session.action("reception.plan"):
        coming = session.add(Reception(held_on=date(2026, 4, 15)))
        duty = session.add(Attendance(owner_table="receptions", owner_id=coming.id, deputy_id=giver.id))
    items = handovers.open_items_of_deputy(session, giver.id)
    wanted = HandOver(handed_on=DAY, from_deputy_id=giver.id, to_deputy_id=taker.id, witness="陈国栋")
    made = handovers.write(session, wanted, items)
    assert session.get(Deputy, giver.id).village_ids == (1,)

    handovers.note_signed(session, made.id, DAY)
    before, after = session.get(Deputy, giver.id), session.get(Deputy, taker.id)
    assert (before.village_ids, before.linked_voters) == ((), "")
    assert (after.village_ids, after.linked_voters) == ((1,), "周大山\n孙桂兰")
    assert session.get(Attendance, duty.id).deputy_id == taker.id
    assert handovers.open_items_of_deputy(session, giver.id) == []

    handovers.void(session, made.id, "接收人换了")
    before = session.get(Deputy, giver.id)
    assert before.village_ids == (1,) and before.linked_voters.splitlines() == ["孙桂兰", "周大山"]
    assert session.get(Attendance, duty.id).deputy_id == giver.id


def test_the_newest_signed_list_says_who_has_it(desk):
    lamps = desk.submitted()
    line = HandOverItem(kind=ItemKind.OPINION, subject="路灯", record_table="opinions", record_id=lamps.id)
    first = handovers.write(desk.officer, list_of(desk), [line])
    handovers.note_signed(desk.officer, first.id, DAY)
    back = list_of(desk, from_staff_id=desk.vice.staff.id, to_staff_id=desk.officer.staff.id)
    second = handovers.write(desk.officer, back, [line])
    handovers.note_signed(desk.officer, second.id, DAY)
    assert handovers.takers(desk.officer, "opinions") == {lamps.id: desk.officer.staff.id}
    assert kinds(handovers.open_items_of_staff(desk.officer, desk.vice.staff.id)) == []


@pytest.mark.clause("2.2.4")
def test_a_leaving_deputy_leaves_matters_suggestions_receptions_group_villages_and_voters(desk):
    session = desk.officer
    deputy = deputies.add(session, Deputy(name="赵明山", village_ids=(1,), linked_voters="孙桂兰\n\n周大山"), [MANDATE])
    with session.action("contact.enter"):
        session.add(Village(name="清河村"))
        group = session.add(DeputyGroup(name="第二小组"))
        session.add(GroupMember(group_id=group.id, deputy_id=deputy.id, post=GroupPost.LEADER))
        session.add(Suggestion(raised_on=DAY, title="修水渠", content="修", deputy_ids=(deputy.id,)))
        session.add(
            Suggestion(raised_on=DAY, title="修路", content="修", deputy_ids=(deputy.id,), state=SuggestionState.CLOSED)
        )
        coming = session.add(Reception(held_on=date(2026, 4, 15), place="联络站"))
        past = session.add(Reception(held_on=date(2026, 2, 15), state=ReceptionState.HELD))
        for held in (coming, past):
            session.add(
                Attendance(owner_table="receptions", owner_id=held.id, deputy_id=deputy.id, presence=Presence.INVITED)
            )
        unregistered = Contact(
            deputy_id=deputy.id, contacted_on=DAY, content="路灯不亮", result=ContactResult.REGISTERED
        )
        session.add(unregistered)
    brought = desk.submitted(replace(STREETLIGHT, deputy_ids=(deputy.id,)))
    items = handovers.open_items_of_deputy(session, deputy.id)
    assert [(item.kind, item.subject) for item in items] == [
        (ItemKind.OPINION, brought.title),
        (ItemKind.CONTACT, "路灯不亮"),
        (ItemKind.SUGGESTION, "修水渠"),
        (ItemKind.PLAN, "2026年4月15日代表接待"),
        (ItemKind.GROUP, "第二小组组长"),
        (ItemKind.VILLAGE, "石桥村"),
        (ItemKind.CONTACT, "孙桂兰"),
        (ItemKind.CONTACT, "周大山"),
    ]
    other = deputies.add(session, Deputy(name="钱丽"), [MANDATE])
    made = handovers.write(
        session,
        HandOver(
            occasion=Occasion.TERM,
            handed_on=DAY,
            from_deputy_id=deputy.id,
            to_deputy_id=other.id,
            witness="陈国栋",
        ),
        items,
    )
    handovers.note_signed(session, made.id, DAY)
    left = handovers.open_items_of_deputy(session, deputy.id)
    assert {item.kind for item in left} == {
        ItemKind.GROUP,
        ItemKind.VILLAGE,
        ItemKind.CONTACT,
    }  # moved when closed
    assert [item.kind for item in handovers.open_items_of_deputy(session, other.id)] == [
        ItemKind.OPINION,
        ItemKind.CONTACT,
        ItemKind.SUGGESTION,
        ItemKind.PLAN,
    ]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"handed_on": None}, "handed_on", "请填写“交接日期”"),
        ({"to_staff_id": None}, "to_name", "请填写“接收人”"),
        ({"to_staff_id": 3}, "to_staff_id", "同一个人"),
        ({"witness": "王秀英"}, "witness", "不能是移交人或接收人"),
    ],
)
def test_a_list_names_two_persons_and_a_third_who_looks_on(desk, values, field, words):
    assert desk.officer.staff.id == 3
    with pytest.raises(InvalidRecord) as refusal:
        handovers.write(desk.officer, list_of(desk, **values), handovers.BY_HAND)
    assert words in refusal.value.problems[field]
    assert desk.officer.select(HandOver) == [] and desk.officer.select(HandOverItem) == []


def test_a_list_with_nothing_on_it_or_a_line_without_words_is_not_kept(desk):
    for items in ([], [HandOverItem(subject=" ")]):
        with pytest.raises(InvalidRecord) as refusal:
            handovers.write(desk.officer, list_of(desk), items)
        assert "items" in refusal.value.problems


def test_lines_are_corrected_left_out_and_added_until_the_list_is_signed(desk):
    made = handovers.write(desk.officer, list_of(desk), handovers.BY_HAND)
    files, _, seal, _ = handovers.items_of(desk.officer, made.id)
    now = [replace(seal, quantity="2枚"), files, HandOverItem(subject="保险柜钥匙", to_name="陈国栋")]
    handovers.edit(desk.officer, made.id, now, note="当面点清。")
    assert [(i.position, i.subject, i.quantity, i.to_name) for i in handovers.items_of(desk.officer, made.id)] == [
        (1, "印章", "2枚", "刘桂兰"),
        (2, "档案目录和案卷", "", "刘桂兰"),
        (3, "保险柜钥匙", "", "陈国栋"),
    ]
    handovers.note_signed(desk.officer, made.id, DAY)
    with pytest.raises(RuleError, match="已经签字"):
        handovers.edit(desk.officer, made.id, note="")


def test_a_list_is_signed_before_a_witness_and_on_no_day_to_come(desk):
    made = handovers.write(desk.officer, list_of(desk, witness=""), handovers.BY_HAND)
    with pytest.raises(InvalidRecord, match="监交人"):
        handovers.note_signed(desk.officer, made.id, DAY)
    for on, words in ((date(2026, 3, 6), "不能晚于今天"), (date(2026, 3, 4), "不能早于交接日期")):
        with pytest.raises(InvalidRecord, match=words):
            handovers.note_signed(desk.officer, made.id, on)
    assert desk.officer.get(HandOver, made.id).signed_on is None


def test_a_voided_list_stays_with_its_reason_and_comes_back(desk):
    made = handovers.write(desk.officer, list_of(desk), handovers.BY_HAND)
    with pytest.raises(InvalidRecord, match="作废的原因"):
        handovers.void(desk.officer, made.id, " ")
    handovers.void(desk.officer, made.id, "接收人换了")
    assert handovers.listing(desk.officer).count() == 0
    assert handovers.listing(desk.officer, voided=True).page(1)[0]["void_reason"] == "接收人换了"
    handovers.unvoid(desk.officer, made.id)
    assert handovers.listing(desk.officer, "刘桂兰", view="unsigned").page(1)[0]["item_count"] == 4


def test_nothing_is_handed_over_in_a_closed_term(desk):
    with desk.officer.action("term.edit"):
        desk.officer.add(
            Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 3, 1), closed_on=date(2026, 3, 4))
        )
    with pytest.raises(RuleError, match="已经封存"):
        handovers.write(desk.officer, list_of(desk, handed_on=date(2026, 2, 20)), handovers.BY_HAND)
    assert desk.officer.select(HandOver) == []
