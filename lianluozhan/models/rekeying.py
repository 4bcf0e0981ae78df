"""更换数据密钥: a data folder under a new random key, built beside the one in use, proven, and switched to.

Nothing is changed in place. Whoever held a copy of the data and knew a password reads nothing that is stored from now
on: the new key is wrapped by nothing that opened the old one. The passwords of the others are not known here, so each
of them gets a code that is good for one sign-in, at which he chooses a password anew; the paper code is new too.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from . import accounts, attachments, audit, upgrades
from .accounts import Account
from .attachments import FOLDER, Attachment
from .backup.job import Cancel, Job, Progress
from .backup.making import check_room
from .database import DATABASE_FILE, damage, open_database, storage_trouble
from .durable import rename, storage_errors, sync_directory
from .errors import RuleError, StorageError
from .homes import Home
from .keyring import Cost, Keyring, Keys, plain_code
from .permissions import require
from .sealed import FRAME, Damaged, Sealer, opened
from .session import Session

CARRYING, COPYING, PROVING = "正在换附件的密钥", "正在换数据库的密钥", "正在逐项核对"
_DIFFERS = "换好密钥的数据没有通过核对，没有更换，原来的数据没有动过。请先到“检查”里查一遍，再试一次。"


@dataclass(frozen=True)
class NewKey:
    """What the person gives: his password again, the new paper code, and a code for one sign-in for each of the others.

    The codes are given out before it begins, so that nobody is left without a way in when the power fails after it.
    """

    password: str
    paper_code: str
    once: Mapping[str, str]  # by account name


@dataclass
class Prepared:
    """A whole and proven data folder under the new key that is not in use yet."""

    building: Path
    changes: int  # made by the connection until the copy was taken
    old_folder: str
    attachments: int = 0
    missing: list[str] = field(default_factory=list)  # names of attachments whose file is not there
    damaged: list[str] = field(default_factory=list)  # whose file was not readable before; carried over as it is
    known_bad: set[str] = field(default_factory=set)  # the same by the names of the files: others may be called alike

    def abandon(self) -> None:
        shutil.rmtree(self.building, ignore_errors=True)


def others(session: Session) -> list[Account]:
    """The accounts in use, without one's own."""
    return [each for each in accounts.accounts(session) if not each.retired_on and each.staff_id != session.staff.id]


def check(session: Session, wanted: NewKey) -> None:
    """Refuse, before anything is built, whoever may not, and what is not complete."""
    require(session.roles, "account.new_key")
    session.keyring.confirm(accounts.of_session(session).user_name, wanted.password, session.now())
    if len(plain_code(wanted.paper_code)) != 32:
        raise RuleError("恢复码应为 32 个字符。请用程序给出的恢复码。")
    if {each.user_name for each in others(session)} != set(wanted.once):
        raise RuleError("账号刚有变动，入门码与账号对不上。请关上这一页，再打开一次。")


def prepare(
    session: Session,
    wanted: NewKey,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    *,
    cost: Cost | None = None,
) -> Prepared:
    """Build and prove the new data folder; until `switch` the old one stays in use, and nothing of it is touched."""
    check(session, wanted)
    home = Home(session.folder.parent)
    rows = session.select(Attachment)
    size = _size(session.folder / DATABASE_FILE) + sum(row.size or 0 for row in rows)
    with storage_errors():
        check_room(home.folder, size + size // 20, "", "更换数据密钥")
    session.store_held()
    job = Job(progress, cancelled, 2 * size)
    building = home.folder / f".building-{secrets.token_hex(4)}"
    try:
        with storage_errors():
            (building / FOLDER).mkdir(mode=0o700, parents=True)
        keyring = _with_ways_in(session, wanted, building, cost)
        made = Prepared(building, 0, session.folder.name)
        new = keyring.keys(keyring.data_key)
        carried = _carry_all(session, rows, new, made, job)
        with session.lock, storage_trouble():
            upgrades.snapshot(session.db, building / DATABASE_FILE, new.database, tell=lambda: job.advance(0, COPYING))
            made.changes, head = session.db.conn.total_changes, audit.head(session.db)
            counts = upgrades.table_counts(session.db)
        keyring.keep_earlier(session.keyring, head.id)
        _finish(session, keyring, made, carried, counts, job)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return made


def switch(session: Session, made: Prepared) -> None:
    """Put the new folder in the place of the old one by one rename, and close the old data; not if they moved on."""
    home = Home(session.folder.parent)
    with session.lock:
        if session.db.conn.total_changes != made.changes:
            made.abandon()
            raise RuleError("更换的时候又有内容存进来，没有更换，原来的数据没有动过。请等别的工作做完再换一次。")
        name = home.new_data_name()
        with storage_errors():
            rename(made.building, home.folder / name)
            sync_directory(home.folder)
        home.switch_to(name)
        session.db.close()


def _with_ways_in(session: Session, wanted: NewKey, building: Path, cost: Cost | None) -> Keyring:
    keyring = Keyring.after(session.keyring, building)
    shown = {user["name"]: user["shown"] for user in session.keyring.users()}
    own = accounts.of_session(session).user_name
    for each in sorted([*others(session), accounts.of_session(session)], key=lambda account: account.id):
        words = shown.get(each.user_name, "")
        if each.user_name == own:
            keyring.add(own, wanted.password, keyring.data_key, shown=words, cost=cost)
        else:
            code = wanted.once[each.user_name]
            keyring.add_once(each.user_name, code, keyring.data_key, shown=words, cost=cost)
    keyring.set_recovery(wanted.paper_code, keyring.data_key, cost=cost)
    return keyring


def _carry_all(session: Session, rows: Sequence[Attachment], new: Keys, made: Prepared, job: Job) -> set[str]:
    for row in rows:
        _carry(session, row, new, made, job)
    return {row.stored_as for row in rows}


def _carry(session: Session, row: Attachment, new: Keys, made: Prepared, job: Job) -> None:
    """Seal one file anew; one that could not be read before is carried over as it is, so that nothing is lost."""
    source, target = (attachments.stored_path(folder, row) for folder in (session.folder, made.building))
    if not source.exists():
        made.missing.append(row.name)
        made.known_bad.add(row.stored_as)
        return
    with storage_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            digest = _seal_anew(source, target, row, session.keys, new, job)
        except Damaged:
            digest = ""
        if digest != row.digest:
            shutil.copyfile(source, target)
            _sync(target)
            made.damaged.append(row.name)
            made.known_bad.add(row.stored_as)
            return
    made.attachments += 1


def _seal_anew(source: Path, target: Path, row: Attachment, old: Keys, new: Keys, job: Job) -> str:
    """Write the content of `source` under the new key, synced; the hash of what is readable in it."""
    digest = hashlib.new(row.algorithm)
    with source.open("rb") as read, target.open("wb") as written:
        key = new.attachments if row.is_encrypted else None
        sealer = Sealer(written, key, target.name.encode()) if key else None
        sealed = row.is_encrypted and old.attachments is not None
        pieces = (
            opened(read, old.attachments, source.name.encode())
            if sealed and old.attachments
            else iter(lambda: read.read(FRAME), b"")
        )
        for piece in pieces:
            digest.update(piece)
            (sealer or written).write(piece)
            job.advance(len(piece), CARRYING)
        if sealer:
            sealer.close()
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _finish(
    session: Session, keyring: Keyring, made: Prepared, carried: set[str], counts: dict[str, int], job: Job
) -> None:
    """Carry what was attached meanwhile, write the line of the log, and prove all of it from the disk."""
    keys, path = keyring.keys(keyring.data_key), made.building / DATABASE_FILE
    with closing(open_database(path, keys.database)) as db:
        copied = Session(
            db, session.staff, session.roles, keys=keys, folder=made.building, now=session.now, keyring=keyring
        )
        late = [row for row in copied.select(Attachment) if row.stored_as not in carried]
        _carry_all(session, late, keys, made, job)
        with copied.action("account.new_key"):
            facts = {"old_folder": made.old_folder, "missing": len(made.missing), "damaged": len(made.damaged)}
            copied.note("accounts", accounts.of_session(copied).id, facts)
    for file in (path, path.with_name(path.name + "-wal")):
        if file.exists():
            _sync(file)
    with closing(open_database(path, keys.database, exclusive=False)) as db:
        expected = counts | {"audit_log": counts["audit_log"] + 1}
        if damage(db) or upgrades.table_counts(db) != expected or audit.first_broken(db, keys):
            raise StorageError(_DIFFERS)
        reader = Session(db, session.staff, session.roles, keys=keys, folder=made.building, now=session.now)
        for row in reader.select(Attachment):
            job.advance(row.size or 0, PROVING)
            if row.stored_as not in made.known_bad and attachments.trouble(reader, row):
                raise StorageError(_DIFFERS)
    with storage_errors():
        for inner in (*(each for each in made.building.rglob("*") if each.is_dir()), made.building):
            sync_directory(inner)


def _sync(path: Path) -> None:
    """Put a file on the disk for good, and out of memory, so that it is read back from the disk."""
    with storage_errors(), path.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
