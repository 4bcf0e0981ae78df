"""The archive stamp on paper of both kinds: which way a first sheet lies, and printed into a new one (DA/T 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from lianluozhan.models.archive.paper_files import ItemSheet, item_sheet
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document


def read_item(session: Session, item_id: int) -> ItemSheet:
    """A 件 for its stamp: whether its first sheet lies follows from the form it was printed as."""
    found = item_sheet(session, item_id)
    first = session.rows(
        "SELECT form FROM archive_parts WHERE item_id = ? AND voided_on IS NULL ORDER BY place, id LIMIT 1", (item_id,)
    )
    return replace(found, lies=bool(first) and _lies(first[0][0]))


@cache
def _lies(number: str) -> bool:
    form = FORMS.get(number)
    if form is None:
        return number in LEDGERS
    paper = form.draw(None, None).paper
    return paper.width > paper.height


def with_stamp_of(session: Session, item_id: int, sheets: Sequence[Document]) -> list[Document]:
    """The sheets of a 件, its first page stamped; as they are when it has no number yet or is no longer here.

    Whatever a printer is off moves the whole page with its stamp, so nothing is corrected here.
    """
    from lianluozhan.printing.families.overprint import with_stamp
    from lianluozhan.printing.forms.archive_stamps import stamp_values

    found = item_sheet(session, item_id)
    if not sheets or found.item.sequence is None or not found.item.is_here:
        return list(sheets)
    values = stamp_values(found.scheme, found.item, found.unit_name)
    return [with_stamp(sheets[0], values, red=found.scheme.is_red), *sheets[1:]]
