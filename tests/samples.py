"""One record of every kind, each filled in, in an order in which they can be stored; all people are invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lianluozhan.models.accounts import Account
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.calendars import CalendarDay, CalendarYear, DayKind
from lianluozhan.models.imports.batch import ImportBatch, ImportKind
from lianluozhan.models.numbering import NumberSeries
from lianluozhan.models.opinions import DispatchFile, OpinionFile
from lianluozhan.models.opinions.handling import (
    Deadline,
    Dispatch,
    DispatchKind,
    DueClass,
    Evaluation,
    Feedback,
    JointHandling,
    OpinionStep,
    Reply,
    Satisfaction,
    Source,
    Told,
    Way,
)
from lianluozhan.models.opinions.merging import OpinionLink
from lianluozhan.models.opinions.record import (
    Channel,
    DeclineGround,
    Identity,
    Nature,
    Opinion,
    ResultClass,
    Screening,
    Status,
    Urgency,
)
from lianluozhan.models.permissions import Role
from lianluozhan.models.phrases import Phrase, Purpose
from lianluozhan.models.places import BodyKind, Category, CongressView, HandlingBody, Village, VillageKind
from lianluozhan.models.prints import Print
from lianluozhan.models.settings import SettingValue
from lianluozhan.models.staff import Appointment, Post, Sex, Staff
from lianluozhan.models.stations import Kind, Station
from lianluozhan.models.views import SavedView

from . import samples_of_archive, samples_of_safekeeping, samples_of_service, samples_on_paper

STATION = Station(
    id=1,
    name="青石镇人大代表联络站",
    kind=Kind.TOWNSHIP,
    place="青石镇",
    congress="青石镇人民代表大会主席团",
    address="青石镇人民路1号",
    hotline="0000-6123456",
    fonds_number="0123",
    superior="清河县人民代表大会常务委员会",
    floor_area=120,
    founded_on=date(2018, 5, 1),
    has_sign=True,
    equipment="电脑、打印机各一台，接待桌椅两套",
    box_places="镇政府门口、石桥村村委会",
    platform="清河县人大网上联络站",
    population=32000,
    village_count=12,
    wall_rules="工作制度、接待制度、保密制度",
)
STAFF = Staff(
    id=1,
    name="王秀英",
    sex=Sex.FEMALE,
    organisation_post="镇人大办公室干事",
    phone="13900000001",
    duties="社情民意登记、交办",
    nationality="汉族",
    born_on=date(1980, 3, 1),
    party="中共党员",
    education="大学本科",
    id_number="110101198003010029",
    pledged_on=date(2026, 1, 8),
    training="2026年2月参加保密教育一次",
    note="兼档案员",
    retired_on=date(2026, 12, 31),
)
VILLAGE = Village(id=1, name="石桥村", kind=VillageKind.VILLAGE, constituency="第三选区", retired_on=date(2026, 12, 31))
CATEGORY = Category(
    id=1, name="交通出行", congress_view=CongressView.CONSTRUCTION, position=2, retired_on=date(2026, 12, 31)
)
BODY = HandlingBody(
    id=1,
    name="村镇建设服务中心",
    short_name="村建中心",
    kind=BodyKind.DEPARTMENT,
    contact="李建军",
    phone="0000-6123457",
    address="人民路3号",
    retired_on=date(2026, 12, 31),
)
OPINION = Opinion(
    id=1,
    number="社情民意〔2026〕0001号",
    status=Status.CLOSED,
    registered_on=date(2026, 3, 5),
    received_on=date(2026, 3, 4),
    channel=Channel.VISIT_BY_DEPUTY,
    urgency=Urgency.URGENT,
    submitter_name="𠮷㛃",
    sex=Sex.MALE,
    age=66,
    identity=Identity.CONSTITUENT,
    phone="13812342609",
    address="石桥村三组17号",
    village_id=1,
    people_count=4,
    keeps_secret=True,
    deputy_ids=(1,),
    title="石桥村三组路灯损坏，晚上老人出行不便",
    content="路灯坏了四盏，快两个月了。\n请赶紧修一修。",
    request="尽快修好四盏路灯。",
    nature=Nature.HELP,
    category_id=1,
    is_widespread=True,
    is_key=True,
    place="石桥村三组水塘边",
    screening=Screening.ACCEPT,
    decline_ground=DeclineGround.NO_CONTENT,
    referral="请补充具体内容后再来反映",
    proposal="建议由村镇建设服务中心办理。",
    proposed_body_id=1,
    registered_by=1,
    holder="王秀英",
    due_on=date(2026, 4, 7),
    due_kind="办理",
    due_provisional=True,
    lead_body_id=1,
    result_class=ResultClass.B,
    satisfaction=Satisfaction.FAIRLY.value,
    replied_on=date(2026, 3, 18),
    closed_on=date(2026, 3, 25),
    file_number="2026-C-30-0001",
    voided_on=date(2026, 4, 1),
    void_reason="与前一件重复登记",
    source_number="12345-0001",
    import_batch_id=1,
    merged_into=1,
)
STEP = OpinionStep(
    id=1,
    opinion_id=1,
    name="review",
    label="审核同意",
    status=Status.IN_APPROVAL.value,
    words="情况属实，同意拟办意见。",
    staff_id=1,
    staff_name="刘桂兰",
    acted_on=date(2026, 3, 6),
    source=Source.PAPER,
    recorded_by=1,
    recorded_at=datetime(2026, 3, 6, 15, 30, 12),
    attachment_id=1,
    voided_on=date(2026, 4, 1),
)
DISPATCH = Dispatch(
    id=1,
    opinion_id=1,
    kind=DispatchKind.DISPATCH,
    number="交办〔2026〕001号",
    lead_body_id=1,
    requirement="请现场查看，尽快修复，并书面答复。",
    due_class=DueClass.URGENT,
    dispatched_on=date(2026, 3, 9),
    due_on=date(2026, 4, 8),
    received_by="李建军",
    received_on=date(2026, 3, 9),
)
JOINT = JointHandling(
    id=1,
    dispatch_id=1,
    body_id=1,
    due_on=date(2026, 4, 9),
    opinion_text="灯杆用地没有争议。",
    replied_on=date(2026, 3, 16),
)
REPLY = Reply(
    id=1,
    opinion_id=1,
    dispatch_id=1,
    document_number="村建函〔2026〕8号",
    content="四盏路灯已修好三盏，第四盏待更换灯杆。",
    result_class=ResultClass.B,
    promise="四月底前更换灯杆",
    promised_on=date(2026, 4, 30),
    way=Way.IN_PERSON,
    signed_by="张志远",
    handler="李建军",
    handler_phone="0000-6123457",
    replied_on=date(2026, 3, 18),
)
FEEDBACK = Feedback(
    id=1,
    opinion_id=1,
    told=Told.TOLD,
    way=Way.PHONE,
    told_on=date(2026, 3, 19),
    told_by=1,
    note="本人接听",
)
EVALUATION = Evaluation(
    id=1,
    opinion_id=1,
    attitude=Satisfaction.SATISFIED,
    result=Satisfaction.DISSATISFIED,
    reason="还有一盏没有修好。",
    remarks="希望四月底前修好。",
    evaluator="𠮷㛃",
    way=Way.WRITTEN,
    evaluated_on=date(2026, 3, 20),
    taken_by=1,
    decision="列为重点督办件，四月底前回访。",
    decided_on=date(2026, 3, 23),
)
DEADLINE = Deadline(
    id=1,
    opinion_id=1,
    kind="办理",
    starts_on=date(2026, 3, 9),
    amount=30,
    unit="日",
    due_on=date(2026, 4, 8),
    rule="一般件办理 30 日",
    is_provisional=True,
    met_on=date(2026, 3, 18),
)
ATTACHMENT = Attachment(
    id=1,
    owner_table="opinions",
    owner_id=1,
    purpose="来件附件",
    name="路灯.jpg",
    media_type="image/jpeg",
    size=181_003,
    algorithm="sha256",
    digest="ab" * 32,
    stored_as="cd" * 16,
    is_encrypted=True,
    added_by=1,
    added_on=date(2026, 3, 5),
    voided_on=date(2026, 4, 1),
)

_IN_ORDER: tuple[Any, ...] = (
    STATION,
    STAFF,
    Appointment(
        id=1, staff_id=1, post=Post.HEAD, starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31), note="换届时选出"
    ),
    Account(id=1, staff_id=1, user_name="wang", roles=(Role.LIAISON_OFFICER,), retired_on=date(2026, 12, 31)),
    BODY,
    VILLAGE,
    CATEGORY,
    SettingValue(id=1, key="opinion.review_days", value="5 工"),
    CalendarYear(id=1, year=2026, source="国务院办公厅关于2026年部分节假日安排的通知"),
    CalendarDay(id=1, day=date(2026, 4, 6), kind=DayKind.OFF, name="清明节"),
    NumberSeries(id=1, kind="社情民意", year=2026, last=12),
    ImportBatch(
        id=1,
        file_name="台账.xlsx",
        digest="ef" * 32,
        row_count=120,
        refused_count=3,
        imported_on=date(2026, 3, 2),
        imported_by=1,
        taken_back_on=date(2026, 3, 3),
        kind=ImportKind.DEPUTIES,
    ),
    samples_of_service.DEPUTY,
    samples_of_service.MANDATE,
    ATTACHMENT,
    Print(
        id=1,
        form="F10",
        owner_table="opinions",
        owner_id=1,
        way="打印",
        copies=2,
        printed_at=datetime(2026, 3, 9, 10, 5, 0),
        printed_by=1,
        paper_code="7K4M-2PX9",
        purpose="归档用",
        pages=1,
        voided_on=date(2026, 4, 1),
        void_reason="打错了份数",
        voided_by=1,
    ),
    OPINION,
    STEP,
    DISPATCH,
    JOINT,
    REPLY,
    FEEDBACK,
    EVALUATION,
    DEADLINE,
    OpinionLink(
        id=1,
        opinion_id=1,
        other_id=1,
        note="同一处路灯",
        linked_by=1,
        linked_on=date(2026, 3, 9),
        voided_on=date(2026, 3, 10),
    ),
    Phrase(
        id=1,
        purpose=Purpose.PROPOSAL,
        category_id=1,
        words="建议由村镇建设服务中心办理。",
        position=1,
        retired_on=date(2026, 12, 31),
    ),
    SavedView(
        id=1,
        name="石桥村的未办结",
        staff_id=1,
        is_personal=True,
        conditions='{"village_id": 1}',
        retired_on=date(2026, 12, 31),
    ),
    *samples_on_paper.IN_ORDER,
    *samples_of_service.IN_ORDER,
    *samples_of_safekeeping.IN_ORDER,
    *samples_of_archive.IN_ORDER,
)
SAMPLES: dict[type, Any] = {type(record): record for record in _IN_ORDER}

OPINION_FILE = OpinionFile(
    opinion=OPINION,
    station=STATION,
    village_name="石桥村",
    category_path="交通出行",
    deputies=("赵明山（县）",),
    registered_by_name="王秀英",
    steps=(STEP,),
    dispatches=(DispatchFile(DISPATCH, BODY, ((JOINT, BODY),)),),
    replies=(REPLY,),
    feedbacks=(FEEDBACK,),
    evaluations=(EVALUATION,),
    deadlines=(DEADLINE,),
    attachments=(ATTACHMENT,),
    lead_body=BODY,
    proposed_body=BODY,
    return_term="5个工作日",
    judgement_term="15个工作日",
)
