"""年度履职情况小结 with the words of the presidium: one page of the service file for each year (3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from .. import terms
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..session import Session
from . import points
from .point_rules import YearReview
from .points import Ranked, Tally
from .record import ServiceKind


def of(session: Session, deputy_id: int, year: int) -> YearReview | None:
    """The review of a year, if it has been written."""
    where = "deputy_id = ? AND year = ? AND voided_on IS NULL"
    found = session.select(YearReview, where, (deputy_id, year))
    return found[0] if found else None


def write(session: Session, deputy_id: int, year: int, **values: Any) -> YearReview:
    """Write the review of a year, or put it right; the words of the presidium need somebody who signed them."""
    with session.action("year_review.write"):
        terms.check_open(session, min(date(year, 12, 31), session.today))
        deputy = session.get(Deputy, deputy_id)
        old = of(session, deputy_id, year)
        wanted = replace(old or YearReview(deputy_id=deputy.id, year=year), **values)
        if year > session.today.year:
            raise RuleError(f"{year}年还没有到，不能写这一年的小结。请选以前的年度。")
        if not wanted.summary.strip():
            raise InvalidRecord({"summary": "请写年度履职情况小结。"})
        if wanted.presidium_words.strip() and not wanted.signed_by.strip():
            raise InvalidRecord({"signed_by": "写了主席团评价意见的，请填签字人。"})
        if wanted.signed_on and wanted.signed_on > session.today:
            raise InvalidRecord({"signed_on": "签字日期不能晚于今天。请看签字件上的日期。"})
        if wanted.signed_on and wanted.signed_on < date(year, 1, 1):
            raise InvalidRecord({"signed_on": f"签字日期不能早于{year}年。请看签字件上的日期。"})
        if old is None:
            return session.add(replace(wanted, entered_by=session.staff.id))
        return session.change(old, **values, entered_by=session.staff.id)


_COUNTED = (
    ("参加人大会议{n}次", (ServiceKind.CONGRESS, ServiceKind.MEETING)),
    (
        "参加视察、调研和执法检查{n}次",
        (ServiceKind.RESEARCH, ServiceKind.INSPECTION, ServiceKind.SURVEY, ServiceKind.LAW_CHECK),
    ),
    ("参加学习培训{n}次", (ServiceKind.TRAINING,)),
    ("参加代表小组活动{n}次", (ServiceKind.GROUP,)),
    ("接待选民{n}次", (ServiceKind.RECEPTION,)),
    ("走访联系选民{n}次", (ServiceKind.CONTACT,)),
    (
        "化解矛盾、帮困济困、办实事做公益{n}件",
        (ServiceKind.MEDIATION, ServiceKind.RELIEF, ServiceKind.GOOD_DEED, ServiceKind.CHARITY),
    ),
    ("提出议案、建议{n}件", (ServiceKind.SUGGESTION,)),
    ("附议{n}件", (ServiceKind.SECONDING,)),
    ("向选民述职{n}次", (ServiceKind.REPORT_ORAL, ServiceKind.REPORT_WRITTEN)),
    ("受到表彰奖励{n}次", (ServiceKind.AWARD,)),
)


def seeded(session: Session, deputy_id: int, year: int) -> str:
    """A summary to begin with, made of the figures of the year; the person writes on from there."""
    lines, tally = points.ranking(session, year), points.points(session, deputy_id, year)
    return seeded_from(session, lines, tally)


def seeded_from(session: Session, lines: Sequence[Ranked], tally: Tally) -> str:
    """The same of a ranking and points that are known."""
    deputy_id, year = tally.deputy_id, tally.year
    rows = session.rows(
        "SELECT kind, count(*) FROM service_records WHERE deputy_id = ? AND voided_on IS NULL AND state = 'passed'"
        " AND starts_on >= ? AND starts_on < ? GROUP BY kind",
        (deputy_id, f"{year}-01-01", f"{year + 1}-01-01"),
    )
    counts = dict(rows)
    done = [words.format(n=n) for words, kinds in _COUNTED if (n := sum(counts.get(kind.value, 0) for kind in kinds))]
    place = points.place_of(lines, deputy_id)
    what = "，".join(done) if done else "没有履职记录"
    days, half = divmod(tally.half_days, 2)
    duty = f"执行代表职务{days}{'.5' if half else ''}天。" if tally.half_days else ""
    standing = f"，在{len(lines)}名代表中排第{place}名" if place else ""
    return f"{year}年度，{what}。{duty}履职积分{tally.words}分{standing}，等级为“{tally.grade}”。"
