"""The public notice of receptions: standard words, posted in time or late with a reason, put right after a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import settings, stations
from lianluozhan.models.attachments import of as attachments_of
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import HandlingBody
from lianluozhan.models.receptions import arranging, notice_text, noticing
from lianluozhan.models.receptions.record import Reception, ReceptionNotice
from lianluozhan.models.stations import Kind, Station

EXTRA = Reception(held_on=date(2026, 3, 18), starts_at="14:00", ends_at="16:00", place="石桥村党群服务中心")
AT = datetime(2026, 3, 5, 8, 30)


@pytest.fixture
def march(year):
    """The reception of 16 March, of the approved plan."""
    return year.receptions(year.approved())[2]


@pytest.fixture
def notice(year, march):
    return noticing.draft(year.clerk, noticing.blank(year.clerk, [march.id]))


def text_of(session, notice_id):
    return "\n".join(notice_text.notice_file(session, notice_id).lines)


@pytest.mark.clause("4.2.1")
def test_a_notice_says_time_place_deputies_scope_and_what_is_not_received(year, march, notice):
    said = text_of(year.clerk, notice.id)
    assert notice.number == "〔2026〕1号"
    assert "2026年3月16日（星期一）9:00—11:00。" in said and f"二、接待地点\n{march.place}。" in said
    assert "县人大代表、石桥村干部赵明山" in said or "镇人大代表、石桥村干部" in said
    heads = ["一、接待时间", "四、接待内容和受理范围", "五、不受理的事项", "六、注意事项"]
    assert all(head in said for head in heads) and "联系电话" not in said  # this station has no hotline
    assert "请向信访部门提出" in said


def test_the_organ_is_that_of_the_kind_of_the_station():
    township = Station(name="站", place="青石镇", congress="青石镇人民代表大会")
    street = Station(name="站", place="城东街道", congress="清河县人大常委会", kind=Kind.STREET)
    assert notice_text.organ_of(township) == "青石镇人民代表大会主席团"
    assert notice_text.organ_of(street) == "清河县人大常委会城东街道工作委员会"


def test_one_notice_names_several_receptions_in_a_row_each(year):
    found = year.receptions(year.approved())[2:5]
    made = noticing.draft(year.clerk, noticing.blank(year.clerk, [each.id for each in found]))
    said = text_of(year.clerk, made.id)
    assert "一、接待时间、地点和代表\n1．2026年3月16日" in said and "3．2026年5月15日" in said
    assert "二、接待内容和受理范围" in said and "定于2026年3月16日、2026年4月15日等组织" in said


def test_a_reception_of_a_plan_that_is_not_approved_is_not_announced(year):
    reception = year.receptions(year.drafted())[2]
    with pytest.raises(InvalidRecord, match="先把计划批准"):
        noticing.draft(year.clerk, noticing.blank(year.clerk, [reception.id]))


def test_a_reception_is_announced_once(year, march, notice):
    with pytest.raises(InvalidRecord, match="已经写在公告〔2026〕1号里"):
        noticing.draft(year.clerk, noticing.blank(year.clerk, [march.id]))
    with pytest.raises(InvalidRecord, match="请选"):
        noticing.draft(year.clerk, noticing.blank(year.clerk, []))


# Posted in time ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "held_on", "last"),
    [
        ("3 日", date(2026, 3, 16), date(2026, 3, 13)),
        ("0 日", date(2026, 3, 16), date(2026, 3, 16)),
        ("3 工", date(2026, 3, 16), date(2026, 3, 11)),  # a weekend does not count
        ("3 工", date(2026, 10, 9), date(2026, 9, 29)),  # the National Day is over on the 8th
        ("2 工", date(2026, 2, 24), date(2026, 2, 13)),  # Spring Festival
    ],
)
def test_the_last_day_to_post_is_counted_by_the_setting(year, sign_in, term, held_on, last):
    settings.change(sign_in(Role.HEAD), "reception.notice_days", term)
    assert noticing.last_day(year.clerk, held_on) == last


@pytest.mark.clause("5.2.1")
def test_a_notice_posted_in_time_keeps_where_when_and_by_whom_with_its_photograph(year, notice, tmp_path):
    photo = tmp_path / "公开栏.jpg"
    photo.write_bytes(b"\xff\xd8\xff photograph")
    posted = noticing.post(year.clerk, notice.id, AT, "镇政府公开栏", "周长福", photos=[photo])
    assert posted.posted_at == AT and posted.late_reason == ""
    files = attachments_of(year.clerk, ReceptionNotice.TABLE, notice.id)
    assert [(file.name, file.purpose) for file in files] == [("公开栏.jpg", "张贴照片")]
    assert notice_text.notice_file(year.clerk, notice.id).photos == ("公开栏.jpg",)


@pytest.mark.clause("5.2.1")
def test_a_notice_posted_too_late_is_allowed_with_a_reason_and_never_silently(year, notice, clock):
    clock.go_to(date(2026, 3, 15))
    with pytest.raises(InvalidRecord, match="公告要提前 3 日，最晚3月13日张贴。请写明晚贴的原因") as refusal:
        noticing.post(year.clerk, notice.id, clock.at, "镇政府公开栏", "周长福")
    assert "late_reason" in refusal.value.problems
    assert year.clerk.get(ReceptionNotice, notice.id).posted_at is None
    posted = noticing.post(year.clerk, notice.id, clock.at, "镇政府公开栏", "周长福", "计划临时调整")
    assert posted.late_reason == "计划临时调整"


@pytest.mark.parametrize(
    ("at", "places", "by", "field"),
    [
        (AT, " ", "周长福", "posting_places"),
        (AT, "公开栏", "", "posted_by"),
        (datetime(2026, 3, 5, 18, 0), "公开栏", "周长福", "posted_on"),
        (datetime(2026, 3, 4, 8, 0), "公开栏", "周长福", "posted_on"),
    ],
)
def test_a_posting_that_cannot_be_is_refused_at_its_field(year, notice, at, places, by, field):
    with pytest.raises(InvalidRecord) as refusal:
        noticing.post(year.clerk, notice.id, at, places, by)
    assert field in refusal.value.problems


def test_a_notice_that_hangs_is_not_changed_but_withdrawn_with_a_reason(year, march, notice):
    noticing.edit(year.clerk, notice.id, contact="0797-5550126")
    noticing.post(year.clerk, notice.id, AT, "镇政府公开栏", "周长福")
    with pytest.raises(RuleError, match="不能再改"):
        noticing.edit(year.clerk, notice.id, contact="")
    with pytest.raises(RuleError, match="还贴着"):
        noticing.void(year.clerk, notice.id, "写错了")
    with pytest.raises(InvalidRecord, match="撤回的原因"):
        noticing.withdraw(year.clerk, notice.id, date(2026, 3, 5), "")
    noticing.withdraw(year.clerk, notice.id, date(2026, 3, 5), "时间改动")
    again = noticing.draft(year.clerk, noticing.blank(year.clerk, [march.id]))
    assert again.number == "〔2026〕2号"


def test_a_voided_notice_comes_back_unless_another_one_took_its_place(year, march, notice):
    noticing.void(year.clerk, notice.id, "写错了日期")
    other = noticing.draft(year.clerk, noticing.blank(year.clerk, [march.id]))
    with pytest.raises(InvalidRecord, match="已经写在公告〔2026〕2号里"):
        noticing.unvoid(year.clerk, notice.id)
    noticing.void(year.clerk, other.id, "写重了")
    assert noticing.unvoid(year.clerk, notice.id).voided_on is None


@pytest.mark.clause("5.2.1")
def test_a_reception_changed_after_the_posting_says_that_the_notice_must_be_put_right(year, march, notice):
    noticing.post(year.clerk, notice.id, AT, "镇政府公开栏", "周长福")
    before = text_of(year.clerk, notice.id)
    assert notice_text.changes_since(year.clerk, year.clerk.get(ReceptionNotice, notice.id)) == ""
    arranging.edit(year.clerk, march.id, None, "村里办事", held_on=date(2026, 3, 20))
    assert "公告要更正" in notice_text.changes_since(year.clerk, year.clerk.get(ReceptionNotice, notice.id))
    assert "一、接待时间\n2026年3月16日" in before and "一、接待时间\n2026年3月16日" in text_of(year.clerk, notice.id)
    arranging.cancel(year.clerk, march.id, "代表都要开会")
    assert "已经取消" in notice_text.changes_since(year.clerk, year.clerk.get(ReceptionNotice, notice.id))


def test_swapped_deputies_also_make_the_notice_wrong(year, march, notice):
    noticing.post(year.clerk, notice.id, AT, "镇政府公开栏", "周长福")
    first = arranging.on_duty(year.clerk, march.id)[0]
    offered = arranging.substitutes(year.clerk, march.id)
    arranging.substitute(year.clerk, march.id, first, offered[0][0], "外出开会")
    assert "代表改了" in notice_text.changes_since(year.clerk, year.clerk.get(ReceptionNotice, notice.id))


def test_receptions_to_come_without_a_notice_are_listed_the_nearest_first(year, notice):
    assert [each.held_on.month for each in noticing.without_notice(year.clerk)][:2] == [4, 5]


def test_departments_of_a_joint_reception_stand_on_the_notice(year):
    with year.clerk.action("handling_body.edit"):
        body = year.clerk.add(HandlingBody(name="镇水利站"))
    joint = arranging.add(year.clerk, replace(EXTRA, body_ids=(body.id,), lead_body_id=body.id), [1])
    made = noticing.draft(year.clerk, noticing.blank(year.clerk, [joint.id]))
    assert "参加部门：镇水利站。" in text_of(year.clerk, made.id)
    assert stations.station(year.clerk).congress in notice_text.notice_file(year.clerk, made.id).title
