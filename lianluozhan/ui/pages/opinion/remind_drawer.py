"""The drawer in which a body that has a matter in hand is pressed: 提醒, 催办, 督办, 通报 (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import OpinionFile, pressing, supervising
from lianluozhan.models.opinions.supervising import BY_HEAD, Level, Means, Supervision
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import DayEditor, LineEditor, NameEditor, OptionRow, TextEditor
from ...field_column import FieldColumn
from ...text import Words
from .record_parts import named
from .signed_fields import NAMES, put_day, put_signature, signed_from
from .step_drawers import keep_draft
from .words import short_number

ACTS = {
    Level.NOTE: "登记提醒",
    Level.REMINDER: "登记催办",
    Level.SUPERVISION: "发督办通知书",
    Level.CIRCULAR: "登记通报",
}


def open_reminder(
    page: QWidget, session: Session, file: OpinionFile, say: Callable[[str], object], level: Level | None = None
) -> Drawer:
    """Ask how hard and how the body was pressed and what it said; the step that is due stands there already."""
    drawer = Drawer(page, "催办、督办", named(file), act="登记")
    asked = _Pressing(drawer, session, file, level)
    number, id_ = short_number(file.opinion.number), file.opinion.id
    keep_draft(drawer, session, file, "step.remind", "催办、督办")

    def done(made: Supervision) -> None:
        waits = "，等站长签发，可以先打印" if supervising.is_waiting(made) else ""
        say(f"{number} 号已登记{made.level.label}{f'，{made.number}' if made.number else ''}{waits}。")

    drawer.open(
        lambda v: supervising.press(session, id_, asked.made(v), signed=signed_from(session, v)),
        done,
    )
    asked.turn()
    return drawer


class _Pressing:
    """The fields of the drawer; which are in sight depends on the level and on how the body was reached."""

    def __init__(self, drawer: Drawer, session: Session, file: OpinionFile, level: Level | None) -> None:
        self.drawer, self.session, self.file = drawer, session, file
        self.levels = OptionRow("level", [(each, each.label) for each in Level])
        self.means = OptionRow("means", [(each, each.label) for each in Means])
        self.on = put_day("acted_on", session)
        self.signing = OptionRow("signing", [(False, "等站长签发"), (True, "站长已经签在纸上")])
        self._put(drawer.fields)
        suggested = pressing.next_step(session, file.opinion)
        early = supervising.skips(session, file.opinion, Level.REMINDER, session.today)
        usual = Level.NOTE if early else Level.REMINDER
        self.levels.set_value(level or (suggested.level if suggested else usual))
        self.means.set_value(Means.PHONE)
        self.signing.set_value(False)
        self._suggested = suggested
        for editor in (self.levels, self.means, self.on, self.signing):
            editor.changed.connect(self.turn)
        self.turn()

    def _put(self, fields: FieldColumn) -> None:
        body = self.file.lead_body.name if self.file.lead_body else "承办单位"
        today = lambda: self.session.today  # noqa: E731
        self._why = fields.add_words("", "hint")
        fields.put("到哪一步", self.levels, required=True, hint="依次是提醒、催办、督办、通报")
        fields.put("方式", self.means, required=True)
        fields.put("日期", self.on, required=True)
        fields.put("为什么越过前一步", TextEditor("skip_reason", lines=2, max_length=500), required=True)
        fields.put("谁接的", NameEditor("answered_by", max_length=50), hint=f"{body}的什么人")
        said = TextEditor("answer", lines=3, max_length=2000)
        fields.put("怎么说的", said, required=True, hint="没有人接也写上")
        fields.put("督办依据", TextEditor("basis", lines=2, max_length=1000), required=True).set_value(self._basis())
        fields.put("存在问题", TextEditor("problems", lines=3, max_length=2000))
        fields.put("要求承办单位做什么", TextEditor("requirement", lines=3, max_length=2000), required=True)
        self.reply_by = DayEditor("reply_by", today=today)
        fields.put("反馈期限", self.reply_by, hint="请对方哪天以前答复")
        supervisor = NameEditor("supervisor", max_length=50)
        fields.put("督办人", supervisor, hint="对方有事找谁").set_value(self.session.staff.name)
        fields.put("通报文号", LineEditor("number", max_length=40), hint="用公文通报的，写公文的文号")
        fields.put("站长签发", self.signing, required=True)
        put_signature(fields, self.session)
        self._note: Words = fields.add_words("")

    def _basis(self) -> str:
        sent = self.file.dispatches[0].dispatch if self.file.dispatches else None
        due = self.file.opinion.due_on
        until = f"，{due.month}月{due.day}日前书面答复" if due else ""
        return f"{sent.number or '交办'}写明{until.lstrip('，')}。" if sent and until else ""

    def turn(self) -> None:
        """Show what this level asks for."""
        fields, level, means = self.drawer.fields, self.levels.value() or Level.REMINDER, self.means.value()
        by_head, written = level in BY_HEAD, means is Means.WRITTEN
        is_head = Role.HEAD in self.session.roles
        paper = by_head and not is_head and bool(self.signing.value())
        on = self._day()
        skipped = supervising.skips(self.session, self.file.opinion, level, on)
        shown = {
            "means": level is not Level.SUPERVISION,
            "skip_reason": bool(skipped),
            "answered_by": not by_head,
            "answer": not by_head and not written,
            "basis": level is Level.SUPERVISION,
            "problems": by_head,
            "requirement": level is Level.SUPERVISION or (not by_head and written),
            "reply_by": level is not Level.CIRCULAR,
            "supervisor": level is Level.SUPERVISION,
            "number": level is Level.CIRCULAR,
            "signing": by_head and not is_head and self.session.may("opinion.record_signed"),
            **dict.fromkeys(NAMES, paper),
        }
        for name, visible in shown.items():
            fields.show_field(name, visible)
        if level is Level.SUPERVISION and not self.reply_by.text().strip():
            self.reply_by.set_value(pressing.usual_reply_day(self.session, on))
        self.drawer.act_button.setText(f"{ACTS[level]}  Ctrl+S")
        self.drawer.act_button.setAccessibleName(ACTS[level])
        found = self._suggested
        why = f"建议{level.label}：{found.why}。" if found and found.level is level else ""
        self._why.setText(f"{skipped}，直接{level.label}要写明原因。" if skipped else why)
        self._why.setVisible(bool(skipped or why))
        self._note.setText(_after(level, means, is_head))

    def _day(self) -> date:
        try:
            return self.on.value() or self.session.today
        except InvalidRecord:  # still being typed
            return self.session.today

    def made(self, values: dict[str, Any]) -> Supervision:
        """The record as it was filled in."""
        names = ("level", "means", "acted_on", "skip_reason", "answered_by", "answer", "basis", "problems")
        also = ("requirement", "reply_by", "supervisor", "number")
        given = {name: values[name] for name in (*names, *also) if values.get(name) is not None}
        given.setdefault("means", Means.WRITTEN)
        return Supervision(**given)


def _after(level: Level, means: Any, is_head: bool) -> str:
    """What follows when it is stored."""
    if level in BY_HEAD:
        return "您签发以后就可以打印、盖章、发出。" if is_head else "登记以后先打印，站长签字盖章再发出。"
    return "登记以后可以打印催办单；对方交回以后再登记回执。" if means is Means.WRITTEN else ""
