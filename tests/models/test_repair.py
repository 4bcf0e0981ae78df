"""The full check of the month: it is noted, only what is drawn from the records is put right, and copies are read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import attachments, repair
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.backup import copies
from lianluozhan.models.check import SEARCH, Finding, Severity, check
from lianluozhan.models.checking import file as looks
from lianluozhan.models.database import DATABASE_FILE
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.prints import Print
from lianluozhan.models.rows import to_values
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter
from tests.sample_station import sample_station


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copied_home(tmp_path_factory.mktemp("made") / "home")
    session = enter(home, "zhou")
    with session.action("opinion.register"):
        for number in range(30):
            session.add(Opinion(title=f"第{number}盏路灯", content="坏了", received_on=NOON.date()))
    session.close()
    return home.folder


@pytest.fixture
def session(made: Path, tmp_path: Path) -> Iterator[Session]:
    shutil.copytree(made, tmp_path / "home")
    session = enter(Home(tmp_path / "home"), "zhou")
    yield session
    session.close()


def around_the_rules(session: Session, statement: str) -> None:
    session.db.conn.execute("PRAGMA foreign_keys = OFF")
    session.db.conn.execute(statement)
    session.db.conn.commit()


def records(session: Session) -> list[tuple[object, ...]]:
    return [to_values(opinion) for opinion in session.select(Opinion)]


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM opinions_words WHERE rowid IN (3, 30)",
        "INSERT INTO opinions_words (opinions_words) VALUES ('delete-all')",
        "UPDATE opinions_words_data SET block = x'00' WHERE id > 10",
    ],
)
def test_a_wrong_search_index_is_built_anew_and_no_record_is_touched(session: Session, harm: str) -> None:
    before, lines = records(session), session.value("SELECT max(id) FROM audit_log")
    around_the_rules(session, harm)
    found = repair.check_fully(session)
    assert [(finding.area, finding.severity) for finding in found] == [(SEARCH, Severity.NOTE)]
    assert records(session) == before
    written = session.rows("SELECT action, table_name FROM audit_log WHERE id > ?", (lines,))
    assert written == [("check.rebuild", "checks"), ("check.run", "checks")]
    assert check(session) == []


def test_nothing_is_built_anew_in_a_file_that_is_damaged(session: Session) -> None:
    around_the_rules(session, "UPDATE opinions SET village_id = 99 WHERE id = 1")
    around_the_rules(session, "DELETE FROM opinions_words WHERE rowid = 3")
    found = {finding.area: finding for finding in repair.check_fully(session)}
    assert "没有重建" in found[SEARCH].sentence and found["数据库"].severity is Severity.DAMAGE
    assert session.value("SELECT count(*) FROM opinions_words") == 29


def test_a_full_check_is_due_a_month_after_the_last_or_after_the_station_was_set_up(session: Session) -> None:
    assert repair.last_full(session) is None and not repair.is_due(session)
    session.now = lambda: NOON + timedelta(days=repair.CYCLE)
    assert repair.is_due(session)
    repair.check_fully(session)
    assert repair.last_full(session) == session.now() and not repair.is_due(session)
    session.now = lambda: NOON
    assert repair.is_due(session), "a clock that went back does not put it off"


def test_what_a_check_found_stands_in_the_log(session: Session) -> None:
    around_the_rules(session, "UPDATE opinions SET voided_on = '2026-11-24' WHERE id = 1")
    repair.check_fully(session)
    changes = session.value("SELECT changes FROM audit_log ORDER BY id DESC LIMIT 1")
    assert changes == '{"note":0,"warning":1,"damage":0}'


# What the rules of the records find ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A year of work, with a savepoint for each test to go back to."""
    home = sample_station(tmp_path_factory.mktemp("sample") / "home")
    session = enter(home, "zhouchangfu", "Yangli#2026")
    session.db.conn.execute("PRAGMA foreign_keys = OFF")
    for (trigger,) in session.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        session.db.conn.execute(f"DROP TRIGGER {trigger}")
    session.db.conn.commit()
    with session.action("print.form"):
        session.add(Print(form="F10", owner_table="opinions", owner_id=1, way="printer", printed_at=NOON))
    yield session
    session.close()


def sentences(session: Session, *statements: str) -> str:
    session.db.conn.execute("SAVEPOINT harm")
    try:
        for statement in statements:
            assert session.db.conn.execute(statement).rowcount, statement
        return "\n".join(finding.sentence for finding in check(session))
    finally:
        session.db.conn.execute("ROLLBACK TO harm")
        session.db.conn.execute("RELEASE harm")


def test_a_year_of_work_breaks_no_rule(sample: Session) -> None:
    assert check(sample) == []
    assert check(sample, quick=True) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE deadlines SET due_on = '2000-01-01' WHERE id = 1", "截止日早于起算日"),
        ("UPDATE promises SET state = 'kept', ended_on = NULL WHERE id = (SELECT min(id) FROM promises)", "没有日期"),
        ("UPDATE promises SET state = 'open', ended_on = '2026-01-01'", "还在跟踪却有结束日期"),
        ("UPDATE promises SET opinion_id = opinion_id + 1 WHERE id = (SELECT min(id) FROM promises)", "别的一件的答复"),
        ("UPDATE mandates SET ends_on = '1990-01-01' WHERE id = 1", "结束早于开始"),
        ("UPDATE mandates SET status = 'ended', ends_on = NULL WHERE id = 1", "已结束却没有日期"),
        ("UPDATE deputies SET retired_on = '2026-01-01' WHERE id = 1", "已经停用却还有在任的职务"),
        ("UPDATE group_members SET post = 'leader' WHERE group_id = 1", "有两位组长"),
        ("UPDATE group_members SET ends_on = '1990-01-01' WHERE id = 1", "出组早于入组"),
        ("UPDATE deputy_groups SET retired_on = '2026-01-01' WHERE id = 1", "已经停用的小组"),
        ("UPDATE receptions SET number = '' WHERE state = 'held'", "没有期号"),
        ("UPDATE receptions SET ends_at = '01:00' WHERE id = 1", "结束时间早于开始时间"),
        ("UPDATE receptions SET state = 'cancelled', cancel_reason = '' WHERE id = 1", "已取消却没有原因"),
        ("UPDATE visits SET number = '' WHERE state = 'done'", "接待记录没有编号"),
        ("UPDATE visits SET left_at = '2000-01-01T08:00:00' WHERE id = 1", "离开时间早于到站时间"),
        ("UPDATE visits SET voided_on = '2026-01-01', void_reason = '' WHERE id = 1", "已作废却没有原因"),
        ("UPDATE prints SET owner_table = 'opinions', owner_id = 99999 WHERE id = 1", "说的记录找不到"),
        ("UPDATE prints SET copies = 0 WHERE id = 1", "份数不对"),
        ("UPDATE dispatches SET number = (SELECT max(number) FROM dispatches)", "用了两次"),
        ("DELETE FROM opinions WHERE number LIKE '社情民意〔2026〕0002号'", "缺第 2 号，没有记录"),
        ("DELETE FROM visits WHERE number LIKE '接待〔2026〕0001号'", "接待 2026 年缺第 1 号"),
        ("DELETE FROM receptions WHERE number LIKE '接待〔2026〕02期'", "接待期号 2026 年缺第 2 号"),
        ("UPDATE number_series SET last = 1 WHERE kind = '交办'", "小于已用的号"),
    ],
)
def test_a_record_that_contradicts_another_is_told(sample: Session, statement: str, words: str) -> None:
    assert words in sentences(sample, statement)


def test_two_mandates_of_one_level_at_once_are_told(sample: Session) -> None:
    names = "deputy_id, level, term, constituency, starts_on, ends_on, status, end_reason"
    twice = f"INSERT INTO mandates ({names}) SELECT {names} FROM mandates WHERE status = 'active' LIMIT 1"
    assert "两条同时在任" in sentences(sample, twice)


def test_two_limits_of_one_kind_at_once_are_told(sample: Session) -> None:
    names = "opinion_id, kind, starts_on, amount, unit, due_on, rule, is_provisional"
    one = f"SELECT {names} FROM deadlines WHERE met_on IS NULL AND kind <> '停计' LIMIT 1"
    assert "同时在走" in sentences(sample, f"INSERT INTO deadlines ({names}) {one}")


# Attachments and copies ------------------------------------------------------------------------------------------


@pytest.fixture
def file(session: Session, tmp_path: Path) -> Attachment:
    (tmp_path / "来信.txt").write_text("路灯坏了")
    with session.action("attachment.add"):
        return attachments.attach(session, "opinions", 1, tmp_path / "来信.txt")


def test_a_hash_of_a_newer_version_is_told_as_such_and_not_as_damage(session: Session, file: Attachment) -> None:
    around_the_rules(session, "UPDATE attachments SET algorithm = 'blake9'")
    (found,) = check(session)
    assert (found.area, found.severity) == ("附件", Severity.NOTE) and "没有当作损坏" in found.sentence


@pytest.mark.parametrize("algorithm", ["sha256", "blake9"])
def test_a_file_that_is_gone_is_damage_whatever_its_hash(session: Session, file: Attachment, algorithm: str) -> None:
    around_the_rules(session, f"UPDATE attachments SET algorithm = '{algorithm}'")
    attachments.stored_path(session.folder, file).unlink()
    assert [finding.severity for finding in check(session)] == [Severity.DAMAGE]
    assert [finding.severity for finding in check(session, quick=True)] == [Severity.DAMAGE]


def test_the_start_reads_the_content_of_some_attachments(session: Session, file: Attachment) -> None:
    path = attachments.stored_path(session.folder, file)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert "已损坏" in check(session, quick=True)[0].sentence


def test_an_attachment_whose_record_is_gone_is_told(session: Session, file: Attachment) -> None:
    around_the_rules(session, "UPDATE attachments SET owner_id = 999")
    assert ["所属的记录找不到" in finding.sentence for finding in check(session)] == [True]


def test_a_copy_that_cannot_be_read_is_told_and_left_where_it_is(session: Session) -> None:
    copy = copies.make(session, copies.Why.DAILY).path
    copy.write_bytes(copy.read_bytes()[:-40])
    (copy.parent / "联络站本机副本-坏.llzbak").write_bytes(b"?")
    assert [(found.area, found.severity) for found in check(session)] == [("本机副本", Severity.WARNING)] * 2
    assert copy.exists()


def test_a_disk_that_is_nearly_full_is_told_at_the_start(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    full = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    found: list[Finding] = check(session, quick=True)
    assert [each.area for each in found] == ["本机副本"] and "快满" in found[0].sentence


# Damage, as the start sees it ------------------------------------------------------------------------------------


def test_a_file_that_was_cut_while_it_was_open_is_damage(session: Session) -> None:
    session.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = session.folder / DATABASE_FILE
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 3 * 4096)
    assert ("数据库", Severity.DAMAGE) in [(found.area, found.severity) for found in check(session, quick=True)]


@pytest.mark.parametrize("whole_up_to", [looks.SMALL_FILE, 0])
def test_a_flipped_bit_in_a_page_of_the_records_is_seen_at_the_start(
    session: Session, whole_up_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "SMALL_FILE", whole_up_to)  # 0: of a large file only rows are read
    session.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = session.folder / DATABASE_FILE
    root = session.value("SELECT rootpage FROM sqlite_master WHERE name = 'opinions'")
    home = Home(session.folder.parent)
    session.close()
    with path.open("rb+") as file:
        file.seek((root - 1) * 4096 + 100)
        byte = file.read(1)
        file.seek((root - 1) * 4096 + 100)
        file.write(bytes([byte[0] ^ 1]))
    again = enter(home, "zhou")
    assert ("数据库", Severity.DAMAGE) in [(found.area, found.severity) for found in check(again, quick=True)]
    again.close()


def test_over_three_starts_on_three_days_every_rule_has_its_turn(session: Session) -> None:
    around_the_rules(session, "UPDATE opinions SET voided_on = '2026-11-24', status = 'closed' WHERE id = 30")
    told: list[str] = []
    for days in range(3):
        session.now = lambda days=days: NOON + timedelta(days=days)  # type: ignore[misc]
        told += [finding.sentence for finding in check(session, quick=True)]
    assert len(told) == 3 and len({*told}) == 3, "no number, no day of closing, no reason for voiding"
