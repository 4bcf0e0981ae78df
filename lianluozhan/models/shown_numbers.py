"""Identity and telephone numbers stay hidden until somebody asks to see one; the log keeps who asked (4.7.2)."""

from __future__ import annotations

from datetime import timedelta

from . import veil
from .identity_numbers import masked_identity
from .opinions.file import OpinionFile, file_of, masked, masked_phone
from .session import Session

SHOWN_FOR = timedelta(minutes=10)  # how long a number that was asked for stays in sight, on the screen and on paper


def ask_for(session: Session, table: str, record_id: int) -> None:
    """Ask to see the number of a person; it is in sight for whoever asked, for a while."""
    with session.action("deputy.unmask"):
        veil.check_open(session, table, record_id)
        session.note(table, record_id, {"unmasked": "id_number"})


def is_shown(session: Session, table: str, record_id: int) -> bool:
    """Whether the person signed in has just asked to see it."""
    return _asked(session, "deputy.unmask", table, record_id)


def in_sight(session: Session, table: str, record_id: int, number: str) -> str:
    """The number as the person signed in may see it now."""
    return number if is_shown(session, table, record_id) else masked_identity(number)


def ask_for_phone(session: Session, table: str, record_id: int) -> None:
    """Ask to see the telephone number in a record of a resident; in sight for whoever asked, for a while."""
    with session.action("opinion.unmask"):
        veil.check_open(session, table, record_id)
        session.note(table, record_id, {"unmasked": "phone"})


def phone_in_sight(session: Session, table: str, record_id: int, phone: str) -> str:
    """The telephone number as the person signed in may see it now."""
    return phone if _asked(session, "opinion.unmask", table, record_id) else masked_phone(phone)


def is_phone_hidden(session: Session, table: str, record_id: int, phone: str) -> bool:
    """Whether there is a number that this person may ask to see."""
    return bool(phone) and session.may("opinion.unmask") and phone_in_sight(session, table, record_id, phone) != phone


def note_reading(session: Session, table: str, record_id: int) -> None:
    """Enter into the log that somebody opened a record whose person asked for secrecy, once a while (4.7.2)."""
    if not _asked(session, "opinion.read", table, record_id):
        session.note_or_hold("opinion.read", table, record_id, {"read": "secret"})


def _asked(session: Session, action: str, table: str, record_id: int) -> bool:
    since = (session.now() - SHOWN_FOR).isoformat(timespec="seconds")
    where = "table_name = ? AND record_id = ? AND action = ? AND staff_id = ? AND at >= ?"
    sql = f"SELECT 1 FROM audit_log WHERE {where} LIMIT 1"
    return session.value(sql, (table, record_id, action, session.staff.id, since)) is not None


def opened_file(session: Session, opinion_id: int) -> OpinionFile:
    """All of a matter for the person who opens it (4.7.2).

    Where its submitter wants secrecy the log keeps who read it, and whoever may not see submitters does not see him.
    """
    file = file_of(session, opinion_id)
    if not file.opinion.keeps_secret:
        return file
    note_reading(session, "opinions", opinion_id)
    return file if session.may("opinion.unmask") else masked(file)
