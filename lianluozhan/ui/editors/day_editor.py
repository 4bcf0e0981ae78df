"""A day, typed in whatever way is quickest, or picked from a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from .. import theme
from ..icons import icon
from ..text import tip
from .editor import not_understood

_FULL = re.compile(r"(\d{4})\s*[年./\-\s]\s*(\d{1,2})\s*[月./\-\s]\s*(\d{1,2})\s*日?")
_SHORT = re.compile(r"(\d{1,2})\s*[月./\-\s]\s*(\d{1,2})\s*日?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_NEAR = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1}
EXAMPLE = "例如 3.5、2026-3-5、20260305"


def read_day(text: str, today: date) -> date | None:
    """The day meant by `text`, a month and day alone meaning the nearest one; None if it means no day."""
    text = text.strip().translate(_WIDE)
    if text in _NEAR:
        return date.fromordinal(today.toordinal() + _NEAR[text])
    try:
        if found := _FULL.fullmatch(text) or _PACKED.fullmatch(text):
            year, month, day = map(int, found.groups())
            return date(year, month, day)
        if found := _SHORT.fullmatch(text):
            return _nearest(int(found[1]), int(found[2]), today)
    except ValueError:
        return None
    return None


def _nearest(month: int, day: int, today: date) -> date:
    """3.5 typed in December is the coming March, 12.30 typed in January the December just past."""
    years = (year for year in (today.year - 1, today.year, today.year + 1) if _exists(year, month, day))
    return min((date(year, month, day) for year in years), key=lambda found: abs((found - today).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def show_day(day: date | None) -> str:
    """2026年9月28日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


class DayEditor(QLineEdit):
    """A line that understands days; Alt+↓ or the arrow opens the calendar. Empty is allowed."""

    changed = Signal()

    def __init__(self, name: str = "", *, today: Callable[[], date] = date.today, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._today = today
        self._calendar: Calendar | None = None
        self.setPlaceholderText(hint)
        tip(self, f"{EXAMPLE}；Alt+↓ 打开日历")
        self.setMinimumWidth(theme.scaled(150))
        action = self.addAction(icon("chevron-down", size=16), QLineEdit.ActionPosition.TrailingPosition)
        tip_action = "打开日历（Alt+↓）"
        action.setText(tip_action)
        action.setToolTip(tip_action)
        action.triggered.connect(self.open_calendar)
        self.editingFinished.connect(self._show_as_read)
        self.textChanged.connect(lambda _: self.changed.emit())

    def value(self) -> date | None:
        text = self.text().strip()
        if not text:
            return None
        found = read_day(text, self._today())
        if found is None:
            raise not_understood(self, f"看不懂日期“{text}”。请写成 3.5、2026-3-5 或 20260305 的样子。")
        return found

    def set_value(self, value: date | None) -> None:
        self.setText(show_day(value))

    def open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = Calendar(self)
            self._calendar.picked.connect(self._pick)
        day = read_day(self.text(), self._today()) or self._today()
        self._calendar.open_under(self, day)

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_as_read(self) -> None:
        if found := read_day(self.text(), self._today()):
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
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(weekday, weekend)
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
