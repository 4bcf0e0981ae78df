"""Sticks at the window: plugging one in offers the backup, plugging it in again gives the second tick (4.7)."""

import re
import shutil
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from lianluozhan.models import backup, backups, folders, sticks, volumes
from lianluozhan.models.backup import packing
from lianluozhan.models.homes import Home
from lianluozhan.ui.backup_words import home_words
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system.backup_steps import Job
from lianluozhan.ui.pages.system.places import place_of
from lianluozhan.ui.pages.system.task import end_all
from lianluozhan.ui.reminders import reminders
from lianluozhan.ui.stick_offer import StickOffer
from tests.keeping import NOON, copied_home, enter

from .plugged_sticks import Slots


@pytest.fixture
def slots(tmp_path, monkeypatch):
    made = Slots(tmp_path)
    monkeypatch.setattr(volumes, "serial_of", made.serial_of())
    return made


@pytest.fixture(scope="module")
def made_home(tmp_path_factory):
    """Set up once; each test works on a copy."""
    return copied_home(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def open_desk(qtbot, tmp_path, slots, made_home):
    """Sign in at a desk that watches the slots; all sessions are closed at the end."""
    shutil.copytree(made_home, tmp_path / "home")
    home, opened = Home(tmp_path / "home"), []

    def sign_in(user="zhou", clock=None):
        session = enter(home, user)
        if clock is not None:
            session.now = clock
        opened.append(session)
        changes = Changes()
        changes.follow(session)
        desk = Desk(session, changes, home=home.folder)
        desk.kept_changes = changes
        desk.offer = StickOffer(desk, slots.watch)
        qtbot.addWidget(desk)
        desk.resize(1366, 768)
        desk.show()
        desk.first_room()
        return desk

    yield sign_in
    end_all()
    QApplication.processEvents()
    for session in opened:
        session.close()


@pytest.fixture
def desk(open_desk):
    return open_desk()


@pytest.fixture
def red(slots, desk):
    """A registered stick that is plugged in, with its offer put away."""
    root = slots.new("RED", "3A1C-77E0")
    slots.plug(root)
    sticks.register(desk.session, root, "红色 1 号", "站长办公室保险柜")
    return root


def section_of(desk):
    desk.go_section("system", "backup")
    return desk.current.current


def finish(section, qtbot):
    if section._task is not None:
        with qtbot.waitSignal(section._task[1].ended, timeout=30_000):
            pass
    QApplication.processEvents()


def texts(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def offered(desk):
    return texts(desk.offer) if desk.offer.isVisible() else ""


def wait_for_offer(desk, qtbot, words):
    qtbot.waitUntil(lambda: words in offered(desk), timeout=10_000)


def button(widget, words):
    return next(each for each in widget.findChildren(QPushButton) if each.accessibleName() == words)


def said(section):
    return "\n".join(texts(banner) for banner in section.findChildren(Banner) if banner.isVisible())


def back_up(desk, root, qtbot):
    section = section_of(desk)
    section.places.choose(root)
    section.start_button.click()
    finish(section, qtbot)
    return section


def replug(slots, root):
    slots.pull(root)
    slots.plug(root)


def prove_again(section, slots, root, qtbot):
    """Pull the stick out and plug it in, and wait until it was read once more."""
    ends = []
    section.panels[Job.VERIFY].ended.connect(lambda: ends.append(True))
    replug(slots, root)
    qtbot.waitUntil(lambda: bool(ends), timeout=30_000)
    QApplication.processEvents()


@pytest.mark.clause("4.7.2")
def test_plugging_in_the_stations_stick_offers_the_backup_on_whatever_page_one_is(desk, slots, red, qtbot):
    slots.pull(red)
    assert desk.current is desk.page("today")
    slots.plug(red)
    wait_for_offer(desk, qtbot, "插上了备份 U 盘“红色 1 号”，这个 U 盘上还没有备份。现在备份吗？")
    button(desk.offer, "现在备份").click()
    section = desk.current.current
    finish(section, qtbot)
    (entry,) = backup.entries(desk.session)
    assert (entry.stick_id, entry.place) == (1, "站长办公室保险柜") and entry.rendered.startswith("F10")
    assert not desk.offer.isVisible() and "备份已验证：整套从“红色 1 号”重新读出，逐个核对一致" in said(section)


def test_a_stick_that_is_none_of_ours_is_not_spoken_of_outside_the_section(desk, slots, qtbot):
    root = slots.new("KINGSTON", "1111-2222")
    slots.plug(root)
    section = section_of(desk)
    qtbot.waitUntil(lambda: "还没有登记为本站的备份 U 盘" in texts(section.places))
    assert not desk.offer.isVisible()


def test_it_is_registered_from_the_section_and_recognised_at_once(desk, slots):
    root = slots.new("KINGSTON", "1111-2222")
    slots.plug(root)
    section = section_of(desk)
    button(section.places, "登记这个 U 盘：KINGSTON").click()
    drawer = next(child for child in desk.children() if isinstance(child, Drawer) and child.isVisible())
    drawer.fields.set_values({"name": "蓝色 2 号", "keep_place": "副站长文件柜"})
    drawer.save()
    place = section.places.chosen()
    assert place.stick.name == "蓝色 2 号" and section.places.where_kept() == "副站长文件柜"
    assert section.lists.sticks.current()["name"] == "蓝色 2 号"
    assert "备份 U 盘“蓝色 2 号”" in section.places._group.checkedButton().text()


def test_who_may_not_back_up_is_not_asked(open_desk, slots, qtbot):
    clerk = open_desk()
    root = slots.new("RED", "3A1C-77E0")
    slots.plug(root)
    sticks.register(clerk.session, root, "红色 1 号", "保险柜")
    slots.pull(root)
    clerk.session.close()
    clerk.hide()
    head = open_desk("wang")
    head.session.roles = frozenset()
    without_rights = StickOffer(head, slots.watch)
    slots.plug(root)
    qtbot.wait(200)
    assert not without_rights.isVisible()


def test_a_stick_whose_mark_is_read_after_somebody_left_is_not_spoken_of(open_desk, slots):
    clerk = open_desk()
    root = slots.new("RED", "3A1C-77E0")
    offer = StickOffer(clerk, slots.watch)
    slots.plug(root)
    seen = sticks.look_at(root)
    clerk.hide()
    clerk.session.close()
    offer._seen(seen)
    assert offer.isHidden()
    assert root not in offer._asked, "it is looked at again when he comes back"


@pytest.mark.clause("4.7.2")
def test_plugged_in_again_after_its_backup_the_stick_is_read_once_more_by_itself(desk, slots, red, qtbot):
    section = back_up(desk, red, qtbot)
    assert "请拔下 U 盘，等几秒再插上，程序会自己再验一遍" in said(section)
    desk.go("today")
    prove_again(section, slots, red, qtbot)
    (entry,) = backup.entries(desk.session)
    assert entry.proven_again_at == NOON
    assert "重插再验通过：“红色 1 号”上 11月24日 12:00 的备份完好" in offered(desk)
    desk.go_section("system", "backup")
    assert section.register.records.loaded.rows[0]["proof"] == "已核验，重插再验"


@pytest.mark.clause("4.7.2")
def test_a_backup_that_is_gone_when_the_stick_comes_back_gets_no_second_tick(desk, slots, red, qtbot):
    section = back_up(desk, red, qtbot)
    made = next(red.glob("*.llzbak"))
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1  # the device had kept it in its memory only
    made.write_bytes(content)
    prove_again(section, slots, red, qtbot)
    assert "已损坏，不能使用" in said(section)
    assert backup.entries(desk.session)[0].proven_again_at is None
    assert "还没有拔下重插再验" in home_words(desk.session)


def test_reading_again_without_pulling_the_stick_out_is_no_second_tick(desk, red, qtbot):
    section = back_up(desk, red, qtbot)
    section.verify(next(red.glob("*.llzbak")), backup.by_session(desk.session))
    finish(section, qtbot)
    assert "U 盘还没有拔下过" in said(section)
    assert backup.entries(desk.session)[0].proven_again_at is None


@pytest.mark.clause("4.7.2")
def test_reading_a_copy_of_the_backup_from_the_hard_disk_is_no_second_tick(desk, red, qtbot, tmp_path):
    section = back_up(desk, red, qtbot)
    section.watch.made.clear()  # the program was started anew
    copied = tmp_path / next(red.glob("*.llzbak")).name
    shutil.copy(next(red.glob("*.llzbak")), copied)
    section.verify(copied, backup.by_session(desk.session))
    finish(section, qtbot)
    assert "这份备份完好" in said(section)
    assert backup.entries(desk.session)[0].proven_again_at is None


@pytest.mark.clause("4.7.2")
def test_nothing_is_called_done_when_the_stick_lies(desk, red, qtbot, monkeypatch):
    section = section_of(desk)
    honest = packing.write

    def lying(file, *rest):
        digest = honest(file, *rest)
        file.seek(-200, 2)
        file.write(b"\0")
        return digest

    monkeypatch.setattr(packing, "write", lying)
    section.places.choose(red)
    section.start_button.click()
    finish(section, qtbot)
    assert "已损坏" in said(section) and "什么也没丢" in said(section) and "已验证" not in said(section)
    assert backup.entries(desk.session) == [] and not list(red.glob("*.llzbak"))


def test_a_stick_that_is_pulled_out_during_the_backup_loses_nothing_and_that_is_said(desk, slots, red, qtbot):
    back_up(desk, red, qtbot)
    section = section_of(desk)
    section.places.choose(red)
    with desk.session.lock:  # the job waits for the database until the stick is out
        section.start_button.click()
        slots.pull(red)
    finish(section, qtbot)
    assert "什么也没丢" in said(section)
    assert len(backup.entries(desk.session)) == len(list(slots.away(red).glob("*.llzbak"))) == 1


def test_a_stick_that_was_backed_up_to_today_is_not_offered_again(desk, slots, red, qtbot):
    back_up(desk, red, qtbot)
    slots.watch.made.clear()  # as after a new start of the program
    desk.go("today")
    replug(slots, red)
    qtbot.wait(300)
    assert not desk.offer.isVisible()


def test_the_offer_goes_with_the_stick(desk, slots, red, qtbot):
    replug(slots, red)
    wait_for_offer(desk, qtbot, "现在备份吗")
    slots.pull(red)
    assert not desk.offer.isVisible()


def test_what_was_plugged_in_while_the_desk_was_locked_is_offered_afterwards(desk, slots, red, qtbot):
    slots.pull(red)
    desk.hide()
    slots.plug(red)
    qtbot.wait(200)
    assert not desk.offer.isVisible()
    desk.show()
    wait_for_offer(desk, qtbot, "现在备份吗")


def test_the_first_backup_of_a_month_is_a_set_and_the_next_one_the_changes_unless_one_wants_more(desk, red, qtbot):
    section = section_of(desk)
    assert section.places.kind().label == "整套" and not section.places.which.buttons()[1].isEnabled()
    back_up(desk, red, qtbot)
    assert section.places.kind().label == "增量" and "这个月在这里已有整套" in section.places._why.text()
    back_up(desk, red, qtbot)
    section.places.which.set_value(section.places._plan.kind.SET)
    assert "您改成了整套" in section.places._why.text()
    section.start_button.click()
    finish(section, qtbot)
    assert [entry.kind.label for entry in backup.entries(desk.session)] == ["整套", "增量", "整套"]


@pytest.mark.clause("4.7.2")
def test_no_file_on_the_stick_has_a_person_in_its_name(desk, red, qtbot):
    back_up(desk, red, qtbot)
    names = " ".join(path.name for path in red.rglob("*"))
    assert re.search(r"联络站备份-石桥镇人大代表联络站-20261124-1200\.llzbak", names)
    assert not [person for person in ("王秀英", "李建国", "周长福") if person in names]


def test_the_home_room_and_the_line_at_the_foot_say_which_stick_was_proven_and_whether_twice(desk, slots, red, qtbot):
    assert "还没有备份" in home_words(desk.session)
    section = back_up(desk, red, qtbot)
    assert home_words(desk.session) == "最近一次验证过的备份是今天，在 U 盘“红色 1 号”上，还没有拔下重插再验。"
    assert desk.status._backup.text() == "备份今天已验证（红色 1 号，还没重插再验）"
    prove_again(section, slots, red, qtbot)
    assert home_words(desk.session) == "最近一次验证过的备份是今天，在 U 盘“红色 1 号”上，拔下重插又验过一次。"
    assert desk.status._backup.text() == "备份今天已验证（红色 1 号，已重插再验）"
    desk.go("today")
    qtbot.waitUntil(lambda: home_words(desk.session) in texts(desk.current))


def test_what_is_to_be_kept_in_order_about_sticks_is_among_the_reminders(desk, red, qtbot):
    session, now = desk.session, desk.session.now
    assert "还没有做过备份" in [entry.what for entry in reminders(session)]
    back_up(desk, red, qtbot)
    what = [entry.what for entry in reminders(session)]
    assert "“红色 1 号”上的备份还没有重插再验" in what and "备份 U 盘只登记了一个" in what
    session.now = lambda: now() + timedelta(days=100)
    what = [entry.what for entry in reminders(session)]
    assert "“红色 1 号”上的备份还没有重插再验" not in what  # it is time for the next one
    assert "备份已是 100 天前" in what and "U 盘“红色 1 号”100 天没有用过" in what and "还没有做过恢复演练" in what
    session.now = now
    backups.proven_again(session, backup.entries(session)[0].file_name, NOON)
    assert not [entry for entry in reminders(session) if "重插再验" in entry.what]


def test_the_offer_goes_when_the_backup_was_made_from_the_section_instead(desk, slots, red, qtbot):
    replug(slots, red)
    wait_for_offer(desk, qtbot, "现在备份吗？")
    back_up(desk, red, qtbot)
    assert not desk.offer.isVisible()


def test_the_strip_does_not_go_on_saying_that_the_stick_is_being_read_when_it_has_been(desk, slots, red, qtbot):
    section = back_up(desk, red, qtbot)
    prove_again(section, slots, red, qtbot)
    assert "重插再验通过" in said(section) and offered(desk) == ""


def test_after_a_backup_the_focus_is_at_its_button_and_what_it_says_is_in_sight(desk, red, qtbot):
    section = section_of(desk)
    desk.activateWindow()
    section.places.choose(red)
    section.start_button.setFocus()
    area = section.findChild(QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    section.start_button.click()
    panel = section.panels[Job.MAKE].panel
    assert desk.window().focusWidget() is panel.stop_button
    finish(section, qtbot)
    assert desk.window().focusWidget() is section.start_button
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() < section._banner.geometry().bottom())


def test_a_folder_in_which_a_stick_was_mounted_is_not_called_a_stick_when_it_is_out(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "REMOVABLE_MOUNTS", (f"{tmp_path}/".casefold(),))
    left = tmp_path / "RED1"
    left.mkdir()
    assert not place_of(left).is_removable
