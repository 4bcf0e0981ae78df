"""The drawer in which an item of points is counted by hand, with the reason (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.service import point_table
from lianluozhan.models.service.points import Item

from ...editors import LineEditor, NumberEditor

if TYPE_CHECKING:
    from ..sections.section import Section


def count_by_hand(section: Section, deputy_id: int, year: int, item: Item, done: Callable[[], object]) -> None:
    """Ask how often the item counts for this deputy in this year, and why."""
    session = section.session
    name = session.get(Deputy, deputy_id).name
    drawer = section.drawer(f"填写次数：{item.rule.item}", f"{name}　{year}年")
    drawer.fields.put(
        "次数", NumberEditor("times", maximum=1000, unit="次"), required=True, hint="填 0 取消以前填的次数"
    )
    drawer.fields.put("依据", LineEditor("reason", max_length=200), required=True, hint="例如：镇政府通报表扬两次")
    drawer.fields.set_values({"times": item.times or None, "reason": item.reason})

    def act(values: dict[str, Any]) -> object:
        if values["times"] is None:
            raise InvalidRecord({"times": "请填写次数。"})
        return point_table.count_by_hand(session, deputy_id, year, item.rule.id, values["times"], values["reason"])

    drawer.open(act, lambda _: done())
