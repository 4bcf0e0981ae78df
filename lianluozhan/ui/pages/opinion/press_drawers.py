"""What is done with a press that stands on record: the slip that came back, the head's signature, striking it out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lianluozhan.models.opinions import OpinionFile, supervising
from lianluozhan.models.opinions.supervising import Supervision, title_of
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import NameEditor, TextEditor
from ...question import ask, ask_reason
from .record_parts import named
from .signed_fields import put_day, put_signature, signed_from
from .step_drawers import keep_draft

Say = Callable[[str], object]


def open_slip(page: QWidget, session: Session, file: OpinionFile, press: Supervision, say: Say) -> Drawer:
    """What the body wrote on the slip or on the written reminder, when, and who signed it."""
    drawer = Drawer(page, "登记回执", f"{title_of(press)}，{named(file)}", act="登记回执")
    drawer.fields.put(
        "回执内容", TextEditor("reply_text", lines=6, max_length=5000), required=True, hint="照回执上写的办理情况抄"
    )
    drawer.fields.put("回执日期", put_day("replied_on", session), required=True)
    drawer.fields.put("签字人", NameEditor("reply_signed_by", max_length=50), hint="承办单位哪位负责人签的")
    if press.replied_on:
        drawer.fields.set_values(
            {"reply_text": press.reply_text, "replied_on": press.replied_on, "reply_signed_by": press.reply_signed_by}
        )
    keep_draft(drawer, session, file, "step.slip", "登记回执", owner_id=press.id)
    return drawer.open(
        lambda v: supervising.enter_slip(
            session, press.id, v["reply_text"], v["replied_on"] or session.today, v["reply_signed_by"]
        ),
        lambda made: say(f"已登记回执：{title_of(made)}。承办单位正式答复的，还要登记答复。"),
    )


def open_issue(page: QWidget, session: Session, file: OpinionFile, press: Supervision, say: Say) -> Drawer | None:
    """The head signs at once after one question; the clerk types in the sheet that he signed."""
    if Role.HEAD in session.roles:
        question = f"签发{title_of(press)}？"
        words = "签发以后打印、盖章、送承办单位。" if press.requirement else "签发以后通报有关单位。"
        if ask(page, question, words, "签发", "先不签发", role="primary"):
            attempt(
                page, lambda: supervising.issue(session, press.id), saved=lambda made: say(f"已签发{title_of(made)}。")
            )
        return None
    note = f"记为：纸质签字，{session.staff.name}代录"
    drawer = Drawer(page, "补录签字件：站长签发", f"{title_of(press)}，{named(file)}", act="登记签发", note=note)
    put_signature(drawer.fields, session)
    keep_draft(drawer, session, file, "step.issue", "补录签字件：站长签发", owner_id=press.id)
    return drawer.open(
        lambda v: supervising.issue(session, press.id, signed=signed_from(session, v)),
        lambda made: say(f"已补录签发：{title_of(made)}。"),
    )


def void_press(page: QWidget, session: Session, press: Supervision, say: Say) -> None:
    """Strike out what was wrongly entered, with the reason."""
    reason = ask_reason(
        page,
        f"作废{title_of(press)}？",
        "作废以后不再算催过；内容和文号都保留，文号不再使用。",
        "作废",
        "不作废",
        label="作废原因",
        example="记到了别的件上",
    )
    if reason:
        attempt(
            page,
            lambda: supervising.void(session, press.id, reason),
            saved=lambda made: say(f"已作废{title_of(made)}，原因记在过程里。"),
        )
