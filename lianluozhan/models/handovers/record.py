"""Hand-over of an office (F124): what one person leaves to another, when staff change or a term ends (2.2, 4.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text, whole_number


class Occasion(Choice):
    """Why something is handed over."""

    STAFF = "staff", "人员变动"
    TERM = "term", "换届"


class ItemKind(Choice):
    """交接事项."""

    FILES = "files", "档案"
    OPINION = "opinion", "未办结的社情民意"
    CONTACT = "contact", "联系的选民"
    VILLAGE = "village", "联系的村（社区）"
    GROUP = "group", "代表小组"
    PLAN = "plan", "接待安排"
    SUGGESTION = "suggestion", "代表建议"
    PROMISE = "promise", "承诺事项"
    ACCOUNT = "account", "账号"
    MEDIUM = "medium", "存储介质"
    SEAL = "seal", "印章"
    EQUIPMENT = "equipment", "设备"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One list, signed by both and a witness; after a term `term_id` says which."""

    TABLE: ClassVar = "handovers"

    id: int = 0
    occasion: Occasion = choice("交接原因", Occasion, Occasion.STAFF)
    handed_on: date | None = day("交接日期", required=True)
    term_id: int | None = reference("届次", "terms")
    from_staff_id: int | None = reference("移交工作人员", "staff")
    from_deputy_id: int | None = reference("移交代表", "deputies")
    from_name: str = text("移交人", required=True, max_length=50)
    to_staff_id: int | None = reference("接收工作人员", "staff")
    to_deputy_id: int | None = reference("接收代表", "deputies")
    to_name: str = text("接收人", required=True, max_length=50)
    witness: str = text("监交人", max_length=50)
    note: str = long_text("说明", max_length=1000)
    signed_on: date | None = day("签字日期")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class HandOverItem:
    """One line of the list; `record_table` and `record_id` name the record that is handed over, if it is one."""

    TABLE: ClassVar = "handover_items"

    id: int = 0
    handover_id: int | None = reference("交接清单", "handovers", required=True)
    position: int | None = whole_number("序号", lowest=1)
    kind: ItemKind = choice("事项", ItemKind, ItemKind.OTHER)
    subject: str = text("名称", required=True, max_length=200)
    quantity: str = text("数量", max_length=30)
    detail: str = text("情况", max_length=500)
    record_table: str = text("记录种类", max_length=40)
    record_id: int | None = whole_number("记录序号")
    to_staff_id: int | None = reference("接手工作人员", "staff")
    to_deputy_id: int | None = reference("接手代表", "deputies")
    to_name: str = text("接手人", max_length=50)
    voided_on: date | None = day("作废日期")
