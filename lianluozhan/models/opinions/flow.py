"""Registration, review and approval of an opinion (5.1.1-5.1.3), and what leaves the main line early."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from .. import numbering
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..session import Session
from ..staff import Post
from ..workflow import Step, check_step
from . import progress, trail
from .handling import Evaluation, Feedback, Reply, Satisfaction, Told, Way
from .record import REFERRALS, Opinion, Screening, Status
from .trail import Signed

_EDITABLE = (Status.DRAFT, Status.SENT_BACK)
_BEFORE_REPLY = (
    *_EDITABLE,
    Status.IN_REVIEW,
    Status.IN_APPROVAL,
    Status.TO_DISPATCH,
    Status.DISPATCHED,
    Status.HANDLING,
)

STEPS = {
    "submit": Step("提交审核", _EDITABLE, Status.IN_REVIEW, "opinion.submit"),
    "answer_on_spot": Step("当场答复", _EDITABLE, Status.ON_SPOT, "opinion.answer_on_spot"),
    "review": Step("审核", (Status.IN_REVIEW,), Status.IN_APPROVAL, "opinion.review"),
    "approve": Step("审批", (Status.IN_APPROVAL,), Status.TO_DISPATCH, "opinion.approve"),
    "send_back": Step("退回", (Status.IN_REVIEW, Status.IN_APPROVAL), Status.SENT_BACK, "opinion.send_back"),
    "withdraw": Step("反映人撤回", _BEFORE_REPLY, Status.WITHDRAWN, "opinion.withdraw"),
    "dispatch": Step("交办", (Status.TO_DISPATCH,), Status.DISPATCHED, "opinion.dispatch"),
    "handle_self": Step("自行办理", (Status.TO_DISPATCH,), Status.HANDLING, "opinion.handle_self"),
    "receive": Step("登记签收", (Status.DISPATCHED,), Status.HANDLING, "opinion.receive"),
    "reply": Step("登记答复", (Status.DISPATCHED, Status.HANDLING), Status.REPLIED, "opinion.reply"),
    "inform": Step("告知反映人", (Status.REPLIED, Status.DECLINED), Status.INFORMED, "opinion.inform"),
    "evaluate": Step("登记评价", (Status.INFORMED,), Status.INFORMED, "opinion.evaluate"),
    "decide": Step("站长处理决定", (Status.INFORMED,), Status.INFORMED, "opinion.decide"),
    "close": Step("办结", (Status.REPLIED, Status.INFORMED, Status.DECLINED), Status.CLOSED, "opinion.close"),
}


def blank(session: Session) -> Opinion:
    """A form as it lies before the officer: today, his name; nothing is stored yet."""
    return Opinion(received_on=session.today, registered_on=session.today, registered_by=session.staff.id)


def register(session: Session, opinion: Opinion, files: Sequence[Path] = ()) -> Opinion:
    """Keep a new form as a draft; its number comes when it is submitted (5.1.2)."""
    with session.action("opinion.register"):
        return _add(session, opinion, files)


def register_and_submit(session: Session, opinion: Opinion, files: Sequence[Path] = ()) -> Opinion:
    """Keep a new form and hand it to the vice head in one go (5.1.2, 5.1.3)."""
    with session.action("opinion.submit"):
        return _submit(session, _add(session, opinion, files))


def _add(session: Session, opinion: Opinion, files: Iterable[Path]) -> Opinion:
    _check_form(session, opinion)
    draft = session.add(
        replace(
            opinion,
            id=0,
            number="",
            status=Status.DRAFT,
            registered_on=session.today,
            registered_by=session.staff.id,
            referral=_referral(opinion),
            holder=session.staff.name,
        )
    )
    trail.write(session, draft, "register", "登记")
    _attach(session, draft, files)
    return draft


def edit(
    session: Session, opinion_id: int, *, seen: Opinion | None = None, files: Sequence[Path] = (), **values: Any
) -> Opinion:
    """Correct a form that is a draft or was sent back; refused if somebody changed it since it was `seen`."""
    with session.action("opinion.edit"):
        opinion = session.get(Opinion, opinion_id)
        if opinion.status not in _EDITABLE or opinion.voided_on:
            raise RuleError(f"这件已是“{opinion.status.label}”，登记内容不能再改。要改，请先请审核人退回。")
        if seen is not None and seen != opinion:
            raise RuleError("这件刚被别人改过。请先看一下现在的内容，再改。您写的还在，没有丢。")
        wanted = replace(opinion, **values)
        _check_form(session, wanted)
        values["referral"] = _referral(wanted)
        changed = session.change(opinion, **values)
        _attach(session, changed, files)
        return changed


def submit(session: Session, opinion_id: int) -> Opinion:
    """Hand a form to the vice head; the first time it gets its number (5.1.2, 5.1.3)."""
    with session.action("opinion.submit"):
        return _submit(session, session.get(Opinion, opinion_id))


def _submit(session: Session, opinion: Opinion) -> Opinion:
    _check_open(opinion)
    check_step(STEPS["submit"], opinion.status)
    _check_complete(opinion)
    if opinion.screening is Screening.ON_SPOT:
        raise RuleError("初步筛选选了“当场答复”，请用“当场答复”登记答复内容，不用送审。")
    moved = session.change(
        opinion,
        number=_number(session, opinion),
        status=Status.IN_REVIEW,
        **progress.held_by_post(session, Post.VICE_HEAD),
    )
    trail.write(session, moved, "submit", "提交审核", opinion.proposal)
    return progress.start(session, moved, "审核", session.today, "opinion.review_days")


def answer_on_spot(
    session: Session, opinion_id: int, words: str, told_on: date, satisfaction: Satisfaction | None = None
) -> Opinion:
    """Enter what was answered at once; the matter ends here (4.2.3)."""
    with session.action("opinion.answer_on_spot"):
        opinion = session.get(Opinion, opinion_id)
        _check_open(opinion)
        check_step(STEPS["answer_on_spot"], opinion.status)
        _check_complete(opinion, on_spot=True)
        _check_day(session, "told_on", told_on, "答复日期", opinion.received_on)
        if not words.strip():
            raise InvalidRecord({"content": "请填写“答复内容”。"})
        moved = session.change(
            opinion,
            number=_number(session, opinion),
            status=Status.ON_SPOT,
            screening=Screening.ON_SPOT,
            replied_on=told_on,
            closed_on=told_on,
            holder="",
            satisfaction=satisfaction.value if satisfaction else "",
        )
        session.add(Reply(opinion_id=opinion.id, content=words, replied_on=told_on, handler=session.staff.name))
        session.add(
            Feedback(
                opinion_id=opinion.id, told=Told.TOLD, way=Way.IN_PERSON, told_on=told_on, told_by=session.staff.id
            )
        )
        if satisfaction:
            session.add(
                Evaluation(
                    opinion_id=opinion.id,
                    attitude=satisfaction,
                    result=satisfaction,
                    reason="当场表示不满意" if satisfaction is Satisfaction.DISSATISFIED else "",
                    way=Way.IN_PERSON,
                    evaluated_on=told_on,
                    taken_by=session.staff.id,
                )
            )
        trail.write(session, moved, "answer_on_spot", "当场答复", words, acted_on=told_on)
        return moved


def review(
    session: Session, opinion_id: int, words: str, *, accept: bool = True, signed: Signed | None = None
) -> Opinion:
    """The vice head's review; with `accept` False he proposes not to take the matter up (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.review"):
        opinion = _judged(session, opinion_id, "review", words, Post.VICE_HEAD, signed, accept)
        moved = session.change(
            opinion,
            status=Status.IN_APPROVAL,
            screening=Screening.ACCEPT if accept else Screening.DECLINE,
            **progress.held_by_post(session, Post.HEAD),
        )
        trail.write(session, moved, "review", "审核同意" if accept else "审核：不予受理", words, signed=signed)
        return progress.start(session, moved, "审批", _day(session, signed), "opinion.approve_days")


def approve(
    session: Session, opinion_id: int, words: str, *, accept: bool = True, signed: Signed | None = None
) -> Opinion:
    """The head's approval; with `accept` False the matter is not taken up (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.approve"):
        opinion = _judged(session, opinion_id, "approve", words, Post.HEAD, signed, accept)
        moved = session.change(
            opinion,
            status=Status.TO_DISPATCH if accept else Status.DECLINED,
            screening=Screening.ACCEPT if accept else Screening.DECLINE,
            **progress.held_by_officer(session, opinion),
        )
        trail.write(session, moved, "approve", "审批同意" if accept else "审批：不予受理", words, signed=signed)
        kind, key = ("交办", "opinion.assign_days") if accept else ("告知", "reply.voter_days")
        return progress.start(session, moved, kind, _day(session, signed), key)


def _judged(
    session: Session, opinion_id: int, name: str, words: str, post: Post, signed: Signed | None, accept: bool
) -> Opinion:
    opinion = session.get(Opinion, opinion_id)
    _check_open(opinion)
    check_step(STEPS[name], opinion.status)
    trail.check_other_person(session, opinion, signed.staff_id if signed else session.staff.id)
    if signed:
        trail.check_signed(session, opinion, signed, post)
    if not words.strip():
        raise InvalidRecord({"words": f"请填写{'审核' if name == 'review' else '审批'}意见。"})
    if not accept and not opinion.decline_ground:
        raise RuleError("不予受理要先在登记表上选好情形和引导去向。请退回登记人补填，或改为受理。")
    return opinion


def send_back(session: Session, opinion_id: int, reason: str, *, signed: Signed | None = None) -> Opinion:
    """Back to the officer with a reason, by whoever has it before him (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.send_back"):
        opinion = session.get(Opinion, opinion_id)
        _check_open(opinion)
        check_step(STEPS["send_back"], opinion.status)
        post = Post.VICE_HEAD if opinion.status is Status.IN_REVIEW else Post.HEAD
        if signed:
            trail.check_signed(session, opinion, signed, post)
        elif not session.may("opinion.review" if post is Post.VICE_HEAD else "opinion.approve"):
            raise RuleError(f"现在轮到{post.label}办理，只有{post.label}可以退回。")
        if not reason.strip():
            raise InvalidRecord({"words": "请写明退回的原因，登记人才知道改什么。"})
        moved = session.change(opinion, status=Status.SENT_BACK, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, "send_back", "退回修改", reason, signed=signed)
        return progress.stop(session, moved)


def withdraw(session: Session, opinion_id: int, reason: str, on: date) -> Opinion:
    """The submitter takes it back, before there is a reply."""
    with session.action("opinion.withdraw"):
        opinion = session.get(Opinion, opinion_id)
        _check_open(opinion)
        check_step(STEPS["withdraw"], opinion.status)
        _check_day(session, "on", on, "撤回日期", opinion.received_on)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明反映人为什么撤回。"})
        moved = session.change(opinion, status=Status.WITHDRAWN, closed_on=on, holder="")
        trail.write(session, moved, "withdraw", "反映人撤回", reason, acted_on=on)
        return progress.stop(session, moved)


def void(session: Session, opinion_id: int, reason: str) -> Opinion:
    """Strike out a form that should not be there; it stays readable, its number is not used again."""
    with session.action("opinion.void"):
        opinion = session.get(Opinion, opinion_id)
        _check_open(opinion)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明作废的原因。"})
        moved = session.change(opinion, voided_on=session.today, void_reason=reason.strip())
        trail.write(session, moved, "void", "作废", reason)
        return moved


def restore_voided(session: Session, opinion_id: int) -> Opinion:
    """Take the voiding back; the form stands where it stood."""
    with session.action("opinion.restore"):
        opinion = session.get(Opinion, opinion_id)
        if not opinion.voided_on:
            raise RuleError("这件没有作废，不用撤销。")
        moved = session.change(opinion, voided_on=None, void_reason="")
        trail.write(session, moved, "restore", "撤销作废", opinion.void_reason)
        return moved


def why_not(session: Session, opinion: Opinion, name: str) -> str:
    """Why this person may not take a step that his role allows; empty if he may."""
    if name in ("review", "approve"):
        try:
            trail.check_other_person(session, opinion, session.staff.id)
        except RuleError as refusal:
            return str(refusal)
    if name == "send_back" and not session.may(
        "opinion.review" if opinion.status is Status.IN_REVIEW else "opinion.approve"
    ):
        return "现在轮到别人办理。"
    return ""


def open_steps_for(session: Session, opinion: Opinion) -> list[str]:
    """The steps this person may take now with this opinion, in the order of the flow."""
    from ..workflow import open_steps

    if opinion.voided_on:
        return []
    found = open_steps(STEPS, opinion.status, session.roles)
    return [name for name in found if not why_not(session, opinion, name) and _sensible(session, opinion, name)]


def _sensible(session: Session, opinion: Opinion, name: str) -> bool:
    from .closing import close_problems, dissatisfied, evaluation_of

    match name:
        case "answer_on_spot":
            return opinion.screening is Screening.ON_SPOT
        case "submit":
            return opinion.screening is not Screening.ON_SPOT
        case "evaluate":
            return evaluation_of(session, opinion.id) is None
        case "decide":
            return dissatisfied(session, opinion.id)
        case "close":
            return not close_problems(session, opinion.id)
        case _:
            return True


def _check_open(opinion: Opinion) -> None:
    if opinion.voided_on:
        raise RuleError("这件已经作废，不能再办理。要接着办，请先撤销作废。")


def _check_form(session: Session, opinion: Opinion) -> None:
    problems = check(opinion)
    if opinion.received_on and opinion.received_on > session.today:
        problems["received_on"] = "“收到日期”不能晚于今天，请检查。"
    if problems:
        raise InvalidRecord(problems)


def _check_complete(opinion: Opinion, *, on_spot: bool = False) -> None:
    """What must be filled before the form leaves the officer (5.1.2)."""
    problems = {}
    if not opinion.is_anonymous and not opinion.submitter_name.strip():
        problems["submitter_name"] = "请填写“反映人”；不愿留姓名的，请勾选“匿名”。"
    if opinion.category_id is None:
        problems["category_id"] = "请选择“分类”。"
    if not on_spot and not opinion.proposal.strip():
        problems["proposal"] = "请填写“拟办意见”。"
    if opinion.screening is Screening.DECLINE:
        if opinion.decline_ground is None:
            problems["decline_ground"] = "不予受理，请选择属于哪种情形。"
        elif not opinion.referral.strip():
            problems["referral"] = "不予受理，请写明引导反映人去哪里。"
    if problems:
        raise InvalidRecord(problems)


def _check_day(session: Session, name: str, day: date, label: str, earliest: date | None) -> None:
    if day > session.today:
        raise InvalidRecord({name: f"“{label}”不能晚于今天，请检查。"})
    if earliest and day < earliest:
        raise InvalidRecord({name: f"“{label}”不能早于 {earliest.year}年{earliest.month}月{earliest.day}日，请检查。"})


def _referral(opinion: Opinion) -> str:
    if opinion.screening is Screening.DECLINE and opinion.decline_ground and not opinion.referral.strip():
        return REFERRALS[opinion.decline_ground]
    return opinion.referral


def _number(session: Session, opinion: Opinion) -> str:
    return opinion.number or numbering.next_number(session, numbering.OPINION, session.today.year)


def _day(session: Session, signed: Signed | None) -> date:
    return signed.signed_on if signed else session.today


def _attach(session: Session, opinion: Opinion, files: Iterable[Path]) -> None:
    from ..attachments import attach

    for path in files:
        attach(session, "opinions", opinion.id, path, "来件附件")
