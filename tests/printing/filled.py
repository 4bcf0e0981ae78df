"""Every form of the catalogue and the ledger, filled as usual, bare, blank, and as full as the fields allow."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PIL import Image

from lianluozhan.models.activities import Activity, ActivityFile, Called
from lianluozhan.models.attendances import Presence
from lianluozhan.models.boxes import BoxOpening, Treatment
from lianluozhan.models.calls import Call
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.deputy_files import DeputyFile
from lianluozhan.models.fields import fields_of
from lianluozhan.models.groups import GroupPost
from lianluozhan.models.official import OfficialDocument
from lianluozhan.models.opinions import Condition, DispatchFile, OpinionFile
from lianluozhan.models.opinions.applying import Application
from lianluozhan.models.opinions.press_file import ApplicationFile, PressFile
from lianluozhan.models.opinions.promising import PromiseFile
from lianluozhan.models.opinions.record import DeclineGround, Opinion
from lianluozhan.models.opinions.supervising import Supervision
from lianluozhan.models.raising import Signer, SuggestionFile
from lianluozhan.models.register_files import CallFile, OpeningFile
from lianluozhan.models.service.entering import ServiceFile
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.suggestions import Suggestion
from lianluozhan.models.voter_reports import VoterReport, VoterReportFile
from lianluozhan.printing.catalog import FORMS, Form
from lianluozhan.printing.document import Document
from lianluozhan.printing.forms.opinion_ledger import opinion_ledger
from lianluozhan.printing.forms.recovery_code import recovery_code_sheet

from ..samples import BODY, DISPATCH, EVALUATION, JOINT, OPINION, OPINION_FILE, REPLY, STATION, STEP
from ..samples_of_service import (
    ACTIVITY,
    ATTENDANCE,
    DEPUTY,
    MANDATE,
    SERVICE,
    VOTER_REPORT,
)
from ..samples_on_paper import (
    APPLICATION,
    BOX_OPENING,
    BOX_PIECE,
    CALL,
    OFFICIAL,
    PROMISE,
    PROMISE_CHECK,
    SUGGESTION,
    SUPERVISION,
)
from .analysed import reports
from .filled_archive import archive
from .filled_archive_end import archive_end
from .filled_loans import loans
from .filled_people import people
from .filled_receptions import receptions_filled
from .filled_safekeeping import safekeeping
from .years_of_service import service

RARE = "𠮷㛃䶮𬴊"
LONGEST = 20_000
_CODES = {"status", "satisfaction", "kind", "unit"}  # texts that are codes of closed lists


SAID = (
    "近两年来村口的路灯坏了好几盏，晚上老人和孩子出门看不清路；"
    "反映了几次一直没有人来修，请镇里尽快派人查看，把线路和灯杆一并更换。"
)


def words(name: str, length: int) -> str:
    """Sentences that can be told apart, with rare characters, a middle dot, numbers and Latin words in them."""
    sentences = (f"{name}{n}，买买提·{RARE}说：“路No.{n * 7}还没修好。”{SAID * 3}" for n in range(length // 10 + 1))
    return "".join(sentences)[:length]


def fullest(record: Any, **more: Any) -> Any:
    """The record with every text as long as its field allows, or as long as a long text may sensibly be."""
    texts = [field for field in fields_of(type(record)) if field.kind in ("text", "long_text")]
    full = {f.name: words(f.label, min(f.max_length or 0, 2000)) for f in texts if f.name not in _CODES}
    return replace(record, **{**full, **more})


CONDITIONS = (
    Condition("附件齐全"),
    Condition("答复已经登记在案"),
    Condition("已告知反映人，或者有两次联系不上的记录"),
    Condition("已有评价或者等过评价期限，不满意的有站长决定", "反映人不满意，要先有站长的处理决定。"),
)


def _fullest_file() -> OpinionFile:
    body = fullest(BODY)
    steps = tuple(replace(STEP, name=name, words=words(name, 600), voided_on=None) for name in ("approve", "review"))
    return replace(
        OPINION_FILE,
        opinion=fullest(OPINION, content=words("内容", LONGEST), title=words("事", 40)),
        station=fullest(STATION),
        village_name=words("村", 30),
        category_path=words("类", 60),
        deputies=tuple(f"买买提·吐尔逊{n}（县）" for n in range(12)),
        steps=steps,
        dispatches=(DispatchFile(fullest(DISPATCH), body, ((fullest(JOINT), body), (fullest(JOINT), body))),),
        replies=(fullest(REPLY),),
        evaluations=(fullest(EVALUATION),),
        lead_body=body,
        proposed_body=body,
        presses=tuple(fullest(SUPERVISION, id=n, voided_on=None) for n in range(3, 0, -1)),
        promises=(PromiseFile(fullest(PROMISE), body, (fullest(PROMISE_CHECK),)),) * 2,
        conditions=CONDITIONS,
    )


FULLEST = _fullest_file()
BARE = OpinionFile(
    opinion=Opinion(received_on=date(2026, 3, 4), title="路灯", content="坏了", decline_ground=DeclineGround.CASE),
    station=replace(STATION, address="", hotline=""),
    village_name="",
    category_path="",
    deputies=(),
    registered_by_name="",
    steps=(),
    dispatches=(),
    replies=(),
    feedbacks=(),
    evaluations=(),
    deadlines=(),
    attachments=(),
    lead_body=None,
    proposed_body=None,
)


def ledger_row(n: int, title: str, submitter: str) -> dict[str, Any]:
    """A row as the listing of opinions gives it."""
    return {
        "number": f"社情民意〔2026〕{n:04d}号",
        "received_on": "2026-03-04",
        "channel": "visit_by_deputy",
        "submitter_name": submitter,
        "village_name": "石桥村",
        "category_name": "交通出行",
        "title": title,
        "lead_body_name": "村镇建设服务中心",
        "due_on": "2026-04-07",
        "status": "closed",
        "result_class": "B",
        "satisfaction": "fairly",
        "remark": "",
        "voided_on": None,
    }


def _ledger(count: int, title: str = OPINION.title, submitter: str = "周长福") -> Document:
    rows = [ledger_row(n, title, submitter) for n in range(1, count + 1)]
    return opinion_ledger(rows, STATION, name="2026年", until=date(2026, 3, 31))


# by the table a form is printed of: the record as usual, with little in it, and as full as its fields allow; a form
# of many records together gets each in a sequence
_BODY = OPINION_FILE.dispatches[0]
_LOGGED = replace(
    OPINION_FILE,
    presses=tuple(replace(SUPERVISION, id=n, voided_on=None) for n in (3, 2, 1)),
    promises=(PromiseFile(replace(PROMISE, voided_on=None), BODY, (PROMISE_CHECK,)),),
    conditions=CONDITIONS,
)
PRESSES = {
    "usual": PressFile(SUPERVISION, _LOGGED, _BODY, 2, "王秀英"),
    "bare": PressFile(Supervision(opinion_id=1, acted_on=date(2026, 4, 12)), BARE, None, 0),
    "fullest": PressFile(fullest(SUPERVISION), FULLEST, FULLEST.dispatches[0], 12, "买买提·吐尔逊"),
}
APPLICATIONS = {
    "usual": ApplicationFile(APPLICATION, OPINION_FILE, _BODY, BODY),
    "bare": ApplicationFile(Application(opinion_id=1, applied_on=date(2026, 3, 30)), BARE, None, None),
    "fullest": ApplicationFile(fullest(APPLICATION), FULLEST, FULLEST.dispatches[0], fullest(BODY), True),
}
_SENT = replace(OFFICIAL, annexes="", remark="", voided_on=None)
DOCUMENTS = {
    "usual": _SENT,
    "bare": OfficialDocument(title="关于路灯", organ="镇人大"),
    "fullest": fullest(OFFICIAL, body=words("正文", LONGEST).replace("。", "。\n"), dated_on=date(2026, 12, 31)),
}
_PIECES = (
    replace(BOX_PIECE, voided_on=None),
    replace(BOX_PIECE, position=2, summary="空白信纸", treatment=Treatment.EMPTY, note=""),
)
_OPENING = replace(BOX_OPENING, piece_count=2, voided_on=None)
_NUMBER = "社情民意〔2026〕0134号"
OPENINGS = {
    "usual": OpeningFile(_OPENING, _PIECES, (_NUMBER, ""), "王秀英", "刘桂兰", STATION),
    "bare": OpeningFile(BoxOpening(opened_on=date(2026, 3, 6), box="1号"), (), (), "王秀英", "", STATION),
    "fullest": OpeningFile(
        fullest(BOX_OPENING),
        tuple(fullest(BOX_PIECE, position=n) for n in range(1, 4)),
        (_NUMBER, "", _NUMBER),
        "买买提·吐尔逊",
        "",
        fullest(STATION),
    ),
}
CALLS = {
    "usual": CallFile(replace(CALL, voided_on=None), _NUMBER, "王秀英", STATION),
    "bare": CallFile(Call(came_at=datetime(2026, 3, 4, 9, 5), content="路灯坏了"), "", "", STATION),
    "fullest": CallFile(fullest(CALL, content=words("内容", LONGEST)), _NUMBER, "买买提·吐尔逊", fullest(STATION)),
}
_DEPUTY = Deputy(name="赵明山", organisation_post="石桥村党支部书记", phone="13700001111")
_MANDATE = Mandate(level=Level.COUNTY, term="第十八届", constituency="第七选区")
_SIGNER = Signer(_DEPUTY, _MANDATE)
SUGGESTIONS = {
    "usual": SuggestionFile(replace(SUGGESTION, voided_on=None), STATION, (_SIGNER, _SIGNER), BODY, _NUMBER),
    "bare": SuggestionFile(
        Suggestion(title="路灯", content="请修。", raised_on=date(2026, 4, 2)), STATION, (), None, ""
    ),
    "fullest": SuggestionFile(
        fullest(SUGGESTION, content=words("内容", LONGEST)),
        fullest(STATION),
        (Signer(fullest(_DEPUTY), fullest(_MANDATE)),) * 12,
        fullest(BODY),
        _NUMBER,
        tuple(f"{words('附件', 30)}{n}.pdf" for n in range(3)),
    ),
}
_LINE = replace(ATTENDANCE, voided_on=None)
_CAME = replace(_LINE, presence=Presence.PRESENT, reason="")
ACTIVITIES = {
    "usual": ActivityFile(
        ACTIVITY,
        STATION,
        (
            Called(_CAME, "赵明山", "石桥村党支部书记", "县、镇"),
            Called(replace(_LINE, arrived_at=None), "郑敏", "镇卫生院医生", "镇"),
        ),
    ),
    "bare": ActivityFile(Activity(title="座谈", starts_at=datetime(2026, 6, 18, 9, 0)), STATION, ()),
    "fullest": ActivityFile(
        fullest(ACTIVITY),
        fullest(STATION),
        tuple(Called(_CAME, words("名", 50), words("单位", 60), "全国、省、市、县、镇") for _ in range(64)),
    ),
}
_SERVICE = replace(SERVICE, voided_on=None)
SERVICES = {
    "usual": ServiceFile(_SERVICE, _DEPUTY, "县级第十八届", "第七选区", STATION, "代表活动", "王秀英", "刘桂兰", "6"),
    "bare": ServiceFile(
        ServiceRecord(deputy_id=1, title="走访", starts_on=date(2026, 6, 18)), _DEPUTY, "", "", STATION, "自报"
    ),
    "fullest": ServiceFile(
        fullest(SERVICE, content=words("内容", LONGEST)),
        fullest(_DEPUTY),
        "全国第十四届、省级第十四届、市级第九届、县级第十八届、乡镇级第十九届",
        words("选区", 50),
        fullest(STATION),
        "联系选民",
        "买买提·吐尔逊",
        "买买提·吐尔逊",
        "12.5",
    ),
}
_HELD = replace(MANDATE, voided_on=None)
_FORMER = replace(
    _HELD, level=Level.TOWNSHIP, status=MandateStatus.ENDED, end_reason="辞职被接受", ends_on=date(2024, 5, 1)
)


def photograph() -> bytes:
    """A small picture as cameras make them."""
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((70, 90)).save(made, "JPEG")
    return made.getvalue()


DEPUTIES = {
    "usual": DeputyFile(
        replace(DEPUTY, retired_on=None),
        (_HELD, _FORMER),
        (_HELD,),
        (("第二小组", GroupPost.LEADER),),
        ("石桥村", "柳河村"),
        ("2025年1月20日　优秀人大代表",),
        STATION,
        photograph(),
        public_phone="0797-5550123",
    ),
    "bare": DeputyFile(Deputy(name="赵明山"), (Mandate(),), (Mandate(),), (), (), (), STATION),
    "fullest": DeputyFile(
        fullest(DEPUTY),
        (fullest(_HELD),) * 5,
        (fullest(_HELD),) * 3,
        ((words("小组", 30), GroupPost.VICE_LEADER),) * 3,
        tuple(f"{words('村', 20)}{n}" for n in range(6)),
        tuple(f"2025年1月20日　{words('表彰', 60)}{n}" for n in range(8)),
        fullest(STATION),
        public_phone=words("电话", 30),
    ),
}
_REPORT = replace(VOTER_REPORT, body=f"各位选民：\n现将一年来的情况报告如下。\n一、参加会议和学习\n{SAID * 4}")
VOTER_REPORTS = {
    "usual": VoterReportFile(_REPORT, DEPUTY, "青石镇第十八届人大代表", STATION),
    "bare": VoterReportFile(VoterReport(year=2026), Deputy(name="赵明山"), "人大代表", STATION),
    "fullest": VoterReportFile(
        fullest(VOTER_REPORT, body=words("报告", LONGEST).replace("。", "。\n")),
        fullest(DEPUTY),
        words("届次", 40),
        fullest(STATION),
    ),
}
RECORDS: dict[str, dict[str, Any]] = {
    **people(words, fullest),
    **service(words, fullest),
    "deputies": DEPUTIES,
    "voter_reports": VOTER_REPORTS,
    "activities": ACTIVITIES,
    "service_records": SERVICES,
    **receptions_filled(words, fullest, LONGEST),
    **safekeeping(words, fullest),
    **archive_end(words, fullest),
    **archive(words, fullest),
    **loans(words, fullest),
    "box_openings": OPENINGS,
    "calls": CALLS,
    "official_documents": DOCUMENTS,
    "F21": reports(words, LONGEST),  # a form that has records of its own among those of its table
    "suggestions": SUGGESTIONS,
    "supervisions": PRESSES,
    "applications": APPLICATIONS,
    "opinions": {"usual": _LOGGED, "bare": BARE, "fullest": FULLEST},
}


def drawn(form: Form, way: str) -> Document:
    """A form filled one way, or blank."""
    if way == "blank":
        return form.draw(None, STATION)
    ways = RECORDS.get(form.number, RECORDS.get(form.of, {}))
    if form.together:  # forty rows, some of them as long as can be
        return form.draw((ways[way],) * 3 + (ways["usual"],) * (37 if way == "fullest" else 0), STATION)
    return form.draw(ways[way], STATION)


def all_sheets() -> dict[str, Document]:
    """By form and way of filling, such as "F10 blank"."""
    ways = ("usual", "bare", "blank", "fullest")
    sheets = {f"{number} {way}": drawn(form, way) for number, form in FORMS.items() for way in ways}
    return sheets | {
        "F19 usual": _ledger(30),
        "F19 blank": opinion_ledger([], STATION),
        "F19 fullest": _ledger(200, words("事", 40), f"买买提·吐尔逊·{RARE}"),
        "recovery": recovery_code_sheet("A1B2-C3D4-E5F6-G7H8-J9K0-L1M2-N3P4-Q5R6"),
    }


SHEETS = all_sheets()
