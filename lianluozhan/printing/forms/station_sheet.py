"""F01 联络站基本情况登记表: the place, its people, what hangs on its walls (2.1.1, 2.1.2)."""

from __future__ import annotations

from lianluozhan.models.people_files import StationFile
from lianluozhan.models.staff import Post
from lianluozhan.models.stations import Kind, Station

from ..document import Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, choice_ticks, head, label, notes, signature, ticks

TITLE = "联络站基本情况登记表"


def station_sheet(file: StationFile | None, station: Station | None = None) -> Document:
    """The station as it is now, or the blank sheet with its name."""
    found = file.station if file else None
    shown = found or station
    number = f"全宗号：{shown.fonds_number if shown else ''}"
    return Document(
        title=TITLE,
        blocks=[
            *head(shown, TITLE, number, f"填表日期：{OPEN_DATE}"),
            Grid([*_place(found, shown), *_people(file), *_equipment(file)]),
            *notes("说明：代表人数按在任的任职计算，一人兼有几级代表的，各级都计，合计只计一次。"),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _place(found: Station | None, shown: Station | None) -> list[Row]:
    area = f"{found.floor_area} 平方米" if found and found.floor_area is not None else ""
    hung = ["已悬挂" if found.has_sign else "未悬挂"] if found else []
    return [
        _row(label("站名"), Cell(shown.name if shown else "", 21)),
        _row(label("站类型"), Cell(choice_ticks(Kind, found.kind if found else None, WIDE), 21, "tick")),
        _row(label("所属人大"), Cell(found.congress if found else "", 21)),
        _pair("乡镇街道", found.place if found else "", "上级人大", found.superior if found else ""),
        _row(label("地址"), Cell(found.address if found else "", 21)),
        _pair("面积", area, "成立日期", chinese_date(found.founded_on) if found else ""),
        _row(
            label("标识牌"),
            Cell(ticks(("已悬挂", "未悬挂"), hung, WIDE), 9, "tick"),
            label("热线电话"),
            Cell(found.hotline if found else "", 9),
        ),
        _row(label("意见箱\n位置"), Cell(found.box_places if found else "", 21)),
        _row(label("网上平台"), Cell(found.platform if found else "", 21)),
    ]


def _people(file: StationFile | None) -> list[Row]:
    named = dict(file.holders) if file else {}
    found = file.station if file else None
    counts = f"{WIDE.join(f'{level.label} {count} 人' for level, count in file.counts)}" if file else ""
    total = f"{counts}{WIDE}合计 {file.people} 人" if file else ""
    people = f"{found.population} 人" if found and found.population is not None else ""
    villages = f"{found.village_count} 个" if found and found.village_count is not None else ""
    heads = "、".join(named.get(Post.HEAD, ()))
    vices = "、".join(named.get(Post.VICE_HEAD, ()))
    officers = [*named.get(Post.LIAISON_OFFICER, ()), *(f"{name}（工作人员）" for name in named.get(Post.WORKER, ()))]
    return [
        _pair("站长", heads, "副站长", vices),
        _row(label("联络员"), Cell("、".join(officers), 21)),
        _row(label("代表人数"), Cell(total, 21, "value_s")),
        _pair("辖区人口", people, "村社区数", villages),
    ]


def _equipment(file: StationFile | None) -> list[Row]:
    found = file.station if file else None
    pictures = "\n".join(file.pictures) if file else ""
    return [
        _long("办公设备", found.equipment if found else ""),
        _long("上墙制度", found.wall_rules if found else ""),
        Row([label("照片和\n二维码"), Cell(pictures, 21, "value_s", top=True)], 14, 10, grow=True, fill=1),
        Row([label("站长\n意见"), Cell("", 21, "text", foot=(signature("站长", seal="站章"),))], 26, 20, fill=1),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _pair(first: str, left: str, second: str, right: str) -> Row:
    return _row(label(first), Cell(left, 9), label(second), Cell(right, 9))


def _long(name: str, words: str) -> Row:
    return Row([label(name), Cell(words, 21, "text")], 20, 14, grow=True, fill=1)
