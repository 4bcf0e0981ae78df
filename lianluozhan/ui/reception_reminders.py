"""What must not be forgotten about receptions, deputies' service and the end of a term (4.2.1, 5.2.4, 3.1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lianluozhan.models import activities, attendances, contacts, groups, terms
from lianluozhan.models.attendances import Presence
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.receptions import approving, feeding_back, lists, noticing, planning
from lianluozhan.models.receptions.coming import coming
from lianluozhan.models.receptions.record import Reception
from lianluozhan.models.service import entering
from lianluozhan.models.session import Session

from .reminder import Reminder

NEXT_PLAN_IN = 12  # the month in which the plan of the next year is made
CALLS_AHEAD = 5  # days before a reception on which its deputies are to be called
NOTICE_AHEAD = 7  # days before the last day of the notice on which it is first reminded of
ROOM, DEPUTIES = "receptions", "deputies"


def reception_reminders(session: Session) -> Iterator[Reminder]:
    """Those of receptions first, then those of deputies."""
    for look in _LOOKS:
        if (found := look(session)) is not None:
            yield found


def _to_judge(session: Session) -> Reminder | None:
    waiting = approving.waiting(session)
    if not waiting:
        return None
    years = "、".join(f"{plan.year}年度" for plan in waiting)
    return Reminder(f"{years}接待计划等您看", "看过以后同意，或者写明原因退回。", "去看", ROOM, "plans")


def _not_held(session: Session) -> Reminder | None:
    """Receptions whose day is over and that were neither held nor cancelled."""
    if not session.may("reception.enter"):
        return None
    where = "state IN ('planned', 'open') AND voided_on IS NULL AND held_on < ? AND number <> ''"
    late = session.select(Reception, where, (session.today.isoformat(),), order="held_on")
    if not late or late[0].held_on is None:
        return None
    why = f"最早的是{spoken(late[0].held_on)}那一次。接待过的请补记并结束，没有接待的请改期或者取消。"
    return Reminder(f"{len(late)} 次接待过了日子还没有结束", why, "去处理", ROOM, "receptions")


def _notice(session: Session) -> Reminder | None:
    if not session.may("reception.notice"):
        return None
    found = next(iter(noticing.without_notice(session)), None)
    if found is None or found.held_on is None:
        return None
    last = noticing.last_day(session, found.held_on)
    if session.today < last - timedelta(days=NOTICE_AHEAD):
        return None
    late = session.today > last
    why = "已经晚于规定，要写明原因。" if late else f"最迟{spoken(last)}贴出去。"
    return Reminder(f"{spoken(found.held_on)}的接待还没有公告", why, "拟公告", ROOM, "notices")


def _calls(session: Session) -> Reminder | None:
    """Deputies of the next reception who have not been called, a few days before it."""
    if not session.may("reception.tell") or not (found := coming(session)):
        return None
    held_on = found[0].reception.held_on
    called = attendances.of(session, Reception.TABLE, found[0].reception.id)
    count = sum(entry.told_at is None and entry.presence is Presence.INVITED for entry in called)
    if not count or held_on is None or held_on > session.today + timedelta(days=CALLS_AHEAD):
        return None
    why = f"{spoken(held_on)}接待。打个电话，记下通知到了没有；请假的换人。"
    return Reminder(f"{count} 位接待代表还没有通知", why, "去通知", ROOM, "calls")


def _rest_days(session: Session) -> Reminder | None:
    """Receptions that a new calendar puts on days off."""
    if not session.may("reception.plan") or not (found := lists.on_rest_days(session)):
        return None
    return Reminder(f"{len(found)} 次接待落在休息日", "请改期，或者写明为什么照常接待。", "去改期", ROOM, "receptions")


def _plan(session: Session) -> Reminder | None:
    """The plan of this year, and from December on that of the next."""
    if not session.may("reception.plan"):
        return None
    today = session.today
    years = (today.year, today.year + 1) if today.month >= NEXT_PLAN_IN else (today.year,)
    missing = next((year for year in years if planning.plan_of(session, year) is None), 0)
    if not missing:
        return None
    why = "按规则一次编好全年的日期和轮值代表，审核批准以后公布。"
    return Reminder(f"{missing}年度接待计划还没有编", why, "去编", ROOM, "plans")


def _summary(session: Session) -> Reminder | None:
    if not session.may("reception.close"):
        return None
    sql = "SELECT count(*) FROM receptions WHERE state = 'held' AND voided_on IS NULL AND summed_on IS NULL"
    count = session.value(sql)
    if not count:
        return None
    return Reminder(f"{count} 次接待还没有写小结", "数字已经算好，改几句就行。", "去写", ROOM, "receptions")


def _telling(session: Session) -> Reminder | None:
    if not session.may("reception.enter") or not (count := feeding_back.count_to_tell(session)):
        return None
    why = "选民已经知道结果，接待的代表还不知道。打个电话，记一笔。"
    return Reminder(f"{count} 张接待记录要告知代表", why, "去告知", ROOM, "visits")


def _service(session: Session) -> Reminder | None:
    count = entering.count_waiting(session) if session.may("service.review") else 0
    if not count:
        return None
    return Reminder(f"{count} 条履职等您审核", "审核通过的才算积分、进档案。", "去审核", DEPUTIES, "service")


def _contacts(session: Session) -> Reminder | None:
    count = contacts.count_unregistered(session) if session.may("contact.enter") else 0
    if not count:
        return None
    return Reminder(
        f"{count} 条联系选民的意见还没有登记", "点“登记”转成登记表，不用再抄。", "去登记", DEPUTIES, "contacts"
    )


def _activities(session: Session) -> Reminder | None:
    count = activities.listing(session, view="unsigned").count() if session.may("activity.enter") else 0
    if not count:
        return None
    return Reminder(f"{count} 次代表活动还没有登记到会", "登记以后才记入履职档案。", "去登记", DEPUTIES, "activities")


def _groups(session: Session) -> Reminder | None:
    if not session.may("group.edit") or not groups.choices(session):
        return None
    left = groups.without_group(session)
    if not left:
        return None
    names = "、".join(name for _, name in left[:3]) + ("等" if len(left) > 3 else "")
    return Reminder(f"{len(left)} 位代表还没有编组", f"{names}。代表都要编入代表小组。", "去编组", DEPUTIES, "groups")


def _term(session: Session) -> Reminder | None:
    term = terms.under_way(session) if session.may("term.edit") else None
    if term is None:
        return None
    return Reminder(f"{term.name}换届正在办", "交接清楚、新代表进站以后，由站长封存。", "接着办", DEPUTIES, "terms")


_LOOKS = (
    *(_to_judge, _not_held, _notice, _calls, _rest_days, _plan, _summary, _telling),
    *(_service, _contacts, _activities, _groups, _term),
)
