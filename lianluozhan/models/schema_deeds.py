"""Deeds, with the seventh step of the schema (2026-11): which lines of the audit log one action wrote. Never edited."""

TABLES = (
    """CREATE TABLE deeds (
        id INTEGER PRIMARY KEY,
        last INTEGER NOT NULL,
        staff_id INTEGER NOT NULL,
        action TEXT NOT NULL,
        undoes INTEGER REFERENCES deeds(id)
    ) STRICT""",
)

INDEXES = (
    "CREATE INDEX deeds_staff ON deeds (staff_id, id)",
    "CREATE INDEX deeds_undone ON deeds (undoes) WHERE undoes IS NOT NULL",
)
