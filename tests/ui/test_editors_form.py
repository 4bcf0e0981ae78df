"""The fields together in the paper form: they grow, say what is odd in their cell, stay whole at every text size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from lianluozhan import paths
from lianluozhan.ui import theme
from lianluozhan.ui.editors import (
    AddressEditor,
    AttachmentEditor,
    ChoiceEditor,
    ChoicesEditor,
    DayEditor,
    LineEditor,
    NameEditor,
    NumberEditor,
    OptionRow,
    PhoneEditor,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TickEditor,
)
from lianluozhan.ui.ruled_form import RuledForm

CHOICES = [(1, "来访"), (2, "热线电话"), (3, "网上平台")]


def fill(form: RuledForm) -> None:
    form.add("来源渠道", ChoiceEditor("channel", CHOICES))
    form.add("收到日期", DayEditor("received_on"))
    form.add("紧急程度", OptionRow("urgency", CHOICES))
    form.add("反映人", NameEditor("who"))
    form.add("联系电话", PhoneEditor("phone"))
    form.add("住址", AddressEditor("address"))
    form.add("年龄", NumberEditor("age", unit="岁"))
    form.add("村", PickEditor("village", CHOICES))
    form.add("标记", ChoicesEditor("marks", CHOICES))
    form.add("代表", PickManyEditor("deputies", [(n, f"代表{n}（县、镇）") for n in range(20)]))
    form.add("附件", AttachmentEditor("files"))
    form.add("保密", TickEditor("secret", "隐去姓名电话"))
    form.add("事由", LineEditor("title", counter=True, max_length=40), 3)
    form.add("内容", TextEditor("content"), 3)


@pytest.fixture
def form(qtbot):
    made = RuledForm()
    fill(made)
    around = QScrollArea()
    around.setWidgetResizable(True)
    around.setWidget(made)
    made.around = around
    qtbot.addWidget(around)
    around.resize(1000, 700)
    around.show()
    around.activateWindow()
    qtbot.waitUntil(around.isActiveWindow)
    return made


@pytest.fixture(params=theme.TEXT_PERCENTS)
def percent(request, dressed, tmp_path: Path):
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, request.param, icons, tmp_path)
    yield request.param
    theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


def is_whole(field: QWidget) -> bool:
    """Whether a field has at least the height that it asks for at its width."""
    wanted = field.heightForWidth(field.width()) if field.hasHeightForWidth() else field.minimumSizeHint().height()
    return field.height() >= wanted


def test_cells_grow_and_shrink_with_what_is_put_in_them(qtbot, form, tmp_path):
    deputies, files = form.editor("deputies"), form.editor("files")
    heights = []
    for count in (0, 3, 20, 3):
        deputies.set_value(range(count))
        for number in range(count):
            (tmp_path / f"{number}.txt").write_text("x")
        files.set_value([tmp_path / f"{number}.txt" for number in range(count)])
        qtbot.waitUntil(lambda: all(row.isVisible() for row in files.rows()))
        QApplication.processEvents()
        qtbot.waitUntil(lambda: is_whole(deputies) and is_whole(files))
        heights.append(deputies.height() + files.height())
    assert heights[0] < heights[1] < heights[2] and heights[3] == heights[1]


def test_no_column_moves_for_what_is_put_in_a_cell(qtbot, form, tmp_path):
    (tmp_path / f"{'很长的文件名' * 9}.txt").write_text("x")
    form.around.resize(1300, 700)
    QApplication.processEvents()
    before = [(cell.x(), cell.width()) for cell in form._cells.values()]
    form.editor("deputies").set_value(range(12))
    form.editor("files").take(list(tmp_path.glob("*.txt")))
    qtbot.waitUntil(lambda: form.editor("files").rows()[0].isVisible())
    QApplication.processEvents()
    bar = form.around.verticalScrollBar()
    form.around.resize(1300 + (bar.width() if bar.isVisible() else 0), 700)
    QApplication.processEvents()
    assert [(cell.x(), cell.width()) for cell in form._cells.values()] == before


def test_no_field_is_cut_at_any_text_size(qtbot, percent, form, tmp_path):
    form.editor("deputies").set_value([1, 2, 3])
    (tmp_path / "信.txt").write_text("x")
    form.editor("files").take([tmp_path / "信.txt", tmp_path / "没有.txt"])
    form.set_values({"phone": "1380000260", "address": "11010519491231002X", "village": 2})
    names = ("channel", "received_on", "urgency", "who", "phone", "age", "village", "marks", "deputies", "files")
    for width in (1366, 1000, 683):
        form.around.resize(width, 700)
        qtbot.waitUntil(lambda: all(is_whole(form.editor(name)) for name in names))
        for name in ("who", "received_on", "village", "title"):
            field = form.editor(name)
            assert field.contentsRect().height() >= field.fontMetrics().height()


def test_a_doubt_stands_in_its_cell_and_moves_no_field(qtbot, form):
    phone = form.editor("phone")
    before = {name: cell.geometry() for name, cell in form._cells.items()}
    phone.setFocus()
    QTest.keyClicks(phone, "1380000260")
    QTest.keyClick(phone, Qt.Key.Key_Tab)
    qtbot.wait(20)
    assert phone.notes() and not form._cells["phone"].problem.text()
    assert {name: cell.geometry() for name, cell in form._cells.items()} == before


def test_every_field_has_a_name_for_those_who_cannot_see_it(form):
    for name, cell in form._cells.items():
        field = cell.content
        assert field.accessibleName() or (isinstance(field, TickEditor) and field.text()), name
    assert form.editor("deputies").picker.accessibleName() == "代表"
    assert form.editor("files").add_button.accessibleName() == "添加附件"
    for button in (*form.editor("urgency").buttons(), *form.editor("marks").boxes()):
        assert button.accessibleDescription() in ("紧急程度", "标记")
    for name in ("channel", "received_on", "age", "village", "files", "content"):
        assert form.editor(name).accessibleDescription(), name


def test_tab_goes_through_the_fields_in_the_order_of_the_paper(form):
    form.editor("channel").setFocus()
    seen = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        name = next((name for name, cell in form._cells.items() if cell.isAncestorOf(focus)), "")
        if name not in seen:
            seen.append(name)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert [name for name in seen if name] == list(form._cells)
