"""Every time limit of a record that can be opened: its days beside the record, and which step of the trail began it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from lianluozhan.models import calendars, deadlines, settings
from lianluozhan.models.deadlines import PAUSED
from lianluozhan.models.opinions import OpinionFile, due_state
from lianluozhan.models.opinions.handling import Deadline, Dispatch, JointHandling
from lianluozhan.models.session import Session

from ...chip import due_badge
from ...day_strip import DeadlinePanel
from ...drawer import Drawer
from ...text import link, tip
from .words import named, short_day, spoken_day

_JOINT = "cohost.due"
_BEGUN_BY = {  # step of the trail: kinds of limits that it begins
    "submit": ("审核",),
    "review": ("审批",),
    "approve": ("交办", "告知"),
    "return": ("交办",),
    "dispatch": ("办理",),
    "handle_self": ("办理",),
    "reply": ("告知",),
    "inform": ("评价",),
    "redo": ("二次办理",),
}


def running_limit(file: OpinionFile) -> Deadline | None:
    """The limit that runs now, or that stands still while the submitter is asked."""
    found = [limit for limit in file.deadlines if limit.met_on is None and limit.kind != PAUSED]
    return found[-1] if found and not file.opinion.voided_on else None


def state_of(session: Session, file: OpinionFile, limit: Deadline) -> str:
    """How a limit stands: 还剩 2 日, 已逾期 4 日, 9月20日已办."""
    if limit.met_on:
        return f"{short_day(limit.met_on, session.today)}已办"
    if file.opinion.due_kind == PAUSED:
        return "停计：等反映人补充"
    assert limit.due_on
    left = (limit.due_on - session.today).days
    how = f"已逾期 {-left} 日" if left < 0 else "今天到期" if left == 0 else f"还剩 {left} 日"
    return how + ("，暂算" if limit.is_provisional else "")


def panel_of(session: Session, file: OpinionFile, limit: Deadline) -> DeadlinePanel:
    """A limit with all its days."""
    title = f"{limit.kind}期限 {spoken_day(limit.due_on, session.today)}，{state_of(session, file, limit)}"
    note = f"这个日子是定好的，不是数出来的。依据：{limit.rule}。" if limit.rule else ""
    return DeadlinePanel(title, deadlines.counted(session, limit), session.today, deadlines.event_of(limit), note)


def joint_panel(session: Session, joint: JointHandling, made: Dispatch) -> DeadlinePanel:
    """The limit of a joint body's opinion; counted again, for only its day is kept."""
    label, term = settings.SETTINGS[_JOINT].label, settings.term(session, _JOINT)
    found = None
    if made.dispatched_on:
        rule = f"{label} {term.words}"
        found = deadlines.count(made.dispatched_on, term, calendars.load(session), "交办", rule)
    title = f"会办意见期限 {spoken_day(joint.due_on, session.today)}"
    same = found if found and found.due_on == joint.due_on else None
    return DeadlinePanel(title, same, session.today, "交办", "这个日子是交办那天按当时的参数定的。")


def open_days(
    page: QWidget, session: Session, file: OpinionFile, limit: Deadline | tuple[JointHandling, Dispatch]
) -> Drawer:
    """The days of a limit in a drawer, to be read aloud or copied."""
    if isinstance(limit, tuple):
        return show_panel(page, joint_panel(session, *limit), named(file.opinion))
    return show_panel(page, panel_of(session, file, limit), named(file.opinion))


def show_panel(page: QWidget, panel: DeadlinePanel, about: str) -> Drawer:
    """A panel of days in a drawer."""
    drawer = Drawer(page, "期限怎么算的", about, act="复制成文字")
    panel.toggle.hide()
    panel.copy_link.hide()
    drawer.fields.add(panel)
    drawer.open(lambda _: QGuiApplication.clipboard().setText(panel.text()))
    (panel.strip or drawer.act_button).setFocus()
    return drawer


def due_button(session: Session, file: OpinionFile, act: Callable[[Deadline], object]) -> QPushButton | None:
    """The badge of the running limit, as lists have it; it opens the days."""
    opinion, limit = file.opinion, running_limit(file)
    row = {"due_on": opinion.due_on and opinion.due_on.isoformat(), "due_kind": opinion.due_kind}
    state = due_state(session, row | {"voided_on": None, "due_provisional": opinion.due_provisional})
    if limit is None or not state.text:
        return None
    made = due_badge(state.text, state.tone)
    made.clicked.connect(lambda: act(limit))
    return made


def limit_link(day: date | None, today: date, act: Callable[[], object]) -> QPushButton:
    """A date that is a limit: a click or Enter opens how it was counted."""
    made = link(short_day(day, today))
    made.setAccessibleName(f"期限 {spoken_day(day, today)}，怎么算的")
    tip(made, "看看是怎么算的")
    made.clicked.connect(lambda: act())
    return made


def begun_by_steps(file: OpinionFile) -> dict[int, Deadline]:
    """For the id of each step of the trail that began a limit: the limit."""
    found: dict[int, Deadline] = {}
    left = [limit for limit in file.deadlines if limit.kind != PAUSED]
    for step in reversed(file.steps):
        if step.name in ("extend", "resume"):
            word = "延期" if step.name == "extend" else "停计"
            fitting = [limit for limit in left if word in limit.rule]
        else:
            kinds = _BEGUN_BY.get(step.name, ())
            fitting = [limit for limit in left if limit.kind in kinds and limit.starts_on == step.acted_on]
        if fitting:
            found[step.id] = fitting[0]
            left.remove(fitting[0])
    return found


def limit_of_dispatch(file: OpinionFile, dispatched_on: date | None) -> Deadline | None:
    """The newest limit that a letter of that day began."""
    found = [limit for limit in file.deadlines if limit.kind == "办理" and limit.starts_on == dispatched_on]
    return found[-1] if found else None
