"""F81S 归档章, F81P and F81Q 页码 as overprint; F81T the printer's test sheet; F81H the punch guide (DA/T 22)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.archive.paper_files import ItemSheet, SchemeFile
from lianluozhan.models.archive.record import Item, Scheme
from lianluozhan.models.stations import Station

from .. import measures as m
from ..document import Block, Cell, Document, Grid, Para, Row
from ..families.labels import PAPER
from ..families.overprint import Move, archive_stamp, number_sheets, stamp_sheet
from ..geometry import text_width
from ..page import MM
from ..styles import STYLES

TEST_TITLE, PUNCH_TITLE = "归档章定位测试页", "三孔装订打孔定位页"
_SHORT_UNIT = 8  # characters of a unit's name that have room in the stamp; else its code stands there
_TEXT_WIDE = 142.0  # mm
_HALF = 10  # mm that the scales go to each side of 0
_TEST = (
    "1. 先打印这一页。打印时选 A4、“实际大小”（不缩放）。打印以前的改正已经算在里面。",
    "2. 用毫米尺量最上面那个归档章的框：左边线到纸左边应是 82.5 毫米，上边线到纸上边应是 12 毫米。",
    "3. 到“归档设置”选“归档章和页码的打印位置”，点“调整位置”，填量得的两个数，程序按 0.5 毫米一档算出要移多少。",
    "4. 手边没有尺，就用两把刻度：把纸左右对折压出折痕，看折痕压在横刻度的第几格；再上下对折，看竖刻度。",
    "　　折痕在 0 的右边几毫米，就向右移几毫米；在 0 的左边，就向左移（写负数）。",
    "　　折痕在 0 的下边几毫米，就向下移几毫米；在 0 的上边，就向上移（写负数）。",
    "5. 保存以后再打印一张这一页，量得的数对了，就可以套印归档章和页码。换了打印机要重新校准。",
)
_PUNCH = (
    "1. 竖排的纸（左边装订）：把要装订的一件左边、下边对齐，这一页盖在最上面，左边、下边也对齐。",
    f"　　在左边三个十字的中心打孔：离左边 {m.HOLE_X:g} 毫米，孔距 90 毫米。",
    "2. 横排的纸（左短边装订）：把这一页转过来，带三个十字的上边对齐横排纸的左短边。",
    f"　　在这三个十字的中心打孔：离装订边 {m.HOLE_X:g} 毫米，孔距 70 毫米。",
    "3. 用双线从中间的孔穿起，在背面中间的孔打结，线头留 15 毫米左右。",
    "4. 不要用回形针、大头针、燕尾夹、塑料封和装订夹条。永久和要移交的 30 年件不要用不锈钢夹和封套。",
)


def stamp_values(scheme: Scheme, item: Item, unit_name: str = "") -> tuple[str, ...]:
    """What stands in the six cells; without a 全宗号 its cell is blank, to be written when there is one."""
    unit = unit_name if 0 < len(unit_name) <= _SHORT_UNIT else item.unit
    number = f"{item.sequence:04d}" if item.sequence else ""
    return (item.fonds or scheme.fonds, str(item.year or ""), number, unit, item.retention.label, str(item.pages or ""))


def move_of(scheme: Scheme) -> Move:
    """By how many mm this printer is corrected."""
    return (scheme.move_x or 0) / 10, (scheme.move_y or 0) / 10


def item_stamp(found: ItemSheet | None, _station: Station | None = None) -> Document:
    """The stamp for the first sheet of a 件."""
    if found is None:
        return stamp_sheet()
    scheme = found.scheme
    values = stamp_values(scheme, found.item, found.unit_name)
    return stamp_sheet(values, move=move_of(scheme), red=scheme.is_red, lying=found.lies)


def page_numbers(found: ItemSheet | None, _station: Station | None = None) -> Document:
    """One page for each page of a 件, all printed on fronts."""
    return _numbers(found, both_sides=False)


def page_numbers_both(found: ItemSheet | None, _station: Station | None = None) -> Document:
    """The same for a 件 that is printed on both sides."""
    return _numbers(found, both_sides=True)


def _numbers(found: ItemSheet | None, *, both_sides: bool) -> Document:
    if found is None:
        return number_sheets(1 + both_sides, both_sides=both_sides)
    return number_sheets(found.item.pages or 0, both_sides=both_sides, move=move_of(found.scheme))


# The test sheet of the printer ---------------------------------------------------------------------------------------


def printer_test(found: SchemeFile | None, _station: Station | None = None) -> Document:
    """The frame of the stamp at its place and two scales over the middle of the sheet, with how they are read."""
    move = move_of(found.scheme) if found else (0.0, 0.0)
    stamp = archive_stamp((), move=move, red=found.scheme.is_red if found else True)
    middle_x, middle_y = m.A4_WIDTH / 2 + move[0], m.A4_HEIGHT / 2 + move[1]
    now = f"这一页已按向右 {move[0]:g} 毫米、向下 {move[1]:g} 毫米改正。"
    blocks: list[Block] = [
        stamp,
        *_level_scale(middle_x, 245 + move[1]),
        *_upright_scale(18 + move[0], middle_y),
        _text(TEST_TITLE, [*_TEST, now], y=52),
        Para("", "note"),
    ]
    return Document(TEST_TITLE, blocks, PAPER)


def _level_scale(x: float, y: float) -> list[Block]:
    """Lines a mm apart with longer ones every five; below them how far they are from `x`."""
    return [
        Grid([Row([_EMPTY] * (2 * _HALF), 3)], (1,) * (2 * _HALF), frame=0.25, inner=0.25, pad=0, at=(x - _HALF, y)),
        Grid([Row([_EMPTY] * 4, 3)], (5,) * 4, frame=0.25, inner=0.25, pad=0, at=(x - _HALF, y + 3)),
        _labels(["-10", "0", "10"], (10,) * 3, 4, (x - 15, y + 6.2)),
        _labels(["←左　　横刻度（毫米）　　右→"], (60,), 5, (x - 30, y + 10.5)),
    ]


def _upright_scale(x: float, y: float) -> list[Block]:
    rows = [Row([Cell(text, 1, "list_sc")], 10) for text in ("-10", "0", "10")]
    return [
        Grid([Row([_EMPTY], 1)] * (2 * _HALF), (3,), frame=0.25, inner=0.25, pad=0, at=(x, y - _HALF)),
        Grid([Row([_EMPTY], 5)] * 4, (3,), frame=0.25, inner=0.25, pad=0, at=(x + 3, y - _HALF)),
        Grid(rows, (6,), frame=0, inner=0, pad=0, at=(x + 6.2, y - 15)),
        _labels(["↑上　负数"], (24,), 5, (x - 7, y - 19)),
        _labels(["竖刻度（毫米）"], (24,), 5, (x - 7, y + 13.5)),
        _labels(["↓下　正数"], (24,), 5, (x - 7, y + 18)),
    ]


_EMPTY = Cell("", 1, "list_s")


def _labels(texts: Sequence[str], columns: Sequence[float], high: float, at: tuple[float, float]) -> Grid:
    row = Row([Cell(text, 1, "list_sc") for text in texts], high)
    return Grid([row], tuple(columns), frame=0, inner=0, pad=0, at=at)


# The punch guide -----------------------------------------------------------------------------------------------------


def punch_guide(_found: SchemeFile | None, _station: Station | None = None) -> Document:
    """Crosses where the holes of 三孔一线 are punched: at the left for upright sheets, at the top for lying ones."""
    places = [(float(m.HOLE_X), float(y)) for y in m.HOLES] + [(float(x), float(m.HOLE_X)) for x in m.HOLES_LYING]
    blocks: list[Block] = [_cross(x, y) for x, y in places]
    return Document(PUNCH_TITLE, [*blocks, _text(PUNCH_TITLE, _PUNCH, y=60), Para("", "note")], PAPER)


def _cross(x: float, y: float) -> Grid:
    """Two lines of 8 mm that cross there."""
    rows = [Row([_EMPTY] * 2, 4)] * 2
    return Grid(rows, (4, 4), frame=0, inner=0.5, pad=0, at=(x - 4, y - 4))


def _text(title: str, lines: Sequence[str], *, y: float) -> Grid:
    """Title and paragraphs beside what is drawn, all in one size."""
    rows = [Row([Cell(title, 1, "catalogue_title")], 14)]
    rows += [Row([Cell(line, 1, "value_s", top=True)], 12 if _is_long(line) else 7) for line in lines]
    return Grid(rows, (_TEXT_WIDE,), frame=0, inner=0, pad=0, at=(46, y))


def _is_long(line: str) -> bool:
    """Whether it takes two lines, with what Word puts between Han and figures."""
    return text_width(line, STYLES["value_s"]) * 1.03 > _TEXT_WIDE * MM
