"""A form with a Word template of the station's own in the print room: said plainly, written as Word, logged."""

from __future__ import annotations

import docx

from lianluozhan.models import looks, official
from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.models.prints import Print
from lianluozhan.sheets import templates
from lianluozhan.ui.print_room import PrintRoom
from tests.keeping import enter

from .print_desk import save_to, shown

NOTICE = OfficialDocument(
    genre=Genre.NOTICE,
    layout=Layout.GENERAL,
    title="关于视察的通知",
    addressee="各村",
    body="现通知如下。",
)


def give_template(home, tmp_path):
    """The head puts a template in; he is the one who may."""
    document = docx.Document()
    document.add_paragraph("本站格式：{{ 标题 }}｜{{ 主送 }}")
    document.save(str(tmp_path / "通知模板.docx"))
    session = enter(home, "wang")
    templates.accept(session, "F122", tmp_path / "通知模板.docx")
    session.close()


def first_line(path):
    return docx.Document(str(path)).paragraphs[0].text


def test_the_room_says_that_the_form_is_printed_from_word(qtbot, home, dressed, printers, tmp_path):
    give_template(home, tmp_path)
    session = enter(home, "zhou")
    made = official.draft(session, NOTICE)
    room = shown(qtbot, PrintRoom(session, "F122", [made.id]))
    assert "Word 模板“通知模板.docx”" in room.panel.foot.warning_words.text()
    assert room.panel.foot.save_word.isEnabled()
    assert not room.panel.foot.save_pdf.isEnabled() and not room.panel.foot.print.isEnabled()
    room.close()
    session.close()


def test_saving_word_fills_the_template_and_is_logged_without_a_paper_code(
    qtbot, home, dressed, no_printer, monkeypatch, tmp_path
):
    give_template(home, tmp_path)
    session = enter(home, "zhou")
    made = official.draft(session, NOTICE)
    room = shown(qtbot, PrintRoom(session, "F122", [made.id]))
    save_to(monkeypatch, tmp_path / "通知.docx")
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_word.click()
    assert first_line(tmp_path / "通知.docx") == "本站格式：关于视察的通知｜各村"
    assert room.panel.foot.said_words.text() == "已存为“通知.docx”。"
    entry = session.select(Print)[-1]
    assert (entry.form, entry.owner_id, entry.way, entry.paper_code) == ("F122", made.id, "docx", "")
    room.close()
    session.close()


def test_several_documents_become_a_folder_of_files(qtbot, home, dressed, no_printer, monkeypatch, tmp_path):
    give_template(home, tmp_path)
    session = enter(home, "zhou")
    ids = [official.draft(session, NOTICE).id for _ in range(3)]
    room = shown(qtbot, PrintRoom(session, "F122", ids))
    save_to(monkeypatch, tmp_path / "三份.docx")
    with qtbot.waitSignal(room.delivery.saved):
        room.panel.foot.save_word.click()
    assert sorted(path.name for path in (tmp_path / "三份").iterdir()) == [
        f"{n:03d} 关于视察的通知.docx" for n in (1, 2, 3)
    ]
    assert len(session.select(Print)) == 3
    room.close()
    session.close()


def test_without_its_template_the_form_is_printed_as_it_came(qtbot, home, dressed, printers, tmp_path):
    give_template(home, tmp_path)
    session = enter(home, "wang")
    looks.retire_template(session, "F122")
    made = official.draft(session, NOTICE)
    room = shown(qtbot, PrintRoom(session, "F122", [made.id]))
    assert room.panel.foot.save_pdf.isEnabled() and room.panel.foot.print.isEnabled()
    assert "模板" not in room.panel.foot.warning_words.text()
    room.close()
    session.close()


def test_on_a_document_that_concerns_no_submitter_nobody_can_be_hidden(qtbot, home, dressed, no_printer):
    session = enter(home, "zhou")
    made = official.draft(session, NOTICE)
    room = shown(qtbot, PrintRoom(session, "F122", [made.id]))
    assert not room.panel.hiding.isVisibleTo(room)
    room.close()
    session.close()
