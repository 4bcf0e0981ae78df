"""What happens at the desk with a use that was granted: handed out, renewed, given back and looked through (4.6.3)."""

from __future__ import annotations

from datetime import date

from .. import calendars, deadlines, settings, veil
from ..errors import InvalidRecord, RuleError
from ..opinions.days import check_day
from ..session import Session
from .lending import OUT, Loan, UseDecision, UseWay, called, in_force, last_day, whole_day, why_gone
from .record import Item

_DOUBTFUL = "returned_on IS NOT NULL AND settled_on IS NULL AND voided_on IS NULL"
_SAME_PAPER = (  # pieces of a bound volume go out together
    "item_id = :id OR item_id IN (SELECT id FROM archive_items WHERE volume_id ="
    " (SELECT volume_id FROM archive_items WHERE id = :id AND volume_id IS NOT NULL))"
)


def hand_out(session: Session, loan_id: int, on: date | None = None, due_on: date | None = None) -> Loan:
    """Give the 件 to whoever was granted it; it is due after the days of the settings, or sooner if so agreed."""
    with session.action("archive.lend"):
        loan = in_force(session, loan_id)
        _check_granted(loan)
        item = session.get(Item, loan.item_id or 0)
        if refusal := why_not_handed_out(session, item):
            raise RuleError(refusal)
        day = check_day(session, "handed_on", on or session.today, "交出日期", loan.decided_on)
        latest = last_day(session, loan.way, day)
        until = due_on or latest
        if until < day:
            raise InvalidRecord({"due_on": f"“应还日期”不能早于交出那天 {whole_day(day)}，请检查。"})
        if until > latest:
            raise InvalidRecord({"due_on": f"{_longest(session, loan.way)}，应还日期最晚是{whole_day(latest)}。"})
        return session.change(loan, handed_by=session.staff.id, handed_on=day, due_on=until)


def renew(session: Session, loan_id: int) -> Loan:
    """Let whoever has it keep it once more as long, as often as the settings allow and while nobody else waits."""
    with session.action("archive.lend"):
        loan = in_force(session, loan_id)
        if refusal := why_not_renewed(session, loan):
            raise RuleError(refusal)
        return session.change(loan, due_on=renewed_until(session, loan), renewals=(loan.renewals or 0) + 1)


def give_back(
    session: Session, loan_id: int, pages: int | None, *, is_whole: bool, words: str = "", on: date | None = None
) -> Loan:
    """Take it back, its pages counted one by one; what does not agree is taken back too and stays open (待查)."""
    with session.action("archive.lend"):
        loan = in_force(session, loan_id)
        if loan.handed_on is None:
            raise RuleError(f"{loan.number} 还没有交出，不用收回。")
        if loan.returned_on is not None:
            raise RuleError(f"{loan.number} 已于{whole_day(loan.returned_on)}收回，不用再收。")
        item = session.get(Item, loan.item_id or 0)
        day = check_day(session, "returned_on", on or session.today, "归还日期", loan.handed_on)
        if pages is None:
            raise InvalidRecord({"pages_returned": "请逐页点数，填写“归还页数”。"})
        agrees = is_whole and pages == item.pages
        if not agrees and not words.strip():
            raise InvalidRecord({"return_words": _disagreement(item, pages)})
        return session.change(
            loan,
            returned_on=day,
            returned_to=session.staff.id,
            pages_returned=pages,
            is_whole=is_whole,
            return_words=words.strip(),
            settled_on=day if agrees else None,
            settled_by=session.staff.id if agrees else None,
        )


def settle(session: Session, loan_id: int, words: str) -> Loan:
    """Write down what was found out about a return that did not agree; the 件 can go out again."""
    with session.action("archive.lend"):
        loan = in_force(session, loan_id)
        if loan.returned_on is None or loan.settled_on is not None:
            raise RuleError(f"{loan.number} 没有要查清的事。")
        if not words.strip():
            raise InvalidRecord({"settled_words": "请写明查到了什么，例如“缺的一页夹在封底，已放回”。"})
        return session.change(loan, settled_on=session.today, settled_by=session.staff.id, settled_words=words.strip())


def void(session: Session, loan_id: int, reason: str) -> Loan:
    """Strike out an entry that was made wrongly; not while the 件 is out."""
    with session.action("archive.lend"):
        loan = in_force(session, loan_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        if loan.handed_on and loan.returned_on is None:
            raise RuleError(f"{loan.number} 的件还在{who(loan)}手里，不能作废。请先登记归还。")
        return session.change(loan, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, loan_id: int) -> Loan:
    """Take the voiding back."""
    with session.action("archive.lend"):
        loan = session.get(Loan, loan_id)
        if loan.voided_on is None:
            raise RuleError("这条登记没有作废，不用恢复。")
        return session.change(loan, voided_on=None, void_reason="")


# Asked by pages, by appraisal and transfer ---------------------------------------------------------------------


def who(loan: Loan) -> str:
    """镇党政办赵明: who has it, or wants it."""
    return f"{loan.organisation}{loan.applicant}"


def out_now(session: Session, item_id: int) -> Loan | None:
    """The use by which this 件, or the volume it is bound into, is not in its place now."""
    with veil.whole_sight():
        found = session.select(Loan, f"{OUT} AND ({_SAME_PAPER})", {"id": item_id})
    return found[0] if found else None


def in_doubt(session: Session, item_id: int) -> Loan | None:
    """The return of this 件 that did not agree and is not cleared up."""
    found = session.select(Loan, f"{_DOUBTFUL} AND item_id = :id", {"id": item_id})
    return found[0] if found else None


def why_not_handed_out(session: Session, item: Item) -> str:
    """Why this 件 cannot be given to anybody now, with who has it and until when; empty if it can."""
    if refusal := why_gone(session, item):
        return refusal
    if loan := out_now(session, item.id):
        bound = "" if loan.item_id == item.id else "订在同一卷里，这一卷"
        late = "，已经逾期" if loan.due_on and loan.due_on < session.today else ""
        have = "借出" if loan.way is UseWay.LEND else "查阅"
        return (
            f"{called(item).lstrip()}{bound}现在由{who(loan)}{have}，应还日期{whole_day(loan.due_on)}{late}，还没有收回。"
            "不能转借；请等归还以后再交出。"
        )
    if loan := in_doubt(session, item.id):
        return f"{called(item).lstrip()}上次归还（{loan.number}）对不上，还在待查。请先查清，再交出。"
    return ""


def why_not_renewed(session: Session, loan: Loan) -> str:
    """Why this loan cannot be renewed; empty if it can."""
    most = settings.number(session, "archive.borrow_renewals")
    if loan.handed_on is None or loan.returned_on is not None or loan.voided_on:
        return f"{loan.number} 没有借在外面，不用续借。"
    if loan.way is not UseWay.LEND:
        return f"{loan.number} 是{loan.way.label}，当天看完收回，不续借。"
    if (loan.renewals or 0) >= most:
        return f"{loan.number} 已经续借 {loan.renewals} 次，最多续借 {most} 次。请收回。" if most else "本站不办续借。"
    if loan.due_on and loan.due_on < session.today:
        return f"{loan.number} 已于{whole_day(loan.due_on)}到期，逾期的不能续借。请先收回。"
    others = session.select(
        Loan,
        "item_id = ? AND id <> ? AND voided_on IS NULL AND handed_on IS NULL AND decision IS NOT 'no'",
        (loan.item_id, loan.id),
    )
    return f"{who(others[0])}也在等这一件（{others[0].number}），不能续借。请按期收回。" if others else ""


def renewed_until(session: Session, loan: Loan) -> date:
    """Until when a loan runs after it was renewed: as long again, from the day it was due."""
    term = settings.term(session, "archive.borrow_days")
    assert loan.due_on is not None
    return deadlines.count(loan.due_on, term, calendars.load(session)).due_on


def _check_granted(loan: Loan) -> None:
    if loan.decision is None:
        raise RuleError(f"{loan.number} 还没有审批，不能交出。请站领导审批，或者补录签了字的审批单。")
    if loan.decision is UseDecision.NO:
        raise RuleError(f"{loan.number} 没有同意，不能交出。请把理由告诉申请人。")
    if loan.handed_on is not None:
        raise RuleError(f"{loan.number} 已于{whole_day(loan.handed_on)}交出，不用再办。")


def _longest(session: Session, way: UseWay) -> str:
    if way is not UseWay.LEND:
        return f"{way.label}的当天收回"
    return f"借出最长 {settings.term(session, 'archive.borrow_days').words}"


def _disagreement(item: Item, pages: int) -> str:
    if pages != item.pages:
        return f"这一件有 {item.pages} 页，归还 {pages} 页，对不上。请写明缺什么、多什么；先收回，登记为待查。"
    return "没有勾“完好”，请写明哪里损坏、涂改；先收回，登记为待查。"
