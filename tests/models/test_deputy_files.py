"""A deputy's file: who he is, his photograph, what is still blank; found by initials; one person, one file (2.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import (
    attachments,
    deputies,
    deputy_files,
    deputy_lists,
    deputy_photos,
    groups,
    raising,
    settings,
)
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.groups import DeputyGroup
from lianluozhan.models.identity_numbers import masked_identity, number_doubts
from lianluozhan.models.permissions import Role
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Sex
from lianluozhan.models.suggestions import Suggestion
from lianluozhan.printing.document import texts
from lianluozhan.sheets.secrets import known_of

NUMBER = "360721197506124515"  # a made-up one with a right last figure


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


def deputy(session: Session, name: str, *mandates: Mandate, **values: object) -> Deputy:
    return deputies.add(session, Deputy(name=name, **values), mandates or [Mandate()])  # type: ignore[arg-type]


def names(session: Session, words: str = "", view: str = "") -> list[str]:
    return [row["name"] for row in deputy_lists.listing(session, words, view).page(99)]


def test_an_identity_number_is_doubted_gently_and_never_refused(officer: Session) -> None:
    right = number_doubts(NUMBER, date(1975, 6, 1), Sex.MALE)
    assert right == []
    assert "性别" in number_doubts(NUMBER, None, Sex.FEMALE)[0]
    assert "1975年6月" in number_doubts(NUMBER, date(1976, 6, 1))[0]
    assert "最后一位" in number_doubts(NUMBER[:-1] + "0")[0]
    assert "17 位" in number_doubts(NUMBER[:-1])[0]
    kept = deputy(officer, "赵明山", id_number=NUMBER[:-1] + "0")
    assert kept.id_number.endswith("0")


@pytest.mark.clause("2.2.4")
def test_one_person_has_one_file_however_many_mandates(officer: Session) -> None:
    person = deputy(officer, "赵明山", id_number=f" {NUMBER[:6]} {NUMBER[6:]}")
    assert person.id_number == NUMBER and masked_identity(NUMBER) == "360721********4515"
    with pytest.raises(InvalidRecord, match="已记在赵明山名下"):
        deputy(officer, "赵明山", id_number=NUMBER)
    other = deputy(officer, "郑敏")
    with pytest.raises(InvalidRecord, match="用“增加任职”"):
        deputies.edit(officer, other.id, id_number=NUMBER)


@pytest.mark.clause("2.2.4")
def test_mandates_of_one_level_meet_in_no_way(officer: Session) -> None:
    first = Mandate(starts_on=date(2016, 12, 1), ends_on=date(2021, 11, 30))
    second = Mandate(starts_on=date(2021, 12, 1), ends_on=date(2025, 11, 30))
    person = deputy(officer, "赵明山", first, second)
    newest, oldest = deputies.mandates_of(officer, person.id)
    for refused in (
        Mandate(),  # without days
        Mandate(starts_on=date(2021, 11, 30), ends_on=date(2021, 11, 30)),  # on the last day of one
        Mandate(ends_on=date(2016, 12, 1)),  # on the first day of one
        Mandate(starts_on=date(2010, 1, 1), ends_on=date(2030, 1, 1)),  # round both
    ):
        with pytest.raises(RuleError, match="已有乡镇级代表任职"):
            deputies.add_mandate(officer, person.id, refused)
    with pytest.raises(RuleError, match="已有乡镇级代表任职"):
        deputies.end_mandate(officer, oldest.id, MandateStatus.ENDED, date(2022, 1, 1), "辞职被接受")
    with pytest.raises(RuleError, match="已有乡镇级代表任职"):
        deputies.correct_mandate(officer, newest.id, starts_on=date(2021, 6, 1))
    deputies.add_mandate(officer, person.id, Mandate(level=Level.COUNTY))
    assert len(deputies.mandates_of(officer, person.id)) == 3


@pytest.mark.clause("3.1.4")
def test_what_of_the_sheet_is_blank_is_named_until_it_is_filled(officer: Session, tmp_path: Path) -> None:
    person = deputy(officer, "赵明山")
    blank = deputy_files.missing(officer, person.id)
    assert {"性别", "身份证号", "主要简历", "乡镇级届次", "代表小组", "照片"} <= set(blank)
    assert person.file_opened_on == officer.today
    group = groups.form(officer, DeputyGroup(name="第二小组"))
    groups.join(officer, group.id, person.id, date(2026, 3, 1))
    deputies.edit(officer, person.id, sex=Sex.MALE, career="1995年参加工作")
    picture = tmp_path / "赵明山.jpg"
    picture.write_bytes(b"\xff\xd8\xff picture")
    deputy_photos.put_photo(officer, person.id, picture)
    assert not {"性别", "主要简历", "代表小组", "照片"} & set(deputy_files.missing(officer, person.id))


def test_a_photograph_is_replaced_and_the_earlier_one_kept(officer: Session, tmp_path: Path) -> None:
    person = deputy(officer, "赵明山")
    for n in (1, 2):
        picture = tmp_path / f"{n}.png"
        picture.write_bytes(b"\x89PNG %d" % n)
        deputy_photos.put_photo(officer, person.id, picture)
    assert deputy_files.deputy_file(officer, person.id).photo == b"\x89PNG 2"
    assert officer.value("SELECT count(*) FROM attachments WHERE voided_on IS NOT NULL") == 1
    letter = tmp_path / "信.txt"
    letter.write_text("信", "utf-8")
    with pytest.raises(RuleError, match="图片文件"):
        deputy_photos.put_photo(officer, person.id, letter)
    deputy_photos.void_photo(officer, person.id)
    assert deputy_photos.content_of(officer, person.id) == b"" == deputy_files.deputy_file(officer, person.id).photo
    assert attachments.of(officer, "deputies", person.id) == []


@pytest.mark.clause("2.2.4")
def test_deputies_out_of_office_leave_the_choosers_and_stay_in_the_list(officer: Session) -> None:
    deputy(officer, "赵明山", Mandate(level=Level.COUNTY, constituency="石桥第二选区"), phone="13687107702")
    gone = deputy(officer, "郑敏", Mandate(ends_on=date(2026, 3, 4)))
    assert names(officer, view=deputy_lists.IN_OFFICE) == ["赵明山"]
    assert names(officer, view=deputy_lists.OUT) == ["郑敏"] and names(officer) == ["赵明山", "郑敏"]
    assert gone.id not in dict(deputies.choices(officer))
    assert names(officer, view="level:county") == ["赵明山"] and names(officer, view="level:township") == []


def test_deputies_are_found_by_initials_district_and_the_end_of_the_phone(officer: Session) -> None:
    deputy(officer, "赵明山", Mandate(constituency="石桥第二选区"), phone="13687107702")
    deputy(officer, "单雪梅", Mandate(constituency="集镇选区"))
    assert names(officer, "zm") == ["赵明山"] and names(officer, "sxm") == ["单雪梅"]
    assert names(officer, "7702") == ["赵明山"] and names(officer, "石桥 赵") == ["赵明山"]
    assert names(officer, "石桥 单") == []


def test_each_row_counts_the_services_of_this_year(officer: Session) -> None:
    person = deputy(officer, "赵明山")
    with officer.action("service.enter"):
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 5)):
            officer.add(
                ServiceRecord(
                    deputy_id=person.id, kind=ServiceKind.OTHER, title="走访", starts_on=day, state=ReviewState.PASSED
                )
            )
        sent_back = ServiceRecord(
            deputy_id=person.id, title="走访", starts_on=date(2026, 2, 1), state=ReviewState.RETURNED
        )
        officer.add(sent_back)
    assert deputy_lists.listing(officer).page(1)[0]["services"] == 2


def test_who_looks_at_the_whole_phone_stands_in_the_log(officer: Session) -> None:
    person = deputy(officer, "赵明山", phone="13687107702")
    assert deputies.unmask(officer, person.id).phone == "13687107702"
    assert officer.value("SELECT count(*) FROM audit_log WHERE action = 'deputy.unmask'") == 1


@pytest.mark.clause("2.2.4")
def test_the_public_notice_never_says_a_phone_an_identity_number_or_an_address(officer: Session) -> None:
    person = deputy(
        officer,
        "赵明山",
        Mandate(level=Level.COUNTY, term="第十八届", constituency="石桥第二选区"),
        phone="13687107702",
        id_number=NUMBER,
        address="石桥村三组9号",
        pledge="听民声",
    )
    said = "\n".join(texts(sheets.of_many(officer, "F09", [person.id])))
    assert "赵明山" in said and "县第十八届人大代表" in said and "听民声" in said
    assert not any(secret in said for secret in ("13687107702", NUMBER, "三组", "联系方式"))
    roster = "\n".join(texts(sheets.of_many(officer, "F03R", [person.id])))
    assert "13687107702" in roster and NUMBER not in roster
    hidden = "\n".join(texts(sheets.of_many(officer, "F03R", [person.id], hidden=True)))
    assert "赵明山" in hidden and "13687107702" not in hidden
    sheet = "\n".join(texts(sheets.of_record(officer, "F03", person.id)))
    assert masked_identity(NUMBER) in sheet and NUMBER not in sheet


def test_phones_stand_on_the_public_notice_only_where_the_station_says_so(sign_in: Callable[..., Session]) -> None:
    head = sign_in(Role.HEAD)
    person = deputy(head, "赵明山", phone="13687107702")
    settings.change(head, "deputy.public_phone", "是")
    said = texts(sheets.of_many(head, "F09", [person.id]))
    assert "13687107702" in said and "联系方式" in said


def test_the_paper_of_a_suggestion_has_certificate_address_and_postcode_of_the_deputy(officer: Session) -> None:
    person = deputy(officer, "赵明山", certificate="证0123", address="石桥村", postcode="341100")
    raised = raising.enter(
        officer, Suggestion(deputy_ids=(person.id,), title="路灯", content="请修。", raised_on=officer.today)
    )
    said = texts(sheets.of_record(officer, "F24", raised.id))
    assert {"证0123", "石桥村", "341100"} <= set(said)


def test_who_may_not_see_the_whole_phone_does_not_print_it_either(sign_in: Callable[..., Session]) -> None:
    person = deputy(sign_in(Role.LIAISON_OFFICER), "赵明山", phone="13687107702")
    said = texts(sheets.of_many(sign_in(Role.ARCHIVIST), "F03R", [person.id]))
    assert "136****7702" in said and "13687107702" not in said


def test_a_public_version_knows_everything_by_which_a_deputy_is_reached(officer: Session) -> None:
    person = deputy(
        officer, "赵明山", phone="13687107702", id_number=NUMBER, address="幸福路三弄九号", email="zhao@example.cn"
    )
    known = {secret.value for secret in known_of(officer, "deputies", [person.id])}
    assert {"13687107702", NUMBER, "幸福路三弄九号", "zhao@example.cn"} <= known and "赵明山" not in known
