"""Changing one bit of a backup, or cutting it: every one must be refused."""

from __future__ import annotations

import itertools
import random
import struct
from collections.abc import Sequence
from pathlib import Path

from lianluozhan.models import backup
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.session import Session


def outer_bytes(whole: bytes) -> list[int]:
    """Where the parts around the sealed content lie: mark, length, header, head of the stream, closing HMAC."""
    head = 12 + struct.unpack(">I", whole[8:12])[0]
    return [*range(head + 26), *range(len(whole) - 50, len(whole))]


def accepted(session: Session, path: Path, flips: int, cuts: int, seed: int, also: Sequence[int] = ()) -> list[str]:
    """The changes that `verify` did not notice; must be none. Each byte at `also` is changed besides random ones."""
    whole, chance, missed = path.read_bytes(), random.Random(seed), []
    unlock = backup.by_session(session)
    places = [*also, *(chance.randrange(len(whole)) for _ in range(flips))]
    cut_at = (chance.randrange(len(whole)) for _ in range(cuts))
    changes = itertools.chain(
        ((f"byte {at}", _changed(whole, at, chance)) for at in places), ((f"cut at {at}", whole[:at]) for at in cut_at)
    )
    for what, changed in changes:
        path.write_bytes(changed)
        try:
            backup.verify(path, unlock)
        except (StorageError, RuleError):
            continue
        missed.append(what)
    path.write_bytes(whole)
    return missed


def _changed(whole: bytes, at: int, chance: random.Random) -> bytes:
    return whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
