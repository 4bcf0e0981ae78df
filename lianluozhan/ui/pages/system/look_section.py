"""表样: how this station wants its forms: words, columns, signature lines beside a live blank sheet; Word templates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import looks
from lianluozhan.models.staff import Staff
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.look import Look
from lianluozhan.printing.page import Page
from lianluozhan.sheets import looks as sheet_looks

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor
from ...layout_rules import logical_width
from ...question import ask
from ...sheet_view import Fit, SheetView
from ...shortcuts import shortcut
from ...text import Words, link, plain_button, primary
from ..sections.voiding import day_words
from .look_fields import LookFields
from .look_history import show_history
from .look_template import LookTemplate
from .section import SHEET_PADDING, Section

WAIT_MS = 250  # after the last key, before the sheet is laid out again
BESIDE = 620  # logical width from which fields and sheet stand side by side


class _Pages:
    """The pages of the blank sheet, laid out."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self.sizes = [(page.width, page.height) for page in pages]

    def page(self, number: int) -> Page:
        return self._pages[number]


class LookSection(Section):
    """Choose a form, change its words, see at once how it will be printed; 恢复默认 brings back how it came."""

    KEY, TITLE, ICON = "looks", "表样", "file-pen-line"
    ABOUT = "标题、项目名称、栏目、签字行可以改成本站的说法；打印、存文件都用改过的。"
    NEEDS = ("look.change",)
    TABLES = frozenset({"form_looks", "form_templates"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self._number = ""
        self._saved = Look()
        self.form = ChoiceEditor("form", [(n, f"{title}（{n}）") for n, title in sheet_looks.titles().items()])
        self.form.setAccessibleName("哪一张表")
        self.fields = LookFields()
        self.template = LookTemplate(self.session, self, self.desk.say)
        self.sheet = SheetView()
        self.sheet.setAccessibleName("空表的样子")
        self.sheet.setMinimumWidth(theme.scaled(200))
        self.sheet.set_fit(Fit.WIDTH)
        self.see_button = plain_button("看样子", icon="eye")
        self.history_button = link("以前的改动", icon="history")
        self.reset_button, self.save_button = plain_button("恢复默认", icon="rotate-ccw"), primary("保存", "Ctrl+S")
        self._who = Words("", "soft")
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._sees_sheet = self._is_late = False
        self._build()
        self._connect()

    def _build(self) -> None:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        self.form.setMinimumWidth(theme.scaled(200))
        row.addWidget(self.form, 1)
        row.addWidget(self.see_button)
        row.addWidget(self.history_button)
        self.put_strip(bar)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 4, 14, 16)))
        column.addWidget(self.fields)
        column.addWidget(self.template)
        column.addStretch(1)
        self._left = _Scrolled(inside)
        body = QWidget()
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._left, 1)
        both.addWidget(self.sheet, 1)
        self.put_body(body)
        self.put_foot(self._who, self.reset_button, self.save_button)

    def _connect(self) -> None:
        self.form.changed.connect(self._choose)
        self.fields.changed.connect(self._wait.start)
        self.fields.changed.connect(self._weigh)
        self._wait.timeout.connect(self._draw)
        self.save_button.clicked.connect(self.save)
        self.reset_button.clicked.connect(self.reset)
        self.see_button.clicked.connect(self._turn)
        self.history_button.clicked.connect(self.show_history)
        self.template.done.connect(self.reload)
        shortcut(self, "save", self.save)

    # The form --------------------------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self._number) and self.fields.look() != self._saved

    def _choose(self) -> None:
        """Another form, unless the person wants to save the changes of this one first."""
        wanted = self.form.value()
        if wanted == self._number:
            return
        if self.is_changed and not ask(
            self, "换一张表？", "这张表的改动还没有保存，换了就没有了。", "不保存，换一张", "留在这张"
        ):
            self.form.set_value(self._number)
            return
        self._open(wanted)

    def _open(self, number: str) -> None:
        self._number = number
        look = sheet_looks.look_of(self.session, number) or Look()
        self.fields.show_parts(sheet_looks.parts_of(self.session, number), look)
        self._saved = self.fields.look()
        order = [
            self.form,
            self.see_button,
            self.history_button,
            *self.fields.in_order(),
            *self.template.in_order(),
            self.sheet,
        ]
        for first, second in pairwise([*order, self.reset_button, self.save_button]):
            QWidget.setTabOrder(first, second)
        self.template.show_form(number)
        self._left.verticalScrollBar().setValue(0)
        self._tell()
        self._weigh()
        self._draw()

    def reload(self) -> None:
        number = self._number or self.form.value()
        if self.is_changed:
            self.template.show_form(number)
            self._tell()
            self._weigh()
        else:
            self._open(number)

    def _tell(self) -> None:
        """Who changed the form when."""
        history = looks.history(self.session, self._number)
        self.history_button.setVisible(bool(history))
        if not history:
            self._who.setText("这张表没有改过。")
            return
        by = self.session.find(Staff, history[0].changed_by)
        who, day = by.name if by else "", day_words(history[0].changed_on)
        now = "，后来恢复了默认" if history[0].retired_on else ""
        times = f"，一共改过 {len(history)} 次" if len(history) > 1 else ""
        self._who.setText(f"{who} {day}改过{now}{times}。")

    def _weigh(self) -> None:
        self.save_button.setEnabled(self.is_changed)
        self.reset_button.setEnabled(self.is_changed or looks.look_of(self.session, self._number) is not None)

    def _draw(self) -> None:
        """The blank sheet as it would be printed."""
        self._wait.stop()
        self.sheet.show_sheets(_Pages(lay_out(sheet_looks.tried(self.session, self._number, self.fields.look()))))

    def show_history(self) -> Drawer:
        """What was changed on this form before."""
        return show_history(self, self.session, self._number, sheet_looks.titles()[self._number])

    # Deeds -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Print the form with these words from now on."""
        if not self.is_changed:
            return
        look, number = self.fields.look(), self._number
        if look == Look():
            self.reset()
            return
        attempt(
            self,
            lambda: looks.change(
                self.session,
                number,
                title=look.title,
                labels=look.labels,
                hidden_columns=look.hidden_columns,
                signatures=look.signatures,
            ),
            saved=lambda _: self._end(),
        )

    def _end(self) -> None:
        stood = self.window().focusWidget()
        name = stood.accessibleName() if stood is not None and self.fields.isAncestorOf(stood) else ""
        self._open(self._number)
        inside: Any = self.fields.findChildren(QWidget)  # made anew: one goes on in the field where one was
        again = (each for each in inside if name and each.accessibleName() == name and each.isVisibleTo(self.fields))
        if (field := next(again, None)) is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.take_focus()
        self.desk.say("表样已保存，以后打印都用新的样子。")

    def reset(self) -> None:
        """Back to how the form came; what is only typed is dropped without a question."""
        if looks.look_of(self.session, self._number) is None:
            self._open(self._number)
            return
        title, consequence = "恢复默认的表样？", "以后打印用自带的文字和栏目；改过的内容在日志里查得到。"
        if not ask(self, title, consequence, "恢复默认", "不恢复", role="primary"):
            return
        if attempt(self, lambda: looks.reset(self.session, self._number)) is not None:
            self._open(self._number)
            self.desk.say("已恢复默认的表样。")

    # Layout ----------------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Fields or sheet, where there is room for one of them."""
        self._sees_sheet = not self._sees_sheet
        self._arrange()

    def _arrange(self) -> None:
        beside = logical_width(self) >= BESIDE
        self.see_button.setVisible(not beside)
        self.see_button.setText(" 回到修改" if self._sees_sheet else " 看样子")
        self.see_button.setAccessibleName("回到修改" if self._sees_sheet else "看样子")
        self._left.setVisible(beside or not self._sees_sheet)
        self.sheet.setVisible(beside or self._sees_sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing while nobody sees it: the data may be closed meanwhile."""
        super().hideEvent(event)
        self._is_late = self._wait.isActive()
        self._wait.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_late:
            self._wait.start()

    def take_focus(self) -> bool:
        self.form.setFocus()
        return True

    def kept(self) -> Any:
        return self._number or None

    def give_back(self, kept: Any) -> None:
        self.form.set_value(kept)


class _Scrolled(QScrollArea):
    """The fields scroll, their width follows."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(220), theme.scaled(80))
