"""The station's own sticks for backups (备份 U 盘): registered by name, serial and keep-place; others are only folders.

A registered stick carries a small file with its mark, sealed with the backup key; mark and serial of the volume
together say that it is the one.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from . import volumes
from .durable import storage_errors, written_beside
from .errors import InvalidRecord, RuleError, StorageError
from .fields import check, day, reference, text
from .session import Session

MARK_FILE = "联络站备份盘.json"
_LONGEST_MARK = 4096
_PURPOSE = b"stick\0"


@dataclass(frozen=True, kw_only=True)
class Stick:
    """One registered stick; `retired_on` when it is lost, broken or no longer used."""

    TABLE: ClassVar = "sticks"

    id: int = 0
    name: str = text("U 盘名称", required=True, max_length=40)
    mark: str = text("识别号", required=True, max_length=32)
    serial: str = text("卷序列号", max_length=80)
    keep_place: str = text("平时放在", required=True, max_length=100)
    registered_on: date | None = day("登记日期", required=True)
    registered_by: int | None = reference("登记人", "staff")
    retired_on: date | None = day("停用日期")
    retire_reason: str = text("停用原因", max_length=200)
    note: str = text("备注", max_length=200)


@dataclass(frozen=True)
class Seen:
    """What lies on a volume that is plugged in; `mark` is the content of its file, None without one."""

    root: Path
    serial: str
    mark: dict[str, str] | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Recognised:
    """The registered stick, or in one or two sentences why it is none; `known` is whose mark it carries."""

    stick: Stick | None = None
    reason: str = ""
    known: Stick | None = None


NOT_REGISTERED = "这个 U 盘还没有登记为本站的备份 U 盘。"


def look_at(root: Path) -> Seen:
    """Read serial and mark of what is plugged in at `root`; needs no session, so it can be done beside the window."""
    serial, path = volumes.serial_of(root), root / MARK_FILE
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LONGEST_MARK))
        return Seen(root, serial, {name: str(told[name]) for name in ("station", "mark", "serial", "seal")})
    except FileNotFoundError:
        return Seen(root, serial)
    except OSError:
        return Seen(root, serial, trouble="读不了 U 盘上的识别文件，U 盘可能没插好。请拔下重插再试。")
    except (ValueError, KeyError, TypeError, RecursionError):
        return Seen(root, serial, trouble="U 盘上的识别文件损坏了。请重新登记这个 U 盘，上面的备份不受影响。")


def judge(session: Session, seen: Seen) -> Recognised:
    """Whether what was seen is one of the station's own sticks."""
    if seen.trouble or seen.mark is None:
        return Recognised(reason=seen.trouble or NOT_REGISTERED)
    if seen.mark["station"] != session.keyring.station:
        return Recognised(reason="这个 U 盘登记在别的联络站，不能当作本站的备份 U 盘。")
    found = session.select(Stick, "mark = ?", (seen.mark["mark"],))
    if not found:
        return Recognised(reason="这个 U 盘带着本站的识别文件，登记里却没有，可能还原过数据。请重新登记。")
    stick = found[0]
    if stick.retired_on is not None:
        return Recognised(reason=f"“{stick.name}”已经停用（{stick.retire_reason}）。请换一个在用的 U 盘。", known=stick)
    if not hmac.compare_digest(seen.mark["seal"], _seal(session, stick.mark, seen.mark["serial"])):
        why = f"“{stick.name}”的识别文件和本站的钥匙对不上：换过数据密钥，或者文件被改过。请重新登记这个 U 盘。"
        return Recognised(reason=why, known=stick)
    if seen.serial != stick.serial or seen.mark["serial"] != stick.serial:
        why = f"这不是登记时的“{stick.name}”：识别文件是复制来的，或者 U 盘格式化过。请重新登记这个 U 盘。"
        return Recognised(reason=why, known=stick)
    return Recognised(stick, known=stick)


def recognise(session: Session, root: Path) -> Recognised:
    """The stick that is plugged in at `root`, or why it is none of ours."""
    return judge(session, look_at(root))


def register(session: Session, root: Path, name: str, keep_place: str, note: str = "") -> Stick:
    """Make what is plugged in at `root` one of the station's own; its mark is on the stick before the row is stored."""
    with session.action("stick.edit"):
        seen = recognise(session, root)
        if seen.stick is not None:
            raise RuleError(f"这个 U 盘已经登记过，叫“{seen.stick.name}”。要改名称或保管地点，请点“修改”。")
        stick = Stick(
            name=name.strip(),
            mark=secrets.token_hex(16),
            serial=volumes.serial_of(root),
            keep_place=keep_place.strip(),
            registered_on=session.today,
            registered_by=session.staff.id,
            note=note.strip(),
        )
        _check(session, stick)
        added = session.add(stick)
        _write_mark(session, root, added)
        return added


def renew(session: Session, stick_id: int, root: Path) -> Stick:
    """Mark a stick anew that was formatted, or whose mark was lost; its name and its backups stay with it."""
    with session.action("stick.edit"):
        stick = _in_use(session, stick_id)
        seen = recognise(session, root)
        if seen.stick is not None and seen.stick.id != stick.id:
            raise RuleError(f"插着的是“{seen.stick.name}”，不是“{stick.name}”。请插上要重新登记的那个 U 盘。")
        changed = session.change(stick, mark=secrets.token_hex(16), serial=volumes.serial_of(root))
        _write_mark(session, root, changed)
        return changed


def edit(session: Session, stick_id: int, name: str, keep_place: str, note: str = "") -> Stick:
    """Another name or keep-place; what earlier backups say of their place stays."""
    with session.action("stick.edit"):
        stick = _in_use(session, stick_id)
        values: dict[str, Any] = {"name": name.strip(), "keep_place": keep_place.strip(), "note": note.strip()}
        if name.strip() != stick.name:
            _check_name(session, name.strip())
        return session.change(stick, **values)


def retire(session: Session, stick_id: int, reason: str) -> Stick:
    """A stick that is lost, broken or no longer used; the register keeps it and its backups."""
    with session.action("stick.edit"):
        stick = _in_use(session, stick_id)
        if not reason.strip():
            raise InvalidRecord({"retire_reason": "请写明停用的原因，例如丢失、损坏。"})
        return session.change(stick, retired_on=session.today, retire_reason=reason.strip())


def in_use(session: Session) -> list[Stick]:
    """The sticks that may be backed up to, the oldest first."""
    return session.select(Stick, "retired_on IS NULL", order="id")


def every(session: Session) -> list[Stick]:
    """All sticks, those in use first."""
    return session.select(Stick, order="retired_on IS NOT NULL, id")


def name_of(session: Session, stick_id: int | None) -> str:
    """What a stick is called; empty for a folder."""
    found = session.find(Stick, stick_id) if stick_id else None
    return found.name if found else ""


def _in_use(session: Session, stick_id: int) -> Stick:
    stick = session.get(Stick, stick_id)
    if stick.retired_on is not None:
        raise RuleError(f"“{stick.name}”已经停用，不能再改。请登记一个新的 U 盘。")
    return stick


def _check(session: Session, stick: Stick) -> None:
    if problems := check(stick):
        raise InvalidRecord(problems)
    _check_name(session, stick.name)


def _check_name(session: Session, name: str) -> None:
    if any(other.name == name for other in in_use(session)):
        raise InvalidRecord({"name": f"已经有一个 U 盘叫“{name}”。请换一个名称，并写在 U 盘外面。"})


def _seal(session: Session, mark: str, serial: str) -> str:
    told = "\0".join((session.keyring.station, mark, serial)).encode()
    return hmac.new(session.keys.backup, _PURPOSE + told, "sha256").hexdigest()


def _write_mark(session: Session, root: Path, stick: Stick) -> None:
    """The file says nothing of a person: whose station, which stick, and the seal over both and the serial."""
    if not root.is_dir():
        raise StorageError("找不到这个 U 盘，可能已经拔出。请插好再试。")
    told = {
        "program": "联络站",
        "station": session.keyring.station,
        "mark": stick.mark,
        "serial": stick.serial,
        "seal": _seal(session, stick.mark, stick.serial),
    }
    with storage_errors(), written_beside(root / MARK_FILE) as beside:
        beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
