"""Which stretch of days is counted: a month, quarter, half or whole year, gone through one by one, or two days."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from lianluozhan.models import analysis
from lianluozhan.models.analysis import Period, Span
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.session import Session

from ... import theme
from ...editors import ChoiceEditor, DayEditor
from ...flow_layout import FlowLayout
from ...question import tell
from ...text import button, icon_button, plain

SPANS = (
    (Span.MONTH, "按月"),
    (Span.QUARTER, "按季度"),
    (Span.HALF, "按半年"),
    (Span.YEAR, "按年"),
    (Span.FREE, "自定日期"),
)


class PeriodBar(QWidget):
    """`changed` when another period is wanted."""

    changed = Signal()

    def __init__(self, session: Session, span: Span) -> None:
        super().__init__()
        self._today = session.today
        self.period = analysis.around(span, session.today)
        self.span = ChoiceEditor(
            "span", [(each, f"按{each.label}" if each is not Span.FREE else "自定日期") for each in Span]
        )
        self.span.setAccessibleName("按月、季度、半年还是年统计")
        self.span.set_value(span)
        self.back = icon_button("chevron-left", "上一段时间", "Alt+←")
        self.on = icon_button("chevron-right", "下一段时间", "Alt+→")
        self.label = plain("", "lead")
        self.first = DayEditor("first", today=lambda: session.today)
        self.until = DayEditor("until", today=lambda: session.today)
        self.count = button("统计")
        self.first.setAccessibleName("从哪天")
        self.until.setAccessibleName("到哪天")
        self._to = plain("到")
        row = FlowLayout(self)
        for part in (self.span, self.back, self.label, self.on, self.first, self._to, self.until, self.count):
            row.addWidget(part)
        self.span.setMaximumWidth(theme.scaled(130))
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.span.changed.connect(self._other_span)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.count.clicked.connect(self._free)
        for day in (self.first, self.until):
            day.returnPressed.connect(self._free)

    def step(self, by: int) -> None:
        """The period before or after."""
        if by < 0:
            self.put(analysis.previous(self.period))
        else:
            self.put(analysis.following(self.period))

    def put(self, period: Period) -> None:
        """Another period."""
        self.period = period
        self._show()
        self.changed.emit()

    def _other_span(self) -> None:
        span = self.span.value()
        if span is not Span.FREE:
            self.put(analysis.around(span, min(self.period.until, max(self.period.first, self._today))))
        else:
            self._show()
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _free(self) -> None:
        try:
            found = analysis.between(self.first.value(), self.until.value())
        except InvalidRecord as refusal:
            tell(self, str(refusal))
            return
        self.put(found)

    def _show(self) -> None:
        free = self.span.value() is Span.FREE
        self.label.setText(self.period.label)
        for part in (self.first, self._to, self.until, self.count):
            part.setVisible(free)
        self.label.setVisible(not free)
        for day, value in ((self.first, self.period.first), (self.until, self.period.until)):
            day.set_value(value)
