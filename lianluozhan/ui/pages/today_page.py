"""The room 今日: what waits for me, what is due and who holds it, what must not be forgotten (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models import calendars, opinions
from lianluozhan.models.opinions import Narrowing, Status, View, queue

from .. import theme
from ..layout_rules import logical_width
from ..page import Page
from ..record_list import ListRow, RecordList
from ..reminders import Reminder, reminders
from ..slices import Row, Slices
from ..text import Words, elided, link, plain
from .opinion.words import WEEKDAYS, short_day, short_number, state_words
from .opinion_page import OpinionPage

if TYPE_CHECKING:
    from ..desk import Desk

ONE_COLUMN = 800
HOLDERS_SHOWN = 6
NEXT = {  # what the person who has it does next
    Status.DRAFT: "填完送审",
    Status.SENT_BACK: "修改后再送审",
    Status.IN_REVIEW: "审核",
    Status.IN_APPROVAL: "审批",
    Status.TO_DISPATCH: "交办",
    Status.DISPATCHED: "登记签收或答复",
    Status.HANDLING: "登记答复",
    Status.REPLIED: "告知反映人",
    Status.INFORMED: "登记评价或办结",
    Status.DECLINED: "告知反映人去向",
}


class TodayPage(Page):
    """Two columns of lists; every figure opens what it counts."""

    TABLES = frozenset({"opinions", "deadlines", "backups", "calendar_years", "calendar_days", "settings"})
    MANUAL = "today"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = plain("", "display")
        self._about = Words("", "soft")
        self._month = QHBoxLayout()
        self.mine = _section_list("待我处理")
        self.due = _section_list("逾期和临期")
        self._mine_head, self._due_head = _Head("待我处理"), _Head("期限")
        self._due_head.add_link("全部期限", lambda: self._go(View.OVERDUE_SOON))
        self._mine_head.add_words("上下键选择，Enter 办理")
        self._reminders = QVBoxLayout()
        self._reminders_head = _Head("提醒")
        self._holders = QVBoxLayout()
        self._holders_head = _Head("在谁手里")
        self._holders_head.add_words("逾期和临期的件")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        for found in (self.mine, self.due):
            found.opened.connect(self._open)
            found.clicked.connect(lambda _, found=found: self._open(found.current()))

    def _build(self) -> None:
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head = self._top
        head.setContentsMargins(theme.scaled(8), 0, theme.scaled(8), 0)
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        words.addWidget(self._day)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addLayout(self._month)
        left = QVBoxLayout()
        left.setSpacing(theme.scaled(10))
        self._mine_empty = _quiet("现在没有等您办的事。")
        self._due_empty = _quiet("没有逾期和临期的件。")
        left.addWidget(_sheet(self._mine_head, self._mine_empty, self.mine), 5)
        left.addWidget(_sheet(self._due_head, self._due_empty, self.due), 4)
        right = QVBoxLayout()
        holder, held = QWidget(), QWidget()
        holder.setLayout(self._reminders)
        held.setLayout(self._holders)
        for rows in (self._reminders, self._holders):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
        right.setSpacing(theme.scaled(10))
        right.addWidget(_sheet(self._holders_head, held))
        right.addWidget(_sheet(self._reminders_head, holder))
        right.addStretch(1)
        self._columns.setSpacing(theme.scaled(10))
        self._columns.addLayout(left, 5)
        self._columns.addLayout(right, 3)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*[theme.scaled(10)] * 4)
        layout.setSpacing(theme.scaled(10))
        layout.addLayout(head)
        layout.addLayout(self._columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def reload(self) -> None:
        today = self.session.today
        self._day.setText(f"{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}")
        about = _about_the_day(calendars.load(self.session), today)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._show_list(self.mine, self._mine_empty, opinions.waiting_for(self.session), self._as_task)
        counts = opinions.due_counts(self.session)
        soon = opinions.listing(self.session, view=View.OVERDUE_SOON)
        self._show_list(self.due, self._due_empty, soon, self._as_due)
        self._mine_head.say(str(self.mine.records.loaded.total or ""))
        self._due_head.say(f"逾期 {counts.overdue}，临期 {counts.soon}，其余 {counts.rest}")
        self._show_month()
        self._show_holders()
        self._show_reminders()

    def show_fresh(self) -> None:
        self._stale = True  # the day itself may have changed
        super().show_fresh()

    def take_focus(self) -> None:
        self.mine.setFocus()

    def _show_list(self, shown: RecordList, empty: QWidget, slices: Slices, row: Callable[[Row], ListRow]) -> None:
        kept, place = shown.current(), shown.verticalScrollBar().value()
        shown.set_slices(slices, row)
        if not (kept and shown.select(kept["id"])) and shown.model().rowCount():
            shown.setCurrentIndex(shown.model().index(0, 0))
        shown.verticalScrollBar().setValue(place)
        shown.setVisible(bool(shown.records.loaded.total))
        empty.setVisible(not shown.records.loaded.total)

    def _as_task(self, row: Row) -> ListRow:
        due, status = opinions.due_state(self.session, row), Status(row["status"])
        task = (
            "请作处理决定" if row["holder"].startswith("站长") and status is Status.INFORMED else NEXT.get(status, "")
        )
        words = [short_number(row["number"]), row["village_name"] or "", row["lead_body_name"] or ""]
        detail = " · ".join(part for part in words if part)
        return ListRow(f"{task}　{row['title']}", detail, due.text, due.tone, *state_words(status, row["satisfaction"]))

    def _as_due(self, row: Row) -> ListRow:
        due, status = opinions.due_state(self.session, row), Status(row["status"])
        detail = (
            f"{short_number(row['number'])} · 在{row['holder']}手里" if row["holder"] else short_number(row["number"])
        )
        return ListRow(row["title"], detail, due.text, due.tone, *state_words(status, row["satisfaction"]))

    def _show_month(self) -> None:
        _empty(self._month)
        found, first = opinions.month_figures(self.session), self.session.today.replace(day=1)
        this_month = Narrowing(received_from=first)
        closed = View.CLOSED
        self._month.addStretch(1)
        self._month.addWidget(plain("本月", "soft"))
        for words, view, narrowing in (
            (f"收到 {found.received}", View.ALL, this_month),
            (f"当场答复 {found.on_spot}", closed, Narrowing(status=Status.ON_SPOT, closed_from=first)),
            (f"办结 {found.closed}", closed, Narrowing(status=Status.CLOSED, closed_from=first)),
        ):
            self._month.addWidget(self._figure(words, view, narrowing))
        if found.satisfied_share is not None:
            share = f"满意率 {found.satisfied_share:.0%}"
            self._month.addWidget(self._figure(share, closed, Narrowing(is_judged=True, closed_from=first)))

    def _figure(self, words: str, view: View, narrowing: Narrowing) -> QPushButton:
        figure = link(words)
        figure.clicked.connect(lambda: self._go(view, narrowing))
        return figure

    def _show_holders(self) -> None:
        _empty(self._holders)
        found = opinions.due_by_holder(self.session)
        for held in found[:HOLDERS_SHOWN]:
            frame, row = _row_frame()
            row.addWidget(elided(held.holder), 1)
            parts = [f"逾期 {held.overdue}" if held.overdue else "", f"临期 {held.soon}" if held.soon else ""]
            words = "，".join(part for part in parts if part)
            row.addWidget(self._figure(words, View.OVERDUE_SOON, Narrowing(holder=held.holder)))
            self._holders.addWidget(frame)
        if not found:
            self._holders.addWidget(_quiet("没有逾期和临期的件。"))

    def _show_reminders(self) -> None:
        _empty(self._reminders)
        found = reminders(self.session)
        self._reminders_head.say(str(len(found)) if found else "")
        for entry in found:
            self._reminders.addWidget(self._reminder(entry))
        if not found:
            self._reminders.addWidget(_quiet("没有要提醒的事。"))

    def _reminder(self, entry: Reminder) -> QFrame:
        frame, row = _row_frame()
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        words.addWidget(Words(entry.what))
        words.addWidget(Words(entry.why, "soft"))
        row.addLayout(words, 1)
        if entry.act and any(room.key == entry.room for room in self.desk.rooms):
            act = link(entry.act)
            act.clicked.connect(lambda: self.desk.go_section(entry.room, entry.section))
            row.addWidget(act)
        return frame

    def _open(self, row: dict[str, Any] | None) -> None:
        if row and Status(row["status"]) in queue.statuses_judged(self.session) and self.mine.hasFocus():
            self._review(int(row["id"]))
        elif row:
            self.desk.go("opinions", int(row["id"]))

    def _review(self, opinion_id: int = 0) -> None:
        """What waits for this person's judgement, one matter after the other."""
        page = self.desk.page("opinions")
        assert isinstance(page, OpinionPage)
        page.open_review(opinion_id)
        self.desk.go("opinions")

    def _go(self, view: View, narrowing: Narrowing | None = None) -> None:
        page = self.desk.go("opinions")
        assert isinstance(page, OpinionPage)
        page.open_view(view, narrowing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = logical_width(self) < ONE_COLUMN
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for parts in (self._columns, self._top):
            parts.setDirection(down if narrow else right)


class _Head(QFrame):
    """The head of a sheet: name, count, what can be done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.setFixedHeight(theme.scaled(46))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.scaled(16), 0, theme.scaled(10), 0)
        self._count: QLabel = plain("", "soft")
        self._row.addWidget(plain(name, "lead"))
        self._row.addWidget(self._count)
        self._row.addStretch(1)

    def say(self, words: str) -> None:
        self._count.setText(words)

    def add_words(self, words: str) -> None:
        self._row.addWidget(plain(words, "note"))

    def add_link(self, words: str, act: Callable[[], object]) -> None:
        made = link(words)
        made.clicked.connect(lambda: act())
        self._row.addWidget(made)


def _section_list(name: str) -> RecordList:
    made = RecordList(_Nothing(), lambda row: ListRow(""))
    made.setAccessibleName(name)
    made.setMinimumHeight(theme.scaled(160))
    return made


def _row_frame() -> tuple[QFrame, QHBoxLayout]:
    frame = QFrame()
    frame.setProperty("role", "row")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
    return frame, row


def _quiet(sentence: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(*(theme.scaled(side) for side in (16, 12, 16, 12)))
    row.addWidget(Words(sentence, "soft"))
    return holder


class _Nothing:
    """A listing before the first is read."""

    def count(self) -> int:
        return 0

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return []


def _sheet(head: QWidget, *parts: QWidget) -> QFrame:
    sheet = QFrame()
    sheet.setProperty("role", "sheet")
    column = QVBoxLayout(sheet)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    column.addWidget(head)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, RecordList) else 0)
    column.addStretch(0)
    return sheet


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _about_the_day(calendar: calendars.Calendar, today: date) -> str:
    """What kind of day it is, and the next one that is not what its weekday says."""
    kind = calendar.why(today)
    parts = ["今天调休上班" if kind == "调休上班" else f"今天{kind}休息" if kind else ""]
    coming = sorted(day for day in (*calendar.off, *calendar.work) if today < day and (day - today).days <= 31)
    if coming and (first := coming[0]) in calendar.off:
        name, last = calendar.off[first], first
        for day in coming[1:]:
            if calendar.off.get(day) == name:
                last = day
        until = f"至{short_day(last, today)}" if last != first else ""
        parts.append(f"{short_day(first, today)}{until}{name}放假")
    shifted = [day for day in coming if day in calendar.work][:2]
    parts += [f"{short_day(day, today)}（星期{WEEKDAYS[day.weekday()]}）上班" for day in shifted]
    if not calendar.known(today):
        parts.append(f"{today.year} 年的放假安排还没有导入，期限先按周末暂算")
    return "，".join(part for part in parts if part)
