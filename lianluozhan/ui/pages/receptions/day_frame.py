"""Around the record sheet: the white sheet with its foot, whose buttons say how the talk goes on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.receptions import visiting
from lianluozhan.models.receptions.record import VisitState

from ... import theme
from ...layout_rules import logical_width
from ...text import Words, button, elided, plain, plain_button, primary
from ..opinion.registration_form import EntryForm

ALL_BUTTONS_FROM, KEYS_FROM = 640, 1060  # logical widths from which all buttons are there, and name their keys


class SheetFrame(QFrame):
    """`form` in its sheet; `label` gives the buttons their words."""

    def __init__(self, form: EntryForm) -> None:
        super().__init__()
        self.form, self._state = form, VisitState.WAITING
        self.setProperty("role", "sheet")
        self.number, self.state = plain("", "soft"), plain("", "soft")
        self.said, self.outcome = elided("", "soft"), Words("", "soft")
        self.more = plain_button("更多", icon="ellipsis")
        self.left_button = button("中途离开", key="F7")
        self.save_button = button("先记下", key="Ctrl+S")
        self.print_button = button("谈完并打印", icon="printer", key="Ctrl+Enter")
        self.next_button = button("谈完，下一位", key="Ctrl+Shift+Enter")
        self.go_button = primary("谈完", "F9")
        self._build()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.number, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(plain("代表接待选民记录表", "title"))
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.state, 1, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (16, 6, 16, 10)))
        column.setSpacing(theme.scaled(6))
        column.addLayout(head)
        column.addWidget(self.outcome)
        column.addWidget(self.form, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(1, 1, 1, 1)
        self.outer.setSpacing(0)
        self.outer.addWidget(self._scroll, 1)
        self.outer.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 7, 14, 7)))
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.said, 1)
        self.more.clicked.connect(self._open_more)
        buttons = (self.left_button, self.save_button, self.print_button, self.next_button, self.go_button)
        for made in (self.more, *buttons):
            row.addWidget(made)
        return foot

    def _stowed(self) -> tuple[Any, ...]:
        """The buttons that go under 更多 in a small window."""
        return (self.left_button, self.save_button, self.print_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.label(self._state)

    def label(self, state: VisitState) -> None:
        """What the buttons are called for a visit in this state, in the room there is."""
        self._state = state
        width = logical_width(self)
        over = state in (VisitState.DONE, VisitState.LEFT)
        talking = state in visiting.WAITS
        for made in self._stowed():
            made.setVisible(width >= ALL_BUTTONS_FROM and (talking or made is not self.left_button))
        self.more.setVisible(width < ALL_BUTTONS_FROM)
        self.next_button.setVisible(not over and width >= ALL_BUTTONS_FROM - 120)
        go = "开始谈" if state is VisitState.WAITING else "存更正" if state is VisitState.DONE else "谈完"
        for made, words, key in (
            (self.left_button, "中途离开", "F7"),
            (self.save_button, "先记下" if not over else "存更正", "Ctrl+S"),
            (self.print_button, "谈完并打印" if not over else "打印", "Ctrl+Enter"),
            (self.next_button, "谈完，下一位", "Ctrl+Shift+Enter"),
            (self.go_button, go, "F9"),
        ):
            icon = " " if not made.icon().isNull() else ""
            made.setAccessibleName(words)
            made.setText(f"{icon}{words}  {key}" if width >= KEYS_FROM or made is self.go_button else f"{icon}{words}")
            made.setToolTip(key)
        self.save_button.setVisible(self.save_button.isVisibleTo(self) and state is not VisitState.DONE)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for made in self._stowed():
            menu.addAction(made.accessibleName()).triggered.connect(made.click)
        menu.exec(self.more.mapToGlobal(self.more.rect().topLeft() - QPoint(0, menu.sizeHint().height())))

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.form.isAncestorOf(now):
            return
        cell = now
        while (above := cell.parentWidget()) is not None and above is not self.form:
            cell = above
        fits = cell.height() < self._scroll.viewport().height()
        QTimer.singleShot(0, now, lambda: self._scroll.ensureWidgetVisible(cell if fits else now, 0, theme.scaled(12)))
