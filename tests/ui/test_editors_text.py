"""The fields for words, people and days: whatever is pasted or typed, they do the sensible thing or say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QToolTip, QVBoxLayout, QWidget

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.ui.editors import (
    AddressEditor,
    DayEditor,
    LineEditor,
    NameEditor,
    NumberEditor,
    PhoneEditor,
    TextEditor,
)
from lianluozhan.ui.editors.pasting import TakesFiles
from lianluozhan.ui.shortcuts import composing

THURSDAY = date(2026, 3, 5)
MEGABYTE = "村里的路灯坏了三个月没有人修。" * 70_000


def put_in_clipboard(**kinds: object) -> None:
    data = QMimeData()
    for kind, what in kinds.items():
        getattr(data, f"set{kind[0].upper()}{kind[1:]}")(what)
    QApplication.clipboard().setMimeData(data)


def paste(field: QWidget) -> None:
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def compose(field: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def shown(qtbot, *fields):
    holder = QWidget()
    column = QVBoxLayout(holder)
    for field in fields:
        column.addWidget(field)
        field.sheet = holder  # so that Python keeps it
    qtbot.addWidget(holder)
    holder.resize(500, 300)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    fields[0].setFocus()
    return holder


@pytest.mark.parametrize("kind", [LineEditor, TextEditor])
def test_a_pasted_megabyte_is_cut_to_what_fits_and_says_so_without_a_pause(qtbot, kind):
    field = kind("content")
    shown(qtbot, field)
    put_in_clipboard(text=MEGABYTE)
    paste(field)  # bench/type_keys.py measures it against a bare field
    room = 200 if kind is LineEditor else 50_000
    assert field.value() == MEGABYTE[:room]
    assert f"粘贴的有 1,050,000 个字，这一格最多 {room:,} 个字，只放进了前 {room:,} 个字" in QToolTip.text()


def test_pasting_in_the_middle_of_a_full_field_keeps_what_stands_behind(qtbot):
    field = LineEditor("title", max_length=6)
    shown(qtbot, field)
    field.set_value("路灯坏了")
    field.setCursorPosition(2)
    put_in_clipboard(text="又又又又")
    paste(field)
    assert (field.value(), field.cursorPosition()) == ("路灯又又坏了", 4)
    QTest.keyClicks(field, "x")
    assert field.value() == "路灯又又坏了"


def test_formatted_text_comes_in_as_plain_words(qtbot):
    line, text = LineEditor("line"), TextEditor("text")
    shown(qtbot, line, text)
    document = QTextDocument()
    document.setHtml("<style>p {color: red}</style><p>路灯<b>坏了</b></p><p>三组 &lt;桥头&gt;</p>")
    for kinds in ({"html": document.toHtml()}, {"html": document.toHtml(), "text": document.toPlainText()}):
        put_in_clipboard(**kinds)
        for field in (line, text):
            field.set_value("")
            paste(field)
        assert text.value() == "路灯坏了\n三组 <桥头>"
        assert line.value() == "路灯坏了 三组 <桥头>"


class Attachments(TakesFiles):
    def __init__(self) -> None:
        super().__init__()
        self.files = []

    def take(self, files):
        self.files += files


@pytest.mark.parametrize("kind", [LineEditor, TextEditor])
def test_a_picture_or_file_pasted_into_words_goes_to_the_attachments_of_the_form(qtbot, kind, tmp_path: Path):
    field, attachments = kind("content"), Attachments()
    shown(qtbot, field, attachments)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    put_in_clipboard(imageData=picture)
    with qtbot.waitSignal(field.picture_pasted):
        paste(field)
    put_in_clipboard(urls=[QUrl.fromLocalFile(str(tmp_path / "信.pdf"))], text=str(tmp_path / "信.pdf"))
    paste(field)
    pasted, path = attachments.files
    assert QImage.fromData(pasted.content).size() == picture.size() and pasted.name.endswith(".png")
    assert path == tmp_path / "信.pdf" and field.value() == ""


def test_a_picture_pasted_in_a_drawer_does_not_go_to_the_form_below(qtbot):
    below, field = Attachments(), LineEditor("reason")
    sheet = shown(qtbot, field, below)
    drawer = QFrame(sheet)
    drawer.setProperty("role", "drawer")
    QVBoxLayout(drawer).addWidget(field)
    drawer.show()
    field.setFocus()
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(0)
    put_in_clipboard(imageData=picture)
    paste(field)
    assert below.files == [] and QToolTip.text() == "这一格只能放文字，没有把图片或文件放进来。"


def test_a_file_dropped_on_words_goes_to_the_attachments_too(qtbot, tmp_path: Path):
    field, attachments = LineEditor("title"), Attachments()
    shown(qtbot, field, attachments)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "信.pdf"))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(field, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(field, QDropEvent(QPoint(5, 5), *how))
    assert attachments.files == [tmp_path / "信.pdf"] and field.value() == ""


def test_a_line_end_behind_what_is_pasted_is_not_said_to_be_too_much(qtbot):
    QToolTip.hideText()
    field = LineEditor("title", max_length=4)
    shown(qtbot, field)
    put_in_clipboard(text="路灯坏了\n")
    paste(field)
    assert field.value() == "路灯坏了" and not QToolTip.isVisible()


def test_a_picture_with_nowhere_to_go_is_not_lost_in_silence(qtbot):
    field = LineEditor("reason")
    shown(qtbot, field)
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(0)
    put_in_clipboard(imageData=picture)
    paste(field)
    assert QToolTip.text() == "这一格只能放文字，没有把图片或文件放进来。"


def test_words_copied_with_their_picture_come_in_as_words(qtbot):
    field = TextEditor("content")
    shown(qtbot, field)
    put_in_clipboard(text="路灯坏了", imageData=QImage(4, 3, QImage.Format.Format_RGB32))
    paste(field)
    assert field.value() == "路灯坏了"


def test_figures_of_a_chinese_keyboard_become_plain_ones_but_not_while_a_word_is_composed(qtbot):
    phone, age = PhoneEditor("phone"), NumberEditor("age", maximum=130, unit="岁")
    shown(qtbot, phone, age)
    compose(phone, "１", "１３８")
    assert phone.text() == "１３８" and composing()
    compose(phone, "", "００００２６０９")
    assert phone.value() == "13800002609" and not composing()
    age.setFocus()
    age.selectAll()
    compose(age, "", "６３")
    assert age.value() == 63


def test_an_odd_number_is_doubted_when_the_field_is_left_and_kept_as_it_is(qtbot):
    phone, other = PhoneEditor("phone"), LineEditor("other")
    shown(qtbot, phone, other)
    QTest.keyClicks(phone, "1380000260")
    assert phone.notes() == []
    QTest.keyClick(phone, Qt.Key.Key_Tab)
    assert phone.notes()[0] == "这个号码是 10 位，手机号是 11 位；确认无误可以不管"
    assert phone.accessibleDescription() == phone.notes()[0] and phone.value() == "1380000260"
    phone.setFocus()
    QTest.keyClicks(phone, "9")
    assert phone.notes() == [] and phone.value() == "13800002609"


def test_a_doubt_moves_nothing_and_is_told_in_fewer_words_where_room_is_short(qtbot):
    phone = PhoneEditor("phone")
    holder = shown(qtbot, phone)
    size = phone.sizeHint()
    wide, narrow = [], []
    for width, seen in ((700, wide), (240, narrow)):
        holder.resize(width, 60)
        phone._paint_right = seen.append
        phone.set_value("1380000260")
        phone.repaint()
        phone.set_value("")
    assert wide == ["这个号码是 10 位，手机号是 11 位；确认无误可以不管"]
    assert narrow == ["应是 11 位"] and phone.sizeHint() == size


def test_an_identity_number_in_an_address_is_said_to_be_unnecessary(qtbot):
    address, other = AddressEditor("address"), LineEditor("other")
    shown(qtbot, address, other)
    QTest.keyClicks(address, "11010519491231002X")
    other.setFocus()
    assert address.notes()[-1] == "身份证号不用登记" and address.value() == "11010519491231002X"


def test_blanks_in_a_name_go_only_when_the_field_is_left(qtbot):
    name, other = NameEditor("who", max_length=50), LineEditor("other")
    shown(qtbot, name, other)
    for typed, seen, kept in (
        ("张 三", "张 三", "张三"),
        ("买买提•艾力", "买买提·艾力", "买买提·艾力"),
        ("㛃 𠮷䶮", "㛃 𠮷䶮", "㛃𠮷䶮"),
    ):
        name.set_value("")
        name.setFocus()
        compose(name, "", typed)
        assert name.text() == seen and name.value() == kept
        other.setFocus()
        assert name.text() == kept


@pytest.mark.parametrize("rare", ["𠮷", "㛃", "䶮", "𬴊"])
def test_a_rare_character_counts_as_one_in_every_field(qtbot, rare):
    for field in (LineEditor("a", max_length=3), NameEditor("b", max_length=3), TextEditor("c", max_length=3)):
        qtbot.addWidget(field)
        compose(field, "", rare * 4)
        assert field.value() == rare * 3


def test_a_day_is_read_back_with_its_weekday_before_the_field_is_left(qtbot):
    day, other = DayEditor("received_on", today=lambda: THURSDAY, past=True), LineEditor("other")
    shown(qtbot, day, other)
    QTest.keyClicks(day, "3.6")
    assert day.notes()[0] == "2025年3月6日 周四"
    QTest.keyClick(day, Qt.Key.Key_Tab)
    assert (day.text(), day.notes(), day.value()) == ("2025年3月6日", ["周四"], date(2025, 3, 6))


@pytest.mark.parametrize(("typed", "said"), [("2月30日", "没有2月30日这一天"), ("三月的", "看不懂日期“三月的”")])
def test_a_day_that_cannot_be_is_said_to_be_none_and_stays_as_typed(qtbot, typed, said):
    day = DayEditor("received_on", today=lambda: THURSDAY)
    qtbot.addWidget(day)
    day.setText(typed)
    with pytest.raises(InvalidRecord, match=said):
        day.value()
    assert day.text() == typed


@pytest.mark.parametrize("today", [date(1601, 1, 1), date(1970, 1, 1), date(9999, 12, 31)])
def test_a_clock_that_is_far_off_does_not_stop_the_day(qtbot, today):
    day = DayEditor("received_on", today=lambda: today, past=True)
    shown(qtbot, day)
    for typed in ("昨天", "上周五", "+9", "3.5"):
        day.setText(typed)
        day.leave()
    day.open_calendar()
    day._calendar.hide()
    day.setText("2026-3-5")
    assert day.value() == THURSDAY
