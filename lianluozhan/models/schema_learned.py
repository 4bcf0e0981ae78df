"""The step of the schema that keeps what was learned (2026-11): scratch, made anew from the records. Never edited."""

TABLES = (
    """CREATE TABLE learned (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        part INTEGER NOT NULL,
        content TEXT NOT NULL,
        UNIQUE (kind, part)
    ) STRICT""",
)
