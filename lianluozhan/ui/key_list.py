"""The keys that act now: those of the open page, then those that act everywhere (Ctrl+/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from . import theme
from .layout_rules import DRAWER_WIDTH
from .shortcuts import keys_in
from .text import Words, button, plain, plain_button

if TYPE_CHECKING:
    from .desk import Desk

IN_LISTS = (("↑ ↓", "上一条、下一条"), ("Enter", "打开"), ("PageUp PageDown", "往上、往下翻一页"))
IN_FORMS = (("Tab", "下一格"), ("Shift+Tab", "上一格"), ("空格", "勾上、去掉勾"), ("Alt+↓", "打开日历、候选"))
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox)
Line = tuple[str, str]


def lines_now(desk: Desk, page: QWidget) -> list[tuple[str, list[Line]]]:
    """The keys that act on a page of the desk, in groups: keys and what they do."""
    here = [(key.sequence, key.words) for key in keys_in(page)]
    groups = [("这一页", _once(here))]
    widgets: Any = page.findChildren(QWidget)
    inside = [widget for widget in widgets if widget.isVisible()]
    if any(isinstance(widget, QAbstractItemView) for widget in inside):
        groups.append(("在清单里", list(IN_LISTS)))
    if any(isinstance(widget, FIELDS) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus for widget in inside):
        groups.append(("填写的时候", list(IN_FORMS)))
    everywhere = [(key.sequence, key.words) for key in keys_in(desk) if key.owner is desk]
    groups.append(("哪里都能用", _once(everywhere)))
    return [(title, lines) for title, lines in groups if lines]


def _once(lines: Iterable[Line]) -> list[Line]:
    """Each deed once, with all its keys."""
    found: dict[str, list[str]] = {}
    for keys, words in lines:
        if keys not in found.setdefault(words, []):
            found[words].append(keys)
    return [(" ".join(keys), words) for words, keys in found.items()]


class KeyList(QFrame):
    """A sheet at the right edge over the desk; Esc closes it."""

    MANUAL = "keys"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._before: QWidget | None = None
        self.setProperty("role", "scrim")
        self.sheet = QFrame(self)
        self.sheet.setProperty("role", "drawer")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("现在能用的按键")
        self._close = plain_button("关闭", "Esc")
        self._close.clicked.connect(self.close_panel)
        self._manual = button("手册里的全部按键", role="link")
        self._manual.clicked.connect(self._open_manual)
        self._build()
        self.setFocusProxy(self.area)
        desk.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        head, foot = QHBoxLayout(), QFrame()
        head.setContentsMargins(*(theme.scaled(side) for side in (20, 14, 14, 10)))
        head.addWidget(Words("现在能用的按键", "title"), 1)
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (20, 8, 20, 8)))
        row.addWidget(self._manual)
        row.addStretch(1)
        row.addWidget(self._close)
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addWidget(foot)

    def open_panel(self, _: str = "") -> None:
        """Show the keys of what is open."""
        self._before = self._desk.window().focusWidget()
        self.area.setWidget(_table(lines_now(self._desk, self._desk.current)))
        self._fit()
        self.show()
        self.raise_()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_manual(self) -> None:
        from .manual_window import show_manual

        self.close_panel()
        show_manual(self._desk, self.MANUAL)

    def _fit(self) -> None:
        self.setGeometry(self._desk.rect())
        width = min(theme.scaled(DRAWER_WIDTH), self.width())
        self.sheet.setGeometry(self.width() - width, 0, width, self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._desk and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # also where the desk is not asked
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_panel()
        event.accept()


def _table(groups: list[tuple[str, list[Line]]]) -> QWidget:
    inside = QWidget()
    inside.setProperty("role", "page")
    grid = QGridLayout(inside)
    grid.setContentsMargins(*(theme.scaled(side) for side in (20, 4, 20, 16)))
    grid.setHorizontalSpacing(theme.scaled(16))
    grid.setVerticalSpacing(theme.scaled(8))
    grid.setColumnStretch(1, 1)
    row = 0
    for title, lines in groups:
        grid.addWidget(plain(title, "lead"), row, 0, 1, 2)
        row += 1
        for keys, words in lines:
            told = Words(words)
            told.setAccessibleName(f"{keys}，{words}")
            grid.addWidget(_caps(keys), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, row, 1)
            row += 1
    grid.setRowStretch(row, 1)
    return inside


def _caps(keys: str) -> QWidget:
    """Keys as they lie on the keyboard."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.scaled(4))
    for key in keys.split(" "):
        line.addWidget(plain(key, "key"))
    line.addStretch(1)
    return made
