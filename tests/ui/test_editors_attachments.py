"""The attachments of a form: chosen, dropped, pasted or from the scanner; turned, made smaller, renamed, refused."""

from __future__ import annotations

import json
import os
import random
import zlib
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QImageWriter, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from lianluozhan.models.attachments import Enclosed
from lianluozhan.ui import appearance
from lianluozhan.ui.appearance import Appearance
from lianluozhan.ui.editors import AttachmentEditor, TextEditor
from lianluozhan.ui.editors.scan_panel import ScanPanel, newest, when
from lianluozhan.ui.pictures import look, shrunk, turned

CTRL = Qt.KeyboardModifier.ControlModifier


def photo(path: Path, width: int = 400, height: int = 300, *, lying: bool = False) -> Path:
    """A photo, red at its upper left corner; `lying` as a camera stores one that was held upright."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    chance = random.Random(1)
    for _ in range(400):
        colour = QColor(*(chance.randrange(256) for _ in range(3)))
        painter.fillRect(chance.randrange(width), chance.randrange(height), 20, 20, colour)
    painter.fillRect(0, 0, width // 4, height // 4, QColor("red"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG" if path.suffix == ".png" else b"JPEG"))
    writer.setQuality(95)
    assert writer.write(image)
    content = bytes(buffer.data().data())
    if lying:
        exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
        content = content[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + content[2:]
    path.write_bytes(content)
    return path


def bomb(path: Path) -> Path:
    """A small file that says it is a picture of 900 million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    body = zlib.compress(bytes(3_000_000), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def is_red(image: QImage, x: int, y: int) -> bool:
    colour = image.pixelColor(x, y)
    return colour.red() > 200 and colour.green() < 80 and colour.blue() < 80


@pytest.fixture
def editor(qtbot):
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    made = AttachmentEditor("files")
    made.setAccessibleName("附件")
    made.words = TextEditor("content")
    column.addWidget(made.words)
    column.addWidget(made)
    column.addStretch(1)
    made.sheet = sheet
    qtbot.addWidget(sheet)
    sheet.resize(420, 500)
    sheet.show()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    return made


def ready(qtbot, editor):
    qtbot.waitUntil(lambda: not editor.is_busy())


def act(qtbot, editor, row, words):
    """Choose from the menu of a file."""
    menu = editor.rows()[row].menu()
    action = next(action for action in menu.actions() if action.text().startswith(words))
    action.trigger()
    menu.close()
    ready(qtbot, editor)


# Coming in ---------------------------------------------------------------------------------------------------------


def test_chosen_files_are_listed_with_size_and_a_small_picture(qtbot, editor, tmp_path, monkeypatch):
    letter, picture = tmp_path / "来信.txt", photo(tmp_path / "路灯.jpg")
    letter.write_text("路灯坏了")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(letter), str(picture)], ""))
    with qtbot.waitSignal(editor.changed):
        editor.add_button.click()
    ready(qtbot, editor)
    assert editor.value() == [letter, picture] and editor._count.text() == "2 件"
    text, shown = editor.rows()
    assert text.small() is None and text.facts() == "12 B"
    assert max(shown.small().width(), shown.small().height()) == 88 and shown.facts().endswith("400×300")


def test_dropped_files_come_in_once(editor, tmp_path):
    path = photo(tmp_path / "路灯.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for _ in range(2):
        enter = QDragEnterEvent(QPoint(5, 5), *how)
        QApplication.sendEvent(editor, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(editor, QDropEvent(QPoint(5, 5), *how))
    assert editor.value() == [path]


def test_a_screenshot_and_copied_files_are_pasted(qtbot, editor, tmp_path):
    path, picture = photo(tmp_path / "路灯.png"), QImage(50, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    for kind, what in (("setImageData", picture), ("setUrls", [QUrl.fromLocalFile(str(path))])):
        data = QMimeData()
        getattr(data, kind)(what)
        QApplication.clipboard().setMimeData(data)
        editor.setFocus()
        QTest.keyClick(editor.add_button, Qt.Key.Key_V, CTRL)
    pasted, file = editor.value()
    assert QImage.fromData(pasted.content).size() == QSize(50, 20) and file == path
    assert pasted.name.startswith(f"粘贴的图片 {date.today():%Y-%m-%d}")


def test_pasting_nothing_says_what_to_do(editor):
    QApplication.clipboard().setText("路灯")
    QTest.keyClick(editor.add_button, Qt.Key.Key_V, CTRL)
    assert editor.problem.isVisible() and "先复制文件" in editor.problem.text() and editor.value() == []


def test_a_picture_pasted_into_the_words_lands_in_the_attachments(editor):
    picture = QImage(50, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    QApplication.clipboard().setImage(picture)
    editor.words.setFocus()
    QTest.keyClick(editor.words, Qt.Key.Key_V, CTRL)
    assert len(editor.value()) == 1 and editor.words.value() == ""


def test_files_that_cannot_be_attached_are_named_with_their_reason(editor, tmp_path):
    for name, content in (("空.txt", b""), ("看.exe", b"x"), ("照片.jpg", b"MZ\x90\0"), ("机密★.txt", b"x")):
        (tmp_path / name).write_bytes(content)
    good = photo(tmp_path / "好.png")
    editor.take(
        [*(tmp_path / name for name in ("空.txt", "看.exe", "没有.txt", "照片.jpg", "机密★.txt")), tmp_path, good]
    )
    said = editor.problem.text()
    assert "“空.txt”是空的" in said and "“看.exe”是电脑程序" in said and "找不到它" in said
    assert said.endswith("另外还有 3 个也放不进来。") and editor.value() == [good]
    editor.take([good])
    assert not editor.problem.isVisible()


def test_a_place_for_scans_takes_scans_only(qtbot, tmp_path):
    editor = AttachmentEditor("scan", kinds="图片和 PDF (*.jpg *.jpeg *.png *.pdf)")
    qtbot.addWidget(editor)
    (tmp_path / "信.docx").write_bytes(b"x")
    (tmp_path / "信.PDF").write_bytes(b"%PDF")
    editor.take([tmp_path / "信.docx", tmp_path / "信.PDF"])
    assert editor.value() == [tmp_path / "信.PDF"]
    assert editor.problem.text() == "“信.docx”放不进这里，这里只放图片和 PDF。"


def test_what_a_draft_remembers_is_shown_again_and_a_missing_file_is_marked(qtbot, editor, tmp_path):
    pasted = Enclosed("截图.png", content=photo(tmp_path / "a.png").read_bytes())
    kept = [tmp_path / "拔掉的U盘.jpg", pasted]
    editor.set_value(kept)
    ready(qtbot, editor)
    assert editor.value() == kept
    assert editor.rows()[0].facts() == "找不到" and editor.rows()[1].small() is not None
    editor.set_value(None)
    assert editor.value() == [] and editor.rows() == []


# Pictures ----------------------------------------------------------------------------------------------------------


def test_a_photo_is_turned_and_the_original_stays_untouched(qtbot, editor, tmp_path):
    path = photo(tmp_path / "路灯.jpg")
    before = path.read_bytes()
    editor.take([path])
    ready(qtbot, editor)
    act(qtbot, editor, 0, "向右转")
    (made,) = editor.value()
    image = QImage.fromData(made.content)
    assert (made.name, image.size()) == ("路灯.jpg", QSize(300, 400)) and is_red(image, 280, 20)
    act(qtbot, editor, 0, "向左转")
    act(qtbot, editor, 0, "向左转")
    image = QImage.fromData(editor.value()[0].content)
    assert image.size() == QSize(300, 400) and is_red(image, 20, 380)
    assert path.read_bytes() == before
    act(qtbot, editor, 0, "恢复原样")
    assert editor.value() == [path]


def test_saving_at_once_after_turning_keeps_the_turn(qtbot, editor, tmp_path):
    editor.take([photo(tmp_path / "路灯.png")])
    ready(qtbot, editor)
    row = editor.rows()[0]
    row.wants.emit("right")
    row.open_menu()
    assert row.facts() == "正在改，请稍等" and QApplication.activePopupWidget() is None
    assert QImage.fromData(editor.value()[0].content).size() == QSize(300, 400)


def test_a_large_photo_is_made_smaller_on_request_and_says_how_much(qtbot, editor, tmp_path):
    path = photo(tmp_path / "路灯.jpg", 2400, 1800)
    editor.take([path])
    ready(qtbot, editor)
    row = editor.rows()[0]
    row.open_menu()
    qtbot.waitUntil(lambda: "→" in " ".join(action.text() for action in row._menu.actions()))
    words = next(action.text() for action in row._menu.actions() if action.data() == "smaller")
    row._menu.close()
    act(qtbot, editor, 0, "缩小到 1600 像素")
    (made,) = editor.value()
    assert QImage.fromData(made.content).size() == QSize(1600, 1200) and len(made.content) < path.stat().st_size
    assert words.startswith("缩小到 1600 像素，") and "1600×1200" in editor.rows()[0].facts()
    assert "原来 " in editor.rows()[0].facts()


def test_a_small_photo_need_not_be_made_smaller(qtbot, editor, tmp_path):
    editor.take([photo(tmp_path / "路灯.jpg")])
    ready(qtbot, editor)
    assert [action.text() for action in editor.rows()[0].menu().actions()] == ["向左转", "向右转", "改名", "移除"]


def test_a_photo_taken_upright_is_seen_upright(tmp_path):
    path = photo(tmp_path / "路灯.jpg", lying=True)
    seen = look(path, 88)
    assert seen.size == QSize(300, 400) and is_red(seen.small, 60, 6)
    upright = QImage.fromData(turned(path, 180).content)
    assert upright.size() == QSize(300, 400) and is_red(upright, 20, 380)


def test_a_picture_that_would_fill_the_memory_is_kept_but_not_opened(qtbot, editor, tmp_path):
    path = bomb(tmp_path / "大图.png")
    editor.take([path])
    ready(qtbot, editor)
    row = editor.rows()[0]
    assert "30000×30000 个点，太大，没有打开看" in row.facts() and row.small() is None
    assert editor.value() == [path]
    assert [action.data() for action in row.menu().actions()] == ["name", "remove"]


@pytest.mark.parametrize("cut", [20, 300, 3000])
def test_a_damaged_picture_is_kept_and_said_to_be_damaged(tmp_path, cut):
    path = photo(tmp_path / "坏.png")
    path.write_bytes(path.read_bytes()[:cut])
    seen = look(path, 88)
    assert seen is not None and "打不开" in seen.trouble


def test_no_picture_means_no_preview(tmp_path):
    for name in ("信.pdf", "图.svg", "信.jpg"):
        (tmp_path / name).write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        assert look(tmp_path / name, 88) is None
    assert look(tmp_path / "没有.jpg", 88) is None


def test_a_transparent_screenshot_stays_a_screenshot_when_made_smaller(tmp_path):
    made = shrunk(photo(tmp_path / "截图.png", 2000, 1000))
    assert made.name == "截图.png" and QImage.fromData(made.content).size() == QSize(1600, 800)


# By keys -----------------------------------------------------------------------------------------------------------


def test_a_file_is_renamed_by_keys_its_ending_kept(qtbot, editor, tmp_path):
    editor.take([photo(tmp_path / "IMG_0417.jpg")])
    ready(qtbot, editor)
    editor.rows()[0].edit_name()
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "a/b")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert editor.value() == [Enclosed("a_b.jpg", path=tmp_path / "IMG_0417.jpg")]
    assert editor.rows()[0].button.hasFocus()
    editor.rows()[0].edit_name()
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "anders")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert editor.value()[0].name == "a_b.jpg"


def test_tab_reaches_every_file_and_delete_takes_it_away(qtbot, editor, tmp_path):
    paths = [photo(tmp_path / f"{n}.png") for n in range(3)]
    editor.take(paths)
    ready(qtbot, editor)
    editor.add_button.setFocus()
    for row in editor.rows():
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert row.button.hasFocus() and row.item.name in row.button.accessibleName()
    QTest.keyClick(editor.rows()[1].button, Qt.Key.Key_Delete)
    assert editor.value() == [paths[0], paths[2]] and editor.rows()[1].button.hasFocus()
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert editor.value() == [] and editor.add_button.hasFocus()


# The folder of the scanner -----------------------------------------------------------------------------------------


@pytest.fixture
def scans(qapp, tmp_path, monkeypatch):
    """A scanner's folder that was never chosen before at this computer."""
    monkeypatch.setattr(appearance, "_here", None)
    home, folder = tmp_path / "home", tmp_path / "扫描件"
    Appearance(qapp, home)
    folder.mkdir()
    for number in range(3):
        path = photo(folder / f"扫描{number}.jpg")
        os.utime(path, (1_700_000_000 + number * 100,) * 2)
    (folder / ".hidden").write_bytes(b"x")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return folder


def test_the_folder_is_asked_for_once_and_remembered_at_this_computer(qtbot, qapp, editor, scans, tmp_path):
    editor.scan_button.click()
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, ScanPanel) and appearance.scan_folder() == str(scans)
    panel.close()
    assert json.loads((tmp_path / "home" / "display.json").read_text("utf-8"))["scan_folder"] == str(scans)
    assert Appearance(qapp, tmp_path / "home").scan_folder == str(scans)


def test_the_newest_scans_are_ticked_and_taken_by_keys(qtbot, editor, scans):
    editor.scan_button.click()
    panel = QApplication.activePopupWidget()
    assert panel.files.item(0).text().startswith("扫描2.jpg\n") and panel.files.count() == 3
    qtbot.waitUntil(lambda: all(job.done() for job in panel._jobs))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(panel.files, key)
    assert panel.take_button.text() == "放进附件 2 件"
    QTest.keyClick(panel.files, Qt.Key.Key_Return)
    assert editor.value() == [scans / "扫描2.jpg", scans / "扫描0.jpg"]


def test_enter_without_a_tick_takes_the_current_scan_and_esc_none(qtbot, editor, scans):
    for key, taken in ((Qt.Key.Key_Escape, []), (Qt.Key.Key_Return, [scans / "扫描2.jpg"])):
        editor.scan_button.click()
        QTest.keyClick(QApplication.activePopupWidget().files, key)
        assert editor.value() == taken and QApplication.activePopupWidget() is None


def test_a_folder_that_is_gone_or_empty_is_said_to_be(qtbot, editor, scans, tmp_path):
    for folder, words in ((tmp_path / "gone", "找不到这个文件夹"), (tmp_path / "home", "还没有文件")):
        (tmp_path / "home").mkdir(exist_ok=True)
        appearance._here.scan_folder = str(folder)
        for file in (tmp_path / "home").iterdir():
            file.unlink()
        editor.open_scans()
        panel = QApplication.activePopupWidget()
        assert words in panel.empty.text() and panel.empty.isVisible() and not panel.take_button.isEnabled()
        panel.close()


def test_the_time_of_a_scan_is_said_as_people_say_it():
    day = datetime(2026, 3, 5, 9, 5)
    assert when(day.timestamp(), date(2026, 3, 5)) == "今天 9:05"
    assert when(day.timestamp(), date(2026, 3, 6)) == "昨天 9:05"
    assert when(day.timestamp(), date(2026, 3, 9)) == "3月5日 9:05"
    assert newest(Path("/nowhere/at/all")) == []
