"""F126 恢复演练记录: the yearly drill as it was held, signed and kept with the sticks (4.6.1)."""

from __future__ import annotations

from lianluozhan.models.drills import DrillResult, OpenedWith
from lianluozhan.models.register_files import DrillFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import WIDE, chinese_date, choice_ticks, head, label, notes, signed, ticks

TITLE = "恢复演练记录"
CHECKED = (
    "只用 U 盘、恢复码和“数据应急恢复说明”，没有问别人",
    "登录以后，“今日”和最近登记的几件与纸质登记表对得上",
    "最近一件的附件打得开，打印一张登记表，与原件一致",
    "演练完，那台电脑里的数据已经清除，恢复码重新密封",
)


def drill_record(file: DrillFile | None, station: Station | None = None) -> Document:
    """One drill, or the sheet to be filled in while it is held."""
    drill, shown = (file.drill, file.station) if file else (None, station)
    held = chinese_date(drill.held_on) if drill else f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"
    minutes = f"{drill.minutes} 分钟" if drill and drill.minutes else f"{WIDE * 4}分钟"
    with_what = ticks([way.label for way in OpenedWith], [drill.unlocked_with] if drill else [], WIDE)
    voided = f"作废：{drill.void_reason}（{chinese_date(drill.voided_on)}）" if drill and drill.voided_on else ""
    note = "\n".join(part for part in ((drill.note if drill else ""), voided) if part)
    rows = [
        Row([label("演练日期"), Cell(held, 9), label("演练人"), Cell(file.holder if file else "", 9)], 11),
        Row([label("所用电脑"), Cell(drill.computer if drill else "", 9), label("用时"), Cell(minutes, 9)], 11),
        Row([label("所用备份"), Cell(drill.file_name if drill else "", 21)], 11, grow=True),
        Row([label("打开方式"), Cell(with_what, 21, "tick")], 10),
        Row([label("结果"), Cell(choice_ticks(DrillResult, drill.result if drill else None, WIDE), 21, "tick")], 10),
        Row([label("逐项看过"), Cell("\n".join(f"□{each}" for each in CHECKED), 21, "tick")], 30),
        Row([label("问题和\n改进"), Cell(note, 21)], 46, grow=True),
        signed(24, "演练人"),
        signed(24, "站长"),
    ]
    return Document(
        title=TITLE,
        blocks=[
            *head(shown, TITLE, "每年一次，照“数据应急恢复说明”做", "15 分钟内恢复办公"),
            Grid(rows),
            *notes("说明：“逐项看过”由演练人在纸上打勾。这一页和 U 盘、应急说明放在一起；恢复码不写在这一页上。"),
        ],
        running=f"{TITLE}（续页）",
    )
