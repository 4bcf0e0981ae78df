"""Terms of the congress (换届): when one began and ended; a closed term is read-only for good (3.1.4, 4.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .deputies import Level
from .errors import RuleError
from .fields import choices, day, long_text, reference, text
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
