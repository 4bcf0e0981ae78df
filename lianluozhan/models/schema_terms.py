"""What keeps a closed term as it was, in the seventh step of the schema (2026-11). Never edited.

A row that is dated in a closed term is neither added, changed nor removed, whatever program writes. A later step that
has to rewrite such rows takes the triggers away first and puts them back.
"""

CLOSED = "(SELECT max(ends_on) FROM terms WHERE closed_on IS NOT NULL)"  # nothing is closed: NULL, and nothing fires
REFUSAL = "a closed term is read-only"  # told in words by `database.storage_trouble`

_DATED = "{day} <= " + CLOSED
_RECEPTION = "(SELECT held_on FROM receptions WHERE id = {row}.reception_id)"
_OWNER = (
    "CASE {row}.owner_table"
    " WHEN 'receptions' THEN (SELECT held_on FROM receptions WHERE id = {row}.owner_id)"
    " WHEN 'activities' THEN (SELECT substr(starts_at, 1, 10) FROM activities WHERE id = {row}.owner_id) END"
)
_NOTICE = (
    "max({row}.issued_on, ifnull((SELECT max(held_on) FROM receptions, json_each({row}.reception_ids)"
    " WHERE receptions.id = json_each.value), ''))"
)
# a year that ended with the term; the year in which it ended for those who are deputies no more
_YEAR = (
    f"({{row}}.year || '-12-31' <= {CLOSED} OR ({{row}}.year || '-01-01' <= {CLOSED} AND NOT EXISTS ("
    f"SELECT 1 FROM mandates WHERE deputy_id = {{row}}.deputy_id AND voided_on IS NULL"
    f" AND (ends_on IS NULL OR ends_on > {CLOSED}))))"
)
_LISTED = "EXISTS (SELECT 1 FROM terms WHERE id = {row}.term_id AND closed_on IS NOT NULL)"
_ON_LIST = (
    "EXISTS (SELECT 1 FROM handovers JOIN terms ON terms.id = term_id"
    " WHERE handovers.id = {row}.handover_id AND closed_on IS NOT NULL)"
)

# table: when a row of it belongs to a closed term
FROZEN = {
    "service_records": _DATED.format(day="{row}.starts_on"),
    "contacts": _DATED.format(day="{row}.contacted_on"),
    "voter_reports": _DATED.format(day="{row}.reported_on"),
    "activities": _DATED.format(day="substr({row}.starts_at, 1, 10)"),
    "attendances": _DATED.format(day=_OWNER),
    "receptions": _DATED.format(day="{row}.held_on"),
    "visits": _DATED.format(day=_RECEPTION),
    "reception_notices": _DATED.format(day=_NOTICE),
    "hand_counts": _YEAR,
    "year_reviews": _YEAR,
    "mandates": "{row}.status IN ('ended', 'expired') AND " + _DATED.format(day="{row}.ends_on"),
    "group_members": _DATED.format(day="{row}.ends_on"),
}
# lists of the hand-over stay as they were signed; one for something that was found later may still be added
_KEPT = {"handovers": _LISTED, "handover_items": _ON_LIST}

# what is still written afterwards: that a deputy was told how a matter ended, that a volume was bound, and its note
_COLUMNS = {
    "visits": "reception_id, number, position, state, arrived_at, talked_from, left_at, left_reason, name,"
    " same_name_note, sex, age, phone, village_id, address, people_count, keeps_secret, deputy_ids, subject, content,"
    " request, category_id, answer, treatment, decline_ground, referral, reply_by, opinion_id, satisfaction,"
    " entered_by, note, voided_on, void_reason",
    "receptions": "plan_id, number, held_on, starts_at, ends_at, place, topic, body_ids, lead_body_id, staff_id, state,"
    " moved_from, moved_reason, rest_day_reason, cancel_reason, opened_at, closed_at, summary, summed_on,"
    " voided_on, void_reason",
}

# what the file of somebody says who was a deputy until then and is none any more; how to reach him stays open
_PERSON = (
    "name, sex, nationality, born_on, organisation_post, native_place, party, party_since, work_since, education,"
    " degree, school, occupation, title, id_number, certificate, joined_on, labels, expertise, village_ids,"
    " linked_voters, career, honours, pledge"
)
_GONE = (
    f"EXISTS (SELECT 1 FROM mandates WHERE deputy_id = OLD.id AND voided_on IS NULL AND ends_on <= {CLOSED})"
    f" AND NOT EXISTS (SELECT 1 FROM mandates WHERE deputy_id = OLD.id AND voided_on IS NULL"
    f" AND (ends_on IS NULL OR ends_on > {CLOSED}))"
)


def _triggers(table: str, belongs: str) -> tuple[str, ...]:
    new, old = belongs.format(row="NEW"), belongs.format(row="OLD")
    of = f" OF {_COLUMNS[table]}" if table in _COLUMNS else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return (
        *([f"CREATE TRIGGER {table}_closed_insert BEFORE INSERT ON {table} WHEN {new} {refuse}"] * (table in FROZEN)),
        f"CREATE TRIGGER {table}_closed_update BEFORE UPDATE{of} ON {table} WHEN {old} OR {new} {refuse}",
        f"CREATE TRIGGER {table}_closed_delete BEFORE DELETE ON {table} WHEN {old} {refuse}",
    )


TRIGGERS = (
    *(statement for table, belongs in (FROZEN | _KEPT).items() for statement in _triggers(table, belongs)),
    f"CREATE TRIGGER deputies_closed_update BEFORE UPDATE OF {_PERSON} ON deputies WHEN {_GONE}"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER deputies_closed_delete BEFORE DELETE ON deputies WHEN {_GONE}"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER terms_closed_update BEFORE UPDATE ON terms WHEN OLD.closed_on IS NOT NULL"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER terms_closed_delete BEFORE DELETE ON terms WHEN OLD.closed_on IS NOT NULL"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
