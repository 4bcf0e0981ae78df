"""The list of opinions: a view, words, a narrowing; two lines a record, or a ledger where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from lianluozhan.models import views
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Order, View
from lianluozhan.models.session import Session
from lianluozhan.models.views import Stand

from ... import theme
from ...layout_rules import LEDGER_WIDTH, LIST_WIDTH
from ...list_habits import ListHabits
from ...long_list import LongList
from . import ledger_columns, saved_views
from .list_acts import ListActs
from .list_bar import ListBar
from .list_empty import EmptyList
from .list_foot import ListFoot
from .list_stand import ListStand
from .narrowing import choose

_ON_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Enter, Qt.Key.Key_Return)


class ListPane(QFrame):
    """`chosen` tells the row that became current, `opened` the one that was entered; the rest are wishes."""

    chosen = Signal(object)
    opened = Signal(object)
    days_wanted = Signal()  # how the limit of the current record was counted
    register_wanted = Signal()
    ledger_wanted = Signal()
    preset_wanted = Signal(object)  # View
    batch_wanted = Signal()
    blank_wanted = Signal(str)  # number of the form
    import_wanted = Signal()
    forms_wanted = Signal(object)  # ids of those ticked
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.at = session, ListStand(session)
        self.setProperty("role", "sheet")
        self._habits, self.wide = ListHabits(session), False
        self._columns = ledger_columns.chosen(self._habits)
        self._sought: int | None = None  # a record to be shown once the list is counted that far
        self.bar, self.foot, self._empty = ListBar(session), ListFoot(session), EmptyList()
        self.view, self.words = self.bar.view, self.bar.words
        self.view.put(View.OPEN)
        self.records = LongList(self.listing(), self.at.row)
        self.records.setAccessibleName("社情民意清单")
        self.acts = ListActs(self)
        self._middle = QStackedWidget()
        for each in (self.records, self._empty):
            self._middle.addWidget(each)
        self._wait = QTimer(self, singleShot=True, interval=200)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[1] * 4)
        column.setSpacing(0)
        for part, share in ((self.bar, 0), (self._middle, 1), (self.foot, 0)):
            column.addWidget(part, share)
        self._connect()
        self.foot.set_wide(False)
        self.foot.show_orders(self.at.orders, self.at.order)
        self._tell()

    def _connect(self) -> None:
        bar, foot, records, session, at = self.bar, self.foot, self.records, self.session, self.at
        self.view.picked.connect(self._picked)
        self.view.save_wanted.connect(lambda: saved_views.save(self, self.stand(), self._kept))
        bar.rename_wanted.connect(lambda: saved_views.rename(self, self.view.value(), self._kept))
        bar.retire_wanted.connect(lambda: saved_views.retire(self, self.view.value(), self.reopen))
        self.words.changed.connect(self._wait.start)
        self._wait.timeout.connect(self.renew)
        bar.narrow_wanted.connect(lambda: choose(self, session, at.view, at.narrowing, self.narrow))
        bar.narrowed.connect(self.narrow)
        bar.clear_wanted.connect(self.clear)
        bar.columns_wanted.connect(lambda: ledger_columns.choose(self, self._columns, self.set_columns))
        bar.export_wanted.connect(lambda: self.acts.export(ticked=False))
        bar.tick_all_wanted.connect(records.ticks.everything)
        for signal, wish in (
            (bar.ledger_wanted, self.ledger_wanted),
            (bar.preset_wanted, self.preset_wanted),
            (bar.batch_wanted, self.batch_wanted),
            (bar.blank_wanted, self.blank_wanted),
            (bar.import_wanted, self.import_wanted),
            (self._empty.register.clicked, self.register_wanted),
            (records.chosen, self.chosen),
            (records.opened, self.opened),
        ):
            signal.connect(wish)
        self._empty.clear.clicked.connect(self.clear)
        foot.order_wanted.connect(self.set_order)
        foot.clear_wanted.connect(records.ticks.clear)
        foot.wanted.connect(self.acts.take)
        foot.stop_wanted.connect(self.acts.exporting.stop)
        records.ticks.changed.connect(self._count)
        records.counted.connect(self._counted)
        records.sort_wanted.connect(self._sort)
        records.columns_moved.connect(self.set_columns)
        records.clicked.connect(self.acts.clicked)

    # What is listed --------------------------------------------------------------------------------------------------

    def listing(self) -> Listing:
        """Everything the list stands for, for the ledger and for printing in one go."""
        return self.at.listing()

    def title(self) -> str:
        """What the list is called on a ledger."""
        return self.at.title(saved_views.name_of(self.session, self.view.value()))

    def stand(self) -> Stand:
        """What the list stands at, to be saved under a name."""
        return self.at.to_save(self._columns if self.wide else ())

    def show_view(self, view: View, narrowing: Narrowing | None = None) -> None:
        """Another view, opened from elsewhere."""
        self.view.put(view)
        self._open(Stand(view=view, narrowing=narrowing or Narrowing()))

    def reopen(self, _: object = None) -> None:
        """Back to what the station has open."""
        self.bar.read_choices()
        self.show_view(View.OPEN)

    def _picked(self) -> None:
        value = self.view.value()
        if isinstance(value, View):
            self.at.view = value
            self.narrow(self.at.narrowing)
        else:
            self._open(saved_views.stand_of(self.session, value, tuple(ledger_columns.BY_KEY)))

    def _kept(self, saved: views.SavedView) -> None:
        """A view was saved or renamed: it is the one that is open."""
        self.bar.read_choices()
        self.view.put(saved.id)
        self.said.emit(f"清单“{saved.name}”已保存。")

    def _open(self, stand: Stand) -> None:
        self.at.open(stand)
        self.words.blockSignals(True)
        self.words.set_value(stand.words)
        self.words.blockSignals(False)
        self._wait.stop()
        if stand.columns and "title" in stand.columns:
            self._columns = stand.columns
            self._show_columns()
        self.records.ticks.clear()
        self.renew()

    def narrow(self, narrowing: Narrowing) -> None:
        """Other conditions."""
        self.at.narrow(narrowing)
        self.records.ticks.clear()
        self.renew()

    def set_order(self, order: Order) -> None:
        self.at.order = order
        self.renew()

    def clear(self) -> None:
        """No words and no narrowing."""
        self.words.set_value("")
        self._wait.stop()
        self.narrow(Narrowing())

    def renew(self) -> None:
        """Another listing: the current record stays if it is in it, else the first becomes current."""
        kept = self.records.current()
        self.at.words = self.words.value()
        listing = self.listing()
        self.foot.show_orders(self.at.orders, self.at.order)
        self.records.set_listed(listing, self.at.row)
        if not (kept and self.records.select(kept["id"])):
            self.first()
        self._tell()

    def reload(self) -> None:
        """The same list again, keeping place, record and ticks."""
        self.bar.read_choices()
        self.records.reload(self.listing())
        self._tell()

    def first(self) -> None:
        """The first record becomes current, or none."""
        if not self.records.go(0):
            self.chosen.emit(None)

    def step(self, by: int) -> None:
        """The next or previous record."""
        self.records.go(self.records.currentIndex().row() + by)

    def select(self, id_: int) -> bool:
        """Make a record current; one far down a long list when it has been counted that far."""
        found = self.records.select(id_)
        self._sought = None if found or self.records.records.finished else id_
        return found

    def take_focus(self) -> None:
        """The records, or the field to seek in where there are none."""
        (self.records if self.records.records.rowCount() else self.words).setFocus()

    def place(self) -> tuple[int, int]:
        """Which one is current, from 1, and of how many; 0 when none is."""
        return self.records.currentIndex().row() + 1, self.records.records.total

    # How it is shown -------------------------------------------------------------------------------------------------

    def set_wide(self, wide: bool) -> None:
        """A ledger of columns where there is room, else two lines a record."""
        if wide != self.wide:
            self.wide = wide
            for part in (self.bar, self.foot):
                part.set_wide(wide)
            self._show_columns()
            self._count()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(LEDGER_WIDTH if self.wide else LIST_WIDTH), super().sizeHint().height())

    def set_columns(self, keys: Sequence[str]) -> None:
        """Other columns, kept for this person."""
        self._columns = tuple(keys)
        self._habits.keep("columns", list(keys))
        self._show_columns()

    def _show_columns(self) -> None:
        year = self.session.today.year
        self.records.set_columns(ledger_columns.columns(self._columns, year) if self.wide else ())
        self._show_sort()

    def _show_sort(self) -> None:
        key = next((key for key, served in ledger_columns.SORTED.items() if self.at.order in served), "")
        self.records.set_sorted(key, descending=self.at.order in (Order.NEWEST, Order.CLOSED))

    def _sort(self, key: str) -> None:
        """A click on a head: the order of that column, or the other way round."""
        if served := [order for order in self.at.orders if order in ledger_columns.SORTED.get(key, ())]:
            at = served.index(self.at.order) + 1 if self.at.order in served else 0
            self.set_order(served[at % len(served)])
        else:
            self._show_sort()

    def _counted(self) -> None:
        if self._sought is not None and self.records.select(self._sought):
            self._sought = None
        self._count()

    def _count(self) -> None:
        model = self.records.records
        groups = self.at.groups(model.total) if model.finished else {}
        model.groups = groups
        self.records.viewport().update()
        self.foot.show_count(model.total, groups if self.wide else {}, finished=model.finished)
        self.foot.show_ticks(self.records.ticks.count(model.total))

    def _tell(self) -> None:
        said = self.at.said()
        self.bar.show_narrowing(self.at.narrowing, said, self.at.left_out)
        self._show_sort()
        self._count()
        self._empty.say(self.at.view, self.at.words, said, self.session.may("opinion.register"))
        self._middle.setCurrentWidget(self.records if self.records.records.rowCount() else self._empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.words.hasFocus() and event.key() in _ON_TO_LIST:
            if self._wait.isActive():
                self._wait.stop()
                self.renew()
            self.records.setFocus()
            return
        super().keyPressEvent(event)
