"""An older file is brought up to date whole or not at all, after a copy that was proven; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlite_utils import Database, Migrations

from lianluozhan.models import audit, backup, drafts, migrations, opinions, upgrades
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.check import check
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.session import Session
from lianluozhan.sheets.orders import PrintOrder
from tests.fixtures.schemas import old_stations
from tests.keeping import CODE, PASSWORD, enter, make_home, noon


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """The program of next year: two more steps."""
    steps = Migrations("lianluozhan")
    steps._migrations = list(migrations.migrations._migrations)

    @steps(name="m0002_weather")
    def weather(db: Database) -> None:
        db.execute("CREATE TABLE weather (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")

    @steps(name="m0003_sun")
    def sun(db: Database) -> None:
        db.execute("INSERT INTO weather (words) VALUES ('晴')")

    monkeypatch.setattr(migrations, "migrations", steps)
    monkeypatch.setattr(upgrades, "steps", steps)
    monkeypatch.setattr(migrations, "m0002_weather", weather, raising=False)
    monkeypatch.setattr(migrations, "m0003_sun", sun, raising=False)
    return steps


def test_an_upgrade_leaves_a_proven_copy_of_the_old_file(home: Home, next_version: Migrations) -> None:
    session = enter(home)
    assert session.value("SELECT words FROM weather") == "晴"
    copies = list(home.data.glob("before-upgrade-*.db"))
    counts = upgrades.table_counts_of(copies[0], session.keys.database)
    assert "weather" not in counts
    assert counts["accounts"] == 3
    session.close()
    enter(home).close()
    assert len(list(home.data.glob("before-upgrade-*"))) == 1


def test_an_upgrade_that_breaks_off_changes_nothing_and_can_be_tried_again(
    home: Home, next_version: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = next_version._migrations[-1]

    def broken(db: Database) -> None:
        raise StorageError("没有保存：磁盘已满。")

    whole = last.fn
    last.fn = broken
    with pytest.raises(StorageError):
        enter(home)
    last.fn = whole
    monkeypatch.setattr(upgrades, "bring_up_to_date", lambda *_: None)
    session = enter(home)
    assert session.value("SELECT count(*) FROM sqlite_master WHERE name = 'weather'") == 0
    session.close()
    monkeypatch.undo()


def test_no_upgrade_without_its_copy(home: Home, next_version: Migrations, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> dict[str, int]:
        raise StorageError("副本没有通过检查。")

    with monkeypatch.context() as patched, pytest.raises(StorageError, match="副本"):
        patched.setattr(upgrades, "table_counts_of", damaged)
        enter(home)
    assert not list(home.data.glob("before-upgrade-*"))
    session = enter(home)
    assert session.value("SELECT words FROM weather") == "晴"
    session.close()


def test_a_newer_file_is_refused_untouched(home: Home, tmp_path: Path) -> None:
    session = enter(home)
    session.db.conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('lianluozhan', 'm0999_later', '')"
    )
    session.db.conn.commit()
    session.close()
    before = (home.data / "station.db").read_bytes()
    with pytest.raises(StorageError, match="更新的版本"):
        enter(home)
    assert (home.data / "station.db").read_bytes() == before


def test_there_is_nothing_to_do_for_a_file_of_this_version(home: Home) -> None:
    enter(home).close()
    assert not list(home.data.glob("before-upgrade-*"))


@pytest.mark.clause("4.7.1")
@pytest.mark.parametrize("step", old_stations.STEPS)
def test_a_station_of_every_older_schema_opens_with_everything_it_had(step: str, tmp_path: Path) -> None:
    home = old_stations.unpacked(step, tmp_path / "home")
    session = old_stations.enter(home)
    assert migrations.pending(session.db) == []
    assert_whole(session, step)
    assert len(list(home.data.glob("before-upgrade-*.db"))) == 1
    typed = {"title": "桥头的灯又不亮了", "content": "还没写完", "files": [b"a picture"]}
    lying = drafts.take(session, "registration", 0)
    assert (lying and lying.typed) == (typed if step > "m0001" else None)
    number = session.value("SELECT min(id) FROM opinions WHERE status = 'handling'")
    PrintOrder("F10", number, False, "").carry_out(session, tmp_path / "f10.pdf", lambda *_: None)
    printed = "".join(page.extract_text() for page in PdfReader(tmp_path / "f10.pdf").pages)
    assert opinions.file_of(session, number).opinion.number in printed.replace("\n", "")
    session.close()


def test_a_pasted_picture_in_a_draft_of_the_second_schema_is_still_there(tmp_path: Path) -> None:
    session = old_stations.enter(old_stations.unpacked("m0002", tmp_path / "home"))
    session.db.conn.execute("UPDATE drafts SET typed = ?", ('{"files": [{"file": "粘贴.png"}]}',))
    session.db.conn.execute("UPDATE draft_files SET name = '粘贴.png'")
    lying = drafts.take(session, "registration", 0)
    assert lying and lying.typed == {"files": [Enclosed("粘贴.png", None, b"a picture")]}
    session.close()


def assert_whole(session: Session, step: str) -> None:
    """The same facts as that program read, a whole log, a clean check, and every matter found by its title."""
    assert old_stations.differences(session, step) == []
    assert audit.first_broken(session.db, session.keys) is None
    assert check(session) == []
    for matter in old_stations.facts(step)["opinions"]:
        found = [row["id"] for row in opinions.search_listing(session, matter[3]).page(100)]
        assert matter[0] in found


@pytest.mark.clause("4.7.1")
@pytest.mark.parametrize(
    ("step", "encrypted"),
    [*((step, False) for step in old_stations.STEPS), *((step, True) for step in old_stations.ENCRYPTED)],
)
def test_a_backup_of_every_older_schema_is_verified_restored_and_looked_into(
    step: str, encrypted: bool, tmp_path: Path
) -> None:
    package, home = old_stations.package(step, encrypted=encrypted), Home(tmp_path / "home")
    before = package.read_bytes()
    backup.verify(package, backup.by_code(CODE))
    backup.restore(package, home, backup.by_password(old_stations.HEAD, PASSWORD), now=noon)
    session = old_stations.enter(home, old_stations.HEAD)
    assert session.keyring.encrypted is encrypted
    if encrypted:  # another making of the same station: other keys, the same matters
        matters = len(old_stations.facts(step)["opinions"])
        assert (session.value("SELECT count(*) FROM opinions"), check(session)) == (matters, [])
    else:
        assert_whole(session, step)
    inside = backup.open_inside(package, session, backup.by_session(session))
    assert backup.differences(session, inside) == []
    inside.close()
    session.close()
    assert package.read_bytes() == before


def test_there_is_a_station_of_the_schema_before_todays() -> None:
    """Who lays a new step keeps a station of the one before it (tests/fixtures/schemas/README.md)."""
    before_today = sorted(name[:5] for name in vars(migrations) if name.startswith("m0"))[-2]
    assert old_stations.STEPS[-1] == before_today


def test_an_old_station_that_a_newer_program_wrote_on_is_refused_with_every_file_as_it_was(tmp_path: Path) -> None:
    for step in old_stations.STEPS:
        home = old_stations.unpacked(step, tmp_path / step)
        session = old_stations.enter(home)
        row = ("lianluozhan", "m9999_of_next_year", "2027-01-01")
        session.db.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", row
        )
        session.db.conn.commit()
        session.close()
        before = old_stations.digests(home.folder)
        with pytest.raises(StorageError, match="更新的版本"):
            old_stations.enter(home)
        assert old_stations.digests(home.folder) == before
