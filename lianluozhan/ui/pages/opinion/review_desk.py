"""The review queue: what waits for this person's judgement at the left, one matter at the right, one key for each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models.opinions import Status, due_state, queue
from lianluozhan.models.opinions.queue import Barred
from lianluozhan.models.staff import Staff

from ... import theme
from ...banner import Banner
from ...layout_rules import LIST_WIDTH, ROOMS_WIDTH, logical_width
from ...record_list import ListRow, RecordList
from ...shortcuts import shortcut
from ...text import Words, button, link, plain, wrapped
from .record_view import RecordView
from .review_foot import is_narrow
from .review_parts import is_high
from .words import short_day, short_number, state_words

if TYPE_CHECKING:
    from ...desk import Desk

SIDE_BY_SIDE = 1220 - ROOMS_WIDTH
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
NAMED = 3  # numbers of barred matters that are named one by one
TABLES = frozenset({"opinions", "opinion_steps", "deadlines", "phrases", "staff", "appointments", "calendar_days"})


class ReviewDesk(QWidget):
    """A whole-page job of the room 社情民意; `left` when the person goes back."""

    left = Signal()
    print_wanted = Signal(int, str)
    list_wanted = Signal(object)  # the listing that is to be printed

    def __init__(self, desk: Desk, opinion_id: int = 0) -> None:
        super().__init__()
        self.desk, self.session = desk, desk.session
        self._wide, self._shows_done, self._at = True, False, 0
        self._names: dict[int, str] = {}
        self._shape = (True, True, False)
        self.records = RecordList(queue.to_judge(self.session), self._row)
        self.records.setAccessibleName("等您审核的件")
        self.record = RecordView(self.session, in_queue=True)
        self._count, self._done_link = plain("", "soft"), link("")
        self._title = plain("等您审核", "lead")
        self._note, self._over = QVBoxLayout(), QVBoxLayout()
        self._list = self._list_sheet()
        self.records.installEventFilter(self)
        self._right = QStackedWidget()
        self._right.addWidget(self.record)
        self._right.addWidget(self._nothing_left())
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(theme.scaled(10))
        sides.addWidget(self._list)
        sides.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addLayout(self._over)
        column.addLayout(sides, 1)
        self._first = opinion_id
        self._connect()

    def _list_sheet(self) -> QFrame:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (16, 8, 10, 8)))
        head.setSpacing(theme.scaled(8))
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._done_link)
        self._note.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 4, 8, 4)))
        out = link("返回清单")
        out.clicked.connect(self.left)
        row.addWidget(out)
        row.addWidget(plain("期限近的在前", "soft"), 1)
        if self.session.may("print.form"):
            printing = link("打印待审清单", icon="printer")
            printing.clicked.connect(lambda: self.list_wanted.emit(queue.to_judge(self.session)))
            row.addWidget(printing)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.records, 1)
        column.addLayout(self._note)
        column.addWidget(foot)
        return sheet

    def _nothing_left(self) -> QFrame:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        self._empty_words = wrapped("", "soft")
        self.back_button = button("回到今日", role="primary")
        self.back_button.clicked.connect(lambda: self.desk.go("today"))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(*(theme.scaled(side) for side in (32, 48, 32, 24)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(wrapped("没有等您审核的件了", "title"))
        column.addWidget(self._empty_words)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return sheet

    def _connect(self) -> None:
        self.records.chosen.connect(self._chosen)
        self.records.opened.connect(self._enter)
        self.records.clicked.connect(lambda _: None if self._wide else self._enter(self.records.current()))
        self._done_link.clicked.connect(self._turn)
        view = self.record
        view.back.connect(self.step_back)
        view.moved.connect(self.step)
        view.skipped.connect(self.skip)
        view.judged.connect(self._judged)
        view.overtaken.connect(self._overtaken)
        view.taken_back.connect(self._taken_back)
        view.print_wanted.connect(self.print_wanted)
        view.said.connect(self.desk.say)
        self.desk.changes.changed.connect(self.tables_changed)
        for keys, act in (
            ("next_step", view.take_next),
            ("send_back", view.send_back),
            ("skip", self.skip),
            ("undo", view.judging.undo),
            ("Alt+Right", lambda: self.step(1)),
            ("Alt+Left", lambda: self.step(-1)),
        ):
            shortcut(self, keys, act)

    # The list --------------------------------------------------------------------------------------------------------

    def tables_changed(self, tables: frozenset[str]) -> None:
        """Called after every commit; out of sight it waits until it is seen again."""
        if tables & TABLES and self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def print_open(self) -> None:
        self.record.print_open()

    def reload(self) -> None:
        """Read the queue again; where the current matter has left it the next one moves up."""
        row, at = self.records.current(), self._at
        done = queue.judged_today(self.session)
        self._names = {member.id: member.name for member in self.session.select(Staff)}
        if self._shows_done and done:
            self.records.set_slices(queue.judged_listing(self.session, done), self._row)
        elif self._shows_done or row is None:
            self._shows_done = False
            self.records.set_slices(queue.to_judge(self.session), self._row)
        else:  # as much of it as was read before
            self.records.blockSignals(True)
            self.records.reload()
            self.records.blockSignals(False)
        total = self.records.records.loaded.total
        self._title.setText("今天已审" if self._shows_done else "等您审核")
        self._count.setText(str(total))
        self._done_link.setText("回到等您审核" if self._shows_done else f"今天已审 {len(done)} 件")
        self._done_link.setVisible(bool(done))
        self._empty_words.setText(f"今天审了 {len(done)} 件。新送来的件会自动出现在这里。")
        self._show_barred()
        if self._first and self.records.select(self._first):
            self._first = 0
        elif not (row and self.records.select(row["id"])):
            self._make_current(min(at, total - 1))
        else:
            self._chosen(self.records.current())
        self._right.setCurrentIndex(0 if total else 1)

    def _make_current(self, at: int) -> None:
        if 0 <= at < self.records.model().rowCount():
            self.records.setCurrentIndex(self.records.model().index(at, 0))
        else:
            self._chosen(None)

    def _row(self, row: dict[str, Any]) -> ListRow:
        due = due_state(self.session, row)
        officer, today = self._names.get(row["registered_by"], ""), self.session.today
        received = date.fromisoformat(row["received_on"])
        day = "今天" if received == today else short_day(received, today)
        parts = [short_number(row["number"]), row["village_name"] or "", f"{officer} {day}收到".strip()]
        state, tone = state_words(Status(row["status"]), row["satisfaction"])
        return ListRow(row["title"], " · ".join(part for part in parts if part), due.text, due.tone, state, tone)

    def _show_barred(self) -> None:
        while item := self._note.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        found = queue.barred(self.session)
        if found and not self._shows_done:
            self._note.addWidget(_barred_note(found))

    def _chosen(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self._at = self.records.currentIndex().row()
        at, total = (self._at + 1, self.records.records.loaded.total) if row else (0, 0)
        self.record.set_place((at, total), wide=self._wide)
        writing = self.record.judging.writing
        self.record.show_opinion(int(row["id"]) if row else 0)
        if writing and self.record.judging.panel is not None:
            self.take_focus()

    def _turn(self) -> None:
        """Between what waits and what was judged today."""
        self._shows_done = not self._shows_done
        self._at = 0
        done = queue.judged_today(self.session)
        slices = queue.judged_listing(self.session, done) if self._shows_done else queue.to_judge(self.session)
        self.records.set_slices(slices, self._row)
        self.reload()
        self.records.setFocus()

    # Going on --------------------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """The next or the previous one."""
        self._make_current(min(max(self._at + by, 0), self.records.model().rowCount() - 1))

    def skip(self) -> None:
        """F8: the next one, after the last again the first; this one stays in the queue."""
        count = self.records.model().rowCount()
        if count > 1:
            self._make_current((self._at + 1) % count)
        else:
            self.desk.say("只有这一件等您审核。")

    def _judged(self, _: int) -> None:
        """The list was read again after the commit; only the focus is to be seen to."""
        self._clear_banner()
        self.take_focus()

    def _overtaken(self, sentence: str) -> None:
        self._clear_banner()
        self._over.addWidget(Banner(sentence, "soon"))
        self.reload()
        self.take_focus()

    def _taken_back(self, opinion_id: int) -> None:
        self._shows_done = False
        self.reload()
        self.records.select(opinion_id)
        self.take_focus()

    def _clear_banner(self) -> None:
        while item := self._over.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()

    # Place and focus -------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Where the judge writes, if that is in sight; else where he reads or chooses."""
        panel = self.record.judging.panel
        if self._right.currentIndex():
            self.back_button.setFocus()
        elif panel is not None and self._right.isVisibleTo(self) and is_high(self.record):
            panel.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._list.isVisibleTo(self):
            self.records.setFocus()
        else:
            self.record.focus_record()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.take_focus()

    def _enter(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self._arrange(record=True)
            self.take_focus()

    def step_back(self) -> bool:
        """Esc: from the record to the list where both do not fit; False where only the way out is left."""
        if self._wide or self._list.isVisibleTo(self):
            return False
        self._arrange(record=False)
        self.records.setFocus()
        return True

    def _arrange(self, *, record: bool) -> None:
        self.record.toast_over = self._list if self._wide else self  # it hides neither the matter nor the opinion
        self._list.setVisible(self._wide or not record)
        self._right.setVisible(self._wide or record)
        self._list.setMinimumWidth(theme.scaled(LIST_WIDTH) if self._wide else 0)
        self._list.setMaximumWidth(theme.scaled(LIST_WIDTH) if self._wide else 16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= SIDE_BY_SIDE
        if wide != self._wide or not event.oldSize().isValid():
            self._wide = wide
            self._arrange(record=True)
        shape = (wide, is_high(self), is_narrow(self))
        if shape != self._shape:  # what is shown of a record depends on its room
            self._shape = shape
            QTimer.singleShot(0, self, lambda: self._chosen(self.records.current()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """PageUp and PageDown turn the record over, also while the list has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in PAGES:
            self.record.turn(PAGES[Qt.Key(event.key())])
            return True
        return False


def _barred_note(found: list[Barred]) -> QFrame:
    """What is not in the queue, why, and who judges it."""
    numbers = "、".join(short_number(entry.number) for entry in found[:NAMED])
    more = " 号等" if len(found) > NAMED else " 号"
    judge = f"由{found[0].judge}办理。" if found[0].judge else "请站长安排别人办理。"
    frame = QFrame()
    frame.setProperty("role", "banner")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 7, 12, 7)))
    row.addWidget(
        Words(f"还有 {len(found)} 件（{numbers}{more}）是您本人登记的，按规定不能自己审核、审批，{judge}", "soft")
    )
    return frame
