"""The list of opinions: a saved view, words, a narrowing; two lines a record, grouped by how near the limit is."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models import opinions
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Order, View
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS

from ... import theme
from ...editors import ChoiceEditor, LineEditor
from ...icons import icon
from ...record_list import ListRow, RecordList
from ...text import button, elided, link, plain, primary, wrapped
from .narrowing import choose, in_words
from .words import GROUPS, as_row

_ON_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Enter, Qt.Key.Key_Return)
ORDERS = (("due", "按期限排序"), ("newest", "最新的在前"))
EMPTY = {
    View.OPEN: ("没有未办结的件", "群众来访、来电、来信反映的事，从登记到办结都在这里。"),
    View.CLOSED: ("还没有办结的件", "办结和当场答复的件会自动出现在这里。"),
    View.MINE: ("现在没有等您办的事", "轮到您的件会自动出现在这里。"),
    View.OVERDUE_SOON: ("没有逾期和临期的件", "期限快到的件会自动出现在这里。"),
    View.DISSATISFIED: ("没有不满意的件", "反映人评价不满意的件会自动出现在这里。"),
    View.VOIDED: ("没有作废的件", "作废的件编号不再使用，内容保留在这里。"),
}


class ListPane(QFrame):
    """`chosen` tells the row that became current, `opened` the one that was entered; the rest are wishes."""

    chosen = Signal(object)
    opened = Signal(object)
    register_wanted = Signal()
    ledger_wanted = Signal()
    batch_wanted = Signal()
    blank_wanted = Signal(str)  # number of the form
    import_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.narrowing = session, Narrowing()
        self.setProperty("role", "sheet")
        self.view = ChoiceEditor("view", [(view, view.label) for view in View])
        self.view.setAccessibleName("清单")
        self.view.set_value(View.OPEN)
        self.words = LineEditor("words", hint="在清单中查找", max_length=60)
        self.words.setAccessibleName("在清单中查找")
        self.order = ChoiceEditor("order", ORDERS)
        self.order.setAccessibleName("排序")
        self.records = RecordList(self._listing(), self._row)
        self.records.setAccessibleName("社情民意清单")
        self._count = plain("", "soft")
        self._said = elided("", "soft")
        self._said_line = QWidget()
        self._empty = _Empty()
        self._empty.register.clicked.connect(self.register_wanted)
        self._empty.clear.clicked.connect(self.clear)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.records)
        self._middle.addWidget(self._empty)
        self._wait = QTimer(self, singleShot=True, interval=200)
        self._build()
        self._connect()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.scaled(6))
        top.addWidget(self.view, 1)
        self._narrow = button("筛选", icon="list-filter")
        self._more = self._more_button()
        top.addWidget(self._narrow)
        top.addWidget(self._more)
        said = QHBoxLayout(self._said_line)
        said.setContentsMargins(0, 0, 0, 0)
        said.addWidget(self._said, 1)
        clear = link("清除筛选")
        clear.clicked.connect(self.clear)
        said.addWidget(clear)
        self._said_line.hide()
        head = QVBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 8)))
        head.setSpacing(theme.scaled(8))
        head.addLayout(top)
        head.addWidget(self.words)
        head.addWidget(self._said_line)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 4, 8, 4)))
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._middle, 1)
        column.addWidget(foot)

    def _more_button(self) -> QPushButton:
        more = button("更多")
        menu = QMenu(more)
        menu.addAction(icon("table-2"), "打印台账（按现在的清单）", self.ledger_wanted.emit)
        menu.addAction(icon("printer"), "打印清单里的登记表", self.batch_wanted.emit)
        blanks = menu.addMenu(icon("file-text"), "打印空白表")
        for number, form in FORMS.items():
            blanks.addAction(form.title, partial(self.blank_wanted.emit, number))
        for number, title in LEDGERS.items():
            blanks.addAction(title, partial(self.blank_wanted.emit, number))
        if self.session.may("opinion.import"):
            menu.addSeparator()
            menu.addAction(icon("upload"), "从表格导入", self.import_wanted.emit)
        more.setMenu(menu)
        return more

    def _connect(self) -> None:
        self.view.changed.connect(self.renew)
        self.order.changed.connect(self.renew)
        self.words.changed.connect(self._wait.start)
        self._wait.timeout.connect(self.renew)
        self._narrow.clicked.connect(lambda: choose(self, self.session, self.narrowing, self.narrow))
        self.records.chosen.connect(self.chosen)
        self.records.opened.connect(self.opened)
        self.records.clicked.connect(lambda _: self.opened.emit(self.records.current()))

    # What is listed --------------------------------------------------------------------------------------------

    def listing(self) -> Listing:
        """Everything the list stands for, for the ledger and for printing in one go."""
        return self._listing()

    def title(self) -> str:
        """What the list is called on a ledger."""
        parts = [self.view.value().label, in_words(self.session, self.narrowing)]
        return "，".join(part for part in parts if part)

    def show_view(self, view: View, narrowing: Narrowing | None = None) -> None:
        """Another view, opened from elsewhere."""
        self.narrowing = narrowing or Narrowing()
        self.words.set_value("")
        self._wait.stop()
        self.view.blockSignals(True)
        self.view.set_value(view)
        self.view.blockSignals(False)
        self.renew()

    def narrow(self, narrowing: Narrowing) -> None:
        self.narrowing = narrowing
        self.renew()

    def clear(self) -> None:
        """No words and no narrowing."""
        self.words.set_value("")
        self._wait.stop()
        self.narrow(Narrowing())

    def renew(self) -> None:
        """Another listing: the current record stays if it is in it, else the first becomes current."""
        kept = self.records.current()
        self.records.set_slices(self._listing(), self._row, self._counts())
        if not (kept and self.records.select(kept["id"])):
            self.first()
        self._tell()

    def reload(self) -> None:
        """The same listing again, keeping place and record."""
        self.records.records.counts = self._counts()
        self.records.reload()
        self._tell()

    def first(self) -> None:
        """The first record becomes current, or none."""
        self.step(0, start=True)

    def step(self, by: int, *, start: bool = False) -> None:
        """The next or previous record, over headings."""
        model = self.records.model()
        at = 0 if start else self.records.currentIndex().row() + by
        direction = by or 1
        while 0 <= at < model.rowCount():
            index = model.index(at, 0)
            if self.records.records.row_at(index) is not None:
                self.records.setCurrentIndex(index)
                return
            at += direction
        if start:
            self.chosen.emit(None)

    def take_focus(self) -> None:
        """The records, or the field to seek in where there are none."""
        (self.records if self.records.records.loaded.total else self.words).setFocus()

    def place(self) -> tuple[int, int]:
        """Which one is current, from 1, and of how many; 0 when none is."""
        loaded = self.records.records.loaded
        row = self.records.current()
        ids = [known["id"] for known in loaded.rows]
        return (ids.index(row["id"]) + 1 if row and row["id"] in ids else 0), loaded.total

    def _listing(self) -> Listing:
        return opinions.listing(
            self.session,
            words=self.words.value(),
            view=self.view.value() or View.OPEN,
            narrowing=self.narrowing,
            order=Order(self.order.value()),
        )

    def _row(self, row: dict[str, Any]) -> ListRow:
        running = self.view.value() in (View.MINE, View.OPEN, View.OVERDUE_SOON)
        return as_row(self.session, row, grouped=running and self.order.value() == "due")

    def _counts(self) -> dict[str, int]:
        if self.view.value() is not View.OPEN or self.narrowing or self.words.value():
            return {}
        found = opinions.due_counts(self.session)
        return dict(zip(GROUPS.values(), (found.overdue, found.soon, found.rest), strict=True))

    def _tell(self) -> None:
        total = self.records.records.loaded.total
        self._count.setText(f"共 {total} 件")
        said = in_words(self.session, self.narrowing)
        self._said.setText(f"只看：{said}")
        self._said_line.setVisible(bool(said))
        narrowed = bool(self.words.value() or self.narrowing)
        self._empty.say(self.view.value(), self.words.value(), narrowed, self.session.may("opinion.register"))
        self._middle.setCurrentWidget(self.records if total else self._empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.words.hasFocus() and event.key() in _ON_TO_LIST:
            self._wait.stop()
            self.renew()
            self.records.setFocus()
            return
        super().keyPressEvent(event)


class _Empty(QWidget):
    """What belongs here, and the first step."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._title, self._words = wrapped("", "title"), wrapped("", "soft")
        self.register, self.clear = primary("快速登记", "F2"), button("清除筛选")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 40, 24, 24)))
        column.setSpacing(theme.scaled(12))
        for widget in (self._title, self._words, self.register, self.clear):
            column.addWidget(widget)
        column.addStretch(1)

    def say(self, view: View, words: str, narrowed: bool, may_register: bool) -> None:
        if narrowed:
            title, sentence = (f"没有找到“{words}”" if words else "没有这样的件"), "可以换一个词，或者放宽筛选。"
        else:
            title, sentence = EMPTY.get(view, ("还没有社情民意", "群众来访、来电、来信反映的事，登记后都在这里。"))
        self._title.setText(title)
        self._words.setText(sentence)
        self.clear.setVisible(narrowed)
        self.register.setVisible(may_register and not narrowed and view in (View.OPEN, View.ALL))
