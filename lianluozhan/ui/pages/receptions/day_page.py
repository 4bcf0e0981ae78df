"""The reception day: the queue, the sheet of who is talking, the deputies on duty; typed while people talk (4.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent

from lianluozhan.models.receptions import day, visiting
from lianluozhan.models.receptions.feeding_back import outcome_of
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...draft_keeper import refresh_offers
from ...question import ask
from ...shortcuts import shortcut
from ..opinion.registration_storing import After
from .day_sheet import VisitSheet
from .day_sides import DaySides

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

SHEET, ARRIVALS = "F33", "F32"


class DayPage(DaySides):
    """A job of the room 代表接待; it begins the reception if that has not begun. `open_in` opens it there."""

    left = Signal()
    said = Signal(str)

    @staticmethod
    def open_in(
        page: SectionPage, reception_id: int, visit_id: int = 0, arrival: Mapping[str, str] | None = None
    ) -> None:
        """Lay the day of a reception on the lists of the room, with what was typed of an arrival before."""

        def made() -> DayPage:
            found = DayPage(page.session, reception_id, visit_id)
            found.said.connect(page.desk.say)
            found.queue.form.set_values(arrival or {})
            return found

        page.open_job(made)

    def __init__(self, session: Session, reception_id: int, visit_id: int = 0) -> None:
        if session.get(Reception, reception_id).state is ReceptionState.PLANNED:
            day.open_day(session, reception_id)
        super().__init__(session, reception_id)
        self.session, self.reception_id = session, reception_id
        self._last: Visit | None = None
        self._connect()
        self.reload()
        if not self.is_open:
            self.nothing.setText("这一期已经结束。左边选一位，看他的记录。")
        if wanted := visit_id or next(iter(self.queue.talking()), 0) or self.queue.next_waiting():
            self.open_visit(wanted)

    def _connect(self) -> None:
        self.queue.arrived.connect(self._arrived)
        self.queue.print_wanted.connect(self.print_arrivals)
        self.queue.list.chosen.connect(lambda row: self.open_visit(int(row["id"])) if row else None)
        self.queue.list.opened.connect(self._entered)
        self.duty.changed.connect(self.reload)
        self.duty.close_wanted.connect(self.close_day)
        self.duty.reopen_wanted.connect(self.reopen)
        self.duty.left.connect(self.leave)
        self.layers.left.connect(self.step_back)
        shortcut(self.work, "Ins", self.take_arrival, words="登记新到的选民")
        shortcut(self.work, "Alt+Right", lambda: self._step(1), words="队里的下一位")
        shortcut(self.work, "Alt+Left", lambda: self._step(-1), words="队里的上一位")
        shortcut(self.work, "like_last", self.fill_like_last, words="村、分类和代表照上一位填")

    # Reading again -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """How reception, deputies and queue stand now."""
        self.queue.reload()
        self.duty.reload()
        self.queue.entry.setVisible(self.is_open)

    @property
    def is_open(self) -> bool:
        return self.duty.reception.state is ReceptionState.OPEN

    # The sheets ----------------------------------------------------------------------------------------------------

    def open_visit(self, visit_id: int) -> None:
        """The sheet of this resident; that of the one before is put away, nothing of it is lost."""
        if self.sheet is not None and self.sheet.visit.id == visit_id:
            return
        if not self._put_sheet_away():
            return
        sheet = VisitSheet(self.session, self.session.get(Visit, visit_id))
        sheet.stored.connect(self._stored)
        self.nothing.hide()
        self.sides.addWidget(sheet, 1)
        self.sheet = sheet
        self.queue.list.blockSignals(True)
        self.queue.list.select(visit_id)
        self.queue.list.blockSignals(False)
        self.arrange(sheet=self.narrow)
        refresh_offers(self)

    def _put_sheet_away(self) -> bool:
        sheet = self.sheet
        if sheet is None:
            return True
        if not sheet.put_away():
            return False
        if sheet.visit.state is not VisitState.WAITING:
            self._last = sheet.visit
        self.sheet = None
        sheet.keeper.end()
        self.sides.removeWidget(sheet)
        sheet.hide()
        sheet.deleteLater()
        self.queue.reload()
        return True

    def _arrived(self, visit: Visit) -> None:
        """The first is heard at once; while somebody is talking the others wait."""
        if self.queue.talking():
            self.said.emit(f"{visit.position}号{visit.name}在等。")
            if self.sheet is not None:
                self.arrange(sheet=True)
                self.sheet.said.setText(f"✓ {visit.position}号{visit.name} {visit.arrived_at:%H:%M} 到站，在等")
                self.sheet.take_focus()
            return
        self._begin(visit.id)

    def _begin(self, visit_id: int) -> None:
        self.open_visit(visit_id)
        if self.sheet is not None and self.sheet.visit.id == visit_id:
            if self.sheet.visit.state is VisitState.WAITING:
                self.sheet.begin()
            self.sheet.take_focus()

    def _entered(self, row: dict[str, Any] | None) -> None:
        """Enter on the queue: who waits is heard now."""
        if row is not None and self.is_open:
            self._begin(int(row["id"]))

    def _stored(self, visit: Visit, after: After) -> None:
        self.reload()
        if visit.state in (VisitState.DONE, VisitState.LEFT):
            found = outcome_of(self.session, visit)
            became = f"，已登记成 {found.number}" if found.number else f"，{found.state}" if found.opinion else ""
            self.said.emit(f"{visit.position}号{visit.name}的记录已存好{became}。")
            if self.sheet is not None:
                self.arrange(sheet=True)
                self.sheet.said.setText(f"✓ 已存好{became} {self.session.now():%H:%M}")
        if after is After.PRINT:
            self.layers.print_sheets(SHEET, [visit.id])
        elif after is After.NEXT:
            following = self.queue.next_waiting(visit.id)
            if following:
                self._begin(following)
            else:
                self.arrange(sheet=False)
                self.take_arrival()

    def fill_like_last(self) -> None:
        """As the resident before, where it is often the same."""
        if self.sheet is not None:
            self.sheet.fill_like(self._last)

    def _step(self, by: int) -> None:
        rows = [int(row["id"]) for row in self.queue.rows()]
        if not rows:
            return
        here = rows.index(self.sheet.visit.id) if self.sheet is not None and self.sheet.visit.id in rows else -1
        self.open_visit(rows[max(0, min(len(rows) - 1, here + by))])
        if self.sheet is not None:
            self.sheet.take_focus()

    def take_arrival(self) -> None:
        """To the field of who comes next (Ins)."""
        if self.is_open:
            self.arrange(sheet=False)
            self.queue.take_focus()

    # The end of the day --------------------------------------------------------------------------------------------

    def close_day(self) -> None:
        """One question with what the day brought; the sheet stays in sight until it is answered."""
        if self.sheet is not None and not self.sheet.put_away():
            return
        visits = visiting.visits_of(self.session, self.reception_id)
        sure = ask(
            self,
            "结束这一期接待？",
            f"接待选民 {len(visits)} 位。结束以后代表的履职记录自动写好；要补记，可以再打开接着接待。",
            "结束接待",
            "接着接待",
            role="primary",
        )
        if not sure:
            self.reload()
            return
        if self._put_sheet_away() and attempt(self, lambda: day.close_day(self.session, self.reception_id)) is not None:
            self.said.emit("这一期接待结束了。")
            self.left.emit()
        else:
            self._show_some()

    def reopen(self) -> None:
        """It was closed too early."""
        attempt(self, lambda: day.reopen_day(self.session, self.reception_id), saved=lambda _: self.reload())

    def _show_some(self) -> None:
        self.reload()
        self.nothing.setVisible(self.sheet is None)
        if wanted := next(iter(self.queue.talking()), 0) or self.queue.next_waiting():
            self.open_visit(wanted)

    def leave(self) -> None:
        """Back to the room; what is typed is stored or kept."""
        if self.is_before_queue():
            self.step_back()
        elif self._put_sheet_away():
            self.left.emit()

    def step_back(self) -> bool:
        """Esc: out of the print room, back to the queue in a small window, else out of the page."""
        if not self.layers.at_work:
            self.layers.close_jobs()
            self.reload()
            self.take_focus()
            return True
        if self.is_before_queue():
            self.arrange(sheet=False)
            self.queue.list.setFocus()
            return True
        return not self._put_sheet_away()

    def print_open(self) -> None:
        """Ctrl+P: the sheet in sight, else who came."""
        if not self.layers.at_work:
            getattr(self.layers.currentWidget(), "print_open", lambda: None)()
        elif self.sheet is not None and self.sheet.visit.number:
            if self.sheet.put_away():
                self.layers.print_sheets(SHEET, [self.sheet.visit.id])
        else:
            self.print_arrivals()

    def print_arrivals(self) -> None:
        """Who came, to be signed by them."""
        if self.sheet is None or self.sheet.put_away():
            self.layers.print_sheets(ARRIVALS, [self.reception_id])

    # Layout and focus ----------------------------------------------------------------------------------------------

    def kept(self) -> tuple[int, int, dict[str, str]]:
        """What `open_in` needs to show the same again; what is on the sheet lies in its draft."""
        arrival = {name: self.queue.form.editor(name).text() for name in self.queue.form.names}
        return self.reception_id, self.sheet.visit.id if self.sheet is not None else 0, arrival

    def take_focus(self) -> None:
        if not self.layers.at_work:
            self.layers.currentWidget().setFocus()
        elif self.sheet is not None and self.sheet.isVisibleTo(self):
            self.sheet.take_focus()
        elif self.is_open:
            self.queue.take_focus()
        else:
            self.queue.list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.take_focus)
