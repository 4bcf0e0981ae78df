"""The fields, the paper form and the lists that every page is made of."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan import paths
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.spoken_days import read_day
from lianluozhan.ui import theme
from lianluozhan.ui.editors import DayEditor, LineEditor, PickEditor
from lianluozhan.ui.question import Question
from lianluozhan.ui.record_list import ListRow, RecordList, RecordListModel
from lianluozhan.ui.record_table import Column, RecordTableModel
from lianluozhan.ui.ruled_form import RuledForm
from lianluozhan.ui.shortcuts import composing
from lianluozhan.ui.text import Words


class Sheets:
    """A listing of numbered sheets."""

    def __init__(self, total):
        self.total = total

    def count(self):
        return self.total

    def page(self, limit, after=None):
        first = after["id"] + 1 if after else 0
        return [{"id": n, "subject": f"路灯 {n}"} for n in range(first, min(first + limit, self.total))]


def as_row(row):
    return ListRow(row["subject"], group="逾期" if row["id"] < 3 else "其余")


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.HIGH_CONTRAST])
def test_every_word_can_be_read_and_every_edge_seen(chosen):
    texts = [(chosen.ink, chosen.desk), (chosen.ink_soft, chosen.desk), (chosen.ink_faint, chosen.desk)]
    texts += [
        (getattr(chosen, t), getattr(chosen, f"{t}_tint")) for t in ("soon", "wait", "work", "good", "stop", "calm")
    ]
    texts += [(chosen.on_accent, chosen.accent), (chosen.overdue, chosen.sheet), (chosen.link, chosen.sheet)]
    assert min(theme.contrast(*pair) for pair in texts) >= 4.5
    assert min(theme.contrast(c, on) for c in (chosen.edge, chosen.focus) for on in (chosen.sheet, chosen.desk)) >= 3


@pytest.mark.parametrize("typed", ["3.5", "2026/3/5", "20260305", "2026-3-5", "2026年3月5日", "３．５"])
def test_a_day_is_understood_however_it_is_typed(typed):
    assert read_day(typed, date(2026, 4, 1)) == date(2026, 3, 5)


def test_a_day_that_does_not_exist_is_kept_and_explained(qtbot):
    editor = DayEditor("received_on")
    qtbot.addWidget(editor)
    editor.setText("2026-2-30")
    with pytest.raises(InvalidRecord, match="没有2026年2月30日这一天") as refusal:
        editor.value()
    assert "received_on" in refusal.value.problems and editor.text() == "2026-2-30"


def test_chinese_from_an_input_method_arrives_and_holds_back_shortcuts(qtbot):
    editor = LineEditor("subject")
    qtbot.addWidget(editor)
    QApplication.sendEvent(editor, QInputMethodEvent("lu deng", []))
    assert composing()
    done = QInputMethodEvent("", [])
    done.setCommitString("路灯𠮷")
    QApplication.sendEvent(editor, done)
    assert editor.value() == "路灯𠮷" and not composing()


def test_a_rare_character_counts_as_one_and_hidden_marks_go(qtbot):
    editor = LineEditor("name", max_length=3)
    qtbot.addWidget(editor)
    editor.setText("𠮷\u202e㛃䶮多")
    assert editor.value() == "𠮷㛃䶮"


def test_a_name_that_is_not_listed_is_not_taken_for_nobody(qtbot):
    picker = PickEditor("deputy", [(1, "赵明山"), (2, "周犇")])
    qtbot.addWidget(picker)
    picker.set_text("赵明")
    with pytest.raises(InvalidRecord, match="赵明"):
        picker.value()
    picker.set_text("周犇")
    assert picker.value() == 2


def test_a_problem_is_said_in_its_cell_and_nothing_typed_is_lost(qtbot):
    form = RuledForm()
    qtbot.addWidget(form)
    form.add("反映人", LineEditor("who"))
    form.set_values({"who": "周长福"})
    assert form.show_problems({"who": "太短。", "other": "别处。"}) == ["别处。"]
    assert form.values() == {"who": "周长福"}


def test_list_and_table_are_sound_models(qtmodeltester):
    for model in (
        RecordListModel(Sheets(450), as_row),
        RecordTableModel([Column("事由", "subject")], Sheets(450)),
    ):
        qtmodeltester.check(model)


def test_reading_a_list_again_keeps_the_current_record(qtbot):
    view = RecordList(Sheets(450), as_row)
    qtbot.addWidget(view)
    view.select(120)
    view.reload()
    assert view.current()["id"] == 120


@pytest.fixture(params=[100, 200])
def text_size(dressed, request, tmp_path):
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, request.param, icons, tmp_path)
    yield request.param
    theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


def test_a_question_shows_the_whole_of_what_follows_from_it(text_size, qtbot):
    consequence = "这张纸从此不算数；这次打印的记录保留，查到它的纸号时会说明已经作废。"
    question = Question(None, "作废这次打印的表？", consequence)
    qtbot.addWidget(question)
    question.ask_reason("作废原因")
    question.answers("不作废", "作废")
    question.show()
    QApplication.processEvents()
    found = question.findChildren(Words)
    assert [words.text() for words in found if words.height() < words.heightForWidth(words.width())] == []


def test_enter_after_a_reason_goes_on_to_the_deed_and_not_to_the_safe_answer(qtbot):
    question = Question(None, "作废这次打印的表？", "纸号不再使用。")
    qtbot.addWidget(question)
    question.ask_reason("作废原因")
    question.answers("不作废", "作废")
    question.open()
    question.activateWindow()
    QTest.keyClick(question._reason, Qt.Key.Key_Return)
    assert question.isVisible() and question.focusWidget() is question._reason
    question._reason.insert("打错了")
    QTest.keyClick(question._reason, Qt.Key.Key_Return)
    assert question.isVisible() and question.focusWidget() is question._act
    QTest.keyClick(question._act, Qt.Key.Key_Space)
    assert question.result() == Question.DialogCode.Accepted and question.reason == "打错了"
