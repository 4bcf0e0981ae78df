"""Copies of the database that the program makes by itself on this computer (本机副本), and how long they are kept.

Before an import, a change of many records, a restore, and once a day when something was changed. They lie in
HOME/copies, encrypted like every package; the attachments stay where they are. They do not replace the stick.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from ..database import DATABASE_FILE
from ..durable import storage_errors, sync_directory
from ..errors import DamagedData, RuleError, StorageError
from ..fields import Choice
from ..homes import Home
from ..session import Session
from ..veil import whole_sight
from . import unpacking
from .job import COPYING, Job
from .making import pack_copy
from .package import SUFFIX, BackupInfo, PackageKind, read_info

logger = logging.getLogger(__name__)
FOLDER = "copies"
MANY = 10  # records from which on a change of many gets a copy first
NEWEST, DAYS, WEEKS, MONTHS = 10, 14, 8, 12
LAST_GOOD = 3
_UPGRADES = "before-upgrade-*.db"
_SPARE = 32 * 2**20
_making = threading.Lock()
_PATIENCE = 0.1  # seconds between two looks at whether the person has stopped what waits
# lines of the log after which the last copy is still as good as a new one
_CHANGES_NOTHING = (
    *("account.sign_in", "backup.make", "backup.look", "backup.remove", "check.run", "check.rebuild"),
    *("print.form", "opinion.unmask", "deputy.unmask", "attachment.read"),
)


class Why(Choice):
    """What a copy was made for."""

    DAILY = "daily", "每天一份"
    IMPORT = "import", "导入之前"
    TAKE_BACK = "take_back", "撤回导入之前"
    BULK = "bulk", "批量修改之前"
    UNDO = "undo", "撤销之前"
    RESTORE = "restore", "还原之前"
    UPGRADE = "upgrade", "升级之前"


def why_words(info: BackupInfo) -> str:
    """Why a copy was made, in words; empty for other packages."""
    return next((why.label for why in Why if why.value == info.why), "")


def make(session: Session, why: Why, job: Job | None = None) -> BackupInfo:
    """A proven copy of the database as it is now; StorageError when there is no room for it."""
    folder = session.folder.parent / FOLDER
    with storage_errors():
        folder.mkdir(mode=0o700, exist_ok=True)
    job = job or Job(None, None)
    with one_at_a_time(job):
        if lacking := _lacking(session):
            raise StorageError(lacking)
        return pack_copy(session, folder, why.value, job)


@contextmanager
def one_at_a_time(job: Job) -> Iterator[None]:
    """The copy of the day and the one before a change of many wait for each other: both would take one name."""
    while not _making.acquire(timeout=_PATIENCE):
        job.advance(0, COPYING)
    try:
        yield
    finally:
        _making.release()


def before(session: Session, why: Why, job: Job | None = None) -> None:
    """Called by whatever changes much at once, before its action: nothing is changed where no copy can be kept."""
    if not has_changed(session):
        return
    try:
        make(session, why, job)
    except DamagedData:
        raise
    except StorageError as refused:
        raise StorageError(f"{why.label}要先在电脑里留一份副本，没有留成，所以什么都没有改。{refused}") from refused


def before_restore(session: Session) -> BackupInfo | None:
    """A copy before a restore, if one can be made: data that are damaged must not keep anybody from restoring."""
    with suppress(StorageError, RuleError):
        if has_changed(session):
            return make(session, Why.RESTORE)
    return None


def before_upgrade(reader: Session) -> None:
    """A copy of the database in its older schema, if there is room; the upgrade has its own copy beside it."""
    with suppress(StorageError, RuleError):
        make(reader, Why.UPGRADE)


def daily(session: Session, cancelled: Callable[[], bool] | None = None) -> BackupInfo | None:
    """The copy of the day, when something was changed since the last; old ones are thinned out.

    Quietly nothing where the disk is nearly full (the check tells it); StorageError when the data are damaged.
    """
    made = None
    newest = _newest(session)
    is_of_today = newest is not None and newest.made_at.date() == session.today
    if not is_of_today and has_changed(session) and not _lacking(session):
        made = make(session, Why.DAILY, Job(None, cancelled))
    thin(session)
    return made


def has_changed(session: Session) -> bool:
    """Whether anything was written since the newest copy."""
    newest = _newest(session)
    if newest is None:
        return True
    marks = ", ".join("?" * len(_CHANGES_NOTHING))
    sql = f"SELECT 1 FROM audit_log WHERE id > ? AND action NOT IN ({marks}) LIMIT 1"
    with whole_sight():
        return bool(session.value(sql, (newest.sequence, *_CHANGES_NOTHING)))


def _newest(session: Session) -> BackupInfo | None:
    """The newest copy that leads up to the data in use."""
    return next((info for info in of_station(session) if _is_ours(session, info)), None)


def _is_ours(session: Session, info: BackupInfo) -> bool:
    """Whether the log still has the last line of a copy: after a restore it may have gone another way."""
    number, _, groups = info.audit_head.partition(" ")
    with whole_sight():
        mac = session.value("SELECT hex(mac) FROM main.audit_log WHERE id = ?", (int(number),))
    return bool(mac) and str(mac)[:32] == groups.replace(" ", "")


def _lacking(session: Session) -> str:
    """Why there is no room for a copy; empty if there is: it is written, and read back beside itself."""
    with storage_errors():
        need = 3 * (session.folder / DATABASE_FILE).stat().st_size + _SPARE
        free = shutil.disk_usage(session.folder).free
    if free >= need:
        return ""
    return f"电脑磁盘快满了：要 {need / 2**20:.0f} MB，只剩 {free / 2**20:.0f} MB。请先腾出空间再试。"


def lacking_room(session: Session) -> str:
    """The same for the check, which tells why there are no copies of late."""
    return _lacking(session)


# What there is -----------------------------------------------------------------------------------------------------


def all_of(home: Home) -> list[BackupInfo]:
    """The copies on this computer, the newest first; unreadable files are left out."""
    found = []
    with suppress(OSError):
        for path in (home.folder / FOLDER).glob(f"*{SUFFIX}"):
            with suppress(StorageError):
                found.append(read_info(path))
    return sorted(found, key=lambda info: (info.sequence, info.made_at, info.path.name), reverse=True)


def of_station(session: Session) -> list[BackupInfo]:
    """Those of this station: first those that lead up to the data in use, the newest of them before the others.

    What a restore has put aside comes after them, however long its log is. Where the log cannot be read any more
    nothing is known of that.
    """
    known = all_of(Home(session.folder.parent))
    found = [info for info in known if info.station == session.keyring.station and info.kind is PackageKind.COPY]
    with suppress(StorageError):
        return sorted(found, key=lambda info: not _is_ours(session, info))
    return found


def newest_good(session: Session) -> BackupInfo | None:
    """The newest copy that is whole to its last byte; asked for when the data in use are damaged."""
    return next((info for info in of_station(session) if is_whole(session, info)), None)


def is_local(home: Home, info: BackupInfo) -> bool:
    """Whether a package is one of the copies on this computer."""
    return info.path.parent == home.folder / FOLDER


def unreadable(home: Home) -> list[Path]:
    """Files among the copies that are none any more."""
    readable = {info.path for info in all_of(home)}
    return sorted(path for path in (home.folder / FOLDER).glob(f"*{SUFFIX}") if path not in readable)


def upgrade_copies(home: Home) -> list[Path]:
    """The databases as they were before an upgrade, in whichever data folder, the newest first."""
    return sorted(home.folder.glob(f"data-*/{_UPGRADES}"), key=lambda path: path.name, reverse=True)


def room_taken(home: Home) -> int:
    """Bytes that all these take."""
    total = 0
    for path in (*(home.folder / FOLDER).glob(f"*{SUFFIX}"), *upgrade_copies(home)):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def is_whole(session: Session, info: BackupInfo) -> bool:
    """Whether every byte of a copy is as it was written; one under an older key that is not known here counts too."""
    keys = session.keys.marked(_mark_of(info))
    if keys is None:
        return True
    try:
        unpacking.extract(info.path, lambda _: keys.backup, lambda _: None, Job(None, None), to_stay=False)
    except StorageError:
        return False
    return True


def _mark_of(info: BackupInfo) -> str:
    return str(info.keyring.get("key", ""))


# Thinning ----------------------------------------------------------------------------------------------------------


def spare(infos: Iterable[BackupInfo]) -> list[BackupInfo]:
    """Those that need not be kept: not among the newest, and not the newest of their day, week or month.

    Newer and older is what the log says. The date only says which belong together; however wrong the clock was, so many
    days, weeks and months are kept as the copies themselves tell of.
    """
    ordered = sorted(infos, key=lambda info: (info.sequence, info.path.name), reverse=True)
    kept = {info.path for info in ordered[:NEWEST]}
    for most, label in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: set[tuple[int, ...]] = set()
        for info in ordered:
            period = label(info.made_at.date())
            if period not in seen and len(seen) < most:
                seen.add(period)
                kept.add(info.path)
    return [info for info in ordered if info.path not in kept]


def _day(day: date) -> tuple[int, ...]:
    return day.year, day.month, day.day


def _week(day: date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month


def thin(session: Session) -> list[BackupInfo]:
    """Remove what need not be kept, and only while three others were just read and found whole."""
    known = of_station(session)
    ours = [info for info in known if _is_ours(session, info)]
    # each history by itself: how far the log of another has come says nothing of ours
    too_many = [*spare(ours), *spare(info for info in known if info not in ours)]
    removed = []
    going = {info.path for info in too_many}
    if too_many and _enough_good(session, [info for info in known if info.path not in going]):
        for info in too_many:
            with suppress(OSError):
                info.path.unlink()
                removed.append(info)
    for path in upgrade_copies(Home(session.folder.parent))[LAST_GOOD:]:
        with suppress(OSError):
            path.unlink()
    if removed:
        with storage_errors():
            sync_directory(removed[0].path.parent)
        logger.info("copies: %s thinned out", len(removed))
    return removed


def _enough_good(session: Session, kept: list[BackupInfo]) -> bool:
    good = 0
    for info in kept:
        good += is_whole(session, info)
        if good >= LAST_GOOD:
            return True
    return False
