"""The fields of a hand-over list: who gives, who takes, who looks on; staff and deputies alike (F124)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import deputies, staff
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.handovers import HandOver, HandOverItem
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post, Staff

from ...editors import PickEditor, TextEditor
from ...field_column import FieldColumn
from ..sections.section import Section, needed_day

STAFF, DEPUTY = "staff", "deputy"
People = list[tuple[str, str]]


def key_of(staff_id: int | None, deputy_id: int | None) -> str | None:
    """How a person is called in a chooser of both kinds."""
    return f"{DEPUTY}:{deputy_id}" if deputy_id else f"{STAFF}:{staff_id}" if staff_id else None


def ids_of(key: str | None) -> tuple[int | None, int | None]:
    """The ids of staff and deputy that a key means, one of them at most."""
    kind, _, number = (key or "").partition(":")
    return (int(number) if kind == STAFF else None), (int(number) if kind == DEPUTY else None)


def takers(session: Session, made: HandOver) -> People:
    """Who may take something over: staff at work, then deputies in office; not who gives it."""
    people = [(f"{STAFF}:{id_}", name) for id_, name in staff.choices(session)]
    people += [(f"{DEPUTY}:{id_}", f"{name.replace('（', '（代表，')}") for id_, name in deputies.choices(session)]
    giver = key_of(made.from_staff_id, made.from_deputy_id)
    return [entry for entry in people if entry[0] != giver]


def givers(session: Session) -> People:
    """Who may give something over: all of them, also deputies whose mandate has ended."""
    people = takers(session, HandOver())
    known = {key for key, _ in people}
    for deputy in session.select(Deputy, "retired_on IS NULL", order="name"):
        if f"{DEPUTY}:{deputy.id}" not in known:
            people.append((f"{DEPUTY}:{deputy.id}", f"{deputy.name}（代表，不在任）"))
    return people


def put_list(section: Section, fields: FieldColumn, made: HandOver) -> None:
    """All but who gives."""
    session = section.session
    taker = PickEditor("to_name", takers(session, made), names=True, free_text=True)
    hint = "名单里没有的新人，先在“工作人员”里添加；交给站外的人就写姓名。"
    fields.put("接收人", taker, required=True, hint=hint)
    fields.put("交接日期", section.day("handed_on", made.handed_on), required=True)
    witness = PickEditor("witness", staff.choices(session), names=True, free_text=True)
    fields.put("监交人", witness, hint="在场作证的第三个人，一般是站长或副站长。")
    fields.put("说明", TextEditor("note", lines=2, max_length=1000))
    taker.set_value(key_of(made.to_staff_id, made.to_deputy_id))
    if not taker.value():
        taker.set_text(made.to_name)
    witness.set_text(made.witness)
    fields.set_values({"note": made.note})


def written(values: dict[str, Any], fields: FieldColumn) -> dict[str, Any]:
    """The values of the drawer as a list has them."""
    taker, witness = fields.editors()["to_name"], fields.editors()["witness"]
    assert isinstance(taker, PickEditor) and isinstance(witness, PickEditor)
    staff_id, deputy_id = ids_of(values["to_name"])
    return {
        "to_staff_id": staff_id,
        "to_deputy_id": deputy_id,
        "to_name": taker.words() if values["to_name"] is None else "",
        "handed_on": needed_day(values, "handed_on", "交接日期"),
        "witness": witness.words(),
        "note": values["note"],
    }


def giver_of(values: dict[str, Any]) -> dict[str, Any]:
    """Who gives, as a list has it."""
    if not values["giver"]:
        raise InvalidRecord({"giver": "请选择“移交人”。"})
    staff_id, deputy_id = ids_of(values["giver"])
    return {"from_staff_id": staff_id, "from_deputy_id": deputy_id}


def taken_by(key: str | None, item: HandOverItem) -> dict[str, Any]:
    """Who takes a line over, as the line has it; a name that is in no chooser stays when nothing is chosen."""
    staff_id, deputy_id = ids_of(key)
    was_free = item.to_name and not (item.to_staff_id or item.to_deputy_id)
    return {
        "to_staff_id": staff_id,
        "to_deputy_id": deputy_id,
        "to_name": item.to_name if was_free and key is None else "",
    }


def usual_witness(session: Session) -> str:
    """Who usually looks on: the head of the station."""
    for held in session.select(staff.Appointment, "post = ?", (Post.HEAD,)):
        if staff.is_running(held, session.today):
            return session.get(Staff, held.staff_id or 0).name
    return ""
