"""What an open record says of its promises and of the deputies' suggestion made of it (3.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import raising
from lianluozhan.models.opinions import OpinionFile, Status, promising
from lianluozhan.models.opinions.promising import PromiseFile, PromiseState
from lianluozhan.models.suggestions import Suggestion, SuggestionState

from ... import theme
from ...flow_layout import FlowLayout
from ...text import Words, chip, link
from .promise_drawers import OPENERS, deeds_of, promise_state
from .record_parts import heading
from .words import short_day

if TYPE_CHECKING:
    from .record_view import RecordView

SUGGESTION_TONES = {
    SuggestionState.DRAFT: "calm",
    SuggestionState.SENT: "work",
    SuggestionState.ANSWERED: "wait",
    SuggestionState.CLOSED: "good",
}
_ENDED = (Status.CLOSED, Status.FILED)


def promise_sections(view: RecordView, file: OpinionFile) -> list[QWidget]:
    """Promises and suggestions, each kind under its name; nothing when there are none."""
    parts: list[QWidget] = []
    if file.promises:
        parts += [heading("承诺跟踪"), *(_promise(view, file, found) for found in file.promises)]
    if file.suggestions:
        parts += [heading("代表建议"), *(_suggestion(view, made) for made in file.suggestions)]
    return parts


def also_states(file: OpinionFile) -> list[tuple[str, str]]:
    """What besides its own state is said at the head of a record, as chips: words and tone."""
    opinion, found = file.opinion, []
    if opinion.voided_on:
        return []
    if any(made.state is not SuggestionState.CLOSED for made in file.suggestions):
        found.append(("转代表建议", "work"))
    promised = [each.promise for each in file.promises if each.promise.voided_on is None]
    if opinion.status in _ENDED and any(promise.state is PromiseState.OPEN for promise in promised):
        found.append(("承诺跟踪", "work"))
    return found


def may_become_suggestion(view: RecordView, file: OpinionFile) -> bool:
    """Whether this person can make a suggestion of the record from here."""
    session = view.session
    return not view.in_queue and session.may("suggestion.edit") and not raising.why_no_suggestion(session, file.opinion)


def _promise(view: RecordView, file: OpinionFile, found: PromiseFile) -> QFrame:
    session, promise = view.session, found.promise
    today = session.today
    until = f"{short_day(promise.due_on, today)}前" if promise.due_on else "没有写完成时间"
    badge = promising.due_badge(session, promise.due_on, ended=promise.state is not PromiseState.OPEN)
    title = "　".join(part for part in (found.words, until, "" if promise.voided_on else badge.text) if part)
    lines = [
        f"{short_day(check.checked_on, today)}回访{check.asked}：{check.words}"
        + (f"（改到 {short_day(check.new_due_on, today)}）" if check.new_due_on else "")
        for check in reversed(found.checks)
    ]
    if promise.told_on:
        lines.insert(0, f"{short_day(promise.told_on, today)}已告知反映人")
    said = lambda _: view.said.emit("已登记，记在承诺跟踪和过程里。")  # noqa: E731
    deeds = [
        (words, partial(OPENERS[name], view, session, found, said))
        for name, words in deeds_of(session, found, file.opinion)
    ]
    return _entry(title, "\n".join(lines) or "还没有回访", promise_state(found, file.opinion), deeds)


def _suggestion(view: RecordView, made: Suggestion) -> QFrame:
    today = view.session.today
    days = [
        f"{short_day(made.dispatched_on, today)}交办" if made.dispatched_on else "",
        f"{short_day(made.due_on, today)}前答复" if made.due_on else "",
        f"{short_day(made.answered_on, today)}已答复" if made.answered_on else "",
    ]
    title = "　".join(part for part in (made.number, made.title) if part)
    said = "，".join(day for day in days if day) or f"{short_day(made.raised_on, today)}提出，还没有交办"
    state = (made.state.label, SUGGESTION_TONES[made.state])
    deeds = [] if view.in_queue else [("打开", lambda: view.suggestion_wanted.emit(made.id, 0))]
    return _entry(title, said, state, deeds)


def _entry(
    title: str, detail: str, state: tuple[str, str], deeds: Sequence[tuple[str, Callable[[], object]]]
) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "inset")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
    column.setSpacing(theme.scaled(3))
    line = QHBoxLayout()
    line.addWidget(Words(title, "strong"), 1)
    line.addWidget(chip(*state), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(line)
    column.addWidget(Words(detail, "soft"))
    if deeds:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6, line_gap=0)
        for words, act in deeds:
            made = link(words)
            made.setAccessibleName(f"{words}，{title}")
            made.clicked.connect(lambda _=False, act=act: act())
            flow.addWidget(made)
        column.addWidget(holder)
    return frame
