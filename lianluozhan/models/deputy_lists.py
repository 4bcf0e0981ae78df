"""The list of deputies: in office or not, of a level, of a group; found by name, initials, district, end of a phone."""

from __future__ import annotations

import json

from .deputies import Level
from .initials import matches
from .listing import Listing
from .session import Session

EVERYBODY, IN_OFFICE, OUT = "", "active", "out"
_LEVEL, _GROUP = "level:", "group:"
_HELD = (
    "SELECT {what} FROM mandates WHERE deputy_id = deputies.id AND status = 'active' AND voided_on IS NULL"
    " AND (ends_on IS NULL OR ends_on >= :today)"
)
_ACTIVE = f"retired_on IS NULL AND EXISTS ({_HELD.format(what='1')})"
_IN_GROUP = (
    "SELECT 1 FROM group_members WHERE deputy_id = deputies.id AND group_id = :group"
    " AND (ends_on IS NULL OR ends_on >= :today)"
)
_SERVICES = (
    "SELECT count(*) FROM service_records WHERE deputy_id = deputies.id AND voided_on IS NULL"
    " AND state <> 'returned' AND starts_on BETWEEN :first AND :last"
)
_FEWEST_FIGURES = 3  # of a phone number, before they find anybody


def views(session: Session) -> tuple[tuple[str, str], ...]:
    """What the list can be narrowed to: key and words."""
    held = {
        code
        for (code,) in session.rows("SELECT DISTINCT level FROM mandates WHERE status = 'active' AND voided_on IS NULL")
    }
    levels = [(_LEVEL + level.value, f"{level.label}代表") for level in reversed(Level) if level.value in held]
    groups = session.rows("SELECT id, name FROM deputy_groups WHERE retired_on IS NULL ORDER BY name")
    found = [(f"{_GROUP}{group_id}", str(name)) for group_id, name in groups]
    return ((EVERYBODY, "全部代表"), (IN_OFFICE, "在任代表"), (OUT, "不在任"), *levels, *found)


def listing(session: Session, words: str = "", view: str = EVERYBODY) -> Listing:
    """Deputies by name, those in office first; `levels` are codes, `services` those of this year."""
    where, params = ["1"], {"today": session.today.isoformat()}
    params |= {"first": f"{session.today.year}-01-01", "last": f"{session.today.year}-12-31"}
    kind, _, which = view.partition(":")
    if view == IN_OFFICE:
        where.append(_ACTIVE)
    elif view == OUT:
        where.append(f"NOT ({_ACTIVE})")
    elif f"{kind}:" == _LEVEL:
        where.append(f"{_ACTIVE} AND EXISTS ({_HELD.format(what='1')} AND level = :level)")
        params["level"] = which
    elif f"{kind}:" == _GROUP:
        where.append(f"EXISTS ({_IN_GROUP})")
        params["group"] = which
    if words.strip():
        where.append("id IN (SELECT value FROM json_each(:found))")
        params["found"] = json.dumps(found_by(session, words))
    return Listing(
        session.db,
        "deputies",
        where=tuple(where),
        params=params,
        order=(f"NOT ({_ACTIVE})", "name", "id"),
        columns=f"id, name, organisation_post, retired_on, ({_HELD.format(what='group_concat(level)')}) AS levels,"
        f" ({_HELD.format(what='max(constituency)')}) AS constituency, ({_SERVICES}) AS services",
    )


def found_by(session: Session, words: str) -> list[int]:
    """Who fits every word: name or its initials, district, village, place of work, figures of the phone."""
    wanted = words.split()
    villages = dict(session.rows("SELECT id, name FROM villages"))
    found = []
    sql = (
        "SELECT id, name, organisation_post, phone, village_ids, (SELECT group_concat(constituency, ' ') FROM mandates"
        " WHERE deputy_id = deputies.id AND voided_on IS NULL) FROM deputies"
    )
    for deputy_id, name, post, phone, village_ids, districts in session.rows(sql):
        linked = " ".join(villages.get(each, "") for each in json.loads(village_ids))
        about = f"{post} {districts or ''} {linked}"
        if all(_fits(word, name, about, phone) for word in wanted):
            found.append(int(deputy_id))
    return found


def by_initials(words: str) -> bool:
    """Whether what was typed is read as pinyin initials."""
    return words.isascii() and words.isalpha()


def _fits(word: str, name: str, about: str, phone: str) -> bool:
    if matches(word, name, name=True) is not None or word.casefold() in about.casefold():
        return True
    return word.isdigit() and len(word) >= _FEWEST_FIGURES and word in phone
