"""The register of readings and loans as it is listed, counted and printed (F83, F84)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from .. import settings
from ..listing import Listing
from ..opinions.file import masked_phone
from ..session import Session
from ..staff import Staff
from ..stations import Station, station
from . import lending_desk
from .lending import OUT, Loan, LoanState, UseWay, state_of
from .lending_desk import who
from .record import HERE, Item

_IN_FORCE = "archive_loans.voided_on IS NULL"
_WAITING = f"decision IS NULL AND {_IN_FORCE}"
_APPROVED = f"decision = 'yes' AND handed_on IS NULL AND {_IN_FORCE}"
_OUT = f"({OUT})"
_LATE = f"due_on < :today AND {_OUT}"
_DOUBTFUL = f"returned_on IS NOT NULL AND settled_on IS NULL AND {_IN_FORCE}"
_STATE = f"""CASE WHEN archive_loans.voided_on IS NOT NULL THEN 'voided' WHEN decision IS NULL THEN 'waiting'
    WHEN decision = 'no' THEN 'refused' WHEN handed_on IS NULL THEN 'approved' WHEN {_DOUBTFUL} THEN 'in_doubt'
    WHEN returned_on IS NOT NULL THEN 'back' WHEN due_on < :today THEN 'overdue' ELSE 'out' END"""
VIEWS = (
    ("", "全部"),
    ("waiting", "待审批"),
    ("approved", "待交出"),
    ("out", "借出中"),
    ("overdue", "逾期"),
    ("in_doubt", "待查"),
    ("back", "已还"),
)
_VIEWED = {
    "": "1",
    "waiting": _WAITING,
    "approved": _APPROVED,
    "out": _OUT,
    "overdue": _LATE,
    "in_doubt": _DOUBTFUL,
    "back": f"returned_on IS NOT NULL AND {_IN_FORCE}",
}
_ITEM = "(SELECT {0} FROM archive_items WHERE archive_items.id = item_id)"


def listing(
    session: Session, words: str = "", *, view: str = "", voided: bool = False, item_id: int | None = None
) -> Listing:
    """The uses, the newest first; of one 件 with `item_id`."""
    number, title = _ITEM.format("archival_number"), _ITEM.format("title")
    texts = f"number || applicant || organisation || phone || purpose_words || {number} || {title}"
    return Listing(
        session.db,
        "archive_loans",
        where=(
            "voided_on IS NULL OR :voided",
            _VIEWED[view],
            f":words = '' OR instr({texts}, :words) > 0",
            "item_id = :item_id OR :item_id IS NULL",
        ),
        params={
            "words": words.strip(),
            "voided": voided or item_id is not None,
            "today": session.today.isoformat(),
            "item_id": item_id,
        },
        order=("asked_on", "id"),
        descending=True,
        columns=f"archive_loans.*, {number} AS archival_number, {title} AS title, {_STATE} AS state,"
        f" applicant || '　' || organisation AS who, {_STATE} || ' ' || way AS stands",
    )


def of_item(session: Session, item_id: int, most: int) -> list[Loan]:
    """The newest uses of a 件 that stand, the latest first."""
    return session.select(Loan, "item_id = ? AND voided_on IS NULL", (item_id,), order="id DESC")[:most]


def of_period(session: Session, first: date, last: date) -> list[int]:
    """The uses that were asked for in these days, in the order of the register."""
    rows = session.rows(
        "SELECT id FROM archive_loans WHERE asked_on BETWEEN ? AND ? AND voided_on IS NULL ORDER BY asked_on, id",
        (first.isoformat(), last.isoformat()),
    )
    return [row[0] for row in rows]


@dataclass(frozen=True)
class Counts:
    """What is to be done: to be decided on, to be handed out, out, of these late, not cleared up."""

    waiting: int
    approved: int
    out: int
    overdue: int
    in_doubt: int


def counts(session: Session) -> Counts:
    sums = ", ".join(
        f"ifnull(sum({_VIEWED[name]}), 0)" for name in ("waiting", "approved", "out", "overdue", "in_doubt")
    )
    [row] = session.rows(f"SELECT {sums} FROM archive_loans", {"today": session.today.isoformat()})
    return Counts(*row)


def waiting_for(session: Session) -> list[Loan]:
    """The applications on which the person at work may decide: not his own, not entered by him."""
    if not session.may("archive.approve_loan"):
        return []
    found = session.select(Loan, _WAITING)
    return [loan for loan in found if session.staff.id != loan.entered_by and session.staff.name != loan.applicant]


def overdue(session: Session) -> list[Loan]:
    """What should have been back, the longest overdue first."""
    return session.select(Loan, _LATE, {"today": session.today.isoformat()}, order="due_on, id")


def item_state(session: Session, item_id: int) -> tuple[str, str] | None:
    """Where a 件 is if it is not in its place, in words with their tone; None if it is."""
    if loan := lending_desk.out_now(session, item_id):
        late = state_of(loan, session.today) is LoanState.OVERDUE
        return (overdue_words(loan, session.today), "stop") if late else (out_words(loan), "wait")
    if loan := lending_desk.in_doubt(session, item_id):
        return f"归还时对不上，待查（{loan.number}）", "stop"
    return None


def out_words(loan: Loan) -> str:
    """镇党政办赵明借出，12月8日前归还."""
    if loan.way is not UseWay.LEND:
        return f"{who(loan)}正在{loan.way.label}"
    until = f"，{loan.due_on.month}月{loan.due_on.day}日前归还" if loan.due_on else ""
    return f"{who(loan)}借出{until}"


def overdue_words(loan: Loan, today: date) -> str:
    return (
        f"{who(loan)}{'借出' if loan.way is UseWay.LEND else loan.way.label}，逾期 {days_late(loan, today)} 日没有归还"
    )


def days_late(loan: Loan, today: date) -> int:
    return max((today - loan.due_on).days, 0) if loan.due_on else 0


# All of one use, for the sheet and for paper --------------------------------------------------------------------


@dataclass(frozen=True)
class LoanFile:
    """One use with its 件 and the names of those who had a hand in it."""

    loan: Loan
    item: Item
    station: Station
    entered_by: str = ""
    decided_by: str = ""
    handed_by: str = ""
    returned_to: str = ""
    term: str = ""  # how long a loan runs, in words


def loan_file(session: Session, loan_id: int) -> LoanFile:
    loan = session.get(Loan, loan_id)
    name = _names(session)
    return LoanFile(
        loan,
        session.get(Item, loan.item_id or 0),
        station(session),
        name(loan.entered_by),
        name(loan.decided_by),
        name(loan.handed_by),
        name(loan.returned_to),
        settings.term(session, "archive.borrow_days").words,
    )


def masked_loan(file: LoanFile) -> LoanFile:
    """The same without the telephone of whoever borrowed, and without a title that could tell of a private matter."""
    loan = replace(file.loan, phone=masked_phone(file.loan.phone))
    title = "（含个人隐私，题名略）" if file.item.keeps_secret else file.item.title
    return replace(file, loan=loan, item=replace(file.item, title=title, persons="", remark=""))


def _names(session: Session) -> Callable[[int | None], str]:
    def name(staff_id: int | None) -> str:
        found = session.find(Staff, staff_id)
        return found.name if found else ""

    return name


# What an application begins with ---------------------------------------------------------------------------------

KNOWN = 300  # of the newest uses, whose people are offered again


def lendable(session: Session) -> list[tuple[int, str]]:
    """Every numbered 件 that stands here, the newest year first: its id, number and title."""
    rows = session.rows(
        f"SELECT id, trim(archival_number || '　' || title) FROM archive_items WHERE sequence IS NOT NULL AND {HERE}"
        " ORDER BY year DESC, retention, unit, sequence"
    )
    return [(row[0], row[1]) for row in rows]


def known_people(session: Session) -> dict[str, tuple[str, str]]:
    """Who used the archive before, the last first, each with the body and telephone he gave then; then the staff."""
    found: dict[str, tuple[str, str]] = {}
    for loan in session.select(Loan, "voided_on IS NULL", order=f"id DESC LIMIT {KNOWN}"):
        found.setdefault(loan.applicant, (loan.organisation, loan.phone))
    own = station(session).name
    for person in session.select(Staff, "retired_on IS NULL"):
        found.setdefault(person.name, (own, ""))
    return found
