"""Identity numbers stay hidden until somebody asks to see one; the audit log keeps who asked (4.7.2)."""

from __future__ import annotations

from datetime import timedelta

from . import veil
from .identity_numbers import masked_identity
from .session import Session

SHOWN_FOR = timedelta(minutes=10)  # how long a number that was asked for stays in sight, on the screen and on paper


def ask_for(session: Session, table: str, record_id: int) -> None:
    """Ask to see the number of a person; it is in sight for whoever asked, for a while."""
    with session.action("deputy.unmask"):
        veil.check_open(session, table, record_id)
        session.note(table, record_id, {"unmasked": "id_number"})


def is_shown(session: Session, table: str, record_id: int) -> bool:
    """Whether the person signed in has just asked to see it."""
    since = (session.now() - SHOWN_FOR).isoformat(timespec="seconds")
    sql = (
        "SELECT 1 FROM audit_log WHERE table_name = ? AND record_id = ? AND action = 'deputy.unmask'"
        " AND staff_id = ? AND at >= ? LIMIT 1"
    )
    return session.value(sql, (table, record_id, session.staff.id, since)) is not None


def in_sight(session: Session, table: str, record_id: int, number: str) -> str:
    """The number as the person signed in may see it now."""
    return number if is_shown(session, table, record_id) else masked_identity(number)
