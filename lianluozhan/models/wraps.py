"""One wrap of the data key: AES-256-GCM under the Argon2id key of a password or code; keys drawn and sealed by HKDF.

cryptography and argon2 are imported where they are used: the sign-in window is painted before they are loaded.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1  # of a wrap; bound into it


@dataclass(frozen=True)
class Cost:
    """What one guess of a password costs: Argon2id memory in KiB, passes, lanes."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class Keys:
    """Keys for one purpose each, drawn from the data key; 32 bytes each. `database` is None in plain mode."""

    database: bytes | None = field(repr=False)
    attachments: bytes | None = field(repr=False)
    backup: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    mark: str = ""  # of the data key, readable without it
    # earlier ones, oldest first, with the last line of the log under each
    before: tuple[tuple[int, Keys], ...] = field(default=(), repr=False)

    def audit_of(self, line: int) -> bytes:
        """The key under which a line of the log was chained."""
        return next((keys.audit for last, keys in self.before if line <= last), self.audit)

    def marked(self, mark: str) -> Keys | None:
        """The keys, of today or earlier, that go with a mark; that of the first data key is empty."""
        if not mark:
            return self.before[0][1] if self.before else self
        return next((keys for keys in (self, *(keys for _, keys in self.before)) if keys.mark == mark), None)


class WrongSecret(Exception):
    """The password or code does not open the wrap."""


def wrapped(kind: str, name: str, secret: str, data_key: bytes, closed: bool, cost: Cost) -> dict[str, Any]:
    """The data key under a secret; bound to whose it is and to all parameters."""
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


def unwrapped(wrap: dict[str, Any], secret: str, closed: bool) -> bytes:
    """The data key; WrongSecret when the secret is not the one, or the wrap was changed."""
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
    return json.dumps([FORMAT, closed, wrap["kind"], wrap["name"], wrap["algorithm"], wrap["cost"]]).encode()


def derive(data_key: bytes, purpose: bytes) -> bytes:
    """The key for one purpose."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"lianluozhan/1/" + purpose).derive(data_key)


def drawn(data_key: bytes, mark: str, *, closed: bool, before: tuple[tuple[int, Keys], ...] = ()) -> Keys:
    """The keys for each purpose, and those of earlier data keys."""
    return Keys(
        database=derive(data_key, b"database") if closed else None,
        attachments=derive(data_key, b"attachments") if closed else None,
        backup=derive(data_key, b"backup"),
        audit=derive(data_key, b"audit"),
        mark=mark,
        before=before,
    )


def sealed_under(data_key: bytes, secret: bytes, told: list[Any]) -> dict[str, str]:
    """An earlier data key under the one of today, bound to what is told beside it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    sealed = AESGCM(derive(data_key, b"earlier keys")).encrypt(nonce, secret, json.dumps(told).encode())
    return {"nonce": nonce.hex(), "sealed": sealed.hex()}


def opened_under(data_key: bytes, entry: dict[str, Any], told: list[Any]) -> bytes:
    """What `sealed_under` sealed; WrongSecret when it was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(derive(data_key, b"earlier keys"))
    try:
        return cipher.decrypt(bytes.fromhex(entry["nonce"]), bytes.fromhex(entry["sealed"]), json.dumps(told).encode())
    except InvalidTag:
        raise WrongSecret from None
