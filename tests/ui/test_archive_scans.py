"""扫描件 in the room 档案: taken in with a bar, looked at, hung by a suggestion or a number, turned, left out (N7)."""

from __future__ import annotations

import random
import shutil

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan.models import homes
from lianluozhan.models.archive.scan_targets import Target
from lianluozhan.models.archive.scans import Scan, ScanState
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.archive import scan_way
from lianluozhan.ui.pages.archive.scan_work import TakeQuestion
from lianluozhan.ui.question import Question
from tests import glass
from tests.glass import Lying
from tests.sample_station import sample_station

from .archive_desk import answer, enter, section_of, words_of
from .register_desk import open_desk, press

Key = Qt.Key
LYING = Lying(dpi=150, turn=180, skew=2)


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    """A station that printed one sheet, and its scan with an empty back and a page that lost its margin."""
    room = tmp_path_factory.mktemp("scans")
    home = sample_station(room / "home")
    session = enter(home, "zhouchangfu")
    opinion_id = session.value("SELECT opinion_id FROM opinion_steps WHERE name = 'receive'")
    sheet = next(glass._of_form(session, "F12", [opinion_id]))
    session.close()
    chance, folder = random.Random(1), room / "扫描"
    folder.mkdir()
    seen = glass.scanned(glass.picture_of(sheet.pdf, 150), LYING, chance)
    cut = glass.picture_of(sheet.pdf, 150)
    cut.paste((255, 255, 255), (0, 1500, *cut.size))
    white = Image.new("RGB", (1240, 1754), "white")
    glass.saved([seen, white, cut], folder / "扫描0001.pdf", LYING)
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.4 broken")
    return home.folder, folder, opinion_id


@pytest.fixture
def desk(dressed, qtbot, scans, tmp_path):
    session = enter(homes.Home(shutil.copytree(scans[0], tmp_path / "home")), "zhouchangfu")
    yield open_desk(qtbot, session)
    session.close()


@pytest.fixture
def told(monkeypatch):
    """Every question is answered with yes; what was said is kept."""
    said = []

    def run(question):
        said.append(words_of(question) or question.windowTitle())
        return Question.DialogCode.Accepted

    monkeypatch.setattr(Question, "exec", run)
    return said


def take(desk, scans, monkeypatch):
    section = section_of(desk, "scans")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(scans[1]))
    section.page.add()
    return section


def shown(qtbot, section):
    """The words of the record, when its picture is there."""
    sheet = section.page.record
    qtbot.waitUntil(lambda: not sheet.picture.pixmap().isNull(), timeout=60_000)
    return words_of(sheet)


@pytest.mark.clause("4.6.2")
def test_a_folder_is_taken_in_and_the_rest_is_hung_by_a_suggestion(desk, scans, qtbot, monkeypatch, told):
    section = take(desk, scans, monkeypatch)
    assert [scan.state for scan in desk.session.select(Scan)] == [
        ScanState.HUNG,
        ScanState.WAITING,
        ScanState.WAITING,
    ]
    assert section.view.records.loaded.total == 2
    assert "1 页空白" in section.found_words(2)
    section.page.open_record(3)
    assert "没有认出纸号" in shown(qtbot, section)
    section.page.record.entry_buttons[0]["挂在这里"].click()
    hung = desk.session.get(Scan, 3)
    assert (hung.state, hung.record_id) == (ScanState.HUNG, scans[2])


def test_what_could_not_be_taken_in_is_told_by_file(desk, scans, monkeypatch, told):
    take(desk, scans, monkeypatch)
    assert any("挂好 1 页，待认 1 页，空白 1 页" in words and "“坏的.pdf”" in words for words in told)
    assert (scans[1] / "扫描0001.pdf").exists()


def test_empty_backs_go_at_once_and_come_back_when_they_are_wanted(desk, scans, monkeypatch, told, qtbot):
    section = take(desk, scans, monkeypatch)
    section.drop_blank()
    assert desk.session.get(Scan, 2).state is ScanState.DISMISSED
    section.page._list_sheet.which.set_value("dismissed")
    section.page._turn()
    section.page.record.buttons["退回待认"].click()
    assert desk.session.get(Scan, 2).state is ScanState.WAITING


def test_a_page_is_hung_by_its_number_with_the_keys_alone(desk, scans, monkeypatch, told, qtbot):
    section = take(desk, scans, monkeypatch)
    section.page.open_record(3)
    desk.activateWindow()
    QApplication.processEvents()
    section.page.take_focus()
    press(qtbot, Key.Key_Return)
    drawer = desk.findChild(Drawer)
    drawer.fields.set_values({"words": "没有的编号"})
    drawer.save()
    assert "没有这个纸号或编号" in words_of(drawer)
    drawer.fields.set_values({"words": desk.session.get(Opinion, scans[2]).number})
    drawer.save()
    assert desk.session.get(Scan, 3).record_id == scans[2]


def test_a_hung_page_leads_to_its_record_is_turned_and_taken_back(desk, scans, monkeypatch, told, qtbot):
    section = take(desk, scans, monkeypatch)
    section.page._list_sheet.which.set_value("hung")
    section.page._turn()
    words = shown(qtbot, section)
    assert "意见建议交办单" in words
    assert "顺时针转了 180 度" in words
    section.page.record.buttons["转 90 度"].click()
    assert desk.session.get(Scan, 1).turned == 270
    section.page.record.buttons["看记录"].click()
    assert desk.stack.currentWidget() is desk.page("opinions")
    desk.go_section("archive", "scans")
    section.page._list_sheet.which.set_value("hung")
    section.page._turn()
    section.page.record.buttons["退回待认"].click()
    assert desk.session.get(Scan, 1).state is ScanState.WAITING


def test_what_is_not_wanted_asks_for_a_reason(desk, scans, monkeypatch, told):
    section = take(desk, scans, monkeypatch)
    section.page.open_record(3)
    answer(monkeypatch, "重复扫描")
    section.page.record.buttons["不收"].click()
    left = desk.session.get(Scan, 3)
    assert (left.state, left.note) == (ScanState.DISMISSED, "重复扫描")


def test_files_that_are_dropped_are_taken_in(desk, scans, monkeypatch, told, qtbot):
    section = section_of(desk, "scans")
    monkeypatch.setattr(TakeQuestion, "exec", lambda self: True)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(scans[1] / "扫描0001.pdf"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, dropped, buttons, keys)
    section.page.record.dropEvent(event)
    qtbot.waitUntil(lambda: desk.session.value("SELECT count(*) FROM archive_scans") == 3, timeout=60_000)


def test_whoever_may_not_take_scans_in_does_not_see_the_section(dressed, qtbot, scans, tmp_path):
    session = enter(homes.Home(shutil.copytree(scans[0], tmp_path / "home")), "lijianguo")
    desk = open_desk(qtbot, session)
    assert "scans" not in desk.page("archive").sections
    session.close()


def test_a_target_is_called_by_its_form_and_record(desk, scans):
    name = scan_way.name_of(desk.session, Target("opinions", scans[2], "F12"))
    assert name.startswith("意见建议交办单　")
    assert scan_way.name_of(desk.session, Target("visits", 99_999)).endswith("记录已经找不到了")
