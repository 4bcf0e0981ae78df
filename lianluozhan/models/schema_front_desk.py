"""The second step of the schema (2026-11): drafts, saved views, phrases, joined matters. Never edited."""

TABLES = (
    # what is being typed, one row a person and form; not a record: overwritten, and gone when the form is stored
    """CREATE TABLE drafts (
        id INTEGER PRIMARY KEY,
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        form TEXT NOT NULL,
        owner_id INTEGER NOT NULL,
        title TEXT NOT NULL,
        seen TEXT NOT NULL,
        typed TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        UNIQUE (staff_id, form, owner_id)
    ) STRICT""",
    """CREATE TABLE draft_files (
        id INTEGER PRIMARY KEY,
        draft_id INTEGER NOT NULL REFERENCES drafts(id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE saved_views (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        is_personal INTEGER NOT NULL,
        conditions TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE phrases (
        id INTEGER PRIMARY KEY,
        purpose TEXT NOT NULL,
        category_id INTEGER REFERENCES categories(id),
        words TEXT NOT NULL,
        position INTEGER,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE opinion_links (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        other_id INTEGER NOT NULL REFERENCES opinions(id),
        note TEXT NOT NULL,
        linked_by INTEGER REFERENCES staff(id),
        linked_on TEXT NOT NULL,
        voided_on TEXT
    ) STRICT""",
)

COLUMNS = ("ALTER TABLE opinions ADD COLUMN merged_into INTEGER REFERENCES opinions(id)",)

_OPEN = "voided_on IS NULL AND status NOT IN ('on_spot', 'withdrawn', 'merged', 'closed', 'filed')"

INDEXES = (
    "DROP INDEX opinions_open",
    "DROP INDEX opinions_open_received",
    "DROP INDEX opinions_due",
    "DROP INDEX opinions_status_due",
    "DROP INDEX opinions_closed",
    f"CREATE INDEX opinions_open ON opinions (ifnull(due_on, '9999-12-31'), id) WHERE {_OPEN}",
    f"CREATE INDEX opinions_open_received ON opinions (received_on, id) WHERE {_OPEN}",
    "CREATE INDEX opinions_closed ON opinions (closed_on, id) WHERE closed_on IS NOT NULL",
    "CREATE INDEX opinions_status ON opinions (status, received_on, id)",
    "CREATE INDEX opinions_channel ON opinions (channel, received_on, id)",
    "CREATE INDEX opinions_village ON opinions (village_id, received_on, id)",
    "CREATE INDEX opinions_category ON opinions (category_id, received_on, id)",
    "CREATE INDEX opinions_body ON opinions (lead_body_id, received_on, id)",
    "CREATE INDEX opinions_satisfaction ON opinions (satisfaction, received_on, id) WHERE satisfaction <> ''",
    "CREATE INDEX opinions_submitter ON opinions (submitter_name, id) WHERE submitter_name <> ''",
    "CREATE INDEX opinions_phone ON opinions (phone, id) WHERE phone <> ''",
    "CREATE INDEX opinions_merged ON opinions (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX opinion_links_opinion ON opinion_links (opinion_id)",
    "CREATE INDEX opinion_links_other ON opinion_links (other_id)",
    "CREATE INDEX draft_files_draft ON draft_files (draft_id)",
)
