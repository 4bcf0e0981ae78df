"""The use cases of the end of the archive's life: appraisal, destruction and the hand-over to the county archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianluozhan.models.archive import appraisal_approval, appraising, destroying, inspecting, transferring
from lianluozhan.models.archive.appraising import AppraisalDecision
from lianluozhan.models.archive.destroying import Destruction
from lianluozhan.models.archive.record import Category, Item, ItemKind, Retention
from lianluozhan.models.archive.transferring import Signing
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, case

_A = "models/archive/"
MEMBERS = "甲某、乙某、丙某"


@dataclass(frozen=True)
class Made:
    """An appraisal or a hand-over, with the 件 that are in it and one that is not yet."""

    id: int
    items: tuple[int, ...]
    other: int


def archivist(desk: Desk) -> Session:
    return desk.having(Role.ARCHIVIST)


def _items(desk: Desk, retention: Retention) -> list[int]:
    clerk = archivist(desk)
    made = [
        Item(
            kind=ItemKind.EXTERNAL,
            category=Category.STATION,
            fonds="Z109",
            year=2009,
            retention=retention,
            sequence=number,
            archival_number=f"Z109-WS·2009-{retention.value}-{number:04d}",
            responsible="镇人大",
            title=f"2009年第{number}号来文",
            dated_on=date(2009, 3, 1),
            pages=4,
            kept_until=date(2019, 12, 31) if retention is Retention.YEARS_10 else None,
        )
        for number in range(9001, 9007)
    ]
    with clerk.action("archive.file"):
        return [clerk.add(item).id for item in made]


def due(desk: Desk) -> list[int]:
    return _items(desk, Retention.YEARS_10)


def begun(desk: Desk) -> Made:
    *items, other = due(desk)
    made = appraising.begin(archivist(desk), items, MEMBERS)
    return Made(made.id, tuple(items), other)


def judged(desk: Desk) -> Made:
    made, clerk = begun(desk), archivist(desk)
    appraising.judge(clerk, made.id, made.items[:2], "还在查用", AppraisalDecision.EXTEND, 2040)
    appraising.judge(clerk, made.id, made.items[2:], "没有价值", AppraisalDecision.DESTROY)
    appraising.edit(clerk, made.id, "到期鉴定", MEMBERS, "逐件看过。", "")
    return made


def submitted(desk: Desk) -> Made:
    made = judged(desk)
    appraisal_approval.submit(archivist(desk), made.id)
    return made


def approved(desk: Desk) -> Made:
    made = submitted(desk)
    appraisal_approval.approve(desk.head, made.id, "同意。")
    return made


def destroyed(desk: Desk, made: Made) -> Any:
    today = desk.head.today
    return destroying.destroy(archivist(desk), made.id, Destruction("赵一", "钱二", today, "县保密局", "化浆"))


def to_go(desk: Desk) -> list[int]:
    return _items(desk, Retention.PERMANENT)


def prepared(desk: Desk) -> Made:
    *items, other = to_go(desk)
    made = transferring.prepare(archivist(desk), "县档案馆", items, "U 盘一个")
    return Made(made.id, tuple(items), other)


def handed(desk: Desk, made: Made) -> Any:
    clerk = archivist(desk)
    return transferring.hand_over(clerk, made.id, Signing(clerk.staff.id, "马一", "孙二", clerk.today))


def _judge(desk: Desk, made: Made) -> Any:
    return appraising.judge(archivist(desk), made.id, made.items, "没有价值", AppraisalDecision.DESTROY)


def _signed(desk: Desk, made: Made) -> Any:
    signed = Signed(desk.head.staff.id, desk.head.today, LETTER)
    return appraisal_approval.record_signed(archivist(desk), made.id, signed)


def marked(desk: Desk) -> Any:
    """What was marked in the year before."""
    return inspecting.mark(desk.officer, desk.officer.today.year - 1, "2.1.2/sign", True, "门口左侧", "3 号盒")


ARCHIVE_END = (
    case(_A + "appraising.py begin", lambda d, x: appraising.begin(archivist(d), x, MEMBERS), due),
    case(_A + "appraising.py put_in", lambda d, x: appraising.put_in(archivist(d), x.id, [x.other]), begun),
    case(_A + "appraising.py take_out", lambda d, x: appraising.take_out(archivist(d), x.id, x.items[2:]), approved),
    case(_A + "appraising.py edit", lambda d, x: appraising.edit(archivist(d), x.id, "题", MEMBERS, "看", ""), begun),
    case(_A + "appraising.py judge", _judge, begun),
    case(_A + "appraising.py void", lambda d, x: appraising.void(archivist(d), x.id, "重了"), begun),
    case(_A + "appraisal_approval.py submit", lambda d, x: appraisal_approval.submit(archivist(d), x.id), judged),
    case(
        _A + "appraisal_approval.py take_back",
        lambda d, x: appraisal_approval.take_back(archivist(d), x.id),
        submitted,
    ),
    case(
        _A + "appraisal_approval.py send_back",
        lambda d, x: appraisal_approval.send_back(d.head, x.id, "再看"),
        submitted,
    ),
    case(
        _A + "appraisal_approval.py approve",
        lambda d, x: appraisal_approval.approve(d.head, x.id, "同意。"),
        submitted,
    ),
    case(_A + "appraisal_approval.py record_signed", _signed, submitted),
    case(_A + "destroying.py destroy", destroyed, approved),
    case(_A + "transferring.py prepare", lambda d, x: transferring.prepare(archivist(d), "县档案馆", x), to_go),
    case(_A + "transferring.py put_on", lambda d, x: transferring.put_on(archivist(d), x.id, [x.other]), prepared),
    case(_A + "transferring.py take_off", lambda d, x: transferring.take_off(archivist(d), x.id, x.items), prepared),
    case(
        _A + "transferring.py edit",
        lambda d, x: transferring.edit(archivist(d), x.id, "市档案馆", "光盘", "改"),
        prepared,
    ),
    case(_A + "transferring.py hand_over", handed, prepared),
    case(_A + "transferring.py void", lambda d, x: transferring.void(archivist(d), x.id, "重了"), prepared),
    case(_A + "inspecting.py mark", lambda d, x: marked(d)),
    case(
        _A + "inspecting.py carry_marks", lambda d, x: inspecting.carry_marks(d.officer, d.officer.today.year), marked
    ),
)
