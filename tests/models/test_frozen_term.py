"""A closed term is read-only: whatever code writes, nothing of it is added, changed or removed (3.1.4, 4.6.1)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import deputies, term_closing, term_matters, terms, undoing
from lianluozhan.models.contacts import Contact
from lianluozhan.models.database import SQLITE_ERRORS
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions import feeding_back, summing
from lianluozhan.models.receptions.record import Reception, ReceptionNotice, Visit
from lianluozhan.models.schema_terms import FROZEN, REFUSAL, TRIGGERS
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session, table_of
from lianluozhan.models.terms import Term
from tests.keeping import copied_home, enter, noon
from tests.samples import SAMPLES

from .term_station import NEW, TERM, furnish
from .test_permission_matrix import DEEDS, arguments
from .test_terms import wind_up

EVERYTHING = replace(TERM, starts_on=date(1950, 1, 1), ends_on=date(2198, 12, 31), next_starts_on=None)


@pytest.fixture
def frozen(db, keys, folder, clock, everybody, sign_in) -> Session:
    """A station whose eighteenth term is closed, and everybody's rights in one hand."""
    whole = Session(db, everybody[Role.HEAD], frozenset(Role), keys=keys, folder=folder, now=clock)
    left = furnish(whole)
    officer = sign_in(Role.LIAISON_OFFICER)
    wind_up(officer, sign_in(Role.HEAD), terms.begin(officer, TERM), left)
    return whole


# Raw SQL -----------------------------------------------------------------------------------------------------------

ATTEMPTS = (
    "UPDATE service_records SET content = '改' WHERE starts_on <= '2026-02-28'",
    "DELETE FROM service_records WHERE starts_on <= '2026-02-28'",
    "INSERT INTO service_records SELECT id + 100, deputy_id, kind, title, '2026-02-28', ends_on, half_days, place,"
    " organiser, content, speech, effect, duty, source_table, source_id, state, review_words, reviewed_by,"
    " reviewed_on, page_ref, note, entered_by, voided_on, void_reason FROM service_records LIMIT 1",
    "UPDATE service_records SET starts_on = '2026-03-04' WHERE starts_on <= '2026-02-28'",
    "UPDATE contacts SET result_words = '改'",
    "DELETE FROM contacts",
    "UPDATE receptions SET summary = '改' WHERE held_on = '2026-02-10'",
    "UPDATE receptions SET held_on = '2026-02-11' WHERE held_on = '2026-03-20'",
    "DELETE FROM receptions WHERE held_on = '2026-02-10'",
    "UPDATE visits SET answer = '改'",
    "DELETE FROM visits",
    "UPDATE mandates SET end_reason = '改' WHERE status = 'expired'",
    "UPDATE mandates SET status = 'active', ends_on = NULL WHERE status = 'expired'",
    "DELETE FROM mandates WHERE status = 'expired'",
    "UPDATE group_members SET post = 'member' WHERE ends_on = '2026-02-28'",
    "UPDATE handovers SET witness = '改'",
    "DELETE FROM handover_items",
    "UPDATE deputies SET honours = '改' WHERE id = 1",
    "DELETE FROM deputies WHERE id = 2",
    "UPDATE terms SET closed_on = NULL",
    "DELETE FROM terms",
    "INSERT INTO attendances (owner_table, owner_id, deputy_id, presence, reason, duty, words, told_words, note)"
    " VALUES ('receptions', 1, 1, 'present', '', '', '', '', '')",
    "INSERT INTO hand_counts (deputy_id, rule_id, year, times, reason) VALUES (1, 1, 2025, 3, '补')",
    "INSERT INTO hand_counts (deputy_id, rule_id, year, times, reason) VALUES (1, 1, 2026, 3, '补')",
    "INSERT INTO year_reviews (deputy_id, year, summary, presidium_words, signed_by) VALUES (1, 2025, '', '', '')",
)


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize("statement", ATTEMPTS)
def test_raw_sql_changes_nothing_of_a_closed_term(frozen, statement):
    with pytest.raises(SQLITE_ERRORS, match=REFUSAL):
        frozen.db.conn.execute(statement)
    frozen.db.conn.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visits SET told_deputies_on = '2026-03-05', told_deputies_words = '电话告知'",
        "UPDATE receptions SET bound_on = '2026-03-05'",
        "UPDATE receptions SET place = '会议室' WHERE held_on = '2026-03-20'",
        "UPDATE opinions SET status = 'closed'",
        "UPDATE deputies SET phone = '13900000009', retired_on = '2026-03-05', file_number = '0123-DB-9' WHERE id = 1",
        "UPDATE deputies SET honours = '先进' WHERE id IN (3, 4)",
        "UPDATE suggestions SET answer = '已修'",
        "INSERT INTO hand_counts (deputy_id, rule_id, year, times, reason) VALUES (4, 1, 2026, 3, '新一届')",
    ],
)
def test_what_goes_on_after_a_term_is_still_written(frozen, statement):
    assert frozen.db.conn.execute(statement).rowcount > 0


@pytest.mark.clause("4.2.3")
def test_the_deputy_who_heard_a_matter_is_told_how_it_ended_after_the_term_is_closed(frozen):
    feeding_back.tell_deputies(frozen, 1, date(2026, 3, 5), "电话告知李新民，他转告了赵明山。")
    assert frozen.get(Visit, 1).told_deputies_on == date(2026, 3, 5)
    assert term_matters.owner_of(frozen, "visits", 1)[0].name == "李新民"


def test_a_reception_of_a_closed_term_is_still_bound(frozen):
    assert summing.bind(frozen, 1, date(2026, 3, 5), "没有照片").bound_on == date(2026, 3, 5)


@pytest.mark.clause("2.2.4")
def test_somebody_elected_again_years_later_has_his_file_open_again(frozen):
    with pytest.raises(RuleError, match="已经封存的届次"):
        deputies.edit(frozen, 1, organisation_post="石桥村村民委员会主任")
    deputies.add_mandate(frozen, 1, NEW)
    assert deputies.edit(frozen, 1, organisation_post="石桥村村民委员会主任").id == 1


@pytest.mark.clause("4.6.1")
def test_a_correction_of_before_the_closing_is_not_undone_after_it(db, keys, folder, clock, everybody, sign_in):
    whole = Session(db, everybody[Role.HEAD], frozenset(Role), keys=keys, folder=folder, now=clock)
    left = furnish(whole)
    deputies.edit(whole, left.leaver, honours="2025年优秀代表")
    deed = whole.value("SELECT max(id) FROM deeds")
    term = terms.begin(whole, TERM)
    wind_up(whole, sign_in(Role.HEAD), term, left)
    with pytest.raises(RuleError, match="已经封存的届次"):
        undoing.undo(whole, deed)
    assert whole.get(Deputy, left.leaver).honours == "2025年优秀代表"


def test_a_notice_stays_open_until_the_last_of_its_receptions(frozen):
    with frozen.action("reception.notice"):
        notice = frozen.add(ReceptionNotice(issued_on=date(2026, 2, 20), reception_ids=(1, 2)))
        frozen.change(notice, posting_places="公示栏")
        with pytest.raises(SQLITE_ERRORS, match=REFUSAL):
            frozen.change(notice, reception_ids=(1,))


# Through the program -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (ServiceRecord, {"content": "改"}),
        (Contact, {"content": "改"}),
        (Reception, {"summary": "改"}),
        (Visit, {"answer": "改"}),
    ],
)
def test_a_change_that_no_check_caught_is_refused_in_a_sentence(frozen, kind, values):
    with pytest.raises(RuleError, match="已经封存的届次"), frozen.action("service.enter"):
        frozen.change(frozen.get(kind, 1), **values)
    assert frozen.get(kind, 1) != replace(frozen.get(kind, 1), **values)


def test_the_days_of_the_next_term_are_open(frozen):
    terms.check_open(frozen, date(2026, 3, 1))
    with pytest.raises(RuleError, match="2026年2月28日以前的上一届已经封存"):
        terms.check_open(frozen, date(2026, 3, 1), date(2026, 2, 28))


def test_every_kind_of_row_that_is_frozen_has_its_three_triggers(db):
    made = {name for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"{table}_closed_{deed}" for table in FROZEN for deed in ("insert", "update", "delete")} <= made
    assert len(made) >= len(TRIGGERS)


def kept(session: Session) -> dict[str, list[tuple]]:
    """All rows of the tables that a closed term freezes."""
    return {table: session.rows(f"SELECT * FROM {table} ORDER BY id") for table in FROZEN}


def station(folder: Path, closed: bool) -> Session:
    """One of each record, all of them before the last day of the term; the rights of everybody."""
    first = enter(copied_home(folder / "home"), "wang")
    session = Session(
        first.db, first.staff, frozenset(Role), keys=first.keys, folder=first.folder, now=noon, keyring=first.keyring
    )
    with session.action("station.set_up"):
        for kind, sample in SAMPLES.items():
            if not session.rows(f"SELECT 1 FROM {table_of(kind)} WHERE id = 1"):
                session.add(EVERYTHING if kind is Term else sample)
        term = session.get(Term, 1)
        session.change(term, begun_on=noon().date(), closed_on=noon().date() if closed else None)
    return session


def changing(session: Session, folder: Path) -> set[str]:
    """Each public function that writes, called with something fitting: those after which frozen rows had changed."""
    found, before = set(), kept(session)
    for deed in DEEDS:
        try:
            positional, named = arguments(deed, session, folder)
            deed.call(*positional, **named)
        except Exception as said:
            assert REFUSAL not in str(said), deed
        if not session.db.conn.in_transaction and (now := kept(session)) != before:
            found.add(deed.where)
            before = now
    return found


@pytest.mark.clause("4.6.1")
def test_no_function_that_writes_changes_anything_of_a_closed_term(tmp_path):
    """The functions are those of the permission matrix, found by reading the sources."""
    open_station = station(tmp_path / "open", closed=False)
    writers = changing(open_station, tmp_path)
    open_station.close()
    assert len(writers) > 10, writers
    closed_station = station(tmp_path / "closed", closed=True)
    assert changing(closed_station, tmp_path) == set()
    closed_station.close()
    shutil.rmtree(tmp_path)


def test_a_closed_term_is_neither_edited_nor_given_up_nor_closed_again(frozen):
    for deed in (
        lambda: terms.edit(frozen, 1, name="第一届"),
        lambda: term_closing.expire(frozen, 1),
        lambda: term_closing.give_up(frozen, 1, "写错了"),
        lambda: term_closing.close(frozen, 1),
    ):
        with pytest.raises(RuleError, match="已经在2026年3月5日封存"):
            deed()
