"""The first schema of the database (2026-11): its tables and indexes, as they were on that day. Never edited."""

TABLES = (
    """CREATE TABLE stations (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        place TEXT NOT NULL,
        congress TEXT NOT NULL,
        address TEXT NOT NULL,
        hotline TEXT NOT NULL,
        fonds_number TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sex TEXT,
        organisation_post TEXT NOT NULL,
        phone TEXT NOT NULL,
        duties TEXT NOT NULL,
        note TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE appointments (
        id INTEGER PRIMARY KEY,
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        post TEXT NOT NULL,
        starts_on TEXT NOT NULL,
        ends_on TEXT,
        note TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE accounts (
        id INTEGER PRIMARY KEY,
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        user_name TEXT NOT NULL UNIQUE,
        roles TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE deputies (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sex TEXT,
        nationality TEXT NOT NULL,
        born_on TEXT,
        organisation_post TEXT NOT NULL,
        phone TEXT NOT NULL,
        note TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE mandates (
        id INTEGER PRIMARY KEY,
        deputy_id INTEGER NOT NULL REFERENCES deputies(id),
        level TEXT NOT NULL,
        term TEXT NOT NULL,
        constituency TEXT NOT NULL,
        starts_on TEXT,
        ends_on TEXT,
        status TEXT NOT NULL,
        end_reason TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE handling_bodies (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        short_name TEXT NOT NULL,
        kind TEXT NOT NULL,
        contact TEXT NOT NULL,
        phone TEXT NOT NULL,
        address TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE villages (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        constituency TEXT NOT NULL,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE categories (
        id INTEGER PRIMARY KEY,
        parent_id INTEGER REFERENCES categories(id),
        name TEXT NOT NULL,
        congress_view TEXT NOT NULL,
        position INTEGER,
        retired_on TEXT
    ) STRICT""",
    """CREATE TABLE settings (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE calendar_years (
        id INTEGER PRIMARY KEY,
        year INTEGER NOT NULL UNIQUE,
        source TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE calendar_days (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE number_series (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER,
        UNIQUE (kind, year)
    ) STRICT""",
    """CREATE TABLE import_batches (
        id INTEGER PRIMARY KEY,
        file_name TEXT NOT NULL,
        digest TEXT NOT NULL,
        row_count INTEGER,
        refused_count INTEGER,
        imported_on TEXT NOT NULL,
        imported_by INTEGER REFERENCES staff(id),
        taken_back_on TEXT
    ) STRICT""",
    """CREATE TABLE attachments (
        id INTEGER PRIMARY KEY,
        owner_table TEXT NOT NULL,
        owner_id INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER,
        algorithm TEXT NOT NULL,
        digest TEXT NOT NULL,
        stored_as TEXT NOT NULL,
        is_encrypted INTEGER NOT NULL,
        added_by INTEGER REFERENCES staff(id),
        added_on TEXT,
        voided_on TEXT
    ) STRICT""",
    """CREATE TABLE prints (
        id INTEGER PRIMARY KEY,
        form TEXT NOT NULL,
        owner_table TEXT NOT NULL,
        owner_id INTEGER,
        way TEXT NOT NULL,
        copies INTEGER,
        printed_at TEXT NOT NULL,
        printed_by INTEGER REFERENCES staff(id)
    ) STRICT""",
    """CREATE TABLE backups (
        id INTEGER PRIMARY KEY,
        made_at TEXT NOT NULL,
        made_by INTEGER REFERENCES staff(id),
        medium TEXT NOT NULL,
        file_name TEXT NOT NULL,
        database_size INTEGER,
        attachment_count INTEGER,
        digest TEXT NOT NULL,
        is_verified INTEGER NOT NULL,
        audit_head TEXT NOT NULL,
        place TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE opinions (
        id INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        status TEXT NOT NULL,
        registered_on TEXT,
        received_on TEXT NOT NULL,
        channel TEXT NOT NULL,
        urgency TEXT NOT NULL,
        is_anonymous INTEGER NOT NULL,
        submitter_name TEXT NOT NULL,
        sex TEXT,
        age INTEGER,
        identity TEXT,
        phone TEXT NOT NULL,
        address TEXT NOT NULL,
        village_id INTEGER REFERENCES villages(id),
        people_count INTEGER,
        keeps_secret INTEGER NOT NULL,
        deputy_ids TEXT NOT NULL,
        title TEXT NOT NULL,
        content TEXT NOT NULL,
        request TEXT NOT NULL,
        nature TEXT NOT NULL,
        category_id INTEGER REFERENCES categories(id),
        is_widespread INTEGER NOT NULL,
        is_key INTEGER NOT NULL,
        place TEXT NOT NULL,
        screening TEXT NOT NULL,
        decline_ground TEXT,
        referral TEXT NOT NULL,
        proposal TEXT NOT NULL,
        proposed_body_id INTEGER REFERENCES handling_bodies(id),
        registered_by INTEGER REFERENCES staff(id),
        holder TEXT NOT NULL,
        due_on TEXT,
        due_kind TEXT NOT NULL,
        due_provisional INTEGER NOT NULL,
        lead_body_id INTEGER REFERENCES handling_bodies(id),
        result_class TEXT,
        satisfaction TEXT NOT NULL,
        replied_on TEXT,
        closed_on TEXT,
        file_number TEXT NOT NULL,
        voided_on TEXT,
        void_reason TEXT NOT NULL,
        source_number TEXT NOT NULL,
        import_batch_id INTEGER REFERENCES import_batches(id)
    ) STRICT""",
    """CREATE TABLE opinion_steps (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        name TEXT NOT NULL,
        label TEXT NOT NULL,
        status TEXT NOT NULL,
        words TEXT NOT NULL,
        staff_id INTEGER REFERENCES staff(id),
        staff_name TEXT NOT NULL,
        acted_on TEXT NOT NULL,
        source TEXT NOT NULL,
        recorded_by INTEGER REFERENCES staff(id),
        recorded_at TEXT NOT NULL,
        attachment_id INTEGER REFERENCES attachments(id),
        voided_on TEXT
    ) STRICT""",
    """CREATE TABLE dispatches (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        kind TEXT NOT NULL,
        number TEXT NOT NULL,
        lead_body_id INTEGER NOT NULL REFERENCES handling_bodies(id),
        requirement TEXT NOT NULL,
        due_class TEXT NOT NULL,
        dispatched_on TEXT NOT NULL,
        due_on TEXT,
        received_by TEXT NOT NULL,
        received_on TEXT
    ) STRICT""",
    """CREATE TABLE joint_handlings (
        id INTEGER PRIMARY KEY,
        dispatch_id INTEGER NOT NULL REFERENCES dispatches(id),
        body_id INTEGER NOT NULL REFERENCES handling_bodies(id),
        due_on TEXT,
        opinion_text TEXT NOT NULL,
        replied_on TEXT
    ) STRICT""",
    """CREATE TABLE replies (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        dispatch_id INTEGER REFERENCES dispatches(id),
        document_number TEXT NOT NULL,
        content TEXT NOT NULL,
        result_class TEXT,
        promise TEXT NOT NULL,
        promised_on TEXT,
        way TEXT,
        signed_by TEXT NOT NULL,
        handler TEXT NOT NULL,
        handler_phone TEXT NOT NULL,
        replied_on TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE feedbacks (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        told TEXT NOT NULL,
        way TEXT NOT NULL,
        told_on TEXT NOT NULL,
        told_by INTEGER REFERENCES staff(id),
        note TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE evaluations (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        attitude TEXT NOT NULL,
        result TEXT NOT NULL,
        reason TEXT NOT NULL,
        remarks TEXT NOT NULL,
        evaluator TEXT NOT NULL,
        way TEXT NOT NULL,
        evaluated_on TEXT NOT NULL,
        taken_by INTEGER REFERENCES staff(id),
        decision TEXT NOT NULL,
        decided_on TEXT
    ) STRICT""",
    """CREATE TABLE deadlines (
        id INTEGER PRIMARY KEY,
        opinion_id INTEGER NOT NULL REFERENCES opinions(id),
        kind TEXT NOT NULL,
        starts_on TEXT NOT NULL,
        amount INTEGER,
        unit TEXT NOT NULL,
        due_on TEXT NOT NULL,
        rule TEXT NOT NULL,
        is_provisional INTEGER NOT NULL,
        met_on TEXT
    ) STRICT""",
    """CREATE TABLE audit_log (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        staff_id INTEGER NOT NULL,
        action TEXT NOT NULL,
        table_name TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        changes TEXT NOT NULL,
        mac BLOB NOT NULL
    ) STRICT""",
)

INDEXES = (
    "CREATE UNIQUE INDEX opinions_number ON opinions (number) WHERE number <> ''",
    "CREATE INDEX opinions_open ON opinions (ifnull(due_on, '9999-12-31'), id)"
    " WHERE voided_on IS NULL AND status NOT IN ('on_spot', 'withdrawn', 'closed', 'filed')",
    "CREATE INDEX opinions_open_received ON opinions (received_on, id)"
    " WHERE voided_on IS NULL AND status NOT IN ('on_spot', 'withdrawn', 'closed', 'filed')",
    "CREATE INDEX opinions_closed ON opinions (closed_on) WHERE closed_on IS NOT NULL",
    "CREATE INDEX opinions_due ON opinions (ifnull(due_on, '9999-12-31'), id)",
    "CREATE INDEX opinions_status_due ON opinions (status, ifnull(due_on, '9999-12-31'), id)",
    "CREATE INDEX opinions_received ON opinions (received_on, id)",
    "CREATE INDEX opinions_source ON opinions (source_number) WHERE source_number <> ''",
    "CREATE INDEX opinions_batch ON opinions (import_batch_id) WHERE import_batch_id IS NOT NULL",
    "CREATE INDEX opinion_steps_opinion ON opinion_steps (opinion_id, id)",
    "CREATE INDEX dispatches_opinion ON dispatches (opinion_id, id)",
    "CREATE INDEX joint_handlings_dispatch ON joint_handlings (dispatch_id, id)",
    "CREATE INDEX replies_opinion ON replies (opinion_id, id)",
    "CREATE INDEX feedbacks_opinion ON feedbacks (opinion_id, id)",
    "CREATE INDEX evaluations_opinion ON evaluations (opinion_id, id)",
    "CREATE INDEX deadlines_opinion ON deadlines (opinion_id, id)",
    "CREATE INDEX deadlines_provisional ON deadlines (due_on) WHERE is_provisional = 1 AND met_on IS NULL",
    "CREATE INDEX attachments_owner ON attachments (owner_table, owner_id)",
    "CREATE INDEX prints_owner ON prints (owner_table, owner_id)",
    "CREATE INDEX appointments_staff ON appointments (staff_id)",
    "CREATE INDEX mandates_deputy ON mandates (deputy_id)",
    "CREATE INDEX audit_log_record ON audit_log (table_name, record_id)",
)

AUDIT_TRIGGERS = (
    "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log"
    " BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
    "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log"
    " BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
    "CREATE TRIGGER audit_log_no_gap BEFORE INSERT ON audit_log"
    " WHEN NEW.id IS NOT (SELECT ifnull(max(id), 0) + 1 FROM audit_log)"
    " BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
)
