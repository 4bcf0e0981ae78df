"""The automatic copies of this computer: whether they can be read, and whether there is room for the next one."""

from __future__ import annotations

from pathlib import Path

from ..backup import copies
from ..homes import Home
from ..session import Session
from .finding import Severity, Told

READ_WHOLE = 3  # the newest are read to their last byte


def local_copies(session: Session) -> Told:
    """The newest byte by byte, the others by their heads."""
    home = Home(session.folder.parent)
    damaged = [*copies.unreadable(home)]
    damaged += [info.path for info in copies.of_station(session)[:READ_WHOLE] if not copies.is_whole(session, info)]
    for path in damaged:
        yield Severity.WARNING, _damaged(path)
    yield from _room(session)


def local_copies_sampled(session: Session) -> Told:
    """Only whether there is room for the next one."""
    return _room(session)


def _damaged(path: Path) -> str:
    return f"本机副本“{path.name}”已损坏，不能用来还原。别的副本和 U 盘上的备份不受影响，这一份没有动它。"


def _room(session: Session) -> Told:
    if lacking := copies.lacking_room(session):
        yield Severity.WARNING, f"每天的本机副本留不下了，导入也办不了。{lacking}"
