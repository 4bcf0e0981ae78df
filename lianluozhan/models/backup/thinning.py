"""Taking old packages off a stick: by their order and by proof, never by a date (4.7).

What stays: the newest `backup.keep` that are proven, the newest three proven sets whatever their age, and the set that
any package which stays builds on. What is not known to the register, or is no longer as it was at its head and end, is
never touched. Before anything goes, the three sets that stay are read from the medium once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .. import settings
from ..backups import BackupEntry
from ..durable import storage_errors, sync_directory
from ..errors import RuleError, StorageError
from ..permissions import require
from ..session import Session
from . import sets, unpacking
from .job import Cancel, Job, Progress
from .package import BackupInfo, PackageKind
from .restoring import by_session

FEWEST_SETS = 3
_LINES = 500  # of the log that are asked for the latest time
_FEW_SETS = "这里核验过的整套备份不到三份，旧的都要留着。"
_CLOCK = "电脑的时间比操作日志里的还早，可能不准，现在不清理备份。请先校准电脑的日期和时间。"


@dataclass(frozen=True)
class Standing:
    """One package that lies in a folder, and why it stays; an empty reason says that it may go."""

    info: BackupInfo
    reason: str
    entry: BackupEntry | None  # its line of the register, if it was proven


def standings(session: Session, folder: Path) -> list[Standing]:
    """Every package of this station in the folder, the newest first, with the reason why it stays."""
    entries = session.select(BackupEntry, order="id DESC")
    lying = [
        (info, sets.entry_of(info, entries))
        for info in sets.packages_in(folder, session.keyring.station)
        if info.kind is not PackageKind.COPY
    ]
    general = _general_reason(session, [info for info, entry in lying if entry])
    reasons = _reasons(lying, settings.number(session, "backup.keep"))
    return [Standing(info, reasons.get(info.path) or general, entry) for info, entry in lying]


def removable(session: Session, folder: Path) -> list[BackupInfo]:
    """The packages that may go, the newest first."""
    return [each.info for each in standings(session, folder) if not each.reason]


def remove(
    session: Session,
    folder: Path,
    infos: Sequence[BackupInfo],
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> int:
    """Remove packages that may still go now, once the sets that stay were read whole; how many went."""
    require(session.roles, "backup.remove")
    wanted = {info.path for info in infos}
    _found(session, folder, wanted)  # said before the long work begins
    _prove_kept(session, folder, wanted, Job(progress, cancelled))
    with session.action("backup.remove"):
        for standing in _found(session, folder, wanted):
            session.change(standing.entry, removed_on=session.today)
            with storage_errors():
                standing.info.path.unlink()
        with storage_errors():
            sync_directory(folder)
    return len(wanted)


def _found(session: Session, folder: Path, wanted: set[Path]) -> list[Standing]:
    """Those that are to go, the newest first, so that changes go before their set; RuleError if one may not."""
    found = {each.info.path: each for each in standings(session, folder)}
    for path in sorted(wanted):
        if path not in found:
            raise RuleError(f"找不到备份“{path.name}”，可能已经移走。请刷新后再选。")
        if found[path].reason:
            raise RuleError(f"备份“{path.name}”不能清理：{found[path].reason}")
    return [each for path, each in found.items() if path in wanted]


def _reasons(lying: list[tuple[BackupInfo, BackupEntry | None]], keep: int) -> dict[Path, str]:
    reasons = {info.path: "没有核验登记，或内容已与登记不同，请人工处理。" for info, entry in lying if not entry}
    proven = [(info, entry) for info, entry in lying if entry]
    of_sets = [info for info, entry in proven if info.kind is PackageKind.SET]
    for info, _ in proven[:keep]:
        reasons[info.path] = f"是最新的 {keep} 份之一。"
    for info in of_sets[:FEWEST_SETS]:
        reasons.setdefault(info.path, f"是最新的 {FEWEST_SETS} 份整套之一。")
    needed = {info.base_digest for info, _ in lying if info.path in reasons and info.kind is PackageKind.CHANGES}
    for info, entry in proven:
        if entry.digest in needed:
            reasons.setdefault(info.path, "有留着的增量备份要靠它。")
    return reasons


def _general_reason(session: Session, proven: list[BackupInfo]) -> str:
    """Why nothing at all is removed now; empty if nothing stands against it."""
    if sum(info.kind is PackageKind.SET for info in proven) < FEWEST_SETS:
        return _FEW_SETS
    return _CLOCK if _clock_runs_behind(session) else ""


def _clock_runs_behind(session: Session) -> bool:
    """Whether the log or the register knows a later time than the clock tells."""
    last = "SELECT max(at) FROM (SELECT at FROM audit_log ORDER BY id DESC LIMIT ?)"
    known = [session.value(last, (_LINES,)), session.value("SELECT made_at FROM backups ORDER BY id DESC LIMIT 1")]
    return any(datetime.fromisoformat(at) > session.now() for at in known if at)


def _prove_kept(session: Session, folder: Path, going: set[Path], job: Job) -> None:
    """Read the newest sets that would stay; at least three must be whole to this day."""
    kept = [
        each.info
        for each in standings(session, folder)
        if each.info.kind is PackageKind.SET and each.entry and each.info.path not in going
    ]
    job.total, whole = sum(info.size for info in kept[:FEWEST_SETS]), 0
    for info in kept:
        whole += _is_whole(session, info, job)
        if whole == FEWEST_SETS:
            return
    raise RuleError(_FEW_SETS)


def _is_whole(session: Session, info: BackupInfo, job: Job) -> bool:
    from ..keyring import Keyring

    try:
        unlock = by_session(session)
        unpacking.extract(
            info.path,
            lambda header: unlock.open(Keyring.from_content(header["keyring"], info.path.parent)).backup,
            lambda _: None,
            job,
            what="正在核验要留的整套备份",
        )
    except (StorageError, RuleError):
        return False
    return True
