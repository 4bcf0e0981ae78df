"""What check finds, and that it finds nothing in a sound station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models.check import Severity, check
from lianluozhan.models.keyring import FILES
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    with session.action("opinion.register"):
        session.add(Opinion(title="路灯", content="坏了", received_on=NOON.date()))
    yield session
    session.close()


def found(session: Session) -> list[tuple[str, Severity]]:
    return [(finding.area, finding.severity) for finding in check(session)]


@pytest.mark.parametrize("quick", [True, False])
def test_a_sound_station_has_no_findings(session: Session, quick: bool) -> None:
    seen: list[int] = []
    assert check(session, quick=quick, progress=lambda done, total, what: seen.append(done)) == []
    assert seen == sorted(seen) and len(seen) > 3


def around_the_rules(session: Session, statement: str) -> None:
    connection: Any = session.db.conn
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.commit()


def test_an_opinion_missing_from_the_search_index_is_told(session: Session) -> None:
    around_the_rules(session, "DELETE FROM opinions_words WHERE rowid = 1")
    assert set(found(session)) == {("搜索目录", Severity.WARNING)}


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ("status = 'in_review'", "没有编号"),
        ("status = 'closed', number = 'x'", "没有办结日期"),
        ("status = 'handling', number = 'x'", "没有交办记录"),
        ("status = 'replied', number = 'x'", "没有答复记录"),
        ("voided_on = '2026-11-24'", "没有原因"),
        ("number = '社情民意〔2026〕0009号'", "给出的号小于"),
    ],
)
def test_an_opinion_that_contradicts_itself_is_named(session: Session, values: str, word: str) -> None:
    with session.action("opinion.register"):
        from lianluozhan.models.numbering import next_number

        next_number(session, "社情民意", 2026)
    around_the_rules(session, f"UPDATE opinions SET {values} WHERE id = 1")
    assert any(word in finding.sentence for finding in check(session))


def test_a_reference_to_nothing_is_damage(session: Session) -> None:
    around_the_rules(session, "UPDATE opinions SET village_id = 99 WHERE id = 1")
    assert ("数据库", Severity.DAMAGE) in found(session)


def test_a_lost_copy_of_the_keyring_is_told(session: Session) -> None:
    (session.folder / FILES[1]).unlink()
    assert found(session) == [("钥匙文件", Severity.WARNING)]


def test_an_account_without_a_password_is_told(session: Session) -> None:
    session.keyring.remove("li")
    assert "li" in check(session)[0].sentence


def test_a_clock_set_back_is_told(session: Session) -> None:
    session.now = lambda: NOON.replace(year=2001)
    assert [finding.severity for finding in check(session, quick=True)] == [Severity.WARNING]
