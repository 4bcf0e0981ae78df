"""One thing that must not be forgotten, as 今日 shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reminder:
    """A thing to do: what, why, and the room and section where it is done."""

    what: str
    why: str
    act: str = ""
    room: str = ""
    section: str = ""
