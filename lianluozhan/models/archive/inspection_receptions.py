"""迎检, the receptions: the plan of the year, notices, records, answers, summaries (4.2, 5.2)."""

from __future__ import annotations

from .inspection_look import Found, Look, day

_DUE = "r.voided_on IS NULL AND r.state <> 'cancelled' AND r.held_on >= :first AND r.held_on <= :last"
_HELD = "r.voided_on IS NULL AND r.state = 'held' AND r.held_on BETWEEN :first AND :last"
_VISITS = (
    "FROM visits v JOIN receptions r ON r.id = v.reception_id WHERE v.voided_on IS NULL AND v.state = 'done'"
    f" AND {_HELD}"
)


def plan(look: Look) -> Found:
    """The plan of the year was made, reviewed and approved."""
    rows = look.rows("SELECT state, approved_on FROM reception_plans WHERE voided_on IS NULL AND year = :year")
    approved = [on for state, on in rows if state == "approved"]
    why = "年度计划还没有批准" if rows else f"没有{look.year}年的接待计划"
    return Found(f"{approved[0]} 批准" if approved else "", "年度计划经站长批准", () if approved else (why,))


def noticed(look: Look) -> Found:
    """Each reception was made public beforehand."""
    rows = look.rows(
        "SELECT r.held_on, EXISTS (SELECT 1 FROM reception_notices n, json_each(n.reception_ids) j"
        " WHERE j.value = r.id AND n.voided_on IS NULL AND n.withdrawn_on IS NULL AND date(n.posted_at) < r.held_on)"
        f" FROM receptions r WHERE {_DUE} ORDER BY r.held_on"
    )
    lacking = tuple(day(on) for on, told in rows if not told)
    return Found(f"{len(rows)} 期，{len(rows) - len(lacking)} 期提前公告", "每期提前公告", lacking)


def held(look: Look) -> Found:
    """Each reception that was due took place and has its records, or says that nobody came."""
    rows = look.rows(
        "SELECT r.held_on, r.state, r.summary <> '' OR EXISTS (SELECT 1 FROM visits v WHERE v.reception_id = r.id"
        f" AND v.voided_on IS NULL AND v.state = 'done') FROM receptions r WHERE {_DUE} ORDER BY r.held_on"
    )
    today = look.until.isoformat()
    lacking = tuple(
        f"{day(on)}（{'没有记录' if state == 'held' else '没有办'}）"
        for on, state, told in rows
        if not (state == "held" and told) and not (state != "held" and on == today)
    )
    recorded = sum(state == "held" and bool(told) for _, state, told in rows)
    return Found(f"应接待 {len(rows)} 期，{recorded} 期有记录", "每期有接待记录", lacking)


def signed_in(look: Look) -> Found:
    """Each reception says which deputies came."""
    rows = look.rows(
        "SELECT r.held_on, EXISTS (SELECT 1 FROM attendances a WHERE a.owner_table = 'receptions'"
        " AND a.owner_id = r.id AND a.voided_on IS NULL AND a.presence = 'present')"
        f" FROM receptions r WHERE {_HELD} ORDER BY r.held_on"
    )
    lacking = tuple(day(on) for on, came in rows if not came)
    return Found(f"已接待 {len(rows)} 期，{len(rows) - len(lacking)} 期有签到", "每期有代表签到", lacking)


def answered(look: Look) -> Found:
    """Each visitor was answered on the spot, or his matter was registered."""
    rows = look.rows(
        "SELECT v.number, r.held_on, v.position, CASE WHEN v.treatment IN ('on_spot', 'declined')"
        f" THEN v.answer <> '' OR v.decline_ground IS NOT NULL ELSE v.opinion_id IS NOT NULL END {_VISITS}"
        " ORDER BY r.held_on, v.position"
    )
    lacking = tuple(number or f"{day(on)} {position}号" for number, on, position, done in rows if not done)
    return Found(f"接待选民 {len(rows)} 人次，{len(rows) - len(lacking)} 人次有着落", "当场答复，或者登记办理", lacking)


def told(look: Look) -> Found:
    """What came of his matter was told to the visitor."""
    wait = look.days("feedback.to_citizen_days")
    rows = look.rows(
        "SELECT o.number, EXISTS (SELECT 1 FROM feedbacks f WHERE f.opinion_id = o.id) FROM opinions o"
        " WHERE o.voided_on IS NULL AND o.is_anonymous = 0 AND o.replied_on BETWEEN :first AND :last"
        f" AND date(o.replied_on, '+{wait} days') <= :last"
        " AND EXISTS (SELECT 1 FROM visits v WHERE v.opinion_id = o.id AND v.voided_on IS NULL) ORDER BY o.id"
    )
    lacking = tuple(number for number, was_told in rows if not was_told)
    return Found(f"有答复 {len(rows)} 件，{len(rows) - len(lacking)} 件告知了选民", "办理结果告知选民", lacking)


def summed(look: Look) -> Found:
    """Each reception was summed up."""
    rows = look.rows(f"SELECT r.held_on, r.summed_on IS NOT NULL FROM receptions r WHERE {_HELD} ORDER BY r.held_on")
    lacking = tuple(day(on) for on, done in rows if not done)
    return Found(f"已接待 {len(rows)} 期，{len(rows) - len(lacking)} 期有小结", "每期有汇总小结", lacking)
