"""期限预告 beside the form: the limits that will result, in a sentence, and on demand day by day (5.1.3, 5.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.opinions import forecast
from lianluozhan.models.opinions.forecast import Forecast
from lianluozhan.models.opinions.record import Screening, Urgency
from lianluozhan.models.session import Session

from ... import theme
from ...day_strip import DayStrip
from ...text import Words, link, plain
from .registration_form import JOIN

DEPENDS_ON = ("urgency", "screening", "received_on", "is_anonymous")


class ForecastPanel(QFrame):
    """Told what is on the form, it counts again only when something it depends on has changed.

    `days` is put where there is room for them; `opened` tells when they are to be looked at.
    """

    opened = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._basis = session, forecast.basis(session)
        self._known: tuple[Any, ...] = ()
        self.forecast: Forecast | None = None
        self.setProperty("role", "sheet")
        self.setAccessibleName("期限预告")
        self.how = link("怎么算的")
        self.how.setAccessibleName("期限怎么算的")
        self.how.clicked.connect(self._turn)
        self.promise, self.counted, self.rest = Words(""), Words("", "soft"), Words("", "soft")
        self.days = QWidget()
        self._strips = QVBoxLayout(self.days)
        self._strips.setContentsMargins(*(theme.scaled(side) for side in (14, 4, 14, 10)))
        self._strips.setSpacing(theme.scaled(6))
        self.days.hide()
        head = QHBoxLayout()
        head.addWidget(plain("期限预告", "lead"))
        head.addStretch(1)
        head.addWidget(self.how)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (14, 8, 14, 10)))
        column.setSpacing(theme.scaled(4))
        column.addLayout(head)
        for part in (self.promise, self.counted, self.rest):
            column.addWidget(part)
        column.addStretch(1)

    def refresh(self) -> None:
        """Settings or holidays may have changed."""
        self._basis, self._known = forecast.basis(self._session), ()

    def consider(self, values: Mapping[str, Any]) -> None:
        """What is on the form now."""
        known = (self._session.today, *(values.get(name) for name in DEPENDS_ON))
        if known == self._known:
            return
        self._known = known
        screening = values.get("screening")
        if screening == JOIN:
            self.show_forecast(Forecast((), None, "并案以后和那一件一起办，期限看那一件。"))
            return
        self.show_forecast(
            forecast.forecast(
                self._basis,
                self._session.today,
                urgency=values.get("urgency") or Urgency.NORMAL,
                screening=screening if isinstance(screening, Screening) else Screening.ACCEPT,
                received_on=values.get("received_on"),
                is_anonymous=bool(values.get("is_anonymous")),
            )
        )

    def show_forecast(self, found: Forecast) -> None:
        """The limits in words, what concerns the resident first."""
        self.forecast = found
        first, *others = found.limits or (None,)
        self.promise.setText(first.promise if first else "")
        self.counted.setText(f"{first.rule}：{first.count.short}。" if first else "")
        self.rest.setText("".join([*(f"{limit.promise}。" for limit in others if limit), found.outlook]))
        for words in (self.promise, self.counted, self.rest):
            words.setVisible(bool(words.text()))
        self.how.setVisible(first is not None)
        self.setAccessibleDescription(found.sentence)
        if not self.days.isHidden():
            self._fill_days()

    def _turn(self) -> None:
        shown = self.days.isHidden()
        if shown:
            self._fill_days()
        self.days.setVisible(shown)
        self.how.setText("收起" if shown else "怎么算的")
        self.how.setAccessibleName("收起" if shown else "期限怎么算的")
        if shown:
            self.opened.emit()

    def _fill_days(self) -> None:
        while item := self._strips.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for limit in self.forecast.limits if self.forecast else ():
            for part in (
                Words(limit.promise),
                DayStrip(limit.count, self._session.today, limit.event[:2]),
                Words(limit.count.sentence, "soft"),
            ):
                self._strips.addWidget(part)
