"""F125 数据应急恢复说明: one page from a fresh computer, the stick and the paper code to work again (4.6.1)."""

from __future__ import annotations

from lianluozhan.models.people_files import StationFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, head, label, notes

TITLE = "数据应急恢复说明"
STEPS = (
    "找来三样东西：存备份的 U 盘、写着恢复码的保管单（密封件）、一台能用的电脑。旧电脑不要再开机写东西，留着。",
    "在那台电脑上装好“联络站”程序：安装包也存在 U 盘上，双击安装；装好后打开。",
    "第一页上点“从备份还原”。U 盘上的备份会列出来，选日期最近的一份；没有列出来，点“选择备份文件”自己找，"
    "文件名以“联络站备份”开头。",
    "“用什么打开”选“纸上的恢复码”，把八组字符打进去，空格、大小写都不用管。记得当天密码的，也可以用账号和密码。",
    "点“开始还原”，等它逐个核对完。显示“数据已还原”以后点“去登录”。",
    "密码忘了，在登录页用恢复码重设密码。登录以后看“今日”和最近登记的几件，和纸上的对一对。",
    "备份那天以后登记的，按纸质登记表补录。补完立即备份到另一个 U 盘，拔下重插，再验一次。",
    "恢复码启封过，请站长或系统管理员在“账号”里换新的恢复码，重新打印、密封保管。",
)


def emergency_sheet(file: StationFile | None, station: Station | None = None) -> Document:
    """The page as it hangs in the cabinet; where things lie and who is called is filled in by hand."""
    shown = file.station if file else station
    steps = [
        Row([Cell(str(number), 2, "value_c"), Cell(words, 22, "tick")], 13) for number, words in enumerate(STEPS, 1)
    ]
    places = [
        Row([label("U盘"), Cell("", 9), label("安装包"), Cell("", 9)], 11),
        Row([label("恢复码"), Cell("", 9), label("另一份"), Cell("", 9)], 11),
        Row([label("找谁帮忙"), Cell("", 9), label("电话"), Cell("", 9)], 11),
    ]
    drills = [
        Row(
            [
                label("演练日期", 7),
                label("用哪天的备份", 5),
                label("用时", 3),
                label("结果", 5),
                label("演练人签名", 4),
            ],
            8,
        ),
        *(Row([Cell(OPEN_DATE, 7), Cell("", 5), Cell("", 3), Cell("", 5), Cell("", 4)], 10) for _ in range(3)),
    ]
    return Document(
        title=TITLE,
        blocks=[
            *head(shown, TITLE, "电脑坏了、丢了、数据打不开时用", "15 分钟内恢复办公"),
            Grid(places),
            Para("", "meta", after=1),
            Grid(steps),
            Para("", "meta", after=1),
            Grid(drills),
            *notes("说明：这一页和 U 盘放在一起；恢复码不写在这一页上。每年照着演练一次，把用时记下来。"),
        ],
        running=f"{TITLE}（续页）",
    )
