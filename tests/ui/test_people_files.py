"""The staff file, hand-over lists and the station's own record, in the rooms where they are kept (2.1, 2.2, 4.6.1)."""

import shutil
from datetime import date

import pytest

from lianluozhan.models import attachments, deputies, handovers, homes, opinions, people_files, staff, stations
from lianluozhan.models.deputies import Deputy, Mandate, MandateStatus
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.staff import Post, Staff
from lianluozhan.ui.question import Question
from lianluozhan.ui.text import Words

from .station_at_work import PASSWORD, make_station
from .test_people_page import fill, open_desk

NUMBER = "11010519491231002X"


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    return open_desk(qtbot, session)


@pytest.fixture
def page(desk):
    return desk.go("people")


@pytest.fixture
def photo(tmp_path):
    from PySide6.QtGui import QImage

    image = QImage(35, 45, QImage.Format.Format_RGB32)
    image.fill(0xFF8899AA)
    path = tmp_path / "王秀英.png"
    assert image.save(str(path))
    return path


def who(session, name):
    return session.value("SELECT id FROM staff WHERE name = ?", (name,))


def facts(page):
    return dict(page.section.shown(page.section.view.current()["id"]).facts)


def test_the_staff_file_takes_all_that_its_sheet_asks_for(page, desk, session):
    page.add()
    fill(
        desk,
        name="何文",
        nationality="汉族",
        party="中共党员",
        education="大学本科",
        id_number=NUMBER,
        training="2026年2月参加保密教育",
        duties="社情民意登记",
    )
    [made] = session.select(Staff, "name = '何文'")
    assert (made.party, made.education, made.id_number) == ("中共党员", "大学本科", NUMBER)
    assert facts(page)["培训情况"] == "2026年2月参加保密教育"


@pytest.mark.clause("4.7.2")
def test_an_identity_number_is_hidden_until_it_is_asked_for_and_kept_when_left_alone(page, desk, session):
    zhang = who(session, "张维民")
    staff.edit_staff(session, zhang, id_number="110105 19491231 002x")
    page.open_record(zhang)
    entries = {entry.title: entry for entry in page.section.shown(zhang).entries}
    assert entries["身份证号"].detail == "110105********002X"
    assert people_files.staff_file(session, zhang).id_number == "110105********002X"
    page.section.edit(zhang)
    assert desk._drawer().fields.values()["id_number"] == ""
    fill(desk, phone="13500001111")
    assert session.get(Staff, zhang).id_number == NUMBER
    entries["身份证号"].acts[0].do()
    entries = {entry.title: entry for entry in page.section.shown(zhang).entries}
    assert NUMBER in entries["身份证号"].detail and entries["身份证号"].acts == ()
    assert people_files.staff_file(session, zhang).id_number == NUMBER
    assert session.value("SELECT count(*) FROM audit_log WHERE action = 'deputy.unmask'") == 1


def test_a_new_photograph_takes_the_place_of_the_old_one(page, desk, session, photo):
    zhang = who(session, "张维民")
    for _ in range(2):
        page.open_record(zhang)
        page.section._put_photo(session.get(Staff, zhang))
        fill(desk, photo=[photo])
    assert [kept.purpose for kept in attachments.of(session, "staff", zhang)] == ["照片"]
    assert people_files.staff_file(session, zhang).photo.startswith(b"\x89PNG")


@pytest.mark.clause("2.2.2")
def test_posts_held_at_the_same_time_are_said(page, session):
    zhang = who(session, "张维民")
    staff.appoint(session, zhang, Post.WORKER, session.today)
    first, second = page.section.shown(zhang).entries[:2]
    assert {first.title, second.title} == {"工作人员", staff.appointments(session, zhang)[1].post.label}
    assert f"同时任{second.title}" in first.detail and f"同时任{first.title}" in second.detail


@pytest.mark.clause("2.2.3")
def test_a_leaving_officer_hands_over_all_he_has_and_each_line_names_who_takes_it(page, desk, session):
    giver, taker, head = who(session, "王秀英"), who(session, "张维民"), who(session, "陈国栋")
    page.open_record(giver)
    page.record.buttons["办理交接"].click()
    assert page.section.KEY == "handovers" and desk._drawer().fields.values()["giver"] == f"staff:{giver}"
    fill(desk, to_name=f"staff:{taker}")
    [made] = session.select(HandOver)
    assert (made.from_name, made.to_name, made.witness) == ("王秀英", "张维民", "陈国栋")
    items = handovers.items_of(session, made.id)
    assert len(items) > 4 and {item.to_name for item in items} == {"张维民"}

    page.record.buttons["指定接手人"].click()
    fill(desk, items=[items[0].id, items[-1].id], taker=f"staff:{head}")
    page.record.buttons["加一项"].click()
    fill(desk, subject="保险柜钥匙", quantity="2把")
    page.section._change(made, handovers.items_of(session, made.id)[-2])
    fill(desk, quantity="3台", detail="电脑两台、打印机一台")
    now = handovers.items_of(session, made.id)
    assert [now[0].to_name, now[1].to_name, now[-1].subject] == ["陈国栋", "张维民", "保险柜钥匙"]
    assert (now[-2].subject, now[-2].quantity, now[-2].to_name) == ("办公设备", "3台", "陈国栋")

    page.record.buttons["记签字"].click()
    fill(desk)
    assert session.get(HandOver, made.id).signed_on == session.today
    assert "记签字" not in page.record.buttons and "加一项" not in page.record.buttons
    assert handovers.not_listed(session, made.id) == []


def test_a_line_is_left_out_after_one_question_and_put_back_with_what_is_new(page, desk, session, monkeypatch):
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    page.open_section("handovers")
    page.section.begin(who(session, "王秀英"))
    fill(desk, to_name=f"staff:{who(session, '张维民')}")
    [made] = session.select(HandOver)
    first = handovers.items_of(session, made.id)[0]
    page.record.entry_buttons[0]["去掉"].click()
    assert first.record_id not in [
        item.record_id for item in handovers.items_of(session, made.id) if item.record_table == first.record_table
    ]
    page.record.buttons["补上新的事项"].click()
    assert handovers.not_listed(session, made.id) == []
    assert handovers.items_of(session, made.id)[-1].subject == first.subject


def test_somebody_from_outside_takes_over_by_name(page, desk, session):
    page.open_section("handovers")
    page.section.begin(who(session, "王秀英"))
    drawer = desk._drawer()
    drawer.fields.editors()["to_name"].set_text("何 文")
    drawer.save()
    [made] = session.select(HandOver)
    assert (made.to_staff_id, made.to_name) == (None, "何文")


@pytest.mark.clause("2.2.4")
def test_a_deputy_whose_mandate_ended_early_hands_over_to_another(page, desk, session, photo):
    mandate = Mandate(starts_on=date(2022, 1, 1))
    giver = deputies.add(session, Deputy(name="赵明山", linked_voters="孙桂兰\n周大山"), [mandate])
    taker = deputies.add(session, Deputy(name="钱丽"), [mandate])
    held = deputies.mandates_of(session, giver.id)[0]
    deputies.end_mandate(session, held.id, MandateStatus.ENDED, session.today, "辞职被接受")
    page.open_section("handovers")
    page.section.begin(0, giver.id)
    assert desk._drawer().fields.values()["giver"] == f"deputy:{giver.id}"
    fill(desk, to_name=f"deputy:{taker.id}")
    [made] = session.select(HandOver)
    assert (made.from_deputy_id, made.to_deputy_id, made.from_name) == (giver.id, taker.id, "赵明山")
    assert [item.subject for item in handovers.items_of(session, made.id)] == ["孙桂兰", "周大山"]
    page.record.buttons["记签字"].click()
    fill(desk)
    page.record.buttons["补扫描件"].click()
    fill(desk, scan=[photo])
    assert [kept.purpose for kept in attachments.of(session, "handovers", made.id)] == ["签字件"]
    assert "补扫描件" not in page.record.buttons


def test_who_leaves_is_told_what_he_still_has_in_hand(page, desk, session):
    opinions.register(session, Opinion(received_on=session.today, title="路灯", content="坏了。"))
    page.open_record(who(session, "王秀英"))
    page.record.buttons["办理离任"].click()
    said = "".join(words.text() for words in desk._drawer().fields.findChildren(Words)).replace("\u200b", "")
    assert "王秀英手里还有 1 项没有办完，请用“办理交接”" in said


@pytest.mark.clause("2.1.2")
def test_the_record_of_the_station_takes_all_that_its_sheet_asks_for(desk, session, photo):
    room = desk.go("system")
    room.open_section("station")
    section = room.current
    drawer = section.edit()
    drawer.fields.set_values({"floor_area": 120, "has_sign": True, "equipment": "电脑两台", "population": 32000})
    drawer.save()
    made = stations.station(session)
    assert (made.floor_area, made.has_sign, made.equipment, made.population) == (120, True, "电脑两台", 32000)
    drawer = section.put_pictures()
    drawer.fields.set_values({"photos": [photo], "codes": [photo]})
    drawer.save()
    drawer = section.put_pictures()
    drawer.fields.set_values({"codes": [photo]})
    drawer.save()
    kept = [each.purpose for each in attachments.of(session, "stations", made.id)]
    assert sorted(kept) == ["二维码", "照片"] and len(section.pictures) == 2
    assert people_files.station_file(session).pictures == ("照片：王秀英.png", "二维码：王秀英.png")
