"""The drawers in which a promise is followed: asked after, told to the submitter, taken up again (3.2.2, 4.3.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models.opinions import Opinion, promising
from lianluozhan.models.opinions.handling import Feedback, Told, Way
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseFile, PromiseState
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import DayEditor, LineEditor, OptionRow, TextEditor
from .words import named, short_day

Done = Callable[[Any], object]


def open_check(page: QWidget, session: Session, found: PromiseFile, done: Done) -> Drawer:
    """Whom the station asked after the promise, what it found, until when it is to be kept now."""
    drawer, promise = Drawer(page, "回访承诺事项", _about(session, found), act="登记回访"), found.promise
    fields = drawer.fields
    state = OptionRow("found", [(each, each.label) for each in PromiseState])
    fields.put("问了谁", LineEditor("asked", max_length=50), required=True, hint="承办人、反映人，或者写“现场看”")
    fields.put("情况", TextEditor("words", lines=4, max_length=2000), required=True)
    fields.put("结果", state, required=True)
    fields.put("改到哪天", DayEditor("new_due_on", today=lambda: session.today), hint="承诺的时间没有变就不填")
    fields.put("回访日期", _today("checked_on", session), required=True)
    state.set_value(PromiseState.OPEN)

    def turn() -> None:
        fields.show_field("new_due_on", state.value() is PromiseState.OPEN)

    state.changed.connect(turn)
    turn()
    _keep(drawer, session, promise, "check", "回访承诺事项")
    return drawer.open(
        lambda v: promising.follow(session, PromiseCheck(promise_id=promise.id, **v)),
        done,
    )


def open_promise_told(page: QWidget, session: Session, found: PromiseFile, done: Done) -> Drawer:
    """That the submitter was told how the promise ended."""
    drawer, promise = Drawer(page, "告知承诺结果", _about(session, found), act="登记告知"), found.promise
    fields = drawer.fields
    fields.add_words(f"承诺事项{promise.state.label}，要再告知反映人一次。")
    fields.put("结果", OptionRow("told", [(each, each.label) for each in Told]), required=True)
    fields.put("方式", OptionRow("way", [(each, each.label) for each in Way]), required=True)
    fields.put("日期", _today("told_on", session), required=True)
    fields.put("说明", TextEditor("note", lines=3, max_length=1000))
    fields.set_values({"told": Told.TOLD, "way": Way.PHONE})
    _keep(drawer, session, promise, "told", "告知承诺结果")
    return drawer.open(lambda v: promising.tell(session, promise.id, Feedback(**v)), done)


def open_reopening(page: QWidget, session: Session, found: PromiseFile, done: Done) -> Drawer:
    """Why an ended promise is followed again."""
    drawer, promise = Drawer(page, "重新跟踪承诺", _about(session, found), act="重新跟踪"), found.promise
    drawer.fields.put("原因", TextEditor("words", lines=3, max_length=1000), required=True)
    _keep(drawer, session, promise, "reopen", "重新跟踪承诺")
    return drawer.open(lambda v: promising.reopen(session, promise.id, v["words"]), done)


OPENERS = {"check": open_check, "told": open_promise_told, "reopen": open_reopening}


def promise_state(found: PromiseFile, opinion: Opinion) -> tuple[str, str]:
    """The state of a promise as a chip."""
    promise = found.promise
    if promise.voided_on:
        return "已代替", "calm"
    if promise.state is PromiseState.OPEN:
        return "承诺跟踪", "work"
    if not promising.why_not_told(promise, opinion):
        return f"{promise.state.label}，待告知", "wait"
    return promise.state.label, "good" if promise.state is PromiseState.KEPT else "stop"


def deeds_of(session: Session, found: PromiseFile, opinion: Opinion) -> list[tuple[str, str]]:
    """What this person may do with a promise now: the name of its drawer and the words of its button."""
    promise = found.promise
    if promise.voided_on or opinion.voided_on or not session.may("promise.follow"):
        return []
    if promise.state is PromiseState.OPEN:
        return [("check", "登记回访")]
    told = [] if promising.why_not_told(promise, opinion) else [("told", "告知反映人")]
    return [("reopen", "重新跟踪"), *told]


def _about(session: Session, found: PromiseFile) -> str:
    opinion = session.get(Opinion, found.promise.opinion_id or 0)
    until = f"（{short_day(found.promise.due_on, session.today)}前）" if found.promise.due_on else ""
    return f"{named(opinion)}　{found.words}{until}"


def _keep(drawer: Drawer, session: Session, promise: Promise, what: str, title: str) -> None:
    drawer.keep_draft(
        session,
        f"registers.promises.{what}",
        promise.id,
        f"{title}（{(promise.words or promising.USUAL)[:20]}）",
        record=lambda id_: session.find(Promise, id_),
        same_fields=False,
    )


def _today(name: str, session: Session) -> DayEditor:
    editor = DayEditor(name, today=lambda: session.today)
    editor.set_value(session.today)
    return editor
