"""One 社情民意登记表 (F10): what is written on it, and the statuses it goes through (5.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, references, text, tick, whole_number
from ..staff import Sex


class Channel(Choice):
    """来源渠道 (3.2.1, 5.1.1)."""

    SUGGESTION_BOX = "suggestion_box", "意见箱"
    HOTLINE = "hotline", "热线电话"
    ONLINE_PLATFORM = "online_platform", "网上平台"
    RECEPTION = "reception", "代表接待"
    VISIT_BY_DEPUTY = "visit_by_deputy", "代表走访"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    FORUM = "forum", "座谈会"
    SUPERIOR = "superior", "上级交办"
    OTHER = "other", "其他"


class Identity(Choice):
    CONSTITUENT = "constituent", "选民"
    PUBLIC = "public", "群众"
    ENTERPRISE = "enterprise", "企业"
    DEPUTY = "deputy", "代表"
    ORGANISATION = "organisation", "单位"


class Nature(Choice):
    """诉求性质."""

    SUGGESTION = "suggestion", "意见建议"
    ENQUIRY = "enquiry", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    OTHER = "other", "其他"


class Urgency(Choice):
    NORMAL = "normal", "正常"
    URGENT = "urgent", "紧急"
    VERY_URGENT = "very_urgent", "非常紧急"


class Screening(Choice):
    """初步筛选意见 of the liaison officer (5.1.2)."""

    ACCEPT = "accept", "受理"
    ON_SPOT = "on_spot", "当场答复"
    DECLINE = "decline", "不予受理"


class DeclineGround(Choice):
    """不予受理情形, with where to go instead (`REFERRALS`)."""

    LITIGATION = "litigation", "已经或应当通过诉讼、复议、仲裁解决"
    CASE = "case", "个人涉法涉诉"
    PETITION = "petition", "个人信访类诉求、非公益性普惠性"
    ACCUSATION = "accusation", "检举控告"
    NO_CONTENT = "no_content", "没有具体内容"
    UNLAWFUL = "unlawful", "违反法律法规"


REFERRALS = {
    DeclineGround.LITIGATION: "人民法院、复议机关或仲裁机构",
    DeclineGround.CASE: "政法部门",
    DeclineGround.PETITION: "信访部门",
    DeclineGround.ACCUSATION: "纪检监察机关",
    DeclineGround.NO_CONTENT: "请补充具体内容后再来反映",
    DeclineGround.UNLAWFUL: "按有关法律法规告知",
}


class Status(Choice):
    DRAFT = "draft", "草稿"
    SENT_BACK = "sent_back", "退回修改"
    IN_REVIEW = "in_review", "待审核"
    IN_APPROVAL = "in_approval", "待审批"
    TO_DISPATCH = "to_dispatch", "待交办"
    DISPATCHED = "dispatched", "已交办"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    INFORMED = "informed", "待评价"
    DECLINED = "declined", "不予受理"
    ON_SPOT = "on_spot", "当场答复"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已并案"
    CLOSED = "closed", "办结"
    FILED = "filed", "已归档"


class ResultClass(Choice):
    """办理结果."""

    A = "A", "已解决或基本解决"
    B = "B", "正在解决或已启动"
    C = "C", "列入计划逐步解决"
    D = "D", "因条件限制留作参考或解释说明"


OPEN = (
    Status.DRAFT,
    Status.SENT_BACK,
    Status.IN_REVIEW,
    Status.IN_APPROVAL,
    Status.TO_DISPATCH,
    Status.DISPATCHED,
    Status.HANDLING,
    Status.REPLIED,
    Status.INFORMED,
    Status.DECLINED,
)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One 社情民意登记表. `holder` and `due_on` are kept by the flow for lists: who has it, until when."""

    TABLE: ClassVar = "opinions"
    SEARCHED: ClassVar = (
        "number",
        "title",
        "content",
        "request",
        "submitter_name",
        "phone",
        "address",
        "place",
    )

    id: int = 0
    number: str = text("编号", max_length=30)
    status: Status = choice("状态", Status, Status.DRAFT)
    registered_on: date | None = day("登记日期")
    received_on: date | None = day("收到日期", required=True)
    channel: Channel = choice("来源渠道", Channel, Channel.HOTLINE)
    urgency: Urgency = choice("紧急程度", Urgency, Urgency.NORMAL)
    is_anonymous: bool = tick("匿名")
    submitter_name: str = text("反映人", max_length=50)
    sex: Sex | None = choice("性别", Sex)
    age: int | None = whole_number("年龄", highest=130)
    identity: Identity | None = choice("身份", Identity)
    phone: str = text("联系电话", max_length=30)
    address: str = text("住址或单位", max_length=80)
    village_id: int | None = reference("村（社区）", "villages")
    people_count: int | None = whole_number("反映人数", default=1, lowest=1, highest=100_000)
    keeps_secret: bool = tick("要求保密")
    deputy_ids: tuple[int, ...] = references("反映代表", "deputies")
    title: str = text("事由", required=True, max_length=40)
    content: str = long_text("反映内容", required=True)
    request: str = long_text("诉求")
    nature: Nature = choice("诉求性质", Nature, Nature.SUGGESTION)
    category_id: int | None = reference("分类", "categories")
    is_widespread: bool = tick("有普遍性")
    is_key: bool = tick("重点")
    place: str = text("发生地点", max_length=80)
    screening: Screening = choice("初步筛选", Screening, Screening.ACCEPT)
    decline_ground: DeclineGround | None = choice("不予受理情形", DeclineGround)
    referral: str = text("引导去向", max_length=100)
    proposal: str = long_text("拟办意见", max_length=2000)
    proposed_body_id: int | None = reference("建议承办单位", "handling_bodies")
    registered_by: int | None = reference("登记人", "staff")
    holder: str = text("谁手里", max_length=60)
    due_on: date | None = day("期限")
    due_kind: str = text("期限事项", max_length=20)
    due_provisional: bool = tick("期限暂算")
    lead_body_id: int | None = reference("主办单位", "handling_bodies")
    result_class: ResultClass | None = choice("结果类别", ResultClass)
    satisfaction: str = text("满意度", max_length=20)
    replied_on: date | None = day("答复日期")
    closed_on: date | None = day("办结日期")
    file_number: str = text("归档号", max_length=40)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
    source_number: str = text("原编号", max_length=40)
    import_batch_id: int | None = reference("导入批次", "import_batches")
    merged_into: int | None = reference("并入", "opinions")
