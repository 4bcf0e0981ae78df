"""The sheets of 今日: a head with its count and links, a list or rows below it, words where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import calendars

from ... import theme
from ...record_list import ListRow, RecordList, RowDelegate
from ...reminder import Reminder
from ...slices import Row
from ...text import Words, link, plain
from ..opinion.words import WEEKDAYS, short_day

HEAD, LEAST = 46, 160  # of a sheet's head, and of its list where it has many rows


class Head(QFrame):
    """The head of a sheet: name, count, what can be done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.setFixedHeight(theme.scaled(HEAD))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.scaled(16), 0, theme.scaled(10), 0)
        self._count: QLabel = plain("", "soft")
        self._row.addWidget(plain(name, "lead"))
        self._row.addWidget(self._count)
        self._row.addStretch(1)

    def say(self, words: str) -> None:
        self._count.setText(words)

    def add_words(self, words: str) -> None:
        self._row.addWidget(plain(words, "note"))

    def add_link(self, words: str, act: Callable[[], object]) -> QPushButton:
        made = link(words)
        made.clicked.connect(lambda: act())
        self._row.addWidget(made)
        return made


def section_list(name: str, delegate: Callable[[QWidget], RowDelegate]) -> RecordList:
    """A list without records yet, painted in its own way."""
    made = RecordList(_Nothing(), lambda row: ListRow(""))
    made.setItemDelegate(delegate(made))
    made.setAccessibleName(name)
    return made


def row_frame() -> tuple[QFrame, QHBoxLayout]:
    frame = QFrame()
    frame.setProperty("role", "row")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
    return frame, row


def reminder_row(entry: Reminder, act: Callable[[], object]) -> QFrame:
    """What is not to be forgotten, why, and the link to where it is done."""
    frame, row = row_frame()
    words = QVBoxLayout()
    words.setSpacing(theme.scaled(2))
    words.addWidget(Words(entry.what))
    words.addWidget(Words(entry.why, "soft"))
    row.addLayout(words, 1)
    if entry.act:
        go = link(entry.act)
        go.setAccessibleName(f"{entry.act}：{entry.what}")
        go.clicked.connect(lambda: act())
        row.addWidget(go)
    return frame


def quiet(sentence: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(*(theme.scaled(side) for side in (16, 12, 16, 12)))
    row.addWidget(Words(sentence, "soft"))
    return holder


class Rows(QWidget):
    """Rows below each other, never lower than what their wrapped words take at this width."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        layout = self.layout()
        if layout is not None and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(layout.heightForWidth(self.width()) if layout.hasHeightForWidth() else 0)
        return done


class _Nothing:
    """A listing before the first is read."""

    def count(self) -> int:
        return 0

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return []


def scrolled(inside: QWidget) -> QScrollArea:
    """The page in a window that is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def sheet(head: QWidget, *parts: QWidget) -> QFrame:
    """A sheet of 今日."""
    made = QFrame()
    made.setProperty("role", "sheet")
    column = QVBoxLayout(made)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    column.addWidget(head)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, RecordList) else 0)
    column.addStretch(0)
    return made


def fit(made: QFrame, shown: RecordList, nothing: QWidget) -> None:
    """Take no more room than there are rows; the next sheet has the rest."""
    total = shown.records.loaded.total
    rows = total * max(shown.sizeHintForRow(0), 1) if total else nothing.sizeHint().height()
    shown.setMinimumHeight(min(theme.scaled(LEAST), rows))
    made.setMaximumHeight(theme.scaled(HEAD) + rows + 4)


def empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def about_the_day(calendar: calendars.Calendar, today: date) -> str:
    """What kind of day it is, and the next one that is not what its weekday says."""
    kind = calendar.why(today)
    parts = ["今天调休上班" if kind == "调休上班" else f"今天{kind}休息" if kind else ""]
    coming = sorted(day for day in (*calendar.off, *calendar.work) if today < day and (day - today).days <= 31)
    if coming and (first := coming[0]) in calendar.off:
        name, last = calendar.off[first], first
        for day in coming[1:]:
            if calendar.off.get(day) == name:
                last = day
        until = f"至{short_day(last, today)}" if last != first else ""
        parts.append(f"{short_day(first, today)}{until}{name}放假")
    shifted = [day for day in coming if day in calendar.work][:2]
    parts += [f"{short_day(day, today)}（星期{WEEKDAYS[day.weekday()]}）上班" for day in shifted]
    if not calendar.known(today):
        parts.append(f"{today.year} 年的放假安排还没有导入，期限先按周末暂算")
    return "，".join(part for part in parts if part)
