"""What a list of opinions is narrowed to: chosen in a drawer, said in words above the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import analysis, categories, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Narrowing, Status, View
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import Channel, Urgency
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import ChoiceEditor, DayEditor, LineEditor, PickEditor
from .words import short_day


def in_words(session: Session, narrowing: Narrowing) -> str:
    """The conditions as one line, e.g. 待审核，石桥村，9月1日起收到."""
    parts = [analysis.said_of(session, narrowing.counted)] if narrowing.counted else []
    parts += [each.label for each in (narrowing.status, narrowing.channel, narrowing.urgency) if each]
    for wanted, choices in (
        (narrowing.category_id, categories.choices),
        (narrowing.village_id, places.villages),
        (narrowing.body_id, places.bodies),
    ):
        if wanted is not None:
            parts.append(dict(choices(session)).get(wanted, "已停用的选项").strip())
    today, start, end = session.today, narrowing.received_from, narrowing.received_to
    if start and end and (start.month, start.day, end.month, end.day, end.year) == (1, 1, 12, 31, start.year):
        parts.append(f"{start.year}年收到")
    else:
        parts += [f"{short_day(start, today)}起收到"] if start else []
        parts += [f"{short_day(end, today)}止收到"] if end else []
    if narrowing.closed_from:
        parts.append(f"{short_day(narrowing.closed_from, today)}起办结")
    if narrowing.holder:
        parts.append(f"在{narrowing.holder}手里")
    if narrowing.satisfaction:
        parts.append(f"评价{narrowing.satisfaction.label}")
    if narrowing.is_judged:
        parts.append("反映人已评价")
    return "，".join(parts)


def choose(
    page: QWidget, session: Session, view: View, now: Narrowing, chosen: Callable[[Narrowing], object]
) -> Drawer:
    """Let the person choose; `chosen` hears the new conditions."""
    drawer = Drawer(page, "筛选", "不选的不限", act="按这些筛选")
    fields = drawer.fields
    fields.put("状态", _one("status", Status))
    fields.put("来源渠道", _one("channel", Channel))
    for label, name, choices in (
        ("分类", "category_id", categories.choices),
        ("村（社区）", "village_id", places.villages),
        ("主办单位", "body_id", places.bodies),
    ):
        fields.put(label, PickEditor(name, choices(session), hint="不限；打几个字就能找到"))
    fields.put("谁手里", LineEditor("holder", max_length=60), hint="照清单上写的，例如：镇派出所")
    fields.put("收到日期从", DayEditor("received_from", today=lambda: session.today))
    fields.put("收到日期到", DayEditor("received_to", today=lambda: session.today))
    if view is View.CLOSED:
        fields.put("办结日期从", DayEditor("closed_from", today=lambda: session.today))
    if view is not View.DISSATISFIED:
        fields.put("满意度", _one("satisfaction", Satisfaction))
    urgent = [(each, each.label) for each in Urgency if each is not Urgency.NORMAL]
    fields.put("紧急程度", ChoiceEditor("urgency", urgent, optional=True, empty="不限"))
    fields.set_values(asdict(now))

    def narrowed(values: dict[str, Any]) -> Narrowing:
        made = replace(now, **{name: None if value == "" else value for name, value in values.items()})
        if made.received_from and made.received_to and made.received_to < made.received_from:
            raise InvalidRecord({"received_to": "“收到日期到”不能早于“收到日期从”，请检查。"})
        return made

    return drawer.open(narrowed, chosen)


def _one(name: str, kind: Any) -> ChoiceEditor:
    return ChoiceEditor(name, [(each, each.label) for each in kind], optional=True, empty="不限")
