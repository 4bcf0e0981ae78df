"""The room 今日: what waits for me, what is due and who holds it, what must not be forgotten (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lianluozhan.models import calendars, clocks, opinions
from lianluozhan.models.opinions import Narrowing, Status, View, queue

from .. import theme
from ..backup_words import NOTHING_PROVEN, home_words
from ..banner import Banner
from ..layout_rules import logical_width
from ..page import Page
from ..record_list import ListRow, RecordList
from ..reminder import Reminder
from ..reminders import OVERDUE, reminders
from ..shortcuts import shortcut
from ..slices import Row, Slices
from ..text import Words, elided, link, plain
from .opinion.limits import open_days, running_limit
from .opinion.words import WEEKDAYS, spoken_day
from .opinion_page import OpinionPage
from .today.parts import (
    Head,
    Rows,
    about_the_day,
    empty,
    fit,
    quiet,
    reminder_row,
    row_frame,
    scrolled,
    section_list,
    sheet,
)
from .today.receptions import ReceptionSheet
from .today.rows import DueDelegate, TaskDelegate, as_due, as_task, on_badge

if TYPE_CHECKING:
    from ..desk import Desk

ONE_COLUMN = 800
TABLES = frozenset(
    {"opinions", "deadlines", "backups", "sticks", "drills", "calendar_years", "calendar_days", "settings"}
    | {"receptions", "attendances", "visits", "reception_plans", "reception_notices", "service_records", "terms"}
    | {
        "supervisions",
        "applications",
        "box_openings",
        "box_pieces",
        "calls",
        "promises",
        "suggestions",
        "archive_loans",
    }
)
HOLDERS_SHOWN = 6


class TodayPage(Page):
    """Two columns of lists; every figure opens what it counts."""

    TABLES = TABLES
    MANUAL = "today"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = plain("", "display")
        self._about = Words("", "soft")
        self._warning = QVBoxLayout()
        self._month = QHBoxLayout()
        self.mine = section_list("待我处理", TaskDelegate)
        self.due = section_list("逾期和临期", DueDelegate)
        self._mine_head, self._due_head = Head("待我处理"), Head("期限")
        self.review_link = self._mine_head.add_link("逐件审核", self._review)
        self._mine_head.add_words("上下键选择，Enter 办理")
        self.near_links = {
            view: self._due_head.add_link("", lambda view=view: self._go(view))  # type: ignore[misc]
            for view in (View.OVERDUE, View.SOON, View.OPEN)
        }
        self._reminders, self._holders = QVBoxLayout(), QVBoxLayout()
        self._receptions = ReceptionSheet(desk)
        self._reminders_head, self._holders_head = Head("提醒"), Head("在谁手里")
        self._holders_head.add_words("逾期和临期的件")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        for found in (self.mine, self.due):
            found.opened.connect(self._open)
            found.viewport().installEventFilter(self)
        shortcut(self, "Alt+Return", self.open_days)

    def _build(self) -> None:
        self._top.setContentsMargins(theme.scaled(8), 0, theme.scaled(8), 0)
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        for line in (self._day, self._about):
            words.addWidget(line)
        self._top.addLayout(words, 1)
        self._top.addLayout(self._month)
        left = QVBoxLayout()
        left.setSpacing(theme.scaled(10))
        self._mine_empty = quiet("现在没有等您办的事。")
        self._due_empty = quiet("没有逾期和临期的件。")
        self._mine_sheet = sheet(self._mine_head, self._mine_empty, self.mine)
        self._due_sheet = sheet(self._due_head, self._due_empty, self.due)
        left.addWidget(self._mine_sheet, 50)
        left.addWidget(self._due_sheet, 40)
        left.addStretch(1)  # what neither needs lies below both
        right = QVBoxLayout()
        holder, held = Rows(), Rows()
        holder.setLayout(self._reminders)
        held.setLayout(self._holders)
        for rows in (self._reminders, self._holders):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
        right.setSpacing(theme.scaled(10))
        for part in (sheet(self._holders_head, held), self._receptions, sheet(self._reminders_head, holder)):
            right.addWidget(part)
        right.addStretch(1)
        self._columns.setSpacing(theme.scaled(10))
        self._columns.addLayout(left, 5)
        self._columns.addLayout(right, 3)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*[theme.scaled(10)] * 4)
        layout.setSpacing(theme.scaled(10))
        layout.addLayout(self._warning)
        layout.addLayout(self._top)
        layout.addLayout(self._columns, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    # What is shown ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        today = self.session.today
        self._day.setText(f"{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}")
        about = about_the_day(calendars.load(self.session), today)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._show_clock()
        self._show_list(
            self.mine, self._mine_empty, opinions.waiting_for(self.session), lambda row: as_task(self.session, row)
        )
        counts = opinions.due_counts(self.session)
        near = opinions.listing(self.session, view=View.OVERDUE_SOON)
        self._show_list(self.due, self._due_empty, near, lambda row: as_due(self.session, row))
        self._mine_head.say(str(self.mine.records.loaded.total or ""))
        judged = queue.to_judge(self.session).count() if queue.statuses_judged(self.session) else 0
        self.review_link.setText(f"逐件审核 {judged}")
        self.review_link.setVisible(bool(judged))
        whole = counts.overdue + counts.soon + counts.rest
        for view, count in ((View.OVERDUE, counts.overdue), (View.SOON, counts.soon), (View.OPEN, whole)):
            self.near_links[view].setText(f"{view.label} {count}")
            self.near_links[view].setAccessibleName(f"{view.label} {count} 件")
        self._show_month()
        self._show_holders()
        self._receptions.reload()
        self._show_reminders()

    def show_fresh(self) -> None:
        self._stale = True  # the day itself may have changed
        super().show_fresh()

    def take_focus(self) -> None:
        shown = [found for found in (self.mine, self.due) if found.isVisibleTo(self)]
        (shown[0] if shown else self.near_links[View.OPEN]).setFocus()

    def _show_clock(self) -> None:
        """A clock that was set back is said; nothing is refused for it."""
        empty(self._warning)
        if newest := clocks.newest_day(self.session):
            today = spoken_day(self.session.today)
            self._warning.addWidget(
                Banner(
                    f"电脑的日期好像不对：现在显示{today}，可是这里已有{spoken_day(newest)}办的事。"
                    "请先把电脑右下角的日期改对，再接着办，期限才算得准。",
                    "stop",
                )
            )

    def _show_list(self, shown: RecordList, nothing: QWidget, slices: Slices, row: Callable[[Row], ListRow]) -> None:
        kept, place = shown.current(), shown.verticalScrollBar().value()
        shown.set_slices(slices, row)
        if not (kept and shown.select(kept["id"])) and shown is self.mine and shown.model().rowCount():
            shown.setCurrentIndex(shown.model().index(0, 0))
        shown.verticalScrollBar().setValue(place)
        shown.setVisible(bool(shown.records.loaded.total))
        nothing.setVisible(not shown.records.loaded.total)
        fit(self._mine_sheet if shown is self.mine else self._due_sheet, shown, nothing)

    def _show_month(self) -> None:
        empty(self._month)
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

    def _figure(self, words: str, view: View, narrowing: Narrowing, about: str = "") -> QPushButton:
        figure = link(words)
        figure.setAccessibleName(f"{about} {words}" if about else words)
        figure.clicked.connect(lambda: self._go(view, narrowing))
        return figure

    def _show_holders(self) -> None:
        empty(self._holders)
        found = opinions.due_by_holder(self.session)
        for held in found[:HOLDERS_SHOWN]:
            frame, row = row_frame()
            row.addWidget(elided("等反映人评价" if held.holder == opinions.SUBMITTER else held.holder), 1)
            for words, count, view in (("逾期", held.overdue, View.OVERDUE), ("临期", held.soon, View.SOON)):
                if count:
                    row.addWidget(self._figure(f"{words} {count}", view, Narrowing(holder=held.holder), held.holder))
            self._holders.addWidget(frame)
        if len(found) > HOLDERS_SHOWN:
            frame, row = row_frame()
            row.addWidget(plain(f"另有 {len(found) - HOLDERS_SHOWN} 处", "soft"), 1)
            row.addWidget(self._figure("看全部", View.OVERDUE_SOON, Narrowing()))
            self._holders.addWidget(frame)
        if not found:
            self._holders.addWidget(quiet("没有逾期和临期的件。"))

    def _show_reminders(self) -> None:
        empty(self._reminders)
        found = reminders(self.session)
        self._reminders_head.say(str(len(found)) if found else "")
        for entry in found:
            self._reminders.addWidget(self._reminder(entry))
        if not found:
            self._reminders.addWidget(quiet("没有要提醒的事。"))
        if (proven := home_words(self.session)) != NOTHING_PROVEN:  # that there is none is a reminder of its own
            self._reminders.addWidget(quiet(proven))

    def _reminder(self, entry: Reminder) -> QFrame:
        if not any(room.key == entry.room for room in self.desk.rooms):
            entry = replace(entry, act="")
        if entry.section == OVERDUE:
            return reminder_row(entry, lambda: self._go(View.OVERDUE))
        return reminder_row(entry, lambda: self.desk.go_section(entry.room, entry.section))

    # What it opens ---------------------------------------------------------------------------------------------------

    def _open(self, row: dict[str, Any] | None) -> None:
        if row is None:
            return
        judged = self.sender() is self.mine and Status(row["status"]) in queue.statuses_judged(self.session)
        if judged:
            self._review(int(row["id"]))
        else:
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

    def open_days(self) -> None:
        """How the limit of the current matter was counted (Alt+Enter, or a click on its badge)."""
        shown = self.due if self.due.hasFocus() else self.mine
        if (row := shown.current()) is None:
            return
        file = opinions.file_of(self.session, int(row["id"]))
        if limit := running_limit(file):
            open_days(self, self.session, file, limit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click opens the matter; on its limit, how that was counted."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            shown = self.mine if watched is self.mine.viewport() else self.due
            index = shown.indexAt(event.position().toPoint())
            if event.button() == Qt.MouseButton.LeftButton and index.isValid():
                row, painted = index.data(Qt.ItemDataRole.UserRole)
                shown.setCurrentIndex(index)
                if on_badge(shown, shown.visualRect(index), painted, event.position()):
                    shown.setFocus()
                    self.open_days()
                else:
                    shown.opened.emit(row)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = logical_width(self) < ONE_COLUMN
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for parts in (self._columns, self._top):
            parts.setDirection(down if narrow else right)
