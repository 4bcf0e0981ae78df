"""迎检, what the public said: ways in, registration, approval, limits, pressing, analysis, telling (3.2, 4.3, 5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .. import settings, stations
from ..opinions.figures import DONE, GONE, OPENED, STAGE
from .inspection_look import Found, Look, day

_STAGES = f"{STAGE} IN ('{OPENED}', '{DONE}', '{GONE}')"  # all but what was voided, each a run of an index
_RECEIVED = f"o.id IN (SELECT id FROM opinions WHERE {_STAGES} AND received_on BETWEEN :first AND :last)"
_NUMBERED = f"{_RECEIVED} AND o.number <> ''"
# the limit of a body that has a matter in hand, as it stands after extensions and pauses
_LIMIT = "(SELECT max(d.id) FROM deadlines d WHERE d.opinion_id = o.id AND d.kind IN ('办理', '二次办理'))"
_CYCLES = {"每月": 1, "每季度": 3, "每半年": 6, "每年": 12}
_PERIODS = {1: "{0}月", 3: "第 {0} 季度", 6: "第 {0} 个半年", 12: "全年"}
MONTHS = 12


def opened(look: Look) -> Found:
    """The boxes were opened as often as they should be; each span that was longer is named."""
    most = look.number("box.open_days")
    rows = look.rows(
        "SELECT box, opened_on FROM box_openings WHERE voided_on IS NULL AND opened_on BETWEEN :first AND :last"
        " ORDER BY box, opened_on"
    )
    by_box: dict[str, list[date]] = {}
    for box, on in rows:
        by_box.setdefault(box, []).append(date.fromisoformat(on))
    lacking = tuple(gap for box, days in by_box.items() for gap in _gaps(look, box, days, most))
    return Found(
        f"{len(by_box)} 个箱开箱 {len(rows)} 次", f"每 {most} 天开一次", lacking if rows else ("没有开箱登记",)
    )


def _gaps(look: Look, box: str, days: list[date], most: int) -> Iterator[str]:
    """What is longer than it should be: between two openings, and after the last."""
    for first, second in zip(days, [*days[1:], look.until + timedelta(days=1)], strict=True):
        if (second - first).days > most:
            last = second - timedelta(days=1)
            yield f"{box} {day(first.isoformat())}至{day(last.isoformat())}没有开"


def hotline(look: Look) -> Found:
    """There is a number to call, and calls were written down."""
    number = stations.station(look.session).hotline
    calls = look.rows(
        "SELECT count(*) FROM calls WHERE voided_on IS NULL AND kind = 'hotline'"
        " AND date(came_at) BETWEEN :first AND :last"
    )[0][0]
    return Found(f"{number}，来电 {calls} 次" if number else "", "开通热线", () if number else ("没有登记热线电话",))


def platform(look: Look) -> Found:
    """There is a way in by the net."""
    name = stations.station(look.session).platform
    count = look.rows(
        "SELECT count(*) FROM calls WHERE voided_on IS NULL AND kind = 'online'"
        " AND date(came_at) BETWEEN :first AND :last"
    )[0][0]
    return Found(f"{name}，留言 {count} 条" if name else "", "有网上联络平台", () if name else ("没有登记网上平台",))


def registered(look: Look) -> Found:
    """What came in was registered and handed on; no drafts lie about."""
    rows = look.rows(
        f"SELECT o.number, o.status, o.received_on FROM opinions o WHERE {_RECEIVED} ORDER BY o.received_on"
    )
    left = [on for _, status, on in rows if status in ("draft", "sent_back")]
    lacking = tuple(f"{day(on)}收的一件没有提交" for on in left)
    return Found(f"收到 {len(rows)} 件，登记 {len(rows) - len(left)} 件", "逐件填登记表", lacking)


def sorted_out(look: Look) -> Found:
    """Each has its class."""
    rows = look.rows(f"SELECT o.number, o.category_id IS NOT NULL FROM opinions o WHERE {_NUMBERED} ORDER BY o.id")
    lacking = tuple(number for number, has in rows if not has)
    return Found(f"{len(rows)} 件，{len(rows) - len(lacking)} 件有分类", "逐件分类", lacking)


def approved(look: Look) -> Found:
    """Each was reviewed and approved in time."""
    rows = look.rows(
        "SELECT o.number, o.status IN ('in_review', 'in_approval') AND o.due_on < :last FROM opinions o"
        f" WHERE {_NUMBERED} AND o.status <> 'on_spot' ORDER BY o.id"
    )
    lacking = tuple(number for number, late in rows if late)
    return Found(f"{len(rows)} 件，{len(rows) - len(lacking)} 件没有拖", "副站长审核、站长审批不超期", lacking)


def dispatched(look: Look) -> Found:
    """What was approved went to whoever handles it."""
    rows = look.rows(
        "SELECT o.number, o.status = 'to_dispatch' AND o.due_on < :last FROM opinions o"
        f" WHERE {_NUMBERED} AND o.status NOT IN ('on_spot', 'in_review', 'in_approval', 'draft', 'sent_back')"
        " ORDER BY o.id"
    )
    lacking = tuple(number for number, late in rows if late)
    return Found(f"审批过 {len(rows)} 件，{len(rows) - len(lacking)} 件交办没有拖", "审批后及时交办", lacking)


def in_time(look: Look) -> Found:
    """What a body had in hand was answered within its limit."""
    rows = look.rows(
        "SELECT o.number, ifnull(d.met_on, :last) > d.due_on FROM opinions o JOIN deadlines d ON d.id = "
        f"{_LIMIT} WHERE {_NUMBERED} ORDER BY o.id"
    )
    lacking = tuple(number for number, late in rows if late)
    return Found(f"交办 {len(rows)} 件，{len(rows) - len(lacking)} 件在期限内", "在期限内办理", lacking)


def pressed(look: Look) -> Found:
    """What is overdue was pressed for."""
    days = look.number("press.remind_overdue")
    rows = look.rows(
        "SELECT o.number, EXISTS (SELECT 1 FROM supervisions s WHERE s.opinion_id = o.id AND s.voided_on IS NULL"
        " AND s.acted_on >= d.due_on) FROM opinions o JOIN deadlines d ON d.id = "
        f"{_LIMIT} WHERE {_NUMBERED} AND o.status IN ('dispatched', 'handling') AND d.met_on IS NULL"
        " AND julianday(:last) - julianday(d.due_on) > :days ORDER BY o.id",
        days=days,
    )
    lacking = tuple(number for number, was in rows if not was)
    return Found(f"逾期 {len(rows)} 件，催办 {len(rows) - len(lacking)} 件", f"逾期 {days} 天的都催办", lacking)


def promises(look: Look) -> Found:
    """What a body promised is followed until it is kept."""
    rows = look.rows(
        "SELECT o.number, p.state = 'open' AND p.due_on < :last FROM promises p JOIN opinions o ON o.id = p.opinion_id"
        " WHERE p.voided_on IS NULL AND o.voided_on IS NULL AND p.made_on BETWEEN :first AND :last ORDER BY p.id"
    )
    lacking = tuple(number for number, late in rows if late)
    return Found(f"承诺 {len(rows)} 条，{len(rows) - len(lacking)} 条没有过期", "承诺的事跟踪到落实", lacking)


def analysed(look: Look) -> Found:
    """For each period that is over there is a report."""
    rows = look.rows(
        "SELECT period_from, period_until FROM official_documents WHERE genre = 'analysis' AND state = 'issued'"
        " AND voided_on IS NULL AND period_until >= :first AND period_from <= :last"
    )
    cycle = settings.value(look.session, "analysis.cycle")
    months = _CYCLES[cycle]
    wanted = list(_periods(look, months))
    lacking = tuple(
        name
        for name, first, last in wanted
        if not any(begin <= first.isoformat() and end >= last.isoformat() for begin, end in rows)
    )
    return Found(f"分析报告 {len(rows)} 份", f"{cycle}一份", lacking)


def _periods(look: Look, months: int) -> Iterator[tuple[str, date, date]]:
    """The whole periods of the year that are over."""
    for number in range(1, MONTHS // months + 1):
        after = number * months
        ends = date(look.year + after // MONTHS, after % MONTHS + 1, 1) - timedelta(days=1)
        if ends < look.session.today:
            yield _PERIODS[months].format(number), date(look.year, after - months + 1, 1), ends


def published(look: Look) -> Found:
    """Deputies and public were told what came of it."""
    made = look.rows(
        "SELECT count(*) FROM official_documents WHERE genre = 'bulletin' AND state = 'issued' AND voided_on IS NULL"
        " AND ifnull(issued_on, dated_on) BETWEEN :first AND :last"
    )[0][0]
    lacking = () if made or not look.so_far(2) else ("还没有办理情况通报",)
    return Found(f"通报 {made} 份", "定期通报办理结果", lacking)


def suggestions(look: Look) -> Found:
    """What deputies suggested was answered in time."""
    rows = look.rows(
        "SELECT number, raised_on, answered_on IS NULL AND due_on < :last FROM suggestions WHERE voided_on IS NULL"
        " AND raised_on BETWEEN :first AND :last ORDER BY id"
    )
    lacking = tuple(number or f"{day(on)}提出的一份" for number, on, late in rows if late)
    return Found(f"代表建议 {len(rows)} 份，{len(rows) - len(lacking)} 份没有逾期", "按期答复", lacking)


def feedback(look: Look) -> Found:
    """Whoever raised a matter was told what came of it."""
    wait = look.days("feedback.to_citizen_days")
    rows = look.rows(
        "SELECT o.number, EXISTS (SELECT 1 FROM feedbacks f WHERE f.opinion_id = o.id) FROM opinions o"
        f" WHERE {_NUMBERED} AND o.is_anonymous = 0 AND o.replied_on IS NOT NULL"
        f" AND date(o.replied_on, '+{wait} days') <= :last ORDER BY o.id"
    )
    lacking = tuple(number for number, told in rows if not told)
    return Found(f"有答复 {len(rows)} 件，{len(rows) - len(lacking)} 件告知了反映人", "答复后告知反映人", lacking)
