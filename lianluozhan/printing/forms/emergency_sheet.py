"""F125 数据应急恢复说明: one page from a fresh computer, the stick and the paper code to work again (4.6.1)."""

from __future__ import annotations

import re

from lianluozhan.models.register_files import EmergencyFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, chinese_date, head, label, notes

TITLE = "数据应急恢复说明"
STICKS_SHOWN, DRILL_ROWS = 3, 3
STEPS = (
    "找来三样东西：存备份的 U 盘、写着恢复码的保管单（密封件）、一台能用的电脑。旧电脑不要再开机写东西，留着。",
    "在那台电脑上装好“联络站”程序：安装包也存在 U 盘上，双击安装；装好后打开。",
    "第一页下边点“从备份还原”（不是“看看样例站”）。U 盘上的备份会列出来，选日期最近的一份；"
    "没有列出来，点“选择备份文件”，找“联络站备份”开头的。",
    "选的是增量的，它所依的整套也要在这个 U 盘上；程序自己去找，不要单拷一个文件出来用。",
    "“用什么打开”选“纸上的恢复码”，把八组字符打进去，空格、大小写都不用管。记得当天密码的，也可以用账号和密码。",
    "点“开始还原”，等它逐个核对完。显示“数据已还原”以后点“去登录”。",
    "密码忘了，在登录页选自己的名字，点“忘记密码怎么办？”，打恢复码，设新密码。登录以后看“今日”和最近登记的几件，"
    "和纸上的对一对。",
    "备份那天以后登记的，按纸质登记表补录。补完立即备份到另一个 U 盘，拔下重插，再验一次。",
    "恢复码启封过，请站长或系统管理员在“账号”里换新的恢复码，重新打印、密封保管。",
)


def emergency_sheet(file: EmergencyFile | None, station: Station | None = None) -> Document:
    """The page as it hangs in the cabinet; the sticks stand in the register, the rest is filled in by hand."""
    shown = file.station if file else station
    steps = [
        Row([Cell(str(number), 2, "value_c"), Cell(words, 22, "tick")], 9.5) for number, words in enumerate(STEPS, 1)
    ]
    return Document(
        title=TITLE,
        blocks=[
            *head(shown, TITLE, "电脑坏了、丢了、数据打不开时用", "15 分钟内恢复办公"),
            Grid(_places(file)),
            Para("", "note"),
            Grid(steps),
            Para("", "note"),
            Grid(_drills(file)),
            *notes("说明：这一页和 U 盘放在一起；恢复码不写在这一页上。换了 U 盘、换了地方，请重新打印。"),
        ],
        running=f"{TITLE}（续页）",
    )


def _places(file: EmergencyFile | None) -> list[Row]:
    """Where things lie: the sticks with their keep-places, the newest backup, and what is written by hand."""
    rows = [
        Row([label("安装包"), Cell("", 9), label("恢复码"), Cell("", 9)], 9),
        Row([label("找谁帮忙"), Cell("", 9), label("电话"), Cell("", 9)], 9),
    ]
    if file is None or not (file.sticks or file.newest):
        return [Row([label("U盘"), Cell("", 9), label("另一个"), Cell("", 9)], 10), *rows]
    where = "\n".join(f"“{stick.name}”：{stick.keep_place}" for stick in file.sticks[:STICKS_SHOWN])
    return [Row([label("U盘"), Cell(where, 21, "tick")], 10, grow=True), *_newest(file), *rows]


def _newest(file: EmergencyFile) -> list[Row]:
    """Which backup to take: the newest one when this page was printed."""
    entry = file.newest
    if entry is None or entry.made_at is None:
        return []
    place = f"“{file.newest_on}”" if file.newest_on else entry.medium
    when = f"{chinese_date(entry.made_at.date())} {entry.made_at:%H:%M}"
    words = f"{when} {entry.kind.label}，在{place}上；以后备份过的，选日期更近的。\n{entry.file_name}"
    return [Row([label("打印时\n最近一份"), Cell(words, 21, "tick")], 11, grow=True)]


def _drills(file: EmergencyFile | None) -> list[Row]:
    """The last drills, and lines for the next ones."""
    titles = (("演练日期", 7), ("用哪天的备份", 5), ("用时", 3), ("结果", 5), ("演练人签名", 4))
    held = [
        Row(
            [
                Cell(chinese_date(each.drill.held_on), 7, "tick"),
                Cell(_day_in(each.drill.file_name), 5, "tick"),
                Cell(f"{each.drill.minutes} 分", 3, "tick"),
                Cell(each.drill.result.label, 5, "tick"),
                Cell("", 4),
            ],
            9,
            grow=True,
        )
        for each in (file.drills[: DRILL_ROWS - 1] if file else ())
    ]
    blank = Row([Cell(OPEN_DATE, 7), Cell("", 5), Cell("", 3), Cell("", 5), Cell("", 4)], 8)
    return [Row([label(name, share) for name, share in titles], 7), *held, *[blank] * (DRILL_ROWS - len(held))]


def _day_in(file_name: str) -> str:
    """The day that the name of a package says."""
    found = re.search(r"-(\d{4})(\d{2})(\d{2})-", file_name)
    return "-".join(found.groups()) if found else ""
