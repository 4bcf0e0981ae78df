"""A time limit day by day: each counted and each skipped day with its reason, and a sentence to be read aloud."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lianluozhan.models.deadlines import Count, CountedDay

from . import theme
from .text import Words, button, plain

CELL_WIDTH, CELL_HEIGHT = 50, 46
WEEKDAYS = "一二三四五六日"


class DayStrip(QWidget):
    """One cell a day: the date and its weekday, below it what it counts as; wraps by width."""

    def __init__(self, count: Count, today: date, event: str) -> None:
        super().__init__()
        self.days, self.today, self.starts_with, self.due = count.days, today, event, count.due_on
        self.setAccessibleName(count.sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def words(self, entry: CountedDay) -> str:
        """What stands below a date."""
        if entry.day == self.due:
            return "到期"
        if entry is self.days[0]:
            return self.starts_with
        if entry.day == self.today:
            return "今天"
        if entry.number is None:
            return entry.why.removesuffix("节")[:3]
        return f"班 {entry.number}" if entry.why == "调休上班" else f"第{entry.number}"

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self.days) // self._per_row(width))
        return rows * theme.scaled(CELL_HEIGHT) + 1

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.scaled(500))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(CELL_WIDTH * 3), theme.scaled(CELL_HEIGHT))

    def _per_row(self, width: int) -> int:
        return max(1, width // theme.scaled(CELL_WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        per_row = self._per_row(self.width())
        wide, high = theme.scaled(CELL_WIDTH), theme.scaled(CELL_HEIGHT)
        for at, entry in enumerate(self.days):
            row, column = divmod(at, per_row)
            self._paint(painter, QRect(column * wide, row * high, wide, high), entry)
        for at, entry in enumerate(self.days):
            if entry.day == self.today:
                row, column = divmod(at, per_row)
                painter.setPen(QPen(theme.colour("ink"), 2))
                painter.drawRect(QRect(column * wide, row * high, wide, high).adjusted(1, 1, 0, 0))

    def _paint(self, painter: QPainter, area: QRect, entry: CountedDay) -> None:
        due, worked = entry.day == self.due, entry.why == "调休上班"
        skipped = entry.number is None and entry is not self.days[0]
        fill = "accent" if due else "wait_tint" if worked else "tint" if skipped else "sheet"
        ink = "on_accent" if due else "wait" if worked else "ink_faint" if skipped else "ink"
        painter.fillRect(area, theme.colour(fill))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(area)
        painter.setPen(theme.colour(ink))
        half = area.height() // 2
        inside = area.adjusted(1, theme.scaled(3), -1, -theme.scaled(3))
        top, bottom = QRect(inside), QRect(inside)
        top.setHeight(half - theme.scaled(2))
        bottom.setTop(area.top() + half)
        marked = due or entry.day == self.today
        painter.setFont(theme.font("small", bold=marked))
        weekday = WEEKDAYS[entry.day.weekday()]
        words = f"{entry.day.month}/1" if entry.day.day == 1 else f"{entry.day.day} {weekday}"
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(top, centre, words)
        painter.drawText(bottom, centre, self.words(entry))


class DeadlinePanel(QFrame):
    """The limit in a line; opened, its days and its sentence."""

    def __init__(self, title: str, count: Count | None, today: date, event: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("role", "inset")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
        column.setSpacing(theme.scaled(6))
        head = QHBoxLayout()
        head.addWidget(plain(title, "strong"))
        head.addStretch(1)
        column.addLayout(head)
        self.days = QWidget()
        inside = QVBoxLayout(self.days)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.scaled(6))
        if count is not None:
            inside.addWidget(DayStrip(count, today, event))
            inside.addWidget(Words(count.sentence, "soft"))
            self.toggle = button("收起", role="link")
            self.toggle.clicked.connect(self._turn)
            head.addWidget(self.toggle)
        elif note:
            inside.addWidget(Words(note, "soft"))
        column.addWidget(self.days)

    def close_days(self) -> None:
        """Only the line, the days on demand."""
        if self.days.isVisibleTo(self) and hasattr(self, "toggle"):
            self._turn()

    def _turn(self) -> None:
        shown = not self.days.isVisibleTo(self)
        self.days.setVisible(shown)
        self.toggle.setText("收起" if shown else "怎么算的")
