"""Looking into a backup beside the data of today: opened to read only, compared along the audit logs of both (4.7.1).

The two logs are one up to some line and part there: a record that neither log names after it is the same in both.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from .. import closures, veil
from ..attachments import FOLDER, Attachment, is_whole, stored_path
from ..database import DATABASE_FILE, open_database, storage_trouble
from ..durable import storage_errors
from ..errors import RuleError
from ..fields import Choice, fields_of
from ..homes import Home
from ..keyring import Keys
from ..migrations import migrations as steps
from ..opinions.record import Opinion
from ..opinions.registering import FORM_FIELDS
from ..permissions import require
from ..session import Session
from . import gathering, sets
from .job import Cancel, Job, Progress
from .making import check_room
from .package import BackupInfo, PackageKind, read_info
from .proving import prove
from .restoring import Unlock, extract_all

_CHILDREN = "opinion_id"  # the column by which a record hangs on an opinion


class Kind(Choice):
    """How a matter of the backup stands today."""

    GONE = "gone", "现在没有"
    VOIDED = "voided", "现在已作废"
    CHANGED = "changed", "登记内容改过"
    FILES = "files", "附件少了"
    WENT_ON = "went_on", "只是往下办了"


@dataclass(frozen=True)
class FieldChange:
    """One field of the form, then and now."""

    name: str
    label: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Difference:
    """One matter of the backup that is not today as it was then."""

    opinion: Opinion  # as it was
    kind: Kind
    fields: tuple[FieldChange, ...] = ()
    files: tuple[Attachment, ...] = ()  # that hang on it in the backup and no longer today


@dataclass
class Inside:
    """An opened backup; `session` reads from it. Nothing can be written, and `close` leaves nothing behind."""

    info: BackupInfo
    session: Session
    common: int  # the last line that both audit logs have

    def close(self) -> None:
        """Forget the backup and remove what was taken out of it; a second time there is nothing to do."""
        self.session.close()
        shutil.rmtree(self.session.folder, ignore_errors=True)


def open_inside(
    path: Path, session: Session, unlock: Unlock, progress: Progress | None = None, cancelled: Cancel | None = None
) -> Inside:
    """Take a backup of this station out beside the data, proven; RuleError for one of another station."""
    require(session.roles, "backup.look")
    info = read_info(path)
    if info.station != session.keyring.station:
        raise RuleError(f"这份备份是另一个联络站的（{info.station_name}），不能和今天的数据对照。请换本站的备份。")
    check_room(session.folder, sets.whole_size(info), "", "查看备份")
    folder = session.folder.parent / "temporary" / f"inside-{secrets.token_hex(4)}"
    try:
        with storage_errors():
            folder.mkdir(mode=0o700, parents=True)
            (folder / FOLDER).mkdir()
        job = Job(progress, cancelled)
        info, keys, manifest = extract_all(path, unlock, folder, job)
        prove(folder / DATABASE_FILE, keys, manifest)
        if info.kind is PackageKind.COPY:
            files = gathering.find(folder / DATABASE_FILE, keys, gathering.folders_of(Home(session.folder.parent)), job)
            gathering.put(files, folder)
        return _opened(folder, keys, session, info)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _opened(folder: Path, keys: Keys, session: Session, info: BackupInfo) -> Inside:
    db = _read_only(folder, keys)
    try:
        reading = Session(db, session.staff, session.roles, keys=keys, folder=folder, now=session.now)
        veil.draw(reading, closures.in_force(session))  # what is closed today was not less private then
        _note(session, info)
        return Inside(info, reading, _common(session.db, db))
    except BaseException:
        db.close()
        raise


def _note(session: Session, info: BackupInfo) -> None:
    with session.action("backup.look"):
        made_at = info.made_at.isoformat(timespec="seconds")
        session.note("backups", 0, {"looked_into": info.path.name, "made_at": made_at})


def _read_only(folder: Path, keys: Keys) -> Database:
    """The database of the backup in the schema of today; it is a copy, the package stays as it is."""
    db = open_database(folder / DATABASE_FILE, keys.database)
    try:
        with storage_trouble():
            with db.atomic():
                steps.apply(db)
            db.conn.execute("PRAGMA query_only = ON")
    except BaseException:
        db.close()
        raise
    return db


def _common(now: Database, then: Database) -> int:
    """The last line of the audit logs up to which both are one, found by halving."""

    def mac(db: Database, number: int) -> Any:
        row = db.conn.execute("SELECT mac FROM main.audit_log WHERE id = ?", (number,)).fetchone()
        return row[0] if row else None

    last = "SELECT ifnull(max(id), 0) FROM main.audit_log"
    low, high = 0, min(db.conn.execute(last).fetchone()[0] for db in (now, then))
    while low < high:
        middle = (low + high + 1) // 2
        if mac(now, middle) == mac(then, middle):
            low = middle
        else:
            high = middle - 1
    return low


def differences(session: Session, inside: Inside) -> list[Difference]:
    """The matters of the backup that are not today as they were, the newest first."""
    touched = _touched(session, inside.common) | _touched(inside.session, inside.common) | _without_a_file(session)
    found = (difference(session, inside, opinion_id, thorough=False) for opinion_id in sorted(touched, reverse=True))
    return [each for each in found if each is not None]


def difference(session: Session, inside: Inside, opinion_id: int, *, thorough: bool = True) -> Difference | None:
    """How one matter of the backup stands today; None if it was not there then or nothing of it differs.

    `thorough` reads the files that are there today as well: a damaged one is as good as lost.
    """
    then = inside.session.find(Opinion, opinion_id)
    if then is None:
        return None
    now = session.find(Opinion, opinion_id)
    if now is None or _is_another(session, inside, opinion_id):
        return Difference(then, Kind.GONE, files=tuple(_files(inside.session, opinion_id)))
    labels = {field.name: field.label for field in fields_of(Opinion)}
    changed = tuple(
        FieldChange(name, labels[name], getattr(then, name), getattr(now, name))
        for name in FORM_FIELDS
        if getattr(then, name) != getattr(now, name)
    )
    lost = _lost_files(session, inside, opinion_id, thorough=thorough)
    if now.voided_on and not then.voided_on:
        kind = Kind.VOIDED
    elif changed:
        kind = Kind.CHANGED
    elif lost:
        kind = Kind.FILES
    elif now != then:
        kind = Kind.WENT_ON
    else:
        return None
    return Difference(then, kind, changed, lost)


def _is_another(session: Session, inside: Inside, opinion_id: int) -> bool:
    """Whether today's record of this id is not the same one: both were first entered after the logs parted."""
    sql = "SELECT min(id) FROM audit_log WHERE table_name = 'opinions' AND record_id = ?"
    now, then = (each.value(sql, (opinion_id,)) for each in (session, inside.session))
    return bool(now and then and now > inside.common and then > inside.common)


def _files(session: Session, opinion_id: int) -> list[Attachment]:
    """What hangs on a matter and on the records that belong to it, without what is voided."""
    owners = [("opinions", opinion_id)]
    for table in children(session):
        sql = f"SELECT id FROM {table} WHERE {_CHILDREN} = ?"
        owners += [(table, child) for (child,) in session.rows(sql, (opinion_id,))]
    where = "owner_table = ? AND owner_id = ? AND voided_on IS NULL"
    return [found for owner in owners for found in session.select(Attachment, where, owner)]


def _lost_files(session: Session, inside: Inside, opinion_id: int, *, thorough: bool) -> tuple[Attachment, ...]:
    """The files of then that are voided today, or whose content is no longer there."""
    lost = []
    for then in _files(inside.session, opinion_id):
        now = session.find(Attachment, then.id)
        same = now is not None and now.stored_as == then.stored_as
        if not same or now is None or now.voided_on or not _is_there(session, now, thorough=thorough):
            lost.append(then)
    return tuple(lost)


def _is_there(session: Session, file: Attachment, *, thorough: bool) -> bool:
    path = stored_path(session.folder, file)
    return is_whole(path, file, session.keys.attachments) if thorough else path.exists()


def _without_a_file(session: Session) -> set[int]:
    """The opinions of which a file is not on the disk any more: no log names what only the disk has lost."""
    gone = [
        file
        for file in session.select(Attachment, "voided_on IS NULL")
        if not stored_path(session.folder, file).exists()
    ]
    hanging = children(session) if gone else []
    return {owner for file in gone if (owner := _owner_of_file(session, file.id, hanging))}


def children(session: Session) -> list[str]:
    """The tables whose records hang on an opinion."""
    tables = [name for (name,) in session.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [table for table in tables if _hangs(session, table)]


def _hangs(session: Session, table: str) -> bool:
    keys = session.rows(f"SELECT [from], [table] FROM pragma_foreign_key_list('{table}', 'main')")
    return (_CHILDREN, "opinions") in [(column, refers) for column, refers in keys]


def _touched(session: Session, after: int) -> set[int]:
    """The opinions that the audit log names after a line, themselves or by what hangs on them."""
    hanging = children(session)
    found: set[int] = set()
    for table, record_id, changes in session.rows(
        "SELECT table_name, record_id, changes FROM audit_log WHERE id > ? ORDER BY id", (after,)
    ):
        ids = list(_ids(record_id, changes))
        if table == "opinions":
            found |= set(ids)
        elif table in hanging:
            found |= {owner for one in ids if (owner := _owner(session, table, one))}
        elif table == Attachment.TABLE and (owner := _owner_of_file(session, record_id, hanging)):
            found.add(owner)
    return found


def _ids(record_id: int, changes: str) -> Iterator[int]:
    """The record a line names, or the many that were added at once."""
    facts = json.loads(changes)
    span = facts.get("ids") if isinstance(facts, dict) else None
    yield from range(span[0], span[1] + 1) if isinstance(span, list) and "digest" in facts else (record_id,)


def _owner(session: Session, table: str, record_id: int) -> int:
    return int(session.value(f"SELECT {_CHILDREN} FROM {table} WHERE id = ?", (record_id,)) or 0)


def _owner_of_file(session: Session, attachment_id: int, hanging: list[str]) -> int:
    file = session.find(Attachment, attachment_id)
    if file is None:
        return 0
    if file.owner_table == "opinions":
        return file.owner_id or 0
    return _owner(session, file.owner_table, file.owner_id or 0) if file.owner_table in hanging else 0
