"""What a new form begins with, and that a form is corrected and submitted whole or not at all."""

from dataclasses import replace

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.record import Channel
from lianluozhan.models.permissions import Role

from .conftest import CENTRE, POLICE, STREETLIGHT


def test_a_new_form_has_today_the_officer_and_the_channel_of_his_last_form_of_today(desk, clock):
    assert opinions.blank(desk.officer).channel is Channel.HOTLINE
    desk.drafted(replace(STREETLIGHT, channel=Channel.LETTER))
    begun = opinions.blank(desk.officer)
    assert (begun.channel, begun.received_on, begun.registered_by) == (
        Channel.LETTER,
        desk.officer.today,
        desk.officer.staff.id,
    )
    clock.forward(1)
    assert opinions.blank(desk.officer).channel is Channel.HOTLINE


def test_the_last_form_is_the_officers_own_and_neither_imported_nor_voided(desk):
    assert opinions.last_of(desk.officer) is None
    own = desk.drafted()
    voided = desk.drafted(replace(STREETLIGHT, title="登记重了"))
    opinions.void(desk.officer, voided.id, "登记重了")
    assert opinions.last_of(desk.officer) == own
    assert opinions.last_of(desk.vice) is None


def test_what_is_chosen_most_on_the_newest_forms_is_offered_first(desk):
    assert opinions.lately_used(desk.officer, "proposed_body_id") == {"proposed_body_id": []}
    for body in (POLICE, CENTRE, CENTRE, None):
        desk.drafted(replace(STREETLIGHT, proposed_body_id=body))
    found = opinions.lately_used(desk.officer, "proposed_body_id", "village_id")
    assert found == {"proposed_body_id": [CENTRE, POLICE], "village_id": [1]}


@pytest.mark.clause("5.1.3")
def test_a_form_is_corrected_and_submitted_in_one_or_not_at_all(desk):
    draft = desk.drafted(replace(STREETLIGHT, proposal=""))
    with pytest.raises(InvalidRecord, match="拟办意见"):
        opinions.edit_and_submit(desk.officer, draft.id, seen=draft, place="水塘边")
    assert desk.officer.get(Opinion, draft.id) == draft
    sent = opinions.edit_and_submit(desk.officer, draft.id, seen=draft, place="水塘边", proposal="交有关单位。")
    assert (sent.status, sent.place, sent.number != "") == (Status.IN_REVIEW, "水塘边", True)
    with pytest.raises(RuleError, match="不能再改"):
        opinions.edit_and_submit(desk.officer, draft.id, place="别处")


def test_only_who_may_submit_corrects_and_submits(desk, sign_in):
    draft = desk.drafted()
    with pytest.raises(RuleError):
        opinions.edit_and_submit(sign_in(Role.VICE_HEAD), draft.id, place="别处")
