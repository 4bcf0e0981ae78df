"""The receptions as a list: those to come first, the nearest on top, then those that were held (5.2.1)."""

from __future__ import annotations

import json

from .. import stations
from ..calendars import load
from ..listing import Listing
from ..session import Session
from .record import Reception

VIEWS = {
    "": "1",
    "coming": "receptions.state IN ('planned', 'open')",
    "held": "receptions.state = 'held'",
    "unsummed": "receptions.state = 'held' AND receptions.summed_on IS NULL",
    "unbound": "receptions.state = 'held' AND receptions.bound_on IS NULL",
    "cancelled": "receptions.state = 'cancelled'",
    "rest": "receptions.id IN (SELECT value FROM json_each(:rest))",
}
COMING = "receptions.state IN ('planned', 'open') AND receptions.voided_on IS NULL"
ON_DUTY = (
    "(SELECT group_concat(d.name, '、') FROM attendances a JOIN deputies d ON d.id = a.deputy_id"
    " WHERE a.owner_table = 'receptions' AND a.owner_id = receptions.id AND a.voided_on IS NULL"
    " AND a.presence <> 'excused')"
)


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Those to come first, the nearest on top, then those that are over, the latest first; `duty` names deputies."""
    text = f"number || place || topic || held_on || coalesce({ON_DUTY}, '')"
    return Listing(
        session.db,
        "receptions",
        where=(f":words = '' OR instr({text}, :words) > 0", "voided_on IS NULL OR :voided", VIEWS[view]),
        params={
            "words": words.strip(),
            "voided": voided,
            "rest": json.dumps([each.id for each in on_rest_days(session)] if view == "rest" else []),
        },
        order=(f"NOT ({COMING})", f"CASE WHEN {COMING} THEN 1 ELSE -1 END * julianday(held_on)", "id"),
        columns=f"receptions.*, {ON_DUTY} AS duty,"
        " (SELECT count(*) FROM visits v WHERE v.reception_id = receptions.id AND v.voided_on IS NULL) AS visits",
    )


def on_rest_days(session: Session) -> list[Reception]:
    """Receptions to come on a day that is no working day by the calendar of now, without a reason why."""
    calendar = load(session)
    where = "state = 'planned' AND voided_on IS NULL AND rest_day_reason = '' AND held_on >= ?"
    coming = session.select(Reception, where, (session.today.isoformat(),), order="held_on, id")
    return [each for each in coming if each.held_on and not calendar.is_working(each.held_on)]


def places_known(session: Session) -> list[str]:
    """The places of receptions as they were written before, the latest first; the station's name at least."""
    sql = "SELECT place FROM receptions WHERE voided_on IS NULL AND place <> '' GROUP BY place ORDER BY max(id) DESC"
    found = [place for (place,) in session.rows(sql)]
    return found or [stations.station(session).name]
