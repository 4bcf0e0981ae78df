"""The page of the check: findings with their weight, the index built anew, the way to the newest good copy (4.7)."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan.models import repair
from lianluozhan.models.backup import copies
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.pages.restore_page import RestorePage
from lianluozhan.ui.reminders import reminders
from tests.keeping import NOON, copied_home, enter


@pytest.fixture
def desk(tmp_path, qtbot):
    session = enter(copied_home(tmp_path / "home"))
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=tmp_path / "home")
    made.kept_changes = changes
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    session.close()


@pytest.fixture
def section(desk):
    clerk = desk.session
    clerk.db.conn.execute("PRAGMA foreign_keys = OFF")
    with clerk.action("station.set_up"):
        for number in range(3):
            clerk.add(Opinion(title=f"路灯 {number}", content="坏了", received_on=NOON.date()))
    desk.go_section("system", "check")
    return desk.current.current


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def run(section, qtbot):
    section.start_button.click()
    with qtbot.waitSignal(section.task.ended, timeout=30_000):
        pass
    QApplication.processEvents()


def harm(section, statement):
    section.session.db.conn.execute(statement)
    section.session.db.conn.commit()


def test_it_says_when_everything_was_last_looked_at_and_what_the_copies_take(section, qtbot):
    assert "还没有检查过" in words_in(section) and "还没有副本" in words_in(section)
    copies.make(section.session, copies.Why.IMPORT)
    run(section, qtbot)
    assert "没有发现问题" in words_in(section)
    assert "1 份，共占" in words_in(section) and "（导入之前）" in words_in(section)
    assert repair.last_full(section.session) == NOON


def test_findings_stand_by_their_weight_and_the_index_is_built_anew_by_itself(section, qtbot):
    harm(section, "DELETE FROM opinions_words WHERE rowid = 2")
    harm(section, "UPDATE opinions SET voided_on = '2026-11-24' WHERE id = 1")
    run(section, qtbot)
    said = words_in(section)
    assert "注意 1 条，提示 1 条" in said and "已经按登记重新建好" in said
    assert said.index("已作废却没有原因") < said.index("已经按登记重新建好")
    assert not section.findChildren(Banner)


@pytest.mark.clause("4.7.1")
def test_damage_leads_to_the_newest_copy_that_is_whole(section, desk, qtbot):
    good = copies.make(section.session, copies.Why.IMPORT)
    with section.session.action("station.set_up"):
        section.session.add(Opinion(title="水沟", content="堵了", received_on=NOON.date()))
    newer = copies.make(section.session, copies.Why.DAILY).path
    newer.write_bytes(newer.read_bytes()[:-50])
    harm(section, "UPDATE opinions SET village_id = 99 WHERE id = 1")
    run(section, qtbot)
    (banner,) = section.findChildren(Banner)
    assert "本机副本（导入之前）" in words_in(banner)
    next(button for button in banner.findChildren(QPushButton) if "用它还原" in button.text()).click()
    page = desk.window().findChild(RestorePage)
    assert page.info.path == good.path and newer.exists()


def test_damage_without_a_copy_leads_to_the_choice(section, desk, qtbot):
    harm(section, "UPDATE opinions SET village_id = 99 WHERE id = 1")
    run(section, qtbot)
    (banner,) = section.findChildren(Banner)
    next(button for button in banner.findChildren(QPushButton) if "找备份还原" in button.text()).click()
    page = desk.window().findChild(RestorePage)
    assert page.info is None and page.file_button.isVisible()


def test_a_month_after_the_last_check_it_is_reminded_of(section):
    session = section.session
    told = "还没有检查过数据"
    assert told not in [each.what for each in reminders(session)]
    session.now = lambda: NOON + timedelta(days=repair.CYCLE)
    (found,) = [each for each in reminders(session) if each.what == told]
    assert (found.room, found.section) == ("system", "check")
    repair.check_fully(session)
    session.now = lambda: NOON + timedelta(days=2 * repair.CYCLE)
    assert "上次检查数据已是 31 天前" in [each.what for each in reminders(session)]
