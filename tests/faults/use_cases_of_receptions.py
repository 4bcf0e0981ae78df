"""The use cases of receptions: the plan of a year, the notice, the day, the sheets, the binding."""

from __future__ import annotations

from datetime import timedelta

from lianluozhan.models import attendances
from lianluozhan.models.attendances import Presence
from lianluozhan.models.opinions.record import DeclineGround
from lianluozhan.models.receptions import (
    approving,
    arranging,
    calling,
    day,
    noticing,
    planning,
    rules,
    summing,
    visiting,
)
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitTreatment
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase


def planned(desk: Desk) -> int:
    year = desk.officer.today.year + 1
    return planning.store(desk.officer, planning.make(desk.officer, year, rules.usual(desk.officer))).id


def submitted(desk: Desk) -> int:
    return approving.submit(desk.officer, planned(desk)).id


def reviewed(desk: Desk) -> int:
    return approving.review(desk.vice, submitted(desk), "同意").id


def today(desk: Desk) -> int:
    """A reception of today, not begun, with two deputies."""
    made = Reception(held_on=desk.officer.today, starts_at="09:00", ends_at="11:30", place="联络站接待室")
    return arranging.add(desk.officer, made, [1, 4]).id


def opened(desk: Desk) -> int:
    return day.open_day(desk.officer, today(desk)).id


def waiting(desk: Desk) -> int:
    visit = Visit(name="孙桂兰", phone="13812342609", village_id=1, address="石桥村一组")
    return visiting.arrive(desk.officer, opened(desk), visit).id


def talking(desk: Desk) -> int:
    return visiting.begin(desk.officer, waiting(desk)).id


def finish(desk: Desk, visit_id: int, treatment: VisitTreatment = VisitTreatment.TOWNSHIP) -> Visit:
    return visiting.finish(
        desk.officer,
        visit_id,
        subject="路灯不亮",
        content="三组的路灯坏了四盏。" * 20,
        request="修好",
        category_id=desk.officer.value("SELECT max(id) FROM categories"),
        answer="记下来转有关部门。",
        treatment=treatment,
        decline_ground=DeclineGround.PETITION if treatment is VisitTreatment.DECLINED else None,
    )


def everybody_heard(desk: Desk) -> int:
    visit = finish(desk, talking(desk))
    for entry in attendances.of(desk.officer, Reception.TABLE, visit.reception_id or 0):
        day.put_presence(desk.officer, entry.id, Presence.PRESENT)
    return visit.reception_id or 0


def held(desk: Desk) -> int:
    return day.close_day(desk.officer, everybody_heard(desk)).id


def coming(desk: Desk) -> int:
    where = "state = ? AND held_on > ? AND voided_on IS NULL"
    return desk.officer.select(Reception, where, (ReceptionState.PLANNED.value, desk.officer.today.isoformat()))[0].id


def on_duty(desk: Desk) -> list[int]:
    found = coming(desk)
    return [found, *(entry.deputy_id or 0 for entry in attendances.of(desk.officer, Reception.TABLE, found))]


def free_deputy(desk: Desk) -> int:
    taken = on_duty(desk)[1:]
    return next(number for number in (1, 4, 5, 7, 8, 10) if number not in taken)


def to_be_noticed(desk: Desk) -> int:
    made = Reception(
        held_on=desk.officer.today + timedelta(days=20), starts_at="09:00", ends_at="11:30", place="接待室"
    )
    return arranging.add(desk.officer, made, [1, 4]).id


def noticed(desk: Desk) -> int:
    return noticing.draft(desk.officer, noticing.blank(desk.officer, [to_be_noticed(desk)])).id


_R = "models/receptions/"
RECEPTIONS = (
    UseCase("plan a year", lambda d, x: planned(d), covers=[_R + "planning.py store"]),
    UseCase("submit the plan", lambda d, x: approving.submit(d.officer, x), planned, [_R + "approving.py submit"]),
    UseCase(
        "review the plan", lambda d, x: approving.review(d.vice, x, "同意"), submitted, [_R + "approving.py review"]
    ),
    UseCase(
        "approve the plan", lambda d, x: approving.approve(d.head, x, "同意"), reviewed, [_R + "approving.py approve"]
    ),
    UseCase(
        "void the plan", lambda d, x: approving.void_plan(d.head, x, "错"), planned, [_R + "approving.py void_plan"]
    ),
    UseCase("add a reception", lambda d, x: today(d), covers=[_R + "arranging.py add"]),
    UseCase(
        "move a reception",
        lambda d, x: arranging.edit(
            d.officer,
            x,
            None,
            "开会",
            held_on=d.officer.get(Reception, x).held_on + timedelta(days=1),
            rest_day_reason="急",
        ),
        coming,
        [_R + "arranging.py edit"],
    ),
    UseCase(
        "substitute a deputy",
        lambda d, x: arranging.substitute(d.officer, x[0], x[1], free_deputy(d), "出差"),
        on_duty,
        [_R + "arranging.py substitute"],
    ),
    UseCase(
        "cancel a reception", lambda d, x: arranging.cancel(d.officer, x, "停电"), coming, [_R + "arranging.py cancel"]
    ),
    UseCase(
        "tell the deputies",
        lambda d, x: calling.tell_all(d.officer, x, d.base.at, "已电话通知"),
        coming,
        [_R + "calling.py tell_all"],
    ),
    UseCase(
        "post a notice with a photo",
        lambda d, x: noticing.post(d.officer, x, d.base.at, "公开栏", "周长福", photos=[LETTER]),
        noticed,
        [_R + "noticing.py post"],
    ),
    UseCase(
        "draft a notice",
        lambda d, x: noticing.draft(d.officer, noticing.blank(d.officer, [x])),
        to_be_noticed,
        [_R + "noticing.py draft"],
    ),
    UseCase("open the day", lambda d, x: day.open_day(d.officer, x), today, [_R + "day.py open_day"]),
    UseCase(
        "somebody arrives",
        lambda d, x: visiting.arrive(d.officer, x, Visit(name="孙桂兰", phone="13812342609")),
        opened,
        [_R + "visiting.py arrive"],
    ),
    UseCase("begin with him", lambda d, x: visiting.begin(d.officer, x), waiting, [_R + "visiting.py begin"]),
    UseCase(
        "write his sheet",
        lambda d, x: visiting.write(d.officer, x, content="路灯坏了。" * 50),
        talking,
        [_R + "visiting.py write"],
    ),
    UseCase("finish and register", lambda d, x: finish(d, x), talking, [_R + "visiting.py finish"]),
    UseCase("finish and decline", lambda d, x: finish(d, x, VisitTreatment.DECLINED), talking),
    UseCase("he leaves", lambda d, x: visiting.left(d.officer, x, "有急事"), talking, [_R + "visiting.py left"]),
    UseCase(
        "keep the scan of his sheet",
        lambda d, x: visiting.keep_scans(d.officer, x, [LETTER]),
        lambda d: finish(d, talking(d)).id,
        [_R + "visiting.py keep_scans"],
    ),
    UseCase(
        "enter who came",
        lambda d, x: day.put_presence(
            d.officer, attendances.of(d.officer, Reception.TABLE, x)[0].id, Presence.EXCUSED, "开会"
        ),
        opened,
        [_R + "day.py put_presence"],
    ),
    UseCase("close the day", lambda d, x: day.close_day(d.officer, x), everybody_heard, [_R + "day.py close_day"]),
    UseCase("sum it up", lambda d, x: summing.write(d.officer, x, "共接待一人。"), held, [_R + "summing.py write"]),
    UseCase(
        "keep the sign-in sheet",
        lambda d, x: summing.add_scans(d.officer, x, [LETTER]),
        held,
        [_R + "summing.py add_scans"],
    ),
    UseCase(
        "bind it",
        lambda d, x: summing.bind(d.officer, x, d.officer.today, "照样装订"),
        held,
        [_R + "summing.py bind"],
    ),
)
