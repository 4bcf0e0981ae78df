"""Reminding the body that has a matter in hand."""

from __future__ import annotations

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.reminding import Means, remind, why_no_reminder

from .conftest import Desk

SAID = "李建军接电话，答复“灯具已到货，节后安装”。"


@pytest.mark.clause("5.1.4")
def test_a_reminder_is_a_line_in_the_trail_and_changes_nothing_else(desk: Desk) -> None:
    sent = desk.dispatched()
    remind(desk.officer, sent.id, Means.PHONE, SAID)
    assert desk.officer.get(Opinion, sent.id) == sent
    step = opinions.steps_of(desk.officer, sent.id)[0]
    assert (step.label, step.words, step.status) == ("电话催办", SAID, "dispatched")


def test_only_what_a_body_has_in_hand_is_reminded_of(desk: Desk) -> None:
    approved = desk.approved()
    assert "待交办" in why_no_reminder(approved)
    with pytest.raises(RuleError, match="待交办"):
        remind(desk.officer, approved.id, Means.PHONE, SAID)


def test_a_reminder_says_who_was_reminded(desk: Desk) -> None:
    sent = desk.dispatched()
    with pytest.raises(InvalidRecord, match="催了谁"):
        remind(desk.officer, sent.id, Means.WRITTEN, "  ")
    with pytest.raises(RuleError, match="联络员"):
        remind(desk.head, sent.id, Means.WRITTEN, SAID)
