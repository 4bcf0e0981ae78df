"""迎检: what a year should hold by the clauses of the regulation, what is there, and what a person says of the rest.

What the program knows it counts, and names what is missing; what it cannot see, such as the sign on the door, somebody
marks with the place where it is kept. A mark also answers for what lies on paper only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from .. import stations, veil
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, day, reference, text, tick, whole_number
from ..session import Session
from ..stations import Station
from .inspection_look import Found, look_at
from .inspection_points import ASKED, BY_KEY, CHAPTERS, Asked

NAMED = 5  # of what is missing, before the rest is only counted


class PointState(Choice):
    WHOLE = "whole", "齐全"
    MISSING = "missing", "缺"
    OPEN = "open", "待填"


@dataclass(frozen=True, kw_only=True)
class InspectionMark:
    """What somebody says of one point of one year that the program cannot see, such as a sign on the door."""

    TABLE: ClassVar = "inspection_marks"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    point: str = text("项目", required=True, max_length=40)
    is_there: bool = tick("已有")
    words: str = text("说明", max_length=200)
    place: str = text("存放位置", max_length=60)
    marked_by: int | None = reference("登记人", "staff")
    marked_on: date | None = day("登记日期")


@dataclass(frozen=True)
class Point:
    """One point of one year: what was found, and what somebody marked."""

    asked: Asked
    found: Found
    mark: InspectionMark | None
    marked_by: str = ""

    @property
    def is_by_hand(self) -> bool:
        return self.asked.read is None

    @property
    def chapter(self) -> str:
        """二、联络站设置与人员配备."""
        number = self.asked.clauses[0][0]
        return f"{'一二三四五六七'[int(number) - 1]}、{CHAPTERS[number]}"

    @property
    def state(self) -> PointState:
        """Whole when nothing is missing, or when somebody says that it is there."""
        if self.mark is not None and (self.mark.is_there or self.is_by_hand):
            return PointState.WHOLE if self.mark.is_there else PointState.MISSING
        if self.is_by_hand:
            return PointState.OPEN
        return PointState.MISSING if self.found.lacking else PointState.WHOLE

    @property
    def missing_words(self) -> str:
        """The first that are missing, and how many there are in all."""
        lacking = self.found.lacking
        if not lacking:
            return ""
        more = f"等 {len(lacking)} 项" if len(lacking) > NAMED else ""
        return f"{'、'.join(lacking[:NAMED])}{more}"

    @property
    def there_words(self) -> str:
        """What is there: as counted, and as marked with its place."""
        said = self.mark.words if self.mark else ""
        place = f"存放：{self.mark.place}" if self.mark and self.mark.place else ""
        return "；".join(filter(None, (self.found.there, said, place)))


@dataclass(frozen=True)
class InspectionFile:
    """The list of a year as it is printed (F86)."""

    year: int
    points: tuple[Point, ...]
    made_on: date
    station: Station

    def count(self, state: PointState) -> int:
        return sum(point.state is state for point in self.points)


def inspection(session: Session, year: int) -> list[Point]:
    """Every point in the order of the clauses; it counts what is closed to somebody too, and names it by number."""
    look = look_at(session, year)
    marks = {mark.point: mark for mark in session.select(InspectionMark, "year = ?", (year,))}
    names = dict(session.rows("SELECT id, name FROM staff"))
    with veil.whole_sight():
        found = [asked.read(look) if asked.read else Found("") for asked in ASKED]
    return [
        Point(asked, read, mark, names.get(mark.marked_by, "") if mark else "")
        for asked, read in zip(ASKED, found, strict=True)
        for mark in (marks.get(asked.key),)
    ]


def inspection_file(session: Session, year: int) -> InspectionFile:
    """The list of a year; the id of such a record is its year."""
    return InspectionFile(year, tuple(inspection(session, year)), session.today, stations.station(session))


def stand(session: Session) -> int:
    """What changes whenever anything is written: as long as it is the same, so is what an inspection finds."""
    return int(session.value("SELECT max(id) FROM audit_log") or 0)


def years(session: Session) -> list[int]:
    """The years that can be looked at, the latest first: since the first line of the log, at least five."""
    first = session.value("SELECT substr(at, 1, 4) FROM audit_log ORDER BY id LIMIT 1")
    this = session.today.year
    return list(range(this, min(int(first or this), this - 4) - 1, -1))


def mark(session: Session, year: int, point: str, is_there: bool, words: str = "", place: str = "") -> InspectionMark:
    """Say of one point of a year whether it is there, and where."""
    with session.action("archive.inspect"):
        look_at(session, year)
        if point not in BY_KEY:
            raise RuleError("迎检清单里没有这一项，可能换了新版。请刷新后再填。")
        if is_there and not place.strip() and not words.strip():
            raise InvalidRecord({"place": "请写明放在哪里，检查的人来了找得到；现场能看见的，写一句说明。"})
        values: dict[str, Any] = {
            "is_there": is_there,
            "words": words.strip(),
            "place": place.strip(),
            "marked_by": session.staff.id,
            "marked_on": session.today,
        }
        known = session.select(InspectionMark, "year = ? AND point = ?", (year, point))
        if known:
            return session.change(known[0], **values)
        return session.add(InspectionMark(year=year, point=point, **values))


def marks_of(session: Session, year: int, point: str) -> InspectionMark | None:
    """What was marked at one point."""
    found = session.select(InspectionMark, "year = ? AND point = ?", (year, point))
    return found[0] if found else None


def carry_marks(session: Session, year: int) -> int:
    """Take over from the year before what was marked as there, such as the sign on the door; how many were taken."""
    with session.action("archive.inspect"):
        look_at(session, year)
        before = session.select(InspectionMark, "year = ? AND is_there = 1", (year - 1,))
        known = {mark.point for mark in session.select(InspectionMark, "year = ?", (year,))}
        taken = [mark for mark in before if mark.point not in known and mark.point in BY_KEY]
        if not taken:
            raise RuleError(f"{year - 1}年没有可以沿用的，或者今年都已经填了。")
        for each in taken:
            session.add(
                InspectionMark(
                    year=year,
                    point=each.point,
                    is_there=True,
                    words=each.words,
                    place=each.place,
                    marked_by=session.staff.id,
                    marked_on=session.today,
                )
            )
        return len(taken)
