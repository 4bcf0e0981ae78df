"""Receptions as forms get them: sheets of residents, days, plans and notices, as usual, bare and as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.attendances import Presence
from lianluozhan.models.opinions.handling import Way
from lianluozhan.models.receptions.feeding_back import Outcome
from lianluozhan.models.receptions.notice_text import NoticeFile
from lianluozhan.models.receptions.plan_file import PlanFile, PlanLine
from lianluozhan.models.receptions.reception_file import OnDuty, ReceptionFile, VisitFile
from lianluozhan.models.receptions.record import ReceptionNotice, ReceptionPlan, Visit, VisitState

from ..samples import STATION
from ..samples_of_service import ATTENDANCE, DEPUTY, NOTICE, PLAN, RECEPTION, VISIT

NUMBER = "社情民意〔2026〕0134号"


TABLED = Outcome(None, NUMBER, "已交办", "村镇建设服务中心", None, "路已修好。", Way.PHONE, date(2026, 4, 12), None)
SHEET = VisitFile(
    replace(VISIT, keeps_secret=False, same_name_note="", left_reason="", note="", voided_on=None),
    RECEPTION,
    STATION,
    ("王建国（镇）", "欧阳淑芬（县）"),
    (),
    "李䶮",
    "石桥村",
    "交通出行",
    "王秀英",
    TABLED,
)
LONG_NAMES = tuple(f"买买提·吐尔逊{n}（县）" for n in range(6))
DUTY = OnDuty(replace(ATTENDANCE, presence=Presence.PRESENT, voided_on=None), DEPUTY, "赵明山（县）")


def receptions_filled(
    words: Callable[[str, int], str], fullest: Callable[..., Any], longest: int
) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    visits = {
        "usual": SHEET,
        "bare": replace(
            SHEET,
            visit=Visit(reception_id=1, position=1, name="周大山", state=VisitState.LEFT, left_reason="要接孩子"),
            deputies=(),
            outcome=Outcome(None, "", "中途离开", "", None, "", None, None, None),
        ),
        "fullest": replace(
            SHEET,
            visit=fullest(VISIT, content=words("内容", longest)),
            reception=fullest(RECEPTION, starts_at="09:00", ends_at="11:00"),
            deputies=LONG_NAMES,
            bodies=(words("部门", 60),) * 2,
            outcome=replace(TABLED, answer=words("答复", 3000)),
            station=fullest(STATION),
        ),
    }
    receptions = {
        "usual": ReceptionFile(
            RECEPTION,
            STATION,
            (DUTY, replace(DUTY, attendance=replace(ATTENDANCE, voided_on=None), name="郑敏（镇）")),
            (),
            "李䶮",
            (SHEET, replace(SHEET, visit=VISIT), visits["bare"]),
        ),
        "bare": ReceptionFile(replace(RECEPTION, closed_at=None, number=""), STATION, (), (), "", ()),
        "fullest": ReceptionFile(
            fullest(RECEPTION, starts_at="09:00", ends_at="11:00"),
            fullest(STATION),
            (DUTY,) * 12,
            (words("部门", 60),) * 2,
            "买买提·吐尔逊",
            (replace(visits["fullest"], visit=fullest(VISIT, keeps_secret=False, content=words("内容", 2000))),) * 12,
        ),
    }
    return {"receptions": receptions, "visits": visits, **_papers(words, fullest)}


def _papers(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """The plan of a year and the notices."""
    full = PlanLine(fullest(RECEPTION), LONG_NAMES, (words("部门", 60),) * 3, words("名", 50), words("电话", 30))
    plan = replace(PLAN, voided_on=None)
    on = replace(RECEPTION, cancel_reason="", note="", rest_day_reason="", voided_on=None)
    planned = PlanLine(on, ("赵明山（县）", "郑敏（镇）"), ("镇水利站",), "周长福", "0797-5550126")
    plans = {
        "usual": PlanFile(plan, STATION, (planned,) * 12, "周长福", "李建国", "王秀英"),
        "bare": PlanFile(ReceptionPlan(year=2026, title="计划"), STATION, ()),
        "fullest": PlanFile(
            fullest(plan),
            fullest(STATION),
            (full,) * 12,
        ),
    }
    says = ("一、接待时间", "2026年3月16日（星期一）9:00—11:00。", "二、接待地点", "青石镇人大代表联络站。")
    notices = {
        "usual": NoticeFile(replace(NOTICE, voided_on=None), STATION, says),
        "bare": NoticeFile(ReceptionNotice(issued_on=date(2026, 3, 10)), STATION, ()),
        "fullest": NoticeFile(fullest(NOTICE), fullest(STATION), tuple(words("正文", 6000).split("。"))),
    }
    return {"reception_plans": plans, "reception_notices": notices}
