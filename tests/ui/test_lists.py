"""The list of opinions at its window: any length, two lines or a ledger, ticked, kept in place, saved under a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan.models import opinions, places, views
from lianluozhan.models.opinions import Narrowing, Opinion, Order, Status, View
from lianluozhan.models.opinions.record import Channel
from lianluozhan.models.places import Village
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.opinion.list_pane import ListPane
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.row_window import SLICE, RowWindow

from .station_at_work import Staff, make_station

Key, Modifier = Qt.Key, Qt.KeyboardModifier
COUNT = 1300


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, dressed: object) -> Iterator[OpinionPage]:
    """A clerk in the room 社情民意 of a station with more opinions than are counted at once."""
    home = make_station(tmp_path_factory.mktemp("lists") / "home")
    staff = Staff(home.folder)
    session = staff.sign_in("wang").session
    first = opinions.register(session, Opinion(received_on=date(2026, 1, 1), title="第 0 件", content="路灯坏了。"))
    with session.action("opinion.register"):
        session.add_many(
            [
                replace(
                    first,
                    title=f"第 {n} 件",
                    received_on=date(2026, 1, 1) + timedelta(days=n // 10),
                    village_id=1 if n % 3 == 0 else None,
                    channel=Channel.LETTER if n % 2 else Channel.HOTLINE,
                    due_on=date(2020, 1, 1) + timedelta(days=n) if n < 40 else None,
                )
                for n in range(1, COUNT)
            ]
        )
    page = staff.desk.go("opinions")
    assert isinstance(page, OpinionPage)
    yield page
    staff.close()


@pytest.fixture
def pane(room: OpinionPage) -> ListPane:
    """Its list, as it is when the room is entered."""
    room.window().resize(1366, 740)
    room.list.show_view(View.OPEN)
    room.list.records.ticks.clear()
    room.list.records.records.count_to_the_end()
    room.list.records.setFocus()
    return room.list


def titles(pane: ListPane, first: int, count: int) -> list[str]:
    return [pane.records.records.row_number(at)["title"] for at in range(first, first + count)]


def press(pane: ListPane, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    QTest.keyClick(pane.records, key, modifier)


def test_all_rows_can_be_reached_from_both_ends_and_the_middle(pane: ListPane) -> None:
    pane.set_order(Order.OLDEST)
    pane.records.records.count_to_the_end()
    assert pane.records.records.rowCount() == COUNT
    press(pane, Key.Key_End)
    assert pane.records.current()["title"] == f"第 {COUNT - 1} 件" and pane.place() == (COUNT, COUNT)
    press(pane, Key.Key_PageUp)
    assert pane.records.current()["title"] != f"第 {COUNT - 1} 件"
    pane.records.verticalScrollBar().setValue(pane.records.verticalScrollBar().maximum() // 2)
    assert titles(pane, 700, 2) == ["第 700 件", "第 701 件"]
    press(pane, Key.Key_Home)
    assert pane.place() == (1, COUNT)


def test_the_end_is_there_before_a_long_list_is_counted(pane: ListPane, monkeypatch: pytest.MonkeyPatch) -> None:
    pane.set_order(Order.OLDEST)
    monkeypatch.setattr(RowWindow, "count_on", lambda window, seconds=0: None)
    pane.renew()
    assert pane.foot._count.text().endswith("+ 件")
    press(pane, Key.Key_End)
    assert pane.records.current()["title"] == f"第 {COUNT - 1} 件"
    monkeypatch.undo()
    pane.records.records.count_to_the_end()
    assert pane.place() == (COUNT, COUNT) and pane.foot._count.text() == f"共 {COUNT} 件"


def test_reading_again_keeps_record_place_and_ticks(pane: ListPane, room: OpinionPage) -> None:
    pane.set_order(Order.OLDEST)
    pane.records.records.count_to_the_end()
    pane.records.go(620)
    press(pane, Key.Key_Space)
    row, place = pane.records.current(), pane.records.verticalScrollBar().value()
    opinions.register(room.session, Opinion(received_on=date(2026, 6, 1), title="新来的", content="水管坏了。"))
    assert pane.records.current() == row and pane.records.verticalScrollBar().value() == place
    assert list(pane.records.ticks.ids) == [row["id"]]
    opinions.void(room.session, room.session.value("SELECT max(id) FROM opinions"), "登记重了。")


def test_a_group_begins_with_its_heading_and_its_count(pane: ListPane) -> None:
    model = pane.records.records
    assert model.heading(0) == "逾期 39" and model.heading(1) == ""
    assert model.heading(39) == f"其余 {COUNT - 39}"
    pane.records.go(0)
    QApplication.processEvents()
    assert pane.records.rowHeight(0) > pane.records.rowHeight(1)


def test_space_and_shift_tick_and_control_a_ticks_all_of_the_list(pane: ListPane) -> None:
    pane.records.go(3)
    press(pane, Key.Key_Space)
    press(pane, Key.Key_Down)
    press(pane, Key.Key_Down, Modifier.ShiftModifier)
    assert pane.records.ticks.count(COUNT) == 3 and pane.foot._ticked.text() == "已选 3 件"
    press(pane, Key.Key_A, Modifier.ControlModifier)
    press(pane, Key.Key_Space)
    assert pane.foot._ticked.text() == f"已选 {COUNT - 1} 件"


def test_a_click_with_control_or_shift_ticks(pane: ListPane) -> None:
    def click(at: int, modifier: Qt.KeyboardModifier) -> None:
        place = QPoint(200, pane.records.rowViewportPosition(at) + 40)
        QTest.mouseClick(pane.records.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(1, Modifier.ControlModifier)
    click(4, Modifier.ShiftModifier)
    assert pane.records.ticks.count(COUNT) == 4


def test_where_there_is_room_the_list_is_a_ledger_sorted_by_its_heads(pane: ListPane, room: OpinionPage) -> None:
    room.window().resize(1920, 1010)
    assert pane.wide and [column.key for column in pane.records.records.columns][:3] == ["number", "received", "title"]
    pane.records.sort_wanted.emit("received")
    pane.records.records.count_to_the_end()
    assert titles(pane, 0, 1) == [f"第 {COUNT - 1} 件"]
    pane.records.sort_wanted.emit("received")
    assert titles(pane, 0, 1) == ["第 0 件"]
    pane.records.sort_wanted.emit("village")  # no order for it: nothing changes
    assert titles(pane, 0, 1) == ["第 0 件"]
    room.window().resize(1366, 740)
    assert not pane.wide and pane.records.records.columnCount() == 1


def test_chosen_columns_are_kept_for_the_person(pane: ListPane, room: OpinionPage, qtbot: object) -> None:
    room.window().resize(1920, 1010)
    pane.set_columns(["title", "due", "channel"])
    again = ListPane(room.session)
    again.set_wide(True)
    assert [column.key for column in again.records.records.columns] == ["title", "due", "channel"]
    again._habits.keep("columns", ["title", "gone"])
    assert ListPane(room.session)._columns == ("title",)
    pane.set_columns(["number", "received", "title", "village", "holder", "state", "due"])


def test_a_filter_that_finds_nothing_says_what_was_sought(pane: ListPane) -> None:
    pane.narrow(Narrowing(status=Status.FILED, village_id=1))
    assert pane._middle.currentWidget() is pane._empty
    assert "归档" in pane._empty._words.text() and "石桥村" in pane._empty._words.text()
    pane._empty.clear.click()
    assert pane.at.narrowing == Narrowing() and pane.records.records.rowCount()


def test_a_saved_view_is_chosen_like_the_others_and_says_what_of_it_is_gone(pane: ListPane, room: OpinionPage) -> None:
    pane.narrow(Narrowing(village_id=1, channel=Channel.LETTER))
    saved = views.save(room.session, "石桥村来信", pane.stand(), personal=False)
    pane.show_view(View.OPEN)
    pane.view.set_value(saved.id)
    assert pane.at.narrowing == Narrowing(village_id=1, channel=Channel.LETTER)
    assert pane.title() == "石桥村来信，来信，石桥村"
    places.retire(room.session, Village, 1)
    pane.show_view(View.OPEN)
    pane.view.set_value(saved.id)
    assert pane.at.narrowing == Narrowing(channel=Channel.LETTER)
    assert "没有用上：村（社区）“石桥村”已停用" in pane.bar._said.text()
    places.bring_back(room.session, Village, 1)


def test_several_are_reminded_of_at_once_after_each_was_shown(pane: ListPane, room: OpinionPage) -> None:
    pane.records.go(0)
    press(pane, Key.Key_Space)
    with room.session.action("opinion.edit"):
        handled = room.session.change(room.session.get(Opinion, pane.records.current()["id"]), status=Status.HANDLING)
    pane.records.ticks.add([handled.id + 1])
    pane.foot.wanted.emit("remind")
    drawer = room.window().findChild(Drawer)
    assert drawer is not None
    drawer.fields.set_values({"words": "李建军接电话，节后安装。"})
    drawer.save()
    assert opinions.steps_of(room.session, handled.id)[0].label == "电话催办"
    assert not pane.records.ticks.some
    left = [each for each in room.window().findChildren(Drawer) if each.isVisible()]
    assert len(left) == 1  # what was left out is said
    left[0].save()


def test_the_list_is_exported_in_the_background(
    pane: ListPane, room: OpinionPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    path = tmp_path / "来信.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    pane.narrow(Narrowing(channel=Channel.LETTER))
    pane.records.records.count_to_the_end()
    total = pane.records.records.total
    pane.bar.export_wanted.emit()
    drawer = next(each for each in room.window().findChildren(Drawer) if each.isVisible())
    with qtbot.waitSignal(pane.acts.exporting.ended, timeout=30_000):  # type: ignore[attr-defined]
        drawer.save()
    sheet = openpyxl.load_workbook(path, read_only=True)["清单"]
    assert sheet.max_row == total + 3 and total >= SLICE
