"""Who can open the data: one random data key, wrapped for every account and for the paper recovery code.

The keyring is a small file beside the database, kept twice and carried in every backup. It holds no password and
no key in the clear; each wrap is AES-256-GCM under an Argon2id key and is bound to its account and parameters.

After 更换数据密钥 it also holds the earlier data keys, sealed under the one of today (never the other way round): with
them the log of that time is verified and the backups of that time are opened. Such a keyring is of version 2.
"""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from . import tries
from .durable import atomic_write, rename, storage_errors, sync_directory
from .errors import DamagedData, RuleError, StorageError
from .passwords import check_password, new_once_code, new_recovery_code, plain_code
from .wraps import Cost, Keys, WrongSecret, derive, drawn, opened_under, sealed_under, unwrapped, wrapped

__all__ = [
    "Cost",
    "Keyring",
    "Keys",
    "NewPasswordWanted",
    "WrongSecret",
    "check_password",
    "new_once_code",
    "new_recovery_code",
    "plain_code",
    "two_copies",
    "written_beside",
]

FILES = ("keyring.json", "keyring.copy.json")
RECOVERY = "恢复码"
VERSION = 2  # that this program can read; a keyring without earlier keys is still written as 1
DAMAGED = "钥匙文件损坏或找不到，数据没有动过。请用“还原”从最近的备份恢复。"


class NewPasswordWanted(RuleError):
    """The code that is good for one sign-in is right; a password of one's own has to be chosen with it."""


class Keyring:
    """The wraps of one station's data key. Changing it writes both files at once."""

    def __init__(self, folder: Path, content: dict[str, Any], *, was_alone: bool = False) -> None:
        self.folder, self._content = folder, content
        self._data_key: bytes | None = None
        self.failed_before: tries.Failures | None = None  # of the account that was opened last, before it was opened
        self.was_alone = was_alone  # its other copy was damaged or gone when it was read; signing in writes both

    @classmethod
    def create(cls, folder: Path, *, encrypted: bool) -> tuple[Keyring, bytes]:
        """A keyring without wraps, and its new data key. Nothing is written before the first wrap."""
        content = {
            "version": 1,
            "station": secrets.token_hex(8),
            "encrypted": encrypted,
            "wraps": [],
            "failures": {},
        }
        keyring = cls(folder, content)
        keyring._data_key = secrets.token_bytes(32)
        return keyring, keyring._data_key

    @classmethod
    def load(cls, folder: Path) -> Keyring:
        """Read the keyring, from its second copy when the first is damaged."""
        copies = [content for name in FILES if (content := _read(folder / name)) is not None]
        if not copies:
            raise DamagedData(DAMAGED)
        _refuse_newer(copies[0])
        copies[0]["failures"] = tries.kept(folder, copies[0]["failures"])
        return cls(folder, copies[0], was_alone=len(copies) < len(FILES))

    @classmethod
    def from_content(cls, content: dict[str, Any], folder: Path) -> Keyring:
        """A keyring carried in a backup, to live in `folder`; nothing is written yet."""
        _refuse_newer(content)
        return cls(folder, content)

    @classmethod
    def after(cls, old: Keyring, folder: Path) -> Keyring:
        """A keyring with a new data key for the same station, to live in `folder`; nobody has a way in yet.

        Whoever knows an old password or the old data key learns nothing of the new one from it.
        """
        new, data_key = cls.create(folder, encrypted=old.encrypted)
        same = {name: old._content[name] for name in ("station", "title") if name in old._content}
        new._content |= same | {"version": 2, "key": derive(data_key, b"mark")[:8].hex(), "earlier": []}
        return new

    def keep_earlier(self, old: Keyring, last_line: int) -> None:
        """Take over the data key that was in use until this line of the log, and those before it."""
        kept = [*_earlier(old._content, old.data_key), (last_line, str(old._content.get("key", "")), old.data_key)]
        self._content["earlier"] = [
            {"last_line": last, "key": mark, **sealed_under(self.data_key, secret, [last, mark])}
            for last, mark, secret in kept
        ]
        self.write()

    @property
    def data_key(self) -> bytes:
        """The data key, in memory only, once a password or the recovery code has opened it."""
        if self._data_key is None:
            raise RuntimeError("the keyring is still closed")
        return self._data_key

    @property
    def content(self) -> dict[str, Any]:
        """All of it, to be carried in a backup; no secret is in the clear."""
        return copy.deepcopy(self._content)

    @property
    def encrypted(self) -> bool:
        return bool(self._content["encrypted"])

    @property
    def station(self) -> str:
        """A random mark of this station, 16 hexadecimal digits; the same in all its backups."""
        return str(self._content["station"])

    @property
    def title(self) -> str:
        """The name of the station, to be shown before anybody signs in."""
        return str(self._content.get("title", ""))

    def name_station(self, title: str) -> None:
        """Change the name shown before signing in."""
        self._content["title"] = title
        self.write()

    @property
    def mark(self) -> str:
        """Which data key this is, readable without it; empty before the first 更换数据密钥."""
        return str(self._content.get("key", ""))

    def failures(self, name: str) -> tries.Failures | None:
        """Wrong passwords given for an account, or for the paper code, since it was last opened."""
        return tries.failures_in(self._content["failures"], name)

    def users(self) -> list[dict[str, str]]:
        """The accounts that can sign in: name, what is shown beside it, when last seen."""
        return [
            {"name": wrap["name"], "shown": wrap.get("shown", ""), "seen": wrap.get("seen", "")}
            for wrap in self._content["wraps"]
            if wrap["kind"] == "user"
        ]

    def add(self, name: str, password: str, data_key: bytes, *, shown: str = "", cost: Cost | None = None) -> None:
        """Let `password` open the data for account `name`; replaces an older password of that account."""
        check_password(password, name)
        wrap = wrapped("user", name, password, data_key, self.encrypted, cost or self._usual_cost())
        self._put(wrap | {"shown": shown or self._shown(name)})

    def add_once(self, name: str, code: str, data_key: bytes, *, shown: str, cost: Cost | None = None) -> None:
        """Let an account in once by a code, to choose a password of its own."""
        wrap = wrapped("user", name, plain_code(code), data_key, self.encrypted, cost or self._usual_cost())
        self._put(wrap | {"shown": shown, "once": True})

    def set_recovery(self, code: str, data_key: bytes, *, cost: Cost | None = None) -> None:
        """Let the paper code open the data; an older code stops working."""
        self._put(wrapped("recovery", RECOVERY, plain_code(code), data_key, self.encrypted, cost or self._usual_cost()))

    def remove(self, name: str) -> None:
        """Take an account's way in away; the last one is never removed."""
        rest = [w for w in self._content["wraps"] if (w["kind"], w["name"]) != ("user", name)]
        if not any(w["kind"] == "user" for w in rest):
            raise RuleError("这是最后一个能登录的账号，不能停用。请先建立另一个账号。")
        self._content["wraps"] = rest
        self.write()

    def show(self, name: str, shown: str) -> None:
        """Change what is shown beside the account in the sign-in list."""
        self._find("user", name)["shown"] = shown
        self.write()

    def unlock(self, name: str, password: str, now: datetime, *, once: bool = False) -> bytes:
        """The data key, for the right password; waits 1, 5, 30 minutes after every five failures.

        A code that is good for one sign-in opens nothing but with `once`, when a password is chosen along with it.
        """
        data_key = self._tried("user", name, password, now)
        if self._find("user", name).get("once") and not once:
            raise NewPasswordWanted("一次性入门码没有错。请接着给自己设一个新密码。")
        self._find("user", name)["seen"] = now.isoformat(timespec="minutes")
        self._write_if_there_is_room()
        self._data_key = data_key
        return data_key

    def confirm(self, name: str, password: str, now: datetime) -> None:
        """Refuse whoever does not know the password of the account he works with; failures count as at sign-in."""
        self._tried("user", name, password, now)

    def unlock_by_recovery(self, code: str, now: datetime) -> bytes:
        """The data key, for the paper code; the same waiting after failures."""
        self._data_key = self._tried("recovery", RECOVERY, plain_code(code), now)
        return self._data_key

    def _tried(self, kind: str, name: str, secret: str, now: datetime) -> bytes:
        counted = tries.PAPER if kind == "recovery" else name
        tries.check_waiting(self._content["failures"], counted, now)
        try:
            wrap = self._find(kind, name)
            secret = plain_code(secret) if wrap.get("once") else secret
            data_key = unwrapped(wrap, secret, self.encrypted)
        except (RuleError, WrongSecret):
            said = tries.note(self._content["failures"], counted, now)
            tries.keep(self.folder, self._content["failures"], self.write)
            raise RuleError(said) from None
        self.failed_before = tries.failures_in(self._content["failures"], counted)
        if self._content["failures"].pop(counted, None):
            tries.keep(self.folder, self._content["failures"], self.write)
        return data_key

    def open_copy(self, name: str, password: str) -> bytes:
        """The data key of a keyring carried in a backup; nothing is counted and nothing written."""
        try:
            wrap = self._find("user", name)
            secret = plain_code(password) if wrap.get("once") else password
            self._data_key = unwrapped(wrap, secret, self.encrypted)
        except WrongSecret:
            raise RuleError("密码不对。请用备份那一天的密码，或用纸上的恢复码。") from None
        return self._data_key

    def open_copy_by_recovery(self, code: str) -> bytes:
        """The same for the paper code of that day."""
        try:
            self._data_key = unwrapped(self._find("recovery", RECOVERY), plain_code(code), self.encrypted)
        except WrongSecret:
            raise RuleError(tries.WRONG_CODE) from None
        return self._data_key

    def matches(self, name: str, password: str) -> bool:
        """Whether this is the password of the account, without counting a failure."""
        try:
            unwrapped(self._find("user", name), password, self.encrypted)
        except (RuleError, WrongSecret):
            return False
        return True

    def keys(self, data_key: bytes) -> Keys:
        """The keys for each purpose, with those of earlier data keys."""
        found: list[tuple[int, Keys]] = []
        for last, mark, secret in _earlier(self._content, data_key):
            found.append((last, drawn(secret, mark, closed=self.encrypted, before=tuple(found))))
        return drawn(data_key, self.mark, closed=self.encrypted, before=tuple(found))

    def to_bytes(self) -> bytes:
        body = json.dumps(self._content, ensure_ascii=False, sort_keys=True)
        return json.dumps(
            {"keyring": self._content, "sha256": hashlib.sha256(body.encode()).hexdigest()},
            ensure_ascii=False,
            indent=1,
        ).encode()

    def write(self) -> None:
        """Both copies, one after the other: one of them is whole at any moment."""
        for name in FILES:
            atomic_write(self.folder / name, self.to_bytes())

    def _write_if_there_is_room(self) -> None:
        """What is only good to know, such as when somebody was last seen, keeps nobody out when the disk is full."""
        with suppress(StorageError):
            self.write()

    def _put(self, wrap: dict[str, Any]) -> None:
        same = (wrap["kind"], wrap["name"])
        before = self._content["wraps"]
        is_known = any((w["kind"], w["name"]) == same for w in before)
        changed = [wrap if (w["kind"], w["name"]) == same else w for w in before]
        self._content["wraps"] = changed if is_known else [*before, wrap]
        try:
            self.write()
        except StorageError:
            self._content["wraps"] = before
            raise

    def _usual_cost(self) -> Cost:
        """What the newest wrap costs, so that a new one is not cheaper to guess."""
        wraps = self._content["wraps"]
        return Cost(*wraps[-1]["cost"]) if wraps else Cost()

    def _shown(self, name: str) -> str:
        return next((user["shown"] for user in self.users() if user["name"] == name), "")

    def _find(self, kind: str, name: str) -> dict[str, Any]:
        for wrap in self._content["wraps"]:
            if (wrap["kind"], wrap["name"]) == (kind, name):
                found: dict[str, Any] = wrap
                return found
        raise RuleError("没有这个账号，请检查账号名。")


class _Beside(Keyring):
    """A keyring that lies beside the one in use."""

    def write(self) -> None:
        for name in FILES:
            atomic_write(self.folder / f".{name}.next", self.to_bytes())

    def place(self) -> None:
        with storage_errors():
            for name in FILES:
                rename(self.folder / f".{name}.next", self.folder / name)
            sync_directory(self.folder)


def written_beside(keyring: Keyring, change: Callable[[Keyring], None]) -> Callable[[], None]:
    """Write the keyring as `change` makes it beside its two files; the answer puts it in their place.

    Whatever the disk refuses it refuses before: the last step needs no room, and can wait for a commit.
    """
    changed = _Beside(keyring.folder, keyring.content)
    changed._data_key = keyring.data_key
    change(changed)

    def place() -> None:
        changed.place()
        keyring._content = changed._content

    return place


def _refuse_newer(content: dict[str, Any]) -> None:
    if content["version"] > VERSION:
        raise StorageError("这份数据由更新的版本建立，本版本不能打开。请安装新版本；数据没有动过。")


def _earlier(content: dict[str, Any], data_key: bytes) -> list[tuple[int, str, bytes]]:
    """Last line of the log, mark and data key of each earlier time, oldest first."""
    try:
        return [
            (int(entry["last_line"]), str(entry["key"]), opened_under(data_key, entry, _told(entry)))
            for entry in content.get("earlier", [])
        ]
    except (WrongSecret, KeyError, ValueError, TypeError):
        raise StorageError(DAMAGED) from None


def _told(entry: dict[str, Any]) -> list[Any]:
    return [entry["last_line"], entry["key"]]


def two_copies(folder: Path) -> bool:
    """Whether both files of the keyring are there, whole and equal."""
    first, second = (_read(folder / name) for name in FILES)
    return first is not None and first == second


def _read(path: Path) -> dict[str, Any] | None:
    try:
        outer = json.loads(path.read_bytes())
        content: dict[str, Any] = outer["keyring"]
        body = json.dumps(content, ensure_ascii=False, sort_keys=True)
        whole = hashlib.sha256(body.encode()).hexdigest() == outer["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return content if whole else None
