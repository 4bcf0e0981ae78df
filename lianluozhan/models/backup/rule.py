"""What the next backup in a folder will be by the rule, so that the window can say it before the work begins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..backups import BackupKind
from ..session import Session
from . import sets


@dataclass(frozen=True)
class Plan:
    """`kind` by the rule; changes can be chosen only where there is a set to build on."""

    kind: BackupKind = BackupKind.SET
    has_base: bool = False


def plan(session: Session, folder: Path) -> Plan:
    """The first backup of a calendar month is a set, later ones are changes on it."""
    base = sets.newest_base(session, folder)
    if base is None:
        return Plan()
    in_this_month = (base.made_at.year, base.made_at.month) == (session.today.year, session.today.month)
    return Plan(BackupKind.CHANGES if in_this_month else BackupKind.SET, has_base=True)
