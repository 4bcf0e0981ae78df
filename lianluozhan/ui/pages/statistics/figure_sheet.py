"""The sheet of a table of figures: what it is above, how a figure was counted and what can be done below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.session import Session

from ... import theme
from ...text import Words, button, plain, primary, tip
from .figure_table import FigureTable


class FigureSheet(QFrame):
    """Head, table, foot; its buttons are those of this person."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "sheet")
        self.figures = FigureTable("统计表")
        self.title, self.about, self.note = plain("", "lead"), plain("", "soft"), Note("", "soft")
        self.export, self.again = button("导出 Excel", icon="file-output"), button("重算一次", icon="refresh-cw")
        self.edit, self.print, self.blank = button("改正文"), button("打印", icon="printer"), button("打印空表")
        self.bulletin, self.report = button("写通报"), primary("写分析报告", "F9")
        self._head, foot = QFrame(), QFrame()
        self._head.setProperty("role", "head")
        foot.setProperty("role", "foot")
        line = QHBoxLayout(self._head)
        line.setContentsMargins(*(theme.scaled(side) for side in (16, 8, 14, 8)))
        line.addWidget(self.title)
        line.addWidget(self.about, 1)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight, foot)
        self._foot.setContentsMargins(*(theme.scaled(side) for side in (16, 7, 14, 7)))
        self._foot.setSpacing(theme.scaled(8))
        self._foot.addWidget(self.note, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(8))
        row.addStretch(1)
        for each in (self.export, self.again, self.edit, self.blank, self.print, self.bulletin, self.report):
            row.addWidget(each)
        self._foot.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.figures, 1)
        column.addWidget(foot)

    def say(self, title: str, about: str) -> None:
        """What the table is of."""
        self.title.setText(title)
        self.about.setText(about)
        self.figures.setAccessibleName(f"统计表：{title}")

    def offer(self, *, reports: bool, some: bool) -> None:
        """What can be done with figures, or with reports when these are listed; `some` when there is one."""
        may = self._session.may
        for each, offered in (
            (self.export, not reports and may("opinion.export")),
            (self.print, reports and may("print.form")),
            (self.blank, reports and may("print.form")),
            (self.again, reports),
            (self.edit, reports and may("official.edit")),
            (self.report, may("official.edit")),
            (self.bulletin, may("official.edit")),
        ):
            each.setVisible(offered)
        for each in (self.print, self.again, self.edit):
            each.setEnabled(some)

    def arrange(self, *, wide: bool, headed: bool) -> None:
        """Foot in one line where there is room for it; no head where there is none."""
        self._head.setVisible(headed)
        self.note.keep_to_a_line(not headed)
        self._foot.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


class Note(Words):
    """How a figure was counted; in a low window one line, which ends in … and has the whole in its tool tip."""

    _one_line = False

    def keep_to_a_line(self, one_line: bool) -> None:
        if one_line != self._one_line:
            self._one_line = one_line
            self.updateGeometry()
            self.update()

    def heightForWidth(self, width: int) -> int:
        return self.fontMetrics().height() + 2 if self._one_line else super().heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._one_line:
            tip(self, "")
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        tip(self, self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
