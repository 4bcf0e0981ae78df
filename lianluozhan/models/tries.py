"""Wrong passwords and paper codes: counted in the keyring, with 1, 5 and 30 minutes of waiting after every five.

They are counted by account, and for the paper code under a name that no account can have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .errors import RuleError, StorageError

PAPER = "recovery code"  # no account name has a blank
WRONG_CODE = "恢复码不对。请对照纸上的 32 个字符，逐组再输一遍。"
WAITS = (1, 5, 30)  # minutes after every five failures in a row
TRIES = 5

_not_written: dict[Path, dict[str, Any]] = {}  # what a full disk did not take, by data folder


@dataclass(frozen=True)
class Failures:
    """How often a wrong password was given since the right one was given last, and when last."""

    count: int
    last: datetime


def failures_in(counted: dict[str, Any], name: str) -> Failures | None:
    failed = counted.get(name)
    return Failures(failed["count"], datetime.fromisoformat(failed["at"])) if failed else None


def check_waiting(counted: dict[str, Any], name: str, now: datetime) -> None:
    """Refuse even the right password while one has to wait."""
    failed = failures_in(counted, name)
    if failed is None or failed.count % TRIES:
        return
    wait = timedelta(minutes=_wait(failed.count))
    left = failed.last + wait - now
    if timedelta(0) < left <= wait:
        minutes = -(-int(left.total_seconds()) // 60)
        raise RuleError(f"{_what(name)}连续输错 {failed.count} 次，请等 {minutes} 分钟再试。")


def note(counted: dict[str, Any], name: str, now: datetime) -> str:
    """Count one more failure; what the person is told."""
    failed = failures_in(counted, name)
    count = (failed.count if failed else 0) + 1
    counted[name] = {"count": count, "at": now.isoformat(timespec="seconds")}
    if count % TRIES == 0:
        return f"{_what(name)}连续输错 {count} 次，请等 {_wait(count)} 分钟再试。"
    left = TRIES - count % TRIES
    if name == PAPER:
        return f"{WRONG_CODE}再错 {left} 次要等一会儿才能再试。"
    return f"密码不对，请再输一次。再错 {left} 次要等一会儿才能登录。"


def keep(folder: Path, counted: dict[str, Any], write: Callable[[], None]) -> None:
    """Write the counts; on a full disk they hold as long as the program is open."""
    _not_written[folder] = dict(counted)
    try:
        write()
    except StorageError:
        return
    del _not_written[folder]


def kept(folder: Path, counted: dict[str, Any]) -> dict[str, Any]:
    """The counts as they stand, whether the disk took them or not."""
    return dict(_not_written.get(folder, counted))


def _wait(count: int) -> int:
    return WAITS[min(count // TRIES, len(WAITS)) - 1]


def _what(name: str) -> str:
    return "恢复码" if name == PAPER else "密码"
