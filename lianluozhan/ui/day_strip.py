"""A time limit day by day: each counted and each skipped day with its reason, and a sentence to be read aloud."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from lianluozhan.models import deadlines
from lianluozhan.models.deadlines import WEEKDAYS, Count, CountedDay

from . import theme
from .text import Words, link, tip_text

CELL_WIDTH, CELL_HEIGHT = 50, 46
Run = tuple[CountedDay, ...]
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}


class DayStrip(QWidget):
    """One cell a day: the date and its weekday, below it what it counts as; wraps by width.

    In long counts a whole ordinary week is one cell. ← → go from cell to cell and say it, Ctrl+C copies all as text.
    """

    def __init__(self, count: Count, today: date, event: str) -> None:
        super().__init__()
        self.count, self.today, self.event_words, self.due = count, today, event, count.due_on
        self.runs = deadlines.weeks(count.days, lambda entry: entry.day in (today, count.due_on))
        self._at: int | None = None
        self.setAccessibleName("逐日计算的期限")
        self.setAccessibleDescription(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        copy = QAction("复制成文字", self)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def text(self) -> str:
        """Everything as text: a line a day or folded week, and the sentence."""
        return deadlines.in_words(self.count, self.event_words)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def words(self, run: Run) -> tuple[str, str]:
        """The two lines of a cell: the date, and what the day counts as."""
        first, last = run[0], run[-1]
        if first is not last:
            return f"{_short(first.day)}–{_short(last.day)}", f"第{first.number}–{last.number}"
        day, weekday = first.day, WEEKDAYS[first.day.weekday()]
        return f"{day.month}/1" if day.day == 1 else f"{day.day} {weekday}", self._counts_as(first)

    def _counts_as(self, entry: CountedDay) -> str:
        if entry.day == self.due:
            return "到期"
        if entry is self.count.days[0]:
            return self.event_words if len(self.event_words) <= 3 else "起算"
        if entry.day == self.today:
            return "今天"
        if entry.number is None:
            return entry.why.removesuffix("节")[:3]
        return f"班 {entry.number}" if entry.why == "调休上班" else f"第{entry.number}"

    def said(self, run: Run) -> str:
        """A cell as it is read aloud."""
        if run[0] is not run[-1]:
            return f"{deadlines.spoken(run[0].day)}至{deadlines.spoken(run[-1].day)}，每天都算"
        marks = [words for day, words in ((self.today, "今天"), (self.due, "到期")) if run[0].day == day]
        return "，".join([deadlines.day_in_words(run[0], self.event_words), *marks])

    # Size and place ------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.places(width)[-1].bottom() + 2

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.scaled(500))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(CELL_WIDTH * 3), theme.scaled(CELL_HEIGHT))

    def places(self, width: int) -> list[QRect]:
        """Where each cell lies; a week takes the room of two days."""
        wide, high = theme.scaled(CELL_WIDTH), theme.scaled(CELL_HEIGHT)
        found, left, top = [], 0, 0
        for run in self.runs:
            needs = wide * (1 if len(run) == 1 else 2)
            if left and left + needs > width:
                left, top = 0, top + high
            found.append(QRect(left, top, needs, high))
            left += needs
        return found

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = self.places(self.width())
        for area, run in zip(places, self.runs, strict=True):
            self._paint(painter, area, run)
        for at, (area, run) in enumerate(zip(places, self.runs, strict=True)):
            if run[0].day == self.today or (self.hasFocus() and at == self._at):
                current = self.hasFocus() and at == self._at
                painter.setPen(QPen(theme.colour("focus" if current else "ink"), 2))
                painter.drawRect(area.adjusted(1, 1, 0, 0))

    def _paint(self, painter: QPainter, area: QRect, run: Run) -> None:
        entry = run[0]
        due, worked = entry.day == self.due, entry.why == "调休上班"
        skipped = entry.number is None and entry is not self.count.days[0]
        stood = entry.why == deadlines.PAUSED
        fill = "accent" if due else "wait_tint" if worked else "calm_tint" if stood else "tint" if skipped else "sheet"
        ink = "on_accent" if due else "wait" if worked else "calm" if stood else "ink_faint" if skipped else "ink"
        painter.fillRect(area, theme.colour(fill))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(area)
        painter.setPen(theme.colour(ink))
        half = area.height() // 2
        inside = area.adjusted(1, theme.scaled(3), -1, -theme.scaled(3))
        top, bottom = QRect(inside), QRect(inside)
        top.setHeight(half - theme.scaled(2))
        bottom.setTop(area.top() + half)
        painter.setFont(theme.font("small", bold=due or entry.day == self.today))
        upper, lower = self.words(run)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(top, centre, upper)
        painter.drawText(bottom, centre, lower)

    # Keys and mouse --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif by is not None:
            self.go_to(by if self._at is None else self._at + by)
        else:
            super().keyPressEvent(event)

    def go_to(self, at: int) -> None:
        """Make a cell current and say it."""
        self._at = min(max(at, 0), len(self.runs) - 1)
        place = self.places(self.width())[self._at]
        said = self.said(self.runs[self._at])
        self.setAccessibleName(said)
        QToolTip.showText(self.mapToGlobal(place.bottomLeft() + QPoint(0, 4)), tip_text(said), self)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            for area, run in zip(self.places(self.width()), self.runs, strict=True):
                if area.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), tip_text(self.said(run)), self)
                    return True
        return super().event(event)


class DeadlinePanel(QFrame):
    """The limit in a line; opened, its days and its sentence. Enter on the link or a click opens and closes it."""

    def __init__(self, title: str, count: Count | None, today: date, event: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self.strip: DayStrip | None = None
        self._title, self._note = title, note
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
        column.setSpacing(theme.scaled(6))
        head = QHBoxLayout()
        head.addWidget(Words(title, "strong"), 1)
        column.addLayout(head)
        self.days = QWidget()
        inside = QVBoxLayout(self.days)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.scaled(6))
        self.copy_link, self.toggle = link("复制"), link("收起")
        self.copy_link.setAccessibleName("把期限的算法复制成文字")
        if count is not None:
            self.strip = DayStrip(count, today, event)
            inside.addWidget(self.strip)
            inside.addWidget(Words(count.sentence, "soft"))
            self.copy_link.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
            self.toggle.clicked.connect(self._turn)
            head.addWidget(self.copy_link)
            head.addWidget(self.toggle)
        elif note:
            inside.addWidget(Words(note, "soft"))
        column.addWidget(self.days)

    def text(self) -> str:
        """The line, the days and the sentence as text."""
        return f"{self._title}\n{self.strip.text() if self.strip else self._note}"

    def close_days(self) -> None:
        """Only the line, the days on demand."""
        if self.days.isVisibleTo(self) and self.strip is not None:
            self._turn()

    def open_days(self) -> None:
        if not self.days.isVisibleTo(self) and self.strip is not None:
            self._turn()

    def _turn(self) -> None:
        shown = not self.days.isVisibleTo(self)
        self.days.setVisible(shown)
        self.copy_link.setVisible(shown)
        self.toggle.setText("收起" if shown else "怎么算的")
        self.toggle.setAccessibleName("收起" if shown else "期限怎么算的")


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
