"""Importing a ledger: what is shown before anything is stored, what is stored, what is taken back (5.1.1)."""

import gc
import shutil
import threading
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from lianluozhan.models import accounts, homes, imports, opinions, staff
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post, Staff
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.pages.import_page import ImportPanel
from lianluozhan.ui.pages.importing.ways import OpinionWay
from lianluozhan.ui.question import Question

from .station_at_work import PASSWORD, make_station

pytestmark = pytest.mark.clause("5.1.1")
HEAD = "编号,姓名,主题,日期,内容,备注"
GOOD = "1,张三,路灯坏了,2025-3-5,三组路灯坏了四盏,急"
BAD_DAY = "2,李四,水压不足,2025-13-5,自来水水压不足,"
MANY = [f"{n},张三,路灯坏了{n},2025-3-5,三组路灯坏了四盏," for n in range(3000)]
ALIKE = "3,张三,路灯坏了,2025-3-5,三组路灯坏了四盏,"


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def panel(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    panel = ImportPanel(session, changes)
    panel.announced = changes  # lives as long as the panel
    qtbot.addWidget(panel)
    panel.resize(1190, 640)
    panel.show()
    yield panel
    qtbot.waitUntil(lambda: panel._job is None, timeout=20_000)


def ledger(folder: Path, *rows: str, name="来信登记.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]), "utf-8")
    return path


def try_out(panel, qtbot, path):
    """Read a file and wait for its dry run."""
    panel.read(path)
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)
    return panel.checking


def take_in(panel, qtbot, path):
    try_out(panel, qtbot, path)
    panel.checking.import_button.click()
    qtbot.waitUntil(lambda: panel.stages.currentWidget() is panel.ending, timeout=20_000)


def count(session):
    return session.value("SELECT count(*) FROM opinions WHERE voided_on IS NULL")


def words(table):
    return [row["words"] for row in table.records.loaded.rows]


def test_numbers_and_reasons_are_shown_before_anything_is_stored(panel, qtbot, session, tmp_path):
    checking = try_out(panel, qtbot, ledger(tmp_path, GOOD, BAD_DAY, ALIKE))
    assert checking.numbers.text() == "共 3 行：可以导入 2 件，不能导入 1 行，需要留意 1 行"
    assert "2025-13-5" in words(checking.tables["bad"])[0]
    assert words(checking.tables["remarks"])[0].startswith("可能重复：与第 2 行")
    assert words(checking.tables["good"]) == ["草稿", "草稿"]
    assert checking.full.text().startswith("第 3 行：")
    assert checking.import_button.text() == "导入 2 件" and count(session) == 0


def test_what_is_good_is_taken_in_and_the_rest_is_saved_with_its_reasons(panel, qtbot, session, tmp_path, monkeypatch):
    take_in(panel, qtbot, ledger(tmp_path, GOOD, BAD_DAY))
    assert count(session) == 1
    assert panel.ending._title.text() == "已导入 1 件" and "未导入 1 行" in panel.ending.words.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "原因"), ""))
    panel.ending.report_button.click()
    sheet = load_workbook(tmp_path / "原因.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]][1] == "李四" and "2025-13-5" in sheet[2][6].value
    assert panel.ending.note.text().startswith("已保存到“原因.xlsx”")


def test_a_column_that_was_guessed_wrongly_is_changed_and_counted_anew(panel, qtbot, tmp_path):
    checking = try_out(panel, qtbot, ledger(tmp_path, GOOD))
    assert checking.columns.mapping()["主题"] == "title" and "备注" not in checking.columns.mapping()
    checking.columns.targets["日期"].set_value(None)
    qtbot.waitUntil(lambda: "收到日期" in checking.problem.text(), timeout=20_000)
    assert not checking.import_button.isEnabled()
    checking.columns.targets["备注"].set_value("request")
    checking.columns.targets["日期"].set_value("received_on")
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)
    assert panel.plan.good[0].opinion.request == "急" and checking.import_button.isEnabled()


def test_a_day_and_a_channel_for_the_whole_batch_fill_what_the_file_lacks(panel, qtbot, session, tmp_path):
    path = tmp_path / "无日期.csv"
    path.write_text("主题,内容\n路灯坏了,三组路灯坏了四盏\n", "utf-8")
    panel.read(path)
    qtbot.waitUntil(lambda: panel.checking is not None and panel._job is None, timeout=20_000)
    whole = panel.checking.columns.whole
    whole.set_values({"received_on": session.today, "channel": "来信"})
    panel.checking.changed.emit()
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)
    opinion = panel.plan.good[0].opinion
    assert opinion.received_on == session.today and opinion.channel.label == "来信"


def test_a_file_that_is_no_table_is_refused_in_words_and_another_can_be_chosen(panel, qtbot, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\xff\xd8\xff\xe0 no table")
    panel.read(path)
    qtbot.waitUntil(lambda: panel._job is None, timeout=20_000)
    assert panel.stages.currentWidget() is panel.choosing
    assert "不是 Excel 表格" in panel.choosing.problem.text() and panel.choosing.choose_button.isEnabled()


def test_a_file_is_dropped_on_the_page(panel, qtbot, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(ledger(tmp_path, GOOD)))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.choosing.dropEvent(event)
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)


def test_a_file_is_chosen_in_the_dialog(panel, qtbot, tmp_path, monkeypatch):
    path = ledger(tmp_path, GOOD)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    panel.choosing.choose_button.click()
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)


def test_an_import_that_is_cancelled_leaves_nothing(panel, qtbot, session, tmp_path):
    try_out(panel, qtbot, ledger(tmp_path, *MANY))
    panel.running.begin("", "")
    panel.carry_out()
    panel.running.cancel_button.click()
    qtbot.waitUntil(lambda: panel._job is None, timeout=60_000)
    assert panel.stages.currentWidget() is panel.checking and "一件也没有导入" in panel.checking.details.text()
    assert count(session) == 0 and imports.batches(session).count() == 0


def test_who_leaves_the_page_in_the_middle_of_an_import_stops_it(dressed, qtbot, session, tmp_path):
    panel = ImportPanel(session)
    try_out(panel, qtbot, ledger(tmp_path, *MANY))
    panel.carry_out()
    job = panel._job
    panel.deleteLater()
    qtbot.waitUntil(lambda: not isValid(job), timeout=60_000)
    assert count(session) == 0 and imports.batches(session).count() == 0


def test_a_batch_is_taken_back_after_one_question(panel, qtbot, session, tmp_path, monkeypatch):
    take_in(panel, qtbot, ledger(tmp_path, GOOD))
    asked = []
    monkeypatch.setattr(Question, "exec", lambda self: asked.append(self.windowTitle()) or Question.DialogCode.Accepted)
    panel.ending.another.emit()
    panel.choosing.back_button.click()
    assert asked == ["撤回“来信登记.csv”导入的 1 件？"] and count(session) == 0
    assert not panel.choosing.back_button.isEnabled() and "已于" in panel.choosing._why.text()


def test_a_batch_with_which_something_was_done_is_not_taken_back(panel, qtbot, session, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: told.append(sentence))
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    take_in(panel, qtbot, ledger(tmp_path, GOOD))
    opinions.edit(session, session.value("SELECT id FROM opinions"), title="路灯又坏了")
    panel.ending.back_button.click()
    assert told[0].startswith("不能撤回这一批") and count(session) == 1


def test_who_may_not_import_reads_who_does(dressed, qtbot, session):
    reader = staff.add_staff(session, Staff(name="李建民"), Post.WORKER, session.today)
    accounts.add(session, reader.id, "li", (Role.ARCHIVIST,), PASSWORD)
    panel = ImportPanel(homes.sign_in_again(session, "li", PASSWORD))
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.choosing.choose_button.isVisible() and not panel.choosing.acceptDrops()
    assert panel.choosing._limits.text() == "导入由联络员办理。"


def test_in_a_narrow_window_columns_and_result_take_turns(panel, qtbot, tmp_path):
    checking = try_out(panel, qtbot, ledger(tmp_path, GOOD))
    assert checking.columns.isVisible() and not checking.columns_button.isVisible()
    panel.resize(760, 460)
    qtbot.waitUntil(lambda: not checking.columns.isVisible())
    checking.columns_button.click()
    assert checking.columns.isVisible() and not checking._result.isVisible()


def test_reading_trying_and_storing_are_done_beside_the_window(dressed, qtbot, session, tmp_path):
    seen = {}

    class Watched(OpinionWay):
        def read_file(self, path, cancelled):
            seen["read"] = threading.current_thread()
            return super().read_file(path, cancelled)

        def planning(self, checking):
            plan = super().planning(checking)

            def watched():
                seen["tried"] = threading.current_thread()
                return plan()

            return watched

        def store(self, plan, progress, cancelled):
            seen["stored"] = threading.current_thread()
            return super().store(plan, progress, cancelled)

    panel = ImportPanel(session, way=Watched(session))
    qtbot.addWidget(panel)
    panel.show()
    panel.read(ledger(tmp_path, GOOD))
    qtbot.waitUntil(lambda: panel.plan is not None and panel._job is None, timeout=20_000)
    panel.carry_out()
    qtbot.waitUntil(lambda: panel.outcome is not None and panel._job is None, timeout=20_000)
    assert set(seen) == {"read", "tried", "stored"}
    assert threading.main_thread() not in seen.values()


def test_the_collector_sets_thousands_of_new_rows_aside_instead_of_walking_them(session, tmp_path):
    table = imports.read_table(ledger(tmp_path, *MANY))
    plan = imports.plan(session, table)
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(plan.good) == len(MANY)
