"""The figures of a period as an Excel file: indicators, and a sheet for each group; figures are figures, no formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..durable import written_beside
from ..errors import RuleError
from ..opinions.counted import Group
from ..permissions import require
from ..session import Session
from ..sheet_cells import OPTIONS, Pen, pen, put
from .figures import Figures, GroupRow

_FACE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_INDICATORS = ("指标", "数字", "其中", "总数", "上期", "去年同期", "怎样统计")
_GROUPED = ("件数", "占比", "上期", "受理", "已办结", "应答复", "按期", "逾期", "已评价", "满意率")


def export(session: Session, found: Figures, path: Path) -> Path:
    """Write the figures to `path`, whole or not at all, and enter it into the audit log."""
    require(session.roles, "opinion.export")  # before a word of it is on the disk
    if path.suffix.lower() != ".xlsx":
        raise RuleError("文件名应以 .xlsx 结尾。请改好再试。")
    with written_beside(path) as beside:
        _write(beside, found)
        with session.action("opinion.export"):
            session.note("opinions", 0, {"file": path.name, "list": f"统计 {found.period.label}"})
    return path


def _write(path: Path, found: Figures) -> None:
    import xlsxwriter  # slow to load, and only needed here

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    try:
        pens = {
            "title": pen(book, **{**_FACE, "font_size": 14}, bold=True),
            "head": pen(book, **_FACE, bold=True, bg_color="#F6F4F0", bottom=1),
            "text": pen(book, **_FACE),
            "count": pen(book, **_FACE, num_format="0"),
            "share": pen(book, **_FACE, num_format="0.0%"),
            "days": pen(book, **_FACE, num_format="0.0"),
        }
        _indicators(book.add_worksheet("指标"), found, pens)
        for group in Group:
            _group(book.add_worksheet(group.label.replace("（", "").replace("）", "")), found, group, pens)
    finally:
        book.close()


def _indicators(sheet: Any, found: Figures, pens: dict[str, Pen]) -> None:
    _begin(sheet, found, "指标", _INDICATORS, (20, 10, 10, 10, 10, 10, 70), pens)
    for at, line in enumerate(found.lines(), 3):
        each = line.indicator
        put(sheet, at, 0, ("　" if each.inner else "") + each.label, pens["text"])
        for column, counts in ((1, found.counts), (4, found.before), (5, found.last_year)):
            _indicator(sheet, at, column, (counts.get(each.part, 0), counts.get(each.of, 0)), bool(each.of), pens)
        if each.of:
            sheet.write_number(at, 2, found.counts[each.part], pens["count"].plain)
            sheet.write_number(at, 3, found.counts[each.of], pens["count"].plain)
        put(sheet, at, 6, each.said, pens["text"])


def _indicator(sheet: Any, at: int, column: int, counts: tuple[int, int], share: bool, pens: dict[str, Pen]) -> None:
    part, whole = counts
    if not share:
        sheet.write_number(at, column, part, pens["count"].plain)
    elif whole:
        sheet.write_number(at, column, part / whole, pens["share"].plain)


def _group(sheet: Any, found: Figures, group: Group, pens: dict[str, Pen]) -> None:
    heads = (group.label, *_GROUPED, *(("平均用时（日）",) if group is Group.BODY else ()))
    _begin(sheet, found, group.label, heads, (28, *[10] * len(_GROUPED), 14), pens)
    total = found.total(group)
    for at, row in enumerate([*found.groups.get(group.value, ()), total], 3):
        put(sheet, at, 0, row.name, pens["text"])
        for column, (value, kind) in enumerate(_values(row, total.count), 1):
            if value is not None:
                sheet.write_number(at, column, value, pens[kind].plain)
        if group is Group.BODY and row.days is not None:
            sheet.write_number(at, len(heads) - 1, row.days, pens["days"].plain)


def _values(row: GroupRow, whole: int) -> Sequence[tuple[float | None, str]]:
    return (
        (row.count, "count"),
        (row.count / whole if whole else None, "share"),
        *(
            (value, "count")
            for value in (row.before, row.accepted, row.done, row.due, row.in_time, row.late, row.judged)
        ),
        (row.happy / row.judged if row.judged else None, "share"),
    )


def _begin(
    sheet: Any, found: Figures, name: str, heads: Sequence[str], widths: Sequence[int], pens: dict[str, Pen]
) -> None:
    for at, width in enumerate(widths[: len(heads)]):
        sheet.set_column(at, at, width)
    put(sheet, 0, 0, f"{found.period.label}社情民意统计：{name}", pens["title"])
    put(sheet, 1, 0, f"{found.period.days_label}，{found.made_on.isoformat()} 统计", pens["text"])
    for at, head in enumerate(heads):
        put(sheet, 2, at, head, pens["head"])
    sheet.freeze_panes(3, 1)
