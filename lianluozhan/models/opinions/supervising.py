"""Pressing for an answer in steps (S46): 提醒, 催办, 督办, 通报, each entered with what was said or written (5.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from .. import numbering
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, choice, day, long_text, reference, text, whole_number
from ..permissions import Role
from ..session import Session
from ..staff import Post
from . import trail
from .days import check_day
from .flow import check_not_voided
from .handling import Dispatch, OpinionStep, Source
from .record import Opinion, Status
from .trail import Signed


class Level(Choice):
    """How hard the body is pressed; one never skips a step without a reason."""

    NOTE = "note", "提醒"
    REMINDER = "reminder", "催办"
    SUPERVISION = "supervision", "督办"
    CIRCULAR = "circular", "通报"


class Means(Choice):
    """How the body was reached."""

    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    WRITTEN = "written", "书面"
    MEETING = "meeting", "会议"


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """One time a handling body was pressed: a call, a visit, 催办单 (F14), 督办通知书 (F15) or a circular."""

    TABLE: ClassVar = "supervisions"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    dispatch_id: int | None = reference("交办单", "dispatches")
    level: Level = choice("级别", Level, Level.NOTE)
    means: Means = choice("方式", Means, Means.PHONE)
    number: str = text("文号", max_length=40)
    acted_on: date | None = day("日期", required=True)
    overdue_days: int | None = whole_number("逾期天数", default=0)
    basis: str = long_text("依据", max_length=1000)
    problems: str = long_text("存在问题", max_length=2000)
    requirement: str = long_text("要求", max_length=2000)
    reply_by: date | None = day("反馈期限")
    supervisor: str = text("督办人", max_length=50)
    answered_by: str = text("接办人", max_length=50)
    answer: str = long_text("答复", max_length=2000)
    staff_id: int | None = reference("经办人", "staff")
    reply_text: str = long_text("回执内容", max_length=5000)
    replied_on: date | None = day("回执日期")
    reply_signed_by: str = text("回执签字人", max_length=50)
    skip_reason: str = long_text("越级原因", max_length=500)
    issued_on: date | None = day("签发日期")
    issued_by: int | None = reference("签发人", "staff")
    source: Source = choice("来源", Source, Source.PROGRAM)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


OUT = (Status.DISPATCHED, Status.HANDLING)
BY_HEAD = (Level.SUPERVISION, Level.CIRCULAR)  # what the head signs
LIMITS = ("办理", "二次办理")  # the kinds of limits that run while a body has a matter in hand
STEP_NAMES = {  # in the trail
    Level.NOTE: "press_note",
    Level.REMINDER: "remind",
    Level.SUPERVISION: "supervise",
    Level.CIRCULAR: "circular",
}
PREPARED, ISSUED, SLIP, VOIDED = "press_prepared", "press_issued", "press_slip", "press_voided"
_ORDER = tuple(Level)
_NUMBERS = {Level.REMINDER: numbering.REMINDER, Level.SUPERVISION: numbering.SUPERVISION}
_SAID = "请写明催了谁、怎么说的，例如“李建军接电话，答复节后安装”；没有人接也写上。"


def why_not_pressed(opinion: Opinion) -> str:
    """Why there is nobody to press; empty when there is."""
    if opinion.voided_on:
        return "已经作废"
    if opinion.status not in OUT:
        return f"现在是“{opinion.status.label}”，不在承办单位手里"
    return ""


def press(session: Session, opinion_id: int, made: Supervision, *, signed: Signed | None = None) -> Supervision:
    """Enter that the body was pressed; what the head must sign waits for him unless he does it himself (5.1.4)."""
    with session.action("opinion.record_signed" if signed else "opinion.supervise"):
        return entered(session, opinion_id, made, signed)[0]


def entered(
    session: Session, opinion_id: int, made: Supervision, signed: Signed | None = None
) -> tuple[Supervision, OpinionStep]:
    """The record with its number and its line in the trail; inside an action."""
    opinion = session.get(Opinion, opinion_id)
    check_not_voided(opinion)
    if refusal := why_not_pressed(opinion):
        raise RuleError(f"这件不用{made.level.label}：{refusal}。")
    sent = session.select(Dispatch, "opinion_id = ?", (opinion_id,))[-1:]  # an imported matter may have none
    since = sent[0].dispatched_on if sent else opinion.received_on
    on = check_day(session, "acted_on", made.acted_on, f"{made.level.label}日期", since)
    made = _cleaned(made)
    _check_words(made, on)
    made = _in_order(session, opinion, made, on, signed)
    head = signed is not None or (made.level in BY_HEAD and Role.HEAD in session.roles)
    kind = _NUMBERS.get(made.level)
    stored = session.add(
        replace(
            made,
            id=0,
            opinion_id=opinion_id,
            dispatch_id=sent[0].id if sent else None,
            number=numbering.next_number(session, kind, on.year) if kind else made.number,
            overdue_days=overdue_days(opinion, on),
            staff_id=session.staff.id,
            supervisor=made.supervisor or session.staff.name,
            issued_on=(signed.signed_on if signed else on) if head else None,
            issued_by=(signed.staff_id if signed else session.staff.id) if head else None,
            source=Source.PAPER if signed else Source.PROGRAM,
        )
    )
    waits = made.level in BY_HEAD and not head
    name, label = (
        (PREPARED, f"拟{title_of(stored)}，等站长签发") if waits else (STEP_NAMES[made.level], title_of(stored))
    )
    step = trail.write(session, opinion, name, label, words_of(stored), signed=signed, acted_on=on)
    return stored, step


def issue(session: Session, supervision_id: int, *, signed: Signed | None = None) -> Supervision:
    """The head signs what the clerk prepared: in the program, or on the sheet, which is typed in afterwards."""
    with session.action("opinion.record_signed" if signed else "opinion.supervise"):
        made = session.get(Supervision, supervision_id)
        opinion = session.get(Opinion, made.opinion_id or 0)
        if made.voided_on or not is_waiting(made):
            raise RuleError("这份不用再签发：已经签发或者作废。请看一下过程。")
        if refusal := why_not_pressed(opinion):
            raise RuleError(f"这份不用签发了：{refusal}。请作废它，写明原因。")
        if signed:
            _check_signed(session, opinion, made, signed)
        elif Role.HEAD not in session.roles:
            raise RuleError("督办和通报由站长签发。请站长登录后签发，或者拿到签字件后补录。")
        trail.write(session, opinion, ISSUED, f"签发{title_of(made)}", made.requirement, signed=signed)
        return session.change(
            made,
            issued_on=signed.signed_on if signed else session.today,
            issued_by=signed.staff_id if signed else session.staff.id,
            source=Source.PAPER if signed else Source.PROGRAM,
        )


def enter_slip(session: Session, supervision_id: int, words: str, on: date, signed_by: str) -> Supervision:
    """What came back on the slip of a notice or on a written reminder (回执): the text, when, who signed."""
    with session.action("opinion.supervise"):
        made = session.get(Supervision, supervision_id)
        opinion = session.get(Opinion, made.opinion_id or 0)
        if made.voided_on:
            raise RuleError("这份已经作废，不用再登记回执。")
        if is_waiting(made):
            raise RuleError("这份还没有签发，不会有回执。请先办理签发。")
        check_day(session, "replied_on", on, "回执日期", made.acted_on)
        if not words.strip():
            raise InvalidRecord({"reply_text": "请照回执抄写办理情况。"})
        trail.write(session, opinion, SLIP, f"收到回执：{title_of(made)}", words.strip(), acted_on=on)
        return session.change(made, reply_text=words.strip(), replied_on=on, reply_signed_by=signed_by.strip())


def void(session: Session, supervision_id: int, reason: str) -> Supervision:
    """Strike out what was wrongly entered; the record and its number stay, and the trail says why."""
    with session.action("opinion.supervise"):
        made = session.get(Supervision, supervision_id)
        opinion = session.get(Opinion, made.opinion_id or 0)
        if made.voided_on:
            raise RuleError("这份已经作废，不用再作废。")
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明为什么作废。"})
        for step in _steps(session, made):
            session.change(step, voided_on=session.today)
        trail.write(session, opinion, VOIDED, f"作废：{title_of(made)}", reason.strip())
        return session.change(made, voided_on=session.today, void_reason=reason.strip())


def presses_of(session: Session, opinion_id: int) -> list[Supervision]:
    """Every time the body of a matter was pressed, the newest first, those voided too."""
    return session.select(Supervision, "opinion_id = ?", (opinion_id,), order="acted_on DESC, id DESC")


def in_this_round(session: Session, opinion_id: int) -> list[Supervision]:
    """What counts for the next step, the newest first: about the newest dispatch, since the matter came back to it."""
    sent = session.value("SELECT max(id) FROM dispatches WHERE opinion_id = ?", (opinion_id,))
    again = [
        step.acted_on for step in trail.steps_of(session, opinion_id) if step.name == "redo" and not step.voided_on
    ]
    found = [p for p in presses_of(session, opinion_id) if p.voided_on is None and p.dispatch_id == sent]
    since = again[0] if again else None
    return [p for p in found if since is None or (p.acted_on is not None and p.acted_on >= since)]


def is_answered(session: Session, made: Supervision) -> bool:
    """Whether the body has answered the matter itself since it was pressed."""
    sql = "SELECT 1 FROM replies WHERE opinion_id = ? AND dispatch_id IS ? AND replied_on >= ? LIMIT 1"
    on = made.acted_on.isoformat() if made.acted_on else ""
    return bool(session.value(sql, (made.opinion_id, made.dispatch_id, on)))


def is_waiting(made: Supervision) -> bool:
    """Whether it still waits for the head's signature."""
    return made.level in BY_HEAD and made.issued_on is None and made.voided_on is None


def overdue_days(opinion: Opinion, on: date) -> int:
    """By how many days the limit of handling was over on a day."""
    if opinion.due_on is None or opinion.due_kind not in LIMITS:
        return 0
    return max((on - opinion.due_on).days, 0)


def title_of(made: Supervision) -> str:
    """电话催办, 督办通知书 督办〔2026〕001号: how it is called in the trail and in lists."""
    match made.level:
        case Level.SUPERVISION:
            return f"督办通知书 {made.number}".strip()
        case Level.CIRCULAR:
            return f"通报 {made.number}".strip()
    return f"{made.means.label}{made.level.label}"


def words_of(made: Supervision) -> str:
    """What was said or asked for, in one sentence for the trail."""
    said = "：".join(part for part in (made.answered_by, made.answer) if part)
    asked = "" if said else made.problems if made.level is Level.CIRCULAR else made.requirement
    skipped = f"越级原因：{made.skip_reason}" if made.skip_reason and made.skip_reason not in said else ""
    return "\n".join(part for part in (said, asked, skipped) if part)


# What is checked -----------------------------------------------------------------------------------------------


def skips(session: Session, opinion: Opinion, level: Level, on: date) -> str:
    """Which lower step would be skipped, in words; empty if none."""
    done = [p for p in in_this_round(session, opinion.id) if not is_waiting(p)]
    reached = max((_ORDER.index(p.level) for p in done), default=-1)
    wanted = _ORDER.index(level)
    if wanted <= reached + 1:
        return ""
    if level is Level.REMINDER:  # a reminder before the limit is meant to come first; a late matter needs none
        return "" if overdue_days(opinion, on) else "还没有到期，也没有提醒过"
    missing = _ORDER[wanted - 1].label
    return f"还没有{missing}过"


def has_unanswered_notice(session: Session, opinion_id: int) -> bool:
    """Whether a signed notice lies with the body to which nothing came back in its time."""
    today = session.today
    return any(
        p.level is Level.SUPERVISION
        and p.issued_on is not None
        and p.replied_on is None
        and p.reply_by is not None
        and p.reply_by < today
        for p in in_this_round(session, opinion_id)
    )


def _in_order(session: Session, opinion: Opinion, made: Supervision, on: date, signed: Signed | None) -> Supervision:
    """The record if it comes in its turn or says why not, signed by whom it must be."""
    skipped = skips(session, opinion, made.level, on)
    if skipped and not made.skip_reason.strip():
        raise InvalidRecord({"skip_reason": f"{skipped}。请写明为什么直接{made.level.label}。"})
    if signed:
        _check_signed(session, opinion, made, signed)
    elif made.level is Level.CIRCULAR and not (
        Role.HEAD in session.roles or has_unanswered_notice(session, opinion.id)
    ):
        raise RuleError("通报要在督办通知书到期没有回执以后，或者由站长决定。请站长登录办理，或者按签字件补录。")
    return made if skipped else replace(made, skip_reason="")


def _check_signed(session: Session, opinion: Opinion, made: Supervision, signed: Signed) -> None:
    if made.level not in BY_HEAD:
        raise RuleError(f"{made.level.label}不用站长签字，直接登记就行。")
    trail.check_signed(session, opinion, signed, Post.HEAD)


def _cleaned(made: Supervision) -> Supervision:
    names = ("basis", "problems", "requirement", "supervisor", "answered_by", "answer", "skip_reason", "number")
    cleaned = replace(made, **{name: getattr(made, name).strip() for name in names})
    return replace(cleaned, means=Means.WRITTEN) if made.level is Level.SUPERVISION else cleaned


def _check_words(made: Supervision, on: date) -> None:
    problems = {}
    match made.level:
        case Level.SUPERVISION:
            for name, label in (("basis", "督办依据"), ("requirement", "督办要求")):
                if not getattr(made, name):
                    problems[name] = f"请填写“{label}”，承办单位才知道凭什么、办什么。"
            if made.reply_by is None:
                problems["reply_by"] = "请填写“反馈期限”，到期没有回执才好通报。"
        case Level.CIRCULAR:
            if not made.problems:
                problems["problems"] = "请写明通报什么问题。"
        case _ if made.means is Means.WRITTEN and not made.requirement:
            problems["requirement"] = "请写明要承办单位做什么，催办单上要印。"
        case _ if made.means is not Means.WRITTEN and not made.answer:
            problems["answer"] = _SAID
    if made.reply_by and made.reply_by <= on:
        problems["reply_by"] = "“反馈期限”要晚于发出的那天，请检查。"
    if problems:
        raise InvalidRecord(problems)


def _steps(session: Session, made: Supervision) -> list[OpinionStep]:
    """The lines of the trail that this record wrote."""
    title = title_of(made)
    labels = {title, f"拟{title}，等站长签发", f"签发{title}"}
    found = [step for step in trail.steps_of(session, made.opinion_id or 0) if step.voided_on is None]
    fitting = [step for step in found if step.label in labels]
    if made.number and made.number in title:
        return fitting
    return [step for step in fitting if (step.words, step.acted_on) == (words_of(made), made.acted_on)][:1]
