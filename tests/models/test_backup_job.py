"""A backup runs beside the work: saves go on, it can be stopped anywhere, and it ends with a form made from it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lianluozhan.models import attachments, audit, backup
from lianluozhan.models.backup import job as jobs
from lianluozhan.models.backup import packing, proving, snapshot
from lianluozhan.models.backup.job import Job
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.database import damage, open_database
from lianluozhan.models.errors import Cancelled, StorageError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from lianluozhan.sheets.proof import prove_by_form
from tests.keeping import NOON, copied_home, enter

LONG = "村口老槐树到水塘那一段，路灯坏了四盏。" * 100


def register(session: Session, title: str, content: str = LONG) -> Opinion:
    with session.action("opinion.register"):
        return session.add(Opinion(title=title, content=content, received_on=NOON.date()))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    (tmp_path / "照片.jpg").write_bytes(random.Random(1).randbytes(3_000_000))
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title="路灯", content=LONG, received_on=NOON.date()))
        attachments.attach(session, "opinions", opinion.id, tmp_path / "照片.jpg")
    yield session
    session.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy in many steps, so that others come in between."""
    monkeypatch.setattr(snapshot, "PAGES", 8)
    monkeypatch.setattr(snapshot, "_HOLD", 0)


@pytest.mark.usefixtures("small_steps")
def test_saves_go_on_during_the_snapshot_and_it_is_still_one_moment(session: Session, tmp_path: Path) -> None:
    before, done = audit.head(session.db).id, threading.Event()
    heads: list[int] = []

    def at_work() -> None:
        while not done.is_set() and len(heads) < 30:
            opinion = register(session, "边备份边登记")
            with session.action("opinion.edit"):  # what is copied already, and what is not yet
                for each in (session.get(Opinion, 1), opinion):
                    session.change(each, request=f"第 {len(heads)} 次")
            heads.append(audit.head(session.db).id)

    worker = threading.Thread(target=at_work)
    worker.start()
    try:
        moment = snapshot.take(session, tmp_path / "copy.db", Job(None, None))
    finally:
        done.set()
        worker.join()
    assert len([head for head in heads if before < head <= moment.head.id]) > 3, "nothing was saved meanwhile"
    with closing(open_database(moment.path, session.keys.database, exclusive=False)) as copy:
        assert damage(copy) == []
        assert audit.first_broken(copy, session.keys) is None
        assert audit.head(copy) == moment.head
        live = session.db.conn.execute("SELECT mac FROM audit_log WHERE id = ?", (moment.head.id,)).fetchone()[0]
        assert live == moment.head.mac
        logged = "SELECT count(*) FROM audit_log WHERE table_name = 'opinions' AND action = 'opinion.register'"
        assert copy.conn.execute(logged).fetchone()[0] == moment.counts["opinions"]
        last = "SELECT record_id, json_extract(changes, '$.request[1]') FROM audit_log WHERE action = 'opinion.edit'"
        for record_id, said in copy.conn.execute(f"{last} ORDER BY id"):
            final = (record_id, said)
        kept = copy.conn.execute("SELECT request FROM opinions WHERE id = ?", (final[0],)).fetchone()[0]
        assert kept == final[1]


@pytest.mark.usefixtures("small_steps")
def test_a_backup_made_while_people_save_is_proven_against_its_own_moment(session: Session, stick: Path) -> None:
    done = threading.Event()

    def at_work() -> None:
        for _ in range(30):
            register(session, "边备份边登记")
            if done.wait(0.002):
                return

    worker = threading.Thread(target=at_work)
    worker.start()
    try:
        result = backup.back_up(session, stick)
    finally:
        done.set()
        worker.join()
    assert result.info.opinions > 1
    assert result.entry.audit_head == result.info.audit_head
    assert result.info.sequence < audit.head(session.db).id
    assert backup.verify(result.path, backup.by_session(session)).opinions == result.info.opinions


@pytest.mark.usefixtures("small_steps")
def test_closing_the_window_during_the_snapshot_ends_it(session: Session, tmp_path: Path) -> None:
    def close_at_once(done: int, total: int, what: str) -> None:
        session.close()

    with pytest.raises(Cancelled):
        snapshot.take(session, tmp_path / "copy.db", Job(close_at_once, None))


@pytest.mark.usefixtures("small_steps")
def test_a_backup_can_be_stopped_at_every_stage_and_leaves_nothing(session: Session, stick: Path) -> None:
    whole = backup.back_up(session, stick).path
    seen: list[str] = []

    def work(cancelled: Callable[[], bool]) -> None:
        seen.clear()
        backup.back_up(
            session, stick, lambda done, total, what: seen.append(what), cancelled, render=lambda reading: "F10"
        ).path.unlink()

    work(lambda: False)
    stages = list(dict.fromkeys(seen))
    assert stages == [jobs.OF_BASE, jobs.COPYING, jobs.WRITING, jobs.READING, jobs.OPENING, jobs.TRYING]
    before = len(backup.entries(session))
    for stage in stages[:-1]:
        with pytest.raises(Cancelled):
            work(lambda stage=stage: stage in seen)  # type: ignore[misc]
        assert seen[-1] == stage
        assert list(stick.iterdir()) == [whole]
    assert len(backup.entries(session)) == before
    assert list((session.folder.parent / "temporary").iterdir()) == []


def test_looking_through_the_database_stops_in_the_middle(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = snapshot.take(session, tmp_path / "copy.db", Job(None, None)).path
    monkeypatch.setattr(proving, "_STEPS", 100)
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        proving.sound(copied, session.keys, Job(None, stopped))
    assert len(asked) == 4 or asked[:4] == [True] * 4
    assert proving.sound(copied, session.keys, Job(None, lambda: False)).counts["opinions"] == 1


def test_a_page_in_use_that_was_changed_is_found_without_the_look_that_cannot_be_stopped(
    session: Session, tmp_path: Path
) -> None:
    register(session, "很长的一件", LONG * 10)  # over several pages
    copied = snapshot.take(session, tmp_path / "copy.db", Job(None, None)).path
    whole, chance = copied.read_bytes(), random.Random(3)
    with closing(open_database(copied, session.keys.database, exclusive=False)) as db:
        free = db.conn.execute("PRAGMA freelist_count").fetchone()[0]
        size = int(db.conn.execute("PRAGMA page_size").fetchone()[0])
    pages = len(whole) // size
    assert free == 0
    for page in {*chance.sample(range(pages), 12), pages - 1}:
        at = page * size + chance.randrange(size)
        copied.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(StorageError):
            proving.sound(copied, session.keys)


def test_one_form_is_made_from_what_was_read_back(session: Session, stick: Path) -> None:
    opinion = register(session, "第二件")
    entry = backup.back_up(session, stick, render=prove_by_form).entry
    assert entry.rendered == f"F10 {session.get(Opinion, opinion.id).number or '未编号的一件'}"
    assert backup.back_up(session, stick).entry.rendered == ""


def test_the_form_comes_from_the_backup_and_not_from_the_data_in_use(session: Session, stick: Path) -> None:
    def looked(reading: Session) -> str:
        path = reading.db.conn.execute("PRAGMA database_list").fetchone()[2]
        assert Path(path).name == "read-back.db"
        return reading.select(Opinion)[-1].title

    assert backup.back_up(session, stick, render=looked).entry.rendered == "路灯"


def test_a_form_that_cannot_be_made_is_told_and_the_backup_stays(session: Session, stick: Path) -> None:
    def broken(reading: Session) -> str:
        raise ValueError("周长福")

    result = backup.back_up(session, stick, render=broken)
    assert (result.entry.rendered, result.entry.note) == ("", "打开验证的表没有做成")
    assert result.path.exists()


def test_a_database_that_cannot_be_read_for_the_form_is_no_backup(session: Session, stick: Path) -> None:
    def broken(reading: Session) -> str:
        raise StorageError("数据文件已损坏，没有动它。请用“还原”从最近的备份恢复。")

    with pytest.raises(StorageError, match="电脑里的数据没有通过检查"):
        backup.back_up(session, stick, render=broken)
    assert list(stick.iterdir()) == []


def test_what_is_sealed_already_is_stored_and_text_is_compressed(session: Session, tmp_path: Path) -> None:
    (tmp_path / "text").write_text(LONG * 50, "utf-8")
    kept = attachments.stored_path(session.folder, session.select(attachments.Attachment)[0])
    assert packing.way_of(kept) == packing.STORED
    assert packing.way_of(tmp_path / "text") == packing.ZSTD
    assert packing.way_of(tmp_path / "照片.jpg") == packing.STORED
    (tmp_path / "empty").touch()
    assert packing.way_of(tmp_path / "empty") == packing.STORED


def test_a_file_that_is_shorter_than_planned_ends_the_backup(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = packing.planned
    monkeypatch.setattr(
        packing,
        "planned",
        lambda files: {name: (size + 1, way) for name, (size, way) in planned(files).items()},
    )
    with pytest.raises(StorageError, match="文件在备份时变了"):
        backup.back_up(session, stick, kind=BackupKind.SET)
    assert list(stick.iterdir()) == []


def test_a_file_that_does_not_have_the_hash_of_the_manifest_is_no_backup(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = packing._put_file
    monkeypatch.setattr(packing, "_put_file", lambda *arguments: real(*arguments)[:-1] + "g")
    with pytest.raises(StorageError, match="的内容与制作时不一致"):
        backup.back_up(session, stick, kind=BackupKind.SET)
    assert list(stick.iterdir()) == []
