"""The use cases of safekeeping and of what leaves the station: sticks, drills, what is closed, checks, lists, terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lianluozhan.models import (
    closures,
    deputies,
    drills,
    repair,
    rosters,
    shown_numbers,
    sticks,
    term_closing,
    terms,
)
from lianluozhan.models.analysis import workbook
from lianluozhan.models.analysis.counting import figures
from lianluozhan.models.analysis.period import Period
from lianluozhan.models.closures import Closure
from lianluozhan.models.deputies import Level, MandateStatus
from lianluozhan.models.drills import Drill
from lianluozhan.models.opinions.record import Status
from lianluozhan.models.receptions import calling
from lianluozhan.models.service import point_table
from lianluozhan.models.terms import Term
from tests.faults.desk import Desk
from tests.faults.use_case import case, first
from tests.faults.use_cases_of_people import MANDATE
from tests.faults.use_cases_of_receptions import coming
from tests.faults.use_cases_of_the_station import stick

_M, _R = "models/", "models/receptions/"


def closure(desk: Desk) -> Closure:
    return Closure(staff_id=4, opinion_id=first(desk.officer, Status.IN_REVIEW), reason="亲属")


def closed(desk: Desk) -> int:
    return closures.decide(desk.head, closure(desk)).id


def drill(desk: Desk) -> int:
    held = Drill(
        held_on=desk.officer.today,
        held_by=desk.officer.staff.id,
        computer="备用笔记本",
        file_name="联络站备份.llz",
        unlocked_with="恢复码",
        minutes=11,
    )
    return drills.enter(desk.head, held).id


def registered(desk: Desk) -> int:
    return sticks.register(desk.officer, stick(desk), "红色 1 号", "保险柜").id


def term(desk: Desk) -> int:
    wanted = Term(
        name="第二十届",
        levels=(Level.TOWNSHIP,),
        starts_on=date(2021, 12, 20),
        ends_on=desk.officer.today,
        next_name="第二十一届",
    )
    return terms.begin(desk.officer, wanted).id


def ended(desk: Desk) -> int:
    found = int(desk.officer.value("SELECT id FROM mandates WHERE deputy_id = 4"))
    return deputies.end_mandate(desk.officer, found, MandateStatus.SUSPENDED, desk.officer.today, "调查").id


def change_points(desk: Desk) -> None:
    year = desk.head.today.year
    point_table.change(desk.head, year, point_table.rules(desk.head, year)[:5])


def on_call(desk: Desk) -> int:
    found = coming(desk)
    return int(
        desk.officer.value("SELECT id FROM attendances WHERE owner_table = 'receptions' AND owner_id = ?", (found,)),
    )


SAFEKEEPING = (
    case(_M + "sticks.py register", lambda d, x: registered(d)),
    case(_M + "sticks.py retire", lambda d, x: sticks.retire(d.officer, x, "接口松动"), registered),
    case(_M + "sticks.py edit", lambda d, x: sticks.edit(d.officer, x, "红色 2 号", "铁皮柜"), registered),
    case(_M + "drills.py enter", lambda d, x: drill(d)),
    case(_M + "drills.py void", lambda d, x: drills.void(d.head, x, "写错"), drill),
    case(_M + "closures.py decide", lambda d, x: closed(d)),
    case(_M + "closures.py lift", lambda d, x: closures.lift(d.head, x, "已办结"), closed),
    # a disk that refuses the line of the log is one of its findings
    replace(case(_M + "repair.py check_fully", lambda d, x: repair.check_fully(d.administrator)), may_wait=True),
    case(_M + "repair.py rebuild_search", lambda d, x: repair.rebuild_search(d.administrator)),
    case(_M + "rosters/exporting.py export", lambda d, x: rosters.export(d.officer, d.folder / "名册.xlsx")),
    case(
        _M + "analysis/workbook.py export",
        lambda d, x: workbook.export(d.officer, figures(d.officer, period(d)), d.folder / "统计.xlsx"),
    ),
    case(_M + "shown_numbers.py ask_for", lambda d, x: shown_numbers.ask_for(d.officer, "deputies", 1)),
    case(_M + "service/point_table.py change", lambda d, x: change_points(d)),
    case(_M + "deputies.py add_mandate", lambda d, x: deputies.add_mandate(d.officer, 2, MANDATE)),
    case(_M + "deputies.py resume_mandate", lambda d, x: deputies.resume_mandate(d.officer, x), ended),
    case(_R + "calling.py tell", lambda d, x: calling.tell(d.officer, x, d.base.at, "已电话通知"), on_call),
    case(_M + "term_closing.py give_up", lambda d, x: term_closing.give_up(d.officer, x, "改期"), term),
    case(_M + "terms.py begin", lambda d, x: term(d)),
    case(_M + "terms.py edit", lambda d, x: terms.edit(d.officer, x, note="改过"), term),
)


def period(desk: Desk) -> Period:
    return Period(date(desk.officer.today.year, 1, 1), desk.officer.today)
