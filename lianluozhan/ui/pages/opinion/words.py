"""How an opinion is said on the screen: its short number, the tone of its state, its row in a list."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.session import Session

from ...record_list import ListRow

TONES = {
    Status.DRAFT: "calm",
    Status.SENT_BACK: "stop",
    Status.IN_REVIEW: "wait",
    Status.IN_APPROVAL: "wait",
    Status.TO_DISPATCH: "wait",
    Status.DISPATCHED: "work",
    Status.HANDLING: "work",
    Status.REPLIED: "wait",
    Status.INFORMED: "wait",
    Status.DECLINED: "stop",
    Status.ON_SPOT: "good",
    Status.WITHDRAWN: "calm",
    Status.MERGED: "calm",
    Status.CLOSED: "good",
    Status.FILED: "calm",
}
CLOSING, AGAIN = ("办结审核", "办结审批"), "二次办理"  # kinds of limits that are states of their own
GROUPS = {"overdue": "逾期", "soon": "临期", "calm": "其余"}
WEEKDAYS = "一二三四五六日"
_SERIAL = re.compile(r"(\d{3,})号?$")


def short_number(number: str) -> str:
    """0127 of 社情民意〔2026〕0127号; 草稿 where there is none yet."""
    found = _SERIAL.search(number)
    return found.group(1) if found else number or "草稿"


def named(opinion: Opinion) -> str:
    """0127号　石桥村三组路灯损坏: how a drawer names the record it is about."""
    return f"{short_number(opinion.number)}号　{opinion.title}" if opinion.number else opinion.title


def state_words(status: Status, satisfaction: str = "", due_kind: str | None = "") -> tuple[str, str]:
    """The state as a chip: words and tone; what runs (`due_kind`) says more where it is closed or handled again."""
    if due_kind in CLOSING:
        return f"待{due_kind}", "wait"
    if due_kind == AGAIN and status is Status.HANDLING:
        return AGAIN, "work"
    if satisfaction == Satisfaction.DISSATISFIED.value and status is Status.INFORMED:
        return "不满意", "stop"
    return status.label, TONES[status]


def spoken_day(day: date | None, today: date | None = None) -> str:
    """9月30日（星期三）; with the year when it is another one."""
    if day is None:
        return ""
    year = "" if today and day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def short_day(day: date | None, today: date) -> str:
    """9月30日."""
    if day is None:
        return ""
    return f"{'' if day.year == today.year else f'{day.year}年'}{day.month}月{day.day}日"


def short_moment(at: datetime | None, today: date) -> str:
    """9月24日 15:20."""
    return f"{short_day(at.date(), today)} {at:%H:%M}" if at else ""


def as_row(session: Session, row: dict[str, Any], *, grouped: bool) -> ListRow:
    """A row of a listing in two lines."""
    due = opinions.due_state(session, row)
    state, tone = state_words(Status(row["status"]), row["satisfaction"], row["due_kind"])
    holder = "等反映人评价" if row["holder"] == opinions.SUBMITTER else row["holder"] or ""
    parts = [short_number(row["number"]), row["village_name"] or "", holder]
    return ListRow(
        title=row["title"],
        detail=" · ".join(part for part in parts if part),
        due=due.text,
        due_tone=due.tone,
        state="作废" if row["voided_on"] else state,
        tone="calm" if row["voided_on"] else tone,
        group=GROUPS[due.tone] if grouped else "",
        voided=bool(row["voided_on"]),
    )
