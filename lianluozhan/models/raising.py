"""What is done with a deputy's suggestion (F24): made of an opinion or of its own, sent, answered, judged, closed.

A suggestion never names the submitter. A matter that waits to be sent out goes with its suggestion and waits for the
answer; any other goes its own way and only shows that a suggestion was made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from . import calendars, deadlines, numbering, settings
from . import terms as congress_terms
from .attachments import Attachment, attach
from .attachments import of as attachments_of
from .deadlines import Term
from .deputies import Deputy, Level, Mandate, MandateStatus
from .errors import InvalidRecord, RuleError
from .listing import Listing
from .opinions import Opinion, Status, file_of, masked
from .opinions.days import check_day
from .opinions.handling import Dispatch, DispatchKind, Verdict
from .opinions.progress import held_by_officer, start, start_until
from .opinions.trail import steps_of, write
from .places import HandlingBody
from .service import generating
from .session import Session
from .stations import Station, station
from .suggestions import Origin, Suggestion, SuggestionState

if TYPE_CHECKING:
    from .attachments import FileSource

RAISED, SENT, ANSWERED, LET_GO = "suggest", "suggestion_sent", "suggestion_answered", "suggestion_void"
KIND = "代表建议"  # of the limit of a matter that waits for its suggestion
BASIS = "代表法第五十一条"
ENCLOSED_AT_MOST = 3
JUDGEMENTS = ("满意", "基本满意", "不满意")
_CASE = "好像涉及具体案件的办理。具体案件不作代表建议，请引导到法院、仲裁等机关。"
_OWN = "好像是代表本人或者亲属的个人问题。个人问题不作代表建议。"
_NOT_FIT = (  # what is no suggestion of a deputy (rules 3.3), by words that tell of it
    (r"判决|起诉|诉讼|法院|仲裁|立案|羁押|执行案", _CASE),
    (r"中标|投标|招标", "好像涉及招标投标的具体结果。这类事项不作代表建议。"),
    (r"我本人|我家|我的(?:儿子|女儿|父母|亲属|公司|企业)|本人所在", _OWN),
    (r"代转|转交.{0,6}信", "好像是代转信件。代转的信件不作代表建议，请交有关部门。"),
    (r"推介|产品推广|学术探讨", "好像是学术探讨或者产品推介。这类内容不作代表建议。"),
)


@dataclass(frozen=True)
class Signer:
    """A deputy as the special paper names him."""

    deputy: Deputy
    mandate: Mandate | None


@dataclass(frozen=True)
class SuggestionFile:
    """A suggestion with all that its sheet names."""

    suggestion: Suggestion
    station: Station
    signers: tuple[Signer, ...]
    body: HandlingBody | None
    opinion_number: str
    attachments: tuple[str, ...] = ()
    hushed: Suggestion | None = None  # the same without whoever brought the matter, where it was made of one
    keeps_secret: bool = False


# Making one ------------------------------------------------------------------------------------------------------


def blank_of(session: Session, opinion_id: int = 0) -> Suggestion:
    """What is typed on from: title and content of the opinion without its submitter, or nothing."""
    usual = Suggestion(raised_on=session.today, entered_by=session.staff.id)
    if not opinion_id:
        return usual
    opinion = masked(file_of(session, opinion_id)).opinion
    request = f"\n建议：{opinion.request}" if opinion.request.strip() else ""
    channel = opinion.channel.value
    by = {"reception": (Origin.RECEPTION,), "visit_by_deputy": (Origin.VISIT,), "forum": (Origin.FORUM,)}
    return replace(
        usual,
        opinion_id=opinion_id,
        title=f"关于解决{opinion.title}的建议"[:60] if not opinion.title.startswith("关于") else opinion.title,
        content=opinion.content + request,
        deputy_ids=opinion.deputy_ids,
        body_id=opinion.lead_body_id or opinion.proposed_body_id,
        origins=by.get(channel, ()),
    )


def why_no_suggestion(session: Session, opinion: Opinion) -> str:
    """Why no suggestion is made of a matter now; empty when it can be."""
    if opinion.voided_on:
        return "这件已经作废，不能转为代表建议。"
    if session.value("SELECT 1 FROM suggestions WHERE opinion_id = ? AND voided_on IS NULL", (opinion.id,)):
        return "这件已经转为代表建议。请在登记簿的“代表建议”里接着办。"
    if opinion.status in (Status.WITHDRAWN, Status.MERGED, Status.ON_SPOT, Status.DECLINED):
        return f"这件是“{opinion.status.label}”，不转为代表建议。"
    approved = any(step.name == "approve" and not step.voided_on for step in steps_of(session, opinion.id))
    return "" if approved else "转为代表建议由站长决定，这件还没有审批。请先审核、审批。"


def doubts(session: Session, suggestion: Suggestion) -> list[str]:
    """What about a suggestion may not be fit for one, as sentences; they warn and refuse nothing."""
    text = f"{suggestion.title}\n{suggestion.content}"
    found = [sentence for pattern, sentence in _NOT_FIT if re.search(pattern, text)]
    if suggestion.content.strip() and len(suggestion.content.strip()) < 20:
        found.append("内容很短，好像没有写清问题和建议。一事一案，请写明情况、理由和办法。")
    if name := _named(session, suggestion):
        found.append(f"写了反映人“{name}”。代表建议不写反映人的姓名和电话，请改掉。")
    return found


def enter(session: Session, suggestion: Suggestion, files: Sequence[FileSource] = ()) -> Suggestion:
    """Keep a new suggestion with its files; the matter it was made of shows it from now on."""
    with session.action("suggestion.edit"):
        opinion = session.find(Opinion, suggestion.opinion_id)
        if opinion and (refusal := why_no_suggestion(session, opinion)):
            raise RuleError(refusal)
        _check(session, suggestion)
        congress_terms.check_open(session, suggestion.raised_on)
        made = session.add(
            replace(suggestion, id=0, number="", state=SuggestionState.DRAFT, entered_by=session.staff.id)
        )
        _enclose(session, made, files)
        if opinion:
            write(session, opinion, RAISED, Verdict.SUGGESTION.label, made.title)
        return made


def edit(session: Session, suggestion_id: int, *, files: Sequence[FileSource] = (), **values: Any) -> Suggestion:
    """Correct a suggestion that was not sent yet; files are added to those it has."""
    with session.action("suggestion.edit"):
        found = _in_state(session, suggestion_id, "修改", SuggestionState.DRAFT)
        _check(session, replace(found, **values))
        congress_terms.check_open(session, found.raised_on, values.get("raised_on"))
        _enclose(session, found, files)
        return session.change(found, **values)


def _enclose(session: Session, made: Suggestion, files: Sequence[FileSource]) -> None:
    if len(files) + len(enclosed(session, made.id)) > ENCLOSED_AT_MOST:
        raise InvalidRecord({"files": f"专用纸最多附 {ENCLOSED_AT_MOST} 个附件，请留下最要紧的。"})
    for source in files:
        attach(session, Suggestion.TABLE, made.id, source, "建议附件")


def terms(session: Session, level: Level) -> list[tuple[int, str]]:
    """The limits a suggestion can be given, in months, with the words of each; the usual one first."""
    usual, most = (settings.term(session, key).amount for key in ("suggestion.due", "suggestion.due_max"))
    found = [(usual, f"{usual} 个月"), (most, f"{most} 个月（涉及面广、处理难度大）")]
    if level is Level.TOWNSHIP:
        town = [settings.term(session, f"suggestion.due_township{end}").amount for end in ("", "_max")]
        found += [(months, f"{months} 个月（按本地乡镇人大的规定）") for months in town]
    return found


def send(session: Session, suggestion_id: int, *, on: date, body_id: int, months: int, number: str = "") -> Suggestion:
    """The suggestion is sent to a body; it gets its number and the limit of the law (代表法 51)."""
    with session.action("suggestion.edit"):
        found = _in_state(session, suggestion_id, "交办", SuggestionState.DRAFT)
        check_day(session, "dispatched_on", on, "交办日期", found.raised_on)
        if months not in [known for known, _ in terms(session, found.level)]:
            raise InvalidRecord({"due_months": "请从列出的答复期限里选一个。"})
        _check(session, found)
        body = session.get(HandlingBody, body_id)
        hard = months == settings.term(session, "suggestion.due_max").amount
        counted = deadlines.count(on, Term(months, "月"), calendars.load(session), "交办")
        law = [settings.term(session, key).amount for key in ("suggestion.due", "suggestion.due_max")]
        basis = BASIS if months in law else "本地乡镇人大的规定"
        given = number.strip() or numbering.next_number(session, numbering.SUGGESTION, on.year)
        moved = session.change(
            found,
            number=given,
            state=SuggestionState.SENT,
            dispatched_on=on,
            body_id=body.id,
            is_hard=hard,
            due_months=months,
            due_on=counted.due_on,
            due_rule=f"{basis}：自交办之日起 {months} 个月内答复",
        )
        if opinion := session.find(Opinion, moved.opinion_id):
            _carry(session, moved, opinion, body)
        generating.follow(session, Suggestion.TABLE, moved.id)
        return moved


def enter_answer(session: Session, suggestion_id: int, answer: str, on: date) -> Suggestion:
    """The body's answer to the deputies; after 不满意 another one follows the first."""
    with session.action("suggestion.edit"):
        found = _in_state(session, suggestion_id, "登记答复", SuggestionState.SENT, SuggestionState.ANSWERED)
        if found.state is SuggestionState.ANSWERED and found.judgement != JUDGEMENTS[-1]:
            raise RuleError("这份建议已经答复。代表评价“不满意”的，才登记再次答复。")
        check_day(session, "answered_on", on, "答复日期", found.answered_on or found.dispatched_on)
        if not answer.strip():
            raise InvalidRecord({"answer": "请填写“答复内容”，照答复函抄。"})
        again = f"{found.answer}\n\n再次答复：\n" if found.answer else ""
        moved = session.change(
            found, state=SuggestionState.ANSWERED, answered_on=on, answer=again + answer.strip(), judgement=""
        )
        if opinion := session.find(Opinion, found.opinion_id):
            write(session, opinion, ANSWERED, f"代表建议已答复 {moved.number}", answer.strip()[:5000], acted_on=on)
        return moved


def judge(session: Session, suggestion_id: int, judgement: str) -> Suggestion:
    """How the deputies judge the answer."""
    with session.action("suggestion.edit"):
        found = _in_state(session, suggestion_id, "登记代表评价", SuggestionState.ANSWERED)
        if judgement not in JUDGEMENTS:
            raise InvalidRecord({"judgement": "请选择代表的评价。"})
        return session.change(found, judgement=judgement)


def close(session: Session, suggestion_id: int, on: date) -> Suggestion:
    """Close an answered suggestion that the deputies have judged."""
    with session.action("suggestion.edit"):
        found = _in_state(session, suggestion_id, "办结", SuggestionState.ANSWERED)
        check_day(session, "closed_on", on, "办结日期", found.answered_on)
        if not found.judgement and not found.is_reference:
            raise RuleError("代表还没有评价答复，不能办结。请先登记代表评价。")
        return session.change(found, state=SuggestionState.CLOSED, closed_on=on)


def void(session: Session, suggestion_id: int, reason: str) -> Suggestion:
    """Strike out a suggestion that should not be; a matter that went with it is to be sent out again."""
    with session.action("suggestion.edit"):
        found = session.get(Suggestion, suggestion_id)
        if found.voided_on:
            raise RuleError("这份建议已经作废。")
        if not reason.strip():
            raise InvalidRecord({"words": "请写明作废的原因。"})
        moved = session.change(found, voided_on=session.today, void_reason=reason.strip())
        if opinion := session.find(Opinion, found.opinion_id):
            _let_go(session, moved, opinion)
        generating.follow(session, Suggestion.TABLE, moved.id)
        return moved


# The matter it was made of ---------------------------------------------------------------------------------------


def _carry(session: Session, made: Suggestion, opinion: Opinion, body: HandlingBody) -> None:
    """A matter that waits to be sent out is sent with its suggestion and waits as long for the answer."""
    on, label = made.dispatched_on or session.today, f"代表建议交办 {body.name}"
    if opinion.status is not Status.TO_DISPATCH or opinion.voided_on or made.due_on is None:
        write(session, opinion, SENT, label, made.number, acted_on=on)
        return
    session.add(
        Dispatch(
            opinion_id=opinion.id,
            kind=DispatchKind.SUGGESTION,
            number=made.number[:30],
            lead_body_id=body.id,
            requirement=f"转为代表建议：{made.title}",
            dispatched_on=on,
            due_on=made.due_on,
            received_on=on,
        )
    )
    moved = session.change(opinion, status=Status.HANDLING, lead_body_id=body.id, holder=body.name)
    write(session, moved, SENT, label, made.number, acted_on=on)
    start_until(session, moved, KIND, on, made.due_on, made.due_rule)


def _let_go(session: Session, gone: Suggestion, opinion: Opinion) -> None:
    sent = session.select(Dispatch, "opinion_id = ?", (opinion.id,))
    carried = bool(sent) and sent[-1].kind is DispatchKind.SUGGESTION and opinion.status is Status.HANDLING
    if carried:
        opinion = session.change(
            opinion, status=Status.TO_DISPATCH, lead_body_id=None, **held_by_officer(session, opinion)
        )
    write(session, opinion, LET_GO, "代表建议作废", gone.void_reason)
    if carried:
        start(session, opinion, "交办", session.today, "opinion.assign_days")


# What is checked -------------------------------------------------------------------------------------------------


def _in_state(session: Session, suggestion_id: int, deed: str, *states: SuggestionState) -> Suggestion:
    found = session.get(Suggestion, suggestion_id)
    if found.voided_on:
        raise RuleError(f"这份建议已经作废，不能{deed}。")
    if found.state not in states:
        raise RuleError(f"这份建议现在是“{found.state.label}”，不能{deed}。")
    return found


def _check(session: Session, suggestion: Suggestion) -> None:
    problems = {}
    if not suggestion.deputy_ids:
        problems["deputy_ids"] = "请选择“提建议人”，第一位是领衔代表。"
    on = suggestion.raised_on or session.today
    for deputy_id in suggestion.deputy_ids:
        deputy = session.find(Deputy, deputy_id)
        if deputy is None or _mandate(session, deputy_id, suggestion.level, on) is None:
            name = deputy.name if deputy else "其中一位"
            problems["deputy_ids"] = (
                f"{name}不是{suggestion.level.label}在任代表，不能向这一级提建议。请改提建议人或层级。"
            )
    if suggestion.raised_on and suggestion.raised_on > session.today:
        problems["raised_on"] = "“提出时间”不能晚于今天，请检查。"
    opinion = session.find(Opinion, suggestion.opinion_id)
    if opinion and opinion.keeps_secret and _named(session, suggestion):
        problems["content"] = "反映人要求保密，标题和内容都不能写他的姓名、电话和住址。请改掉再保存。"
    if problems:
        raise InvalidRecord(problems)


def _named(session: Session, suggestion: Suggestion) -> str:
    """What in a suggestion tells who the submitter of its matter is."""
    opinion = session.find(Opinion, suggestion.opinion_id)
    text = suggestion.title + suggestion.content
    secrets = (opinion.submitter_name, opinion.phone, opinion.address) if opinion else ()
    return next((secret.strip() for secret in secrets if len(secret.strip()) >= 2 and secret.strip() in text), "")


def _mandate(session: Session, deputy_id: int, level: Level, on: date) -> Mandate | None:
    active = (MandateStatus.ACTIVE.value, level.value, deputy_id, on.isoformat())
    where = "status = ? AND level = ? AND deputy_id = ? AND (ends_on IS NULL OR ends_on >= ?)"
    return next(iter(session.select(Mandate, where, active)), None)


def enclosed(session: Session, suggestion_id: int) -> list[Attachment]:
    """The files of a suggestion."""
    return attachments_of(session, Suggestion.TABLE, suggestion_id)


# Reading ---------------------------------------------------------------------------------------------------------


VIEWS = (("", "全部"), ("open", "没有办结的"), ("late", "逾期没有答复的"), ("closed", "办结的"))


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Suggestions, those that wait for an answer first by the day it is due; `voided` adds those struck out."""
    conditions: dict[str, tuple[str, ...]] = {
        "": (),
        "open": ("state <> 'closed'",),
        "late": ("state = 'sent'", "due_on < :today"),
        "closed": ("state = 'closed'",),
    }
    return Listing(
        session.db,
        "suggestions",
        where=("instr(title || number || content, :words) > 0", "voided_on IS NULL OR :voided", *conditions[view]),
        params={"words": words.strip(), "voided": voided, "today": session.today.isoformat()},
        order=(
            "CASE state WHEN 'sent' THEN 0 WHEN 'draft' THEN 1 WHEN 'answered' THEN 2 ELSE 3 END",
            "ifnull(due_on, '9999-12-31')",
            "id",
        ),
        columns="suggestions.*, CASE WHEN state = 'sent' AND voided_on IS NULL THEN due_on END AS runs_until,"
        " (SELECT name FROM handling_bodies WHERE id = body_id) AS body_name,"
        " (SELECT group_concat(name, '、') FROM deputies JOIN json_each(deputy_ids) ON deputies.id = value)"
        " AS deputy_names",
    )


def count_late(session: Session) -> int:
    """How many suggestions wait for an answer beyond their limit."""
    return listing(session, view="late").count()


def suggestion_file(session: Session, suggestion_id: int) -> SuggestionFile:
    """A suggestion as its sheet needs it."""
    found = session.get(Suggestion, suggestion_id)
    on = found.raised_on or session.today
    people = [session.find(Deputy, deputy_id) for deputy_id in found.deputy_ids]
    opinion = session.find(Opinion, found.opinion_id)
    about = masked(file_of(session, opinion.id)).suggestions if opinion else ()
    return SuggestionFile(
        suggestion=found,
        station=station(session),
        signers=tuple(Signer(person, _mandate(session, person.id, found.level, on)) for person in people if person),
        body=session.find(HandlingBody, found.body_id),
        opinion_number=opinion.number if opinion else "",
        attachments=tuple(entry.name for entry in enclosed(session, found.id)),
        hushed=next((made for made in about if made.id == found.id), None),
        keeps_secret=opinion is not None and opinion.keeps_secret,
    )


def masked_suggestion(file: SuggestionFile) -> SuggestionFile:
    """The sheet without name, phone and address of whoever brought the matter (4.7.2)."""
    return replace(file, suggestion=file.hushed or file.suggestion)
