"""The reading room: a 件 is opened to be read; what holds personal matters is logged before it is shown (4.7.2)."""

from __future__ import annotations

from dataclasses import dataclass

from .. import veil
from ..errors import RuleError
from ..listing import Listing
from ..permissions import require, who_may
from ..session import Session
from .lending import Loan, LoanState, called, state_of
from .record import Item, Part

SECRET, OPEN = "secret", "open"  # what the line of the log says was read
_PARTS = "item_id = ? AND voided_on IS NULL"
_SAID = ("archival_number", "title")


@dataclass(frozen=True)
class Reading:
    """A 件 that was opened: what lies in it, for whom, and whether the people in it are hidden.

    `closed` is how many of its parts are closed to whoever opened it (回避).
    """

    item: Item
    parts: tuple[Part, ...]
    loan: Loan | None
    hidden: bool
    closed: int = 0


def open_item(session: Session, item_id: int, loan_id: int | None = None) -> Reading:
    """Open a 件 to be read on the screen; with `loan_id` for the outside reader who sits there.

    Every opening of what holds personal matters leaves its line in the log first, each opening for an outside reader
    too, at the 件 and at his entry in the register. People are hidden from whoever may not see them, and from any
    outside reader.
    """
    with session.action("archive.read"):
        item = session.get(Item, item_id)
        loan = _reader(session, item, loan_id) if loan_id else None
        if item.destroyed_on:
            raise RuleError(f"{called(item).lstrip()}已经销毁，只有目录还在，没有内容可看。")
        if item.keeps_secret or loan is not None:
            facts = {"read": SECRET if item.keeps_secret else OPEN}
            reader = {"reader": f"{loan.organisation}{loan.applicant}", "loan": loan.number} if loan else {}
            session.note(Item.TABLE, item.id, facts | reader)
        if loan is not None:
            session.note(Loan.TABLE, loan.id, {"read": item.archival_number or item.title})
        parts = session.select(Part, _PARTS, (item.id,), order="place, id")
        with veil.whole_sight():
            closed = len(session.select(Part, _PARTS, (item.id,))) - len(parts)
        hidden = item.keeps_secret and (loan is not None or not session.may("opinion.unmask"))
        return Reading(item, tuple(parts), loan, hidden, closed)


def check_file(opened: Reading) -> None:
    """Refuse a scan or photograph where people are to be hidden: nothing can be hidden in a picture."""
    if opened.hidden:
        raise RuleError(closed_words("扫描件和照片遮不住姓名、电话"))


def closed_words(why: str) -> str:
    """Why a part of what holds personal matters is not shown, and what to do."""
    who = who_may("opinion.unmask")
    return f"这一件含个人隐私，{why}，所以不在这里显示。要看原样，请由{who}打开，或者看盒里的纸质件。"


def readings(session: Session, words: str = "", *, item_id: int | None = None) -> Listing:
    """Who read what and when, the newest first; for whoever may read the log."""
    require(session.roles, "audit.read")
    name, reader = "(SELECT name FROM staff WHERE staff.id = staff_id)", "ifnull(json_extract(changes, '$.reader'), '')"
    number, title = (f"(SELECT {column} FROM archive_items WHERE archive_items.id = record_id)" for column in _SAID)
    return Listing(
        session.db,
        "audit_log",
        where=(
            "table_name = 'archive_items' AND action = 'archive.read'",
            "record_id = :item_id OR :item_id IS NULL",
            f":words = '' OR instr({name} || {reader} || ifnull({number}, '') || ifnull({title}, ''), :words) > 0",
        ),
        params={"words": words.strip(), "item_id": item_id},
        order=("id",),
        descending=True,
        columns=f"id, at, record_id, {name} AS who, {number} AS archival_number, {title} AS title,"
        f" {reader} AS reader, json_extract(changes, '$.loan') AS loan,"
        " json_extract(changes, '$.read') = 'secret' AS is_secret",
    )


def _reader(session: Session, item: Item, loan_id: int) -> Loan:
    """The entry of whoever sits there: granted, handed out, not given back yet, and for this very 件."""
    loan = session.get(Loan, loan_id)
    if loan.item_id != item.id:
        raise RuleError(f"{loan.number} 登记的不是这一件。请从他登记的那一件打开。")
    if state_of(loan, session.today) not in (LoanState.OUT, LoanState.OVERDUE):
        raise RuleError(
            f"{loan.number} 现在是“{state_of(loan, session.today).label}”，不能给{loan.applicant}看。请先审批、交出。"
        )
    return loan
