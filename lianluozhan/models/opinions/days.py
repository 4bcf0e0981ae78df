"""Days that are typed in: never after today, never before what they follow."""

from __future__ import annotations

from datetime import date

from ..errors import InvalidRecord
from ..session import Session


def check_day(session: Session, name: str, day: date | None, label: str, earliest: date | None) -> date:
    """The day, if it is given, not in the future and not before `earliest`; `name` is its field."""
    if day is None:
        raise InvalidRecord({name: f"请填写“{label}”。"})
    if day > session.today:
        raise InvalidRecord({name: f"“{label}”不能晚于今天，请检查。"})
    if earliest and day < earliest:
        raise InvalidRecord({name: f"“{label}”不能早于 {earliest.year}年{earliest.month}月{earliest.day}日，请检查。"})
    return day
