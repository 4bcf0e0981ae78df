"""One act for several matters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status, bulk
from lianluozhan.models.opinions.handling import DueClass
from lianluozhan.models.opinions.reminding import Means

from .conftest import CENTRE, LOOK, STATION, Desk


@pytest.mark.clause("5.1.4")
def test_those_that_can_be_sent_are_sent_each_with_its_own_sheet_and_the_others_say_why_not(desk: Desk) -> None:
    ready, other, draft = desk.approved(), desk.approved(), desk.drafted()
    heard: list[frozenset[str]] = []
    desk.officer.listeners.append(heard.append)
    lines = bulk.to_dispatch(desk.officer, [ready.id, draft.id, other.id])
    assert [bool(line.skipped) for line in lines] == [False, True, False]
    sent = bulk.dispatch_all(desk.officer, lines, lead_body_id=CENTRE, requirement=LOOK, due_class=DueClass.NORMAL)
    assert [bool(line.done) for line in sent] == [True, False, True]
    assert sent[0].done != sent[2].done
    assert desk.officer.get(Opinion, other.id).status is Status.DISPATCHED
    assert len(heard) == 1 and "dispatches" in heard[0]


def test_what_is_refused_on_the_way_is_named_and_the_others_are_done(desk: Desk) -> None:
    first, second = desk.approved(), desk.approved()
    lines = bulk.to_dispatch(desk.officer, [first.id, second.id])
    opinions.handle_self(desk.officer, first.id, body_id=STATION)  # somebody was quicker
    results = bulk.dispatch_all(desk.officer, lines, lead_body_id=CENTRE, requirement=LOOK, due_class=DueClass.NORMAL)
    assert "办理中" in results[0].refused and results[1].done


def test_a_reminder_is_entered_for_each_that_a_body_has_in_hand(desk: Desk) -> None:
    sent, draft = desk.dispatched(), desk.drafted(replace(desk.drafted(), id=0))
    lines = bulk.to_remind(desk.officer, [sent.id, draft.id])
    results = bulk.remind_all(desk.officer, lines, Means.WRITTEN, "发了催办函。")
    assert results[0].done == "已记书面催办" and results[1].skipped
    assert opinions.steps_of(desk.officer, sent.id)[0].words == "发了催办函。"


def test_too_many_at_once_and_nothing_written_are_refused_before_anything_is_done(desk: Desk) -> None:
    approved = desk.approved()
    with pytest.raises(RuleError, match="一次最多"):
        bulk.to_dispatch(desk.officer, [approved.id] * (bulk.MOST + 1))
    lines = bulk.to_dispatch(desk.officer, [approved.id])
    with pytest.raises(InvalidRecord):
        bulk.dispatch_all(desk.officer, lines, lead_body_id=CENTRE, requirement=" ", due_class=DueClass.NORMAL)
    assert desk.officer.get(Opinion, approved.id).status is Status.TO_DISPATCH
