"""The parts of an open record: the paper form to be read, what was done with it, the trail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lianluozhan.models import attachments, homes, opinions, term_matters
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.opinions import OpinionFile, Status
from lianluozhan.models.opinions.handling import (
    Deadline,
    Dispatch,
    DispatchKind,
    JointHandling,
    OpinionStep,
    Source,
)
from lianluozhan.models.opinions.record import Screening
from lianluozhan.models.session import Session

from ... import theme
from ...banner import Banner
from ...day_strip import DeadlinePanel
from ...flow_layout import FlowLayout
from ...ruled_form import RuledForm
from ...text import Words, link, plain
from ...trail_view import TrailEntry
from .limits import begun_by_steps, limit_link, limit_of_dispatch, panel_of, running_limit
from .words import named as name_of
from .words import short_day, short_moment, state_words

NONE = "—"
Open = Callable[[Deadline | tuple[JointHandling, Dispatch]], object]


def heading(words: str, note: str = "") -> QWidget:
    """A section's name with a soft note beside it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, theme.scaled(8), 0, 0)
    row.setSpacing(theme.scaled(10))
    row.addWidget(plain(words, "lead"))
    row.addWidget(plain(note, "soft"))
    row.addStretch(1)
    return holder


def deadline_panel(session: Session, file: OpinionFile) -> DeadlinePanel | None:
    """The running limit with its days; None when none runs."""
    limit = running_limit(file)
    return panel_of(session, file, limit) if limit else None


def reading_form(session: Session, file: OpinionFile, unmask: Callable[[], object]) -> tuple[RuledForm, QLabel]:
    """The registration form as it is read, in the order of the paper, and the label with the masked phone."""
    opinion, form = file.opinion, RuledForm()
    form.add_text("来源渠道", opinion.channel.label)
    form.add_text("收到日期", short_day(opinion.received_on, session.today) or NONE)
    form.add_text("紧急程度", opinion.urgency.label)
    form.add_text("反映人", submitter_of(file))
    phone = plain(opinions.masked_phone(opinion.phone) or NONE)
    form.add("联系电话", phone_cell(phone, unmask if opinion.phone else None), name="phone")
    form.add_text("反映人数", f"{opinion.people_count} 人" if opinion.people_count else NONE)
    form.add_text("住址单位", opinion.address or NONE)
    form.add_text("村(社区)", file.village_name or NONE)
    form.add_text("反映代表", "、".join(file.deputies) or NONE)
    if taken_over := [owner.words for owner in term_matters.owner_of(session, "opinions", opinion.id) if owner.by_list]:
        form.add_text("跟进代表", "、".join(taken_over))
    form.add_text("反映内容", opinion.content, 3)
    form.add_text("诉求", opinion.request or NONE, 3)
    form.add_text("分类", file.category_path or NONE, 2)
    form.add_text("性质", "，".join([opinion.nature.label, *marks_of(file)]))
    form.add_text("发生地点", opinion.place or NONE)
    form.add_text("初步筛选", screening_of(file))
    form.add_text("登记", f"{file.registered_by_name} {short_day(opinion.registered_on, session.today)}")
    form.add_text("拟办意见", opinion.proposal or NONE, 3)
    return form, phone


def submitter_of(file: OpinionFile) -> str:
    opinion = file.opinion
    if opinion.is_anonymous:
        return "匿名"
    parts = [
        opinion.submitter_name or NONE,
        opinion.sex.label if opinion.sex else "",
        f"{opinion.age} 岁" if opinion.age else "",
        opinion.identity.label if opinion.identity else "",
        "要求保密" if opinion.keeps_secret else "",
    ]
    return "，".join(part for part in parts if part)


def marks_of(file: OpinionFile) -> list[str]:
    return [words for words, on in (("有普遍性", file.opinion.is_widespread), ("重点", file.opinion.is_key)) if on]


def screening_of(file: OpinionFile) -> str:
    opinion = file.opinion
    if opinion.screening is Screening.DECLINE and opinion.decline_ground:
        return f"{opinion.screening.label}：{opinion.decline_ground.label}。去向：{opinion.referral or NONE}"
    body = f"，建议 {file.proposed_body.name} 办理" if file.proposed_body else ""
    return opinion.screening.label + body


def phone_cell(label: QLabel, unmask: Callable[[], object] | None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(theme.scaled(8), 0, theme.scaled(4), 0)
    row.addWidget(label)
    if unmask is not None:
        show = link("显示")
        show.setAccessibleName("显示完整的联系电话")
        show.clicked.connect(unmask)
        row.addWidget(show)
    row.addStretch(1)
    return holder


def nothing_open(closed: str = "") -> QWidget:
    """What stands in place of a record where none is open, or which is `closed` to this person."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    words = plain(closed or "在左边选一件，这里就显示它的登记表和办理过程。", "soft")
    column.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
    column.addStretch(2)
    return page


def show_file(session: Session, attachment_id: int) -> None:
    """Open a file with the computer's own program, from a copy that is removed at exit."""
    found = session.get(Attachment, attachment_id)
    suffix = "." + found.name.rsplit(".", 1)[-1] if "." in found.name else ""
    path = homes.temporary_file(session, suffix)
    attachments.export(session, attachment_id, path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def void_banner(session: Session, file: OpinionFile, restore: Callable[[], object]) -> Banner | None:
    """That a form was struck out and why, with the way back for who may take it."""
    opinion = file.opinion
    if not opinion.voided_on:
        return None
    take_back = link("撤销作废")
    take_back.clicked.connect(lambda: restore())
    may = session.may("opinion.restore") and not opinions.why_not(session, opinion, "restore")
    return Banner(f"已作废：{opinion.void_reason}。编号不再使用，内容都保留。", "stop", take_back if may else None)


def attachment_links(found: tuple[Attachment, ...], look: Callable[[int], object]) -> QWidget:
    """The files of a record, each a link that opens it."""
    holder = QWidget()
    row = FlowLayout(holder, gap=8, line_gap=2)
    for entry in found:
        show = link(entry.name, icon="paperclip")
        show.clicked.connect(lambda _=False, id_=entry.id: look(id_))
        row.addWidget(show)
    return holder


def handling_form(
    session: Session, file: OpinionFile, join: Callable[[int], object] | None, open_days: Open
) -> RuledForm | None:
    """What was sent to whom, what came back, what the submitter says; None when nothing was sent yet."""
    if not (file.dispatches or file.replies or file.feedbacks or file.evaluations):
        return None
    form, today = RuledForm(), session.today
    for sent in file.dispatches:
        made = sent.dispatch
        form.add_text("主办单位", sent.lead.name + ("（自行办理）" if made.kind is DispatchKind.SELF else ""))
        form.add_text("交办单", f"{made.number or NONE}　{short_day(made.dispatched_on, today)}")
        if limit := limit_of_dispatch(file, made.dispatched_on):
            until = limit_link(limit.due_on, today, lambda limit=limit: open_days(limit))  # type: ignore[misc]
            form.add("办理期限", _left(until), name=f"due_{made.id}")
        signed = f"{made.received_by} {short_day(made.received_on, today)}".strip()
        form.add_text("签收", signed or "还没有签收")
        form.add_text("办理要求", made.requirement or NONE, 3)
        for joint, body in sent.joints:
            words = joint.opinion_text or "还没有会办意见"
            cell = _joint(f"{body.name}：{words}", joint.id, joint.replied_on is None, join)
            if joint.replied_on is None and joint.due_on:
                until = limit_link(joint.due_on, today, lambda j=joint, m=made: open_days((j, m)))  # type: ignore[misc]
                _put_second(cell, until)
            form.add("会办单位", cell, 3, "joint")
    for answer in file.replies:
        kind = f"{answer.result_class.value} 类 {answer.result_class.label}" if answer.result_class else NONE
        form.add_text("答复", answer.content, 3)
        form.add_text("结果类别", kind)
        form.add_text("答复日期", f"{short_day(answer.replied_on, today)} {answer.document_number}".strip())
        form.add_text("承办人", f"{answer.handler or NONE} {answer.handler_phone}".strip())
        if answer.promise or answer.promised_on:
            by = f"（{short_day(answer.promised_on, today)}前）" if answer.promised_on else ""
            form.add_text("承诺事项", answer.promise + by, 3)
    for telling in file.feedbacks:
        said = f"{telling.told.label}，{telling.way.label}，{short_day(telling.told_on, today)}"
        form.add_text("告知反映人", f"{said}{'。' + telling.note if telling.note else ''}", 3)
    for judged in file.evaluations:
        form.add_text("办理态度", judged.attitude.label)
        form.add_text("办理结果", judged.result.label)
        form.add_text("评价日期", short_day(judged.evaluated_on, today))
        if words := "；".join(part for part in (judged.reason, judged.remarks, judged.decision) if part):
            form.add_text("评价意见", words, 3)
    return form


def _put_second(cell: QWidget, widget: QWidget) -> None:
    layout = cell.layout()
    assert isinstance(layout, QHBoxLayout)
    layout.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignTop)


def _left(widget: QWidget) -> QWidget:
    """A widget at the left of its cell."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(theme.scaled(4), 0, theme.scaled(4), 0)
    row.addWidget(widget)
    row.addStretch(1)
    return holder


def _joint(words: str, joint_id: int, waits: bool, join: Callable[[int], object] | None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(theme.scaled(8), theme.scaled(3), theme.scaled(4), theme.scaled(3))
    row.addWidget(Words(words), 1)
    if waits and join is not None:
        enter = link("登记会办意见")
        enter.clicked.connect(lambda: join(joint_id))
        row.addWidget(enter, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def trail_entries(session: Session, file: OpinionFile) -> list[TrailEntry]:
    """The trail with where it is now on top."""
    today, opinion = session.today, file.opinion
    begun, own = begun_by_steps(file), opinions.last_own_step(session, opinion.id)
    entries = [_entry(session, step, begun.get(step.id), own is not None and own.id == step.id) for step in file.steps]
    over = (Status.CLOSED, Status.ON_SPOT, Status.WITHDRAWN, Status.FILED)
    if not opinion.voided_on and opinion.status not in over:
        since = short_day(file.steps[0].acted_on, today) if file.steps else ""
        state = state_words(opinion.status, opinion.satisfaction, opinion.due_kind)[0]
        entries.insert(0, TrailEntry("now", state, opinion.holder, time=f"自 {since}" if since else ""))
    return entries


def _entry(session: Session, step: OpinionStep, limit: Deadline | None, is_own: bool) -> TrailEntry:
    today, paper = session.today, step.source is Source.PAPER
    recorded = session.value("SELECT name FROM staff WHERE id = ?", (step.recorded_by,)) or ""
    boxed = ""
    if paper:
        day = short_day(step.recorded_at.date(), today) if step.recorded_at else ""
        boxed = f"纸质签字，{recorded} {day}代录"
    same_day = step.recorded_at is not None and step.recorded_at.date() == step.acted_on and not paper
    return TrailEntry(
        mark="paper" if paper else "done",
        what=step.label,
        who=step.staff_name,
        source="" if paper else step.source.label,
        time=short_moment(step.recorded_at, today) if same_day else short_day(step.acted_on, today),
        words=step.words,
        boxed=boxed,
        scan=step.attachment_id,
        undone=step.voided_on is not None,
        limit=(f"{limit.kind}期限 {short_day(limit.due_on, today)}", limit) if limit else None,
        take_back=step.id if is_own else None,
    )


def paper_count(file: OpinionFile) -> str:
    """5 步，其中 2 步是纸质签字."""
    on_paper = sum(step.source is Source.PAPER for step in file.steps)
    return f"{len(file.steps)} 步" + (f"，其中 {on_paper} 步是纸质签字" if on_paper else "")


def full_number(file: OpinionFile) -> str:
    return file.opinion.number or "草稿，送审时编号"


def named(file: OpinionFile) -> str:
    """0127号　石桥村三组路灯损坏: how a drawer names the record it is about."""
    return name_of(file.opinion)


def sections(*widgets: QWidget | None) -> QVBoxLayout:
    """What there is, one below the other."""
    column = QVBoxLayout()
    column.setSpacing(theme.scaled(10))
    for widget in widgets:
        if widget is not None:
            column.addWidget(widget)
    return column
