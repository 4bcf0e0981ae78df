"""A change of many matters at once, and its way back a week later with the effect shown before (N5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan.models import homes, opinions, settings
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion, reclassifying
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.history_drawer import open_history
from lianluozhan.ui.pages.opinion.bulk_drawers import open_reclassify
from tests.keeping import NOON
from tests.sample_station import sample_station


class Day:
    """The clock of the station, moved by a test."""

    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def clerk(tmp_path, day):
    sample_station(tmp_path / "home")
    session = homes.sign_in(Home(tmp_path / "home"), "zhouchangfu", PASSWORD, now=day)
    yield session
    session.close()


@pytest.fixture
def desk(clerk, qtbot):
    changes = Changes()
    changes.follow(clerk)
    made = Desk(clerk, changes, home=clerk.folder.parent)
    made.kept_changes = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.show()
    return made


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def agree():
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())


def some(session):
    return [each.id for each in session.select(Opinion, "voided_on IS NULL", order="id LIMIT 5")]


def test_many_matters_are_put_into_another_category_from_the_drawer(clerk, desk):
    ids = some(clerk)
    found = []
    drawer = open_reclassify(desk.go("opinions"), clerk, ids, found.extend)
    wanted = clerk.value("SELECT max(id) FROM categories WHERE retired_on IS NULL")
    drawer.fields.set_values({"category_id": wanted, "is_key": True})
    drawer.save()
    assert {clerk.get(Opinion, each).category_id for each in ids} == {wanted}
    assert all(clerk.get(Opinion, each).is_key for each in ids)
    assert len(found) == 5
    assert opinions.steps_of(clerk, ids[0])[0].label == "改分类"


def test_nothing_chosen_changes_nothing_and_is_said(clerk, desk):
    drawer = open_reclassify(desk.go("opinions"), clerk, some(clerk), lambda _: None)
    before = clerk.value("SELECT max(id) FROM audit_log")
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget() and QApplication.activeModalWidget().accept())
    drawer.save()
    assert clerk.value("SELECT max(id) FROM audit_log") == before


@pytest.mark.clause("4.6.3")
def test_a_week_later_it_is_undone_from_the_list_and_what_was_changed_since_stays(clerk, desk, day, qtbot):
    ids = some(clerk)
    before = [clerk.get(Opinion, each).village_id for each in ids]
    wanted = clerk.value("SELECT max(id) FROM villages")
    reclassifying.reclassify(clerk, ids, village_id=wanted)
    day.at += timedelta(days=7)
    reclassifying.reclassify(clerk, ids[:1], village_id=wanted - 1)
    desk.go_section("system", "deeds")
    section = desk.current.current
    section.table.selectRow(1)
    shown = words_in(section)
    assert "后来又改过、留着不动的 1 处" in shown and "改回" in shown
    agree()
    section.undo_button.click()
    now = [clerk.get(Opinion, each).village_id for each in ids]
    assert now == [wanted - 1, *before[1:]]
    section.table.selectRow(2)
    assert section.table.current()["is_undone"] == 1
    assert "已经撤销过了" in words_in(section)


def test_an_officer_sees_his_own_deeds_and_the_head_those_of_all(clerk, desk, qtbot):
    head = homes.sign_in_again(clerk, "wangxiuying", PASSWORD)
    settings.change(head, "opinion.review_days", "5 工")
    desk.go_section("system", "deeds")
    actions = {row["action"] for row in desk.current.current.table.records.loaded.rows}
    assert "setting.change" not in actions
    changes = Changes()
    other = Desk(head, changes, home=head.folder.parent)
    qtbot.addWidget(other)
    other.show()
    other.go_section("system", "deeds")
    assert other.current.current.table.records.loaded.rows[0]["action"] == "setting.change"
    assert not other.findChildren(Drawer)


def test_the_history_of_a_matter_shows_a_change_and_takes_it_back(clerk, desk):
    id_ = some(clerk)[0]
    before = clerk.get(Opinion, id_)
    wanted = clerk.value("SELECT max(id) FROM villages")
    reclassifying.reclassify(clerk, [id_], village_id=wanted)
    drawer = open_history(desk.go("opinions"), clerk, clerk.get(Opinion, id_), "这一件")
    QApplication.processEvents()
    assert "改分类" in words_in(drawer) and "村（社区）：" in words_in(drawer)
    back = next(each for each in drawer.findChildren(QPushButton) if each.text() == "撤销这一次")
    agree()
    back.click()
    assert clerk.get(Opinion, id_).village_id == before.village_id
