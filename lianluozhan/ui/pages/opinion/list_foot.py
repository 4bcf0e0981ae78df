"""The foot of the list: how many there are and in which order, or what is done with those that are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QWidget

from lianluozhan.models.opinions import Order
from lianluozhan.models.session import Session

from ... import theme
from ...editors import ChoiceEditor
from ...icons import icon
from ...text import button, link, plain

ACTS = (
    ("dispatch", "交办", "send", "opinion.dispatch"),
    ("remind", "催办", "bell", "opinion.remind"),
    ("reclassify", "改分类", "tag", "opinion.reclassify"),
    ("print", "打印", "printer", "print.form"),
    ("export", "导出", "file-output", "opinion.export"),
)


class ListFoot(QFrame):
    wanted = Signal(str)  # the name of an act
    order_wanted = Signal(object)
    clear_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self._stack = QStackedLayout(self)
        self._count, self._ticked, self._doing = plain("", "soft"), plain("", "strong"), plain("", "soft")
        self.order = ChoiceEditor("order")
        self.order.setAccessibleName("排序")
        self.order.changed.connect(lambda: self.order_wanted.emit(self.order.value()))
        self._acts: list[QWidget] = []
        self._stack.addWidget(self._usual())
        self._stack.addWidget(self._bulk(session))
        self._stack.addWidget(self._progress())

    def _line(self) -> tuple[QWidget, QHBoxLayout]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 4, 8, 4)))
        row.setSpacing(theme.scaled(6))
        return line, row

    def _usual(self) -> QWidget:
        line, row = self._line()
        row.addWidget(self._count, 1)
        row.addWidget(self.order)
        return line

    def _bulk(self, session: Session) -> QWidget:
        line, row = self._line()
        row.addWidget(self._ticked, 1)
        self._together = button("一起办")
        menu = QMenu(self._together)
        for name, words, picture, permission in ACTS:
            if session.may(permission):
                act = button(words, icon=picture)
                act.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
                menu.addAction(icon(picture), words, lambda name=name: self.wanted.emit(name))
                self._acts.append(act)
                row.addWidget(act)
        self._together.setMenu(menu)
        row.addWidget(self._together)
        clear = link("取消选择")
        clear.clicked.connect(self.clear_wanted)
        row.addWidget(clear)
        return line

    def _progress(self) -> QWidget:
        line, row = self._line()
        row.addWidget(self._doing, 1)
        stop = button("取消")
        stop.clicked.connect(self.stop_wanted)
        row.addWidget(stop)
        return line

    def set_wide(self, wide: bool) -> None:
        for act in self._acts:
            act.setVisible(wide)
        self._together.setVisible(not wide and bool(self._acts))

    def show_orders(self, served: Sequence[Order], now: Order) -> None:
        """The orders that this list can have."""
        self.order.set_choices([(order, order.label) for order in served])
        self.order.blockSignals(True)
        self.order.set_value(now)
        self.order.blockSignals(False)
        self.order.setEnabled(len(served) > 1)

    def show_count(self, total: int, groups: Mapping[str, int], *, finished: bool) -> None:
        """How many, and what they consist of where that is known; a long list says so until it is counted."""
        if not finished:
            self._count.setText(f"共 {total // 1000 * 1000 or total}+ 件")
            return
        parts = "，".join(f"{name} {count}" for name, count in groups.items())
        self._count.setText(f"共 {total} 件：{parts}" if parts and total else f"共 {total} 件")

    def show_ticks(self, count: int) -> None:
        self._ticked.setText(f"已选 {count} 件")
        if self._stack.currentIndex() != 2:
            self._stack.setCurrentIndex(1 if count else 0)

    def show_progress(self, words: str, ticked: int) -> None:
        """What runs in the background; empty words when nothing does."""
        self._doing.setText(words)
        self._stack.setCurrentIndex(2 if words else 1 if ticked else 0)
