"""Presses and applications as they are printed: read with their matter, and masked where that is wished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan import sheets
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import applying, supervising
from lianluozhan.models.opinions.applying import Application, Wish
from lianluozhan.models.opinions.press_file import application_file, press_file
from lianluozhan.models.opinions.supervising import Level, Supervision
from lianluozhan.printing.document import texts

from ..conftest import Clock
from .conftest import STREETLIGHT, Desk

SECRET = replace(STREETLIGHT, keeps_secret=True)
NOTICE = Supervision(
    level=Level.SUPERVISION,
    basis="交办单。",
    problems="周长福13812342609反映的路灯没有修。",
    requirement="请给周长福答复。",
    reply_by=date(2026, 4, 30),
)


@pytest.mark.clause("5.1.4")
def test_a_press_knows_its_matter_its_dispatch_and_which_reminder_it_is(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 4, 10))
    call = Supervision(level=Level.REMINDER, acted_on=clock().date(), answer="没有人接。")
    made = [supervising.press(desk.officer, sent.id, call) for _ in range(3)]
    supervising.void(desk.officer, made[0].id, "记错了")
    found = press_file(desk.officer, made[2].id)
    assert (found.times, found.staff_name, found.file.opinion.id) == (2, "王秀英", sent.id)
    assert found.sent and found.sent.dispatch.number == "交办〔2026〕001号"
    assert press_file(desk.officer, made[1].id).times == 1


@pytest.mark.clause("4.7.2")
def test_who_wants_secrecy_is_named_on_none_of_the_sheets_that_leave_the_station(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched(SECRET)
    clock.go_to(date(2026, 4, 10))
    press = supervising.press(desk.head, sent.id, replace(NOTICE, acted_on=clock().date(), skip_reason="急"))
    asked = Application(wish=Wish.RETURN, applied_on=clock().date(), reason="周长福家在石桥村三组17号，不归我们管。")
    application = applying.apply(desk.officer, sent.id, asked)
    for number, record_id in (("F15", press.id), ("F13", application.id)):
        got = "".join(texts(sheets.of_record(desk.officer, number, record_id)))
        assert "群众" in got
        assert not [secret for secret in ("周长福", "13812342609", "石桥村三组17号") if secret in got]


def test_a_form_is_printed_only_of_what_it_is_for(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 4, 10))
    notice = supervising.press(desk.head, sent.id, replace(NOTICE, acted_on=clock().date(), skip_reason="急"))
    call = Supervision(level=Level.REMINDER, acted_on=clock().date(), answer="没有人接。")
    reminder = supervising.press(desk.officer, sent.id, call)
    assert "不是催办" in sheets.not_ready(desk.officer, "F14", notice.id)
    with pytest.raises(RuleError, match="不是督办"):
        sheets.of_record(desk.officer, "F15", reminder.id)
    assert sheets.not_ready(desk.officer, "F14", reminder.id) == ""
    assert sheets.source_of("F15").name(desk.officer, notice.id) == "督办〔2026〕001号"


def test_an_application_is_read_with_the_body_that_is_wished_for(desk: Desk) -> None:
    sent = desk.dispatched()
    asked = Application(wish=Wish.REASSIGN, applied_on=desk.officer.today, reason="不归我们管。", wanted_body_id=3)
    found = application_file(desk.officer, applying.apply(desk.officer, sent.id, asked).id)
    assert found.wanted_body and found.wanted_body.id == 3 and not found.is_late
