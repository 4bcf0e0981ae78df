"""系统 → 表样: a form's words changed beside its sheet, saved, brought back; Word templates put in and taken back."""

from __future__ import annotations

import shutil

import docx
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan import sheets
from lianluozhan.models import homes, looks
from lianluozhan.printing.document import texts
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.question import Question
from lianluozhan.ui.text import Words

from .station_at_work import PASSWORD, make_station


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=session.folder.parent)
    made.announced = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def section(desk):
    desk.go_section("system", "looks")
    return desk.page("system").current


@pytest.fixture
def answers(monkeypatch):
    """Every question is answered with the deed; what was asked is kept."""
    asked = []
    monkeypatch.setattr(Question, "exec", lambda self: asked.append(self.windowTitle()) or Question.DialogCode.Accepted)
    return asked


@pytest.fixture
def told(monkeypatch):
    said = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: said.append(sentence))
    return said


def choose(section, number):
    section.form.set_value(number)
    section._choose()


def on_sheet(section):
    page = section.sheet._sheets.page(0)
    return "".join(run.text for text in page.texts for run in text.runs)


def test_the_parts_of_a_form_stand_beside_its_blank_sheet(section):
    choose(section, "F10")
    assert section.fields.title.value() == "社情民意登记表"
    assert section.fields.labels["反映人"].value() == "反映人"
    assert list(section.fields.signatures) == ["联络员签字", "副站长签字", "站长签字"]
    assert "社情民意登记表" in on_sheet(section)
    assert not section.save_button.isEnabled()


def test_what_is_typed_is_seen_on_the_sheet_before_it_is_saved(section, qtbot, session):
    choose(section, "F10")
    section.fields.title.set_value("群众意见登记表")
    section.fields.signatures["站长签字"].set_value("主任签字")
    section.fields.changed.emit()
    qtbot.waitUntil(lambda: "群众意见登记表" in on_sheet(section))
    assert "主任签字" in on_sheet(section)
    assert "社情民意登记表" in texts(sheets.blank(session, "F10"))
    assert section.save_button.isEnabled()


def test_a_saved_look_is_printed_and_says_who_changed_it(section, session):
    choose(section, "F10")
    section.fields.labels["反映人"].set_value("来访人")
    section.fields.labels["反映人"].setFocus()
    section.save()
    assert section.window().focusWidget() is section.fields.labels["反映人"]  # one goes on where one was
    assert "来访人" in texts(sheets.blank(session, "F10"))
    assert section._who.text().startswith("王秀英 ")
    assert not section.is_changed


def test_columns_are_ticked_off_and_come_back_by_default(section, session, answers):
    choose(section, "F19")
    section.fields.ticks["备注"].set_value(False)
    section.save()
    assert "备注" not in texts(sheets.blank(session, "F19"))
    section.reset_button.click()
    assert "恢复默认的表样？" in answers
    assert "备注" in texts(sheets.blank(session, "F19"))
    assert section.fields.ticks["备注"].value()
    assert "后来恢复了默认" in section._who.text()


def test_earlier_changes_can_be_read_in_words(section, session):
    choose(section, "F10")
    assert not section.history_button.isVisibleTo(section)
    looks.change(session, "F10", title="群众意见登记表", labels={"反映人": "来访人"}, signatures={"副站长签字": ""})
    looks.change(session, "F10", hidden_columns=["备注"])
    assert section.history_button.isVisibleTo(section)
    shown = section.show_history().fields.findChildren(Words)
    words = "\n".join(entry.text() for entry in shown)
    assert "标题：群众意见登记表" in words and "反映人 → 来访人" in words
    assert "副站长签字 → 不印" in words and "不印的栏：备注" in words
    assert words.index("不印的栏") < words.index("标题：")


def test_typing_the_old_words_again_is_no_change(section, session, told):
    choose(section, "F10")
    section.fields.title.set_value("群众意见登记表")
    assert section.is_changed
    section.fields.title.set_value("社情民意登记表")
    assert not section.is_changed
    section.save()
    assert looks.history(session, "F10") == [] and told == []


def test_another_form_is_not_opened_over_unsaved_changes_without_a_question(section, monkeypatch):
    asked = []
    monkeypatch.setattr("lianluozhan.ui.pages.system.look_section.ask", lambda *words, **_: asked.append(words[1]))
    choose(section, "F10")
    section.fields.title.set_value("群众意见登记表")
    choose(section, "F11")
    assert asked == ["换一张表？"]
    assert (section.form.value(), section.fields.title.value()) == ("F10", "群众意见登记表")


def test_a_change_elsewhere_leaves_what_is_being_typed(section, session):
    choose(section, "F10")
    section.fields.title.set_value("群众意见登记表")
    looks.change(session, "F10", title="来信来访登记表")
    assert section.fields.title.value() == "群众意见登记表"


def test_a_word_too_long_for_its_cell_is_not_taken(section):
    choose(section, "F10")
    section.fields.labels["反映人"].set_value("长" * 40)
    assert len(section.fields.look().labels["反映人"]) <= looks.LONGEST_LABEL


def test_the_template_is_saved_out_put_in_and_taken_back(section, session, tmp_path, monkeypatch, answers, told):
    choose(section, "F122")
    path = tmp_path / "通知模板.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    section.template.save_out.click()
    document = docx.Document(str(path))
    assert any("{{ 标题 }}" in paragraph.text for paragraph in document.paragraphs)
    document.add_paragraph("本站自己加的话")
    document.save(str(path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    section.template.put_in.click()
    assert told == []
    assert looks.template_of(session, "F122").name == "通知模板.docx"
    assert "通知模板.docx" in section.template.state.text()
    section.template.take_back.click()
    assert looks.template_of(session, "F122") is None
    assert not section.template.take_back.isVisible()


def test_a_template_with_a_wrong_field_is_refused_with_the_place(section, session, tmp_path, monkeypatch, told):
    choose(section, "F122")
    document = docx.Document()
    document.add_paragraph("{{ 标提 }}")
    document.save(str(tmp_path / "错.docx"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "错.docx"), ""))
    section.template.put_in.click()
    assert "正文第1段" in told[0] and "是不是“标题”" in told[0]
    assert looks.template_of(session, "F122") is None


def test_the_list_of_fields_can_be_read_and_copied(section, desk):
    choose(section, "F122")
    drawer = section.template.show_fields()
    drawer.save()
    copied = QApplication.clipboard().text()
    assert "{{ 标题 }}" in copied and "{{ 主送 }}" in copied


def test_a_list_has_no_template(section):
    choose(section, "F19")
    assert not section.template._acts.isVisibleTo(section.template)
    assert "清单" in section.template.state.text()


def test_where_there_is_little_room_fields_and_sheet_take_turns(section, desk, qtbot):
    desk.resize(920, 640)
    qtbot.waitUntil(lambda: section.width() < 620)
    assert section._left.isVisibleTo(section) and not section.sheet.isVisibleTo(section)
    section.see_button.click()
    assert section.sheet.isVisibleTo(section) and not section._left.isVisibleTo(section)


def test_only_who_keeps_the_station_in_order_sees_the_looks(station, tmp_path, dressed, qtbot):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "zhang", PASSWORD)
    desk = Desk(opened, Changes(), home=opened.folder.parent)
    qtbot.addWidget(desk)
    assert "looks" not in desk.page("system")._kinds
    opened.close()
