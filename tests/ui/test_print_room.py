"""The print room: what is seen is what comes out of the printer, the PDF and Word."""

import shutil
import subprocess
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from lianluozhan import sheets
from lianluozhan.models import categories, opinions, places
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.models.prints import Print
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.ui import print_room, print_run
from lianluozhan.ui.print_order import Purpose
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.print_run import PrintRun
from lianluozhan.ui.sheet_painter import SheetPainter
from lianluozhan.ui.sheet_view import Fit
from tests.keeping import enter, make_home

CONTROL = Qt.KeyboardModifier.ControlModifier
STREETLIGHT = Opinion(
    received_on=date(2026, 11, 23),
    submitter_name="周长福",
    phone="13812342609",
    address="石桥村三组17号",
    title="石桥村三组路灯损坏，晚上老人出行不便",
    content="我们三组从村口老槐树到水塘那一段，路灯坏了四盏，快两个月了。上星期我老伴在水塘边上摔了一跤。" * 3,
    request="尽快修好四盏路灯。",
    proposal="建议由村镇建设服务中心办理。",
)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")


@pytest.fixture
def home(tmp_path):
    made = make_home(tmp_path / "home")
    session = enter(made)
    places.add(session, Village(name="石桥村"))
    places.add(session, HandlingBody(name="村镇建设服务中心"))
    session.close()
    return made


@pytest.fixture
def officer(home, dressed):
    session = enter(home, "zhou")
    yield session
    for window in QApplication.topLevelWidgets():
        window.close()
    session.close()


@pytest.fixture
def printers(monkeypatch, tmp_path):
    """Two printers whose paper is a PDF; the list can be changed."""
    names, paper = ["办公室打印机", "二楼复印机"], tmp_path / "paper.pdf"

    def printer_called(name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return printer

    monkeypatch.setattr(print_run, "printer_names", lambda: names)
    monkeypatch.setattr(print_run, "printer_called", printer_called)
    return names


@pytest.fixture
def no_printer(monkeypatch):
    monkeypatch.setattr(print_run, "printer_names", list)


@pytest.fixture
def told(monkeypatch):
    """What the person was told instead of a message box."""
    found = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: found.append(sentence))
    return found


def registered(session, count=1, **values):
    category = categories.choices(session)[0][0]
    opinion = replace(STREETLIGHT, village_id=1, category_id=category, **values)
    return [opinions.register_and_submit(session, opinion).id for _ in range(count)]


def dispatched(home, opinion_id):
    """Reviewed, approved and sent by the three who may."""
    session = enter(home, "li")
    opinions.review(session, opinion_id, "情况属实，同意拟办意见。")
    session.close()
    session = enter(home, "wang")
    opinions.approve(session, opinion_id, "同意交办。")
    session.close()
    session = enter(home, "zhou")
    body = next(id_ for id_, name in places.bodies(session) if name == "村镇建设服务中心")
    opinions.dispatch(session, opinion_id, lead_body_id=body, requirement="请现场查看，尽快修复。")
    session.close()


def shown(qtbot, room):
    qtbot.addWidget(room)
    room.resize(1176, 670)
    with qtbot.waitExposed(room):
        room.show()
    return room


def save_to(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def words_of(room, page=0):
    return "".join(run.text for text in room.sheaf.page(page).texts for run in text.runs)


def ink_rows(image: QImage) -> list[list[bool]]:
    """Where there is ink, in squares of six pixels."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    high, wide, line = grey.height() // 6, grey.width() // 6, grey.bytesPerLine()
    bits = bytes(grey.constBits())
    return [
        [
            any(min(bits[y * line + 6 * x : y * line + 6 * x + 6]) < 140 for y in range(6 * row, 6 * row + 6))
            for x in range(wide)
        ]
        for row in range(high)
    ]


def unlike(one: QImage, other: QImage) -> float:
    """The share of inked squares of one picture that have no ink at all around them in the other."""
    here, there = ink_rows(one), ink_rows(other)
    inked = [(y, x) for y, row in enumerate(here) for x, on in enumerate(row) if on]
    alone = [
        (y, x) for y, x in inked if not any(any(row[max(x - 1, 0) : x + 2]) for row in there[max(y - 1, 0) : y + 2])
    ]
    return len(alone) / len(inked)


def picture_of(pdf: Path, page: int = 1) -> QImage:
    out = pdf.with_suffix("")
    command = ["pdftoppm", "-r", "100", "-png", "-singlefile", "-f", str(page), str(pdf), str(out)]
    subprocess.run(command, check=True)
    return QImage(str(out) + ".png")


# What is seen ------------------------------------------------------------------------------------------------------


@needs_poppler
@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize("number", ["F10", "F12", "F16", "F17"])
def test_the_preview_the_print_and_the_pdf_are_the_same_sheet(qtbot, home, tmp_path, number):
    session = enter(home, "zhou")
    opinion_id = registered(session)[0]
    session.close()
    dispatched(home, opinion_id)
    session = enter(home, "zhou")
    document = sheets.of_opinion(session, number, opinion_id)
    session.close()
    write_pdf([document], tmp_path / "file.pdf")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    run = PrintRun(
        printer, lambda: iter([document]), copies=1, both_sides=False, name="表", parent=QApplication.instance()
    )
    with qtbot.waitSignal(run.done):
        run.start()
    preview = SheetPainter().image(lay_out(document)[0], 100 / 72)
    file, paper = picture_of(tmp_path / "file.pdf"), picture_of(tmp_path / "paper.pdf")
    assert max(unlike(preview, file), unlike(file, preview), unlike(paper, file), unlike(file, paper)) < 0.002


def test_the_printer_gets_fonts_and_not_drawings_of_letters(qtbot, officer, printers, tmp_path):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    with qtbot.waitSignal(room.delivery.printed):
        QTest.keyClick(room.frame.view, Qt.Key.Key_P, CONTROL)
    fonts = PdfReader(tmp_path / "paper.pdf").pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 3


@pytest.mark.clause("5.1.2")
def test_for_registration_the_outcome_is_left_to_be_written_by_hand(qtbot, officer, no_printer):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    assert room.order.purpose is Purpose.OPEN and "周长福" in words_of(room)
    room.panel._radios[Purpose.BLANK].click()
    assert "周长福" not in words_of(room) and room.panel.hiding.isHidden()


@pytest.mark.clause("4.7.2")
def test_who_wants_secrecy_is_hidden_on_sheets_that_go_out_and_that_is_said(qtbot, home, no_printer):
    session = enter(home, "zhou")
    opinion_id = registered(session, keeps_secret=True)[0]
    session.close()
    dispatched(home, opinion_id)
    session = enter(home, "zhou")
    room = shown(qtbot, PrintRoom(session, "F12", [opinion_id]))
    assert "周长福" not in words_of(room)
    assert room.panel.hiding.isChecked() and not room.panel.hiding.isEnabled()
    assert "要求保密" in room.panel.hiding_note.text()
    session.close()


@pytest.mark.clause("4.7.2")
def test_a_submitter_can_be_hidden_on_any_sheet(qtbot, officer, no_printer):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    room.panel.hiding.click()
    assert "周长福" not in words_of(room) and "13812342609" not in words_of(room)


def test_a_ledger_hides_its_submitters_too(qtbot, officer, no_printer):
    registered(officer, title="周长福反映路灯坏了")
    rows = list(sheets.all_rows(opinions.listing(officer)))
    room = shown(qtbot, PrintRoom.ledger(officer, rows, "未办结"))
    assert "周长福" in words_of(room)
    room.panel.hiding.click()
    assert "周长福" not in words_of(room) and "群众反映路灯坏了" in words_of(room)


def test_a_form_that_is_not_ready_says_why_and_offers_the_blank_one(qtbot, officer, printers):
    room = shown(qtbot, PrintRoom(officer, "F12", registered(officer)))
    assert "还没有交办" in room.frame.not_yet.reason.text() and not room.panel.foot.print.isEnabled()
    room.frame.not_yet.blank.click()
    assert room.frame.view.isVisible() and room.panel.foot.print.isEnabled()


def test_another_form_is_chosen_without_leaving(qtbot, officer, printers):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer)))
    room.panel.form.set_value("F17")
    assert "征询意见表" in words_of(room) and room.panel.copies.value() == 2


def test_whoever_may_not_print_does_not_get_in(home):
    session = enter(home, "zhou")
    session.roles = frozenset()
    with pytest.raises(RuleError, match="没有这项权限"):
        PrintRoom.blank(session, "F10")
    session.close()


def test_a_character_that_no_font_has_is_told_before_it_is_printed(qtbot, officer, no_printer):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, title="路灯\U0003134a损坏")))
    assert "\U0003134a" in room.panel.foot.warning_words.text() and room.panel.foot.warning_words.isVisible()


# Moving about ------------------------------------------------------------------------------------------------------


def test_pages_are_turned_by_keys_and_shown_in_three_sizes(qtbot, officer, no_printer):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, 3)))
    qtbot.waitUntil(lambda: room.sheaf.is_complete)
    view, pages = room.frame.view, len(room.sheaf.sizes)
    wide = view.scale
    room.frame._sizes[Fit.PAGE].click()
    assert view.scale < wide
    for _ in range(pages):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current == pages - 1 and f"第 {pages} 页，共 {pages} 页" in room.frame._page.text()
    room.frame._sizes[Fit.ACTUAL].click()
    assert view.scale == pytest.approx(view.logicalDpiX() / 72) and view.current == pages - 1


def test_ctrl_p_and_esc_belong_to_the_room_even_under_a_window_that_wants_them(qtbot, officer, printers):
    from lianluozhan.ui.shortcuts import shortcut

    window, stolen = QWidget(), []
    shortcut(window, "print", lambda: stolen.append("Ctrl+P"))
    room = PrintRoom(officer, "F10", registered(officer))
    QHBoxLayout(window).addWidget(room)
    shown(qtbot, window)
    room.setFocus()
    with qtbot.waitSignal(room.delivery.printed):
        QTest.keyClick(room.frame.view, Qt.Key.Key_P, CONTROL)
    with qtbot.waitSignal(room.left):
        QTest.keyClick(room.frame.view, Qt.Key.Key_Escape)
    assert not stolen


def test_two_hundred_opinions_show_their_first_sheet_at_once(qtbot, officer, no_printer):
    many = registered(officer, 2) * 100
    before = time.perf_counter()
    room = shown(qtbot, PrintRoom(officer, "F10", many))
    assert time.perf_counter() - before < 2 and room.sheaf.done < 100
    assert len(room.sheaf.sizes) >= 1
    qtbot.waitUntil(lambda: room.sheaf.is_complete, timeout=30_000)
    assert len(room.sheaf._pages) <= 24 and len(room.sheaf.sizes) >= 200


# Printing and saving -----------------------------------------------------------------------------------------------


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
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_pdf.click()
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
    with qtbot.waitSignal(job.finished, timeout=20_000):
        room.deleteLater()
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
