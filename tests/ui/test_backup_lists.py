"""The lists below the backup: old packages cleaned up with reasons, sticks edited and retired, drills noted (4.7)."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from lianluozhan.models import backup, drills, settings, sticks, volumes
from lianluozhan.models.drills import Drill, OpenedWith
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system import old_backups, stick_drawers
from lianluozhan.ui.pages.system.old_backups import OldBackups
from lianluozhan.ui.pages.system.task import end_all
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.reminders import reminders
from lianluozhan.ui.stick_offer import StickOffer
from tests.keeping import NOON, copied_home, enter

from .plugged_sticks import Slots


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """One station with a stick, backed up on it at the first of five months, for all tests here."""
    folder = tmp_path_factory.mktemp("station")
    patched, slots, clock = pytest.MonkeyPatch(), Slots(folder), Clock()
    patched.setattr(volumes, "serial_of", slots.serial_of())
    session = enter(copied_home(folder / "home"), "li")
    session.now = clock
    red = slots.new("RED", "3A1C-77E0")
    slots.plug(red)
    stick = sticks.register(session, red, "红色 1 号", "站长办公室保险柜")
    for _ in range(5):
        clock.at += timedelta(days=31)
        backup.back_up(session, red, stick=stick)
    yield session, slots, red
    end_all()
    session.close()
    patched.undo()


@pytest.fixture
def section(station, qtbot):
    session, slots, _ = station
    session.listeners.clear()  # the desk of the test before is gone
    changes = Changes()
    changes.follow(session)
    desk = Desk(session, changes, home=session.folder.parent)
    desk.kept_changes = changes
    desk.offer = StickOffer(desk, slots.watch)
    qtbot.addWidget(desk)
    desk.resize(1366, 768)
    desk.show()
    desk.go_section("system", "backup")
    return desk.current.current


@pytest.fixture
def keeps_three(station):
    """Only three backups are to be kept."""
    session, *_ = station
    settings.change(session, "backup.keep", "3")
    yield
    settings.reset(session, "backup.keep")


def drawer_of(section):
    return next(child for child in section.desk.children() if isinstance(child, Drawer) and child.isVisible())


def texts(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def list_shown(section, key):
    section.lists.show_list(key)
    return section.lists


@pytest.mark.clause("4.7.2")
def test_each_old_backup_says_why_it_stays(section):
    section.lists.clean_button.click()
    drawer = drawer_of(section)
    assert "现在没有可以清理的" in texts(drawer) and texts(drawer).count("留着：是最新的 12 份之一。") == 5
    assert not drawer.act_button.isEnabled()
    drawer.close_drawer()


@pytest.mark.clause("4.7.2")
def test_what_may_go_is_named_before_it_goes_and_stays_in_the_register(
    section, station, keeps_three, qtbot, monkeypatch
):
    _, _, red = station
    monkeypatch.setattr(
        settings, "number", lambda session, key, real=settings.number: 3 if key == "backup.keep" else real(session, key)
    )
    asked = []
    monkeypatch.setattr(old_backups, "ask", lambda *words, **_: asked.append("\n".join(map(str, words[1:]))) or True)
    section.lists.clean_button.click()
    drawer = drawer_of(section)
    lying = drawer.findChild(OldBackups)
    assert len(lying.boxes) == 2 and texts(drawer).count("留着：") == 3
    lying.boxes[0][0].setChecked(False)
    going = lying.boxes[1][1].path
    drawer.save()
    with qtbot.waitSignal(section._task[1].ended, timeout=30_000):
        pass
    QApplication.processEvents()
    assert going.name in asked[0] and "清理以后找不回来" in asked[0]
    assert not going.exists() and len(list(red.glob("*.llzbak"))) == 4
    row = next(row for row in section.register.records.loaded.rows if row["file"] == going.name)
    assert row["proof"].endswith("已清理")


def test_nothing_is_cleaned_up_when_nothing_is_ticked(section, station, keeps_three, monkeypatch):
    _, _, red = station
    before = len(list(red.glob("*.llzbak")))
    monkeypatch.setattr(
        settings, "number", lambda session, key, real=settings.number: 3 if key == "backup.keep" else real(session, key)
    )
    told = []
    monkeypatch.setattr("lianluozhan.ui.question.tell", lambda parent, words, *_: told.append(words))
    section.lists.clean_button.click()
    drawer = drawer_of(section)
    for box, _ in drawer.findChild(OldBackups).boxes:
        box.setChecked(False)
    drawer.save()
    assert told == ["一份也没有勾选。要清理的请打上勾。"] and len(list(red.glob("*.llzbak"))) == before
    drawer.close_drawer()


def test_one_stick_alone_brings_the_advice_to_have_two_apart(section):
    lists = list_shown(section, "sticks")
    assert "两个轮着用、分开放" in texts(lists)
    assert lists.sticks.current()["last"].startswith("2027-04-28 12:00")


def test_a_stick_is_edited_in_a_drawer(section, station):
    lists = list_shown(section, "sticks")
    lists.edit_button.click()
    drawer = drawer_of(section)
    drawer.fields.set_values({"keep_place": "档案室铁皮柜"})
    drawer.save()
    assert lists.sticks.current()["keep_place"] == "档案室铁皮柜"


def test_a_stick_is_retired_with_its_reason_and_is_not_offered_any_more(section, station, monkeypatch):
    session, slots, _ = station
    blue = slots.new("BLUE", "9999-0000")
    slots.plug(blue)
    made = sticks.register(session, blue, "蓝色 2 号", "副站长文件柜")
    lists = list_shown(section, "sticks")
    lists.sticks.select(made.id)
    monkeypatch.setattr(stick_drawers, "ask_reason", lambda *_, **__: "接口松动")
    lists.retire_button.click()
    assert lists.sticks.current()["state"] == "停用：接口松动" and not lists.retire_button.isEnabled()
    section.places.refresh()
    QApplication.processEvents()
    assert "“蓝色 2 号”已经停用（接口松动）" in texts(section.places)
    slots.pull(blue)


@pytest.mark.clause("4.6.1")
def test_a_drill_is_noted_and_the_reminder_of_it_goes(section, station):
    session, *_ = station
    assert "还没有做过恢复演练" in [entry.what for entry in reminders(session)]
    lists = list_shown(section, "drills")
    lists.drill_button.click()
    drawer = drawer_of(section)
    drawer.fields.set_values({"computer": "备用笔记本", "minutes": 11})
    drawer.save()
    row = lists.drills.current()
    assert (row["computer"], row["minutes"], row["result"], row["opened"]) == (
        "备用笔记本",
        "11 分钟",
        "恢复成功",
        "恢复码",
    )
    assert not [entry for entry in reminders(session) if "演练" in entry.what]


@pytest.mark.clause("4.6.1")
def test_a_drill_of_more_than_a_year_ago_is_among_the_reminders(section, station):
    session, *_ = station
    held = {"computer": "备用机", "file_name": "a", "unlocked_with": OpenedWith.CODE.label, "minutes": 9}
    if drills.last(session) is None:
        drills.enter(session, Drill(held_on=session.today, held_by=session.staff.id, **held))
    now = session.now()
    session.now, real = (lambda: now + timedelta(days=366)), session.now
    try:
        assert any(entry.what.startswith("恢复演练还是") for entry in reminders(session))
    finally:
        session.now = real


def test_the_record_of_a_drill_and_the_page_for_an_emergency_are_printed_from_here(section, station, qtbot):
    session, *_ = station
    held = {"computer": "备用机", "file_name": "a", "unlocked_with": OpenedWith.CODE.label, "minutes": 9}
    drills.enter(session, Drill(held_on=session.today, held_by=session.staff.id, **held))
    lists = list_shown(section, "drills")
    page = section.desk.current
    for press, number in ((lists.drill_print_button, "F126"), (lists.emergency_button, "F125")):
        press.click()
        room = page.layers.currentWidget()
        assert isinstance(room, PrintRoom) and room.order.number == number
        qtbot.waitUntil(lambda room=room: room.sheaf.is_complete)
        page.step_back()


@pytest.mark.clause("4.6.1")
def test_the_page_for_an_emergency_names_the_sticks_with_their_places_and_the_newest_backup(station):
    from lianluozhan.printing.document import texts as words_of
    from lianluozhan.sheets import of_record

    session, *_ = station
    sheet = "\n".join(words_of(of_record(session, "F125", 1)))
    stick = sticks.in_use(session)[0]
    assert f"“{stick.name}”：{stick.keep_place}" in sheet and "整套，在“红色 1 号”上" in sheet
    assert "从备份还原" in sheet and "纸上的恢复码" in sheet
    assert not [name for name in ("李建国", "王秀英") if name in sheet]
