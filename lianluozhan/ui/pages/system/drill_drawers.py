"""Noting a drill that was held, and striking out a wrong entry (4.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models import backups, drills, staff
from lianluozhan.models.drills import Drill, DrillResult, OpenedWith

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import DayEditor, LineEditor, NumberEditor, OptionRow, PickEditor, TextEditor
from ...question import ask_reason

if TYPE_CHECKING:
    from .backup_section import BackupSection


def enter(section: BackupSection) -> Drawer:
    """What was done, on which computer, with which backup, how long it took."""
    session = section.session
    drawer = Drawer(section, "登记恢复演练", "照“数据应急恢复说明”在另一台电脑上走一遍以后填", act="登记")
    fields = drawer.fields
    fields.put("演练日期", DayEditor("held_on"), required=True)
    fields.put("演练人", PickEditor("held_by", staff.choices(session)), required=True)
    fields.put("所用电脑", LineEditor("computer", max_length=60), required=True, hint="例如：备用笔记本")
    fields.put("所用备份", LineEditor("file_name", max_length=200), required=True, hint="U 盘上的文件名")
    fields.put("打开方式", OptionRow("unlocked_with", [(way.label, way.label) for way in OpenedWith]), required=True)
    minutes = NumberEditor("minutes", minimum=1, maximum=1440)
    fields.put("用时（分钟）", minutes, required=True, hint="从找齐东西到能登记")
    fields.put("结果", OptionRow("result", [(result, result.label) for result in DrillResult]), required=True)
    fields.put("问题和改进", TextEditor("note", max_length=500))
    newest = backups.last_proven(session)
    fields.set_values(
        {
            "held_on": session.today,
            "held_by": session.staff.id,
            "file_name": newest.file_name if newest else "",
            "unlocked_with": OpenedWith.CODE.label,
            "result": DrillResult.WORKED,
        }
    )

    def act(values: dict[str, Any]) -> Drill:
        return drills.enter(session, Drill(**values))

    return drawer.open(act, lambda drill: section.desk.say("恢复演练已登记"))


def void(section: BackupSection, drill: Drill) -> None:
    """Strike it out with the reason."""
    reason = ask_reason(
        section,
        "作废这次演练登记？",
        "作废以后划掉留在清单里，不算做过演练。",
        "作废",
        "不作废",
        label="作废原因",
        example="日期写错",
    )
    if reason and attempt(section, lambda: drills.void(section.session, drill.id, reason)):
        section.desk.say("演练登记已作废")
