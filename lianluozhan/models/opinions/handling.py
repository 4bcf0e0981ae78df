"""What happens to an opinion after approval: dispatch, receipt, reply, feedback, satisfaction (5.1.4, 4.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, moment, reference, text, tick, whole_number
from .record import ResultClass


class Source(Choice):
    """Where a step was taken: in the program, or on paper and typed in afterwards (代录签字件)."""

    PROGRAM = "program", "本机办理"
    PAPER = "paper", "纸质签字"
    IMPORT = "import", "导入"


class DispatchKind(Choice):
    DISPATCH = "dispatch", "交办"
    SELF = "self", "自行办理"
    SUGGESTION = "suggestion", "转代表建议"


class DueClass(Choice):
    """办理期限的类别; the setting of each gives its length."""

    NORMAL = "normal", "一般件"
    URGENT = "urgent", "紧急件"
    COMPLEX = "complex", "复杂件"


class Way(Choice):
    """How somebody was told or asked."""

    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    WRITTEN = "written", "书面"
    OTHER = "other", "其他"


class Told(Choice):
    """Whether the submitter was reached."""

    TOLD = "told", "已告知"
    UNREACHABLE = "unreachable", "联系不上"


class Satisfaction(Choice):
    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    NOT_GIVEN = "not_given", "未评价"


class Verdict(Choice):
    """What the head decides when a submitter is not satisfied (rules 3.3)."""

    REDO = "redo", "二次办理"
    KEY = "key", "重点督办"
    MEETING = "meeting", "召集协调会"
    ASSESS = "assess", "评估"
    SUGGESTION = "suggestion", "转代表建议"
    EXPLAIN = "explain", "说明后结案"


@dataclass(frozen=True, kw_only=True)
class OpinionStep:
    """One entry of the trail (过程): who did what when, in which words, in the program or on paper."""

    TABLE: ClassVar = "opinion_steps"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    name: str = text("步骤", required=True, max_length=30)
    label: str = text("步骤名称", required=True, max_length=80)
    status: str = text("到状态", max_length=30)
    words: str = long_text("意见", max_length=5000)
    staff_id: int | None = reference("办理人", "staff")
    staff_name: str = text("办理人姓名", max_length=50)
    acted_on: date | None = day("日期", required=True)
    source: Source = choice("来源", Source, Source.PROGRAM)
    recorded_by: int | None = reference("录入人", "staff")
    recorded_at: datetime | None = moment("录入时间", required=True)
    attachment_id: int | None = reference("扫描件", "attachments")
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One 交办单 (F12): one lead body, any number of joint ones."""

    TABLE: ClassVar = "dispatches"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    kind: DispatchKind = choice("方式", DispatchKind, DispatchKind.DISPATCH)
    number: str = text("交办单号", max_length=30)
    lead_body_id: int | None = reference("主办单位", "handling_bodies", required=True)
    requirement: str = long_text("办理要求", max_length=2000)
    due_class: DueClass = choice("期限类别", DueClass, DueClass.NORMAL)
    dispatched_on: date | None = day("交办日期", required=True)
    due_on: date | None = day("办理期限")
    received_by: str = text("签收人", max_length=50)
    received_on: date | None = day("签收日期")


@dataclass(frozen=True, kw_only=True)
class JointHandling:
    """A joint body (会办单位) of a dispatch, and its opinion to the lead."""

    TABLE: ClassVar = "joint_handlings"

    id: int = 0
    dispatch_id: int | None = reference("交办单", "dispatches", required=True)
    body_id: int | None = reference("会办单位", "handling_bodies", required=True)
    due_on: date | None = day("会办期限")
    opinion_text: str = long_text("会办意见", max_length=5000)
    replied_on: date | None = day("会办日期")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer of the lead body (F16)."""

    TABLE: ClassVar = "replies"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    dispatch_id: int | None = reference("交办单", "dispatches")
    document_number: str = text("答复文号", max_length=40)
    content: str = long_text("答复内容", required=True)
    result_class: ResultClass | None = choice("结果类别", ResultClass)
    promise: str = long_text("承诺事项", max_length=1000)
    promised_on: date | None = day("承诺完成时间")
    way: Way | None = choice("沟通方式", Way)
    signed_by: str = text("负责人", max_length=50)
    handler: str = text("承办人", max_length=50)
    handler_phone: str = text("联系电话", max_length=30)
    replied_on: date | None = day("答复日期", required=True)


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """One time the submitter was told of the outcome, or was tried to be (4.2.3, 5.1.4)."""

    TABLE: ClassVar = "feedbacks"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    told: Told = choice("结果", Told, Told.TOLD)
    way: Way = choice("方式", Way, Way.PHONE)
    told_on: date | None = day("日期", required=True)
    told_by: int | None = reference("告知人", "staff")
    note: str = long_text("说明", max_length=1000)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The submitter's judgement (F17): of the attitude and of the result."""

    TABLE: ClassVar = "evaluations"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    attitude: Satisfaction = choice("办理态度", Satisfaction, Satisfaction.NOT_GIVEN)
    result: Satisfaction = choice("办理结果", Satisfaction, Satisfaction.NOT_GIVEN)
    reason: str = long_text("不满意原因", max_length=1000)
    remarks: str = long_text("意见", max_length=2000)
    evaluator: str = text("评价人", max_length=50)
    way: Way = choice("回收方式", Way, Way.PHONE)
    evaluated_on: date | None = day("评价日期", required=True)
    taken_by: int | None = reference("代填人", "staff")
    decision: str = long_text("站长处理决定", max_length=1000)
    decided_on: date | None = day("决定日期")


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A time limit as it was set: the date and the rule that made it; never moved by a changed setting."""

    TABLE: ClassVar = "deadlines"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    kind: str = text("事项", required=True, max_length=20)
    starts_on: date | None = day("起算日", required=True)
    amount: int | None = whole_number("数", default=0)
    unit: str = text("单位", max_length=4)
    due_on: date | None = day("期限", required=True)
    rule: str = text("依据", max_length=100)
    is_provisional: bool = tick("暂算")
    met_on: date | None = day("完成日期")
