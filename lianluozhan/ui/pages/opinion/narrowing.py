"""What a list of opinions is narrowed to: chosen in a drawer, said in words above the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import categories, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Narrowing, Status
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import ChoiceEditor, DayEditor, PickEditor
from .words import short_day


def in_words(session: Session, narrowing: Narrowing) -> str:
    """The conditions as one line, e.g. 待审核，石桥村，9月1日起收到."""
    parts = [narrowing.status.label] if narrowing.status else []
    for wanted, choices in (
        (narrowing.category_id, categories.choices(session)),
        (narrowing.village_id, places.villages(session)),
        (narrowing.body_id, places.bodies(session)),
    ):
        if wanted is not None:
            parts.append(dict(choices).get(wanted, "已停用的选项").strip())
    if narrowing.received_from:
        parts.append(f"{short_day(narrowing.received_from, session.today)}起收到")
    if narrowing.received_to:
        parts.append(f"{short_day(narrowing.received_to, session.today)}止收到")
    if narrowing.closed_from:
        parts.append(f"{short_day(narrowing.closed_from, session.today)}起办结")
    if narrowing.holder:
        parts.append(f"在{narrowing.holder}手里")
    if narrowing.is_judged:
        parts.append("反映人已评价")
    return "，".join(parts)


def choose(page: QWidget, session: Session, now: Narrowing, chosen: Callable[[Narrowing], object]) -> Drawer:
    """Let the person choose; `chosen` hears the new conditions."""
    drawer = Drawer(page, "筛选", "不选的不限", act="按这些筛选")
    fields = drawer.fields
    fields.put("状态", ChoiceEditor("status", [(s, s.label) for s in Status], optional=True, empty="不限"))
    fields.put("分类", PickEditor("category_id", categories.choices(session), hint="打几个字就能找到"))
    fields.put("村（社区）", PickEditor("village_id", places.villages(session)))
    fields.put("主办单位", PickEditor("body_id", places.bodies(session)))
    fields.put("收到日期从", DayEditor("received_from", today=lambda: session.today))
    fields.put("收到日期到", DayEditor("received_to", today=lambda: session.today))
    fields.set_values(asdict(now))

    def narrowed(values: dict[str, Any]) -> Narrowing:
        made = replace(Narrowing(), **values)
        if made.received_from and made.received_to and made.received_to < made.received_from:
            raise InvalidRecord({"received_to": "“收到日期到”不能早于“收到日期从”，请检查。"})
        return made

    return drawer.open(narrowed, chosen)
