"""What can be done about a press or an application, from the open record and from the registers alike (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.applying import Application, Decision
from lianluozhan.models.opinions.supervising import Level, Supervision, is_answered, is_waiting
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from .application_drawers import open_advice, open_decision, open_telling, void_application
from .press_drawers import open_issue, open_slip, void_press

Deeds = list[tuple[str, Callable[[], object]]]


@dataclass(frozen=True)
class Around:
    """Where it is done: the page a drawer lies over, what hears of it, and what opens the print room."""

    page: QWidget
    session: Session
    say: Callable[[str], object]
    print_out: Callable[[str, int], object]  # form, id of its record


def press_state(session: Session, press: Supervision) -> tuple[str, str]:
    """How a press stands, as a chip: words and tone."""
    if press.voided_on:
        return "作废", "calm"
    if is_waiting(press):
        return "待签发", "wait"
    if press.replied_on:
        return "有回执", "good"
    if press.answered_by or is_answered(session, press):
        return "已答复", "good"
    if press.reply_by:
        return ("没有回执", "stop") if press.reply_by < session.today else ("等回执", "work")
    return ("已联系", "calm") if press.answer else ("没有答复", "calm")


def press_deeds(around: Around, file: OpinionFile, press: Supervision) -> Deeds:
    """What this person may do with a press."""
    page, session, say, deeds = around.page, around.session, around.say, Deeds()
    if press.voided_on:
        return deeds
    number = {Level.REMINDER: "F14", Level.SUPERVISION: "F15"}.get(press.level)
    if is_waiting(press) and (Role.HEAD in session.roles or session.may("opinion.record_signed")):
        words = "签发" if Role.HEAD in session.roles else "补录站长签发"
        deeds.append((words, partial(open_issue, page, session, file, press, say)))
    elif number and not press.answered_by and session.may("opinion.supervise"):
        words = "改回执" if press.replied_on else "登记回执"
        deeds.append((words, partial(open_slip, page, session, file, press, say)))
    if number and session.may("print.form"):
        words = "打印催办单" if number == "F14" else "打印督办通知书"
        deeds.append((words, partial(around.print_out, number, press.id)))
    if session.may("opinion.supervise"):
        deeds.append(("作废", partial(void_press, page, session, press, say)))
    return deeds


def application_state(made: Application) -> tuple[str, str]:
    """How an application stands, as a chip: words and tone."""
    if made.voided_on:
        return "作废", "calm"
    if made.decision is None:
        return "等站长审批", "wait"
    untold = made.decision is Decision.REFUSED and made.told_on is None
    words = made.decision.label + ("，待告知" if untold else "")
    return words, "good" if made.decision is Decision.AGREED else "stop"


def application_deeds(around: Around, file: OpinionFile, made: Application) -> Deeds:
    """What this person may do with an application."""
    page, session, say, deeds = around.page, around.session, around.say, Deeds()
    if made.voided_on:
        return deeds
    if made.decision is None:
        if session.may("application.decide"):
            deeds.append(("审批", partial(open_decision, page, session, file, made, say)))
        elif session.may("opinion.record_signed"):
            deeds.append(("补录站长审批", partial(open_decision, page, session, file, made, say, on_paper=True)))
        if session.may("application.advise"):
            deeds.append(("副站长意见", partial(open_advice, page, session, file, made, say)))
    elif made.told_on is None and session.may("application.enter"):
        deeds.append(("登记告知承办单位", partial(open_telling, page, session, file, made, say)))
    if session.may("print.form"):
        deeds.append(("打印审批单", lambda: around.print_out("F13", made.id)))
    if made.decision is None and session.may("application.enter"):
        deeds.append(("作废", partial(void_application, page, session, made, say)))
    return deeds
