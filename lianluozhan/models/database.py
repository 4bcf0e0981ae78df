"""One encrypted SQLite file, one connection, one writer (safekeeping: WAL, FULL, EXCLUSIVE)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlite_utils import Database

from .errors import DamagedData, DiskRefuses, RuleError, StorageError
from .folders import DATABASE_FILE as DATABASE_FILE
from .schema_terms import REFUSAL

SQLITE_ERRORS = sqlcipher3.dbapi2.Error
_PLAIN_HEADER = b"SQLite format 3\x00"
_TROUBLES = (
    ("full", "没有保存：电脑磁盘已满。请先腾出空间再试，原来的内容没有动过。"),
    ("readonly", "没有保存：数据文件是只读的。请检查磁盘和文件夹的权限。"),
    ("disk I/O", "没有保存：磁盘读写不正常。请立即备份到 U 盘，并请人检查这台电脑的磁盘。"),
    ("locked", "数据正被另一个程序占用。请关闭其他窗口里的本程序后再试。"),
    ("malformed", "数据文件已损坏，没有动它。请用“还原”从最近的备份恢复。"),
    ("vtable constructor", "数据文件已损坏，没有动它。请用“还原”从最近的备份恢复。"),
    ("corruption", "数据文件已损坏，没有动它。请用“还原”从最近的备份恢复。"),
    ("unable to open", "数据文件打不开，没有动它。请检查磁盘是否已满、文件夹的权限是否改过。"),
    ("not a database", "数据文件打不开：密码不对应，或文件已损坏。文件没有动过，请用“还原”从备份恢复。"),
)

_NOT_WRITTEN = ("full", "readonly", "disk I/O")

_DAMAGE = ("malformed", "vtable constructor", "corruption", "not a database")
_CLOSED = "没有保存：这属于已经封存的届次，不能再添加、修改或删除。要补充说明的，请写在新一届的记录里。"


@contextmanager
def storage_trouble() -> Iterator[None]:
    """Turn what SQLite says of the disk or the file into a `StorageError` in words; bugs pass through.

    What a closed term refuses is a `RuleError`.
    """
    try:
        yield
    except (sqlcipher3.dbapi2.OperationalError, sqlcipher3.dbapi2.DatabaseError) as error:
        if REFUSAL in str(error):
            raise RuleError(_CLOSED) from error
        for sign, sentence in _TROUBLES:
            if sign in str(error):
                kind = DiskRefuses if sign in _NOT_WRITTEN else DamagedData if sign in _DAMAGE else StorageError
                raise kind(sentence) from error
        raise


def is_open(db: Database) -> bool:
    """Whether the connection has not been closed; several people's sessions share it, and any may have closed it."""
    try:
        return db.conn.in_transaction in (True, False)
    except sqlcipher3.dbapi2.ProgrammingError:
        return False


def open_database(path: Path, key: bytes | None, *, exclusive: bool = True) -> Database:
    """Open (or make) the database file with the raw 32-byte key; without one it is a plain file.

    Raises StorageError when the file is damaged, foreign, in use or the key does not fit; nothing is changed then.
    """
    with storage_trouble():
        connection = sqlcipher3.dbapi2.connect(str(path), timeout=0, check_same_thread=False)
    try:
        with storage_trouble():
            _configure(connection, key, exclusive=exclusive)
        return Database(connection)
    except BaseException:
        connection.close()
        raise


def _configure(connection: Any, key: bytes | None, *, exclusive: bool) -> None:
    if key:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if exclusive:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if exclusive:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")


def is_plain(path: Path) -> bool:
    """Whether the file is an unencrypted SQLite database."""
    with path.open("rb") as file:
        return file.read(16) == _PLAIN_HEADER


LOOKS = ("cipher_integrity_check", "integrity_check", "foreign_key_check")


def damage(db: Database, looks: tuple[str, ...] = LOOKS) -> list[str]:
    """What SQLite itself finds wrong with the file: structure, encrypted pages, foreign keys. Empty if nothing."""
    found = []
    with suppress(SQLITE_ERRORS):  # a page that a crash left half written is whole in the journal
        db.conn.execute("PRAGMA wal_checkpoint").fetchall()
    for pragma in looks:
        try:
            rows = db.conn.execute(f"PRAGMA {pragma}").fetchall()
        except SQLITE_ERRORS as error:  # damage so deep that SQLite stops looking
            rows = [(error,)]
        found += [" ".join(map(str, row)) for row in rows if row != ("ok",)]
    return [re.sub(r"\s+", " ", line) for line in found]
