"""Numbers per kind and year: given in order, never twice, never again after voiding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from .fields import text, whole_number
from .session import Session

OPINION = "社情民意"
DISPATCH = "交办"
REMINDER = "催办"
SUPERVISION = "督办"
SUGGESTION = "代表建议"
CALL = "来电"
MESSAGE = "留言"
LOAN = "借阅"  # of a 件 of the archive
RECORD_SHEET = "接待"  # of one resident at a reception
_PARTS = re.compile(r"(.+)〔(\d{4})〕(\d+)号")
_DIGITS = {
    OPINION: 4,
    DISPATCH: 3,
    REMINDER: 3,
    SUPERVISION: 3,
    SUGGESTION: 3,
    CALL: 4,
    MESSAGE: 4,
    RECORD_SHEET: 4,
}  # others are not padded


@dataclass(frozen=True, kw_only=True)
class NumberSeries:
    """The last number given of one kind in one year."""

    TABLE: ClassVar = "number_series"

    id: int = 0
    kind: str = text("种类", required=True, max_length=20)
    year: int | None = whole_number("年份", required=True, lowest=1949, highest=2199)
    last: int | None = whole_number("最后号", default=0)


def next_number(session: Session, kind: str, year: int) -> str:
    """Take the next number, e.g. 社情民意〔2026〕0001号; inside an action, so a refused action takes none."""
    return take_numbers(session, kind, year, 1)[0]


def take_numbers(session: Session, kind: str, year: int, count: int) -> list[str]:
    """Take `count` numbers at once, in order."""
    found = session.select(NumberSeries, "kind = ? AND year = ?", (kind, year))
    first = (found[0].last or 0) + 1 if found else 1
    last = first + count - 1
    if found:
        session.change(found[0], last=last)
    else:
        session.add(NumberSeries(kind=kind, year=year, last=last))
    digits = _DIGITS.get(kind, 1)
    return [f"{kind}〔{year}〕{n:0{digits}d}号" for n in range(first, last + 1)]


def last_given(session: Session, kind: str, year: int) -> int:
    """The last number given; 0 if none."""
    found = session.select(NumberSeries, "kind = ? AND year = ?", (kind, year))
    return (found[0].last or 0) if found else 0


def parts_of(number: str) -> tuple[str, int, int] | None:
    """Kind, year and count of a number of ours; None for any other text."""
    found = _PARTS.fullmatch(number)
    return (found[1], int(found[2]), int(found[3])) if found else None


def note_taken(session: Session, number: str) -> None:
    """Never give out a number again that came in from elsewhere, such as out of a backup; inside an action."""
    if (parts := parts_of(number)) is None:
        return
    kind, year, count = parts
    series = session.select(NumberSeries, "kind = ? AND year = ?", (kind, year))
    if not series:
        session.add(NumberSeries(kind=kind, year=year, last=count))
    elif (series[0].last or 0) < count:
        session.change(series[0], last=count)
