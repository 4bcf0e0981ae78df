"""The use cases of readings and loans of the archive."""

from __future__ import annotations

from datetime import date

from lianluozhan.models.archive import lending, lending_desk, reading
from lianluozhan.models.archive.lending import Loan, UseDecision, UseWay
from lianluozhan.models.archive.record import Item
from lianluozhan.models.opinions.trail import Signed
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase

_L, _D = "models/archive/lending.py ", "models/archive/lending_desk.py "


def _item(desk: Desk) -> int:
    """A numbered 件 with personal matters, whatever else the station has filed."""
    with desk.officer.action("archive.file"):
        made = Item(
            year=1990,
            sequence=9001,
            archival_number="WS·1990-D30-9001",
            responsible="镇人大",
            title="路灯",
            dated_on=date(1990, 5, 6),
            pages=3,
            keeps_secret=True,
        )
        return desk.officer.add(made).id


def _wanted(desk: Desk, item_id: int) -> Loan:
    return Loan(
        item_id=item_id, way=UseWay.LEND, applicant="马一鸣", organisation="镇党政办", asked_on=desk.officer.today
    )


def asked(desk: Desk) -> int:
    return lending.apply(desk.officer, _wanted(desk, _item(desk))).id


def granted(desk: Desk) -> int:
    return lending.decide(desk.head, asked(desk), UseDecision.YES, "同意。").id


def out(desk: Desk) -> int:
    return lending_desk.hand_out(desk.officer, granted(desk)).id


def doubtful(desk: Desk) -> int:
    return lending_desk.give_back(desk.officer, out(desk), 2, is_whole=True, words="少一页").id


def _signed(desk: Desk) -> Signed:
    return Signed(desk.head.staff.id, desk.officer.today, LETTER)


LOANS = (
    UseCase("ask for a loan", lambda d, x: lending.apply(d.officer, _wanted(d, x)), _item, [_L + "apply"]),
    UseCase("correct a loan", lambda d, x: lending.edit(d.officer, x, applicant="孙强"), asked, [_L + "edit"]),
    UseCase("advise on a loan", lambda d, x: lending.advise(d.officer, x, "可以借"), asked, [_L + "advise"]),
    UseCase(
        "decide on a loan by its signed sheet",
        lambda d, x: lending.decide(d.officer, x, UseDecision.YES, "同意", signed=_signed(d)),
        asked,
        [_L + "decide"],
    ),
    UseCase("hand out", lambda d, x: lending_desk.hand_out(d.officer, x), granted, [_D + "hand_out"]),
    UseCase("renew a loan", lambda d, x: lending_desk.renew(d.officer, x), out, [_D + "renew"]),
    UseCase(
        "take a loan back",
        lambda d, x: lending_desk.give_back(d.officer, x, 2, is_whole=True, words="少一页"),
        out,
        [_D + "give_back"],
    ),
    UseCase("clear a return up", lambda d, x: lending_desk.settle(d.officer, x, "找到了"), doubtful, [_D + "settle"]),
    UseCase("void a loan", lambda d, x: lending_desk.void(d.officer, x, "重了"), granted, [_D + "void"]),
    UseCase(
        "bring a voided loan back",
        lambda d, x: lending_desk.unvoid(d.officer, x),
        lambda d: lending_desk.void(d.officer, granted(d), "重了").id,
        [_D + "unvoid"],
    ),
    UseCase(
        "open a 件 to read it",
        lambda d, x: reading.open_item(d.officer, x),
        _item,
        ["models/archive/reading.py open_item"],
    ),
)
