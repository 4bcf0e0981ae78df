"""Samples of the records that came with the printing house: supervision, promises, registers, official documents."""

from __future__ import annotations

from datetime import date, datetime

from lianluozhan.models.boxes import BoxOpening, BoxPiece, Treatment
from lianluozhan.models.calls import Call, CallKind
from lianluozhan.models.deputies import Level
from lianluozhan.models.looks import FormLook, FormTemplate
from lianluozhan.models.official import DocumentState, Genre, Layout, OfficialDocument
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseState
from lianluozhan.models.opinions.supervising import Level as Press
from lianluozhan.models.opinions.supervising import Means, Supervision
from lianluozhan.models.suggestions import Openness, Origin, Repeated, Suggestion, SuggestionState

SUPERVISION = Supervision(
    id=1,
    opinion_id=1,
    dispatch_id=1,
    level=Press.SUPERVISION,
    means=Means.WRITTEN,
    number="督办〔2026〕001号",
    acted_on=date(2026, 4, 12),
    overdue_days=4,
    basis="意见建议交办单第一条，办理期限4月8日。",
    problems="期限已过四天，没有书面答复。",
    requirement="请在五日内书面答复，并说明更换灯杆的时间。",
    reply_by=date(2026, 4, 17),
    supervisor="刘桂兰",
    answered_by="李建军",
    answer="灯具已到货，周五安装。",
    staff_id=1,
    reply_text="四盏路灯已修复。",
    replied_on=date(2026, 4, 16),
    reply_signed_by="赵志强",
    voided_on=date(2026, 4, 30),
)
APPLICATION = Application(
    id=1,
    opinion_id=1,
    dispatch_id=1,
    wish=Wish.EXTEND,
    applied_on=date(2026, 3, 30),
    reason="灯杆要从外地定做，四月底才到货。",
    wanted_body_id=1,
    wanted_until=date(2026, 5, 8),
    applicant="赵志强",
    old_due_on=date(2026, 4, 8),
    officer_words="情况属实，建议同意。",
    vice_words="同意。",
    decision=Decision.AGREED,
    decision_words="同意延期一次。",
    decided_on=date(2026, 3, 31),
    decided_by=1,
    source=Source.PAPER,
    new_due_on=date(2026, 5, 8),
    entered_by=1,
    voided_on=date(2026, 4, 30),
)
PROMISE = Promise(
    id=1,
    opinion_id=1,
    reply_id=1,
    body_id=1,
    words="四月底前更换灯杆。",
    promised_on=date(2026, 4, 30),
    due_on=date(2026, 5, 15),
    state=PromiseState.KEPT,
    ended_on=date(2026, 5, 12),
    told_on=date(2026, 5, 13),
    made_on=date(2026, 3, 18),
    voided_on=date(2026, 5, 30),
)
PROMISE_CHECK = PromiseCheck(
    id=1,
    promise_id=1,
    checked_on=date(2026, 5, 1),
    checked_by=1,
    asked="李建军",
    words="灯杆已到，雨天没有装。",
    found=PromiseState.OPEN,
    new_due_on=date(2026, 5, 15),
)
SUGGESTION = Suggestion(
    id=1,
    number="代表建议〔2026〕001号",
    opinion_id=1,
    level=Level.COUNTY,
    term_words="第十八届",
    session_words="第三次会议",
    in_session=True,
    raised_on=date(2026, 4, 2),
    deputy_ids=(1,),
    title="关于加强村内路灯日常维护的建议",
    content="近两年多村反映路灯损坏后修复慢。\n建议落实管护经费和责任人。",
    review_category="城乡建设",
    openness=Openness.TITLE,
    origins=(Origin.VISIT, Origin.RECEPTION),
    repeated=Repeated.TWO,
    wants_contact=True,
    is_reference=True,
    may_be_joined=True,
    body_id=1,
    contact="赵明山",
    state=SuggestionState.CLOSED,
    is_hard=True,
    dispatched_on=date(2026, 4, 10),
    due_months=6,
    due_on=date(2026, 10, 10),
    due_rule="代表法第五十一条：涉及面广、处理难度大的六个月",
    answered_on=date(2026, 9, 1),
    answer="已把村内路灯管护列入年度预算。",
    judgement="满意",
    closed_on=date(2026, 9, 20),
    entered_by=1,
    voided_on=date(2026, 9, 30),
)
BOX_OPENING = BoxOpening(
    id=1,
    opened_on=date(2026, 3, 6),
    box="石桥村村委会门口（2号箱）",
    first_opener_id=1,
    second_opener_id=1,
    witness="赵明山",
    piece_count=3,
    note="箱锁完好。",
    voided_on=date(2026, 4, 1),
)
BOX_PIECE = BoxPiece(
    id=1,
    opening_id=1,
    position=1,
    summary="村口路灯坏了。",
    treatment=Treatment.REGISTERED,
    opinion_id=1,
    note="信纸一页",
    voided_on=date(2026, 4, 1),
)
CALL = Call(
    id=1,
    number="来电〔2026〕0001号",
    kind=CallKind.ONLINE,
    came_at=datetime(2026, 3, 4, 9, 30, 0),
    caller_phone="13812342609",
    caller_name="𠮷㛃",
    content="三组的路灯坏了四盏，快两个月没有人修。",
    answered_by=1,
    treatment=Treatment.REGISTERED,
    opinion_id=1,
    answer="已登记，会有人联系。",
    note="对方要求保密",
    voided_on=date(2026, 4, 1),
)
OFFICIAL = OfficialDocument(
    id=1,
    genre=Genre.NOTICE,
    layout=Layout.GENERAL,
    number="青石人大〔2026〕3号",
    urgency="加急",
    title="关于开展路灯管护情况视察的通知",
    addressee="各村（社区）、镇直各单位",
    body="为了解路灯管护情况，现通知如下：\n一、时间\n4月20日上午。\n（一）集中\n镇政府院内。",
    annexes="视察路线\n乘车表",
    organ="青石镇人民代表大会主席团",
    signer="陈国栋",
    dated_on=date(2026, 4, 10),
    copy_to="镇党委，镇政府",
    issuer="青石镇人大办公室",
    issued_on=date(2026, 4, 10),
    remark="联系人：王秀英",
    is_sealed=True,
    has_red_head=True,
    state=DocumentState.ISSUED,
    period_from=date(2026, 1, 1),
    period_until=date(2026, 3, 31),
    figures='{"received": 12}',
    drafted_by=1,
    voided_on=date(2026, 4, 30),
)
LOOK = FormLook(
    id=1,
    form="F10",
    title="群众意见登记表",
    labels='{"反映人": "来访人"}',
    hidden_columns='["备注"]',
    signatures='{"站长签字": "主任签字"}',
    changed_on=date(2026, 4, 1),
    changed_by=1,
    retired_on=date(2026, 4, 30),
)
TEMPLATE = FormTemplate(
    id=1,
    form="F122",
    name="通知模板.docx",
    attachment_id=1,
    accepted_on=date(2026, 4, 1),
    accepted_by=1,
    retired_on=date(2026, 4, 30),
)

IN_ORDER = (
    SUPERVISION,
    APPLICATION,
    PROMISE,
    PROMISE_CHECK,
    SUGGESTION,
    BOX_OPENING,
    BOX_PIECE,
    CALL,
    OFFICIAL,
    LOOK,
    TEMPLATE,
)
