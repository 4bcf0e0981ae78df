"""What the ledger F19 shows of each opinion beyond its row in a list: dispatch, limit, feedback, deputies (4.3.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .session import Session

_AMONG = "IN (SELECT value FROM json_each(?))"
_FACTS = {
    "dispatched_on": f"SELECT opinion_id, max(dispatched_on) FROM dispatches WHERE opinion_id {_AMONG} GROUP BY 1",
    "told_on": f"SELECT opinion_id, max(told_on) FROM feedbacks WHERE opinion_id {_AMONG} GROUP BY 1",
    "handling_due_on": (
        f"SELECT opinion_id, max(due_on) FROM deadlines WHERE kind = '办理' AND opinion_id {_AMONG} GROUP BY 1"
    ),
    "is_in_time": (
        "SELECT opinion_id, min(met_on <= due_on) FROM deadlines"
        f" WHERE kind IN ('办理', '二次办理') AND met_on IS NOT NULL AND opinion_id {_AMONG} GROUP BY 1"
    ),
    # a matter that was joined to another lies with that one
    "file_number": (
        "SELECT o.id, ifnull(i.archival_number, o.file_number) FROM opinions o LEFT JOIN archive_items i"
        " ON i.source_table = 'opinions' AND i.source_id = ifnull(o.merged_into, o.id) AND i.voided_on IS NULL"
        f" AND i.sequence IS NOT NULL WHERE o.id {_AMONG}"
    ),
}


def with_facts(session: Session, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a listing of opinions, each with what the ledger shows besides."""
    found = [dict(row) for row in rows]
    ids = json.dumps([row["id"] for row in found if "id" in row])
    for name, sql in _FACTS.items():
        values = dict(session.rows(sql, (ids,)))
        for row in found:
            row[name] = values.get(row.get("id"))
    deputies = _deputies(session, ids)
    for row in found:
        row["deputies"] = deputies.get(row.get("id", 0), "")
    return found


def _deputies(session: Session, ids: str) -> dict[int, str]:
    """The deputies of each opinion by name."""
    sql = (
        "SELECT opinions.id, deputies.name FROM opinions, json_each(opinions.deputy_ids) AS named"
        f" JOIN deputies ON deputies.id = named.value WHERE opinions.id {_AMONG} ORDER BY opinions.id, named.key"
    )
    names: dict[int, list[str]] = {}
    for opinion_id, name in session.rows(sql, (ids,)):
        names.setdefault(opinion_id, []).append(name)
    return {opinion_id: "、".join(found) for opinion_id, found in names.items()}
