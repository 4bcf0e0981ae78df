"""Safekeeping, the eighth step of the schema (2026-11): sticks, drills, closed matters and persons. Never edited."""

TABLES = (
    """CREATE TABLE sticks (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        mark TEXT NOT NULL,
        serial TEXT NOT NULL,
        keep_place TEXT NOT NULL,
        registered_on TEXT,
        registered_by INTEGER REFERENCES staff(id),
        retired_on TEXT,
        retire_reason TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE drills (
        id INTEGER PRIMARY KEY,
        held_on TEXT NOT NULL,
        held_by INTEGER REFERENCES staff(id),
        computer TEXT NOT NULL,
        file_name TEXT NOT NULL,
        unlocked_with TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        result TEXT NOT NULL,
        note TEXT NOT NULL,
        voided_on TEXT,
        void_reason TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE closures (
        id INTEGER PRIMARY KEY,
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        subject TEXT NOT NULL,
        opinion_id INTEGER REFERENCES opinions(id),
        deputy_id INTEGER REFERENCES deputies(id),
        person_name TEXT NOT NULL,
        phone TEXT NOT NULL,
        reason TEXT NOT NULL,
        decided_by INTEGER REFERENCES staff(id),
        decided_on TEXT,
        lifted_by INTEGER REFERENCES staff(id),
        lifted_on TEXT,
        lift_reason TEXT NOT NULL
    ) STRICT""",
)

COLUMNS = (
    "ALTER TABLE backups ADD COLUMN stick_id INTEGER REFERENCES sticks(id)",
    "ALTER TABLE backups ADD COLUMN kind TEXT NOT NULL DEFAULT 'set'",
    "ALTER TABLE backups ADD COLUMN base_digest TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE backups ADD COLUMN rendered TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE backups ADD COLUMN proven_again_at TEXT",
    "ALTER TABLE backups ADD COLUMN removed_on TEXT",
    # 备注 said it until now: “2026-11-24 再次核验通过”
    "UPDATE backups SET proven_again_at = substr(note, instr(note, ' 再次核验通过') - 10, 10) || 'T00:00:00'"
    " WHERE instr(note, ' 再次核验通过') > 10",
)

INDEXES = (
    "CREATE UNIQUE INDEX sticks_mark ON sticks (mark)",
    "CREATE INDEX closures_staff ON closures (staff_id) WHERE lifted_on IS NULL",
    "CREATE INDEX backups_stick ON backups (stick_id)",
)
