"""A resident who comes again is known by his name, its initials or his telephone number."""

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions, residents
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import Identity
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Village
from lianluozhan.models.staff import Sex

ZHOU = Opinion(
    received_on=date(2026, 3, 4),
    submitter_name="周长福",
    phone="13812342609",
    address="石桥村三组17号",
    village_id=1,
    sex=Sex.MALE,
    age=66,
    identity=Identity.CONSTITUENT,
    title="路灯损坏",
    content="路灯坏了四盏。",
)


@pytest.fixture
def officer(sign_in):
    return sign_in(Role.LIAISON_OFFICER)


def came(session, **values):
    return opinions.register(session, replace(ZHOU, **values))


@pytest.mark.clause("5.1.2")
def test_who_came_before_is_known_by_the_beginning_of_his_name_with_all_he_told(officer):
    came(officer)
    (found,) = residents.by_name(officer, "周长")
    assert (found.name, found.village_name, found.shown_phone) == ("周长福", "石桥村", "138****2609")
    assert (found.title, found.shown_matter) == ("路灯损坏", "路灯损坏")
    assert found.values() == {
        "submitter_name": "周长福",
        "phone": "13812342609",
        "address": "石桥村三组17号",
        "village_id": 1,
        "sex": Sex.MALE,
        "age": 66,
        "identity": Identity.CONSTITUENT,
    }
    assert residents.by_name(officer, "周") == []  # a surname fits too many


@pytest.mark.parametrize("typed", ["138123", "138 1234", "13812342609", "１３８１２３４"])
def test_he_is_known_by_the_beginning_of_his_telephone_number_however_it_is_typed(officer, typed):
    came(officer)
    came(officer, submitter_name="吴桂香", phone="13900004417")
    assert [found.name for found in residents.by_phone(officer, typed)] == ["周长福"]
    assert residents.by_phone(officer, "13812") == residents.by_phone(officer, "村138123") == []


def test_a_number_that_was_written_with_blanks_is_found_too(officer):
    came(officer, phone="138 1234 2609")
    assert len(residents.by_phone(officer, "13812342")) == 1


def test_he_is_known_by_the_initials_of_his_name_the_surname_read_as_a_surname(officer):
    came(officer)
    came(officer, submitter_name="单雪梅", phone="13900004418")
    assert [found.name for found in residents.by_name(officer, "zcf")] == ["周长福"]
    assert [found.name for found in residents.by_name(officer, "SXM")] == ["单雪梅"]
    assert residents.by_name(officer, "ld") == []  # the initials of a title are nobody's name


def test_a_year_later_he_is_a_year_older(officer, clock):
    came(officer)
    clock.go_to(date(2027, 1, 2))
    assert residents.by_name(officer, "周长福")[0].age == 67


def test_two_of_one_name_are_told_apart_and_one_person_with_many_matters_is_one(officer):
    with officer.action("station.set_up"):
        other = officer.add(Village(name="柳河村")).id
    came(officer)
    last = came(officer, title="自来水发黄", phone="", address="")
    came(officer, phone="13700001111", village_id=other, title="学校门口堵车")
    found = residents.by_name(officer, "周长福")
    assert [(p.phone, p.village_name, p.times) for p in found] == [
        ("13700001111", "柳河村", 1),
        ("13812342609", "石桥村", 2),
    ]
    assert (found[1].opinion_id, found[1].title, found[1].address) == (last.id, "自来水发黄", "石桥村三组17号")


def test_nobody_is_offered_who_stayed_anonymous_was_voided_or_gave_no_name(officer, sign_in):
    came(officer, is_anonymous=True)
    came(officer, submitter_name="群众")
    voided = came(officer, submitter_name="周长福")
    opinions.void(sign_in(Role.HEAD), voided.id, "登记重了")
    assert residents.by_name(officer, "周长福") == residents.by_name(officer, "群众") == []


@pytest.mark.clause("4.7.2")
def test_who_asked_for_secrecy_is_shown_masked_to_those_who_may_unmask_and_not_at_all_to_others(officer, sign_in):
    came(officer, keeps_secret=True)
    (found,) = residents.by_name(officer, "周长")
    assert (found.shown_name, found.shown_phone, found.shown_matter) == ("周某", "138****2609", "要求保密")
    assert residents.by_name(sign_in(Role.ARCHIVIST), "周长") == []
    assert found.values()["keeps_secret"] is True  # his wish holds until he takes it back


@pytest.mark.clause("4.7.2")
def test_taking_a_resident_over_is_written_into_the_audit_log_as_a_look_at_his_number(officer):
    opinion = came(officer)
    taken = residents.taken(officer, residents.by_name(officer, "周长")[0])
    assert taken["phone"] == "13812342609"
    sql = "SELECT action, record_id FROM audit_log ORDER BY id DESC LIMIT 1"
    assert officer.rows(sql) == [("opinion.unmask", opinion.id)]


@pytest.mark.parametrize("typed", ["", " ", "%%", "'; DROP", '"" OR', "周\x00", "zc*", "ＺＣ", "😀😀"])
def test_nothing_that_can_be_typed_as_a_name_disturbs(officer, typed):
    came(officer)
    assert residents.by_name(officer, typed) == []
    assert residents.by_phone(officer, typed) == []
