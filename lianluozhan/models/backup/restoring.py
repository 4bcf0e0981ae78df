"""Verifying a package and restoring it: always into a new folder beside the old data, switched to by one rename."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import upgrades
from ..accounts import Account
from ..attachments import FOLDER
from ..database import DATABASE_FILE, open_database
from ..durable import rename, storage_errors, sync_directory
from ..errors import RuleError, StorageError
from ..folders import check_suitable
from ..homes import Home
from ..keyring import Keyring, Keys
from ..permissions import Role, require
from ..session import Session
from ..staff import Staff
from . import gathering, sets, unpacking
from .job import OF_BASE, Cancel, Job, Progress
from .making import check_room
from .package import BackupInfo, Manifest, PackageKind, read_info
from .proving import prove


@dataclass(frozen=True)
class Unlock:
    """How the keyring of a package is opened, and by whom (empty for the paper code)."""

    user: str
    open: Callable[[Keyring], Keys]


def by_password(user: str, password: str) -> Unlock:
    """With an account as it was on the day of the backup."""
    return Unlock(user, lambda keyring: keyring.keys(keyring.open_copy(user, password)))


def by_code(code: str) -> Unlock:
    """With the paper recovery code of that day."""
    return Unlock("", lambda keyring: keyring.keys(keyring.open_copy_by_recovery(code)))


def by_session(session: Session) -> Unlock:
    """With the keys of the open station, those before 更换数据密钥 too; the package of another station is refused."""

    def keys(keyring: Keyring) -> Keys:
        if keyring.station != session.keyring.station:
            raise RuleError("这份备份来自另一个联络站，要用那个站的密码或恢复码才能打开。")
        if (known := session.keys.marked(keyring.mark)) is None:
            raise RuleError("这份备份用的数据密钥不在这台电脑上，要用备份那一天的密码或那时的恢复码才能打开。")
        return known

    name = session.value(
        "SELECT user_name FROM accounts WHERE staff_id = ? AND retired_on IS NULL", (session.staff.id,)
    )
    return Unlock(name or "", keys)


def is_before_new_key(session: Session, info: BackupInfo) -> bool:
    """Whether a package of this station is from before 更换数据密钥: a restore brings the ways in of that day back."""
    with _readable_keyring(info.path):
        keyring = Keyring.from_content(info.keyring, info.path.parent)
    ours, known = keyring.station == session.keyring.station, session.keys.marked(keyring.mark)
    return ours and known is not None and known.mark != session.keys.mark


_NO_CHANGE = ("account.sign_in", "backup.make", "backup.restore", "print.form")  # log lines a backup may lack


@dataclass(frozen=True)
class Present:
    """What a restore would put aside."""

    opinions: int
    attachments: int
    changed_at: datetime | None


def present(session: Session) -> Present:
    """The data in use, to be compared with a package before it takes their place."""
    opinions, attachments = (session.value(f"SELECT count(*) FROM {table}") for table in ("opinions", "attachments"))
    last = session.value(
        f"SELECT at FROM audit_log WHERE action NOT IN ({', '.join('?' * len(_NO_CHANGE))}) ORDER BY id DESC LIMIT 1",
        _NO_CHANGE,
    )
    return Present(opinions, attachments, datetime.fromisoformat(last) if last else None)


def users_of(info: BackupInfo) -> list[dict[str, str]]:
    """The accounts that could sign in on the day of a backup: name, shown, seen."""
    with _readable_keyring(info.path):
        return Keyring.from_content(info.keyring, info.path.parent).users()


def check_unlock(info: BackupInfo, unlock: Unlock) -> None:
    """Refuse a password or code that does not open the package, before the long work begins."""
    with _readable_keyring(info.path):
        unlock.open(Keyring.from_content(info.keyring, info.path.parent))


@contextmanager
def _readable_keyring(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError):
        raise StorageError(f"备份“{path.name}”里的钥匙已损坏，不能使用。请换一份备份。") from None


def verify(path: Path, unlock: Unlock, progress: Progress | None = None, cancelled: Cancel | None = None) -> BackupInfo:
    """Prove a package wholly, its database and the set it builds on included; nothing is kept of it."""
    with tempfile.TemporaryDirectory(prefix="lianluozhan-") as working:
        job = Job(progress, cancelled, sets.whole_size(read_info(path)))
        database = Path(working) / DATABASE_FILE
        info, keys, manifest = _extract(
            path, unlock, lambda name: database if name == DATABASE_FILE else None, job, to_stay=False
        )
        prove(database, keys, manifest, job)
    return info


def restore(
    path: Path,
    home: Home,
    unlock: Unlock,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    *,
    now: Callable[[], datetime] = datetime.now,
) -> BackupInfo:
    """Make the package the data in use at `home`; what was there stays in its own folder."""
    check_suitable(home.folder)
    building = home.folder / f".building-{secrets.token_hex(4)}"
    try:
        with storage_errors():
            building.mkdir(mode=0o700, parents=True)
            (building / FOLDER).mkdir()
        check_room(home.folder, sets.whole_size(read_info(path)), "", "还原")
        job = Job(progress, cancelled)
        info, keys, manifest = extract_all(path, unlock, building, job)
        keyring = Keyring.from_content(info.keyring, building)
        prove(building / DATABASE_FILE, keys, manifest, job)
        if info.kind is PackageKind.COPY:  # its attachments lie in the data folders of this computer
            files = gathering.find(building / DATABASE_FILE, keys, gathering.folders_of(home), job)
            gathering.put(files, building)
        _note(building, keys, unlock.user, info, now, replaces=home.is_set_up)
        keyring.write()
        _sync_tree(building)
        name = home.new_data_name()
        with storage_errors():
            rename(building, home.folder / name)
            sync_directory(home.folder)
        home.switch_to(name)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return info


def missing_files(
    path: Path, home: Home, unlock: Unlock, progress: Progress | None = None, cancelled: Cancel | None = None
) -> list[str]:
    """The attachments that a copy of this computer names and that are whole nowhere here; none for other packages."""
    if read_info(path).kind is not PackageKind.COPY:
        return []
    with tempfile.TemporaryDirectory(prefix="lianluozhan-") as working:
        database, job = Path(working) / DATABASE_FILE, Job(progress, cancelled)
        _, keys, manifest = extract_all(path, unlock, Path(working), job)
        prove(database, keys, manifest, job)
        return gathering.missing(gathering.find(database, keys, gathering.folders_of(home), job))


def extract_all(path: Path, unlock: Unlock, folder: Path, job: Job) -> tuple[BackupInfo, Keys, Manifest]:
    """Take everything of a package out into a folder, of changes with what their base set has; still to be proven.

    A copy of this computer (本机副本) is the database alone.
    """
    job.total = job.total or sets.whole_size(read_info(path))
    return _extract(path, unlock, lambda name: folder / name, job)


def _extract(
    path: Path, unlock: Unlock, keep: unpacking.Keep, job: Job, *, to_stay: bool = True
) -> tuple[BackupInfo, Keys, Manifest]:
    held: list[Keys] = []

    def key_of(header: dict[str, Any]) -> bytes:
        with _readable_keyring(path):
            held.append(unlock.open(Keyring.from_content(header["keyring"], path.parent)))
        return held[0].backup

    base = sets.base_of(read_info(path))  # said before the long work begins
    info, manifest = unpacking.extract(path, key_of, keep, job, to_stay=to_stay)
    if base is not None:
        _extract_base(base, held[0], manifest, keep, job, to_stay)
    return info, held[0], manifest


def _extract_base(
    base: BackupInfo, keys: Keys, manifest: Manifest, keep: unpacking.Keep, job: Job, to_stay: bool
) -> None:
    """What changes lack, out of their set; it is under the same key, whoever may sign in by now."""
    wanted = frozenset(manifest.base)
    _, found = unpacking.extract(
        base.path,
        lambda _: keys.backup,
        lambda name: keep(name) if name in wanted else None,
        job,
        to_stay=to_stay,
        what=OF_BASE,
    )
    if not wanted <= found.files.keys():
        raise StorageError(f"整套备份“{base.path.name}”里缺少这份增量备份要用的附件，不能使用。请换一份备份。")


def _note(
    folder: Path, keys: Keys, user: str, info: BackupInfo, now: Callable[[], datetime], *, replaces: bool
) -> None:
    """Write into the restored log that, when and by whom it was restored."""
    db = open_database(folder / DATABASE_FILE, keys.database)
    try:
        upgrades.apply_steps(db)  # the package keeps it as it was
        session = Session(db, Staff(name=""), frozenset(Role), keys=keys, folder=folder, now=now)
        found = session.select(Account, "user_name = ?", (user,))
        if found:
            session.staff = session.get(Staff, found[0].staff_id or 0)
            if replaces:
                require(found[0].roles, "backup.restore")
        with session.action("backup.restore"):
            made_at = info.made_at.isoformat(timespec="seconds")
            session.note("backups", 0, {"file_name": info.path.name, "made_at": made_at})
    finally:
        db.close()


def _sync_tree(folder: Path) -> None:
    with storage_errors():
        for inner in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
            sync_directory(inner)
