"""Contacts of deputies with constituents: entered, counted by voter, led over into a registration form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import contacts, deputies, opinions, origins
from lianluozhan.models.contacts import Contact, ContactResult, ContactWay
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Channel, Opinion
from lianluozhan.models.origins import Origin
from lianluozhan.models.permissions import Role
from lianluozhan.models.service.record import ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

SignIn = Callable[[Role], Session]
DAY = date(2026, 3, 4)


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def deputy(clerk: Session) -> Deputy:
    return deputies.add(clerk, Deputy(name="赵明山"), [Mandate(starts_on=date(2022, 1, 1))])


@pytest.fixture
def contact(clerk: Session, deputy: Deputy) -> Contact:
    return contacts.enter(clerk, met(deputy))


def met(deputy: Deputy, **values) -> Contact:
    usual = {"voter_name": "孙桂兰", "phone": "13900000008", "village_id": 1, "place": "石桥村三组"}
    words = {"content": "看望种粮户。", "suggestion": "希望清理三组的水渠。"}
    return Contact(**{"deputy_id": deputy.id, "contacted_on": DAY, **usual, **words, **values})


@pytest.mark.clause("3.1.4")
def test_a_contact_stands_in_the_deputys_service_until_it_is_voided(clerk, contact):
    [line] = clerk.select(ServiceRecord)
    assert (line.kind, line.source_id, line.speech) == (ServiceKind.CONTACT, contact.id, "希望清理三组的水渠。")
    contacts.edit(clerk, contact.id, way=ContactWay.PHONE, place="")
    assert clerk.get(ServiceRecord, line.id).title == "电话联系选民"
    contacts.void(clerk, contact.id, "登记重了")
    assert clerk.get(ServiceRecord, line.id).voided_on == clerk.today
    contacts.unvoid(clerk, contact.id)
    assert clerk.get(ServiceRecord, line.id).voided_on is None


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"content": " "}, "content", "请填写“内容”"),
        ({"deputy_id": None}, "deputy_id", "请填写“代表”"),
        ({"contacted_on": date(2026, 3, 6)}, "contacted_on", "不能晚于今天"),
        ({"result": ContactResult.OTHER}, "result_words", "请写一句"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing_behind(clerk, deputy, values, field, words):
    with pytest.raises(InvalidRecord) as refusal:
        contacts.enter(clerk, met(deputy, **values))
    assert words in refusal.value.problems[field]
    assert clerk.select(Contact) == [] and clerk.select(ServiceRecord) == []


def test_voters_are_counted_once_a_year_each(clerk, deputy):
    for values in (
        {},
        {"contacted_on": date(2026, 1, 8), "phone": ""},  # the same woman
        {"voter_name": "孙 桂兰", "phone": "13900000009"},  # another of the same name
        {"voter_name": "周大山"},
        {"voter_name": "", "phone": ""},
        {"voter_name": "", "phone": ""},
        {"voter_name": "李四", "contacted_on": date(2025, 12, 31)},
    ):
        contacts.enter(clerk, met(deputy, **values))
    voided = contacts.enter(clerk, met(deputy, voter_name="王五"))
    contacts.void(clerk, voided.id, "登记重了")
    assert contacts.voters(clerk, 2026) == {deputy.id: 5}
    assert contacts.voters(clerk, 2025, deputy.id) == {deputy.id: 1}
    assert contacts.least(clerk) == 10
    assert len(contacts.of_deputy(clerk, deputy.id, 2026)) == 6
    assert contacts.years_of(clerk, deputy.id) == [2026, 2025]


def registered(clerk: Session, contact: Contact) -> Opinion:
    """The form of it, as the page stores it."""
    origin = Origin(Contact.TABLE, contact.id)
    with origins.linked(clerk, origin):
        filled = replace(opinions.blank(clerk), **origins.filled_in(clerk, origin), title="清理三组水渠")
        return opinions.register(clerk, filled)


@pytest.mark.clause("3.2.1")
def test_what_a_deputy_brings_becomes_a_registration_form_without_retyping(clerk, deputy, contact):
    made = registered(clerk, contact)
    assert (made.channel, made.received_on, made.submitter_name) == (Channel.VISIT_BY_DEPUTY, DAY, "孙桂兰")
    assert (made.phone, made.village_id, made.deputy_ids) == ("13900000008", 1, (deputy.id,))
    assert made.content == "看望种粮户。\n希望清理三组的水渠。"
    noted = clerk.get(Contact, contact.id)
    assert (noted.result, noted.opinion_id) == (ContactResult.REGISTERED, made.id)
    assert clerk.select(ServiceRecord)[0].effect == "转登记。"


def test_a_registered_contact_is_registered_once_and_stays_so(clerk, contact):
    made = registered(clerk, contact)
    with pytest.raises(RuleError, match="不用再登记"):
        origins.filled_in(clerk, Origin(Contact.TABLE, contact.id))
    with pytest.raises(RuleError, match="已经登记成登记表"):
        contacts.void(clerk, contact.id, "登记重了")
    with pytest.raises(InvalidRecord, match="只能是“转登记”"):
        contacts.edit(clerk, contact.id, result=ContactResult.EXPLAINED)
    with pytest.raises(RuleError, match="不用再登记"):
        contacts.link(clerk, contact.id, made.id + 1)


def test_what_is_to_be_registered_waits_until_there_is_a_form_in_force(clerk, contact):
    contacts.edit(clerk, contact.id, result=ContactResult.REGISTERED)
    assert contacts.count_unregistered(clerk) == contacts.listing(clerk, view="open").count() == 1
    made = registered(clerk, contact)
    assert contacts.count_unregistered(clerk) == 0 and contacts.listing(clerk, view="registered").count() == 1
    opinions.void(clerk, made.id, "登记重了")
    assert contacts.listing(clerk, "赵明山", view="open").page(5)[0]["voter_name"] == "孙桂兰"


def test_a_voided_contact_is_neither_changed_nor_registered(clerk, contact):
    with pytest.raises(InvalidRecord, match="作废的原因"):
        contacts.void(clerk, contact.id, " ")
    contacts.void(clerk, contact.id, "登记重了")
    for deed in (
        lambda: contacts.edit(clerk, contact.id, place=""),
        lambda: origins.filled_in(clerk, Origin(Contact.TABLE, contact.id)),
    ):
        with pytest.raises(RuleError, match="已经作废"):
            deed()
    assert contacts.listing(clerk).count() == 0 and contacts.listing(clerk, voided=True).count() == 1


def test_no_contact_is_entered_into_a_closed_term_or_moved_out_of_it(clerk, deputy, contact):
    with clerk.action("term.edit"):
        term = Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 3, 4))
        clerk.add(replace(term, closed_on=date(2026, 3, 5)))
    for deed in (
        lambda: contacts.enter(clerk, met(deputy, contacted_on=date(2026, 2, 1))),
        lambda: contacts.edit(clerk, contact.id, contacted_on=date(2026, 3, 5)),
        lambda: contacts.void(clerk, contact.id, "登记重了"),
    ):
        with pytest.raises(RuleError, match="已经封存"):
            deed()


def test_a_contact_is_read_whole_for_its_sheet(clerk, contact):
    made = registered(clerk, contact)
    file = contacts.file_of(clerk, contact.id)
    assert (file.deputy, file.village, file.number, file.least) == ("赵明山", "石桥村", made.number, 10)
    assert contacts.places_known(clerk) == ["石桥村三组"]
