"""Changing one bit of a backup, or cutting it: every one must be refused."""

from __future__ import annotations

import random
from pathlib import Path

from lianluozhan.models import backup
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.session import Session


def accepted(session: Session, path: Path, flips: int, cuts: int, seed: int) -> list[str]:
    """The changes that `verify` did not notice; must be none."""
    whole, chance, missed = path.read_bytes(), random.Random(seed), []
    unlock = backup.by_session(session)
    for number in range(flips + cuts):
        at = chance.randrange(len(whole))
        if number < flips:
            bit = 1 << chance.randrange(8)
            changed, what = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :], f"bit {bit} of byte {at}"
        else:
            changed, what = whole[:at], f"cut at {at}"
        path.write_bytes(changed)
        try:
            backup.verify(path, unlock)
        except (StorageError, RuleError):
            continue
        missed.append(what)
    path.write_bytes(whole)
    return missed
