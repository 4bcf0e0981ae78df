"""Hotline calls and messages from the online platform (3.2.1, 5.1.1): noted at once, registered if need be (F23)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from . import numbering
from .boxes import Treatment, form_of
from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, long_text, moment, reference, text
from .listing import Listing
from .session import Session


class CallKind(Choice):
    HOTLINE = "hotline", "热线电话"
    ONLINE = "online", "网上留言"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One 热线电话（网上留言）记录."""

    TABLE: ClassVar = "calls"

    id: int = 0
    number: str = text("编号", max_length=30)
    kind: CallKind = choice("来源", CallKind, CallKind.HOTLINE)
    came_at: datetime | None = moment("时间", required=True)
    caller_phone: str = text("来电号码", max_length=30)
    caller_name: str = text("姓名", max_length=50)
    content: str = long_text("内容", required=True)
    answered_by: int | None = reference("接听人", "staff")
    treatment: Treatment = choice("处理", Treatment, Treatment.OPEN)
    opinion_id: int | None = reference("登记为", "opinions")
    answer: str = long_text("答复", max_length=2000)
    note: str = text("说明", max_length=100)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


SERIES = {CallKind.HOTLINE: numbering.CALL, CallKind.ONLINE: numbering.MESSAGE}
_OPEN = "treatment = 'open' AND voided_on IS NULL"
_VIEWS = {
    "": (),
    "open": (_OPEN,),
    "hotline": ("kind = 'hotline'",),
    "online": ("kind = 'online'",),
    "registered": ("treatment = 'registered'",),
}
MOST_AT_ONCE = 200
LONGEST_MESSAGE = 5000
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


def enter(session: Session, call: Call) -> Call:
    """Enter a call or a message with its number; what was answered at once with the answer."""
    with session.action("call.enter"):
        return _add(session, call)


def enter_many(session: Session, messages: Sequence[Call]) -> list[Call]:
    """Enter several messages that were copied from the platform, all of them or none."""
    with session.action("call.enter"):
        if not messages:
            raise InvalidRecord({"messages": "还没有可以记的留言。请把平台上的留言粘贴到这里。"})
        if len(messages) > MOST_AT_ONCE:
            raise InvalidRecord(
                {"messages": f"一次最多记 {MOST_AT_ONCE} 条，这里有 {len(messages)} 条。请分几次粘贴。"}
            )
        return [_add(session, message) for message in messages]


def edit(session: Session, call_id: int, **values: Any) -> Call:
    """Correct a call; what became a registration form is corrected there."""
    with session.action("call.enter"):
        call = in_force(session, call_id)
        if values.get("kind", call.kind) is not call.kind:
            raise InvalidRecord({"kind": "编号已经按来源给了，来源不能再改。登错了请作废，再重新记一条。"})
        _check(session, replace(call, **values))
        return session.change(call, **values)


def treat(session: Session, call_id: int, treatment: Treatment, answer: str = "", note: str = "") -> Call:
    """Note what was done with a call that becomes no registration form."""
    with session.action("call.enter"):
        call = in_force(session, call_id)
        if form_of(session, call.opinion_id) is not None:
            raise RuleError(f"{call.number} 已经登记成登记表，处理情况看那张登记表。")
        if treatment is Treatment.REGISTERED:
            raise RuleError("要登记成登记表，请点“登记”。")
        changed = replace(call, treatment=treatment, answer=answer.strip(), note=note.strip(), opinion_id=None)
        _check(session, changed)
        return session.change(
            call, treatment=treatment, answer=changed.answer, note=changed.note, opinion_id=changed.opinion_id
        )


def note_form(session: Session, call_id: int, opinion_id: int) -> Call:
    """Note the registration form that a call became; inside the action that stores the form."""
    call = in_force(session, call_id)
    if (number := form_of(session, call.opinion_id)) is not None and call.opinion_id != opinion_id:
        raise RuleError(f"{call.number} 已经登记成 {number or '一张草稿'}，不用再登记。")
    return session.change(call, treatment=Treatment.REGISTERED, opinion_id=opinion_id)


def link(session: Session, call_id: int, opinion_id: int) -> Call:
    """Note that a call is on a registration form that exists already."""
    with session.action("call.enter"):
        return note_form(session, call_id, opinion_id)


def void(session: Session, call_id: int, reason: str) -> Call:
    """Take a call out of the register; its number is not given again."""
    with session.action("call.enter"):
        call = in_force(session, call_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        if form_of(session, call.opinion_id) is not None:
            raise RuleError(f"{call.number} 已经登记成登记表，不能作废。要作废，请先在社情民意里作废那一件。")
        return session.change(call, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, call_id: int) -> Call:
    """Take the voiding back."""
    with session.action("call.enter"):
        call = session.get(Call, call_id)
        if call.voided_on is None:
            raise RuleError("这条记录没有作废，不用恢复。")
        return session.change(call, voided_on=None, void_reason="")


def in_force(session: Session, call_id: int) -> Call:
    """The call, refused when it was voided."""
    call = session.get(Call, call_id)
    if call.voided_on:
        raise RuleError(f"{call.number} 已经作废，不能再改。作废错了，可以先撤销作废。")
    return call


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Calls and messages, the untreated first, then the newest; `view` is one of hotline, online, open, registered."""
    texts = "number || caller_phone || caller_name || content || answer"
    return Listing(
        session.db,
        "calls",
        where=(f"instr({texts}, :words) > 0", "voided_on IS NULL OR :voided", *_VIEWS[view]),
        params={"words": words.strip(), "voided": voided},
        order=(f"({_OPEN})", "came_at", "id"),
        descending=True,
    )


def count_untreated(session: Session) -> int:
    """How many calls and messages nobody has treated yet."""
    return int(session.value(f"SELECT count(*) FROM calls WHERE {_OPEN}"))


def messages_in(pasted: str) -> list[str]:
    """The messages in what was copied: parted by empty lines; without any, each line is one."""
    parts = re.split(r"\n[ \t　]*\n", pasted.replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(parts) == 1:
        parts = parts[0].split("\n")
    return [tidy for part in parts if (tidy := "\n".join(line.strip() for line in part.split("\n")).strip())]


def phone_in(message: str) -> str:
    """The mobile number that stands in a message, if there is exactly one."""
    found = set(_PHONE.findall(message))
    return found.pop() if len(found) == 1 else ""


def _add(session: Session, call: Call) -> Call:
    wanted = replace(call, number="", opinion_id=None, voided_on=None, void_reason="")
    _check(session, wanted)
    if wanted.treatment is Treatment.REGISTERED:
        raise RuleError("要登记成登记表，请先记下来，再点“登记”。")
    assert wanted.came_at is not None
    return session.add(replace(wanted, number=numbering.next_number(session, SERIES[call.kind], wanted.came_at.year)))


def _check(session: Session, call: Call) -> None:
    problems = check(call)
    if call.came_at and call.came_at > session.now():
        problems["came_at"] = "“时间”不能晚于现在，请检查。"
    if call.treatment is Treatment.ANSWERED and not call.answer.strip():
        problems["answer"] = "选了“当场答复”，请写下答复的话。"
    elif call.treatment is Treatment.OTHER and not call.note.strip():
        problems["note"] = "选了“其他”，请写一句怎么处理的。"
    if problems:
        raise InvalidRecord(problems)
