"""Record sheets as lists: the queue of a reception, and all sheets with how their matters stand now (5.2.3)."""

from __future__ import annotations

from ..listing import Listing
from ..session import Session
from .feeding_back import TO_TELL, UNSETTLED

OF_RECEPTION = "r"  # a view of one reception is this and its id
VIEWS = {"": "1", "open": UNSETTLED, "tell": TO_TELL, "on_spot": "visits.treatment = 'on_spot'"}
VOIDED_FORM = "form_voided"
# `progress` is the state of the form where there is one, else what was done with the matter, else of the visit
_COLUMNS = (
    "visits.*, (SELECT held_on FROM receptions WHERE receptions.id = visits.reception_id) AS held_on,"
    " CASE WHEN keeps_secret THEN substr(name, 1, 1) || '某' ELSE name END AS who,"
    " CASE WHEN subject <> '' THEN subject ELSE content END AS about,"
    f" coalesce((SELECT CASE WHEN o.voided_on IS NULL THEN o.status ELSE '{VOIDED_FORM}' END FROM opinions o"
    " WHERE o.id = visits.opinion_id), CASE WHEN state = 'done' THEN treatment END, state) AS progress"
)
_TEXTS = (
    "visits.number || ' ' || visits.name || ' ' || visits.phone || ' ' || visits.subject || ' ' || visits.content"
    " || ' ' || visits.request || ' ' || coalesce((SELECT number FROM opinions o WHERE o.id = visits.opinion_id), '')"
)
NEWEST = 6  # receptions that have a view of their own


def queue(session: Session, reception_id: int) -> Listing:
    """Who came to a reception, in the order in which they came."""
    return Listing(
        session.db,
        "visits",
        where=("reception_id = :reception", "voided_on IS NULL"),
        params={"reception": reception_id},
        order=("position", "id"),
    )


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Sheets, the newest first; `view` is one of VIEWS or that of one reception."""
    one = view.removeprefix(OF_RECEPTION)
    reception = int(one) if view.startswith(OF_RECEPTION) and one.isdecimal() else 0
    return Listing(
        session.db,
        "visits",
        where=(
            "visits.reception_id = :reception" if reception else VIEWS[view],
            "visits.voided_on IS NULL OR :voided",
            f":words = '' OR instr({_TEXTS}, :words) > 0",
        ),
        params={"words": words.strip(), "voided": voided, "reception": reception},
        descending=True,
        columns=_COLUMNS,
    )


def newest_receptions(session: Session) -> list[tuple[int, str, str]]:
    """The receptions with sheets, the latest first: id, number, day."""
    sql = (
        "SELECT id, number, held_on FROM receptions WHERE voided_on IS NULL AND EXISTS"
        " (SELECT 1 FROM visits WHERE visits.reception_id = receptions.id)"
        " ORDER BY held_on DESC, id DESC LIMIT ?"
    )
    return [(id_, number, day) for id_, number, day in session.rows(sql, (NEWEST,))]
