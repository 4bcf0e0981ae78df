"""The review queue: what waits for this person's judgement at the left, one matter at the right, one key for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ... import theme
from ...banner import Banner
from ...layout_rules import LIST_WIDTH, ROOMS_WIDTH, logical_width
from ...shortcuts import shortcut
from ...text import button, wrapped
from .record_view import RecordView
from .review_foot import is_narrow
from .review_list import ReviewList
from .review_parts import PAGES, is_high

if TYPE_CHECKING:
    from ...desk import Desk

SIDE_BY_SIDE = 1220 - ROOMS_WIDTH
TABLES = frozenset({"opinions", "opinion_steps", "deadlines", "phrases", "staff", "appointments", "calendar_days"})


class ReviewDesk(QWidget):
    """A whole-page job of the room 社情民意; `left` when the person goes back."""

    left = Signal()
    print_wanted = Signal(int, str)
    list_wanted = Signal(object)  # the listing that is to be printed

    def __init__(self, desk: Desk, opinion_id: int = 0) -> None:
        super().__init__()
        self.desk, self.session, self._first = desk, desk.session, opinion_id
        self._wide, self._at = True, 0
        self._shape = (True, True, False)
        self.list = ReviewList(self.session)
        self.records = self.list.records
        self.records.installEventFilter(self)
        self.record = RecordView(self.session, in_queue=True)
        self._over = QVBoxLayout()
        self._right = QStackedWidget()
        self._right.addWidget(self.record)
        self._right.addWidget(self._nothing_left())
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(theme.scaled(10))
        sides.addWidget(self.list)
        sides.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addLayout(self._over)
        column.addLayout(sides, 1)
        self._connect()

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
        self.list.left.connect(self.left)
        self.list.list_wanted.connect(self.list_wanted)
        self.list.turned.connect(self._turned)
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
        for keys, act, words in (
            ("next_step", self._agree, "同意，看下一件"),
            ("send_back", view.send_back, "退回修改"),
            ("skip", self.skip, "先看下一件，这件还留着"),
            ("undo", view.judging.undo, "撤销刚审的一件"),
            ("Alt+Right", lambda: self.step(1), "下一件"),
            ("Alt+Left", lambda: self.step(-1), "上一件"),
        ):
            shortcut(self, keys, act, words=words)

    # What is shown ---------------------------------------------------------------------------------------------------

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
        done = self.list.reload()
        self._empty_words.setText(f"今天审了 {done} 件。新送来的件会自动出现在这里。")
        if self._first and self.records.select(self._first):
            self._first = 0
        elif row and self.records.select(row["id"]):
            self._chosen(self.records.current())
        else:
            self._make_current(min(at, self.list.total - 1))
        self._right.setCurrentIndex(0 if self.list.total else 1)

    def _make_current(self, at: int) -> None:
        if 0 <= at < self.records.model().rowCount():
            self.records.setCurrentIndex(self.records.model().index(at, 0))
        else:
            self._chosen(None)

    def _chosen(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self._at = self.records.currentIndex().row()
        self.record.set_place((self._at + 1, self.list.total) if row else (0, 0), wide=self._wide)
        writing = self.record.judging.writing
        self.record.show_opinion(int(row["id"]) if row else 0)
        if writing and self.record.judging.panel is not None:
            self.take_focus()

    def _turned(self) -> None:
        self._at = 0
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

    def _agree(self) -> None:
        """F9; on the list alone it first shows the matter."""
        if self._right.isVisibleTo(self):
            self.record.take_next()
        else:
            self._enter(self.records.current())
            self.record.judging.came_up()

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
        self.list.shows_done = False
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
        elif self.list.isVisibleTo(self):
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
        if self._wide or self.list.isVisibleTo(self):
            return False
        self._arrange(record=False)
        self.records.setFocus()
        return True

    def _arrange(self, *, record: bool) -> None:
        self.record.toast_over = self.list if self._wide else self  # it hides neither the matter nor the opinion
        self.list.setVisible(self._wide or not record)
        self._right.setVisible(self._wide or record)
        self.list.setMinimumWidth(theme.scaled(LIST_WIDTH) if self._wide else 0)
        self.list.setMaximumWidth(theme.scaled(LIST_WIDTH) if self._wide else 16_777_215)

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
