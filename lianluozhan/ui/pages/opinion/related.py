"""What belongs to an open record: the matter it was joined to, those joined to it, those linked with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from lianluozhan.models import opinions
from lianluozhan.models.opinions import Opinion, OpinionFile
from lianluozhan.models.opinions.handling import Feedback, Told, Way
from lianluozhan.models.opinions.merging import might_belong
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, DayEditor, LineEditor, OptionRow, PickEditor, TextEditor
from ...icons import icon
from ...text import Elided, chip, elided, link, plain
from .words import short_day, short_number, state_words

if TYPE_CHECKING:
    from .record_view import RecordView

_NOTES = {"待告知": "wait", "已告知": "good", "不用告知": "calm", "随本件办理": "work"}
Deeds = list[tuple[str, Callable[[], object]]]


def related_panel(view: RecordView, file: OpinionFile) -> QWidget | None:
    """The matters that belong to this one, each with what can be done; None when there are none."""
    session, opinion = view.session, file.opinion
    found = opinions.related(session, opinion.id)
    if not (found.main or found.joined or found.linked):
        return None
    panel = QFrame()
    panel.setProperty("role", "inset")
    panel.setAccessibleName("并案和关联")
    column = QVBoxLayout(panel)
    column.setContentsMargins(*(theme.scaled(side) for side in (12, 6, 8, 6)))
    column.setSpacing(theme.scaled(2))
    if found.main:
        column.addWidget(_line(view, "已并入", found.main, _deeds_of_joined(view, opinion)))
    for joined in found.joined:
        note = _told(session, joined, waits=joined in found.untold)
        column.addWidget(_line(view, "并入本件", joined, _deeds_of_joined(view, joined), note=note))
    may_link = session.may("opinion.link")
    for other in found.linked:
        deeds: Deeds = [("取消关联", partial(_unlink, view, opinion.id, other.id))] if may_link else []
        column.addWidget(_line(view, "关联", other, deeds))
    return panel


def _told(session: Session, joined: Opinion, *, waits: bool) -> str:
    if joined.is_anonymous:
        return "不用告知"
    if waits and opinions.why_not_informed(session, joined):
        return "随本件办理"
    return "待告知" if waits else "已告知"


def _deeds_of_joined(view: RecordView, joined: Opinion) -> Deeds:
    session, deeds = view.session, Deeds()
    if session.may("opinion.inform") and not opinions.why_not_informed(session, joined):
        deeds.append(("登记告知", partial(open_telling, view, joined)))
    if session.may("opinion.unmerge"):
        deeds.append(("撤销并案", partial(open_unmerge, view, joined)))
    return deeds


def _line(view: RecordView, how: str, other: Opinion, deeds: Deeds, *, note: str = "") -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.scaled(8))
    row.addWidget(plain(how, "label"))
    number = f"{short_number(other.number)} 号" if other.number else "草稿"
    go = link(number)
    go.setAccessibleName(f"打开 {number} {other.title}")
    go.clicked.connect(lambda: view.show_opinion(other.id))
    row.addWidget(go)
    name = "匿名" if other.is_anonymous else "群众" if other.keeps_secret else other.submitter_name
    words: Elided = elided(" · ".join(part for part in (other.title, name) if part))
    row.addWidget(words, 1)
    state, tone = ("作废", "stop") if other.voided_on else state_words(other.status, other.satisfaction)
    row.addWidget(chip(note or state, _NOTES.get(note, tone)))
    for label, act in deeds:
        made = link(label)
        made.setAccessibleName(f"{label} {number}")
        made.clicked.connect(lambda _=False, act=act: act())
        row.addWidget(made)
    return line


def add_deeds(menu: QMenu, view: RecordView, file: OpinionFile) -> None:
    """What the menu of the record offers: join it to another matter, link it with one."""
    session, opinion = view.session, file.opinion
    if session.may("opinion.merge") and not opinions.why_not_merged(session, opinion):
        menu.addAction(icon("arrow-left"), "并入另一件", lambda: open_merge(view, opinion))
    if session.may("opinion.link") and not opinion.voided_on:
        menu.addAction(icon("paperclip"), "与另一件关联", lambda: open_link(view, opinion))


def open_merge(view: RecordView, opinion: Opinion) -> Drawer:
    """Choose the matter that this one is joined to."""
    drawer = Drawer(view, "并入另一件", _named(opinion), act="并入", note="并入以后随那一件办理，这位反映人仍要告知。")
    fields = drawer.fields
    fields.put("并入哪一件", _pick(view.session, opinion, joining=True), required=True, hint="打编号或几个字就能找到")
    fields.put("说明", LineEditor("words", max_length=200))
    return drawer.open(
        lambda values: opinions.merge(view.session, opinion.id, values["other_id"] or 0, values["words"]),
        lambda made: view.said.emit(f"已并案：{opinion.title}。"),
    )


def open_unmerge(view: RecordView, joined: Opinion) -> Drawer:
    """Undo a joining, with a word why; the answer of the main matter may be taken over."""
    session = view.session
    drawer = Drawer(view, "撤销并案", _named(joined), act="撤销并案")
    fields, refusal = drawer.fields, opinions.why_no_answer(session, joined)
    how = OptionRow("with_answer", [(True, "沿用主件的结果，接着告知"), (False, "回到并案以前，另行办理")])
    fields.put("撤销以后", how, required=True, hint=refusal)
    how.set_value(not refusal)
    how.setEnabled(not refusal)
    fields.put("原因", LineEditor("words", max_length=200))
    return drawer.open(
        lambda values: opinions.unmerge(session, joined.id, values["words"], with_answer=bool(values["with_answer"])),
        lambda made: view.said.emit(f"已撤销并案，现在是“{made.status.label}”。"),
    )


def open_telling(view: RecordView, joined: Opinion) -> Drawer:
    """Enter that the submitter of a joined matter was told."""
    session = view.session
    drawer = Drawer(view, "告知并入件的反映人", _named(joined), act="登记告知")
    told_on = DayEditor("told_on", today=lambda: session.today)
    told_on.set_value(session.today)
    fields = drawer.fields
    fields.put("结果", OptionRow("told", [(choice, choice.label) for choice in Told]), required=True)
    fields.put("方式", ChoiceEditor("way", [(choice, choice.label) for choice in Way]), required=True)
    fields.put("日期", told_on, required=True)
    fields.put("说明", TextEditor("note", lines=2, max_length=1000))
    return drawer.open(
        lambda values: opinions.inform_joined(session, Feedback(opinion_id=joined.id, **values)),
        lambda made: view.said.emit(f"{made.told.label}：{_named(joined)}。"),
    )


def open_link(view: RecordView, opinion: Opinion) -> Drawer:
    """Choose a matter that is worth reading together with this one."""
    drawer = Drawer(view, "与另一件关联", _named(opinion), act="关联", note="两件各办各的，只是互相看得到。")
    drawer.fields.put("关联哪一件", _pick(view.session, opinion, joining=False), required=True)
    drawer.fields.put("说明", LineEditor("words", max_length=200))
    return drawer.open(
        lambda values: opinions.link(view.session, opinion.id, values["other_id"] or 0, values["words"]),
        lambda made: view.said.emit("已关联。"),
    )


def _unlink(view: RecordView, opinion_id: int, other_id: int) -> None:
    attempt(view, lambda: opinions.unlink(view.session, opinion_id, other_id))


def _pick(session: Session, opinion: Opinion, *, joining: bool) -> PickEditor:
    """The likeliest matters first, then the newest."""
    choices = []
    for other in might_belong(session, opinion, joining=joining):
        day = short_day(other.received_on, session.today)
        choices.append((other.id, f"{short_number(other.number)} {other.title}（{day}）"))
    return PickEditor("other_id", choices)


def _named(opinion: Opinion) -> str:
    return f"{short_number(opinion.number)}号　{opinion.title}" if opinion.number else opinion.title
