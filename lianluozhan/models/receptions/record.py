"""The records of a reception year: plan, receptions, notices, and one sheet per constituent (4.2.1, 5.2.1-5.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, moment, reference, references, text, tick, whole_number
from ..opinions.handling import Satisfaction, Source
from ..opinions.record import DeclineGround
from ..staff import Sex


class PlanState(Choice):
    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    IN_APPROVAL = "in_approval", "待审批"
    SENT_BACK = "sent_back", "退回修改"
    APPROVED = "approved", "已批准"


class ReceptionState(Choice):
    PLANNED = "planned", "待接待"
    OPEN = "open", "接待中"
    HELD = "held", "已接待"
    CANCELLED = "cancelled", "已取消"


class VisitState(Choice):
    WAITING = "waiting", "等候"
    TALKING = "talking", "接待中"
    DONE = "done", "已记录"
    LEFT = "left", "中途离开"


class VisitTreatment(Choice):
    """处理方式 of F33; all but the first become a registration form without retyping (4.2.3)."""

    ON_SPOT = "on_spot", "当场答复"
    VILLAGE = "village", "村（社区）办理"
    TOWNSHIP = "township", "交乡镇办理"
    COUNTY = "county", "报县级"
    SUGGESTION = "suggestion", "形成建议"
    DECLINED = "declined", "不予受理"


@dataclass(frozen=True, kw_only=True)
class ReceptionPlan:
    """The plan of one year (F30)."""

    TABLE: ClassVar = "reception_plans"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    title: str = text("标题", max_length=60)
    rule: str = text("编排规则", max_length=300)
    state: PlanState = choice("状态", PlanState, PlanState.DRAFT)
    note: str = long_text("说明", max_length=1000)
    made_by: int | None = reference("编制人", "staff")
    made_on: date | None = day("编制日期")
    reviewed_by: int | None = reference("审核人", "staff")
    reviewed_on: date | None = day("审核日期")
    review_words: str = text("审核意见", max_length=500)
    approved_by: int | None = reference("批准人", "staff")
    approved_on: date | None = day("批准日期")
    approval_words: str = text("批准意见", max_length=500)
    source: Source = choice("办理方式", Source, Source.PROGRAM)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class Reception:
    """One reception (一期); who is on duty stands in `attendances`, joint departments in `body_ids`."""

    TABLE: ClassVar = "receptions"

    id: int = 0
    plan_id: int | None = reference("年度计划", "reception_plans")
    number: str = text("期号", max_length=30)
    held_on: date | None = day("接待日期", required=True)
    starts_at: str = text("开始时间", max_length=5)
    ends_at: str = text("结束时间", max_length=5)
    place: str = text("地点", max_length=80)
    topic: str = text("主题", max_length=60)
    body_ids: tuple[int, ...] = references("参加部门", "handling_bodies")
    lead_body_id: int | None = reference("牵头部门", "handling_bodies")
    staff_id: int | None = reference("联络员", "staff")
    state: ReceptionState = choice("状态", ReceptionState, ReceptionState.PLANNED)
    moved_from: date | None = day("原定日期")
    moved_reason: str = text("改期原因", max_length=100)
    rest_day_reason: str = text("休息日接待的原因", max_length=100)
    cancel_reason: str = text("取消原因", max_length=200)
    opened_at: datetime | None = moment("开始接待")
    closed_at: datetime | None = moment("结束接待")
    summary: str = long_text("接待小结", max_length=5000)
    summed_on: date | None = day("小结日期")
    bound_on: date | None = day("装订日期")
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class ReceptionNotice:
    """The public notice (F31) of one or several receptions, and where and when it was posted (4.2.1, 5.2.1)."""

    TABLE: ClassVar = "reception_notices"

    id: int = 0
    number: str = text("公告号", max_length=30)
    reception_ids: tuple[int, ...] = references("接待", "receptions")
    issued_on: date | None = day("发布日期", required=True)
    arranged: str = long_text("张贴时的时间、地点和代表", max_length=6000)  # empty until it is posted
    scope: str = long_text("接待内容和受理范围", max_length=3000)
    outside_scope: str = long_text("不受理范围和引导", max_length=3000)
    attention: str = long_text("注意事项", max_length=2000)
    contact: str = text("联系电话", max_length=60)
    organ: str = text("落款", max_length=60)
    posted_at: datetime | None = moment("张贴时间")
    posting_places: str = text("张贴地点", max_length=300)
    posted_by: str = text("张贴人", max_length=50)
    late_reason: str = text("晚于规定的原因", max_length=200)
    withdrawn_on: date | None = day("撤回日期")
    withdraw_reason: str = text("撤回原因", max_length=200)
    drafted_by: int | None = reference("拟稿人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One constituent at one reception: a line of the arrivals (F32) and a record sheet (F33)."""

    TABLE: ClassVar = "visits"

    id: int = 0
    reception_id: int | None = reference("接待", "receptions", required=True)
    number: str = text("编号", max_length=30)
    position: int | None = whole_number("序号", lowest=1)
    state: VisitState = choice("状态", VisitState, VisitState.WAITING)
    arrived_at: datetime | None = moment("到站时间")
    talked_from: datetime | None = moment("谈话开始")
    left_at: datetime | None = moment("离开时间")
    left_reason: str = text("中途离开的原因", max_length=100)
    name: str = text("选民姓名", required=True, max_length=50)
    same_name_note: str = text("同名说明", max_length=60)
    sex: Sex | None = choice("性别", Sex)
    age: int | None = whole_number("年龄", highest=130)
    phone: str = text("联系电话", max_length=30)
    village_id: int | None = reference("村（社区）", "villages")
    address: str = text("住址或单位", max_length=80)
    people_count: int | None = whole_number("反映人数", default=1, lowest=1, highest=100_000)
    keeps_secret: bool = tick("要求保密")
    deputy_ids: tuple[int, ...] = references("接待代表", "deputies")
    subject: str = text("反映事由", max_length=40)
    content: str = long_text("反映内容")
    request: str = long_text("诉求")
    category_id: int | None = reference("分类", "categories")
    answer: str = long_text("代表解答意见")
    treatment: VisitTreatment | None = choice("处理方式", VisitTreatment)
    decline_ground: DeclineGround | None = choice("不予受理情形", DeclineGround)
    referral: str = text("引导去向", max_length=100)
    reply_by: date | None = day("答复期限")
    opinion_id: int | None = reference("登记表", "opinions")
    satisfaction: Satisfaction | None = choice("满意度", Satisfaction)
    told_deputies_on: date | None = day("告知代表日期")
    told_deputies_words: str = text("告知代表情况", max_length=200)
    entered_by: int | None = reference("记录人", "staff")
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
