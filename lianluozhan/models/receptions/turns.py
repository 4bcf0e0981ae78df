"""How often each deputy is on duty in a year, and who falls below the minimum (3.1.2, 4.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import settings
from ..session import Session

_LINES = (
    "SELECT a.deputy_id, r.held_on FROM attendances a JOIN receptions r ON r.id = a.owner_id"
    " WHERE a.owner_table = 'receptions' AND a.voided_on IS NULL AND a.presence NOT IN ('excused', 'absent')"
    " AND r.voided_on IS NULL AND r.state <> 'cancelled' AND r.held_on BETWEEN ? AND ?"
)
_IN_POST = (
    "SELECT DISTINCT d.id, d.name FROM deputies d JOIN mandates m ON m.deputy_id = d.id"
    " WHERE d.retired_on IS NULL AND m.status = 'active' AND (m.starts_on IS NULL OR m.starts_on <= :last)"
    " AND (m.ends_on IS NULL OR m.ends_on >= :today) ORDER BY d.name, d.id"
)


@dataclass(frozen=True)
class Below:
    """A deputy in office with fewer receptions in a year than are asked of each."""

    deputy_id: int
    name: str
    turns: int


def days_on_duty(session: Session, year: int) -> dict[int, list[date]]:
    """On which days each deputy is or was on duty, by the receptions in force; excused ones do not count."""
    found: dict[int, list[date]] = {}
    for deputy_id, held_on in session.rows(_LINES, (f"{year}-01-01", f"{year}-12-31")):
        found.setdefault(deputy_id, []).append(date.fromisoformat(held_on))
    return found


def below_minimum(session: Session, year: int) -> list[Below]:
    """Who falls short of the minimum of the year as the receptions stand now, by name."""
    minimum = settings.number(session, "reception.min_per_deputy_year")
    held = days_on_duty(session, year)
    people = session.rows(
        _IN_POST, {"last": f"{year}-12-31", "today": min(session.today, date(year, 12, 31)).isoformat()}
    )
    return [Below(id_, name, len(held.get(id_, ()))) for id_, name in people if len(held.get(id_, ())) < minimum]


def said(session: Session, year: int, most: int = 5) -> str:
    """Who falls short, in one sentence; empty when nobody does."""
    found = below_minimum(session, year)
    if not found:
        return ""
    minimum = settings.number(session, "reception.min_per_deputy_year")
    names = "、".join(f"{each.name}{each.turns}次" for each in found[:most])
    more = f"等{len(found)}名代表" if len(found) > most else ""
    return f"{year}年接待不足{minimum}次的：{names}{more}。"
