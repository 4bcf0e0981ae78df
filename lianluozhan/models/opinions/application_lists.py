"""The register of all applications of handling bodies (F13)."""

from __future__ import annotations

from ..listing import Listing
from ..session import Session

_OPEN = "decision IS NULL AND voided_on IS NULL"
_UNTOLD = "decision = 'refused' AND told_on IS NULL AND voided_on IS NULL"
_STATE = f"""CASE WHEN voided_on IS NOT NULL THEN '作废' WHEN {_OPEN} THEN '等站长审批'
    WHEN {_UNTOLD} THEN '待告知' WHEN decision = 'refused' THEN '不同意' ELSE '同意' END"""
_TITLE = "(SELECT title FROM opinions WHERE opinions.id = opinion_id)"
_NUMBER = "(SELECT number FROM opinions WHERE opinions.id = opinion_id)"
_SHORT = "(SELECT CASE short_name WHEN '' THEN name ELSE short_name END FROM handling_bodies"
_DAY = "CASE WHEN substr(applied_on, 1, 4) = :year THEN substr(applied_on, 6) ELSE substr(applied_on, 3) END"
_BODY = (
    "(SELECT name FROM handling_bodies WHERE handling_bodies.id ="
    " (SELECT lead_body_id FROM dispatches WHERE dispatches.id = dispatch_id))"
)


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Applications, the newest day first; the view `open` are those not decided, or refused and not told yet."""
    texts = f"reason || ifnull({_TITLE}, '') || ifnull({_NUMBER}, '') || ifnull({_BODY}, '')"
    return Listing(
        session.db,
        "applications",
        where=(
            "voided_on IS NULL OR :voided",
            *((f"({_OPEN}) OR ({_UNTOLD})",) if view == "open" else ()),
            f":words = '' OR instr({texts}, :words) > 0",
        ),
        params={"words": words.strip(), "voided": voided, "year": f"{session.today:%Y}"},
        order=("applied_on", "id"),
        descending=True,
        columns=(
            "id, opinion_id, applied_on, wish, old_due_on, new_due_on, voided_on,"
            f" {_TITLE} AS title, {_NUMBER} AS matter, {_BODY} AS body, {_STATE} AS state,"
            f" {_BODY.replace('(SELECT name FROM handling_bodies', _SHORT, 1)} AS short_body,"
            f" {_DAY} || ' ' || wish AS step"
        ),
    )
