"""Copies that the program makes by itself: before much is changed, once a day, thinned out, and a way back (4.7.1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import attachments, backup, imports, stations, undoing
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.backup import BackupInfo, PackageKind, copies
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.database import DATABASE_FILE
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion, reclassifying
from lianluozhan.models.places import Category
from lianluozhan.models.rosters import storing
from lianluozhan.models.session import Session
from tests.keeping import CODE, NOON, PASSWORD, enter, make_home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with twelve matters and a file at the first, as everybody here finds it."""
    home = make_home(tmp_path_factory.mktemp("made") / "home")
    session = enter(home, "zhou")
    scan = home.folder / "letter.txt"
    scan.write_text("路灯坏了")
    with session.action("opinion.register"):
        for number in range(12):
            session.add(Opinion(title=f"路灯 {number}", content="坏了", received_on=NOON.date()))
    with session.action("attachment.add"):
        attachments.attach(session, "opinions", 1, scan, "来信")
    session.close()
    return home.folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    shutil.copytree(made, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    session = enter(home, "zhou")
    yield session
    session.close()


def whys(session: Session) -> list[str]:
    return [info.why for info in copies.all_of(Home(session.folder.parent))]


def table(folder: Path) -> Path:
    path = folder / "来件.csv"
    path.write_text("事由,反映内容,收集日期\n井盖,松了,2026-11-20\n", "utf-8")
    return path


def import_opinions(session: Session, folder: Path) -> Any:
    return imports.carry_out(session, imports.plan(session, imports.read_table(table(folder))))


# When ------------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_before_an_import_and_holds_what_was_there_before_it(session: Session, tmp_path: Path) -> None:
    import_opinions(session, tmp_path)
    (copy,) = copies.all_of(Home(session.folder.parent))
    assert (copy.why, copy.kind, copy.opinions) == ("import", PackageKind.COPY, 12)
    assert session.value("SELECT count(*) FROM opinions") == 13


def test_a_copy_is_made_before_an_import_is_taken_back(session: Session, tmp_path: Path) -> None:
    done = import_opinions(session, tmp_path)
    imports.take_back(session, done.batch.id)
    assert whys(session) == ["take_back", "import"]


def test_a_copy_is_made_before_a_roster_is_stored_and_before_it_is_taken_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Why] = []
    monkeypatch.setattr(copies, "make", lambda session, why, job: told.append(why))
    with pytest.raises(RuleError):
        storing.take_back(session, 99)
    plan: Any = type("Plan", (), {"stored": 1, "stamp": "of yesterday"})()
    with pytest.raises(RuleError, match="重新预检"):
        storing.store(session, plan)
    assert told == [Why.TAKE_BACK, Why.IMPORT]


def test_a_change_of_many_and_its_undoing_have_a_copy_each_and_a_change_of_few_has_none(session: Session) -> None:
    with session.action("category.edit"):
        kinds = [session.add(Category(name=name)).id for name in ("甲类", "乙类")]
    reclassifying.reclassify(session, range(1, copies.MANY), category_id=kinds[0])
    assert whys(session) == []
    reclassifying.reclassify(session, range(1, copies.MANY + 1), category_id=kinds[1])
    assert whys(session) == ["bulk"]
    stations.edit(enter_beside(session, "li"), hotline="0797-1")
    undoing.undo(session, session.value("SELECT max(id) FROM deeds WHERE action = 'opinion.reclassify'"))
    assert whys(session) == ["undo", "bulk"]


def enter_beside(session: Session, user: str) -> Session:
    from lianluozhan.models.homes import sign_in_again

    return sign_in_again(session, user, PASSWORD)


def test_nothing_is_copied_twice_when_nothing_was_changed_in_between(session: Session) -> None:
    copies.make(session, Why.DAILY)
    copies.before(session, Why.IMPORT)
    assert whys(session) == ["daily"]


def test_an_import_is_refused_where_no_copy_can_be_kept(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(2**30, 2**30, 1000))
    with pytest.raises(StorageError, match=r"导入之前要先在电脑里留一份副本.*磁盘快满"):
        import_opinions(session, tmp_path)
    assert session.value("SELECT count(*) FROM opinions") == 12
    assert copies.daily(session) is None
    stations.edit(enter_beside(session, "li"), hotline="0797-1")  # the work of the day goes on


def test_there_is_a_copy_for_each_day_on_which_something_was_changed(session: Session) -> None:
    assert copies.daily(session) is not None
    with session.action("opinion.register"):
        session.add(Opinion(title="水沟", content="堵了", received_on=NOON.date()))
    assert copies.daily(session) is None, "one a day is enough"
    session.now = lambda: NOON + timedelta(days=1)
    assert copies.daily(session) is not None
    session.now = lambda: NOON + timedelta(days=2)
    assert copies.daily(session) is None, "nothing was changed since"
    assert whys(session) == ["daily", "daily"]


def test_a_damaged_database_is_not_copied_over_the_good_copies(session: Session) -> None:
    copies.make(session, Why.DAILY)
    session.db.conn.execute("PRAGMA foreign_keys = OFF")
    session.db.conn.execute("UPDATE opinions SET village_id = 99 WHERE id = 1")
    session.db.conn.commit()
    with session.action("opinion.register"):
        session.add(Opinion(title="水沟", content="堵了", received_on=NOON.date()))
    session.now = lambda: NOON + timedelta(days=1)
    with pytest.raises(StorageError, match="没有通过检查"):
        copies.daily(session)
    assert whys(session) == ["daily"]


# How long --------------------------------------------------------------------------------------------------------


def info(sequence: int, made_at: datetime) -> BackupInfo:
    path = Path(f"copy-{sequence:04d}.llzbak")
    facts = {"station": "s", "station_name": "站", "made_by": "李", "encrypted": True, "audit_head": f"{sequence} A"}
    counts = {"opinions": 0, "attachments": 0, "missing": 0, "database_size": 1, "size": 1, "keyring": {}}
    return BackupInfo(path=path, made_at=made_at, sequence=sequence, kind=PackageKind.COPY, **facts, **counts)  # type: ignore[arg-type]


def kept(infos: list[BackupInfo]) -> list[BackupInfo]:
    too_many = {each.path for each in copies.spare(infos)}
    return [each for each in infos if each.path not in too_many]


@pytest.mark.clause("4.7.1")
def test_of_a_year_of_copies_the_newest_and_one_a_day_a_week_and_a_month_stay() -> None:
    whole = [info(number, NOON - timedelta(hours=8 * (1300 - number))) for number in range(1, 1301)]  # three a day
    left = kept(whole)
    assert left[-copies.NEWEST :] == whole[-copies.NEWEST :]
    assert len({each.made_at.date() for each in left}) >= copies.DAYS
    assert min(each.made_at for each in left) < NOON - timedelta(days=300)
    assert len(left) <= copies.NEWEST + copies.DAYS + copies.WEEKS + copies.MONTHS
    assert kept(left) == left, "thinning once more changes nothing"


@pytest.mark.parametrize("wrong", [datetime(2099, 1, 1), datetime(1990, 1, 1)])
def test_a_clock_that_was_wrong_for_a_day_costs_no_good_copy(wrong: datetime) -> None:
    good = [info(number, NOON + timedelta(days=number)) for number in range(1, 21)]
    strange = [info(100 + number, wrong + timedelta(minutes=number)) for number in range(30)]
    left = kept([*good, *strange])
    assert left[-copies.NEWEST :] == strange[-copies.NEWEST :], "the newest are those that the log says are newest"
    assert len([each for each in left if each in good]) >= copies.DAYS - 1


def test_copies_of_one_minute_are_thinned_by_the_log_alone() -> None:
    assert [each.sequence for each in kept([info(number, NOON) for number in range(40)])] == list(range(30, 40))


@pytest.fixture
def many(session: Session) -> list[BackupInfo]:
    """A copy of a day, fifteen times."""
    first = copies.make(session, Why.DAILY)
    for number in range(14):
        shutil.copy(first.path, first.path.with_name(f"联络站本机副本-旧-{number:02d}.llzbak"))
    return copies.of_station(session)


def test_nothing_is_thinned_out_while_the_newest_do_not_hold(session: Session, many: list[BackupInfo]) -> None:
    for each in many[2:]:
        each.path.write_bytes(each.path.read_bytes()[:-1] + b"?")
    assert copies.thin(session) == []
    assert len(copies.of_station(session)) == len(many)


def test_what_is_too_much_goes_while_three_others_are_whole(session: Session, many: list[BackupInfo]) -> None:
    removed = copies.thin(session)
    assert len(removed) == len(many) - copies.NEWEST
    assert len(copies.of_station(session)) == copies.NEWEST


def test_of_the_copies_before_an_upgrade_the_newest_three_stay(session: Session) -> None:
    for number in range(5):
        (session.folder / f"before-upgrade-2026010{number}-120000.db").write_bytes(b"x")
    copies.thin(session)
    assert [path.name[-18:-10] for path in copies.upgrade_copies(Home(session.folder.parent))] == [
        *("20260104", "20260103", "20260102"),
    ]


# The way back ----------------------------------------------------------------------------------------------------


def spoil(session: Session) -> Home:
    """Everything goes wrong after the copy: a matter is lost, and the file is closed."""
    home = Home(session.folder.parent)
    session.db.conn.execute("PRAGMA foreign_keys = OFF")
    session.db.conn.execute("DELETE FROM opinions WHERE id = 1")
    session.db.conn.commit()
    session.close()
    return home


@pytest.mark.clause("4.7.1")
def test_a_copy_brings_the_station_back_with_its_attachments_beside_the_old_folder(session: Session) -> None:
    copy, old = copies.make(session, Why.DAILY), session.folder
    home = spoil(session)
    backup.restore(copy.path, home, backup.by_password("li", PASSWORD))
    assert home.data != old and (old / DATABASE_FILE).exists()
    again = enter(home, "zhou")
    (file,) = again.select(Attachment)
    assert again.value("SELECT count(*) FROM opinions") == 12
    assert attachments.stored_content(again, file.id).decode() == "路灯坏了"
    inode = attachments.stored_path(again.folder, file).stat().st_ino
    assert inode == attachments.stored_path(old, file).stat().st_ino, "the same file under a second name"
    again.close()


def test_attachments_are_copied_where_a_second_name_is_not_possible(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    copy = copies.make(session, Why.DAILY)
    home = spoil(session)
    monkeypatch.setattr("os.link", refuse)
    backup.restore(copy.path, home, backup.by_code(CODE))
    again = enter(home, "zhou")
    assert attachments.trouble(again, again.select(Attachment)[0]) == ""
    again.close()


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [Path.unlink, damaged])
def test_attachments_that_are_not_whole_are_named_before_and_not_taken(
    session: Session, harm: Callable[[Path], None]
) -> None:
    copy, file = copies.make(session, Why.DAILY), session.select(Attachment)[0]
    harm(attachments.stored_path(session.folder, file))
    home = spoil(session)
    unlock = backup.by_password("li", PASSWORD)
    assert backup.missing_files(copy.path, home, unlock) == ["letter.txt"]
    backup.restore(copy.path, home, unlock)
    assert not attachments.stored_path(home.data, file).exists()


def test_an_attachment_that_lies_in_an_older_data_folder_is_found_there(session: Session) -> None:
    copy, old = copies.make(session, Why.DAILY), session.folder
    home = spoil(session)
    unlock = backup.by_password("li", PASSWORD)
    backup.restore(copy.path, home, unlock)
    shutil.rmtree(home.data / "attachments")
    assert home.data != old
    assert backup.missing_files(copy.path, home, unlock) == []


def test_the_name_of_the_data_folder_may_be_lost(session: Session) -> None:
    copy = copies.make(session, Why.DAILY)
    home = spoil(session)
    home.pointer.unlink()
    backup.restore(copy.path, home, backup.by_password("li", PASSWORD))
    again = enter(home, "zhou")
    assert attachments.trouble(again, again.select(Attachment)[0]) == ""
    again.close()


def test_what_is_in_a_copy_is_looked_at_and_brought_back_with_its_file(session: Session) -> None:
    copy, file = copies.make(session, Why.DAILY), session.select(Attachment)[0]
    with session.action("attachment.void"):
        session.change(file, voided_on=NOON.date())
    leader = enter_beside(session, "wang")
    inside = backup.open_inside(copy.path, leader, backup.by_session(leader))
    (found,) = backup.differences(leader, inside)
    assert found.kind is backup.Kind.FILES
    backup.bring_back(leader, inside, found.opinion.id)
    inside.close()
    assert attachments.of(leader, "opinions", 1) == [replace(file, voided_on=None)]


def test_a_restore_of_other_data_does_not_make_the_old_copies_pass_for_new_ones(session: Session) -> None:
    first = copies.make(session, Why.DAILY)
    with session.action("opinion.register"):
        session.add(Opinion(title="水沟", content="堵了", received_on=NOON.date()))
    copies.make(session, Why.IMPORT)
    home = Home(session.folder.parent)
    session.close()
    backup.restore(first.path, home, backup.by_password("li", PASSWORD))
    again = enter(home, "zhou")
    assert copies.has_changed(again), "the newest copy is of another history"
    again.close()


def test_the_room_that_copies_take_is_known(session: Session) -> None:
    copy = copies.make(session, Why.DAILY)
    (session.folder / "before-upgrade-20260101-120000.db").write_bytes(b"x" * 10)
    home = Home(session.folder.parent)
    assert copies.room_taken(home) == copy.path.stat().st_size + 10
    (home.folder / copies.FOLDER / "坏的.llzbak").write_bytes(b"?")
    assert [path.name for path in copies.unreadable(home)] == ["坏的.llzbak"]
    assert copies.of_station(session) == [copy]
    assert copies.why_words(copy) == "每天一份"
    assert date(2026, 11, 24) == copy.made_at.date()


def test_before_an_upgrade_the_older_file_is_packed_and_can_be_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlite_utils import Database, Migrations

    from lianluozhan.models import migrations, upgrades

    home = make_home(tmp_path / "home")
    steps = Migrations("lianluozhan")
    steps._migrations = list(migrations.migrations._migrations)

    @steps(name="m0900_weather")
    def weather(db: Database) -> None:
        db.execute("CREATE TABLE weather (id INTEGER PRIMARY KEY) STRICT")

    with monkeypatch.context() as next_year:
        for module, name in ((migrations, "migrations"), (upgrades, "steps")):
            next_year.setattr(module, name, steps)
        next_year.setattr(migrations, "m0900_weather", weather, raising=False)
        enter(home).close()
    (copy,) = copies.all_of(home)
    assert copy.why == "upgrade"
    backup.restore(copy.path, home, backup.by_password("li", PASSWORD))
    again = enter(home)  # the program of this year
    assert again.value("SELECT count(*) FROM sqlite_master WHERE name = 'weather'") == 0
    again.close()
