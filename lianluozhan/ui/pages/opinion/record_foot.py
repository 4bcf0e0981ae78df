"""The foot of an open record: printing, what else can be done, and the next step as the one filled button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from lianluozhan.models import opinions, prints
from lianluozhan.models.opinions import STEPS, OpinionFile, Status
from lianluozhan.models.opinions.reminding import why_no_reminder

from ... import closure_drawers, theme
from ...history_drawer import TITLE, open_history
from ...icons import icon
from ...text import button, elided
from .press_panel import menu_deeds, turn_of
from .promise_panel import may_become_suggestion
from .related import add_deeds
from .review_foot import is_narrow
from .words import CLOSING, named

if TYPE_CHECKING:
    from .record_view import RecordView

ICONS = {"review": "clipboard-check", "approve": "clipboard-check", "dispatch": "send", "reply": "reply"}
OF_CLOSING = ("review_close", "refuse_close", "approve_close")
SECOND = ("send_back", "withdraw", "handle_self", "refuse_close")  # never the filled button
SHEETS = (
    ("F12", "打印交办单"),
    ("F14B", "打印催办记录表"),
    ("F16", "打印答复函"),
    ("F17", "打印征询意见表"),
    ("F18", "打印二次办理通知单"),
    ("F20", "打印办结销号审批表"),
    ("F11", "打印告知单"),
    (prints.VOLUME, "整卷打印（封面、目录和全部表单）"),
)


class RecordFoot(QFrame):
    """Made anew with every record; `view` is told what is wanted. `next` is the filled button, if there is one."""

    def __init__(self, view: RecordView, file: OpinionFile) -> None:
        super().__init__()
        self._view, self._session, self._file = view, view.session, file
        self.next: QPushButton | None = None
        self.setProperty("role", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(8))
        if self._session.may("print.form"):
            out = button("打印", icon="printer", key="Ctrl+P")
            out.clicked.connect(view.print_open)
            row.addWidget(out)
        menu = self._menu()
        if not menu.isEmpty():
            more = button("更多")
            more.setAccessibleName("更多，对这一件")
            more.setMenu(menu)
            row.addWidget(more)
        if self._reminds and not is_narrow(view):
            remind = button("催办", icon="bell", key="F6")
            remind.clicked.connect(view.remind)
            row.addWidget(remind)
        steps = opinions.open_steps_for(self._session, file.opinion)
        turn = turn_of(view, file)
        row.addWidget(elided("" if steps or turn else self._waits_for(), "soft"), 1)
        self._add_steps(row, steps)
        if turn and self.next is None:
            self.next = button(turn[0], role="primary", key="F9", icon="clipboard-check")
            self.next.clicked.connect(lambda: turn[1]())
            row.addWidget(self.next)

    def _add_steps(self, row: QHBoxLayout, steps: list[str]) -> None:
        main = next((name for name in reversed(steps) if name not in SECOND), "")
        if "evaluate" in steps and not {"close", "apply_close"}.isdisjoint(steps):
            main = "evaluate"
        for name in steps:
            if name not in (main, "withdraw"):
                other = button(STEPS[name].label, key="F7" if name in ("send_back", "refuse_close") else "")
                other.clicked.connect(lambda _=False, name=name: self._view.take(name))
                row.addWidget(other)
        if main:
            self.next = button(STEPS[main].label, role="primary", key="F9", icon=ICONS.get(main, ""))
            self.next.clicked.connect(lambda: self._view.take(main))
            row.addWidget(self.next)

    def _waits_for(self) -> str:
        """Why this person has nothing to do here now."""
        opinion, session = self._file.opinion, self._session
        if opinion.voided_on:
            return "已作废"
        if opinion.status is Status.MERGED:
            return "已并案，随主件办理"
        names = [name for name, step in STEPS.items() if opinion.status in step.sources and session.may(step.action)]
        if opinion.due_kind not in CLOSING:
            names = [name for name in names if name not in OF_CLOSING]
        for name in names:
            if why := opinions.why_not(session, opinion, name):
                return why
        if problems := opinions.close_problems(session, opinion.id) if "close" in names else []:
            return problems[0]
        return f"在{opinion.holder}手里" if opinion.holder else "已经办完"

    def _menu(self) -> QMenu:
        opinion, session, view, menu = self._file.opinion, self._session, self._view, QMenu(self)
        if opinion.status in (Status.DRAFT, Status.SENT_BACK) and not opinion.voided_on and session.may("opinion.edit"):
            menu.addAction(icon("file-pen-line"), "修改登记表", lambda: view.edit_wanted.emit(opinion.id))
        if "withdraw" in opinions.open_steps_for(session, opinion):
            menu.addAction(icon("undo-2"), "反映人撤回", lambda: view.take("withdraw"))
        for words, deed in menu_deeds(view, self._file):
            menu.addAction(icon("rotate-ccw" if "退办" in words else "calendar-days"), words, deed)
        if self._reminds and is_narrow(view):
            menu.addAction(icon("bell"), "催办", view.remind)
        if session.may("opinion.pause") and (opinions.is_paused(opinion) or not opinions.why_no_pause(opinion)):
            words = "收到补充，恢复计算期限" if opinions.is_paused(opinion) else "等反映人补充，停计期限"
            menu.addAction(icon("clock"), words, view.pause)
        add_deeds(menu, view, self._file)
        if may_become_suggestion(view, self._file):
            make = lambda: view.suggestion_wanted.emit(0, opinion.id)  # noqa: E731
            menu.addAction(icon("file-text"), "转为代表建议", make)
        if session.may("opinion.void") and not opinion.voided_on:
            menu.addAction(icon("ban"), "作废", view.void)
        if closure_drawers.may_open(session):
            close = lambda: closure_drawers.of_matter(view, session, opinion, named(opinion), view.said.emit)  # noqa: E731
            menu.addAction(icon("eye-off"), closure_drawers.TITLE, close)
        menu.addAction(icon("history"), TITLE, lambda: open_history(view, session, opinion, named(opinion)))
        for number, title in SHEETS:
            if _fits(number, self._file) and session.may("print.form"):
                menu.addAction(icon("printer"), title, lambda number=number: view.print_wanted.emit(opinion.id, number))
        return menu

    @property
    def _reminds(self) -> bool:
        """Whether there is a body to be reminded."""
        return self._session.may("opinion.supervise") and not why_no_reminder(self._file.opinion)


def _fits(number: str, file: OpinionFile) -> bool:
    match number:
        case "F11":
            return file.opinion.decline_ground is not None
        case "F12":
            return bool(file.dispatches)
        case "F18":
            return any(step.name in ("redo", "again") for step in file.steps)
        case "F20":
            return bool(file.replies)
        case "F14B":
            return bool(file.presses)
        case prints.VOLUME:
            return bool(file.opinion.number)
        case _:
            return bool(file.replies) or bool(file.dispatches)
