"""What a list of opinions is asked for: the view, the order, and the conditions beside them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from ..fields import Choice
from .handling import Satisfaction
from .record import Channel, Status, Urgency


class View(Choice):
    """The lists that every station has."""

    MINE = "mine", "待我处理"
    OPEN = "open", "未办结"
    OVERDUE_SOON = "overdue_soon", "逾期和临期"
    OVERDUE = "overdue", "逾期"
    SOON = "soon", "临期"
    DISSATISFIED = "dissatisfied", "不满意"
    CLOSED = "closed", "已办结"
    ALL = "all", "全部"
    VOIDED = "voided", "作废"


class Order(Choice):
    DUE = "due", "按期限排序"
    NEWEST = "newest", "最新的在前"
    OLDEST = "oldest", "最早的在前"
    CLOSED = "closed", "按办结日期排序"


NEAR = (View.OVERDUE_SOON, View.OVERDUE, View.SOON)
RUNNING = (View.MINE, View.OPEN, *NEAR)  # views in which a deadline still runs


@dataclass(frozen=True)
class Narrowing:
    """The conditions beside the view and the words; empty ones do not count."""

    status: Status | None = None
    channel: Channel | None = None
    category_id: int | None = None
    village_id: int | None = None
    body_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    closed_from: date | None = None
    is_judged: bool | None = None
    holder: str | None = None
    satisfaction: Satisfaction | None = None
    urgency: Urgency | None = None
    counted: str | None = None  # a figure whose matters are listed, in one word (`counted`)

    def __bool__(self) -> bool:
        return any(value is not None for value in asdict(self).values())


def kept_in(view: View, narrowing: Narrowing) -> Narrowing:
    """What of the conditions makes sense in a view: a day of closing among the closed, no judgement among the bad."""
    if view is View.DISSATISFIED:
        narrowing = replace(narrowing, satisfaction=None, is_judged=None)
    return narrowing if view is View.CLOSED else replace(narrowing, closed_from=None)


LEADING = ("holder", "village_id", "body_id", "category_id", "satisfaction", "urgency", "channel", "status")


def orders(view: View, narrowing: Narrowing) -> tuple[Order, ...]:
    """The orders that an index serves for this list; the first is the usual one."""
    if view is View.MINE or view in NEAR:
        return (Order.DUE,)
    if view is View.OPEN:
        return Order.DUE, Order.NEWEST, Order.OLDEST
    if view is View.CLOSED and narrowing.closed_from:
        return (Order.CLOSED,)
    if view is View.CLOSED and not replace(narrowing, is_judged=None):
        return Order.NEWEST, Order.OLDEST, Order.CLOSED
    return Order.NEWEST, Order.OLDEST
