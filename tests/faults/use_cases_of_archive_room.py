"""The use case of the room 档案 that none of the others has: files added to a 件 before it is numbered."""

from __future__ import annotations

from datetime import date

from lianluozhan.models.archive import filing, papers, schemes
from lianluozhan.models.archive.record import FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.permissions import Role
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase


def filed(desk: Desk) -> int:
    clerk = desk.having(Role.ARCHIVIST)
    if not schemes.is_chosen(clerk):
        schemes.choose(clerk, fonds="Z109", fonds_name="镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    paper = Item(
        kind=ItemKind.EXTERNAL,
        year=2010,
        retention=Retention.YEARS_10,
        title="关于开展代表活动的通知",
        responsible="县人大常委会",
        dated_on=date(2010, 5, 4),
    )
    return filing.add_external(clerk, paper).id


ROOM = (
    UseCase(
        "add a file to a 件",
        lambda d, x: papers.add_papers(d.having(Role.ARCHIVIST), x, [(LETTER, 1)]),
        filed,
        ["models/archive/papers.py add_papers"],
    ),
)
