"""查阅、借阅 of the archive (F83, F84): asked for, approved, handed out, returned and looked through (4.6.3).

Readings in the office and copies go the same way as loans. Whoever has a 件 gives it back; it is never lent on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from .. import calendars, deadlines, numbering, settings
from ..attachments import attach
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, check, choice, day, reference, text, tick, whole_number
from ..opinions.days import check_day
from ..opinions.handling import Source
from ..opinions.trail import Signed, holders
from ..permissions import Role
from ..session import Session
from ..staff import Post, Staff
from .record import MOVED, Item


class UseWay(Choice):
    """利用方式."""

    READ = "read", "查阅"
    COPY = "copy", "复印"
    LEND = "lend", "借出"


class UsePurpose(Choice):
    """利用目的."""

    WORK = "work", "工作查考"
    COPYING = "copying", "复制"
    PROOF = "proof", "举证"
    OTHER = "other", "其他"


class UseDecision(Choice):
    YES = "yes", "同意"
    NO = "no", "不同意"


class LoanState(Choice):
    """How far a use has come; found from the days of the record."""

    WAITING = "waiting", "待审批"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待交出"
    OUT = "out", "借出中"
    OVERDUE = "overdue", "逾期"
    IN_DOUBT = "in_doubt", "待查"
    BACK = "back", "已还"
    VOIDED = "voided", "作废"


@dataclass(frozen=True, kw_only=True)
class Loan:
    """One use of one 件, from the application to the return; a reading in the office is given back the same day.

    `settled_on` is empty on a return that did not agree, until what happened has been found out.
    """

    TABLE: ClassVar = "archive_loans"

    id: int = 0
    number: str = text("编号", max_length=30)
    item_id: int | None = reference("件", "archive_items", required=True)
    way: UseWay = choice("利用方式", UseWay, UseWay.READ)
    applicant: str = text("查阅（借阅）人", required=True, max_length=50)
    organisation: str = text("单位", max_length=80)
    phone: str = text("电话", max_length=30)
    purpose: UsePurpose = choice("利用目的", UsePurpose, UsePurpose.WORK)
    purpose_words: str = text("用途说明", max_length=200)
    pages: int | None = whole_number("页数", highest=9999)
    asked_on: date | None = day("申请日期", required=True)
    entered_by: int | None = reference("经手人", "staff")
    office_words: str = text("联络员意见", max_length=200)
    decision: UseDecision | None = choice("审批结果", UseDecision)
    decision_words: str = text("审批意见", max_length=200)
    decided_by: int | None = reference("批准人", "staff")
    decided_on: date | None = day("批准日期")
    source: Source = choice("审批方式", Source, Source.PROGRAM)
    due_on: date | None = day("应还日期")
    renewals: int | None = whole_number("续借次数", default=0, highest=9)
    handed_by: int | None = reference("交出人", "staff")
    handed_on: date | None = day("交出日期")
    returned_on: date | None = day("归还日期")
    returned_to: int | None = reference("收回人", "staff")
    pages_returned: int | None = whole_number("归还页数", highest=9999)
    is_whole: bool = tick("完好")
    return_words: str = text("归还检查", max_length=200)
    settled_on: date | None = day("查清日期")
    settled_by: int | None = reference("查清人", "staff")
    settled_words: str = text("查明情况", max_length=200)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


SHEET = "审批单扫描件"
# a use by which a 件 is not in its box: lent, copied, read in the office and not laid back yet
OUT = "handed_on IS NOT NULL AND returned_on IS NULL AND voided_on IS NULL"
# the 件 that are out, in whole sight; those bound into one volume go out together
IS_OUT = (
    f"(id IN (SELECT item_id FROM main.archive_loans WHERE {OUT}) OR coalesce(volume_id, 0) IN"
    " (SELECT volume_id FROM main.archive_items WHERE volume_id IS NOT NULL AND id IN"
    f" (SELECT item_id FROM main.archive_loans WHERE {OUT})))"
)
_ASKED = ("way", "applicant", "organisation", "phone", "purpose", "purpose_words", "pages", "asked_on", "note")
_LEADERS = (Post.HEAD, Post.VICE_HEAD)


def apply(session: Session, asked: Loan) -> Loan:
    """Enter who wants to use which 件, how and for what; it gets its number and waits for a leader."""
    with session.action("archive.lend"):
        if not asked.item_id:
            raise InvalidRecord({"item_id": "请先选要查阅、借阅的件。"})
        item = session.get(Item, asked.item_id)
        if refusal := why_gone(session, item):
            raise RuleError(refusal)
        wanted = _checked(session, Loan(item_id=item.id, **{name: getattr(asked, name) for name in _ASKED}), item)
        assert wanted.asked_on is not None
        number = numbering.next_number(session, numbering.LOAN, wanted.asked_on.year)
        office_words = asked.office_words.strip()
        return session.add(replace(wanted, number=number, office_words=office_words, entered_by=session.staff.id))


def edit(session: Session, loan_id: int, **values: Any) -> Loan:
    """Correct an application that is not decided yet."""
    with session.action("archive.lend"):
        loan = _undecided(session, loan_id)
        wanted = replace(loan, **{name: value for name, value in values.items() if name in _ASKED})
        wanted = _checked(session, wanted, session.get(Item, loan.item_id or 0))
        return session.change(loan, **{name: getattr(wanted, name) for name in _ASKED})


def advise(session: Session, loan_id: int, words: str) -> Loan:
    """What the office says to it, before a leader decides."""
    with session.action("archive.lend"):
        loan = _undecided(session, loan_id)
        if not words.strip():
            raise InvalidRecord({"office_words": "请填写联络员意见，例如“材料完整，可以借”。"})
        return session.change(loan, office_words=words.strip())


def decide(
    session: Session,
    loan_id: int,
    decision: UseDecision,
    words: str = "",
    *,
    way: UseWay | None = None,
    signed: Signed | None = None,
) -> Loan:
    """A leader agrees or not, in the program or on the signed sheet; he may grant less than was asked (`way`).

    What holds personal matters leaves the office only by the head's own decision.
    """
    with session.action("archive.lend" if signed else "archive.approve_loan"):
        loan = _undecided(session, loan_id)
        item = session.get(Item, loan.item_id or 0)
        if signed:
            _check_signed(session, loan, signed)
        decider = session.get(Staff, signed.staff_id) if signed else session.staff
        _check_not_own(loan, decider)
        granted = way or loan.way
        if granted not in (loan.way, UseWay.READ):
            raise RuleError(f"申请的是{loan.way.label}，只能同意{loan.way.label}，或者只同意查阅。")
        if decision is UseDecision.NO and not words.strip():
            raise InvalidRecord({"decision_words": "不同意的，请写明理由，好答复申请人。"})
        if decision is UseDecision.YES:
            if refusal := why_gone(session, item):
                raise RuleError(refusal)
            if item.keeps_secret and granted is not UseWay.READ and not _is_head(session, decider, signed):
                raise RuleError(
                    f"{called(item)}含个人隐私，一般只在站里查阅，不{granted.label}。要{granted.label}，由站长本人决定。"
                )
        if signed and signed.scan:
            attach(session, Loan.TABLE, loan.id, signed.scan, SHEET)
        return session.change(
            loan,
            way=granted if decision is UseDecision.YES else loan.way,
            decision=decision,
            decision_words=words.strip(),
            decided_by=decider.id,
            decided_on=signed.signed_on if signed else session.today,
            source=Source.PAPER if signed else Source.PROGRAM,
        )


# Asked by the steps that follow --------------------------------------------------------------------------------


def in_force(session: Session, loan_id: int) -> Loan:
    """The entry, refused when it was voided."""
    loan = session.get(Loan, loan_id)
    if loan.voided_on:
        raise RuleError(f"{loan.number} 已经作废，不能再办。作废错了，可以先撤销作废。")
    return loan


def state_of(loan: Loan, today: date) -> LoanState:
    """How far it has come; `lending_lists` says the same in SQL."""
    if loan.voided_on:
        return LoanState.VOIDED
    if loan.decision is None:
        return LoanState.WAITING
    if loan.decision is UseDecision.NO:
        return LoanState.REFUSED
    if loan.handed_on is None:
        return LoanState.APPROVED
    if loan.returned_on is not None:
        return LoanState.BACK if loan.settled_on else LoanState.IN_DOUBT
    return LoanState.OVERDUE if loan.due_on and loan.due_on < today else LoanState.OUT


def last_day(session: Session, way: UseWay, handed_on: date) -> date:
    """The last day on which it must be back: what is lent after the days of the settings, the rest the same day."""
    if way is not UseWay.LEND:
        return handed_on
    term = settings.term(session, "archive.borrow_days")
    return deadlines.count(handed_on, term, calendars.load(session)).due_on


def called(item: Item) -> str:
    """What a 件 is called in a sentence: by its number, else by its title."""
    return f" {item.archival_number} " if item.archival_number else f"“{item.title}”"


def whole_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def why_gone(session: Session, item: Item) -> str:
    """Why nobody can use this 件 here any more, or not yet; empty if it stands in its box or is only out."""
    name = called(item)
    if item.voided_on:
        if item.struck_word == MOVED:
            return f"{name.lstrip()}已经改列，原来的号不用了。请看它的备注，按新的档号查阅、借阅。"
        return f"{name.lstrip()}已经撤件，不能查阅、借出。为什么撤的，写在这一件里。"
    if item.destroyed_on:
        return f"{name.lstrip()}已于{whole_day(item.destroyed_on)}销毁，只有目录还在，不能查阅、借出。"
    if item.handed_over_on:
        where = session.value(
            "SELECT receiver FROM archive_transfers WHERE voided_on IS NULL AND id IN"
            " (SELECT transfer_id FROM archive_transfer_lines WHERE item_id = ? AND voided_on IS NULL)",
            (item.id,),
        )
        day = whole_day(item.handed_over_on)
        return f"{name.lstrip()}已于{day}移交{where or '档案馆'}，站里没有了。请到那里查阅。"
    if item.sequence is None:
        return f"“{item.title}”还没有编件号，没有入档。请先编号，再登记查阅、借阅。"
    return ""


def _undecided(session: Session, loan_id: int) -> Loan:
    loan = in_force(session, loan_id)
    if loan.decision is not None:
        raise RuleError(f"{loan.number} 已经审批（{loan.decision.label}），不能再改。要改，请作废后重新登记。")
    return loan


def _checked(session: Session, asked: Loan, item: Item) -> Loan:
    """The application tidied; InvalidRecord where something is wrong with it."""
    texts = ("applicant", "organisation", "phone", "purpose_words", "note")
    asked = replace(asked, **{name: getattr(asked, name).strip() for name in texts})
    if asked.pages is None and asked.way is not UseWay.COPY:
        asked = replace(asked, pages=item.pages)
    problems = check(asked)
    if asked.purpose is UsePurpose.OTHER and not asked.purpose_words:
        problems["purpose_words"] = "利用目的选了“其他”，请写一句作什么用。"
    if asked.way is UseWay.COPY and not asked.pages:
        problems["pages"] = "要复印的，请填写复印几页。"
    if problems:
        raise InvalidRecord(problems)
    check_day(session, "asked_on", asked.asked_on, "申请日期", item.filed_on)
    return asked


def _check_not_own(loan: Loan, decider: Staff) -> None:
    """Nobody decides on what he wants himself, nor on what he entered (5.1.3)."""
    if loan.applicant == decider.name:
        raise RuleError(f"{decider.name}是这份申请的申请人，不能自己审批。请由另一位站领导审批。")
    if loan.entered_by == decider.id:
        raise RuleError(f"这份申请是{decider.name}登记的，不能再由本人审批。请由另一位站领导审批。")


def _check_signed(session: Session, loan: Loan, signed: Signed) -> None:
    if signed.signed_on > session.today:
        raise InvalidRecord({"signed_on": "签字日期不能晚于今天。请看审批单上的日期。"})
    if loan.asked_on and signed.signed_on < loan.asked_on:
        raise InvalidRecord({"signed_on": f"签字日期不能早于申请日期 {whole_day(loan.asked_on)}。请看审批单上的日期。"})
    leading = {person.id for post in _LEADERS for person in holders(session, post, signed.signed_on)}
    if signed.staff_id not in leading:
        name = session.get(Staff, signed.staff_id).name
        raise InvalidRecord({"signed_by": f"{name}在签字那天不是站长或副站长。请检查签字人和日期。"})


def _is_head(session: Session, decider: Staff, signed: Signed | None) -> bool:
    if signed is None:
        return Role.HEAD in session.roles
    return decider.id in {person.id for person in holders(session, Post.HEAD, signed.signed_on)}
