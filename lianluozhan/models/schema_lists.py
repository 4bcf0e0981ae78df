"""The fifth step of the schema (2026-11): an index for each filter and order of the lists. Never edited.

Each filter leads an index; the stage follows (open, done, gone, voided), so that a list of one stage is a plain run of
entries that can be read from both ends and counted without touching the rows. By deadline only open ones are listed.
"""

_STAGE = (
    "(CASE WHEN voided_on IS NOT NULL THEN 'v' WHEN status IN ('on_spot', 'closed', 'filed') THEN 'd'"
    " WHEN status IN ('withdrawn', 'merged') THEN 'g' ELSE 'o' END)"
)
_OPEN = "voided_on IS NULL AND status NOT IN ('on_spot', 'withdrawn', 'merged', 'closed', 'filed')"
_DUE = "ifnull(due_on, '9999-12-31')"
_FILTERS = {  # name: column, entries wanted
    "status": ("status", ""),
    "channel": ("channel", ""),
    "village": ("village_id", "village_id IS NOT NULL"),
    "category": ("category_id", "category_id IS NOT NULL"),
    "body": ("lead_body_id", "lead_body_id IS NOT NULL"),
    "holder": ("holder", "holder <> ''"),
    "satisfaction": ("satisfaction", "satisfaction <> ''"),
    "urgency": ("urgency", "urgency <> 'normal'"),
}


def _where(*conditions: str) -> str:
    wanted = " AND ".join(filter(None, conditions))
    return f" WHERE {wanted}" if wanted else ""


INDEXES = (
    *(f"DROP INDEX opinions_{name}" for name in ("status", "channel", "village", "category", "body", "satisfaction")),
    *(
        "DROP INDEX opinions_closed",
        "DROP INDEX opinions_received",
        "DROP INDEX opinions_open_received",
        "DROP INDEX opinions_open",
    ),
    f"CREATE INDEX opinions_done ON opinions ({_STAGE}, ifnull(closed_on, ''), id)",
    f"CREATE INDEX opinions_received ON opinions ({_STAGE}, received_on, id)",
    f"CREATE INDEX opinions_open ON opinions ({_DUE}, id, received_on) WHERE {_OPEN}",
    f"CREATE INDEX opinions_second ON opinions ({_STAGE}, received_on, id) WHERE due_kind = '二次办理'",
    *(
        statement
        for name, (column, wanted) in _FILTERS.items()
        for statement in (
            f"CREATE INDEX opinions_{name} ON opinions ({column}, {_STAGE}, received_on, id){_where(wanted)}",
            f"CREATE INDEX opinions_open_{name} ON opinions ({column}, {_DUE}, id){_where(wanted, _OPEN)}",
        )
    ),
)
