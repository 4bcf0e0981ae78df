"""An older file is brought up to date whole or not at all, after a copy that was proven; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from lianluozhan.models import migrations, upgrades
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from tests.keeping import enter, make_home


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
