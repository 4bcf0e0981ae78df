"""Promises (承诺事项): answers of class B and C are not finished work; they are kept open and followed (3.2.2).

A promise outlives the closing of its matter. A later answer to the same matter ends it: kept, not to be kept, or
replaced by what was promised then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from ..errors import InvalidRecord, RuleError
from ..fields import Choice, choice, day, long_text, reference, text
from ..listing import Listing
from ..places import HandlingBody
from ..session import Session
from . import trail
from .days import check_day
from .figures import DueState, soon_until
from .flow import check_not_voided
from .handling import Feedback, Reply, Told
from .record import Opinion, ResultClass
from .telling import INFORM_PROMISE, enough

PROMISED = (ResultClass.B, ResultClass.C)
CHECK, REOPEN = "promise_check", "promise_reopen"  # their names in the trail
USUAL = "按答复办理完毕"  # what is promised where only a day was given


class PromiseState(Choice):
    OPEN = "open", "跟踪中"
    KEPT = "kept", "已兑现"
    NOT_KEPT = "not_kept", "不能兑现"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a handling body promised in an answer, and by when; it stays open when the matter is closed."""

    TABLE: ClassVar = "promises"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    reply_id: int | None = reference("答复", "replies", required=True)
    body_id: int | None = reference("承办单位", "handling_bodies")
    words: str = long_text("承诺事项", max_length=1000)
    promised_on: date | None = day("承诺完成时间")
    due_on: date | None = day("现定完成时间")
    state: PromiseState = choice("状态", PromiseState, PromiseState.OPEN)
    ended_on: date | None = day("结束日期")
    told_on: date | None = day("告知反映人日期")
    made_on: date | None = day("承诺日期", required=True)
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True, kw_only=True)
class PromiseCheck:
    """One time the station looked after a promise: by call, visit or letter, and what it found."""

    TABLE: ClassVar = "promise_checks"

    id: int = 0
    promise_id: int | None = reference("承诺", "promises", required=True)
    checked_on: date | None = day("回访日期", required=True)
    checked_by: int | None = reference("回访人", "staff")
    asked: str = text("问了谁", max_length=50)
    words: str = long_text("情况", required=True, max_length=2000)
    found: PromiseState = choice("结果", PromiseState, PromiseState.OPEN)
    new_due_on: date | None = day("改到哪天")


@dataclass(frozen=True)
class PromiseFile:
    """A promise with whose it is and every time it was looked after, the oldest first."""

    promise: Promise
    body: HandlingBody | None
    checks: tuple[PromiseCheck, ...] = ()

    @property
    def words(self) -> str:
        return self.promise.words.strip() or USUAL


# What an answer does ---------------------------------------------------------------------------------------------


def answered(session: Session, opinion: Opinion, answer: Reply) -> Promise | None:
    """Inside the action that enters an answer: earlier promises of the matter end by it, its own one begins."""
    for earlier in session.select(Promise, "opinion_id = ? AND state = 'open' AND voided_on IS NULL", (opinion.id,)):
        _ended_by(session, earlier, answer)
    if answer.result_class not in PROMISED:
        return None
    return session.add(
        Promise(
            opinion_id=opinion.id,
            reply_id=answer.id,
            body_id=opinion.lead_body_id,
            words=answer.promise.strip(),
            promised_on=answer.promised_on,
            due_on=answer.promised_on,
            made_on=answer.replied_on,
        )
    )


def _ended_by(session: Session, promise: Promise, answer: Reply) -> None:
    """What the next answer to the same matter means for what was promised before."""
    on = answer.replied_on or session.today
    match answer.result_class:
        case ResultClass.A:
            state, words = PromiseState.KEPT, "再次答复：已解决或基本解决。"
        case ResultClass.D:
            state, words = PromiseState.NOT_KEPT, "再次答复：因条件限制不能办理。"
        case _:
            state, words = PromiseState.OPEN, "再次答复有新的承诺，原承诺不再跟踪。"
    session.add(
        PromiseCheck(
            promise_id=promise.id,
            checked_on=max(on, promise.made_on or on),
            checked_by=session.staff.id,
            asked="承办单位",
            words=words,
            found=state,
        )
    )
    if state is PromiseState.OPEN:
        session.change(promise, voided_on=on)
    else:
        session.change(promise, state=state, ended_on=on)


def told_with(session: Session, opinion: Opinion, on: date) -> None:
    """Inside the action that tells the submitter of an answer: he hears with it how earlier promises ended."""
    where = "opinion_id = ? AND state <> 'open' AND told_on IS NULL AND voided_on IS NULL AND ended_on <= ?"
    for promise in session.select(Promise, where, (opinion.id, on.isoformat())):
        session.change(promise, told_on=on)


# Looking after it ------------------------------------------------------------------------------------------------


def follow(session: Session, check: PromiseCheck) -> Promise:
    """Enter that the station asked after a promise, what it found, and until when it is to be kept now (回访)."""
    with session.action("promise.follow"):
        promise, opinion = _open(session, check.promise_id or 0)
        on = check_day(session, "checked_on", check.checked_on, "回访日期", _last_day(session, promise))
        problems = {}
        if not check.asked.strip():
            problems["asked"] = "请填写“问了谁”，例如承办人、反映人或者现场看的。"
        if not check.words.strip():
            problems["words"] = "请写明看到、听到的情况。"
        if check.found is PromiseState.OPEN and check.new_due_on and check.new_due_on <= on:
            problems["new_due_on"] = "改到的日期要晚于回访日期，请检查。"
        if problems:
            raise InvalidRecord(problems)
        still = check.found is PromiseState.OPEN
        made = session.add(
            replace(
                check,
                id=0,
                checked_by=check.checked_by or session.staff.id,
                new_due_on=check.new_due_on if still else None,
            )
        )
        due = made.new_due_on or promise.due_on
        moved = session.change(promise, state=made.found, due_on=due, ended_on=None if still else on)
        label = "回访承诺事项" if still else f"承诺事项{made.found.label}"
        until = f"，改到 {made.new_due_on.month}月{made.new_due_on.day}日" if made.new_due_on else ""
        trail.write(session, opinion, CHECK, label, f"问{made.asked}：{made.words}{until}"[:5000], acted_on=on)
        return moved


def tell(session: Session, promise_id: int, telling: Feedback) -> Promise:
    """Enter that the submitter was told how the promise ended: he is answered again (4.3.2)."""
    with session.action("promise.follow"):
        promise = session.get(Promise, promise_id)
        opinion = session.get(Opinion, promise.opinion_id or 0)
        check_not_voided(opinion)
        if refusal := why_not_told(promise, opinion):
            raise RuleError(refusal)
        on = check_day(session, "told_on", telling.told_on, "告知日期", promise.ended_on)
        made = session.add(replace(telling, id=0, opinion_id=opinion.id, told_by=telling.told_by or session.staff.id))
        label = "承诺结果已告知反映人" if made.told is Told.TOLD else "告知承诺结果，联系不上反映人"
        words = "，".join(part for part in (made.way.label, made.note) if part)
        trail.write(session, opinion, INFORM_PROMISE, label, words, acted_on=on)
        since = str(promise.ended_on)
        tries = session.select(Feedback, "opinion_id = ? AND told_on >= ?", (opinion.id, since))
        return session.change(promise, told_on=on) if enough([*tries, made]) else promise


def reopen(session: Session, promise_id: int, reason: str) -> Promise:
    """An ended promise is followed again, because it was ended too early; what was entered stays."""
    with session.action("promise.follow"):
        promise = session.get(Promise, promise_id)
        opinion = session.get(Opinion, promise.opinion_id or 0)
        check_not_voided(opinion)
        if promise.voided_on or promise.state is PromiseState.OPEN:
            raise RuleError("这条承诺没有结束，不用重新跟踪。请看一下回访记录。")
        if not reason.strip():
            raise InvalidRecord({"words": "请写明为什么重新跟踪。"})
        session.add(
            PromiseCheck(
                promise_id=promise.id,
                checked_on=session.today,
                checked_by=session.staff.id,
                asked="本站",
                words=f"重新跟踪：{reason.strip()}",
            )
        )
        trail.write(session, opinion, REOPEN, "承诺事项重新跟踪", reason.strip())
        return session.change(promise, state=PromiseState.OPEN, ended_on=None, told_on=None)


def why_not_told(promise: Promise, opinion: Opinion) -> str:
    """Why the submitter is not told of this promise now; empty if he is to be."""
    if promise.voided_on:
        return "这条承诺已经由新的承诺代替，不用告知。"
    if promise.state is PromiseState.OPEN:
        return "这条承诺还在跟踪。兑现了或者不能兑现，再告知反映人。"
    if opinion.is_anonymous:
        return "这件是匿名反映，不用告知。"
    return "承诺的结果已经告知过反映人。" if promise.told_on else ""


def _open(session: Session, promise_id: int) -> tuple[Promise, Opinion]:
    promise = session.get(Promise, promise_id)
    opinion = session.get(Opinion, promise.opinion_id or 0)
    check_not_voided(opinion)
    if promise.voided_on:
        raise RuleError("这条承诺已经由新的承诺代替，不再跟踪。请看新的那一条。")
    if promise.state is not PromiseState.OPEN:
        raise RuleError(f"这条承诺“{promise.state.label}”，已经结束。要接着跟踪，请先重新跟踪。")
    return promise, opinion


def _last_day(session: Session, promise: Promise) -> date | None:
    days = [check.checked_on for check in checks_of(session, promise.id) if check.checked_on]
    return max([*days, *([promise.made_on] if promise.made_on else [])], default=None)


# Reading ---------------------------------------------------------------------------------------------------------


def checks_of(session: Session, promise_id: int) -> list[PromiseCheck]:
    """Every time a promise was looked after, the oldest first."""
    return session.select(PromiseCheck, "promise_id = ?", (promise_id,))


def file_of_promise(session: Session, promise: Promise) -> PromiseFile:
    """A promise with whose it is and how it was followed."""
    body = session.find(HandlingBody, promise.body_id)
    return PromiseFile(promise, body, tuple(checks_of(session, promise.id)))


def promises_of(session: Session, opinion_id: int) -> list[PromiseFile]:
    """All that was promised in one matter, the oldest first."""
    return [file_of_promise(session, found) for found in session.select(Promise, "opinion_id = ?", (opinion_id,))]


VIEWS = (("", "全部"), ("open", "在跟踪的"), ("late", "逾期的"), ("untold", "结束了待告知的"))


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Promises with their matters, the open ones first by the day they are due; `voided` adds those replaced."""
    conditions: dict[str, tuple[str, ...]] = {
        "": (),
        "open": ("state = 'open'", "p.voided_on IS NULL"),
        "late": ("state = 'open'", "p.voided_on IS NULL", f"{_DUE} < :today"),
        "untold": ("state IN ('kept', 'not_kept')", "p.voided_on IS NULL", _UNTOLD),
    }
    about = "p.words || o.title || o.number || ifnull((SELECT name FROM handling_bodies WHERE id = p.body_id), '')"
    return Listing(
        session.db,
        "promises p JOIN opinions o ON o.id = p.opinion_id",
        where=(
            f"instr({about}, :words) > 0",
            "o.voided_on IS NULL",
            "p.voided_on IS NULL OR :voided",
            *conditions[view],
        ),
        params={"words": words.strip(), "today": session.today.isoformat(), "voided": voided},
        order=("p.state <> 'open' OR p.voided_on IS NOT NULL", _DUE, "p.id"),
        columns="p.id AS id, p.opinion_id, p.words, p.promised_on, p.due_on, p.state, p.ended_on, p.told_on,"
        " p.voided_on, CASE WHEN p.state = 'open' AND p.voided_on IS NULL THEN p.due_on END AS runs_until,"
        " o.number, o.title, o.status, o.is_anonymous,"
        " (SELECT coalesce(nullif(short_name, ''), name) FROM handling_bodies WHERE id = p.body_id) AS body_name",
    )


_DUE = "ifnull(p.due_on, '9999-12-31')"
_UNTOLD = "p.told_on IS NULL AND o.is_anonymous = 0"


@dataclass(frozen=True)
class PromiseCounts:
    """How many promises are open, of these overdue and soon due, and how many ended without the submitter told."""

    open: int
    overdue: int
    soon: int
    untold: int


def counts(session: Session) -> PromiseCounts:
    """What of the promises is to be looked after now."""
    sql = (
        "SELECT count(*) FILTER (WHERE p.state = 'open'),"
        f" count(*) FILTER (WHERE p.state = 'open' AND {_DUE} < :today),"
        f" count(*) FILTER (WHERE p.state = 'open' AND {_DUE} BETWEEN :today AND :soon),"
        f" count(*) FILTER (WHERE p.state <> 'open' AND {_UNTOLD})"
        " FROM promises p JOIN opinions o ON o.id = p.opinion_id"
        " WHERE p.voided_on IS NULL AND o.voided_on IS NULL AND (p.state = 'open' OR p.told_on IS NULL)"
    )
    days = {"today": session.today.isoformat(), "soon": soon_until(session).isoformat()}
    return PromiseCounts(*session.rows(sql, days)[0])


def due_badge(session: Session, due_on: date | None, *, ended: bool = False) -> DueState:
    """How near the promised day is, as a badge."""
    if due_on is None or ended:
        return DueState("", "calm")
    left = (due_on - session.today).days
    if left < 0:
        return DueState(f"逾期 {-left} 日", "overdue")
    words = "今天到期" if left == 0 else f"剩 {left} 日"
    return DueState(words, "soon" if due_on <= soon_until(session) else "calm")
