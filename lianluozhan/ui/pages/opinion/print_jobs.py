"""What is printed from the room 社情民意: one form, a blank one, a ledger, a form of every record of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import opinions
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import View
from lianluozhan.models.session import Session

if TYPE_CHECKING:
    from ...print_room import PrintRoom

BATCH_AT_MOST = 500


def form(session: Session, number: str, opinion_ids: Sequence[int]) -> PrintRoom:
    """One form of one or several opinions."""
    from ...print_room import PrintRoom

    return PrintRoom(session, number, opinion_ids)


def blank(session: Session, number: str) -> PrintRoom:
    from ...print_room import PrintRoom

    return PrintRoom.blank(session, number)


def ledger(session: Session, listing: Listing, title: str, narrowed: str = "") -> PrintRoom:
    """F19 of a whole list; `narrowed` says in words what it is narrowed to."""
    from lianluozhan import sheets

    from ...print_room import PrintRoom

    return PrintRoom.ledger(session, list(sheets.all_rows(listing)), title, narrowed)


def preset(session: Session, view: View) -> PrintRoom:
    """F19 of one of the views that every station has."""
    return ledger(session, opinions.listing(session, view=view), view.label)


def batch(session: Session, listing: Listing) -> PrintRoom:
    """F10 of every opinion of a list; refused when there are none or too many for one go."""
    from ...print_room import PrintRoom

    rows = listing.page(BATCH_AT_MOST + 1)
    if not rows:
        raise RuleError("清单里没有件，没有可打印的。")
    if len(rows) > BATCH_AT_MOST:
        raise RuleError(f"清单里超过 {BATCH_AT_MOST} 件，一次打印太多。请先筛选，再打印。")
    return PrintRoom(session, "F10", [row["id"] for row in rows])


def print_open(job: QWidget) -> None:
    """Ctrl+P while a print room lies on top, wherever the focus is."""
    from ...print_room import PrintRoom
    from .review_desk import ReviewDesk

    if isinstance(job, (PrintRoom, ReviewDesk)):
        job.print_open()
