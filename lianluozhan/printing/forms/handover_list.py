"""F124 工作交接清单: what one person leaves to another, each line with who takes it over, signed by three (4.6.1)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.handovers import HandOverFile, HandOverItem, Occasion
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, choice_ticks, head, label, notes

TITLE = "工作交接清单"
COLUMNS = (("序号", 2), ("事项", 3), ("名称", 7), ("数量", 2), ("情况", 7), ("接手人", 3))
LINE, BLANK_LINES = 10.0, 8
SIGNED = ("移交人", "接收人", "监交人")


def handover_list(file: HandOverFile | None, station: Station | None = None) -> Document:
    """One list, or the blank one with what every clerk hands over."""
    station = file.station if file else station
    made = file.handover if file else None
    day = f"交接日期：{chinese_date(made.handed_on if made else None, OPEN_DATE)}"
    why = f"交接原因：{choice_ticks(Occasion, made.occasion if made else None, WIDE)}"
    names = (made.from_name, made.to_name, made.witness) if made else ("", "", "")
    items = file.items if file else HandOverFile.BY_HAND
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, day, why),
            Grid([_persons(names)]),
            Para("", "note", after=0),
            Grid([Row([Cell(name, span, "head") for name, span in COLUMNS], 9), *_lines(items, file is None)], head=1),
            Para("", "note", after=0),
            Grid([_note(made.note if made else ""), _signatures()]),
            *notes("说明：逐项当面点清，三人手写签名；密码和私人物品不移交。一式三份，移交人、接收人、归档各一份。"),
        ],
        running=f"{TITLE}（续页）",
        running_right=day,
    )


def _persons(names: Sequence[str]) -> Row:
    return Row([cell for role, name in zip(SIGNED, names, strict=True) for cell in (label(role), Cell(name, 5))], 9)


def _lines(items: Sequence[HandOverItem], is_blank: bool) -> list[Row]:
    rows = [
        Row(
            [
                Cell(str(number), 2, "entry_c"),
                Cell(item.kind.label, 3, "entry"),
                Cell(item.subject, 7, "entry"),
                Cell(item.quantity, 2, "entry_c"),
                Cell(item.detail, 7, "entry"),
                Cell(item.to_name, 3, "entry_c"),
            ],
            LINE,
            grow=True,
        )
        for number, item in enumerate(items, 1)
    ]
    if is_blank:
        rows += [Row([Cell("", span, "entry") for _, span in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return rows


def _note(words: str) -> Row:
    return Row([label("说明"), Cell(words, 21, "text")], 12, grow=True)


def _signatures() -> Row:
    return Row([Cell(f"{role}签字：", 8, "value_s", foot=(f"{OPEN_DATE}",), top=True) for role in SIGNED], 26)
