"""鉴定 of what has been kept long enough: kept on, or destroyed with approval before two supervisors (F85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text, whole_number
from ..opinions.handling import Source


class AppraisalState(Choice):
    OPEN = "open", "鉴定中"
    IN_APPROVAL = "in_approval", "待审批"
    APPROVED = "approved", "已批准"
    DONE = "done", "已处理"


class AppraisalDecision(Choice):
    """处理意见."""

    EXTEND = "extend", "续存"
    DESTROY = "destroy", "销毁"


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """One appraisal of many 件: who appraised, who approved, who watched the destruction, where and how."""

    TABLE: ClassVar = "archive_appraisals"

    id: int = 0
    number: str = text("编号", max_length=30)
    title: str = text("名称", required=True, max_length=80)
    begun_on: date | None = day("开始日期", required=True)
    begun_by: int | None = reference("经手人", "staff")
    members: str = text("鉴定小组", max_length=120)
    finding: str = long_text("鉴定意见", max_length=1000)
    state: AppraisalState = choice("状态", AppraisalState, AppraisalState.OPEN)
    source: Source = choice("审批方式", Source, Source.PROGRAM)
    approved_by: int | None = reference("批准人", "staff")
    approved_on: date | None = day("批准日期")
    approval_words: str = text("审批意见", max_length=200)
    first_supervisor: str = text("监销人一", max_length=50)
    second_supervisor: str = text("监销人二", max_length=50)
    destroyed_on: date | None = day("销毁日期")
    destroyed_place: str = text("销毁地点", max_length=80)
    destroyed_way: str = text("销毁方式", max_length=40)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class AppraisalLine:
    """One 件 of an appraisal, as it stood then; `kept_until` is the new end where it is kept on, none for good."""

    TABLE: ClassVar = "archive_appraisal_lines"

    id: int = 0
    appraisal_id: int | None = reference("鉴定", "archive_appraisals", required=True)
    item_id: int | None = reference("件", "archive_items", required=True)
    archival_number: str = text("档号", max_length=40)
    title: str = text("题名", max_length=200)
    pages: int | None = whole_number("页数", highest=9999)
    opinion: str = text("鉴定意见", max_length=200)
    decision: AppraisalDecision = choice("处理", AppraisalDecision, AppraisalDecision.EXTEND)
    kept_until: date | None = day("续存到")
    done_on: date | None = day("处理日期")
    voided_on: date | None = day("撤出日期")
