"""The print room: what is seen is what comes out of the printer, the PDF and Word."""

from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from lianluozhan import sheets
from lianluozhan.models import boxes, calls, official, opinions
from lianluozhan.models.boxes import BoxOpening
from lianluozhan.models.calls import Call
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.prints import VOLUME, prints_of
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.editors import TickEditor
from lianluozhan.ui.print_order import Purpose
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.print_run import PrintRun
from lianluozhan.ui.print_words import forms_for
from lianluozhan.ui.sheet_painter import SheetPainter
from lianluozhan.ui.sheet_view import Fit
from tests.keeping import enter

from .print_desk import (
    CONTROL,
    dispatched,
    picture_of,
    registered,
    save_to,
    shown,
    unlike,
    words_of,
)


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize("number", ["F10", "F12", "F16", "F17"])
def test_the_preview_the_print_and_the_pdf_are_the_same_sheet(qtbot, home, tmp_path, number):
    session = enter(home, "zhou")
    opinion_id = registered(session)[0]
    session.close()
    dispatched(home, opinion_id)
    session = enter(home, "zhou")
    document = sheets.of_record(session, number, opinion_id)
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
    room = shown(qtbot, PrintRoom(officer, "F10", many))
    assert room.sheaf.done < 100
    assert len(room.sheaf.sizes) >= 1
    qtbot.waitUntil(lambda: room.sheaf.is_complete, timeout=30_000)
    assert len(room.sheaf._pages) <= 24 and len(room.sheaf.sizes) >= 200


def test_all_pages_stand_small_beside_the_sheets_and_are_gone_to_by_keys(qtbot, officer, no_printer):
    room = shown(qtbot, PrintRoom(officer, "F10", registered(officer, 4)))
    qtbot.waitUntil(lambda: room.sheaf.is_complete)
    strip, view = room.frame.strip, room.frame.view
    assert strip.isVisible() and strip.model().rowCount() == len(room.sheaf.sizes)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Down)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert view._top_page() == 2 and strip.currentIndex().row() == 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert strip.currentIndex().row() == 0
    room.resize(600, 640)
    assert strip.isHidden()


def test_a_single_page_has_no_strip(qtbot, officer, no_printer):
    assert shown(qtbot, PrintRoom.blank(officer, "F10")).frame.strip.isHidden()


def test_the_preview_is_sized_by_plain_keys(qtbot, officer, no_printer):
    view = shown(qtbot, PrintRoom.blank(officer, "F10")).frame.view
    wide = view.scale
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale > wide and view.fit is Fit.FREE
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.scale == pytest.approx(wide)
    for key, fit in ((Qt.Key.Key_2, Fit.PAGE), (Qt.Key.Key_1, Fit.ACTUAL), (Qt.Key.Key_0, Fit.WIDTH)):
        QTest.keyClick(view, key)
        assert view.fit is fit


# What is on the sheet ----------------------------------------------------------------------------------------------


def test_the_paper_code_is_on_a_filled_sheet_until_the_person_does_without_it(qtbot, officer, no_printer):
    ids = registered(officer)
    room = shown(qtbot, PrintRoom(officer, "F10", ids))
    assert code_of("F10", ids[0]) in words_of(room)
    room.panel.code.click()
    assert code_of("F10", ids[0]) not in words_of(room)
    again = shown(qtbot, PrintRoom(officer, "F17", ids))
    assert not again.panel.code.isChecked() and again.order.coded is False
    room.panel._radios[Purpose.BLANK].click()
    assert room.panel.code.isHidden()


def test_on_both_sides_the_margins_change_sides(qtbot, officer, printers):
    ids = registered(officer, content="路灯坏了，" * 900)
    room = shown(qtbot, PrintRoom(officer, "F10", ids))
    assert len(room.sheaf.sizes) > 1

    def left(number):
        return min(frame.x for frame in room.sheaf.page(number).frames)

    assert left(0) == pytest.approx(left(1), abs=0.1)
    room.panel.both_sides.click()
    assert left(1) == pytest.approx(left(0) - 2 * 72 / 25.4, abs=0.1)  # 26 mm where there were 28


@pytest.mark.clause("3.2.2")
def test_a_whole_volume_is_printed_from_any_form_of_a_matter_and_says_what_it_lacks(qtbot, officer, printers):
    ids = registered(officer)
    room = shown(qtbot, PrintRoom(officer, "F10", ids))
    room.panel.form.set_value(VOLUME)
    assert "社情民意卷" in words_of(room) and "卷内目录" in words_of(room, 1)
    assert "还缺" in room.panel.foot.warning_words.text() and room.panel.foot.print.isEnabled()
    with qtbot.waitSignal(room.delivery.printed):
        room.panel.foot.print.click()
    entry = prints_of(officer, VOLUME, "opinions", ids[0])[0]
    assert (entry.purpose, entry.pages) == ("整卷打印", len(room.sheaf.sizes))


@pytest.mark.clause("4.7.2")
def test_a_public_version_names_nobody_and_waits_for_its_review(qtbot, officer, printers, monkeypatch, tmp_path):
    ids = registered(officer, submitter_name="欧阳小满", content="我叫欧阳小满，电话13812342609。")
    room = shown(qtbot, PrintRoom(officer, "F10", ids))
    review = room.panel.review
    review.tick.click()
    words = words_of(room)
    assert "欧阳" not in words and "12342609" not in words and code_of("F10", ids[0]) not in words
    assert not room.panel.foot.print.isEnabled() and not room.panel.foot.save_pdf.isEnabled()
    assert "保密审查" in room.panel.foot.warning_words.text()
    review.done.click()
    assert not room.panel.foot.print.isEnabled()
    review.reviewer.set_value("王秀英")
    assert room.panel.foot.print.isEnabled() and not room.panel.foot.warning_words.isVisible()
    save_to(monkeypatch, tmp_path / "公开.docx")
    with qtbot.waitSignal(room.delivery.saved, timeout=20_000):
        room.panel.foot.save_word.click()
    entry = prints_of(officer, "F10", "opinions", ids[0])[0]
    assert entry.purpose == "对外公开版（保密审查：王秀英 2026-11-24）" and entry.paper_code == ""


@pytest.mark.clause("4.7.2")
def test_a_public_version_that_still_names_somebody_is_not_shown_at_all(qtbot, officer, printers):
    ids = registered(officer, submitter_name="欧阳小满", content="来人叫欧*阳*小*满。")
    room = shown(qtbot, PrintRoom(officer, "F10", ids))
    room.panel.review.tick.click()
    assert "反映内容" in room.frame.not_yet.reason.text() and not room.panel.foot.print.isEnabled()


@pytest.mark.clause("4.3.2")
def test_the_columns_of_a_ledger_are_chosen_and_remembered(qtbot, officer, no_printer):
    registered(officer)
    rows = list(sheets.all_rows(opinions.listing(officer)))
    room = shown(qtbot, PrintRoom.ledger(officer, rows, "未办结", "渠道 热线"))
    assert "13812342609" not in words_of(room) and "范围：渠道热线" in words_of(room).replace(" ", "")
    room.panel.columns.click()
    drawer = room.findChild(Drawer) or room.window().findChild(Drawer)
    drawer.findChild(TickEditor, "电话").click()
    drawer.save()
    assert "13812342609" in words_of(room)
    again = shown(qtbot, PrintRoom.ledger(officer, rows, "未办结"))
    assert "13812342609" in words_of(again)


# Other kinds of records --------------------------------------------------------------------------------------------


def test_a_record_of_a_register_is_printed_like_any_other_with_its_own_forms(qtbot, officer, printers):
    call = calls.enter(officer, Call(came_at=officer.now(), caller_name="欧阳小满", content="路灯坏了。"))
    room = shown(qtbot, PrintRoom(officer, "F23", [call.id]))
    assert "欧阳小满" in words_of(room) and call.number in room.order.subject
    assert [number for number, _ in forms_for(room.order)] == ["F23"]
    assert "对外公开版" in room.panel.review.tick.text() and room.panel.code.isVisible()
    with qtbot.waitSignal(room.delivery.printed):
        room.panel.foot.print.click()
    assert prints_of(officer, "F23", "calls", call.id)[0].paper_code == code_of("F23", call.id)


def test_many_openings_of_the_box_stand_on_one_sheet(qtbot, officer, printers):
    ids = [
        boxes.enter(
            officer, BoxOpening(opened_on=date(2026, 11, day), box="一号箱", first_opener_id=1, witness="村民代表")
        ).id
        for day in (2, 9, 16)
    ]
    room = shown(qtbot, PrintRoom(officer, "F22", ids))
    assert room.order.count == 1 and len(room.sheaf.sizes) == 1
    with qtbot.waitSignal(room.delivery.printed):
        room.panel.foot.print.click()
    assert "1 份" in room.panel.foot.said_words.text()
    assert all(prints_of(officer, "F22", "box_openings", key) for key in ids)


def test_where_nobody_is_named_there_is_nobody_to_hide(qtbot, officer, no_printer):
    made = official.draft(officer, OfficialDocument(genre=Genre.NOTICE, title="关于开会的通知", body="请参加。"))
    room = shown(qtbot, PrintRoom(officer, "F122", [made.id]))
    assert room.panel.hiding.isHidden() and "开会" in words_of(room)


@pytest.mark.clause("4.7.2")
def test_a_public_volume_that_names_somebody_is_refused_as_a_whole(qtbot, officer, printers):
    ids = registered(officer, submitter_name="欧阳小满", content="来人叫欧*阳*小*满。")
    room = shown(qtbot, PrintRoom.volume(officer, ids[0]))
    assert len(room.sheaf.sizes) >= 3
    room.panel.review.tick.click()
    assert "没有印公开版" in room.frame.not_yet.reason.text() and not room.panel.foot.print.isEnabled()
    assert room.frame.not_yet.blank.isHidden()
    room.panel.review.tick.click()
    assert room.panel.foot.print.isEnabled()
