"""The table of points of a year, its change from a year on, and what is counted by hand (3.1.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from .. import terms
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..schema_service import POINT_RULES
from ..session import Session
from .point_rules import CountPeriod, CountSource, HandCount, PointRule
from .record import ServiceKind


def points_words(half_points: int) -> str:
    """71 or 71.5."""
    whole, half = divmod(half_points, 2)
    return f"{whole}.5" if half else str(whole)


def rules(session: Session, year: int) -> list[PointRule]:
    """The table that holds in a year, in its order."""
    where = "from_year <= ? AND (until_year IS NULL OR until_year >= ?)"
    return session.select(PointRule, where, (year, year), order="position, id")


def defaults(session: Session) -> list[PointRule]:
    """The table as it came with the program, whatever has become of it."""
    found = []
    for rule_id, position, item, codes, base, extra, cap, within, source, period, _ in POINT_RULES:
        counted = tuple(kind for kind in ServiceKind if f'"{kind.value}"' in codes)
        found.append(
            PointRule(
                id=rule_id,
                position=position,
                item=item,
                kinds=counted,
                base=base,
                extra=extra,
                cap=cap,
                within_id=within,
                source=CountSource(source),
                period=CountPeriod(period),
            )
        )
    return found


def change(session: Session, year: int, wanted: Sequence[PointRule]) -> list[PointRule]:
    """Another table from `year` on; earlier years keep theirs, and a closed term cannot get another.

    `within_id` names an item by the id it has in `wanted`, where new items have ids below 0.
    """
    with session.action("points.change"):
        terms.check_open(session, date(year, 1, 1))
        check_rules(wanted)
        later = session.value(
            "SELECT min(from_year) FROM point_rules WHERE from_year > ?"
            " AND (until_year IS NULL OR until_year >= from_year)",
            (year,),
        )
        if later:
            raise RuleError(f"{later}年起已经另有一套积分表，不能再从{year}年改起。请把年度选为{later}年再改。")
        for rule in rules(session, year):  # one that began in this very year holds in no year any more
            session.change(rule, until_year=year - 1)
        made: dict[int, PointRule] = {}
        for position, rule in sorted(enumerate(wanted, 1), key=lambda pair: pair[1].within_id is not None):
            within = made[rule.within_id].id if rule.within_id is not None else None
            fresh = replace(rule, id=0, item=rule.item.strip(), position=position, within_id=within)
            fresh = replace(fresh, from_year=year, until_year=None, changed_on=session.today)
            made[rule.id or -position] = session.add(fresh)
        _carry_counts(session, year, made)
        return rules(session, year)


def _carry_counts(session: Session, year: int, made: Mapping[int, PointRule]) -> None:
    """Counts by hand of this year and later follow their item; where it is gone or counted they are voided."""
    for count in session.select(HandCount, "year >= ? AND voided_on IS NULL", (year,)):
        rule = made.get(count.rule_id or 0)
        if rule is not None and rule.source is CountSource.HAND:
            session.change(count, rule_id=rule.id)
        else:
            session.change(count, voided_on=session.today)


def check_rules(wanted: Sequence[PointRule]) -> None:
    """RuleError or InvalidRecord when a table cannot be counted by."""
    if not wanted:
        raise RuleError("积分表里至少要有一个项目。请先添加项目再保存。")
    names = [rule.item.strip() for rule in wanted]
    by_id = {rule.id: rule for rule in wanted if rule.id}
    claimed: dict[ServiceKind, str] = {}
    for n, (name, rule) in enumerate(zip(names, wanted, strict=True), 1):
        if not name:
            raise InvalidRecord({"item": f"第 {n} 行没有写项目名称。请写上，或者去掉这一行。"})
        if names.count(name) > 1:
            raise InvalidRecord({"item": f"项目“{name}”写了两次。请改成不同的名称，或者去掉一行。"})
        _check_rule(rule, by_id)
        for kind in rule.kinds if rule.source is CountSource.RECORDS else ():
            if kind in claimed:
                raise InvalidRecord({"kinds": f"“{kind.label}”已经算在“{claimed[kind]}”里。请只留一处。"})
            claimed[kind] = name


def _check_rule(rule: PointRule, by_id: Mapping[int, PointRule]) -> None:
    base, extra, cap = rule.base or 0, rule.extra or 0, rule.cap or 0
    if base + extra == 0 or cap == 0:
        raise InvalidRecord({"base": f"“{rule.item}”没有分值。请填写基础分和封顶分。"})
    if cap < base:
        raise InvalidRecord({"cap": f"“{rule.item}”的封顶分低于基础分。请改成不低于 {points_words(base)} 分。"})
    if rule.source is CountSource.RECORDS and not rule.kinds:
        raise InvalidRecord({"kinds": f"“{rule.item}”没有选计数的履职类型。请选类型，或者改为手工填写次数。"})
    if rule.within_id is not None:
        host = by_id.get(rule.within_id)
        if host is None or host is rule or host.within_id is not None:
            raise InvalidRecord({"within_id": f"“{rule.item}”不能并入这个项目。请选一个自己不并入别处的项目。"})


def count_by_hand(
    session: Session, deputy_id: int, year: int, rule_id: int, times: int, reason: str
) -> HandCount | None:
    """How often an item counts that no record says; 0 takes the count back. The reason stays on record."""
    with session.action("points.count"):
        terms.check_open(session, min(date(year, 12, 31), session.today))
        rule, deputy = session.get(PointRule, rule_id), session.get(Deputy, deputy_id)
        if rule.source is not CountSource.HAND or rule.id not in [each.id for each in rules(session, year)]:
            raise RuleError(f"“{rule.item}”的次数由履职记录自动计算，不用填写。次数不对的，请补登或改正履职记录。")
        if times < 0:
            raise InvalidRecord({"times": "次数不能小于 0。请填写实际次数。"})
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明依据，例如“镇政府通报表扬两次”。"})
        where = "deputy_id = ? AND rule_id = ? AND year = ? AND voided_on IS NULL"
        old = session.select(HandCount, where, (deputy_id, rule_id, year))
        values = {"times": times, "reason": reason.strip(), "entered_by": session.staff.id}
        if not old:
            if times == 0:
                return None
            return session.add(HandCount(deputy_id=deputy.id, rule_id=rule_id, year=year, **values))  # type: ignore[arg-type]
        if times == 0:
            session.change(old[0], reason=reason.strip(), voided_on=session.today)
            return None
        return session.change(old[0], **values)
