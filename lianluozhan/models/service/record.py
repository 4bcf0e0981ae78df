"""One line of a deputy's service file (F04, 履职记录): what he did, when, from which record it comes (3.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text, whole_number


class ServiceKind(Choice):
    """履职类型."""

    CONGRESS = "congress", "出席人代会"
    MEETING = "meeting", "参加其他会议"
    TRAINING = "training", "参加学习培训"
    SUGGESTION = "suggestion", "提出议案建议"
    SECONDING = "seconding", "附议议案建议"
    RESEARCH = "research", "开展专题调研"
    INSPECTION = "inspection", "参加视察"
    SURVEY = "survey", "参加调研"
    LAW_CHECK = "law_check", "参加执法检查"
    RECEPTION = "reception", "接待选民"
    GROUP = "group", "参加代表小组活动"
    CONTACT = "contact", "联系选民"
    MEDIATION = "mediation", "化解矛盾纠纷"
    RELIEF = "relief", "扶弱济困"
    GOOD_DEED = "good_deed", "办好事实事"
    CHARITY = "charity", "公益慈善"
    REPORT_ORAL = "report_oral", "口头述职"
    REPORT_WRITTEN = "report_written", "书面述职"
    AWARD = "award", "表彰奖励"
    OTHER = "other", "其他"


class ReviewState(Choice):
    """审核状态; generated lines need no review and stand as passed."""

    WAITING = "waiting", "待核"
    PASSED = "passed", "通过"
    RETURNED = "returned", "退回"


class FilePart(Choice):
    """The eight parts of the service file F05."""

    BASICS = "basics", "基本情况"
    MEETINGS = "meetings", "参加人大各类会议"
    INSPECTIONS = "inspections", "视察调研"
    TRAINING = "training", "学习培训"
    GROUP = "group", "代表小组活动和联系群众"
    SUGGESTIONS = "suggestions", "建议意见及办理"
    REPORTS = "reports", "述职与接受监督"
    AWARDS = "awards", "表彰奖励"


PART_OF: dict[ServiceKind, FilePart] = {
    ServiceKind.CONGRESS: FilePart.MEETINGS,
    ServiceKind.MEETING: FilePart.MEETINGS,
    ServiceKind.TRAINING: FilePart.TRAINING,
    ServiceKind.SUGGESTION: FilePart.SUGGESTIONS,
    ServiceKind.SECONDING: FilePart.SUGGESTIONS,
    ServiceKind.RESEARCH: FilePart.INSPECTIONS,
    ServiceKind.INSPECTION: FilePart.INSPECTIONS,
    ServiceKind.SURVEY: FilePart.INSPECTIONS,
    ServiceKind.LAW_CHECK: FilePart.INSPECTIONS,
    ServiceKind.RECEPTION: FilePart.GROUP,
    ServiceKind.GROUP: FilePart.GROUP,
    ServiceKind.CONTACT: FilePart.GROUP,
    ServiceKind.MEDIATION: FilePart.GROUP,
    ServiceKind.RELIEF: FilePart.GROUP,
    ServiceKind.GOOD_DEED: FilePart.GROUP,
    ServiceKind.CHARITY: FilePart.GROUP,
    ServiceKind.REPORT_ORAL: FilePart.REPORTS,
    ServiceKind.REPORT_WRITTEN: FilePart.REPORTS,
    ServiceKind.AWARD: FilePart.AWARDS,
    ServiceKind.OTHER: FilePart.GROUP,
}


@dataclass(frozen=True, kw_only=True)
class ServiceRecord:
    """One line of one deputy; with `source_table` and `source_id` it was generated and follows that record."""

    TABLE: ClassVar = "service_records"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    kind: ServiceKind = choice("履职类型", ServiceKind, ServiceKind.OTHER)
    title: str = text("标题", required=True, max_length=80)
    starts_on: date | None = day("开始日期", required=True)
    ends_on: date | None = day("结束日期")
    half_days: int | None = whole_number("半天数", default=1, lowest=0, highest=60)
    place: str = text("地点", max_length=80)
    organiser: str = text("组织单位", max_length=60)
    content: str = long_text("内容")
    speech: str = long_text("发言或意见建议")
    effect: str = long_text("成效")
    duty: str = text("担任角色", max_length=40)
    source_table: str = text("来源种类", max_length=40)
    source_id: int | None = whole_number("来源序号")
    state: ReviewState = choice("审核状态", ReviewState, ReviewState.WAITING)
    review_words: str = text("审核意见", max_length=200)
    reviewed_by: int | None = reference("审核人", "staff")
    reviewed_on: date | None = day("审核日期")
    page_ref: str = text("件号或页码", max_length=30)
    note: str = text("备注", max_length=200)
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


# what made a line, by the table of its source
SOURCE_WORDS = {
    "": "自报",
    "receptions": "代表接待",
    "activities": "代表活动",
    "suggestions": "代表建议",
    "voter_reports": "代表述职",
    "contacts": "联系选民",
}
