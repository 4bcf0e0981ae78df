"""The end of a term: mandates expire, what was handed over moves, the old term is frozen for good (3.1.4, 4.6.1).

Frozen is everything dated until the last day: service records, contacts, reports, activities and receptions with
attendances, visits and notices, hand counts, year reviews, ended mandates, memberships, signed lists. Opinions,
suggestions and promises go on, prints and files that belong to them too; a visit may still note that its deputy was
told how the matter ended, a reception that it was bound.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .deputies import Deputy, Mandate, MandateStatus
from .errors import InvalidRecord, RuleError
from .groups import GroupMember, GroupPost
from .handovers import HandOver, items_of
from .receptions.record import PlanState, ReceptionPlan
from .session import Session
from .term_handing import Handed, handed, lists_of, move_duty_back
from .term_matters import taken_in, without_owner
from .term_people import Belongs, belongs, people
from .terms import Term, in_hand
from .veil import whole_sight

EXPIRED = "届满"  # why the mandates ended
_GIVEN_UP = "换届放弃，清单作废"


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of closing, or (`stops` is False) what cannot be made up for afterwards."""

    sentence: str
    count: int
    stops: bool = True


# The mandates ------------------------------------------------------------------------------------------------------


def to_expire(session: Session, term: Term) -> list[Mandate]:
    """The running mandates that end with the term, and those that were over before and are still marked as running."""
    found = []
    for mandate in session.select(Mandate, "status IN ('active', 'suspended') AND voided_on IS NULL"):
        over = mandate.ends_on is not None and mandate.ends_on <= term.last_day
        if over or belongs(term, mandate) is Belongs.OLD:
            found.append(mandate)
    return found


@whole_sight()  # a mandate that is closed to whoever does this runs out as well
def expire(session: Session, term_id: int) -> int:
    """On the last day the mandates of the levels are over, and what their deputies were in groups; returns how many."""
    with session.action("term.edit"):
        term = in_hand(session, term_id)
        everybody = people(session, term)
        if everybody.unknown:
            names = "、".join(person.deputy.name for person in everybody.unknown[:5])
            raise RuleError(f"有 {len(everybody.unknown)} 位代表看不出是哪一届的：{names}。请先在第二步里弄清楚。")
        if session.today < term.last_day:
            raise RuleError(f"这一届到{_spoken(term.last_day)}届满，那一天起才能登记届满。")
        return _expire(session, term)


def _expire(session: Session, term: Term) -> int:
    mandates = to_expire(session, term)
    for mandate in mandates:
        ends_on = min(mandate.ends_on or term.last_day, term.last_day)
        session.change(mandate, status=MandateStatus.EXPIRED, ends_on=ends_on, end_reason=EXPIRED)
    serving = people(session, term).serving
    for deputy_id in {mandate.deputy_id for mandate in mandates} - serving:
        running = "deputy_id = ? AND (ends_on IS NULL OR ends_on > ?)"
        for member in session.select(GroupMember, running, (deputy_id, term.last_day.isoformat())):
            session.change(member, ends_on=term.last_day)
    return len(mandates)


# Closing -----------------------------------------------------------------------------------------------------------


def still_open(session: Session, term: Term) -> list[Obstacle]:
    """What has to be done before the term is closed; then what is merely said, because it cannot be done later."""
    return list(_obstacles(session, term))


@whole_sight()
def close(session: Session, term_id: int) -> Term:
    """Freeze the term: what was handed over moves, plans of the old term stop, nothing of it changes any more."""
    with session.action("term.close"):
        term = in_hand(session, term_id)
        if stopping := [each.sentence for each in _obstacles(session, term) if each.stops]:
            raise RuleError(f"还不能封存，有 {len(stopping)} 件事没有办完：" + "；".join(stopping) + "。")
        _expire(session, term)
        for line in handed(session, term):
            _move(session, term, line)
        _stop_plans(session, term)
        return session.change(term, closed_on=session.today, closed_by=session.staff.id)


def _obstacles(session: Session, term: Term) -> Iterator[Obstacle]:
    last = term.last_day
    if session.today <= last:
        yield Obstacle(f"这一届到{_spoken(last)}届满，过了这一天才能封存", 1)
    everybody = people(session, term)
    if everybody.unknown:
        yield Obstacle(f"{len(everybody.unknown)} 位代表看不出是哪一届的", len(everybody.unknown))
    if count := len(to_expire(session, term)):
        yield Obstacle(f"{count} 条任职还没有登记届满", count)
    if count := len(without_owner(session, term)):
        yield Obstacle(f"{count} 件未了事项没有人接手", count)
    if unsigned := [found.from_name for found in lists_of(session, term) if found.signed_on is None]:
        yield Obstacle(f"{len(unsigned)} 份交接清单还没有签字（{'、'.join(unsigned[:3])}）", len(unsigned))
    for stops, sql, sentence in _COUNTED:
        if count := session.value(sql, {"last": last.isoformat()}):
            yield Obstacle(sentence.format(count), count, stops)


_HELD = "receptions r WHERE r.voided_on IS NULL AND r.held_on <= :last"
_SHEETS = "visits v JOIN receptions r ON r.id = v.reception_id WHERE v.voided_on IS NULL AND r.held_on <= :last"
_COUNTED = (
    (
        True,
        f"SELECT count(*) FROM {_HELD} AND r.state IN ('planned', 'open')",
        "{} 次代表接待还没有结束或取消，在“接待安排”里",
    ),
    (
        True,
        f"SELECT count(*) FROM {_SHEETS} AND v.state IN ('waiting', 'talking')",
        "{} 位来访选民还没有记录完，在“接待记录”里",
    ),
    (
        True,
        f"SELECT count(*) FROM {_SHEETS} AND v.opinion_id IS NULL AND v.treatment NOT IN ('on_spot', 'declined')",
        "{} 张接待记录还没有登记成登记表，在“接待记录”里",
    ),
    (
        True,
        "SELECT count(*) FROM contacts WHERE voided_on IS NULL AND result = 'registered' AND opinion_id IS NULL"
        " AND contacted_on <= :last",
        "{} 条联系选民的记录要转登记，还没有登记，在“联系选民”里",
    ),
    (
        True,
        "SELECT count(*) FROM service_records WHERE voided_on IS NULL AND state = 'waiting' AND starts_on <= :last",
        "{} 条履职记录还没有审核，在“履职登记”里",
    ),
    (
        False,
        f"SELECT count(*) FROM {_HELD} AND r.state = 'held' AND r.summary = ''",
        "{} 次代表接待没有写小结，在“接待安排”里",
    ),
    (
        False,
        "SELECT count(*) FROM service_records WHERE voided_on IS NULL AND state = 'returned' AND starts_on <= :last",
        "{} 条履职记录退回以后没有改好，在“履职登记”里",
    ),
    (
        False,
        "SELECT count(*) FROM activities v WHERE v.voided_on IS NULL AND substr(v.starts_at, 1, 10) <= :last"
        " AND EXISTS (SELECT 1 FROM attendances a WHERE a.owner_table = 'activities' AND a.owner_id = v.id"
        " AND a.voided_on IS NULL AND a.presence = 'invited')",
        "{} 次代表活动没有记全到会情况，在“代表活动”里",
    ),
    (
        True,
        "SELECT count(*) FROM suggestions WHERE voided_on IS NULL AND state = 'draft' AND raised_on <= :last",
        "{} 件代表建议还是草拟，请先在“登记簿”里交办或者作废",
    ),
)


def books(session: Session, term: Term) -> dict[int, date]:
    """When the service file of each deputy was last stored as a book since the closing began."""
    sql = (
        "SELECT owner_id, max(printed_at) FROM prints WHERE form = 'F05' AND owner_table = 'deputy_files'"
        " AND way = 'pdf' AND voided_on IS NULL AND printed_at >= ? GROUP BY owner_id"
    )
    since = (term.begun_on or term.closed_on or date.max).isoformat()
    return {deputy_id: date.fromisoformat(at[:10]) for deputy_id, at in session.rows(sql, (since,))}


def _move(session: Session, term: Term, line: Handed) -> None:
    """What a line of a list hands over becomes the other deputy's; who had it before stays in the old file."""
    item = line.item
    if not item.to_deputy_id:
        return
    taker = session.get(Deputy, item.to_deputy_id)
    if item.record_table == "villages" and item.record_id and item.record_id not in taker.village_ids:
        session.change(taker, village_ids=(*taker.village_ids, item.record_id))
    elif item.record_table == "deputies":
        voters = session.get(Deputy, item.record_id or 0).linked_voters
        if not taken_in(session, taker.id, voters):
            both = [line for line in (*taker.linked_voters.splitlines(), *voters.splitlines()) if line.strip()]
            _check_room(taker, "\n".join(dict.fromkeys(both)))
            session.change(taker, linked_voters="\n".join(dict.fromkeys(both)))
    elif item.record_table == "group_members":
        _take_post(session, term, session.get(GroupMember, item.record_id or 0), taker)


def _check_room(taker: Deputy, voters: str) -> None:
    if len(voters) > 3000:
        raise RuleError(f"{taker.name}名下的固定联系选民写不下了，最多 3000 字。请分给几位代表接手。")


def _take_post(session: Session, term: Term, old: GroupMember, taker: Deputy) -> None:
    """The post from the next day on; whoever was a plain member until then holds it instead."""
    first = max(term.last_day + timedelta(days=1), term.next_starts_on or date.min)
    running = "group_id = ? AND (ends_on IS NULL OR ends_on > ?)"
    members = session.select(GroupMember, running, (old.group_id, term.last_day.isoformat()))
    if old.post is GroupPost.LEADER and any(each.post is old.post and each.id != old.id for each in members):
        return  # the group has chosen for itself meanwhile
    for own in (each for each in members if each.deputy_id == taker.id):
        if own.post is GroupPost.LEADER:
            return  # he leads the group by now, which is more
        if own.starts_on and own.starts_on >= first:
            session.change(own, post=old.post)
            return
        session.change(own, ends_on=first - timedelta(days=1))
    session.add(GroupMember(group_id=old.group_id, deputy_id=taker.id, post=old.post, starts_on=first))


def _stop_plans(session: Session, term: Term) -> None:
    """Plans that nobody approved until the end of the term are carried out no more."""
    for plan in session.select(ReceptionPlan, "voided_on IS NULL AND state <> ?", (PlanState.APPROVED.value,)):
        if plan.year is not None and date(plan.year, 12, 31) <= term.last_day:
            session.change(plan, voided_on=session.today, void_reason=f"{term.name}届满，没有批准的计划不再执行")


# Giving up ---------------------------------------------------------------------------------------------------------


def give_up(session: Session, term_id: int, reason: str) -> Term:
    """Take back what was begun: mandates run on, lists are void, duties are again with whoever had them."""
    with session.action("term.edit"):
        term = in_hand(session, term_id)
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明放弃这次换届的原因。"})
        if people(session, term).coming:
            raise RuleError(f"{term.next_name}的代表已经登记，这次换届不能再放弃。写错了届满日期的，请直接修改。")
        for found in lists_of(session, term):
            _void(session, found)
        for table, kind in (("mandates", Mandate), ("group_members", GroupMember)):
            for record_id, before in _expired_by(session, term, table):
                session.change(session.get(kind, record_id), **before)
        note = f"{term.note}\n{_spoken(session.today)}放弃：{reason.strip()}".strip()
        return session.change(term, begun_on=None, note=note[:1000])


def _void(session: Session, found: HandOver) -> None:
    for item in items_of(session, found.id):
        if item.record_table == "attendances":
            move_duty_back(session, item)
    session.change(found, voided_on=session.today, void_reason=_GIVEN_UP)


def _expired_by(session: Session, term: Term, table: str) -> Iterator[tuple[int, dict[str, object]]]:
    """What `expire` changed, with the values before, as the audit log has them; only what stands as it left it."""
    ended = (
        "status = 'expired' AND end_reason = ? AND ends_on <= ?" if table == "mandates" else "? <> '' AND ends_on = ?"
    )
    ids = [
        row[0] for row in session.rows(f"SELECT id FROM {table} WHERE {ended}", (EXPIRED, term.last_day.isoformat()))
    ]
    since = (term.begun_on or date.min).isoformat()
    for record_id in ids:
        line = session.value(
            "SELECT changes FROM audit_log WHERE table_name = ? AND record_id = ? AND action = 'term.edit'"
            " AND at >= ? ORDER BY id DESC LIMIT 1",
            (table, record_id, since),
        )
        if line is None:
            continue
        before: dict[str, object] = {name: pair[0] for name, pair in json.loads(line).items()}
        if "status" in before:
            before["status"] = MandateStatus(str(before["status"]))
        if before.get("ends_on"):
            before["ends_on"] = date.fromisoformat(str(before["ends_on"]))
        yield record_id, before


def _spoken(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
