"""Who can open the data: one random data key, wrapped for every account and for the paper recovery code.

The keyring is a small file beside the database, kept twice and carried in every backup. It holds no password and
no key in the clear; each wrap is AES-256-GCM under an Argon2id key and is bound to its account and parameters.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .durable import atomic_write
from .errors import RuleError, StorageError

# cryptography and argon2 are imported where they are used: the sign-in window is painted before they are loaded.

FILES = ("keyring.json", "keyring.copy.json")
RECOVERY = "恢复码"
VERSION = 1
WAITS = (1, 5, 30)  # minutes after every five failures in a row
TRIES = 5


@dataclass(frozen=True)
class Cost:
    """What one guess of a password costs: Argon2id memory in KiB, passes, lanes."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class Keys:
    """Keys for one purpose each, drawn from the data key; 32 bytes each. `database` is None in plain mode."""

    database: bytes | None
    attachments: bytes | None
    backup: bytes
    audit: bytes


def new_recovery_code() -> str:
    """32 characters of base32 in eight groups of four: 160 bits."""
    text = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(text[at : at + 4] for at in range(0, 32, 4))


def plain_code(code: str) -> str:
    """A recovery code as typed back: blanks, dashes and letter case do not count, 0/1/8 are read as O/I/B."""
    text = "".join(c for c in code.upper() if c.isalnum())
    return text.translate(str.maketrans("018", "OIB"))


def check_password(password: str, user: str = "") -> None:
    """The rules for a password: ten characters or more, three of four kinds, not the name."""
    kinds = sum(any(test(c) for c in password) for test in (str.islower, str.isupper, str.isdigit))
    kinds += any(not c.isalnum() for c in password)
    if len(password) < 10:
        raise RuleError("密码至少要 10 个字符。可以用一句好记的话的拼音，加上数字和符号。")
    if kinds < 3:
        raise RuleError("密码要包含大写字母、小写字母、数字、符号中的三种。请再加一种。")
    if user and user in password:
        raise RuleError("密码里不能包含自己的账号名。请换一个。")


class WrongSecret(Exception):
    """The password or code does not open the wrap."""


class Keyring:
    """The wraps of one station's data key. Changing it writes both files at once."""

    def __init__(self, folder: Path, content: dict[str, Any]) -> None:
        self.folder, self._content = folder, content
        self._data_key: bytes | None = None

    @classmethod
    def create(cls, folder: Path, *, encrypted: bool) -> tuple[Keyring, bytes]:
        """A keyring without wraps, and its new data key. Nothing is written before the first wrap."""
        content = {
            "version": VERSION,
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
        for name in FILES:
            if (content := _read(folder / name)) is not None:
                if content["version"] > VERSION:
                    raise StorageError("这份数据由更新的版本建立，本版本不能打开。请安装新版本；数据没有动过。")
                return cls(folder, content)
        raise StorageError("钥匙文件损坏或找不到，数据没有动过。请用“还原”从最近的备份恢复。")

    @classmethod
    def from_content(cls, content: dict[str, Any], folder: Path) -> Keyring:
        """A keyring carried in a backup, to live in `folder`; nothing is written yet."""
        return cls(folder, content)

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
        wrap = _wrap("user", name, password, data_key, self.encrypted, cost or self._usual_cost())
        self._put(wrap | {"shown": shown or self._shown(name)})

    def set_recovery(self, code: str, data_key: bytes, *, cost: Cost | None = None) -> None:
        """Let the paper code open the data; an older code stops working."""
        self._put(_wrap("recovery", RECOVERY, plain_code(code), data_key, self.encrypted, cost or self._usual_cost()))

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

    def unlock(self, name: str, password: str, now: datetime) -> bytes:
        """The data key, for the right password; waits 1, 5, 30 minutes after every five failures."""
        self._check_waiting(name, now)
        try:
            wrap = self._find("user", name)
            data_key = _unwrap(wrap, password, self.encrypted)
        except (RuleError, WrongSecret):
            raise RuleError(self._note_failure(name, now)) from None
        self._content["failures"].pop(name, None)
        wrap["seen"] = now.isoformat(timespec="minutes")
        self.write()
        self._data_key = data_key
        return data_key

    def open_copy(self, name: str, password: str) -> bytes:
        """The data key of a keyring carried in a backup; nothing is counted and nothing written."""
        try:
            self._data_key = _unwrap(self._find("user", name), password, self.encrypted)
        except WrongSecret:
            raise RuleError("密码不对。请用备份那一天的密码，或用纸上的恢复码。") from None
        return self._data_key

    def unlock_by_recovery(self, code: str) -> bytes:
        """The data key, for the paper code."""
        try:
            data_key = _unwrap(self._find("recovery", RECOVERY), plain_code(code), self.encrypted)
        except WrongSecret:
            raise RuleError("恢复码不对。请对照纸上的 32 个字符，逐组再输一遍。") from None
        self._data_key = data_key
        return data_key

    def matches(self, name: str, password: str) -> bool:
        """Whether this is the password of the account, without counting a failure."""
        try:
            _unwrap(self._find("user", name), password, self.encrypted)
        except (RuleError, WrongSecret):
            return False
        return True

    def keys(self, data_key: bytes) -> Keys:
        """The keys for each purpose."""
        closed = self.encrypted
        return Keys(
            database=_derive(data_key, b"database") if closed else None,
            attachments=_derive(data_key, b"attachments") if closed else None,
            backup=_derive(data_key, b"backup"),
            audit=_derive(data_key, b"audit"),
        )

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

    def _put(self, wrap: dict[str, Any]) -> None:
        same = (wrap["kind"], wrap["name"])
        before = self._content["wraps"]
        self._content["wraps"] = [w for w in before if (w["kind"], w["name"]) != same] + [wrap]
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

    def _check_waiting(self, name: str, now: datetime) -> None:
        failed = self._content["failures"].get(name)
        if not failed or failed["count"] % TRIES:
            return
        since = datetime.fromisoformat(failed["at"])
        wait = WAITS[min(failed["count"] // TRIES, len(WAITS)) - 1]
        left = since + timedelta(minutes=wait) - now
        if timedelta(0) < left <= timedelta(minutes=wait):
            minutes = -(-int(left.total_seconds()) // 60)
            raise RuleError(f"密码连续输错 {failed['count']} 次，请等 {minutes} 分钟再试。")

    def _note_failure(self, name: str, now: datetime) -> str:
        failed = self._content["failures"].get(name, {"count": 0})
        count = failed["count"] + 1
        self._content["failures"][name] = {"count": count, "at": now.isoformat(timespec="seconds")}
        self.write()
        if count % TRIES:
            return f"密码不对，请再输一次。再错 {TRIES - count % TRIES} 次要等一会儿才能登录。"
        return f"密码连续输错 {count} 次，请等 {WAITS[min(count // TRIES, len(WAITS)) - 1]} 分钟再试。"


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


def _wrap(kind: str, name: str, secret: str, data_key: bytes, closed: bool, cost: Cost) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    wrap = {
        "kind": kind,
        "name": name,
        "algorithm": "argon2id/aes-256-gcm",
        "cost": [cost.memory, cost.passes, cost.lanes],
        "salt": salt.hex(),
        "nonce": nonce.hex(),
    }
    return wrap | {"sealed": AESGCM(_stretch(secret, wrap)).encrypt(nonce, data_key, _bound(wrap, closed)).hex()}


def _unwrap(wrap: dict[str, Any], secret: str, closed: bool) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_stretch(secret, wrap))
    try:
        return cipher.decrypt(bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["sealed"]), _bound(wrap, closed))
    except InvalidTag:
        raise WrongSecret from None


def _stretch(secret: str, wrap: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    memory, passes, lanes = wrap["cost"]
    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        bytes.fromhex(wrap["salt"]),
        passes,
        memory,
        lanes,
        32,
        Type.ID,
    )


def _bound(wrap: dict[str, Any], closed: bool) -> bytes:
    return json.dumps([VERSION, closed, wrap["kind"], wrap["name"], wrap["algorithm"], wrap["cost"]]).encode()


def _derive(data_key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"lianluozhan/1/" + purpose).derive(data_key)
