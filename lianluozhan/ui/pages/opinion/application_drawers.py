"""Applications of a handling body (退办、改派、延期): entered, advised, decided, told; struck out (F13, 5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import deadlines, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import OpinionFile, applying, redirecting
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.places import BodyKind
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import DayEditor, NameEditor, OptionRow, PickEditor, TextEditor
from ...question import ask_reason
from .record_parts import named
from .signed_fields import put_day, put_signature, signed_from
from .step_drawers import keep_draft
from .words import short_number, spoken_day

Say = Callable[[str], object]
OTHERS = (BodyKind.DEPARTMENT, BodyKind.SUPERIOR, BodyKind.VILLAGE)


def open_application(page: QWidget, session: Session, file: OpinionFile, wish: Wish, say: Say) -> Drawer:
    """What the body asks for; `wish` stands there first."""
    drawer = Drawer(page, "登记退办、延期申请", named(file), act="登记申请")
    fields, today = drawer.fields, lambda: session.today
    wishes = OptionRow("wish", [(each, each.label) for each in Wish])
    fields.put("申请什么", wishes, required=True)
    reason = TextEditor("reason", lines=4, max_length=2000)
    fields.put("申请理由", reason, required=True, hint="照申请单上写的抄")
    fields.put("建议承办单位", PickEditor("wanted_body_id", places.bodies(session, *OTHERS)), required=True)
    fields.put("拟延至", DayEditor("wanted_until", today=today), hint=_longest(session, file))
    fields.put("申请日期", put_day("applied_on", session), required=True, hint=_return_hint(session, file))
    fields.put("申请单位负责人", NameEditor("applicant", max_length=50), hint="申请单上谁签的字")
    fields.put("联络员意见", TextEditor("officer_words", lines=2, max_length=1000), hint="例如：情况属实，建议同意")
    fields.add_words("登记以后等站长审批，原来的期限照常走。可以打印审批单请站长签字。")

    def turn() -> None:
        fields.show_field("wanted_body_id", wishes.value() is Wish.REASSIGN)
        fields.show_field("wanted_until", wishes.value() is Wish.EXTEND)

    wishes.changed.connect(turn)
    wishes.set_value(wish)
    turn()
    number, id_ = short_number(file.opinion.number), file.opinion.id
    keep_draft(drawer, session, file, "step.apply", "登记退办、延期申请")
    drawer.open(
        lambda v: applying.apply(session, id_, Application(opinion_id=id_, **v)),
        lambda made: say(f"{number} 号已登记{made.wish.label}申请，等站长审批。"),
    )
    turn()
    return drawer


def _longest(session: Session, file: OpinionFile) -> str:
    due = file.opinion.due_on
    return f"最晚到 {spoken_day(redirecting.latest(session, due), session.today)}；不填就延到那天" if due else ""


def _return_hint(session: Session, file: OpinionFile) -> str:
    sent = file.dispatches[0].dispatch if file.dispatches else None
    if sent is None:
        return ""
    last = spoken_day(applying.return_limit(session, sent), session.today)
    return f"退办、改派要在 {last}以前；晚了由站长写明同意的理由"


def about_application(session: Session, file: OpinionFile, made: Application) -> str:
    """What is asked for and why, for the head of a drawer's fields."""
    body = file.lead_body.name if file.lead_body else "承办单位"
    day = f"{deadlines.spoken(made.applied_on)}" if made.applied_on else ""
    late = "这份申请比规定的日子晚，同意的话要写明理由。" if applying.is_late(session, made) else ""
    words = [f"{body}{day}申请{applying.wished(session, made)}。", f"理由：{made.reason}"]
    words += [f"联络员意见：{made.officer_words}"] if made.officer_words else []
    words += [f"副站长意见：{made.vice_words}"] if made.vice_words else []
    return "\n".join([*words, late] if late else words)


def open_advice(page: QWidget, session: Session, file: OpinionFile, made: Application, say: Say) -> Drawer:
    """The vice head's word."""
    drawer = Drawer(page, f"审核{made.wish.label}申请", named(file), act="登记审核意见")
    drawer.fields.add_words(about_application(session, file, made), "")
    words = TextEditor("vice_words", lines=3, max_length=1000)
    drawer.fields.put("副站长意见", words, required=True, hint="例如：情况属实，建议同意")
    words.set_value(made.vice_words)
    keep_draft(drawer, session, file, "step.advise", f"审核{made.wish.label}申请", owner_id=made.id)
    return drawer.open(
        lambda v: applying.advise(session, made.id, v["vice_words"]),
        lambda _: say(f"{short_number(file.opinion.number)} 号{made.wish.label}申请已审核，等站长审批。"),
    )


def open_decision(
    page: QWidget, session: Session, file: OpinionFile, made: Application, say: Say, *, on_paper: bool = False
) -> Drawer:
    """The head agrees or not; on paper his signature is typed in."""
    title = f"{made.wish.label}申请审批"
    note = f"记为：纸质签字，{session.staff.name}代录" if on_paper else ""
    drawer = Drawer(page, f"补录签字件：{title}" if on_paper else title, named(file), act="登记审批", note=note)
    fields = drawer.fields
    fields.add_words(about_application(session, file, made), "")
    if on_paper:
        put_signature(fields, session)
        fields.put("副站长意见", TextEditor("vice_words", lines=2, max_length=1000)).set_value(made.vice_words)
    decision = OptionRow("decision", [(each, each.label) for each in Decision])
    fields.put("审批结果", decision, required=True)
    hint = "照纸上写的抄，一字不改" if on_paper else "不同意的要写明理由，好告知承办单位"
    fields.put("审批意见", TextEditor("decision_words", lines=3, max_length=1000), hint=hint)
    fields.put("延到", DayEditor("until", today=lambda: session.today), hint=_longest(session, file))
    send_on = OptionRow("send_on", [(True, "同意后马上交办给建议的单位"), (False, "只退回，另行交办")])
    fields.put("怎样改派", send_on, required=True)
    fields.set_values({"until": made.wanted_until, "send_on": True})

    def turn() -> None:
        agreed = decision.value() is Decision.AGREED
        fields.show_field("until", agreed and made.wish is Wish.EXTEND)
        fields.show_field("send_on", agreed and made.wish is Wish.REASSIGN)

    decision.changed.connect(turn)
    turn()
    kind = "step.decide_application" + (".paper" if on_paper else "")
    keep_draft(drawer, session, file, kind, drawer.title, owner_id=made.id)

    def decide(v: dict[str, Any]) -> Application:
        if v["decision"] is None:
            raise InvalidRecord({"decision": "请选择“同意”或“不同意”。"})
        return applying.decide(
            session,
            made.id,
            v["decision"],
            v["decision_words"],
            until=v.get("until"),
            send_on=bool(v.get("send_on")),
            vice_words=v.get("vice_words", ""),
            signed=signed_from(session, v),
        )

    return drawer.open(decide, lambda decided: say(_outcome(session, file, decided)))


def _outcome(session: Session, file: OpinionFile, made: Application) -> str:
    number = short_number(file.opinion.number)
    assert made.decision
    said = f"{number} 号：{made.decision.label}{made.wish.label}"
    if made.decision is Decision.REFUSED:
        return f"{said}，原来的期限照常走；请告知承办单位。"
    if made.wish is Wish.EXTEND and made.new_due_on:
        return f"{said}，新的期限是 {deadlines.spoken(made.new_due_on)}。"
    return f"{said}，已重新交办。" if made.new_due_on else f"{said}，等重新交办。"


def open_telling(page: QWidget, session: Session, file: OpinionFile, made: Application, say: Say) -> Drawer:
    """That the body was told what the head decided."""
    drawer = Drawer(page, "告知承办单位", named(file), act="登记告知")
    assert made.decision
    drawer.fields.add_words(f"站长{made.decision.label}{made.wish.label}。{made.decision_words}", "")
    hint = "例如：电话告知李建军，按原期限办理"
    drawer.fields.put("告知了谁、怎么告知的", TextEditor("words", lines=3, max_length=1000), required=True, hint=hint)
    drawer.fields.put("告知日期", put_day("on", session), required=True)
    keep_draft(drawer, session, file, "step.tell_body", "告知承办单位", owner_id=made.id)
    return drawer.open(
        lambda v: applying.tell_body(session, made.id, v["words"], v["on"] or session.today),
        lambda _: say(f"{short_number(file.opinion.number)} 号已记下告知承办单位。"),
    )


def void_application(page: QWidget, session: Session, made: Application, say: Say) -> None:
    """Strike out an application that was wrongly entered, or that the body took back."""
    reason = ask_reason(
        page,
        f"作废这份{made.wish.label}申请？",
        "作废以后不用再审批；内容都保留，过程里写着原因。",
        "作废",
        "不作废",
        label="作废原因",
        example="承办单位收回了申请",
    )
    if reason:
        attempt(
            page,
            lambda: applying.void(session, made.id, reason),
            saved=lambda _: say(f"{made.wish.label}申请已作废，原因记在过程里。"),
        )
