"""The drawers that stop the clock of a matter while the submitter is asked, and let it go on (5.1.4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lianluozhan.models import deadlines, opinions
from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import DayEditor, TextEditor
from .record_parts import named
from .step_drawers import keep_draft
from .words import short_number


def open_pause(page: QWidget, session: Session, file: OpinionFile, say: Callable[[str], object]) -> Drawer:
    """Ask what is wanted of the submitter, or what he brought; one drawer for each way."""
    if opinions.is_paused(file.opinion):
        return _open_resume(page, session, file, say)
    drawer = Drawer(page, "等反映人补充，停计期限", named(file), act="停计")
    drawer.fields.add_words("从第二天起不算期限，收到补充以后接着算，期限往后顺。")
    drawer.fields.put("请反映人补充什么", TextEditor("words", lines=3, max_length=2000), required=True)
    drawer.fields.put("哪天告诉反映人的", _day("on", session), required=True)
    id_, number = file.opinion.id, short_number(file.opinion.number)
    keep_draft(drawer, session, file, "step.pause", "等反映人补充")
    return drawer.open(
        lambda v: opinions.pause(session, id_, v["words"], v["on"]),
        lambda _: say(f"{number} 号停计，等反映人补充。"),
    )


def _open_resume(page: QWidget, session: Session, file: OpinionFile, say: Callable[[str], object]) -> Drawer:
    drawer = Drawer(page, "收到补充，恢复计算期限", named(file), act="恢复计算期限")
    drawer.fields.put("反映人补充了什么", TextEditor("words", lines=3, max_length=2000))
    drawer.fields.put("哪天收到的", _day("on", session), required=True, hint="从第二天起接着算")
    id_, number = file.opinion.id, short_number(file.opinion.number)

    def done(found: opinions.Opinion) -> None:
        until = f"，{found.due_kind}期限 {deadlines.spoken(found.due_on)}" if found.due_on else ""
        say(f"{number} 号接着计算期限{until}。")

    keep_draft(drawer, session, file, "step.resume", "收到补充")
    return drawer.open(lambda v: opinions.resume(session, id_, v["words"], v["on"]), done)


def _day(name: str, session: Session) -> DayEditor:
    editor = DayEditor(name, today=lambda: session.today)
    editor.set_value(session.today)
    return editor
