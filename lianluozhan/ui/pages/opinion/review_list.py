"""The left side of the review queue: what waits, what was judged today, what is barred to this person (5.1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.opinions import Status, due_state, queue
from lianluozhan.models.opinions.queue import Barred
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ... import theme
from ...record_list import ListRow, RecordList
from ...text import Words, link, plain
from .words import short_day, short_number, state_words

NAMED = 3  # numbers of barred matters that are named one by one


class ReviewList(QFrame):
    """`records` is the list; the link at its head turns to what was judged today and back."""

    left = Signal()
    list_wanted = Signal(object)  # the listing that is to be printed
    turned = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self.shows_done = session, False
        self._names: dict[int, str] = {}
        self.setProperty("role", "sheet")
        self.records = RecordList(queue.to_judge(session), self._row)
        self.records.setAccessibleName("等您审核的件")
        self.title, self.count, self.done_link = plain("等您审核", "lead"), plain("", "soft"), link("")
        self.done_link.clicked.connect(self._turn)
        self._note = QVBoxLayout()
        self._note.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.records, 1)
        column.addLayout(self._note)
        column.addWidget(self._foot())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (16, 8, 10, 8)))
        head.setSpacing(theme.scaled(8))
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.done_link)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 4, 8, 4)))
        out = link("返回清单")
        out.clicked.connect(self.left)
        row.addWidget(out)
        row.addWidget(plain("期限近的在前", "soft"), 1)
        if self._session.may("print.form"):
            printing = link("打印待审清单", icon="printer")
            printing.clicked.connect(lambda: self.list_wanted.emit(queue.to_judge(self._session)))
            row.addWidget(printing)
        return foot

    @property
    def total(self) -> int:
        return self.records.records.loaded.total

    def reload(self) -> int:
        """Read again what is shown, as far as it was read before; returns how many were judged today."""
        done = queue.judged_today(self._session)
        self._names = {member.id: member.name for member in self._session.select(Staff)}
        if self.shows_done and done:
            self.records.set_slices(queue.judged_listing(self._session, done), self._row)
        elif self.shows_done or self.records.current() is None:
            self.shows_done = False
            self.records.set_slices(queue.to_judge(self._session), self._row)
        else:
            self.records.blockSignals(True)
            self.records.reload()
            self.records.blockSignals(False)
        self.title.setText("今天已审" if self.shows_done else "等您审核")
        self.count.setText(str(self.total))
        self.done_link.setText("回到等您审核" if self.shows_done else f"今天已审 {len(done)} 件")
        self.done_link.setVisible(bool(done))
        self._show_barred()
        return len(done)

    def _turn(self) -> None:
        """Between what waits and what was judged today."""
        self.shows_done = not self.shows_done
        done = queue.judged_today(self._session)
        slices = queue.judged_listing(self._session, done) if self.shows_done else queue.to_judge(self._session)
        self.records.set_slices(slices, self._row)
        self.turned.emit()

    def _row(self, row: dict[str, Any]) -> ListRow:
        due, today = due_state(self._session, row), self._session.today
        officer, received = self._names.get(row["registered_by"], ""), date.fromisoformat(row["received_on"])
        day = "今天" if received == today else short_day(received, today)
        parts = [short_number(row["number"]), row["village_name"] or "", f"{officer} {day}收到".strip()]
        state, tone = state_words(Status(row["status"]), row["satisfaction"])
        return ListRow(row["title"], " · ".join(part for part in parts if part), due.text, due.tone, state, tone)

    def _show_barred(self) -> None:
        while item := self._note.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        found = queue.barred(self._session)
        if found and not self.shows_done:
            self._note.addWidget(_barred_note(found))


def _barred_note(found: list[Barred]) -> QFrame:
    """What is not in the queue, why, and who judges it."""
    numbers = "、".join(short_number(entry.number) for entry in found[:NAMED])
    more = " 号等" if len(found) > NAMED else " 号"
    judge = f"由{found[0].judge}办理。" if found[0].judge else "请站长安排别人办理。"
    said = f"还有 {len(found)} 件（{numbers}{more}）是您本人登记的，按规定不能自己审核、审批，{judge}"
    frame = QFrame()
    frame.setProperty("role", "banner")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 7, 12, 7)))
    row.addWidget(Words(said, "soft"))
    return frame
