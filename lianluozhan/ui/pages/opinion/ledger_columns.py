"""The columns that the ledger of opinions can have, and those a person has chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import opinions
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Order
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import Channel, Urgency

from ...drawer import Drawer
from ...editors import TickEditor
from ...list_habits import ListHabits
from ...long_model import LedgerColumn
from ...text import button
from .words import short_number

Row = dict[str, Any]
SORTED = {"received": (Order.NEWEST, Order.OLDEST), "due": (Order.DUE,), "closed": (Order.CLOSED,)}
DAYS = {"received": "received_on", "replied": "replied_on", "closed": "closed_on"}
USUAL = ("number", "received", "title", "village", "holder", "state", "due")


def _day(key: str, year: int) -> Callable[[Row], str]:
    """9-07, or 25-9-07 when it is of another year."""

    def shown(row: Row) -> str:
        day = row[key] or ""
        short = f"{int(day[5:7])}-{day[8:]}" if day else ""
        return short if day[:4] == str(year) or not day else f"{day[2:4]}-{short}"

    return shown


def _plain(key: str) -> Callable[[Row], str]:
    return lambda row: row[key] or ""


def _label(key: str, kind: Any) -> Callable[[Row], str]:
    return lambda row: kind(row[key]).label if row[key] else ""


def _holder(row: Row) -> str:
    return "等反映人评价" if row["holder"] == opinions.SUBMITTER else row["holder"] or ""


COLUMNS = (
    LedgerColumn("number", "编号", 74, lambda row: short_number(row["number"])),
    LedgerColumn("received", "收到", 82),
    LedgerColumn("title", "事由", 0, _plain("title")),
    LedgerColumn("village", "村（社区）", 100, _plain("village_name")),
    LedgerColumn("holder", "谁手里", 150, _holder),
    LedgerColumn("state", "状态", 106, kind="state"),
    LedgerColumn("due", "期限", 124, kind="due"),
    LedgerColumn("channel", "来源渠道", 92, _label("channel", Channel)),
    LedgerColumn("category", "分类", 130, _plain("category_name")),
    LedgerColumn("body", "主办单位", 150, _plain("lead_body_name")),
    LedgerColumn("submitter", "反映人", 84, lambda row: "要求保密" if row["keeps_secret"] else row["submitter_name"]),
    LedgerColumn("urgency", "紧急程度", 84, _label("urgency", Urgency)),
    LedgerColumn("satisfaction", "满意度", 84, _label("satisfaction", Satisfaction)),
    LedgerColumn("replied", "答复", 82),
    LedgerColumn("closed", "办结", 82),
)
WIDEST = 800  # logical width of all columns but the one that takes the rest
BY_KEY = {column.key: column for column in COLUMNS}


def chosen(habits: ListHabits) -> tuple[str, ...]:
    """The columns of this person; a column that is gone is left out."""
    kept = habits.get("columns")
    keys = tuple(key for key in kept if key in BY_KEY) if isinstance(kept, list) else ()
    return keys if "title" in keys else USUAL


def columns(keys: Sequence[str], year: int) -> tuple[LedgerColumn, ...]:
    """These columns; days of the year `year` are shown without it."""
    made = (BY_KEY[key] for key in keys)
    return tuple(replace(each, show=_day(DAYS[each.key], year)) if each.key in DAYS else each for each in made)


def choose(page: QWidget, now: Sequence[str], done: Callable[[tuple[str, ...]], object]) -> Drawer:
    """Let the person tick which columns he wants; those at the front keep their order."""
    drawer = Drawer(page, "列", "勾上要看的列，事由总在", act="按这些列显示")
    order = [*now, *(key for key in BY_KEY if key not in now)]
    ticks: dict[str, TickEditor] = {}
    for key in order:
        if key != "title":
            ticks[key] = TickEditor(key, BY_KEY[key].title)
            ticks[key].set_value(key in now)
            drawer.fields.add(ticks[key])
    usual = button("恢复原来的列")

    def as_usual() -> None:
        for key, tick in ticks.items():
            tick.set_value(key in USUAL)

    usual.clicked.connect(as_usual)
    drawer.fields.add(usual)
    drawer.fields.add_words("列的先后：在表头上按住一列，拖到想要的地方。", "hint")

    def take(_: dict[str, Any]) -> tuple[str, ...]:
        wanted = tuple(key for key in order if key == "title" or ticks[key].value())
        if sum(BY_KEY[key].width for key in wanted) > WIDEST:
            raise RuleError("选的列太多，事由放不下。请少选一两列。")
        return wanted

    return drawer.open(take, done)
