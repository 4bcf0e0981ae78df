"""Bringing an older database up to this version: a verified copy first, then all steps in one transaction."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from . import migrations
from .database import damage, open_database, storage_trouble
from .durable import rename, storage_errors, sync_directory
from .errors import StorageError
from .migrations import migrations as steps

logger = logging.getLogger(__name__)
NEWER = "这份数据由更新的版本建立，本版本不能打开。请安装新版本；数据没有动过。"
FOREIGN = "这个文件不是联络站的数据，没有动它。请检查数据文件夹，或用“还原”从备份恢复。"


def refuse_unfit(db: Database) -> None:
    """Refuse, without touching it, a file that a newer version wrote or that is none of ours."""
    tables = {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"_sqlite_migrations", "audit_log", "stations"} <= tables:
        raise StorageError(FOREIGN)
    if migrations.unknown(db):
        raise StorageError(NEWER)


def bring_up_to_date(
    db: Database, folder: Path, key: bytes | None, now: datetime, before: Callable[[], object] = lambda: None
) -> Path | None:
    """Apply the pending steps, if any; the copy made before them, or None when there was nothing to do.

    `before` may pack the older file as well; it is not needed for the upgrade to be safe.
    """
    with storage_trouble():
        refuse_unfit(db)
        if not migrations.pending(db):
            return None
    before()
    copied = copy_verified(db, folder / f"before-upgrade-{now:%Y%m%d-%H%M%S}.db", key)
    apply_steps(db)
    return copied


def apply_steps(db: Database) -> None:
    """All steps that this file still needs, in one transaction."""
    with storage_trouble(), db.atomic():
        steps.apply(db)


def copy_verified(db: Database, target: Path, key: bytes | None) -> Path:
    """A whole copy of the open database under the same key, synced, opened again and found sound."""
    part = target.with_name(target.name + ".part")
    with storage_errors():
        for left in target.parent.glob("before-upgrade-*.part*"):  # of an upgrade that was broken off
            left.unlink()
    try:
        snapshot(db, part, key)
        if table_counts_of(part, key) != table_counts(db):
            raise StorageError("升级前的副本与原数据不一致，没有升级，原数据没有动过。请先备份到 U 盘再试。")
        with storage_errors():
            rename(part, target)
            sync_directory(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return target


def snapshot(db: Database, target: Path, key: bytes | None, *, tell: Callable[[], None] = lambda: None) -> None:
    """Copy the open database, as it is at this moment, into a new file, and sync it; `tell` is heard on the way."""
    copy = open_database(target, key, exclusive=False)
    try:
        with storage_trouble():
            db.conn.backup(copy.conn, pages=2000, progress=lambda *_: tell())
            copy.conn.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    with storage_errors(), target.open("rb+") as file:
        os.fsync(file.fileno())


def table_counts(db: Database) -> dict[str, int]:
    """The number of rows of each of our tables."""
    names = [
        row[0]
        for row in db.conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
    ]
    return {name: db.conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def table_counts_of(path: Path, key: bytes | None) -> dict[str, int]:
    """The counts in a database file that is not open; StorageError if the file is not sound."""
    db = open_database(path, key, exclusive=False)
    try:
        if found := damage(db):
            logger.info("copy: %s", found[0])
            raise StorageError("升级前的副本没有通过检查，没有升级，原数据没有动过。请先用“还原”从最近的备份恢复。")
        return table_counts(db)
    finally:
        db.close()
