"""From the print room to paper, PDF and Word: logged, told, stopped, and never half a file."""

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from lianluozhan.models.errors import StorageError
from lianluozhan.models.prints import Print
from lianluozhan.ui import print_room
from lianluozhan.ui.print_room import PrintRoom
from tests.keeping import enter

from .print_desk import (
    dispatched,
    registered,
    save_to,
    shown,
)


@pytest.mark.clause("5.1.2")
def test_a_print_is_logged_and_told_the_next_time(qtbot, officer, printers, tmp_path):
    opinion_id = registered(officer)[0]
    room = shown(qtbot, PrintRoom(officer, "F10", [opinion_id]))
    room.panel.copies.set_value(2)
    with qtbot.waitSignal(room.delivery.printed):
        room.panel.foot.print.click()
    entry = officer.select(Print)[-1]
    assert (entry.form, entry.owner_id, entry.way, entry.copies) == ("F10", opinion_id, "printer", 2)
    assert "已送打印机" in room.panel.foot.said_words.text()
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == 2 * len(room.sheaf.sizes)
    again = shown(qtbot, PrintRoom(officer, "F10", [opinion_id]))
    facts = [again.panel._facts.itemAt(n).widget().text() for n in range(again.panel._facts.count() - 1)]
    assert "11月24日周长福打印过 1 次" in facts


def test_on_both_sides_every_opinion_begins_on_a_sheet_of_its_own(qtbot, officer, printers, tmp_path):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, 3)))
    qtbot.waitUntil(lambda: room.sheaf.is_complete)
    assert len(room.sheaf.sizes) == 3
    room.panel.both_sides.set_value(True)
    with qtbot.waitSignal(room.delivery.printed):
        room.panel.foot.print.click()
    pages = PdfReader(tmp_path / "paper.pdf").pages
    assert [bool(page.extract_text().strip()) for page in pages] == [True, False, True, False, True]


def test_without_a_printer_that_is_said_and_saving_still_works(qtbot, officer, no_printer, monkeypatch, tmp_path):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    assert not room.panel.foot.print.isEnabled() and room.panel._no_printer.isVisible()
    save_to(monkeypatch, tmp_path / "登记表")
    room.activateWindow()
    room.panel.foot.save_pdf.setFocus()
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_pdf.click()
    assert room.focusWidget() is room.panel.foot.save_pdf
    assert len(PdfReader(tmp_path / "登记表.pdf").pages) == len(room.sheaf.sizes)
    assert officer.select(Print)[-1].way == "pdf" and "登记表.pdf" in room.panel.foot.said_words.text()


def test_a_printer_that_was_just_connected_is_found(qtbot, officer, printers):
    known = printers.copy()
    printers.clear()
    room = shown(qtbot, PrintRoom.blank(officer, "F10"))
    assert not room.panel.foot.print.isEnabled()
    printers.extend(known)
    room.panel.printers_wanted.emit()
    assert room.panel.foot.print.isEnabled() and room.panel.printer.value() == known[0]


@pytest.mark.parametrize("number", ["F10", "F11", "F12", "F16", "F17", "F19"])
def test_every_blank_form_is_saved_as_word(qtbot, officer, no_printer, monkeypatch, tmp_path, number):
    room = shown(qtbot, PrintRoom.blank(officer, number))
    save_to(monkeypatch, tmp_path / "空白表.docx")
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_word.click()
    assert (tmp_path / "空白表.docx").stat().st_size > 5_000
    assert officer.select(Print)[-1].owner_id is None


def test_opinions_that_are_not_so_far_are_left_out_and_counted(qtbot, home, no_printer, monkeypatch, tmp_path):
    session = enter(home, "zhou")
    ids = registered(session, 3)
    session.close()
    dispatched(home, ids[1])
    session = enter(home, "zhou")
    room = shown(qtbot, PrintRoom(session, "F12", ids))
    qtbot.waitUntil(lambda: room.sheaf.is_complete)
    assert "有 2 件没有排进来" in room.panel.foot.warning_words.text()
    assert "打印 1 件" in room.panel.foot.print.text()
    save_to(monkeypatch, tmp_path / "交办单.pdf")
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_pdf.click()
    assert [entry.owner_id for entry in session.select(Print)] == [ids[1]]
    session.close()


def test_saving_many_can_be_stopped_and_the_old_file_stays(qtbot, officer, no_printer, monkeypatch, tmp_path):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, 2) * 100))
    (tmp_path / "many.pdf").write_text("before")
    save_to(monkeypatch, tmp_path / "many.pdf")
    with qtbot.waitSignal(room.delivery.stopped, timeout=20_000):
        room.panel.foot.save_pdf.click()
        qtbot.waitUntil(room.panel.foot.stop.isVisible)
        room.panel.foot.stop.click()
    assert (tmp_path / "many.pdf").read_text() == "before" and not officer.select(Print)
    assert "没有存文件" in room.panel.foot.said_words.text() and room.panel.foot.save_pdf.isEnabled()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_logged(
    qtbot, officer, no_printer, monkeypatch, tmp_path, told
):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    save_to(monkeypatch, tmp_path / "gone" / "表.pdf")
    with qtbot.waitSignal(room.delivery.failed) as failed:
        room.panel.foot.save_pdf.click()
    assert isinstance(failed.args[0], StorageError) and told and not officer.select(Print)


def test_a_room_that_is_left_while_saving_leaves_no_half_file(qtbot, officer, no_printer, monkeypatch, tmp_path):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, 2) * 100))
    save_to(monkeypatch, tmp_path / "many.pdf")
    room.panel.foot.save_pdf.click()
    job = room.delivery._now
    room.deleteLater()
    qtbot.waitUntil(lambda: not isValid(job) or job.isFinished(), timeout=20_000)
    assert not list(tmp_path.glob("*many*"))


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told_and_nothing_is_logged(qtbot, officer, printers, tmp_path, told):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    (tmp_path / "paper.pdf").mkdir()
    with qtbot.waitSignal(room.delivery.failed):
        room.panel.foot.print.click()
    assert "打印机没有接收" in told[0] and not officer.select(Print)
    assert room.panel.foot.print.isEnabled()


def test_the_last_folder_is_offered_again(qtbot, officer, no_printer, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(print_room.PrintRoom, "last_folder", "")
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: asked.append(given[2]) or (str(tmp_path / "a.pdf"), "")
    )
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    for _ in range(2):
        with qtbot.waitSignal(room.delivery.saved):
            room.panel.foot.save_pdf.click()
    assert asked[1] == str(tmp_path / "社情民意登记表 0001号.pdf")
