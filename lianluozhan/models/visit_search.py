"""Finding record sheets of receptions by number, name, telephone or words, from one line (5.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .session import Session

SHOWN = 6
# what a word is looked for in; of residents who asked for secrecy only what does not name them
_TEXT = (
    "number || ' ' || subject || ' ' || content || CASE WHEN keeps_secret THEN '' ELSE ' ' || name || ' ' || phone END"
)


@dataclass(frozen=True)
class FoundVisit:
    """One record sheet that was found."""

    id: int
    number: str
    name: str  # empty where secrecy was asked for
    subject: str
    day: date | None


def search_visits(session: Session, words: Sequence[str]) -> tuple[list[FoundVisit], int]:
    """The newest sheets in which every word stands, and how many there are; nothing for those who may not read."""
    wanted = [word for word in words if any(map(str.isalnum, word))]
    if not wanted or not session.may("opinion.read"):
        return [], 0
    where = " AND ".join(f"instr({_TEXT}, ?) > 0" for _ in wanted) + " AND voided_on IS NULL"
    total = int(session.value(f"SELECT count(*) FROM visits WHERE {where}", wanted) or 0)
    rows = session.rows(
        "SELECT id, number, CASE WHEN keeps_secret THEN '' ELSE name END, subject,"
        " (SELECT held_on FROM receptions WHERE receptions.id = reception_id)"
        f" FROM visits WHERE {where} ORDER BY id DESC LIMIT {SHOWN}",
        wanted,
    )
    found = [
        FoundVisit(id_, number, name, subject, date.fromisoformat(day) if day else None)
        for id_, number, name, subject, day in rows
    ]
    return found, total
