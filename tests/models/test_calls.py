"""Hotline calls and online messages: noted at once with a number, answered or registered afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import calls, opinions, origins
from lianluozhan.models.boxes import Treatment
from lianluozhan.models.calls import Call, CallKind
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.numbering import NumberSeries
from lianluozhan.models.opinions.record import Channel, Opinion
from lianluozhan.models.origins import Origin
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

SignIn = Callable[[Role], Session]
CALL = Call(
    came_at=datetime(2026, 3, 5, 8, 30), caller_phone="13812342609", caller_name="周长福", content="三组路灯坏了四盏。"
)


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.mark.clause("3.2.1")
def test_calls_and_messages_are_numbered_each_in_their_own_series(clerk):
    assert calls.enter(clerk, CALL).number == "来电〔2026〕0001号"
    assert calls.enter(clerk, replace(CALL, kind=CallKind.ONLINE)).number == "留言〔2026〕0001号"
    assert calls.enter(clerk, replace(CALL, number="来电〔2026〕0009号")).number == "来电〔2026〕0002号"


def test_a_number_belongs_to_the_year_of_the_call(clerk):
    assert calls.enter(clerk, replace(CALL, came_at=datetime(2025, 12, 31, 17, 0))).number == "来电〔2025〕0001号"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"content": " "}, "content", "请填写“内容”"),
        ({"came_at": datetime(2026, 3, 5, 9, 1)}, "came_at", "不能晚于现在"),
        ({"came_at": None}, "came_at", "请填写“时间”"),
        ({"treatment": Treatment.ANSWERED}, "answer", "请写下答复的话"),
        ({"treatment": Treatment.OTHER}, "note", "请写一句"),
        ({"content": "秘密★请速看"}, "content", "涉密标志"),
    ],
)
def test_what_cannot_be_kept_takes_no_number(clerk, values, field, words):
    with pytest.raises(InvalidRecord) as refusal:
        calls.enter(clerk, replace(CALL, **values))
    assert words in refusal.value.problems[field]
    assert clerk.select(Call) == [] and clerk.select(NumberSeries) == []


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize(
    ("kind", "channel"), [(CallKind.HOTLINE, Channel.HOTLINE), (CallKind.ONLINE, Channel.ONLINE_PLATFORM)]
)
def test_a_form_made_of_a_call_takes_over_who_and_what_and_is_noted_there(clerk, kind, channel):
    call = calls.enter(clerk, replace(CALL, kind=kind))
    origin = Origin(Call.TABLE, call.id)
    taken = origins.filled_in(clerk, origin)
    with origins.linked(clerk, origin):
        made = opinions.register(clerk, replace(opinions.blank(clerk), title="路灯", **taken))
    assert (made.channel, made.phone, made.submitter_name, made.content) == (
        channel,
        CALL.caller_phone,
        CALL.caller_name,
        CALL.content,
    )
    noted = clerk.get(Call, call.id)
    assert (noted.treatment, noted.opinion_id) == (Treatment.REGISTERED, made.id)
    with pytest.raises(RuleError, match="不用再登记"):
        origins.filled_in(clerk, origin)
    with pytest.raises(RuleError, match="不能作废"):
        calls.void(clerk, call.id, "打错了")


@pytest.mark.clause("4.3.1")
def test_an_answer_on_the_telephone_is_kept_with_its_words(clerk):
    call = calls.enter(clerk, CALL)
    with pytest.raises(InvalidRecord, match="请写下答复的话"):
        calls.treat(clerk, call.id, Treatment.ANSWERED)
    assert calls.treat(clerk, call.id, Treatment.ANSWERED, "灯具已到货。").answer == "灯具已到货。"


def test_the_source_of_a_numbered_call_stays(clerk):
    call = calls.enter(clerk, CALL)
    with pytest.raises(InvalidRecord, match="编号已经按来源给了"):
        calls.edit(clerk, call.id, kind=CallKind.ONLINE)
    assert calls.edit(clerk, call.id, caller_name="周长贵").caller_name == "周长贵"


def test_the_untreated_come_first_then_the_newest_and_views_narrow(clerk):
    for hour, treatment in ((7, Treatment.OPEN), (8, Treatment.EMPTY), (9, Treatment.EMPTY)):
        calls.enter(clerk, replace(CALL, came_at=datetime(2026, 3, 4, hour), treatment=treatment))
    calls.enter(clerk, replace(CALL, kind=CallKind.ONLINE, content="网上说的"))
    assert [row["came_at"][11:13] for row in calls.listing(clerk).page(9)] == ["08", "07", "09", "08"]
    assert calls.listing(clerk, view="open").count() == calls.count_untreated(clerk) == 2
    assert calls.listing(clerk, view="online").count() == 1
    assert calls.listing(clerk, "网上说").count() == 1


def test_a_voided_call_keeps_its_number_and_comes_back(clerk):
    call = calls.enter(clerk, CALL)
    calls.void(clerk, call.id, "打错的电话")
    assert calls.enter(clerk, CALL).number == "来电〔2026〕0002号"
    with pytest.raises(RuleError, match="已经作废"):
        calls.edit(clerk, call.id, caller_name="")
    assert calls.unvoid(clerk, call.id).voided_on is None


@pytest.mark.parametrize(
    ("pasted", "messages"),
    [
        ("", []),
        ("一\n二\n三", ["一", "二", "三"]),
        ("周长福\n路灯坏了\n\n李建军\n井盖没了\n", ["周长福\n路灯坏了", "李建军\n井盖没了"]),
        ("一\r\n\r\n 　\r\n二", ["一", "二"]),
        ("  前面有空  ", ["前面有空"]),
    ],
)
def test_pasted_messages_are_parted_by_empty_lines_else_by_lines(pasted, messages):
    assert calls.messages_in(pasted) == messages


@pytest.mark.parametrize(
    ("message", "phone"),
    [
        ("电话13812342609", "13812342609"),
        ("13812342609 或 13912342609", ""),
        ("身份证430102138123426091", ""),
        ("无", ""),
    ],
)
def test_a_single_mobile_number_in_a_message_is_taken_as_the_callers(message, phone):
    assert calls.phone_in(message) == phone


@pytest.mark.clause("5.1.1")
def test_pasted_messages_are_noted_all_or_none(clerk):
    good = Call(kind=CallKind.ONLINE, came_at=datetime(2026, 3, 4, 12), content="井盖没了")
    with pytest.raises(InvalidRecord):
        calls.enter_many(clerk, [good, replace(good, content="机密★")])
    with pytest.raises(InvalidRecord, match="一次最多记 200 条"):
        calls.enter_many(clerk, [good] * 201)
    assert clerk.select(Call) == []
    made = calls.enter_many(clerk, [good, replace(good, content="路灯坏了")])
    assert [message.number for message in made] == ["留言〔2026〕0001号", "留言〔2026〕0002号"]


def test_a_form_of_the_year_before_is_found_when_this_year_has_none(clerk, clock):
    clock.go_to(date(2025, 12, 30))
    form = Opinion(received_on=date(2025, 12, 29), title="路灯", content="坏了", is_anonymous=True, category_id=1)
    sent = opinions.register_and_submit(clerk, replace(form, proposal="请办理。"))
    clock.go_to(date(2026, 1, 5))
    assert origins.opinion_called(clerk, "0001号") == sent.id


@pytest.mark.clause("2.2.3")
def test_who_is_no_officer_notes_no_call(sign_in: SignIn):
    with pytest.raises(RuleError, match="由联络员办理"):
        calls.enter(sign_in(Role.ARCHIVIST), CALL)
