"""How the lists of 今日 are painted: what is to be done with a matter, and what is due, one line a matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from lianluozhan.models import opinions
from lianluozhan.models.opinions import Status, pressing
from lianluozhan.models.opinions.supervising import OUT
from lianluozhan.models.session import Session

from ... import theme
from ...chip import badge_size, paint_due
from ...icons import pixmap
from ...record_list import Index, ListRow, Role, RowDelegate
from ..opinion.words import short_day, short_number

TASK_WIDTH, DUE_ROW, NUMBER_WIDTH, BADGE_WIDTH = 128, 41, 54, 104
TASKS = {  # what the person who has it does next: icon, words
    Status.DRAFT: ("file-pen-line", "填完送审"),
    Status.SENT_BACK: ("undo-2", "修改再送审"),
    Status.IN_REVIEW: ("clipboard-check", "审核"),
    Status.IN_APPROVAL: ("clipboard-check", "审批"),
    Status.TO_DISPATCH: ("send", "交办"),
    Status.DISPATCHED: ("reply", "签收或答复"),
    Status.HANDLING: ("reply", "登记答复"),
    Status.REPLIED: ("phone", "告知反映人"),
    Status.INFORMED: ("message-square-text", "评价或办结"),
    Status.DECLINED: ("phone", "告知去向"),
}
DECISION = ("clipboard-check", "处理决定")
CLOSING = {"办结审核": ("clipboard-check", "办结审核"), "办结审批": ("clipboard-check", "办结审批")}


def task_of(row: dict[str, Any]) -> tuple[str, str]:
    """The icon and the words for what is to be done with a matter next."""
    status = Status(row["status"])
    if row.get("waits"):
        return ("clipboard-check", row["waits"])
    if row["due_kind"] in CLOSING:
        return CLOSING[row["due_kind"]]
    if status is Status.INFORMED and (row["holder"] or "").startswith("站长"):
        return DECISION
    return TASKS.get(status, ("file-text", status.label))


def as_task(session: Session, row: dict[str, Any]) -> ListRow:
    """What waits for me: the matter, where, and the day of its limit."""
    if Status(row["status"]) in OUT:
        row["waits"] = pressing.waiting_task(session, row["id"])
    due = opinions.due_state(session, row)
    until = short_day(date.fromisoformat(row["due_on"]), session.today) if row["due_on"] else ""
    limit = f"{row['due_kind']}期限 {until}" if until else ""
    words = [short_number(row["number"]), row["village_name"] or "", row["lead_body_name"] or "", limit]
    return ListRow(row["title"], " · ".join(part for part in words if part), due.text, due.tone)


def as_due(session: Session, row: dict[str, Any]) -> ListRow:
    """What is due: the matter and who has it."""
    due, state = opinions.due_state(session, row), Status(row["status"]).label
    holder = "等反映人评价" if row["holder"] == opinions.SUBMITTER else f"{row['holder']}，{state}"
    return ListRow(row["title"], holder, due.text, due.tone)


class TaskDelegate(RowDelegate):
    """The task with its icon at the left, the matter in two lines, its limit at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: dict[str, Any] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._row = index.data(Role.UserRole)[0]
        super().paint(painter, option, index)

    def _paint_row(self, painter: QPainter, area: QRect, shown: ListRow, current: bool) -> None:
        if self._row is not None:
            icon, words = task_of(self._row)
            left = QRect(area.left() + theme.scaled(16), area.top(), theme.scaled(TASK_WIDTH), area.height())
            side = theme.scaled(20)
            painter.drawPixmap(
                QRect(left.left(), left.center().y() - side // 2, side, side), pixmap(icon, "ink_soft", 20)
            )
            painter.setFont(theme.font("body", bold=True))
            painter.setPen(theme.colour("ink"))
            left.setLeft(left.left() + side + theme.scaled(8))
            painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter), words)
        super()._paint_row(painter, area.adjusted(theme.scaled(TASK_WIDTH), 0, 0, 0), shown, current)


class DueDelegate(RowDelegate):
    """One line: number, matter, who has it, limit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: dict[str, Any] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(DUE_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._row = index.data(Role.UserRole)[0]
        super().paint(painter, option, index)

    def _paint_row(self, painter: QPainter, area: QRect, shown: ListRow, current: bool) -> None:
        inside = area.adjusted(theme.scaled(16), 0, -theme.scaled(12), 0)
        badge = badge_size(shown.due, bold=shown.due_tone != "calm")
        right = QRect(inside.right() - badge.width() + 1, 0, badge.width(), badge.height())
        right.moveTop(inside.center().y() - badge.height() // 2)
        paint_due(painter, right, shown.due, shown.due_tone)
        number = short_number(self._row["number"]) if self._row else ""
        room = inside.width() - max(theme.scaled(BADGE_WIDTH), badge.width()) - theme.scaled(NUMBER_WIDTH)
        holder = min(theme.scaled(200), room * 2 // 5)
        left = inside.left()
        for text, width, ink in (
            (number, theme.scaled(NUMBER_WIDTH), "ink_soft"),
            (shown.title, room - holder, "ink"),
            (shown.detail, holder, "ink_soft"),
        ):
            font = theme.font("body", bold=current and ink == "ink")
            painter.setFont(font)
            painter.setPen(QPen(theme.colour(ink)))
            metrics = QFontMetrics(font)
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - theme.scaled(10))
            painter.drawText(
                QRect(left, inside.top(), width, inside.height()), int(Qt.AlignmentFlag.AlignVCenter), said
            )
            left += width


def on_badge(view: QWidget, area: QRect, shown: ListRow, at: Any) -> bool:
    """Whether a point lies on the limit of a row, which opens how it was counted."""
    badge = badge_size(shown.due, bold=shown.due_tone != "calm")
    left = area.right() - theme.scaled(12) - badge.width()
    half = area.height() // 2 if area.height() > theme.scaled(DUE_ROW) else area.height()
    return bool(shown.due) and at.x() >= left and area.top() <= at.y() <= area.top() + half
