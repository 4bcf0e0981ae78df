"""移交 to the county archive when the years of the law are over (档案法实施条例 2024, article 20; F85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, reference, text


class TransferState(Choice):
    DRAFT = "draft", "准备中"
    HANDED = "handed", "已移交"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One hand-over with its list in three copies."""

    TABLE: ClassVar = "archive_transfers"

    id: int = 0
    number: str = text("编号", max_length=30)
    receiver: str = text("接收单位", required=True, max_length=60)
    prepared_by: int | None = reference("经手人", "staff")
    prepared_on: date | None = day("编制日期", required=True)
    medium: str = text("电子载体", max_length=80)
    state: TransferState = choice("状态", TransferState, TransferState.DRAFT)
    handed_by: int | None = reference("移交人", "staff")
    handed_on: date | None = day("移交日期")
    received_by: str = text("接收人", max_length=50)
    supervised_by: str = text("监交人", max_length=50)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """One 件 on a list."""

    TABLE: ClassVar = "archive_transfer_lines"

    id: int = 0
    transfer_id: int | None = reference("移交", "archive_transfers", required=True)
    item_id: int | None = reference("件", "archive_items", required=True)
    voided_on: date | None = day("撤出日期")
