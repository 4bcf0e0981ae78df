"""A day, typed in whatever way is quickest, or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from lianluozhan.models.spoken_days import impossible, read_day, weekday

from .. import theme
from .editor import not_understood
from .line_editor import LineEditor, announce

EXAMPLE = "例如 3.5、2026-3-5、20260305、昨天、上周五、-2"
_FIRST_YEAR, _LAST_YEAR = 1753, 7999  # what a calendar on the screen can show


def show_day(day: date | None) -> str:
    """2026年9月28日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


class DayEditor(LineEditor):
    """A line that understands days and says at its right end which one; Alt+↓ or the arrow opens the calendar.

    Empty is allowed. `past` is for days that have been: one without its year is the last such day.
    """

    SAYS_AT_ONCE = True
    MARKS_UNSEEN = False

    def __init__(
        self, name: str = "", *, today: Callable[[], date] = date.today, hint: str = "", past: bool = False
    ) -> None:
        self._today, self._past = today, past
        self._calendar: Calendar | None = None
        super().__init__(name, max_length=40, hint=hint)
        self.set_usual_tip(f"{EXAMPLE}；Alt+↓ 打开日历")
        self.setMinimumWidth(theme.scaled(150))
        self.add_arrow("打开日历（Alt+↓）", self.open_calendar)
        self.editingFinished.connect(self._show_as_read)

    def value(self) -> date | None:  # type: ignore[override]
        text = self.text().strip()
        if not text:
            return None
        found = self._read(text)
        if found is None:
            raise not_understood(self, self._not_read(text))
        return found

    def _not_read(self, text: str) -> str:
        if wrong := impossible(text, self._today()):
            return f"没有{wrong}这一天。请看一下日历，改好再保存。"
        return f"看不懂日期“{text}”。请写成 3.5、2026-3-5 或 20260305 的样子。"

    def set_value(self, value: date | None) -> None:  # type: ignore[override]
        self.setText(show_day(value))

    def doubts(self, text: str) -> list[str]:
        """The day that was understood, with its weekday."""
        found = self._read(text)
        if found is None:
            wrong = impossible(text, self._today())
            return [f"没有 {wrong}", "没有这天"] if wrong else []
        short = weekday(found)
        if text.strip() == show_day(found):
            return [short]
        return [
            f"{show_day(found)} {short}",
            f"{found.month}月{found.day}日 {short}",
            f"{found.month}.{found.day}",
            short,
        ]

    def leave(self) -> None:
        self._show_as_read()
        if self.text().strip():
            announce(self, self.text() + (self.notes() or ["看不懂这个日期"])[0])

    def open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = Calendar(self)
            self._calendar.picked.connect(self._pick)
        day = self._read(self.text()) or self._today()
        self._calendar.open_under(self, day if _FIRST_YEAR <= day.year <= _LAST_YEAR else date.today())

    def _read(self, text: str) -> date | None:
        return read_day(text, self._today(), past=self._past)

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_as_read(self) -> None:
        if found := self._read(self.text()):
            self.set_value(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)


class Calendar(QFrame):
    """A month to pick a day from, opened under its field."""

    picked = Signal(date)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.month = QCalendarWidget()
        self.month.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setMinimumSize(theme.scaled(340), theme.scaled(260))
        weekend = QTextCharFormat()
        weekend.setForeground(QBrush(QColor(theme.current().overdue)))
        for free in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(free, weekend)
        self.month.clicked.connect(self._choose)
        self.month.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.month)

    def open_under(self, field: QWidget, day: date) -> None:
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        self.move(field.mapToGlobal(QPoint(0, field.height())))
        self.show()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, chosen: QDate) -> None:
        if self.isVisible():
            self.hide()
            self.picked.emit(date(chosen.year(), chosen.month(), chosen.day()))
