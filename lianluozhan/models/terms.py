"""Terms of the congress (换届): when one began and ended; a closed term is read-only for good (3.1.4, 4.6.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from .deputies import Level
from .errors import InvalidRecord, RuleError
from .fields import choices, day, long_text, reference, text
from .listing import Listing
from .session import Session


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of the station's own congress; `levels` are those whose deputies change with it."""

    TABLE: ClassVar = "terms"

    id: int = 0
    name: str = text("届次", required=True, max_length=20)
    levels: tuple[Level, ...] = choices("换届的层级", Level)
    starts_on: date | None = day("开始日期", required=True)
    ends_on: date | None = day("届满日期")
    next_name: str = text("下一届", max_length=20)
    next_starts_on: date | None = day("下一届开始日期")
    note: str = long_text("说明", max_length=1000)
    begun_on: date | None = day("开始换届的日期")
    closed_on: date | None = day("封存日期")
    closed_by: int | None = reference("封存人", "staff")

    @property
    def last_day(self) -> date:
        """The day on which it ends; a term that is being closed always has one."""
        return self.ends_on or date.max


def frozen_until(session: Session) -> date | None:
    """The last day of the newest closed term: what happened until then cannot be changed any more."""
    found = session.value("SELECT max(ends_on) FROM terms WHERE closed_on IS NOT NULL")
    return date.fromisoformat(found) if found else None


def check_open(session: Session, *days: date | None) -> None:
    """RuleError when one of `days` lies in a term that has been closed."""
    until = frozen_until(session)
    if until and any(each is not None and each <= until for each in days):
        raise RuleError(
            f"{until.year}年{until.month}月{until.day}日以前的上一届已经封存，不能再添加或修改。"
            "要补充说明的，请写在新一届的记录里。"
        )


def under_way(session: Session) -> Term | None:
    """The term that is being closed now, if one is."""
    found = session.select(Term, "begun_on IS NOT NULL AND closed_on IS NULL", order="id DESC")
    return found[0] if found else None


def listing(session: Session, words: str = "") -> Listing:
    """The terms, the newest first, with those whose closing was given up."""
    return Listing(
        session.db,
        "terms",
        where=("instr(name || next_name || note, :words) > 0",),
        params={"words": words.strip()},
        order=("id",),
        descending=True,
    )


def begin(session: Session, term: Term) -> Term:
    """Begin to close a term: its name, the levels whose deputies change, its last day, what comes after it."""
    with session.action("term.edit"):
        if other := under_way(session):
            raise RuleError(f"{other.name}的换届还没有办完。请先办完或放弃那一次，再开始新的。")
        tidy = _tidy(term)
        _check(session, tidy)
        return session.add(replace(tidy, id=0, begun_on=session.today, closed_on=None, closed_by=None))


def edit(session: Session, term_id: int, **values: Any) -> Term:
    """Put right the name or the days of the term that is being closed."""
    with session.action("term.edit"):
        term = in_hand(session, term_id)
        changed = _tidy(replace(term, **values))
        _check(session, changed)
        if changed.levels != term.levels or changed.ends_on != term.ends_on:
            _check_not_expired(session, term)
        names = ("name", "levels", "starts_on", "ends_on", "next_name", "next_starts_on", "note")
        return session.change(term, **{name: getattr(changed, name) for name in names})


def in_hand(session: Session, term_id: int) -> Term:
    """The term, if it is the one that is being closed."""
    term = session.get(Term, term_id)
    if term.closed_on:
        raise RuleError(f"{term.name}已经在{_spoken(term.closed_on)}封存，不能再改。")
    if not term.begun_on:
        raise RuleError(f"{term.name}的换届已经放弃。要办的话，请重新开始一次换届。")
    return term


def _tidy(term: Term) -> Term:
    starts = term.next_starts_on or (term.ends_on + timedelta(days=1) if term.ends_on else None)
    return replace(term, name=term.name.strip(), next_name=term.next_name.strip(), next_starts_on=starts)


def _check(session: Session, term: Term) -> None:
    problems: dict[str, str] = {}
    if not term.name:
        problems["name"] = "请填写“届次”，例如第十九届。"
    if not term.levels:
        problems["levels"] = "请勾选这次换届的层级，至少一级。"
    if term.ends_on is None:
        problems["ends_on"] = "请填写“届满日期”，就是这一届的最后一天。"
    if not term.next_name:
        problems["next_name"] = "请填写“下一届”，新名册上的代表按它认出来。"
    elif term.next_name == term.name:
        problems["next_name"] = "“下一届”和“届次”写的是同一届，请检查。"
    if term.starts_on is None:
        problems["starts_on"] = "请填写“开始日期”。"
    elif term.ends_on and term.ends_on < term.starts_on:
        problems["ends_on"] = "“届满日期”不能早于“开始日期”，请检查。"
    if term.ends_on and term.next_starts_on and term.next_starts_on <= term.ends_on:
        problems["next_starts_on"] = "“下一届开始日期”要晚于“届满日期”，请检查。"
    until = frozen_until(session)
    if until and term.ends_on and term.ends_on <= until:
        problems["ends_on"] = f"{_spoken(until)}以前的届次已经封存。“届满日期”要晚于这一天，请检查。"
    if problems:
        raise InvalidRecord(problems)


def _check_not_expired(session: Session, term: Term) -> None:
    sql = "SELECT count(*) FROM mandates WHERE status = 'expired' AND ends_on = ?"
    if session.value(sql, (term.last_day.isoformat(),)):
        raise RuleError("这一届代表的届满已经登记，层级和届满日期不能再改。写错了的，请放弃这次换届，重新开始。")


def _spoken(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
