"""Files that are damaged, foreign, in use or of a newer version are named in words and left as they are."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lianluozhan.models import database
from lianluozhan.models.database import open_database
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.keyring import Keyring
from tests.keeping import NOON, PASSWORD, enter, make_home


def key_of(home: Home) -> bytes | None:
    keyring = Keyring.load(home.data)
    return keyring.keys(keyring.unlock("li", PASSWORD, NOON)).database


def test_the_file_is_written_as_safely_as_decided(tmp_path: Path) -> None:
    session = enter(make_home(tmp_path / "home"))
    settings = {
        name: session.value(f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "locking_mode", "secure_delete", "temp_store", "foreign_keys")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "locking_mode": "exclusive",
        "secure_delete": 1,
        "temp_store": 2,
        "foreign_keys": 1,
    }
    version = tuple(map(int, session.value("SELECT sqlite_version()").split(".")))
    assert version >= (3, 51, 3)
    session.close()


def test_another_process_cannot_open_the_data_at_the_same_time(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    session, key = enter(home), key_of(home)
    assert key
    code = (
        "import sys; from pathlib import Path; from lianluozhan.models.database import open_database\n"
        "try: open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "except Exception as refusal: print(refusal)"
    )
    command = [sys.executable, "-c", code, str(home.data / "station.db"), key.hex()]
    assert "正被另一个程序占用" in subprocess.run(command, capture_output=True, text=True).stdout
    session.close()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all" * 1000, os.urandom(8192)], ids=["empty", "text", "noise"]
)
def test_a_file_that_is_not_ours_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    home = make_home(tmp_path / "home")
    (home.data / "station.db").write_bytes(content)
    with pytest.raises(StorageError, match="还原"):
        enter(home)
    assert (home.data / "station.db").read_bytes() == content


def test_a_foreign_plain_database_is_refused_untouched(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", encrypted=False)
    path = home.data / "station.db"
    path.unlink()
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE notes (words); INSERT INTO notes VALUES ('x');")
    other.close()
    with pytest.raises(StorageError, match="不是联络站的数据"):
        enter(home)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


def test_a_missing_file_is_not_made_anew(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    (home.data / "station.db").unlink()
    with pytest.raises(StorageError, match="找不到"):
        enter(home)
    assert not (home.data / "station.db").exists()


def test_a_flipped_bit_in_the_encrypted_file_is_found(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    path, key = home.data / "station.db", key_of(home)
    whole, chance = path.read_bytes(), random.Random(3)
    for at in chance.sample(range(len(whole)), 40):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        try:
            db = open_database(path, key, exclusive=False)
        except StorageError:
            continue
        assert database.damage(db), at
        db.close()


def test_a_full_disk_refuses_the_save_and_keeps_the_rest(tmp_path: Path) -> None:
    """The file may not grow, as on a full disk; then there is room again."""
    code = """
import sys
from datetime import date
from pathlib import Path
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from tests.keeping import enter
session = enter(Home(Path(sys.argv[1])), "zhou")
def save():
    with session.action("opinion.register"):
        session.add(Opinion(title="路灯", content="坏了" * 9000, received_on=date(2026, 11, 23)))
save()
session.db.conn.execute(f"PRAGMA max_page_count = {session.value('PRAGMA page_count') + 20}")
refused = ""
for _ in range(60):
    try:
        save()
    except StorageError as trouble:
        refused = str(trouble)
kept = session.value("SELECT count(*) FROM opinions")
session.db.conn.execute("PRAGMA max_page_count = 1000000")
save()
print(refused, session.value("SELECT count(*) FROM opinions") - kept)
"""
    home = make_home(tmp_path / "home")
    done = subprocess.run([sys.executable, "-c", code, str(home.folder)], capture_output=True, text=True)
    assert done.stdout.strip() == "没有保存：电脑磁盘已满。请先腾出空间再试，原来的内容没有动过。 1", done.stderr
