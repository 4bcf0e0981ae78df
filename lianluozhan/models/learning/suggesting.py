"""What is proposed for a form, with its reason: category, handling body, deputies. Never applied by itself (N13)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from ..opinions.similar import Typed
from ..session import Session

Suggesting = Generator[None, None, "list[Suggestion]"]


@dataclass(frozen=True)
class Suggestion:
    """A value for a field of the form, what it is called, and what it rests on."""

    field: str  # category_id, proposed_body_id, deputy_ids
    value: int | tuple[int, ...]
    label: str
    words: str
    why: str
    matters: tuple[int, ...] = ()  # past matters it rests on, the nearest first


def suggest(session: Session, typed: Typed) -> Suggesting:
    """What to propose for this form; a generator whose every step is short."""
    yield
    return deputies_of(session, typed.village_id)


def deputies_of(session: Session, village_id: int | None) -> list[Suggestion]:
    """The deputies whose constituency the village belongs to."""
    if village_id is None:
        return []
    sql = (
        "SELECT DISTINCT deputies.id, deputies.name, villages.name, villages.constituency FROM villages"
        " JOIN mandates ON mandates.constituency = villages.constituency AND mandates.status = 'active'"
        " JOIN deputies ON deputies.id = mandates.deputy_id AND deputies.retired_on IS NULL"
        " WHERE villages.id = ? AND villages.constituency <> '' AND (mandates.ends_on IS NULL OR mandates.ends_on >= ?)"
        " ORDER BY deputies.id LIMIT 3"
    )
    found = session.rows(sql, (village_id, session.today.isoformat()))
    if not found:
        return []
    names, village, constituency = "、".join(row[1] for row in found), found[0][2], found[0][3]
    why = f"{village}在{constituency}，{names}是这个选区的代表"
    return [Suggestion("deputy_ids", tuple(row[0] for row in found), "反映代表", names, why)]
