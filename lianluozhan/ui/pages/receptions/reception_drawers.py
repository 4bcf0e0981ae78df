"""The drawers of one reception: an extra one, a change with its reason, a deputy excused and his substitute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lianluozhan.models import deputies, places, staff
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.receptions import arranging, lists, rules
from lianluozhan.models.receptions.record import Reception
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import DayEditor, LineEditor, PickEditor, PickManyEditor, TimeEditor
from ...field_column import FieldColumn
from ..registers.known_words import KnownWordsEditor
from ..sections.section import needed, needed_day
from .plan_rule import BODIES

FIELDS = ("held_on", "starts_at", "ends_at", "place", "topic", "body_ids", "lead_body_id", "staff_id", "note")


def blank(session: Session) -> Reception:
    """An extra reception as it usually is."""
    starts_at, ends_at = rules.default_times(session)
    known = lists.places_known(session)
    return Reception(starts_at=starts_at, ends_at=ends_at, place=known[0] if known else "", staff_id=session.staff.id)


def put_reception(fields: FieldColumn, session: Session, reception: Reception, deputy_ids: list[int]) -> None:
    """Everything that is arranged of a reception; `rest_day_reason` is asked as soon as the day is no working day."""
    offered = dict(deputies.choices(session))
    offered |= dict(zip(deputy_ids, arranging.names_of(session, deputy_ids), strict=True)) | offered
    bodies = places.bodies(session, *BODIES)
    fields.put("接待日期", DayEditor("held_on", today=lambda: session.today), required=True)
    rest = LineEditor("rest_day_reason", max_length=100)
    fields.put("休息日接待的原因", rest, required=True, hint="这天不是工作日。例如：逢集，群众方便。")
    fields.put("开始时间", TimeEditor("starts_at"), required=True)
    fields.put("结束时间", TimeEditor("ends_at"), required=True)
    fields.put("地点", KnownWordsEditor("place", lists.places_known(session)), required=True)
    fields.put("接待代表", PickManyEditor("deputy_ids", list(offered.items()), names=True), required=True)
    fields.put("主题", LineEditor("topic", max_length=60))
    fields.put("参加部门", PickManyEditor("body_ids", bodies), hint="联合接待的才填。")
    fields.put("牵头部门", PickEditor("lead_body_id", bodies))
    fields.put("联络员", PickEditor("staff_id", staff.choices(session), names=True))
    fields.put("备注", LineEditor("note", max_length=200))
    given = {name: getattr(reception, name) for name in FIELDS}
    fields.set_values(
        given
        | {
            "deputy_ids": deputy_ids,
            "body_ids": list(reception.body_ids),
            "rest_day_reason": reception.rest_day_reason,
        }
    )
    editors = fields.editors()

    def turn() -> None:
        try:
            day = editors["held_on"].value()
        except InvalidRecord:  # half typed, it says nothing yet
            return
        fields.show_field("rest_day_reason", bool(day and arranging.rest_word(session, day)))

    editors["held_on"].changed.connect(turn)
    turn()


def reception_values(values: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """The values of the drawer as a reception has them, and the deputies on duty."""
    given = {name: values[name] for name in FIELDS if name in values}
    given["held_on"] = needed_day(values, "held_on", "接待日期")
    given["body_ids"] = tuple(values.get("body_ids", ()))
    if given.get("lead_body_id") not in given["body_ids"]:
        given["lead_body_id"] = given["body_ids"][0] if given["body_ids"] else None
    given["rest_day_reason"] = values.get("rest_day_reason", "").strip()
    return given, list(values.get("deputy_ids", ()))


def open_substitute(
    drawer: Drawer, session: Session, reception: Reception, deputy_id: int, done: Callable[[Any], object]
) -> None:
    """A deputy is excused; somebody else is proposed: who has the fewest receptions this year and is free that day."""
    fields = drawer.fields
    fields.put("请假的原因", LineEditor("reason", max_length=60), required=True, hint="例如：外出开会。")
    offered = arranging.substitutes(session, reception.id)
    hint = "排在前面的今年接待得最少。暂时没有人，可以空着。"
    fields.put(
        "由谁接待", PickEditor("substitute_id", [(each, words) for each, words in offered], names=True), hint=hint
    )
    if offered:
        fields.set_values({"substitute_id": offered[0][0]})

    def act(values: dict[str, Any]) -> Reception:
        reason = str(values["reason"]).strip() or needed({"reason": None}, "reason", "请假的原因")
        return arranging.substitute(session, reception.id, deputy_id, values["substitute_id"], reason)

    drawer.open(act, done)
