"""Scanned sheets that came in by a folder: which record each belongs to, and what is not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ..fields import Choice, choice, day, moment, reference, text, tick, whole_number


class ScanState(Choice):
    WAITING = "waiting", "待认"
    HUNG = "hung", "已挂接"
    DISMISSED = "dismissed", "不用"


class ScanHow(Choice):
    """How its record was found."""

    NONE = "none", "没有认出"
    CODE = "code", "按纸号"
    HAND = "hand", "人工指定"


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One scanned page; its picture is an attachment of the record it hangs on, or of this row while it waits.

    `page` counts from 1 in its file, `turned` is how many degrees the picture was turned clockwise to stand upright.
    """

    TABLE: ClassVar = "archive_scans"

    id: int = 0
    file_name: str = text("文件名", required=True, max_length=200)
    page: int | None = whole_number("第几页", default=1, lowest=1, highest=9999)
    digest: str = text("校验码", max_length=64)
    taken_at: datetime | None = moment("收进时间")
    taken_by: int | None = reference("收进人", "staff")
    turned: int | None = whole_number("转正角度", default=0, highest=359)
    is_blank: bool = tick("空白页")
    attachment_id: int | None = reference("扫描的图片", "attachments")
    paper_code: str = text("纸号", max_length=9)
    form: str = text("表号", max_length=10)
    record_table: str = text("记录种类", max_length=30)
    record_id: int | None = whole_number("记录序号")
    item_id: int | None = reference("件", "archive_items")
    how: ScanHow = choice("认件方式", ScanHow, ScanHow.NONE)
    state: ScanState = choice("状态", ScanState, ScanState.WAITING)
    hung_on: str = text("挂在", max_length=60)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
