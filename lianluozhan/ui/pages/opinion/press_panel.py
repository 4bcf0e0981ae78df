"""What an open record says of pressing and of the body's applications, with what can be done about each (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import OpinionFile, applying, pressing
from lianluozhan.models.opinions.applying import Application, Wish
from lianluozhan.models.opinions.supervising import Level, Supervision, is_waiting, title_of, words_of
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ... import theme
from ...banner import Banner
from ...flow_layout import FlowLayout
from ...text import Words, chip, link
from .application_drawers import open_advice, open_application, open_decision, open_telling
from .press_deeds import Around, Deeds, application_deeds, application_state, press_deeds, press_state
from .press_drawers import open_issue, open_slip
from .record_parts import heading
from .remind_drawer import open_reminder
from .words import short_day

if TYPE_CHECKING:
    from .record_view import RecordView

GONE = "这张草稿对应的记录已经找不到了，可能还原过数据。草稿还在，不要了就点“不要了”。"
DONE = "这一步现在不能办了：已经办过或者作废。草稿还在；不要了，就点“不要了”。"
ABOUT_PRESS, ABOUT_APPLICATION = ("slip", "issue"), ("advise", "decide_application", "tell_body")
DRAFTS = (*ABOUT_PRESS, *ABOUT_APPLICATION, "apply")  # drawers whose drafts belong here


def press_hint(view: RecordView, file: OpinionFile) -> Banner | None:
    """The step that is due now, with its button; None when nothing is due or somebody else's turn."""
    session = view.session
    if not session.may("opinion.supervise") or view.in_queue:
        return None
    found = pressing.next_step(session, file.opinion)
    if found is None:
        return None
    act = link(f"登记{found.level.label}")
    act.clicked.connect(lambda: open_reminder(view, session, file, view.said.emit, found.level))
    return Banner(f"可以{found.level.label}了：{found.why}。", "soon", act)


def press_sections(view: RecordView, file: OpinionFile) -> list[QWidget]:
    """Applications and presses of a matter, each kind under its name; nothing when there are none."""
    parts: list[QWidget] = []
    if file.applications:
        parts += [heading("退办、延期申请"), *(_application(view, file, made) for made in file.applications)]
    if file.presses:
        kept = sum(press.voided_on is None for press in file.presses)
        parts.append(_press_head(view, file, f"{kept} 次"))
        parts += [_press(view, file, press) for press in file.presses]
    return parts


def turn_of(view: RecordView, file: OpinionFile) -> tuple[str, Callable[[], object]] | None:
    """What waits for this person here: an application to decide or to advise on, a notice to sign."""
    session, say = view.session, view.said.emit
    made = next((one for one in file.applications if _is_open(one)), None)
    if made and Role.HEAD in session.roles:
        return f"审批{made.wish.label}申请", partial(open_decision, view, session, file, made, say)
    if made and Role.VICE_HEAD in session.roles and not made.vice_words:
        return f"审核{made.wish.label}申请", partial(open_advice, view, session, file, made, say)
    press = next((one for one in file.presses if is_waiting(one)), None)
    if press and Role.HEAD in session.roles:
        what = "督办通知书" if press.level is Level.SUPERVISION else "通报"
        return f"签发{what}", partial(open_issue, view, session, file, press, say)
    return None


def around_of(view: RecordView) -> Around:
    """The open record as the place where something is done."""
    return Around(view, view.session, view.said.emit, lambda number, id_: view.print_wanted.emit(id_, number))


def menu_deeds(view: RecordView, file: OpinionFile) -> Deeds:
    """What stands in the menu 更多 about the body that has the matter."""
    session, say, deeds = view.session, view.said.emit, Deeds()
    if session.may("application.enter") and not applying.why_no_application(session, file.opinion):
        for wish, words in ((Wish.RETURN, "承办单位申请退办、改派"), (Wish.EXTEND, "承办单位申请延期")):
            deeds.append((words, partial(open_application, view, session, file, wish, say)))
    return deeds


# Presses -------------------------------------------------------------------------------------------------------


def _press_head(view: RecordView, file: OpinionFile, note: str) -> QWidget:
    head = heading("催办督办", note)
    if view.session.may("print.form"):
        out = link("打印记录表", icon="printer")
        out.clicked.connect(lambda: view.print_wanted.emit(file.opinion.id, "F14B"))
        layout = head.layout()
        assert layout is not None
        layout.addWidget(out)
    return head


def _press(view: RecordView, file: OpinionFile, press: Supervision) -> QFrame:
    today = view.session.today
    number = press.number if press.number and press.number not in title_of(press) else ""
    late = f"逾期 {press.overdue_days} 日" if press.overdue_days else ""
    by = f"{short_day(press.reply_by, today)}前答复" if press.reply_by else ""
    title = "　".join(part for part in (short_day(press.acted_on, today), title_of(press), number, late, by) if part)
    lines = [words_of(press)]
    if press.level is Level.SUPERVISION:
        lines.insert(0, f"依据：{press.basis}")
    if press.reply_text:
        signed = f"，{press.reply_signed_by}签字" if press.reply_signed_by else ""
        lines.append(f"回执（{short_day(press.replied_on, today)}{signed}）：{press.reply_text}")
    if press.void_reason:
        lines.append(f"作废原因：{press.void_reason}")
    said = "\n".join(line for line in lines if line)
    return _entry(title, said, press_state(view.session, press), press_deeds(around_of(view), file, press))


# Applications --------------------------------------------------------------------------------------------------


def _is_open(made: Application) -> bool:
    return made.decision is None and made.voided_on is None


def _application(view: RecordView, file: OpinionFile, made: Application) -> QFrame:
    session, today = view.session, view.session.today
    title = f"{short_day(made.applied_on, today)}　申请{applying.wished(session, made)}"
    late = "比规定的日子晚，同意的话要写明理由" if _is_open(made) and applying.is_late(session, made) else ""
    decided = f"站长{made.decision.label}：{made.decision_words}" if made.decision and made.decision_words else ""
    lines = [
        f"理由：{made.reason}",
        f"联络员意见：{made.officer_words}" if made.officer_words else "",
        f"副站长意见：{made.vice_words}" if made.vice_words else "",
        decided,
        f"新的期限：{short_day(made.new_due_on, today)}" if made.new_due_on else "",
        f"{short_day(made.told_on, today)}已告知承办单位" if made.told_on else "",
        f"作废原因：{made.void_reason}" if made.void_reason else "",
        late,
    ]
    said = "\n".join(line for line in lines if line)
    return _entry(title, said, application_state(made), application_deeds(around_of(view), file, made))


def _entry(title: str, words: str, state: tuple[str, str], deeds: Deeds) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "inset")
    frame.setAccessibleName(title)
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
    column.setSpacing(theme.scaled(3))
    line = QHBoxLayout()
    line.addWidget(Words(title, "strong"), 1)
    line.addWidget(chip(*state), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(line)
    if words:
        column.addWidget(Words(words, "soft"))
    if deeds:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6, line_gap=0)
        for label, deed in deeds:
            made = link(label)
            made.setAccessibleName(f"{label}，{title}")
            made.clicked.connect(lambda _=False, deed=deed: deed())
            flow.addWidget(made)
        column.addWidget(holder)
    return frame


# The way back to a draft ---------------------------------------------------------------------------------------


def matter_of(session: Session, name: str, owner_id: int) -> int:
    """The opinion that a draft about a press or an application belongs to; 0 when it is gone."""
    if name in ABOUT_PRESS:
        press = session.find(Supervision, owner_id)
        return (press.opinion_id or 0) if press else 0
    made = session.find(Application, owner_id)
    return (made.opinion_id or 0) if made else 0


def open_again(view: RecordView, name: str, owner_id: int, *, on_paper: bool) -> None:
    """Open the drawer of a draft; RuleError when there is nothing to do in it any more."""
    session, file, say = view.session, view.file, view.said.emit
    if file is None:
        raise RuleError(GONE)
    if name == "apply":
        if refusal := applying.why_no_application(session, file.opinion):
            raise RuleError(f"{refusal}草稿还在；不要了，就点“不要了”。")
        open_application(view, session, file, Wish.EXTEND, say)
    elif name in ABOUT_PRESS:
        press = session.get(Supervision, owner_id)
        if press.voided_on or (name == "issue") != is_waiting(press):
            raise RuleError(DONE)
        (open_issue if name == "issue" else open_slip)(view, session, file, press, say)
    else:
        made = session.get(Application, owner_id)
        if made.voided_on or (name == "tell_body") != (made.decision is not None):
            raise RuleError(DONE)
        if name == "decide_application":
            open_decision(view, session, file, made, say, on_paper=on_paper)
        else:
            (open_telling if name == "tell_body" else open_advice)(view, session, file, made, say)
