"""The log that cannot be edited: refused by the file, and found by the chain when the file was opened around us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import audit, backup
from lianluozhan.models.check import check
from lianluozhan.models.database import SQLITE_ERRORS
from lianluozhan.models.session import Session
from lianluozhan.models.stations import edit
from tests.keeping import copied_home, enter


@pytest.fixture
def session(tmp_path: Path) -> Session:  # type: ignore[misc]
    session = enter(copied_home(tmp_path / "home"))
    for number in range(5):
        edit(session, hotline=f"0797-{number}")
    yield session
    session.close()


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET changes = '{}' WHERE id = 2",
        "DELETE FROM audit_log WHERE id = 2",
        "DELETE FROM audit_log",
        "INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE id = 2",
        "INSERT INTO audit_log SELECT id + 100, at, staff_id, action, table_name, record_id, changes, mac"
        " FROM audit_log WHERE id = 2",
    ],
)
def test_the_file_itself_refuses_to_change_the_log(session: Session, statement: str) -> None:
    with pytest.raises(SQLITE_ERRORS, match="append-only"):
        session.db.conn.execute(statement)
    session.db.conn.rollback()
    assert audit.first_broken(session.db, session.keys) is None


def around_the_triggers(session: Session, statement: str) -> None:
    connection: Any = session.db.conn
    for name in ("no_update", "no_delete", "no_gap"):
        connection.execute(f"DROP TRIGGER audit_log_{name}")
    connection.execute(statement)
    connection.commit()


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit_log SET changes = '{}' WHERE id = 7", 7),
        ("UPDATE audit_log SET at = '2020-01-01T00:00:00' WHERE id = 3", 3),
        ("UPDATE audit_log SET staff_id = 3 WHERE id = 4", 4),
        ("DELETE FROM audit_log WHERE id = 6", 6),
    ],
)
def test_a_change_around_the_triggers_is_found_by_the_chain(session: Session, statement: str, line: int) -> None:
    around_the_triggers(session, statement)
    assert audit.first_broken(session.db, session.keys) == line
    assert any(f"第 {line} 行" in finding.sentence for finding in check(session))


def test_a_cut_tail_is_found_by_the_head_written_down_at_a_backup(session: Session, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    backup.back_up(session, tmp_path / "usb")
    head = audit.head(session.db).id
    around_the_triggers(session, f"DELETE FROM audit_log WHERE id > {head - 4}")
    assert audit.first_broken(session.db, session.keys) is None
    assert any("末号不一致" in finding.sentence for finding in check(session, quick=True))


def test_the_head_reads_as_eight_groups_of_four(session: Session) -> None:
    assert [len(group) for group in audit.head(session.db).groups.split()] == [4] * 8
