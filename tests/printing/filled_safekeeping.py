"""Backups, drills and the page for an emergency as they are printed: as usual, bare, as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.drills import Drill
from lianluozhan.models.register_files import BackupFile, DrillFile, EmergencyFile
from lianluozhan.models.stations import Station
from lianluozhan.models.sticks import Stick

from ..samples import SAMPLES, STATION

HEAD = "812 A1B2 C3D4 E5F6 0718 293A 4B5C 6D7E 8F90"
_BACKUP = replace(SAMPLES[BackupEntry], removed_on=None, audit_head=HEAD)
_STICK = replace(SAMPLES[Stick], retired_on=None)
_DRILL = replace(SAMPLES[Drill], voided_on=None, file_name="联络站备份-青石镇人大代表联络站-20260302-1700.llzbak")


def safekeeping(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    held = DrillFile(_DRILL, "王秀英", STATION)
    long_backup = fullest(_BACKUP, digest="0a1b" * 16, audit_head=HEAD)
    long_drill = DrillFile(fullest(_DRILL), "买买提·吐尔逊", fullest(STATION))
    bare = BackupEntry(made_at=datetime(2026, 3, 2, 17, 0))
    short = Drill(held_on=date(2026, 6, 3), computer="备用机", file_name="青石镇", unlocked_with="", minutes=1)
    other = replace(_STICK, id=2, name="蓝色 2 号", keep_place="副站长办公室文件柜")
    return {
        "backups": {
            "usual": BackupFile(_BACKUP, "王秀英", STATION, "红色 1 号"),
            "bare": BackupFile(bare, "", STATION),
            "fullest": BackupFile(long_backup, "买买提·吐尔逊", fullest(STATION), words("盘", 40)),
        },
        "drills": {"usual": held, "bare": DrillFile(short, "", STATION), "fullest": long_drill},
        "emergencies": {
            "usual": EmergencyFile(STATION, (_STICK, other), _BACKUP, "红色 1 号", (held,)),
            "bare": EmergencyFile(Station(name="联络站", place="镇", congress="镇人大"), (), None, "", ()),
            "fullest": EmergencyFile(
                fullest(STATION), (fullest(_STICK),) * 3, long_backup, words("盘", 40), (long_drill,) * 3
            ),
        },
    }
